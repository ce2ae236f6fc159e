package docfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Bounds of HTML. It is read tag by tag, without a tree: what is not closed, or
// nested a million times, costs no more than its bytes.
const (
	htmlMaxToken  = 8 << 20 // bytes of one tag or text; pictures stand in attributes of some
	htmlMaxTables = 32      // tables within tables
	htmlSample    = 256 << 10
)

// htmlReader makes blocks of the tags and texts of a page.
type htmlReader struct {
	out    builder
	notes  []Note
	line   int // of the last paragraph or row
	table  int // number of the last table
	legacy *legacy

	text    []byte  // the line being read
	mark    string  // what stands before it in its list
	level   int     // of the heading it stands in
	fresh   bool    // that heading has had no words
	pre     int     // how many elements keep line ends as they are
	empty   bool    // the paragraph being read has had no words
	inLine  bool    // a paragraph is open
	center  [2]bool // whether it stands in the middle of the page, and whether the line above did
	supAt   int     // where in text an open <sup> began, -1 for none
	noteAt  int     // where in text an open link to a footnote began, -1 for none
	marking int     // how many <span> are open within the mark of a list item of Word
	marked  []byte  // that mark

	rest    string // what follows the tag at hand
	counted int    // reversed lists so far
	lists   []htmlList
	tables  []*htmlTable
	ignored int // tables open beyond htmlMaxTables
	cells   int // of all tables
	cut     bool
	hidden  htmlHidden
}

// readHTML reads web pages and what Word and Excel save as such.
func readHTML(ctx context.Context, content []byte) (*File, error) {
	text, notes, err := decodeHTML(content)
	if err != nil {
		return nil, err
	}
	l, more := lookAlikes(sampleHTML(text))
	r := &htmlReader{notes: append(notes, more...), legacy: l, supAt: -1, noteAt: -1}
	if err := r.read(ctx, text); err != nil {
		return nil, err
	}
	if r.cut {
		r.notes = append(r.notes, Note{Text: fmt.Sprintf("Có bảng rộng hơn %d cột, phần bên phải không được đọc.", mostColumns)})
	}
	return &File{Blocks: r.out.blocks, Notes: r.notes}, nil
}

var htmlCharset = regexp.MustCompile(`(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_-]+)`)

// decodeHTML trusts the bytes before the page's own word on its encoding: many
// that claim Windows-1252 are UTF-8.
func decodeHTML(content []byte) (string, []Note, error) {
	if !utf8.Valid(content) && !isUTF16(content) && !hasZero(content) {
		if m := htmlCharset.FindStringSubmatch(markupHead(content)); m != nil {
			switch m[1] {
			case "windows-1258", "cp1258":
				return windows1258ToUnicode(latin(content)), nil, nil
			case "windows-1252", "cp1252", "iso-8859-1", "latin1", "us-ascii", "x-user-defined":
				return latin(content), nil, nil
			}
		}
	}
	if utf8.Valid(content) && !isUTF16(content) && !hasZero(content) {
		return undouble(string(content))
	}
	return decode(content)
}

// sampleHTML returns words from the beginning of a page, to tell its encoding by.
func sampleHTML(text string) string {
	z := html.NewTokenizer(strings.NewReader(text[:min(len(text), htmlSample)]))
	var b strings.Builder
	skip := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if !skip {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			skip = htmlHiddenTags[string(name)]
		case html.EndTagToken:
			skip = false
		}
	}
}

func (r *htmlReader) read(ctx context.Context, text string) error {
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(htmlMaxToken)
	r.out.parted, r.rest = true, text
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		var err error
		token := z.Next()
		r.rest = r.rest[min(len(z.Raw()), len(r.rest)):]
		switch token {
		case html.ErrorToken:
			if errors.Is(z.Err(), io.EOF) {
				return r.finish()
			}
			return fmt.Errorf("%w: một thẻ HTML dài hơn %d MB", ErrTooLarge, htmlMaxToken>>20)
		case html.TextToken:
			err = r.words(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			err = r.open(htmlTagOf(z))
		case html.EndTagToken:
			name, _ := z.TagName()
			err = r.close(string(name))
		}
		if err != nil {
			return err
		}
	}
}

