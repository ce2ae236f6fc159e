package docfile

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pdfRow is what stands on one base line, parted where wide gaps are.
type pdfRow struct {
	y        float64 // of the base line, rising upwards
	size     float64 // of most of its letters
	segments []pdfSegment
	artifact bool // the file says that it is furniture of the page
}

// pdfSegment is a run of words with ordinary blanks between them.
type pdfSegment struct {
	text        string
	left, right float64
	words       []pdfToken
}

// first returns the width of the first word.
func (s *pdfSegment) first() float64 { return s.words[0].right - s.words[0].left }

// segmentOf joins words.
func segmentOf(words []pdfToken) pdfSegment {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return pdfSegment{strings.Join(texts, " "), words[0].left, words[len(words)-1].right, words}
}

func (r *pdfRow) left() float64  { return r.segments[0].left }
func (r *pdfRow) right() float64 { return r.segments[len(r.segments)-1].right }

// text joins the segments.
func (r *pdfRow) text() string {
	if len(r.segments) == 1 {
		return r.segments[0].text
	}
	texts := make([]string, len(r.segments))
	for i := range r.segments {
		texts[i] = r.segments[i].text
	}
	return strings.Join(texts, " ")
}

// pdfInk is a glyph on its way into a row.
type pdfInk struct {
	*pdfGlyph
	raised bool // a small figure above the line: a footnote mark or an exponent
}

// rowsOf sorts glyphs into rows, from the top down.
func rowsOf(glyphs []*pdfGlyph) []pdfRow {
	slices.SortStableFunc(glyphs, func(a, b *pdfGlyph) int {
		switch {
		case a.from.y > b.from.y:
			return -1
		case a.from.y < b.from.y:
			return 1
		}
		return 0
	})
	var lines [][]pdfInk
	for i := 0; i < len(glyphs); {
		first := glyphs[i]
		level := max(1, first.size/8)
		var line []pdfInk
		for ; i < len(glyphs) && first.from.y-glyphs[i].from.y <= level; i++ {
			line = append(line, pdfInk{pdfGlyph: glyphs[i]})
		}
		sortInk(line)
		lines = append(lines, line)
	}
	lines = joinRaised(lines)
	rows := make([]pdfRow, 0, len(lines))
	for _, line := range lines {
		if row, ok := rowOf(line); ok {
			rows = append(rows, row)
		}
	}
	return rows
}

func sortInk(line []pdfInk) {
	slices.SortStableFunc(line, func(a, b pdfInk) int {
		switch {
		case a.from.x < b.from.x:
			return -1
		case a.from.x > b.from.x:
			return 1
		}
		return 0
	})
}

// joinRaised puts small figures above and below a line into it, where the line has room for them.
func joinRaised(lines [][]pdfInk) [][]pdfInk {
	sizes := make([]float64, len(lines))
	for i, line := range lines {
		sizes[i] = sizeOf(line)
	}
	for i := range lines {
		const longest = 1000                                  // letters of a line
		for _, j := range []int{i + 1, i + 2, i - 1, i - 2} { // the line that it belongs to stands below as a rule
			if j < 0 || j >= len(lines) || len(lines[j]) == 0 || sizes[i] > 0.87*sizes[j] || len(lines[i])+len(lines[j]) > longest {
				continue
			}
			rise := lines[i][0].from.y - lines[j][0].from.y
			if rise > 0.65*sizes[j] || rise < -0.35*sizes[j] || math.Abs(rise) < 0.1*sizes[j] {
				continue
			}
			rest := lines[i][:0:0]
			for _, run := range runsOf(lines[i], sizes[j]/2) {
				if !hasRoom(lines[j], run, sizes[j]) {
					rest = append(rest, run...)
					continue
				}
				for k := range run {
					run[k].raised = rise > 0
				}
				lines[j] = append(lines[j], run...)
				sortInk(lines[j])
			}
			if lines[i] = rest; len(rest) == 0 {
				break
			}
		}
	}
	return slices.DeleteFunc(lines, func(line []pdfInk) bool { return len(line) == 0 })
}

// runsOf parts a line where gaps are wider than that.
func runsOf(line []pdfInk, gap float64) [][]pdfInk {
	var runs [][]pdfInk
	start := 0
	for i := 1; i <= len(line); i++ {
		if i == len(line) || line[i].from.x-line[i-1].to.x > gap {
			runs = append(runs, slices.Clone(line[start:i]))
			start = i
		}
	}
	return runs
}

// hasRoom reports whether the run stands in a gap of the line, or right behind it, and touches a letter.
func hasRoom(line, run []pdfInk, size float64) bool {
	left, right := run[0].from.x, run[len(run)-1].to.x
	touches := false
	for _, g := range line {
		if g.text == " " {
			continue
		}
		if overlap := min(right, g.to.x) - max(left, g.from.x); overlap > 0.12*size {
			return false
		}
		if math.Abs(left-g.to.x) < 0.3*size || math.Abs(g.from.x-right) < 0.3*size {
			touches = true
		}
	}
	return touches
}

