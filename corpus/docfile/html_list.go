package docfile

import (
	"strconv"
	"strings"
)

// htmlList is an open <ol> or <ul>.
type htmlList struct {
	style string // of its numbers: "1", "a", "A", "i", "I"; "" for a dash, "none" for nothing
	next  int
	step  int
}

// htmlStyles are the names of CSS for the types of lists.
var htmlStyles = []struct{ css, style string }{
	{"none", "none"}, {"lower-alpha", "a"}, {"lower-latin", "a"}, {"upper-alpha", "A"}, {"upper-latin", "A"},
	{"lower-roman", "i"}, {"upper-roman", "I"}, {"decimal", "1"},
}

func (r *htmlReader) openList(t htmlTag) {
	const deepest = 64
	l := htmlList{next: 1, step: 1}
	if t.name == "ol" {
		l.style = "1"
		switch t.kind {
		case "a", "A", "i", "I":
			l.style = t.kind
		}
		if t.reversed {
			l.next, l.step = r.countItems(), -1
		}
		if n, ok := listNumber(t.start); ok {
			l.next = n
		}
	}
	if _, css, ok := strings.Cut(t.style, "list-style"); ok {
		value, _, _ := strings.Cut(css, ";")
		for _, s := range htmlStyles {
			if strings.Contains(value, s.css) && (t.name == "ol" || s.style == "none") {
				l.style = s.style
			}
		}
	}
	if len(r.lists) < deepest {
		r.lists = append(r.lists, l)
	}
}

func (r *htmlReader) closeList() {
	if n := len(r.lists); n > r.base() {
		r.lists = r.lists[:n-1]
	}
	r.mark = ""
}

// base is how many of the open lists stand outside the table being read.
func (r *htmlReader) base() int {
	if n := len(r.tables); n > 0 {
		return r.tables[n-1].lists
	}
	return 0
}

func (r *htmlReader) openItem(t htmlTag) {
	r.mark = "-"
	if len(r.lists) <= r.base() {
		return
	}
	l := &r.lists[len(r.lists)-1]
	switch l.style {
	case "":
		return
	case "none":
		r.mark = ""
		return
	}
	if n, ok := listNumber(t.value); ok {
		l.next = n
	}
	r.mark = listMark(l.next, l.style) + "."
	l.next += l.step
}

// countItems counts the items of the list that begins here: a reversed list begins with their number.
func (r *htmlReader) countItems() int {
	const reach, most = 64 << 10, 100
	if r.counted++; r.counted > most {
		return 1
	}
	items, depth := 0, 1
	for rest := r.rest[:min(len(r.rest), reach)]; depth > 0; {
		at := strings.IndexByte(rest, '<')
		if at < 0 {
			break
		}
		rest = rest[at+1:]
		switch tag := strings.ToLower(rest[:min(len(rest), 3)]); {
		case tag == "ol>", tag == "ol ", tag == "ul>", tag == "ul ":
			depth++
		case tag == "/ol", tag == "/ul":
			depth--
		case depth == 1 && (tag == "li>" || tag == "li "):
			items++
		}
	}
	return items
}

// listNumber reads an attribute that numbers a list.
func listNumber(s string) (int, bool) {
	const most = 1_000_000
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return n, err == nil && n >= -most && n <= most
}

// listMark writes a number as the type of its list asks; what it cannot write so, in digits.
func listMark(n int, style string) string {
	switch style {
	case "a", "A":
		if n < 1 {
			break
		}
		var letters string
		for ; n > 0; n = (n - 1) / 26 {
			letters = string(rune('a'+(n-1)%26)) + letters
		}
		if style == "A" {
			return strings.ToUpper(letters)
		}
		return letters
	case "i", "I":
		const most = 3999
		if n < 1 || n > most {
			break
		}
		if style == "i" {
			return strings.ToLower(romanNumeral(n))
		}
		return romanNumeral(n)
	}
	return strconv.Itoa(n)
}

func romanNumeral(n int) string {
	values := []int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	letters := []string{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"}
	var b strings.Builder
	for i, v := range values {
		for ; n >= v; n -= v {
			b.WriteString(letters[i])
		}
	}
	return b.String()
}
