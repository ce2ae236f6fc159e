package knowledge

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
)

// ErrNoCorpus means that nothing has been published yet.
var ErrNoCorpus = errors.New("knowledge: no corpus")

// Base answers questions from the snapshot that was published last. It is safe
// for concurrent use: a question is answered from one snapshot even while the
// next is being published. The zero Base is ready and asks no model; see NewBase.
type Base struct {
	current atomic.Pointer[snapshot]
	model   *aid // nil: none
}

// Progress hears how many of the entries are indexed. It may be nil.
type Progress func(done, total int)

// Prepared is a corpus with everything that answering needs, which does not answer yet. It never changes.
type Prepared struct{ snapshot *snapshot }

// Prepare indexes a corpus. What answers goes on answering.
func (b *Base) Prepare(ctx context.Context, c *corpus.Corpus, reg *agency.Registry, progress Progress) (*Prepared, error) {
	s, err := b.model.snapshot(ctx, c, reg, progress)
	if err != nil {
		return nil, fmt.Errorf("knowledge: prepare: %w", err)
	}
	return &Prepared{s}, nil
}

// Swap makes a corpus the one that answers, from the next question on.
func (b *Base) Swap(p *Prepared) { b.current.Store(p.snapshot) }

// Publish is Prepare and Swap. On an error the former corpus goes on serving.
func (b *Base) Publish(ctx context.Context, c *corpus.Corpus, reg *agency.Registry, progress Progress) error {
	p, err := b.Prepare(ctx, c, reg, progress)
	if err != nil {
		return err
	}
	b.Swap(p)
	return nil
}

// Answer answers a question. The error is ErrNoCorpus or ctx's; a question that
// cannot be answered is an Answer with Refused set. A model, if there is one,
// delays it by no more than Model.Timeout.
func (b *Base) Answer(ctx context.Context, q Question) (Answer, error) {
	s := b.current.Load()
	if s == nil {
		return Answer{}, ErrNoCorpus
	}
	asked := time.Now()
	a, err := s.answer(ctx, q)
	a = b.model.reword(ctx, s, q, a, asked)
	if a.Refused && len(a.Suggestions) == 0 {
		a.Suggestions = s.examples
	}
	return a, err
}

// Examples returns questions that show what can be asked; the published corpus
// answers each of them. There are none before the first Publish.
func (b *Base) Examples() []Suggestion {
	if s := b.current.Load(); s != nil {
		return s.examples
	}
	return nil
}

// Passage returns the passage with that ID and its document.
func (b *Base) Passage(id string) (corpus.Passage, *corpus.Document, bool) {
	s := b.current.Load()
	if s == nil {
		return corpus.Passage{}, nil, false
	}
	i, ok := s.passages[id]
	if !ok {
		return corpus.Passage{}, nil, false
	}
	p := s.corpus.Passages[i]
	return p, s.documents[p.Document], true
}

// Corpus returns the published corpus, nil before the first Publish.
func (b *Base) Corpus() *corpus.Corpus {
	if s := b.current.Load(); s != nil {
		return s.corpus
	}
	return nil
}
