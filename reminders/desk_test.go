package reminders_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const deskLead = "Tỉnh Bắc Giang"

var (
	deskChat  = reminders.Chat{Channel: "telegram", ID: "1"}
	deskSec   = reminders.Chat{Channel: "telegram", ID: "2"}
	deskOther = reminders.Chat{Channel: "telegram", ID: "3"}
	deskNow   = time.Date(2023, 5, 24, 9, 0, 0, 0, viet.Hanoi)
)

func deskDay(month, d int) viet.Date { return viet.Date{Year: 2023, Month: time.Month(month), Day: d} }

// deskBook keeps the contracts of Book and Records in memory.
type deskBook struct {
	reminders.Everything
	told  reminders.Delivery
	saved []string // what was written
	first []func() // what others do before the next writes of Progress
}

func (b *deskBook) Revision(context.Context) (int64, error) { return b.Everything.Revision, nil }

func (b *deskBook) everything() reminders.Everything {
	e := b.Everything
	e.Progress, e.Extensions = slices.Clone(e.Progress), slices.Clone(e.Extensions)
	return e
}

// deskBookOf is the Book, whose method has the name of the field.
type deskBookOf struct{ *deskBook }

func (b deskBookOf) Everything(context.Context) (reminders.Everything, error) {
	return b.everything(), nil
}

func (b *deskBook) Subscribed(_ context.Context, chat reminders.Chat) (reminders.Subscriber, reminders.Board, error) {
	for _, s := range b.Subscribers {
		if s.Chat == chat.ID {
			return s, b.Boards[slices.IndexFunc(b.Boards, func(o reminders.Board) bool { return o.ID == s.Board })], nil
		}
	}
	return reminders.Subscriber{}, reminders.Board{}, reminders.ErrUnknown
}

func (b *deskBook) LastTold(context.Context, reminders.Chat) (reminders.Delivery, error) {
	if len(b.told.Reminders) == 0 {
		return b.told, reminders.ErrUnknown
	}
	return b.told, nil
}

func (b *deskBook) wrote(what string) {
	b.saved, b.Everything.Revision = append(b.saved, what), b.Everything.Revision+1
}

func (b *deskBook) SaveProgress(_ context.Context, _ reminders.Person, was, p reminders.Progress) error {
	if len(b.first) > 0 {
		first := b.first[0]
		b.first = b.first[1:]
		first()
	}
	stored := reminders.Progress{Work: p.Work}
	if i := slices.IndexFunc(b.Progress, func(o reminders.Progress) bool { return o.Work == p.Work }); i >= 0 {
		stored = b.Progress[i]
	}
	if was != stored {
		return reminders.ErrConflict
	}
	b.wrote(string(p.State) + " " + p.Milestone)
	b.Progress = append(slices.DeleteFunc(b.Progress, func(o reminders.Progress) bool { return o.Work == p.Work }), p)
	return nil
}

func (b *deskBook) Acknowledge(_ context.Context, who reminders.Person, at time.Time, works []reminders.Work) error {
	for _, w := range works {
		b.wrote("ack " + w.Milestone)
		b.Progress = append(b.Progress, reminders.Progress{Work: w, AcknowledgedBy: who.Name, AcknowledgedAt: at})
	}
	return nil
}

func (b *deskBook) AskExtension(_ context.Context, _ reminders.Person, e reminders.Extension) (reminders.Extension, error) {
	e.ID = int64(len(b.Extensions) + 1)
	b.wrote("ask " + e.Until.String())
	b.Extensions = append(b.Extensions, e)
	return e, nil
}

func (b *deskBook) DecideExtension(_ context.Context, who reminders.Person, d reminders.ExtensionDecision) (reminders.Extension, error) {
	e := &b.Extensions[d.ID-1]
	if !e.DecideAt.IsZero() {
		return *e, reminders.ErrConflict
	}
	b.wrote("decide " + d.Until.String())
	e.Accepted, e.Until, e.Decision, e.DecideBy, e.DecideAt = d.Accepted, d.Until, d.Document, who.Name, d.At
	return *e, nil
}

