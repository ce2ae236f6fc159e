package index

import (
	"errors"
	"fmt"
	"runtime"
	"testing"

	"dondoc/knowledge/index/indextest"
)

// syntheticEntries are n passages of indextest as entries.
func syntheticEntries(n int) []Entry {
	entries := make([]Entry, n)
	for i, p := range indextest.Passages(n) {
		entries[i] = Entry{ID: fmt.Sprint(i), Title: p.Title, Text: p.Text}
	}
	return entries
}

// syntheticQuestions ask for some of syntheticEntries.
func syntheticQuestions(entries []Entry) []string {
	return indextest.Questions(indextest.Passages(len(entries)))
}

func BenchmarkBuild(b *testing.B) {
	for _, n := range indextest.Sizes {
		entries := syntheticEntries(n)
		bytes := 0
		for _, e := range entries {
			bytes += len(e.Title) + len(e.Text)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(bytes))
			for b.Loop() {
				var before, after runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				x, err := New(b.Context(), entries, LocalEmbedder{}, nil)
				if err != nil {
					b.Fatal(err)
				}
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-held")
				runtime.KeepAlive(x)
			}
		})
	}
}

func BenchmarkLocalEmbedder(b *testing.B) {
	passages := indextest.Passages(1000)
	texts, bytes := make([]string, len(passages)), 0
	for i, p := range passages {
		texts[i] = p.Text
		bytes += len(p.Text)
	}
	b.SetBytes(int64(bytes))
	for b.Loop() {
		if _, err := (LocalEmbedder{}).Embed(b.Context(), texts); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSearch is our search alone; the module in compare has others beside it.
func BenchmarkSearch(b *testing.B) {
	for _, n := range indextest.Sizes {
		entries := syntheticEntries(n)
		questions := syntheticQuestions(entries)
		x, err := New(b.Context(), entries, LocalEmbedder{}, nil)
		if err != nil {
			b.Fatal(err)
		}
		search := func(q Query) error {
			hits, err := x.Search(b.Context(), q)
			if err == nil && len(hits) == 0 {
				err = errors.New("nothing found")
			}
			return err
		}
		b.Run(fmt.Sprintf("%d/plain", n), func(b *testing.B) {
			b.ReportAllocs()
			indextest.Timed(b, len(questions), func(i int) error { return search(Query{Text: questions[i]}) })
		})
		b.Run(fmt.Sprintf("%d/boosted", n), func(b *testing.B) {
			boost := func(entry int) float64 { return 1 + float64(entry%3) }
			indextest.Timed(b, len(questions), func(i int) error { return search(Query{Text: questions[i], Boost: boost}) })
		})
		b.Run(fmt.Sprintf("%d/scanning", n), func(b *testing.B) {
			indextest.Timed(b, 1, func(int) error { return search(Query{Text: "zzbanan wwchươngq qqhạnz"}) })
		})
	}
}
