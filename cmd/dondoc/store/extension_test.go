package store

import (
	"fmt"
	"testing"
	"time"

	"dondoc/reminders"
)

func TestExtensionAccepted(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		second := d.link(t, d.board, reminders.Chat{Channel: "zalo", ID: "z"})
		must(t, d.say(ctx, lan, reminders.Progress{Work: d.work(1), State: reminders.InProgress, At: noon, Note: "đang làm", Report: "1/BC"}))
		must(t, d.Acknowledge(ctx, lan, noon, []reminders.Work{d.work(1)}))
		wish := today.AddDays(60)
		e := got[reminders.Extension](t)(d.AskExtension(ctx, lan, reminders.Extension{
			Work: d.work(1), Board: d.board.ID, Until: wish, Reason: "chờ kinh phí"}))
		wantDiff(t, reminders.Extension{
			ID: e.ID, Work: d.work(1), Board: d.board.ID, Until: wish, Reason: "chờ kinh phí", AskedBy: "Lan", AskedAt: noon}, e)

		asked := d.claimOne(t, "one")
		id := fmt.Sprint(e.ID)
		want := reminders.Reminder{
			Key: "extension:" + id, Subscriber: d.chief.ID, Kind: reminders.KindExtension, Day: today, Task: d.task.ID,
			Work: d.work(1), Due: d.task.Milestones[0].Due, Detail: id,
		}
		if asked.Purpose != "extension:"+id || asked.Subscriber != d.chief.ID || !asked.DueAt.Equal(noon) || !asked.Until.IsZero() {
			t.Errorf("got %+v", asked)
		}
		wantDiff(t, []reminders.Reminder{want}, asked.Reminders)
		d.record(t, "one", reminders.Result{Delivery: asked.ID, Status: reminders.StatusSent, Part: 1})

		d.clock.pass(time.Hour)
		granted := today.AddDays(30)
		decided := got[reminders.Extension](t)(d.DecideExtension(ctx, hung, reminders.ExtensionDecision{
			ID: e.ID, Accepted: true, Until: granted, Document: "99/CV", At: d.clock.now}))
		e.Accepted, e.Until, e.Decision, e.DecideBy, e.DecideAt = true, granted, "99/CV", "Hùng", d.clock.now
		wantDiff(t, e, decided)
		wantDiff(t, []reminders.Extension{e}, got[reminders.Everything](t)(d.Everything(ctx)).Extensions)
		wantDiff(t, []reminders.Progress{{
			Work: d.work(1), State: reminders.Extended, By: "Hùng", At: d.clock.now, Note: "đang làm", Report: "1/BC", Until: granted,
			Decision: "99/CV", AcknowledgedBy: "Lan", AcknowledgedAt: noon,
		}}, d.progress(t))
		told := got[[]reminders.Delivery](t)(d.Claim(ctx, "two", []string{"telegram", "zalo"}, d.Now(), minute, 9))
		if len(told) != 2 || told[0].Subscriber != d.group.ID || told[1].Subscriber != second.ID ||
			told[0].Purpose != "decision:"+id || told[0].Reminders[0].Kind != reminders.KindDecision || told[0].Reminders[0].Detail != id {
			t.Errorf("got %+v", told)
		}

		for _, accepted := range []bool{true, false} {
			_, err := d.DecideExtension(ctx, hung, reminders.ExtensionDecision{ID: e.ID, Accepted: accepted})
			wantError(t, err, reminders.ErrConflict)
		}
		log := got[[]ProgressEntry](t)(d.ProgressLog(ctx, d.work(1)))
		var whats []string
		for _, entry := range log {
			whats = append(whats, entry.What)
		}
		wantEqual(t, whats, []string{LogProgress, LogAcknowledged, LogAsked, LogAccepted})
		if log[3].Extension != e.ID || log[3].Who != hung || log[3].After.Until != granted {
			t.Errorf("got %+v", log[3])
		}
	})
}

