package index

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestFirstHit(t *testing.T) {
	tones := []Entry{{Text: "mã số cán bộ"}, {Text: "má lúa cấy non"}, {Text: "ma trận chấm điểm"}}
	order := []Entry{{Text: "bộ chỉ đạo nội dung vụ việc"}, {Text: "vụ việc của Bộ Nội vụ do ban chỉ đạo theo dõi"}}
	for name, test := range map[string]struct {
		entries []Entry
		q       string
		want    int
	}{
		"as written":              {townEntries, "Sao Mai số hóa sổ hộ tịch", 0},
		"without marks":           {townEntries, "sao mai xong so ho tich khi nao", 0},
		"capitals":                {townEntries, "TỈNH SÔNG XANH", 1},
		"other place of the tone": {townEntries, "số hoá", 0},
		"the title alone":         {townEntries, "quy chế", 3},
		"text before title":       {townEntries, "cổng dữ liệu", 1},
		"stop syllables alone":    {townEntries, "do khác lo", 4},
		"tone decides":            {tones, "má", 1},
		"another tone":            {tones, "mã", 0},
		"pairs before syllables":  {order, "noi vu", 1},
		"joined words":            {townEntries, "songxanh", 1},
		"joined differently":      {townEntries, "kynang giaovien", 2},
	} {
		t.Run(name, func(t *testing.T) {
			hits := mustSearch(t, mustNew(t, test.entries, LocalEmbedder{}), Query{Text: test.q})
			if len(hits) == 0 || hits[0].Entry != test.want {
				t.Errorf("%q finds %+v, want entry %d first", test.q, hits, test.want)
			}
		})
	}
}

func TestNothingToFind(t *testing.T) {
	for _, e := range []Embedder{nil, LocalEmbedder{}} {
		full, empty := mustNew(t, townEntries, e), mustNew(t, nil, e)
		blank := mustNew(t, []Entry{{}, {Text: " ... "}}, e)
		for name, test := range map[string]struct {
			x *Index
			q Query
		}{
			"empty question":         {full, Query{}},
			"punctuation":            {full, Query{Text: " ?!… \n"}},
			"empty index":            {empty, Query{Text: "cổng dữ liệu"}},
			"blank entries":          {blank, Query{Text: "cổng dữ liệu"}},
			"filter lets none pass":  {full, Query{Text: "cổng dữ liệu", Filter: func(int) bool { return false }}},
			"boost excludes all":     {full, Query{Text: "cổng dữ liệu", Boost: func(int) float64 { return 0 }}},
			"unknown, filter":        {full, Query{Text: "songxanh", Filter: func(int) bool { return false }}},
			"boost is not a number":  {full, Query{Text: "cổng dữ liệu", Boost: func(int) float64 { return math.NaN() }}},
			"unknown, boost negates": {full, Query{Text: "songxanh", Boost: func(int) float64 { return -1 }}},
		} {
			if hits := mustSearch(t, test.x, test.q); len(hits) != 0 {
				t.Errorf("%s (embedder %T): %+v", name, e, hits)
			}
		}
	}
}

func TestLimitFilterBoost(t *testing.T) {
	entries := slices.Repeat([]Entry{{Text: "cổng dữ liệu mở"}}, 200)
	x := mustNew(t, entries, LocalEmbedder{})
	for limit, want := range map[int]int{-1: 10, 0: 10, 1: 1, 70: 70, math.MaxInt: 200} {
		hits := mustSearch(t, x, Query{Text: "cổng dữ liệu", Limit: limit})
		if len(hits) != want {
			t.Errorf("limit %d gives %d hits", limit, len(hits))
		}
		for i, h := range hits {
			if h.Entry != i {
				t.Fatalf("limit %d: of equal entries, hit %d is entry %d", limit, i, h.Entry)
			}
		}
	}
	odd := func(entry int) bool { return entry%2 == 1 }
	last := func(entry int) float64 { return 1 + float64(entry)/100 }
	for _, q := range []string{"cổng dữ liệu", "cổngdữliệu"} { // by words, by vectors
		if hits := mustSearch(t, x, Query{Text: q, Limit: math.MaxInt}); len(hits) != len(entries) {
			t.Errorf("%q finds %d of %d", q, len(hits), len(entries))
		}
		hits := mustSearch(t, x, Query{Text: q, Limit: 2, Filter: odd})
		if want := []int{1, 3}; !reflect.DeepEqual(positions(hits), want) {
			t.Errorf("%q filtered: %v, want %v", q, positions(hits), want)
		}
	}
	hits := mustSearch(t, x, Query{Text: "cổng dữ liệu", Limit: 2, Filter: odd, Boost: last})
	if want := []int{199, 197}; !reflect.DeepEqual(positions(hits), want) {
		t.Errorf("boosted: %v, want %v", positions(hits), want)
	}
}

