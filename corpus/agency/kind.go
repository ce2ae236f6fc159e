package agency

import (
	"strings"

	"dondoc/corpus/viet"
)

// longestKind bounds, in bytes, a name whose kind is asked for.
const longestKind = 240

// KindOf says what kind of body a name names as a whole, known or not: "Sở Xây dựng" and "Phòng Hạ
// tầng kỹ thuật" are departments by the word that begins them, "Xã Đất Mũi" is a locality,
// "các bộ, ngành, địa phương" and "Công an các xã, phường" are groups. It knows none of a
// sentence, a post, a person, or several bodies at once.
func (r *Registry) KindOf(name string) (Kind, bool) {
	if len(name) > longestKind {
		return "", false
	}
	if a, ok := r.Lookup(name); ok {
		return a.Kind, true
	}
	l := r.newList(viet.Squeeze(viet.Normalize(name)))
	switch {
	case len(l.tokens) == 0 || l.marks[0].post() > 0 || strings.ContainsAny(l.text, ";!?\n") || r.speaks(l):
		return "", false
	case l.generalAt(0) && len(l.tokens) > 1:
		return Group, true
	case len(l.pieces(nil)) != 1:
		return "", false
	case l.manyPlaces():
		return Group, true
	}
	if n := l.owner[0]; n >= 0 {
		return l.kindOfKnown(n)
	}
	if level, n := l.levelAt(0); level > 0 && l.isPlaceName(n, l.itemEnd(n)) {
		return Locality, true
	}
	return l.kindByHead()
}

// Opens reports whether the name of a body, a group or a post may begin the text.
func (r *Registry) Opens(text string) bool {
	const widest = 120 // bytes: the beginning of a name
	if len(text) > widest {
		text = text[:strings.LastIndexByte(text[:widest], ' ')+1]
	}
	if first, _, _ := strings.Cut(text, " "); !r.mayOpen(first) {
		return false
	}
	l := r.readList(text)
	return l.opensName(0) || len(l.tokens) > 0 && l.marks[0].length[classPlace] > 0
}

// mayOpen is a quick look whether any name begins with a word.
func (r *Registry) mayOpen(word string) bool {
	tokens := viet.Tokenize(word)
	if len(tokens) == 0 {
		return false
	}
	first := tokens[0].Folded
	w := vocabulary()
	return r.names != nil && r.names.begins(first) || w.cell.begins(first) || w.rows[first] || isNumber(tokens[0].Text)
}

// kindOfKnown is the kind of a body whose name begins with that of a known one: a branch of
// it, unless the rest says the same again.
func (l *list) kindOfKnown(n int) (Kind, bool) {
	p := &l.places[n]
	switch {
	case p.end == len(l.tokens):
		return p.Agency.Kind, true
	case p.Agency.Kind == Province:
		return "", false
	case p.Agency.Kind == Ministry || p.Agency.Kind == Central:
		return Department, true
	}
	return p.Agency.Kind, true
}

// kindByHead is the kind that goes with the word that begins a name.
func (l *list) kindByHead() (Kind, bool) {
	m := &l.marks[0]
	next := int(max(m.length[classHead], m.length[classOwn], m.length[classWhole], m.length[classShare]))
	if next+1 < len(l.tokens) && l.tokens[next].Toned == "va1" && m.kind == Broadcaster { // "Báo và Phát thanh, truyền hình"
		next++
	} else if !l.isBody(0, len(l.tokens)) {
		return "", false
	}
	if next < len(l.tokens) && !l.namesBody(next) && (m.kind != Committee || l.marks[next].length[classNaming] == 0) {
		return "", false
	}
	if m.kind == Locality && next < len(l.tokens) {
		if level := l.marks[next].level; level == levelProvince && next+int(l.marks[next].length[classPlace]) == len(l.tokens) {
			return Province, true // "UBND tỉnh", in the plan of a province
		}
	}
	if m.kind == "" {
		return Department, true
	}
	return m.kind, true
}

