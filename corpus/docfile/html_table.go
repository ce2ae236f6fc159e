package docfile

import (
	"fmt"
	"strconv"
	"strings"

	"dondoc/corpus/viet"
)

// htmlTable is a table that is being read. What it is, a table of data or a way to
// put things side by side, shows only when it is whole.
type htmlTable struct {
	rows     []htmlRow
	bordered bool
	layout   bool // it says so itself
	captured bool // it has a caption or header cells: it holds data
	inHead   bool
	inRow    bool
	inCell   bool
	lists    int // how many lists are open around it
}

type htmlRow struct {
	cells []*htmlCell
	head  bool
}

type htmlCell struct {
	items            []htmlItem
	colspan, rowspan int
	header, bordered bool
}

// htmlItem is a line or a table within a cell.
type htmlItem struct {
	line  htmlLine
	table *htmlTable
}

// cell returns the innermost open cell, nil outside of tables.
func (r *htmlReader) cell() *htmlCell {
	for i := len(r.tables) - 1; i >= 0; i-- {
		if t := r.tables[i]; t.inCell {
			row := t.rows[len(t.rows)-1]
			return row.cells[len(row.cells)-1]
		}
	}
	return nil
}

// openTable takes the start tags of tables and their parts.
func (r *htmlReader) openTable(t htmlTag) error {
	if t.name == "table" {
		r.pushTable(t)
		return nil
	}
	if len(r.tables) == 0 || r.ignored > 0 {
		return nil
	}
	in := r.tables[len(r.tables)-1]
	switch t.name {
	case "caption":
		in.captured = true
	case "thead", "tbody", "tfoot":
		in.inRow, in.inCell, in.inHead = false, false, t.name == "thead"
	case "tr":
		in.rows = append(in.rows, htmlRow{head: in.inHead})
		in.inRow, in.inCell = true, false
		r.lists = r.lists[:in.lists]
	case "td", "th":
		if !in.inRow {
			in.rows = append(in.rows, htmlRow{head: in.inHead})
		}
		if r.cells++; r.cells > mostCells {
			return fmt.Errorf("%w: bảng có hơn %d ô", ErrTooLarge, mostCells)
		}
		row := &in.rows[len(in.rows)-1]
		row.cells = append(row.cells, &htmlCell{
			colspan: spanOf(t.colspan), rowspan: spanOf(t.rowspan), header: t.name == "th", bordered: drawsBorder(t.style),
		})
		in.inRow, in.inCell, in.captured = true, true, in.captured || t.name == "th"
		r.lists, r.mark, r.level = r.lists[:in.lists], "", 0
	}
	return nil
}

func (r *htmlReader) pushTable(t htmlTag) {
	if len(r.tables) >= htmlMaxTables {
		r.ignored++
		return
	}
	r.level = 0
	r.tables = append(r.tables, &htmlTable{
		bordered: t.border != "" && t.border != "0" || drawsBorder(t.style) ||
			strings.Contains(t.class, "tablegrid") || strings.Contains(t.class, "bordered"),
		layout: t.role == "presentation" || t.role == "none",
		lists:  len(r.lists),
	})
}

// closeTable takes the end tags of tables and their parts.
func (r *htmlReader) closeTable(name string) error {
	if len(r.tables) == 0 {
		return nil
	}
	if r.ignored > 0 {
		if name == "table" {
			r.ignored--
		}
		return nil
	}
	t := r.tables[len(r.tables)-1]
	switch name {
	case "td", "th":
		t.inCell = false
	case "tr":
		t.inRow, t.inCell = false, false
	case "thead", "tbody", "tfoot":
		t.inRow, t.inCell, t.inHead = false, false, false
	case "table":
		r.tables = r.tables[:len(r.tables)-1]
		r.lists = r.lists[:t.lists]
		if cell := r.cell(); cell != nil {
			cell.items = append(cell.items, htmlItem{table: t})
			return nil
		}
		return r.putTable(t)
	}
	return nil
}

// spanOf reads a rowspan or colspan; 0 means all that follow.
func spanOf(s string) int {
	const most = 65534
	n, err := strconv.Atoi(strings.TrimSpace(s))
	switch {
	case err != nil || n < 0:
		return 1
	case n == 0 || n > most:
		return most
	}
	return n
}

// drawsBorder reports whether a style, free of blanks, draws a line around a cell or table.
func drawsBorder(style string) bool {
	for rule := range strings.SplitSeq(style, ";") {
		name, value, _ := strings.Cut(rule, ":")
		if !strings.HasPrefix(name, "border") || strings.HasPrefix(value, "none") || strings.HasPrefix(value, "0") {
			continue
		}
		for _, line := range []string{"solid", "double", "dashed", "dotted", "groove", "ridge", "inset", "outset"} {
			if strings.Contains(value, line) {
				return true
			}
		}
	}
	return false
}

// putTable makes blocks of a whole table.
func (r *htmlReader) putTable(t *htmlTable) error {
	const topLines = 3 // that may stand above the head of a document: a stamp, the number of a form
	if t.isLayout(r.line <= topLines) {
		return r.putLayout(t)
	}
	rows, err := r.grid(t)
	if err != nil {
		return err
	}
	trimGrid(rows)
	r.table++
	r.out.parted = true
	for _, row := range rows {
		r.line++
		row.at = Place{Line: r.line}
		if err := r.out.row(row, r.table, ""); err != nil {
			return err
		}
	}
	r.out.parted = true
	return nil
}

// htmlShape is what a table looks like from afar.
type htmlShape struct {
	widest       int  // the most cells of a row that have words
	longest      int  // the most lines of a cell
	lined, holds bool // it has lines drawn around its cells; it holds another table
}

