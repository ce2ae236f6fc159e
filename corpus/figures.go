package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// figure is a number, or a range of two, with what stands before and behind it:
// "đạt trên 30%", "tối thiểu 150.000 doanh nghiệp", "từ 5 đến 7%", "95% trở lên".
type figure struct {
	comparison, value, unit string // as written; comparison may be ""
	kind                    measureKind
	from, to                int // bytes of all of it in the text
	noun                    int // bytes of the unit at its end when it is a counted thing
	verb                    bool
}

// Figure says comparison, value and unit together: "trên 85%", "từ 15 xã trở lên".
func (t *Target) Figure() string {
	number := t.Value
	switch {
	case t.Unit == "":
	case strings.HasPrefix(t.Unit, "%"), strings.HasPrefix(t.Unit, "‰"), strings.HasPrefix(t.Unit, "/"):
		number += t.Unit
	default:
		number += " " + t.Unit
	}
	switch {
	case t.Comparison == "":
		return number
	case strings.Contains(t.Comparison, "…"):
		return strings.Replace(t.Comparison, "…", number, 1)
	}
	return t.Comparison + " " + number
}

// figuresIn finds the numbers that have a unit, from left to right, looking at every number once.
func figuresIn(text string) []figure {
	var found []figure
	last := 0 // end of the figure before
	for i := strings.IndexAny(text, "0123456789"); i < len(text) && i >= 0; {
		end := valueEnd(text, i)
		if f, ok := figureAt(text, last, i, end); ok {
			found = append(found, f)
			last, end = f.to, f.to
		}
		next := strings.IndexAny(text[end:], "0123456789")
		if next < 0 {
			break
		}
		i = end + next
	}
	return found
}

// figureAt reads the figure whose value stands from i to end; nothing before last belongs to it.
func figureAt(text string, last, i, end int) (figure, bool) {
	if !beginsValue(text, i) {
		return figure{}, false
	}
	blank := len(text[end:]) - len(strings.TrimLeft(text[end:], " \t"))
	m, length, noun := unitAt(text[end+blank:])
	if length == 0 {
		return figure{}, false
	}
	f := figure{value: text[i:end], unit: m.words, kind: m.kind, to: end + blank + length, noun: noun}
	from, verb := comparisonBefore(text[last:i])
	f.from, f.verb = last+from, verb
	f.comparison = strings.ToLower(strings.Join(strings.Fields(text[f.from:i]), " "))
	if f.from == i && words().labels.suffix(strings.TrimRight(text[last:i], " \t")) > 0 {
		return figure{}, false // "năm 2025 doanh nghiệp …", "Điều 5"
	}
	rest := strings.TrimLeft(text[f.to:], " \t")
	for _, behind := range []string{"trở lên", "trở xuống"} {
		if _, ok := cutPrefixFold(rest, behind); ok {
			f.comparison = strings.TrimSpace(f.comparison+" …") + " " + behind
			f.to = len(text) - len(rest) + len(behind)
			f.noun = 0
		}
	}
	return f, true
}

// beginsValue reports whether a number of its own begins at i: no part of a
// date, of a document's number or of a word.
func beginsValue(text string, i int) bool {
	before, n := utf8.DecodeLastRuneInString(text[:i])
	if n == 0 {
		return true
	}
	if before == '-' || before == '–' { // "- 50%" and "QĐ-50"
		before, n = utf8.DecodeLastRuneInString(text[:i-n])
		return n == 0 || unicode.IsSpace(before)
	}
	return before != '/' && before != '.' && before != ',' && !isLetterOrDigit(before)
}

// numberEnd returns the end of the number that begins at i: "1.500,5".
func numberEnd(text string, i int) int {
	for i < len(text) && (isDigit(text[i]) || (text[i] == '.' || text[i] == ',') && i+1 < len(text) && isDigit(text[i+1])) {
		i++
	}
	return i
}

// ranges join the two numbers of a range.
var ranges = []string{"-", "–", "÷", "đến", "tới"}

// valueEnd returns the end of the number, or range of numbers, that begins at i:
// "10 - 12", "5% đến 7".
func valueEnd(text string, i int) int {
	end := numberEnd(text, i)
	rest := strings.TrimLeft(strings.TrimPrefix(text[end:], "%"), " ")
	for _, r := range ranges {
		behind, ok := strings.CutPrefix(rest, r)
		if !ok {
			continue
		}
		if behind = strings.TrimLeft(behind, " "); behind != "" && isDigit(behind[0]) {
			second := len(text) - len(behind)
			return numberEnd(text, second)
		}
	}
	return end
}

