package review

import (
	"cmp"
	"slices"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// Compare returns the tasks that differ between two versions, in the order of the later
// one's documents and as one reads them; what is gone stands where it stood, that of
// Documents that are gone last. A task is recognised over inserted, renumbered and
// reworded rows and from a draft to its decision, as package reminders does; the tasks of
// what another Document has replaced count as none, and the days between which a Document binds do not count. nil stands for nothing.
func Compare(before, after *corpus.Corpus) []Change {
	return match(before, after, viet.Date{}).changes()
}

// place is where a Change stands in the list.
type place struct{ document, task, gone int }

func (m *matching) changes() []Change {
	type placed struct {
		Change
		at place
	}
	var all []placed
	olds, news := documentIndex(m.before), documentIndex(m.after)
	stands := slices.Repeat([]int{-1}, len(m.before.Tasks)) // where each task is now
	for rank, i := range reading(m.after) {
		t, old := &m.after.Tasks[i], m.was[i]
		d := news[t.Document]
		at := place{document: d.at, task: rank}
		switch {
		case old == apart:
		case old == inserted:
			all = append(all, placed{changeOf(New, t, d.Document), at})
		default:
			stands[old] = rank
			o := &m.before.Tasks[old]
			if f := differing(o, t, olds[o.Document].Document, d.Document); len(f) > 0 {
				c := changeOf(Changed, t, d.Document)
				c.Before, c.Fields = o.ID, f
				all = append(all, placed{c, at})
			}
		}
	}
	last := map[string]int{} // where the last task of a Document of before is now
	for rank, i := range reading(m.before) {
		t := &m.before.Tasks[i]
		if stands[i] >= 0 {
			last[t.Document] = stands[i]
		}
		if !m.gone[i] {
			continue
		}
		d := olds[t.Document]
		at := place{document: len(m.after.Documents) + d.at, task: -1, gone: rank + 1}
		if now, ok := news[m.documentIs[t.Document]]; ok {
			at.document = now.at
		}
		if before, ok := last[t.Document]; ok {
			at.task = before
		}
		all = append(all, placed{changeOf(Gone, t, d.Document), at})
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.at.document, b.at.document), cmp.Compare(a.at.task, b.at.task), cmp.Compare(a.at.gone, b.at.gone))
	})
	var out []Change
	for _, p := range all {
		out = append(out, p.Change)
	}
	return out
}

// reading returns the indexes of the tasks as one reads them: what is read of tables stands ahead of the rest in a Corpus.
func reading(c *corpus.Corpus) []int {
	order := make([]int, len(c.Tasks))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return bySource(c.Tasks[a].Source, c.Tasks[b].Source) })
	return order
}

// numbered is a Document with its place in its corpus.
type numbered struct {
	*corpus.Document
	at int
}

func documentIndex(c *corpus.Corpus) map[string]numbered {
	at := make(map[string]numbered, len(c.Documents))
	for i, d := range c.Documents {
		at[d.ID] = numbered{d, i}
	}
	return at
}

// changeOf describes a task of the later version, of what is Gone one of the earlier.
func changeOf(kind ChangeKind, t *corpus.Task, d *corpus.Document) Change {
	c := Change{
		Kind: kind, Document: d.Name(), Section: t.Section, Title: t.Title, Lead: slices.Clone(t.Lead),
		Deadline: deadlines(t.Milestones),
	}
	if kind == Gone {
		c.Before = t.ID
	} else {
		c.After = t.ID
	}
	return c
}
