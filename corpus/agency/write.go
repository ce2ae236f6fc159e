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
	first := p.first
	if n := l.owner[p.end-1]; n >= 0 && l.places[n].first > first && l.opensRow(first, l.places[n].first) {
		first = l.places[n].first // "các Bộ: Công an, …" names each ministry by itself
	}
	if n := l.owner[first]; n >= 0 && l.places[n].first == first && l.places[n].end == p.end {
		return name{l.places[n].alone(l.tokens), true}
	}
	var out strings.Builder
	known := false
	for k := first; k < p.end; {
		if k > first {
			out.WriteString(l.between(k))
		}
		if n := l.owner[k]; n >= 0 {
			known = true
			out.WriteString(l.places[n].inside(l, l.places[n].end == p.end))
			k = l.places[n].end
			continue
		}
		text, next := l.writeWord(k, p.end)
		out.WriteString(text)
		k = next
	}
	text := viet.Squeeze(out.String() + l.closing(p.end))
	if a, ok := r.Lookup(text); ok {
		return name{a.Name, true}
	}
	return name{text, known || l.isGeneral(p)}
}

// closing is the bracket behind the last token of a piece, if it closes there.
func (l *list) closing(end int) string {
	if rest := l.text[l.tokens[end-1].End:]; strings.HasPrefix(rest, ")") {
		return ")"
	}
	return ""
}

// writeWord writes out the short form at token k, or gives the token as it is, and the token behind.
func (l *list) writeWord(k, end int) (string, int) {
	w := vocabulary()
	e, next := w.written.longest(l.text, l.tokens, k, func(e *entry, to int) bool {
		if to > end {
			return false
		}
		for i, word := range e.words {
			if t := l.tokens[k+i]; t.Toned != word.toned || l.owner[k+i] >= 0 || isAbbreviation(word.text) && t.Text != word.text {
				return false
			}
		}
		return true
	})
	if e == nil {
		return l.tokens[k].Text, k + 1
	}
	long := w.long[e]
	written, short := l.tokens[k].Text, e.words[0].text
	if startsUpper(written) != startsUpper(short) {
		long = withFirst(long, startsUpper(written))
	}
	return long, next
}

// isAbbreviation reports whether a word is all capitals: "TW", not "Uỷ".
func isAbbreviation(s string) bool {
	return utf8.RuneCountInString(s) > 1 && strings.ToUpper(s) == s && strings.ToLower(s) != s
}

func withFirst(s string, upper bool) string {
	r, n := utf8.DecodeRuneInString(s)
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
	case final:
		return p.Agency.Name
	case isAbbreviation(l.tokens[p.end-1].Text):
		return strings.TrimSuffix(p.Agency.Name, " Việt Nam")
	}
	return text
}

// isGeneral reports whether a piece says what it is in general words.
func (l *list) isGeneral(p piece) bool {
	if l.isOffice(p.first) {
		return true
	}
	for k := p.first; k < p.end; k++ {
		if begins(vocabulary().generic, l.text, l.tokens, k) > 0 {
			return true
		}
	}
	return false
}

// provinceRow writes "UBND các tỉnh: An Giang, Cà Mau và Cần Thơ" as one body for every
// province. It returns nothing when no such row begins here.
func (l *list) provinceRow(pieces []piece) []name {
	n := l.owner[pieces[0].end-1]
	if n < 0 || l.places[n].Agency.Kind != Province {
		return nil
	}
	open := l.rowOpening(pieces[0].first, l.places[n].first+l.places[n].form.prefix)
	if open < 0 {
		return nil
	}
	var of strings.Builder
	for k := pieces[0].first; k < open; {
		text, next := l.writeWord(k, open)
		of.WriteString(text + " ")
		k = next
	}
	var row []name
	for i, p := range pieces {
		n := l.owner[p.end-1]
		if n < 0 || l.places[n].Agency.Kind != Province || i > 0 && (l.places[n].first != p.first || l.places[n].ofCommittee(l.tokens)) {
			break
		}
		full := l.places[n].Agency.Name
		if of.Len() > 0 {
			full = of.String() + withFirst(full, false)
		}
		row = append(row, name{full, true})
	}
	return row
}

// rowOpening finds "các tỉnh", "các tỉnh, thành phố" or "các thành phố" right before token end,
// and returns its first token, or -1.
func (l *list) rowOpening(first, end int) int {
	for _, words := range [][]string{{"cac", "tinh", "thanh", "pho"}, {"cac", "tinh", "tp"}, {"cac", "thanh", "pho"}, {"cac", "tinh"}} {
		at := end - len(words)
		if at < first {
			continue
		}
		matches := true
		for i, w := range words {
			matches = matches && l.tokens[at+i].Folded == w
		}
		if matches {
			return at
		}
	}
	return -1
}
