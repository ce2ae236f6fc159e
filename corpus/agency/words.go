package agency

import (
	_ "embed" // words.txt
	"fmt"
	"strings"
	"sync"

	"dondoc/corpus/viet"
)

// wordList is what words.txt says; its head explains the sections.
type wordList struct {
	phrases *trie
	posts   *trie
	heads   *trie
	own     *trie
	generic *trie
	written *trie
	long    map[*entry]string // what a short form is written out as
	places  map[string]bool   // by toned syllable
	rows    map[string]bool   // by folded syllable
}

//go:embed words.txt
var wordsData string

// vocabulary reads the embedded words once; a test proves them good.
var vocabulary = sync.OnceValue(func() *wordList {
	w, err := readWords(wordsData)
	if err != nil {
		return newWordList()
	}
	return w
})

func newWordList() *wordList {
	return &wordList{
		phrases: newTrie(), posts: newTrie(), heads: newTrie(), own: newTrie(), generic: newTrie(), written: newTrie(),
		long: map[*entry]string{}, places: map[string]bool{}, rows: map[string]bool{},
	}
}

func readWords(data string) (*wordList, error) {
	w := newWordList()
	n := 0
	for line := range strings.Lines(data) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		cols := strings.Split(line, "|")
		for i := range cols {
			cols[i] = strings.TrimSpace(cols[i])
		}
		if err := w.add(cols); err != nil {
			return nil, fmt.Errorf("agency: words: line %d: %w", n, err)
		}
	}
	return w, nil
}

func (w *wordList) add(cols []string) error {
	want := 2
	if cols[0] == "write" {
		want = 3
	}
	if len(cols) != want {
		return fmt.Errorf("%d columns, want %d", len(cols), want)
	}
	e := &entry{words: wordsOf(cols[1]), open: strings.HasSuffix(cols[1], "…")}
	if len(e.words) == 0 {
		return fmt.Errorf("%q holds no word", cols[1])
	}
	switch cols[0] {
	case "phrase":
		w.phrases.add(e)
	case "post":
		w.posts.add(e)
	case "head":
		w.heads.add(e)
	case "own":
		w.own.add(e)
	case "generic":
		w.generic.add(e)
	case "write":
		w.written.add(e)
		w.long[e] = cols[2]
	case "place":
		w.places[e.words[0].toned] = true
	case "row":
		w.rows[e.words[0].folded] = true
	default:
		return fmt.Errorf("unknown section %q", cols[0])
	}
	return nil
}

// begins reports how many tokens of a phrase of t stand at token i, diacritics included; 0 for none.
func begins(t *trie, text string, tokens []viet.Token, i int) int {
	e, end := t.longest(text, tokens, i, func(e *entry, _ int) bool {
		for k, w := range e.words {
			if tokens[i+k].Toned != w.toned {
				return false
			}
		}
		return true
	})
	if e == nil {
		return 0
	}
	return end - i
}
