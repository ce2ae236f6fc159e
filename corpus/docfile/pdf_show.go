package docfile

import (
	"math"
	"unicode/utf16"
)

// textOperator follows the operators that set and show text; false for others.
func (p *pdfPainter) textOperator(op pdfWord, o pdfOperands) bool {
	s := &p.state
	switch op {
	case "BT":
		s.text, s.line = pdfIdentity, pdfIdentity
	case "ET":
	case "Tc":
		s.charGap = o.number(0)
	case "Tw":
		s.wordGap = o.number(0)
	case "Tz":
		s.stretch = o.number(0) / 100
	case "TL":
		s.leading = o.number(0)
	case "Ts":
		s.rise = o.number(0)
	case "Tr":
		s.mode = int(o.number(0))
	case "Tf":
		s.font, s.size = p.font(p.fonted[o.name()]), o.number(0)
	case "Td":
		p.moveLine(o.number(1), o.number(0))
	case "TD":
		s.leading = -o.number(0)
		p.moveLine(o.number(1), o.number(0))
	case "Tm":
		if m, ok := o.matrix(); ok {
			s.text, s.line = m, m
		}
	case "T*":
		p.moveLine(0, -s.leading)
	case "Tj", "'", "\"":
		if op == "\"" {
			s.wordGap, s.charGap = o.number(2), o.number(1)
		}
		if op != "Tj" {
			p.moveLine(0, -s.leading)
		}
		if text, ok := o.last().(pdfString); ok {
			p.show(string(text))
		}
	case "TJ":
		list, _ := o.last().(pdfArray)
		for _, v := range list {
			if text, ok := v.(pdfString); ok {
				p.show(string(text))
			} else {
				p.advance(-pdfOperands{v}.number(0) / 1000 * s.size * s.stretch)
			}
		}
	default:
		return false
	}
	return true
}

func (p *pdfPainter) moveLine(x, y float64) {
	p.state.line = pdfMatrix{1, 0, 0, 1, x, y}.then(p.state.line)
	p.state.text = p.state.line
}

func (p *pdfPainter) advance(x float64) {
	p.state.text[4] += x * p.state.text[0]
	p.state.text[5] += x * p.state.text[1]
}

// show paints the codes of a string.
func (p *pdfPainter) show(text string) {
	s := &p.state
	f := s.font
	if f == nil {
		return
	}
	artifact := len(p.marks) > 0 && p.marks[len(p.marks)-1].artifact
	for len(text) > 0 {
		code, n := f.next(text)
		text = text[n:]
		width := f.width(code) * s.size
		glyph, known := f.text(code)
		m := s.text.then(s.ctm)
		size := s.size * math.Hypot(m[2], m[3])
		g := pdfGlyph{
			text: glyph, from: m.apply(0, s.rise), to: m.apply(width*s.stretch, s.rise), size: math.Abs(size),
			legacy: f.legacy, opaque: !known, hidden: s.mode == 3 || s.mode == 7, artifact: artifact,
		}
		if len(p.glyphs) < pdfMostGlyphs && g.isFinite() {
			p.glyphs = append(p.glyphs, g)
		}
		gap := s.charGap
		if n == 1 && code == ' ' {
			gap += s.wordGap
		}
		p.advance((width + gap) * s.stretch)
	}
}

// isFinite reports whether the glyph stands somewhere on this earth: later sums rest on it.
func (g *pdfGlyph) isFinite() bool {
	const farthest = 1e6
	for _, v := range []float64{g.from.x, g.from.y, g.to.x, g.to.y, g.size} {
		if !(math.Abs(v) < farthest) {
			return false
		}
	}
	return g.size > 0
}

// textString decodes a string that is text for people: UTF-16 or UTF-8 with a mark, else Latin.
func textString(s string) string {
	switch {
	case len(s) >= 2 && s[:2] == "\xFE\xFF":
		units := make([]uint16, 0, len(s)/2)
		for i := 2; i+1 < len(s); i += 2 {
			units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
		}
		return string(utf16.Decode(units))
	case len(s) >= 3 && s[:3] == "\xEF\xBB\xBF":
		return s[3:]
	}
	text := make([]byte, 0, len(s))
	for i := range len(s) {
		text = append(text, pdfWinAnsi[s[i]]...)
	}
	return string(text)
}