// sizeOf returns the size of most letters of a line.
func sizeOf(line []pdfInk) float64 {
	count := map[float64]int{}
	var best float64
	for _, g := range line {
		s := math.Round(g.size*4) / 4
		if count[s]++; count[s] > count[best] || count[s] == count[best] && s > best {
			best = s
		}
	}
	return best
}

// pdfToken is a word with its place.
type pdfToken struct {
	text        string
	left, right float64
	gap         float64 // to the word before
}

// rowOf makes a row of the glyphs of one line; false when nothing is written there.
func rowOf(line []pdfInk) (pdfRow, bool) {
	line = withoutDoubles(line)
	if len(line) == 0 {
		return pdfRow{}, false
	}
	size := sizeOf(line)
	tokens := joinLetters(mendSyllables(tokensOf(line, size)))
	if len(tokens) == 0 {
		return pdfRow{}, false
	}
	row := pdfRow{y: line[0].from.y, size: size}
	row.artifact = !slices.ContainsFunc(line, func(g pdfInk) bool { return !g.artifact && strings.TrimSpace(g.text) != "" })
	for _, g := range line {
		if !g.raised {
			row.y = g.from.y
			break
		}
	}
	wide := segmentGap(tokens, size)
	for len(tokens) > 0 {
		n := 1
		for n < len(tokens) && tokens[n].gap <= wide {
			n++
		}
		row.segments, tokens = append(row.segments, segmentOf(tokens[:n])), tokens[n:]
	}
	return row, true
}

// segmentGap is the gap that hardly a blank of justified text reaches.
func segmentGap(tokens []pdfToken, size float64) float64 {
	gaps := make([]float64, 0, len(tokens))
	for _, t := range tokens[1:] {
		gaps = append(gaps, t.gap)
	}
	if len(gaps) == 0 {
		return size
	}
	slices.Sort(gaps)
	return min(max(1.2*size, 2.5*gaps[len(gaps)/4]), 4*size)
}

// withoutDoubles drops letters painted twice to look bold.
func withoutDoubles(line []pdfInk) []pdfInk {
	kept := line[:0]
	for _, g := range line {
		if n := len(kept); n > 0 {
			before := kept[n-1]
			near := math.Abs(g.from.x - before.from.x)
			if g.text == before.text && g.text != " " && near < 0.15*g.size && near < 0.5*math.Abs(g.to.x-g.from.x) {
				continue
			}
		}
		kept = append(kept, g)
	}
	return kept
}

// tokensOf cuts a line into words: where a blank is painted, or where a gap is
// wider than those between the letters of this line, which tight, letter-spaced
// and badly spaced text have each their own.
func tokensOf(line []pdfInk, size float64) []pdfToken {
	const narrow, beside = 0.16, 0.22 // of the size: the least gap between words, alone and beside painted blanks
	usual, blanks := usualGap(line)
	wide := usual + narrow*size
	if blanks {
		wide = usual + beside*size
	}
	var (
		tokens []pdfToken
		word   []pdfInk
		blank  = true
		end    = math.Inf(-1)
	)
	flush := func() {
		if text := wordText(word); text != "" {
			t := pdfToken{text: text, left: word[0].from.x, right: word[0].to.x}
			for _, g := range word {
				t.right = max(t.right, g.to.x)
			}
			if n := len(tokens); n > 0 {
				t.gap = t.left - tokens[n-1].right
			}
			tokens = append(tokens, t)
		}
		word = word[:0]
	}
	const touching = 0.04 // of the size: a blank that takes no room parts nothing
	for _, g := range line {
		if strings.TrimSpace(g.text) == "" {
			blank = true
			continue
		}
		gap := g.from.x - end
		if len(word) > 0 && (blank && gap > touching*size || gap > wide) {
			flush()
		}
		word = append(word, g)
		end, blank = max(end, g.to.x), false
	}
	flush()
	return tokens
}

// usualGap returns the gap between letters within words, and whether blanks are painted. Most
// gaps that no blank parts are such, in any language with words of two letters and more.
func usualGap(line []pdfInk) (usual float64, blanks bool) {
	gaps := make([]float64, 0, len(line))
	var before *pdfInk // the letter before, when nothing else stands between
	written := false
	for i := range line {
		g := &line[i]
		switch {
		case strings.TrimSpace(g.text) == "":
			blanks, before = blanks || written, nil
			continue
		case !isWordy(g.text): // dots that lead to a page number stand apart in their own way
			before = nil
		default:
			if before != nil {
				gaps = append(gaps, g.from.x-before.to.x)
			}
			before = g
		}
		written = true
	}
	const fewest = 3
	if len(gaps) < fewest {
		return 0, blanks
	}
	slices.Sort(gaps)
	return max(0, gaps[(len(gaps)-1)*2/5]), blanks
}

func isWordy(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