func (t *htmlTable) shape() htmlShape {
	var s htmlShape
	cells, bordered := 0, 0
	for _, row := range t.rows {
		filled := 0
		for _, c := range row.cells {
			cells++
			if c.bordered {
				bordered++
			}
			if len(c.items) > 0 {
				filled++
			}
			s.longest = max(s.longest, len(c.items))
			s.holds = s.holds || c.holdsTable()
		}
		s.widest = max(s.widest, filled)
	}
	s.lined = t.bordered || bordered*2 >= cells
	return s
}

// isLayout reports whether a table only puts things side by side, as letterheads,
// signatures and whole pages are put: without lines and headers, in few rows. top
// says that it stands where letterheads stand.
func (t *htmlTable) isLayout(top bool) bool {
	const fewRows, rowsOnTop, manyLines = 2, 6, 24
	s := t.shape()
	switch {
	case t.layout, s.widest <= 1:
		return true
	case t.captured, s.lined && s.widest > 2:
		return false
	case s.holds, s.longest > manyLines && !s.lined:
		return true
	case s.widest > 2:
		return false
	case len(t.rows) <= rowsOnTop && t.isLetterhead():
		return true
	}
	return !s.lined && (len(t.rows) <= fewRows || top && len(t.rows) <= rowsOnTop)
}

// holdsTable reports whether a table of data stands in the cell.
func (c *htmlCell) holdsTable() bool {
	for _, i := range c.items {
		if i.table != nil && !i.table.isLayout(false) {
			return true
		}
	}
	return false
}

// isLetterhead knows the tops and bottoms of official documents by the words that all of them bear.
func (t *htmlTable) isLetterhead() bool {
	for _, row := range t.rows {
		for _, c := range row.cells {
			for _, i := range c.items {
				words := viet.Fold(i.line.text)
				for _, known := range []string{"cong hoa xa hoi chu nghia", "doc lap - tu do", "dang cong san viet nam", "noi nhan"} {
					if strings.HasPrefix(words, known) {
						return true
					}
				}
			}
		}
	}
	return false
}

// putLayout reads a table as a person reads what stands side by side: the left
// part to its end, then the right; a cell as wide as the table parts what is above it from what is below.
func (r *htmlReader) putLayout(t *htmlTable) error {
	width := 0
	for _, row := range t.rows {
		width = max(width, len(row.cells))
	}
	for len(t.rows) > 0 {
		n := 1
		for len(t.rows[0].cells) == width && n < len(t.rows) && len(t.rows[n].cells) == width {
			n++
		}
		for column := range width {
			r.out.parted = true
			for _, row := range t.rows[:n] {
				if column >= len(row.cells) {
					continue
				}
				if err := r.putItems(row.cells[column]); err != nil {
					return err
				}
			}
		}
		t.rows = t.rows[n:]
	}
	r.out.parted = true
	return nil
}

func (r *htmlReader) putItems(c *htmlCell) error {
	for _, i := range c.items {
		var err error
		if i.table != nil {
			err = r.putTable(i.table)
		} else {
			err = r.putLine(i.line)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// words writes what stands in the cell, a line each; a table within it a line a row.
func (c *htmlCell) words() string {
	var lines []string
	for _, i := range c.items {
		if i.table == nil {
			lines = append(lines, strings.TrimSpace(i.line.mark+" "+i.line.text))
			continue
		}
		for _, row := range i.table.rows {
			var cells []string
			for _, inner := range row.cells {
				if w := strings.ReplaceAll(inner.words(), "\n", " "); w != "" {
					cells = append(cells, w)
				}
			}
			if len(cells) > 0 {
				lines = append(lines, strings.Join(cells, " "))
			}
		}
	}
	return strings.Join(lines, "\n")
}

// grid puts the cells of a table into their columns, past those that reach down from above.
func (r *htmlReader) grid(t *htmlTable) ([]gridRow, error) {
	var down [mostColumns]struct {
		rows int
		is   Merge
	}
	rows := make([]gridRow, 0, len(t.rows))
	total := 0
	for i, in := range t.rows {
		row := gridRow{header: in.isHeader()}
		merged := false
		put := func(words string, m Merge) {
			row.cells, row.merge = append(row.cells, words), append(row.merge, m)
			merged = merged || m != Own
		}
		reach := func() { // the cells from above
			for len(row.cells) < mostColumns && down[len(row.cells)].rows > 0 {
				d := &down[len(row.cells)]
				d.rows--
				put("", d.is)
			}
		}
		for _, c := range in.cells {
			reach()
			words, is, below := c.words(), Own, WithAbove
			for range min(c.colspan, mostColumns) {
				if len(row.cells) == mostColumns || is == WithLeft && down[len(row.cells)].rows > 0 {
					break
				}
				if c.rowspan > 1 {
					down[len(row.cells)].rows, down[len(row.cells)].is = min(c.rowspan, len(t.rows)-i)-1, below
				}
				put(words, is)
				words, is, below = "", WithLeft, WithLeft
			}
			r.cut = r.cut || words != ""
		}
		reach()
		if !merged {
			row.merge = nil
		}
		if total += len(row.cells); total > mostCells {
			return nil, fmt.Errorf("%w: bảng có hơn %d ô", ErrTooLarge, mostCells)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// isHeader reports whether the page calls the row a header: by its place, or because every cell with words is one.
func (row htmlRow) isHeader() bool {
	if row.head {
		return true
	}
	headers := 0
	for _, c := range row.cells {
		switch {
		case c.header:
			headers++
		case len(c.items) > 0:
			return false
		}
	}
	return headers > 1
}
