package intake

import (
	"context"
	"slices"
	"sync"
	"time"
)

const (
	maxQueued  = MaxClaimed    // jobs in memory; more is not lost, it stays in the Inbox
	maxRecent  = 4 * maxQueued // more than can be under way between a look into the Inbox and queueing what was seen
	soonFull   = maxQueued / 2 // with fewer jobs than that it is time to look for what did not fit
	chatlessID = "\x00"        // begins the lane of an update that belongs to no chat
)

// verdict is what became of a job's turn on a worker.
type verdict struct {
	done bool
	lost bool          // when done: another copy has the update; if it comes back it is new
	wait time.Duration // when not done: how long the chat rests before the job's next turn
}

// queue hands jobs to workers: those of one chat by the order of their updates and one at a time, those of different
// chats at the same time.
type queue struct {
	ready    chan *lane    // every lane is in it at most once, so sending never blocks
	room     chan struct{} // has something once jobs that did not fit would
	holdBack time.Duration

	mu       sync.Mutex
	lanes    map[string]*lane
	jobs     map[string]*job // by key
	ended    *recent         // keys
	arrivals int64
	overflow bool
	behind   bool // the Inbox has what is not queued: what arrives must not overtake it
	missed   int  // how many jobs were not queued so far
}

// lane is the queue of one chat. It exists while it has jobs. The first one may be under way.
type lane struct {
	name string
	jobs []*job
}

func newQueue(holdBack time.Duration) *queue {
	return &queue{
		ready: make(chan *lane, maxQueued), room: make(chan struct{}, 1), holdBack: holdBack,
		lanes: make(map[string]*lane), jobs: make(map[string]*job), ended: newRecent(maxRecent),
	}
}

// add queues the job unless it is known or there is no room; false when it did not. A fresh one, which has just arrived,
// waits for the next look into the Inbox while that has older ones.
func (q *queue) add(j *job, fresh bool) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.jobs[j.update.Key] != nil || q.ended.has(j.update.Key) {
		return false
	}
	if fresh && q.behind || len(q.jobs) >= maxQueued {
		q.behind, q.overflow = true, true
		q.missed++
		q.signal()
		return false
	}
	q.arrivals++
	j.arrival = q.arrivals
	q.jobs[j.update.Key] = j
	name := j.update.Chat
	if name == "" {
		name = chatlessID + j.update.Key
	}
	l, busy := q.lanes[name]
	if !busy {
		l = &lane{name: name, jobs: []*job{j}}
		q.lanes[name] = l
		q.later(l, q.holdBack)
		return true
	}
	at := len(l.jobs)
	for at > 0 && !l.jobs[at-1].started && l.jobs[at-1].update.Order > j.update.Order {
		at--
	}
	l.jobs = slices.Insert(l.jobs, at, j)
	return true
}

// knows tells whether add would be in vain.
func (q *queue) knows(key string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.jobs[key] != nil || q.ended.has(key)
}

func (q *queue) later(l *lane, wait time.Duration) {
	if wait <= 0 {
		q.ready <- l
		return
	}
	time.AfterFunc(wait, func() { q.ready <- l })
}

// work takes turns of jobs until ctx ends; the turn under way is finished.
func (q *queue) work(ctx context.Context, turn func(*job) verdict) {
	for {
		select {
		case <-ctx.Done():
			return
		case l := <-q.ready:
			if ctx.Err() != nil {
				return
			}
			j := q.start(l)
			q.settle(l, j, turn(j))
		}
	}
}

func (q *queue) start(l *lane) *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	l.jobs[0].started = true
	return l.jobs[0]
}

func (q *queue) settle(l *lane, j *job, v verdict) {
	if !v.done {
		q.later(l, max(v.wait, time.Millisecond)) // another lane first
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	l.jobs = l.jobs[1:]
	delete(q.jobs, j.update.Key)
	if !v.lost {
		q.ended.add(j.update.Key)
	}
	if len(l.jobs) > 0 {
		q.later(l, q.holdBack-time.Since(l.jobs[0].at)) // it may have overtaken one while the chat was busy
	} else {
		delete(q.lanes, l.name)
	}
	q.signal()
}

// signal says that there is room, if anything waits for it.
func (q *queue) signal() {
	if !q.overflow || len(q.jobs) >= soonFull {
		return
	}
	q.overflow = false
	select {
	case q.room <- struct{}{}:
	default:
	}
}

// more notes that the Inbox has more than it told.
func (q *queue) more() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.behind, q.overflow = true, true
	q.signal()
}

// misses returns how many jobs were not queued so far, for caughtUp.
func (q *queue) misses() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.missed
}

// caughtUp notes that all that the Inbox had is queued, unless more was missed since.
func (q *queue) caughtUp(misses int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.behind = q.missed != misses; q.behind {
		q.overflow = true
		q.signal()
	}
}

// mark returns the number of the last job that was queued, for forget.
func (q *queue) mark() int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.arrivals
}

// forget marks as lost what was queued up to mark and is not among the keys given: another copy has it.
func (q *queue) forget(mark int64, keys map[string]bool) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	lost := 0
	for key, j := range q.jobs {
		if j.arrival <= mark && !j.started && !keys[key] && !j.lost {
			j.lost = true
			lost++
		}
	}
	return lost
}

// queued returns how many jobs wait or are under way.
func (q *queue) queued() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.jobs)
}
