package reminders

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	breakerTrips = 5 // answers of "later" or none at all in a row that rest a channel
	firstRest    = 30 * time.Second
	maxRest      = 5 * time.Minute // one Delivery is tried after each: a channel that is back is soon found out
)

// breakerState says what may be sent on a channel.
type breakerState int

const (
	breakerClosed breakerState = iota // everything
	breakerOpen                       // nothing
	breakerProbes                     // one Delivery, to see whether the channel is back
)

// breaker rests a channel that fails again and again, instead of using up the tries of every Delivery in turn. The
// zero value is ready.
type breaker struct {
	mu      sync.Mutex
	failed  int       // in a row
	rests   int       // in a row
	until   time.Time // zero while nothing is wrong
	probing bool      // a probe is under way
}

func (b *breaker) state(now time.Time) breakerState {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.until.IsZero():
		return breakerClosed
	case now.Before(b.until) || b.probing:
		return breakerOpen
	}
	return breakerProbes
}

func (b *breaker) broken() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !b.until.IsZero()
}

func (b *breaker) probe() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = true
}

// probed says that the probe has ended, whether or not it came to a send.
func (b *breaker) probed() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
}

// holds returns until when a send has to wait at least: the zero time when it may go out. After the rest a probe may,
// and the others wait for how that ends.
func (b *breaker) holds(probe bool, now time.Time) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.until.IsZero() || probe && !now.Before(b.until) {
		return time.Time{}
	}
	return b.until
}

// answered says that the channel took the trouble; closed, that it was resting until now.
func (b *breaker) answered() (closed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	closed = !b.until.IsZero()
	b.failed, b.rests, b.until = 0, 0, time.Time{}
	return closed
}

// failure counts one more and returns how long the channel now rests, or zero for as it was. A wait that is asked for
// may be meant for one chat only, so no channel rests longer for it than maxRest. What was already under way when the
// rest began does not prolong it.
func (b *breaker) failure(probe bool, wait time.Duration, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed++
	if b.until.IsZero() && b.failed < breakerTrips || !b.until.IsZero() && !probe {
		return 0
	}
	b.rests++
	rest := min(max(wait, grown(firstRest, maxRest, b.rests)), maxRest)
	b.until = now.Add(rest)
	return rest
}

// pacer keeps the sends of this copy on a channel apart. The Ledger books slots over all copies, but what lies between
// a slot and the send takes a different time each time, and two sends could come too close.
type pacer struct {
	mu   sync.Mutex
	gap  time.Duration
	next time.Time
}

// slot returns when the next send may go out; it is taken then.
func (p *pacer) slot(now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := now
	if p.next.After(now) {
		at = p.next
	}
	p.next = at.Add(p.gap)
	return at
}

// pace is the time between two sends of a channel, rounded up: rounded down, thirty gaps of 1/30 s are shorter than a
// second and let a thirty-first send into it.
func pace(l Limits) time.Duration {
	if l.PerSecond <= 0 {
		return 0
	}
	n := time.Duration(l.PerSecond)
	return (time.Second + n - 1) / n
}

// grown doubles first with every failure after the first, up to ceiling, and adds or takes up to a quarter so that
// copies and Deliveries do not keep colliding.
func grown(first, ceiling time.Duration, failures int) time.Duration {
	d := min(first<<min(max(failures-1, 0), 20), ceiling)
	return d*3/4 + rand.N(d/2+1)
}

// sleepUntil returns at t; false means that ctx ended first.
func sleepUntil(ctx context.Context, t time.Time) bool { return sleepFor(ctx, time.Until(t)) }

// sleepFor waits for d, which may be negative; false means that ctx ended first.
func sleepFor(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
