package docfile_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// paper writes PDF files for tests: pages on which text, lines and pictures stand
// where a test puts them. Every letter is half an em wide, so that a test can
// reckon where words end, and the font is not embedded: reading does not need it.
type paper struct {
	pages   []*leaf
	letters map[rune]int // code by letter
	runes   []rune
	mapping bool   // the font has a ToUnicode table
	packed  bool   // pages are compressed
	font    string // its name
	objects []string
}

// leaf is one page of A4, in points from the lower left corner.
type leaf struct {
	*paper
	content bytes.Buffer
	attrs   string // more entries of the page
}

const (
	letterWidth = 0.5
	pageLeft    = 85.0
	pageRight   = 540.0
)

func newPaper() *paper {
	return &paper{letters: map[rune]int{}, mapping: true, font: "Song"}
}

func (p *paper) page() *leaf {
	l := &leaf{paper: p}
	p.pages = append(p.pages, l)
	return l
}

// codes returns the text as a hex string of codes.
func (p *paper) codes(text string) string {
	var b strings.Builder
	for _, r := range text {
		code, ok := p.letters[r]
		if !ok {
			p.runes = append(p.runes, r)
			code = len(p.runes)
			p.letters[r] = code
		}
		fmt.Fprintf(&b, "%04X", code)
	}
	return b.String()
}

func widthOf(text string, size float64) float64 {
	return letterWidth * size * float64(len([]rune(text)))
}

// text writes from x on.
func (l *leaf) text(x, y, size float64, text string) {
	fmt.Fprintf(&l.content, "BT /F1 %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET\n", size, x, y, l.codes(text))
}

// centred writes around x.
func (l *leaf) centred(x, y, size float64, text string) {
	l.text(x-widthOf(text, size)/2, y, size, text)
}

// spread writes from left to right exactly: the blanks are stretched.
func (l *leaf) spread(left, right, y, size float64, text string) {
	words := strings.Fields(text)
	stretch := 0.0
	if len(words) > 1 {
		stretch = (right - left - widthOf(text, size)) / float64(len(words)-1)
	}
	fmt.Fprintf(&l.content, "BT /F1 %g Tf %g %g Td [", size, left, y)
	for i, w := range words {
		if i > 0 {
			fmt.Fprintf(&l.content, "<%s> %g ", l.codes(" "), -stretch/size*1000)
		}
		fmt.Fprintf(&l.content, "<%s> ", l.codes(w))
	}
	l.content.WriteString("] TJ ET\n")
}

// wrapped breaks text into lines of a width, the first one narrower by indent.
func wrapped(text string, width, indent, size float64) []string {
	var lines []string
	room := width - indent
	line := ""
	for _, w := range strings.Fields(text) {
		switch {
		case line == "":
			line = w
		case widthOf(line+" "+w, size) <= room:
			line += " " + w
		default:
			lines, line, room = append(lines, line), w, width
		}
	}
	return append(lines, line)
}

// paragraph writes justified text and returns the height below it.
func (l *leaf) paragraph(y, size, indent float64, text string) float64 {
	lines := wrapped(text, pageRight-pageLeft, indent, size)
	for i, line := range lines {
		left := pageLeft
		if i == 0 {
			left += indent
		}
		if i == len(lines)-1 {
			l.text(left, y, size, line)
		} else {
			l.spread(left, pageRight, y, size, line)
		}
		y -= 1.4 * size
	}
	return y
}

// rule strokes a line.
func (l *leaf) rule(x1, y1, x2, y2 float64) {
	fmt.Fprintf(&l.content, "%g %g m %g %g l S\n", x1, y1, x2, y2)
}

// box fills a rectangle.
func (l *leaf) box(x, y, w, h float64) { fmt.Fprintf(&l.content, "%g %g %g %g re f\n", x, y, w, h) }

// grid strokes the lines of a table; every cell has borders of its own, as word processors write them.
func (l *leaf) grid(x, y float64, widths, heights []float64) {
	for _, h := range heights {
		left := x
		for _, w := range widths {
			l.rule(left, y, left+w, y)
			l.rule(left, y-h, left+w, y-h)
			l.rule(left, y, left, y-h)
			l.rule(left+w, y, left+w, y-h)
			left += w
		}
		y -= h
	}
}

// picture covers the page with an image.
func (l *leaf) picture() { l.content.WriteString("q 595 0 0 842 0 0 cm /Im1 Do Q\n") }

// object adds an object and returns its number.
func (p *paper) object(body string) int {
	p.objects = append(p.objects, body)
	return len(p.objects)
}

func stream(attrs, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", attrs, len(content), content)
}

// toUnicode is the table that says which letter a code is.
func (p *paper) toUnicode() string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for i, r := range p.runes {
		fmt.Fprintf(&b, "1 beginbfchar <%04X> <", i+1)
		for _, u := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, "%04X", u)
		}
		b.WriteString("> endbfchar\n")
	}
	b.WriteString("endcmap end end\n")
	return b.String()
}

// bytes writes the file: objects, their table, the trailer.
func (p *paper) bytes() []byte {
	p.objects = nil
	font := ""
	if p.mapping {
		font = fmt.Sprintf("/ToUnicode %d 0 R", p.object(stream("", p.toUnicode())))
	}
	cid := p.object(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>", p.font))
	song := p.object(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]%s>>", p.font, cid, font))
	image := p.object(stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "\x00"))
	tree := len(p.objects) + 2*len(p.pages) + 1
	var kids strings.Builder
	for _, l := range p.pages {
		content := stream("", l.content.String())
		if p.packed {
			content = stream("/Filter/FlateDecode", deflate(l.content.String()))
		}
		number := p.object(content)
		fmt.Fprintf(&kids, "%d 0 R ", p.object(fmt.Sprintf(
			"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 %d 0 R>>/XObject<</Im1 %d 0 R>>>>%s>>",
			tree, number, song, image, l.attrs)))
	}
	p.object(fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(p.pages), kids.String()))
	return fileOf(p.objects, p.object(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R>>", tree)), "")
}

// fileOf writes objects with the numbers 1, 2, …, and a trailer.
func fileOf(objects []string, root int, trailer string) []byte {
	objects = objects[:max(len(objects), root)]
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, root, trailer, start)
	return b.Bytes()
}

// plain is a file with one page of the given content, and Helvetica as F1.
func plain(content string) []byte { return plainWith("", content) }

// plainWith is plain with more entries of the content stream, such as a filter.
func plainWith(attrs, content string) []byte {
	return fileOf([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		stream(attrs, content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	}, 1, "")
}

func (p *paper) must(t *testing.T) string { return blocksOf(t, p.bytes()) }
