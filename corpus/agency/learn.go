package agency

import (
	"slices"
	"strings"

	"dondoc/corpus/viet"
)

// levels are the words at the end of a body's name that only say of what it is.
var levels = []string{"tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "Sở", "Bộ", "Trung ương"}

// mostLearned bounds how many bodies a set of documents may add.
const mostLearned = 5000

// Learn returns a registry that also knows the bodies that documents name and nobody has
// listed, "Chi cục Thủy sản và Kiểm ngư tỉnh", by what people call them: without the level
// at the end, by a beginning that no other of them has, with parts or all of it abbreviated.
// Names that are known already, and what is no body's name, change nothing.
func (r *Registry) Learn(names []string) *Registry {
	bodies := r.unlisted(names)
	if len(bodies) == 0 {
		return r
	}
	begun := map[string]int{} // how many names begin so, by key of folded words
	for _, b := range bodies {
		for _, n := range beginnings(b.Name) {
			begun[n]++
		}
	}
	for _, b := range bodies {
		b.called = calls(b.Name)
		for _, n := range beginnings(b.Name) {
			if begun[n] == 1 {
				b.called = append(b.called, n)
			}
		}
	}
	learned, err := build(append(slices.Clone(r.agencies), bodies...))
	if err != nil { // two listed names alike: the data were checked when they were read
		return r
	}
	return learned
}

// unlisted makes an agency of each name that is a body's and not known.
func (r *Registry) unlisted(names []string) []*Agency {
	var bodies []*Agency
	seen := map[string]bool{}
	for _, n := range names {
		n = viet.Squeeze(viet.Normalize(n))
		tokens := viet.Tokenize(n)
		key := tokenKey(tokens, tonedOf)
		if seen[key] || len(tokens) < 2 || len(tokens) > maxNameWords || len(n) > longestKind || len(bodies) == mostLearned {
			continue
		}
		seen[key] = true
		if m := r.Find(n); len(m) > 0 && m[0].Start == 0 { // "Sở Xây dựng thành phố Cần Thơ" is known by its parts
			continue
		}
		if kind, ok := r.KindOf(n); ok && kind != Group && kind != Province {
			bodies = append(bodies, &Agency{Name: n, Kind: kind})
		}
	}
	return bodies
}

// withoutLevel drops "tỉnh", "thành phố" and their like from the end of a name.
func withoutLevel(name string) string {
	for _, l := range levels {
		if short, ok := strings.CutSuffix(name, " "+l); ok && strings.Count(short, " ") > 0 {
			return short
		}
	}
	return name
}

// calls are what people make of a name: its level dropped, its parts or all of it shortened.
func calls(name string) []string {
	short := withoutLevel(name)
	var out []string
	if short != name {
		out = append(out, short)
	}
	v := vocabulary()
	for _, form := range []string{name, short} {
		out = append(out, v.shortened(form)...)
	}
	if i := initials(short); len(i) > 2 {
		out = append(out, i)
	}
	if head, rest := headOf(short); head != "" && len(rest) > 0 {
		if i := initials(rest); len(i) > 1 {
			out = append(out, head+" "+i)
		}
	}
	return out
}

// shortened replaces what bodies.txt abbreviates, one expression at a time and all at once.
func (w *wordList) shortened(name string) []string {
	var out []string
	all := name
	for _, s := range w.shorts {
		if i := strings.Index(all, s.long); i >= 0 && wholeWords(all, i, i+len(s.long)) {
			all = all[:i] + s.abbreviation + all[i+len(s.long):]
			out = append(out, all)
		}
	}
	return out
}

// wholeWords reports whether the text from i to j is not cut out of a word.
func wholeWords(text string, i, j int) bool {
	return (i == 0 || text[i-1] == ' ') && (j == len(text) || text[j] == ' ')
}

// initials are the first letters of the words, "và" as "&" left out: "TT&BVTV" is typed both ways.
func initials(name string) string {
	var b strings.Builder
	for _, t := range viet.Tokenize(name) {
		if isAnd(t.Folded) {
			continue
		}
		b.WriteString(strings.ToUpper(string([]rune(t.Text)[:1])))
	}
	return b.String()
}

// headOf parts the word or words that say what a body is from the rest of its name.
func headOf(name string) (head, rest string) {
	for _, two := range []string{"Chi cục ", "Tổng cục ", "Trung tâm ", "Học viện ", "Ban Quản lý ", "Bệnh viện ", "Hội đồng "} {
		if r, ok := strings.CutPrefix(name, two); ok {
			return strings.TrimSpace(two), r
		}
	}
	head, rest, _ = strings.Cut(name, " ")
	return head, rest
}

// beginnings are the first words of a name, three at least, where a reader would stop.
func beginnings(name string) []string {
	const fewest = 3
	tokens := viet.Tokenize(name)
	var out []string
	for n := fewest; n < len(tokens); n++ {
		if last := tokens[n-1].Folded; isAnd(last) || last == "ly" {
			continue
		}
		out = append(out, name[:tokens[n-1].End])
	}
	return out
}
