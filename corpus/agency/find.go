package agency

import (
	"strings"

	"dondoc/corpus/viet"
)

// Mention is an agency named in a text.
type Mention struct {
	Agency     *Agency
	Start, End int  // byte offsets in the text
	Exact      bool // the diacritics agree too
}

// Find returns the agencies named in the text of a document, from left to right and
// without overlaps, the longest name at every place. Diacritics must agree and names
// must be capitalised. The time it takes is linear in the text.
func (r *Registry) Find(text string) []Mention { return r.mentions(text, inDocument) }

// FindFolded is Find for typed questions: capitals do not count and diacritics may be
// missing, all or some; a mark that was typed and is not the name's rules the name out.
func (r *Registry) FindFolded(text string) []Mention { return r.mentions(text, inQuestion) }

func (r *Registry) mentions(text string, m mode) []Mention {
	var found []Mention
	for _, p := range r.scan(text, viet.Tokenize(text), m) {
		found = append(found, p.Mention)
	}
	return found
}

type mode byte

const (
	inDocument mode = iota
	inCell          // as inDocument, but capitals do not count where an item of a list begins
	inQuestion
)

// place is a mention by its tokens.
type place struct {
	Mention
	form       *entry
	first, end int // tokens
}

type scanner struct {
	text   string
	tokens []viet.Token
	mode   mode
	row    row
}

func (r *Registry) scan(text string, tokens []viet.Token, m mode) []place {
	if r.names == nil {
		return nil
	}
	s := &scanner{text: text, tokens: tokens, mode: m}
	ids := r.names.idsOf(tokens)
	var found []place
	voidEnd, voidStart := 0, -1
	for i := 0; i < len(tokens); {
		var e *entry
		end := i
		r.names.walk(text, tokens, ids, i, func(ends []*entry, to int) {
			if p := s.phrase(ends, i); p != nil {
				voidEnd = max(voidEnd, to)
				if p.open {
					voidStart = to - 1
				}
			}
			if better := s.choose(ends, i); better != nil {
				e, end = better, to
			}
		})
		if e == nil || end <= voidEnd || i == voidStart {
			i++
			continue
		}
		found = append(found, place{
			Mention: Mention{Agency: e.agency, Start: tokens[i].Start, End: tokens[end-1].End, Exact: s.exact(e, i) || r.exact[tokenKey(tokens[i:end], tonedOf)] == e.agency},
			form:    e, first: i, end: end,
		})
		s.row = s.rowBehind(e, i, end)
		i = end
	}
	return found
}

// phrase returns the phrase among entries that the tokens from i on spell, or nil.
func (s *scanner) phrase(ends []*entry, i int) *entry {
	for _, e := range ends {
		if e.agency == nil && s.spelled(e, i) {
			return e
		}
	}
	return nil
}

// choose returns the entry that the tokens from i on stand for, or nil. A scan's slip in a
// cell is forgiven when no name is spelled so and all that resemble are of one agency.
func (s *scanner) choose(ends []*entry, i int) *entry {
	for _, e := range ends {
		if e.agency != nil && s.spelled(e, i) && s.accepts(e, i) {
			return e
		}
	}
	if s.mode != inCell {
		return nil
	}
	var like *entry
	for _, e := range ends {
		if e.agency == nil || !s.resembles(e, i) || !s.accepts(e, i) {
			continue
		}
		if like != nil && like.agency != e.agency {
			return nil
		}
		like = e
	}
	return like
}

func (s *scanner) exact(e *entry, i int) bool {
	for k, w := range e.words {
		if s.tokens[i+k].Toned != w.toned {
			return false
		}
	}
	return true
}

// spelled reports whether the tokens from i on are the entry's words, as far as the mode asks.
func (s *scanner) spelled(e *entry, i int) bool {
	for k, w := range e.words {
		t := &s.tokens[i+k]
		switch {
		case s.mode == inQuestion && !agrees(t, w):
			return false
		case s.mode != inQuestion && t.Toned != w.toned:
			return false
		case e.written && t.Text != w.text:
			return false
		case k > 0 && !w.comma && gapOf(s.text, s.tokens, i+k) == gapComma:
			return false
		}
	}
	return true
}

// resembles reports whether the tokens from i on are the entry's words but for their marks,
// as a scan leaves them: marks only lost, or one word at least in order.
func (s *scanner) resembles(e *entry, i int) bool {
	if e.written || len(e.words) < 2 || e.agency.Kind == Company || e.agency.Kind == Province && e.prefix == 0 {
		return false
	}
	lost, kept := true, false
	for k, w := range e.words {
		t := &s.tokens[i+k]
		if k > 0 && !w.comma && gapOf(s.text, s.tokens, i+k) == gapComma {
			return false
		}
		lost = lost && agrees(t, w)
		kept = kept || t.Toned == w.toned && !isLevel(w.folded)
	}
	return lost || kept
}

// accepts reports whether words that are the entry's may stand for it here.
func (s *scanner) accepts(e *entry, i int) bool {
	switch {
	case e.row != "" && !s.rowGoesOn(e, i):
		return false
	case len(e.words) == 1 && s.inNumber(i):
		return false
	case e.agency.Kind == Province && e.prefix == 0 && s.smallerPlace(i):
		return false
	case s.mode == inQuestion, s.mode == inCell && s.itemBegins(i):
		return true
	}
	return s.capitalised(e, i)
}

