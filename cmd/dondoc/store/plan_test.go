package store

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"dondoc/cmd/dondoc/store/pgtest"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

func TestSavePlanTwiceChangesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		revision := d.revision(t)
		if n := d.plan(t, d.group, today, "a", "b"); n != 2 {
			t.Errorf("%d are new, want 2", n)
		}
		if n := d.plan(t, d.group, today, "b", "a", "c"); n != 1 {
			t.Errorf("%d are new, want 1", n)
		}
		before := d.ledger(t)
		if n := d.plan(t, d.group, today, "a", "b", "c"); n != 0 {
			t.Errorf("%d are new, want none", n)
		}
		d.wantLedger(t, "2023-04-20 waiting a b c")
		if after := d.ledger(t); !after[0].NextAt.Equal(before[0].NextAt) {
			t.Errorf("got %+v, want %+v", after, before)
		}
		s, _, err := d.Subscribed(t.Context(), groupChat)
		must(t, err)
		if s.PlannedThrough != today {
			t.Errorf("planned through %s", s.PlannedThrough)
		}
		if d.revision(t) != revision {
			t.Error("the ledger has changed the revision")
		}
		// The same keys are news to somebody else, and an older plan does not set the day back.
		if n := d.plan(t, d.chief, today, "a"); n != 1 {
			t.Errorf("%d are new for the other, want 1", n)
		}
		d.plan(t, d.group, today.AddDays(-1))
		if s, _, _ = d.Subscribed(t.Context(), groupChat); s.PlannedThrough != today {
			t.Errorf("planned through %s", s.PlannedThrough)
		}
	})
}

func TestSavePlanOfNothingMakesNoDelivery(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		if n := d.plan(t, d.group, today); n != 0 {
			t.Errorf("%d are new", n)
		}
		d.wantLedger(t)
		s, _, err := d.Subscribed(t.Context(), groupChat)
		must(t, err)
		if s.PlannedThrough != today {
			t.Errorf("planned through %s", s.PlannedThrough)
		}
	})
}

func TestSavePlanRefuses(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		plan := func(change func(*reminders.Plan)) error {
			p := planOf(d.group, today, "a")
			change(&p)
			_, err := d.SavePlan(t.Context(), p)
			return err
		}
		wantError(t, plan(func(p *reminders.Plan) { p.Subscriber = 999 }), reminders.ErrUnknown)
		wantError(t, plan(func(p *reminders.Plan) { p.Purpose = "" }), ErrInvalid)
		wantError(t, plan(func(p *reminders.Plan) { p.Purpose = "\xff" }), ErrInvalid)
		wantError(t, plan(func(p *reminders.Plan) { p.Day.Day = 31 }), ErrInvalid)
		wantError(t, plan(func(p *reminders.Plan) { p.Reminders[0].Key = "" }), ErrInvalid)
		wantError(t, plan(func(p *reminders.Plan) { p.Reminders[0].Key = "\x00" }), ErrInvalid)
		d.wantLedger(t)
	})
}

