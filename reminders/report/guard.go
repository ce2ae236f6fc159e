package report

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// tidy brings text to the one form in which it is exported and imported: viet.Normalize, no control or invisible
// characters, lines squeezed and none of them empty. It is what docfile does to the cells of a workbook, so that
// CSV and XLSX carry the same.
func tidy(s string) string {
	s = viet.Normalize(strings.Map(visible, s))
	if !strings.Contains(s, "\n") {
		return viet.Squeeze(s)
	}
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = viet.Squeeze(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// visible drops what nobody sees, such as marks that turn the direction of writing, and makes blanks of controls.
func visible(r rune) rune {
	switch {
	case r == '\n', r == '\r':
		return r
	case unicode.Is(unicode.Cc, r):
		return ' '
	// docfile keeps a sign of the private use area for itself.
	case unicode.In(r, unicode.Cf, unicode.Co, unicode.Noncharacter_Code_Point):
		return -1
	}
	return r
}

// cut shortens s to at most longest letters, the last of them an ellipsis.
func cut(s string, longest int) string {
	if utf8.RuneCountInString(s) <= longest {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:longest-1])) + "…"
}

// quote shows what stands in a cell, in one line and not too long.
func quote(s string) string { return "“" + cut(viet.Squeeze(s), 40) + "”" }

// A cell that begins with one of these may be run as a formula. The wide forms are those of East Asian keyboards.
const formulaMarks = `=+\-@＝＋－＠`

// The guard is an apostrophe before what a spreadsheet would run. It stands also behind the marks that part cells: a
// computer whose lists are parted by semicolons tears "a;=b" apart. What looks guarded already is guarded once more, so
// that taking the guard away gives back exactly what was written.
var (
	unguarded = regexp.MustCompile(`(^|[,;\n])([ "]*)(['` + formulaMarks + `])`)
	guarded   = regexp.MustCompile(`(^|[,;\n])([ "]*)'(['` + formulaMarks + `])`)
)

// A report 12/2023 would become a day, and an ID 12e4 a number, as soon as Excel opens the file.
var numeric = regexp.MustCompile(`^\d[\d.,:/ eE+-]*$`)

// guard makes a tidy text safe for a cell of a CSV file, as text; unguard takes it back.
func guard(s string) string {
	g := unguarded.ReplaceAllString(s, "$1$2'$3")
	if g == s && numeric.MatchString(s) {
		return "'" + s
	}
	return g
}

// unguard returns what guard was given. Other text it leaves as it is.
func unguard(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && numeric.MatchString(rest) {
		return rest
	}
	return guarded.ReplaceAllString(s, "$1$2$3")
}

// guardCell is guard for a cell of a workbook, which is marked as text and so never run: only what unguard would
// change needs it.
func guardCell(s string) string {
	if unguard(s) != s {
		return guard(s)
	}
	return s
}

// The years that a day may lie in: others are slips of the pen.
const firstYear, lastYear = 1990, 2100

// parseDay reads 31/05/2023, 1-6-2023, 1.6.2023 and 2023-05-31. Days stand before months.
func parseDay(s string) (viet.Date, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '-' || r == '.' })
	if len(parts) != 3 {
		return viet.Date{}, false
	}
	if len(parts[0]) == len("2023") {
		parts[0], parts[2] = parts[2], parts[0]
	}
	var n [3]int
	for i, longest := range []int{2, 2, 4} {
		part := strings.TrimSpace(parts[i])
		var err error
		if n[i], err = strconv.Atoi(part); err != nil || len(part) > longest || part[0] == '+' {
			return viet.Date{}, false
		}
	}
	d, ok := viet.NewDate(n[2], n[1], n[0])
	return d, ok && d.Year >= firstYear && d.Year <= lastYear
}

// parseMoment reads a day as parseDay does, with a clock of Hanoi behind it: 31/05/2023 08:15. A day alone is its
// midnight, as a workbook shows it.
func parseMoment(s string) (time.Time, bool) {
	s = viet.Squeeze(s)
	text, clock := s, ""
	if at := strings.LastIndexByte(s, ' '); at >= 0 && strings.Contains(s[at:], ":") {
		text, clock = s[:at], s[at+1:]
	}
	d, ok := parseDay(text)
	if !ok || clock == "" {
		return d.Time(), ok
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, clock); err == nil {
			return time.Date(d.Year, d.Month, d.Day, t.Hour(), t.Minute(), 0, 0, viet.Hanoi), true
		}
	}
	return time.Time{}, false
}
