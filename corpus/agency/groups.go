package agency

import (
	"strings"
	"unicode"
)

// groupAt reports whether a group begins at token i: "các cơ quan", "34 tỉnh".
func (l *list) groupAt(i int) bool {
	if i+1 >= len(l.tokens) || l.inside[i] {
		return false
	}
	next := &l.marks[i+1]
	return (vocabulary().rows[l.tokens[i].Folded] || l.tokens[i].Toned == "moi5" || isNumber(l.tokens[i].Text)) && l.between(i+1) == " " &&
		(next.length[classGeneric] > 0 || next.length[classPlace] > 0 || next.length[classHead] > 0)
}

// generalAt reports whether what begins at token i is named in general words: "Bộ, ngành", "các cơ quan".
func (l *list) generalAt(i int) bool {
	if l.groupAt(i) {
		return true
	}
	m := &l.marks[i]
	n := int(m.length[classGeneric])
	if n == 0 || l.owner[i] >= 0 || m.length[classPost] > 0 || max(m.length[classHead], m.length[classOwn]) > m.length[classGeneric] || m.length[classPlain] > m.length[classGeneric] {
		return false
	}
	return i+n >= len(l.tokens) || l.between(i+n) != " " || unicode.IsLower(firstOf(l.tokens[i+n].Text))
}

// groupsPart reports whether two groups in general words are two names: where the first is
// said more closely, "các sở, ngành tỉnh, các xã", but not "các bộ, ngành, các địa phương".
func (l *list) groupsPart(left, right int) bool {
	if !l.groupAt(right) {
		return l.owner[left-1] < 0 && l.liableAt(right) && !l.bareNoun(left)
	}
	return !l.bareNoun(left)
}

// bareNoun reports whether a noun for a kind of body, and nothing more about it, ends before token end.
func (l *list) bareNoun(end int) bool {
	const longestNoun = 3
	for k := end - 1; k >= max(0, end-longestNoun); k-- {
		if k+int(l.marks[k].length[classGeneric]) != end {
			continue
		}
		if k == 0 || vocabulary().rows[l.tokens[k-1].Folded] || l.tokens[k-1].Toned == "va1" || strings.ContainsAny(l.between(k), ",/") {
			return true
		}
	}
	return false
}

// liableAt reports whether token i begins "đơn vị liên quan" or the like, without "các".
func (l *list) liableAt(i int) bool {
	if l.marks[i].length[classGeneric] == 0 || l.marks[i].length[classPlace] > 0 {
		return false
	}
	for k := i + 1; k < min(i+maxNameWords, len(l.tokens)); k++ {
		if l.tokens[k].Toned == "quan" && l.tokens[k-1].Toned == "liên" {
			return true
		}
	}
	return false
}
