package corpus

import (
	"cmp"
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// aimColumn is what a column of a table of indicators holds.
type aimColumn struct {
	role   aimRole
	year   int    // of a value; 0 when its header names none
	period string // the words of a time that is more than a year
	unit   string // that its header gives in brackets
	name   string // its header without time and unit
	label  string // its header as written
}

type aimRole uint8

const (
	aimNothing aimRole = iota
	aimName            // the indicator
	aimUnit
	aimWhose // whose figure the row gives
	aimValue
)

// aimTable is a table of indicators with what stands around it.
type aimTable struct {
	columns []aimColumn
	rows    []aimRow
	caption string
	year    int
	period  string
	whole   string // the indicator of the row that the rows with a dash belong to
}

// aimRow is a row of figures. Of one that was joined from several lines each is a row of its own.
type aimRow struct {
	cells   []string
	passage string
	at      docfile.Place
}

// readTargetTable reads rows of an indicator with one value a year, and rows of
// a body with one value an indicator.
func (r *reader) readTargetTable(o *outliner, t *table) {
	a, ok := r.aimTable(o, t)
	if !ok {
		return
	}
	for _, rw := range a.rows {
		a.readRow(r, t, rw)
	}
}

// aimTable finds the columns of figures; false when the table has none that are aims.
func (r *reader) aimTable(o *outliner, t *table) (*aimTable, bool) {
	header, rows := t.headed()
	if len(rows) == 0 || len(header) < 2 {
		return nil, false
	}
	a := &aimTable{columns: make([]aimColumn, len(header))}
	named := false
	for i, h := range header {
		a.columns[i] = aimColumnOf(h, named)
		named = named || a.columns[i].role == aimName
	}
	if !a.has(aimName) && !a.has(aimWhose) {
		return nil, false
	}
	a.caption = o.caption(t)
	folded := viet.Fold(a.caption + " " + strings.Join(header, " "))
	aimed := strings.Contains(folded, "chi tieu") || strings.Contains(folded, "muc tieu")
	if !a.has(aimName) {
		if !aimed {
			return nil, false
		}
		a.readAcross()
	}
	if !a.has(aimValue) || !aimed && !t.has(colYear) || strings.Contains(folded, "kinh phi") || strings.Contains(folded, "du toan") {
		return nil, false
	}
	a.year = r.d.Year
	if at, ok := captionTime(a.caption); ok {
		a.year, a.period = at.year, at.period()
	}
	a.rows = a.apart(o, rows)
	return a, true
}

func (a *aimTable) has(role aimRole) bool {
	for _, c := range a.columns {
		if c.role == role {
			return true
		}
	}
	return false
}

// headed returns the cells that name the columns, from one row or two, and the rows below.
func (t *table) headed() (header []string, rows []*row) {
	header, rows = t.header, t.rows
	if len(header) == 0 && len(rows) > 0 {
		header, rows = rows[0].cells, rows[1:]
	}
	if len(rows) == 0 || len(rows[0].cells) > len(header) {
		return header, rows
	}
	var second []string
	for i, c := range rows[0].cells {
		folded := viet.Fold(c)
		if c != "" && !(len(c) < 40 && (isYear(c) || strings.HasPrefix(folded, "nam 20") || strings.HasPrefix(folded, "den nam 20"))) {
			return header, rows
		}
		second = append(second, strings.TrimSpace(header[i]+" "+c))
	}
	return append(second, header[len(second):]...), rows[1:]
}

func isYear(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) == 4 && s[:2] == "20" && isNumber(s)
}

// resultWords name a column of what was reached, not of what is to be.
var (
	resultWords  = []string{"thuc hien", "uoc ", "uth", "hien trang", "ket qua", "da dat", "ghi chu", "thoi gian", "thoi han", "chu tri", "phoi hop", "san pham"}
	compareWords = []string{"so sanh", "so voi", "tang, giam", "tang/giam"}
	planWords    = []string{"ke hoach", "muc tieu", "chi tieu", "phan dau", "dinh huong", "kh nam", "kh 20"}
	nameWords    = []string{"chi tieu", "tieu chi", "noi dung", "muc tieu", "ten ", "hang muc", "nhiem vu", "linh vuc", "chi so"}
	whoseWords   = []string{"dia phuong", "xa, phuong", "xa/phuong", "ten xa", "huyen", "don vi", "co quan", "tinh, thanh pho", "so, nganh", "cap xa"}
)

