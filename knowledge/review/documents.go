package review

import (
	"slices"
	"strings"
	"unicode"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// documents lists those of the later version in their order, then those that are gone.
// changes are those between the two, was and counts what countDocuments says of them.
func (m *matching) documents(changes []Change, was, counts map[string]Count) []Document {
	touched := m.touched(changes)
	texts, wereTexts := passagesOf(m.after), passagesOf(m.before)
	olds := documentIndex(m.before)
	var out []Document
	for _, d := range m.after.Documents {
		doc := described(d, New, counts[d.ID])
		if old, ok := olds[m.documentWas[d.ID]]; ok {
			doc.Change = Same
			if !sameName(old.Name(), doc.Name) {
				doc.Was = old.Name()
			}
			if old.Status != doc.Status {
				doc.Before = old.Status
			}
			if touched[d.ID] || !sameFace(old.Document, d) || !sameCounts(was[old.ID], counts[d.ID]) ||
				!slices.EqualFunc(wereTexts[old.ID], texts[d.ID], func(a, b *corpus.Passage) bool { return a.Text == b.Text }) {
				doc.Change = Changed
			}
		}
		out = append(out, doc)
	}
	for _, d := range m.before.Documents {
		if m.documentIs[d.ID] == "" {
			out = append(out, described(d, Gone, was[d.ID]))
		}
	}
	return out
}

func described(d *corpus.Document, kind ChangeKind, n Count) Document {
	return Document{ID: d.ID, Name: d.Name(), Title: d.Title, Status: d.Status, Validity: d.Validity(), File: d.Source.File, Change: kind, Count: n}
}

// touched are the IDs of the later Documents that have or had tasks which differ.
func (m *matching) touched(changes []Change) map[string]bool {
	now, then := taskIndex(m.after), taskIndex(m.before)
	touched := map[string]bool{}
	for i := range changes {
		if at, ok := now[changes[i].After]; ok {
			touched[m.after.Tasks[at].Document] = true
		}
		if at, ok := then[changes[i].Before]; ok {
			touched[m.documentIs[m.before.Tasks[at].Document]] = true
		}
	}
	return touched
}

// sameFace compares what a Document says of itself and what is known of its standing.
func sameFace(a, b *corpus.Document) bool {
	return sameName(a.Name(), b.Name()) && sameName(a.Title, b.Title) && a.Issuer == b.Issuer && a.Date == b.Date && a.Status == b.Status &&
		a.ReplacedBy == b.ReplacedBy && a.From == b.From && a.Until == b.Until
}

// sameName compares without case, blanks and marks: how a title is written may depend on who else cites it ("2021-2025" and
// "2021 - 2025").
func sameName(a, b string) bool {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return -1
			}
			return unicode.ToLower(r)
		}, viet.Normalize(s))
	}
	return a == b || plain(a) == plain(b)
}

func sameCounts(a, b Count) bool {
	a.Doubts, b.Doubts = 0, 0
	return a == b
}

func passagesOf(c *corpus.Corpus) map[string][]*corpus.Passage {
	of := map[string][]*corpus.Passage{}
	for i := range c.Passages {
		p := &c.Passages[i]
		of[p.Document] = append(of[p.Document], p)
	}
	return of
}

// countDocuments counts by Document ID; "" holds what belongs to none. The
// doubts of a corrected corpus are those that nobody has settled.
func countDocuments(c *corpus.Corpus) map[string]Count {
	counts := map[string]Count{}
	add := func(id string, one Count) { counts[id] = counts[id].plus(one) }
	for _, d := range c.Documents {
		add(d.ID, Count{Documents: 1})
	}
	for i := range c.Passages {
		add(c.Passages[i].Document, Count{Passages: 1})
	}
	for i := range c.Tasks {
		add(c.Tasks[i].Document, Count{Tasks: 1, Milestones: len(c.Tasks[i].Milestones)})
	}
	for i := range c.Targets {
		add(c.Targets[i].Document, Count{Targets: 1})
	}
	for i := range c.People {
		add(c.People[i].Document, Count{People: 1})
	}
	for i := range c.Doubts {
		add(c.Doubts[i].Document, Count{Doubts: 1})
	}
	return counts
}

func (n Count) plus(o Count) Count {
	return Count{
		Documents: n.Documents + o.Documents, Passages: n.Passages + o.Passages, Tasks: n.Tasks + o.Tasks,
		Milestones: n.Milestones + o.Milestones, Targets: n.Targets + o.Targets, People: n.People + o.People, Doubts: n.Doubts + o.Doubts,
	}
}

func total(counts map[string]Count) Count {
	var all Count
	for _, n := range counts {
		all = all.plus(n)
	}
	return all
}
