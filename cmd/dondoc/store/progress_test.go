package store

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/reminders"
)

func (d *desk) progress(t *testing.T) []reminders.Progress {
	t.Helper()
	all := got[reminders.Everything](t)(d.Everything(t.Context())).Progress
	slices.SortFunc(all, func(a, b reminders.Progress) int {
		return cmp.Or(strings.Compare(a.Milestone+a.Agency, b.Milestone+b.Agency), a.Due.Compare(b.Due))
	})
	return all
}

func TestSaveProgress(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		first := reminders.Progress{Work: d.work(1), State: reminders.InProgress, At: noon, Note: "một nửa"}
		must(t, d.SaveProgress(ctx, lan, first))
		second := reminders.Progress{Work: d.work(1), State: reminders.Done, By: "chị Hoa", At: noon.Add(time.Hour), Report: "12/BC"}
		must(t, d.SaveProgress(ctx, lan, second))
		other := reminders.Progress{Work: reminders.Work{Milestone: "qd17#1/1", Agency: bacGiang, Due: today}, State: reminders.Cancelled, At: noon}
		must(t, d.SaveProgress(ctx, hung, other))
		other.By = "Hùng"
		wantDiff(t, []reminders.Progress{second, other}, d.progress(t))

		log := got[[]ProgressEntry](t)(d.ProgressLog(ctx, d.work(1)))
		for i := range log {
			log[i].ID = 0
		}
		firstSaid, secondSaid := first, second
		secondSaid.By = ""
		wantDiff(t, []ProgressEntry{
			{What: LogProgress, Who: lan, At: noon, Before: reminders.Progress{Work: d.work(1)}, After: firstSaid},
			{What: LogProgress, Who: lan, At: noon, Before: firstSaid, After: secondSaid},
		}, log)
		if other := got[[]ProgressEntry](t)(d.ProgressLog(ctx, reminders.Work{Milestone: "\x00"})); len(other) != 0 {
			t.Errorf("got %v", other)
		}

		wantError(t, d.SaveProgress(ctx, lan, reminders.Progress{Work: reminders.Work{Milestone: "absent"}}), reminders.ErrUnknown)
		wantError(t, d.SaveProgress(ctx, lan, reminders.Progress{Work: reminders.Work{Milestone: "\xff"}}), reminders.ErrUnknown)
		wantError(t, d.SaveProgress(ctx, lan, reminders.Progress{Work: d.work(1), State: "nearly"}), ErrInvalid)
		wantError(t, d.SaveProgress(ctx, lan, reminders.Progress{Work: reminders.Work{Milestone: "qd17#1/1", Agency: "\x00"}}), ErrInvalid)
		wantError(t, d.SaveProgress(ctx, reminders.Person{Chat: reminders.Chat{ID: "\xff"}}, first), ErrInvalid)
	})
}

func TestAcknowledge(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		must(t, d.SaveProgress(ctx, lan, reminders.Progress{Work: d.work(1), State: reminders.InProgress, At: noon}))
		must(t, d.Acknowledge(ctx, lan, noon, []reminders.Work{d.work(1)}))
		later := noon.Add(time.Hour)
		must(t, d.Acknowledge(ctx, hung, later, []reminders.Work{d.work(2), d.work(1), d.work(2)}))
		wantDiff(t, []reminders.Progress{
			{Work: d.work(1), State: reminders.InProgress, By: "Lan", At: noon, AcknowledgedBy: "Lan", AcknowledgedAt: noon},
			{Work: d.work(2), AcknowledgedBy: "Hùng", AcknowledgedAt: later},
		}, d.progress(t))
		if log := got[[]ProgressEntry](t)(d.ProgressLog(ctx, d.work(2))); len(log) != 1 || log[0].What != LogAcknowledged || log[0].Who != hung || !log[0].At.Equal(later) {
			t.Errorf("got %+v", log)
		}
		err := d.Acknowledge(ctx, lan, noon, []reminders.Work{{Milestone: "qd17#1/2", Agency: "khác"}, {Milestone: "absent"}})
		wantError(t, err, reminders.ErrUnknown)
		if n := len(d.progress(t)); n != 2 {
			t.Errorf("%d rows, want 2: all or none", n)
		}
	})
}

