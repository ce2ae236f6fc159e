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
		if !part.column {
			part.rows = splitLabels(part.rows)
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

// splitLabels parts "Kính gửi:" from the first item of the list that stands beside it.
func splitLabels(rows []pdfRow) []pdfRow {
	split := make([]pdfRow, 0, len(rows))
	for _, r := range rows {
		for i := 1; i < len(r.segments); i++ {
			if strings.HasSuffix(r.segments[i-1].text, ":") && beginsItem(r.segments[i].text) {
				label := r
				label.segments = r.segments[:i]
				split = append(split, label)
				r.segments = r.segments[i:]
				break
			}
		}
		split = append(split, r)
	}
	return split
}

// bottom returns the height at which the item ends.
func (i *pdfItem) bottom() float64 {
	if i.grid != nil {
		return i.grid.ys[len(i.grid.ys)-1]
	}
	return i.y
}