// pdfPath is the path being built.
type pdfPath struct {
	parts []pdfSubpath
	n     int // points, over all
}

type pdfSubpath struct {
	points []pdfPoint
	closed bool
	curved bool
}

// pathOperator follows the operators that build and paint paths.
func (p *pdfPainter) pathOperator(op pdfWord, o pdfOperands) {
	switch op {
	case "m":
		p.path.parts = append(p.path.parts, pdfSubpath{})
		p.point(o.number(1), o.number(0))
	case "l":
		p.point(o.number(1), o.number(0))
	case "c", "v", "y":
		p.point(o.number(1), o.number(0))
		if n := len(p.path.parts); n > 0 {
			p.path.parts[n-1].curved = true
		}
	case "h":
		if n := len(p.path.parts); n > 0 {
			p.path.parts[n-1].closed = true
		}
	case "re":
		x, y, w, h := o.number(3), o.number(2), o.number(1), o.number(0)
		p.path.parts = append(p.path.parts, pdfSubpath{closed: true})
		p.point(x, y)
		p.point(x+w, y)
		p.point(x+w, y+h)
		p.point(x, y+h)
	case "S", "s":
		p.paintPath(true, false, op == "s")
	case "f", "F", "f*":
		p.paintPath(false, true, false)
	case "B", "B*", "b", "b*":
		p.paintPath(true, true, op[0] == 'b')
	case "n":
		p.path = pdfPath{}
	}
}

func (p *pdfPainter) point(x, y float64) {
	const most = 4 * pdfMostRules
	n := len(p.path.parts)
	if p.path.n++; n == 0 || p.path.n > most {
		return
	}
	part := &p.path.parts[n-1]
	part.points = append(part.points, p.state.ctm.apply(x, y))
}

// paintPath keeps the straight lines of a painted path: strokes, and boxes as thin as a stroke.
func (p *pdfPainter) paintPath(stroke, fill, closing bool) {
	const thin = 3 // points
	for _, part := range p.path.parts {
		n := len(part.points)
		if n < 2 {
			continue
		}
		box := boxOf(part.points)
		w, h := box.right-box.left, box.top-box.bottom
		switch {
		case max(w, h) <= thin && fill:
			p.dot(pdfPoint{(box.left + box.right) / 2, (box.top + box.bottom) / 2})
		case part.curved:
			p.curves++
		case min(w, h) <= thin && (fill || n > 2) && max(w, h) > thin:
			if w > h {
				y := (box.top + box.bottom) / 2
				p.rule(pdfPoint{box.left, y}, pdfPoint{box.right, y})
			} else {
				x := (box.left + box.right) / 2
				p.rule(pdfPoint{x, box.bottom}, pdfPoint{x, box.top})
			}
		case stroke:
			for i := 1; i < n; i++ {
				p.rule(part.points[i-1], part.points[i])
			}
			if part.closed || closing {
				p.rule(part.points[n-1], part.points[0])
			}
		}
	}
	p.path = pdfPath{}
}

// dot keeps a point of a dotted line.
func (p *pdfPainter) dot(at pdfPoint) {
	if len(p.dots) < pdfMostRules {
		p.dots = append(p.dots, at)
	}
}

// rule keeps a line that is level or upright.
func (p *pdfPainter) rule(a, b pdfPoint) {
	const slant, shortest = 0.8, 1
	w, h := math.Abs(a.x-b.x), math.Abs(a.y-b.y)
	if min(w, h) <= slant && max(w, h) >= shortest && max(w, h) < 1e5 && len(p.rules) < pdfMostRules {
		p.rules = append(p.rules, pdfRule{a, b})
	}
}

// pdfBox is an upright rectangle.
type pdfBox struct{ left, bottom, right, top float64 }

func boxOf(points []pdfPoint) pdfBox {
	b := pdfBox{points[0].x, points[0].y, points[0].x, points[0].y}
	for _, p := range points[1:] {
		b.left, b.right = min(b.left, p.x), max(b.right, p.x)
		b.bottom, b.top = min(b.bottom, p.y), max(b.top, p.y)
	}
	return b
}