// aimColumnOf tells a column by its header. named says that the indicator has its column.
func aimColumnOf(header string, named bool) aimColumn {
	header = viet.Squeeze(header)
	h := viet.Fold(header)
	c := aimColumn{label: header}
	at, timed := firstTime(header)
	if isYear(header) {
		at, timed = timeSpan{year: atoi(header)}, true
	}
	planned := containsAny(h, planWords...)
	switch {
	case h == "" || h == "tt" || h == "stt" || h == "so tt", containsAny(h, compareWords...), containsAny(h, resultWords...) && !planned:
	case h == "don vi tinh" || h == "dvt" || h == "don vi" || h == "don vi do":
		c.role = aimUnit
	case timed || planned && named:
		c.role, c.year, c.period = aimValue, at.year, at.period()
	case !named && containsAny(h, nameWords...):
		c.role = aimName
	case containsAny(h, whoseWords...):
		c.role = aimWhose
	}
	c.name, c.unit = splitUnit(header)
	if timed && at.to > 0 {
		c.name, _ = splitUnit(strings.Trim(header[:at.from]+header[at.to:], " ,-–"))
	}
	return c
}

func atoi(s string) int {
	n := 0
	for i := 0; i < len(s) && isDigit(s[i]) && n < 1e6; i++ {
		n = 10*n + int(s[i]-'0')
	}
	return n
}

// readAcross makes values of all columns beside the bodies: their headers are the indicators.
func (a *aimTable) readAcross() {
	for i := range a.columns {
		c := &a.columns[i]
		if c.role == aimNothing && c.label != "" && !containsAny(viet.Fold(c.label), resultWords...) && !isNumberColumn(c.label) {
			c.role = aimValue
		}
	}
}

// splitUnit parts "Tỷ lệ hộ nghèo (%)" into the words and the unit.
func splitUnit(s string) (words, unit string) {
	open := strings.LastIndexByte(s, '(')
	if open < 0 || !strings.HasSuffix(strings.TrimSpace(s), ")") {
		return s, ""
	}
	inner := strings.Trim(s[open:], "() ")
	if m, n, _ := unitAt(inner); n == 0 || n != len(inner) || m.kind == noMeasure {
		return s, ""
	}
	return strings.TrimSpace(s[:open]), inner
}

// caption returns the line before a table and the headings above it, the nearest first.
func (o *outliner) caption(t *table) string {
	var parts []string
	if i := t.rows[0].index - 1; i >= 0 {
		parts = append(parts, headOf(o.passages[i].Text, longestHeading))
	}
	for n := t.node; n != nil; n = n.parent {
		parts = append(parts, headOf(n.heading(), longestHeading))
	}
	return strings.Join(parts, "\n")
}

// captionTime returns the time that the nearest words around a table name.
func captionTime(caption string) (timeSpan, bool) {
	for part := range strings.SplitSeq(caption, "\n") {
		if at, ok := firstTime(part); ok {
			return at, true
		}
	}
	return timeSpan{}, false
}

// apart parts the rows that were joined though each has figures of its own.
func (a *aimTable) apart(o *outliner, rows []*row) []aimRow {
	var all []aimRow
	for _, rw := range rows {
		lines := [][]string{rw.cells}
		if len(rw.torn) > 0 {
			lines = nil
			for i, line := range strings.Split(o.passages[rw.index].Text, FragmentBreak) {
				cells := strings.Split(line, "\t")
				if i > 0 && cells[0] != "" { // the empty cell that made it look torn is cut off
					cells = append([]string{""}, cells...)
				}
				lines = append(lines, cells)
			}
		}
		for i, cells := range lines {
			if i == 0 || a.givesFigure(cells) {
				all = append(all, aimRow{cells, rw.passage, rw.at})
			}
		}
	}
	return all
}