// unitAt reads the unit that begins s: "%", "triệu lượt khách", "tỷ đồng/năm". The
// length is 0 when there is none; noun is that of a counted thing at its end.
func unitAt(s string) (m measure, length, noun int) {
	scale := scaleEnd(s)
	end := scale + len(s[scale:]) - len(strings.TrimLeft(s[scale:], " "))
	m, n := baseUnit(s[end:])
	switch {
	case n > 0 && m.kind != noMeasure:
		end += n
	case scale == 0:
		return measure{}, 0, 0
	default:
		end = scale
		m = measure{kind: scaleAlone(s[:scale])}
	}
	if m.kind == countedThing {
		noun = n
	}
	if per := perEnd(s, end); per > end {
		end, noun = per, 0
		if m.kind == countedThing {
			m.kind = plainMeasure
		}
	}
	m.words = s[:end]
	return m, end, noun
}

// scaleEnd returns the end of "triệu" or "nghìn tỷ" at the beginning of s.
func scaleEnd(s string) int {
	end := 0
	for i := 0; i < len(s); {
		if m, n := baseUnit(s[i:]); n > 0 && m.kind == noMeasure { // "tỷ lệ"
			break
		}
		n := words().scales.prefix(s[i:])
		if n == 0 {
			break
		}
		end = i + n
		i = end + len(s[end:]) - len(strings.TrimLeft(s[end:], " "))
		if i > len("nghìn triệu tỷ ") {
			break
		}
	}
	return end
}

// scaleAlone tells what a number of millions counts when no unit follows: of
// billions nobody counts anything but money.
func scaleAlone(scale string) measureKind {
	if strings.HasSuffix(strings.ToLower(scale), "tỷ") || strings.HasSuffix(strings.ToLower(scale), "tỉ") {
		return sumOfMoney
	}
	return plainMeasure
}

// baseUnit returns the longest unit that begins s.
func baseUnit(s string) (measure, int) {
	first, _ := utf8.DecodeRuneInString(s)
	for _, m := range words().units[unicode.ToLower(first)] {
		if len(s) < len(m.words) || !strings.EqualFold(s[:len(m.words)], m.words) || !endsWord(s, len(m.words)) {
			continue
		}
		if symbol := len(m.words) <= 3 && m.kind == plainMeasure; (symbol || m.kind == countedThing) && !strings.HasPrefix(s, m.words) {
			continue // "M" is no metre, and "2 Bộ Y tế" is no two of something
		}
		n := len(m.words)
		if m.words == "%" {
			n = shareEnd(s)
		}
		return m, n
	}
	return measure{}, 0
}

// shareEnd lets a percentage of the product be a unit: "% GDP".
func shareEnd(s string) int {
	for _, whole := range []string{" GDP", " GRDP"} {
		if strings.HasPrefix(s[1:], whole) && endsWord(s, 1+len(whole)) {
			return 1 + len(whole)
		}
	}
	return 1
}

// perEnd returns the end of what a unit is per: "/năm", "/người/tháng", "/10.000 dân".
func perEnd(s string, end int) int {
	const most, longest = 2, 16 // how many, and bytes of each
	for range most {
		if end >= len(s) || s[end] != '/' {
			break
		}
		i := end + 1
		if n := numberEnd(s, i); n > i {
			i = n + len(s[n:]) - len(strings.TrimLeft(s[n:], " "))
		}
		if n := words().scales.prefix(s[i:]); n > 0 && i+n < len(s) && s[i+n] == ' ' { // "/vạn dân"
			i += n + 1
		}
		start := i
		for i < len(s) && i-start <= longest {
			r, n := utf8.DecodeRuneInString(s[i:])
			if !isLetterOrDigit(r) {
				break
			}
			i += n
		}
		if i == start || i-start > longest {
			break
		}
		end = i
	}
	return end
}

// comparisonBefore returns where the words of comparison at the end of s begin,
// and whether a verb of change is among them.
func comparisonBefore(s string) (from int, verb bool) {
	const most = 4 // "đạt tối thiểu khoảng", and one more
	rest := strings.TrimRight(s, " \t")
	from = len(s)
	for range most {
		n := words().changes.suffix(rest)
		change := n > 0
		if limit := words().limits.suffix(rest); limit > n {
			n, change = limit, false
		}
		if n == 0 {
			break
		}
		verb = verb || change
		from = len(rest) - n
		rest = strings.TrimRight(rest[:from], " \t")
	}
	return from, verb
}
