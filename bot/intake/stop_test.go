package intake_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/intake/intaketest"
	"dondoc/reminders"
)

var second = intake.Config{Name: "stub", Owner: "two"}

// slowly answers after as long as the message says, and as long as it may.
func slowly(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
	wait, _ := time.ParseDuration(m.Text)
	select {
	case <-time.After(wait):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return echo(ctx, m)
}

// TestStop: what is under way is finished, what is not begun is left to the next run, which need not wait for a lease.
func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, inbox := newStub(), intaketest.NewInbox()
		first := open(t, quick, s, s, handler(slowly), inbox)
		first.run()
		first.accept(update("1", "a", 1, "14s"), update("2", "a", 2, "1ms"), update("3", "b", 3, "nothing"))
		first.settle(time.Second)
		next := open(t, second, s, s, handler(slowly), inbox)
		next.run()
		if err := first.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		first.want(s.noted("send"), "send a ^14s") // and the lease was renewed meanwhile: nobody took it over
		first.wantOpen("2")
		first.accept(update("4", "c", 4, "2ms")) // a webhook is the last to stop
		next.settle(4 * time.Second)
		next.want(s.noted("send"), "send a ^14s", "send a ^1ms", "send c ^2ms")
		next.wantOpen()
		if err := next.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

// TestStopTimeout: an answer that does not end in time is cut off, and the next run gives it.
func TestStopTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, inbox := newStub(), intaketest.NewInbox()
		first := open(t, quick, s, s, handler(slowly), inbox)
		first.run()
		first.accept(update("1", "a", 1, "20s"))
		first.settle(time.Second)
		began := time.Now()
		if err := first.stop(); !errors.Is(err, intake.ErrStopTimeout) {
			t.Errorf("Run: %v", err)
		}
		if took := time.Since(began); took != 15*time.Second {
			t.Errorf("it took %v", took)
		}
		next := open(t, second, s, s, handler(echo), inbox)
		next.run()
		next.settle(time.Second)
		next.want(s.noted("send"), "send a ^20s")
		if err := next.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

// TestCrash: a copy dies between Begin and Done. Another takes its updates over when the lease runs out, in order, and
// marks what may have gone out.
func TestCrash(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, inbox := newStub(), intaketest.NewInbox()
		claim := intake.Claim{Channel: "stub", Owner: "dead", Lease: 10 * time.Second}
		if _, err := inbox.Claim(t.Context(), claim); err != nil {
			t.Fatal(err)
		}
		if _, err := inbox.Accept(t.Context(), claim, []intake.Update{update("2", "a", 2, "hai"), update("1", "a", 1, "m|n")}); err != nil {
			t.Fatal(err)
		}
		if err := inbox.Begin(t.Context(), claim, "1"); err != nil {
			t.Fatal(err)
		}
		s.script["m"] = []reminders.Outcome{{Kind: reminders.OutcomeUnknown}}
		d := open(t, quick, s, s, handler(echo), inbox)
		d.run()
		d.accept(update("3", "a", 3, "ba"), update("1", "a", 1, "m|n"))
		d.settle(9 * time.Second)
		d.want(s.noted("send"))
		d.settle(10 * time.Second)
		d.want(s.noted("send"), "send a (lại) ^m", "send a (lại) ^m", "send a (lại) n", "send a ^hai", "send a ^ba")
		d.wantOpen()
		if err := d.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

// TestLost: a copy was silent for longer than its lease. What it has not begun it neither asks nor answers.
func TestLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := map[string]int{}
		h := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
			asked[m.Text]++
			return slowly(ctx, m)
		}
		s, inbox := newStub(), intaketest.NewInbox()
		first := open(t, quick, s, s, handler(h), inbox)
		first.run()
		first.accept(update("1", "a", 1, "30s"), update("2", "a", 2, "1s"))
		first.settle(time.Second)
		inbox.Fail(errors.New("no connection"))
		first.settle(12 * time.Second)
		inbox.Fail(nil)
		next := open(t, second, s, s, handler(h), inbox)
		next.run() // takes both over
		first.settle(time.Minute)
		first.want(s.noted("send"), "send a ^30s", "send a ^1s")
		if asked["30s"] != 2 || asked["1s"] != 1 {
			t.Errorf("asked: %v", asked)
		}
		if n := first.Stats(); n.Lost != 2 || n.Handled != 0 {
			t.Errorf("the first: %+v", n)
		}
		first.wantOpen()
		if err := errors.Join(first.stop(), next.stop()); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

// TestTakenBack: an update was lost to a copy that then died. It comes back and is answered.
func TestTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, inbox := newStub(), intaketest.NewInbox()
		d := open(t, quick, s, s, handler(slowly), inbox)
		d.run()
		d.accept(update("1", "a", 1, "15s"))
		inbox.Fail(errors.New("no connection"))
		d.settle(11 * time.Second)
		inbox.Fail(nil)
		if got, err := inbox.Claim(t.Context(), intake.Claim{Channel: "stub", Owner: "short", Lease: 10 * time.Second}); err != nil || len(got) != 1 {
			t.Fatalf("got %v, %v", got, err)
		}
		d.settle(time.Minute)
		d.want(s.noted("send"), "send a ^15s")
		if n := d.Stats(); n.Lost != 1 || n.Handled != 1 {
			t.Errorf("got %+v", n)
		}
		d.wantOpen()
		if err := d.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

// stale is an Inbox whose Claim tells what was so a second ago.
type stale struct{ *intaketest.Inbox }

func (b stale) Claim(ctx context.Context, c intake.Claim) ([]intake.Update, error) {
	updates, err := b.Inbox.Claim(ctx, c)
	time.Sleep(time.Second)
	return updates, err
}

// TestStaleClaim: what was answered while the inbox was looked into is not answered again.
func TestStaleClaim(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, inbox := newStub(), intaketest.NewInbox()
		in, err := intake.New(quick, s, handler(slowly), stale{inbox}, nil)
		if err != nil {
			t.Fatal(err)
		}
		d := &desk{Intake: in, t: t, channel: s, inbox: inbox}
		d.run()
		for i := range 20 {
			d.accept(update(fmt.Sprint(i), fmt.Sprint(i), 1, "300ms"))
			d.settle(310 * time.Millisecond)
		}
		d.settle(time.Minute)
		if n := len(s.noted("send")); n != 20 {
			t.Errorf("%d were sent, want 20", n)
		}
		if err := d.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

func TestConfigIsChecked(t *testing.T) {
	for _, cfg := range []intake.Config{{}, {Name: "x"}, {Owner: "x"}, {Name: "x", Owner: "y", Workers: -1}} {
		if _, err := intake.New(cfg, newStub(), handler(echo), intaketest.NewInbox(), nil); err == nil {
			t.Errorf("%+v was taken", cfg)
		}
	}
}
