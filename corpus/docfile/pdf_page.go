package docfile

import "fmt"

// pdfMostPages is the most pages of a file.
const pdfMostPages = 5000

// pdfLeaf is a page with what it inherits.
type pdfLeaf struct {
	ref       any
	resources any
	box       any
	rotate    any
}

// pages walks the tree of pages. A page that the tree names and the file lacks is damage.
func (d *pdfDoc) pages() ([]pdfLeaf, error) {
	type node struct {
		pdfLeaf
		depth int
	}
	root := d.dict(d.trailer["Root"])
	todo := []node{{pdfLeaf{ref: root["Pages"]}, 0}}
	seen := map[pdfRef]bool{}
	var leaves []pdfLeaf
	for len(todo) > 0 && d.err == nil {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if ref, ok := n.ref.(pdfRef); ok {
			if seen[ref] {
				continue
			}
			seen[ref] = true
		}
		dict := d.dict(n.ref)
		if dict == nil || n.depth > pdfDeepest {
			return nil, fmt.Errorf("%w: thiếu trang", ErrDamaged)
		}
		n.inherit(dict)
		kids := d.array(dict["Kids"])
		if kids == nil || d.name(dict["Type"]) == "Page" {
			leaves = append(leaves, n.pdfLeaf)
			if len(leaves) > pdfMostPages {
				return nil, fmt.Errorf("%w: hơn %d trang, hãy tách thành nhiều tệp", ErrTooLarge, pdfMostPages)
			}
			continue
		}
		for i := len(kids) - 1; i >= 0; i-- { // the last one first: todo is a stack
			todo = append(todo, node{pdfLeaf{kids[i], n.resources, n.box, n.rotate}, n.depth + 1})
		}
	}
	return leaves, d.err
}

// inherit takes what the dictionary says of itself and of all below it.
func (l *pdfLeaf) inherit(dict pdfDict) {
	if v, ok := dict["Resources"]; ok {
		l.resources = v
	}
	if v, ok := dict["MediaBox"]; ok {
		l.box = v
	}
	if v, ok := dict["CropBox"]; ok {
		l.box = v
	}
	if v, ok := dict["Rotate"]; ok {
		l.rotate = v
	}
}

// paint paints a page; whole is false when part of its content is damaged.
func (p *pdfPainter) paint(leaf pdfLeaf) (box pdfBox, whole bool) {
	p.reset()
	d := p.d
	box, ok := d.box(leaf.box)
	if !ok {
		box = pdfBox{0, 0, 595, 842} // A4
	}
	var content []byte
	page := d.dict(leaf.ref)
	parts := d.listOf(page["Contents"])
	whole = len(parts) > 0 || page["Contents"] == nil
	for _, v := range parts {
		s, ok := d.resolve(v).(*pdfStream)
		if !ok {
			whole = false
			continue
		}
		part, ok := d.unpack(s)
		whole = whole && ok
		content = append(append(content, part...), '\n')
		if len(content) > pdfMostStream {
			d.spend(d.work + 1)
			break
		}
	}
	p.run(content, d.dict(leaf.resources))
	p.annotations(page)
	turns, _ := d.integer(leaf.rotate)
	return p.turn(box, (turns/90%4+4)%4), whole && len(p.glyphs) < pdfMostGlyphs
}

// turn turns what was painted by quarters, clockwise, so that most of the text is level.
func (p *pdfPainter) turn(box pdfBox, quarters int) pdfBox {
	for range quarters {
		box = p.quarter(box)
	}
	var ways [4]int // glyphs written to the right, upwards, to the left, downwards
	for i := range p.glyphs {
		if way, ok := p.glyphs[i].way(); ok {
			ways[way]++
		}
	}
	most := 0
	for way, n := range ways {
		if n > ways[most] {
			most = way
		}
	}
	for range most {
		box = p.quarter(box)
	}
	return box
}

// quarter turns all by a quarter, clockwise.
func (p *pdfPainter) quarter(box pdfBox) pdfBox {
	by := func(q *pdfPoint) { *q = pdfPoint{q.y, -q.x} }
	for i := range p.glyphs {
		by(&p.glyphs[i].from)
		by(&p.glyphs[i].to)
	}
	for i := range p.rules {
		by(&p.rules[i].from)
		by(&p.rules[i].to)
	}
	for i := range p.dots {
		by(&p.dots[i])
	}
	return pdfBox{box.bottom, -box.right, box.top, -box.left}
}

// way says whether the glyph is written to the right (0), upwards (1), to the left (2) or downwards (3);
// false when it is written aslant, or has no width.
func (g *pdfGlyph) way() (int, bool) {
	x, y := g.to.x-g.from.x, g.to.y-g.from.y
	ax, ay := max(x, -x), max(y, -y)
	switch {
	case ax == 0 && ay == 0:
		return 0, false
	case x > 0 && ay < ax/8:
		return 0, true
	case y > 0 && ax < ay/8:
		return 1, true
	case x < 0 && ay < ax/8:
		return 2, true
	case y < 0 && ax < ay/8:
		return 3, true
	}
	return 0, false
}
