package knowledge

import (
	"embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed data/*.txt
var dataFiles embed.FS

// phraseSet is a name with the phrases that call it.
type phraseSet struct {
	name    string
	phrases []string // each with a blank at both ends
}

// words are the data files, read once.
type words struct {
	intents  []phraseSet
	chatter  []phraseSet
	synonyms []phraseSet     // name: what documents write; phrases: what people type
	stops    map[string]bool // ask, and name nothing
	frame    map[string]bool // frame a subject
}

// loadWords reads the embedded data; a test proves that it can be read.
var loadWords = sync.OnceValue(func() *words {
	w := &words{stops: readWords("data/stops.txt"), frame: readWords("data/frame.txt")}
	w.intents = readPhrases("data/intents.txt")
	w.chatter = readPhrases("data/chatter.txt")
	for _, line := range dataLines("data/synonyms.txt") {
		typed, written, ok := strings.Cut(line, " => ")
		if !ok {
			panic(fmt.Sprintf("knowledge: data/synonyms.txt: %q has no =>", line)) // proven absent by a test
		}
		w.synonyms = append(w.synonyms, phraseSet{written, []string{" " + typed + " "}})
	}
	return w
})

func readWords(file string) map[string]bool {
	set := map[string]bool{}
	for _, line := range dataLines(file) {
		for _, s := range strings.Fields(line) {
			set[s] = true
		}
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

// match reports whether any phrase of the set stands in s, which begins and ends with a blank.
func (p *phraseSet) match(s string) bool {
	for _, phrase := range p.phrases {
		if strings.Contains(s, phrase) {
			return true
		}
	}
	return false
}
