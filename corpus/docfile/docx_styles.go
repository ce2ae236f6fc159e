package docfile

import (
	"regexp"
	"strconv"
	"strings"

	"dondoc/corpus/viet"
)

// docxToggle is a property of letters that may be said, unsaid or left open.
type docxToggle uint8

const (
	docxUnset docxToggle = iota
	docxOn
	docxOff
)

func docxToggleOf(e docxElement) docxToggle {
	if e.on() {
		return docxOn
	}
	return docxOff
}

func (t docxToggle) over(below docxToggle) docxToggle {
	if t == docxUnset {
		return below
	}
	return t
}

// docxLetters is what of the look of a run bears on its words.
type docxLetters struct {
	font   string // "" when left open
	hidden docxToggle
	caps   docxToggle // printed in capitals, however typed
	raised docxToggle // superscript
}

func (l docxLetters) over(below docxLetters) docxLetters {
	if l.font == "" {
		l.font = below.font
	}
	l.hidden, l.caps, l.raised = l.hidden.over(below.hidden), l.caps.over(below.caps), l.raised.over(below.raised)
	return l
}

// readLetters reads <w:rPr>; inside what it does not know itself it is given.
func (x *docxXML) readLetters(inside func(docxElement) error) (docxLetters, error) {
	var l docxLetters
	err := x.each(func(e docxElement) error {
		if e.space != wordNS {
			return x.skip()
		}
		switch e.name {
		case "rFonts":
			l.font = docxFont(e)
		case "vanish":
			l.hidden = docxToggleOf(e)
		case "caps":
			l.caps = docxToggleOf(e)
		case "vertAlign":
			l.raised = docxOff
			if e.val() == "superscript" {
				l.raised = docxOn
			}
		default:
			return inside(e)
		}
		return x.skip()
	})
	return l, err
}

// docxFont is the font of letters above ASCII: it alone tells the old encodings. A
// font of the theme stands before one by name, and is never an old one.
func docxFont(e docxElement) string {
	for _, a := range []string{"hAnsi", "ascii"} {
		if e.attr(a+"Theme") != "" {
			return "theme"
		}
		if f := e.attr(a); f != "" {
			return f
		}
	}
	return ""
}

// docxShape is what of the look of a paragraph bears on its place among others.
// Numbers count from 1; 0 leaves them open.
type docxShape struct {
	list    string // numId; "0" takes the paragraph out of any list
	level   int    // in the list
	outline int    // of a heading; 10 is none
	align   string
	breaks  docxToggle // on a new page
}

func (s docxShape) over(below docxShape) docxShape {
	if s.list == "" {
		s.list = below.list
	}
	if s.level == 0 {
		s.level = below.level
	}
	if s.outline == 0 {
		s.outline = below.outline
	}
	if s.align == "" {
		s.align = below.align
	}
	s.breaks = s.breaks.over(below.breaks)
	return s
}

// readShape reads one property of a paragraph; others are skipped.
func (x *docxXML) readShape(e docxElement, s *docxShape) error {
	switch e.name {
	case "numPr":
		return x.each(func(e docxElement) error {
			switch e.name {
			case "numId":
				s.list = e.val()
			case "ilvl":
				s.level = e.number("val") + 1
			}
			return x.skip()
		})
	case "outlineLvl":
		s.outline = min(max(e.number("val"), 0), 9) + 1
	case "jc":
		s.align = e.val()
	case "pageBreakBefore":
		s.breaks = docxToggleOf(e)
	}
	return x.skip()
}

// docxStyle is one style, or what it amounts to with all that it is based on.
type docxStyle struct {
	id, kind, name, base string
	standard             bool // of all that say no style
	shape                docxShape
	letters              docxLetters
	lines                docxToggle // of a table: whether cells have visible borders
}

func (s docxStyle) over(below docxStyle) docxStyle {
	s.shape, s.letters, s.lines = s.shape.over(below.shape), s.letters.over(below.letters), s.lines.over(below.lines)
	return s
}

// docxStyles is word/styles.xml.
type docxStyles struct {
	styles   map[string]docxStyle
	standard string      // the paragraph style of paragraphs without one
	defaults docxLetters // of everything
	lists    *docxLists
	whole    map[string]docxStyle // resolved, by ID
}

