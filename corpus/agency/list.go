package agency

import (
	"slices"
	"strings"

	"dondoc/corpus/viet"
)

// list is one item of a cell on its way to names.
type list struct {
	text    string
	tokens  []viet.Token
	marks   []marks
	places  []place
	owner   []int  // by token: the place it belongs to, or -1
	inside  []bool // by token: whether it stands in brackets
	brands  bool   // a list of enterprises
	lastSep int    // the token behind the last separator that was seen
}

// newList reads an item, its short forms written out: what "BVĐK" begins is a body then.
func (r *Registry) newList(text string) *list {
	l := r.readList(text)
	if long := l.expand(); long != text {
		return r.readList(long)
	}
	return l
}

func (r *Registry) readList(text string) *list {
	l := &list{text: text, tokens: viet.Tokenize(text)}
	l.marks = vocabulary().marksOf(text, l.tokens)
	l.places = slices.DeleteFunc(r.scan(text, l.tokens, inCell), l.goesBeyond)
	l.owner, l.inside = make([]int, len(l.tokens)), make([]bool, len(l.tokens))
	for i := range l.owner {
		l.owner[i] = -1
	}
	for n, p := range l.places {
		l.brands = l.brands || p.Agency.Kind == Company
		for k := p.first; k < p.end; k++ {
			l.owner[k] = n
		}
	}
	if strings.Contains(text, "(") {
		l.findBrackets()
	}
	return l
}

// goesBeyond reports whether what a department does goes on behind its known name, so that it
// is another: "Ban Dân tộc và Tôn giáo" is no "Ban Dân tộc".
func (l *list) goesBeyond(p place) bool {
	if p.Agency.Kind != Department {
		return false
	}
	for k := p.first + 1; k < p.end; k++ {
		if k+int(l.marks[k].length[classArea]) > p.end {
			return true
		}
	}
	return false
}

// bodyInSmall reports whether an item begins with the name of a body in small letters: "ubnd xã".
func (l *list) bodyInSmall() bool {
	return len(l.tokens) > 1 && !startsUpper(l.tokens[0].Text) && l.tokens[0].Start == 0 && l.owner[0] < 0 && l.marks[0].begins() && l.between(1) == " " && !l.generalAt(0)
}

// findBrackets marks what stands in brackets that close again.
func (l *list) findBrackets() {
	open, k := -1, 0
	for i := 0; i < len(l.text); i++ {
		switch l.text[i] {
		case '(':
			open = i
		case ')':
			for ; open >= 0 && k < len(l.tokens) && l.tokens[k].Start < i; k++ {
				l.inside[k] = l.tokens[k].Start > open
			}
			open = -1
		}
	}
}

// dropRoles takes a label from the beginning that says what the agencies do: "Chủ trì: …". Without
// a colon such words are the beginning of a sentence: "Phối hợp với Bộ Công an tổ chức …".
func (l *list) dropRoles() {
	from := 0
	for from < len(l.tokens) {
		n := l.roleAt(from)
		if behind := from + n; n == 0 || behind == len(l.tokens) || !strings.Contains(l.between(behind), ":") {
			break
		}
		from += n
	}
	if from == 0 {
		return
	}
	l.tokens, l.marks, l.owner, l.inside = l.tokens[from:], l.marks[from:], l.owner[from:], l.inside[from:]
	for n := range l.places {
		l.places[n].first -= from
		l.places[n].end -= from
	}
}

// roleAt returns the length of the words at token i that say what an agency does; "Thường
// trực" without a colon is a post.
func (l *list) roleAt(i int) int {
	n := int(l.marks[i].length[classRole])
	if n > 0 && l.marks[i].length[classPost] > 0 && (i+n >= len(l.tokens) || !strings.Contains(l.between(i+n), ":")) {
		n = 0
	}
	return max(n, int(l.marks[i].length[classWith]))
}

// leads are the words that begin what may be taken from the end of a name: "Hải đội Dân quân
// thường trực" is one as a whole.
var leads = map[string]bool{"chủ": true, "phối": true, "cùng": true}

