package review

import (
	"cmp"
	"slices"

	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// What a task of the later corpus stands for when it is none of the earlier one.
const (
	inserted = -1 // it is new
	apart    = -2 // it binds nobody: another Document has taken the place of its own
)

// matching tells what every task and Document of one corpus was in another.
type matching struct {
	before, after *corpus.Corpus
	was           []int             // for every task of after the index in before, inserted or apart
	gone          map[int]bool      // indexes in before
	documentWas   map[string]string // ID of a Document of after: the ID that it had before
	documentIs    map[string]string // the other way round
}

// anyDay is the day that the register of a comparison lives on; nothing depends on it.
var anyDay = viet.Date{Year: 2000, Month: 1, Day: 1}

// match compares as the reminders will when the corpus is published, so that a task that
// is told as changed here keeps its progress there, and none that is not. day is that on which Documents bind or not.
func match(before, after *corpus.Corpus, day viet.Date) *matching {
	m := &matching{before: orEmpty(before), after: orEmpty(after), gone: map[int]bool{}}
	register := reminders.Provisional(boundOn(m.before, day))
	changes := reminders.Reconcile(register, boundOn(m.after, day), anyDay)
	m.was = slices.Repeat([]int{apart}, len(m.after.Tasks))
	beforeAt, afterAt := taskIndex(m.before), taskIndex(m.after)
	for i := range changes.Insert {
		m.was[afterAt[changes.Insert[i].CorpusID]] = inserted
	}
	updated := make(map[string]*reminders.Task, len(changes.Update))
	for i := range changes.Update {
		updated[changes.Update[i].ID] = &changes.Update[i]
	}
	for i := range register {
		old := beforeAt[register[i].CorpusID]
		now := &register[i] // what is not updated is as it was
		if u := updated[now.ID]; u != nil {
			now = u
		}
		if now.Gone.IsZero() {
			m.was[afterAt[now.CorpusID]] = old
		} else {
			m.gone[old] = true
		}
	}
	m.pairDocuments()
	return m
}

// boundOn is a corpus whose Documents are marked as they bind on a day, for the days between which they do not count on the
// day that the register of a comparison lives on. The zero Date leaves them as they are marked.
func boundOn(c *corpus.Corpus, day viet.Date) *corpus.Corpus {
	c = c.Clone()
	c.Documents = slices.Clone(c.Documents)
	for i, d := range c.Documents {
		if d.From.IsZero() && d.Until.IsZero() {
			continue
		}
		timeless := *d
		timeless.From, timeless.Until = viet.Date{}, viet.Date{}
		if timeless.Status = d.StatusOn(day); timeless.Status == corpus.NotYet {
			timeless.Status = corpus.Draft // as package reminders takes it
		}
		c.Documents[i] = &timeless
	}
	return c
}

func orEmpty(c *corpus.Corpus) *corpus.Corpus {
	if c == nil {
		return &corpus.Corpus{}
	}
	return c
}

func taskIndex(c *corpus.Corpus) map[string]int {
	at := make(map[string]int, len(c.Tasks))
	for i := range c.Tasks {
		at[c.Tasks[i].ID] = i
	}
	return at
}

// pairDocuments finds what each Document was: the same one, else the one most of whose
// tasks it has, else the one of its ID or name.
func (m *matching) pairDocuments() {
	m.documentWas, m.documentIs = map[string]string{}, map[string]string{}
	same := func(trait func(*corpus.Document) [3]string) {
		open := map[[3]string]string{}
		for _, d := range slices.Backward(m.before.Documents) {
			if m.documentIs[d.ID] == "" {
				open[trait(d)] = d.ID
			}
		}
		for _, d := range m.after.Documents {
			if old, ok := open[trait(d)]; ok {
				m.pair(old, d.ID)
			}
		}
	}
	same(func(d *corpus.Document) [3]string { return [3]string{d.ID, d.Name(), d.Date.String()} })
	m.pairByTasks()
	same(func(d *corpus.Document) [3]string { return [3]string{d.ID} })
	same(func(d *corpus.Document) [3]string { return [3]string{d.Name()} })
}

// pair refuses a Document that has its pair.
func (m *matching) pair(before, after string) {
	if m.documentWas[after] == "" && m.documentIs[before] == "" {
		m.documentWas[after], m.documentIs[before] = before, after
	}
}

func (m *matching) pairByTasks() {
	votes := map[[2]string]int{}
	for i, old := range m.was {
		if old >= 0 {
			votes[[2]string{m.before.Tasks[old].Document, m.after.Tasks[i].Document}]++
		}
	}
	pairs := make([][2]string, 0, len(votes))
	for p := range votes {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(votes[b], votes[a]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	for _, p := range pairs {
		m.pair(p[0], p[1])
	}
}
