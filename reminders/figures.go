package reminders

import (
	"cmp"
	"slices"

	"dondoc/corpus/viet"
)

// Figures counts, at the end of the day to, the Works that concern a Subscriber: those that it follows, of a secretariat
// those of all Subscribers below it. What was past before it was first published is not counted, nor what is cancelled.
// A recurring Task counts with what is due between the two days.
func (s *Snapshot) Figures(sub Subscriber, from, to viet.Date) *Figures {
	return s.figures(s.below(sub), from, to)
}

// AllFigures counts the Works of all Subscribers that answer for some.
func (s *Snapshot) AllFigures(from, to viet.Date) *Figures {
	return s.figures(s.answering(s.Subscribers), from, to)
}

// answering leaves out those who answer for nothing, and the agencies that the others only watch.
func (s *Snapshot) answering(subscribers []Subscriber) []Subscriber {
	answers := func(f Follow) bool { return f.Kind == FollowAgency }
	watches := func(f Follow) bool { return f.Kind == FollowWatch }
	var all []Subscriber
	for _, sub := range subscribers {
		if b, ok := s.Board(sub.Board); ok && b.Followers() && len(s.own[b.ID]) == 0 && !slices.ContainsFunc(sub.Follows, answers) {
			continue
		}
		if slices.ContainsFunc(sub.Follows, watches) {
			sub.Follows = slices.DeleteFunc(slices.Clone(sub.Follows), watches)
		}
		all = append(all, sub)
	}
	return all
}

func (s *Snapshot) figures(subscribers []Subscriber, from, to viet.Date) *Figures {
	byAgency := map[string]*Count{}
	s.eachWork(subscribers, from, to, func(w Work, due viet.Date) {
		c := byAgency[w.Agency]
		if c == nil {
			c = &Count{}
			byAgency[w.Agency] = c
		}
		s.count(c, w, due, to)
	})
	return summed(byAgency, from, to)
}

// summed makes Figures of what was counted of each agency.
func summed(byAgency map[string]*Count, from, to viet.Date) *Figures {
	f := &Figures{From: from, To: to}
	for name, c := range byAgency {
		if c.All() > 0 {
			f.Agencies = append(f.Agencies, AgencyCount{name, *c})
			f.Total.Done += c.Done
			f.Total.OnTime += c.OnTime
			f.Total.DueSoon += c.DueSoon
			f.Total.Late += c.Late
		}
	}
	slices.SortFunc(f.Agencies, func(a, b AgencyCount) int {
		return cmp.Or(cmp.Compare(b.Late, a.Late), cmp.Compare(b.DueSoon, a.DueSoon), cmp.Compare(a.Agency, b.Agency))
	})
	return f
}

// Works returns the Works of some Subscribers as they stand on a day, each once, by due day. Recurring Tasks are there
// with what is due in the year around it.
func (s *Snapshot) Works(subscribers []Subscriber, day viet.Date) []Item {
	var items []Item
	s.eachWork(subscribers, day.AddDays(-furthestDay/2), day.AddDays(furthestDay/2), func(w Work, due viet.Date) {
		if item, ok := s.Item(w, due, day); ok {
			items = append(items, item)
		}
	})
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Work.Agency, b.Work.Agency), cmp.Compare(a.Work.Milestone, b.Work.Milestone))
	})
	return items
}

// eachWork calls yield for every Work that the Subscribers follow, once, with the day in force.
func (s *Snapshot) eachWork(subscribers []Subscriber, from, to viet.Date, yield func(Work, viet.Date)) {
	seen := map[Work]bool{}
	for i := range subscribers {
		for _, f := range s.follows(&subscribers[i]) {
			if f.from.Compare(to) > 0 {
				continue
			}
			s.works(f, from, to, func(w Work, due viet.Date) {
				if !seen[w] {
					seen[w] = true
					yield(w, due)
				}
			})
		}
	}
}

// worthTelling returns nil for figures that call for nothing: a chat is left alone when nothing is late or due soon.
func worthTelling(f *Figures) *Figures {
	if f.Total.Late+f.Total.DueSoon == 0 {
		return nil
	}
	return f
}

// below returns the Subscribers whose Works a Subscriber hears figures of.
func (s *Snapshot) below(sub Subscriber) []Subscriber {
	above, ok := s.Board(sub.Board)
	if !ok || !above.Secretariat {
		return []Subscriber{sub}
	}
	all := []Subscriber{sub}
	for _, other := range s.answering(s.Subscribers) {
		if b, ok := s.Board(other.Board); ok && other.ID != sub.ID && !b.Secretariat && (b.Above == 0 || b.Above == above.ID) {
			all = append(all, other)
		}
	}
	return all
}

// works calls yield for every Work of a followed Task that was published by the day to, with the day in force.
func (s *Snapshot) works(f followed, from, to viet.Date, yield func(Work, viet.Date)) {
	t := &s.Tasks[f.task]
	if !t.Gone.IsZero() || t.Draft {
		return
	}
	for i := range t.Milestones {
		m := &t.Milestones[i]
		if !m.Gone.IsZero() || to.Before(m.Published) {
			continue
		}
		w := Work{Milestone: m.ID, Agency: f.agency}
		if s.rounds[f.task][i] {
			if c := cycleOf(t.Recurring); !c.standing {
				c.occurrences(m.Phrase, later(from, firstRound(t, m)), earlier(to, lastRound(t, m)), func(due viet.Date) {
					w.Due = due
					yield(w, s.dueOf(w, m))
				})
			}
			continue
		}
		if due := s.dueOf(w, m); !due.IsZero() && !s.pastAtPublication(m, w, m.Due) {
			yield(w, due)
		}
	}
}

func later(a, b viet.Date) viet.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func (s *Snapshot) count(c *Count, w Work, due, today viet.Date) {
	switch state := s.ProgressOf(w).State; {
	case state == Cancelled:
	case state == Done:
		c.Done++
	case due.Compare(today) <= 0: // the day is over
		c.Late++
	case due.Compare(today.AddDays(dueSoonDays)) <= 0:
		c.DueSoon++
	default:
		c.OnTime++
	}
}