func TestExtensionRefused(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		wish := today.AddDays(60)
		ask := func() int64 {
			return got[reminders.Extension](t)(d.AskExtension(ctx, lan, reminders.Extension{Work: d.work(2), Board: d.board.ID, Until: wish})).ID
		}
		refused := got[reminders.Extension](t)(d.DecideExtension(ctx, hung, reminders.ExtensionDecision{
			ID: ask(), Until: today, Document: "chưa đủ căn cứ", At: noon}))
		if refused.Accepted || refused.Until != wish || refused.Decision != "chưa đủ căn cứ" || len(d.progress(t)) != 0 {
			t.Errorf("got %+v with %+v", refused, d.progress(t))
		}
		// The day asked for is granted where none is named.
		accepted := got[reminders.Extension](t)(d.DecideExtension(ctx, hung, reminders.ExtensionDecision{ID: ask(), Accepted: true}))
		if accepted.Until != wish || d.progress(t)[0].Until != wish || !accepted.DecideAt.Equal(noon) {
			t.Errorf("got %+v with %+v", accepted, d.progress(t))
		}
		// What was done meanwhile stays done.
		id := ask()
		must(t, d.say(ctx, lan, reminders.Progress{Work: d.work(2), State: reminders.Done, At: noon}))
		got[reminders.Extension](t)(d.DecideExtension(ctx, hung, reminders.ExtensionDecision{ID: id, Accepted: true}))
		if p := d.progress(t)[0]; p.State != reminders.Done {
			t.Errorf("got %+v", p)
		}

		good := reminders.Extension{Work: d.work(1), Board: d.board.ID, Until: wish}
		for _, test := range []struct {
			change func(*reminders.Extension)
			want   error
		}{
			{func(e *reminders.Extension) { e.Board = 999 }, reminders.ErrUnknown},
			{func(e *reminders.Extension) { e.Work.Milestone = "absent" }, reminders.ErrUnknown},
			{func(e *reminders.Extension) { e.Until.Year = 0 }, ErrInvalid},
			{func(e *reminders.Extension) { e.Work.Agency = "\xff" }, ErrInvalid},
		} {
			bad := good
			test.change(&bad)
			_, err := d.AskExtension(ctx, lan, bad)
			wantError(t, err, test.want)
		}
		_, err := d.DecideExtension(ctx, hung, reminders.ExtensionDecision{ID: 999})
		wantError(t, err, reminders.ErrUnknown)
	})
}

func TestWhoDecidesExtensions(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		board := func(name string, above int64, secretariat bool) (reminders.Board, reminders.Subscriber) {
			b := got[reminders.Board](t)(d.SaveBoard(ctx, reminders.Board{Name: name, Above: above, Secretariat: secretariat}))
			return b, d.link(t, b, reminders.Chat{Channel: "telegram", ID: name})
		}
		province, clerk := board("văn phòng tỉnh", 0, true)
		middle, _ := board("giữa", province.ID, true)
		below, _ := board("sở", middle.ID, false)
		middle.Secretariat = false // any more
		got[reminders.Board](t)(d.SaveBoard(ctx, middle))
		for _, test := range []struct {
			board reminders.Board
			want  []int64
		}{
			{d.board, []int64{d.chief.ID, clerk.ID}}, // nobody above: every secretariat
			{below, []int64{clerk.ID}},               // the first secretariat on the way up
			{province, []int64{d.chief.ID, clerk.ID}},
		} {
			got[reminders.Extension](t)(d.AskExtension(ctx, lan, reminders.Extension{Work: d.work(1), Board: test.board.ID, Until: today}))
			var told []int64
			for _, c := range d.send(t) {
				told = append(told, c.Subscriber)
			}
			wantEqual(t, told, test.want)
		}
		// A secretariat that is paused gets it when it is back.
		must(t, d.Pause(ctx, "telegram", clerk.Chat, "đã chặn"))
		got[reminders.Extension](t)(d.AskExtension(ctx, lan, reminders.Extension{Work: d.work(1), Board: below.ID, Until: today}))
		if sent := d.send(t); len(sent) != 0 {
			t.Errorf("sent %v", lines(sent))
		}
		must(t, d.Resume(ctx, clerk.ID))
		if sent := d.send(t); len(sent) != 1 {
			t.Errorf("sent %v", lines(sent))
		}
	})
}

// TestExtensionsWakeNobody: what is asked and decided at night is told in the morning, of each receiver's day.
func TestExtensionsWakeNobody(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		friday := today.AddDays(1)
		for _, now := range []time.Time{d.chief.Rule.Until(today), d.chief.Rule.Moment(friday).Add(-7 * time.Hour)} {
			d.clock.now = now
			e := got[reminders.Extension](t)(d.AskExtension(ctx, lan, reminders.Extension{Work: d.work(1), Board: d.board.ID, Until: today.AddDays(60)}))
			got[reminders.Extension](t)(d.DecideExtension(ctx, hung, reminders.ExtensionDecision{ID: e.ID, Accepted: true}))
		}
		d.clock.now = d.chief.Rule.Moment(friday).Add(-time.Millisecond)
		if night := d.claim(t, "one"); len(night) != 0 {
			t.Errorf("claimed in the night: %v", lines(night))
		}
		d.clock.pass(time.Millisecond)
		morning := d.claim(t, "one")
		if len(morning) != 4 {
			t.Errorf("in the morning %v", lines(morning))
		}
		for _, m := range morning {
			if !m.Until.IsZero() || !m.DueAt.Equal(d.clock.now) {
				t.Errorf("got %+v", m)
			}
		}
	})
}
