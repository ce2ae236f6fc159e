package index

import (
	"context"
	"math"

	"dondoc/corpus/viet"
)

// tfUnit is the fixed point of weighted term frequencies: they are kept as multiples of 1/tfUnit.
const tfUnit = 64

// impactUnit is the fixed point of impacts, which lie between 0 and 1.
const impactUnit = math.MaxUint16

// postings holds for every term the entries that contain it, in ascending
// order, with the share of the term's weight that each has earned. The lists of
// all terms lie end to end, 6 bytes an occurrence: term t has [starts[t], starts[t+1]).
type postings struct {
	starts  []uint32
	entries []int32
	impacts []uint16
}

func (p *postings) frequency(t term) int {
	if t == noTerm {
		return 0
	}
	return int(p.starts[t+1] - p.starts[t])
}

// builder collects the terms of one entry after the other.
type builder struct {
	w       weights
	lex     *lexicon
	ends    []uint32 // of each entry, in terms
	terms   []term
	tfs     []uint16
	lengths []float32 // of each entry, in weighted syllables

	weight  []float32 // of each term in the entry at hand
	touched []term
	tokens  []viet.Token // of the field at hand
}

// analyse reads the entries in order. It stops when ctx ends.
func analyse(ctx context.Context, entries []Entry, w weights) (*builder, error) {
	b := &builder{w: w, lex: newLexicon()}
	for i := range entries {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		n := float32(b.addField(entries[i].Text, 1))
		n += w.title * float32(b.addField(entries[i].Title, w.title))
		b.finishEntry(n)
	}
	return b, nil
}

// addField notes the terms of a field and returns its number of syllables.
// Pairs do not reach from one field into the other.
func (b *builder) addField(text string, weight float32) int {
	b.tokens = appendTokens(b.tokens, text)
	previous := noTerm
	for i := range b.tokens {
		tok := &b.tokens[i]
		s := internString(b.lex, b.lex.syllables, tok.Folded)
		b.note(s, weight)
		if previous != noTerm {
			b.note(intern(b.lex, b.lex.pairs, pairKey(previous, s)), weight)
		}
		if marked(*tok) && !stops[tok.Folded] {
			b.note(internString(b.lex, b.lex.toned, tok.Toned), weight)
		}
		previous = s
	}
	return len(b.tokens)
}

func (b *builder) note(t term, weight float32) {
	for int(t) >= len(b.weight) {
		b.weight = append(b.weight, 0)
	}
	if b.weight[t] == 0 {
		b.touched = append(b.touched, t)
	}
	b.weight[t] += weight
}

func (b *builder) finishEntry(length float32) {
	for _, t := range b.touched {
		b.terms = append(b.terms, t)
		b.tfs = append(b.tfs, uint16(min(b.weight[t]*tfUnit, math.MaxUint16)))
		b.weight[t] = 0
	}
	b.touched = b.touched[:0]
	b.ends = append(b.ends, uint32(len(b.terms)))
	b.lengths = append(b.lengths, length)
}

// postings turns the lists of entries into lists of terms by counting sort.
func (b *builder) postings() *postings {
	p := &postings{
		starts:  make([]uint32, b.lex.count+1),
		entries: make([]int32, len(b.terms)),
		impacts: make([]uint16, len(b.terms)),
	}
	for _, t := range b.terms {
		p.starts[t+1]++
	}
	for t := range b.lex.count {
		p.starts[t+1] += p.starts[t]
	}
	next := append([]uint32(nil), p.starts...)
	mean := b.meanLength()
	i := uint32(0)
	for entry, end := range b.ends {
		norm := b.w.saturation * (1 - b.w.lengthPull + b.w.lengthPull*b.lengths[entry]/mean)
		for ; i < end; i++ {
			at := next[b.terms[i]]
			next[b.terms[i]]++
			tf := float32(b.tfs[i]) / tfUnit
			p.entries[at] = int32(entry)
			p.impacts[at] = max(1, uint16(impactUnit*tf/(tf+norm)))
		}
	}
	return p
}

func (b *builder) meanLength() float32 {
	var sum float64
	for _, n := range b.lengths {
		sum += float64(n)
	}
	return float32(max(sum/float64(max(len(b.lengths), 1)), 1))
}
