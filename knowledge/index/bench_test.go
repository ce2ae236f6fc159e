package index

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

var benchSizes = []int{1000, 100_000}

// syllableCount is about that of the sample corpus.
const syllableCount = 2000

// syntheticEntries are texts of about 400 characters whose syllables are spread as in a
// language: few are everywhere, most are rare, and pairs repeat because phrases do.
func syntheticEntries(n int) []Entry {
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.1, 8, syllableCount*3)
	phrases := make([]string, syllableCount*3+1)
	for i := range phrases {
		words := make([]string, 2+r.IntN(4))
		for j := range words {
			words[j] = syntheticSyllable(r.IntN(syllableCount))
		}
		phrases[i] = strings.Join(words, " ")
	}
	entries := make([]Entry, n)
	for i := range entries {
		var b strings.Builder
		for b.Len() < 500 {
			b.WriteString(phrases[zipf.Uint64()] + " ")
		}
		entries[i] = Entry{ID: fmt.Sprint(i), Title: phrases[i%len(phrases)], Text: b.String()}
	}
	return entries
}

func syntheticSyllable(i int) string {
	onsets := []string{"b", "ch", "đ", "gi", "h", "kh", "l", "m", "ng", "ph", "qu", "s", "t", "th", "tr", "v", "x", "nh", "c", "d"}
	rimes := []string{"a", "án", "ề", "ưởng", "ố", "iện", "ạch", "ông", "ấp", "uyển"}
	tails := []string{"", "n", "m", "t", "p", "c", "i", "u", "o", "y"}
	return onsets[i%20] + rimes[i/20%10] + tails[i/200%10]
}

func syntheticQuestions(entries []Entry) []string {
	out := make([]string, 64)
	for i := range out {
		words := strings.Fields(entries[i*len(entries)/len(out)].Text)
		out[i] = strings.Join(words[:6], " ") + " ai chủ trì, bao giờ xong " + strings.Join(words[20:24], " ")
	}
	return out
}

func BenchmarkBuild(b *testing.B) {
	for _, n := range benchSizes {
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
	entries := syntheticEntries(1000)
	texts, bytes := make([]string, len(entries)), 0
	for i, e := range entries {
		texts[i] = e.Text
		bytes += len(e.Text)
	}
	b.SetBytes(int64(bytes))
	for b.Loop() {
		if _, err := (LocalEmbedder{}).Embed(b.Context(), texts); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSearch has what others would cost beside it: a scan of all vectors, and a general search engine.
func BenchmarkSearch(b *testing.B) {
	for _, n := range benchSizes {
		entries := syntheticEntries(n)
		questions := syntheticQuestions(entries)
		x, err := New(b.Context(), entries, LocalEmbedder{}, nil)
		if err != nil {
			b.Fatal(err)
		}
		search := func(q Query) {
			if hits, err := x.Search(b.Context(), q); err != nil || len(hits) == 0 {
				b.Fatal(len(hits), err)
			}
		}
		b.Run(fmt.Sprintf("%d/index", n), func(b *testing.B) {
			b.ReportAllocs()
			timed(b, len(questions), func(i int) { search(Query{Text: questions[i]}) })
		})
		b.Run(fmt.Sprintf("%d/index-boosted", n), func(b *testing.B) {
			boost := func(entry int) float64 { return 1 + float64(entry%3) }
			timed(b, len(questions), func(i int) { search(Query{Text: questions[i], Boost: boost}) })
		})
		b.Run(fmt.Sprintf("%d/index-scanning", n), func(b *testing.B) {
			timed(b, 1, func(int) { search(Query{Text: "zzbanan wwchươngq qqhạnz"}) })
		})
		b.Run(fmt.Sprintf("%d/chromem", n), func(b *testing.B) {
			benchmarkChromem(b, x.vec.collection, questions)
		})
		b.Run(fmt.Sprintf("%d/bleve", n), func(b *testing.B) {
			benchmarkBleve(b, entries, questions)
		})
	}
}
