package docfile

import (
	"math"
	"slices"
	"strings"
)

// setMargins finds the edges between which the lines of the full width are set.
// A page with few of them takes those of the page before, if it could have the same.
func (s *pdfSheet) setMargins(before pdfMargins) pdfMargins {
	var lines []*pdfItem
	var gaps []float64
	table := pdfMargins{left: math.Inf(1), right: math.Inf(-1)}
	for i := range s.items {
		item := &s.items[i]
		switch {
		case item.grid != nil:
			table.left, table.right = min(table.left, item.grid.xs[0]), max(table.right, item.grid.xs[len(item.grid.xs)-1])
		case item.column == 0 && !s.drop[i] && !item.note:
			lines = append(lines, item)
			if item.above > 0 {
				gaps = append(gaps, item.above)
			}
		}
	}
	if len(lines) == 0 && table.right < table.left {
		return before
	}
	lefts, rights := wideLines(lines)
	m := pdfMargins{left: edgeOf(lefts, false), right: edgeOf(rights, true)}
	const few = 8
	if len(lines) < few {
		if before.right > before.left && before.left <= m.left+3 && before.right >= m.right-3 {
			m = before
		} else if len(lines) > 0 {
			m.left, m.right = min(m.left, table.left), max(m.right, table.right)
		}
	}
	s.pitch = usualOf(gaps)
	m.indent = s.indent(m)
	m.justified = areJustified(rights, m.right)
	for i := range s.items {
		if item := &s.items[i]; item.grid == nil && item.column == 0 {
			item.margins = &m
		}
	}
	return m
}

// wideLines returns where the lines begin and end that are at least half as wide as all together: they show the margins best.
func wideLines(lines []*pdfItem) (lefts, rights []float64) {
	left, right := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		left, right = min(left, l.left), max(right, l.right)
	}
	for _, l := range lines {
		if 2*(l.right-l.left) > right-left {
			lefts, rights = append(lefts, l.left), append(rights, l.right)
		}
	}
	return lefts, rights
}

// edgeOf returns the edge at which lines begin, or end: the outermost of those that
// several lines share, and of few lines the outermost of all.
func edgeOf(at []float64, right bool) float64 {
	if len(at) == 0 {
		return 0
	}
	sorted := slices.Clone(at)
	slices.Sort(sorted)
	if right {
		slices.Reverse(sorted)
	}
	const same, few = 3, 8 // points; lines
	share := len(sorted) / few
	for i := range sorted {
		n := 0
		for j := i; j < len(sorted) && math.Abs(sorted[j]-sorted[i]) <= same; j++ {
			n++
		}
		if n >= share {
			return sorted[i]
		}
	}
	return sorted[0]
}

// areJustified reports whether most lines reach the right margin exactly.
func areJustified(rights []float64, margin float64) bool {
	const near, fewest = 1.5, 4
	n := 0
	for _, r := range rights {
		if math.Abs(r-margin) < near {
			n++
		}
	}
	return n >= fewest && 2*n > len(rights)
}

// indent returns how far the first lines of paragraphs are set in from the margin; 0 when
// no full line that stands in has one at the margin below it.
func (s *pdfSheet) indent(m pdfMargins) float64 {
	count := map[int]int{}
	best := 0
	for i := 1; i < len(s.items); i++ {
		a, b := &s.items[i-1], &s.items[i]
		if a.row != nil || b.row != nil || a.column+b.column != 0 || math.Abs(b.left-m.left) > 3 || m.right-a.right > 3*a.size || beginsItem(b.text) {
			continue
		}
		if d := a.left - m.left; d > 0.8*a.size && d < 6*a.size && b.above < 1.5*max(s.pitch, a.size) {
			k := int(math.Round(d / 2))
			if count[k]++; count[k] > count[best] {
				best = k
			}
		}
	}
	return float64(2 * best)
}

// usualOf returns the value that most others are near to; 0 for none.
func usualOf(values []float64) float64 {
	count := map[int]int{}
	best := 0
	for _, v := range values {
		k := int(math.Round(2 * v))
		if count[k]++; count[k] > count[best] || count[k] == count[best] && k < best {
			best = k
		}
	}
	return float64(best) / 2
}

// usualSize returns the size of most letters of the page.
func (s *pdfSheet) usualSize() float64 {
	letters := map[float64]int{}
	var best float64
	for i := range s.items {
		size := math.Round(2*s.items[i].size) / 2
		letters[size] += len(s.items[i].text)
		if letters[size] > letters[best] {
			best = size
		}
	}
	return best
}

// markNotes finds the footnotes: small print at the end of the page, below a short line or behind a raised number.
func (s *pdfSheet) markNotes(rules []pdfRule, box pdfBox) {
	usual := s.usualSize()
	if usual == 0 {
		return
	}
	under := math.Inf(-1) // the height of the line over them
	for _, r := range rules {
		b := boxOf([]pdfPoint{r.from, r.to})
		const shortest, longest = 40, 260
		if w := b.right - b.left; b.top-b.bottom < 1 && w > shortest && w < longest && b.top < (box.top+box.bottom)/2 {
			under = max(under, b.top)
		}
	}
	for i := len(s.items) - 1; i >= 0; i-- {
		item := &s.items[i]
		if item.row != nil || item.column > 0 {
			return
		}
		small := item.size < 0.93*usual
		if !small && !pageNumber.MatchString(item.text) {
			return
		}
		if small && (item.y < under || strings.HasPrefix(item.text, Footnote)) {
			for j := i; j < len(s.items); j++ {
				s.items[j].note = s.items[j].size < 0.93*usual
			}
		}
	}
}
