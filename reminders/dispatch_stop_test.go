package reminders

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// slowLedger takes its time for Begin, whatever ctx says.
type slowLedger struct {
	*dispatchLedger
	begin time.Duration
}

func (l *slowLedger) Begin(ctx context.Context, owner string, id int64, parts [][]byte, lease time.Duration) error {
	err := l.dispatchLedger.Begin(ctx, owner, id, parts, lease)
	time.Sleep(l.begin)
	l.begin = 0
	return err
}

// A stop in the middle: the send under way is recorded, what was not begun goes back at once, and the next run goes
// on with the second part.
func TestDispatchStops(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.takes, r.channel.parts, r.limits.PerSecond = 3*time.Second, 2, 1
		for range 4 {
			r.ledger.add(Delivery{})
		}
		r.run(1500 * time.Millisecond) // two are being sent, two wait for their slots
		r.stop()
		between(t, "the stop", time.Since(r.begin), 4*time.Second, 4100*time.Millisecond)
		for id := range int64(4) {
			row := r.ledger.row(id + 1)
			if begun := id < 2; row.Status != StatusWaiting || row.owner != "" || row.Unknown != 0 || (row.Part == 1) != begun {
				t.Errorf("delivery %d: %s, part %d, unknown %d", row.ID, row.Status, row.Part, row.Unknown)
			}
		}
		r.channel.takes = 0
		r.run(time.Minute)
		checkOnce(t, r.channel.all(), 8)
	})
}

// A Begin under way is not cut off by a stop: its send still goes out.
func TestDispatchStopsInBegin(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.ledger.breaks(func(call string, _ int64) error {
			if call == "begin" {
				time.Sleep(2 * time.Second)
			}
			return nil
		})
		r.ledger.add(Delivery{})
		r.run(time.Second)
		r.stop()
		r.ends(StatusSent)
	})
}

// A stop between two parts, while the database is away: that the first is out is written down all the same.
func TestDispatchStopsBetweenParts(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.parts, r.limits.PerChat = 2, 20*time.Second
		r.failing("record", 4*time.Second)
		r.ledger.add(Delivery{})
		r.run(time.Second)
		r.stop()
		row := r.ends(StatusWaiting)
		if row.Part != 1 || row.Reason != reasonPartly || !row.NextAt.Equal(r.begin.Add(20*time.Second)) {
			t.Errorf("part %d, next at %v: %s", row.Part, row.NextAt.Sub(r.begin), row.Reason)
		}
	})
}

// A send that does not end within the grace is cut off, and what is not known is recorded as such.
func TestDispatchStopsSlowSend(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.takes = 20 * time.Second
		r.ledger.add(Delivery{})
		r.run(time.Second)
		r.stop()
		if took := time.Since(r.begin); took != 8500*time.Millisecond {
			t.Errorf("stopped after %v", took)
		}
		if row := r.ends(StatusWaiting); row.Unknown != 1 {
			t.Errorf("unknown %d", row.Unknown)
		}
	})
}

// Run returns though a channel does not listen; the lease takes care of the Delivery.
func TestDispatchStopsDeafChannel(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.takes, r.channel.deaf = time.Minute, true
		r.ledger.add(Delivery{})
		r.run(time.Second)
		r.stop()
		if took := time.Since(r.begin); took != 12*time.Second {
			t.Errorf("stopped after %v", took)
		}
		r.ends(StatusSending)
		if r.logged.has("stops with deliveries under way") != 1 {
			t.Error("that is not logged")
		}
		r.sleep(time.Hour)
		r.ends(StatusSending) // nothing is recorded any more
	})
}

// Run returns though the database is gone.
func TestDispatchStopsWithoutLedger(t *testing.T) {
	for _, call := range []string{"claim", "reserve", "record"} {
		dispatchTest(t, func(r *dispatchRig) {
			r.failing(call, time.Hour)
			r.ledger.add(Delivery{})
			r.run(3 * time.Second)
			r.stop()
			between(t, call, time.Since(r.begin), 3*time.Second, 13*time.Second)
			if n := r.Stats().Busy; n != 0 {
				t.Errorf("%s: %d still under way", call, n)
			}
		})
	}
}

// A stop while a Notice is made gives the Delivery back.
func TestDispatchStopsComposing(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.notices.fail = func(Delivery) error { time.Sleep(2 * time.Second); return errGone }
		r.ledger.add(Delivery{})
		r.run(time.Second)
		r.stop()
		if row := r.ends(StatusWaiting); row.Reason != "" || row.NextAt.After(time.Now()) {
			t.Errorf("waits until %v: %s", row.NextAt, row.Reason)
		}
	})
}

// A stop while slots are booked gives the Deliveries back.
func TestDispatchStopsBooking(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.ledger.breaks(func(call string, _ int64) error {
			if call == "reserve" {
				time.Sleep(2 * time.Second)
			}
			return nil
		})
		r.ledger.add(Delivery{})
		r.run(time.Second)
		r.stop()
		r.told("")
		if row := r.ends(StatusWaiting); row.NextAt.After(time.Now()) || r.logged.has("fails") != 0 {
			t.Errorf("waits until %v, log %s", row.NextAt, r.logged.b.String())
		}
	})
}

