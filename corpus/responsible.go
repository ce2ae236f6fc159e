package corpus

import (
	"slices"
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// Facts of a duty that stand behind labels: "Cơ quan chủ trì: Sở Y tế; thời hạn: Quý II".
// The labels are the words of table headers (columns.txt).

// field is one labelled fact.
type field struct {
	column column
	label  string
	value  string
}

// longestLabelled bounds, in bytes, a label.
const longestLabelled = 60

// labelColumn tells which fact a label announces; colOther for none.
func labelColumn(label string) column {
	if len(label) > longestLabelled || len(strings.Fields(label)) > 8 {
		return colOther
	}
	c, rank := columnOf(label)
	switch c {
	case colLead:
		if rank == lastLeadRank { // "Thành viên:", "Đơn vị:" list, and charge nobody
			return colOther
		}
		return c
	case colLeadAndCo, colCo, colTime, colStart, colEnd, colDeliverable:
		return c
	}
	return colOther
}

var lastLeadRank = func() int {
	last := 0
	for rank, rule := range columnRules {
		if rule.column == colLead {
			last = rank
		}
	}
	return last
}()

// fieldsIn parts a paragraph into its words and the labelled facts behind them.
func fieldsIn(text string) (before string, fields []field) {
	if !strings.Contains(text, ":") {
		return text, nil
	}
	before = text
	end := len(text)
	for i := len(text) - 1; i > 0; i-- { // from the end: a value ends where the next label begins
		if text[i] != ':' || i+1 < len(text) && text[i+1] != ' ' {
			continue
		}
		from := labelStart(text[:i])
		label := strings.Trim(text[from:i], " -–+•(*")
		c := labelColumn(label)
		if c == colOther || strings.Contains(label, ":") {
			continue
		}
		if value := strings.Trim(text[i+1:end], " .;()-–"); value != "" {
			fields = append(fields, field{c, label, value})
			before, end = text[:from], from
			i = from
		}
	}
	slices.Reverse(fields)
	return strings.TrimRight(strings.TrimSpace(before), " ;(-–"), fields
}

// labelStart returns where the label begins that ends the text.
func labelStart(text string) int {
	from := strings.LastIndexAny(text, ".;(\n")
	for _, dash := range []string{" - ", " – "} {
		if i := strings.LastIndex(text, dash); i > from {
			from = i
		}
	}
	return from + 1
}

// labelled is a duty with the facts behind its labels.
type labelled struct {
	parts    []string
	passages []string
	fields   []field
	at       docfile.Place
}

func (l *labelled) get(c column) (string, string) {
	for _, f := range l.fields {
		if f.column == c {
			return f.value, f.label
		}
	}
	return "", ""
}

func hasLead(fields []field) bool {
	return slices.ContainsFunc(fields, func(f field) bool { return f.column == colLead || f.column == colLeadAndCo })
}

// readLabelled reads duties whose agencies stand behind labels, in the lines of a
// piece or in pieces of their own below it.
func (r *reader) readLabelled(n *node) bool {
	if !r.givesOrders() {
		return false
	}
	type line struct {
		before  string
		fields  []field
		passage string
		at      docfile.Place
	}
	var lines []line
	leads := 0
	for _, u := range labelUnits(n) {
		text := unbroken(u.Text)
		if u.first && n.kind != enumNone {
			text = n.rest
		} else if e := parseEnumerator(text); e.kind == enumBullet || u.child {
			text = e.rest
		}
		before, fields := fieldsIn(text)
		if hasLead(fields) {
			leads++
		}
		lines = append(lines, line{before, fields, u.passage, u.Place})
	}
	if leads == 0 {
		return false
	}
	cur := &labelled{}
	read := 0      // of the leads
	fresh := false // words have come since the last lead
	flush := func() {
		r.addLabelled(n, cur)
		cur = &labelled{}
	}
	for _, l := range lines {
		if l.before != "" {
			if hasLead(cur.fields) && read < leads {
				flush()
			}
			cur.parts = append(cur.parts, l.before)
			fresh = true
		}
		if hasLead(l.fields) {
			if hasLead(cur.fields) && fresh {
				flush()
			}
			read++
			fresh = false
		}
		if len(cur.passages) == 0 {
			cur.at = l.at
		}
		cur.fields = append(cur.fields, l.fields...)
		cur.passages = append(cur.passages, l.passage)
	}
	flush()
	return true
}

// labels reports whether a piece, or one below it, names its lead behind a label.
func labels(n *node) bool {
	in := func(p *node) bool {
		return slices.ContainsFunc(p.body, func(u unit) bool {
			_, fields := fieldsIn(unbroken(u.Text))
			return u.Kind != docfile.Row && hasLead(fields)
		})
	}
	return in(n) || slices.ContainsFunc(n.children, in)
}

// labelUnit is a line of a piece in which labels may stand.
type labelUnit struct {
	unit
	first, child bool
}

// labelUnits returns the lines of a piece, and of the pieces below it when a label stands there.
func labelUnits(n *node) []labelUnit {
	units := make([]labelUnit, 0, len(n.body))
	for i, u := range n.body {
		if u.Kind != docfile.Row {
			units = append(units, labelUnit{u, i == 0, false})
		}
	}
	below := false
	for i, c := range n.children {
		before, fields := fieldsIn(c.rest)
		if len(c.children) > 0 || c.kind < enumArabic || i > 0 && before != "" {
			return units
		}
		below = below || before == "" && hasLead(fields)
	}
	if !below {
		return units
	}
	for _, c := range n.children {
		for i, u := range c.body {
			units = append(units, labelUnit{u, false, i == 0})
		}
	}
	return units
}

// addLabelled makes a task of a duty and its labelled facts.
func (r *reader) addLabelled(n *node, l *labelled) {
	if len(l.parts) == 0 {
		return
	}
	if n.kind == enumNone && !slices.ContainsFunc(l.fields, func(f field) bool { return f.column == colCo || f.column == colDeliverable }) {
		return // the head of minutes, of a programme: "Thời gian: …", "Chủ trì: ông A"
	}
	t := Task{Section: n.path, Text: strings.Join(l.parts, ". "), Passages: l.passages}
	if n.kind != enumNone && l.parts[0] == n.rest {
		t.Title = strings.TrimRight(n.rest, " .:;")
	}
	lead, _ := l.get(colLead)
	coordinating, _ := l.get(colCo)
	if both, _ := l.get(colLeadAndCo); lead == "" {
		lead, coordinating = splitLead(both)
	}
	r.assign(&t, lead, coordinating, l.at)
	t.Deliverable, _ = l.get(colDeliverable)
	when, label := l.get(colTime)
	t.Milestones, t.Recurring = r.deadlines(when, labelOfTime(label), l.at, &t.Doubts)
	if when == "" {
		t.Milestones, t.Recurring = r.inProse(t.Text, l.at, &t.Doubts)
	}
	if when == "" && !slices.ContainsFunc(t.Milestones, func(m Milestone) bool { return !m.Due.IsZero() }) {
		if milestones, recurring := r.inherited(n); len(milestones) > 0 {
			t.Milestones, t.Recurring = milestones, recurring
		}
	}
	r.addTask(t, l.at)
}

// labelOfTime names what a time column or label says: "Thời gian thực hiện" → "thực hiện".
func labelOfTime(header string) string {
	h := strings.ToLower(viet.Squeeze(strings.ReplaceAll(header, "\n", " ")))
	h = strings.TrimPrefix(strings.TrimPrefix(h, "thời gian"), "thời hạn")
	if h = strings.TrimSpace(h); h == "" {
		return "thực hiện"
	}
	return h
}
