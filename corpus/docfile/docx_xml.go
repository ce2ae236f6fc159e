package docfile

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Bounds of the markup. Word itself nests some thirty elements, and a tag or text has twenty bytes.
const (
	docxMaxDepth  = 256
	docxMaxToken  = 8 << 20 // bytes of one tag or text: pictures stand in attributes of some
	docxMaxTokens = 16 << 20
)

// docxSpace tells apart the vocabularies whose words are read.
type docxSpace uint8

const (
	otherNS  docxSpace = iota
	wordNS             // the document's own, in the transitional and the strict form
	mathNS             // formulas
	compatNS           // alternatives for newer and older programs
)

var docxSpaces = map[string]docxSpace{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main": wordNS,
	"http://purl.oclc.org/ooxml/wordprocessingml/main":             wordNS,
	"http://schemas.openxmlformats.org/officeDocument/2006/math":   mathNS,
	"http://purl.oclc.org/ooxml/officeDocument/math":               mathNS,
	"http://schemas.openxmlformats.org/markup-compatibility/2006":  compatNS,
}

// docxElement is the begin tag of an element.
type docxElement struct {
	space docxSpace
	name  string
	attrs []xml.Attr
}

// attr returns the value of an attribute, "" when there is none.
func (e docxElement) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// val is the attribute in which most elements have their value.
func (e docxElement) val() string { return e.attr("val") }

// number returns an attribute as a number, 0 when it is none.
func (e docxElement) number(name string) int {
	n, err := strconv.Atoi(e.attr(name))
	const most = 1 << 24 // no count, level or width of a page comes near
	if err != nil || n > most || n < -most {
		return 0
	}
	return n
}

// on reads a switch: <w:caps/> and <w:caps w:val="1"/> are on.
func (e docxElement) on() bool {
	switch e.val() {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// docxXML walks over one part of a document without holding it. Every element
// that a method gives out is read to its end by each, text or skip, exactly once.
type docxXML struct {
	ctx    context.Context
	dec    *xml.Decoder
	guard  *xmlGuard
	depth  int
	tokens int
}

func newDOCXXML(ctx context.Context, r io.Reader) *docxXML {
	dec, guard := newXMLDecoder(r, docxMaxToken, "một đoạn")
	return &docxXML{ctx: ctx, dec: dec, guard: guard}
}

// token returns the next token; io.EOF behind the last.
func (x *docxXML) token() (xml.Token, error) {
	if x.tokens++; x.tokens%1024 == 0 {
		if err := x.ctx.Err(); err != nil {
			return nil, err
		}
		if x.tokens > docxMaxTokens {
			return nil, fmt.Errorf("%w: hơn %d thẻ", ErrTooLarge, docxMaxTokens)
		}
	}
	t, err := x.dec.Token()
	if err != nil {
		if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
			return nil, fmt.Errorf("%w: nội dung bên trong bị lỗi ở dòng %d", ErrDamaged, syntax.Line)
		}
		return nil, err
	}
	x.guard.done = x.dec.InputOffset()
	switch t.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > docxMaxDepth {
			return nil, fmt.Errorf("%w: các phần lồng nhau quá sâu", ErrDamaged)
		}
	case xml.EndElement:
		x.depth--
	}
	return t, nil
}

// root returns the outermost element.
func (x *docxXML) root() (docxElement, error) {
	for {
		t, err := x.token()
		if err == io.EOF {
			return docxElement{}, fmt.Errorf("%w: thiếu nội dung", ErrDamaged)
		}
		if err != nil {
			return docxElement{}, err
		}
		if start, ok := t.(xml.StartElement); ok {
			return docxElementOf(start), nil
		}
	}
}

func docxElementOf(t xml.StartElement) docxElement {
	return docxElement{docxSpaces[t.Name.Space], t.Name.Local, t.Attr}
}

// each calls f for every child of the element that was opened last; f reads the child to its end.
func (x *docxXML) each(f func(docxElement) error) error {
	for {
		t, err := x.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := f(docxElementOf(t)); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip reads the element that was opened last to its end.
func (x *docxXML) skip() error {
	for end := x.depth - 1; x.depth > end; {
		if _, err := x.token(); err != nil {
			return err
		}
	}
	return nil
}

// text reads the element that was opened last to its end and returns its own words.
func (x *docxXML) text() (string, error) {
	var docxWords strings.Builder
	for end := x.depth - 1; x.depth > end; {
		t, err := x.token()
		if err != nil {
			return "", err
		}
		if data, ok := t.(xml.CharData); ok && x.depth == end+1 {
			docxWords.Write(data)
		}
	}
	return docxWords.String(), nil
}

// rest reads what follows the outermost element: the checksum stands at the end.
func (x *docxXML) rest() error {
	for {
		switch _, err := x.token(); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}
