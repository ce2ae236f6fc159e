package docfile

import (
	"bytes"
	"context"
	"fmt"
)

// Bounds of what a file may make us do. The largest plan seen has 140 pages and
// unpacks to 3 MB; these stand far above it and still end within seconds.
const (
	pdfMostObjects  = 1 << 20
	pdfMostSections = 1 << 10   // of the table of objects
	pdfMostStream   = 64 << 20  // bytes of one stream, unpacked
	pdfMostWork     = 512 << 20 // bytes unpacked or read as objects, over all
	pdfMostNested   = 24        // objects needed to find an object
	pdfMostPacked   = 32 << 20  // bytes of object streams kept unpacked
)

// pdfDoc is a PDF file opened for reading. We do not hand the file to a
// library: those for Go follow what a file says about itself without bounds, so
// that a few hundred bytes stop the program for good (an endless loop, or a
// stack or memory that runs full, which no recover catches).
type pdfDoc struct {
	ctx     context.Context
	b       []byte
	xref    map[int]pdfEntry
	trailer pdfDict
	crypt   *pdfCrypt
	packed  map[int]*pdfPacked
	kept    int // bytes of packed
	nested  int
	work    int
	mended  bool  // the table of objects was put together from the objects themselves
	err     error // why reading has to stop: nothing is read from then on
}

// pdfEntry says where an object lies.
type pdfEntry struct {
	at     int  // in the file, or the number of the object stream that holds it
	gen    int  // or its index there
	packed bool // it lies in an object stream
}

// pdfPacked is an object stream, unpacked.
type pdfPacked struct {
	b  []byte
	at map[int]int // by number of the object
}

// openPDF finds the objects of a file, by its table or, where that is wrong, by looking through the file.
func openPDF(ctx context.Context, content []byte) (*pdfDoc, error) {
	d := &pdfDoc{ctx: ctx, b: content, work: pdfMostWork}
	d.forget()
	if !d.readXref() || d.findCrypt() == nil && d.dict(d.dict(d.trailer["Root"])["Pages"]) == nil {
		d.mend()
	}
	if d.err != nil {
		return nil, d.err
	}
	if err := d.findCrypt(); err != nil {
		return nil, err
	}
	if d.mended {
		d.mendPacked()
	}
	if d.dict(d.dict(d.trailer["Root"])["Pages"]) == nil {
		return nil, fmt.Errorf("%w: không tìm thấy trang nào", ErrDamaged)
	}
	return d, d.err
}

// forget drops what is known of the objects.
func (d *pdfDoc) forget() {
	d.xref, d.trailer = map[int]pdfEntry{}, pdfDict{}
	d.packed, d.kept = map[int]*pdfPacked{}, 0
}

// spend counts work and reports whether reading may go on.
func (d *pdfDoc) spend(n int) bool {
	const look = 1 << 16 // bytes between two looks at the context
	if before := d.work; before/look != (before-n)/look && d.err == nil {
		if err := d.ctx.Err(); err != nil {
			d.err = context.Cause(d.ctx)
		}
	}
	if d.work -= n; d.work < 0 && d.err == nil {
		d.err = fmt.Errorf("%w: nội dung bung ra quá %d MB", ErrTooLarge, pdfMostWork>>20)
	}
	return d.err == nil
}

// resolve follows references to the object meant.
func (d *pdfDoc) resolve(v any) any {
	const longestChain = 8
	for range longestChain {
		ref, ok := v.(pdfRef)
		if !ok {
			return v
		}
		v = d.load(ref)
	}
	return nil
}

// load reads an object; nil when there is none.
func (d *pdfDoc) load(ref pdfRef) any {
	e, ok := d.xref[ref.id]
	if !ok || d.err != nil || d.nested >= pdfMostNested {
		return nil
	}
	d.nested++
	defer func() { d.nested-- }()
	if e.packed {
		return d.loadPacked(e.at, ref.id)
	}
	v, ok := d.objectAt(e.at, ref)
	if !ok && !d.mended && d.err == nil {
		d.mend()
		d.mendPacked()
		return d.load(ref)
	}
	return v
}

