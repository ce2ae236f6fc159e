package docfile

import (
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
	type place struct {
		words string
		y     int
		top   bool
	}
	const grid = 3 // points that a head may stand higher or lower
	seen := map[place]int{}
	keys := func(item *pdfItem, top bool) [2]place {
		words := wordsOnly(item.text)
		y := int(math.Floor(item.y / grid))
		return [2]place{{words, y, top}, {words, y + 1, top}}
	}
	for _, s := range sheets {
		s.drop = make([]bool, len(s.items))
		s.edges(func(i int, top bool) {
			for _, k := range keys(&s.items[i], top) {
				seen[k]++
			}
		})
	}
	// In a file of few pages two of a kind are enough.
	fewest := 3
	if len(sheets) < 6 {
		fewest = 2
	}
	for _, s := range sheets {
		s.edges(func(i int, top bool) {
			item := &s.items[i]
			k := keys(item, top)
			n := max(seen[k[0]], seen[k[1]])
			repeated := n >= fewest && n > 1
			isNumber := pageNumber.MatchString(viet.Fold(item.text))
			s.drop[i] = repeated || isNumber && (n > 1 || item.artifact || s.standsAlone(i, top))
		})
	}
}

// edges calls f for the lines at the top of a page and at its bottom. Tables are no furniture, and end it.
func (s *pdfSheet) edges(f func(i int, top bool)) {
	order := make([]int, 0, len(s.items))
	for i := range s.items {
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch d := s.items[b].y - s.items[a].y; {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	top := 0
	for top < min(pdfEdgeLines, len(order)) && s.items[order[top]].row == nil {
		f(order[top], true)
		top++
	}
	for n := len(order) - 1; n >= max(top, len(order)-pdfEdgeLines) && s.items[order[n]].row == nil; n-- {
		f(order[n], false)
	}
}

// standsAlone reports whether a number at the edge of a page is no word of the text: it is the
// outermost line, and away from the left margin or from the line next to it.
func (s *pdfSheet) standsAlone(i int, top bool) bool {
	item := &s.items[i]
	nearest := math.Inf(1)
	left := math.Inf(1)
	for j := range s.items {
		o := &s.items[j]
		if j == i {
			continue
		}
		if o.row == nil {
			left = min(left, o.left)
			if d := math.Abs(o.y - item.y); d < nearest {
				nearest = d
			}
		}
		if top && o.y > item.y || !top && o.y < item.y && !s.drop[j] {
			return false
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
				stamps = append(stamps, pdfStampLine{seg, rows[i].y, rows[i].size})
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
				line := pdfStampLine{seg, r.y, r.size}
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
	pdfSegment
	y, size float64
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
