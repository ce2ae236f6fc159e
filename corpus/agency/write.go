package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

const committeeOf = "Ủy ban nhân dân "

// write gives a piece its full official form.
func (r *Registry) write(l *list, p piece) name {
	if p.row != nil && !p.row.mixed && p.end > p.row.first && !(p.first >= p.row.first && l.standsAlone(p)) {
		return r.writeMember(l, p)
	}
	if n := l.owner[p.first]; n >= 0 && l.places[n].first == p.first && l.places[n].end == p.end && p.tail == nil {
		return name{l.places[n].alone(l.tokens), true}
	}
	text := ""
	if p.tail != nil {
		text = l.text[l.tokens[p.first].Start:l.tokens[p.end-1].End] + l.writeTail(p.tail)
	} else {
		text = strings.TrimSpace(l.writeWords(p.first, p.end))
	}
	if m := &l.marks[p.first]; m.begins() && !l.generalAt(p.first) {
		text = upperFirst(text)
	}
	return r.named(text+l.closing(p.end), l.holdsKnown(p) || l.isGeneral(p))
}

// standsAlone reports whether a piece in a row is a body of its own that shares nothing.
func (l *list) standsAlone(p piece) bool {
	if n := l.owner[p.first]; n >= 0 {
		return l.places[n].form.row == "" && l.places[n].Agency.Kind != Province
	}
	return l.isBody(p.first, p.end) || l.postOfBody(p.first, p.end)
}

// named gives a text that is a known name its official form. A group keeps its own words.
func (r *Registry) named(text string, known bool) name {
	if a, ok := r.Lookup(text); ok {
		if a.Kind == Group {
			return name{text, true}
		}
		return name{a.Name, true}
	}
	return name{text, known}
}

// holdsKnown reports whether a known agency stands in the piece.
func (l *list) holdsKnown(p piece) bool {
	for k := p.first; k < p.end; k++ {
		if l.owner[k] >= 0 {
			return true
		}
	}
	return false
}

// writeWords writes the tokens from first to end, agencies in full. Behind words it leaves a
// blank, for what follows them.
func (l *list) writeWords(first, end int) string {
	if first >= end {
		return ""
	}
	var out strings.Builder
	for k := first; k < end; {
		if k > first {
			out.WriteString(l.between(k))
		}
		if n := l.owner[k]; n >= 0 && l.places[n].first == k && l.places[n].end <= end {
			out.WriteString(l.places[n].inside(l, l.places[n].end == end))
			k = l.places[n].end
			continue
		}
		out.WriteString(l.tokens[k].Text)
		k++
	}
	return viet.Squeeze(out.String()) + " "
}

// expand returns the text with its short forms written out, but for names of agencies.
func (l *list) expand() string {
	var out strings.Builder
	done := 0
	for k := 0; k < len(l.tokens); {
		if l.owner[k] >= 0 {
			k++
			continue
		}
		long, next := l.writeWord(k)
		if next == k {
			k++
			continue
		}
		out.WriteString(l.text[done:l.tokens[k].Start] + long)
		if done = l.tokens[next-1].End; strings.HasPrefix(l.text[done:], ".") && next < len(l.tokens) {
			out.WriteString(" ") // "TP.Cà Mau"
			done++
		}
		k = next
	}
	if done == 0 {
		return l.text
	}
	return viet.Squeeze(out.String() + l.text[done:])
}

// closing is the bracket behind the last token of a piece, if it closes there.
func (l *list) closing(end int) string {
	if rest := l.text[l.tokens[end-1].End:]; strings.HasPrefix(rest, ")") {
		return ")"
	}
	return ""
}

// writeWord writes out the short form at token k, and returns the token behind it; k for none.
func (l *list) writeWord(k int) (string, int) {
	e, next := l.shortForm(k, spells)
	if e == nil {
		if e, next = l.shortForm(k, resembles); e == nil {
			return "", k
		}
	}
	long := vocabulary().long[e]
	if short := e.words[0].text; startsUpper(l.tokens[k].Text) != startsUpper(short) {
		long = withFirst(long, startsUpper(l.tokens[k].Text))
	} else if l.behindHead(k) {
		long = withFirst(long, true)
	}
	return long, next
}