// objectAt reads "12 0 obj …" at an offset; ok is false when another or none stands there.
func (d *pdfDoc) objectAt(at int, ref pdfRef) (v any, ok bool) {
	if at < 0 || at >= len(d.b) {
		return nil, false
	}
	l := &pdfLexer{b: d.b, pos: at}
	id, isNumber := l.next().(int)
	gen, _ := l.next().(int)
	if word, _ := l.next().(pdfWord); word != "obj" || !isNumber || id != ref.id {
		return nil, false
	}
	v = l.next()
	if dict, isDict := v.(pdfDict); isDict {
		if s := d.rawStream(l, dict); s != nil {
			s.ref = pdfRef{id, gen}
			v = s
		}
	}
	if word, isWord := v.(pdfWord); isWord && word != "" {
		v = nil
	}
	if _, isEnd := v.(pdfEnd); isEnd {
		v = nil
	}
	d.spend(l.pos - at)
	return v, true
}

// rawStream returns the stream that begins behind a dictionary; nil for none.
func (d *pdfDoc) rawStream(l *pdfLexer, dict pdfDict) *pdfStream {
	l.skipSpace()
	if !bytes.HasPrefix(l.b[l.pos:], []byte("stream")) {
		return nil
	}
	start := l.pos + len("stream")
	if start < len(l.b) && l.b[start] == '\r' {
		start++
	}
	if start < len(l.b) && l.b[start] == '\n' {
		start++
	}
	n, ok := d.resolve(dict["Length"]).(int)
	if ok && n >= 0 && n <= len(l.b)-start {
		end := &pdfLexer{b: l.b, pos: start + n}
		end.skipSpace()
		if bytes.HasPrefix(l.b[end.pos:], []byte("endstream")) {
			return &pdfStream{dict: dict, raw: l.b[start : start+n]}
		}
	}
	// The length is wrong: the end has to be looked for.
	n = bytes.Index(l.b[start:], []byte("endstream"))
	cut := n < 0
	if cut {
		n = len(l.b) - start
	}
	d.spend(n)
	return &pdfStream{dict: dict, raw: bytes.TrimRight(l.b[start:start+n], "\r\n"), cut: cut}
}

// loadPacked reads an object from an object stream.
func (d *pdfDoc) loadPacked(stream, id int) any {
	p := d.openPacked(stream)
	at, ok := p.at[id]
	if !ok {
		return nil
	}
	l := &pdfLexer{b: p.b, pos: at}
	v := l.next()
	d.spend(l.pos - at)
	switch v.(type) {
	case pdfWord, pdfEnd:
		return nil
	}
	return v
}

// openPacked unpacks an object stream and reads the table at its head. Of what is no object stream it is empty.
func (d *pdfDoc) openPacked(id int) *pdfPacked {
	if p, ok := d.packed[id]; ok {
		return p
	}
	p := &pdfPacked{at: map[int]int{}}
	if d.kept > pdfMostPacked {
		d.packed, d.kept = map[int]*pdfPacked{}, 0
	}
	d.packed[id] = p // at once: an object stream that claims to lie in itself is found empty
	if d.xref[id].packed {
		return p
	}
	s, ok := d.load(pdfRef{id, 0}).(*pdfStream)
	if !ok || d.name(s.dict["Type"]) != "ObjStm" {
		return p
	}
	p.b, _ = d.unpack(s)
	d.kept += len(p.b)
	first, _ := d.integer(s.dict["First"])
	n, _ := d.integer(s.dict["N"])
	l := &pdfLexer{b: p.b, noRefs: true}
	for range min(n, pdfMostObjects) {
		id, ok1 := l.next().(int)
		at, ok2 := l.next().(int)
		if !ok1 || !ok2 {
			break
		}
		if at += first; at >= 0 && at < len(p.b) {
			p.at[id] = at
		}
	}
	return p
}

// The following return an object as what it should be, and its zero value when it is something else.

func (d *pdfDoc) dict(v any) pdfDict {
	switch v := d.resolve(v).(type) {
	case pdfDict:
		return v
	case *pdfStream:
		return v.dict
	}
	return nil
}

func (d *pdfDoc) array(v any) pdfArray {
	a, _ := d.resolve(v).(pdfArray)
	return a
}

func (d *pdfDoc) name(v any) pdfName {
	n, _ := d.resolve(v).(pdfName)
	return n
}

func (d *pdfDoc) integer(v any) (int, bool) {
	f, ok := d.number(v)
	if f != f || f > 1<<40 || f < -1<<40 {
		return 0, false
	}
	return int(f), ok
}

func (d *pdfDoc) number(v any) (float64, bool) {
	switch n := d.resolve(v).(type) {
	case int:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}
