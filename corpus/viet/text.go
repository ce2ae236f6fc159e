package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// repairs maps letters that only look right, and characters that are not content.
// U+00AD is ư in TCVN3 text: decode legacy fonts before normalising.
var repairs = strings.NewReplacer(
	"\u00a0", " ", "\u2007", " ", "\u202f", " ",
	"\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", "\u00ad", "",
	"Ð", "Đ", "Ɖ", "Đ",
	"\r\n", "\n", "\r", "\n",
)

// Normalize brings text to the one form that the program works on: NFC, real
// Đ, plain blanks, no invisible characters, "\n" as line end, valid UTF-8.
func Normalize(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return norm.NFC.String(repairs.Replace(s))
}

// Squeeze replaces every run of white space by one blank and trims the ends.
func Squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// letter is what the index needs to know of a Vietnamese letter.
type letter struct {
	folded rune // lower case, no mark at all: 'ấ' -> 'a'
	shape  rune // lower case, without its tone: 'ấ' -> 'â'
	tone   byte // '0' level, then grave, acute, hook, tilde, dot: '1'…'5'
}

var tones = map[rune]byte{0x300: '1', 0x301: '2', 0x309: '3', 0x303: '4', 0x323: '5'}

// letters covers every precomposed letter that Vietnamese uses; others are lower-cased as they are.
var letters = buildLetters()

func buildLetters() map[rune]letter {
	m := make(map[rune]letter, 200)
	add := func(r rune) {
		l := letter{tone: '0'}
		for _, d := range norm.NFD.String(string(unicode.ToLower(r))) {
			switch t, isTone := tones[d]; {
			case l.folded == 0:
				l.folded, l.shape = d, d
			case isTone:
				l.tone = t
			default: // circumflex, breve or horn
				l.shape, _ = utf8.DecodeRuneInString(norm.NFC.String(string(l.shape) + string(d)))
			}
		}
		if l.folded == 'đ' {
			l.folded = 'd'
		}
		m[r] = l
	}
	for r := rune('A'); r <= 'z'; r++ {
		add(r)
	}
	for r := rune(0xC0); r <= 0x1B0; r++ {
		add(r)
	}
	for r := rune(0x1EA0); r <= 0x1EF9; r++ {
		add(r)
	}
	return m
}

// foldRune returns r in lower case without any mark.
func foldRune(r rune) rune {
	if l, ok := letters[r]; ok {
		return l.folded
	}
	return unicode.ToLower(r)
}

// Fold returns s in lower case without diacritics, đ as d: what people type in a hurry.
// Rune positions are kept.
func Fold(s string) string { return strings.Map(foldRune, s) }

// Token is a syllable, a number or a run of Latin letters.
type Token struct {
	Text   string // as written
	Folded string // lower case, no diacritics: "hoa"
	Toned  string // lower case, with the tone at the end, so that "hòa" equals "hoà": "hoa1"
	Start  int    // byte offsets in the tokenized text
	End    int
}

// Tokenize splits s into runs of letters and digits. Hyphens, ampersands and slashes part tokens.
func Tokenize(s string) []Token {
	tokens := make([]Token, 0, len(s)/5+1)
	start := -1
	for i, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			tokens = append(tokens, newToken(s, start, i))
			start = -1
		}
	}
	if start >= 0 {
		tokens = append(tokens, newToken(s, start, len(s)))
	}
	return tokens
}

func newToken(s string, start, end int) Token {
	text := s[start:end]
	var folded, toned strings.Builder
	tone := byte('0')
	for _, r := range text {
		l, ok := letters[r]
		if !ok {
			l = letter{folded: unicode.ToLower(r), shape: unicode.ToLower(r), tone: '0'}
		}
		folded.WriteRune(l.folded)
		toned.WriteRune(l.shape)
		if l.tone != '0' {
			tone = l.tone
		}
	}
	if tone != '0' {
		toned.WriteByte(tone)
	}
	return Token{Text: text, Folded: folded.String(), Toned: toned.String(), Start: start, End: end}
}