// newDesk has three Tasks of one agency, its Board's chat, that of the secretariat above it and that of another.
func newDesk() (*reminders.Desk, *deskBook) {
	b := &deskBook{}
	b.Boards = []reminders.Board{{ID: 1, Agency: deskLead, Above: 2}, {ID: 2, Secretariat: true}, {ID: 3, Secretariat: true}}
	b.Subscribers = []reminders.Subscriber{
		{ID: 1, Board: 1, Channel: "telegram", Chat: "1", Follows: []reminders.Follow{{Kind: reminders.FollowAgency, Value: deskLead}}},
		{ID: 2, Board: 2, Channel: "telegram", Chat: "2"}, {ID: 3, Board: 3, Channel: "telegram", Chat: "3"},
	}
	for i, due := range []viet.Date{deskDay(5, 31), deskDay(5, 24), deskDay(5, 21)} {
		id := string(rune('a' + i))
		b.Tasks = append(b.Tasks, reminders.Task{ID: id, Title: id, Lead: []string{deskLead}, Milestones: []reminders.Milestone{{ID: id, Due: due}}})
	}
	b.Tasks = append(b.Tasks, reminders.Task{ID: "x", Title: "x", Lead: []string{"Bộ Y tế"}, Milestones: []reminders.Milestone{{ID: "x", Due: deskDay(5, 31)}}})
	b.Tasks = append(b.Tasks, reminders.Task{ID: "gone", Title: "gone", Lead: []string{deskLead}, Gone: deskDay(5, 1), Milestones: []reminders.Milestone{{ID: "gone", Due: deskDay(5, 31)}}})
	office := reminders.NewOffice(deskBookOf{b}, agency.Default)
	return reminders.NewDesk(b, office, func() time.Time { return deskNow }), b
}

func deskWork(id string) reminders.Work { return reminders.Work{Milestone: id, Agency: deskLead} }

func deskPerson(chat reminders.Chat) reminders.Person {
	return reminders.Person{Chat: chat, Name: "An"}
}

// wantRefusal expects an error with a sentence for people.
func wantRefusal(t *testing.T, what string, err, reason error) {
	t.Helper()
	var refusal *reminders.Refusal
	if !errors.Is(err, reason) || !errors.As(err, &refusal) || refusal.Sentence == "" {
		t.Errorf("%s: %v, want %v in words", what, err, reason)
	}
}

