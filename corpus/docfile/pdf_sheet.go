package docfile

import (
	"math"
	"slices"
	"strings"

	"dondoc/corpus/viet"
)

// pdfSheet is a page taken apart: lines and tables in reading order.
type pdfSheet struct {
	page    int
	items   []pdfItem
	picture bool // pictures or drawings cover most of the page
	letters int
	opaque  int // letters that their font does not tell
	hidden  int // letters that a machine read from a picture
	aslant  string
	damaged bool
	pitch   float64 // the usual distance of two lines
	drop    []bool  // by item: furniture
}

// pdfItem is a line, or a row of a table.
type pdfItem struct {
	pdfLine
	row   *pdfTableRow
	grid  *pdfGrid // of a row
	above float64  // distance to the line above in the same column; 0 for none
}

// pdfLine is one line of text with what tells whether the next one goes on with it.
type pdfLine struct {
	text        string
	y, size     float64
	left, right float64 // of its words
	first       float64 // width of its first word
	margins     *pdfMargins
	column      int  // 0: the full width; else the number of its column on the page
	loose       bool // it stands in the head of a document, or beside its signature
	artifact    bool // the file says that it is furniture
	note        bool // it stands below the line over the footnotes
}

// pdfMargins are the edges between which lines are set.
type pdfMargins struct {
	left, right float64
	indent      float64 // of the first line of paragraphs; 0 when there is none
	justified   bool    // lines reach the right edge unless they are the last of their paragraph
}

// pdfTableRow is a row of a table.
type pdfTableRow struct {
	cells []string
	merge []Merge
	lines int // of its tallest cell
}

// sheetOf takes apart what was painted.
func (p *pdfPainter) sheetOf(page int, box pdfBox) *pdfSheet {
	s := &pdfSheet{page: page}
	area := (box.right - box.left) * (box.top - box.bottom)
	const drawn = 150 // shapes
	s.picture = p.picture > area/2 || p.curves > drawn
	ink := s.inkOf(p.glyphs, box)
	grids := gridsOf(p.rules, p.dots, box)
	cells := make([][][]*pdfGlyph, len(grids))
	for i, g := range grids {
		ink, cells[i] = g.claim(ink)
	}
	rows := withoutStamps(rowsOf(ink))
	for i, g := range grids {
		if cells[i] == nil {
			continue
		}
		n := 0
		for n < len(rows) && rows[n].y > g.ys[0] {
			n++
		}
		s.addRows(rows[:n])
		rows = rows[n:]
		s.addGrid(g, cells[i])
	}
	s.addRows(rows)
	s.markNotes(p.rules, box)
	return s
}

// withoutDrawn takes out lines that are drawn with letters: "_____".
func withoutDrawn(rows []pdfRow) []pdfRow {
	for i := range rows {
		rows[i].segments = slices.DeleteFunc(rows[i].segments, func(s pdfSegment) bool { return isRule(s.text) })
	}
	return slices.DeleteFunc(rows, func(r pdfRow) bool { return len(r.segments) == 0 })
}

// inkOf chooses the glyphs that stand level on the page and joins marks to their letters.
func (s *pdfSheet) inkOf(glyphs []pdfGlyph, box pdfBox) []*pdfGlyph {
	const margin = 2
	ink := make([]*pdfGlyph, 0, len(glyphs))
	var aslant strings.Builder
	var before *pdfGlyph
	for i := range glyphs {
		g := &glyphs[i]
		middle := (g.from.x + g.to.x) / 2
		if middle < box.left-margin || middle > box.right+margin || g.from.y < box.bottom-margin || g.from.y > box.top+margin {
			continue
		}
		if isMark(g.text) && before != nil && math.Abs(g.from.x-before.to.x) < before.size && math.Abs(g.from.y-before.from.y) < before.size/2 {
			before.text += g.text
			continue
		}
		if way, ok := g.way(); (ok && way != 0 || !ok && g.from.y != g.to.y) && !g.opaque {
			if aslant.Len() < 200 {
				aslant.WriteString(g.text)
			}
			continue
		}
		if g.opaque {
			g.text = "\uFFFD"
			s.opaque++
		}
		if strings.TrimSpace(g.text) != "" {
			s.letters++
			if g.hidden {
				s.hidden++
			}
		}
		ink = append(ink, g)
		before = g
	}
	s.aslant = viet.Squeeze(viet.Normalize(aslant.String()))
	return ink
}

// isMark reports whether the text is a mark that belongs to the letter before it.
func isMark(s string) bool { return len(s) == 2 && s >= "\u0300" && s < "\u0370" }

// claim takes the glyphs that stand in the grid, by cell; nil when it holds no table.
func (g *pdfGrid) claim(ink []*pdfGlyph) (rest []*pdfGlyph, cells [][]*pdfGlyph) {
	columns := len(g.xs) - 1
	owners := g.owners()
	cells = make([][]*pdfGlyph, len(owners))
	for _, glyph := range ink {
		i, j, ok := g.cellAt((glyph.from.x+glyph.to.x)/2, glyph.from.y+glyph.size/4)
		if !ok {
			rest = append(rest, glyph)
			continue
		}
		n := owners[i*columns+j]
		cells[n] = append(cells[n], glyph)
	}
	rest = g.claimClipped(rest, cells, owners)
	filled := map[int]bool{}
	n := 0
	for i, cell := range cells {
		if slices.ContainsFunc(cell, func(g *pdfGlyph) bool { return strings.TrimSpace(g.text) != "" }) {
			filled[i%columns] = true
			n++
		}
	}
	const fewestCells, fewestColumns = 3, 2
	if n < fewestCells && len(g.ys) > 2 || len(filled) < fewestColumns {
		return ink, nil
	}
	return rest, cells
}

