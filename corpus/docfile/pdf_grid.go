package docfile

import (
	"cmp"
	"math"
	"slices"
)

const (
	pdfTouch     = 3.0   // points that lines may miss one another by, where they meet
	pdfSameLine  = 5.0   // points between two lines that are one: no column is as narrow
	pdfMostLines = 2_000 // straight lines of one way on a page; a map or a diagram has more, and no table
	pdfMostCells = 20_000
)

// pdfStroke is a level line (at y, from x to x) or an upright one (at x, from y to y).
type pdfStroke struct{ at, from, to float64 }

// pdfGrid is a table drawn with lines.
type pdfGrid struct {
	xs, ys []float64 // of its lines; ys fall
	left   [][]bool  // by row and column: a line parts the cell from the one on its left
	top    [][]bool  // a line parts the cell from the one above
	level  []pdfStroke
	erect  []pdfStroke
}

// gridsOf finds the tables that the lines of a page make, from the top down.
func gridsOf(rules []pdfRule, dots []pdfPoint, box pdfBox) []*pdfGrid {
	level, erect := dottedStrokes(dots)
	for _, r := range rules {
		b := boxOf([]pdfPoint{r.from, r.to})
		if b.right < box.left || b.left > box.right || b.top < box.bottom || b.bottom > box.top {
			continue
		}
		if b.right-b.left > b.top-b.bottom {
			level = append(level, pdfStroke{b.top, b.left, b.right})
		} else {
			erect = append(erect, pdfStroke{b.left, b.bottom, b.top})
		}
	}
	pieces := slices.Clone(level)
	level, erect = mergeStrokes(level), mergeStrokes(erect)
	if len(level) > pdfMostLines || len(erect) > pdfMostLines {
		return nil
	}
	var grids []*pdfGrid
	var alone []pdfStroke
	for _, g := range groupStrokes(level, erect) {
		if g.measure() {
			grids = append(grids, g)
		} else if len(g.erect) == 0 {
			alone = append(alone, g.level...)
		}
	}
	grids = append(grids, levelGrids(alone, pieces)...)
	slices.SortStableFunc(grids, func(a, b *pdfGrid) int { return cmp.Compare(b.ys[0], a.ys[0]) })
	return grids
}

// dottedStrokes joins points that stand in a row.
func dottedStrokes(dots []pdfPoint) (level, erect []pdfStroke) {
	const apart, fewest = 5, 8 // points from one to the next, and how many make a line
	along := func(at, on func(pdfPoint) float64) []pdfStroke {
		var strokes []pdfStroke
		sorted := slices.Clone(dots)
		row := func(p pdfPoint) float64 { return math.Round(2 * at(p)) }
		slices.SortFunc(sorted, func(a, b pdfPoint) int { return cmp.Or(cmp.Compare(row(a), row(b)), cmp.Compare(on(a), on(b))) })
		for i := 0; i < len(sorted); {
			j := i + 1
			for j < len(sorted) && row(sorted[j]) == row(sorted[i]) && on(sorted[j])-on(sorted[j-1]) <= apart {
				j++
			}
			if j-i >= fewest {
				strokes = append(strokes, pdfStroke{at(sorted[i]), on(sorted[i]), on(sorted[j-1])})
			}
			i = j
		}
		return strokes
	}
	x, y := func(p pdfPoint) float64 { return p.x }, func(p pdfPoint) float64 { return p.y }
	return along(y, x), along(x, y)
}

// mergeStrokes joins lines that go on in one another: every cell has its own border in many files.
func mergeStrokes(strokes []pdfStroke) []pdfStroke {
	const apart = 1.5 // points between lines that lie on one another
	slices.SortFunc(strokes, func(a, b pdfStroke) int { return cmp.Compare(a.at, b.at) })
	var merged []pdfStroke
	for i := 0; i < len(strokes); {
		j := i
		for j < len(strokes) && strokes[j].at-strokes[i].at <= apart {
			j++
		}
		group := strokes[i:j]
		slices.SortFunc(group, func(a, b pdfStroke) int { return cmp.Compare(a.from, b.from) })
		for k, s := range group {
			s.at = group[len(group)/2].at
			if n := len(merged); k > 0 && s.from <= merged[n-1].to+pdfTouch {
				merged[n-1].to = max(merged[n-1].to, s.to)
				continue
			}
			merged = append(merged, s)
		}
		i = j
	}
	return merged
}

