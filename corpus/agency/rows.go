package agency

import "strings"

// shared is what the members of a row have in common and the cell says only once:
// "Giám đốc các Sở: Tài chính, Y tế", "UBND các xã A, B", "Công an phường A, B".
type shared struct {
	before  string // written out: "Giám đốc ", "Ủy ban nhân dân "
	head    string // what the members are: "Sở", "xã"; "" when each says it itself
	level   int    // of the places in the row; 0 for a row of bodies
	first   int    // the token of the first member that lacks what is shared
	open    int    // the token behind the opening words, which nothing parts
	colon   bool
	mixed   bool // "các xã, phường: …": which member is which is not said, so they stay together
	bare    bool // provinces are written without "tỉnh", as before: "Sở Y tế Cà Mau, Bạc Liêu"
	named   bool // only places that say their kind: "UBND các huyện, thành phố A"
	general bool // "Các sở, ngành: …": a member that is no Sở is itself
}

// lasts reports whether a row goes on behind a body that is not of it.
func (r *shared) lasts() bool { return r != nil && r.colon && !r.mixed }

// has reports whether a new item of the cell goes on with the row.
func (r *shared) has(l *list, i int) bool {
	if r == nil || r.mixed || r.general || i >= len(l.tokens) || !l.member(r, i) {
		return false
	}
	if level, _ := l.levelAt(i); level > 0 {
		return r.colon || !startsUpper(l.tokens[i].Text)
	}
	return r.colon
}

// goingOn is the row in a new item.
func (r *shared) goingOn() *shared {
	next := *r
	next.first, next.open = 0, 0
	return &next
}

// widestOpening is how many words may stand before the "các" that opens a row.
const widestOpening = 12

