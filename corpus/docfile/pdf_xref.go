package docfile

import (
	"bytes"
	"slices"
)

// readXref reads the table of objects, newest section first; false when it is not to be trusted.
func (d *pdfDoc) readXref() bool {
	const tail = 2 << 10 // bytes at the end in which "startxref" is looked for
	from := max(0, len(d.b)-tail)
	i := bytes.LastIndex(d.b[from:], []byte("startxref"))
	if i < 0 {
		return false
	}
	l := &pdfLexer{b: d.b, pos: from + i + len("startxref")}
	next, ok := l.next().(int)
	seen := map[int]bool{}
	queue := []int{next}
	for ok && len(queue) > 0 && len(seen) < pdfMostSections {
		at := queue[0]
		queue = queue[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		var trailer pdfDict
		if trailer, ok = d.readSection(at); !ok {
			return false
		}
		for key, v := range trailer {
			if _, known := d.trailer[key]; !known {
				d.trailer[key] = v
			}
		}
		for _, key := range []pdfName{"XRefStm", "Prev"} {
			if at, isInt := trailer[key].(int); isInt {
				queue = append(queue, at)
			}
		}
	}
	return ok
}

// readSection reads one section of the table, of either form, and returns its trailer.
func (d *pdfDoc) readSection(at int) (pdfDict, bool) {
	if at < 0 || at >= len(d.b) {
		return nil, false
	}
	l := &pdfLexer{b: d.b, pos: at}
	if l.next() == pdfWord("xref") {
		return d.readTable(l)
	}
	l.pos = at
	id, ok := l.next().(int)
	if !ok {
		return nil, false
	}
	v, ok := d.objectAt(at, pdfRef{id, 0})
	s, isStream := v.(*pdfStream)
	if !ok || !isStream || s.dict["Type"] != pdfName("XRef") {
		return nil, false
	}
	return s.dict, d.readStreamTable(s)
}

// readTable reads the lines "0000000015 00000 n" up to the trailer.
func (d *pdfDoc) readTable(l *pdfLexer) (pdfDict, bool) {
	start := l.pos
	defer func() { d.spend(l.pos - start) }()
	l.noRefs = true
	for {
		first := l.next()
		if first == pdfWord("trailer") {
			l.noRefs = false
			trailer, ok := l.next().(pdfDict)
			return trailer, ok
		}
		id, ok1 := first.(int)
		n, ok2 := l.next().(int)
		if !ok1 || !ok2 || id < 0 || n < 0 {
			return nil, false
		}
		for i := range n {
			at, ok1 := l.next().(int)
			gen, ok2 := l.next().(int)
			use, ok3 := l.next().(pdfWord)
			if !ok1 || !ok2 || !ok3 {
				return nil, false
			}
			if use == "n" && !d.enter(id+i, pdfEntry{at: at, gen: gen}) {
				return nil, false
			}
		}
	}
}

// enter notes where an object lies unless a newer section has said it; false when there are too many.
func (d *pdfDoc) enter(id int, e pdfEntry) bool {
	if _, known := d.xref[id]; !known {
		d.xref[id] = e
	}
	return len(d.xref) <= pdfMostObjects
}

// readStreamTable reads a section in the form of a stream: entries of three numbers, of the widths W.
func (d *pdfDoc) readStreamTable(s *pdfStream) bool {
	data, _ := d.unpack(s)
	var w [3]int
	for i, v := range d.array(s.dict["W"]) {
		if n, ok := d.integer(v); !ok || n < 0 || n > 8 || i > 2 {
			return false
		} else {
			w[i] = n
		}
	}
	width := w[0] + w[1] + w[2]
	size, _ := d.integer(s.dict["Size"])
	index := []int{0, size}
	if a := d.array(s.dict["Index"]); a != nil {
		index = index[:0]
		for _, v := range a {
			n, _ := d.integer(v)
			index = append(index, n)
		}
	}
	for i := 0; i+1 < len(index) && width > 0; i += 2 {
		for id := index[i]; id < index[i]+index[i+1] && len(data) >= width; id++ {
			kind, at, gen := 1, bigEndian(data[w[0]:w[0]+w[1]]), bigEndian(data[w[0]+w[1]:width])
			if w[0] > 0 {
				kind = bigEndian(data[:w[0]])
			}
			data = data[width:]
			if kind != 1 && kind != 2 {
				continue
			}
			if !d.enter(id, pdfEntry{at: at, gen: gen, packed: kind == 2}) {
				return false
			}
		}
	}
	return width > 0
}

func bigEndian(b []byte) int {
	n := 0
	for _, c := range b {
		n = n<<8 | int(c)
	}
	return n
}

// mend makes the table from the objects that stand in the file; of two of one number the later one counts.
func (d *pdfDoc) mend() {
	d.forget()
	d.mended = true
	for i := 0; i < len(d.b); {
		n := bytes.Index(d.b[i:], []byte("obj"))
		if n < 0 {
			break
		}
		at, id, ok := objectHead(d.b, i+n)
		i += n + len("obj")
		if ok && (len(d.xref) < pdfMostObjects || d.xref[id] != pdfEntry{}) {
			d.xref[id] = pdfEntry{at: at}
		}
	}
	d.spend(len(d.b))
	d.mendTrailer()
}

// objectHead goes back from "obj" over "12 0 " to the number of the object.
func objectHead(b []byte, obj int) (at, id int, ok bool) {
	i := obj
	back := func(is func(byte) bool) int {
		end := i
		for i > 0 && is(b[i-1]) && end-i < 12 {
			i--
		}
		return end - i
	}
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	back(isPDFSpace)
	if back(digit) == 0 || back(isPDFSpace) == 0 {
		return 0, 0, false
	}
	end := i
	if n := back(digit); n == 0 || n > 8 {
		return 0, 0, false
	}
	for _, c := range b[i:end] {
		id = id*10 + int(c-'0')
	}
	return i, id, true
}

// mendTrailer takes the trailer from every place where one may stand.
func (d *pdfDoc) mendTrailer() {
	for i := 0; i < len(d.b); {
		n := bytes.Index(d.b[i:], []byte("trailer"))
		if n < 0 {
			break
		}
		i += n + len("trailer")
		l := &pdfLexer{b: d.b, pos: i}
		if t, ok := l.next().(pdfDict); ok {
			d.takeTrailer(t)
		}
		if !d.spend(l.pos - i) {
			return
		}
	}
	for _, id := range d.numbers() {
		l := &pdfLexer{b: d.b, pos: d.xref[id].at}
		l.next()
		l.next()
		l.next()
		dict, _ := l.next().(pdfDict)
		switch dict["Type"] {
		case pdfName("XRef"):
			d.takeTrailer(dict)
		case pdfName("Catalog"):
			if d.trailer["Root"] == nil {
				d.trailer["Root"] = pdfRef{id, 0}
			}
		}
		if !d.spend(l.pos - d.xref[id].at) {
			return
		}
	}
}

func (d *pdfDoc) takeTrailer(t pdfDict) {
	for _, key := range []pdfName{"Root", "Encrypt", "ID"} {
		if v, ok := t[key]; ok {
			d.trailer[key] = v
		}
	}
}

// mendPacked finds the objects within object streams, once these can be decrypted.
func (d *pdfDoc) mendPacked() {
	for _, id := range d.numbers() {
		if d.err != nil {
			return
		}
		v, _ := d.objectAt(d.xref[id].at, pdfRef{id, 0})
		s, ok := v.(*pdfStream)
		if !ok || s.dict["Type"] != pdfName("ObjStm") {
			continue
		}
		for inner := range d.openPacked(id).at {
			d.enter(inner, pdfEntry{at: id, packed: true})
			if root := d.dict(pdfRef{inner, 0}); d.trailer["Root"] == nil && root["Type"] == pdfName("Catalog") {
				d.trailer["Root"] = pdfRef{inner, 0}
			}
		}
	}
}

// numbers returns the numbers of all objects, rising.
func (d *pdfDoc) numbers() []int {
	ids := make([]int, 0, len(d.xref))
	for id := range d.xref {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
