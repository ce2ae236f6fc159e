package agency

import (
	"strings"

	"dondoc/corpus/viet"
)

// spelling knows the words of which names are made, to mend what a scan did to them.
type spelling struct {
	words  map[string]bool      // toned
	folded map[string][]string  // the words, in small letters, by folded word
	pairs  map[string][][2]word // words that stand side by side, by folded words
}

func newSpelling() *spelling {
	return &spelling{words: map[string]bool{}, folded: map[string][]string{}, pairs: map[string][][2]word{}}
}

// learnWords makes words known, so that they are left as they are.
func (s *spelling) learnWords(words []word) {
	for _, w := range words {
		if s.words[w.toned] || isAbbreviation(w.text) {
			continue
		}
		s.words[w.toned] = true
		s.folded[w.folded] = append(s.folded[w.folded], strings.ToLower(w.text))
	}
}

// learn makes words and their neighbours known.
func (s *spelling) learn(words []word) {
	s.learnWords(words)
	for i := 1; i < len(words); i++ {
		key := words[i-1].folded + " " + words[i].folded
		known := false
		for _, p := range s.pairs[key] {
			known = known || p[0].toned == words[i-1].toned && p[1].toned == words[i].toned && startsUpper(p[1].text) == startsUpper(words[i].text)
		}
		if !known {
			s.pairs[key] = append(s.pairs[key], [2]word{words[i-1], words[i]})
		}
	}
}

// learnName makes the words of an agency's official name known. The neighbours in names of
// places and enterprises prove nothing: other places have names like theirs.
func (s *spelling) learnName(a *Agency) {
	switch words := wordsOf(a.Name); a.Kind {
	case Province, Locality, Company:
		s.learnWords(words)
	case Group:
		for _, n := range a.listed() {
			s.learn(wordsOf(n))
		}
	default:
		s.learn(words)
	}
}

// pair reports whether two toned words are known to stand side by side.
func (s *spelling) pair(a, b *viet.Token) bool {
	if s == nil {
		return false
	}
	for _, p := range s.pairs[a.Folded+" "+b.Folded] {
		if p[0].toned == a.Toned && p[1].toned == b.Toned {
			return true
		}
	}
	return false
}

// restore returns the one known pair that two tokens are when a scan lost marks of both, or
// confused those of one. Capitals must agree: "Hội Đông y" is no "Hội đồng".
func (s *spelling) restore(a, b *viet.Token) (first, second string, ok bool) {
	for _, p := range s.pairs[a.Folded+" "+b.Folded] {
		lost, kept := agrees(a, p[0]) && agrees(b, p[1]), a.Toned == p[0].toned && !s.words[b.Toned] && oneSlip(b, p[1]) || b.Toned == p[1].toned && !s.words[a.Toned] && oneSlip(a, p[0])
		if !lost && !kept || startsUpper(b.Text) != startsUpper(p[1].text) {
			continue
		}
		if ok && (first != p[0].toned || second != p[1].toned) {
			return "", "", false
		}
		first, second, ok = p[0].toned, p[1].toned, true
	}
	if !ok {
		return "", "", false
	}
	return s.spell(a.Folded, first), s.spell(b.Folded, second), true
}

// oneSlip reports whether a token differs from a word in its tone or in the marks of its
// letters, or has one sign for the other, "ó" for "ô": a scan that confuses more reads "lưu
// trú" for "lưu trữ", which is another word.
func oneSlip(t *viet.Token, w word) bool {
	shape, tone := marksOfSyllable(t.Toned, t.Folded)
	wantShape, wantTone := marksOfSyllable(w.toned, w.folded)
	oneSign := tone != 0 && wantTone == 0 && string(shape) == t.Folded && string(wantShape) != w.folded
	return oneSign || t.Folded == t.Toned || tone == wantTone || string(shape) == string(wantShape)
}

// spell returns the word with that tone, in small letters.
func (s *spelling) spell(folded, toned string) string {
	for _, w := range s.folded[folded] {
		if viet.Tokenize(w)[0].Toned == toned {
			return w
		}
	}
	return folded
}

// byTone returns the one known word that has the token's letters and its tone.
func (s *spelling) byTone(t *viet.Token) (string, bool) {
	_, tone := marksOfSyllable(t.Toned, t.Folded)
	found := ""
	for _, w := range s.folded[t.Folded] {
		if _, other := marksOfSyllable(viet.Tokenize(w)[0].Toned, t.Folded); other != tone {
			continue
		}
		if found != "" {
			return "", false
		}
		found = w
	}
	return found, found != ""
}

// IsSyllable reports whether a word can be read aloud as a Vietnamese syllable.
func IsSyllable(t viet.Token) bool { return isSyllable(&t) }

// isSyllable reports whether a token can be read aloud: a beginning and a rime.
func isSyllable(t *viet.Token) bool {
	shape, _ := marksOfSyllable(t.Toned, t.Folded)
	letters := string(shape)
	w := vocabulary()
	if w.rimes[letters] {
		return true
	}
	for i := range letters {
		if i > 3*2 { // "ngh", in bytes of "đ" at most
			break
		}
		if i > 0 && w.onsets[letters[:i]] && w.rimes[letters[i:]] {
			return true
		}
	}
	return false
}