// groupStrokes puts lines that meet into one grid.
func groupStrokes(level, erect []pdfStroke) []*pdfGrid {
	parent := make([]int, len(level)+len(erect))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for i, h := range level {
		first, _ := slices.BinarySearchFunc(erect, h.from-pdfTouch, func(v pdfStroke, x float64) int { return cmp.Compare(v.at, x) })
		for j := first; j < len(erect) && erect[j].at <= h.to+pdfTouch; j++ {
			if v := erect[j]; h.at >= v.from-pdfTouch && h.at <= v.to+pdfTouch {
				parent[root(len(level)+j)] = root(i)
			}
		}
	}
	byRoot := map[int]*pdfGrid{}
	var grids []*pdfGrid
	of := func(i int) *pdfGrid {
		r := root(i)
		if byRoot[r] == nil {
			byRoot[r] = &pdfGrid{}
			grids = append(grids, byRoot[r])
		}
		return byRoot[r]
	}
	for i, h := range level {
		g := of(i)
		g.level = append(g.level, h)
	}
	for j, v := range erect {
		g := of(len(level) + j)
		g.erect = append(g.erect, v)
	}
	return grids
}

// measure finds the columns and rows of a grid; false when the lines make no table of two columns.
func (g *pdfGrid) measure() bool {
	if len(g.level) == 0 || len(g.erect) == 0 {
		return false
	}
	for _, h := range g.level {
		g.ys = append(g.ys, h.at)
		if len(g.level) > 1 { // tables without a line at their sides
			g.xs = append(g.xs, h.from, h.to)
		}
	}
	for _, v := range g.erect {
		g.xs = append(g.xs, v.at)
		g.ys = append(g.ys, v.from, v.to)
	}
	g.xs, g.ys = g.positions(g.xs, g.erect), g.positions(g.ys, g.level)
	slices.Reverse(g.ys)
	const fewestX, fewestY = 3, 2
	if len(g.xs) < fewestX || len(g.ys) < fewestY || len(g.xs)*len(g.ys) > pdfMostCells {
		return false
	}
	g.findEdges()
	return true
}

// positions returns where lines stand, rising; what is nearer than pdfSameLine is one. Of the
// ends of crossing lines only the outermost count, and where no line of its own stands near.
func (g *pdfGrid) positions(all []float64, lines []pdfStroke) []float64 {
	slices.Sort(all)
	first, last := all[0], all[len(all)-1]
	at := make([]float64, 0, len(lines)+2)
	for _, l := range lines {
		at = append(at, l.at)
	}
	slices.Sort(at)
	const beyond = 8 // points that crossing lines have to reach out to make a column of their own
	if len(at) == 0 || first < at[0]-beyond {
		at = append([]float64{first}, at...)
	}
	if last > at[len(at)-1]+beyond {
		at = append(at, last)
	}
	kept := at[:1]
	for _, v := range at[1:] {
		if v-kept[len(kept)-1] > pdfSameLine {
			kept = append(kept, v)
		}
	}
	return kept
}

// findEdges finds which borders of the cells are drawn.
func (g *pdfGrid) findEdges() {
	rows, columns := len(g.ys)-1, len(g.xs)-1
	g.left, g.top = make([][]bool, rows), make([][]bool, rows)
	for i := range rows {
		g.left[i], g.top[i] = make([]bool, columns), make([]bool, columns)
		g.left[i][0] = true
		if i == 0 {
			for j := range columns {
				g.top[0][j] = true
			}
		}
	}
	for _, v := range g.erect {
		j := nearest(g.xs, v.at)
		if j < 0 || j >= columns {
			continue
		}
		for i := range rows {
			if middle := (g.ys[i] + g.ys[i+1]) / 2; middle >= v.from && middle <= v.to {
				g.left[i][j] = true
			}
		}
	}
	for _, h := range g.level {
		i := nearest(g.ys, h.at)
		if i < 0 || i >= rows {
			continue
		}
		for j := range columns {
			if middle := (g.xs[j] + g.xs[j+1]) / 2; middle >= h.from && middle <= h.to {
				g.top[i][j] = true
			}
		}
	}
}

