package corpus

import (
	_ "embed" // facts.txt
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// factWords is what facts.txt says; its head explains the sections.
type factWords struct {
	units   map[rune][]measure // by their first letter in lower case, longest first
	scales  phrases
	limits  phrases
	changes phrases
	labels  phrases
	openers phrases
	closers phrases
	heads   phrases
	posts   phrases
	things  phrases
	titles  phrases
	roles   []string        // longest first
	family  map[string]bool // names as written

	whose *regexp.Regexp // a group that figures are about
}

// measure is a unit with what it counts.
type measure struct {
	words string
	kind  measureKind
}

type measureKind uint8

const (
	noMeasure measureKind = iota // begins like a unit and is none
	plainMeasure
	countedThing
	spanOfTime
	sumOfMoney
)

var measureKinds = map[string]measureKind{
	"measure": plainMeasure, "money": sumOfMoney, "noun": countedThing, "span": spanOfTime, "not": noMeasure,
}

//go:embed facts.txt
var factData string

// words reads the embedded file once; a test proves it good.
var words = sync.OnceValue(func() *factWords {
	w, err := readFactWords(factData)
	if err != nil {
		return &factWords{whose: neverMatches}
	}
	return w
})

var neverMatches = regexp.MustCompile(`[^\s\S]`)

func readFactWords(data string) (*factWords, error) {
	w := &factWords{units: map[rune][]measure{}, family: map[string]bool{}}
	lists := map[string]*phrases{
		"scale": &w.scales, "limit": &w.limits, "change": &w.changes, "label": &w.labels, "opener": &w.openers,
		"closer": &w.closers, "head": &w.heads, "post": &w.posts, "thing": &w.things, "title": &w.titles,
	}
	raw := map[string][]string{}
	n := 0
	for line := range strings.Lines(data) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		section, phrase, ok := strings.Cut(line, " | ")
		if !ok || phrase == "" {
			return nil, fmt.Errorf("corpus: facts: line %d: want “section | words”", n)
		}
		kind, isUnit := measureKinds[section]
		list := lists[section]
		switch {
		case isUnit:
			first, _ := utf8.DecodeRuneInString(phrase)
			first = unicode.ToLower(first)
			w.units[first] = append(w.units[first], measure{phrase, kind})
		case list != nil:
			list.add(phrase)
		case section == "family":
			w.family[phrase] = true
		case section == "role" || section == "whose":
			raw[section] = append(raw[section], phrase)
		default:
			return nil, fmt.Errorf("corpus: facts: line %d: unknown section %q", n, section)
		}
	}
	w.finish(raw)
	return w, nil
}

// finish puts the longer of two words first and builds the patterns.
func (w *factWords) finish(raw map[string][]string) {
	for _, list := range w.units {
		slices.SortStableFunc(list, func(a, b measure) int { return len(b.words) - len(a.words) })
	}
	for _, list := range raw {
		slices.SortStableFunc(list, func(a, b string) int { return len(b) - len(a) })
	}
	w.roles = raw["role"]
	w.whose = regexp.MustCompile(`(?i)^(?:(?:mỗi|từng|các|toàn|tất cả các|riêng)\s+)?(?:` + alternatives(raw["whose"]) + `)`)
}

func alternatives(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = regexp.QuoteMeta(s)
	}
	return strings.Join(quoted, "|")
}

// phrases finds the longest of some phrases at either end of a text, blind to case.
type phrases struct {
	byFirst map[rune][]string
	byLast  map[rune][]string
}

func (p *phrases) add(phrase string) {
	if p.byFirst == nil {
		p.byFirst, p.byLast = map[rune][]string{}, map[rune][]string{}
	}
	first, _ := utf8.DecodeRuneInString(phrase)
	last, _ := utf8.DecodeLastRuneInString(phrase)
	longestFirst := func(a, b string) int { return len(b) - len(a) }
	for _, side := range []struct {
		m map[rune][]string
		r rune
	}{{p.byFirst, first}, {p.byLast, last}} {
		r := unicode.ToLower(side.r)
		side.m[r] = append(side.m[r], phrase)
		slices.SortStableFunc(side.m[r], longestFirst)
	}
}

// prefix returns the length of the longest phrase that begins s and ends with a word.
func (p *phrases) prefix(s string) int {
	first, _ := utf8.DecodeRuneInString(s)
	for _, w := range p.byFirst[unicode.ToLower(first)] {
		if len(s) >= len(w) && strings.EqualFold(s[:len(w)], w) && endsWord(s, len(w)) {
			return len(w)
		}
	}
	return 0
}

// suffix returns the length of the longest phrase that ends s and begins with a word.
func (p *phrases) suffix(s string) int {
	last, _ := utf8.DecodeLastRuneInString(s)
	for _, w := range p.byLast[unicode.ToLower(last)] {
		if from := len(s) - len(w); from >= 0 && strings.EqualFold(s[from:], w) && beginsWord(s, from) {
			return len(w)
		}
	}
	return 0
}

// endsWord reports whether a word of s may end at i.
func endsWord(s string, i int) bool {
	last, _ := utf8.DecodeLastRuneInString(s[:i])
	next, n := utf8.DecodeRuneInString(s[i:])
	return n == 0 || !isLetterOrDigit(last) || !isLetterOrDigit(next)
}

// beginsWord reports whether a word of s may begin at i.
func beginsWord(s string, i int) bool {
	before, n := utf8.DecodeLastRuneInString(s[:i])
	first, _ := utf8.DecodeRuneInString(s[i:])
	return n == 0 || !isLetterOrDigit(before) || !isLetterOrDigit(first)
}
