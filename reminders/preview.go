package reminders

import (
	"cmp"
	"slices"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// Preview is what Changes would do to the deadlines that a Board is yet to be reminded of.
type Preview struct {
	Board            Board
	New, Moved, Gone int
}

// Previews returns the Boards for which Changes would change something, by name. It changes nothing.
func Previews(e Everything, changes Changes, reg *agency.Registry, today viet.Date) []Preview {
	after := e
	after.Tasks = changes.applied(e.Tasks)
	was, will := NewSnapshot(e, reg), NewSnapshot(after, reg)
	var previews []Preview
	for _, b := range e.Boards {
		var subscribers []Subscriber
		for _, s := range e.Subscribers {
			if s.Board == b.ID {
				subscribers = append(subscribers, s)
			}
		}
		p := Preview{Board: b}
		p.compare(was.ahead(subscribers, today), will.ahead(subscribers, today))
		if p.New+p.Moved+p.Gone > 0 {
			previews = append(previews, p)
		}
	}
	slices.SortStableFunc(previews, func(a, b Preview) int { return cmp.Compare(a.Board.Name, b.Board.Name) })
	return previews
}

// applied returns a register with the changes in it.
func (c *Changes) applied(register []Task) []Task {
	updated := make(map[string]Task, len(c.Update))
	for _, t := range c.Update {
		updated[t.ID] = t
	}
	tasks := make([]Task, 0, len(register)+len(c.Insert))
	for _, t := range register {
		if u, ok := updated[t.ID]; ok {
			t = u
		}
		tasks = append(tasks, t)
	}
	return append(tasks, c.Insert...)
}

// ahead are the Works that some Subscribers are yet to end, with the day on which each is due: today or later.
func (s *Snapshot) ahead(subscribers []Subscriber, today viet.Date) map[Work]viet.Date {
	due := map[Work]viet.Date{}
	if len(subscribers) == 0 {
		return due
	}
	for _, item := range s.Works(subscribers, today) {
		if !item.Progress.State.Ends() && !item.Due.Before(today) {
			due[item.Work] = item.Due
		}
	}
	return due
}

func (p *Preview) compare(was, will map[Work]viet.Date) {
	for w, due := range will {
		switch old, ok := was[w]; {
		case !ok:
			p.New++
		case old != due:
			p.Moved++
		}
	}
	for w := range was {
		if _, ok := will[w]; !ok {
			p.Gone++
		}
	}
}
