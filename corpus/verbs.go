package corpus

import (
	_ "embed" // verbs.txt
	"slices"
	"strings"
	"unicode/utf8"
)

//go:embed verbs.txt
var verbsData string

// dutyVerbs are the phrases of verbs.txt by their first word, noVerbs the words that end no
// subject, and nameVerbs the verbs that names have too.
var dutyVerbs, noVerbs, nameVerbs = readVerbs(verbsData)

func readVerbs(data string) (verbs map[string][]string, not map[string]bool, inNames []string) {
	verbs, not = map[string][]string{}, map[string]bool{}
	for line := range strings.Lines(data) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		list, negative := strings.CutPrefix(line, "!")
		list, named := strings.CutPrefix(list, "~")
		for p := range strings.SplitSeq(list, ";") {
			p = strings.TrimSpace(p)
			switch {
			case negative:
				not[p] = true
				continue
			case named:
				inNames = append(inNames, p)
			}
			first := firstWord(p)
			verbs[first] = append(verbs[first], p)
		}
	}
	return verbs, not, inNames
}

// verbsIn returns where the first duty verbs of a text begin, at most limit.
func verbsIn(text string, limit int) []int {
	var found []int
	for i := 0; i < len(text) && len(found) < limit; i++ {
		if text[i] != ' ' && text[i] != ',' {
			continue
		}
		rest := text[i+1:]
		if slices.ContainsFunc(dutyVerbs[firstWord(rest)], func(verb string) bool { return beginsWith(rest, verb) }) {
			found = append(found, i+1)
		}
	}
	return found
}

// beginsWith reports whether text begins with whole words.
func beginsWith(text, words string) bool {
	rest, ok := strings.CutPrefix(text, words)
	if !ok || rest == "" {
		return ok
	}
	next, _ := utf8.DecodeRuneInString(rest)
	return !isLetterOrDigit(next)
}

// firstWord returns the letters up to the first blank or stop.
func firstWord(s string) string {
	if i := strings.IndexAny(s, " ,.;:"); i >= 0 {
		return s[:i]
	}
	return s
}

// isVerb reports whether words are one verb of duty and nothing else.
func isVerb(s string) bool { return slices.Contains(dutyVerbs[firstWord(s)], s) }
