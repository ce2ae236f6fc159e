package reminders

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// dispatch is one Delivery under way, from Claim to Record. One goroutine touches it at a time.
type dispatch struct {
	Delivery // Attempts, Unknown, Part and Chat are kept up to date
	owner    string
	outlet   *outlet
	probe    bool          // it finds out whether a channel that rested is back
	fresh    bool          // the Parts are new: Begin is to store them
	begun    bool          // a send was begun: what became of it has to be recorded
	moves    int           // of the chat, since the Claim
	spacing  time.Duration // between two of its parts
	earliest time.Time     // when the next part may go to this chat
	slot     time.Time     // when it may go out on this channel
	unbooked error         // why there is no slot
	doubtful bool          // the next part, which is not the first, may have arrived before
}

// newDispatch keeps the parts as far apart as a person or a group needs: which it is, only a Notice tells.
func newDispatch(delivery Delivery, owner string, o *outlet, probe bool) *dispatch {
	return &dispatch{
		Delivery: delivery, owner: owner, outlet: o, probe: probe, spacing: max(o.Limits.PerChat, o.Limits.PerGroup),
		doubtful: delivery.Unknown > 0 && delivery.Part > 0,
	}
}

// run carries the Deliveries of one Claim to their ends. It books the slots of all at once, when it knows which of
// them have something to send.
func (d *Dispatcher) run(ph phases, batch []*dispatch) {
	ready := d.each(batch, func(p *dispatch) bool { return d.prepare(ph, p) })
	d.book(ph, ready)
	d.each(ready, func(p *dispatch) bool {
		d.deliver(ph, p)
		return false
	})
}

// each takes one step with all side by side, ends those that are through and returns the others.
func (d *Dispatcher) each(batch []*dispatch, step func(*dispatch) bool) []*dispatch {
	var all sync.WaitGroup
	goesOn := make([]bool, len(batch))
	for i, p := range batch {
		all.Go(func() {
			goesOn[i] = step(p)
			if !goesOn[i] {
				d.end(p)
			}
		})
	}
	all.Wait()
	var rest []*dispatch
	for i, p := range batch {
		if goesOn[i] {
			rest = append(rest, p)
		}
	}
	return rest
}

// errPanicked stands for a panic of the Ledger, the Notices or a Channel.
var errPanicked = errors.New("reminders: panicked")

// panicked logs where it happened but not the panic's value, which may quote what people wrote.
func (d *Dispatcher) panicked(delivery int64, value any) {
	d.counters.panics.Add(1)
	d.log.Error("dispatching panicked", "delivery", delivery, "kind", fmt.Sprintf("%T", value), "stack", string(debug.Stack()))
	d.log.Debug("the value of the panic", "delivery", delivery, "value", fmt.Sprint(value))
}

// prepare sees to it that there are Parts to send; false means that the Delivery has ended or waits.
func (d *Dispatcher) prepare(ph phases, p *dispatch) bool {
	now := time.Now()
	if p.Unknown >= maxUnknown {
		d.record(ph, p, p.result(StatusDead, reasonUnknown))
		return false
	}
	if p.needsComposing() {
		parts, err := d.compose(ph.begin, p, now)
		switch {
		case err != nil && ph.begin.Err() != nil:
			d.giveBack(ph, p, now, p.Reason)
			return false
		case err != nil:
			d.notComposed(ph, p, err)
			return false
		}
		p.Parts, p.fresh = parts, true
		d.unmade.clear(p.ID)
	}
	switch {
	case len(p.Parts) == 0:
		d.record(ph, p, p.result(StatusEmpty, ""))
		return false
	case p.Part >= len(p.Parts):
		d.record(ph, p, p.result(StatusSent, ""))
		return false
	}
	return true
}

// needsComposing: while nothing is out a message tells how things are now. Once a part is out, the others go out as they
// are.
func (p *dispatch) needsComposing() bool { return len(p.Parts) == 0 || p.Part == 0 }

