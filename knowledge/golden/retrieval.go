package golden

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// Depths are the numbers of first hits that a Retrieval counts.
var Depths = [3]int{1, 3, 10}

// Hits counts the questions whose evidence is among the first Depths[i] hits.
type Hits [len(Depths)]Count

func (h *Hits) add(rank int) {
	for i, depth := range Depths {
		h[i].add(rank > 0 && rank <= depth)
	}
}

// Search is one question with the place of its evidence among the hits.
type Search struct {
	Record *Record
	Rank   int  // of the first hit that holds the evidence, from 1; 0 when none of the first ten does
	Held   bool // some entry of the corpus holds the evidence
}

// Retrieval is how well the search finds evidence, over all and by style.
type Retrieval struct {
	Searches []Search // of the answerable questions that have evidence, in their order
	All      Hits
	Held     Count // questions whose evidence stands in some entry: no search could find the others
	ByStyle  map[string]*Hits
}

// Retrieve searches for every answerable question that has evidence. Evidence is found
// where an entry holds it word for word; white space, punctuation and case do not count.
func Retrieve(ctx context.Context, base *knowledge.Base, records []Record, asOf time.Time) (*Retrieval, error) {
	rep := &Retrieval{ByStyle: map[string]*Hits{}}
	var all []string
	for _, e := range base.Entries() {
		all = append(all, evidenceForm(e.Text))
	}
	for i := range records {
		r := &records[i]
		evidence := evidenceForm(r.Evidence)
		if !r.Answerable || strings.TrimSpace(evidence) == "" {
			continue
		}
		found, err := base.Retrieve(ctx, r.question(asOf), Depths[len(Depths)-1])
		if err != nil {
			return nil, fmt.Errorf("golden: retrieve %s: %w", r.ID, err)
		}
		rank := 1 + slices.IndexFunc(found, func(f knowledge.Found) bool { return strings.Contains(evidenceForm(f.Text), evidence) })
		held := slices.ContainsFunc(all, func(text string) bool { return strings.Contains(text, evidence) })
		rep.Searches = append(rep.Searches, Search{Record: r, Rank: rank, Held: held})
		rep.Held.add(held)
		rep.All.add(rank)
		style := r.Style
		if style == "" {
			style = Unnamed
		}
		if rep.ByStyle[style] == nil {
			rep.ByStyle[style] = &Hits{}
		}
		rep.ByStyle[style].add(rank)
	}
	return rep, nil
}

// evidenceForm is a text as its words, a blank at both ends.
func evidenceForm(s string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, t := range viet.Tokenize(plain(s)) {
		b.WriteString(t.Toned)
		b.WriteByte(' ')
	}
	return b.String()
}