// htmlTag is a start tag with what matters of its attributes.
type htmlTag struct {
	name, style, class, href, kind, start, value, rowspan, colspan, border, role string
	hidden, reversed, center                                                     bool
}

func htmlTagOf(z *html.Tokenizer) htmlTag {
	name, more := z.TagName()
	t := htmlTag{name: string(name)}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "style":
			t.style = strings.ToLower(strings.Join(strings.Fields(string(value)), ""))
			t.center = t.center || strings.Contains(t.style, "text-align:center")
		case "align":
			t.center = t.center || strings.EqualFold(string(value), "center")
		case "class":
			t.class = strings.ToLower(string(value))
		case "href":
			t.href = string(value)
		case "type":
			t.kind = string(value)
		case "start":
			t.start = string(value)
		case "value":
			t.value = string(value)
		case "rowspan":
			t.rowspan = string(value)
		case "colspan":
			t.colspan = string(value)
		case "border":
			t.border = strings.TrimSpace(string(value))
		case "role":
			t.role = string(value)
		case "hidden":
			t.hidden = true
		case "reversed":
			t.reversed = true
		}
	}
	return t
}

// open takes a start tag.
func (r *htmlReader) open(t htmlTag) error {
	if r.hidden.holds(t.name, true) {
		return nil
	}
	if t.hides() {
		if htmlBlocks[t.name] {
			if err := r.endLine(); err != nil {
				return err
			}
		}
		r.hidden = htmlHidden{name: t.name, inLine: r.inLine || t.name == "p"}
		return nil
	}
	if !htmlBlocks[t.name] {
		return r.openInline(t)
	}
	if err := r.endParagraph(); err != nil {
		return err
	}
	return r.openBlock(t)
}

func (r *htmlReader) openInline(t htmlTag) error {
	switch t.name {
	case "br":
		if len(bytes.TrimSpace(r.text)) == 0 {
			r.out.parted = true
		}
		return r.endLine()
	case "sup":
		r.supAt = len(r.text)
	case "a":
		note := strings.HasPrefix(t.href, "#_ftn") || strings.HasPrefix(t.href, "#_edn")
		if note && !strings.Contains(t.href, "ref") {
			r.noteAt = len(r.text)
		}
	case "span":
		if r.marking > 0 || strings.Contains(t.style, "mso-list:ignore") {
			r.marking++
		}
	}
	return nil
}

func (r *htmlReader) openBlock(t htmlTag) error {
	r.center[0] = t.center || t.name == "center"
	switch t.name {
	case "p":
		r.inLine, r.empty = true, true
		if !r.fresh { // a heading that was never closed
			r.level = 0
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		r.level, r.fresh = int(t.name[1]-'0'), true
	case "hr":
		r.out.parted = true
	case "pre", "listing", "xmp":
		r.pre++
	case "ol", "ul":
		r.openList(t)
	case "li":
		r.openItem(t)
	default:
		return r.openTable(t)
	}
	return nil
}

// close takes an end tag.
func (r *htmlReader) close(name string) error {
	if r.hidden.holds(name, false) {
		return nil
	}
	if !htmlBlocks[name] {
		r.closeInline(name)
		return nil
	}
	if err := r.endParagraph(); err != nil {
		return err
	}
	r.center[0] = false
	switch name {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		r.level = 0
	case "pre", "listing", "xmp":
		r.pre = max(r.pre-1, 0)
	case "ol", "ul":
		r.closeList()
	case "li":
		r.mark = ""
	default:
		return r.closeTable(name)
	}
	return nil
}

func (r *htmlReader) closeInline(name string) {
	switch name {
	case "sup":
		r.closeSup()
	case "a":
		if r.noteAt >= 0 && r.noteAt < len(r.text) {
			r.text = append(r.text[:r.noteAt], Footnote...)
		}
		r.noteAt = -1
	case "span":
		r.marking = max(r.marking-1, 0)
	}
}
