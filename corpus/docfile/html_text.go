package docfile

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// htmlBlocks are the elements that end a line before and behind them.
var htmlBlocks = namesOf(`address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure
	footer form h1 h2 h3 h4 h5 h6 header hr html legend li listing main ol p pre section summary table tbody td tfoot th
	thead tr ul xmp`)

// htmlHiddenTags are the elements whose words are not of the page. del holds what a tracked change has taken out.
var htmlHiddenTags = namesOf(`audio button canvas datalist del iframe math menu nav noembed noframes noscript object script select
	style svg template textarea title video xml`)

// htmlVoid are the elements that have no end tag.
var htmlVoid = namesOf("area base br col embed hr img input link meta param source track wbr")

// hides reports whether the words of the element are not to be read.
func (t htmlTag) hides() bool {
	if htmlVoid[t.name] {
		return false
	}
	if htmlHiddenTags[t.name] || t.hidden {
		return true
	}
	for _, s := range []string{
		"display:none", "visibility:hidden", "mso-hide:all",
		"mso-element:comment", "mso-element:header", "mso-element:footer",
	} {
		if strings.Contains(t.style, s) {
			return true
		}
	}
	return false
}

// htmlHidden is the element within which nothing is read.
type htmlHidden struct {
	name   string // "" for none
	depth  int    // elements of that name within it
	inLine bool   // it began in a paragraph, and ends with it at the latest
}

// htmlImplied are elements that another of their name, or the end of what holds them, may close.
var htmlImplied = map[string]map[string]bool{
	"li": namesOf("ol ul"), "td": namesOf("tr table"), "th": namesOf("tr table"), "tr": namesOf("table"), "dd": namesOf("dl"), "dt": namesOf("dl"),
}

// holds reports whether a tag belongs to what is hidden, and ends that where the tag does.
func (h *htmlHidden) holds(name string, start bool) bool {
	parents, implied := htmlImplied[h.name]
	switch {
	case h.name == "":
		return false
	case h.inLine && htmlBlocks[name]:
		own := name == h.name && !start
		*h = htmlHidden{}
		return own
	case start && implied && name == h.name, !start && parents[name]:
		*h = htmlHidden{}
		return false
	case name == h.name && start:
		h.depth++
	case name == h.name && h.depth > 0:
		h.depth--
	case name == h.name:
		*h = htmlHidden{}
	}
	return true
}

var lineSpaces = strings.NewReplacer("\n", " ", "\t", " ", "\r", " ", "\f", " ")

// words takes a text of the page.
func (r *htmlReader) words(s string) error {
	if r.hidden.name != "" {
		return nil
	}
	if r.legacy != nil {
		s = r.legacy.toUnicode(s)
	}
	s = strings.ReplaceAll(s, Footnote, "")
	switch {
	case r.marking > 0:
		r.marked = append(r.marked, s...)
		return nil
	case r.pre == 0:
		r.text = append(r.text, lineSpaces.Replace(s)...)
		return nil
	}
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			if len(bytes.TrimSpace(r.text)) == 0 {
				r.out.parted = true
			}
			if err := r.endLine(); err != nil {
				return err
			}
		}
		r.text = append(r.text, lineSpaces.Replace(line)...)
	}
	return nil
}

// closeSup puts Footnote in the place of a raised mark, but keeps an exponent.
func (r *htmlReader) closeSup() {
	if r.supAt < 0 || r.supAt > len(r.text) {
		return
	}
	const longestUnit = 16 // bytes to look back: a line may be long, and full of marks
	before, mark := r.text[max(0, r.supAt-longestUnit):r.supAt], bytes.TrimSpace(r.text[r.supAt:])
	if len(mark) > 0 && len(mark) <= longestMark-len("</sup>") && !isExponent(string(before), string(mark)) {
		r.text = append(r.text[:r.supAt], Footnote...)
	}
	r.supAt = -1
}

// htmlLine is a paragraph, a heading or a line of a cell.
type htmlLine struct {
	text, mark string
	level      int
	parted     bool
}

// endLine puts the line being read in its place, if it has words.
func (r *htmlReader) endLine() error {
	text := squeeze(viet.Normalize(string(r.text)))
	r.text, r.supAt, r.noteAt, r.marking = r.text[:0], -1, -1, 0
	if text == "" {
		return nil
	}
	line := htmlLine{text: text, mark: r.mark, level: r.level}
	if mark := wordMark(string(r.marked)); mark != "" {
		line.mark = mark
	}
	if startsWithMark(text) {
		line.mark = ""
	}
	r.mark, r.marked, r.empty, r.fresh = "", r.marked[:0], false, false
	// Where lines cease to be centered a title ends, as at an empty line.
	line.parted, r.out.parted = r.out.parted || r.center[0] != r.center[1], false
	r.center[1] = r.center[0]
	if cell := r.cell(); cell != nil {
		cell.items = append(cell.items, htmlItem{line: line})
		return nil
	}
	return r.putLine(line)
}

// putLine makes a block of a line.
func (r *htmlReader) putLine(l htmlLine) error {
	r.line++
	b := Block{Place: Place{Line: r.line}, Text: l.text, Mark: l.mark}
	if l.level > 0 {
		b.Kind, b.Level = Heading, l.level
	}
	r.out.parted = r.out.parted || l.parted
	return r.out.text(b)
}

// endParagraph ends the line and, where an element that holds paragraphs begins or ends, the paragraph.
func (r *htmlReader) endParagraph() error {
	if err := r.endLine(); err != nil {
		return err
	}
	if r.inLine && r.empty {
		r.out.parted = true
	}
	r.inLine, r.empty = false, false
	return nil
}

// finish closes what the page has left open.
func (r *htmlReader) finish() error {
	if err := r.endParagraph(); err != nil {
		return err
	}
	r.ignored = 0
	for len(r.tables) > 0 {
		if err := r.closeTable("table"); err != nil {
			return err
		}
	}
	return nil
}

// startsWithMark reports whether a list item brings its own dash: then its list has been told to show none.
func startsWithMark(text string) bool {
	first, size := utf8.DecodeRuneInString(text)
	return strings.ContainsRune("-–+•*", first) && strings.HasPrefix(text[size:], " ")
}

// wordMark is the mark that Word wrote before a list item: a number, or a sign of a picture font for a bullet.
func wordMark(s string) string {
	mark := squeeze(viet.Normalize(s))
	if mark == "" || len(mark) > 24 {
		return ""
	}
	if strings.ContainsFunc(mark, unicode.IsDigit) || strings.ContainsAny(mark, ".)") {
		return mark
	}
	return "-"
}