// compose returns no parts when there is nothing to tell.
func (d *Dispatcher) compose(ctx context.Context, p *dispatch, now time.Time) (parts [][]byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			d.panicked(p.ID, v)
			parts, err = nil, errPanicked
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, d.callTimeout())
	defer cancel()
	n, err := d.notices.Notice(ctx, p.Delivery, now)
	if err != nil {
		return nil, fmt.Errorf("reminders: notice: %w", err)
	}
	if n.Empty() {
		return nil, nil
	}
	n.Late = n.Late || !p.DueAt.IsZero() && now.Sub(p.DueAt) > lateAfter
	n.Repeated = n.Repeated || p.Unknown > 0
	p.spacing = p.outlet.Limits.PerChat
	if n.Subscriber.Group {
		p.spacing = p.outlet.Limits.PerGroup
	}
	if parts, err = p.outlet.Channel.Compose(ctx, n); err != nil {
		return nil, fmt.Errorf("reminders: compose: %w", err)
	}
	return parts, nil
}

// errResting stands for a slot that is not booked because the channel rests.
var errResting = errors.New("reminders: the channel rests")

// book reserves a slot for the next part of each. Later parts book theirs when their turn comes: a slot that passes
// unused, because the chat needs a pause or is gone, costs the others time and the month's quota.
func (d *Dispatcher) book(ph phases, ready []*dispatch) {
	channels := map[*outlet][]*dispatch{}
	for _, p := range ready {
		if until := p.outlet.breaker.holds(p.probe, time.Now()); !until.IsZero() {
			p.slot, p.unbooked = until, errResting
			continue
		}
		channels[p.outlet] = append(channels[p.outlet], p)
	}
	for o, queue := range channels {
		d.bookOn(ph, o, queue)
	}
}

// bookOn halves a queue that the month's quota does not hold, until those that it does hold have their slots.
func (d *Dispatcher) bookOn(ph phases, o *outlet, queue []*dispatch) {
	var first time.Time
	err := d.attempt(ph.begin, func(ctx context.Context) (err error) {
		first, err = d.ledger.Reserve(ctx, o.name, o.Limits, len(queue))
		return err
	})
	if ph.begin.Err() == nil {
		d.outages.note("reserve", err)
	}
	if half := len(queue) / 2; half > 0 && errors.Is(err, ErrQuota) {
		d.bookOn(ph, o, queue[:half])
		d.bookOn(ph, o, queue[half:])
		return
	}
	for i, p := range queue {
		p.slot, p.unbooked = first.Add(time.Duration(i)*pace(o.Limits)), err
	}
}

// deliver sends part after part until the Delivery ends or has to wait.
func (d *Dispatcher) deliver(ph phases, p *dispatch) {
	for {
		if p.unbooked != nil {
			d.notBooked(ph, p)
			return
		}
		if !d.waitForSlot(ph, p) {
			d.giveBack(ph, p, time.Now(), p.Reason)
			return
		}
		if until := p.outlet.breaker.holds(p.probe, time.Now()); !until.IsZero() {
			d.giveBack(ph, p, until, reasonResting)
			return
		}
		if !d.takeChat(ph, p) {
			return
		}
		outcome, begun := d.send(ph, p)
		if !begun {
			return
		}
		result, over := d.judge(ph, p, outcome)
		if over {
			d.finish(ph, p, result)
			return
		}
		if !sleepUntil(ph.begin, p.earliest) {
			d.giveBack(ph, p, p.earliest, reasonPartly)
			return
		}
		d.book(ph, []*dispatch{p})
	}
}

