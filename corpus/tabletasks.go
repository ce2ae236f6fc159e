package corpus

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// readTable takes tasks from a table that has a column of duties and one of leads or times.
func (r *reader) readTable(t *table) {
	if t.torn && !t.borrowed {
		r.doubt(TableDoubt, t.rows[0].at, "Bảng không có dòng tiêu đề: %d dòng từ đây chưa được đọc thành nhiệm vụ.", len(t.rows))
	}
	if !givesDuties(t) {
		return
	}
	labels := r.groupLabels(t)
	g := grouping{table: t}
	shared := t.fillBlanks(r)
	for i, rw := range t.rows {
		if g.enter(i) {
			continue
		}
		g.ordinal++
		rw.shared = shared[i]
		r.readRow(t, rw, &g, labels[i])
	}
}

// doubtSheets says of every sheet of a workbook that it holds no table of tasks.
func (r *reader) doubtSheets(o *outliner) {
	for _, n := range o.root.children {
		if n.sheet && !slices.ContainsFunc(o.tables, func(t *table) bool { return within(t.node, n) && givesDuties(t) }) {
			r.doubt(TableDoubt, n.at, "Không tìm thấy bảng nhiệm vụ trong trang tính “%s”.", n.mark)
		}
	}
}

func within(n, above *node) bool {
	for ; n != nil; n = n.parent {
		if n == above {
			return true
		}
	}
	return false
}

// givesDuties reports whether a table has a column of duties and one of leads or times.
func givesDuties(t *table) bool {
	return t.has(colContent) && (t.has(colLead) || t.has(colLeadAndCo) || t.has(colTime) || t.has(colEnd)) && !t.has(colYear)
}

// grouping follows the group rows of a table: "A", "II", "V.1".
type grouping struct {
	table   *table
	path    []string // marks of the groups that the row stands in
	kinds   []enumKind
	ordinal int // rows since the last group, for tables without numbers
}

var groupMark = regexp.MustCompile(`^([A-H]|[IVXL]+(?:\.\d+)?)(?:[.\s]+(.*))?$`)

// enter reports whether the row is the head of a group, and steps into it.
func (g *grouping) enter(i int) bool {
	t := g.table
	rw := t.rows[i]
	first := strings.ReplaceAll(rw.cells[0], "\n", " ")
	if t.has(colSection) {
		return false
	}
	if t.columns[0] == colNumber {
		if mark := strings.Trim(first, ". )("); t.headsDecimals(i) {
			g.step(mark)
			return true
		}
		m := groupMark.FindStringSubmatch(first)
		if m == nil || (m[2] != "" && t.cell(rw, colContent) != "") {
			return false
		}
		g.step(m[1])
		return true
	}
	// Without a number column a group is a row of one cell only.
	filled := 0
	for _, c := range rw.cells {
		if c != "" {
			filled++
		}
	}
	return filled == 1 || filled == 2 && first != "" && t.columns[0] == colTime && t.cell(rw, colLead) == ""
}

func (g *grouping) step(mark string) {
	kind := enumRoman
	switch {
	case strings.Contains(mark, "."): // "V.1" names its parent itself
		kind = enumArabic
		if i := strings.LastIndexByte(mark, '.'); slices.Contains(g.path, mark[:i]) {
			mark = mark[i+1:]
		}
	case isNumber(mark):
		kind = enumDecimal
	case romanValue(mark) == 0:
		kind = enumPart
	}
	for n := len(g.kinds); n > 0 && g.kinds[n-1] >= kind; n-- {
		g.path, g.kinds = g.path[:n-1], g.kinds[:n-1]
	}
	g.path, g.kinds = append(g.path, mark), append(g.kinds, kind)
	g.ordinal = 0
}

// section is the path of a row.
func (g *grouping) section(rw *row, label string) string {
	t := g.table
	if s := t.cell(rw, colSection); s != "" {
		return s
	}
	elements := slices.Clone(g.path)
	switch {
	case label != "":
		elements = append(elements, label)
	case t.columns[0] == colNumber && rw.cells[0] != "":
		mark := strings.Trim(rw.cells[0], ". )(")
		if isNumber(mark) {
			mark = cmp.Or(strings.TrimLeft(mark, "0"), "0")
		} else if mark == "l" { // a scanned 1
			mark = "1"
		}
		if n := len(elements); n > 0 { // "1.2" says "1" itself
			mark = strings.TrimPrefix(mark, elements[n-1]+".")
		}
		elements = append(elements, mark)
	default:
		elements = append(elements, strconv.Itoa(g.ordinal))
	}
	return t.node.below(strings.Join(elements, "."))
}

