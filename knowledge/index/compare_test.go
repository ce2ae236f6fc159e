package index

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/philippgille/chromem-go"
)

// timed runs do over n things in turn and reports the median and the 99th percentile.
func timed(b *testing.B, n int, do func(i int)) {
	b.Helper()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		do(i % n)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	for name, share := range map[string]float64{"p50-µs": 0.50, "p99-µs": 0.99} {
		b.ReportMetric(float64(took[int(share*float64(len(took)-1))].Nanoseconds())/1000, name)
	}
}

// benchmarkChromem scans all vectors, which is what a plain vector store would cost.
func benchmarkChromem(b *testing.B, c *chromem.Collection, questions []string) {
	vectors, err := LocalEmbedder{}.Embed(b.Context(), questions)
	if err != nil {
		b.Fatal(err)
	}
	timed(b, len(vectors), func(i int) {
		if _, err := c.QueryEmbedding(b.Context(), vectors[i], 10, nil, nil); err != nil {
			b.Fatal(err)
		}
	})
}

// benchmarkBleve asks a general search engine, told to take words without their marks.
func benchmarkBleve(b *testing.B, entries []Entry, questions []string) {
	engine := bleveOf(b, entries)
	timed(b, len(questions), func(i int) {
		found, err := engine.Search(bleve.NewSearchRequestOptions(bleve.NewMatchQuery(questions[i]), 10, 0, false))
		if err != nil || len(found.Hits) == 0 {
			b.Fatal(found, err)
		}
	})
	if err := engine.Close(); err != nil {
		b.Fatal(err)
	}
}

// bleveOf indexes entries in a directory of the benchmark's own, as bleve does by default.
func bleveOf(b *testing.B, entries []Entry) bleve.Index {
	b.Helper()
	mapping := bleve.NewIndexMapping()
	err := mapping.AddCustomAnalyzer("syllables", map[string]any{
		"type": custom.Name, "char_filters": []string{asciifolding.Name},
		"tokenizer": unicode.Name, "token_filters": []string{lowercase.Name},
	})
	if err != nil {
		b.Fatal(err)
	}
	mapping.DefaultAnalyzer = "syllables"
	engine, err := bleve.New(b.TempDir()+"/bleve", mapping)
	if err != nil {
		b.Fatal(err)
	}
	const batchSize = 1000
	for from := 0; from < len(entries); from += batchSize {
		batch := engine.NewBatch()
		for i, e := range entries[from:min(from+batchSize, len(entries))] {
			if err := batch.Index(fmt.Sprint(from+i), map[string]string{"title": e.Title, "text": e.Text}); err != nil {
				b.Fatal(err)
			}
		}
		if err := engine.Batch(batch); err != nil {
			b.Fatal(err)
		}
	}
	return engine
}
