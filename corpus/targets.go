package corpus

import (
	"regexp"
	"strconv"
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// figure is a number with what stands before and behind it: "trên 30%", "tối thiểu 150.000 doanh nghiệp".
var figure = regexp.MustCompile(`(?i)(trên|tối thiểu|ít nhất|tối đa|dưới|không quá|khoảng|đạt trên|đạt)?\s*(\d+(?:[.,]\d+)*)\s*(%|phần trăm|triệu lượt|triệu|tỷ đồng|tỷ|nước dẫn đầu|doanh nghiệp|người)`)

var yearInHeading = regexp.MustCompile(`(?i)(?:năm|đến)\s+(20\d\d)`)

// readTargets takes figures from pieces under a heading of aims, and from tables with a column a year.
func (r *reader) readTargets(o *outliner) {
	o.root.walk(func(n *node) {
		if !underAims(n) {
			return
		}
		for i, u := range n.body {
			if u.Kind == docfile.Row {
				continue
			}
			text := u.Text
			if i == 0 && n.kind != enumNone {
				text = n.rest
			} else if e := parseEnumerator(text); e.kind == enumBullet {
				text = e.rest
			}
			r.addTargets(n, u, strings.ReplaceAll(text, FragmentBreak, " "))
		}
	})
	for _, t := range o.tables {
		if t.has(colYear) && t.has(colContent) {
			r.readTargetTable(t)
		}
	}
}

// underAims reports whether the node or one above it is headed by aims or indicators.
func underAims(n *node) bool {
	for p := n; p != nil; p = p.parent {
		f := p.folded()
		if strings.Contains(f, "muc tieu") || strings.Contains(f, "chi tieu") {
			return true
		}
	}
	return false
}

// addTargets makes a target of every clause with a figure.
func (r *reader) addTargets(n *node, u unit, text string) {
	for _, clause := range strings.Split(text, ";") {
		clause = strings.TrimSpace(clause)
		for _, m := range figure.FindAllStringSubmatchIndex(clause, -1) {
			t := Target{
				Document: r.d.ID, Section: n.path, Value: clause[m[4]:m[5]], Unit: clause[m[6]:m[7]],
				Year: r.yearOf(n, clause), Text: clause, Passage: u.passage, Source: Source{r.d.Source.File, u.Line},
			}
			if m[2] >= 0 {
				t.Comparison = strings.ToLower(clause[m[2]:m[3]])
			}
			t.Indicator = strings.Trim(viet.Squeeze(clause[:m[0]]+" "+clause[m[1]:]), " .,:")
			r.c.Targets = append(r.c.Targets, t)
		}
	}
}

// yearOf returns the year that the nearest heading or the clause names, else the plan's.
func (r *reader) yearOf(n *node, clause string) int {
	texts := []string{clause}
	for p := n; p != nil; p = p.parent {
		texts = append(texts, p.heading())
	}
	for _, t := range texts {
		if m := yearInHeading.FindStringSubmatch(t); m != nil {
			year, _ := strconv.Atoi(m[1])
			return year
		}
	}
	return r.d.Year
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
				Source: Source{r.d.Source.File, rw.line},
			})
		}
	}
}