// readRow makes a task of one row.
func (r *reader) readRow(t *table, rw *row, g *grouping, label string) {
	content := t.cell(rw, colContent)
	if content == "" || isTotal(content) || isTotal(rw.cells[0]) {
		return
	}
	task := Task{Section: g.section(rw, label), Text: content, Deliverable: t.cell(rw, colDeliverable), Passages: []string{rw.passage}}
	if first, _, ok := strings.Cut(content, "\n"); ok {
		task.Title = strings.TrimRight(first, " .;:")
	}
	r.readLeads(t, rw, &task)
	if len(task.Lead) == 0 {
		task.Lead = r.holders(content)
	}
	if len(task.Lead) == 0 && (t.has(colLead) || t.has(colLeadAndCo)) {
		task.Doubts = append(task.Doubts, r.doubt(AgencyDoubt, rw.at, "Chưa thấy cơ quan chủ trì."))
	}
	r.ref.Given = viet.Date{}
	if given, ok := viet.ParseDeadline(t.cell(rw, colGiven), r.ref); ok {
		r.ref.Given = given.Due
	}
	when := t.cell(rw, colTime)
	before := when != "" && r.isBound(t, when)
	if before {
		when = "trước ngày " + trimPrefixFold(when, "ngày ")
	}
	if label != "" {
		when = label
	}
	if when == "" && (t.has(colStart) || t.has(colEnd)) {
		when = r.readSpan(t, rw, &task)
	} else {
		task.Milestones, task.Recurring = r.deadlines(when, timeLabel(t), rw.at, &task.Doubts)
	}
	if before {
		for i := range task.Milestones { // the words are the cell's
			task.Milestones[i].Phrase = t.cell(rw, colTime)
		}
	}
	for _, c := range rw.shared {
		task.Doubts = append(task.Doubts, r.doubt(TableDoubt, rw.at, "Ô “%s” để trống, hiểu là gộp với ô phía trên: “%s”.", strings.ReplaceAll(t.header[c], "\n", " "), strings.ReplaceAll(rw.cells[c], "\n", "; ")))
	}
	flat := strings.ReplaceAll(content, "\n", " ")
	if when == "" {
		task.Milestones, task.Recurring = r.inProse(flat, rw.at, &task.Doubts)
	} else if task.Recurring == "" {
		for _, f := range viet.FindDeadlines(flat, r.ref) {
			if f.Recurring != "" {
				task.Recurring = f.Recurring
			}
		}
	}
	if label != "" && t.cell(rw, colTime) != "" && !strings.EqualFold(t.cell(rw, colTime), label) {
		task.Doubts = append(task.Doubts, r.doubt(ConflictDoubt, rw.at,
			"Nhãn “%s” ở dòng này không khớp với chủ đề của khối; đã hiểu theo khối: “%s”.", t.cell(rw, colTime), label))
	}
	r.addTask(task, rw.at)
}

// isBound reports whether the header says "before" of a cell that is a plain date: "Xong trước ngày".
func (r *reader) isBound(t *table, cell string) bool {
	header := viet.Fold(t.header[slices.Index(t.columns, colTime)])
	if !strings.Contains(header, "truoc ngay") || strings.Contains(viet.Fold(cell), "truoc") {
		return false
	}
	_, isDate := viet.ParseDeadline("trước ngày "+trimPrefixFold(cell, "ngày "), r.ref)
	return isDate && !strings.ContainsFunc(cell, unicode.IsLetter)
}

// isTotal reports whether a cell heads the row of sums.
func isTotal(cell string) bool {
	switch strings.TrimSpace(strings.TrimRight(viet.Fold(cell), " :.")) {
	case "tong cong", "tong so", "tong", "cong":
		return true
	}
	return false
}

// readSpan reads a beginning and an end from two columns. It returns the words of both.
func (r *reader) readSpan(t *table, rw *row, task *Task) string {
	start, end := t.cell(rw, colStart), t.cell(rw, colEnd)
	if start == "" || end == "" {
		when := start + end
		task.Milestones, task.Recurring = r.deadlines(when, "thực hiện", rw.at, &task.Doubts)
		for i, m := range task.Milestones {
			if end == "" && m.Start.IsZero() && !m.Due.IsZero() { // a beginning alone
				task.Milestones[i].Start, task.Milestones[i].Due = m.Due, viet.Date{}
			}
		}
		return when
	}
	task.Milestones, task.Recurring = r.deadlines("từ "+start+" đến "+end, "thực hiện", rw.at, &task.Doubts)
	for i := range task.Milestones {
		task.Milestones[i].Phrase = start + " - " + end
	}
	return start + " - " + end
}

