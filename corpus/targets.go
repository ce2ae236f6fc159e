package corpus

import (
	"regexp"
	"strconv"
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

var yearInHeading = regexp.MustCompile(`(?i)(?:năm|đến)\s+(20\d\d)`)

// aims is what a piece has from the headings above it.
type aims struct {
	under bool // one of them speaks of aims or indicators
	year  int  // the nearest that is named, else the plan's
}

// readTargets takes figures from pieces under a heading of aims, and from tables with a column a year.
func (r *reader) readTargets(o *outliner) {
	r.readAims(o.root, aims{year: r.d.Year})
	for _, t := range o.tables {
		if t.has(colYear) && t.has(colContent) {
			r.readTargetTable(t)
		}
	}
}

func (r *reader) readAims(n *node, a aims) {
	heading := n.heading()
	folded := viet.Fold(heading)
	a.under = a.under || strings.Contains(folded, "muc tieu") || strings.Contains(folded, "chi tieu")
	a.year = yearIn(heading, a.year)
	for i, u := range n.body {
		if u.Kind == docfile.Row || !a.under {
			continue
		}
		text := u.Text
		if i == 0 && n.kind != enumNone {
			text = n.rest
		} else if e := parseEnumerator(text); e.kind == enumBullet {
			text = e.rest
		}
		for clause := range strings.SplitSeq(unbroken(text), ";") {
			r.addTargets(n, u, strings.TrimSpace(clause), a.year)
		}
	}
	for _, c := range n.children {
		r.readAims(c, a)
	}
}

// yearIn returns the year that a heading or clause names, else the given one.
func yearIn(text string, otherwise int) int {
	if !strings.Contains(text, " 20") {
		return otherwise
	}
	m := yearInHeading.FindStringSubmatch(text)
	if m == nil {
		return otherwise
	}
	year, _ := strconv.Atoi(m[1])
	return year
}

// widestIndicator is how far, in bytes, the words of an indicator may stand from its figure.
const widestIndicator = 1 << 10

// addTargets makes a target of every figure in the clause.
func (r *reader) addTargets(n *node, u unit, clause string, year int) {
	figures := figuresIn(clause)
	if len(figures) == 0 {
		return
	}
	year = yearIn(clause, year)
	for _, f := range figures {
		r.c.Targets = append(r.c.Targets, Target{
			Document: r.d.ID, Section: n.path, Comparison: strings.ToLower(f.comparison), Value: f.value, Unit: f.unit, Year: year,
			Indicator: strings.Trim(viet.Squeeze(tailOf(clause[:f.from], widestIndicator)+" "+headOf(clause[f.to:], widestIndicator)), " .,:"),
			Text:      clause, Passage: u.passage, Source: Source{r.d.Source.File, u.Place},
		})
	}
}

// readTargetTable reads rows of an indicator with one value a year.
func (r *reader) readTargetTable(t *table) {
	for _, rw := range t.rows {
		indicator := strings.ReplaceAll(t.cell(rw, colContent), "\n", " ")
		for i, c := range t.columns {
			if c != colYear || i >= len(rw.cells) || !strings.ContainsAny(rw.cells[i], "0123456789") {
				continue
			}
			year, _ := strconv.Atoi(t.header[i])
			value, unit := rw.cells[i], ""
			if v, ok := strings.CutSuffix(value, "%"); ok {
				value, unit = v, "%"
			}
			r.c.Targets = append(r.c.Targets, Target{
				Document: r.d.ID, Section: t.node.path, Indicator: indicator, Value: value, Unit: unit, Year: year,
				Text: indicator + ": " + rw.cells[i] + " (năm " + t.header[i] + ")", Passage: rw.passage,
				Source: Source{r.d.Source.File, rw.at},
			})
		}
	}
}
