package agency

import (
	"regexp"
	"strings"
	"unicode"

	"dondoc/corpus/viet"
)

// Split takes a table cell or a list apart into the full official names in it, in
// order and each once. A group in general words ("các bộ, ngành, địa phương"), a body
// below those of the registry ("Sở Nội vụ tỉnh Bắc Giang") and a post with its agency
// ("Bộ trưởng Bộ Công an") are one name each, abbreviations written out. unknown lists
// those among names that are neither known nor general.
func (r *Registry) Split(cell string) (names, unknown []string) {
	seen := map[string]bool{}
	for _, item := range listItems(cell) {
		for _, n := range r.splitItem(item) {
			if n.text == "" || seen[n.text] {
				continue
			}
			seen[n.text] = true
			names = append(names, n.text)
			if !n.known {
				unknown = append(unknown, n.text)
			}
		}
	}
	return names, unknown
}

var (
	markup   = regexp.MustCompile(`</?[A-Za-z]{1,6}/?>|\*+`)
	bullet   = regexp.MustCompile(`^[-–—+•●▪*\s]+`)
	brackets = regexp.MustCompile(`\s*\(([^()]*)\)`)
	// The end of a cell, with the stray letters that a scan leaves behind a full stop.
	ending = regexp.MustCompile(`(\.\s*\p{Ll}{0,2}|[\s,;:/])+$`)
)

// listItems parts a cell where a separator always parts: at semicolons, tabs, and lines
// that begin with a bullet or with the name of a body.
func listItems(cell string) []string {
	cell = markup.ReplaceAllString(viet.Normalize(cell), "")
	var out []string
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == ';' || r == '\t' }) {
		var item []string
		for line := range strings.Lines(part) {
			rest := bullet.ReplaceAllString(line, "")
			bulleted := strings.TrimSpace(line[:len(line)-len(rest)]) != ""
			if len(item) > 0 && (bulleted || opensItem(item[len(item)-1], rest)) {
				out = append(out, strings.Join(item, " "))
				item = nil
			}
			if rest = strings.TrimSpace(rest); rest != "" {
				item = append(item, rest)
			}
		}
		out = append(out, strings.Join(item, " "))
	}
	for i, item := range out {
		out[i] = strings.TrimLeft(ending.ReplaceAllString(viet.Squeeze(item), ""), " .,:/")
	}
	return out
}

// opensItem reports whether a line begins a new item and does not go on with the line before.
func opensItem(before, line string) bool {
	if strings.HasSuffix(before, ",") {
		return false
	}
	tokens := viet.Tokenize(before)
	if len(tokens) == 0 || isAnd(tokens[len(tokens)-1].Folded) {
		return false
	}
	return bodyBegins(line, viet.Tokenize(line), 0)
}

// bodyBegins reports whether a capitalised word for a kind of body stands at token i.
func bodyBegins(text string, tokens []viet.Token, i int) bool {
	if i >= len(tokens) {
		return false
	}
	r := []rune(tokens[i].Text)[0]
	w := vocabulary()
	return unicode.IsUpper(r) && (begins(w.heads, text, tokens, i) > 0 || begins(w.own, text, tokens, i) > 0)
}

// list is one item of a cell on its way to names.
type list struct {
	text    string
	tokens  []viet.Token
	places  []place
	owner   []int // by token: the place it belongs to, or -1
	brands  bool  // a list of enterprises
	lastSep int   // the token behind the last separator that was seen
}

func (r *Registry) newList(text string) *list {
	l := &list{text: text, tokens: viet.Tokenize(text)}
	l.places = r.scan(text, l.tokens, inCell)
	l.owner = make([]int, len(l.tokens))
	for i := range l.owner {
		l.owner[i] = -1
	}
	for n, p := range l.places {
		l.brands = l.brands || p.Agency.Kind == Company
		for k := p.first; k < p.end; k++ {
			l.owner[k] = n
		}
	}
	return l
}

// piece is a stretch of tokens that is one name.
type piece struct{ first, end int }

// name is one result of Split.
type name struct {
	text  string
	known bool
}

func (r *Registry) splitItem(item string) []name {
	item = r.dropBrackets(item)
	l := r.newList(item)
	var names []name
	pieces := l.pieces()
	for i := 0; i < len(pieces); i++ {
		if row := l.provinceRow(pieces[i:]); len(row) > 0 {
			names = append(names, row...)
			i += len(row) - 1
			continue
		}
		names = append(names, r.write(l, pieces[i]))
	}
	return names
}

// dropBrackets removes brackets that only say again what stands before them: "(VCCI)",
// "Tổ công tác giúp việc (Tổ công tác)".
func (r *Registry) dropBrackets(item string) string {
	var out strings.Builder
	at := 0
	for _, m := range brackets.FindAllStringSubmatchIndex(item, -1) {
		before, inside := item[at:m[0]], strings.TrimSpace(item[m[2]:m[3]])
		out.WriteString(before)
		at = m[1]
		if !r.saysAgain(lastItem(before), inside) {
			out.WriteString(item[m[0]:m[1]])
		}
	}
	return out.String() + item[at:]
}

