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
	size     int           // jobs that fit
	holdBack time.Duration

	mu       sync.Mutex
	lanes    map[string]*lane
	jobs     map[string]*job // by key
	ended    *recent         // keys
	arrivals int64
	overflow bool
	more     bool // the Inbox has more than the last look was told
	// What stays in the Inbox though a run knows of it, left there since the look under way began and before it.
	left, before gaps
	// While a look is under way, new lanes wait for what it finds: it may take over older ones of their chats, of a run that died.
	looks bool
	held  []*lane
}

// gaps has, by lane, the lowest Order of what stays in the Inbox: what comes behind that must not overtake it.
type gaps map[string]int64

func (g gaps) add(lane string, order int64) {
	if lowest, ok := g[lane]; !ok || order < lowest {
		g[lane] = order
	}
}

// lane is the queue of one chat. It exists while it has jobs. The first one may be under way.
type lane struct {
	name string
	jobs []*job
}

func newQueue(size int, holdBack time.Duration) *queue {
	return &queue{
		ready: make(chan *lane, size), room: make(chan struct{}, 1), size: size, holdBack: holdBack,
		lanes: make(map[string]*lane), jobs: make(map[string]*job), ended: newRecent(maxRecent),
		left: make(gaps), before: make(gaps),
	}
}

// add queues the job unless it is known or has to stay in the Inbox; false when it did not. A fresh one has just arrived,
// the others were found by a look.
func (q *queue) add(j *job, fresh bool) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.jobs[j.update.Key] != nil || q.ended.has(j.update.Key) {
		return false
	}
	name := laneOf(j.update)
	l := q.lanes[name]
	precedes := l != nil && l.place(j.update.Order) < len(l.jobs)
	switch full := len(q.jobs) >= q.size; {
	case precedes && full:
		q.giveBack(l) // it comes first, so it takes the place of the last
	case precedes: // it overtakes nothing that is not overtaken
	case full || q.waits(l, name, j.update.Order, fresh):
		q.leave(name, j.update.Order)
		return false
	}
	q.arrivals++
	j.arrival = q.arrivals
	q.jobs[j.update.Key] = j
	if l != nil {
		l.jobs = slices.Insert(l.jobs, l.place(j.update.Order), j)
		return true
	}
	l = &lane{name: name, jobs: []*job{j}}
	q.lanes[name] = l
	if q.looks {
		q.held = append(q.held, l)
	} else {
		q.later(l, q.holdBack)
	}
	return true
}

// waits tells whether an update has to wait in the Inbox for older ones there.
func (q *queue) waits(l *lane, name string, order int64, fresh bool) bool {
	lowest, left := q.left[name]
	if !fresh {
		return left && lowest < order
	}
	_, before := q.before[name]
	return left || before || l == nil && q.behind() // a chat with nothing queued waits for its turn
}

// leave notes what stays in the Inbox.
func (q *queue) leave(lane string, order int64) {
	q.left.add(lane, order)
	q.overflow = true
	q.signal()
}

// giveBack leaves the last job of a lane, which is not started, in the Inbox.
func (q *queue) giveBack(l *lane) {
	last := l.jobs[len(l.jobs)-1]
	l.jobs = l.jobs[:len(l.jobs)-1]
	delete(q.jobs, last.update.Key)
	q.leave(l.name, last.update.Order)
}

// behind tells whether the Inbox has what is not queued.
func (q *queue) behind() bool { return q.more || len(q.left)+len(q.before) > 0 }

func laneOf(u Update) string {
	if u.Chat == "" {
		return chatlessID + u.Key
	}
	return u.Chat
}

// place is where in the lane an update of that order belongs: never before one that is under way.
func (l *lane) place(order int64) int {
	at := len(l.jobs)
	for at > 0 && !l.jobs[at-1].started && l.jobs[at-1].update.Order > order {
		at--
	}
	return at
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
	if !q.overflow || len(q.jobs) >= max(q.size/2, 1) { // worth a look once half is free
		return
	}
	q.overflow = false
	select {
	case q.room <- struct{}{}:
	default:
	}
}

// looking notes that a look begins, before it asks the Inbox. One that fails never ends: what it has taken over, another
// will find.
func (q *queue) looking() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.looks = true
	for name, order := range q.left {
		q.before.add(name, order)
	}
	clear(q.left)
}

// looked notes that a look has queued what it found, but for what it left; more says that the Inbox had more.
func (q *queue) looked(more bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.more = more; !more {
		clear(q.before)
	}
	q.looks = false
	for _, l := range q.held {
		q.later(l, q.holdBack-time.Since(l.jobs[0].at))
	}
	q.held = nil
	if q.behind() {
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
