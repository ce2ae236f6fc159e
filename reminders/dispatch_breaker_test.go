package reminders

import (
	"context"
	"errors"
	"testing"
	"time"
)

// A channel that is down for an hour costs each of many Deliveries a try or two, and all arrive afterwards.
func TestDispatchBreaker(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		down := func() bool { return time.Since(r.begin) < time.Hour }
		r.channel.answer = func(int, string, string) Outcome {
			if down() {
				return isLater
			}
			return Outcome{}
		}
		for range 100 {
			r.ledger.add(Delivery{})
		}
		r.run(20 * time.Second)
		if n := len(r.channel.all()); n != breakerTrips {
			t.Errorf("%d sends before the channel rests", n)
		}
		if s := r.Stats(); s.Resting != 1 || s.Busy != 0 {
			t.Errorf("stats %+v", s)
		}
		r.sleep(40*time.Minute - 20*time.Second)
		if n := len(r.channel.all()); n < 12 || n > 20 {
			t.Errorf("%d sends in 40 minutes", n)
		}
		sends := r.channel.all()
		for i := breakerTrips; i < len(sends); i++ { // one at a time
			between(t, "a rest", sends[i].at.Sub(sends[i-1].at), 22*time.Second, 6*time.Minute+30*time.Second)
		}
		r.sleep(time.Hour)
		for i, s := range r.channel.all() {
			if s.at.Sub(r.begin) > time.Hour {
				between(t, "from the probe to the others", r.at(i+1)-r.at(i), 0, time.Second)
				break
			}
		}
		if s := r.Stats(); s.Sent != 100 || s.Dead != 0 || s.Resting != 0 {
			t.Errorf("stats %+v", s)
		}
		if a, b := r.logged.has("fails and is rested"), r.logged.has("answers again"); a < 10 || b != 1 {
			t.Errorf("logged %d rests and %d ends", a, b)
		}
	})
}

// A wait that is asked for rests the channel too, but not for long: it may be meant for one chat.
func TestDispatchBreakerWaits(t *testing.T) {
	var b breaker
	now := time.Now()
	for range breakerTrips - 1 {
		if b.failure(false, time.Hour, now) != 0 || b.state(now) != breakerClosed {
			t.Fatal("opened too early")
		}
	}
	if rest := b.failure(false, time.Hour, now); rest != maxRest || b.state(now) != breakerOpen || b.holds(true, now).IsZero() {
		t.Errorf("rests %v", rest)
	}
	if b.failure(false, 2*time.Hour, now) != 0 { // it was under way already
		t.Error("a straggler prolongs the rest")
	}
	now = now.Add(maxRest)
	if b.state(now) != breakerProbes || b.holds(false, now).IsZero() || !b.holds(true, now).IsZero() {
		t.Error("no probe after the rest")
	}
	b.probe()
	if b.state(now) != breakerOpen {
		t.Error("two probes at a time")
	}
	between(t, "the second rest", b.failure(true, 0, now), 45*time.Second, 75*time.Second)
	b.probed()
	now = now.Add(2 * time.Minute)
	if b.state(now) != breakerProbes {
		t.Error("no second probe")
	}
	b.probe()
	if !b.answered() || b.state(now) != breakerClosed || b.answered() {
		t.Error("it does not close")
	}
}

// What is being composed when its channel begins to rest goes back without a slot, and so without a share of the quota.
func TestDispatchRestsWhileComposing(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.answer, r.channel.takes = script(isLater, isLater, isLater, isLater, isLater), time.Second
		r.channel.compose = func(n Notice) error {
			if n.Undelivered[0] == "6" {
				time.Sleep(2 * time.Second)
			}
			return nil
		}
		for range 5 {
			r.ledger.add(Delivery{})
		}
		r.run(time.Millisecond)
		r.ledger.add(Delivery{})
		r.Wake()
		r.sleep(10 * time.Second)
		row := r.ledger.row(6)
		if row.Status != StatusWaiting || row.Reason != reasonResting || row.Attempts != 0 || r.ledger.count("reserve") != 1 {
			t.Errorf("%s (%s), %d reserves", row.Status, row.Reason, r.ledger.count("reserve"))
		}
		between(t, "the next try", row.NextAt.Sub(r.begin), 22*time.Second, 40*time.Second)
		r.sleep(10 * time.Minute)
		if n := r.ledger.with(StatusSent); n != 6 {
			t.Errorf("%d sent", n)
		}
	})
}

// A channel that rests does not hold up another. Two that rest are tried in turn though there is but one worker, and
// though the database fails meanwhile.
func TestDispatchBreakerByChannel(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		down := func(int, string, string) Outcome {
			if time.Since(r.begin) < time.Hour {
				return isLater
			}
			return Outcome{}
		}
		r.zalo, r.channel.answer, r.config.Workers = &dispatchChannel{}, down, 1
		for range 20 {
			r.ledger.add(Delivery{Channel: "telegram"})
			r.ledger.add(Delivery{Channel: "zalo"})
		}
		r.run(10 * time.Second)
		if a, b := len(r.channel.all()), len(r.zalo.all()); a != breakerTrips || b != 20 {
			t.Errorf("%d sends on the channel that is down, %d on the other", a, b)
		}
		r.stop()

		r.zalo.answer = down
		for range 20 {
			r.ledger.add(Delivery{Channel: "zalo"})
		}
		r.ledger.breaks(func(call string, _ int64) error {
			if minute := time.Since(r.begin) / time.Minute; call == "claim" && minute >= 5 && minute < 10 {
				return errGone
			}
			return nil
		})
		r.run(20 * time.Minute)
		if s := r.Stats(); s.Resting != 2 || len(r.channel.all()) < breakerTrips+3 || len(r.zalo.all()) < 20+breakerTrips+3 {
			t.Errorf("stats %+v", s)
		}
		r.sleep(2 * time.Hour)
		if n := r.ledger.with(StatusSent); n != 60 {
			t.Errorf("%d sent", n)
		}
	})
}

// probedChannel can tell whether it works without sending anything.
type probedChannel struct {
	*dispatchChannel
	probe func() error
}

func (c probedChannel) Probe(context.Context) error { return c.probe() }

// A channel that can be asked costs no Delivery a try while it rests.
func TestDispatchAsksAChannelThatRests(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		down := func() bool { return time.Since(r.begin) < 6*time.Hour }
		asked := 0
		r.channel.answer = func(int, string, string) Outcome {
			if down() {
				return isUnknown
			}
			return Outcome{}
		}
		r.outlet = probedChannel{r.channel, func() error {
			asked++
			if down() {
				return errors.New("no answer")
			}
			return nil
		}}
		for range breakerTrips {
			r.ledger.add(Delivery{})
		}
		r.run(7 * time.Hour)
		if n := len(r.channel.all()); n != 2*breakerTrips || asked < 60 || asked > 400 {
			t.Errorf("%d sends, asked %d times", n, asked)
		}
		if s := r.Stats(); s.Sent != breakerTrips || s.Dead != 0 {
			t.Errorf("stats %+v", s)
		}
	})
}
