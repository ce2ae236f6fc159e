package index

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

var sweep = flag.Bool("sweep", false, "TestRetrieval also measures the neighbours of the weights")

const questionsFile = "../../../shared/eval/questions.jsonl"

// evalQuestion is a line of the sample; evidence are the document's own words that answer it.
type evalQuestion struct {
	ID         string `json:"id"`
	Q          string `json:"q"`
	Style      string `json:"style"`
	Answerable bool   `json:"answerable"`
	Context    []struct {
		Role, Text string
	} `json:"context"`
	Evidence struct {
		Quote string `json:"quote"`
	} `json:"evidence"`

	hits map[int]bool // the entries that hold the evidence
}

// text is what is searched for: a follow-up with the question before it, as the understanding will do.
func (q *evalQuestion) text() string {
	var b strings.Builder
	for _, turn := range q.Context {
		if turn.Role == "user" {
			b.WriteString(turn.Text + "\n")
		}
	}
	return b.String() + q.Q
}

// What the shipped weights reach on the sample is 62 % and 82 %; a fall by three questions fails.
// (The baseline of the project, 56 % and 84 %, is over other questions and another splitting.)
const (
	floorAt1  = 56
	floorAt10 = 78
)

// TestRetrieval logs how often the evidence of a question is found.
func TestRetrieval(t *testing.T) {
	entries := sampleEntries(t)
	questions := sampleQuestions(t, entries)
	t.Logf("%d entries, %d questions with evidence", len(entries), len(questions))
	w := standardWeights()
	lexical := w
	lexical.localVector = 0
	report(t, "lexical only", questions, sampleIndex(t, entries, lexical))
	reportVectors(t, questions, sampleIndex(t, entries, w))
	fused, always := sampleIndex(t, entries, w), sampleIndex(t, entries, w)
	always.vec.scanBelow = math.Inf(1)
	report(t, "fused, always scanning", questions, always)
	at := report(t, "fused", questions, fused)
	if at[0] < floorAt1 || at[2] < floorAt10 {
		t.Errorf("hit@1 %.0f %%, hit@10 %.0f %%: below %d and %d", at[0], at[2], floorAt1, floorAt10)
	}
	for _, q := range questions {
		a, b := searchSample(t, fused, q.text()), searchSample(t, always, q.text())
		if len(a) == 0 || a[0] != b[0] {
			t.Errorf("%s: a scan that was saved would have changed the first hit", q.ID)
		}
	}
	if *sweep {
		sweepWeights(t, entries, questions)
	}
}

