package docfile

import (
	"math"
	"strings"
)

// Bounds of one page. A page of small print has 8,000 glyphs, one of a large table 2,000 lines.
const (
	pdfMostGlyphs = 200_000
	pdfMostRules  = 20_000
	pdfMostForms  = 8 // forms within forms
	pdfMostStack  = 512
)

// pdfMatrix maps (x, y) to (a·x + c·y + e, b·x + d·y + f).
type pdfMatrix [6]float64

var pdfIdentity = pdfMatrix{1, 0, 0, 1, 0, 0}

// then returns the matrix that maps by m first, then by n.
func (m pdfMatrix) then(n pdfMatrix) pdfMatrix {
	return pdfMatrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m pdfMatrix) apply(x, y float64) pdfPoint {
	return pdfPoint{m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]}
}

type pdfPoint struct{ x, y float64 }

// pdfGlyph is a letter, or a few, as painted.
type pdfGlyph struct {
	text     string
	from, to pdfPoint // its way along the base line
	size     float64  // of the font, in points
	legacy   pdfLegacy
	opaque   bool // its font does not tell what it is
	hidden   bool // painted without ink: what a machine read from the picture under it
	artifact bool // the file says that it is furniture of the page
}

// pdfRule is a straight line, painted or the middle of a thin box.
type pdfRule struct{ from, to pdfPoint }

// pdfPainter follows the operators of a page and keeps what text and tables are made of.
type pdfPainter struct {
	d       *pdfDoc
	fonts   map[pdfRef]*pdfFont
	glyphs  []pdfGlyph
	rules   []pdfRule
	dots    []pdfPoint
	picture float64 // area of all pictures, in square points
	curves  int     // filled shapes: text that was turned into drawings has one a letter
	state   pdfState
	saved   []pdfState
	marks   []pdfMark // marked content that is open
	path    pdfPath
	forms   int
	fonted  pdfDict // of the resources in use
}

// pdfState is the part of the graphics state that text depends on.
type pdfState struct {
	ctm              pdfMatrix
	font             *pdfFont
	size             float64
	charGap, wordGap float64
	stretch          float64
	leading, rise    float64
	mode             int
	text, line       pdfMatrix
}

// pdfMark is marked content: its glyphs from first on, what they say together, and whether they are furniture.
type pdfMark struct {
	first    int
	actual   string
	artifact bool
}

func newPDFPainter(d *pdfDoc) *pdfPainter {
	return &pdfPainter{d: d, fonts: map[pdfRef]*pdfFont{}}
}

// reset begins a page; the fonts stay.
func (p *pdfPainter) reset() {
	p.glyphs, p.rules, p.dots, p.picture, p.curves = p.glyphs[:0], p.rules[:0], p.dots[:0], 0, 0
	p.begin()
}

// begin sets the graphics state in which a page and each annotation begin.
func (p *pdfPainter) begin() {
	p.saved, p.marks, p.path, p.forms = p.saved[:0], p.marks[:0], pdfPath{}, 0
	p.state = pdfState{ctm: pdfIdentity, stretch: 1, text: pdfIdentity, line: pdfIdentity}
}

// run follows the operators of a page or a form.
func (p *pdfPainter) run(content []byte, resources pdfDict) {
	before := p.fonted
	p.fonted = p.d.dict(resources["Font"])
	defer func() { p.fonted = before }()
	l := &pdfLexer{b: content, noRefs: true}
	stack := make([]any, 0, 16)
	for start := 0; ; start = l.pos {
		v := l.next()
		if !p.d.spend(l.pos - start) {
			return
		}
		switch word := v.(type) {
		case pdfEnd:
			return
		case pdfWord:
			if word == "BI" {
				p.inlinePicture(l)
			} else {
				p.operator(word, pdfOperands(stack), resources)
			}
			stack = stack[:0]
		default:
			if len(stack) < pdfMostStack {
				stack = append(stack, v)
			}
		}
	}
}

// pdfOperands are the operands of one operator.
type pdfOperands []any

// number returns the operand at i from the end, 0 for one that is missing.
func (o pdfOperands) number(i int) float64 {
	if i = len(o) - 1 - i; i < 0 {
		return 0
	}
	switch n := o[i].(type) {
	case int:
		return float64(n)
	case float64:
		return n
	}
	return 0
}

func (o pdfOperands) matrix() (m pdfMatrix, ok bool) {
	for i := range m {
		m[i] = o.number(5 - i)
	}
	return m, len(o) >= 6
}

func (o pdfOperands) last() any {
	if len(o) == 0 {
		return nil
	}
	return o[len(o)-1]
}

func (o pdfOperands) name() pdfName {
	for _, v := range o {
		if n, ok := v.(pdfName); ok {
			return n
		}
	}
	return ""
}