// namesBody reports whether a name may go on at token i behind the word that begins it.
func (l *list) namesBody(i int) bool {
	m, t := &l.marks[i], &l.tokens[i]
	return startsUpper(t.Text) || m.length[classPlace] > 0 || m.length[classArea] > 0 || m.length[classOwn] > 0 || l.owner[i] >= 0 ||
		t.Toned == "câp2" || t.Toned == "cac2" || t.Toned == "liên" || t.Toned == "khu"
}

// manyPlaces reports whether a name is that of a body in each of several places: "UBND cấp
// xã", "Sở Nội vụ 34 tỉnh, thành phố".
func (l *list) manyPlaces() bool {
	for k := 1; k < len(l.tokens); k++ {
		if l.marks[k].length[classPlace] == 0 || l.inside[k] {
			continue
		}
		before := &l.tokens[k-1]
		if before.Toned == "câp2" || before.Toned == "cac2" || isNumber(before.Text) {
			level, _ := l.levelAt(k)
			return level == 0
		}
	}
	return false
}

// speaks reports whether the words are a sentence: a verb in small letters, or before all,
// that is no part of what a body does. A committee or task force may be called by what it does.
func (r *Registry) speaks(l *list) bool {
	area := 0
	for k := range l.tokens {
		m := &l.marks[k]
		n, first := int(m.length[classVerb]), &l.marks[0]
		switch within := k+n <= area || int(m.length[classArea]) > n || k > 0 && r.spelling.pair(&l.tokens[k-1], &l.tokens[k]); {
		case n == 0, within, k > 0 && startsUpper(l.tokens[k].Text), l.owner[k] >= 0, l.inside[k]:
		case first.kind == Committee && k == int(first.length[classHead]) && m.length[classNaming] > 0:
		default:
			return true
		}
		area = max(area, k+int(m.length[classArea]))
	}
	return false
}

// post returns the length of the post at a token. "Tổng công ty" is none, though "Tổng" is.
func (m *marks) post() int {
	if m.length[classHead] > m.length[classPost] {
		return 0
	}
	return int(m.length[classPost])
}

// CutPost parts a post from the body of who holds it: "Giám đốc Sở Nội vụ các tỉnh" into
// "Giám đốc" and "Sở Nội vụ các tỉnh". The body is "" when nothing but posts is named.
func CutPost(name string) (post, body string) {
	tokens := viet.Tokenize(name)
	marks := vocabulary().marksOf(name, tokens[:min(len(tokens), maxNameWords)])
	i := 0
	for i < len(marks) {
		n := marks[i].post()
		if n == 0 && i > 0 && (isAnd(tokens[i].Folded) || tokens[i].Toned == "la1") && i+1 < len(marks) && marks[i+1].length[classPost] > 0 {
			n = 1
		}
		if n == 0 {
			break
		}
		i += n
	}
	switch {
	case i == 0:
		return "", name
	case i == len(tokens):
		return name, ""
	}
	return strings.TrimRight(name[:tokens[i].Start], " ,/"), name[tokens[i].Start:]
}

// formerDistrict returns what all bodies of the ended districts are in the registry, for the
// name of one: "UBND huyện Năm Căn" is one of "Ủy ban nhân dân cấp huyện".
func (r *Registry) formerDistrict(name string) (*Agency, bool) {
	if len(name) > longestKind {
		return nil, false
	}
	l := r.newList(viet.Squeeze(viet.Normalize(name)))
	for k := range l.tokens {
		level, n := l.levelAt(k)
		if l.marks[k].length[classPlace] > 0 && level == 0 {
			level, n = l.marks[k].level, int(l.marks[k].length[classPlace])
		}
		if level == 0 {
			continue
		}
		if level != levelDistrict || k+n < len(l.tokens) && !l.isPlaceName(k+n, len(l.tokens)) {
			return nil, false
		}
		if k == 0 {
			return r.Lookup(committeeOf + "cấp huyện")
		}
		return r.Lookup(l.writeWords(0, k) + "cấp huyện")
	}
	return nil, false
}
