package index

import (
	"context"
	"math"

	"dondoc/corpus/viet"
)

// queryTerm is what one term of a question can earn.
type queryTerm struct {
	term   term
	weight float32 // kind weight × rarity
}

// queryTerms returns the terms of a question that some entry holds, each once,
// and what an entry of average length would score that holds all its syllables
// and all of its known pairs. Unknown syllables count as the rarest there can
// be: a question of unknown words is hardly met by the rest. Unknown pairs do
// not count, for a question is never worded as the document is.
func (x *Index) queryTerms(tokens []viet.Token, terms []queryTerm) ([]queryTerm, float64) {
	var best float32
	add := func(t term, weight float32, expected bool) {
		if contains(terms, t) {
			return
		}
		weight *= x.rarity(t)
		if t != noTerm {
			terms = append(terms, queryTerm{t, weight})
		}
		if expected {
			best += weight * x.w.typicalImpact()
		}
	}
	previous := noTerm
	for _, tok := range tokens {
		s, weight := lookup(x.lex.syllables, tok.Folded), x.w.syllable
		if stops[tok.Folded] {
			weight *= x.w.stop
		}
		add(s, weight, true)
		if p := x.lex.pair(previous, s); p != noTerm {
			add(p, x.w.pair, true)
		}
		if t := lookup(x.lex.toned, tok.Toned); t != noTerm && marked(tok) {
			add(t, x.w.toned, false)
		}
		previous = s
	}
	return terms, float64(best)
}

// contains is linear: a question has some dozen terms.
func contains(terms []queryTerm, t term) bool {
	if t == noTerm {
		return false
	}
	for i := range terms {
		if terms[i].term == t {
			return true
		}
	}
	return false
}

// rarity is BM25's inverse document frequency, above 0 for every term.
func (x *Index) rarity(t term) float32 {
	df := float64(x.post.frequency(t))
	return float32(math.Log(1 + (float64(x.entries)-df+0.5)/(df+0.5)))
}

// accumulate adds up what every entry earns.
func (x *Index) accumulate(ctx context.Context, s *scratch) error {
	for _, q := range s.terms {
		if err := ctx.Err(); err != nil {
			return err
		}
		weight := q.weight / impactUnit
		from, to := x.post.starts[q.term], x.post.starts[q.term+1]
		entries, impacts := x.post.entries[from:to], x.post.impacts[from:to]
		for i, entry := range entries {
			if s.scores[entry] == 0 {
				s.touched = append(s.touched, entry)
			}
			s.scores[entry] += weight * float32(impacts[i])
		}
	}
	return nil
}
