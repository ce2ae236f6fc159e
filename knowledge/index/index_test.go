package index

import (
	"context"
	"errors"
	"maps"
	"math"
	"reflect"
	"strings"
	"testing"
)

func TestFrequencies(t *testing.T) {
	x := mustNew(t, townEntries, nil)
	for syllable, want := range map[string]int{"cong": 2, "tinh": 2, "thanh": 2, "sao": 1, "2031": 3, "Sao": 0, "khac": 1, "zz": 0, "": 0} {
		if got := x.DocumentFrequency(syllable); got != want {
			t.Errorf("DocumentFrequency(%q) = %d, want %d", syllable, got, want)
		}
	}
	for pair, want := range map[[2]string]int{{"du", "lieu"}: 2, {"lieu", "du"}: 0, {"sao", "mai"}: 1, {"zz", "mai"}: 0, {"lieu", "ha"}: 0} {
		if got := x.PairFrequency(pair[0], pair[1]); got != want {
			t.Errorf("PairFrequency(%q) = %d, want %d", pair, got, want)
		}
	}
	words := maps.Collect(x.Vocabulary())
	for s, n := range words {
		if n != x.DocumentFrequency(s) || n == 0 {
			t.Errorf("Vocabulary gives %q %d times, DocumentFrequency %d", s, n, x.DocumentFrequency(s))
		}
	}
	if words["mai"] != 1 || words["sao mai"] != 0 {
		t.Errorf("Vocabulary lacks syllables or holds pairs: %v", words)
	}
	for range x.Vocabulary() {
		break // must not go on yielding, which panics
	}
	if x.Len() != len(townEntries) || x.Model() != "" {
		t.Errorf("Len %d, Model %q", x.Len(), x.Model())
	}
}

// TestScoresAreBM25 compares the postings with the formula written out.
func TestScoresAreBM25(t *testing.T) {
	entries := syntheticEntries(60)
	x := mustNew(t, entries, nil)
	w := standardWeights()
	question := syntheticQuestions(entries)[1]
	got := map[int]float64{}
	for _, h := range mustSearch(t, x, Query{Text: question, Limit: len(entries)}) {
		got[h.Entry] = h.Lexical
	}
	want := plainBM25(entries, question, w)
	for i := range entries {
		if math.Abs(got[i]-want[i]) > 1e-3*max(1, want[i]) {
			t.Errorf("entry %d: %g, want %g", i, got[i], want[i])
		}
	}
}

func plainBM25(entries []Entry, question string, w weights) []float64 {
	tfs, lengths, mean := make([]map[string]float64, len(entries)), make([]float64, len(entries)), 0.0
	for i, e := range entries {
		tfs[i] = map[string]float64{}
		plainTerms(e.Text, func(term string, _ float64) { tfs[i][term]++ }, w)
		plainTerms(e.Title, func(term string, _ float64) { tfs[i][term] += float64(w.title) }, w)
		lengths[i] = float64(len(tokenize(e.Text))) + float64(w.title)*float64(len(tokenize(e.Title)))
		mean += lengths[i] / float64(len(entries))
	}
	out, best, seen := make([]float64, len(entries)), 0.0, map[string]bool{}
	plainTerms(question, func(term string, weight float64) {
		df := 0.0
		for _, tf := range tfs {
			if tf[term] > 0 {
				df++
			}
		}
		if seen[term] && df > 0 || df == 0 && strings.Contains(term, " ") {
			return
		}
		seen[term] = true
		weight *= math.Log(1 + (float64(len(entries))-df+0.5)/(df+0.5))
		if !strings.HasPrefix(term, "~") {
			best += weight / (1 + float64(w.saturation))
		}
		for i, tf := range tfs {
			norm := float64(w.saturation) * (1 - float64(w.lengthPull) + float64(w.lengthPull)*lengths[i]/mean)
			out[i] += weight * tf[term] / (tf[term] + norm)
		}
	}, w)
	for i := range out {
		out[i] /= best
	}
	return out
}

