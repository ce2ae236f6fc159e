package docfile

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"dondoc/corpus/viet"
)

// pdfPart is rows that are read one after the other: of the full width of the
// page, of one of two columns, or of a table without lines.
type pdfPart struct {
	rows   []pdfRow
	column bool
	prose  bool // of a column: it is full of lines, and no head or signature
	table  *pdfAligned
}

// partsOf puts rows in the order in which people read them: where two columns
// stand side by side, as at the head of a document (issuer and motto) and at its
// end (addressees and signature), the left one first.
func partsOf(rows []pdfRow) []pdfPart {
	var parts []pdfPart
	start := 0
	plain := func(to int) {
		if to > start {
			parts = append(parts, pdfPart{rows: rows[start:to]})
		}
	}
	for i := 0; i < len(rows); i++ {
		if a, ok := alignedAt(rows, i); ok {
			end := i + len(a.rows)
			if i > start && a.takeHead(&rows[i-1]) {
				i--
			}
			plain(i)
			parts = append(parts, pdfPart{rows: a.rows, table: a})
			start, i = end, end-1
			continue
		}
		if c, ok := columnsAt(rows, i, start); ok {
			plain(c.from)
			prose := c.areDense()
			parts = append(parts, pdfPart{rows: c.left, column: true, prose: prose}, pdfPart{rows: c.right, column: true, prose: prose})
			start, i = c.to, c.to-1
		}
	}
	plain(len(rows))
	return parts
}

// pdfColumns are two columns side by side: the rows from … to, cut in two.
type pdfColumns struct {
	from, to    int
	gap         pdfStroke // the white between them
	left, right []pdfRow
	both        int // rows with words on both sides
}

// columnsAt finds two columns that begin to be two at row i, or in it and the one below when these are not quite level.
func columnsAt(rows []pdfRow, i, start int) (best pdfColumns, ok bool) {
	const mostGaps = 6
	try := func(gap pdfStroke) {
		c := growColumns(rows, i, start, gap)
		if c.to-c.from > best.to-best.from && c.valid() {
			best, ok = c, true
		}
	}
	segments := rows[i].segments
	for s := 1; s < len(segments) && s <= mostGaps; s++ {
		try(pdfStroke{0, segments[s-1].right, segments[s].left})
	}
	if i+1 < len(rows) && rows[i].y-rows[i+1].y < 0.7*rows[i].size {
		a, b := &rows[i], &rows[i+1]
		if a.left() > b.right() {
			a, b = b, a
		}
		if b.left()-a.right() > rows[i].size {
			try(pdfStroke{0, a.right(), b.left()})
		}
	}
	return best, ok
}

// growColumns takes in the rows below and above i that leave the gap white.
func growColumns(rows []pdfRow, i, start int, gap pdfStroke) pdfColumns {
	const tallest = 200 // rows: no page has as many lines
	c := pdfColumns{from: i, to: i, gap: gap}
	for c.to < len(rows) && c.to-i < tallest && c.takes(&rows[c.to], false) {
		c.to++
	}
	for c.from > start && c.takes(&rows[c.from-1], true) {
		c.from--
	}
	return c
}

// takes adds a row to the columns if it leaves the gap white and stands where the rows of its column stand.
func (c *pdfColumns) takes(r *pdfRow, above bool) bool {
	left, right := pdfRow{y: r.y, size: r.size}, pdfRow{y: r.y, size: r.size}
	gap := c.gap
	const narrowest = 0.6 // of the size: the least white between columns
	white := narrowest * r.size
	for _, s := range r.segments {
		isLeft, isRight := s.right <= c.gap.to-white, s.left >= c.gap.from+white
		if isLeft && isRight { // it stands within the gap
			isLeft = s.left-c.gap.from < c.gap.to-s.right
		}
		switch {
		case isLeft:
			left.segments = append(left.segments, s)
			gap.from = max(gap.from, s.right)
		case isRight:
			right.segments = append(right.segments, s)
			gap.to = min(gap.to, s.left)
		default:
			return false
		}
	}
	if gap.to-gap.from < white {
		return false
	}
	both := len(left.segments) > 0 && len(right.segments) > 0
	if !both && len(left.segments) > 0 && !follows(c.left, c.right, &left, 2, above) {
		return false
	}
	if !both && len(right.segments) > 0 && !follows(c.right, c.left, &right, 9, above) {
		return false
	}
	if both && len(c.left)+len(c.right) > 0 && !near(c.left, c.right, r, 3.5) {
		return false
	}
	c.gap = gap
	if both {
		c.both++
	}
	add := func(column *[]pdfRow, r pdfRow) {
		switch {
		case len(r.segments) == 0:
		case above:
			*column = slices.Insert(*column, 0, r)
		default:
			*column = append(*column, r)
		}
	}
	add(&c.left, left)
	add(&c.right, right)
	return true
}

