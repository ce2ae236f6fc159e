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
	// A row of ministries without their "Bộ" goes on behind token rowEnd.
	inRow  bool
	rowEnd int
}

func (r *Registry) scan(text string, tokens []viet.Token, m mode) []place {
	if r.names == nil {
		return nil
	}
	s := &scanner{text: text, tokens: tokens, mode: m}
	words := vocabulary()
	var found []place
	voidEnd, voidStart := 0, -1
	for i := 0; i < len(tokens); {
		if p, end := words.phrases.longest(text, tokens, i, func(e *entry, end int) bool { return s.spelled(e, i) }); p != nil {
			voidEnd = max(voidEnd, end)
			if p.open {
				voidStart = end - 1
			}
		}
		e, end := r.names.longest(text, tokens, i, func(e *entry, end int) bool { return s.accepts(e, i) })
		if e == nil || end <= voidEnd || i == voidStart {
			i++
			continue
		}
		found = append(found, place{
			Mention: Mention{Agency: e.agency, Start: tokens[i].Start, End: tokens[end-1].End, Exact: s.exact(e, i) || r.exact[tokenKey(tokens[i:end], tonedOf)] == e.agency},
			form:    e, first: i, end: end,
		})
		s.inRow, s.rowEnd = e.listed || e.agency.Kind == Ministry && i > 0 && vocabulary().rows[tokens[i-1].Folded], end
		i = end
	}
	return found
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
		t := s.tokens[i+k]
		switch {
		case k > 0 && !w.comma && gapOf(s.text, s.tokens, i+k) == gapComma:
			return false
		case e.written && t.Text != w.text:
			return false
		case s.mode == inQuestion && !agrees(t, w):
			return false
		case s.mode != inQuestion && t.Toned != w.toned:
			return false
		}
	}
	return true
}

func (s *scanner) accepts(e *entry, i int) bool {
	switch {
	case !s.spelled(e, i):
		return false
	case e.listed && !s.listGoesOn(i):
		return false
	case len(e.words) == 1 && s.inNumber(i):
		return false
	case e.agency.Kind == Province && e.prefix == 0 && i > 0 && vocabulary().places[s.tokens[i-1].Toned] && s.gapText(i) == " ":
		return false
	case s.mode == inQuestion, s.mode == inCell && s.itemBegins(i):
		return true
	}
	return s.capitalised(e, i)
}

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
	if e.words[0].folded == "bo" && len(e.words) < distinctive {
		return upper(0) && upper(1)
	}
	return upper(0)
}

// listGoesOn reports whether token i is an item of a row such as "các Bộ: Công an, Quốc phòng".
func (s *scanner) listGoesOn(i int) bool {
	if i == 0 || s.mode != inQuestion && !startsUpper(s.tokens[i].Text) {
		return false
	}
	if s.inRow && i == s.rowEnd {
		return strings.TrimSpace(s.gapText(i)) == ","
	}
	if s.inRow && i == s.rowEnd+1 && s.tokens[i-1].Folded == "va" {
		before := strings.TrimSpace(s.gapText(i - 1))
		return (before == "" || before == ",") && strings.TrimSpace(s.gapText(i)) == ""
	}
	opened := strings.TrimSpace(s.gapText(i))
	return i > 1 && s.tokens[i-1].Folded == "bo" && (opened == "" || opened == ":") &&
		vocabulary().rows[s.tokens[i-2].Folded] && strings.TrimSpace(s.gapText(i-1)) == ""
}

// itemBegins reports whether a list item may begin at token i.
func (s *scanner) itemBegins(i int) bool {
	return i == 0 || s.tokens[i-1].Folded == "va" || strings.ContainsAny(s.gapText(i), ",;:\n(/")
}

// gapText is what stands before token i, which is not the first.
func (s *scanner) gapText(i int) string { return s.text[s.tokens[i-1].End:s.tokens[i].Start] }