func sampleIndex(t *testing.T, entries []Entry, w weights) *Index {
	t.Helper()
	x, err := build(t.Context(), entries, LocalEmbedder{}, nil, w)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func searchSample(t *testing.T, x *Index, q string) []int {
	t.Helper()
	hits, err := x.Search(t.Context(), Query{Text: q})
	if err != nil {
		t.Fatal(err)
	}
	return positions(hits)
}

func report(t *testing.T, name string, questions []evalQuestion, x *Index) [3]float64 {
	t.Helper()
	return logHits(t, name, questions, func(q string) []int { return searchSample(t, x, q) })
}

func reportVectors(t *testing.T, questions []evalQuestion, x *Index) {
	t.Helper()
	logHits(t, "vectors only", questions, func(q string) []int {
		v, err := x.vec.query(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		near, err := x.vec.scan(t.Context(), v, 10, func(int) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		out := make([]int, len(near))
		for i, n := range near {
			out[i] = int(n)
		}
		return out
	})
}

func positions(hits []Hit) []int {
	out := make([]int, len(hits))
	for i, h := range hits {
		out[i] = h.Entry
	}
	return out
}

// logHits returns hit@1, @3 and @10 in per cent over all, and logs them by style too.
func logHits(t *testing.T, name string, questions []evalQuestion, search func(q string) []int) [3]float64 {
	t.Helper()
	type tally struct {
		n, at1, at3, at10 int
		mrr               float64
	}
	styles := map[string]*tally{"all": {}}
	for _, q := range questions {
		rank := slices.IndexFunc(search(q.text()), func(e int) bool { return q.hits[e] })
		if styles[q.Style] == nil {
			styles[q.Style] = &tally{}
		}
		for _, s := range []*tally{styles["all"], styles[q.Style]} {
			s.n++
			if rank >= 0 && rank < 10 {
				s.at10++
				s.mrr += 1 / float64(rank+1)
				if rank < 3 {
					s.at3++
				}
				if rank < 1 {
					s.at1++
				}
			}
		}
	}
	var parts []string
	for style, s := range styles {
		if style != "all" {
			parts = append(parts, fmt.Sprintf("%s %d/%d/%d of %d", style, s.at1, s.at3, s.at10, s.n))
		}
	}
	slices.Sort(parts)
	a := styles["all"]
	share := func(n int) float64 { return 100 * float64(n) / float64(a.n) }
	t.Logf("%-32s @1 %.0f %%  @3 %.0f %%  @10 %.0f %%  MRR %.3f  (%s)", name, share(a.at1), share(a.at3), share(a.at10), a.mrr/float64(a.n), strings.Join(parts, ", "))
	return [3]float64{share(a.at1), share(a.at3), share(a.at10)}
}

func sweepWeights(t *testing.T, entries []Entry, questions []evalQuestion) {
	vary := func(name string, values []float64, set func(*weights, float64)) {
		for _, v := range values {
			w := standardWeights()
			set(&w, v)
			report(t, fmt.Sprintf("%s %.2f", name, v), questions, sampleIndex(t, entries, w))
		}
	}
	vary("syllable", []float64{0.2, 0.35, 0.5, 0.7, 1, 1.5}, func(w *weights, v float64) { w.syllable = float32(v) })
	vary("pair", []float64{0.02, 0.3, 0.6, 1, 2}, func(w *weights, v float64) { w.pair = float32(v) })
	vary("k1 1.2, b", []float64{0.75}, func(w *weights, v float64) { w.saturation, w.lengthPull = 1.2, float32(v) })
	vary("toned", []float64{0, 0.1, 0.2, 0.3, 0.5}, func(w *weights, v float64) { w.toned = float32(v) })
	vary("stop", []float64{0, 0.1, 0.2, 0.3, 1}, func(w *weights, v float64) { w.stop = float32(v) })
	vary("title", []float64{0.02, 0.3, 0.5, 0.8, 1, 1.4}, func(w *weights, v float64) { w.title = float32(v) })
	vary("saturation", []float64{0.4, 0.6, 0.8, 1, 1.2, 1.6}, func(w *weights, v float64) { w.saturation = float32(v) })
	vary("lengthPull", []float64{0.2, 0.3, 0.4, 0.5, 0.6, 0.75}, func(w *weights, v float64) { w.lengthPull = float32(v) })
	vary("localVector", []float64{0, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2}, func(w *weights, v float64) { w.localVector = v })
}

func sampleQuestions(tb testing.TB, entries []Entry) []evalQuestion {
	tb.Helper()
	f, err := os.Open(questionsFile)
	if err != nil {
		tb.Skip("the sample questions lie outside the repository: " + err.Error())
	}
	defer f.Close()
	sets := make([]map[string]bool, len(entries))
	for i, e := range entries {
		sets[i] = pairSet(e.Title + "\n" + e.Text)
	}
	var out []evalQuestion
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var q evalQuestion
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			tb.Fatal(err)
		}
		if q.Answerable {
			q.hits = holders(sets, pairSet(q.Evidence.Quote))
			if len(q.hits) > 0 {
				out = append(out, q)
			} else {
				tb.Logf("%s: the plain splitting tears its evidence apart", q.ID)
			}
		}
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return out
}

// pairSet are the folded pairs of a text.
func pairSet(text string) map[string]bool {
	set := map[string]bool{}
	tokens := tokenize(text)
	for i := 1; i < len(tokens); i++ {
		set[tokens[i-1].Folded+" "+tokens[i].Folded] = true
	}
	return set
}

// holders are the entries with at least 60 % of the evidence's pairs: scans and table cells differ from the quote in little things.
func holders(sets []map[string]bool, evidence map[string]bool) map[int]bool {
	out := map[int]bool{}
	for i, set := range sets {
		n := 0
		for p := range evidence {
			if set[p] {
				n++
			}
		}
		if len(evidence) > 0 && float64(n) >= 0.6*float64(len(evidence)) {
			out[i] = true
		}
	}
	return out
}