func newDOCXStyles() *docxStyles {
	return &docxStyles{styles: map[string]docxStyle{}, whole: map[string]docxStyle{}, lists: newDOCXLists()}
}

// read reads the part below its root.
func (s *docxStyles) read(x *docxXML) error {
	return x.each(func(e docxElement) error {
		switch e.name {
		case "docDefaults":
			return s.readDefaults(x)
		case "style":
			return s.readStyle(x, e)
		}
		return x.skip()
	})
}

func (s *docxStyles) readDefaults(x *docxXML) error {
	return x.each(func(e docxElement) error {
		if e.name != "rPrDefault" {
			return x.skip()
		}
		return x.each(func(docxElement) (err error) {
			s.defaults, err = x.readLetters(func(docxElement) error { return x.skip() })
			return err
		})
	})
}

func (s *docxStyles) readStyle(x *docxXML, e docxElement) error {
	const mostStyles = 1 << 14
	st := docxStyle{id: e.attr("styleId"), kind: e.attr("type"), standard: e.attr("default") != "" && e.attr("default") != "0"}
	err := x.each(func(e docxElement) (err error) {
		switch e.name {
		case "name":
			st.name = strings.ToLower(viet.Normalize(e.val()))
		case "basedOn":
			st.base = e.val()
		case "pPr":
			return x.each(func(e docxElement) error { return x.readShape(e, &st.shape) })
		case "rPr":
			st.letters, err = x.readLetters(func(docxElement) error { return x.skip() })
			return err
		case "tblPr", "tcPr":
			return x.each(func(e docxElement) error { return x.readBorders(e, &st.lines) })
		case "tblStylePr": // of the first row, the last column
			return x.each(func(docxElement) error {
				return x.each(func(e docxElement) error { return x.readBorders(e, &st.lines) })
			})
		}
		return x.skip()
	})
	if st.shape.outline == 0 {
		st.shape.outline = headingNamed(st.name)
	}
	if len(s.styles) < mostStyles {
		s.styles[st.id] = st
	}
	if st.standard && st.kind == "paragraph" {
		s.standard = st.id
	}
	return err
}

// readBorders reads the borders of a table or a cell, one that can be seen is enough; other properties are skipped.
func (x *docxXML) readBorders(e docxElement, lines *docxToggle) error {
	if e.name != "tblBorders" && e.name != "tcBorders" {
		return x.skip()
	}
	if *lines == docxUnset {
		*lines = docxOff
	}
	return x.each(func(e docxElement) error {
		if isVisibleBorder(e) {
			*lines = docxOn
		}
		return x.skip()
	})
}

// isVisibleBorder tells a drawn border from one that is switched off, or white on white.
func isVisibleBorder(e docxElement) bool {
	switch e.val() {
	case "", "nil", "none":
		return false
	}
	return !strings.EqualFold(e.attr("color"), "FFFFFF")
}

var headingName = regexp.MustCompile(`^(?:heading|tieu de|dau de|de muc) ?([1-9])$`)

// headingNamed returns the level that the name of a style gives by itself.
func headingNamed(name string) int {
	folded := viet.Fold(name)
	if folded == "title" || folded == "tieu de" {
		return 1
	}
	if m := headingName.FindStringSubmatch(folded); m != nil {
		level, _ := strconv.Atoi(m[1])
		return level
	}
	return 0
}

// of returns a style with all that it is based on. An unknown one is empty.
func (s *docxStyles) of(id string) docxStyle {
	if st, ok := s.whole[id]; ok {
		return st
	}
	st, ok := s.styles[id]
	if !ok {
		return st
	}
	const mostBases = 32
	owner := st // of the list
	for base, n := st.base, 0; base != "" && n < mostBases; n++ {
		below := s.styles[base]
		if st.shape.list == "" {
			owner = below
		}
		st = st.over(below)
		base = below.base
	}
	if st.shape.list != "" && st.shape.level == 0 {
		st.shape.level = s.lists.levelOfStyle(st.shape.list, owner.id)
	}
	s.whole[id] = st
	return st
}

// paragraph returns the style of a paragraph that says the ID, or none.
func (s *docxStyles) paragraph(id string) docxStyle {
	if _, ok := s.styles[id]; !ok {
		id = s.standard
	}
	st := s.of(id)
	st.letters = st.letters.over(s.defaults)
	return st
}