// shortForm returns the longest short form that begins at token k, and the token behind it.
func (l *list) shortForm(k int, is func(*viet.Token, word) bool) (*entry, int) {
	return vocabulary().written.longest(l.text, l.tokens, k, func(e *entry, _ int) bool {
		for i, word := range e.words {
			if !is(&l.tokens[k+i], word) || l.owner[k+i] != l.owner[k] || i > 0 && !word.comma && gapOf(l.text, l.tokens, k+i) == gapComma {
				return false
			}
		}
		return true
	})
}

// spells reports whether a token is the word of a short form: in capitals, or too long in
// small letters to be a word.
func spells(t *viet.Token, w word) bool {
	const longAbbreviation = 4
	return t.Toned == w.toned && (!isAbbreviation(w.text) || isAbbreviation(t.Text) || len(w.folded) >= longAbbreviation)
}

// resembles is spells where a scan may have read "D" for "Đ" in capitals.
func resembles(t *viet.Token, w word) bool {
	return spells(t, w) || isAbbreviation(w.text) && isAbbreviation(t.Text)
}

// behindHead reports whether token k is the first word behind one that names a kind of body,
// which takes a capital: "Phòng Công nghệ thông tin".
func (l *list) behindHead(k int) bool {
	const longestHead = 4
	for i := max(0, k-longestHead); i < k; i++ {
		if l.marks[i].length[classHead] > 0 && i+int(l.marks[i].length[classHead]) == k && l.marks[i].kind != Committee && startsUpper(l.tokens[i].Text) {
			return true
		}
	}
	return false
}

// isAbbreviation reports whether a word is all capitals: "TW", not "Uỷ".
func isAbbreviation(s string) bool {
	return utf8.RuneCountInString(s) > 1 && strings.ToUpper(s) == s && strings.ToLower(s) != s
}

func withFirst(s string, upper bool) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	if upper {
		return string(unicode.ToUpper(r)) + s[n:]
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// alone is the name of an agency that stands by itself.
func (p place) alone(tokens []viet.Token) string {
	if p.ofCommittee(tokens) {
		return committeeOf + withFirst(p.Agency.Name, false)
	}
	return p.Agency.Name
}

func (p place) ofCommittee(tokens []viet.Token) bool {
	return p.Agency.Kind == Province && p.form.prefix > 0 && strings.HasPrefix(tokens[p.first].Folded, "u")
}

// inside is the name of an agency within the name of another body or behind a post.
func (p place) inside(l *list, final bool) string {
	text := l.text[p.Start:p.End]
	switch {
	case p.ofCommittee(l.tokens):
		return p.alone(l.tokens)
	case p.Agency.Kind == Province && p.form.prefix > 0:
		return withFirst(p.Agency.Name, false)
	case p.Agency.Kind == Province:
		if bare := bareName(p.Agency.Name); viet.Fold(bare) == viet.Fold(text) || isAbbreviation(text) {
			return bare
		}
		return text
	case final || p.Agency.Kind == Department || p.form.row != "":
		return p.Agency.Name
	}
	return p.spelledOut(l)
}

// spelledOut is the name as it stands, its short forms written out, or without them the
// official name: what is behind it says of whom: "NHNN tỉnh", "Đoàn TNCS Hồ Chí Minh xã".
func (p place) spelledOut(l *list) string {
	var out strings.Builder
	for k := p.first; k < p.end; {
		if k > p.first {
			out.WriteString(l.between(k))
		}
		long, next := l.writeWord(k)
		switch {
		case next > k && next <= p.end:
			out.WriteString(long)
			k = next
		case isAbbreviation(l.tokens[k].Text):
			return strings.TrimSuffix(p.Agency.Name, " Việt Nam")
		default:
			out.WriteString(l.tokens[k].Text)
			k++
		}
	}
	return out.String()
}

// isGeneral reports whether a piece says what it is in general words.
func (l *list) isGeneral(p piece) bool {
	if m := &l.marks[p.first]; l.isOffice(p.first) || m.length[classWhole] > 0 || m.length[classShare] > 0 {
		return true
	}
	for k := p.first; k < p.end; k++ {
		if l.marks[k].length[classGeneric] > 0 {
			return true
		}
	}
	return false
}
