package reminders

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"dondoc/corpus/viet"
)

// Notice makes what a Delivery tells, from the register as it is at now: what was done, moved or paused since it was
// planned is left out. It fails with ErrUnknown when the Subscriber is gone.
func (o *Office) Notice(ctx context.Context, d Delivery, now time.Time) (Notice, error) {
	s, err := o.Snapshot(ctx)
	if err != nil {
		return Notice{}, err
	}
	sub, ok := s.Subscriber(d.Subscriber)
	if !ok {
		return Notice{}, ErrUnknown
	}
	n := s.Notice(sub, d.Reminders, sub.Rule.Today(now))
	n.Late = now.Sub(d.DueAt) > lateAfter
	n.Repeated = d.Unknown > 0
	return n, nil
}

// Notice makes what the Reminders tell a Subscriber on a day.
func (s *Snapshot) Notice(sub Subscriber, reminders []Reminder, today viet.Date) Notice {
	n := Notice{Subscriber: sub, Day: today}
	n.Board, _ = s.Board(sub.Board)
	steps := map[Work]int{} // index in n.Items
	for _, r := range reminders {
		switch r.Kind {
		case KindStep:
			s.addStep(&n, r, steps)
		case KindUnanswered:
			s.addUnanswered(&n, r)
		case KindDigest:
			monday, _ := viet.ParseDate(r.Detail)
			n.Digest = worthTelling(s.Figures(sub, monday.AddDays(-week), monday.AddDays(-1)))
		case KindPicture:
			if first, err := viet.ParseDate(r.Detail + "-01"); err == nil {
				n.Picture = worthTelling(s.Figures(sub, first, viet.LastOfMonth(first.Year, first.Month)))
			}
		case KindUndelivered:
			n.Undelivered = append(n.Undelivered, r.Detail)
		case KindExtension, KindDecision:
			s.addRequest(&n, r)
		}
	}
	s.addChanges(&n, reminders)
	slices.SortStableFunc(n.Items, func(a, b Item) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Task.Document, b.Task.Document))
	})
	return n
}

// addStep adds a step to the Item of its Work, unless there is nothing to remind of any more.
func (s *Snapshot) addStep(n *Notice, r Reminder, steps map[Work]int) {
	item, ok := s.Item(r.Work, viet.Date{}, n.Day)
	switch {
	case !ok, item.Due != r.Due, !item.Task.Gone.IsZero(), !item.Milestone.Gone.IsZero(), item.Progress.State.Ends(),
		item.Progress.PausedUntil.Compare(n.Day) >= 0:
		return
	}
	i, ok := steps[r.Work]
	if !ok {
		i = len(n.Items)
		steps[r.Work] = i
		item.Late = true
		n.Items = append(n.Items, item)
	}
	n.Items[i].Steps = append(n.Items[i].Steps, r.Step)
	n.Items[i].Late = n.Items[i].Late && r.Day.Before(n.Day)
}

func (s *Snapshot) addUnanswered(n *Notice, r Reminder) {
	id, _ := strconv.ParseInt(r.Detail, 10, 64)
	board, ok := s.Board(id)
	item, known := s.Item(r.Work, r.Due, n.Day)
	if !ok || !known || !item.Task.Gone.IsZero() || !item.Milestone.Gone.IsZero() || item.Progress.State.Ends() || !item.Progress.AcknowledgedAt.IsZero() {
		return
	}
	i := slices.IndexFunc(n.Unanswered, func(u Unanswered) bool { return u.Board.ID == id })
	if i < 0 {
		i = len(n.Unanswered)
		n.Unanswered = append(n.Unanswered, Unanswered{Board: board})
	}
	n.Unanswered[i].Items = append(n.Unanswered[i].Items, item)
}

func (s *Snapshot) addRequest(n *Notice, r Reminder) {
	id, _ := strconv.ParseInt(r.Detail, 10, 64)
	i := slices.IndexFunc(s.Extensions, func(e Extension) bool { return e.ID == id })
	if i < 0 {
		return
	}
	e := s.Extensions[i]
	item, ok := s.Item(e.Work, viet.Date{}, n.Day)
	board, known := s.Board(e.Board)
	if !ok || !known {
		return
	}
	request := RequestItem{Item: item, Extension: e, Board: board}
	switch {
	case r.Kind == KindDecision:
		n.Decisions = append(n.Decisions, request)
	case e.DecideAt.IsZero(): // one that was decided meanwhile needs no answer
		n.Requests = append(n.Requests, request)
	}
}
