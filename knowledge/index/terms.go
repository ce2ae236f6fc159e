package index

import (
	_ "embed"
	"strings"

	"dondoc/corpus/viet"
)

//go:embed stops.txt
var stopsFile string

// stops is read-only after the package is loaded.
var stops = readStops(stopsFile)

func readStops(file string) map[string]bool {
	m := make(map[string]bool)
	for line := range strings.Lines(file) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			m[line] = true
		}
	}
	return m
}

// term is an interned syllable, pair or toned syllable.
type term = int32

// noTerm stands for what no entry holds.
const noTerm term = -1

// lexicon interns terms. All kinds share one numbering, in order of appearance.
type lexicon struct {
	syllables map[string]term
	pairs     map[uint64]term
	toned     map[string]term
	count     int32
}

func newLexicon() *lexicon {
	return &lexicon{syllables: map[string]term{}, pairs: map[uint64]term{}, toned: map[string]term{}}
}

func intern[K comparable](l *lexicon, m map[K]term, key K) term {
	t, ok := m[key]
	if !ok {
		t = l.count
		l.count++
		m[key] = t
	}
	return t
}

// internString keeps a copy of the key only: a syllable must not hold on to the text that it was cut from.
func internString(l *lexicon, m map[string]term, key string) term {
	if t, ok := m[key]; ok {
		return t
	}
	return intern(l, m, strings.Clone(key))
}

func lookup[K comparable](m map[K]term, key K) term {
	if t, ok := m[key]; ok {
		return t
	}
	return noTerm
}

func pairKey(a, b term) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// pair looks up two syllables that stand side by side.
func (l *lexicon) pair(a, b term) term {
	if a == noTerm || b == noTerm {
		return noTerm
	}
	return lookup(l.pairs, pairKey(a, b))
}

// marked reports whether the writer put diacritics on the token; without them
// nothing is known of its tone, for people leave them out in a hurry.
func marked(t viet.Token) bool { return t.Toned != t.Folded }

// maxSyllable bounds, in bytes, what counts as a syllable: longer runs are
// base64 or scan noise, which would only swell the vocabulary.
const maxSyllable = 64

// tokenize splits text, without the runs that are no words.
func tokenize(text string) []viet.Token { return appendTokens(nil, text) }

// appendTokens is tokenize into the memory of tokens, whose content is given up.
func appendTokens(tokens []viet.Token, text string) []viet.Token {
	if tokens == nil {
		tokens = make([]viet.Token, 0, len(text)/5+1)
	}
	tokens = viet.AppendTokens(tokens[:0], text)
	kept := tokens[:0]
	for i := range tokens {
		if len(tokens[i].Folded) <= maxSyllable {
			kept = append(kept, tokens[i])
		}
	}
	return kept
}
