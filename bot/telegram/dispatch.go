package telegram

import (
	"context"
	"sync"
	"time"
)

// maxQueued bounds the jobs in memory; beyond it polling waits. More is not lost, it stays in the Inbox.
const maxQueued = 1000

// verdict is what became of a job's turn on a worker.
type verdict struct {
	done bool
	wait time.Duration // when not done: how long the chat rests before the job's next turn
}

// dispatcher hands jobs to workers: those of one chat in the order of submission and one at
// a time, those of different chats at the same time.
type dispatcher struct {
	room  chan struct{}
	ready chan *lane // every lane is in it at most once, so sending never blocks

	mu    sync.Mutex
	lanes map[string]*lane
}

// lane is the queue of one chat. It exists while it has jobs.
type lane struct {
	chat string
	jobs []*job
}

func newDispatcher() *dispatcher {
	return &dispatcher{
		room:  make(chan struct{}, maxQueued),
		ready: make(chan *lane, maxQueued),
		lanes: make(map[string]*lane),
	}
}

// submit queues a job; false means that ctx ended while there was no room.
func (d *dispatcher) submit(ctx context.Context, j *job) bool {
	select {
	case d.room <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	l, busy := d.lanes[j.update.Chat]
	if !busy {
		l = &lane{chat: j.update.Chat}
		d.lanes[j.update.Chat] = l
	}
	l.jobs = append(l.jobs, j)
	if !busy {
		d.ready <- l
	}
	return true
}

// work takes turns of jobs until ctx ends; the turn under way is finished.
func (d *dispatcher) work(ctx context.Context, turn func(*job) verdict) {
	for {
		select {
		case <-ctx.Done():
			return
		case l := <-d.ready:
			if ctx.Err() != nil {
				return
			}
			d.settle(l, turn(d.head(l)))
		}
	}
}

func (d *dispatcher) head(l *lane) *job {
	d.mu.Lock()
	defer d.mu.Unlock()
	return l.jobs[0]
}

func (d *dispatcher) settle(l *lane, v verdict) {
	if !v.done {
		time.AfterFunc(v.wait, func() { d.ready <- l })
		return
	}
	d.mu.Lock()
	l.jobs = l.jobs[1:]
	left := len(l.jobs)
	if left == 0 {
		delete(d.lanes, l.chat)
	}
	d.mu.Unlock()
	<-d.room
	if left > 0 {
		d.ready <- l
	}
}
