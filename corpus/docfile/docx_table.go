package docfile

import (
	"fmt"
	"strings"
)

// docxTable is a table that has been read.
type docxTable struct {
	widths []int // of the columns of its grid, in twentieths of a point
	lines  docxToggle
	rows   []docxRow
	merged [docxMaxColumns]bool // columns in which a cell goes on in the row below

	cells, bare int // all, and those that say themselves that they have no borders
}

// docxRow is one row.
type docxRow struct {
	header bool
	cells  []docxCell
	met    docxTraces
}

// docxCell is one cell: of the grid the columns from up to to.
type docxCell struct {
	from, to int
	above    bool // goes on with the cell above
	pieces   []docxPiece
}

// docxMaxColumns bounds the grid. Word has at most 63 columns.
const docxMaxColumns = 256

// table reads <w:tbl>.
func (r *docxReader) table() (*docxTable, error) {
	if err := r.spend(); err != nil {
		return nil, err
	}
	t := &docxTable{}
	r.nested++
	defer func() { r.nested-- }()
	if err := r.xml.each(func(e docxElement) error { return r.tablePart(e, t) }); err != nil {
		return nil, err
	}
	if t.cells > 0 && t.bare == t.cells {
		t.lines = docxOff
	}
	t.fit()
	return t, nil
}

func (r *docxReader) tablePart(e docxElement, t *docxTable) error {
	within := func(e docxElement) error { return r.tablePart(e, t) }
	if e.space == compatNS {
		return r.alternative(e, within)
	}
	switch e.name {
	case "tblPr":
		return r.xml.each(func(e docxElement) error {
			if e.name == "tblStyle" && t.lines == docxUnset {
				t.lines = r.styles.of(e.val()).lines
			}
			if e.name == "tblBorders" {
				t.lines = docxUnset
			}
			return r.xml.readBorders(e, &t.lines)
		})
	case "gridCol":
		if len(t.widths) < docxMaxColumns {
			t.widths = append(t.widths, max(e.number("w"), 0))
		}
		return r.xml.skip()
	case "tblGridChange":
		return r.xml.skip()
	case "tr":
		return r.row(t)
	case "sdt":
		return r.control(within)
	}
	return r.xml.each(within)
}

// docxRowState is what is known of a row while it is read.
type docxRowState struct {
	docxRow
	next    int // column of the next cell
	deleted bool
}

func (r *docxReader) row(t *docxTable) error {
	s := &docxRowState{}
	if err := r.xml.each(func(e docxElement) error { return r.rowPart(e, t, s) }); err != nil {
		return err
	}
	if len(s.cells) > 0 {
		t.rows = append(t.rows, s.docxRow)
	}
	return nil
}

func (r *docxReader) rowPart(e docxElement, t *docxTable, s *docxRowState) error {
	within := func(e docxElement) error { return r.rowPart(e, t, s) }
	if e.space == compatNS {
		return r.alternative(e, within)
	}
	switch e.name {
	case "trPr":
		return r.xml.each(func(e docxElement) error { return r.readRow(e, t, s) })
	case "tblPrEx":
		return r.xml.each(func(e docxElement) error { return r.xml.readBorders(e, &t.lines) })
	case "tc":
		if s.deleted {
			return r.xml.skip()
		}
		return r.cell(t, s)
	case "sdt":
		return r.control(within)
	}
	return r.xml.each(within)
}

// readRow reads one property of a row.
func (r *docxReader) readRow(e docxElement, t *docxTable, s *docxRowState) error {
	switch e.name {
	case "tblHeader": // Word repeats only the rows that stand on top of the table
		above := len(t.rows) == 0 || t.rows[len(t.rows)-1].header
		s.header = e.on() && above
	case "gridBefore":
		s.next = min(max(e.number("val"), 0), docxMaxColumns)
		clear(t.merged[:s.next])
	case "del":
		s.deleted = true
		r.out.met |= docxTracked
	case "ins":
		s.met |= docxTracked
	}
	return r.xml.skip()
}

// docxMerge is what a cell says of its neighbours.
type docxMerge struct {
	span    int
	down    string // "", "restart" or "continue"
	left    bool   // an older way to say that it belongs to the cell on its left
	deleted bool
	lines   docxToggle
}

