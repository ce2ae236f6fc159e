package docfile

import (
	"fmt"
	"strings"
)

// docxSpan is where the words of a run go, and how they look.
type docxSpan struct {
	p       *docxOpen
	f       *docxFlow // of the paragraph: boxes go before it
	letters docxLetters
	asks    bool // "Click to enter a date": nobody has written that
}

// inline reads what stands inside a paragraph. Only <w:t> and its kin have words;
// whatever only holds others is passed through, so that none are lost in an
// element that came later than this program.
func (r *docxReader) inline(e docxElement, s *docxSpan) error {
	switch {
	case e.space == wordNS:
		return r.inlineWord(e, s)
	case e.space == compatNS:
		return r.alternative(e, s.inside(r))
	case e.space == mathNS && e.name == "t":
		return r.text(s)
	}
	return r.xml.each(s.inside(r))
}

// inside reads the children of an element that only holds others.
func (s *docxSpan) inside(r *docxReader) func(docxElement) error {
	return func(e docxElement) error { return r.inline(e, s) }
}

func (r *docxReader) inlineWord(e docxElement, s *docxSpan) error {
	switch e.name {
	case "r":
		return r.run(s)
	case "t":
		return r.text(s)
	case "pPr":
		err := r.readShape(s.p)
		s.letters = s.p.style.letters
		return err
	case "ins", "moveTo":
		s.p.words.met |= docxTracked
		return r.xml.each(s.inside(r))
	case "del", "moveFrom":
		s.p.words.met |= docxTracked
		return r.xml.skip()
	case "sdt":
		return r.control(s.inside(r))
	case "txbxContent":
		return r.box(s)
	case "object":
		s.p.words.met |= docxEmbedded
	case "drawing", "pict":
		r.images = true
	case "tab", "ptab", "br", "cr", "noBreakHyphen", "sym", "footnoteReference", "endnoteReference":
		if err := r.glyph(e, s); err != nil {
			return err
		}
	case "delText", "instrText", "delInstrText", "rt", "sdtPr", "rPr":
		return r.xml.skip()
	}
	return r.xml.each(s.inside(r))
}

// run reads <w:r>: its look, then its words.
func (r *docxReader) run(outer *docxSpan) error {
	s := &docxSpan{p: outer.p, f: outer.f, letters: outer.p.style.letters}
	return r.xml.each(func(e docxElement) error {
		if e.space != wordNS || e.name != "rPr" {
			return r.inline(e, s)
		}
		look := ""
		direct, err := r.xml.readLetters(func(e docxElement) error {
			if e.name == "rStyle" {
				look = e.val()
			}
			return r.xml.skip()
		})
		s.letters = direct.over(r.styles.of(look).letters.over(s.letters))
		s.asks = r.styles.of(look).name == "placeholder text"
		return err
	})
}

// text reads the words of <w:t>.
func (r *docxReader) text(s *docxSpan) error {
	t, err := r.xml.text()
	if err != nil || s.asks {
		return err
	}
	if s.letters.hidden == docxOn {
		if strings.TrimSpace(t) != "" {
			s.p.words.met |= docxHidden
		}
		return nil
	}
	if r.size += len(t); r.size > docxMaxWords {
		return fmt.Errorf("%w: hơn %d MB chữ", ErrTooLarge, docxMaxWords>>20)
	}
	return s.p.words.add(strings.ReplaceAll(t, "\n", " "), s.letters)
}

// glyph reads an element that stands for a letter.
func (r *docxReader) glyph(e docxElement, s *docxSpan) error {
	if s.letters.hidden == docxOn {
		return nil
	}
	switch e.name {
	case "tab", "ptab":
		return s.p.words.add(" ", s.letters)
	case "noBreakHyphen":
		return s.p.words.add("-", s.letters)
	case "sym":
		s.p.words.addMark(docxSymbolOf(e))
		return nil
	case "footnoteReference", "endnoteReference":
		const mostNotes = 1 << 14
		if len(r.notes) < mostNotes && r.unseen == 0 {
			r.notes = append(r.notes, docxRef{strings.TrimSuffix(e.name, "Reference") + "s", e.attr("id")})
		}
		s.p.words.addMark(Footnote)
		return nil
	}
	if e.attr("type") == "page" {
		s.p.newPage = true
	}
	s.p.words.addMark(docxLineBreak)
	return nil
}

// box reads the paragraphs of a text box and puts them before the one that it
// hangs on: on a face that is a stamp, or the number beside the title.
func (r *docxReader) box(s *docxSpan) error {
	if s.letters.hidden == docxOn {
		s.p.words.met |= docxHidden
		return r.xml.skip()
	}
	return r.flow(s.f.put)
}