// runOn is run with a Ledger around that of the rig.
func (r *dispatchRig) runOn(l Ledger, d time.Duration) {
	r.t.Helper()
	r.config.Channels = map[string]Outlet{"telegram": {r.channel, r.limits}}
	r.Dispatcher = NewDispatcher(r.config, l, r.notices, nil)
	ctx, cancel := context.WithCancel(r.t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := r.Run(ctx); err != nil {
			r.t.Errorf("Run: %v", err)
		}
	}()
	r.t.Cleanup(func() {
		cancel()
		<-ended
	})
	r.sleep(d)
}

// process is a copy of the program that can die: from then on it reaches neither the ledger nor the channel.
type process struct {
	*dispatchLedger
	*dispatchChannel
	dead    atomic.Bool
	arrived func(chat, text string)
}

// cut blocks what a dead process does, and lets nothing through.
func (p *process) cut(ctx context.Context) error {
	if p.dead.Load() {
		<-ctx.Done()
		return ctx.Err()
	}
	return nil
}

func (p *process) Claim(ctx context.Context, owner string, channels []string, now time.Time, lease time.Duration, limit int) ([]Delivery, error) {
	if err := p.cut(ctx); err != nil {
		return nil, err
	}
	return p.dispatchLedger.Claim(ctx, owner, channels, now, lease, limit)
}

func (p *process) Begin(ctx context.Context, owner string, id int64, parts [][]byte, lease time.Duration) error {
	if err := p.cut(ctx); err != nil {
		return err
	}
	return p.dispatchLedger.Begin(ctx, owner, id, parts, lease)
}

func (p *process) Record(ctx context.Context, owner string, r Result) error {
	if err := p.cut(ctx); err != nil {
		return err
	}
	return p.dispatchLedger.Record(ctx, owner, r)
}

// Send takes a while, in the middle of which the message arrives, if it does.
func (p *process) Send(ctx context.Context, chat string, part []byte) Outcome {
	time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
	if p.cut(ctx) != nil {
		return Outcome{Kind: OutcomeUnknown}
	}
	o := []Outcome{{}, {}, {}, {}, {}, {}, isLater, isUnknown, {Kind: OutcomeLater, Wait: time.Minute}}[rand.IntN(9)]
	if o.Kind == OutcomeSent || o.Kind == OutcomeUnknown && rand.IntN(2) == 0 {
		p.arrived(chat, string(part))
	}
	time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
	return o
}

// Processes die and are started anew all the time, channel and database fail now and then. A message arrives at most
// twice, the second time marked, and every Delivery comes to an end.
func TestDispatchChaos(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		const deliveries = 150
		r.limits.PerSecond = 20
		arrived := map[string][]string{} // by Delivery
		note := func(_, text string) {
			r.ledger.mu.Lock()
			defer r.ledger.mu.Unlock()
			id, _, _ := strings.Cut(text, ".")
			arrived[id] = append(arrived[id], text)
		}
		r.ledger.fault = func(string, int64) error {
			if rand.IntN(40) == 0 {
				return errGone
			}
			return nil
		}
		for range deliveries {
			r.ledger.add(Delivery{})
		}
		for generation := range 60 {
			p := &process{dispatchLedger: r.ledger, dispatchChannel: r.channel, arrived: note}
			d := NewDispatcher(DispatcherConfig{
				Owner: fmt.Sprint("copy", generation), Channels: map[string]Outlet{"telegram": {p, r.limits}}, MaxAttempts: 50, Poll: time.Second,
			}, p, r.notices, nil)
			ctx, cancel := context.WithCancel(r.t.Context())
			ended := make(chan struct{})
			go func() { defer close(ended); _ = d.Run(ctx) }()
			time.Sleep(time.Duration(rand.IntN(4000)) * time.Millisecond)
			if generation == 59 {
				time.Sleep(3 * time.Hour)
			}
			p.dead.Store(generation%3 != 0) // every third stops as it should
			cancel()
			<-ended
		}
		synctest.Wait()
		if n := r.ledger.with(StatusSent) + r.ledger.with(StatusDead); n != deliveries {
			t.Errorf("%d of %d have ended", n, deliveries)
		}
		for id, texts := range arrived {
			if len(texts) > 2 || strings.Contains(texts[0], "repeated") && len(texts) > 1 || len(texts) == 2 && !strings.Contains(texts[1], "repeated") {
				t.Errorf("delivery %s arrived as %q", id, texts)
			}
		}
		for _, row := range r.ledger.rows {
			if row.Status == StatusSent && len(arrived[fmt.Sprint(row.ID)]) == 0 {
				t.Errorf("delivery %d counts as sent but never arrived", row.ID)
			}
		}
	})
}
