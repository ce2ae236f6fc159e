package review

import (
	"cmp"
	"slices"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/corpus/viet"
)

// Doubts lists the doubts of a version, settled or not, with their places: those that
// before has not first, else in their order. Of doubts of the same words those count as
// the same that stand at the same words.
func Doubts(before, after edits.Applied) []Doubt {
	was, is := orEmpty(before.Corpus), orEmpty(after.Corpus)
	now, then := placesOf(is), placesOf(was)
	known := map[doubtKey]int{}
	for _, d := range before.Doubts() {
		known[keyOf(&d.Doubt, then.at(&d.Doubt))]++
	}
	var out []Doubt
	for _, d := range after.Doubts() {
		p := now.at(&d.Doubt)
		one := Doubt{Doubt: d.Doubt, Words: d.Words, Settled: d.Settled}
		if p != nil {
			one.Passage = p.ID
		}
		if k := keyOf(&d.Doubt, p); known[k] > 0 {
			known[k]--
		} else {
			one.Fresh = true
		}
		out = append(out, one)
	}
	slices.SortStableFunc(out, func(a, b Doubt) int {
		switch {
		case a.Fresh == b.Fresh:
			return 0
		case a.Fresh:
			return -1
		}
		return 1
	})
	return out
}

// Open returns the doubts that nobody has settled, in their order.
func (r *Review) Open() []Doubt {
	return slices.DeleteFunc(slices.Clone(r.Doubts), func(d Doubt) bool { return d.Settled != "" })
}

// doubtKey tells doubts apart over versions: not by their Document, for a draft becomes
// another one, nor by numbers of rows.
type doubtKey struct{ text, place string }

func keyOf(d *corpus.Doubt, at *corpus.Passage) doubtKey {
	k := doubtKey{text: d.Text}
	if at != nil {
		k.place = withoutNumber(at.Text)
	}
	return k
}

// withoutNumber folds a text and leaves out the number that it begins with.
func withoutNumber(text string) string {
	first, rest, ok := strings.Cut(viet.Fold(viet.Squeeze(text)), " ")
	if ok && strings.Trim(first, "0123456789ivxlc.)-(") == "" {
		return rest
	}
	return first + " " + rest
}

// spot is where the passages of one Document in one file are looked for.
type spot struct{ file, document string }

// places are the passages by spot in their order.
type places map[spot][]*corpus.Passage

func placesOf(c *corpus.Corpus) places {
	all := places{}
	for i := range c.Passages {
		p := &c.Passages[i]
		for _, s := range []spot{{p.Source.File, p.Document}, {p.Source.File, ""}} {
			all[s] = append(all[s], p)
		}
	}
	for _, list := range all {
		slices.SortStableFunc(list, func(a, b *corpus.Passage) int { return bySource(a.Source, b.Source) })
	}
	return all
}

func bySource(a, b corpus.Source) int {
	return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Line, b.Line))
}

// at returns the passage at the place of a doubt, else the nearest before it in its
// Document, else the Document's first, else nil.
func (all places) at(d *corpus.Doubt) *corpus.Passage {
	list := all[spot{d.Source.File, d.Document}]
	if len(list) == 0 {
		return nil
	}
	i, found := slices.BinarySearchFunc(list, d.Source, func(p *corpus.Passage, s corpus.Source) int { return bySource(p.Source, s) })
	if !found {
		i--
	}
	return list[max(i, 0)]
}
