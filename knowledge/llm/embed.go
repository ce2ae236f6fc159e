package llm

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

const (
	embedBatch   = 32               // texts a request
	embedTimeout = 60 * time.Second // a batch on a machine without a graphics card
	longestInput = 6000             // letters of a text: models refuse more than some 8,000 tokens
)

// Embedder makes the vectors of one model. It is safe for concurrent use.
type Embedder struct {
	client *Client
	model  string
	dims   atomic.Int64 // of the last vector; 0 before the first
}

// Embedder returns an embedder that asks the model named.
func (c *Client) Embedder(model string) *Embedder { return &Embedder{client: c, model: model} }

// Model names what made the vectors: those of different models do not compare.
func (e *Embedder) Model() string { return e.model }

// Embed returns one vector a text, in order, all of one length and finite. A
// blank text, which servers refuse, gets an all-zero vector, or nil while no
// other text has shown how long a vector is. Only the beginning of a very long text counts.
func (e *Embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	rows := make([][]float32, len(texts))
	var inputs []string
	var places []int
	for i, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			inputs, places = append(inputs, clip(text)), append(places, i)
		}
	}
	for start := 0; start < len(inputs); start += embedBatch {
		end := min(start+embedBatch, len(inputs))
		batch, err := e.batch(ctx, inputs[start:end])
		if err != nil {
			return nil, err
		}
		for i, row := range batch {
			rows[places[start+i]] = row
		}
	}
	for i := range rows {
		if rows[i] == nil && e.dims.Load() > 0 {
			rows[i] = make([]float32, e.dims.Load())
		}
	}
	return rows, nil
}

// batch embeds one request's worth of texts.
func (e *Embedder) batch(ctx context.Context, inputs []string) (rows [][]float32, err error) {
	err = attempt(ctx, func(ctx context.Context) *fault {
		ctx, cancel := context.WithTimeoutCause(ctx, embedTimeout, ErrSilent)
		defer cancel()
		response, err := e.client.api.CreateEmbeddings(ctx, openai.EmbeddingRequestStrings{Input: inputs, Model: openai.EmbeddingModel(e.model)})
		if err != nil {
			return faultOf(ctx, "embed", err, false)
		}
		rows, err = e.inOrder(response.Data, len(inputs))
		if err != nil {
			return &fault{action: "embed", kind: ErrNonsense, detail: err.Error()}
		}
		return nil
	})
	return rows, err
}

// inOrder brings the vectors into the order of the texts, for servers answer in
// an order of their own, and checks that each has one of the same length.
func (e *Embedder) inOrder(data []openai.Embedding, want int) ([][]float32, error) {
	if len(data) != want {
		return nil, fmt.Errorf("%d vectors for %d texts", len(data), want)
	}
	slices.SortFunc(data, func(a, b openai.Embedding) int { return cmp.Compare(a.Index, b.Index) })
	rows := make([][]float32, want)
	dims := int(e.dims.Load())
	for i, d := range data {
		if dims == 0 {
			dims = len(d.Embedding)
		}
		switch {
		case d.Index != i:
			return nil, fmt.Errorf("no vector for text %d", i)
		case len(d.Embedding) == 0, len(d.Embedding) != dims:
			return nil, fmt.Errorf("%d and %d dimensions", len(d.Embedding), dims)
		}
		rows[i] = d.Embedding
	}
	e.dims.Store(int64(dims))
	return rows, nil
}

func clip(text string) string {
	if len(text) <= longestInput { // no more bytes than that: no more letters either
		return text
	}
	runes := []rune(text)
	return string(runes[:min(len(runes), longestInput)])
}
