package docfile

import (
	"math"
	"slices"
	"strings"
)

// pdfAligned is a table without lines: rows whose cells stand below one another.
type pdfAligned struct {
	slots []pdfSlot
	rows  []pdfRow
	cells [][]int // by row: the slot of each segment
}

// pdfSlot is the room of a column.
type pdfSlot struct {
	left, right           float64
	lefts, rights, middle []float64
}

// alignedAt finds a table without lines that begins at row i. Text that merely has
// gaps is not taken for one: three columns and three full rows are the least.
func alignedAt(rows []pdfRow, i int) (*pdfAligned, bool) {
	const fewestSlots, tallest = 3, 200
	if len(rows[i].segments) < fewestSlots {
		return nil, false
	}
	a := &pdfAligned{}
	for _, s := range rows[i].segments {
		a.slots = append(a.slots, pdfSlot{left: s.left, right: s.right})
	}
	for n := i; n < len(rows) && n-i < tallest; n++ {
		if n > i && rows[n-1].y-rows[n].y > farthestRow*rows[n].size || !a.take(&rows[n]) {
			break
		}
	}
	return a, a.valid()
}

// farthestRow is how far apart, in sizes, two lines of a table may stand.
const farthestRow = 2.6

// takeHead takes the row above as the head of the table if its words stand over the columns,
// nearer to one another than the words of the rows as heads may.
func (a *pdfAligned) takeHead(above *pdfRow) bool {
	if above.y-a.rows[0].y > farthestRow*above.size {
		return false
	}
	head := pdfRow{y: above.y, size: above.size}
	var cells []int
	var words []pdfToken
	flush := func() {
		if len(words) > 0 {
			head.segments = append(head.segments, segmentOf(words))
		}
		words = nil
	}
	for _, segment := range above.segments {
		for _, w := range segment.words {
			at := a.slotOf((w.left + w.right) / 2)
			if len(cells) == 0 || cells[len(cells)-1] != at {
				flush()
				cells = append(cells, at)
			}
			words = append(words, w)
		}
	}
	flush()
	if len(cells) < len(a.slots) {
		return false
	}
	a.rows, a.cells = slices.Insert(a.rows, 0, head), slices.Insert(a.cells, 0, cells)
	return true
}

// slotOf returns the column whose room, up to the middle of the gaps beside it, holds x.
func (a *pdfAligned) slotOf(x float64) int {
	for k := range a.slots[1:] {
		if x < (a.slots[k].right+a.slots[k+1].left)/2 {
			return k
		}
	}
	return len(a.slots) - 1
}

// take adds a row whose segments stand each in one column.
func (a *pdfAligned) take(r *pdfRow) bool {
	cells := make([]int, len(r.segments))
	slots := slices.Clone(a.slots)
	for n, s := range r.segments {
		at := -1
		for k := range slots {
			if s.right > slots[k].left && s.left < slots[k].right {
				if at >= 0 {
					return false
				}
				at = k
			}
		}
		if at < 0 || n > 0 && at <= cells[n-1] {
			return false
		}
		cells[n] = at
		slots[at].left, slots[at].right = min(slots[at].left, s.left), max(slots[at].right, s.right)
	}
	for k := range slots[1:] {
		if slots[k+1].left-slots[k].right < 0.8*r.size {
			return false
		}
	}
	for n, s := range r.segments {
		slot := &slots[cells[n]]
		slot.lefts, slot.rights = append(slot.lefts, s.left), append(slot.rights, s.right)
		slot.middle = append(slot.middle, (s.left+s.right)/2)
	}
	a.slots, a.rows, a.cells = slots, append(a.rows, *r), append(a.cells, cells)
	return true
}

// valid reports whether enough rows are full, and the columns are aligned.
func (a *pdfAligned) valid() bool {
	const fewest = 3
	full := 0
	for _, cells := range a.cells {
		if len(cells) >= fewest {
			full++
		}
	}
	if full < fewest || 2*full < len(a.rows) {
		return false
	}
	for _, s := range a.slots {
		if n := len(s.lefts); n < 2 || 10*max(most(s.lefts), most(s.rights), most(s.middle)) < 6*n {
			return false
		}
	}
	return true
}

// most returns how many of the values are as good as one.
func most(values []float64) int {
	const same = 4 // points
	best := 0
	for _, v := range values {
		n := 0
		for _, o := range values {
			if math.Abs(o-v) <= same {
				n++
			}
		}
		best = max(best, n)
	}
	return best
}

// tableRows makes rows of cells. A line without a first cell goes on with the row above.
func (a *pdfAligned) tableRows() (rows []pdfTableRow, at []float64) {
	for n := range a.rows {
		if n == 0 || a.cells[n][0] == 0 {
			rows = append(rows, pdfTableRow{cells: make([]string, len(a.slots))})
			at = append(at, a.rows[n].y)
		}
		row := &rows[len(rows)-1]
		row.lines++
		for k, s := range a.rows[n].segments {
			cell := &row.cells[a.cells[n][k]]
			*cell = strings.TrimSpace(*cell + " " + s.text)
		}
	}
	return rows, at
}

// grid returns the columns as lines midway between them, so that the table may go on on the next page.
func (a *pdfAligned) grid() *pdfGrid {
	g := &pdfGrid{ys: []float64{a.rows[0].y, a.rows[len(a.rows)-1].y}}
	for _, s := range a.slots {
		g.xs = append(g.xs, s.left)
	}
	g.xs = append(g.xs, a.slots[len(a.slots)-1].right)
	return g
}
