package index

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// meaning knows that two words are one, which no spelling tells.
func meaning(text string) []float32 {
	if strings.Contains(text, "hộ tịch") || strings.Contains(text, "khai sinh") {
		return []float32{0, 3} // not of length 1: the index has to see to it
	}
	return []float32{1, 0}
}

func TestModelVectorsFindOtherWords(t *testing.T) {
	x := mustNew(t, townEntries, each(meaning))
	hits := mustSearch(t, x, Query{Text: "giấy khai sinh"})
	if len(hits) == 0 || hits[0].Entry != 0 || math.Abs(hits[0].Vector-1) > 1e-6 || x.Model() != "fake" {
		t.Errorf("%s: %+v", x.Model(), hits)
	}
}

func TestEmbedderFailsLater(t *testing.T) {
	down := errors.New("down")
	for name, broken := range map[string]fakeEmbedder{
		"fails":        func([]string) ([][]float32, error) { return nil, down },
		"no vector":    func([]string) ([][]float32, error) { return nil, nil },
		"other length": each(func(string) []float32 { return []float32{1} }),
		"not a number": each(func(string) []float32 { return []float32{float32(math.NaN()), 0} }),
	} {
		x := mustNew(t, townEntries, each(meaning))
		x.vec.embedder = broken
		hits, err := x.Search(t.Context(), Query{Text: "Sông Xanh"})
		if !errors.Is(err, ErrVectors) || len(hits) == 0 || hits[0].Entry != 1 {
			t.Errorf("%s: %+v, %v", name, hits, err)
		}
		if name == "fails" && !errors.Is(err, down) {
			t.Errorf("the embedder's own error is lost: %v", err)
		}
	}
}

func TestZeroVectors(t *testing.T) {
	some := each(func(s string) []float32 {
		if strings.Contains(s, "Quy chế") || s == "gì cơ" {
			return []float32{0, 0}
		}
		return []float32{1, 0}
	})
	x := mustNew(t, townEntries, some)
	if n := x.vec.collection.Count(); n != len(townEntries)-1 {
		t.Errorf("%d of %d entries have a vector", n, len(townEntries))
	}
	if hits := mustSearch(t, x, Query{Text: "zzz"}); slices.Contains(positions(hits), 3) || len(hits) != len(townEntries)-1 {
		t.Errorf("zzz: %+v", hits)
	}
	if hits := mustSearch(t, x, Query{Text: "gì cơ"}); len(hits) != 0 && hits[0].Vector != 0 {
		t.Errorf("a question without a vector: %+v", hits)
	}
	none := mustNew(t, townEntries, each(func(string) []float32 { return []float32{0, 0} }))
	if hits := mustSearch(t, none, Query{Text: "Sông Xanh"}); len(hits) == 0 || hits[0].Entry != 1 {
		t.Errorf("without any vector: %+v", hits)
	}
}

// TestScanIsSaved takes chromem away: only a search that scans can miss it.
func TestScanIsSaved(t *testing.T) {
	x := mustNew(t, townEntries, LocalEmbedder{})
	x.vec.collection = nil
	for _, q := range []string{"tỉnh sông xanh", "ai chủ trì cổng dữ liệu vậy", "so ho tich"} {
		if hits := mustSearch(t, x, Query{Text: q}); len(hits) == 0 || hits[0].Vector == 0 {
			t.Errorf("%q: %+v", q, hits)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a question of unknown words did not scan")
		}
	}()
	mustSearch(t, x, Query{Text: "songxanh nuivang"})
}

// TestScanIsExact compares the scan with a plain sort, over vectors with many ties.
func TestScanIsExact(t *testing.T) {
	entries := make([]Entry, 150)
	for i := range entries {
		entries[i] = Entry{ID: fmt.Sprint(i), Text: fmt.Sprintf("mục %d", i)}
	}
	angle := func(i int) []float32 {
		a := float64(i%5) * math.Pi / 5 // 3 and 4 point away from the question
		return []float32{float32(math.Cos(a)), float32(math.Sin(a))}
	}
	e := each(func(s string) []float32 {
		var i int
		if _, err := fmt.Sscanf(strings.TrimSpace(s), "mục %d", &i); err != nil {
			return angle(0)
		}
		return angle(i)
	})
	x := mustNew(t, entries, e)
	for name, accept := range map[string]func(int) bool{
		"all":    func(int) bool { return true },
		"thirds": func(i int) bool { return i%3 == 0 },
		"last":   func(i int) bool { return i == 147 },
		"none":   func(int) bool { return false },
	} {
		var want []int32
		for group := range 3 {
			for i := group; i < len(entries); i += 5 {
				if accept(i) {
					want = append(want, int32(i))
				}
			}
		}
		for _, n := range []int{1, 7, 40, 1000} {
			got, err := x.vec.scan(t.Context(), angle(0), n, accept)
			if err != nil || len(got) < min(n, len(want)) || len(got) > len(want) || !slices.Equal(got, want[:len(got)]) {
				t.Errorf("%s, %d: %v, %v; want the first of %v", name, n, got, err, want)
			}
		}
	}
}

func TestLocalEmbedder(t *testing.T) {
	texts := []string{"Tỉnh Sông Xanh", "tinh song xanh", "songxanh", "Tỉnh Núi Vàng", " ?! "}
	v, err := LocalEmbedder{}.Embed(t.Context(), texts)
	if err != nil || len(v) != len(texts) {
		t.Fatal(len(v), err)
	}
	for i := range v[:4] {
		if len(v[i]) != localDims || math.Abs(dot(v[i], v[i])-1) > 1e-5 {
			t.Errorf("%q: %d dimensions, length² %g", texts[i], len(v[i]), dot(v[i], v[i]))
		}
	}
	if !reflect.DeepEqual(v[0], v[1]) {
		t.Error("marks change the vector")
	}
	if dot(v[0], v[2]) <= dot(v[3], v[2]) {
		t.Error("joined words are nearer to another name")
	}
	if dot(v[4], v[4]) != 0 {
		t.Error("a text without words has a vector")
	}
	again, err := LocalEmbedder{}.Embed(t.Context(), texts[2:3])
	if err != nil || !reflect.DeepEqual(again[0], v[2]) {
		t.Errorf("the vector of a text depends on the batch: %v", err)
	}
}

// TestScanCancelled: chromem itself gives a cancelled query's partial result without an error.
func TestScanCancelled(t *testing.T) {
	x := mustNew(t, townEntries, LocalEmbedder{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	found, err := x.vec.scan(ctx, x.vec.rows[0], 3, func(int) bool { return true })
	if found != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", found, err)
	}
}