// readLeads fills lead and coordinating from one column or two.
func (r *reader) readLeads(t *table, rw *row, task *Task) {
	lead, coordinating := t.cell(rw, colLead), t.cell(rw, colCo)
	if !strings.ContainsFunc(lead, unicode.IsLetter) {
		lead = "" // a figure
	}
	if both := t.cell(rw, colLeadAndCo); both != "" {
		lead, coordinating = splitLead(both)
	}
	r.assign(task, lead, coordinating, rw.at)
}

// assign names who leads a task and who coordinates; a person leads by the post.
func (r *reader) assign(t *Task, lead, coordinating string, at docfile.Place) {
	if post, ok := postOfPerson(lead); ok {
		lead = post
	}
	t.Lead = r.names(lead, at, &t.Doubts)
	t.Coordinating = r.names(coordinating, at, &t.Doubts)
}

var (
	leadThenCo = regexp.MustCompile(`(?is)^(.*?)\s*(?:chủ trì)?[,;]?\s*phối hợp\s+(?:cùng\s+)?(?:với\s+)?(.*)$`)
	leadSemico = regexp.MustCompile(`(?is)^(.*?)\s*chủ trì\s*[;,]\s*(.*?)(?:\s+phối hợp)?$`)
	leadOnly   = regexp.MustCompile(`(?is)^(.*?)\s*chủ trì\.?$`)
)

// splitLead parts "X chủ trì, phối hợp với Y" and "X chủ trì; Y" into X and Y.
func splitLead(cell string) (lead, coordinating string) {
	if m := leadSemico.FindStringSubmatch(cell); m != nil && !strings.HasPrefix(strings.ToLower(m[2]), "phối hợp") {
		return m[1], m[2]
	}
	if m := leadThenCo.FindStringSubmatch(cell); m != nil && m[1] != "" {
		return m[1], m[2]
	}
	if m := leadOnly.FindStringSubmatch(cell); m != nil {
		return m[1], ""
	}
	return cell, ""
}

// timeLabel names what a time column says of its rows: "Thời gian thực hiện" → "thực hiện".
func timeLabel(t *table) string {
	i := slices.Index(t.columns, colTime)
	if i < 0 {
		return ""
	}
	return labelOfTime(t.header[i])
}

// groupLabels mends time labels of merged cells in tables that begin with the
// time. There the theme of a block stands in a row of its own, and its label is
// printed in any row of the merged cell, even one that a scan has put into the
// block above. When there are as many labels as themes they belong together in
// order, and the theme decides; otherwise a label holds until the next one.
// It returns the label of each row, "" where the row's own cell is to be used.
func (r *reader) groupLabels(t *table) []string {
	labels := make([]string, len(t.rows))
	if len(t.columns) == 0 || t.columns[0] != colTime {
		return labels
	}
	var marks []string
	var themes []int
	filled := 0
	for i, rw := range t.rows {
		label := strings.TrimSpace(rw.cells[0])
		isTheme := t.cell(rw, colLead) == "" && !(t.cell(rw, colContent) == "" && isTimeLabel(label, r.ref))
		if isTheme {
			themes = append(themes, i)
		}
		if isTimeLabel(label, r.ref) {
			marks = append(marks, label)
			filled++
		}
	}
	if filled == len(t.rows) || 5*filled >= 4*(len(t.rows)-len(themes)) && filled > 2 && len(themes)*4 < filled {
		return labels // nearly every row has a time of its own: no cell is merged
	}
	current, next := "", 0
	for i, rw := range t.rows {
		if len(marks) == len(themes) {
			if next < len(themes) && themes[next] == i {
				current = marks[next]
				next++
			}
		} else if label := strings.TrimSpace(rw.cells[0]); isTimeLabel(label, r.ref) {
			current = label
		}
		labels[i] = current
	}
	return labels
}

func isTimeLabel(s string, ref viet.Reference) bool {
	if s == "" || len(s) > 40 {
		return false
	}
	_, ok := viet.ParseDeadline(s, ref)
	return ok
}
