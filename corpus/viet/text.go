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

// The letters of Latin and of Vietnamese stand in two blocks; alphabet holds both, for
// looking a letter up in a map is most of the cost of reading text.
const (
	latinEnd           = 0x250
	vietStart, vietEnd = 0x1EA0, 0x1EFA
	alphabetSize       = latinEnd + vietEnd - vietStart
)

// character is a letter with whether it belongs to a token at all.
type character struct {
	letter
	part bool
}

var alphabet = buildAlphabet()

func buildAlphabet() (all [alphabetSize]character) {
	for i := range all {
		r := rune(i)
		if i >= latinEnd {
			r += vietStart - latinEnd
		}
		all[i] = characterOf(r)
	}
	return all
}

// characterOf is look for runes that are not in the alphabet, and what fills it.
func characterOf(r rune) character {
	c := character{letter{unicode.ToLower(r), unicode.ToLower(r), '0'}, unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)}
	if l, ok := letters[r]; ok {
		c.letter = l
	}
	return c
}

func look(r rune) character {
	switch {
	case r >= 0 && r < latinEnd:
		return alphabet[r]
	case r >= vietStart && r < vietEnd:
		return alphabet[r-vietStart+latinEnd]
	}
	return characterOf(r)
}

// foldRune returns r in lower case without any mark.
func foldRune(r rune) rune { return look(r).folded }

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
// The strings of all tokens lie in s and in one piece of memory beside it: whoever keeps a few of
// them for long clones them.
func Tokenize(s string) []Token { return AppendTokens(make([]Token, 0, len(s)/5+1), s) }

// AppendTokens appends the tokens of s to tokens, for who reads many texts and keeps none.
func AppendTokens(tokens []Token, s string) []Token {
	t := tokenizer{text: s, tokens: tokens}
	start := -1
	for i, r := range s {
		c := look(r)
		if c.part {
			if start < 0 {
				start = i
			}
			t.letter(start, i, r, c.letter)
			continue
		}
		if start >= 0 {
			t.end(start, i)
			start = -1
		}
	}
	if start >= 0 {
		t.end(start, len(s))
	}
	return t.tokens
}

// tokenizer collects the letters of one token after the other.
type tokenizer struct {
	text   string
	tokens []Token
	forms  strings.Builder // the forms of all tokens that are not as written

	// Of the token at hand, from its first letter on that is not as written.
	folded, toned []byte
	tone          byte // 0 for the level one
	changed       bool // there is such a letter
	marked        bool // the forms differ
}

// letter adds the letter at byte i of the text to the token that begins at start.
func (t *tokenizer) letter(start, i int, r rune, l letter) {
	if !t.changed {
		if l.folded == r {
			return
		}
		t.changed = true
		t.folded = append(t.folded[:0], t.text[start:i]...)
		t.toned = append(t.toned[:0], t.text[start:i]...)
	}
	t.folded = utf8.AppendRune(t.folded, l.folded)
	t.toned = utf8.AppendRune(t.toned, l.shape)
	t.marked = t.marked || l.folded != l.shape
	if l.tone != '0' {
		t.tone, t.marked = l.tone, true
	}
}

// end makes a token of the letters so far.
func (t *tokenizer) end(start, end int) {
	text := t.text[start:end]
	k := Token{Text: text, Folded: text, Toned: text, Start: start, End: end}
	if t.changed {
		k.Folded = t.keep(t.folded)
		k.Toned = k.Folded
	}
	if t.marked {
		if t.tone != 0 {
			t.toned = append(t.toned, t.tone)
		}
		k.Toned = t.keep(t.toned)
	}
	t.tokens = append(t.tokens, k)
	t.tone, t.changed, t.marked = 0, false, false
}

// keep returns a copy that shares its memory with those of other tokens.
func (t *tokenizer) keep(form []byte) string {
	if t.forms.Cap() == 0 {
		t.forms.Grow(len(t.text) + len(t.text)/2)
	}
	at := t.forms.Len()
	t.forms.Write(form)
	return t.forms.String()[at:]
}
