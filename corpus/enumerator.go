package corpus

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/docfile"
)

// enumKind is the kind of mark that stands before a numbered piece of text. The
// order is the order of nesting, outermost first.
type enumKind uint8

const (
	enumNone    enumKind = iota
	enumAnnex            // Phụ lục II
	enumPart             // Phần thứ nhất; A. ; A-
	enumChapter          // Chương II
	enumRoman            // IV.
	enumArticle          // Điều 5.
	enumArabic           // 28.
	enumDecimal          // 2.1.
	enumParen            // (3)
	enumLetter           // c)
	enumCaption          // Biểu 1: the table below it
	enumBullet           // -, +, •
)

// enumerator is a mark and the text behind it.
type enumerator struct {
	kind enumKind
	mark string // "IV", "28", "c", "Điều 5", "Phụ lục II"
	rest string
}

// enumeratorOf reads the mark of a block, its own or the one that a word processor counts.
func enumeratorOf(b docfile.Block) enumerator {
	if b.Mark == "" || b.Kind == docfile.Row {
		return parseEnumerator(b.Text)
	}
	if e := parseEnumerator(b.Mark + " " + b.Text); e.kind != enumNone {
		return e
	}
	return enumerator{enumBullet, "", b.Text}
}

// parseEnumerator reads the mark at the beginning of a line. A bullet before
// another mark is dropped: scans turned to Markdown have "- a) …".
func parseEnumerator(s string) enumerator {
	const mostBullets = 4
	rest, bulleted := cutBullet(s)
	behind := rest
	for n, more := 1, bulleted; more && n < mostBullets; n++ {
		behind, more = cutBullet(behind)
	}
	e := parseMark(behind)
	if e.kind == enumNone && bulleted {
		return enumerator{enumBullet, "", rest}
	}
	return e
}

func parseMark(s string) enumerator {
	if name, ok := annexName(s); ok {
		return enumerator{enumAnnex, name, ""}
	}
	for _, word := range []struct {
		prefix string
		kind   enumKind
	}{{"Điều ", enumArticle}, {"Chương ", enumChapter}, {"Phần ", enumPart}, {"Mục ", enumRoman}} {
		if rest, ok := cutPrefixFold(s, word.prefix); ok {
			if e, ok := parseWordMark(rest, word.prefix, word.kind); ok {
				return e
			}
		}
	}
	return parseShortMark(s)
}

func cutBullet(s string) (string, bool) {
	for _, b := range []string{"- ", "+ ", "• ", "– ", "* "} {
		if rest, ok := strings.CutPrefix(s, b); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return s, false
}

// parseWordMark reads "5. Tên điều" behind "Điều ".
func parseWordMark(rest, word string, kind enumKind) (enumerator, bool) {
	number, tail, _ := strings.Cut(rest, " ")
	mark := strings.TrimRight(number, ".:")
	if !isNumber(mark) && romanValue(mark) == 0 {
		return enumerator{}, false
	}
	// "Điều 5 của Luật …" in a sentence is a reference, not a heading.
	tail = strings.TrimSpace(tail)
	if mark == number && tail != "" && kind == enumArticle && !strings.HasPrefix(tail, ".") {
		if r, _ := utf8.DecodeRuneInString(tail); unicode.IsLower(r) {
			return enumerator{}, false
		}
	}
	label := strings.TrimSpace(word) + " " + mark
	if kind == enumRoman {
		label = mark
	}
	return enumerator{kind, label, strings.TrimLeft(tail, ". ")}, true
}

// parseShortMark reads "IV.", "28.", "2.1.", "(3)", "c)", "A-".
func parseShortMark(s string) enumerator {
	if strings.HasPrefix(s, "(") {
		if i := strings.IndexByte(s, ')'); i > 1 && i < 5 && isNumber(s[1:i]) {
			return enumerator{enumParen, s[1:i], strings.TrimSpace(s[i+1:])}
		}
		return enumerator{}
	}
	end := 0
	for end < len(s) && end < 12 {
		r, n := utf8.DecodeRuneInString(s[end:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !(r == '.' && end+n < len(s) && isDigit(s[end+n]) && end > 0 && isDigit(s[end-1])) {
			break
		}
		end += n
	}
	if end == 0 || end >= len(s) {
		return enumerator{}
	}
	mark, stop, rest := s[:end], s[end], s[end+1:]
	if stop == '.' || stop == ')' || stop == '-' {
		if rest != "" && rest[0] != ' ' && stop != ')' {
			// "1.Tổ chức" has lost its blank; "14.30" and "a.b" are no marks.
			if r, _ := utf8.DecodeRuneInString(rest); !unicode.IsUpper(r) || !isNumber(mark) {
				return enumerator{}
			}
		}
	} else if stop != ' ' || !strings.Contains(mark, ".") {
		return enumerator{}
	}
	rest = strings.TrimSpace(rest)
	switch letters := utf8.RuneCountInString(mark); {
	case stop == ' ' || strings.Contains(mark, "."):
		if !isDecimal(mark) {
			return enumerator{}
		}
		return enumerator{enumDecimal, mark, rest}
	case isNumber(mark) && len(mark) <= 3 && stop != '-':
		return enumerator{enumArabic, cmp.Or(strings.TrimLeft(mark, "0"), "0"), rest}
	case stop != ')' && romanValue(mark) > 0:
		return enumerator{enumRoman, mark, rest}
	case stop != ')' && letters == 1 && mark[0] >= 'A' && mark[0] <= 'H':
		return enumerator{enumPart, mark, rest}
	case stop == '.' && mark == "l": // a scanned 1
		return enumerator{enumArabic, "1", rest}
	case stop == ')' && letters == 1 && unicode.IsLower([]rune(mark)[0]):
		return enumerator{enumLetter, mark, rest}
	}
	return enumerator{}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isNumber(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// isDecimal reports whether s is a number with dots such as "2.1", of short parts.
func isDecimal(s string) bool {
	parts := strings.Split(s, ".")
	for _, p := range parts {
		if !isNumber(p) || len(p) > 2 {
			return false
		}
	}
	return len(parts) > 1
}

// romanValue returns the value of a Roman number of capitals I, V, X, L; 0 when it is none.
func romanValue(s string) int {
	values := map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50}
	total := 0
	for i := 0; i < len(s); i++ {
		v := values[s[i]]
		if v == 0 {
			return 0
		}
		if i+1 < len(s) && values[s[i+1]] > v {
			v = -v
		}
		total += v
	}
	return total
}

// annexName reads the heading of an annex: "Phụ lục", "PHỤ LỤC II", "Phụ lục 3:".
func annexName(s string) (string, bool) {
	rest, ok := cutPrefixFold(s, "Phụ lục")
	if !ok {
		return "", false
	}
	rest = strings.TrimSpace(trimPrefixFold(strings.TrimSpace(rest), "số "))
	mark, tail, _ := strings.Cut(rest, " ")
	mark = strings.Trim(mark, ".:")
	switch {
	case rest == "":
		return "Phụ lục", true
	case (isNumber(mark) || romanValue(mark) > 0) && (tail == "" || isUpper(tail)):
		return "Phụ lục " + mark, true
	}
	return "", false
}
