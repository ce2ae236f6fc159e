package agency

import (
	"strings"

	"dondoc/corpus/viet"
)

// partsUnmarked reports whether two names meet at token k with nothing but a blank between them.
func (l *list) partsUnmarked(start, k int) bool {
	if l.inside[k] || strings.ContainsAny(l.between(k), "(") {
		return false
	}
	before, after := l.owner[k-1], l.owner[k]
	switch {
	case before == after && before >= 0:
		return false
	case before >= 0 && after >= 0:
		return l.places[after].Agency.Kind != Province || !l.hasBranches(before)
	case before >= 0 && l.tokens[k].Folded == "cac":
		return !l.hasBranches(before)
	case before >= 0:
		return startsUpper(l.tokens[k].Text) && l.marks[k].begins() && !isBranch(l.tokens[k:])
	case after >= 0:
		return !l.attaches(start, k)
	}
	return false
}

// hasBranches tells "Cục Thuế tỉnh Cà Mau", one name, from "Bộ Công an Hà Nội", two.
func (l *list) hasBranches(n int) bool {
	a := l.places[n].Agency
	return a.Kind != Province && (a.Kind != Ministry || !strings.HasPrefix(a.Name, "Bộ "))
}

func isBranch(tokens []viet.Token) bool {
	return len(tokens) > 1 && tokens[0].Toned == "chi" && tokens[1].Toned == "nhanh2"
}

// attaches reports whether the words from start to the agency at token k belong to it.
func (l *list) attaches(start, k int) bool {
	switch {
	case l.places[l.owner[k]].Agency.Kind == Province:
		return true
	case l.isOffice(start), l.lastSep < k && l.isOffice(l.lastSep):
		return true
	case k-start <= 2 && vocabulary().rows[l.tokens[start].Folded]: // "các", "các Bộ:"
		return true
	}
	switch l.tokens[k-1].Toned {
	case "cua3", "thuôc5", "tai5", "vơi2":
		return true
	}
	return false
}

// isOffice reports whether a post or a kind of body stands at token i.
func (l *list) isOffice(i int) bool {
	return l.marks[i].length[classPost] > 0 || l.marks[i].begins()
}
