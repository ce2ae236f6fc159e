package reminders

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"dondoc/corpus/viet"
)

// likeness compares the Tasks of two versions of a Document by their words, without the deadlines, and by their marks:
// who leads them and where they stand. A word weighs the more the fewer Tasks have it, so that the formula with which
// thirty Tasks begin weighs little.
//
// Two Tasks that differ in one word may be one Task reworded, or two rows of a list. What tells is that which each
// Task has and its nearest neighbour in the same version has not (own): a reworded Task keeps of it, another row does
// not.
type likeness struct {
	old, new side
	oldAt    map[int]int32 // by index in reconciler.standing
	newAt    map[int]int32
	standing []int // the index in reconciler.standing by that in old
	openOld  finder
	weight   []float32 // by word
	contents map[string]int32
}

// side are the Tasks of one version.
type side struct {
	sheets []sheet
	all    finder
	nearby []int32 // the nearest neighbour of each, once it was looked for
}

// sheet is what a Task is compared by.
type sheet struct {
	words   []int32 // with marks; sorted, each once
	content int32   // the same for Tasks of the same words, marks apart
	weight  float32 // of all words
}

// lonely and unknown stand where a neighbour would.
const (
	lonely  = -1
	unknown = -2
)

// The place counts for less than a word that only one Task has, for places shift; who leads counts for more, for words
// are changed sooner.
const (
	sectionWeight = 0.5
	leadWeight    = 1.5
)

func newLikeness(r *reconciler, standing, fresh []int) *likeness {
	l := &likeness{oldAt: make(map[int]int32, len(standing)), newAt: make(map[int]int32, len(fresh)), standing: standing, contents: map[string]int32{}}
	lex := lexicon{ids: map[string]int32{}}
	for at, i := range standing {
		l.oldAt[i] = int32(at)
		t := r.standing[i].Task
		l.old.sheets = append(l.old.sheets, l.sheetOf(&lex, t, withoutDates(t)))
	}
	for at, j := range fresh {
		l.newAt[j] = int32(at)
		f := &r.fresh[j]
		text := withoutDates(f.Task)
		for _, m := range f.from.Milestones {
			if m.Was != "" { // of a corrected deadline the text has the old words
				text = strings.ReplaceAll(text, m.Was, " ")
			}
		}
		for _, a := range f.from.Amended { // and so it has of one that somebody corrected
			if a.Field == "milestones" {
				for phrase := range strings.SplitSeq(a.Was, "; ") {
					if phrase != "" {
						text = strings.ReplaceAll(text, phrase, " ")
					}
				}
			}
		}
		l.new.sheets = append(l.new.sheets, l.sheetOf(&lex, f.Task, text))
	}
	l.weigh(&lex)
	for _, s := range []*side{&l.old, &l.new} {
		s.nearby = slices.Repeat([]int32{unknown}, len(s.sheets))
		s.all = newFinder(s.sheets, l.weight, nil)
	}
	return l
}

// withoutDates is the text without the words of its deadlines: a Task whose deadline moves stays the same.
func withoutDates(t *Task) string {
	text := t.Text
	for _, m := range t.Milestones {
		if m.Phrase != "" {
			text = strings.ReplaceAll(text, m.Phrase, " ")
		}
	}
	return text
}

// lexicon numbers words.
type lexicon struct {
	ids      map[string]int32
	sections []int32
	leads    []int32
	tokens   []viet.Token
}

func (x *lexicon) number(word string) int32 {
	id, ok := x.ids[word]
	if !ok {
		id = int32(len(x.ids))
		x.ids[word] = id
	}
	return id
}

func (l *likeness) sheetOf(lex *lexicon, t *Task, text string) sheet {
	lex.tokens = viet.AppendTokens(lex.tokens[:0], text)
	words := make([]int32, 0, len(lex.tokens)+len(t.Lead)+1)
	content := make([]byte, 0, len(text))
	for _, k := range lex.tokens {
		words = append(words, lex.number(k.Folded))
		content = append(append(content, k.Folded...), ' ')
	}
	s := sheet{content: int32(len(l.contents))}
	if known, ok := l.contents[string(content)]; ok {
		s.content = known
	} else {
		l.contents[string(content)] = s.content
	}
	for _, name := range t.Lead {
		id := lex.number("lead\x00" + name)
		lex.leads = append(lex.leads, id)
		words = append(words, id)
	}
	section := lex.number("section\x00" + t.Section)
	lex.sections = append(lex.sections, section)
	words = append(words, section)
	slices.Sort(words)
	s.words = slices.Compact(words)
	return s
}

