package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// Query is what Search looks for.
type Query struct {
	Text   string
	Limit  int                     // at most so many hits; 0 or less means 10
	Filter func(entry int) bool    // nil, or whether an entry may be a hit
	Boost  func(entry int) float64 // nil, or what an entry's score is multiplied by; 0 or less excludes it
	Most   float64                 // more than Boost ever returns, which spares asking it in vain; 0 when unknown
	// Filter and Boost are called many times a search and must be cheap and not change their mind.
}

const (
	defaultLimit = 10

	// minPool is how many lexical candidates the vectors get to reorder, at least.
	minPool = 64

	// maxQuery is how much of a question is read, in bytes: one pasted document must not hold up the others.
	maxQuery = 4096
)

// scratch is what one search needs and the next can use again.
type scratch struct {
	scores  []float32 // by entry; all 0 between searches
	touched []int32   // the entries whose score is not 0
	terms   []queryTerm
	best    float64 // what an entry of average length would score that holds all of terms
	pool    top
}

func newScratch(entries int) *scratch { return &scratch{scores: make([]float32, entries)} }

func (s *scratch) reset() {
	for _, entry := range s.touched {
		s.scores[entry] = 0
	}
	s.touched, s.terms, s.pool = s.touched[:0], s.terms[:0], s.pool[:0]
}

// lexical is the score of one entry, on the scale of Hit.
func (s *scratch) lexical(entry int) float64 { return float64(s.scores[entry]) / s.best }

// Search returns the best entries, best first, entries of one score in the
// order of New. An empty question, an empty index or a filter that lets nothing
// pass gives no hits and no error. When the embedder fails, the lexical hits
// come back together with an error that wraps ErrVectors; when ctx ends, its error.
func (x *Index) Search(ctx context.Context, q Query) ([]Hit, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("index: search: %w", err)
	}
	q.Text = clip(q.Text)
	tokens := tokenize(q.Text)
	if len(tokens) == 0 || x.entries == 0 {
		return nil, nil
	}
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	q.Limit = min(q.Limit, x.entries)
	s := x.scratch.Get().(*scratch)
	defer func() { s.reset(); x.scratch.Put(s) }()

	hits, err := x.lexical(ctx, s, q, tokens)
	if err != nil {
		return nil, fmt.Errorf("index: search: %w", err)
	}
	hits, err = x.addVectors(ctx, s, q, hits)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("index: search: %w", ctx.Err())
	}
	return order(hits, x.vec.weight, q), err
}

// clip cuts a question at maxQuery, between two characters.
func clip(text string) string {
	if len(text) <= maxQuery {
		return text
	}
	n := maxQuery
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// allows reports whether an entry may be a hit.
func (q *Query) allows(entry int) bool {
	return (q.Filter == nil || q.Filter(entry)) && q.boost(entry) > 0
}

func (q *Query) boost(entry int) float64 {
	if q.Boost == nil {
		return 1
	}
	return q.Boost(entry)
}

// lexical returns the best candidates by words, in no order.
func (x *Index) lexical(ctx context.Context, s *scratch, q Query, tokens []viet.Token) ([]Hit, error) {
	s.terms, s.best = x.queryTerms(tokens, s.terms)
	if err := x.accumulate(ctx, s); err != nil {
		return nil, err
	}
	size := min(max(q.Limit, minPool), len(s.touched))
	for _, entry := range s.touched {
		score := float64(s.scores[entry])
		if q.Boost != nil {
			if q.Most > 0 && !s.pool.wants(candidate{entry, score * q.Most}, size) {
				continue
			}
			score *= q.Boost(int(entry))
		}
		if c := (candidate{entry, score}); score > 0 && s.pool.wants(c, size) && (q.Filter == nil || q.Filter(int(entry))) {
			s.pool.offer(c, size)
		}
	}
	hits := make([]Hit, len(s.pool))
	for i, c := range s.pool {
		hits[i] = Hit{Entry: int(c.entry), Lexical: s.lexical(int(c.entry))}
	}
	return hits, nil
}

// addVectors gives the lexical candidates their cosine and, where they leave
// much of the question unmet, adds the entries that are nearest.
func (x *Index) addVectors(ctx context.Context, s *scratch, q Query, hits []Hit) ([]Hit, error) {
	vector, err := x.vec.query(ctx, q.Text)
	if err != nil {
		return hits, fmt.Errorf("%w: %w", ErrVectors, err)
	}
	if vector == nil {
		return hits, nil
	}
	met := 0.0
	for i := range hits {
		hits[i].Vector = x.vec.cosine(vector, int32(hits[i].Entry))
		met = max(met, hits[i].Lexical)
	}
	if met >= x.vec.scanBelow { // what only the vectors find could not come first any more
		return hits, nil
	}
	near, err := x.vec.scan(ctx, vector, q.Limit, q.allows)
	if err != nil {
		return hits, fmt.Errorf("%w: %w", ErrVectors, err)
	}
	known := make(map[int]bool, len(hits))
	for _, h := range hits {
		known[h.Entry] = true
	}
	for _, entry := range near {
		if !known[int(entry)] {
			hits = append(hits, Hit{Entry: int(entry), Lexical: s.lexical(int(entry)), Vector: x.vec.cosine(vector, entry)})
		}
	}
	return hits, nil
}

// order scores, sorts and cuts the candidates.
func order(hits []Hit, weight float64, q Query) []Hit {
	for i := range hits {
		h := &hits[i]
		h.Score = (h.Lexical + weight*h.Vector) * q.boost(h.Entry)
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Entry, b.Entry))
	})
	return hits[:min(q.Limit, len(hits))]
}