// smallerPlace reports whether the name at token i is that of a commune, a district or a
// town of its province: "xã Vĩnh Long", "thành phố Cà Mau", but not "các tỉnh, thành phố An Giang".
func (s *scanner) smallerPlace(i int) bool {
	if i == 0 || s.gapText(i) != " " {
		return false
	}
	before := s.tokens[i-1].Toned
	if before != townWord || s.mode == inQuestion {
		return vocabulary().places[before]
	}
	return i < 3 || s.tokens[i-2].Folded == "thanh" && s.tokens[i-3].Toned != provinceWord
}

// The last word of "thành phố", and "tỉnh".
const townWord, provinceWord = "phô2", "tinh3"

// inNumber reports whether token i belongs to a document's number: "902/KH-BNV".
func (s *scanner) inNumber(i int) bool {
	const parts = 3 // behind the slash: "QĐ-BTTTT-CĐS"
	for k := i; k > 0 && k > i-parts; k-- {
		switch before := s.gapText(k); {
		case before == "-":
		case before == "/":
			return s.tokens[k-1].Text[0] <= '9'
		default:
			return strings.HasSuffix(before, "/")
		}
	}
	return false
}

// capitalised tells "Bộ Xây dựng" from "bộ xây dựng kế hoạch" and "Hòa Bình" from peace.
func (s *scanner) capitalised(e *entry, i int) bool {
	upper := func(k int) bool {
		return k >= len(e.words) || !startsUpper(e.words[k].text) || startsUpper(s.tokens[i+k].Text)
	}
	if e.agency.Kind == Province {
		for k := e.prefix; k < len(e.words); k++ {
			if !upper(k) {
				return false
			}
		}
		return true
	}
	const distinctive = 5 // words; so long a name is no chance
	if rowHeads[e.words[0].folded] != "" && len(e.words) < distinctive {
		return upper(0) && upper(1)
	}
	return upper(0)
}

// row is a list of bodies that share their first word, "các Bộ: Công an, Quốc phòng".
type row struct {
	head   string // folded: "bo", "so"; "" outside rows
	end    int    // the token behind its last member
	opened bool   // by "các" or a colon, and not only by what looks like a member
}

// rowBehind returns the row that may go on behind a name.
func (s *scanner) rowBehind(e *entry, i, end int) row {
	head, opened := e.row, false
	if head == "" {
		head, opened = rowHead(e.agency), i > 0 && vocabulary().rows[s.tokens[i-1].Folded]
	} else {
		opened = s.row.opened && i <= s.row.end+1 || s.rowOpens(e, i)
	}
	if head == "" || !opened && s.mode != inCell {
		return row{}
	}
	return row{head, end, opened}
}

// rowGoesOn reports whether token i is a member of a row. A row that nothing opened has
// members only where they are whole items of a cell: "Sở Tài chính, Y tế".
func (s *scanner) rowGoesOn(e *entry, i int) bool {
	if i == 0 || s.mode != inQuestion && !startsUpper(s.tokens[i].Text) {
		return false
	}
	if s.row.head == e.row && (s.row.opened || s.itemEnds(i+len(e.words))) {
		switch gap := strings.TrimSpace(s.gapText(i)); {
		case i == s.row.end && gap == ",":
			return true
		case i == s.row.end+1 && gap == "" && s.tokens[i-1].Folded == "va":
			before := strings.TrimSpace(s.gapText(i - 1))
			return before == "" || before == ","
		}
	}
	return s.rowOpens(e, i)
}

// rowOpens reports whether the words that open a row stand before token i.
func (s *scanner) rowOpens(e *entry, i int) bool {
	opened := strings.TrimSpace(s.gapText(i))
	switch {
	case s.tokens[i-1].Folded != e.row || opened != "" && opened != ":":
		return false
	case s.mode != inQuestion && s.tokens[i-1].Toned != rowHeads[e.row]:
		return false
	case i > 1 && vocabulary().rows[s.tokens[i-2].Folded] && strings.TrimSpace(s.gapText(i-1)) == "":
		return true
	}
	return s.mode == inCell && opened == ":" && s.itemBegins(i-1)
}

// rowHeads are the first words, folded and as they are said, that bodies in a row share.
var rowHeads = map[string]string{"bo": "bô5", "so": "sơ3"}

// rowHead returns the first word of an agency that may stand in a row, folded.
func rowHead(a *Agency) string {
	switch {
	case a.Kind == Ministry && strings.HasPrefix(a.Name, "Bộ "):
		return "bo"
	case a.Kind == Department && strings.HasPrefix(a.Name, "Sở "):
		return "so"
	}
	return ""
}

// itemEnds reports whether a list item may end before token i.
func (s *scanner) itemEnds(i int) bool {
	return i >= len(s.tokens) || s.tokens[i].Folded == "va" || strings.ContainsAny(s.gapText(i), ",;:\n)/")
}

// itemBegins reports whether a list item may begin at token i.
func (s *scanner) itemBegins(i int) bool {
	return i == 0 || s.tokens[i-1].Folded == "va" || strings.ContainsAny(s.gapText(i), ",;:\n(/")
}

// gapText is what stands before token i, which is not the first.
func (s *scanner) gapText(i int) string { return s.text[s.tokens[i-1].End:s.tokens[i].Start] }
