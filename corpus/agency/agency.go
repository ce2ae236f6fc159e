// Package agency knows the agencies of Việt Nam by all their names: the official
// one, abbreviations, English names, spellings of scanned papers, and what the
// reorganisations since 2021 made of them.
//
// A Registry finds agencies in documents (Find) and in typed questions
// (FindFolded), resolves one name (Lookup), says what kind of body a name is, listed
// or not (KindOf), takes a table cell apart (Split) and tells who does the work today
// (Successor). Its facts lie in agencies.txt, which an administrator can extend with a
// file of the same form (Registry.With); bodies.txt says by which words the names of
// bodies begin, what they do and how they are abbreviated, words.txt holds the everyday
// words around them.
//
// The way of a cell: mend.go repairs what a scan did to its words, items.go parts it
// where a sign always parts, list.go and attach.go decide at every comma and blank
// whether a name ends there, rows.go and tails.go give the members of a row what they
// share, and write.go writes each name in full.
package agency

import (
	_ "embed" // agencies.txt
	"strings"
	"sync"

	"dondoc/corpus/viet"
)

// Kind says what an Agency is.
type Kind string

// The kinds of agencies.
const (
	Ministry     Kind = "ministry" // also bodies of ministry rank
	Central      Kind = "agency"   // under the Government or of central rank
	Committee    Kind = "committee"
	Province     Kind = "province"   // also cities under central rule
	Department   Kind = "department" // a part of a ministry or province, or a unit below it: "Sở Nội vụ", "Vụ Pháp chế"
	Locality     Kind = "locality"   // a commune or district, and its people's committee
	Broadcaster  Kind = "broadcaster"
	Organisation Kind = "organisation"
	Company      Kind = "company"
	Group        Kind = "group" // named in general words: "các bộ, ngành, địa phương"
)

// Agency is one body. It is shared by all who look it up: do not change it.
type Agency struct {
	Name       string // full official name
	Kind       Kind
	Aliases    []string // as the data file lists them; forms that follow from others are not repeated
	Successors []Successor

	written map[string]bool // aliases that are heeded only as written
	called  []string        // further names of one that was learnt from documents
	line    int             // in the file that it was last read from
}

// Names returns all by which the agency is known, the official one first.
func (a *Agency) Names() []string { return append(a.listed(), a.called...) }

// Successor is an agency that took over work.
type Successor struct {
	Name string    // full official name
	From viet.Date // first day
	Note string    // the part that moved; "" when the whole agency did
}

// Registry is a set of agencies. It does not change and may be used by many
// goroutines at once. The zero Registry knows nobody.
type Registry struct {
	agencies []*Agency
	byName   map[string]*Agency
	exact    map[string]*Agency // by key of toned words
	folded   map[string]*Agency // by key of folded words
	names    *trie
	spelling *spelling
}

//go:embed agencies.txt
var defaultData string

var defaultRegistry = sync.OnceValue(func() *Registry {
	r, err := Read(strings.NewReader(defaultData))
	if err != nil { // a test proves the embedded file good
		return &Registry{}
	}
	return r
})

// Default returns the registry that the program carries.
func Default() *Registry { return defaultRegistry() }

// Lookup resolves a string that is a name as a whole: blind to case, tones, kinds of
// dashes and "&" or "và"; "UBND tỉnh X", "tỉnh X" and "X" are the same.
func (r *Registry) Lookup(name string) (*Agency, bool) {
	if len(name) > maxNameBytes {
		return nil, false
	}
	tokens := viet.Tokenize(viet.Normalize(name))
	if a, ok := r.exact[tokenKey(tokens, tonedOf)]; ok {
		return a, true
	}
	a, ok := r.folded[tokenKey(tokens, foldedOf)]
	return a, ok
}

// Successor tells who does the work of the named agency on the given day, later
// changes followed through: empty when the agency is unknown or goes on under its own name.
// The bodies of districts, which ended in 2025, are known without being listed.
func (r *Registry) Successor(name string, on viet.Date) []Successor {
	a, ok := r.Lookup(name)
	if !ok {
		if a, ok = r.formerDistrict(name); !ok {
			return nil
		}
	}
	return r.successors(a, on, map[*Agency]bool{})
}

func (r *Registry) successors(a *Agency, on viet.Date, passed map[*Agency]bool) []Successor {
	passed[a] = true
	defer delete(passed, a)
	var now []Successor
	for _, s := range a.Successors {
		if on.Before(s.From) {
			continue
		}
		next := r.byName[s.Name]
		if next == nil || passed[next] || !next.gone(on) {
			now = append(now, s)
			continue
		}
		for _, later := range r.successors(next, on, passed) {
			if s.Note != "" {
				later.Note = s.Note
			}
			now = append(now, later)
		}
	}
	return now
}

// gone reports whether the whole agency had been succeeded on that day.
func (a *Agency) gone(on viet.Date) bool {
	for _, s := range a.Successors {
		if s.Note == "" && !on.Before(s.From) {
			return true
		}
	}
	return false
}

// Predecessors returns the agencies whose whole work the named one has taken over.
func (r *Registry) Predecessors(name string) []*Agency {
	var former []*Agency
	for _, a := range r.agencies {
		for _, s := range a.Successors {
			if s.Name == name && s.Note == "" && a.Name != name {
				former = append(former, a)
				break
			}
		}
	}
	return former
}