func (r *Registry) saysAgain(before, inside string) bool {
	words := viet.Tokenize(inside)
	if len(words) == 0 || len(words) == 1 && strings.ToUpper(inside) == inside {
		return true
	}
	if a, ok := r.Lookup(inside); ok {
		b, known := r.Lookup(before)
		return known && a == b
	}
	return strings.Contains(viet.Fold(before), viet.Fold(inside))
}

func lastItem(s string) string { return strings.TrimSpace(s[strings.LastIndexAny(s, ",;:")+1:]) }

// pieces cuts the list. Every token is looked at once, with a bounded number around it.
func (l *list) pieces() []piece {
	var out []piece
	start := 0
	cut := func(end, next int) {
		if end > start {
			out = append(out, piece{start, end})
		}
		start, l.lastSep = next, next
	}
	for k := 1; k < len(l.tokens); k++ {
		if l.owner[k] >= 0 && l.owner[k] == l.owner[k-1] {
			continue
		}
		right, comma := k, strings.ContainsAny(l.between(k), ",")
		if l.owner[k] < 0 && l.tokens[k].Toned == "va1" {
			right = k + 1
		}
		switch {
		case right == len(l.tokens):
			cut(k, right)
		case comma || right > k:
			if l.parts(start, k, right, comma) {
				cut(k, right)
			}
			l.lastSep = right
			k = max(k, right-1)
		case l.partsUnmarked(start, k):
			cut(k, k)
		}
	}
	cut(len(l.tokens), len(l.tokens))
	return out
}

func (l *list) between(k int) string { return l.text[l.tokens[k-1].End:l.tokens[k].Start] }

// parts reports whether the separator between tokens left-1 and right parts two names.
// The piece so far begins at start.
func (l *list) parts(start, left, right int, comma bool) bool {
	switch {
	case l.citiesGoOn(left, right):
		return false
	case l.owner[left-1] >= 0 || l.owner[right] >= 0:
		return true
	case l.brands && comma && startsUpper(l.tokens[right].Text):
		return true
	case begins(vocabulary().own, l.text, l.tokens, right) > 0:
		return !l.isCouncil(l.lastSep, left)
	}
	return (l.isBody(l.lastSep, left) || l.isBody(start, left)) && (l.tokens[right].Folded == "cac" || l.isBody(right, l.itemEnd(right)))
}

// citiesGoOn recognises "các tỉnh, thành phố Cần Thơ, …", where the first comma parts nothing.
func (l *list) citiesGoOn(left, right int) bool {
	return left > 1 && l.tokens[left-1].Toned == "tinh3" && l.tokens[left-2].Folded == "cac" &&
		l.owner[left-1] < 0 && (l.tokens[right].Folded == "thanh" || l.tokens[right].Folded == "tp")
}

// isCouncil recognises "HĐND", which shares the words behind it with "UBND".
func (l *list) isCouncil(first, end int) bool {
	return end == first+1 && l.tokens[first].Folded == "hdnd" ||
		end == first+4 && l.tokens[first].Folded == "hoi" && l.tokens[first+2].Folded == "nhan"
}

// itemEnd is the token behind the item at first, read no further than isBody needs.
func (l *list) itemEnd(first int) int {
	k := first + 1
	for ; k < len(l.tokens) && k < first+maxNameWords; k++ {
		if strings.ContainsRune(l.between(k), ',') || l.tokens[k].Toned == "va1" {
			break
		}
	}
	return k
}

// isBody reports whether the tokens name a body of their own: "Sở Nội vụ", but not "Hội" alone.
func (l *list) isBody(first, end int) bool {
	if first >= end || first >= len(l.tokens) || !startsUpper(l.tokens[first].Text) {
		return false
	}
	w := vocabulary()
	n := max(begins(w.heads, l.text, l.tokens, first), begins(w.own, l.text, l.tokens, first))
	next := first + n
	return n > 0 && next < end && l.tokens[next].Toned != "va1" && !strings.ContainsRune(l.between(next), ',')
}

// partsUnmarked reports whether two names meet at token k with nothing but a blank between them.
func (l *list) partsUnmarked(start, k int) bool {
	if strings.ContainsAny(l.between(k), "(") {
		return false
	}
	before, after := l.owner[k-1], l.owner[k]
	switch {
	case before >= 0 && after >= 0:
		return l.places[after].Agency.Kind != Province || !l.hasBranches(before)
	case before >= 0:
		return l.tokens[k].Folded == "cac" || bodyBegins(l.text, l.tokens, k) && !isBranch(l.tokens[k:])
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
	case l.opensRow(start, k):
		return true
	}
	switch l.tokens[k-1].Toned {
	case "cua3", "thuôc5", "tai5":
		return true
	}
	return false
}

// isOffice reports whether a post or a kind of body stands at token i.
func (l *list) isOffice(i int) bool {
	w := vocabulary()
	for _, t := range []*trie{w.posts, w.heads, w.own} {
		if begins(t, l.text, l.tokens, i) > 0 {
			return true
		}
	}
	return false
}

// opensRow recognises the "các" or "các Bộ:" before a row of ministries.
func (l *list) opensRow(start, k int) bool {
	if k-start > 2 || !vocabulary().rows[l.tokens[start].Folded] {
		return false
	}
	return k-start == 1 || l.tokens[k-1].Folded == "bo"
}