// nearest returns the index of the position that v stands for, -1 for none.
func nearest(positions []float64, v float64) int {
	best := -1
	for i, p := range positions {
		if d := math.Abs(p - v); d <= 2*pdfSameLine && (best < 0 || d < math.Abs(positions[best]-v)) {
			best = i
		}
	}
	return best
}

// alike reports whether the columns of the other grid are among those of g, from the same left to the same right.
func (g *pdfGrid) alike(other []float64) bool {
	same := func(a, b float64) bool { return math.Abs(a-b) <= 2*pdfSameLine }
	if len(other) == 0 || !same(g.xs[0], other[0]) || !same(g.xs[len(g.xs)-1], other[len(other)-1]) {
		return false
	}
	for _, x := range g.xs {
		if nearest(other, x) < 0 {
			return false
		}
	}
	return true
}

// owners returns for each cell, counted row by row, the cell whose words its words are: merged cells have theirs in the first.
func (g *pdfGrid) owners() []int {
	columns := len(g.xs) - 1
	owners := make([]int, (len(g.ys)-1)*columns)
	for n := range owners {
		i, j := n/columns, n%columns
		switch {
		case !g.left[i][j]:
			owners[n] = owners[n-1]
		case !g.top[i][j]:
			owners[n] = owners[n-columns]
		default:
			owners[n] = n
		}
	}
	return owners
}

// cellAt returns the cell at a point, false when it lies outside.
func (g *pdfGrid) cellAt(x, y float64) (i, j int, ok bool) {
	if x < g.xs[0] || x >= g.xs[len(g.xs)-1] || y > g.ys[0] || y <= g.ys[len(g.ys)-1] {
		return 0, 0, false
	}
	j, _ = slices.BinarySearch(g.xs, math.Nextafter(x, math.Inf(1)))
	i, _ = slices.BinarySearchFunc(g.ys, y, func(line, y float64) int {
		if line >= y {
			return -1
		}
		return 1
	})
	return max(0, i-1), max(0, j-1), true
}

// levelGrids makes tables of level lines that begin and end alike and are painted
// in pieces: the cells of a table without upright lines have each their own.
func levelGrids(lines, pieces []pdfStroke) []*pdfGrid {
	same := func(a, b pdfStroke) bool {
		return math.Abs(a.from-b.from) <= pdfSameLine && math.Abs(a.to-b.to) <= pdfSameLine
	}
	slices.SortFunc(lines, func(a, b pdfStroke) int { return cmp.Compare(b.at, a.at) })
	var grids []*pdfGrid
	for i := 0; i < len(lines); {
		j := i + 1
		for j < len(lines) && same(lines[i], lines[j]) {
			j++
		}
		const fewest = 3
		if g := (&pdfGrid{level: lines[i:j]}); j-i >= fewest && g.measureLevel(pieces) {
			grids = append(grids, g)
		}
		i = j
	}
	return grids
}

// measureLevel takes the columns from where the pieces of the lines meet.
func (g *pdfGrid) measureLevel(pieces []pdfStroke) bool {
	var ends []float64
	for _, l := range g.level {
		g.ys = append(g.ys, l.at)
		for _, p := range pieces {
			if math.Abs(p.at-l.at) < pdfTouch && p.from >= l.from-pdfTouch && p.to <= l.to+pdfTouch {
				ends = append(ends, p.from, p.to)
			}
		}
	}
	slices.Sort(ends)
	for i := 0; i < len(ends); {
		j := i
		for j < len(ends) && ends[j]-ends[i] <= pdfSameLine {
			j++
		}
		if j-i > len(g.level)/2 {
			g.xs = append(g.xs, ends[i])
		}
		i = j
	}
	const fewest = 3
	if len(g.xs) < fewest || len(g.xs)*len(g.ys) > pdfMostCells {
		return false
	}
	g.left, g.top = make([][]bool, len(g.ys)-1), make([][]bool, len(g.ys)-1)
	for i := range g.left {
		g.left[i], g.top[i] = slices.Repeat([]bool{true}, len(g.xs)-1), slices.Repeat([]bool{true}, len(g.xs)-1)
	}
	return true
}