// trimRole takes such words from the end of a piece: "Sở Y tế chủ trì".
func (l *list) trimRole(p piece) piece {
	const longestRole = 4
	for k := max(p.first+1, p.end-longestRole); k < p.end; k++ {
		if k+int(l.marks[k].length[classRole]) == p.end && leads[l.tokens[k].Text] && l.owner[k] < 0 && l.complete(p.first, k) {
			p.end = k
			break
		}
	}
	return p
}

// piece is a stretch of tokens that is one name.
type piece struct {
	first, end int
	row        *shared // what it shares with the pieces beside it, or nil
	tail       *piece  // what stands behind the last of a row such as "HĐND, UBND xã", of which it is a part
}

// separator says what stands between two names.
type separator byte

const (
	sepNone separator = iota
	sepWith           // "cùng với", "phối hợp với" alone
	sepSlash
	sepDash
	sepAnd
	sepComma
)

// separatorAt returns what stands before token k, and the token behind it.
func (l *list) separatorAt(k int) (separator, int) {
	if l.inside[k] || l.owner[k] >= 0 && l.owner[k] == l.owner[k-1] {
		return sepNone, k
	}
	sep, right := sepNone, k
	switch gap := l.between(k); {
	case gap == " ":
	case strings.ContainsAny(gap, ","):
		sep = sepComma
	case strings.ContainsAny(gap, "&+"):
		sep = sepAnd
	case strings.TrimSpace(gap) == "/":
		sep = sepSlash
	case gap == " - " || gap == " – ":
		sep = sepDash
	case gap == ". " && startsUpper(l.tokens[k].Text) && strings.ContainsAny(l.tokens[k-1].Folded, "aeiouy"):
		sep = sepComma
	}
	if l.owner[k] >= 0 {
		return sep, k
	}
	if startsUpper(l.tokens[k].Text) {
		if n := l.roleAt(k); sep != sepNone && n > 0 && k+n < len(l.tokens) && strings.Contains(l.between(k+n), ":") {
			return sep, k + n
		}
		return sep, k
	}
	if l.tokens[k].Toned == "va1" {
		sep, right = max(sep, sepAnd), k+1
	}
	if right < len(l.tokens) {
		if n := l.roleAt(right); n > 0 && right+n < len(l.tokens) && l.opensName(right+n) {
			return max(sep, sepWith), right + n
		}
	}
	return sep, right
}

// pieces cuts the list. Every token is looked at once, with a bounded number around it.
func (l *list) pieces(before *shared) []piece {
	var out []piece
	start, row := 0, l.rowAt(0)
	if row == nil && before.has(l, 0) {
		row = before.goingOn()
	}
	cut := func(end, next int, same bool) {
		if end > start {
			out = append(out, l.trimRole(piece{first: start, end: end, row: row}))
		}
		if start, l.lastSep = next, next; !same && next < len(l.tokens) {
			if opened := l.rowAt(next); opened != nil || !row.lasts() {
				row = opened
			}
		}
	}
	for k := 1; k < len(l.tokens); k++ {
		if row != nil && k <= row.open {
			continue
		}
		sep, right := l.separatorAt(k)
		switch {
		case right == len(l.tokens):
			cut(k, right, true)
		case sep != sepNone:
			if member, implied := l.goesOn(row, start, k, right, sep); member {
				row = implied
				cut(k, right, true)
			} else if !l.isAddress(start, k, right) && l.parts(start, k, right, sep) {
				cut(k, right, false)
			}
			l.lastSep = right
			k = max(k, right-1)
		case l.partsUnmarked(start, k):
			cut(k, k, false)
		}
	}
	cut(len(l.tokens), len(l.tokens), true)
	l.shareTails(out)
	return out
}

func (l *list) between(k int) string { return l.text[l.tokens[k-1].End:l.tokens[k].Start] }