// rowAt returns the row that opens in the name beginning at token start, or nil.
func (l *list) rowAt(start int) *shared {
	rows := vocabulary().rows
	for c := start; c < min(start+widestOpening, len(l.tokens)); c++ {
		if c > start && !l.inside[c] {
			if sep, _ := l.separatorAt(c); sep != sepNone {
				return nil
			}
		}
		switch {
		case c+1 == len(l.tokens):
			return nil
		case l.owner[c] < 0 && l.between(c+1) == " " && (rows[l.tokens[c].Folded] || isNumber(l.tokens[c].Text)):
			if r := l.placeRow(start, c); r != nil {
				return r
			}
			return l.bodyRow(start, c, c+1)
		case l.colonBehindHead(c) && l.isPostOnly(start, c):
			return l.bodyRow(start, c, c)
		}
	}
	return nil
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

func (l *list) colonBehindHead(c int) bool {
	n := int(max(l.marks[c].length[classHead], l.marks[c].length[classGeneric]))
	return n > 0 && c+n < len(l.tokens) && strings.Contains(l.between(c+n), ":")
}

// isPostOnly reports whether tokens are nothing but posts.
func (l *list) isPostOnly(first, end int) bool {
	for first < end {
		n := int(l.marks[first].length[classPost])
		if n == 0 {
			return false
		}
		first += n
	}
	return first == end
}

// placeRow reads "UBND các xã A, B", "các tỉnh, thành phố: A, B" with its "các" at token c.
func (l *list) placeRow(start, c int) *shared {
	r := &shared{before: l.writeWords(start, c)}
	kinds, at := 0, c+1
	for at < len(l.tokens) {
		if l.provinceAt(at) {
			if kinds > 0 && l.tokens[c+1].Toned != provinceWord { // "các huyện, thành phố Huế"
				return nil
			}
			r.level = levelProvince
			break
		}
		n := int(l.marks[at].length[classPlace])
		if n == 0 {
			break
		}
		kinds++
		r.head, r.level = l.text[l.tokens[at].Start:l.tokens[at+n-1].End], max(r.level, l.marks[at].level)
		r.mixed = kinds > 1 && !(r.level == levelProvince && l.tokens[c+1].Toned == provinceWord)
		if at += n; at < len(l.tokens) && l.tokens[at].Toned == "va1" {
			at++
		}
		if at == len(l.tokens) || strings.Contains(l.between(at), ":") {
			break
		}
	}
	if kinds == 0 && r.level == 0 || at == len(l.tokens) {
		return nil
	}
	if r.open = l.colonFrom(at); r.open > 0 {
		r.colon = true
	} else if r.open = at; !startsUpper(l.tokens[at].Text) && !l.provinceAt(at) || r.mixed || !l.rowOfTwo(r) {
		return nil
	}
	r.first = r.open
	return r
}

// provinceAt reports whether "tỉnh X" or "thành phố X" is known at token i.
func (l *list) provinceAt(i int) bool {
	n := l.owner[i]
	return n >= 0 && l.places[n].first == i && l.places[n].Agency.Kind == Province && l.places[n].form.prefix > 0 && !l.places[n].ofCommittee(l.tokens)
}

// colonFrom returns the token behind a colon that stands a few small words on, or 0.
func (l *list) colonFrom(i int) int {
	const words = 8
	for k := i; k < min(i+words, len(l.tokens)); k++ {
		if strings.Contains(l.between(k), ":") {
			return k
		}
		if startsUpper(l.tokens[k].Text) && l.marks[k].length[classHead] == 0 {
			break
		}
	}
	return 0
}

// rowOfTwo reports whether a row without a colon has a second member: "các xã của Cà Mau" is none.
func (l *list) rowOfTwo(r *shared) bool {
	for k := r.open + 1; k < min(r.open+maxNameWords, len(l.tokens)); k++ {
		if sep, right := l.separatorAt(k); sep != sepNone && right < len(l.tokens) {
			return l.member(r, right) || r.level == levelProvince && l.owner[right] >= 0
		}
	}
	return r.level == levelProvince && l.owner[r.open] >= 0
}

// bodyRow reads "các Sở: A, B", "Các sở, ngành: A, B" and "các Sở A, B" from its first head at token h.
func (l *list) bodyRow(start, c, h int) *shared {
	r := &shared{before: l.writeWords(start, c)}
	if n := l.owner[h]; n >= 0 {
		if l.places[n].first != h || rowHead(l.places[n].Agency) == "" || l.places[n].form.row != "" {
			return nil
		}
		r.head, r.open, r.first = l.tokens[h].Text, h+1, h+1
		return r
	}
	head, kinds, at := l.heads(h)
	if r.head = head; kinds == 0 || at == len(l.tokens) {
		return nil
	}
	if r.open = l.colonFrom(at); r.open > 0 {
		r.colon, r.first = true, r.open
		r.general = kinds > 1 || r.head == "" || r.open > at
		return r
	}
	if r.open, r.first = at, at; kinds > 1 || r.head == "" || !isRowHead(l.tokens[h].Toned) || !startsUpper(l.tokens[at].Text) || !l.rowOfTwo(r) {
		return nil
	}
	return r
}

// heads reads "Sở, ban, ngành" from token i on: the first head that may lead a name, how many
// kinds of bodies there are, and the token behind them.
func (l *list) heads(i int) (head string, kinds, end int) {
	for i < len(l.tokens) && l.owner[i] < 0 {
		m := &l.marks[i]
		n := int(max(m.length[classHead], m.length[classGeneric]))
		if n == 0 {
			break
		}
		kinds++
		leads := m.length[classHead] > 0 && m.length[classGeneric] == 0 || isRowHead(l.tokens[i].Toned)
		if head == "" && leads {
			head = upperFirst(l.text[l.tokens[i].Start:l.tokens[i+n-1].End])
		}
		if i += n; i < len(l.tokens) && l.tokens[i].Toned == "va1" {
			i++
		}
		if i == len(l.tokens) || strings.Contains(l.between(i), ":") {
			break
		}
	}
	return head, kinds, i
}

// isRowHead reports whether bodies of that kind are listed without a colon: "các Sở A, B".
func isRowHead(toned string) bool {
	switch toned {
	case "bô5", "sơ3", "phong1", "vu5", "cuc5", "ban", "hôi5":
		return true
	}
	return false
}

// member reports whether a member of the row begins at token i.
func (l *list) member(r *shared, i int) bool {
	if r.level == 0 {
		if n := l.owner[i]; n >= 0 {
			return l.places[n].first == i && l.places[n].form.row != ""
		}
		return startsUpper(l.tokens[i].Text) && !l.opensName(i) && l.marks[i].length[classPost] == 0
	}
	if level, _ := l.levelAt(i); level > 0 || r.named {
		return level > 0 && level <= r.level
	}
	if n := l.owner[i]; n >= 0 {
		return l.places[n].first == i && l.places[n].Agency.Kind == Province && !l.places[n].ofCommittee(l.tokens)
	}
	return r.level < levelProvince && !r.bare && l.isPlaceName(i, l.itemEnd(i))
}

// levelAt returns the level of the place that says its kind at token i, "xã A", and the
// length of that kind; 0 for none. A city that is no province is of the second level.
func (l *list) levelAt(i int) (level, words int) {
	if l.provinceAt(i) {
		return levelProvince, l.places[l.owner[i]].form.prefix
	}
	n := int(l.marks[i].length[classPlace])
	if n == 0 || i+n >= len(l.tokens) || l.between(i+n) != " " || !startsUpper(l.tokens[i+n].Text) {
		return 0, 0
	}
	if level = l.marks[i].level; n > 1 && level == levelProvince {
		level = levelDistrict
	}
	return level, n
}

// isPlaceName reports whether tokens may be the bare name of a place: few words, all with a capital.
func (l *list) isPlaceName(first, end int) bool {
	const longestPlace = 5
	if first >= end || end-first > longestPlace || l.opensName(first) {
		return false
	}
	for k := first; k < end; k++ {
		if !startsUpper(l.tokens[k].Text) || isAbbreviation(l.tokens[k].Text) && !isNumber(l.tokens[k].Text) || k > first && l.between(k) != " " {
			return false
		}
	}
	return true
}

// implied returns the row that a name gives rise to by itself: "UBND phường A", behind which
// ", B" and ", xã B" are members; nil for none.
func (l *list) implied(start, left, right int) *shared {
	if left-start > maxNameWords { // longer than any name: a list that nothing parts
		return nil
	}
	if n := l.owner[left-1]; n >= 0 && l.places[n].end == left && l.places[n].Agency.Kind == Province {
		p := &l.places[n]
		switch {
		case p.ofCommittee(l.tokens):
			return &shared{before: committeeOf, level: levelProvince, first: right}
		case p.form.prefix > 0 && p.first > start:
			return &shared{before: l.writeWords(start, p.first), level: levelProvince, first: right}
		case p.form.prefix == 0 && p.first > start && l.marks[start].begins():
			return &shared{before: l.writeWords(start, p.first), level: levelProvince, bare: true, first: right}
		}
		return nil
	}
	if k := l.kindsFrom(start, left); k > start {
		return &shared{before: l.writeWords(start, k), level: levelProvince, named: true, first: right}
	}
	const longestPlace = 7
	for k := left - 1; k >= max(start, left-longestPlace); k-- {
		if level, n := l.levelAt(k); level > 0 && (l.isPlaceName(k+n, left) || l.provinceAt(k)) {
			return &shared{before: l.writeWords(start, k), head: l.text[l.tokens[k].Start:l.tokens[k+n-1].End], level: level, first: right}
		}
	}
	return nil
}

// kindsFrom returns the token of the "các" in "UBND các huyện" when the tokens end so, else -1.
func (l *list) kindsFrom(start, end int) int {
	const longest = 3 // "các thị xã"
	for k := end - 2; k >= max(start, end-longest); k-- {
		if l.tokens[k].Folded == "cac" && k+1+int(l.marks[k+1].length[classPlace]) == end && l.owner[k+1] < 0 {
			return k
		}
	}
	return -1
}

// goesOn reports whether a member of a row begins behind the separator at tokens left and
// right, and of which.
func (l *list) goesOn(r *shared, start, left, right int, sep separator) (bool, *shared) {
	if right >= len(l.tokens) || sep == sepSlash || sep == sepDash {
		return false, r
	}
	if r != nil && !r.mixed && left > r.first {
		from := max(start, r.first)
		if r.level == 0 && int(l.marks[from].length[classArea]) > left-from {
			return false, r
		}
		if l.member(r, right) {
			return true, r
		}
	}
	if r != nil && r.mixed {
		return false, r
	}
	if made := l.implied(start, left, right); made != nil && l.member(made, right) {
		return true, made
	}
	return false, r
}

// isAddress reports whether a larger place behind a smaller one says where it lies: "xã A, huyện B".
func (l *list) isAddress(start, left, right int) bool {
	level, _ := l.levelAt(right)
	if level == 0 {
		return false
	}
	place := l.implied(start, left, right)
	return place != nil && place.level < level
}

// writeMember gives a member of a row its full form.
func (r *Registry) writeMember(l *list, p piece) name {
	row, first := p.row, max(p.first, p.row.first)
	if n := l.owner[first]; n >= 0 && l.places[n].first == first && l.places[n].Agency.Kind == Province {
		full := l.places[n].Agency.Name
		switch rest := l.writeWords(l.places[n].end, p.end); {
		case row.bare:
			return name{row.before + bareName(full) + tailOf(rest), true}
		case row.before == "":
			return name{full + tailOf(rest), true}
		default:
			return name{row.before + withFirst(full, false) + tailOf(rest), true}
		}
	}
	if n := l.owner[first]; n >= 0 && l.places[n].first == first {
		return name{row.before + strings.TrimSpace(l.writeWords(first, p.end)), true}
	}
	text := strings.TrimSpace(l.writeWords(first, p.end))
	if level, _ := l.levelAt(first); level > 0 && row.level > 0 {
		return name{upperFirst(row.before + withFirst(text, false)), true}
	}
	if row.level > 0 {
		return r.named(upperFirst(row.before+row.head+" "+text), true)
	}
	if a, ok := r.Lookup(row.head + " " + text); ok && a.Kind != Group {
		return name{row.before + a.Name, true}
	}
	if a, ok := r.Lookup(text); ok && a.Kind != Group && row.general {
		return name{row.before + a.Name, true}
	}
	if row.general || row.head == "" {
		return name{row.before + text, l.isGeneral(piece{first: first, end: p.end})}
	}
	return name{row.before + row.head + " " + text, true}
}

func tailOf(rest string) string {
	if rest = strings.TrimSpace(rest); rest == "" {
		return ""
	}
	return " " + rest
}

func upperFirst(s string) string { return withFirst(s, true) }