func TestLexicalScale(t *testing.T) {
	x := mustNew(t, townEntries, nil)
	all := mustSearch(t, x, Query{Text: "tỉnh sông xanh"})[0].Lexical
	half := mustSearch(t, x, Query{Text: "tỉnh sông xanh zzz qqq www"})[0].Lexical
	if all < 0.8 || all > 1.6 || half > 0.7*all {
		t.Errorf("a full match scores %.2f and one with unknown words %.2f", all, half)
	}
}

func TestLongQuestion(t *testing.T) {
	x := mustNew(t, townEntries, LocalEmbedder{})
	padding := strings.Repeat("ố", maxQuery)
	if hits := mustSearch(t, x, Query{Text: "Sông Xanh " + padding}); len(hits) == 0 || hits[0].Entry != 1 {
		t.Errorf("%+v", hits)
	}
	for n := range 4 {
		s := strings.Repeat("x", n) + padding
		if c := clip(s); len(c) > maxQuery || len(c) < maxQuery-3 || !strings.HasPrefix(s, c) || strings.ToValidUTF8(c, "") != c {
			t.Errorf("clip leaves %d bytes or half a character", len(c))
		}
	}
}

func TestSearchCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, q := range []string{"cổng dữ liệu", "songxanh"} {
		hits, err := mustNew(t, townEntries, LocalEmbedder{}).Search(ctx, Query{Text: q})
		if hits != nil || !errors.Is(err, context.Canceled) || errors.Is(err, ErrVectors) {
			t.Errorf("%q: %v, %v", q, hits, err)
		}
	}
}

// TestConcurrent runs under -race; a scratch buffer that is shared or not cleaned changes the hits.
func TestConcurrent(t *testing.T) {
	entries := syntheticEntries(100)
	x := mustNew(t, entries, LocalEmbedder{})
	questions := append(syntheticQuestions(entries), "zzbanan", "")
	want := make([][]Hit, len(questions))
	for i, q := range questions {
		want[i] = mustSearch(t, mustNew(t, entries, LocalEmbedder{}), Query{Text: q})
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i, q := range questions {
				got, err := x.Search(t.Context(), Query{Text: q})
				if err != nil || !reflect.DeepEqual(got, want[i]) {
					t.Errorf("%q: %v, %v; alone %v", q, got, err, want[i])
				}
			}
		})
	}
	wg.Wait()
}

func TestTopKeepsTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		var all []candidate
		for i := range r.IntN(50) {
			all = append(all, candidate{int32(i), float64(r.IntN(9))})
		}
		size := r.IntN(20)
		var kept top
		for _, i := range r.Perm(len(all)) {
			kept.offer(all[i], size)
		}
		best := func(a, b candidate) int {
			if b.below(a) {
				return -1
			}
			return 1
		}
		slices.SortFunc(all, best)
		slices.SortFunc(kept, best)
		if want := all[:min(size, len(all))]; !slices.Equal(kept, top(want)) {
			t.Fatalf("kept %v, want %v", kept, want)
		}
	}
}

func FuzzSearch(f *testing.F) {
	f.Add("Bộ TT&TT", "17/QĐ-UBQGCDS", "hạn?", 3)
	f.Add("\xff\x00", "", "a\u0301", -1)
	f.Fuzz(func(t *testing.T, text, title, q string, limit int) {
		entries := []Entry{{Title: title, Text: text}, {Title: text, Text: title}, {Text: q}}
		x := mustNew(t, entries, LocalEmbedder{})
		hits := mustSearch(t, x, Query{Text: q, Limit: limit})
		for i, h := range hits {
			if !(h.Score > 0) || math.IsInf(h.Score, 0) || h.Vector < 0 || h.Vector > 1.0001 || i > 0 && hits[i-1].Score < h.Score {
				t.Fatalf("%+v", hits)
			}
		}
		if len(q) <= maxQuery && len(tokenize(q)) > 0 && len(hits) == 0 {
			t.Fatalf("%q does not find itself", q)
		}
	})
}
