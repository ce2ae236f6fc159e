package corpus

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"dondoc/corpus/agency"
	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// aims is what a piece has from the headings above it.
type aims struct {
	under  bool   // one of them speaks of aims or indicators
	past   bool   // one of them speaks of results
	year   int    // the nearest that is named, else the plan's
	period string // the words that name it, when it is more than a year

	carried string // the last indicator of the paragraph, for "…; đến năm 2030 đạt 80%"
}

// readTargets takes figures from pieces under a heading of aims, from sentences
// that speak of an aim elsewhere, and from tables of indicators.
func (r *reader) readTargets(o *outliner) {
	r.readAims(o.root, aims{year: r.d.Year})
	for _, t := range o.tables {
		r.readTargetTable(o, t)
	}
}

func (r *reader) readAims(n *node, a aims) {
	a = a.below(n)
	for i, u := range n.body {
		switch {
		case u.Kind == docfile.Row:
			r.aimsInRow(n, u, a)
			continue
		case !a.under && (a.past || !speaksOfAim(u.Text) || !r.setsAims()):
			continue
		}
		text := u.Text
		if i == 0 && n.kind != enumNone {
			text = n.rest
		} else if e := parseEnumerator(text); e.kind == enumBullet {
			text = e.rest
		}
		r.readAimText(n, u, unbroken(text), a)
	}
	for _, c := range n.children {
		r.readAims(c, a)
	}
}

// below adds what the heading of the node says.
func (a aims) below(n *node) aims {
	heading := n.heading()
	if leaf := len(n.children) == 0 && len(n.body) < 2; heading == "" || leaf && !a.under && !namesAims(heading) {
		return a // a sentence that is no heading
	}
	folded := viet.Fold(headOf(heading, longestHeading))
	aimed := strings.Contains(folded, "muc tieu") || strings.Contains(folded, "chi tieu")
	if aimed {
		a.under, a.past = true, false
	}
	if len(heading) > 2*longestHeading || len(figuresIn(heading)) > 0 {
		return a
	}
	if !aimed && (containsAny(folded, pastHeadings...) || strings.HasPrefix(folded, "ket qua")) {
		a.under, a.past = false, true
	}
	if t, ok := firstTime(heading); ok {
		a.year, a.period = t.year, t.period()
	}
	return a
}