func TestUnsentDeliveriesMerge(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		monday, tuesday, wednesday := today.AddDays(4), today.AddDays(5), today.AddDays(6)
		d.plan(t, d.group, today, "a")
		d.plan(t, d.group, monday, "b")
		d.wantLedger(t, "2023-04-20 merged", "2023-04-24 waiting a b")
		wantEqual(t, d.waiting(t, monday), nil)
		wantEqual(t, d.waiting(t, tuesday), []int64{d.group.ID})

		// A plan without news is enough, and what was claimed by somebody who is gone counts as unsent.
		d.clock.now = d.group.Rule.Moment(monday)
		d.claimOne(t, "one")
		d.plan(t, d.group, tuesday)
		d.wantLedger(t, "2023-04-20 merged", "2023-04-24 claimed a b")
		d.clock.pass(minute)
		d.plan(t, d.group, tuesday)
		d.wantLedger(t, "2023-04-20 merged", "2023-04-24 merged", "2023-04-25 waiting a b")
		lost := d.ledger(t)[1].ID
		wantError(t, d.Begin(t.Context(), "one", lost, nil, minute), reminders.ErrLost)
		d.wantLog(t, lost, reminders.StatusMerged)

		// What the channel said "later" to, with its parts made already, is composed anew with the others.
		d.clock.now = d.group.Rule.Moment(tuesday)
		id := d.claimOne(t, "two").ID
		d.begin(t, "two", id, "tin cũ")
		d.record(t, "two", reminders.Result{Delivery: id, Status: reminders.StatusWaiting, NextAt: d.clock.now.Add(time.Hour)})
		d.plan(t, d.group, tuesday, "c")
		d.clock.pass(time.Hour)
		if again := d.claimOne(t, "three"); again.Parts != nil || len(again.Reminders) != 3 {
			t.Errorf("got %+v", again)
		}
		d.clock.pass(minute)
		d.plan(t, d.group, wednesday)
		d.clock.now = d.group.Rule.Moment(wednesday)
		if sent := d.send(t); len(sent) != 1 || sent[0].Attempts != 0 {
			t.Errorf("got %+v", sent)
		}
		wantEqual(t, keysOf(d.ledger(t)[3]), []string{"a", "b", "c"})
	})
}

func (d *desk) waiting(t *testing.T, before viet.Date) []int64 {
	t.Helper()
	return got[[]int64](t)(d.Waiting(t.Context(), before))
}

func TestWhatIsPartlyOutIsSentToItsEnd(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		monday := today.AddDays(4)
		extra := d.link(t, d.board, reminders.Chat{Channel: "telegram", ID: "7"})
		for _, s := range []reminders.Subscriber{d.group, d.chief, extra} {
			d.plan(t, s, today, "a")
		}
		claimed := d.claim(t, "one")
		partly, unknown, interrupted := claimed[0], claimed[1], claimed[2]
		for _, c := range claimed {
			d.begin(t, "one", c.ID, "một", "hai")
		}
		d.record(t, "one", reminders.Result{Delivery: partly.ID, Status: reminders.StatusWaiting, Part: 1, NextAt: noon})
		d.record(t, "one", reminders.Result{Delivery: unknown.ID, Status: reminders.StatusWaiting, Unknown: 1, NextAt: noon})

		d.clock.now = d.group.Rule.Moment(monday).Add(-time.Hour)
		if night := d.claim(t, "two"); len(night) != 0 {
			t.Fatalf("claimed after the end of the day: %v", night)
		}
		for _, c := range claimed {
			s := reminders.Subscriber{ID: c.Subscriber, Rule: d.group.Rule}
			d.plan(t, s, monday, "b")
			d.plan(t, s, monday, "b")
		}
		if early := d.claim(t, "two"); len(early) != 0 {
			t.Fatalf("claimed before the hours of the day: %v", early)
		}
		d.clock.pass(time.Hour)
		again := d.claim(t, "two")
		if len(again) != 6 {
			t.Fatalf("claimed %d, want the three old and the three new ones", len(again))
		}
		for _, c := range again {
			want := map[int64]reminders.Delivery{partly.ID: {Part: 1}, unknown.ID: {Unknown: 1}, interrupted.ID: {Unknown: 1}}[c.ID]
			if c.Part != want.Part || c.Unknown != want.Unknown || len(c.Reminders) != 1 {
				t.Errorf("got %+v", c)
			}
		}
	})
}

func TestLateRemindersWaitForTheNextDay(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		friday := today.AddDays(1)
		d.plan(t, d.group, today, "a")
		id := d.claimOne(t, "one").ID
		if n := d.plan(t, d.group, today, "a", "b"); n != 1 {
			t.Errorf("%d are new, want 1", n)
		}
		wantEqual(t, d.unattached(t), []string{"b"})
		d.begin(t, "one", id, "tin")
		d.plan(t, d.group, today, "c")
		d.record(t, "one", reminders.Result{Delivery: id, Status: reminders.StatusSent, Part: 1})
		d.plan(t, d.group, today, "d")
		wantEqual(t, d.unattached(t), []string{"b", "c", "d"})
		wantEqual(t, d.waiting(t, today), nil)
		wantEqual(t, d.waiting(t, friday), []int64{d.group.ID})
		d.plan(t, d.group, friday, "e")
		wantEqual(t, d.unattached(t), nil)
		d.wantLedger(t, "2023-04-20 sent a", "2023-04-21 waiting b c d e")
	})
}