// plainTerms yields syllables, "a b" for pairs and "~a" for toned syllables.
func plainTerms(text string, yield func(term string, weight float64), w weights) {
	tokens := tokenize(text)
	for i, tok := range tokens {
		if stops[tok.Folded] {
			yield(tok.Folded, float64(w.syllable)*float64(w.stop))
		} else {
			yield(tok.Folded, float64(w.syllable))
		}
		if i > 0 {
			yield(tokens[i-1].Folded+" "+tok.Folded, float64(w.pair))
		}
		if marked(tok) && !stops[tok.Folded] {
			yield("~"+tok.Toned, float64(w.toned))
		}
	}
}

func TestProgress(t *testing.T) {
	for _, n := range []int{0, 1, embedBatch, 2*embedBatch + 1} {
		for _, e := range []Embedder{nil, LocalEmbedder{}} {
			var seen []int
			_, err := New(t.Context(), syntheticEntries(n), e, func(done, total int) {
				if total != n || len(seen) > 0 && done <= seen[len(seen)-1] {
					t.Errorf("progress(%d, %d) after %v of %d", done, total, seen, n)
				}
				seen = append(seen, done)
			})
			if err != nil || len(seen) == 0 || seen[len(seen)-1] != n {
				t.Errorf("%d entries: progress %v, error %v", n, seen, err)
			}
		}
	}
}

func TestBuildFails(t *testing.T) {
	down := errors.New("down")
	for name, test := range map[string]struct {
		e    Embedder
		want string
	}{
		"embedder fails":  {fakeEmbedder(func([]string) ([][]float32, error) { return nil, down }), "down"},
		"too few vectors": {fakeEmbedder(func([]string) ([][]float32, error) { return [][]float32{{1}}, nil }), "1 vectors for 5 texts"},
		"other length": {each(func(s string) []float32 {
			if strings.Contains(s, "Núi") {
				return []float32{1, 0, 0}
			}
			return []float32{1, 0}
		}), `"c"`},
		"not a number": {each(func(string) []float32 { return []float32{float32(math.NaN()), 1} }), "not finite"},
		"infinite":     {each(func(string) []float32 { return []float32{float32(math.Inf(1)), 1} }), "not finite"},
	} {
		x, err := New(t.Context(), townEntries, test.e, nil)
		if x != nil || err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, test.want)
		}
	}
	_, err := New(t.Context(), townEntries, fakeEmbedder(func([]string) ([][]float32, error) { return nil, down }), nil)
	if !errors.Is(err, down) {
		t.Errorf("the embedder's own error is lost: %v", err)
	}
}

func TestBuildStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	entries := syntheticEntries(5 * embedBatch)
	_, err := New(ctx, entries, LocalEmbedder{}, func(done, total int) {
		if done >= 2*embedBatch {
			t.Errorf("went on to %d after cancelling", done)
		}
		cancel()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := New(ctx, entries, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("without an embedder: error %v", err)
	}
}

// TestRepeatable builds twice and expects the same hits to the last bit.
func TestRepeatable(t *testing.T) {
	entries := syntheticEntries(300)
	a, b := mustNew(t, entries, LocalEmbedder{}), mustNew(t, entries, LocalEmbedder{})
	for _, q := range append(syntheticQuestions(entries), "zzbanan", "hạn") {
		x, y := mustSearch(t, a, Query{Text: q}), mustSearch(t, b, Query{Text: q})
		if !reflect.DeepEqual(x, y) {
			t.Errorf("%q: %v and %v", q, x, y)
		}
	}
}

func TestStopsFile(t *testing.T) {
	previous := ""
	for line := range strings.Lines(stopsFile) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		if line <= previous {
			t.Errorf("%q stands after %q", line, previous)
		}
		if tokens := tokenize(line); len(tokens) != 1 || tokens[0].Folded != line {
			t.Errorf("%q is not a folded syllable", line)
		}
		previous = line
	}
	for _, s := range []string{"cua", "va", "cac", "la", "gi", "nao", "bao", "khi"} {
		if !stops[s] {
			t.Errorf("%q is no stop syllable", s)
		}
	}
}

func TestNoiseStaysOut(t *testing.T) {
	noise := strings.Repeat("QUJD", maxSyllable)
	x := mustNew(t, []Entry{{Text: "cổng " + noise + " dữ liệu"}}, nil)
	for s := range x.Vocabulary() {
		if len(s) > maxSyllable {
			t.Errorf("the vocabulary holds %d bytes of noise", len(s))
		}
	}
	if x.DocumentFrequency("cong") != 1 {
		t.Error("the words beside the noise are lost")
	}
}
