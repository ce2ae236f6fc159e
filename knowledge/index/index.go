package index

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
)

// Entry is one passage to be found.
type Entry struct {
	ID    string // names the entry in errors
	Title string // headings, table header, document title: counts less than Text
	Text  string
}

// Hit is an entry that answers a Query.
type Hit struct {
	Entry   int     // position in the slice that New was given
	Score   float64 // by which hits are ordered; above 0
	Lexical float64 // 0 nothing of the question, about 1 all of it; 1 is no hard limit
	Vector  float64 // cosine, 0…1; 0 where vectors were not asked
}

// Embedder turns texts into unit vectors.
type Embedder interface {
	// Model names what made the vectors: those of different models do not compare.
	Model() string
	// Embed returns one vector a text, in order, all of one length. A text with
	// nothing to embed gets an all-zero vector and is then not found by vectors.
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// ErrVectors is wrapped by Search's error when the vectors could not be asked.
// The hits that come with it are the lexical ones: usable.
var ErrVectors = errors.New("index: vectors not available")

// Index is an immutable snapshot of entries, safe for concurrent use. The zero
// Index is not usable; call New.
type Index struct {
	w       weights
	lex     *lexicon
	post    *postings
	vec     *vectors
	entries int
	scratch sync.Pool // *scratch
}

// New builds an index over entries, which may be empty; their strings are not
// kept. e may be nil: then only words count. progress may be nil; it is called
// from one goroutine with the number of entries embedded so far, last with
// total. New fails when ctx ends or when e fails or breaks its contract.
func New(ctx context.Context, entries []Entry, e Embedder, progress func(done, total int)) (*Index, error) {
	return build(ctx, entries, e, progress, standardWeights())
}

func build(ctx context.Context, entries []Entry, e Embedder, progress func(done, total int), w weights) (*Index, error) {
	x := &Index{w: w, entries: len(entries)}
	x.scratch.New = func() any { return newScratch(x.entries) }
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	var wg sync.WaitGroup
	var lexErr error
	wg.Go(func() {
		b, err := analyse(ctx, entries, w)
		if err != nil {
			lexErr = err
			return
		}
		x.lex, x.post = b.lex, b.postings()
	})
	vec, vecErr := embedAll(ctx, entries, e, progress, w)
	if vecErr != nil {
		cancel()
	}
	wg.Wait()
	if err := errors.Join(vecErr, lexErr); vecErr != nil || lexErr != nil {
		return nil, fmt.Errorf("index: build: %w", err)
	}
	x.vec = vec
	return x, nil
}

// Len returns the number of entries.
func (x *Index) Len() int { return x.entries }

// Model names the embedder's model; "" without one.
func (x *Index) Model() string {
	if x.vec.embedder == nil {
		return ""
	}
	return x.vec.embedder.Model()
}

// DocumentFrequency returns the number of entries that hold a folded syllable
// ("giang"), in text or title. 0 means that it is unknown.
func (x *Index) DocumentFrequency(folded string) int {
	return x.post.frequency(lookup(x.lex.syllables, folded))
}

// PairFrequency returns the number of entries in which b stands right after a, both folded.
func (x *Index) PairFrequency(a, b string) int {
	return x.post.frequency(x.lex.pair(lookup(x.lex.syllables, a), lookup(x.lex.syllables, b)))
}

// Vocabulary yields every folded syllable, each once and in no order, with the
// number of entries that hold it.
func (x *Index) Vocabulary() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for s, t := range x.lex.syllables {
			if !yield(s, x.post.frequency(t)) {
				return
			}
		}
	}
}
