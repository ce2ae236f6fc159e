package viet

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// syllable is a word of one syllable by its letters and its marks, without regard to case and to where the tone is set.
type syllable struct {
	letters uint64
	marks   uint32
}

// comma stands for the mark among syllables.
var comma = syllable{letters: ','}

// words is a set of words of one or more syllables, found by the first and by the last.
type words struct{ byFirst, byLast map[syllable][][]syllable }

// wordSets are the same set for text with marks and for text without any.
type wordSets struct{ marked, plain words }

// wordSet holds the words of a list with commas.
func wordSet(list string) wordSets {
	var s wordSets
	for _, set := range []struct {
		words *words
		plain bool
	}{{&s.marked, false}, {&s.plain, true}} {
		set.words.byFirst, set.words.byLast = map[syllable][][]syllable{}, map[syllable][][]syllable{}
		for _, entry := range strings.Split(list, ", ") {
			word := newClause(entry, false).words
			for i := range word {
				if set.plain {
					word[i].marks = 0
				}
			}
			first, last := word[0], word[len(word)-1]
			set.words.byFirst[first] = append(set.words.byFirst[first], word)
			set.words.byLast[last] = append(set.words.byLast[last], word)
		}
	}
	return s
}

func (s *wordSets) of(plain bool) *words {
	if plain {
		return &s.plain
	}
	return &s.marked
}

// clause is the text on one side of a span, in syllables.
type clause struct {
	words []syllable
	plain bool
}

// newClause cuts text into syllables; commas stay. Words of more than eight letters are no Vietnamese, and match nothing.
func newClause(text string, plain bool) clause {
	c := clause{make([]syllable, 0, len(text)/5+2), plain}
	var k wordKey
	end := func() {
		if k.n > 0 {
			s := syllable{k.letters, k.marks()}
			if k.n > 8 {
				s = syllable{}
			}
			c.words = append(c.words, s)
		}
		k = wordKey{}
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if isLetter(r) || r >= '0' && r <= '9' {
			k.add(r)
			continue
		}
		end()
		if r == ',' {
			c.words = append(c.words, comma)
		}
	}
	end()
	return c
}

// in returns how many of the syllables from i on are a word of the set, 0 when none.
func (c clause) in(sets wordSets, i int) int {
	if i >= len(c.words) {
		return 0
	}
	longest := 0
	for _, word := range sets.of(c.plain).byFirst[c.words[i]] {
		if n := len(word); n > longest && i+n <= len(c.words) && slices.Equal(word, c.words[i:i+n]) {
			longest = n
		}
	}
	return longest
}

// endsIn returns how many of the syllables before i are a word of the set, 0 when none.
func (c clause) endsIn(sets wordSets, i int) int {
	if i == 0 {
		return 0
	}
	longest := 0
	for _, word := range sets.of(c.plain).byLast[c.words[i-1]] {
		if n := len(word); n > longest && n <= i && slices.Equal(word, c.words[i-n:i]) {
			longest = n
		}
	}
	return longest
}

// has reports whether a word of the set stands anywhere in the clause.
func (c clause) has(sets wordSets) bool {
	for i := range c.words {
		if c.in(sets, i) > 0 {
			return true
		}
	}
	return false
}

// widestClause bounds a clause in bytes, since a run of unknown words may be as long as the text. A letter cut in half belongs to a word
// at the far end, which decides nothing.
const widestClause = 512

// clauseBefore returns the words from the beginning of the clause to the lexeme i, commas included.
func (p *parser) clauseBefore(i int) clause {
	j := i
	for n := 0; j > 0 && n < longestClause; n++ {
		if t := p.out[j-1]; t.kind == mark && t.ch != ',' && t.ch != '-' && t.ch != '/' {
			break
		}
		j--
	}
	if j == i {
		return clause{}
	}
	text := p.text[p.out[j].start:p.out[i-1].end]
	return newClause(text[max(0, len(text)-widestClause):], p.plain)
}

// clauseBehind returns the words from the lexeme i to the end of the sentence.
func (p *parser) clauseBehind(i int) clause {
	j := i
	for n := 0; j < len(p.out) && n < longestClause; n++ {
		if p.ends(j) {
			break
		}
		j++
	}
	if j == i {
		return clause{}
	}
	text := p.text[p.out[i].start:p.out[j-1].end]
	return newClause(text[:min(len(text), widestClause)], p.plain)
}
