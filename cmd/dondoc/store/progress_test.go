package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/corpus/agency"
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

// say saves a Progress after whatever is stored.
func (d *desk) say(ctx context.Context, who reminders.Person, p reminders.Progress) error {
	for {
		var was statement
		err := d.view(ctx, "read progress", func(t *tx) (err error) {
			was, err = readProgress(ctx, t, p.Work)
			return err
		})
		if err != nil { // of Work that is no text
			was = statement{}
		}
		if err = d.SaveProgress(ctx, who, was.Progress, p); !errors.Is(err, reminders.ErrConflict) {
			return err
		}
	}
}

func TestSaveProgress(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		first := reminders.Progress{Work: d.work(1), State: reminders.InProgress, At: noon, Note: "một nửa"}
		must(t, d.say(ctx, lan, first))
		second := reminders.Progress{Work: d.work(1), State: reminders.Done, By: "chị Hoa", At: noon.Add(time.Hour), Report: "12/BC"}
		must(t, d.say(ctx, lan, second))
		other := reminders.Progress{Work: reminders.Work{Milestone: "qd17#1/1", Agency: bacGiang, Due: today}, State: reminders.Cancelled, At: noon}
		must(t, d.say(ctx, hung, other))
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

		wantError(t, d.say(ctx, lan, reminders.Progress{Work: reminders.Work{Milestone: "absent"}}), reminders.ErrUnknown)
		wantError(t, d.say(ctx, lan, reminders.Progress{Work: reminders.Work{Milestone: "\xff"}}), reminders.ErrUnknown)
		wantError(t, d.say(ctx, lan, reminders.Progress{Work: d.work(1), State: "nearly"}), ErrInvalid)
		wantError(t, d.say(ctx, lan, reminders.Progress{Work: reminders.Work{Milestone: "qd17#1/1", Agency: "\x00"}}), ErrInvalid)
		wantError(t, d.say(ctx, reminders.Person{Chat: reminders.Chat{ID: "\xff"}}, first), ErrInvalid)
	})
}

func TestAcknowledge(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		must(t, d.say(ctx, lan, reminders.Progress{Work: d.work(1), State: reminders.InProgress, At: noon}))
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
		must(t, d.say(ctx, lan, reminders.Progress{Work: d.work(1), State: reminders.InProgress, By: "Lan", At: noon, Note: "đang làm"}))
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
		must(t, d.say(ctx, hung, stale))
		if p := d.progress(t)[0]; p.By != "" || p.PausedUntil != today.AddDays(3) || p.AcknowledgedBy != "Hùng" {
			t.Errorf("got %+v", p)
		}
		must(t, d.Forget(ctx, bot.Chat{Channel: chiefChat.Channel, ID: chiefChat.ID}))
		if p := d.progress(t)[0]; p.AcknowledgedBy != "" || p.AcknowledgedAt.IsZero() {
			t.Errorf("got %+v", p)
		}
		must(t, d.say(ctx, lan, stale))
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

func TestSaveProgressComparesWhatIsStored(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		first := reminders.Progress{Work: d.work(1), State: reminders.InProgress, By: "Lan", At: noon.Add(time.Microsecond)}
		must(t, d.SaveProgress(ctx, lan, reminders.Progress{}, first))
		revision := d.revision(t)
		for name, change := range map[string]func(*reminders.Progress){
			"nothing": func(p *reminders.Progress) { *p = reminders.Progress{Work: p.Work} },
			"state":   func(p *reminders.Progress) { p.State = reminders.NotStarted },
			"moment":  func(p *reminders.Progress) { p.At = noon.Add(time.Millisecond) },
			"until":   func(p *reminders.Progress) { p.Until = today },
			"pause":   func(p *reminders.Progress) { p.PausedUntil = today },
			"report":  func(p *reminders.Progress) { p.Report = "1/BC" },
			"note":    func(p *reminders.Progress) { p.Note = "x" },
			"seen":    func(p *reminders.Progress) { p.AcknowledgedAt = noon },
		} {
			was := first
			change(&was)
			if err := d.SaveProgress(ctx, lan, was, first); !errors.Is(err, reminders.ErrConflict) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if d.revision(t) != revision {
			t.Error("a conflict has changed the revision")
		}
		first.By = "" // names may be forgotten meanwhile
		must(t, d.SaveProgress(ctx, lan, first, reminders.Progress{Work: d.work(1), State: reminders.Done, At: noon}))
	})
}

// lateRecords lets somebody else come between what a Desk has read and what it writes.
type lateRecords struct {
	*DB
	first []func()
}

func (l *lateRecords) SaveProgress(ctx context.Context, who reminders.Person, was, p reminders.Progress) error {
	if len(l.first) > 0 {
		first := l.first[0]
		l.first = l.first[1:]
		first()
	}
	return l.DB.SaveProgress(ctx, who, was, p)
}

// TestDesksDoNotOverwriteEachOther: two copies of the program write of the same Work at once.
func TestDesksDoNotOverwriteEachOther(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		other := d.again(t, url)
		late := &lateRecords{DB: d.DB}
		now := func() time.Time { return d.clock.now }
		one := reminders.NewDesk(late, reminders.NewOffice(d, agency.Default), now)
		two := reminders.NewDesk(other, reminders.NewOffice(other, agency.Default), now)
		const province = "Tỉnh Bắc Giang" // as the registry has it
		d.group.Follows[0].Value = province
		d.group = got[reminders.Subscriber](t)(d.SaveSubscriber(ctx, d.group))
		works := []reminders.Work{{Milestone: d.work(1).Milestone, Agency: province}, {Milestone: d.work(2).Milestone, Agency: province}}
		pause, granted := today.AddDays(5), today.AddDays(60)

		e := got[reminders.Extension](t)(two.AskExtension(ctx, lan, works[0], granted, "chờ kinh phí"))
		late.first = []func(){func() {
			got[reminders.Extension](t)(two.Decide(ctx, hung, reminders.ExtensionDecision{ID: e.ID, Accepted: true}))
		}}
		must(t, one.Pause(ctx, lan, works, pause))
		if p := d.progress(t); p[0].State != reminders.Extended || p[0].Until != granted || p[0].PausedUntil != pause || p[1].PausedUntil != pause {
			t.Errorf("a pause has undone a decision: %+v", p)
		}

		late.first = []func(){func() { must(t, two.Complete(ctx, lan, works[1], reminders.Evidence{Report: "12/BC"})) }}
		if err := one.Pause(ctx, lan, works[1:], pause.AddDays(1)); !errors.Is(err, reminders.ErrEnded) {
			t.Errorf("a pause of what was done meanwhile: %v", err)
		}
		if p := d.progress(t)[1]; p.State != reminders.Done || p.Report != "12/BC" {
			t.Errorf("a pause has erased a report: %+v", p)
		}
		d.clock.pass(time.Minute)
		must(t, two.Start(ctx, lan, works[1]))
		late.first = []func(){func() { must(t, two.Pause(ctx, lan, works[1:], pause.AddDays(2))) }}
		must(t, one.Complete(ctx, lan, works[1], reminders.Evidence{Report: "13/BC"}))
		if p := d.progress(t)[1]; p.State != reminders.Done || p.Report != "13/BC" || !p.PausedUntil.IsZero() {
			t.Errorf("got %+v", p)
		}
		entries := got[[]ProgressEntry](t)(d.ProgressLog(ctx, works[1]))
		if len(entries) != 5 {
			t.Errorf("%d entries in the log, want 5: none of what came too late", len(entries))
		}
	})
}
