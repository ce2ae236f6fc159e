package reminders

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

const (
	firstLedgerPause = time.Second // between two tries to reach the Ledger
	maxLedgerPause   = 30 * time.Second
)

// finish records how a try ended and, of a chat that is gone, that nothing more is to go to it. The Delivery comes
// first: a chat that is not paused yet is found out by the next one.
func (d *Dispatcher) finish(ph phases, p *dispatch, r Result) {
	d.record(ph, p, r)
	if r.Status != StatusPaused {
		return
	}
	err := d.persist(ph.record, "pause", func(ctx context.Context) error {
		return d.ledger.Pause(ctx, p.Channel, p.Chat, r.Reason)
	})
	if err != nil {
		d.log.Error("a chat that is gone could not be paused", "delivery", p.ID, "channel", p.Channel, "error", err)
	}
}

func (d *Dispatcher) moveChat(ph phases, p *dispatch, to string) {
	err := d.persist(ph.record, "move chat", func(ctx context.Context) error {
		return d.ledger.MoveChat(ctx, p.Channel, p.Chat, to)
	})
	if err != nil {
		d.log.Error("a chat that moved could not be followed", "delivery", p.ID, "channel", p.Channel, "error", err)
	}
}

// record writes down how a try ended, however long the Ledger takes to come back: what is known must not become
// unknown. Meanwhile its worker claims nothing.
func (d *Dispatcher) record(ph phases, p *dispatch, r Result) {
	err := d.persist(ph.record, "record", func(ctx context.Context) error {
		return d.ledger.Record(ctx, p.owner, r)
	})
	d.recorded(p, r, err)
}

// giveBack lets the Delivery wait until a time. As long as nothing of it was begun one try is enough: the end of the
// lease would do the same.
func (d *Dispatcher) giveBack(ph phases, p *dispatch, until time.Time, reason string) {
	r := p.waiting(until, reason)
	if p.begun {
		d.record(ph, p, r)
		return
	}
	err := d.attempt(ph.record, func(ctx context.Context) error { return d.ledger.Record(ctx, p.owner, r) })
	d.outages.note("record", err)
	if err == nil || errors.Is(err, ErrLost) {
		d.recorded(p, r, err)
	}
}

// recorded counts and logs.
func (d *Dispatcher) recorded(p *dispatch, r Result, err error) {
	log := d.log.With("delivery", p.ID, "channel", p.Channel)
	switch {
	case errors.Is(err, ErrLost):
		d.lost(p)
		return
	case err != nil:
		log.Error("what became of a delivery could not be recorded", "status", r.Status, "part", r.Part, "error", err)
		return
	}
	d.counters.ended(r.Status)
	switch r.Status {
	case StatusDead:
		log.Warn("a delivery is given up", "attempts", p.Attempts, "unknown", r.Unknown, "part", r.Part)
	case StatusPaused:
		log.Info("a chat does not want messages any more")
	default:
		log.Debug("a delivery is recorded", "status", r.Status, "part", r.Part)
	}
	log.Debug("why a delivery stands where it does", "status", r.Status, "reason", r.Reason)
}

func (d *Dispatcher) lost(p *dispatch) {
	d.counters.lost.Add(1)
	d.log.Warn("another owner took over a delivery", "delivery", p.ID, "channel", p.Channel, "begun", p.begun)
}

// persist calls the Ledger until it takes what it is told, refuses it for good, or ctx ends.
func (d *Dispatcher) persist(ctx context.Context, what string, do func(context.Context) error) error {
	for failures := 1; ; failures++ {
		err := d.attempt(ctx, do)
		if err == nil || settled(err) {
			d.outages.note(what, nil)
			return err
		}
		d.outages.note(what, err)
		if !sleepFor(ctx, grown(firstLedgerPause, maxLedgerPause, failures)) {
			return err
		}
	}
}

// attempt makes one call of the Ledger.
func (d *Dispatcher) attempt(ctx context.Context, do func(context.Context) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			d.panicked(0, v)
			err = errPanicked
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, d.callTimeout())
	defer cancel()
	return do(ctx)
}

// settled reports whether err is an answer of the Ledger that another try would not change.
func settled(err error) bool {
	for _, answer := range []error{ErrLost, ErrUnknown, ErrConflict, ErrQuota, ErrInvalid} {
		if errors.Is(err, answer) {
			return true
		}
	}
	return false
}

// outages logs when calls of the Ledger begin to fail and when they work again, not each failure between.
type outages struct {
	log   *slog.Logger
	mu    sync.Mutex
	since map[string]time.Time
}

// note takes how a call went. An answer that says no is an answer.
func (o *outages) note(what string, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	since, failing := o.since[what]
	switch {
	case err != nil && !settled(err) && !failing:
		if o.since == nil {
			o.since = map[string]time.Time{}
		}
		o.since[what] = time.Now()
		o.log.Warn("the ledger of deliveries fails", "call", what, "error", err)
	case (err == nil || settled(err)) && failing:
		delete(o.since, what)
		o.log.Info("the ledger of deliveries works again", "call", what, "after", time.Since(since).Round(time.Second))
	}
}

// tally counts by Delivery. The zero value is ready.
type tally struct {
	mu sync.Mutex
	n  map[int64]int
}

// maxTally bounds what another copy ends and this one never hears of. To forget costs a few more tries.
const maxTally = 10_000

func (t *tally) add(id int64) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.n == nil || len(t.n) >= maxTally {
		t.n = map[int64]int{id: t.n[id]}
	}
	t.n[id]++
	return t.n[id]
}

func (t *tally) clear(id int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.n, id)
}
