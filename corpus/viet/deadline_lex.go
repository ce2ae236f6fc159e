package viet

import (
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	noToken   tokenKind = iota
	knownWord           // one that the grammar knows
	otherWord           // a run of words that it does not; value counts them
	numeral             // at most four digits; width counts them
	roman               // I to IV
	mark                // punctuation; ch tells which
)

// lexeme is a token of the grammar of deadlines.
type lexeme struct {
	kind       tokenKind
	word       word
	ch         byte // '-' for every dash, '|' for a cell or paragraph border, '?' for marks without meaning here
	width      int8
	guessed    bool // a scanning error was repaired
	glued      bool // nothing stands between it and the token before
	value      short
	start, end int
}

// words counts the words of a lexeme: one but in a run.
func (t lexeme) words() int {
	if t.kind == otherWord {
		return int(t.value)
	}
	return 1
}

// longestRun is as many unknown words as are counted in one run.
const longestRun = 1 << 14

// lexer cuts text into lexemes.
type lexer struct {
	text  string
	cell  bool // blank lines and tabs do not part phrases
	plain bool // no Vietnamese mark in the text
	out   []lexeme
	at    int
}

// hasMarks reports whether a letter with a Vietnamese mark stands in s: U+00C0 to U+01BF and U+1E00 to U+1FFF.
func hasMarks(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0xC3 && c <= 0xC6 || c == 0xE1 {
			return true
		}
	}
	return false
}

func (l *lexer) run() {
	l.out = make([]lexeme, 0, len(l.text)/12+8)
	for l.at < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.at:])
		switch {
		case r >= '0' && r <= '9':
			l.number()
		case isLetter(r):
			if looksLikeDigit(r) && l.digitAt(l.at+size) {
				l.number()
			} else {
				l.wordRun()
			}
		case r == ' ' || r == '*' || r == '_' || r == '\u00a0':
			l.at += size
		case unicode.IsSpace(r):
			l.space()
		default:
			l.emit(lexeme{kind: mark, ch: markOf(r), start: l.at, end: l.at + size})
		}
	}
}

func isLetter(r rune) bool {
	return glyphOf(r).letter != 0 || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.Is(unicode.Mn, r))
}

func markOf(r rune) byte {
	switch r {
	case '–', '—', '‑', '−', '‐', '‒', '―', '÷', '~', '→':
		return '-'
	case '⁄', '∕', '／':
		return '/'
	case '+', '&':
		return ','
	case '/', '-', '.', ',', ';', ':', '(', ')', '%':
		return byte(r)
	}
	return '?'
}

func (l *lexer) emit(t lexeme) {
	n := len(l.out)
	t.glued = n > 0 && l.out[n-1].end == t.start
	if t.kind == otherWord && n > 0 && l.out[n-1].kind == otherWord {
		l.out[n-1].end = t.end
		l.out[n-1].value = min(l.out[n-1].value+1, longestRun)
	} else {
		l.out = append(l.out, t)
	}
	l.at = t.end
}

// space skips white space; a tab or an empty line ends a cell or a paragraph.
func (l *lexer) space() {
	start, lines, tab := l.at, 0, false
	for l.at < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.at:])
		if !unicode.IsSpace(r) {
			break
		}
		l.at += size
		tab = tab || r == '\t'
		if r == '\n' {
			lines++
		}
	}
	if (lines > 1 || tab) && !l.cell {
		l.emit(lexeme{kind: mark, ch: '|', start: start, end: l.at})
	}
}

