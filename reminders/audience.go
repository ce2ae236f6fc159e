package reminders

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

//go:embed audience.txt
var audienceData string

// generalWords are the lines of audience.txt, the longest words first.
var generalWords = sync.OnceValue(func() []generalWord {
	var words []generalWord
	for line := range strings.Lines(audienceData) {
		name, kinds, ok := strings.Cut(line, "|")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		w := generalWord{words: strings.Fields(name)}
		for kind := range strings.SplitSeq(kinds, ";") {
			if kind = strings.TrimSpace(kind); kind != "" {
				w.kinds = append(w.kinds, agency.Kind(kind))
			}
		}
		words = append(words, w)
	}
	slices.SortStableFunc(words, func(a, b generalWord) int { return len(b.words) - len(a.words) })
	return words
})

type generalWord struct {
	words []string
	kinds []agency.Kind
}

// audience is whom a name in a task's register concerns: agencies by their names, or all of some kinds.
type audience struct {
	named []string
	kinds []agency.Kind
}

// audienceOf reads a name as tasks have it: an agency, its head ("Bộ trưởng Bộ Công an"), a body of it ("Sở Y tế
// tỉnh Bắc Giang"), or agencies in general words ("các bộ, ngành, địa phương").
func audienceOf(reg *agency.Registry, name string) audience {
	whole, known := reg.Lookup(name)
	if known && whole.Kind != agency.Group {
		return audience{named: []string{whole.Name}}
	}
	var a audience
	for _, m := range reg.Find(name) {
		if m.Agency.Kind != agency.Group && !slices.Contains(a.named, m.Agency.Name) {
			a.named = append(a.named, m.Agency.Name)
		}
	}
	if len(a.named) == 0 {
		a.kinds = kindsIn(name)
	}
	return a
}

// kindsIn returns the kinds that general words name, each once.
func kindsIn(name string) []agency.Kind {
	tokens := wordsOf(strings.ToLower(viet.Normalize(name)))
	var kinds []agency.Kind
	for i := 0; i < len(tokens); {
		step := 1
		for _, w := range generalWords() {
			if i+len(w.words) <= len(tokens) && slices.Equal(tokens[i:i+len(w.words)], w.words) {
				for _, k := range w.kinds {
					if !slices.Contains(kinds, k) {
						kinds = append(kinds, k)
					}
				}
				step = len(w.words)
				break
			}
		}
		i += step
	}
	return kinds
}

// wordsOf parts a text at everything that is neither letter nor digit.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// alias is a name under which a followed agency's work may be found, and from which day on.
type alias struct {
	name string
	from viet.Date // zero: always
}

// lastDay asks for everything that is known of an agency's future.
var lastDay = viet.Date{Year: 9999, Month: 12, Day: 31}

// aliasesOf returns the agency's own name, those of agencies that it took over as a whole, and those of agencies that
// took it over: from the day on which that happened.
func aliasesOf(reg *agency.Registry, name string) []alias {
	if a, ok := reg.Lookup(name); ok {
		name = a.Name
	}
	all := []alias{{name: name}}
	add := func(name string, from viet.Date) {
		if !slices.ContainsFunc(all, func(a alias) bool { return a.name == name }) {
			all = append(all, alias{name, from})
		}
	}
	for _, s := range reg.Successor(name, lastDay) {
		if s.Note == "" {
			add(s.Name, s.From)
		}
	}
	for _, p := range reg.Predecessors(name) {
		for _, s := range reg.Successor(p.Name, lastDay) {
			if s.Note == "" && s.Name == name {
				add(p.Name, s.From)
			}
		}
	}
	return all
}
