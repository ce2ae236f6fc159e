package docfile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text that was printed to lines of one width has its paragraphs broken anywhere,
// and its letterhead in two columns side by side. unlayout puts both right before
// the lines are read.

// textLine is a line with its number in the file.
type textLine struct {
	text   string
	number int // from 1
}

// unlayout joins the broken lines of paragraphs and parts columns that stand side by side.
func unlayout(lines []string, first int) []textLine {
	numbered := make([]textLine, 0, len(lines)-first)
	for i := first; i < len(lines); i++ {
		numbered = append(numbered, textLine{strings.ReplaceAll(lines[i], "\f", ""), i + 1})
	}
	numbered = partColumns(numbered)
	if width := wrapWidth(numbered); width > 0 {
		numbered = unwrap(numbered, width)
	}
	return numbered
}

// The widths, in letters, that text is wrapped at.
const narrowestWrap, widestWrap = 50, 140

// wrapWidth returns the width at which the text was broken into lines, or 0 when
// it was not: then there are few runs of lines of nearly one width.
func wrapWidth(lines []textLine) int {
	var widths []int
	run, widest, longest := 0, 0, 0
	for i := 0; i <= len(lines); i++ {
		if i < len(lines) && isProse(lines[i].text) {
			run++
			n := utf8.RuneCountInString(strings.TrimRight(lines[i].text, " "))
			widest, longest = max(widest, n), max(longest, n)
			continue
		}
		if run >= 3 && widest >= narrowestWrap && widest <= widestWrap {
			widths = append(widths, widest)
		}
		run, widest = 0, 0
	}
	if len(widths) < 3 || longest > widestWrap {
		return 0
	}
	slices.Sort(widths)
	return widths[len(widths)*3/4]
}

// isProse reports whether a line may be a part of a wrapped paragraph.
func isProse(line string) bool {
	t := strings.TrimSpace(line)
	return t != "" && !strings.Contains(t, "\t") && t[0] != '|' && t[0] != '#' && !isRule(t)
}

// unwrap joins a line with the next where the first word of that would not have
// stood in the width any more.
func unwrap(lines []textLine, width int) []textLine {
	joined := lines[:0:0]
	last := 0 // letters of the last line as it was printed
	for _, l := range lines {
		t := strings.TrimSpace(l.text)
		if n := len(joined); n > 0 && last > 0 && isProse(l.text) && !beginsListItem(t) && len(joined[n-1].text)+len(t) < MaxText &&
			last+1+utf8.RuneCountInString(firstWord(t)) > width-2 {
			joined[n-1].text += " " + t
		} else {
			joined = append(joined, l)
		}
		last = 0
		if isProse(l.text) {
			last = utf8.RuneCountInString(strings.TrimRight(l.text, " "))
		}
	}
	return joined
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// beginsListItem reports whether a line begins with the mark of a list: "1.", "a)", "-", "IV.".
func beginsListItem(s string) bool {
	word := firstWord(s)
	if len(word) == len(s) || len(word) > 7 {
		return false
	}
	if word == "-" || word == "+" || word == "•" || word == "*" {
		return true
	}
	mark := strings.TrimRight(word, ".)")
	if mark == word || mark == "" {
		return false
	}
	letters := 0
	for _, r := range mark {
		if unicode.IsLetter(r) && !strings.ContainsRune("IVXL", r) {
			letters++
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' {
			return false
		}
	}
	return letters <= 1
}

// mostColumnLines bounds the lines of one pair of columns: a letterhead, a signature.
const mostColumnLines = 30

// partColumns takes apart lines that hold two columns side by side: the left one
// is read to its end, then the right one.
func partColumns(lines []textLine) []textLine {
	out := make([]textLine, 0, len(lines))
	for i := 0; i < len(lines); {
		left, right, n := linesInColumns(lines[i:min(len(lines), i+mostColumnLines)])
		if n == 0 {
			out = append(out, lines[i])
			i++
			continue
		}
		out = append(out, left...)
		out = append(out, textLine{"", lines[i].number})
		out = append(out, right...)
		i += n
	}
	return out
}

// linesInColumns reads the pair of columns that begins with the first line; n is the
// number of lines taken, 0 for none. One such line alone is no pair of columns.
func linesInColumns(lines []textLine) (left, right []textLine, n int) {
	gapped, column := 0, 0
	for _, l := range lines {
		a, b, at := cutGap(l.text)
		switch {
		case at > 0:
			gapped++
			if column == 0 {
				column = at
			}
			column = min(column, at)
			left, right = append(left, textLine{a, l.number}), append(right, textLine{b, l.number})
		case gapped == 0 || strings.TrimSpace(l.text) == "":
			return left, right, pair(gapped, n)
		case indent(l.text) >= column-2:
			right = append(right, l)
		case utf8.RuneCountInString(l.text) < column:
			left = append(left, l)
		default:
			return left, right, pair(gapped, n)
		}
		n++
	}
	return left, right, pair(gapped, n)
}

func pair(gapped, n int) int {
	if gapped < 2 {
		return 0
	}
	return n
}

// widestGap is how many blanks at least part two columns.
const widestGap = 4

// cutGap parts a line at its only wide gap; at is the letter at which the right part begins, 0 without one.
func cutGap(line string) (left, right string, at int) {
	t := strings.TrimRight(line, " ")
	body := strings.TrimLeft(t, " ")
	if strings.Contains(t, "\t") || strings.Contains(t, "|") {
		return "", "", 0
	}
	i := strings.Index(body, strings.Repeat(" ", widestGap))
	if i < 0 {
		return "", "", 0
	}
	right = strings.TrimLeft(body[i:], " ")
	if strings.Contains(right, strings.Repeat(" ", widestGap)) {
		return "", "", 0 // three columns are a table
	}
	return body[:i], right, utf8.RuneCountInString(t) - utf8.RuneCountInString(right)
}

func indent(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }
