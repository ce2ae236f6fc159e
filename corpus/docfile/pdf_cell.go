package docfile

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// cellText returns the words of a cell between two upright lines, and how many lines they stand in.
// Words that the width of the cell broke are joined; a line that the author began stays one.
func cellText(ink []*pdfGlyph, left, right float64) (text string, lines int) {
	rows := slices.DeleteFunc(rowsOf(ink), func(r pdfRow) bool { return isRule(r.text()) })
	if len(rows) == 0 {
		return "", 0
	}
	const narrowest, widest = 1, 6 // points between the text and the line beside it
	margin := float64(widest)
	pitch := math.Inf(1)
	for i := range rows {
		margin = min(margin, max(narrowest, rows[i].left()-left))
		if i > 0 {
			pitch = min(pitch, max(rows[i-1].y-rows[i].y, rows[i].size))
		}
	}
	var b strings.Builder
	for i := range rows {
		if i > 0 {
			if breaksCell(&rows[i-1], &rows[i], left+margin, right-margin, pitch) {
				b.WriteByte('\n')
			} else {
				b.WriteString(between(rows[i-1].text(), rows[i].text()))
			}
		}
		b.WriteString(rows[i].text())
	}
	return cleanLines(viet.Normalize(b.String())), len(rows)
}

// These match the end of a line, and the beginning of the next, that part a word as "2021-" and "2025" do.
var (
	brokenBehind = regexp.MustCompile(`[\pL\d][-–/]$`)
	brokenBefore = regexp.MustCompile(`^[-–/][\pL\d]`)
)

// between returns what stands between the words of two lines: a blank, unless the line was broken within a word.
func between(a, b string) string {
	first, _ := utf8.DecodeRuneInString(b)
	last, _ := utf8.DecodeLastRuneInString(a)
	wordy := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if wordy(first) && brokenBehind.MatchString(a[max(0, len(a)-8):]) || wordy(last) && brokenBefore.MatchString(b) {
		return ""
	}
	return " "
}

// cleanLines squeezes each line; it does not look for markup, which a PDF has none of.
func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	kept := lines[:0]
	for _, l := range lines {
		if l = squeeze(l); l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}

// breaksCell reports whether the author began a new line with row b of a cell.
func breaksCell(a, b *pdfRow, left, right, pitch float64) bool {
	before, next := a.text(), b.text()
	if a.y-b.y > 1.6*pitch {
		return !startsSmall(next) || endsSentence(before)
	}
	if startsSmall(next) && !endsSentence(before) && !beginsItem(next) {
		return false
	}
	slack := right - a.right()
	if centre := (a.left() - left) - slack; math.Abs(centre) < 5 {
		slack += a.left() - left
	}
	fits := slack > b.segments[0].first()+0.4*b.size
	return fits || beginsItem(next) && (endsSentence(before) || math.Abs(a.left()-b.left()) > 3)
}

// itemMark is what a numbered or bulleted piece of text begins with.
var itemMark = regexp.MustCompile(`^(?:[-–—+•*✓☐☑▪■●○]\s|\d{1,3}(?:\.\d{1,3}){0,4}[.)]\s|\d{1,3}(?:\.\d{1,3}){1,4}\s|\(\d{1,3}\)\s|[a-zđ]{1,2}\)\s|[A-ZĐ][.)]\s|[IVXLC]{1,6}[.)-]\s|(?i:điều|chương|phần|phụ lục|mục)\s+[\dIVXLC]+(?:[.:\s]|$))`)

// beginsItem reports whether a line begins like a piece of a list or a section.
func beginsItem(s string) bool { return itemMark.MatchString(s[:min(len(s), 40)]) }

// endsSentence reports whether a line ends where a paragraph may end.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, " "+Footnote+"”\"’')»]")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".:;!?…/", r)
}

func startsSmall(s string) bool {
	s = strings.TrimLeft(s, Footnote+"“\"‘'(«[ ")
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}
