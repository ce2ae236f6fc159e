package store

import (
	"testing"
	"time"

	"dondoc/reminders"
)

func TestClaimedLeaseRunsOut(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.plan(t, d.group, today, "a")
		first := d.claimOne(t, "one")
		d.clock.pass(minute - time.Millisecond)
		if claimed := d.claim(t, "two"); len(claimed) != 0 {
			t.Fatalf("claimed during the lease: %v", claimed)
		}
		d.clock.pass(time.Millisecond)
		second := d.claimOne(t, "two")
		if second.ID != first.ID || second.Unknown != 0 || second.Attempts != 0 {
			t.Errorf("got %+v", second)
		}
		// The first one is too late for everything.
		wantError(t, d.Begin(ctx, "one", first.ID, nil, minute), reminders.ErrLost)
		wantError(t, d.Record(ctx, "one", reminders.Result{Delivery: first.ID, Status: reminders.StatusSent}), reminders.ErrLost)
		// And whoever claimed in vain gets its own again.
		d.clock.pass(minute)
		d.claimOne(t, "two")
	})
}

func TestSendingLeaseRunsOut(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.plan(t, d.group, today, "a")
		id := d.claimOne(t, "one").ID
		d.clock.pass(minute / 2)
		d.begin(t, "one", id, "tin")
		d.clock.pass(minute / 2)
		if claimed := d.claim(t, "two"); len(claimed) != 0 {
			t.Fatalf("Begin has not renewed the lease: %v", claimed)
		}
		d.clock.pass(minute / 2)
		if claimed := d.claim(t, "one"); len(claimed) != 0 {
			t.Fatalf("the owner took its own send over: %v", claimed)
		}
		again := d.claimOne(t, "two")
		if again.ID != id || again.Unknown != 1 || again.Attempts != 1 || string(again.Parts[0]) != "tin" {
			t.Errorf("got %+v", again)
		}
		wantError(t, d.Begin(ctx, "one", id, nil, minute), reminders.ErrLost)
		wantError(t, d.Record(ctx, "one", reminders.Result{Delivery: id, Status: reminders.StatusSent}), reminders.ErrLost)

		// Lost between Claim and Begin: nothing was sent, so Unknown stays.
		d.clock.pass(minute)
		if again = d.claimOne(t, "three"); again.Unknown != 1 {
			t.Errorf("unknown %d, want 1", again.Unknown)
		}
		d.begin(t, "three", id, "(nhắc lại) tin")
		d.clock.pass(minute)
		if again = d.claimOne(t, "four"); again.Unknown != 2 || string(again.Parts[0]) != "(nhắc lại) tin" {
			t.Errorf("got %+v", again)
		}
		// Twice unknown: the dispatcher gives up without a send, and the secretariat hears of it.
		d.record(t, "four", reminders.Result{Delivery: id, Status: reminders.StatusDead, Unknown: 2, Reason: "không rõ tin đã tới hay chưa"})
		d.clock.pass(time.Hour)
		if claimed := d.claim(t, "five"); len(claimed) != 0 {
			t.Errorf("the dead one came back: %v", claimed)
		}
		now := d.delivery(t, id)
		if now.Status != reminders.StatusDead || now.Unknown != 2 || now.Reason == "" {
			t.Errorf("got %+v", now)
		}
		d.wantLog(t, id, reminders.StatusClaimed, reminders.StatusClaimed, reminders.StatusDead)
		if told := d.unattached(t); len(told) != 1 {
			t.Errorf("the secretariat is told %v", told)
		}
	})
}

func TestLeaseOfAClockThatWasPutBack(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		d.plan(t, d.group, today, "a")
		d.clock.now = noon.Add(90 * minute) // 20:30
		id := d.claimOne(t, "one").ID
		d.clock.now = noon
		second := d.claimOne(t, "two")
		if second.ID != id || second.Unknown != 0 {
			t.Errorf("got %+v", second)
		}
		d.begin(t, "two", id, "tin")
		d.clock.now = noon.Add(-minute) // its lease now ends just two leases ahead
		if claimed := d.claim(t, "three"); len(claimed) != 0 {
			t.Errorf("a lease that may be right was taken: %v", claimed)
		}
		d.clock.now = noon.Add(-minute - time.Millisecond)
		if third := d.claimOne(t, "three"); third.Unknown != 1 {
			t.Errorf("got %+v", third)
		}
	})
}

func TestBeginAndRecordNeedTheDelivery(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.plan(t, d.group, today, "a")
		id := d.ledger(t)[0].ID
		sent := reminders.Result{Delivery: id, Status: reminders.StatusSent, Part: 1}
		for _, owner := range []string{"", "one"} { // nobody has claimed it
			wantError(t, d.Begin(ctx, owner, id, nil, minute), reminders.ErrLost)
			wantError(t, d.Record(ctx, owner, sent), reminders.ErrLost)
		}
		d.claimOne(t, "one")
		wantError(t, d.Begin(ctx, "two", id, nil, minute), reminders.ErrLost)
		wantError(t, d.Record(ctx, "two", sent), reminders.ErrLost)
		wantError(t, d.Begin(ctx, "one", 999, nil, minute), reminders.ErrLost)
		for _, status := range []reminders.Status{reminders.StatusClaimed, reminders.StatusSending, reminders.StatusMerged, ""} {
			wantError(t, d.Record(ctx, "one", reminders.Result{Delivery: id, Status: status}), ErrInvalid)
		}
		d.begin(t, "one", id, "tin")
		d.begin(t, "one", id)
		d.record(t, "one", sent)
		wantError(t, d.Record(ctx, "one", sent), reminders.ErrLost)
		wantError(t, d.Begin(ctx, "one", id, nil, minute), reminders.ErrLost)
		if now := d.delivery(t, id); now.Status != reminders.StatusSent || now.Attempts != 2 {
			t.Errorf("got %+v", now)
		}
	})
}
