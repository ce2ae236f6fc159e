package agency

import (
	"strings"

	"dondoc/corpus/viet"
)

// Split takes a table cell or a list apart into the full official names in it, in
// order and each once. A group in general words ("các bộ, ngành, địa phương"), a body
// below those of the registry ("Sở Nội vụ tỉnh Bắc Giang") and a post with its agency
// ("Bộ trưởng Bộ Công an") are one name each, abbreviations written out. What bodies share
// is said of each: "Sở: Tài chính, Y tế", "UBND các xã A, B", "HĐND, UBND xã". The slips of
// a scan are mended where one reading is left. unknown lists those among names that are
// neither known nor general.
func (r *Registry) Split(cell string) (names, unknown []string) {
	cell = viet.Normalize(cell)
	if strings.ContainsAny(cell, "<*") {
		cell = markup.ReplaceAllString(cell, "$1$2")
	}
	s := splitter{r: r, seen: map[string]bool{}}
	for _, item := range listItems(r.mend(cell)) {
		s.split(item)
	}
	return s.names, s.unknown
}

// splitter collects the names of a cell.
type splitter struct {
	r       *Registry
	row     *shared // of the item before, that may go on behind a semicolon
	seen    map[string]bool
	names   []string
	unknown []string
}

// name is one result of Split.
type name struct {
	text  string
	known bool
}

// deepest is how many brackets within brackets are looked into.
const deepest = 8

func (s *splitter) split(item string) {
	for range deepest {
		if !strings.Contains(item, "(") {
			break
		}
		without := s.r.dropBrackets(item)
		if without == item {
			break
		}
		item = without
	}
	l := s.r.newList(item)
	if l.bodyInSmall() {
		l = s.r.newList(upperFirst(item))
	}
	if l.dropRoles(); len(l.tokens) == 0 {
		return
	}
	pieces := l.pieces(s.row)
	for _, p := range pieces {
		s.add(s.r.write(l, p))
	}
	s.row = nil
	if n := len(pieces); n > 0 {
		s.row = pieces[n-1].row
	}
}

func (s *splitter) add(n name) {
	if n.text == "" {
		return
	}
	if s.seen[n.text] {
		return
	}
	s.seen[n.text] = true
	s.names = append(s.names, n.text)
	if !n.known {
		s.unknown = append(s.unknown, n.text)
	}
}

// dropBrackets removes brackets that only say again what stands before them, "(VCCI)",
// "Tổ công tác giúp việc (Tổ công tác)", or what the agency does in the plan: "(chủ trì)".
func (r *Registry) dropBrackets(item string) string {
	var out strings.Builder
	at := 0
	for _, m := range brackets.FindAllStringSubmatchIndex(item, -1) {
		before, inside := item[at:m[0]], strings.TrimSpace(item[m[2]:m[3]])
		out.WriteString(before)
		at = m[1]
		if !isRole(inside) && !r.saysAgain(lastItem(before), inside) {
			out.WriteString(item[m[0]:m[1]])
		}
	}
	return out.String() + item[at:]
}

func (r *Registry) saysAgain(before, inside string) bool {
	words := viet.Tokenize(inside)
	if len(words) == 0 || len(words) == 1 && strings.ToUpper(inside) == inside && !strings.ContainsAny(inside, "0123456789") {
		return true
	}
	if a, ok := r.Lookup(inside); ok {
		b, known := r.Lookup(before)
		return known && a == b
	}
	return strings.Contains(viet.Fold(before), viet.Fold(inside))
}

func lastItem(s string) string { return strings.TrimSpace(s[strings.LastIndexAny(s, ",;:")+1:]) }

// isRole reports whether words say only what an agency does in a plan.
func isRole(s string) bool {
	tokens := viet.Tokenize(s)
	if len(tokens) == 0 || len(tokens) > maxNameWords {
		return false
	}
	for i, marks := 0, vocabulary().marksOf(s, tokens); i < len(tokens); {
		n := int(max(marks[i].length[classRole], marks[i].length[classWith]))
		if n == 0 && !isAnd(tokens[i].Folded) {
			return false
		}
		i += max(1, n)
	}
	return true
}
