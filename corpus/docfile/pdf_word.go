package docfile

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordText joins the glyphs of a word: legacy fonts are converted, footnote marks taken out.
func wordText(word []pdfInk) string {
	var b strings.Builder
	for i := 0; i < len(word); {
		j := i
		for j < len(word) && word[j].legacy == word[i].legacy && word[j].raised == word[i].raised {
			j++
		}
		var run strings.Builder
		for _, g := range word[i:j] {
			run.WriteString(g.text)
		}
		text := fromLegacy(run.String(), word[i].legacy)
		if word[i].raised && isFootnoteMark(text) && !isExponent(b.String(), text) {
			text = Footnote
		}
		b.WriteString(text)
		i = j
	}
	return unknownLetters.ReplaceAllString(b.String(), "")
}

// unknownLetters are letters that their font does not tell; a single one stays, to show that it is missing.
var unknownLetters = regexp.MustCompile(`\x{FFFD}{2,}|^\x{FFFD}$`)

func fromLegacy(s string, legacy pdfLegacy) string {
	switch legacy {
	case pdfTCVN3:
		return tcvn3ToUnicode(s)
	case pdfTCVN3Upper:
		return strings.ToUpper(tcvn3ToUnicode(s))
	case pdfVNI:
		return vniToUnicode(s)
	}
	return s
}

// isFootnoteMark tells "1", "(2)" and "*" from raised letters such as those of "1st".
func isFootnoteMark(s string) bool {
	s = strings.Trim(s, "()[] ,")
	return s != "" && len(s) <= 3 && strings.Trim(s, "0123456789*") == ""
}

// joinLetters joins words that were written with a blank behind every letter: "K Ế  H O Ạ C H".
func joinLetters(tokens []pdfToken) []pdfToken {
	const fewest = 4 // in a row
	joined := tokens[:0:0]
	for i := 0; i < len(tokens); {
		j := i
		for j < len(tokens) && isLetter(tokens[j].text) {
			j++
		}
		if j-i < fewest {
			joined = append(joined, tokens[i:max(j, i+1)]...)
			i = max(j, i+1)
			continue
		}
		gaps := make([]float64, 0, j-i)
		for _, t := range tokens[i+1 : j] {
			gaps = append(gaps, t.gap)
		}
		slices.Sort(gaps)
		usual := gaps[len(gaps)/2]
		for k := i; k < j; k++ {
			if k == i || tokens[k].gap > 1.6*usual {
				joined = append(joined, tokens[k])
				continue
			}
			last := &joined[len(joined)-1]
			last.text += tokens[k].text
			last.right = tokens[k].right
		}
		i = j
	}
	return joined
}

func isLetter(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n == len(s) && unicode.IsLetter(r)
}

// mendSyllables joins what no syllable is, consonants alone, to the neighbour that it nearly touches.
func mendSyllables(tokens []pdfToken) []pdfToken {
	const fewest = 4 // gaps, to know how wide a blank is here
	if len(tokens) <= fewest {
		return tokens
	}
	gaps := make([]float64, 0, len(tokens))
	for _, t := range tokens[1:] {
		gaps = append(gaps, t.gap)
	}
	slices.Sort(gaps)
	narrow := 0.55 * gaps[len(gaps)/2]
	joined := tokens[:1:1]
	for _, t := range tokens[1:] {
		last := &joined[len(joined)-1]
		if t.gap < narrow && (areConsonants(last.text) || areConsonants(t.text)) {
			last.text += t.text
			last.right = t.right
			continue
		}
		joined = append(joined, t)
	}
	return joined
}

// areConsonants reports whether s is one to three small consonants, as at the beginning or end of a syllable.
func areConsonants(s string) bool {
	return s != "" && len(s) <= 4 && strings.Trim(s, "bcdđghklmnpqrstvx") == ""
}