func (l *lexer) wordRun() {
	start, end := l.at, len(l.text)
	var k wordKey
	for i, r := range l.text[start:] {
		if r < utf8.RuneSelf && glyphs[r].letter == 0 || r >= utf8.RuneSelf && !isLetter(r) {
			end = start + i
			break
		}
		if r == 'I' && l.quarterEnds(&k) {
			end = start + i
			break
		}
		k.add(r)
	}
	if v, guessed := romanOf(l.text[start:end]); v > 0 {
		if guessed && l.behindMonth() { // "tháng ll/2019": there only figures can stand
			l.emit(lexeme{kind: numeral, value: onesOf(end - start), width: int8(end - start), guessed: true, start: start, end: end})
			return
		}
		l.emit(lexeme{kind: roman, value: v, guessed: guessed, start: start, end: end})
		return
	}
	if l.hourMark(start, end) {
		l.emit(lexeme{kind: knownWord, word: wGio, start: start, end: end})
		return
	}
	w, guessed := k.find(l.plain)
	if w.word == noWord {
		l.emit(lexeme{kind: otherWord, value: 1, start: start, end: end})
		return
	}
	l.emit(lexeme{kind: knownWord, word: w.word, value: w.value, guessed: guessed, start: start, end: end})
}

// behindMonth reports whether the word before is "tháng" or "ngày".
func (l *lexer) behindMonth() bool {
	n := len(l.out)
	return n > 0 && l.out[n-1].kind == knownWord && (l.out[n-1].word == wThang || l.out[n-1].word == wNgay)
}

// onesOf is the number that is written with n ones.
func onesOf(n int) short {
	value := short(0)
	for range n {
		value = value*10 + 1
	}
	return value
}

// quarterEnds reports whether the letters so far are all of "Q" or "Quý", so that a Roman number sticks to them: "QIII/2026".
func (l *lexer) quarterEnds(k *wordKey) bool {
	if k.n != 1 && k.n != 3 || byte(k.letters>>(8*(k.n-1))) != 'q' {
		return false
	}
	w, _ := k.find(l.plain)
	return w.word == wQuy || w.word == wQ
}

// hourMark reports whether the letter stands for "giờ" behind a number: "17h00", "9g30". The G of "5G" does not.
func (l *lexer) hourMark(start, end int) bool {
	if end-start != 1 || l.text[start] != 'h' && l.text[start] != 'g' {
		return false
	}
	n := len(l.out)
	return n > 0 && l.out[n-1].kind == numeral && l.out[n-1].end == start
}

// romanOf reads I to IV in either case; a small L stands for I in scans.
func romanOf(s string) (value short, guessed bool) {
	if len(s) > 3 {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case 'I', 'i':
			value++
		case 'l':
			value, guessed = value+1, true
		case 'V', 'v':
			if i != 1 || len(s) != 2 {
				return 0, false
			}
			value = 4
		default:
			return 0, false
		}
	}
	return value, guessed
}

func looksLikeDigit(r rune) bool { return r == 'O' || r == 'o' || r == 'l' }

func (l *lexer) digitAt(i int) bool { return i < len(l.text) && l.text[i] >= '0' && l.text[i] <= '9' }

// number reads digits, and a letter O or a small L between or after them as the digit it looks like.
func (l *lexer) number() {
	t := lexeme{kind: numeral, start: l.at}
	i, digits := l.at, 0
	for ; i < len(l.text); i++ {
		c := l.text[i]
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case looksLikeDigit(rune(c)) && (l.digitAt(i+1) || c != 'l' && l.wordEnds(i+1)):
			t.guessed = true
			c = digitFor(c)
		default:
			c = 0xFF
		}
		if c == 0xFF {
			break
		}
		if digits++; digits <= 4 {
			t.value = t.value*10 + short(c)
		}
	}
	t.end, t.width = i, int8(min(digits, 5))
	if digits > 4 {
		t.kind, t.value = mark, 0
		t.ch = '?'
	}
	l.emit(t)
}

func digitFor(c byte) byte {
	if c == 'l' {
		return 1
	}
	return 0
}

func (l *lexer) wordEnds(i int) bool {
	r, _ := utf8.DecodeRuneInString(l.text[i:])
	return i >= len(l.text) || !isLetter(r)
}
