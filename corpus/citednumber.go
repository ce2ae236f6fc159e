package corpus

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// numberStart returns where the number begins that goes on behind the slash:
// "749", "15/2020", "57-NQ"; -1 when there is none.
func numberStart(text string, from, slash int) int {
	const longest = 24
	i := slash
	for i > from && slash-i < longest && text[i-1] == ' ' { // "749 /QĐ-TTg"
		i--
	}
	start := i
	for start > from && slash-start < longest {
		r, n := utf8.DecodeLastRuneInString(text[:start])
		if !isLetterOrDigit(r) && r != '/' && r != '-' {
			break
		}
		start -= n
	}
	if s := text[start:i]; s == "" || !isDigit(s[0]) {
		return -1
	}
	return start
}

// lettersEnd returns the end of the letters of a number: "QĐ-TTg", "QĐ - UBND", "QH15".
func lettersEnd(text string, i int) int {
	const most = 4 // parts
	for range most {
		for i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			if !isLetterOrDigit(r) {
				break
			}
			i += n
		}
		rest := text[i:]
		glued := strings.TrimLeft(rest, " ")
		if glued == "" || !strings.ContainsRune("-–&/", firstRune(glued)) {
			break
		}
		next := strings.TrimLeft(strings.TrimLeft(glued, "-–&/"), " ")
		if r := firstRune(next); !unicode.IsUpper(r) || len(rest)-len(next) > 4 {
			break
		}
		if word, _, _ := strings.Cut(next, " "); rest != glued && !isCode(word) {
			break // "QĐ-TTg - Thủ tướng" is two things
		}
		i = len(text) - len(next)
	}
	return i
}

// isCode reports whether a word is letters of a number: two capitals at least.
func isCode(word string) bool {
	capitals := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals >= 2
}

// mendNumber turns the letters that a scan read for digits back: "7O9/QĐ-TTg".
func mendNumber(number string) string {
	digits, letters, ok := strings.Cut(number, "/")
	if !ok || len(digits) > 5 {
		return strings.ReplaceAll(number, "–", "-")
	}
	mended := strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1").Replace(digits)
	if !isNumber(mended) {
		mended = digits
	}
	return mended + "/" + strings.ReplaceAll(letters, "–", "-")
}

// numberKey folds a number so that its spellings agree: "17/QĐ-UBQGCĐS", "17/QD-UBQGCDS", "017/QĐ-…".
func numberKey(number string) string {
	var b strings.Builder
	for _, r := range strings.TrimLeft(number, "0") {
		if isLetterOrDigit(r) || r == '/' {
			b.WriteRune(r)
		}
	}
	return viet.Fold(b.String())
}

var citedDate = regexp.MustCompile(`^[\s,]*(?:ban hành\s+)?ngày\s+([\dOol]{1,2})\s*(?:[/.-]|\s+tháng\s+)\s*([\dOol]{1,2})\s*(?:[/.-]|\s+năm\s+)\s*([\dOol]{4})`)

// dateBehind reads the date behind a number and returns its length.
func dateBehind(s string) (viet.Date, int) {
	const longest = 60
	m := citedDate.FindStringSubmatchIndex(headOf(s, longest))
	if m == nil {
		return viet.Date{}, 0
	}
	part := func(i int) int {
		return atoi(strings.NewReplacer("O", "0", "o", "0", "l", "1").Replace(s[m[i]:m[i+1]]))
	}
	date, ok := viet.NewDate(part(6), part(4), part(2))
	if !ok {
		return viet.Date{}, 0
	}
	return date, m[1]
}