// TestDeskRefuses goes through everything that a chat may not say.
func TestDeskRefuses(t *testing.T) {
	ctx := t.Context()
	nobody := deskPerson(reminders.Chat{Channel: "telegram", ID: "99"})
	mine, june := deskPerson(deskChat), deskDay(6, 30)
	for what, tt := range map[string]struct {
		do     func(*reminders.Desk) error
		reason error
	}{
		"ack, not linked":  {func(d *reminders.Desk) error { return d.Acknowledge(ctx, nobody, []reminders.Work{deskWork("a")}) }, reminders.ErrUnknown},
		"open, not linked": {func(d *reminders.Desk) error { _, err := d.Open(ctx, nobody.Chat); return err }, reminders.ErrUnknown},
		"done, of another": {func(d *reminders.Desk) error {
			return d.Complete(ctx, mine, reminders.Work{Milestone: "x", Agency: "Bộ Y tế"}, reminders.Evidence{})
		}, reminders.ErrForbidden},
		"done, as another": {func(d *reminders.Desk) error {
			return d.Complete(ctx, mine, reminders.Work{Milestone: "a", Agency: "Bộ Y tế"}, reminders.Evidence{})
		}, reminders.ErrForbidden},
		"done, unknown": {func(d *reminders.Desk) error { return d.Complete(ctx, mine, deskWork("zzz"), reminders.Evidence{}) }, reminders.ErrUnknown},
		"done, gone":    {func(d *reminders.Desk) error { return d.Complete(ctx, mine, deskWork("gone"), reminders.Evidence{}) }, reminders.ErrUnknown},
		"start, of another": {func(d *reminders.Desk) error {
			return d.Start(ctx, mine, reminders.Work{Milestone: "x", Agency: "Bộ Y tế"})
		}, reminders.ErrForbidden},
		"ack, none": {func(d *reminders.Desk) error { return d.Acknowledge(ctx, mine, nil) }, reminders.ErrUnknown},
		"extend, same day": {func(d *reminders.Desk) error {
			_, err := d.AskExtension(ctx, mine, deskWork("a"), deskDay(5, 31), "")
			return err
		}, reminders.ErrInvalid},
		"extend, past": {func(d *reminders.Desk) error {
			_, err := d.AskExtension(ctx, mine, deskWork("c"), deskDay(5, 23), "")
			return err
		}, reminders.ErrInvalid},
		"extend, today": {func(d *reminders.Desk) error {
			_, err := d.AskExtension(ctx, mine, deskWork("c"), deskDay(5, 24), "")
			return err
		}, reminders.ErrInvalid},
		"extend, far": {func(d *reminders.Desk) error {
			_, err := d.AskExtension(ctx, mine, deskWork("a"), viet.Date{Year: 2033, Month: 6, Day: 30}, "")
			return err
		}, reminders.ErrInvalid},
		"extend, no day": {func(d *reminders.Desk) error {
			_, err := d.AskExtension(ctx, mine, deskWork("a"), viet.Date{}, "")
			return err
		}, reminders.ErrInvalid},
		"extend, of another": {func(d *reminders.Desk) error {
			return d.MayExtend(ctx, deskChat, reminders.Work{Milestone: "x", Agency: "Bộ Y tế"}, june)
		}, reminders.ErrForbidden},
		"pause, past": {func(d *reminders.Desk) error {
			return d.Pause(ctx, mine, []reminders.Work{deskWork("a")}, deskDay(5, 23))
		}, reminders.ErrInvalid},
		"pause, long": {func(d *reminders.Desk) error { return d.Pause(ctx, mine, []reminders.Work{deskWork("a")}, june) }, reminders.ErrInvalid},
		"decide, no secretary": {func(d *reminders.Desk) error {
			_, err := d.Decide(ctx, mine, reminders.ExtensionDecision{ID: 1})
			return err
		}, reminders.ErrForbidden},
		"decide, unknown": {func(d *reminders.Desk) error {
			_, err := d.Decide(ctx, deskPerson(deskSec), reminders.ExtensionDecision{ID: 7})
			return err
		}, reminders.ErrUnknown},
	} {
		d, b := newDesk()
		wantRefusal(t, what, tt.do(d), tt.reason)
		if len(b.saved) > 0 {
			t.Errorf("%s: written %v", what, b.saved)
		}
	}
}

