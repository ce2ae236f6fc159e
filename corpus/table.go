package corpus

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// table is one table, put together over all pages that it runs on.
type table struct {
	node    *node
	header  []string // of each column, the words of all header rows; empty when the table has none
	columns []column
	rows    []*row
	number  int // that the file gives it; 0 for none

	headerLine string // the header's cells in one line
	top        []string
	torn       bool // it looks like the rest of a table with a header
	borrowed   bool // its header is that of the table before
}

// row is one row, its torn pieces joined.
type row struct {
	cells   []string
	at      docfile.Place
	passage string     // ID
	index   int        // of its Passage
	length  int        // bytes of all pieces
	more    [][]string // by column, what torn pieces add to a cell
	torn    []string   // texts of the torn pieces
	merge   []docfile.Merge
	shared  []int // columns whose blank cells were filled from above
}

// cell returns the row's cell in the first column of that kind, or "".
func (t *table) cell(r *row, c column) string {
	if i := slices.Index(t.columns, c); i >= 0 && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

func (t *table) has(c column) bool { return slices.Contains(t.columns, c) }

// longestHeaderCell is the most bytes of a cell that names a column.
const longestHeaderCell = 160

// readHeader returns the columns when the row names at least two of them. Inside
// a table with a header most cells must: a row of duties has such words too.
func readHeader(b docfile.Block, inside bool) ([]column, bool) {
	filled := 0
	for _, c := range b.Cells {
		if len(c) > longestHeaderCell {
			return nil, false
		}
		if c != "" {
			filled++
		}
	}
	if b.Cells[0] == "" && !b.Header || isRowMark(b.Cells[0]) {
		return nil, false
	}
	columns, known := columnsOf(b.Cells)
	enough := known >= 2 && known*2 >= filled
	if inside {
		enough = known >= 2 && known*4 >= filled*3
	}
	return columns, enough
}

// isRowMark reports whether a cell numbers a row or a group of rows: "3", "1.2", "IV", "B.".
func isRowMark(cell string) bool {
	mark := strings.Trim(cell, ". )(")
	return isNumber(mark) || isDecimal(mark) || groupMark.MatchString(mark) && !strings.Contains(mark, " ")
}

// addRow puts a table row in its place: a header opens a table (or is the
// repeated header of the one being read), other rows are joined to the row
// above when they only go on with it.
func (o *outliner) addRow(b docfile.Block) {
	if o.table != nil && b.Table != o.table.number && !(len(o.table.header) == len(b.Cells) && o.table.node == o.at) {
		o.closeRow()
		o.table = nil
	}
	if o.table != nil && len(o.table.rows) == 0 && o.table.takesHeader(b) {
		return
	}
	if columns, ok := readHeader(b, o.table != nil && len(o.table.header) > 0); ok {
		if o.table != nil && sameCells(o.table.top, b.Cells) {
			return
		}
		o.openTable(&table{node: o.at, header: b.Cells, top: b.Cells, columns: columns, number: b.Table})
		return // it says nothing by itself: its rows carry it in their Trail
	}
	if o.table == nil {
		o.openTable(o.headless(b))
	}
	t := o.table
	if t.takesHeader(b) {
		return
	}
	if n := len(t.rows); n > 0 && t.rows[n-1].length < docfile.MaxText && t.goesOn(t.rows[n-1], b) {
		t.rows[n-1].join(b)
		return
	}
	o.closeRow()
	p := o.add(b)
	if len(t.header) > 0 {
		p.Trail = append(p.Trail, t.headerLine)
	}
	o.row = &row{cells: slices.Clone(b.Cells), at: b.Place, passage: p.ID, index: len(o.passages) - 1, length: len(b.Text), merge: b.Merge}
	t.share(o.row)
	t.rows = append(t.rows, o.row)
}

func (o *outliner) openTable(t *table) {
	o.closeRow()
	t.headerLine = strings.Join(t.header, " | ")
	o.table = t
	o.tables = append(o.tables, t)
	if len(t.header) > 0 {
		o.above = t
	}
}

// headless opens a table without a header. Behind a table with as many columns,
// in the same piece of the document, it is the rest of that one.
func (o *outliner) headless(b docfile.Block) *table {
	t := &table{node: o.at, number: b.Table}
	if a := o.above; a != nil && len(a.header) == len(b.Cells) {
		t.torn = true
		if a.node == o.at && a.columns[0] == colNumber && (b.Cells[0] == "" || isRowMark(b.Cells[0])) {
			t.header, t.top, t.columns, t.borrowed = a.header, a.top, a.columns, true
		}
	}
	return t
}

// takesHeader reports whether the row only goes on with the header: the second of
// two header rows, or the numbers that are printed below one.
func (t *table) takesHeader(b docfile.Block) bool {
	if len(t.rows) > 0 || len(t.header) == 0 || t.borrowed {
		return sameCells(t.header, b.Cells) && len(t.header) > 0 || len(t.header) > 0 && countsColumns(b.Cells)
	}
	if countsColumns(b.Cells) {
		return true
	}
	if len(b.Cells) > len(t.header) || !t.isSecondHeader(b) {
		return false
	}
	header := slices.Clone(t.header)
	for i, c := range b.Cells {
		if c == "" {
			continue
		}
		parent := ""
		for j := i; j >= 0 && parent == ""; j-- { // a cell over several columns stands in the first
			parent = t.top[j]
		}
		if own, _ := columnOf(c); own == colOther || saysNothing(parent) {
			c = parent + " " + c
		}
		header[i] = c
	}
	t.header, t.headerLine = header, strings.Join(header, " | ")
	t.columns, _ = columnsOf(header)
	return true
}

// isSecondHeader reports whether a row below the first header row names the
// columns below cells that span several.
func (t *table) isSecondHeader(b docfile.Block) bool {
	if b.Header {
		return true
	}
	filled, named := 0, 0
	for i, c := range b.Cells {
		if c == "" {
			continue
		}
		filled++
		if len(c) > longestHeaderCell/2 || t.top[i] != "" && (i+1 >= len(t.top) || t.top[i+1] != "") {
			return false // below a column that is named already
		}
		if own, _ := columnOf(c); own != colOther || len(strings.Fields(c)) <= 6 {
			named++
		}
	}
	return filled > 1 && named == filled && b.Cells[0] == ""
}

// countsColumns reports whether the cells are the numbers printed below a header: "(1)", "(2)", "(3)".
func countsColumns(cells []string) bool {
	if len(cells) < 3 {
		return false
	}
	letters := 0
	for i, c := range cells {
		c = strings.Trim(c, "() ")
		if i == letters && c == string(rune('A'+i)) {
			letters++ // "A", "B", 1, 2
			continue
		}
		if c != strconv.Itoa(i+1) && c != strconv.Itoa(i-letters+1) {
			return false
		}
	}
	return true
}

// sharing are the columns whose merged cells hold for every row that they stand beside.
var sharing = []column{colNumber, colLead, colLeadAndCo, colCo, colTime, colGiven, colStart, colEnd}

// share fills the cells that the file merges with those above them.
func (t *table) share(r *row) {
	if len(t.rows) == 0 {
		return
	}
	above := t.rows[len(t.rows)-1]
	for i, m := range r.merge {
		if m == docfile.WithAbove && i < len(above.cells) && i < len(t.columns) && slices.Contains(sharing, t.columns[i]) {
			r.cells[i] = above.cells[i]
		}
	}
}

// headsDecimals reports whether a row is the head of those numbered below it: "1", before "1.1".
func (t *table) headsDecimals(i int) bool {
	rw := t.rows[i]
	mark := strings.Trim(rw.cells[0], ". )(")
	if i+1 == len(t.rows) || !isNumber(mark) || !rw.incomplete(t) {
		return false
	}
	return strings.HasPrefix(strings.TrimSpace(t.rows[i+1].cells[0]), mark+".")
}

// fillBlanks fills, in a table that does not say which cells are merged, blank
// cells of a numbered row from the row above: the lead with those who help it and
// the time; the time alone only where the whole group has one. It returns the
// columns filled, by row.
func (t *table) fillBlanks(r *reader) [][]int {
	filled := make([][]int, len(t.rows))
	if t.columns[0] != colNumber {
		return filled
	}
	lead, co, time := slices.Index(t.columns, colLead), slices.Index(t.columns, colCo), slices.Index(t.columns, colTime)
	times := t.timesByGroup(time)
	for i := 1; i < len(t.rows); i++ {
		rw, above := t.rows[i], t.rows[i-1]
		content := t.cell(rw, colContent)
		if rw.merge != nil || above.merge != nil || content == "" || groupMark.MatchString(rw.cells[0]) || groupMark.MatchString(above.cells[0]) ||
			t.headsDecimals(i) || t.headsDecimals(i-1) {
			continue
		}
		fill := func(c int) {
			if c >= 0 && c < len(rw.cells) && c < len(above.cells) && rw.cells[c] == "" && above.cells[c] != "" {
				rw.cells[c] = above.cells[c]
				filled[i] = append(filled[i], c)
			}
		}
		if lead >= 0 && lead < len(rw.cells) && rw.cells[lead] == "" && r.holders(content) == nil {
			fill(lead)
			fill(co)
		}
		if (len(filled[i]) > 0 || times[i] == 1) && len(viet.FindDeadlines(headOf(content, widestLabel), r.ref)) == 0 {
			fill(time)
		}
	}
	return filled
}

// timesByGroup counts, for every row, the rows of its group that give a time of their own.
func (t *table) timesByGroup(time int) []int {
	counts := make([]int, len(t.rows))
	first := 0
	for i := 0; i <= len(t.rows); i++ {
		if i < len(t.rows) && !groupMark.MatchString(t.rows[i].cells[0]) && !t.headsDecimals(i) {
			continue
		}
		own := 0
		for _, rw := range t.rows[first:i] {
			if time >= 0 && time < len(rw.cells) && rw.cells[time] != "" {
				own++
			}
		}
		for k := first; k < i; k++ {
			counts[k] = own
		}
		first = i + 1
	}
	return counts
}

// sameCells compares two rows blind to case, tones and blanks.
func sameCells(a, b []string) bool {
	return slices.EqualFunc(a, b, func(x, y string) bool { return viet.Squeeze(viet.Fold(x)) == viet.Squeeze(viet.Fold(y)) })
}

// goesOn reports whether a row continues the one above it, torn by a page break: no
// number of its own, and words that begin in the middle of a sentence or stand
// beside no lead and no time of their own. Where the file says which cells are
// merged, a row whose duty is merged with the one above goes on with it.
func (t *table) goesOn(above *row, b docfile.Block) bool {
	cells := b.Cells
	if len(t.header) == 0 || cells[0] != "" || t.columns[0] == colTime && t.headsGroup(cells) {
		return false
	}
	if i := slices.Index(t.columns, colContent); i >= 0 && i < len(b.Merge) && b.Merge[i] == docfile.WithAbove {
		return true
	}
	if b.Merge != nil && slices.Contains(b.Merge, docfile.WithAbove) {
		return false
	}
	var content, others string
	for i, c := range cells {
		switch {
		case i >= len(t.columns):
			others += c
		case t.columns[i] == colContent:
			content += c
		case t.columns[i] != colNumber && t.columns[i] != colSection:
			others += c
		}
	}
	if startsLower(content) || content == "" && startsLower(others) {
		return true
	}
	return t.columns[0] == colNumber && (content == "" || others == "" || above.incomplete(t))
}

// headsGroup reports whether only the content cell has words: the theme of the rows below.
func (t *table) headsGroup(cells []string) bool {
	for i, c := range cells {
		if c != "" && (i >= len(t.columns) || t.columns[i] != colContent || startsLower(c)) {
			return false
		}
	}
	return true
}

// incomplete reports whether the row still lacks what every row of its table has.
func (r *row) incomplete(t *table) bool {
	return t.cell(r, colLead) == "" && t.cell(r, colLeadAndCo) == "" && t.cell(r, colTime) == ""
}

func startsLower(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(first)
}

// join puts a torn piece to the row. An empty cell is filled at once; what goes
// on in a cell waits for closeRow, because a row may be torn many times.
func (r *row) join(b docfile.Block) {
	for i, c := range b.Cells {
		if i >= len(r.cells) {
			r.cells = append(r.cells, "")
		}
		if i >= len(r.more) {
			r.more = append(r.more, nil)
		}
		switch {
		case c == "":
		case r.cells[i] == "":
			r.cells[i] = c
		default:
			r.more[i] = append(r.more[i], c)
		}
	}
	r.torn = append(r.torn, b.Text)
	r.length += len(b.Text)
}

// closeRow joins the torn pieces of the row read last: the cells, and the text of its Passage.
func (o *outliner) closeRow() {
	r := o.row
	o.row = nil
	if r == nil || len(r.torn) == 0 {
		return
	}
	for i, more := range r.more {
		if len(more) > 0 {
			r.cells[i] += " " + strings.Join(more, " ")
		}
	}
	o.passages[r.index].Text += FragmentBreak + strings.Join(r.torn, FragmentBreak)
}