func TestSavePlanMovesAnUntouchedDelivery(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		d.plan(t, d.group, today, "a")
		changed := d.group
		changed.Rule.Hour = 20
		d.group = got[reminders.Subscriber](t)(d.SaveSubscriber(t.Context(), changed))
		d.plan(t, d.group, today, "a")
		moved := d.ledger(t)[0]
		if want := d.group.Rule.Moment(today); !moved.DueAt.Equal(want) || !moved.NextAt.Equal(want) || !moved.Until.Equal(d.group.Rule.Until(today)) {
			t.Errorf("got %+v, want it due at %s", moved, want)
		}
		if early := d.claim(t, "one"); len(early) != 0 {
			t.Errorf("claimed before the new hour: %v", early)
		}
	})
}

func TestSavePlanOfItsOwnPurpose(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		d.plan(t, d.group, today, "a")
		own := planOf(d.group, today, "x")
		own.Purpose, own.Until = "extension:12", time.Time{}
		for _, want := range []int{1, 0} {
			if n := got[int](t)(d.SavePlan(t.Context(), own)); n != want {
				t.Errorf("%d are new, want %d", n, want)
			}
		}
		d.wantLedger(t, "2023-04-20 waiting a", "2023-04-20 waiting x")
		// Without an end it goes out in the night too, and is never merged.
		d.clock.pass(8 * time.Hour)
		d.plan(t, d.group, today.AddDays(1))
		d.wantLedger(t, "2023-04-20 merged", "2023-04-20 waiting x", "2023-04-21 waiting a")
		if c := d.claimOne(t, "one"); c.Purpose != "extension:12" || !c.Until.IsZero() {
			t.Errorf("got %+v", c)
		}
		s, _, err := d.Subscribed(t.Context(), groupChat)
		must(t, err)
		if s.PlannedThrough != today.AddDays(1) {
			t.Errorf("planned through %s", s.PlannedThrough)
		}
		// News for a message that is under way goes into the next daily one.
		own.Reminders[0].Key = "y"
		got[int](t)(d.SavePlan(t.Context(), own))
		wantEqual(t, d.unattached(t), []string{"y"})
		own.Purpose, own.Reminders[0].Key, own.Day = "extension:13", "z", today.AddDays(9)
		got[int](t)(d.SavePlan(t.Context(), own))
		wantEqual(t, d.unattached(t), []string{"y"})
		if s, _, _ = d.Subscribed(t.Context(), groupChat); s.PlannedThrough != today.AddDays(1) {
			t.Errorf("planned through %s", s.PlannedThrough)
		}
	})
}

func TestSavePlanAtOnce(t *testing.T) {
	const writers = 4
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		second := d.again(t, url)
		var wg sync.WaitGroup
		var mu sync.Mutex
		total := 0
		for i := range writers {
			mine := []*desk{d, second}[i%2]
			wg.Go(func() {
				for day := range 5 {
					for _, s := range []reminders.Subscriber{d.group, d.chief} {
						n, err := mine.SavePlan(t.Context(), planOf(s, today.AddDays(day), "a", "b", today.AddDays(day).String()))
						if err != nil {
							t.Error(err)
						}
						mu.Lock()
						total += n
						mu.Unlock()
					}
				}
			})
		}
		wg.Wait()
		if total != 2*7 {
			t.Errorf("%d reminders were new, want 14", total)
		}
		if n := count(t, d.DB, "reminder WHERE delivery_id IN (SELECT id FROM delivery WHERE status = 'waiting')"); n != 14 {
			t.Errorf("%d reminders wait, want 14", n)
		}
		if n := count(t, d.DB, "delivery WHERE status = 'waiting'"); n != 2 {
			t.Errorf("%d deliveries wait, want 2", n)
		}
	})
}