// parts reports whether the separator between tokens left-1 and right parts two names.
// The piece so far begins at start.
func (l *list) parts(start, left, right int, sep separator) bool {
	known := l.owner[left-1] >= 0 || l.owner[right] >= 0
	switch {
	case l.citiesGoOn(left, right):
		return false
	case sep == sepWith && !l.complete(start, left) && !l.complete(l.lastSep, left):
		return false
	case sep == sepSlash || sep == sepDash:
		return (l.complete(start, left) || l.complete(l.lastSep, left)) && l.opensName(right) && l.kindAt(right) != Company
	case l.sharesTail(start, left, right):
		return !l.isOneOffice(start, left)
	case known:
		return true
	case l.brands && sep == sepComma && startsUpper(l.tokens[right].Text):
		return true
	case l.marks[right].length[classOwn] > 0:
		return true
	}
	if l.generalAt(start) && !startsUpper(l.tokens[right].Text) {
		return l.groupsPart(left, right)
	}
	return (l.complete(l.lastSep, left) || l.complete(start, left)) && (l.opensName(right) || l.liableAt(right))
}

// citiesGoOn recognises "các tỉnh, thành phố Cần Thơ, …", where the first comma parts nothing.
func (l *list) citiesGoOn(left, right int) bool {
	return left > 1 && l.tokens[left-1].Toned == provinceWord && l.tokens[left-2].Folded == "cac" &&
		l.owner[left-1] < 0 && (l.tokens[right].Folded == "thanh" || l.tokens[right].Folded == "tp")
}

// itemEnd is the token behind the item at first, read no further than a name is long.
func (l *list) itemEnd(first int) int {
	k := first + 1
	for ; k < len(l.tokens) && k < first+maxNameWords; k++ {
		if l.owner[k] >= 0 && l.owner[k] == l.owner[k-1] {
			continue
		}
		if gap := l.between(k); strings.ContainsRune(gap, ',') || gap == " - " || l.tokens[k].Toned == "va1" {
			break
		}
	}
	return k
}

// complete reports whether the tokens may be a name as they stand.
func (l *list) complete(first, end int) bool {
	if first >= end {
		return false
	}
	return l.owner[first] >= 0 || l.owner[end-1] >= 0 || l.isBody(first, end) || l.generalAt(first) || l.postOfBody(first, end)
}

// isBody reports whether the tokens name a body of their own: "Sở Nội vụ", but not "Hội" alone.
func (l *list) isBody(first, end int) bool {
	if first >= end || first >= len(l.tokens) || l.marks[first].length[classPlain] > 0 {
		return false
	}
	m := &l.marks[first]
	if n := int(max(m.length[classWhole], m.length[classShare])); n > 0 && (first+n == end || l.marks[first+n].length[classPlace] > 0) {
		return startsUpper(l.tokens[first].Text) || first+n < end
	}
	if !startsUpper(l.tokens[first].Text) {
		return false
	}
	n := int(max(m.length[classHead], m.length[classOwn]))
	next := first + n
	return n > 0 && next < end && l.tokens[next].Toned != "va1" && !strings.ContainsRune(l.between(next), ',')
}

// opensName reports whether a name begins at token i: an agency, a body, a post with its
// body, or a group.
func (l *list) opensName(i int) bool {
	if i >= len(l.tokens) {
		return false
	}
	if n := l.owner[i]; n >= 0 && l.places[n].first == i {
		return true
	}
	return l.isBody(i, l.itemEnd(i)) || l.groupAt(i) || l.postOfBody(i, len(l.tokens))
}

// postOfBody reports whether the tokens begin with a post and its body: "Giám đốc Sở Y tế".
func (l *list) postOfBody(i, end int) bool {
	const widestPosts = 10 // "Chủ tịch, các Phó Chủ tịch UBND tỉnh"
	n := int(l.marks[i].length[classPost])
	for k := i + n; n > 0 && k < min(end, i+widestPosts); k++ {
		if m := &l.marks[k]; l.owner[k] >= 0 || m.begins() || m.length[classShare] > 0 || m.length[classGeneric] > 0 {
			return true
		}
		if m := l.marks[k].length[classPost]; m == 0 && !vocabulary().rows[l.tokens[k].Folded] {
			return false
		}
	}
	return false
}

// kindAt returns the kind of the body at token i, "" when none begins there.
func (l *list) kindAt(i int) Kind {
	if n := l.owner[i]; n >= 0 {
		return l.places[n].Agency.Kind
	}
	return l.marks[i].kind
}