// takeChat books the chat for the next part; false means that the Delivery waits until the chat is free. Several may be
// meant for one chat at once: requests of many boards to their secretariat.
func (d *Dispatcher) takeChat(ph phases, p *dispatch) bool {
	var free time.Time
	err := d.attempt(ph.begin, func(ctx context.Context) (err error) {
		free, err = d.ledger.ReserveChat(ctx, Chat{Channel: p.Channel, ID: p.Chat}, p.spacing)
		return err
	})
	if ph.begin.Err() == nil {
		d.outages.note("reserve chat", err)
	}
	switch {
	case err != nil:
		p.unbooked = err
		d.notBooked(ph, p)
		return false
	case !free.IsZero():
		d.giveBack(ph, p, free, reasonChatBusy)
		return false
	}
	return true
}

// waitForSlot returns when the part may go out; false means that the program stops. A slot so far ahead that waiting
// for it would lose the lease comes of a clock that is wrong: the pacer then keeps the pace of this copy alone.
func (d *Dispatcher) waitForSlot(ph phases, p *dispatch) bool {
	return sleepFor(ph.begin, min(time.Until(p.slot), d.cfg.Lease/2))
}

// send writes down that the part is about to go out, and sends it. Not begun means that the Ledger did not take it
// down: then nothing was sent, and the lease takes care of the Delivery.
func (d *Dispatcher) send(ph phases, p *dispatch) (o Outcome, begun bool) {
	start := time.Now().Round(0) // the wall clock goes on while the machine sleeps, and so do other copies
	if !d.begin(ph, p) {
		return Outcome{}, false
	}
	if !sleepUntil(ph.send, p.outlet.pacer.slot(time.Now())) || time.Since(start) > d.cfg.Lease/2 {
		return Outcome{Kind: OutcomeLater, Detail: reasonTooSlow}, true
	}
	ctx, cancel := context.WithDeadline(ph.send, start.Add(d.cfg.Lease*3/4))
	defer cancel()
	o = d.call(ctx, p)
	d.counters.outcome(o.Kind)
	d.watch(p, o)
	return o, true
}

// begin is not cut off when the program stops: a Begin whose answer is lost would look like a send without one.
func (d *Dispatcher) begin(ph phases, p *dispatch) bool {
	var parts [][]byte
	if p.fresh {
		parts = p.Parts
	}
	err := d.attempt(ph.send, func(ctx context.Context) error {
		return d.ledger.Begin(ctx, p.owner, p.ID, parts, d.cfg.Lease)
	})
	d.outages.note("begin", err)
	if errors.Is(err, ErrLost) {
		d.lost(p)
	}
	if err != nil {
		return false
	}
	p.Attempts++
	p.fresh, p.begun = false, true
	return true
}

// call sends one part. A panic leaves open whether the part went out.
func (d *Dispatcher) call(ctx context.Context, p *dispatch) (o Outcome) {
	defer func() {
		if v := recover(); v != nil {
			d.panicked(p.ID, v)
			o = Outcome{Kind: OutcomeUnknown}
		}
	}()
	part, err := p.next()
	if err != nil {
		return Outcome{Kind: OutcomeRefused, Detail: "a repetition could not be marked"}
	}
	o = p.outlet.Channel.Send(ctx, p.Chat, part)
	o.Wait = min(max(o.Wait, 0), maxWait)
	return o
}

// next is the part to send: marked when it is not the first and may have arrived before.
func (p *dispatch) next() ([]byte, error) {
	if !p.doubtful {
		return p.Parts[p.Part], nil
	}
	p.doubtful = false
	return p.outlet.Channel.Repeated(p.Parts[p.Part])
}

// watch tells the breaker of a channel how it does.
func (d *Dispatcher) watch(p *dispatch, o Outcome) {
	b := &p.outlet.breaker
	switch o.Kind {
	case OutcomeSent, OutcomeGone, OutcomeMoved, OutcomeRefused:
		if b.answered() {
			d.log.Info("a channel answers again", "channel", p.Channel)
			d.Wake()
		}
		return
	}
	if rest := b.failure(p.probe, o.Wait, time.Now()); rest > 0 {
		d.log.Warn("a channel fails and is rested", "channel", p.Channel, "rest", rest.Round(time.Second))
	}
}
