package docfile

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dondoc/corpus/viet"
)

// pdfEdgeLines is how many lines at the top and at the bottom of a page may be furniture.
const pdfEdgeLines = 3

// pageNumber is a line that says which page this is and nothing else.
var pageNumber = regexp.MustCompile(`^(?:trang|page)?[\s\-–—|]*\d{1,4}(?:\s*(?:/|of|tren|tong so)\s*\d{1,4})?[\s\-–—|]*$`)

// markFurniture finds what belongs to the pages and not to the text: running
// heads and feet, which stand at one height of several pages, and page numbers.
func markFurniture(sheets []*pdfSheet) {
	seen := map[pdfEdgePlace][]int{} // on which pages
	for n, s := range sheets {
		s.drop = make([]bool, len(s.items))
		top, bottom := s.edges()
		for _, i := range append(top, bottom...) {
			for _, k := range s.items[i].edgePlaces() {
				if on := seen[k]; len(on) == 0 || on[len(on)-1] != n {
					seen[k] = append(on, n)
				}
			}
		}
	}
	// In a file of few pages two of a kind are enough.
	fewest := 3
	if len(sheets) < 6 {
		fewest = 2
	}
	for n, s := range sheets {
		repeats := func(item *pdfItem) bool {
			return slices.ContainsFunc(item.edgePlaces(), func(k pdfEdgePlace) bool {
				return len(seen[k]) >= fewest && hasNeighbour(seen[k], n)
			})
		}
		top, bottom := s.edges()
		s.dropEdge(top, repeats)
		s.dropEdge(bottom, repeats)
	}
}

// hasNeighbour reports whether one of the rising pages is the one before or behind n, or
// the one but next: left and right pages may have heads of their own.
func hasNeighbour(pages []int, n int) bool {
	i, _ := slices.BinarySearch(pages, n)
	return i > 0 && n-pages[i-1] <= 2 || i+1 < len(pages) && pages[i+1]-n <= 2
}

// pdfEdgePlace is a line without its numbers, and how high it stands.
type pdfEdgePlace struct {
	words string
	y     int
}

// edgePlaces returns the two places of a line, so that lines a little higher or lower share one of theirs.
func (item *pdfItem) edgePlaces() []pdfEdgePlace {
	const grid = 3 // points
	words, y := wordsOnly(item.text), int(math.Floor(item.y/grid))
	return []pdfEdgePlace{{words, y}, {words, y + 1}}
}

// edges returns the lines at the top of a page and at its bottom, outermost first.
// Tables and columns, as of the head of a document, are no furniture, and end both.
func (s *pdfSheet) edges() (top, bottom []int) {
	order := make([]int, len(s.items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.items[b].y, s.items[a].y) })
	for n := 0; n < min(pdfEdgeLines, len(order)) && s.items[order[n]].isFull(); n++ {
		top = append(top, order[n])
	}
	for n := len(order) - 1; n >= max(0, len(order)-pdfEdgeLines) && s.items[order[n]].isFull(); n-- {
		bottom = append(bottom, order[n])
	}
	return top, bottom
}

// isFull reports whether the item is a line of the full width.
func (item *pdfItem) isFull() bool { return item.row == nil && item.column == 0 }

// dropEdge drops the furniture of one edge, outermost first: a line of the text ends it. What
// stands as near to the text as its own lines do is text, unless it is a page number.
func (s *pdfSheet) dropEdge(edge []int, repeats func(*pdfItem) bool) {
	dropped, tried := 0, 0
	for n, i := range edge {
		item := &s.items[i]
		if s.drop[i] {
			break // the other edge has come so far
		}
		repeated := repeats(item)
		isNumber := pageNumber.MatchString(viet.Fold(item.text)) && (repeated || item.artifact || s.standsAlone(i))
		if !isNumber && !repeated {
			break
		}
		s.drop[i] = true
		if tried = n + 1; isNumber || item.artifact || s.isDetached(i) {
			dropped = tried
		}
	}
	for _, i := range edge[dropped:tried] {
		s.drop[i] = false
	}
}

