package docfile

import (
	"slices"
	"strings"

	"dondoc/corpus/viet"
)

// pdfTableRow is a row of a table.
type pdfTableRow struct {
	cells []string
	merge []Merge
	lines int // of its tallest cell
}

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

// addGrid adds the rows of a table. Rows without any words are left out; columns are
// not, because they may have words on the next page.
func (s *pdfSheet) addGrid(g *pdfGrid, ink [][]*pdfGlyph) {
	columns := len(g.xs) - 1
	texts, heights := make([]string, len(ink)), make([]int, len(ink))
	for n := range ink {
		i, j := n/columns, n%columns
		right := j + 1
		for right < columns && !g.left[i][right] {
			right++
		}
		texts[n], heights[n] = cellText(ink[n], g.xs[j], g.xs[right])
	}
	for i := range len(g.ys) - 1 {
		row := &pdfTableRow{}
		merged := false
		for j := range columns {
			n := i*columns + j
			m := Own
			switch {
			case !g.left[i][j]:
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

// widen gives the row the columns of the table that it goes on with, when it is drawn with fewer.
func (r *pdfTableRow) widen(has, want []float64) {
	if len(has) == len(want) || len(r.cells) != len(has)-1 {
		return
	}
	cells, merge := make([]string, len(want)-1), slices.Repeat([]Merge{WithLeft}, len(want)-1)
	for j, c := range r.cells {
		at := nearest(want, has[j])
		if at < 0 || at >= len(cells) {
			return
		}
		cells[at], merge[at] = c, Own
		if r.merge != nil {
			merge[at] = r.merge[j]
		}
	}
	r.cells, r.merge = cells, merge
}