// namesAims is a quick look whether a line may be a heading of aims.
func namesAims(s string) bool {
	for _, w := range []string{"ục tiêu", "ỤC TIÊU", "hỉ tiêu", "HỈ TIÊU", "uc tieu", "UC TIEU"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// agencyAbove returns the agency that is the nearest heading; "" when none is.
func (r *reader) agencyAbove(n *node) string {
	if name, ok := r.above[n]; ok {
		return name
	}
	name := ""
	if heading := n.heading(); len(heading) < longestHeading {
		if m := r.reg.Find(heading); len(m) == 1 && m[0].Start == 0 && len(figuresIn(heading)) == 0 {
			name = m[0].Agency.Name
		}
	}
	if name == "" && n.parent != nil {
		name = r.agencyAbove(n.parent)
	}
	r.above[n] = name
	return name
}

// pastHeadings stand above what was reached.
var pastHeadings = []string{"ket qua dat duoc", "ket qua thuc hien", "ket qua trien khai", "danh gia ket qua", "thuc trang", "tinh hinh thuc hien"}

// aimWords are found in a text without folding it; their first letters vary in case.
var aimWords = []string{"ục tiêu", "ỤC TIÊU", "hỉ tiêu:", "HỈ TIÊU:", "ặt chỉ tiêu", "hấn đấu"}

// speaksOfAim reports whether a text outside of the aims may set one.
func speaksOfAim(text string) bool {
	if !strings.ContainsAny(text, "0123456789") {
		return false
	}
	for _, w := range aimWords {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// setsAims reports whether the document may set an aim in passing: a text
// without a face, such as news, only tells of aims.
func (r *reader) setsAims() bool { return r.d.Number != "" || r.d.Kind != "Tài liệu" }

// aimsInRow reads the aim that a row of duties states in its cells.
func (r *reader) aimsInRow(n *node, u unit, a aims) {
	if a.past || !r.setsAims() {
		return
	}
	for _, cell := range u.Cells {
		if !speaksOfAim(cell) {
			continue
		}
		for line := range strings.SplitSeq(cell, "\n") {
			if speaksOfAim(line) {
				r.readAimText(n, u, line, aims{year: a.year, period: a.period})
			}
		}
	}
}

// readAimText reads the sentences of a text; outside of the aims those from the
// first on that speaks of one.
func (r *reader) readAimText(n *node, u unit, text string, a aims) {
	aimed := a.under
	for _, s := range sentences(text) {
		if !aimed && !speaksOfAim(s) {
			continue
		}
		if !a.under && !aimed {
			s = fromAim(s)
		}
		aimed = aimed || strings.Contains(viet.Fold(s), "muc tieu")
		r.addTargets(n, u, s, &a)
	}
}

// fromAim cuts what stands before the aim: all before the word itself, or before
// the clause that says what is striven for.
func fromAim(s string) string {
	for _, w := range aimWords {
		i := strings.Index(s, w)
		switch {
		case i < 0:
		case strings.HasPrefix(w, "h"):
			return strings.TrimSpace(s[strings.LastIndexAny(s[:i], ",:")+1:])
		default:
			return s[strings.LastIndexByte(s[:i], ' ')+1:]
		}
	}
	return s
}

// sentences parts a text behind full stops and semicolons. A stop inside a
// number or behind a short form parts nothing.
func sentences(text string) []string {
	var parts []string
	start := 0
	for i := 0; i < len(text); i++ {
		stop := text[i] == ';' || text[i] == '.' && i+1 < len(text) && text[i+1] == ' ' && mayEnd(text[start:i])
		if !stop {
			continue
		}
		if s := strings.TrimSpace(text[start:i]); s != "" {
			parts = append(parts, s)
		}
		start = i + 1
	}
	if s := strings.TrimSpace(text[start:]); s != "" {
		parts = append(parts, s)
	}
	return parts
}

// mayEnd reports whether a full stop may follow s: not behind "TP", "TS" or "a".
func mayEnd(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	return len(last) > 3 || !isUpper(last) && len(last) > 1
}

// widestIndicator is how far, in bytes, the words of an indicator may stand from its figure.
const widestIndicator = 1 << 10

// mostFigures bounds what is read of one sentence.
const mostFigures = 24

// addTargets makes a target of every figure in the sentence that is to be reached.
func (r *reader) addTargets(n *node, u unit, sentence string, a *aims) {
	figures := slices.DeleteFunc(figuresIn(sentence), func(f figure) bool { return f.kind == spanOfTime && !f.verb })
	if len(figures) == 0 {
		return
	}
	c := newClause(sentence, figures[:min(len(figures), mostFigures)])
	year, period := a.year, a.period
	if t, ok := c.opening(); ok {
		year, period = t.year, t.period()
	}
	agencies := sync.OnceValue(func() []agency.Mention { return r.reg.Find(headOf(sentence, widestIndicator)) })
	for i, ind := range c.indicators() {
		f := c.figures[i]
		if !f.mayBeAim(ind.all()) || r.isReached(ind) {
			continue
		}
		t := Target{
			Document: r.d.ID, Section: n.path, Indicator: cmp.Or(ind.text(), a.carried), Comparison: f.comparison, Value: f.value, Unit: f.unit,
			Year: year, Period: period, Text: sentence, Passage: u.passage, Source: Source{r.d.Source.File, u.Place},
		}
		if at, ok := ind.time(); ok {
			t.Year, t.Period = at.year, at.period()
			if ind.leads { // "đến năm 2025 đạt 50%, 60% …": it holds for what follows
				year, period = t.Year, t.Period
			}
		}
		if ind.yearly != "" {
			t.Period = ind.yearly
		}
		if t.Indicator == "" || ind.text() == "" && !f.verb {
			continue
		}
		a.carried = t.Indicator
		if t.Scope = scopeOf(t.Indicator); t.Scope == "" && len(agencies()) > 0 {
			t.Scope = agencies()[0].Agency.Name
		}
		if t.Scope == "" {
			t.Scope = r.agencyAbove(n)
		}
		r.c.Targets = append(r.c.Targets, t)
	}
}

// mayBeAim tells a figure to be reached from the money that it may cost.
func (f figure) mayBeAim(words string) bool {
	return f.kind != sumOfMoney || !speaksOfBudget(words)
}

// budgetWords tell the money to be spent from the money to be earned.
var budgetWords = []string{
	"kinh phi", "du toan", "ho tro", "cap von", "bo tri", "nguon von", "von dau tu", "muc chi", "muc dau tu", "tong muc", "chi phi",
	"phat tien", "muc phat", "le phi", "muc phi", "vay", "thuong", "chi ngan sach", "ngan sach trung uong", "ngan sach dia phuong", "muc luong",
}

func speaksOfBudget(s string) bool {
	folded := " " + viet.Fold(s) + " "
	for _, w := range budgetWords {
		if strings.Contains(folded, " "+w+" ") {
			return true
		}
	}
	return false
}

// isReached reports whether the words around a figure tell what was reached, not
// what is to be: "đã đạt 95%", "tính đến năm 2024 có 20 xã".
func (r *reader) isReached(ind indicator) bool {
	if at, ok := ind.time(); ok && !r.d.Date.IsZero() && at.year < r.d.Date.Year {
		return true
	}
	before := " " + strings.ToLower(strings.NewReplacer(",", " ", ":", " ", "(", " ").Replace(tailOf(ind.before+" "+ind.verbs, longestPast))) + " "
	for _, w := range pastWords {
		if strings.Contains(before, w) {
			return true
		}
	}
	return false
}

// pastWords stand before a figure that was reached. Marks count: "đa chiều" is no "đã".
var pastWords = []string{
	" đã ", " tính đến ", " hiện nay ", " hiện tại ", " hiện có ", " hiện đạt ", " hiện mới ", " ước đạt ", " ước thực hiện ", " cùng kỳ ", " năm trước ", " thực tế ",
}

// longestPast is how far before a figure, in bytes, words may stand that make it a thing of the past.
const longestPast = 60
