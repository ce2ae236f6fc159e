package docfile

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// pdfWriter puts the lines of all pages together to paragraphs, and rows to tables.
type pdfWriter struct {
	blocks []Block
	page   int
	line   int
	pitch  float64
	open   pdfOpen
	notes  pdfOpen // the footnote being put together
	after  []Block // footnotes that stand between the parts of the open paragraph
	table  pdfTable
}

// pdfOpen is a paragraph that the next line may go on with.
type pdfOpen struct {
	at     Place
	parts  []string
	length int
	parted bool
	torn   bool
	page   int
	last   *pdfItem
	left   float64 // of its lines behind the first, from the margin
	first  float64 // of its first line, from the margin
}

// pdfTable is the table read last.
type pdfTable struct {
	number int
	xs     []float64 // of its columns where it begins
	grid   *pdfGrid  // on the page at hand
	page   int
	first  int   // the page on which it begins
	head   []int // its first rows, as indices of blocks: they may come back on the next page
	again  int   // how many of them came back; -1 when rows of its own have come
	last   bool  // nothing stands behind it so far
}

// add puts a page behind those before it.
func (w *pdfWriter) add(s *pdfSheet) {
	w.page, w.line, w.pitch = s.page, 0, s.pitch
	for i := range s.items {
		item := &s.items[i]
		switch {
		case s.drop[i]:
		case item.row != nil:
			w.endNotes()
			w.close()
			w.addTableRow(item)
		case item.note:
			w.line++
			w.addTo(&w.notes, item, w.putNote)
		default:
			w.endNotes()
			w.line++
			w.table.last = false
			w.addTo(&w.open, item, w.put)
		}
	}
	w.endNotes()
}

// endNotes ends the footnotes of a page. They stay behind the paragraph that goes on around them.
func (w *pdfWriter) endNotes() {
	w.finish(&w.notes, w.putNote)
	if len(w.open.parts) == 0 {
		w.close()
	}
}

func (w *pdfWriter) putNote(b Block) { w.after = append(w.after, b) }

// put writes the paragraph and the footnotes that stood between its parts.
func (w *pdfWriter) put(b Block) {
	w.blocks = append(w.blocks, b)
	w.blocks = append(w.blocks, w.after...)
	w.after = nil
}

// close ends the open paragraph.
func (w *pdfWriter) close() {
	w.finish(&w.open, w.put)
	w.blocks = append(w.blocks, w.after...)
	w.after = nil
}

// addTo adds a line to the open paragraph, or begins the next one with it.
func (w *pdfWriter) addTo(o *pdfOpen, item *pdfItem, put func(Block)) {
	left := item.left - item.margins.left
	joined := len(o.parts) > 0 && o.goesOnWith(item, o.page == w.page, w.pitch)
	switch {
	case joined && o.length+len(item.text) < MaxText:
		if len(o.parts) == 1 {
			o.left = left
		}
		o.parts = append(o.parts, item.text)
	default:
		w.finish(o, put)
		*o = pdfOpen{
			at: Place{Line: w.line, Page: w.page}, parts: []string{item.text}, torn: joined,
			parted: item.above == 0 || item.above > 1.6*max(w.pitch, 1.15*item.size), left: left, first: left,
		}
	}
	o.length += len(item.text) + 1
	o.last, o.page = item, w.page
}

// finish makes a block of the open paragraph.
func (w *pdfWriter) finish(o *pdfOpen, put func(Block)) {
	if len(o.parts) == 0 {
		return
	}
	var joined strings.Builder
	for i, part := range o.parts {
		if i > 0 {
			joined.WriteString(between(o.parts[i-1], part))
		}
		joined.WriteString(part)
	}
	text := squeeze(joined.String())
	b := Block{Place: o.at, Text: text, Parted: o.parted, Torn: o.torn}
	*o = pdfOpen{}
	for piece := ""; text != ""; b.Torn = true {
		piece, text = cutLine(text)
		if b.Text = squeeze(piece); b.Text != "" {
			put(b)
		}
	}
}