// isDetached reports whether the text keeps away from the line: it stands farther off than lines do, or in another size.
func (s *pdfSheet) isDetached(i int) bool {
	item := &s.items[i]
	for j := range s.items {
		o := &s.items[j]
		const pitch = 1.45 // of the size
		if s.drop[j] || o.row != nil || math.Abs(o.y-item.y) > pitch*max(item.size, o.size) {
			continue
		}
		if math.Abs(o.size-item.size) < 0.08*item.size {
			return false
		}
	}
	return true
}

// standsAlone reports whether a number at the edge of a page is no word of the text: it
// stands away from the left margin or from the line next to it.
func (s *pdfSheet) standsAlone(i int) bool {
	item := &s.items[i]
	nearest, left := math.Inf(1), math.Inf(1)
	for j := range s.items {
		if o := &s.items[j]; j != i && o.row == nil && !s.drop[j] {
			nearest, left = min(nearest, math.Abs(o.y-item.y)), min(left, o.left)
		}
	}
	return item.left-left > 2*item.size || nearest > 2*item.size
}

// wordsOnly replaces the numbers of a line, which may count the pages.
func wordsOnly(s string) string {
	var b strings.Builder
	digits := false
	for _, r := range s {
		if d := unicode.IsDigit(r); d {
			if !digits {
				b.WriteByte('#')
			}
			digits = true
			continue
		}
		digits = false
		b.WriteRune(r)
	}
	return b.String()
}

var (
	stampMark = regexp.MustCompile(`(?i)^(?:ký (?:số )?bởi|người ký|thời gian ký|ngày ký|digitally signed|signed by|signature (?:not )?(?:verified|valid)|date\s*:\s*\d{4}\.\d\d\.\d\d)`)
	stampMore = regexp.MustCompile(`(?i)^(?:email|cơ quan|đơn vị|tổ chức|chức vụ|lý do|location|reason|date|dn)\s*:`)
)

// withoutStamps takes out the marks that a digital signature leaves on a page:
// “Ký bởi: …”, “Thời gian ký: …”, and the small print right above and below.
func withoutStamps(rows []pdfRow) []pdfRow {
	var stamps []pdfStampLine
	for i := range rows {
		for _, seg := range rows[i].segments {
			if stampMark.MatchString(seg.text) {
				stamps = append(stamps, pdfStampLine{seg.text, seg.left, seg.right, rows[i].y, rows[i].size})
			}
		}
	}
	if len(stamps) == 0 {
		return rows
	}
	usual := usualSize(rows)
	const most = 32 // lines of stamps on a page
	for n := 0; n < len(stamps) && n < most; n++ {
		for i := range rows {
			r := &rows[i]
			r.segments = slices.DeleteFunc(r.segments, func(seg pdfSegment) bool {
				line := pdfStampLine{seg.text, seg.left, seg.right, r.y, r.size}
				if line.isOf(stamps[n], usual) {
					stamps = append(stamps, line)
					return true
				}
				return stamps[n] == line
			})
		}
	}
	return slices.DeleteFunc(rows, func(r pdfRow) bool { return len(r.segments) == 0 })
}

// pdfStampLine is a line of a stamp.
type pdfStampLine struct {
	text                 string
	left, right, y, size float64
}

// isOf reports whether the line belongs to the stamp of the other: small print next to it, under it or above it.
func (l pdfStampLine) isOf(o pdfStampLine, usual float64) bool {
	if l == o || math.Abs(l.y-o.y) > 1.8*o.size || math.Abs(l.size-o.size) > 0.6 || min(l.right, o.right) <= max(l.left, o.left) {
		return false
	}
	return l.size < 0.85*usual || stampMore.MatchString(l.text) || stampMark.MatchString(l.text)
}

// usualSize returns the size of most letters.
func usualSize(rows []pdfRow) float64 {
	letters := map[float64]int{}
	var best float64
	for i := range rows {
		size := math.Round(2*rows[i].size) / 2
		for _, s := range rows[i].segments {
			letters[size] += len(s.text)
		}
		if letters[size] > letters[best] {
			best = size
		}
	}
	return best
}