func (r *docxReader) readMerge(m *docxMerge) error {
	return r.xml.each(func(e docxElement) error {
		switch e.name {
		case "gridSpan":
			m.span = e.number("val")
		case "vMerge":
			if m.down = "continue"; e.val() == "restart" {
				m.down = "restart"
			}
		case "hMerge":
			m.left = e.val() != "restart"
		case "cellDel":
			m.deleted = true
			r.out.met |= docxTracked
		}
		return r.xml.readBorders(e, &m.lines)
	})
}

// cell reads <w:tc>. What a cell holds that goes on with the one above is not printed.
func (r *docxReader) cell(t *docxTable, s *docxRowState) error {
	if err := r.spend(); err != nil {
		return err
	}
	var c docxCell
	var m docxMerge
	placed := false
	f := &docxFlow{put: func(p docxPiece) error {
		c.pieces = append(c.pieces, p)
		return nil
	}}
	outer := r.unseen
	err := r.xml.each(func(e docxElement) error {
		if e.space == wordNS && e.name == "tcPr" && !placed {
			return r.readMerge(&m)
		}
		if !placed {
			placed = true
			if t.goesOn(&m, s.next) || m.left || m.deleted {
				r.unseen++
			}
		}
		return r.block(e, f)
	})
	if err == nil && f.open != nil {
		c.pieces = append(c.pieces, r.closed(f.open))
	}
	hidden := r.unseen > outer
	r.unseen = outer
	if hidden {
		c.pieces = nil
	}
	if err != nil {
		return err
	}
	return t.place(c, m, s)
}

// goesOn reports whether a cell in that column continues the one above it.
func (t *docxTable) goesOn(m *docxMerge, column int) bool {
	return m.down == "continue" && column < docxMaxColumns && t.merged[column]
}

// place gives a cell its columns.
func (t *docxTable) place(c docxCell, m docxMerge, s *docxRowState) error {
	if m.deleted {
		return nil
	}
	t.cells++
	switch m.lines {
	case docxOn:
		t.lines = docxOn
	case docxOff:
		t.bare++
	}
	c.above = t.goesOn(&m, s.next)
	c.from, c.to = s.next, s.next+max(m.span, 1)
	if grid := len(t.widths); grid > 0 && c.to > grid { // a span may say more than there is
		c.to = max(grid, c.from+1)
	}
	if c.to > docxMaxColumns {
		return fmt.Errorf("%w: có bảng hơn %d cột", ErrTooLarge, docxMaxColumns)
	}
	s.next = c.to
	for i := c.from; i < c.to; i++ {
		t.merged[i] = false
	}
	t.merged[c.from] = m.down != ""
	if n := len(s.cells); m.left && n > 0 {
		s.cells[n-1].to = c.to
		return nil
	}
	s.cells = append(s.cells, c)
	for _, p := range c.pieces {
		if p.para != nil {
			s.met |= p.para.met
		}
	}
	return nil
}

// apart appends the words of a piece, those of each cell by themselves.
func (p docxPiece) apart(lines []string) []string {
	if p.para != nil {
		return append(lines, p.para.text...)
	}
	for _, row := range p.table.rows {
		for _, c := range row.cells {
			for _, inner := range c.pieces {
				lines = inner.apart(lines)
			}
		}
	}
	return lines
}

// lines appends the lines of a piece: as printed, with numbers, and its own words.
// A row of a table inside a cell is one line.
func (p docxPiece) lines(marked, plain []string) (_, _ []string) {
	if p.para != nil {
		text := p.para.text
		switch {
		case p.para.mark == "":
			marked = append(marked, text...)
		case len(text) == 0:
			marked = append(marked, p.para.mark)
		default:
			marked = append(append(marked, p.para.mark+" "+text[0]), text[1:]...)
		}
		return marked, append(plain, text...)
	}
	for _, row := range p.table.rows {
		var m, w []string
		for _, c := range row.cells {
			m, w = c.lines(m, w)
		}
		if len(m) > 0 {
			marked = append(marked, strings.Join(m, " "))
		}
		if len(w) > 0 {
			plain = append(plain, strings.Join(w, " "))
		}
	}
	return marked, plain
}

func (c docxCell) lines(marked, plain []string) (_, _ []string) {
	for _, p := range c.pieces {
		marked, plain = p.lines(marked, plain)
	}
	return marked, plain
}

// hasWords reports whether anything is printed in the cell.
func (c docxCell) hasWords() bool {
	for _, p := range c.pieces {
		if p.table != nil || p.para.mark != "" || len(p.para.text) > 0 {
			return true
		}
	}
	return false
}