// goesOnWith reports whether the line b goes on with the paragraph: the line before
// is full, and b stands where the lines of the paragraph begin and begins no other.
func (o *pdfOpen) goesOnWith(b *pdfItem, samePage bool, pitch float64) bool {
	a := o.last
	if a.column != b.column || a.column != 0 && !samePage || strings.HasPrefix(b.text, Footnote) || math.Abs(a.size-b.size) > 0.12*max(a.size, b.size) {
		return false
	}
	if strings.HasSuffix(a.text, "./.") || strings.HasPrefix(b.text, "Nơi nhận") { // the end of a document
		return false
	}
	ended, item := endsSentence(a.text), beginsItem(b.text)
	if item && strings.HasSuffix(a.text, ",") && !strings.ContainsAny(b.text[:1], "-+*") { // "(1) …, (2) …" within a sentence
		item = false
	}
	sentence := startsSmall(b.text) && !ended && !item // b is in the middle of one
	pitch = max(pitch, 1.1*a.size)
	if samePage && b.above > 1.4*pitch {
		return sentence && b.above < 2.2*pitch
	}
	if a.centred() || b.centred() || a.loose {
		return samePage && !item && allCapitals(a.text) == allCapitals(b.text) && (sentence || !a.loose && !ended && a.fills(b))
	}
	slack := a.margins.right - a.right
	if slack > b.first+blankWidth*b.size { // the first word of b had room in the line before
		return sentence && slack < 0.3*(a.margins.right-a.margins.left)
	}
	if !sentence && allCapitals(a.text) != allCapitals(b.text) && allCapitals(a.text) { // behind a heading
		return false
	}
	const ragged = 4 // points by which only the last line of justified text misses the margin
	if ended && a.margins.justified && slack > ragged {
		return false
	}
	if len(o.parts) > 1 {
		return o.alignsWith(b, ended, item, sentence, samePage && b.above > 1.15*pitch)
	}
	return o.alignsBelowFirst(b, ended, item, sentence, samePage && b.above > 1.15*pitch)
}

// blankWidth is that of a blank, of the size, with some play.
const blankWidth = 0.35

// alignsWith decides on the left edge of b in a paragraph with several lines. wide says that b
// stands farther below the line before than lines of one paragraph do.
func (o *pdfOpen) alignsWith(b *pdfItem, ended, item, sentence, wide bool) bool {
	left, em := b.left-b.margins.left, 0.5*o.last.size
	switch {
	case math.Abs(left-o.left) > em: // a first line, or text that is set differently
		return sentence
	case item: // a number by chance at the beginning of a line stands where items do not
		return !ended && math.Abs(left-o.first) > em
	}
	return startsSmall(b.text) || !ended || !wide
}

// alignsBelowFirst decides on the left edge of b when the paragraph has one line so far.
func (o *pdfOpen) alignsBelowFirst(b *pdfItem, ended, item, sentence, wide bool) bool {
	left, em, indent := b.left-b.margins.left, 0.5*o.last.size, o.last.margins.indent
	switch {
	case left < o.first-em: // the first line is set in
		return !item || !ended
	case left > o.first+em: // the first line hangs out with its number or bullet
		return sentence || !item && beginsItem(o.last.text)
	case item:
		return false
	case o.first > em && indent > 0 && math.Abs(o.first-indent) < em: // two first lines
		return sentence
	}
	return startsSmall(b.text) || !ended || !wide
}

// centred reports whether the line stands in the middle between the margins.
func (l *pdfLine) centred() bool {
	left, right := l.left-l.margins.left, l.margins.right-l.right
	if left < 2*l.size || right < 2*l.size || l.margins.indent > 0 && math.Abs(left-l.margins.indent) < 3 {
		return false
	}
	return math.Abs(left-right) < max(6, 0.02*(l.margins.right-l.margins.left))
}

// fills reports whether the first word of b had no room in the line, wherever between the margins the line stands.
func (l *pdfLine) fills(b *pdfItem) bool {
	return l.margins.right-l.margins.left-(l.right-l.left) < b.first+blankWidth*b.size
}

func allCapitals(s string) bool {
	return strings.IndexFunc(s, unicode.IsLower) < 0
}

// addTableRow writes a row. A table that goes on on the next page keeps its number,
// and the rows that head it there again are left out: the file repeats them, the author did not.
func (w *pdfWriter) addTableRow(item *pdfItem) {
	t := &w.table
	if item.grid != t.grid {
		if t.last && t.grid != nil && t.page == w.page-1 && item.grid.alike(t.grid.xs) {
			t.again = 0
		} else {
			*t = pdfTable{number: t.number + 1, first: w.page, again: -1, xs: item.grid.xs}
		}
		t.grid = item.grid
	}
	item.row.widen(item.grid.xs, t.xs)
	t.page, t.last = w.page, true
	at := Place{Line: w.line + 1, Page: w.page}
	w.line += max(1, item.row.lines)
	if t.again >= 0 {
		if t.again < len(t.head) && slices.Equal(w.blocks[t.head[t.again]].Cells, item.row.cells) {
			w.blocks[t.head[t.again]].Header = true
			t.again++
			return
		}
		t.head, t.again = t.head[:t.again], -1
	}
	flat := make([]string, len(item.row.cells))
	for i, c := range item.row.cells {
		flat[i] = oneLine(c)
	}
	b := Block{Place: at, Kind: Row, Cells: item.row.cells, Merge: item.row.merge, Table: t.number}
	b.Text = strings.Trim(strings.Join(flat, "\t"), "\t")
	const tallestHead = 4 // rows
	if len(t.head) < tallestHead && t.first == w.page {
		t.head = append(t.head, len(w.blocks))
	}
	w.blocks = append(w.blocks, b)
}
