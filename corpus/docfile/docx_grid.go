package docfile

// fit brings the cells from the grid of the file to columns as a reader sees
// them. A grid has a line wherever any cell of any row ends; borders that were
// dragged by hand miss each other by a hair, which makes columns that nobody sees.
func (t *docxTable) fit() {
	const hair = 150 // twentieths of a point: no letter of a cell fits between
	var edge [docxMaxColumns + 1]bool
	for _, row := range t.rows {
		for _, c := range row.cells {
			edge[c.from], edge[c.to] = true, true
		}
	}
	wide := t.wordsBetween(&edge)
	var column [docxMaxColumns + 1]int // by edge
	n, at, begin, last := -1, 0, 0, -1
	for i := range edge {
		if edge[i] {
			if last < 0 || wide[last] || at-begin >= hair {
				n, begin = n+1, at
			}
			column[i], last = n, i
		}
		if i < docxMaxColumns {
			at += t.width(i, hair)
		}
	}
	for r := range t.rows {
		cells := t.rows[r].cells
		kept := cells[:0]
		for _, c := range cells {
			if c.from, c.to = column[c.from], column[c.to]; c.from < c.to {
				kept = append(kept, c)
			}
		}
		t.rows[r].cells = kept
	}
}

// width returns the width of a column; where the grid does not say, one that no one overlooks.
func (t *docxTable) width(i, hair int) int {
	if i >= len(t.widths) || t.widths[i] == 0 {
		return hair
	}
	return t.widths[i]
}

// wordsBetween reports of each edge whether some row has words between it and the next edge.
func (t *docxTable) wordsBetween(edge *[docxMaxColumns + 1]bool) (wide [docxMaxColumns + 1]bool) {
	var next [docxMaxColumns + 1]int
	for i, last := 0, -1; i < len(edge); i++ {
		if !edge[i] {
			continue
		}
		if last >= 0 {
			next[last] = i
		}
		last = i
	}
	for _, row := range t.rows {
		for _, c := range row.cells {
			if next[c.from] == c.to && c.hasWords() {
				wide[c.from] = true
			}
		}
	}
	return wide
}

// columns returns how many columns the table has.
func (t *docxTable) columns() int {
	n := 0
	for _, row := range t.rows {
		if len(row.cells) > 0 {
			n = max(n, row.cells[len(row.cells)-1].to)
		}
	}
	return n
}

// layout is why a table is none.
type docxLayout uint8

const (
	docxData    docxLayout = iota // it is one
	docxBox                       // one column: a frame around paragraphs
	docxColumns                   // two columns of lines side by side
)

// layout tells a table from lines that were only put side by side: the head of a
// document (issuer and number on the left, motto and date on the right), and its
// end (addressees, signature). These have no borders, no header, words in two
// columns at most, and few rows. On top of a page, where the head stands, borders
// and more rows are forgiven.
func (t *docxTable) layout(top bool) docxLayout {
	const fewRows, fewRowsOnTop = 2, 6
	var filled [docxMaxColumns]bool
	rows, columns := 0, 0
	for _, row := range t.rows {
		words, size := false, 0
		for _, c := range row.cells {
			if !c.hasWords() {
				continue
			}
			words = true
			size += c.size()
			if !filled[c.from] {
				filled[c.from] = true
				columns++
			}
		}
		if size > MaxText { // no row of a table is that long: the page itself is laid out in it
			return docxBox
		}
		if words {
			rows++
		}
	}
	header := len(t.rows) > 0 && t.rows[0].header
	lined := t.lines == docxOn
	switch {
	case columns < 2:
		return docxBox
	case header || columns > 2:
		return docxData
	case rows <= fewRows && (top || !lined), rows <= fewRowsOnTop && top && !lined:
		return docxColumns
	}
	return docxData
}

// size returns the bytes of a cell's words.
func (c docxCell) size() int {
	n := 0
	for _, p := range c.pieces {
		if p.table != nil {
			for _, row := range p.table.rows {
				for _, inner := range row.cells {
					n += inner.size()
				}
			}
			continue
		}
		for _, l := range p.para.text {
			n += len(l) + 1
		}
	}
	return n
}
