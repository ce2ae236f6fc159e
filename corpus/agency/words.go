package agency

import (
	_ "embed" // words.txt, bodies.txt
	"fmt"
	"strconv"
	"strings"
	"sync"

	"dondoc/corpus/viet"
)

// class is what a word or phrase of words.txt and bodies.txt is to a reader of cells.
type class byte

const (
	classPlain class = iota
	classPlace
	classGeneric
	classRole
	classWith
	classVerb
	classNaming
	classPost
	classHead
	classOwn
	classWhole
	classShare
	classArea
	classes int = iota
)

// sections are the names of the classes in the files.
var sections = map[string]class{
	"plain": classPlain, "place": classPlace, "generic": classGeneric, "role": classRole, "with": classWith, "verb": classVerb, "naming": classNaming,
	"post": classPost, "head": classHead, "own": classOwn, "whole": classWhole, "share": classShare, "area": classArea,
}

// wordList is what words.txt and bodies.txt say; their heads explain the sections.
type wordList struct {
	phrases []*entry
	cell    *trie // the classes
	written *trie
	long    map[*entry]string // what a short form is written out as
	places  map[string]bool   // the last word of commune and district, toned
	rows    map[string]bool   // folded
	onsets  map[string]bool
	rimes   map[string]bool
	learnt  [][]word // what names are made of
	shorts  []short  // the abbreviations as listed
}

var (
	//go:embed words.txt
	wordsData string
	//go:embed bodies.txt
	bodiesData string
)

// vocabulary reads the embedded words once; a test proves them good.
// short is an abbreviation and what it stands for.
type short struct{ abbreviation, long string }

var vocabulary = sync.OnceValue(func() *wordList {
	w, err := readWords(wordsData, bodiesData)
	if err != nil {
		return newWordList()
	}
	return w
})

func newWordList() *wordList {
	return &wordList{
		cell: newTrie(), written: newTrie(), long: map[*entry]string{},
		places: map[string]bool{}, rows: map[string]bool{}, onsets: map[string]bool{}, rimes: map[string]bool{},
	}
}

func readWords(files ...string) (*wordList, error) {
	w := newWordList()
	for _, data := range files {
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
	}
	return w, nil
}

// add takes one line. The sections with a third column say what it is.
func (w *wordList) add(cols []string) error {
	want := 2
	switch cols[0] {
	case "write", "head", "own", "place", "share":
		want = 3
	}
	if len(cols) != want {
		return fmt.Errorf("%d columns, want %d", len(cols), want)
	}
	e := &entry{words: wordsOf(cols[1]), open: strings.HasSuffix(cols[1], "…")}
	if len(e.words) == 0 {
		return fmt.Errorf("%q holds no word", cols[1])
	}
	if c, ok := sections[cols[0]]; ok {
		e.class = c
		return w.addToClass(e, cols)
	}
	switch cols[0] {
	case "phrase":
		w.phrases = append(w.phrases, e)
	case "write":
		w.written.add(e)
		w.long[e] = cols[2]
		w.shorts = append(w.shorts, short{cols[1], cols[2]})
		w.learnt = append(w.learnt, wordsOf(cols[2]))
	case "row":
		w.rows[e.words[0].folded] = true
	case "onset":
		w.onsets[cols[1]] = true
	case "rime":
		w.rimes[cols[1]] = true
	default:
		return fmt.Errorf("unknown section %q", cols[0])
	}
	return nil
}

func (w *wordList) addToClass(e *entry, cols []string) error {
	switch e.class {
	case classPlace:
		level, err := strconv.Atoi(cols[2])
		if err != nil || level < levelCommune || level > levelProvince {
			return fmt.Errorf("level %q of a place", cols[2])
		}
		if e.level = level; level < levelProvince || len(e.words) > 1 {
			w.places[e.words[len(e.words)-1].toned] = true
		}
	case classHead, classOwn:
		e.kind = Kind(cols[2])
	case classShare:
		e.share = cols[2]
	}
	w.cell.add(e)
	if e.class != classVerb {
		w.learnt = append(w.learnt, e.words)
	}
	return nil
}

// The levels of places. A city may be of the second or the third, its name decides.
const (
	levelCommune  = 1
	levelDistrict = 2
	levelProvince = 3
)

// marks says which words and phrases of each class begin at a token, by their length in tokens.
type marks struct {
	length [classes]uint8
	kind   Kind // of the head
	level  int  // of the place
	share  string
}

// marksOf looks every token up, diacritics included. An abbreviation of capitals counts only in capitals.
func (w *wordList) marksOf(text string, tokens []viet.Token) []marks {
	all := make([]marks, len(tokens))
	ids := w.cell.idsOf(tokens)
	for i := range tokens {
		m := &all[i]
		w.cell.walk(text, tokens, ids, i, func(ends []*entry, end int) {
			for _, e := range ends {
				if !said(e, text, tokens, i) {
					continue
				}
				m.length[e.class] = uint8(end - i)
				switch e.class {
				case classHead, classOwn:
					m.kind = e.kind
				case classPlace:
					m.level = e.level
				case classShare:
					m.share = e.share
				}
			}
		})
	}
	return all
}

// said reports whether the tokens from i on are the entry's words, commas where it has them.
func said(e *entry, text string, tokens []viet.Token, i int) bool {
	for k, w := range e.words {
		if tokens[i+k].Toned != w.toned || k > 0 && !w.comma && gapOf(text, tokens, i+k) == gapComma {
			return false
		}
	}
	return true
}
