package knowledge

import (
	"context"
	"strings"
	"time"

	"dondoc/corpus/viet"
)

// Found is an entry that the search brought: a task, or a passage that is no task.
type Found struct {
	Task    string // Task ID; "" for a passage
	Passage string // Passage ID; "" for a task without a passage
	Text    string // title of the document, headings, and all that the entry says
}

// Retrieve returns the n best entries for a question, best first, before anything
// decides whether they are an answer: it is for measuring the search. The error is
// ErrNoCorpus or ctx's.
func (b *Base) Retrieve(ctx context.Context, question Question, n int) ([]Found, error) {
	s := b.current.Load()
	if s == nil {
		return nil, ErrNoCorpus
	}
	if question.AsOf.IsZero() {
		question.AsOf = time.Now()
	}
	text := viet.Squeeze(viet.Normalize(question.Text))
	q := s.inContext(s.understand(text, viet.DateOf(question.AsOf)), question.Context)
	hits, err := s.search(ctx, q, 0)
	if err != nil {
		return nil, err
	}
	hits = hits[:max(0, min(n, len(hits)))]
	out := make([]Found, len(hits))
	for i, h := range hits {
		out[i] = s.foundOf(h.entry)
	}
	return out, nil
}

// Entries returns everything that the search can bring, in the order of the documents.
func (b *Base) Entries() []Found {
	s := b.current.Load()
	if s == nil {
		return nil
	}
	out := make([]Found, len(s.entries))
	for i, e := range s.entries {
		out[i] = s.foundOf(e)
	}
	return out
}

// foundOf writes an entry out as the document has it: an item's number and the agency that is its
// heading stand before its words.
func (s *snapshot) foundOf(e entry) Found {
	var f Found
	parts := []string{s.document(e).Title}
	if e.passage >= 0 {
		f.Passage = s.corpus.Passages[e.passage].ID
		parts = append(parts, s.corpus.Passages[e.passage].Trail...)
	}
	if e.task < 0 {
		parts = append(parts, s.corpus.Passages[e.passage].Text)
	} else {
		t := &s.corpus.Tasks[e.task]
		f.Task = t.ID
		parts = append(parts, t.Section[strings.LastIndexByte(t.Section, '.')+1:], strings.Join(t.Lead, ", "))
		for _, id := range t.Passages {
			parts = append(parts, s.corpus.Passages[s.passages[id]].Text)
		}
		parts = append(parts, t.Text, strings.Join(t.Coordinating, ", "))
		for _, m := range t.Milestones {
			parts = append(parts, m.Label+" "+m.Phrase)
		}
	}
	f.Text = strings.Join(parts, "\n")
	return f
}