// claimClipped takes what stands across the lowest line of the grid: the end of a cell that the page was too short for.
func (g *pdfGrid) claimClipped(ink []*pdfGlyph, cells [][]*pdfGlyph, owners []int) []*pdfGlyph {
	bottom := g.ys[len(g.ys)-1]
	last := len(owners) - len(g.xs) + 1
	return slices.DeleteFunc(ink, func(glyph *pdfGlyph) bool {
		const across, pitch = 0.75, 1.4 // of the size
		if glyph.from.y < bottom-across*glyph.size || glyph.from.y > bottom {
			return false
		}
		_, j, ok := g.cellAt((glyph.from.x+glyph.to.x)/2, bottom+1)
		if !ok || len(cells[owners[last+j]]) == 0 {
			return false
		}
		n := owners[last+j]
		if above := cells[n][len(cells[n])-1]; above.from.y-glyph.from.y > pitch*glyph.size {
			return false
		}
		cells[n] = append(cells[n], glyph)
		return true
	})
}

// addGrid adds the rows of a table. Columns and rows without any words are left out.
func (s *pdfSheet) addGrid(g *pdfGrid, ink [][]*pdfGlyph) {
	columns := len(g.xs) - 1
	texts, heights := make([]string, len(ink)), make([]int, len(ink))
	used := make([]bool, columns)
	for n := range ink {
		i, j := n/columns, n%columns
		right := j + 1
		for right < columns && !g.left[i][right] {
			right++
		}
		texts[n], heights[n] = cellText(ink[n], g.xs[j], g.xs[right])
		used[j] = used[j] || texts[n] != ""
	}
	for i := range len(g.ys) - 1 {
		row := &pdfTableRow{}
		merged := false
		for j := range columns {
			if !used[j] {
				continue
			}
			n := i*columns + j
			m := Own
			switch {
			case !g.left[i][j] && len(row.cells) > 0:
				m = WithLeft
			case !g.top[i][j]:
				m = WithAbove
			}
			merged = merged || m != Own
			row.cells, row.merge = append(row.cells, texts[n]), append(row.merge, m)
			row.lines = max(row.lines, heights[n])
		}
		if !merged {
			row.merge = nil
		}
		if strings.Join(row.cells, "") != "" {
			s.items = append(s.items, pdfItem{row: row, grid: g, pdfLine: pdfLine{y: g.ys[i]}})
		}
	}
}

// addRows adds lines that stand in no table.
func (s *pdfSheet) addRows(rows []pdfRow) {
	column := 0
	bottom := math.Inf(1)
	for i := range s.items {
		column = max(column, s.items[i].column)
		bottom = min(bottom, s.items[i].bottom())
	}
	for _, part := range partsOf(rows) {
		if part.table != nil {
			s.addAligned(part.table)
			bottom = min(bottom, s.items[len(s.items)-1].bottom())
			continue
		}
		part.rows = withoutDrawn(part.rows)
		if len(part.rows) == 0 {
			continue
		}
		if part.column {
			column++
		}
		var margins pdfMargins
		for i := range part.rows {
			r := &part.rows[i]
			item := pdfItem{pdfLine: pdfLine{
				text: viet.Normalize(r.text()), y: r.y, size: r.size, left: r.left(), right: r.right(), first: r.segments[0].first(), artifact: r.artifact,
			}}
			if part.column {
				item.column, item.margins, item.loose = column, &margins, !part.prose
				if i == 0 {
					margins = pdfMargins{left: r.left(), right: r.right()}
				}
				margins.left, margins.right = min(margins.left, r.left()), max(margins.right, r.right())
			}
			switch {
			case i > 0:
				item.above = part.rows[i-1].y - r.y
			case !part.column && !math.IsInf(bottom, 1):
				item.above = bottom - r.y
			}
			s.items = append(s.items, item)
		}
		bottom = min(bottom, part.rows[len(part.rows)-1].y)
	}
}

// addAligned adds the rows of a table without lines.
func (s *pdfSheet) addAligned(a *pdfAligned) {
	rows, at := a.tableRows()
	grid := a.grid()
	for i := range rows {
		for j := range rows[i].cells {
			rows[i].cells[j] = squeeze(viet.Normalize(rows[i].cells[j]))
		}
		s.items = append(s.items, pdfItem{row: &rows[i], grid: grid, pdfLine: pdfLine{y: at[i]}})
	}
}

// bottom returns the height at which the item ends.
func (i *pdfItem) bottom() float64 {
	if i.grid != nil {
		return i.grid.ys[len(i.grid.ys)-1]
	}
	return i.y
}