// weigh gives the words their weights. A word counts as often as in the version that has it more often: one that was
// put in is as rare as one that was taken out.
func (l *likeness) weigh(lex *lexicon) {
	counts := [2][]float64{make([]float64, len(lex.ids)), make([]float64, len(lex.ids))}
	for i, s := range []*side{&l.old, &l.new} {
		for _, sheet := range s.sheets {
			for _, w := range sheet.words {
				counts[i][w]++
			}
		}
	}
	tasks := float64(max(len(l.old.sheets), len(l.new.sheets)))
	l.weight = make([]float32, len(lex.ids))
	for w := range l.weight {
		l.weight[w] = float32(math.Log(1 + tasks/max(counts[0][w], counts[1][w])))
	}
	slices.Sort(lex.sections)
	for _, w := range slices.Compact(lex.sections) {
		l.weight[w] *= sectionWeight
	}
	slices.Sort(lex.leads)
	for _, w := range slices.Compact(lex.leads) {
		l.weight[w] *= leadWeight
	}
	for _, s := range []*side{&l.old, &l.new} {
		for i := range s.sheets {
			for _, w := range s.sheets[i].words {
				s.sheets[i].weight += l.weight[w]
			}
		}
	}
}

// open says which Tasks of the register are still to be matched; candidates are taken from them.
func (l *likeness) open(standing []int) {
	only := make([]int32, len(standing))
	for n, i := range standing {
		only[n] = l.oldAt[i]
	}
	l.openOld = newFinder(l.old.sheets, l.weight, only)
}

// candidates returns the Tasks of the register that a fresh one may be.
func (l *likeness) candidates(j int) []int {
	at := l.newAt[j]
	place := float64(at) / float64(len(l.new.sheets))
	var found []int
	for _, i := range l.openOld.closest(&l.new.sheets[at], place, lonely) {
		found = append(found, l.standing[i])
	}
	return found
}

func (l *likeness) pair(i, j int) (old, fresh *sheet) {
	return &l.old.sheets[l.oldAt[i]], &l.new.sheets[l.newAt[j]]
}

// sameContent reports whether two Tasks differ in nothing but deadlines, marks and diacritics.
func (l *likeness) sameContent(i, j int) bool {
	a, b := l.pair(i, j)
	return a.content == b.content
}

// alike is the share of common words of two Tasks, by weight.
func (l *likeness) alike(i, j int) float64 {
	a, b := l.pair(i, j)
	return l.share(a, b)
}

func (l *likeness) share(a, b *sheet) float64 {
	var common float32
	x, y := a.words, b.words
	for len(x) > 0 && len(y) > 0 {
		switch c := cmp.Compare(x[0], y[0]); {
		case c < 0:
			x = x[1:]
		case c > 0:
			y = y[1:]
		default:
			common += l.weight[x[0]]
			x, y = x[1:], y[1:]
		}
	}
	return float64(2 * common / (a.weight + b.weight))
}

// own is the share of what two Tasks have in common of that by which each differs from its nearest neighbour.
func (l *likeness) own(i, j int) float64 {
	a, b := l.pair(i, j)
	ofOld := l.kept(a, b, l.neighbour(&l.old, l.oldAt[i]))
	ofNew := l.kept(b, a, l.neighbour(&l.new, l.newAt[j]))
	return (ofOld + ofNew) / 2
}

// kept is how much of what a sheet has and its neighbour has not is in the other one too.
func (l *likeness) kept(s, other, neighbour *sheet) float64 {
	var all, kept float32
	for _, w := range s.words {
		if neighbour != nil && contains(neighbour.words, w) {
			continue
		}
		all += l.weight[w]
		if contains(other.words, w) {
			kept += l.weight[w]
		}
	}
	if all == 0 { // it has nothing of its own
		return leastOwn
	}
	return float64(kept / all)
}

func contains(sorted []int32, w int32) bool {
	_, ok := slices.BinarySearch(sorted, w)
	return ok
}

// neighbour is the Task of the same version that is most alike and has not the same words.
func (l *likeness) neighbour(s *side, at int32) *sheet {
	own := &s.sheets[at]
	if s.nearby[at] == unknown {
		s.nearby[at] = lonely
		best := 0.0
		for _, n := range s.all.closest(own, float64(at)/float64(len(s.sheets)), own.content) {
			if share := l.share(own, &s.sheets[n]); share > best {
				best, s.nearby[at] = share, n
			}
		}
	}
	if s.nearby[at] == lonely {
		return nil
	}
	return &s.sheets[s.nearby[at]]
}
