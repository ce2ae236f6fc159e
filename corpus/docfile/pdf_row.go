package docfile

import (
	"math"
	"regexp"
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
		for _, j := range []int{i + 1, i + 2, i - 1, i - 2} { // the line that it belongs to stands below as a rule
			if j < 0 || j >= len(lines) || len(lines[j]) == 0 || sizes[i] > 0.87*sizes[j] {
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
	usual, blanks := usualGap(line)
	wide := usual + 0.2*size
	if blanks {
		wide = usual + 0.4*size
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

// usualGap returns the median gap between letters that no blank parts, and whether blanks are painted.
func usualGap(line []pdfInk) (median float64, blanks bool) {
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
	return max(0, gaps[len(gaps)/2]), blanks
}

func isWordy(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// wordText joins the glyphs of a word: legacy fonts are converted, footnote marks taken out.
func wordText(word []pdfInk) string {
	var b strings.Builder
	for i := 0; i < len(word); {
		j := i
		for j < len(word) && word[j].legacy == word[i].legacy && word[j].raised == word[i].raised {
			j++
		}
		var run strings.Builder
		for _, g := range word[i:j] {
			run.WriteString(g.text)
		}
		text := fromLegacy(run.String(), word[i].legacy)
		if word[i].raised && isFootnoteMark(text) && !isExponent(b.String(), text) {
			text = Footnote
		}
		b.WriteString(text)
		i = j
	}
	return unknownLetters.ReplaceAllString(b.String(), "")
}

// unknownLetters are letters that their font does not tell; a single one stays, to show that it is missing.
var unknownLetters = regexp.MustCompile(`\x{FFFD}{2,}|^\x{FFFD}$`)

func fromLegacy(s string, legacy pdfLegacy) string {
	switch legacy {
	case pdfTCVN3:
		return tcvn3ToUnicode(s)
	case pdfTCVN3Upper:
		return strings.ToUpper(tcvn3ToUnicode(s))
	case pdfVNI:
		return vniToUnicode(s)
	}
	return s
}

// isFootnoteMark tells "1", "(2)" and "*" from raised letters such as those of "1st".
func isFootnoteMark(s string) bool {
	s = strings.Trim(s, "()[] ,")
	return s != "" && len(s) <= 3 && strings.Trim(s, "0123456789*") == ""
}

// joinLetters joins words that were written with a blank behind every letter: "K Ế  H O Ạ C H".
func joinLetters(tokens []pdfToken) []pdfToken {
	const fewest = 4 // in a row
	joined := tokens[:0:0]
	for i := 0; i < len(tokens); {
		j := i
		for j < len(tokens) && isLetter(tokens[j].text) {
			j++
		}
		if j-i < fewest {
			joined = append(joined, tokens[i:max(j, i+1)]...)
			i = max(j, i+1)
			continue
		}
		gaps := make([]float64, 0, j-i)
		for _, t := range tokens[i+1 : j] {
			gaps = append(gaps, t.gap)
		}
		slices.Sort(gaps)
		usual := gaps[len(gaps)/2]
		for k := i; k < j; k++ {
			if k == i || tokens[k].gap > 1.6*usual {
				joined = append(joined, tokens[k])
				continue
			}
			last := &joined[len(joined)-1]
			last.text += tokens[k].text
			last.right = tokens[k].right
		}
		i = j
	}
	return joined
}

func isLetter(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n == len(s) && unicode.IsLetter(r)
}

// mendSyllables joins what no syllable is, consonants alone, to the neighbour that it nearly touches.
func mendSyllables(tokens []pdfToken) []pdfToken {
	const fewest = 4 // gaps, to know how wide a blank is here
	if len(tokens) <= fewest {
		return tokens
	}
	gaps := make([]float64, 0, len(tokens))
	for _, t := range tokens[1:] {
		gaps = append(gaps, t.gap)
	}
	slices.Sort(gaps)
	narrow := 0.55 * gaps[len(gaps)/2]
	joined := tokens[:1:1]
	for _, t := range tokens[1:] {
		last := &joined[len(joined)-1]
		if t.gap < narrow && (areConsonants(last.text) || areConsonants(t.text)) {
			last.text += t.text
			last.right = t.right
			continue
		}
		joined = append(joined, t)
	}
	return joined
}

// areConsonants reports whether s is one to three small consonants, as at the beginning or end of a syllable.
func areConsonants(s string) bool {
	return s != "" && len(s) <= 4 && strings.Trim(s, "bcdđghklmnpqrstvx") == ""
}