func (p *pdfPainter) operator(op pdfWord, o pdfOperands, resources pdfDict) {
	switch op {
	case "q":
		if len(p.saved) < pdfMostStack {
			p.saved = append(p.saved, p.state)
		}
	case "Q":
		if n := len(p.saved); n > 0 {
			p.state, p.saved = p.saved[n-1], p.saved[:n-1]
		}
	case "cm":
		if m, ok := o.matrix(); ok {
			p.state.ctm = m.then(p.state.ctm)
		}
	case "Do":
		p.external(p.d.dict(resources["XObject"])[o.name()], resources)
	case "BMC", "BDC":
		p.openMark(o, resources)
	case "EMC":
		p.closeMark()
	case "gs":
		state := p.d.dict(p.d.dict(resources["ExtGState"])[o.name()])
		if font := p.d.array(state["Font"]); len(font) == 2 {
			p.state.font = p.font(font[0])
			p.state.size, _ = p.d.number(font[1])
		}
	default:
		if !p.textOperator(op, o) {
			p.pathOperator(op, o)
		}
	}
}

// external paints a form or notes a picture.
func (p *pdfPainter) external(v any, resources pdfDict) {
	s, ok := p.d.resolve(v).(*pdfStream)
	if !ok || p.forms >= pdfMostForms {
		return
	}
	if p.d.name(s.dict["Subtype"]) == "Image" {
		p.notePicture()
		return
	}
	const price = 1 << 10 // of a form, in bytes of work; dearer within forms, which have no other end when they call each other
	content, _ := p.d.unpack(s)
	if !p.d.spend(price << (2 * p.forms)) {
		return
	}
	if own := p.d.dict(s.dict["Resources"]); own != nil {
		resources = own
	}
	state, saved, marks := p.state, p.saved, p.marks
	p.saved, p.marks = nil, marks[:len(marks):len(marks)]
	p.forms++
	p.state.ctm = p.d.matrix(s.dict["Matrix"]).then(p.state.ctm)
	p.run(content, resources)
	p.forms--
	p.state, p.saved, p.marks = state, saved, marks
}

// notePicture adds the area of a picture: it fills the unit square.
func (p *pdfPainter) notePicture() {
	m := p.state.ctm
	p.picture += math.Abs(m[0]*m[3] - m[1]*m[2])
}

// inlinePicture skips a picture within the content, up to EI between blanks.
func (p *pdfPainter) inlinePicture(l *pdfLexer) {
	p.notePicture()
	for v := l.next(); v != any(pdfWord("ID")); v = l.next() {
		if v == any(pdfEnd{}) {
			return
		}
	}
	const minimum = 1 // the blank behind ID
	for i := l.pos + minimum; i+2 < len(l.b); i++ {
		if l.b[i] == 'E' && l.b[i+1] == 'I' && isPDFSpace(l.b[i-1]) && isPDFSpace(l.b[i+2]) {
			l.pos = i + 2
			return
		}
	}
	l.pos = len(l.b)
}

// openMark begins marked content. Word processors mark headers, footers and page
// numbers as artifacts, and say with ActualText what a ligature stands for.
func (p *pdfPainter) openMark(o pdfOperands, resources pdfDict) {
	mark := pdfMark{first: len(p.glyphs)}
	if n := len(p.marks); n > 0 {
		mark.artifact = p.marks[n-1].artifact
	}
	dict, _ := o.last().(pdfDict)
	if name, ok := o.last().(pdfName); ok && len(o) > 1 {
		dict = p.d.dict(p.d.dict(resources["Properties"])[name])
	}
	if o.name() == "Artifact" && p.d.name(dict["Type"]) == "Pagination" {
		mark.artifact = true
	}
	if s, ok := p.d.resolve(dict["ActualText"]).(pdfString); ok {
		mark.actual = strings.ReplaceAll(textString(string(s)), Footnote, "")
	}
	if len(p.marks) < pdfMostStack {
		p.marks = append(p.marks, mark)
	}
}

// closeMark ends marked content, and puts its ActualText in place of its glyphs.
func (p *pdfPainter) closeMark() {
	n := len(p.marks)
	if n == 0 {
		return
	}
	mark := p.marks[n-1]
	p.marks = p.marks[:n-1]
	if mark.actual == "" || mark.first >= len(p.glyphs) {
		return
	}
	first, last := p.glyphs[mark.first], p.glyphs[len(p.glyphs)-1]
	if math.Abs(first.from.y-last.to.y) > first.size/2 && math.Abs(first.from.x-last.to.x) > first.size/2 {
		return // it runs over several lines: the glyphs themselves tell where its words stand
	}
	first.text, first.to, first.opaque = mark.actual, last.to, false
	p.glyphs = append(p.glyphs[:mark.first], first)
}
