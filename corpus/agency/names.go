package agency

import (
	"strings"

	"dondoc/corpus/viet"
)

// form is one way to write an agency's name.
type form struct {
	text    string
	prefix  int    // leading words that only say what it is: "tỉnh", "UBND thành phố"
	written bool   // heeded only as written
	row     string // folded first word that it lacks, as in "các Bộ: Công an, Quốc phòng"
}

var provincePrefixes = map[bool][]string{
	true:  {"Thành phố", "TP"},
	false: {"Tỉnh"},
}

const cityPrefix, tinhPrefix = "Thành phố ", "Tỉnh "

// bareName returns a province's name without "Tỉnh" or "Thành phố".
func bareName(name string) string {
	return strings.TrimPrefix(strings.TrimPrefix(name, cityPrefix), tinhPrefix)
}

// listedForms are the names of the data file.
func (a *Agency) listedForms() []form {
	forms := []form{{text: a.Name, written: a.written[a.Name]}}
	if a.Kind == Province {
		forms[0].prefix = len(viet.Tokenize(a.Name)) - len(viet.Tokenize(bareName(a.Name)))
	}
	for _, n := range a.Aliases {
		forms = append(forms, form{text: n, written: a.written[n]})
	}
	return forms
}

// shortestFolded is how long initials must be to be heeded in small letters too.
const shortestFolded = 4

// derivedForms are those that follow from the listed ones.
func (a *Agency) derivedForms() []form {
	var forms []form
	for _, n := range a.called {
		forms = append(forms, form{text: n, written: len(n) < shortestFolded && strings.ToUpper(n) == n})
	}
	for _, n := range a.listed() {
		if head := rowHead(a); head != "" {
			if first, rest, ok := strings.Cut(n, " "); ok && viet.Fold(first) == head {
				forms = append(forms, form{text: rest, row: head, written: a.written[n]})
			}
		}
		if a.Kind != Province {
			continue
		}
		bare, written := bareName(n), a.written[n]
		forms = append(forms, form{text: bare, written: written})
		for _, p := range append(provincePrefixes[strings.HasPrefix(a.Name, cityPrefix)], "") {
			words := len(strings.Fields(p))
			if p != "" {
				forms = append(forms, form{text: p + " " + bare, prefix: words, written: written})
			}
			forms = append(forms,
				form{text: viet.Squeeze("UBND " + p + " " + bare), prefix: words + 1, written: written},
				form{text: viet.Squeeze("Ủy ban nhân dân " + p + " " + bare), prefix: words + 4, written: written})
		}
	}
	return forms
}

// build makes the indexes. A listed name goes before a derived one; of two agencies that
// derive the same one, the older has it: documents speak of the agency of their day.
func build(agencies []*Agency) (*Registry, error) {
	r := &Registry{
		agencies: agencies,
		byName:   make(map[string]*Agency, len(agencies)),
		exact:    map[string]*Agency{},
		folded:   map[string]*Agency{},
		names:    newTrie(),
		spelling: newSpelling(),
	}
	for _, words := range vocabulary().learnt {
		r.spelling.learn(words)
	}
	owners := map[string]*Agency{}
	for _, a := range agencies {
		r.byName[a.Name] = a
		for _, f := range a.listedForms() {
			claim := a.claim(f.text)
			if o := owners[claim]; o != nil && o != a {
				return nil, lineError(a.line, "“%s” đã là tên của “%s”; mỗi tên chỉ thuộc một cơ quan", f.text, o.Name)
			}
			owners[claim] = a
			r.index(a, f)
		}
		r.spelling.learnName(a)
	}
	for _, older := range []bool{true, false} {
		for _, a := range agencies {
			if (len(a.Successors) > 0) != older {
				continue
			}
			for _, f := range a.derivedForms() {
				claim := tokenKey(viet.Tokenize(f.text), tonedOf)
				if f.row != "" {
					claim = f.row + ": " + claim
				}
				if o := owners[claim]; o != nil && o != a {
					continue
				}
				owners[claim] = a
				r.index(a, f)
			}
		}
	}
	for _, p := range vocabulary().phrases {
		r.names.add(p)
	}
	for _, a := range agencies {
		for _, s := range a.Successors {
			if r.byName[s.Name] == nil {
				return nil, lineError(a.line, "cơ quan kế thừa “%s” chưa có trong danh bạ; hãy thêm một dòng cho cơ quan đó", s.Name)
			}
		}
	}
	return r, nil
}

// index enters one form, and the form without "và", into the trie and the tables of Lookup.
// Groups are looked up only: a text that speaks of "các bộ, ngành" names no agency.
func (r *Registry) index(a *Agency, f form) {
	tokens := viet.Tokenize(f.text)
	if f.row == "" {
		setIfAbsent(r.exact, tokenKey(tokens, tonedOf), a)
		setIfAbsent(r.folded, tokenKey(tokens, foldedOf), a)
	}
	if a.Kind == Group {
		return
	}
	if strings.Contains(f.text, "&") {
		r.index(a, form{text: strings.ReplaceAll(f.text, "&", " và "), prefix: f.prefix, written: f.written, row: f.row})
	}
	words := wordsFrom(f.text, tokens)
	r.names.add(&entry{agency: a, words: words, prefix: f.prefix, written: f.written, row: f.row})
	if short := withoutAnd(words); len(short) < len(words) {
		r.names.add(&entry{agency: a, words: short, prefix: f.prefix, written: f.written, row: f.row})
	}
}

func setIfAbsent(m map[string]*Agency, key string, a *Agency) {
	if _, ok := m[key]; !ok {
		m[key] = a
	}
}

func tonedOf(t viet.Token) string  { return t.Toned }
func foldedOf(t viet.Token) string { return t.Folded }

func isAnd(folded string) bool { return folded == "va" || folded == "and" }

// tokenKey joins the tokens, "và" left out. A name of nothing else keeps it.
func tokenKey(tokens []viet.Token, of func(viet.Token) string) string {
	var b strings.Builder
	for _, t := range tokens {
		if isAnd(t.Folded) && len(tokens) > 1 {
			continue
		}
		b.WriteString(of(t))
		b.WriteByte(' ')
	}
	return b.String()
}

func withoutAnd(words []word) []word {
	short := make([]word, 0, len(words))
	for _, w := range words {
		if !isAnd(w.folded) {
			short = append(short, w)
		}
	}
	return short
}
