package reminders

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"
)

// DispatcherConfig is how a Dispatcher works. A field that is zero has its default.
type DispatcherConfig struct {
	Owner       string            // unique to this run of the program; each Claim adds a number to it
	Channels    map[string]Outlet // by channel name; without any nothing is claimed
	Workers     int               // Deliveries under way at a time; default 16
	Lease       time.Duration     // how long a Delivery is this copy's own; default 60 s
	Poll        time.Duration     // how long to rest when nothing is due; default 5 s
	MaxAttempts int               // failed sends that end a Delivery, three times as many of a channel that asks to wait; default 8
	Grace       time.Duration     // how long a stop may take; default 10 s
}

// Outlet is a Channel and how fast it may be used. A PerSecond of zero leaves the pace to the Ledger alone.
type Outlet struct {
	Channel Channel
	Limits  Limits
}

// Notices makes what a Delivery tells; an empty Notice ends it as StatusEmpty. Late and Repeated are set by the
// Dispatcher. It is safe for concurrent use.
type Notices interface {
	Notice(ctx context.Context, d Delivery, now time.Time) (Notice, error)
}

// Dispatcher claims the Deliveries that are due, composes them, sends them and writes down what became of them. Every
// copy of the program runs one. Of what a crash or a silent channel leaves unknown it sends a message at most once
// more, marked as repeated.
//
// A Delivery is begun durably before each part goes out, and a Claim of the same Dispatcher counts as another owner:
// whoever holds a lease that has run out can neither begin nor record any more.
type Dispatcher struct {
	cfg     DispatcherConfig
	ledger  Ledger
	notices Notices
	log     *slog.Logger
	outlets map[string]*outlet
	names   []string // of the outlets, sorted

	claims   int64         // made by Run, and by nobody else
	busy     chan struct{} // holds one element for each Delivery under way
	freed    chan struct{}
	wake     chan struct{}
	batches  sync.WaitGroup
	unmade   tally // compositions that failed in a row, by Delivery
	outages  outages
	counters dispatchCounters
}

// outlet is an Outlet at work.
type outlet struct {
	Outlet
	name    string
	breaker breaker
	pacer   pacer
}

const (
	defaultWorkers     = 16
	defaultLease       = time.Minute
	defaultPoll        = 5 * time.Second
	defaultMaxAttempts = 8
	defaultGrace       = 10 * time.Second

	gather = 200 * time.Millisecond // so that busy workers are fed in batches
)

// NewDispatcher returns a Dispatcher that does nothing before Run. A nil logger discards.
func NewDispatcher(cfg DispatcherConfig, ledger Ledger, notices Notices, logger *slog.Logger) *Dispatcher {
	cfg.Workers = positive(cfg.Workers, defaultWorkers)
	cfg.Lease = positive(cfg.Lease, defaultLease)
	cfg.Poll = positive(cfg.Poll, defaultPoll)
	cfg.MaxAttempts = positive(cfg.MaxAttempts, defaultMaxAttempts)
	cfg.Grace = positive(cfg.Grace, defaultGrace)
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	d := &Dispatcher{
		cfg: cfg, ledger: ledger, notices: notices, log: logger,
		outlets: map[string]*outlet{}, names: slices.Sorted(maps.Keys(cfg.Channels)),
		busy: make(chan struct{}, cfg.Workers), freed: make(chan struct{}, 1), wake: make(chan struct{}, 1),
		outages: outages{log: logger},
	}
	for name, o := range cfg.Channels {
		d.outlets[name] = &outlet{Outlet: o, name: name, pacer: pacer{gap: pace(o.Limits)}}
	}
	return d
}

func positive[T int | time.Duration](value, otherwise T) T {
	if value > 0 {
		return value
	}
	return otherwise
}

// Wake says that something may have become due. It never blocks and may be called at any time.
func (d *Dispatcher) Wake() { signal(d.wake) }

// signal leaves a mark in a channel of capacity one.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// phases end one after another when a Run is stopped: first nothing more is begun, then the sends under way are cut
// off, and last the tries to write down what became of them.
type phases struct{ begin, send, record context.Context }

// Run dispatches until ctx ends and returns nil after the sends under way are recorded, within the Grace and a second
// more for channels that do not listen. What was claimed but not begun goes back at once. It is not called again
// before it has returned.
func (d *Dispatcher) Run(ctx context.Context) error {
	send, cutSends := context.WithCancel(context.WithoutCancel(ctx))
	defer cutSends()
	record, cutRecords := context.WithCancel(context.WithoutCancel(ctx))
	defer cutRecords()

	d.loop(phases{begin: ctx, send: send, record: record})

	idle := make(chan struct{})
	go func() {
		d.batches.Wait()
		close(idle)
	}()
	for _, stage := range []struct {
		length time.Duration
		end    func()
	}{{d.cfg.Grace * 3 / 4, cutSends}, {d.cfg.Grace / 4, cutRecords}, {time.Second, func() {}}} {
		timer := time.NewTimer(stage.length)
		select {
		case <-idle:
			timer.Stop()
			return nil
		case <-timer.C:
			stage.end()
		}
	}
	d.log.Warn("the dispatcher stops with deliveries under way", "deliveries", len(d.busy))
	return nil
}