func TestForgetBlanksNames(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		must(t, d.SaveProgress(ctx, lan, reminders.Progress{Work: d.work(1), State: reminders.InProgress, By: "Lan", At: noon, Note: "đang làm"}))
		must(t, d.Acknowledge(ctx, hung, noon, []reminders.Work{d.work(1)}))
		must(t, d.Acknowledge(ctx, lan, noon, []reminders.Work{d.work(2)}))
		e := got[reminders.Extension](t)(d.AskExtension(ctx, lan, reminders.Extension{Work: d.work(1), Board: d.board.ID, Until: today.AddDays(9)}))
		got[reminders.Extension](t)(d.DecideExtension(ctx, hung, reminders.ExtensionDecision{ID: e.ID}))
		before := d.revision(t)
		must(t, d.Forget(ctx, bot.Chat{Channel: groupChat.Channel, ID: groupChat.ID}))
		if d.revision(t) != before+1 {
			t.Error("the revision did not count")
		}
		for _, table := range []string{
			"progress WHERE said_by = 'Lan' OR seen_by = 'Lan' OR said_chat = '-200' OR seen_chat = '-200'",
			"progress_log WHERE who = 'Lan' OR chat = '-200' OR state_before LIKE '%Lan%' OR state_after LIKE '%Lan%'",
			"extension WHERE asked_by = 'Lan' OR asked_chat = '-200'",
		} {
			if n := count(t, d.DB, table); n != 0 {
				t.Errorf("%d rows still know: %s", n, table)
			}
		}
		p, log := d.progress(t), got[[]ProgressEntry](t)(d.ProgressLog(ctx, d.work(1)))
		if p[0].Note != "đang làm" || p[0].AcknowledgedBy != "Hùng" || p[1].AcknowledgedAt.IsZero() || len(log) != 4 || log[1].Who != hung {
			t.Errorf("too much is gone: %+v, %+v", p, log)
		}
		if e := got[reminders.Everything](t)(d.Everything(ctx)).Extensions[0]; e.DecideBy != "Hùng" || e.AskedAt.IsZero() {
			t.Errorf("too much is gone: %+v", e)
		}

		// Whoever still holds the name in memory does not bring it back by saying something else about the same Work.
		stale := p[0]
		stale.By, stale.PausedUntil = "Lan", today.AddDays(3)
		must(t, d.SaveProgress(ctx, hung, stale))
		if p := d.progress(t)[0]; p.By != "" || p.PausedUntil != today.AddDays(3) || p.AcknowledgedBy != "Hùng" {
			t.Errorf("got %+v", p)
		}
		must(t, d.Forget(ctx, bot.Chat{Channel: chiefChat.Channel, ID: chiefChat.ID}))
		if p := d.progress(t)[0]; p.AcknowledgedBy != "" || p.AcknowledgedAt.IsZero() {
			t.Errorf("got %+v", p)
		}
		must(t, d.SaveProgress(ctx, lan, stale))
		if p := d.progress(t)[0]; p.AcknowledgedBy != "" || !p.AcknowledgedAt.Equal(noon) {
			t.Errorf("got %+v", p)
		}
		before = d.revision(t)
		must(t, d.Forget(ctx, alice))
		if d.revision(t) != before {
			t.Error("nothing was forgotten, but the revision counted")
		}
	})
}

// TestExpireKeepsTheLedger: reminders are known for ever; only texts go.
func TestExpireKeepsTheLedger(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.plan(t, d.group, today, "a")
		d.plan(t, d.chief, today, "b")
		for i, c := range d.claim(t, "one") {
			d.begin(t, "one", c.ID, "một", "hai")
			d.record(t, "one", reminders.Result{Delivery: c.ID, Status: []reminders.Status{reminders.StatusDead, reminders.StatusWaiting}[i], Part: 1, NextAt: noon})
		}
		kept := func() int { return count(t, d.DB, "delivery WHERE parts IS NOT NULL") }
		for _, step := range []struct {
			before time.Time
			want   int
		}{{noon.Add(-24 * time.Hour), 2}, {noon.Add(24 * time.Hour), 1}} {
			if n := got[int64](t)(d.Expire(ctx, step.before)); n != 0 {
				t.Errorf("%d rows of people went", n)
			}
			if kept() != step.want {
				t.Errorf("%d have their parts, want %d", kept(), step.want)
			}
		}
		if n := d.plan(t, d.group, today.AddDays(800), "a"); n != 0 {
			t.Errorf("%d were told twice", n)
		}
	})
}
