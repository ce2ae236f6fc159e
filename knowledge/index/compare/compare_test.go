package compare

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/philippgille/chromem-go"

	"dondoc/knowledge/index"
	"dondoc/knowledge/index/indextest"
)

// wanted is how many hits each of them is asked for.
const wanted = 10

// BenchmarkSearch asks all three the same.
func BenchmarkSearch(b *testing.B) {
	for _, n := range indextest.Sizes {
		passages := indextest.Passages(n)
		questions := indextest.Questions(passages)
		for _, engine := range []struct {
			name string
			of   func(*testing.B, []indextest.Passage) search
		}{{"dondoc", dondocOf}, {"chromem", chromemOf}, {"bleve", bleveOf}} {
			b.Run(fmt.Sprintf("%d/%s", n, engine.name), func(b *testing.B) {
				ask := engine.of(b, passages)
				b.ReportAllocs()
				indextest.Timed(b, len(questions), func(i int) error {
					found, err := ask(b.Context(), questions[i])
					if err == nil && found == 0 {
						err = errors.New("nothing found")
					}
					return err
				})
			})
		}
	}
}

// search returns the number of hits.
type search func(ctx context.Context, question string) (int, error)

// dondocOf is our own index with its built-in embedder.
func dondocOf(b *testing.B, passages []indextest.Passage) search {
	b.Helper()
	entries := make([]index.Entry, len(passages))
	for i, p := range passages {
		entries[i] = index.Entry{ID: fmt.Sprint(i), Title: p.Title, Text: p.Text}
	}
	x, err := index.New(b.Context(), entries, index.LocalEmbedder{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	return func(ctx context.Context, question string) (int, error) {
		hits, err := x.Search(ctx, index.Query{Text: question, Limit: wanted})
		return len(hits), err
	}
}

// chromemOf holds the same vectors and scans them all, which is what a plain vector store costs.
func chromemOf(b *testing.B, passages []indextest.Passage) search {
	b.Helper()
	embed := func(ctx context.Context, text string) ([]float32, error) {
		vectors, err := index.LocalEmbedder{}.Embed(ctx, []string{text})
		if err != nil {
			return nil, err
		}
		return vectors[0], nil
	}
	collection, err := chromem.NewDB().CreateCollection("passages", nil, embed)
	if err != nil {
		b.Fatal(err)
	}
	documents := make([]chromem.Document, len(passages))
	for i, p := range passages {
		documents[i] = chromem.Document{ID: fmt.Sprint(i), Content: p.Title + "\n" + p.Text}
	}
	if err := collection.AddDocuments(b.Context(), documents, 1); err != nil {
		b.Fatal(err)
	}
	return func(ctx context.Context, question string) (int, error) {
		found, err := collection.Query(ctx, question, wanted, nil, nil)
		return len(found), err
	}
}

// bleveOf indexes words without their marks in a directory of the benchmark's own, as bleve does by default.
func bleveOf(b *testing.B, passages []indextest.Passage) search {
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
	b.Cleanup(func() {
		if err := engine.Close(); err != nil {
			b.Error(err)
		}
	})
	const batchSize = 1000
	for from := 0; from < len(passages); from += batchSize {
		batch := engine.NewBatch()
		for i, p := range passages[from:min(from+batchSize, len(passages))] {
			if err := batch.Index(fmt.Sprint(from+i), map[string]string{"title": p.Title, "text": p.Text}); err != nil {
				b.Fatal(err)
			}
		}
		if err := engine.Batch(batch); err != nil {
			b.Fatal(err)
		}
	}
	return func(ctx context.Context, question string) (int, error) {
		found, err := engine.SearchInContext(ctx, bleve.NewSearchRequestOptions(bleve.NewMatchQuery(question), wanted, 0, false))
		if err != nil {
			return 0, err
		}
		return len(found.Hits), nil
	}
}
