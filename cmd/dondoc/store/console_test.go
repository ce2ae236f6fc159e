package store

import (
	"testing"
	"time"

	"dondoc/reminders"
)

func TestDeliveries(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		zalo := d.link(t, d.board, reminders.Chat{Channel: "zalo", ID: "z"})
		d.plan(t, d.group, today.AddDays(-1), "a")
		d.plan(t, d.chief, today, "b")
		d.plan(t, zalo, today, "c")
		d.record(t, "one", reminders.Result{Delivery: d.claimOne(t, "one").ID, Status: reminders.StatusDead, Reason: "hỏng"})
		for name, test := range map[string]struct {
			filter DeliveryFilter
			want   []string
		}{
			"all":        {DeliveryFilter{}, []string{"2023-04-20 waiting c", "2023-04-20 dead b", "2023-04-19 waiting a"}},
			"dead":       {DeliveryFilter{Status: []reminders.Status{"dead", "paused"}}, []string{"2023-04-20 dead b"}},
			"telegram":   {DeliveryFilter{Channel: "telegram"}, []string{"2023-04-20 dead b", "2023-04-19 waiting a"}},
			"since":      {DeliveryFilter{Since: d.group.Rule.Moment(today)}, []string{"2023-04-20 waiting c", "2023-04-20 dead b"}},
			"one":        {DeliveryFilter{Limit: 1}, []string{"2023-04-20 waiting c"}},
			"everything": {DeliveryFilter{Status: []reminders.Status{"waiting"}, Channel: "telegram", Since: noon.Add(-99 * time.Hour)}, []string{"2023-04-19 waiting a"}},
			"none":       {DeliveryFilter{Status: []reminders.Status{"sent"}}, nil},
		} {
			t.Run(name, func(t *testing.T) {
				wantEqual(t, lines(got[[]reminders.Delivery](t)(d.Deliveries(ctx, test.filter))), test.want)
			})
		}
		_, err := d.Deliveries(ctx, DeliveryFilter{Channel: "\xff"})
		wantError(t, err, ErrInvalid)
		if log := got[[]DeliveryEntry](t)(d.DeliveryLog(ctx, 999)); len(log) != 0 {
			t.Errorf("got %v", log)
		}
	})
}

func TestRetry(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.plan(t, d.group, today, "a")
		id := d.ledger(t)[0].ID
		wantError(t, d.Retry(ctx, id), reminders.ErrConflict)
		wantError(t, d.Retry(ctx, 999), reminders.ErrUnknown)
		end := func(r reminders.Result) {
			t.Helper()
			c := d.claimOne(t, "one")
			d.begin(t, "one", c.ID, "một", "hai")
			r.Delivery = c.ID
			d.record(t, "one", r)
		}
		end(reminders.Result{Status: reminders.StatusDead, Unknown: 2, Reason: "không rõ"})

		// Whole, with all its tries, within today's hours; that it may have arrived is not forgotten.
		d.clock.pass(time.Hour)
		must(t, d.Retry(ctx, id))
		if r := d.delivery(t, id); r.Status != reminders.StatusWaiting || r.Attempts+r.Part != 0 || r.Unknown != 1 || r.Reason != "" || !r.NextAt.Equal(d.clock.now) {
			t.Errorf("got %+v", r)
		}
		if c := d.claimOne(t, "one"); c.Parts != nil || c.Unknown != 1 {
			t.Error("it is not composed anew, as a repetition")
		}
		d.record(t, "one", reminders.Result{Delivery: id, Status: reminders.StatusWaiting, NextAt: d.clock.now})

		// The rest only, and late in the evening: tomorrow.
		end(reminders.Result{Status: reminders.StatusPaused, Part: 1})
		d.clock.now = d.group.Rule.Until(today)
		must(t, d.Retry(ctx, id))
		d.clock.pass(8 * time.Hour)
		if early := d.claim(t, "two"); len(early) != 0 {
			t.Errorf("claimed in the night: %v", early)
		}
		d.clock.now = d.group.Rule.Moment(today.AddDays(1))
		if c := d.claimOne(t, "two"); c.Part != 1 || len(c.Parts) != 2 || !c.Until.Equal(d.group.Rule.Until(today.AddDays(1))) {
			t.Errorf("got %+v", c)
		}
		d.wantLog(t, id, reminders.StatusDead, reminders.StatusWaiting, reminders.StatusWaiting, reminders.StatusPaused, reminders.StatusWaiting)

		d.record(t, "two", reminders.Result{Delivery: id, Status: reminders.StatusDead})
		must(t, d.Pause(ctx, "telegram", groupChat.ID, "đã chặn"))
		wantError(t, d.Retry(ctx, id), reminders.ErrConflict)
	})
}

// TestDaysAreThoseOfTheRule: at 19:00 in Hanoi it is noon in London, where nobody's day is over.
func TestDaysAreThoseOfTheRule(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.clock.now = noon.Add(6 * time.Hour) // 01:00 of the next day in Hanoi
		d.group.Rule.Zone = "Europe/London"
		d.group = got[reminders.Subscriber](t)(d.SaveSubscriber(ctx, d.group))
		d.plan(t, d.group, today, "a")
		d.record(t, "one", reminders.Result{Delivery: d.claimOne(t, "one").ID, Status: reminders.StatusDead})
		must(t, d.Retry(ctx, d.ledger(t)[0].ID))
		if c := d.claimOne(t, "two"); !c.Until.Equal(d.group.Rule.Until(today)) {
			t.Errorf("it may go until %v", c.Until)
		}
		d.group.Rule.Hour = 9
		if s := got[reminders.Subscriber](t)(d.SaveSubscriber(ctx, d.group)); s.PlannedThrough != today.AddDays(-1) {
			t.Errorf("planned through %s", s.PlannedThrough)
		}
	})
}
