package store

import (
	"testing"
	"time"

	"dondoc/reminders"
)

func TestLastTold(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		_, err := d.LastTold(ctx, reminders.Chat{Channel: "telegram", ID: "unheard of"})
		wantError(t, err, reminders.ErrUnknown)
		_, err = d.LastTold(ctx, groupChat)
		wantError(t, err, reminders.ErrUnknown)
		d.plan(t, d.group, today, "b", "a", "c")
		_, err = d.LastTold(ctx, groupChat) // planned is not told
		wantError(t, err, reminders.ErrUnknown)
		d.send(t)
		wantEqual(t, keysOf(got[reminders.Delivery](t)(d.LastTold(ctx, groupChat))), []string{"b", "a", "c"})

		// A message of its own, or one with figures only, has no numbers that one could answer with.
		d.clock.pass(time.Minute)
		e := got[reminders.Extension](t)(d.AskExtension(ctx, lan, reminders.Extension{Work: d.work(1), Board: d.board.ID, Until: today}))
		got[reminders.Extension](t)(d.DecideExtension(ctx, hung, reminders.ExtensionDecision{ID: e.ID}))
		d.send(t)
		d.clock.pass(24 * time.Hour)
		digest := planOf(d.group, today.AddDays(1), "digest")
		digest.Reminders[0].Kind, digest.Reminders[0].Work = reminders.KindDigest, reminders.Work{}
		got[int](t)(d.SavePlan(ctx, digest))
		d.send(t)
		wantEqual(t, keysOf(got[reminders.Delivery](t)(d.LastTold(ctx, groupChat))), []string{"b", "a", "c"})
		d.clock.pass(24 * time.Hour)
		d.plan(t, d.group, today.AddDays(2), "d")
		d.send(t)
		wantEqual(t, keysOf(got[reminders.Delivery](t)(d.LastTold(ctx, groupChat))), []string{"d"})
	})
}

func TestUnacknowledged(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		p := planOf(d.group, today, "one", "two", "three", "digest")
		p.Reminders[1].Work = d.work(2)
		p.Reminders[2].Work.Due = today // one occurrence of several
		p.Reminders[3].Kind = reminders.KindDigest
		got[int](t)(d.SavePlan(ctx, p))
		unacknowledged := func(day int) []string {
			t.Helper()
			return keysOf(reminders.Delivery{Reminders: got[[]reminders.Reminder](t)(d.Unacknowledged(ctx, today.AddDays(day)))})
		}
		wantEqual(t, unacknowledged(9), nil) // not sent
		d.clock.now = time.Date(2023, 4, 20, 13, 58, 0, 0, time.UTC)
		d.send(t)
		wantEqual(t, unacknowledged(-1), nil)
		wantEqual(t, unacknowledged(0), []string{"one", "two", "three"})
		all := got[[]reminders.Reminder](t)(d.Unacknowledged(ctx, today))
		p.Reminders[1].Subscriber = d.group.ID
		wantDiff(t, p.Reminders[1], all[1])

		must(t, d.Acknowledge(ctx, lan, noon, []reminders.Work{d.work(1)}))
		wantEqual(t, unacknowledged(0), []string{"two", "three"})
		must(t, d.say(ctx, lan, reminders.Progress{Work: p.Reminders[2].Work, State: reminders.Done}))
		wantEqual(t, unacknowledged(0), []string{"two"})
		must(t, d.say(ctx, lan, reminders.Progress{Work: d.work(2), State: reminders.InProgress}))
		wantEqual(t, unacknowledged(0), []string{"two"})
		d.task.Milestones[1].Gone = today
		must(t, d.ApplyChanges(ctx, reminders.Changes{Update: []reminders.Task{d.task}}))
		wantEqual(t, unacknowledged(0), nil)
		d.task.Milestones[1].Gone = reminders.Milestone{}.Gone
		must(t, d.ApplyChanges(ctx, reminders.Changes{Update: []reminders.Task{d.task}}))
		wantEqual(t, unacknowledged(0), []string{"two"})
		must(t, d.DeleteSubscriber(ctx, d.group.ID))
		wantEqual(t, unacknowledged(0), nil)
	})
}
