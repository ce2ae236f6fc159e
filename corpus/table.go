package corpus

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// column is what a table column holds, found by the words of its header.
type column uint8

const (
	colOther       column = iota
	colNumber             // TT
	colSection            // Mục: the section path itself, in documents written for us
	colContent            // Nội dung, Nhiệm vụ …
	colLead               // Cơ quan chủ trì
	colLeadAndCo          // Cơ quan chủ trì, phối hợp, in one cell
	colCo                 // Cơ quan phối hợp
	colTime               // Thời hạn
	colDeliverable        // Sản phẩm
	colYear               // a year: figures of targets
)

// columnWords are tried in this order on the folded header.
var columnWords = []struct {
	words  []string
	column column
}{
	{[]string{"san pham", "ket qua dau ra", "ket qua can dat"}, colDeliverable},
	{[]string{"thoi gian", "thoi han", "hoan thanh", "tien do", "han xong"}, colTime},
	{[]string{"chi dao nhiem vu", "noi dung", "nhiem vu", "hanh dong", "hoat dong", "cong viec", "loai nen tang", "chi tieu", "ten "}, colContent},
	{[]string{"chu tri", "co quan thuc hien", "don vi thuc hien", "chu quan", "thanh vien", "chiu trach nhiem", "phu trach", "dau moi"}, colLead},
	{[]string{"phoi hop"}, colCo},
}

// columnOf names the column of a header cell.
func columnOf(header string) column {
	h := viet.Squeeze(viet.Fold(header))
	switch {
	case h == "tt" || h == "stt" || h == "so tt":
		return colNumber
	case h == "muc":
		return colSection
	case len(h) == 4 && isNumber(h) && h[:2] == "20":
		return colYear
	case strings.Contains(h, "chu tri") && strings.Contains(h, "phoi hop"):
		return colLeadAndCo
	}
	for _, c := range columnWords {
		for _, w := range c.words {
			if strings.Contains(h, w) {
				return c.column
			}
		}
	}
	return colOther
}

// table is one table, put together over all pages that it runs on.
type table struct {
	node    *node
	header  []string // cells as written; empty when the table has none
	columns []column
	rows    []*row

	headerLine string // the header's cells in one line
	torn       bool   // it looks like the rest of a table with a header
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
const longestHeaderCell = 90

// readHeader returns the columns when the row names at least two of them.
func readHeader(cells []string) ([]column, bool) {
	columns := make([]column, len(cells))
	known := 0
	for i, c := range cells {
		if len(c) > longestHeaderCell {
			return nil, false
		}
		columns[i] = columnOf(c)
		if columns[i] != colOther {
			known++
		}
	}
	return columns, known >= 2 && cells[0] != ""
}

// addRow puts a table row in its place: a header opens a table (or is the
// repeated header of the one being read), other rows are joined to the row
// above when they only go on with it.
func (o *outliner) addRow(b docfile.Block) {
	if columns, ok := readHeader(b.Cells); ok {
		if o.table != nil && sameHeader(o.table.header, b.Cells) {
			return
		}
		o.table = &table{node: o.at, header: b.Cells, columns: columns, headerLine: strings.Join(b.Cells, " | ")}
		o.tables = append(o.tables, o.table)
		o.above = o.table
		return // it says nothing by itself: its rows carry it in their Trail
	}
	if o.table == nil {
		o.table = &table{node: o.at, torn: o.above != nil && len(o.above.header) == len(b.Cells)}
		o.tables = append(o.tables, o.table)
	}
	t := o.table
	if n := len(t.rows); n > 0 && t.rows[n-1].length < docfile.MaxText && t.goesOn(t.rows[n-1], b.Cells) {
		t.rows[n-1].join(b)
		return
	}
	o.closeRow()
	p := o.add(b)
	if len(t.header) > 0 {
		p.Trail = append(p.Trail, t.headerLine)
	}
	o.row = &row{cells: slices.Clone(b.Cells), at: b.Place, passage: p.ID, index: len(o.passages) - 1, length: len(b.Text)}
	t.rows = append(t.rows, o.row)
}

func sameHeader(a, b []string) bool {
	return slices.EqualFunc(a, b, func(x, y string) bool { return viet.Squeeze(viet.Fold(x)) == viet.Squeeze(viet.Fold(y)) })
}

// goesOn reports whether the cells continue the row above them, torn by a page
// break: no number of its own, and words that begin in the middle of a sentence
// or stand beside no lead and no time of their own.
func (t *table) goesOn(above *row, cells []string) bool {
	if len(t.header) == 0 || cells[0] != "" || t.columns[0] == colTime && t.headsGroup(cells) {
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