func TestExclusively(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		broken := errors.New("broken")
		run := func(name string, err error, inside func()) bool {
			ran, failed := db.Exclusively(ctx, name, func(context.Context) error { inside(); return err })
			if !errors.Is(failed, err) {
				t.Errorf("got %v, want %v", failed, err)
			}
			return ran
		}
		for range 3 { // what fails, or ends with its context, is not held any longer either
			if !run("plan", broken, func() {
				if run("plan", nil, func() { t.Error("ran twice at once") }) {
					t.Error("said that it ran twice at once")
				}
				if !run("other", nil, func() {}) {
					t.Error("another name was held")
				}
			}) {
				t.Error("did not run")
			}
			ended, cancel := context.WithCancel(ctx)
			ran, err := db.Exclusively(ended, "plan", func(ctx context.Context) error { cancel(); return ctx.Err() })
			if !ran || !errors.Is(err, context.Canceled) {
				t.Errorf("ran %v, %v", ran, err)
			}
		}
		func() {
			defer func() { recover() }()
			run("plan", nil, func() { panic("on purpose") })
		}()
		if !run("plan", nil, func() {}) {
			t.Error("a panic has left the name held")
		}
	})
}

// TestExclusivelyOverCopies is about PostgreSQL: there the name holds for every handle.
func TestExclusivelyOverCopies(t *testing.T) {
	url := pgtest.Start(t)
	a, _ := mustOpen(t, url)
	b, _ := mustOpen(t, url)
	ran, err := a.Exclusively(t.Context(), "plan", func(ctx context.Context) error {
		ran, err := b.Exclusively(ctx, "plan", func(context.Context) error { return nil })
		if ran {
			t.Error("two copies ran at once")
		}
		return err
	})
	if !ran || err != nil {
		t.Errorf("ran %v, %v", ran, err)
	}
	ran, err = b.Exclusively(t.Context(), "plan", func(context.Context) error { return nil })
	if !ran || err != nil {
		t.Errorf("the other copy cannot run afterwards: %v, %v", ran, err)
	}
}

// TestSavePlanAgainKeepsAWait: a day that is planned again, due now, is neither due later nor sent sooner than agreed.
func TestSavePlanAgainKeepsAWait(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		p := planOf(d.group, today, "a")
		got[int](t)(d.SavePlan(t.Context(), p))
		due := p.DueAt
		again := func(at time.Time, key string, wantDue, wantNext time.Time) {
			t.Helper()
			p := planOf(d.group, today, key)
			p.DueAt = at
			got[int](t)(d.SavePlan(t.Context(), p))
			if now := d.ledger(t)[0]; !now.DueAt.Equal(wantDue) || !now.NextAt.Equal(wantNext) {
				t.Errorf("%s: due at %v, next at %v; want %v, %v", key, now.DueAt, now.NextAt, wantDue, wantNext)
			}
		}
		again(noon, "b", due, due)
		wait := noon.Add(10 * minute)
		c := d.claimOne(t, "one")
		d.begin(t, "one", c.ID, "tin")
		d.record(t, "one", reminders.Result{Delivery: c.ID, Status: reminders.StatusWaiting, NextAt: wait})
		d.clock.pass(minute)
		again(d.clock.now, "c", due, wait)
		if early := d.claim(t, "two"); len(early) != 0 {
			t.Errorf("the wait is cancelled: %v", lines(early))
		}
		again(due.Add(-minute), "d", due.Add(-minute), wait)                      // sooner
		again(noon.Add(5*minute), "e", noon.Add(5*minute), wait)                  // at a time to come
		again(noon.Add(time.Hour), "f", noon.Add(time.Hour), noon.Add(time.Hour)) // after the wait
	})
}
