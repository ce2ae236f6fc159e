package knowledge

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"dondoc/corpus/viet"
)

//go:embed data/*.txt
var dataFiles embed.FS

// phraseSet is a name with the phrases that call it.
type phraseSet struct {
	name    string
	phrases []string // each with a blank at both ends
	marked  []marked // those that would be other words without their marks
}

// marked is a phrase in both spellings, padded.
type marked struct{ folded, toned string }

// words are the data files, read once.
type words struct {
	intents   []phraseSet
	chatter   []phraseSet
	asks      map[string][]string // phrase → the intents that it calls
	short     map[string][]string // abbreviation of one word → what it stands for, the likeliest first
	synonyms  map[string][]string // typed → the expressions that documents write
	english   map[string][]string // … of English questions
	stops     wordSet             // ask, and name nothing
	frame     wordSet             // frame a subject
	frames    map[string]bool     // … as expressions
	countries map[string]bool     // as people call them
}

// wordSet is a set of words with their marks, which are also known without.
type wordSet map[string]bool

// has reports whether a typed word is in the set: with its own marks when it was typed with
// any, else as one of those that are written so without.
func (s wordSet) has(t viet.Token) bool {
	if t.Toned != t.Folded {
		return s["="+t.Toned]
	}
	return s[t.Folded]
}

// longestPhrase is how many words an entry of the data files has at most; a test proves it.
const longestPhrase = 8

// loadWords reads the embedded data; a test proves that it can be read.
var loadWords = sync.OnceValue(func() *words {
	w := &words{stops: readWords("data/stops.txt"), frame: readWords("data/frame.txt"), asks: map[string][]string{}, synonyms: map[string][]string{}}
	w.frames, w.countries = readExpressions("data/frames.txt"), readExpressions("data/countries.txt")
	w.intents = readPhrases("data/intents.txt")
	w.chatter = readPhrases("data/chatter.txt")
	for i := range w.chatter {
		w.chatter[i].partMarked()
	}
	for _, set := range w.intents {
		for _, p := range set.phrases {
			w.asks[p] = append(w.asks[p], set.name)
		}
	}
	w.short, w.english = map[string][]string{}, map[string][]string{}
	readSynonyms("data/synonyms.txt", w.synonyms)
	readSynonyms("data/everyday.txt", w.synonyms)
	readSynonyms("data/abbreviations.txt", w.short)
	for typed, written := range w.short { // typed in small letters they may be words: then both readings count
		w.synonyms[typed] = append(w.synonyms[typed], written...)
	}
	readSynonyms("data/english.txt", w.english)
	return w
})

// readSynonyms reads lines "typed => written, or written".
func readSynonyms(file string, into map[string][]string) {
	for _, line := range dataLines(file) {
		typed, written, ok := strings.Cut(line, " => ")
		if !ok {
			panic(fmt.Sprintf("knowledge: %s: %q has no =>", file, line)) // proven absent by a test
		}
		key := " " + typed + " "
		into[key] = append(into[key], strings.Split(written, ", ")...)
	}
}

func readWords(file string) wordSet {
	set := wordSet{}
	for _, line := range dataLines(file) {
		for _, t := range viet.Tokenize(line) {
			set[t.Folded], set["="+t.Toned] = true, true
		}
	}
	return set
}

// readExpressions reads one expression a line, each with a blank at both ends.
func readExpressions(file string) map[string]bool {
	set := map[string]bool{}
	for _, line := range dataLines(file) {
		set[" "+line+" "] = true
	}
	return set
}

func readPhrases(file string) []phraseSet {
	var sets []phraseSet
	for _, line := range dataLines(file) {
		name, list, _ := strings.Cut(line, ": ")
		set := phraseSet{name: name}
		for _, p := range strings.Split(list, " | ") {
			set.phrases = append(set.phrases, " "+strings.TrimSpace(p)+" ")
		}
		sets = append(sets, set)
	}
	return sets
}

// dataLines returns the lines of an embedded file that are neither blank nor comments.
func dataLines(file string) []string {
	content, err := dataFiles.ReadFile(file)
	if err != nil {
		panic("knowledge: " + err.Error()) // embedded: cannot be missing
	}
	var lines []string
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

// partMarked puts the phrases that have marks apart.
func (p *phraseSet) partMarked() {
	p.phrases = slices.DeleteFunc(p.phrases, func(phrase string) bool {
		tokens := viet.Tokenize(phrase)
		m := marked{padTokens(phrase, tokens), padToned(tokens)}
		if m.folded == m.toned {
			return false
		}
		p.marked = append(p.marked, m)
		return true
	})
}

// match reports whether any phrase of the set stands in a text, given in both spellings, padded. A phrase
// with marks must stand with them, unless the whole text was typed without.
func (p *phraseSet) match(folded, toned string) bool {
	return containsAny(folded, p.phrases) || slices.ContainsFunc(p.marked, func(m marked) bool {
		return strings.Contains(toned, m.toned) || folded == toned && strings.Contains(folded, m.folded)
	})
}
