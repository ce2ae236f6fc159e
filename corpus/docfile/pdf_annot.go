package docfile

// pdfMostAnnotations bounds those of one page.
const pdfMostAnnotations = 1_000

// annotations paints what is laid over the page and seen in print: offices put the
// number and the date of a document on it so, when the signed file must not change.
func (p *pdfPainter) annotations(page pdfDict) {
	d := p.d
	list := d.array(page["Annots"])
	for _, v := range list[:min(len(list), pdfMostAnnotations)] {
		a := d.dict(v)
		switch d.name(a["Subtype"]) {
		case "FreeText", "Stamp", "Widget":
		default:
			continue
		}
		const hidden, noView = 1 << 1, 1 << 5
		if flags, _ := d.integer(a["F"]); flags&(hidden|noView) != 0 {
			continue
		}
		look := d.resolve(d.dict(a["AP"])["N"])
		if states, ok := look.(pdfDict); ok {
			look = d.resolve(states[d.name(a["AS"])])
		}
		s, ok := look.(*pdfStream)
		rect, ok1 := d.box(a["Rect"])
		if !ok || !ok1 {
			continue
		}
		p.begin()
		p.state.ctm = d.fit(s.dict, rect)
		p.external(s, nil)
	}
}

// box reads a rectangle.
func (d *pdfDoc) box(v any) (pdfBox, bool) {
	a := d.array(v)
	if len(a) != 4 {
		return pdfBox{}, false
	}
	var n [4]float64
	for i := range n {
		n[i], _ = d.number(a[i])
	}
	return boxOf([]pdfPoint{{n[0], n[1]}, {n[2], n[3]}}), true
}

// matrix reads a matrix; the identity when there is none.
func (d *pdfDoc) matrix(v any) pdfMatrix {
	a := d.array(v)
	if len(a) != 6 {
		return pdfIdentity
	}
	var m pdfMatrix
	for i := range m {
		m[i], _ = d.number(a[i])
	}
	return m
}

// fit returns the matrix that maps a form, turned by its own matrix, into the rectangle.
func (d *pdfDoc) fit(form pdfDict, rect pdfBox) pdfMatrix {
	box, ok := d.box(form["BBox"])
	if !ok {
		return pdfMatrix{1, 0, 0, 1, rect.left, rect.bottom}
	}
	m := d.matrix(form["Matrix"])
	turned := boxOf([]pdfPoint{m.apply(box.left, box.bottom), m.apply(box.right, box.bottom), m.apply(box.left, box.top), m.apply(box.right, box.top)})
	sx, sy := 1.0, 1.0
	if w := turned.right - turned.left; w > 0 {
		sx = (rect.right - rect.left) / w
	}
	if h := turned.top - turned.bottom; h > 0 {
		sy = (rect.top - rect.bottom) / h
	}
	return pdfMatrix{sx, 0, 0, sy, rect.left - sx*turned.left, rect.bottom - sy*turned.bottom}
}
