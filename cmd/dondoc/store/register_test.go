package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

func wantDiff(t *testing.T, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestApplyChanges(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		bare := reminders.Task{ID: "qd17#2", Draft: true, Text: "Có \x00 lỗi\xff"}
		gone := d.task
		gone.Gone, gone.Milestones = today, []reminders.Milestone{d.task.Milestones[0], d.task.Milestones[1], {ID: "qd17#1/3", Phrase: "mới"}}
		gone.Milestones[1].Gone, gone.Milestones[0].Moved = today, today
		gone.Milestones[0].Due = gone.Milestones[0].Due.AddDays(30)
		changes := reminders.Changes{
			Day: today, Insert: []reminders.Task{bare}, Update: []reminders.Task{gone},
			Told: []reminders.Change{
				{Key: "moved:1", Kind: reminders.KindMoved, Day: today, Task: gone.ID, Milestone: "qd17#1/1", Due: gone.Milestones[0].Due,
					Was: "trước tháng 6/2023", WasDue: d.task.Milestones[0].Due, ChangedBy: "505/QĐ-TTg"},
				{Key: "past:1", Kind: reminders.KindPast, Day: today, Past: reminders.PastDocument{
					Document: "17/QĐ", Milestones: 3, Latest: "2023-01-01", Examples: []string{"x"}}},
			},
		}
		for range 2 { // the second time nothing is told twice
			must(t, d.ApplyChanges(ctx, changes))
		}
		bare.Text = "Có \uFFFD lỗi\uFFFD"
		wantDiff(t, []reminders.Task{gone, bare}, got[[]reminders.Task](t)(d.Tasks(ctx)))
		all := got[reminders.Everything](t)(d.Everything(ctx))
		wantDiff(t, changes.Told, all.Changes)

		// What an Update does not name stays.
		gone.Gone, gone.Milestones = viet.Date{}, nil
		must(t, d.ApplyChanges(ctx, reminders.Changes{Update: []reminders.Task{gone}}))
		if task := got[[]reminders.Task](t)(d.Tasks(ctx))[0]; len(task.Milestones) != 3 || !task.Gone.IsZero() {
			t.Errorf("got %+v", task)
		}
	})
}

func TestApplyChangesAllOrNone(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		before, revision := got[[]reminders.Task](t)(d.Tasks(ctx)), d.revision(t)
		good := reminders.Task{ID: "good", Milestones: []reminders.Milestone{{ID: "good/1"}}}
		for _, test := range []struct {
			changes reminders.Changes
			want    error
		}{
			{reminders.Changes{Insert: []reminders.Task{good}, Update: []reminders.Task{{ID: "absent"}}}, reminders.ErrUnknown},
			{reminders.Changes{Insert: []reminders.Task{good, {ID: ""}}}, ErrInvalid},
			{reminders.Changes{Insert: []reminders.Task{good, {ID: "a\x00"}}}, ErrInvalid},
			{reminders.Changes{Insert: []reminders.Task{good, {ID: "x", Milestones: []reminders.Milestone{{}}}}}, ErrInvalid},
			{reminders.Changes{Insert: []reminders.Task{good}, Told: []reminders.Change{{Key: "\xff"}}}, ErrInvalid},
			{reminders.Changes{}, nil},
		} {
			if err := d.ApplyChanges(ctx, test.changes); test.want != nil {
				wantError(t, err, test.want)
			} else {
				must(t, err)
			}
		}
		wantDiff(t, before, got[[]reminders.Task](t)(d.Tasks(ctx)))
		if d.revision(t) != revision {
			t.Error("what was not applied has changed the revision")
		}
	})
}

