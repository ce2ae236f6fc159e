package docfile

import (
	"cmp"
	"fmt"
	"strings"
)

// docxTraces is what was met and a clerk should know.
type docxTraces uint8

const (
	docxTracked  docxTraces = 1 << iota // changes that nobody has accepted yet
	docxHidden                          // words that are not printed
	docxOldFont                         // letters of an old encoding
	docxEmbedded                        // another document inside
)

// docxPiece is a paragraph or a table.
type docxPiece struct {
	para  *docxPara
	table *docxTable
}

// docxPara is a paragraph that has been read.
type docxPara struct {
	text     []string // its lines; none of an empty one
	mark     string
	level    int // of a heading
	centered bool
	newPage  bool // begins a page
	endsPage bool
	met      docxTraces
}

// docxFlow is where the pieces of the body, a cell or a box go.
type docxFlow struct {
	put  func(docxPiece) error
	open *docxOpen // a paragraph whose end was deleted: the next one goes on with it
}

// docxOpen is a paragraph that is being read.
type docxOpen struct {
	words   docxWords
	style   docxStyle
	shape   docxShape
	newPage bool

	endsPage bool
	joins    bool // its end was deleted
	unseen   bool // its end is hidden: no number is printed when nothing else is
}

// flow reads blocks below the element that was opened last.
func (r *docxReader) flow(put func(docxPiece) error) error {
	f := &docxFlow{put: put}
	if err := r.xml.each(func(e docxElement) error { return r.block(e, f) }); err != nil {
		return err
	}
	if f.open != nil {
		return put(r.closed(f.open))
	}
	return nil
}

// block reads one piece. Whatever only holds others is passed through.
func (r *docxReader) block(e docxElement, f *docxFlow) error {
	within := func(e docxElement) error { return r.block(e, f) }
	switch e.space {
	case compatNS:
		return r.alternative(e, within)
	case wordNS:
	default:
		return r.xml.each(within)
	}
	switch e.name {
	case "p":
		return r.paragraph(f)
	case "tbl":
		const deepest = 8
		if r.nested >= deepest {
			return r.xml.each(within) // its paragraphs become those of the cell
		}
		t, err := r.table()
		if err != nil {
			return err
		}
		return f.put(docxPiece{table: t})
	case "sdt":
		return r.control(within)
	case "del", "moveFrom":
		r.out.met |= docxTracked
		return r.xml.skip()
	case "altChunk":
		r.out.met |= docxEmbedded
		return r.xml.skip()
	case "tcPr", "sectPr", "sdtPr":
		return r.xml.skip()
	}
	return r.xml.each(within)
}

// docxKnown are the vocabularies that newer versions of Word draw text boxes in.
var docxKnown = map[string]bool{"wps": true, "wpg": true, "wpc": true, "wpi": true, "w14": true, "w15": true, "w16se": true, "wp14": true}

// alternative reads one branch of <mc:AlternateContent>: both say the same.
func (r *docxReader) alternative(e docxElement, within func(docxElement) error) error {
	if e.name != "AlternateContent" {
		return r.xml.each(within)
	}
	taken := false
	return r.xml.each(func(e docxElement) error {
		fits := e.name == "Fallback"
		if e.name == "Choice" {
			fits = true
			for need := range strings.FieldsSeq(e.attr("Requires")) {
				fits = fits && docxKnown[need]
			}
		}
		if taken || !fits {
			return r.xml.skip()
		}
		taken = true
		return r.xml.each(within)
	})
}

// control reads a content control; a table of contents says nothing that does not come again.
func (r *docxReader) control(within func(docxElement) error) error {
	contents := false
	return r.xml.each(func(e docxElement) error {
		switch e.name {
		case "sdtPr":
			return r.xml.each(func(e docxElement) error {
				if e.name != "docPartObj" {
					return r.xml.skip()
				}
				return r.xml.each(func(e docxElement) error {
					contents = contents || e.name == "docPartGallery" && e.val() == "Table of Contents"
					return r.xml.skip()
				})
			})
		case "sdtContent":
			if !contents {
				return r.xml.each(within)
			}
		}
		return r.xml.skip()
	})
}

// spend bounds what a document is made of: an empty paragraph takes six bytes.
func (r *docxReader) spend() error {
	const most = 1 << 20
	if r.spent++; r.spent > most {
		return fmt.Errorf("%w: hơn %d đoạn, ô và bảng", ErrTooLarge, most)
	}
	return nil
}

// paragraph reads <w:p>.
func (r *docxReader) paragraph(f *docxFlow) error {
	if err := r.spend(); err != nil {
		return err
	}
	p := f.open
	if p == nil {
		p = &docxOpen{}
	}
	f.open = nil
	p.style = r.styles.paragraph("")
	p.shape, p.joins, p.unseen = docxShape{}, false, false
	s := &docxSpan{p: p, f: f, letters: p.style.letters}
	if err := r.xml.each(s.inside(r)); err != nil {
		return err
	}
	if p.joins {
		f.open = p
		return nil
	}
	return f.put(r.closed(p))
}

// closed counts a paragraph that has come to its end.
func (r *docxReader) closed(p *docxOpen) docxPiece {
	shape := p.shape.over(p.style.shape)
	para := &docxPara{
		text: p.words.lines(), met: p.words.met, newPage: p.newPage || shape.breaks == docxOn,
		centered: shape.align == "center", endsPage: p.endsPage,
	}
	r.out.old = cmp.Or(r.out.old, p.words.old)
	if p.style.isContents() {
		para.text = nil
		return docxPiece{para: para}
	}
	if shape.outline > 0 && shape.outline < 10 {
		para.level = min(shape.outline, 6)
	}
	if shape.list != "" && r.unseen == 0 && !(p.unseen && len(para.text) == 0) {
		para.mark = r.styles.lists.count(shape.list, shape.level)
	}
	return docxPiece{para: para}
}

// isContents reports whether Word fills paragraphs of the style by itself: tables of contents and of figures.
func (s docxStyle) isContents() bool {
	return strings.HasPrefix(s.name, "toc ") || s.name == "table of figures"
}

// readShape reads <w:pPr>.
func (r *docxReader) readShape(p *docxOpen) error {
	return r.xml.each(func(e docxElement) error {
		if e.space != wordNS {
			return r.xml.skip()
		}
		switch e.name {
		case "pStyle":
			p.style = r.styles.paragraph(e.val())
		case "sectPr": // the section ends with this paragraph
			p.endsPage = true
		case "rPr":
			look, err := r.xml.readLetters(func(e docxElement) error {
				switch e.name {
				case "del", "moveFrom":
					p.joins = true
					p.words.met |= docxTracked
				case "ins", "moveTo":
					p.words.met |= docxTracked
				}
				return r.xml.skip()
			})
			p.unseen = look.hidden == docxOn
			return err
		default:
			return r.xml.readShape(e, &p.shape)
		}
		return r.xml.skip()
	})
}
