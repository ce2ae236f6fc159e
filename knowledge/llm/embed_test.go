package llm_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/knowledge/llm"
	"dondoc/knowledge/llm/llmtest"
)

func TestEmbedInBatches(t *testing.T) {
	double := llmtest.New()
	e := client(t, double).Embedder("bge-m3")
	var texts []string
	for i := range 70 {
		texts = append(texts, fmt.Sprintf("việc số %d của Bộ Y tế", i))
	}
	texts[3], texts[50] = "  \n", strings.Repeat("đ", 9000)
	rows, err := e.Embed(t.Context(), texts)
	if err != nil || len(rows) != len(texts) {
		t.Fatalf("%d vectors, %v", len(rows), err)
	}
	for i, row := range rows {
		want := llmtest.Vector(texts[i], 8)
		if i == 50 {
			want = llmtest.Vector(strings.Repeat("đ", 6000), 8)
		}
		if !slices.Equal(row, want) {
			t.Errorf("vector %d is %v, want %v", i, row, want)
		}
	}
	var sizes []int
	for _, c := range double.Calls(embedPath) {
		sizes = append(sizes, len(c.Inputs))
		if c.Model != "bge-m3" || c.Model != e.Model() {
			t.Errorf("asked %q", c.Model)
		}
	}
	if !slices.Equal(sizes, []int{32, 32, 5}) {
		t.Errorf("batches of %v", sizes)
	}
}

func TestEmbedOnlyBlanks(t *testing.T) {
	double := llmtest.New()
	rows, err := client(t, double).Embedder("m").Embed(t.Context(), []string{"", " "})
	if err != nil || len(rows) != 2 || len(double.Calls(embedPath)) != 0 {
		t.Errorf("%v, %v, %d calls", rows, err, len(double.Calls(embedPath)))
	}
}

func TestEmbedFaults(t *testing.T) {
	vector := func(index int, v ...float32) map[string]any { return map[string]any{"index": index, "embedding": v} }
	data := func(items ...any) llmtest.Turn { return llmtest.JSON(map[string]any{"data": items}) }
	for name, tc := range map[string]struct {
		turns []llmtest.Turn
		err   error
		calls int
	}{
		"503, then well":    {[]llmtest.Turn{llmtest.Status(503, ""), llmtest.Vectors(4)}, nil, 2},
		"429 for ever":      {[]llmtest.Turn{llmtest.Status(429, "")}, llm.ErrLimited, 3},
		"a proxy's page":    {[]llmtest.Turn{llmtest.HTML(200)}, llm.ErrNonsense, 1},
		"one too few":       {[]llmtest.Turn{data(vector(0, 1, 0))}, llm.ErrNonsense, 1},
		"one twice":         {[]llmtest.Turn{data(vector(0, 1, 0), vector(0, 0, 1))}, llm.ErrNonsense, 1},
		"of another length": {[]llmtest.Turn{data(vector(0, 1, 0), vector(1, 1))}, llm.ErrNonsense, 1},
		"empty":             {[]llmtest.Turn{data(vector(0), vector(1))}, llm.ErrNonsense, 1},
		"no such model":     {[]llmtest.Turn{llmtest.Status(404, "")}, llm.ErrDenied, 1},
		"silence":           {[]llmtest.Turn{llmtest.Hang("")}, llm.ErrSilent, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				double := llmtest.New()
				double.Embed(tc.turns...)
				_, err := client(t, double).Embedder("m").Embed(t.Context(), []string{secret, "hai"})
				if !errors.Is(err, tc.err) {
					t.Errorf("error %v, want %v", err, tc.err)
				}
				if n := len(double.Calls(embedPath)); n != tc.calls {
					t.Errorf("%d calls, want %d", n, tc.calls)
				}
				wantQuiet(t, err)
			})
		})
	}
}

func TestEmbedIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		double := llmtest.New()
		double.Embed(llmtest.Hang(""))
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		_, err := client(t, double).Embedder("m").Embed(ctx, []string{"một"})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want context.DeadlineExceeded", err)
		}
	})
}