func TestMovedDeadlineIsAcknowledgedAnew(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		must(t, d.say(ctx, lan, reminders.Progress{Work: d.work(1), State: reminders.InProgress, At: noon, Note: "đang làm"}))
		must(t, d.Acknowledge(ctx, lan, noon, []reminders.Work{d.work(1), d.work(2)}))
		renamed := d.task
		renamed.Milestones = append([]reminders.Milestone{}, d.task.Milestones...)
		renamed.Milestones[1].Phrase = "trong quý III"
		must(t, d.ApplyChanges(ctx, reminders.Changes{Update: []reminders.Task{renamed}}))
		acknowledged := func() (n int) {
			for _, p := range got[reminders.Everything](t)(d.Everything(ctx)).Progress {
				if !p.AcknowledgedAt.IsZero() {
					n++
				}
			}
			return n
		}
		if n := acknowledged(); n != 2 {
			t.Errorf("%d are acknowledged, want both: no day has moved", n)
		}
		renamed.Milestones[0].Due = viet.Date{Year: 2023, Month: 6, Day: 30}
		must(t, d.ApplyChanges(ctx, reminders.Changes{Update: []reminders.Task{renamed}}))
		if n := acknowledged(); n != 1 {
			t.Errorf("%d are acknowledged, want the other one only", n)
		}
		log := got[[]ProgressEntry](t)(d.ProgressLog(ctx, d.work(1)))
		last := log[len(log)-1]
		if len(log) != 3 || last.What != LogMoved || last.Before.AcknowledgedAt.IsZero() || !last.After.AcknowledgedAt.IsZero() || last.After.Note != "đang làm" {
			t.Errorf("got %+v", log)
		}
	})
}

func TestOwnTasks(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		due := viet.Date{Year: 2023, Month: 6, Day: 1}
		task := got[reminders.Task](t)(d.AddTask(ctx, reminders.Task{
			Board: d.board.ID, Title: "Báo cáo riêng", Milestones: []reminders.Milestone{{Phrase: "1/6", Due: due}, {Label: "hai", Due: due}},
		}))
		if task.ID == "" || len(task.Milestones) != 2 || task.Milestones[0].ID == task.Milestones[1].ID || task.Milestones[0].Published != today {
			t.Errorf("got %+v", task)
		}
		must(t, d.Acknowledge(ctx, lan, noon, []reminders.Work{{Milestone: task.Milestones[0].ID, Agency: bacGiang}}))

		d.clock.pass(24 * time.Hour)
		friday := today.AddDays(1)
		changed := task
		changed.Milestones = []reminders.Milestone{task.Milestones[0], {Label: "ba"}}
		changed.Milestones[0].Due = due.AddDays(9)
		changed = got[reminders.Task](t)(d.UpdateTask(ctx, changed))
		m := changed.Milestones
		if len(m) != 3 || m[0].Moved != friday || !m[0].Gone.IsZero() || m[1].Label != "ba" || m[1].Published != friday || m[2].Label != "hai" || m[2].Gone != friday {
			t.Errorf("got %+v", m)
		}
		if p := got[reminders.Everything](t)(d.Everything(ctx)).Progress; len(p) != 1 || !p[0].AcknowledgedAt.IsZero() {
			t.Errorf("the moved one is still acknowledged: %+v", p)
		}

		d.clock.pass(24 * time.Hour)
		must(t, d.RemoveTask(ctx, task.ID))
		d.clock.pass(24 * time.Hour)
		must(t, d.RemoveTask(ctx, task.ID))
		if all := got[[]reminders.Task](t)(d.Tasks(ctx)); len(all) != 2 || all[1].Gone != friday.AddDays(1) {
			t.Errorf("got %+v", all)
		}

		_, err := d.AddTask(ctx, reminders.Task{ID: task.ID, Board: d.board.ID})
		wantError(t, err, reminders.ErrConflict)
		_, err = d.AddTask(ctx, reminders.Task{Board: d.board.ID, Milestones: []reminders.Milestone{{ID: "qd17#1/1"}}})
		wantError(t, err, reminders.ErrConflict)
		_, err = d.AddTask(ctx, reminders.Task{})
		wantError(t, err, reminders.ErrUnknown)
		_, err = d.UpdateTask(ctx, reminders.Task{ID: "absent", Board: d.board.ID})
		wantError(t, err, reminders.ErrUnknown)
		_, err = d.UpdateTask(ctx, reminders.Task{ID: task.ID, Board: d.secretariat.ID})
		wantError(t, err, reminders.ErrConflict)
		_, err = d.UpdateTask(ctx, d.task)
		wantError(t, err, reminders.ErrConflict)
		wantError(t, d.RemoveTask(ctx, d.task.ID), reminders.ErrConflict)
		wantError(t, d.RemoveTask(ctx, "absent"), reminders.ErrUnknown)
	})
}