// givesFigure reports whether a line of cells has an indicator and a figure of its own.
func (a *aimTable) givesFigure(cells []string) bool {
	name, figure := false, false
	for i, c := range cells {
		if i >= len(a.columns) {
			break
		}
		switch a.columns[i].role {
		case aimName, aimWhose:
			name = name || c != ""
		case aimValue:
			figure = figure || strings.ContainsAny(c, "0123456789")
		}
	}
	return name && figure
}

func (a *aimTable) cell(cells []string, role aimRole) string {
	for i, c := range a.columns {
		if c.role == role && i < len(cells) {
			return viet.Squeeze(cells[i])
		}
	}
	return ""
}

// readRow makes a target of every figure in the row.
func (a *aimTable) readRow(r *reader, t *table, rw aimRow) {
	name, nameUnit := splitUnit(a.cell(rw.cells, aimName))
	whose, unit := a.cell(rw.cells, aimWhose), a.cell(rw.cells, aimUnit)
	if name = a.under(name); name == "" && whose == "" {
		return
	}
	for i, c := range a.columns {
		if c.role != aimValue || i >= len(rw.cells) || !strings.ContainsAny(rw.cells[i], "0123456789") {
			continue
		}
		f := cellFigure(rw.cells[i])
		x := Target{
			Document: r.d.ID, Section: t.node.path, Indicator: cmp.Or(name, c.name), Comparison: f.comparison, Value: f.value,
			Unit: cmp.Or(f.unit, unit, nameUnit, c.unit), Year: cmp.Or(c.year, a.year), Period: c.period, Scope: whose,
			Passage: rw.passage, Source: Source{r.d.Source.File, rw.at},
		}
		if c.year == 0 {
			x.Period = a.period
		}
		if x.Scope == "" {
			x.Scope = scopeOf(x.Indicator)
		}
		x.Text = x.Indicator + ": " + viet.Squeeze(rw.cells[i]) + " (" + columnTime(c) + ")"
		if x.Indicator != "" {
			r.c.Targets = append(r.c.Targets, x)
		}
	}
}

// columnTime names a column of values: a bare year as "năm 2026".
func columnTime(c aimColumn) string {
	if isYear(c.label) {
		return "năm " + c.label
	}
	return lowerFirst(c.label)
}

// under puts the indicator of the row above before a row that gives a part of
// it: "- Khu vực nông thôn", "Trong đó: …".
func (a *aimTable) under(name string) string {
	name = strings.NewReplacer("( ", "(", " )", ")").Replace(name)
	part := strings.TrimLeft(name, "-–+• ")
	_, ofWhole := cutPrefixFold(part, "Trong đó")
	if (part != name || ofWhole) && a.whole != "" {
		return a.whole + " – " + strings.TrimLeft(part, ": ")
	}
	a.whole = part
	return part
}

// cellFigure reads a cell of one figure; one that says more is kept as written.
func cellFigure(cell string) figure {
	cell = viet.Squeeze(cell)
	whole := figure{value: cell}
	i := strings.IndexAny(cell, "0123456789")
	from, _ := comparisonBefore(cell[:i])
	if strings.Trim(cell[:from], " ") != "" {
		return whole
	}
	end := valueEnd(cell, i)
	f := figure{comparison: strings.ToLower(strings.TrimSpace(cell[:i])), value: cell[i:end]}
	rest := strings.TrimSpace(cell[end:])
	if m, n, _ := unitAt(rest); n > 0 {
		f.unit, rest = m.words, strings.TrimSpace(rest[n:])
	}
	if _, ok := cutPrefixFold(rest, "trở lên"); ok {
		f.comparison, rest = strings.TrimSpace(f.comparison+" …")+" trở lên", ""
	}
	if rest != "" {
		return whole
	}
	return f
}
