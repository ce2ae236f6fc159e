package golden

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// invisible are characters that are no content.
var invisible = strings.NewReplacer("\u200b", "", "\ufeff", "", "\u00ad", "")

// plain is the form in which texts are compared: NFC, lower case, one blank for every
// run of white space. Diacritics stay.
func plain(s string) string {
	s = norm.NFC.String(strings.ToLower(norm.NFC.String(s)))
	return strings.Join(strings.Fields(invisible.Replace(s)), " ")
}

// plainDocument is the form in which names of documents are compared: no blanks, Đ as D.
func plainDocument(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(plain(s), " ", ""), "đ", "d")
}

// says reports whether the words stand in the text on the edges of words and numbers:
// "quý i" not in "quý ii", "30%" not in "130%", "10" not in "10.000". Both are plain.
func says(text, words string) bool {
	if words == "" {
		return false
	}
	for from := 0; ; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			return false
		}
		start := from + i
		end := start + len(words)
		if beginsAt(text, start) && endsAt(text, end) {
			return true
		}
		_, size := utf8.DecodeRuneInString(text[start:])
		from = start + size
	}
}

// saysAny reports whether one of several words, not yet plain, stands in a plain text.
func saysAny(text string, words []string) bool {
	for _, w := range words {
		if says(text, plain(w)) {
			return true
		}
	}
	return false
}

// beginsAt reports whether a word or number may begin at byte i of a text, which is not its end.
func beginsAt(text string, i int) bool {
	first, _ := utf8.DecodeRuneInString(text[i:])
	before, size := utf8.DecodeLastRuneInString(text[:i])
	if size == 0 {
		return true
	}
	further, _ := utf8.DecodeLastRuneInString(text[:i-size])
	return !runsOn(first, before, further)
}

// endsAt reports whether a word or number may end before byte i of a text, which is not its beginning.
func endsAt(text string, i int) bool {
	last, _ := utf8.DecodeLastRuneInString(text[:i])
	behind, size := utf8.DecodeRuneInString(text[i:])
	if size == 0 {
		return true
	}
	further, _ := utf8.DecodeRuneInString(text[i+size:])
	return !runsOn(last, behind, further)
}

// runsOn reports whether a word or number goes on from its edge to the neighbour, or over
// a point or comma to the figure beyond.
func runsOn(edge, neighbour, beyond rune) bool {
	return isWord(edge) && isWord(neighbour) ||
		unicode.IsDigit(edge) && (neighbour == '.' || neighbour == ',') && unicode.IsDigit(beyond)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
