package reminders

import (
	"slices"
	"strings"

	"dondoc/corpus/viet"
)

// pastFinder collects what was already past when the register first knew it, by Document.
type pastFinder struct {
	r    *reconciler
	docs [][]pastMilestone
}

type pastMilestone struct {
	id      string
	due     viet.Date
	example string
}

// mostExamples bounds how many Milestones a PastDocument names.
const mostExamples = 5

func newPastFinder(r *reconciler) *pastFinder {
	return &pastFinder{r, make([][]pastMilestone, len(r.docs))}
}

// add notes the Milestones of a Task that are new and past.
func (p *pastFinder) add(doc int, t *Task) {
	for _, m := range t.Milestones {
		if p.r.introduced[m.ID] && !m.Due.IsZero() && m.Due.Before(p.r.today) {
			p.docs[doc] = append(p.docs[doc], pastMilestone{m.ID, m.Due, strings.TrimSpace(t.Section + " " + t.Title + " (" + m.Phrase + ")")})
		}
	}
}

// told tells it, once a Document.
func (p *pastFinder) told() []Change {
	var told []Change
	for d, past := range p.docs {
		if len(past) == 0 {
			continue
		}
		told = append(told, p.change(d, past))
	}
	return told
}

// change sums up the past Milestones of one Document. The latest are the examples: they are the likeliest to be still
// at work.
func (p *pastFinder) change(doc int, past []pastMilestone) Change {
	d := p.r.docs[doc]
	first := past[0].id
	slices.SortStableFunc(past, func(a, b pastMilestone) int { return b.due.Compare(a.due) })
	sum := PastDocument{Document: d.Name(), Milestones: len(past), Latest: past[0].due.String()}
	for _, m := range past[:min(len(past), mostExamples)] {
		sum.Examples = append(sum.Examples, m.example)
	}
	c := Change{Key: key(KindPast, d.ID, p.r.today.String()), Kind: KindPast, Day: p.r.today, Past: sum}
	if since, ok := p.knownSince(doc); ok { // what comes later into a Document is told by itself
		c.Key = key(KindPast, d.ID, since.String(), p.r.today.String(), first)
	}
	return c
}

// knownSince is the day on which the register first knew a Milestone of a Document; false when the Document is new.
func (p *pastFinder) knownSince(doc int) (viet.Date, bool) {
	var since viet.Date
	known := p.r.standingOf(doc)
	for _, i := range known {
		for _, m := range p.r.standing[i].Milestones {
			if since.IsZero() || !m.Published.IsZero() && m.Published.Before(since) {
				since = m.Published
			}
		}
	}
	return since, len(known) > 0
}
