package knowledge

import (
	"strings"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// repair mends slips of the finger: a syllable that is none, and that neither the
// documents nor the data files know, becomes the one that it is a letter away from, if a neighbour in the question
// stands beside that one in the documents. What is right, or can be anything, stays.
func (s *snapshot) repair(text string) string {
	tokens := viet.Tokenize(text)
	return rewrite(text, tokens, func(i int) string {
		if !s.unknownSyllable(tokens[i]) {
			return ""
		}
		return s.likeliest(tokens, i)
	})
}

// unknownSyllable reports whether a word may be a slip: small letters that nobody knows.
func (s *snapshot) unknownSyllable(t viet.Token) bool {
	const shortest, longest = 3, 8
	if len(t.Folded) < shortest || len(t.Folded) > longest || s.index.DocumentFrequency(t.Folded) > 0 {
		return false
	}
	w := loadWords()
	padded := " " + t.Folded + " "
	if w.stops[t.Folded] || w.frame[t.Folded] || w.synonyms[padded] != nil || w.asks[padded] != nil || strings.ToUpper(t.Text) == t.Text {
		return false
	}
	for i := 0; i < len(t.Folded); i++ {
		if c := t.Folded[i]; c < 'a' || c > 'z' {
			return false
		}
	}
	return !agency.IsSyllable(t)
}

// likeliest returns the syllable one slip away that stands most often beside a neighbour, "" without any.
func (s *snapshot) likeliest(tokens []viet.Token, i int) string {
	best, most := "", 0
	for w := range s.index.Vocabulary() {
		if !oneSlip(w, tokens[i].Folded) {
			continue
		}
		n := 0
		if i > 0 {
			n += s.index.PairFrequency(tokens[i-1].Folded, w)
		}
		if i+1 < len(tokens) {
			n += s.index.PairFrequency(w, tokens[i+1].Folded)
		}
		if n > most || n == most && n > 0 && w < best {
			best, most = w, n
		}
	}
	return best
}

// oneSlip reports whether two words differ by one letter left out, put in, changed, or by two exchanged.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
