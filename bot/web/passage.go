package web

import (
	"context"
	"encoding/base64"
	"net/http"
	"unicode/utf8"

	"dondoc/bot"
)

// maxAround is how many passages are shown on each side of the one that is quoted, whatever the program supplies.
const maxAround = 12

// Passage is a quoted passage in its context, as the program knows it. All strings are plain text.
type Passage struct {
	Document string   // number, else title
	Title    string   // "" or the same as Document when there is nothing to add
	Issued   string   // the date as people write it, "04/4/2023"; "" when the document bears none
	Status   string   // as in knowledge.Citation
	Amended  string   // what administrators corrected of what was read here; "" for nothing
	Trail    []string // the headings above the passage, outermost first
	Where    string   // the place in the file, "trang 2, dòng 5"; "" when not known
	Fragment          // the passage itself

	Before, After []Fragment // its neighbours in the order of the document, as many as there is room for
}

// Fragment is a piece of a document. The cells of a table's row are parted by tabs, pieces that do not stand side by
// side in the file by line feeds.
type Fragment struct {
	ID      string // Passage ID
	Section string // "IV.28.c"; "" before the first heading
	Text    string
}

// Passages finds a passage by its ID for a reader, whose chat has no ID before the first visit.
// ok is false when there is none, or when this reader may not see it.
type Passages func(ctx context.Context, reader bot.Chat, id string) (p Passage, ok bool)

// passageView is what the template of a passage and the script are given.
type passageView struct {
	Document    string   `json:"document"`
	Title       string   `json:"title,omitempty"`
	Issued      string   `json:"issued,omitempty"`
	Status      string   `json:"status,omitempty"`
	StatusLabel string   `json:"status_label,omitempty"`
	Trail       []string `json:"trail,omitempty"`
	Where       string   `json:"where,omitempty"`
	Amended     string   `json:"amended,omitempty"`
	Moved       bool     `json:"moved,omitempty"` // the quotation does not stand there any more
	Blocks      []block  `json:"blocks"`
	Earlier     string   `json:"earlier,omitempty"` // address of what stands before the first block
	Later       string   `json:"later,omitempty"`

	mount `json:"-"`
}

type block struct {
	Section string `json:"section,omitempty"` // "" when it is that of the block above
	Cited   bool   `json:"cited,omitempty"`
	Cells   []cell `json:"cells"`
	Target  bool   `json:"-"` // the page's address leads here, as no words are marked

	Numbered bool `json:"numbered,omitempty"` // the first cell is a narrow one
}

// Row tells whether the block is a row of a table.
func (b block) Row() bool { return len(b.Cells) > 1 }

type cell []piece

type piece struct {
	Text   string `json:"text"`
	Marked bool   `json:"marked,omitempty"`
	First  bool   `json:"-"` // of those marked: the page's address leads here
}

// passageAddress is where a passage is shown. The ID is packed because it may hold '/', '#' and Vietnamese letters,
// which proxies unpack as they please.
func passageAddress(m mount, id string) string {
	return m.Base + "/doan/" + base64.RawURLEncoding.EncodeToString([]byte(id))
}

// passage shows a quotation where it stands: as a page of its own, or for the script as data.
func (s *Server) passage(w http.ResponseWriter, r *http.Request) {
	id, err := base64.RawURLEncoding.DecodeString(r.PathValue("id"))
	if err != nil || s.cfg.Passages == nil {
		s.refuse(w, r, problemPassage)
		return
	}
	visitor, _ := s.session(r)
	p, ok := s.cfg.Passages(r.Context(), visitor.chat(), string(id))
	if !ok {
		s.refuse(w, r, problemPassage)
		return
	}
	v := newPassageView(p, readExtent(r.URL.Query()), mountOf(r))
	if wantsJSON(r) {
		s.writeJSON(w, r, http.StatusOK, v)
		return
	}
	s.write(w, r, http.StatusOK, "passage.html", v)
}

func newPassageView(p Passage, e extent, m mount) passageView {
	v := passageView{
		mount: m, Document: clean(p.Document), Title: clean(p.Title), Issued: clean(p.Issued), Where: clean(p.Where),
		Amended: clean(p.Amended), StatusLabel: statusLabels[p.Status],
	}
	if v.StatusLabel != "" {
		v.Status = p.Status
	}
	if v.Title == v.Document {
		v.Title = ""
	}
	for _, t := range p.Trail {
		// The header of a table tells its columns apart by tabs.
		v.Trail = append(v.Trail, oneLine(t))
	}
	before := p.Before[max(0, len(p.Before)-maxAround):]
	after := p.After[:min(len(p.After), maxAround)]
	start, end, found := e.within(p.Text)
	v.Moved = !found
	for _, f := range before {
		v.Blocks = append(v.Blocks, newBlock(f, 0, 0))
	}
	cited := newBlock(p.Fragment, start, end)
	cited.Cited = true
	cited.aim()
	v.Blocks = append(v.Blocks, cited)
	for _, f := range after {
		v.Blocks = append(v.Blocks, newBlock(f, 0, 0))
	}
	if len(before) > 0 {
		v.Earlier = passageAddress(m, before[0].ID)
	}
	if len(after) > 0 {
		v.Later = passageAddress(m, after[len(after)-1].ID)
	}
	tellSections(v.Blocks)
	tellNumbers(v.Blocks)
	return v
}

// newBlock cuts a fragment into its cells and those into what is marked, from byte start to byte end, and what is not.
func newBlock(f Fragment, start, end int) block {
	b := block{Section: sectionName(clean(f.Section))}
	for at := 0; at <= len(f.Text); {
		stop := at
		for stop < len(f.Text) && f.Text[stop] != '\t' {
			stop++
		}
		b.Cells = append(b.Cells, newCell(f.Text[at:stop], start-at, end-at))
		at = stop + 1
	}
	return b
}

func newCell(text string, start, end int) cell {
	start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
	c := cell{}
	for _, p := range []piece{{Text: text[:start]}, {Text: text[start:end], Marked: true}, {Text: text[end:]}} {
		if p.Text = clean(p.Text); p.Text != "" {
			c = append(c, p)
		}
	}
	return c
}

// aim makes the first marked words, else the whole block, what the page is scrolled to.
func (b *block) aim() {
	for _, c := range b.Cells {
		for i := range c {
			if c[i].Marked {
				c[i].First = true
				return
			}
		}
	}
	b.Target = true
}

// tellSections leaves each section's name at the first of its blocks, and at the quoted one, which is what is looked for.
func tellSections(blocks []block) {
	last := ""
	for i := range blocks {
		b := &blocks[i]
		same := b.Section == last
		last = b.Section
		if same && !b.Cited {
			b.Section = ""
		}
	}
}

// maxNumber is how long the number of a row may be, in characters: "12", "IV.28.c".
const maxNumber = 7

// tellNumbers finds the tables of which the first column holds numbers only, as far as it is shown: rows that follow each
// other with as many cells are one table, and its columns must keep their widths from row to row.
func tellNumbers(blocks []block) {
	for start := 0; start < len(blocks); {
		end, numbered := start, blocks[start].Row()
		for ; end < len(blocks) && len(blocks[end].Cells) == len(blocks[start].Cells); end++ {
			numbered = numbered && blocks[end].Cells[0].runes() <= maxNumber
		}
		for i := start; i < end; i++ {
			blocks[i].Numbered = numbered
		}
		start = end
	}
}

func (c cell) runes() (n int) {
	for _, p := range c {
		n += utf8.RuneCountInString(p.Text)
	}
	return n
}
