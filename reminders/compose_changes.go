package reminders

import (
	"cmp"
	"slices"
)

// happened are the Changes that one message tells of one thing: the deadline of a Milestone, or whether a Milestone or Task
// stands. All of them are new to whoever reads the message, or they would not be in it.
type happened struct {
	work    Work
	changes []int // indexes in Everything.Changes, in the order in which they happened
}

// addChanges tells what the Changes of a message come to. One that was taken back since, by publishing another version or by a
// rollback, is told only to who has heard of it: what nobody has heard and is as it was, is no news.
func (s *Snapshot) addChanges(n *Notice, told []Reminder) {
	var all []happened
	at := map[string]int{} // index in all
	for _, r := range told {
		switch r.Kind {
		case KindMoved, KindGone, KindBack, KindPast:
		default:
			continue
		}
		i, ok := s.changes[r.Detail]
		if !ok {
			continue // older than what the Book still tells
		}
		about := s.Changes[i].about()
		h, ok := at[about]
		if !ok {
			h, at[about] = len(all), len(all)
			all = append(all, happened{})
		}
		all[h].work = r.Work
		all[h].changes = append(all[h].changes, i)
	}
	for _, h := range all {
		slices.Sort(h.changes)
		first, last := &s.Changes[h.changes[0]], &s.Changes[h.changes[len(h.changes)-1]]
		switch last.Kind {
		case KindPast:
			n.Past = append(n.Past, last.Past)
		case KindMoved:
			s.addMove(n, h.work, first, last)
		default:
			s.addStanding(n, h.work, first)
		}
	}
}

// about names what a Change is about, the same for one and what takes it back.
func (c *Change) about() string {
	switch c.Kind {
	case KindPast:
		return key(KindPast, c.Key)
	case KindMoved:
		return key(KindMoved, c.Milestone)
	}
	return key(KindGone, cmp.Or(c.Milestone, c.Task))
}

// addMove tells of a deadline that has moved, from what it was before the first move to what it is. If the last move is
// not what made it so, a later one will be told.
func (s *Snapshot) addMove(n *Notice, w Work, first, last *Change) {
	m, t, ok := s.Milestone(last.Milestone)
	if !ok || t.Draft || !t.Gone.IsZero() || !m.Gone.IsZero() || last.Due != m.Due || first.WasDue == m.Due {
		return
	}
	n.Moved = append(n.Moved, Move{Item: s.changedItem(n, w, t, m), Was: first.Was, WasDue: first.WasDue, ChangedBy: last.ChangedBy})
}

// addStanding tells that a Task or Milestone is gone or back, if that is not what it was before the first Change.
func (s *Snapshot) addStanding(n *Notice, w Work, first *Change) {
	t, ok := s.Task(first.Task)
	if !ok || t.Draft {
		return
	}
	gone := !t.Gone.IsZero()
	var m *Milestone
	if first.Milestone != "" {
		if m, _, ok = s.Milestone(first.Milestone); !ok {
			return
		}
		if m.Gone.IsZero() && gone {
			return // it is gone with its Task, which is told by itself
		}
		gone = !m.Gone.IsZero()
	}
	switch {
	case gone && first.Kind == KindGone:
		item := s.changedItem(n, w, t, m)
		item.Due, item.DaysLeft = first.Due, 0
		n.Gone = append(n.Gone, item)
	case !gone && first.Kind == KindBack:
		n.Back = append(n.Back, s.changedItem(n, w, t, m))
	}
}

// changedItem is what a Change is about, as it is now. m may be nil.
func (s *Snapshot) changedItem(n *Notice, w Work, t *Task, m *Milestone) Item {
	item := Item{Work: w, Task: t, Milestone: m, Progress: s.ProgressOf(w)}
	if m != nil && !m.Due.IsZero() {
		item.Due, item.DaysLeft = m.Due, n.Day.DaysUntil(m.Due)
	}
	return item
}