// loop claims until ph.begin ends: without a rest while there is more to do than workers, once a Poll else.
func (d *Dispatcher) loop(ph phases) {
	failures := 0
	for {
		free, ok := d.waitFree(ph.begin)
		if !ok {
			return
		}
		more, err := d.claim(ph, free)
		switch {
		case err != nil:
			failures++
			sleepFor(ph.begin, grown(firstLedgerPause, maxLedgerPause, failures))
		case more:
			failures = 0
		default:
			failures = 0
			d.rest(ph.begin)
		}
	}
}

// waitFree returns how many workers are free once half of them are, or once one has been for a moment: a Claim and
// a Reserve for each single Delivery would keep the database busy. False means that ctx ended.
func (d *Dispatcher) waitFree(ctx context.Context) (int, bool) {
	timer := time.NewTimer(gather)
	defer timer.Stop()
	waited := false
	for ctx.Err() == nil {
		free := cap(d.busy) - len(d.busy)
		if free >= (cap(d.busy)+1)/2 || waited && free > 0 {
			return free, true
		}
		select {
		case <-d.freed:
		case <-timer.C:
			waited = true
		case <-ctx.Done():
		}
	}
	return 0, false
}

// rest waits for the next Poll or Wake.
func (d *Dispatcher) rest(ctx context.Context) {
	timer := time.NewTimer(d.cfg.Poll)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-d.wake:
	case <-ctx.Done():
	}
}

// claim leases up to free Deliveries and sets them going; more means that others may be due. A channel that rests is
// left out, and of one whose rest is over a single Delivery is tried.
func (d *Dispatcher) claim(ph phases, free int) (more bool, err error) {
	var ready, probed []string
	for _, name := range d.names {
		switch d.outlets[name].breaker.state(time.Now()) {
		case breakerClosed:
			ready = append(ready, name)
		case breakerProbes:
			probed = append(probed, name)
		}
	}
	for _, name := range probed {
		if free == 0 {
			return true, nil
		}
		if !d.worksAgain(ph, d.outlets[name]) {
			continue
		}
		n, err := d.claimFrom(ph, []string{name}, 1, true)
		if err != nil {
			return false, err
		}
		free -= n
	}
	if len(ready) == 0 || free == 0 {
		return free == 0, nil
	}
	n, err := d.claimFrom(ph, ready, free, false)
	return n == free, err
}

// worksAgain asks a channel that can tell whether it is back, so that no Delivery has to find that out. One that is not
// rests once more.
func (d *Dispatcher) worksAgain(ph phases, o *outlet) bool {
	prober, ok := o.Channel.(Prober)
	if !ok {
		return true
	}
	if err := d.attempt(ph.begin, prober.Probe); err != nil {
		o.breaker.failure(true, 0, time.Now())
		return false
	}
	o.breaker.answered() // it was single chats that failed, or it is over: the others need not wait for one of them
	return true
}

// claimFrom makes one Claim and returns how many Deliveries it set going.
func (d *Dispatcher) claimFrom(ph phases, names []string, limit int, probe bool) (int, error) {
	d.claims++
	owner := fmt.Sprintf("%s/%d", d.cfg.Owner, d.claims)
	var deliveries []Delivery
	err := d.attempt(ph.begin, func(ctx context.Context) (err error) {
		deliveries, err = d.ledger.Claim(ctx, owner, names, time.Now(), d.cfg.Lease, limit)
		return err
	})
	if ph.begin.Err() == nil {
		d.outages.note("claim", err)
	}
	if err != nil {
		return 0, fmt.Errorf("reminders: claim: %w", err)
	}
	batch := make([]*dispatch, 0, len(deliveries))
	for _, delivery := range deliveries[:min(limit, len(deliveries))] {
		o := d.outlets[delivery.Channel]
		if o == nil { // the Ledger did not listen: its lease brings it to a copy that has the channel
			d.log.Error("a delivery of an unknown channel was claimed", "delivery", delivery.ID)
			continue
		}
		if probe {
			o.breaker.probe()
		}
		batch = append(batch, newDispatch(delivery, owner, o, probe))
		d.busy <- struct{}{}
	}
	d.counters.claimed.Add(int64(len(batch)))
	if len(batch) > 0 {
		d.batches.Go(func() { d.run(ph, batch) })
	}
	return len(batch), nil
}

// end gives the worker of a dispatch back.
func (d *Dispatcher) end(p *dispatch) {
	if p.probe {
		p.outlet.breaker.probed()
	}
	<-d.busy
	signal(d.freed)
}

// callTimeout bounds one call of the Ledger or the Notices, so that a lease of which half went by still covers a send.
func (d *Dispatcher) callTimeout() time.Duration { return d.cfg.Lease / 4 }