// follows reports whether a row of one side only goes on with the column there: near enough, and
// aligned with it. What stands above may be the end of the text before, so it has to be centred.
func follows(column, other []pdfRow, r *pdfRow, farthest float64, above bool) bool {
	if len(column) == 0 {
		return len(other) == 0 || near(other, nil, r, 2)
	}
	return near(column, nil, r, farthest) && aligned(column, r, !above)
}

// near reports whether the row stands at most so many sizes above or below the rows taken.
func near(a, b []pdfRow, r *pdfRow, sizes float64) bool {
	for _, rows := range [][]pdfRow{a, b} {
		if len(rows) == 0 {
			continue
		}
		d := min(math.Abs(rows[len(rows)-1].y-r.y), math.Abs(rows[0].y-r.y))
		if d <= sizes*max(r.size, rows[0].size) {
			return true
		}
	}
	return false
}

// aligned reports whether the row has the middle of a row of the column; or its left edge, if edges count.
func aligned(column []pdfRow, r *pdfRow, edges bool) bool {
	const middle, edge = 14, 5
	for i := range column {
		o := &column[i]
		if math.Abs(o.left()-r.left()) < edge {
			return edges
		}
		if math.Abs(o.left()+o.right()-r.left()-r.right()) < 2*middle {
			return true
		}
	}
	return false
}

// columnWords stand in columns by the rules for official documents: Nghị định 30/2020/NĐ-CP, Phụ lục I.
var columnWords = regexp.MustCompile(`^(noi nhan|cong hoa xa hoi chu nghia|doc lap ?[-–] ?tu do|dang cong san viet nam$)`)

// valid reports whether the columns are two texts side by side, not one text with gaps:
// by their words, because one is centred, or because both are full of lines.
func (c *pdfColumns) valid() bool {
	if len(c.left) == 0 || len(c.right) == 0 || c.to-c.from < 2 || c.areLabels() {
		return false
	}
	for _, column := range [][]pdfRow{c.left, c.right} {
		for i := range column {
			if columnWords.MatchString(viet.Fold(column[i].text())) {
				return true
			}
		}
	}
	return centred(c.left) || centred(c.right) || c.areDense()
}

// areLabels reports whether the left column has nothing but "Thời gian:" or "1.", to which the right one belongs line by line.
func (c *pdfColumns) areLabels() bool {
	labels := 0
	for i := range c.left {
		text := c.left[i].text()
		if strings.HasSuffix(text, ":") || beginsItem(text+" ") && len([]rune(text)) < 8 {
			labels++
		}
	}
	return labels > 1 && 2*labels > len(c.left) || labels == len(c.left) && c.both == c.to-c.from && labels > 1
}

// centred reports whether the rows have one middle and hardly an edge in common.
func centred(rows []pdfRow) bool {
	const middle, edge = 8, 2
	first := &rows[0]
	shared := 0
	for i := range rows[1:] {
		r := &rows[i+1]
		if math.Abs(r.left()+r.right()-first.left()-first.right()) > 2*middle {
			return false
		}
		if slices.ContainsFunc(rows[:i+1], func(o pdfRow) bool { return math.Abs(o.left()-r.left()) < edge }) {
			shared++
		}
	}
	return len(rows) > 1 && 2*shared < len(rows)-1
}

// areDense reports whether most of the rows fill their column, and the columns are of one width: newspapers are set so.
func (c *pdfColumns) areDense() bool {
	const fewest = 8
	var widths [2]float64
	for n, rows := range [][]pdfRow{c.left, c.right} {
		left, right := rows[0].left(), rows[0].right()
		for i := range rows {
			left, right = min(left, rows[i].left()), max(right, rows[i].right())
		}
		full := 0
		for i := range rows {
			if rows[i].right()-rows[i].left() > 0.8*(right-left) {
				full++
			}
		}
		if len(rows) < fewest || 10*full < 6*len(rows) {
			return false
		}
		widths[n] = right - left
	}
	return min(widths[0], widths[1]) > 0.8*max(widths[0], widths[1])
}
