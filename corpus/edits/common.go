package edits

import (
	_ "embed" // common.txt
	"strings"
	"sync"
	"unicode"

	"dondoc/corpus/viet"
)

//go:embed common.txt
var commonData string

// commonWords are the lines of common.txt by their aliasKey.
var commonWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(commonData) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			words[aliasKey(line)] = true
		}
	}
	return words
})

// isCommon reports whether a name is no name: figures, a letter, an ordinary word, or ordinary words in small letters. As
// an alias it would turn up where nobody speaks of an agency. It is asked of what is new, and of what is stored only when it
// would be used, so that no list of before becomes unreadable.
func isCommon(name string) bool {
	letters, upper := 0, false
	for _, r := range viet.Normalize(name) {
		if unicode.IsLetter(r) {
			letters++
			upper = upper || unicode.IsUpper(r)
		}
	}
	key := aliasKey(name)
	syllables := strings.Fields(key)
	if letters < 2 || len(syllables) < 2 && !upper || commonWords()[key] {
		return true
	}
	if upper {
		return false
	}
	for _, s := range syllables {
		if !commonWords()[s+" "] && strings.Trim(s, "0123456789") != "" {
			return false
		}
	}
	return true
}