func TestDeskSaysTwice(t *testing.T) {
	ctx := t.Context()
	d, b := newDesk()
	an, w := deskPerson(deskChat), deskWork("a")
	binh := reminders.Person{Chat: deskChat, Name: "Bình"}
	steps := []func() error{
		func() error { return d.Acknowledge(ctx, an, []reminders.Work{w, w}) },
		func() error { return d.Acknowledge(ctx, binh, []reminders.Work{w, deskWork("gone")}) },
		func() error { return d.Start(ctx, an, w) },
		func() error { return d.Start(ctx, binh, w) },
		func() error { return d.Pause(ctx, an, []reminders.Work{w}, deskDay(6, 5)) },
		func() error { return d.Pause(ctx, binh, []reminders.Work{w}, deskDay(6, 5)) },
		func() error { return d.Complete(ctx, an, w, reminders.Evidence{}) },
		func() error { return d.Complete(ctx, binh, w, reminders.Evidence{}) },
		func() error { return d.Complete(ctx, binh, w, reminders.Evidence{Report: " 45/BC-\nUBND "}) },
		func() error { return d.Complete(ctx, binh, w, reminders.Evidence{File: "kq.pdf"}) },
	}
	for i, step := range steps {
		if err := step(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	want := []string{"ack a", "in_progress a", "in_progress a", "done a", "done a", "done a"}
	if diff := cmp.Diff(want, b.saved); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
	wantProgress := reminders.Progress{
		Work: w, State: reminders.Done, By: "An", At: deskNow, Report: "45/BC- UBND", File: "kq.pdf", AcknowledgedBy: "An", AcknowledgedAt: deskNow,
	}
	if diff := cmp.Diff(wantProgress, b.Progress[len(b.Progress)-1]); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	wantRefusal(t, "pause of what is done", d.Pause(ctx, an, []reminders.Work{w}, deskDay(6, 5)), reminders.ErrEnded)
	_, err := d.AskExtension(ctx, an, w, deskDay(6, 30), "")
	wantRefusal(t, "extension of what is done", err, reminders.ErrEnded)
	if err := d.Start(ctx, an, w); err != nil {
		t.Fatal(err)
	}
	if p := b.Progress[len(b.Progress)-1]; p.State != reminders.InProgress || p.Report+p.File != "" {
		t.Errorf("reopened: %+v", p)
	}
}

func TestDeskCancelled(t *testing.T) {
	d, b := newDesk()
	b.Progress = []reminders.Progress{{Work: deskWork("a"), State: reminders.Cancelled}}
	wantRefusal(t, "complete", d.Complete(t.Context(), deskPerson(deskChat), deskWork("a"), reminders.Evidence{}), reminders.ErrEnded)
	wantRefusal(t, "start", d.Start(t.Context(), deskPerson(deskChat), deskWork("a")), reminders.ErrEnded)
}

// Work that was put off stays put off, whatever is said of it besides.
func TestDeskKeepsTheLaterDay(t *testing.T) {
	d, b := newDesk()
	w, an := deskWork("a"), deskPerson(deskChat)
	b.Progress = []reminders.Progress{{Work: w, State: reminders.Extended, Until: deskDay(6, 30), At: deskNow}}
	for _, step := range []func() error{
		func() error { return d.Start(t.Context(), an, w) },
		func() error { return d.Pause(t.Context(), an, []reminders.Work{w}, deskDay(6, 1)) },
		func() error { return d.Pause(t.Context(), an, []reminders.Work{w}, viet.Date{}) },
		func() error { return d.Complete(t.Context(), an, w, reminders.Evidence{}) },
		func() error { return d.Start(t.Context(), an, w) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	items, err := d.Look(t.Context(), deskChat, w)
	if err != nil || items[0].Due != deskDay(6, 30) || items[0].Progress.State != reminders.Extended || items[0].DaysLeft != 37 {
		t.Errorf("%+v, %v", items, err)
	}
	_, err = d.AskExtension(t.Context(), an, w, deskDay(6, 15), "")
	wantRefusal(t, "an earlier day than the one granted", err, reminders.ErrInvalid)
}

func TestDeskExtension(t *testing.T) {
	ctx := t.Context()
	d, b := newDesk()
	an, w := deskPerson(deskChat), deskWork("a")
	first, err := d.AskExtension(ctx, an, w, deskDay(6, 30), "  thiếu\nkinh phí ")
	if err != nil || first.Reason != "thiếu kinh phí" || first.Board != 1 || first.AskedBy != "An" || !first.AskedAt.Equal(deskNow) {
		t.Fatalf("%+v, %v", first, err)
	}
	if again, err := d.AskExtension(ctx, an, w, deskDay(6, 30), ""); err != nil || again.ID != first.ID {
		t.Errorf("the same again: %+v, %v", again, err)
	}
	_, err = d.AskExtension(ctx, an, w, deskDay(7, 15), "")
	wantRefusal(t, "another day", err, reminders.ErrConflict)

	for chat, want := range map[reminders.Chat]int{deskChat: 0, deskSec: 1, deskOther: 0} {
		if requests, err := d.Requests(ctx, chat); err != nil || len(requests) != want {
			t.Errorf("chat %s decides %d requests, %v; want %d", chat.ID, len(requests), err, want)
		}
	}
	_, err = d.Decide(ctx, deskPerson(deskOther), reminders.ExtensionDecision{ID: 1, Accepted: true})
	wantRefusal(t, "the secretariat of others", err, reminders.ErrForbidden)
	_, err = d.Decide(ctx, deskPerson(deskSec), reminders.ExtensionDecision{ID: 1, Accepted: true, Until: deskDay(5, 30)})
	wantRefusal(t, "a day before the deadline", err, reminders.ErrInvalid)
	yes := reminders.ExtensionDecision{ID: 1, Accepted: true, Document: "12/CV-BCĐ"}
	for range 2 {
		if e, err := d.Decide(ctx, deskPerson(deskSec), yes); err != nil || e.Until != deskDay(6, 30) || e.Decision != "12/CV-BCĐ" {
			t.Errorf("%+v, %v", e, err)
		}
	}
	_, err = d.Decide(ctx, deskPerson(deskSec), reminders.ExtensionDecision{ID: 1})
	wantRefusal(t, "the contrary", err, reminders.ErrConflict)
	if want := []string{"ask 2023-06-30", "decide 2023-06-30"}; !slices.Equal(b.saved, want) {
		t.Errorf("written %v, want %v", b.saved, want)
	}
}

// TestDeskOpen: the numbers of a message stay those that people read in it, whatever was said before and since.
func TestDeskOpen(t *testing.T) {
	d, b := newDesk()
	if items, err := d.Open(t.Context(), deskChat); err != nil || len(items) > 0 {
		t.Fatalf("before anything was told: %v, %v", items, err)
	}
	sent := deskNow.Add(-time.Hour)
	b.told.SentAt = sent
	for _, id := range []string{"a", "b", "gone", "a", "c", "zzz"} {
		due := deskDay(5, 31)
		for _, task := range b.Tasks {
			if task.ID == id {
				due = task.Milestones[0].Due
			}
		}
		b.told.Reminders = append(b.told.Reminders, reminders.Reminder{Kind: reminders.KindStep, Work: deskWork(id), Due: due, Day: deskDay(5, 24)})
	}
	b.told.Reminders = append(b.told.Reminders, reminders.Reminder{Kind: reminders.KindDigest})
	for name, tt := range map[string]struct {
		progress []reminders.Progress
		want     string
	}{
		"as told":            {nil, "cba"},
		"done since":         {[]reminders.Progress{{Work: deskWork("c"), State: reminders.Done, At: deskNow}}, "cba"},
		"done before":        {[]reminders.Progress{{Work: deskWork("c"), State: reminders.Done, At: sent.Add(-time.Minute)}}, "ba"},
		"paused before":      {[]reminders.Progress{{Work: deskWork("b"), State: reminders.NotStarted, PausedUntil: deskDay(5, 30), At: sent.Add(-time.Hour)}}, "ca"},
		"extended since":     {[]reminders.Progress{{Work: deskWork("c"), State: reminders.Extended, Until: deskDay(7, 1), At: deskNow}}, "cba"},
		"pause that is over": {[]reminders.Progress{{Work: deskWork("b"), State: reminders.NotStarted, PausedUntil: deskDay(5, 20), At: sent.AddDate(0, 0, -9)}}, "cba"},
	} {
		t.Run(name, func(t *testing.T) {
			b.Progress = tt.progress
			b.Everything.Revision++
			items, err := d.Open(t.Context(), deskChat)
			got := ""
			for _, i := range items {
				got += i.Work.Milestone
			}
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
			// What went out is what the Notice of that moment held, in its order.
			then := b.everything()
			then.Progress = slices.DeleteFunc(then.Progress, func(p reminders.Progress) bool { return !p.At.Before(sent) })
			told := ""
			for _, i := range reminders.NewSnapshot(then, agency.Default()).Notice(b.Subscribers[0], b.told.Reminders, deskDay(5, 24)).Items {
				told += i.Work.Milestone
			}
			if told != got {
				t.Errorf("the message held %q, the desk says %q", told, got)
			}
		})
	}
}
