package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/philippgille/chromem-go"
)

// embedBatch is the number of texts a call of Embed.
const embedBatch = 64

// vectors are the entries' vectors. chromem scans them all; rows are the same
// memory by position, for the entries that the lexical side has found already.
type vectors struct {
	embedder   Embedder // nil: no vectors at all
	weight     float64
	scanBelow  float64 // scan only when no lexical score reaches this
	dims       int
	rows       [][]float32 // nil for an entry without a vector
	collection *chromem.Collection
}

func embedAll(ctx context.Context, entries []Entry, e Embedder, progress func(done, total int), w weights) (*vectors, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	v := &vectors{embedder: e}
	if e != nil {
		if err := v.open(len(entries), w); err != nil {
			return nil, err
		}
		for start := 0; start < len(entries); start += embedBatch {
			end := min(start+embedBatch, len(entries))
			if err := v.add(ctx, entries[start:end], start); err != nil {
				return nil, err
			}
			if end < len(entries) {
				progress(end, len(entries))
			}
		}
	}
	progress(len(entries), len(entries))
	return v, nil
}

func (v *vectors) open(entries int, w weights) error {
	v.weight, v.scanBelow = w.modelVector, math.Inf(1)
	if v.embedder.Model() == (LocalEmbedder{}).Model() {
		v.weight, v.scanBelow = w.localVector, w.localVector
	}
	v.rows = make([][]float32, entries)
	// chromem takes nil for "ask OpenAI", so it gets a function that refuses.
	refuse := func(context.Context, string) ([]float32, error) {
		return nil, errors.New("index: chromem must not embed")
	}
	var err error
	v.collection, err = chromem.NewDB().CreateCollection("entries", nil, refuse)
	return err
}

// add embeds one batch, whose first entry has position start.
func (v *vectors) add(ctx context.Context, batch []Entry, start int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	texts := make([]string, len(batch))
	for i, e := range batch {
		texts[i] = e.Title + "\n" + e.Text
	}
	rows, err := v.embedder.Embed(ctx, texts)
	if err != nil {
		return fmt.Errorf("embed with %s: %w", v.embedder.Model(), err)
	}
	if len(rows) != len(batch) {
		return fmt.Errorf("embed with %s: %d vectors for %d texts", v.embedder.Model(), len(rows), len(batch))
	}
	for i, row := range rows {
		unit, err := v.unit(row)
		if err != nil {
			return fmt.Errorf("vector of %q: %w", batch[i].ID, err)
		}
		if unit == nil {
			continue
		}
		if v.dims == 0 {
			v.dims = len(unit)
		}
		v.rows[start+i] = unit
		doc := chromem.Document{ID: strconv.Itoa(start + i), Embedding: unit}
		if err := v.collection.AddDocument(ctx, doc); err != nil {
			return fmt.Errorf("add %q: %w", batch[i].ID, err)
		}
	}
	return nil
}

// unit checks a vector and brings it to length 1, because chromem accepts any
// and then fails on every query. A zero vector gives nil.
func (v *vectors) unit(row []float32) ([]float32, error) {
	if v.dims != 0 && len(row) != v.dims {
		return nil, fmt.Errorf("has %d dimensions, the others %d", len(row), v.dims)
	}
	norm := math.Sqrt(dot(row, row))
	switch {
	case math.IsNaN(norm) || math.IsInf(norm, 0):
		return nil, errors.New("is not finite")
	case norm == 0:
		return nil, nil
	case math.Abs(norm-1) < 1e-6:
		return row, nil
	}
	out := make([]float32, len(row))
	for i, x := range row {
		out[i] = float32(float64(x) / norm)
	}
	return out, nil
}

func dot(a, b []float32) float64 {
	var sum float64
	for i, x := range a {
		sum += float64(x) * float64(b[i])
	}
	return sum
}

// query embeds the text of a question. nil without an error: no vector can be near it.
func (v *vectors) query(ctx context.Context, text string) ([]float32, error) {
	if v.embedder == nil || v.dims == 0 {
		return nil, nil
	}
	rows, err := v.embedder.Embed(ctx, []string{text})
	if err != nil {
		return nil, err
	}
	if len(rows) != 1 {
		return nil, fmt.Errorf("%d vectors for 1 text", len(rows))
	}
	return v.unit(rows[0])
}

// cosine compares one entry with the vector of a question; below 0 tells nothing, and counts as 0.
func (v *vectors) cosine(q []float32, entry int32) float64 {
	if q == nil || v.rows[entry] == nil {
		return 0
	}
	return max(0, dot(q, v.rows[entry]))
}

// scan returns the nearest entries that accept allows, nearest first, at least
// want of them if there are so many, whatever order chromem's map gave them.
func (v *vectors) scan(ctx context.Context, q []float32, want int, accept func(entry int) bool) ([]int32, error) {
	for n := want + 1; ; n *= 4 {
		// A scan under way does not look at ctx, and a cancelled one returns what it has without an error.
		all := min(n, v.collection.Count())
		results, err := v.collection.QueryEmbedding(ctx, q, all, nil, nil)
		if err := cmp.Or(ctx.Err(), err); err != nil {
			return nil, err
		}
		exhausted := all == v.collection.Count() || len(results) > 0 && results[len(results)-1].Similarity <= 0
		if !exhausted {
			results = dropCutTies(results)
		}
		found, err := acceptable(results, accept)
		if err != nil || exhausted || len(found) >= want {
			return found, err
		}
	}
}

// dropCutTies removes the results as far as the last one: which of several
// entries at one distance made it into the list is chance.
func dropCutTies(results []chromem.Result) []chromem.Result {
	last := results[len(results)-1].Similarity
	return results[:slices.IndexFunc(results, func(r chromem.Result) bool { return r.Similarity == last })]
}

func acceptable(results []chromem.Result, accept func(entry int) bool) ([]int32, error) {
	slices.SortFunc(results, func(a, b chromem.Result) int {
		return cmp.Or(-cmp.Compare(a.Similarity, b.Similarity), cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	var found []int32
	for _, r := range results {
		entry, err := strconv.Atoi(r.ID)
		if err != nil {
			return nil, err
		}
		if r.Similarity > 0 && accept(entry) {
			found = append(found, int32(entry))
		}
	}
	return found, nil
}
