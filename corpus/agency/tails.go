package agency

import "strings"

// sharesTail recognises "HĐND, UBND xã": the bodies on both sides of a separator are of one
// sort, and what stands behind the last holds for the first too.
func (l *list) sharesTail(start, left, right int) bool {
	k := l.shareBefore(start, left)
	return k >= 0 && l.marks[right].share != "" && l.marks[right].share == l.marks[k].share
}

// shareBefore returns the token where a bare body of a sort begins that ends before token end, or -1.
func (l *list) shareBefore(start, end int) int {
	const longestShare = 7
	for k := max(start, end-longestShare); k < end; k++ {
		if k+int(l.marks[k].length[classShare]) == end && l.marks[k].length[classShare] > 0 {
			return k
		}
	}
	return -1
}

// isOneOffice recognises "Văn phòng HĐND và UBND xã" and "Chủ tịch HĐND, UBND": one office or post for both.
func (l *list) isOneOffice(start, left int) bool {
	k := l.shareBefore(start, left)
	if k == start {
		return false
	}
	return l.tokens[start].Toned != "thương1" // "Thường trực HĐND, UBND tỉnh" are two
}

// shareTails gives the bodies of a row such as "HĐND, UBND xã" what stands behind the last.
func (l *list) shareTails(pieces []piece) {
	for i := len(pieces) - 2; i >= 0; i-- {
		p, next := &pieces[i], &pieces[i+1]
		if p.row != nil || !l.sharesTail(p.first, p.end, next.first) {
			continue
		}
		if next.tail != nil {
			p.tail = next.tail
			continue
		}
		tail := piece{first: next.first + int(l.marks[next.first].length[classShare]), end: next.end}
		if tail.first < tail.end && l.saysWhere(tail.first) {
			p.tail = &tail
		}
	}
}

// saysWhere reports whether words behind a body that begin at token i say where it is.
func (l *list) saysWhere(i int) bool {
	if n := l.owner[i]; n >= 0 && l.places[n].Agency.Kind == Province {
		return true
	}
	switch l.tokens[i].Toned {
	case "các2", "cac2", "câp2", "hai":
		return true
	}
	return l.marks[i].length[classPlace] > 0
}

// writeTail writes what a piece shares with the one behind it.
func (l *list) writeTail(p *piece) string {
	if n := l.owner[p.first]; n >= 0 && l.places[n].first < p.first { // "UBND tỉnh X" is one known name
		return " " + withFirst(l.places[n].Agency.Name, false)
	}
	return " " + strings.TrimSpace(l.writeWords(p.first, p.end))
}
