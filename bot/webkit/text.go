package webkit

import (
	"strings"
	"unicode"
)

// Clean drops what can make text look different from what it says: control characters and the marks that turn the
// direction of writing, which Vietnamese never needs. Line breaks and tabs stay.
func Clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

// OneLine is Clean text with all white space as single blanks.
func OneLine(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// Shorten cuts text to so many runes, with a sign that it did.
func Shorten(s string, runes int) string {
	n := 0
	for i := range s {
		if n == runes {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
