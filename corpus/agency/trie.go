package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// word is one syllable of a name.
type word struct {
	text   string
	folded string
	toned  string
	comma  bool // a comma may stand before it
}

// entry is one form of a name in the trie.
type entry struct {
	agency  *Agency // nil for a phrase that is no agency
	words   []word
	prefix  int
	class   class
	kind    Kind // of a head
	level   int  // of a place
	share   string
	written bool
	row     string // folded head of the row that it may stand in without its head: "bo", "so"
	open    bool   // a phrase from whose last word no agency may go on
}

func wordsOf(text string) []word { return wordsFrom(text, viet.Tokenize(text)) }

// wordsFrom returns the words of a text whose tokens are at hand.
func wordsFrom(text string, tokens []viet.Token) []word {
	words := make([]word, len(tokens))
	for i, t := range tokens {
		words[i] = word{text: t.Text, folded: t.Folded, toned: t.Toned}
		words[i].comma = i > 0 && strings.ContainsRune(text[tokens[i-1].End:t.Start], ',')
	}
	return words
}

// trie holds entries by their folded words.
type trie struct {
	ids  map[string]int32 // of words; 0 is no word of any entry
	next map[uint64]int32 // by node and word
	ends [][]*entry       // by node
}

func newTrie() *trie {
	return &trie{ids: map[string]int32{}, next: map[uint64]int32{}, ends: make([][]*entry, 1)}
}

func edge(node, word int32) uint64 { return uint64(node)<<32 | uint64(word) }

func (t *trie) add(e *entry) {
	node := int32(0)
	for _, w := range e.words {
		id, ok := t.ids[w.folded]
		if !ok {
			id = int32(len(t.ids) + 1)
			t.ids[w.folded] = id
		}
		to, ok := t.next[edge(node, id)]
		if !ok {
			to = int32(len(t.ends))
			t.next[edge(node, id)] = to
			t.ends = append(t.ends, nil)
		}
		node = to
	}
	t.ends[node] = append(t.ends[node], e)
}

// idsOf returns the number of every token's word, to be looked up once for all walks.
func (t *trie) idsOf(tokens []viet.Token) []int32 {
	ids := make([]int32, len(tokens))
	for i := range tokens {
		ids[i] = t.ids[tokens[i].Folded]
	}
	return ids
}

// walk calls visit with the entries that the tokens from i on spell when folded, shortest
// first, and the token behind them. It looks at no more tokens than the longest entry has.
func (t *trie) walk(text string, tokens []viet.Token, ids []int32, i int, visit func(ends []*entry, end int)) {
	node := int32(0)
	for k := i; k < len(tokens); k++ {
		id := ids[k]
		if id == 0 {
			return
		}
		to, ok := t.next[edge(node, id)]
		if !ok || k > i && gapOf(text, tokens, k) == gapParts {
			return
		}
		if node = to; len(t.ends[node]) > 0 {
			visit(t.ends[node], k+1)
		}
	}
}

// begins reports whether an entry begins with the folded word.
func (t *trie) begins(folded string) bool {
	id, ok := t.ids[folded]
	if ok {
		_, ok = t.next[edge(0, id)]
	}
	return ok
}

// longest returns the longest accepted entry that begins at token i, and the token behind it.
func (t *trie) longest(text string, tokens []viet.Token, i int, accept func(e *entry, end int) bool) (*entry, int) {
	var best *entry
	end, node := i, int32(0)
	for k := i; k < len(tokens); k++ {
		to, ok := t.next[edge(node, t.ids[tokens[k].Folded])]
		if !ok || k > i && gapOf(text, tokens, k) == gapParts {
			break
		}
		node = to
		for _, e := range t.ends[node] {
			if accept(e, k+1) {
				best, end = e, k+1
				break
			}
		}
	}
	return best, end
}

// gap says what stands between two tokens.
type gap byte

const (
	gapPlain gap = iota // nothing that parts a name
	gapComma
	gapParts
)

const maxGap = 12 // bytes; longer runs of signs part names

// gapOf classifies what stands before token k, which is not the first.
func gapOf(text string, tokens []viet.Token, k int) gap {
	between := text[tokens[k-1].End:tokens[k].Start]
	if len(between) > maxGap {
		return gapParts
	}
	found, lines := gapPlain, 0
	for _, r := range between {
		switch r {
		case ' ', '-', '–', '—', '‐', '‑', '&', '*', '_':
		case '\n':
			lines++
		case ',':
			found = gapComma
		case '.': // "TP.HCM", "TT. Huế"
			if strings.ContainsAny(tokens[k-1].Folded, "aeiouy") {
				return gapParts
			}
		default:
			return gapParts
		}
	}
	if lines > 1 {
		return gapParts
	}
	return found
}

// agrees reports whether a typed token may stand for the word: every mark that was typed
// is the word's own, others may have been left out.
func agrees(t *viet.Token, w word) bool {
	if t.Toned == w.toned || t.Toned == t.Folded {
		return t.Folded == w.folded
	}
	shape, tone := marksOfSyllable(t.Toned, t.Folded)
	wantShape, wantTone := marksOfSyllable(w.toned, w.folded)
	if tone != 0 && tone != wantTone || len(shape) != len(wantShape) {
		return false
	}
	bare := []rune(w.folded)
	for i := range shape {
		if shape[i] != wantShape[i] && shape[i] != bare[i] {
			return false
		}
	}
	return true
}

// marksOfSyllable parts a toned syllable into its letters and its tone, 0 for the level one.
func marksOfSyllable(toned, folded string) ([]rune, rune) {
	letters := []rune(toned)
	if n := utf8.RuneCountInString(folded); n < len(letters) {
		return letters[:n], letters[n]
	}
	return letters, 0
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}
