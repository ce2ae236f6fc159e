package knowledge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync/atomic"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge/index"
)

// VectorStore keeps what an embedding model made of the texts of documents, by
// the model's name and the text's SHA-256 in hexadecimal.
type VectorStore interface {
	// Vectors returns those that are kept; the others are missing.
	Vectors(ctx context.Context, model string, hashes []string) (map[string][]float32, error)
	SaveVectors(ctx context.Context, model string, vectors map[string][]float32) error
	// KeepVectorsOf deletes those of all other models and returns how many went.
	KeepVectorsOf(ctx context.Context, model string) (int64, error)
}

// questionShare is the part of Model.Timeout, one in so many, that the vector of
// a question may take; without it words answer.
const questionShare = 4

// snapshot makes one with the vectors of the model, or when that fails with those
// of the local embedder: a corpus must be publishable without a network.
func (m *aid) snapshot(ctx context.Context, c *corpus.Corpus, reg *agency.Registry, progress Progress) (*snapshot, error) {
	if m == nil || m.Embedder == nil {
		return newSnapshot(ctx, c, reg, index.LocalEmbedder{}, m, progress)
	}
	e := &modelEmbedder{aid: m}
	s, err := newSnapshot(ctx, c, reg, e, m, progress)
	if err != nil && ctx.Err() == nil && !e.failed.Load() { // what is kept does not fit what the model makes today
		e.renew = true
		s, err = newSnapshot(ctx, c, reg, e, m, progress)
	}
	if err == nil {
		e.published.Store(true)
		e.forgetOthers(ctx)
		return s, nil
	}
	if ctx.Err() != nil {
		return nil, err
	}
	m.count(outcomeLocal)
	m.Log.Warn("embedding model not usable, the local embedder does its work until the next publication", "error", err)
	return newSnapshot(ctx, c, reg, index.LocalEmbedder{}, m, progress)
}

// modelEmbedder makes the vectors of one snapshot: at first of its documents,
// through the cache, and from publication on of questions, which are kept nowhere.
type modelEmbedder struct {
	*aid
	renew     bool        // nothing that is kept is used
	failed    atomic.Bool // the model did
	published atomic.Bool
	rest      rest
}

// Model names the embedding model.
func (e *modelEmbedder) Model() string { return e.Embedder.Model() }

// Embed keeps the contract of index.Embedder.
func (e *modelEmbedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if e.published.Load() {
		return e.embedQuestion(ctx, texts)
	}
	return e.embedDocuments(ctx, texts)
}

// embedQuestion does not let a question wait for long, nor every question.
func (e *modelEmbedder) embedQuestion(ctx context.Context, texts []string) ([][]float32, error) {
	if e.rest.now() {
		e.count(outcomeWords)
		return nil, errResting
	}
	within, cancel := context.WithTimeout(ctx, e.Timeout/questionShare)
	defer cancel()
	rows, err := e.Embedder.Embed(within, texts)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if e.rest.note(err == nil) {
		e.Log.Warn("the embedding model rests after failures", "for", restFor, "error", err)
	}
	if err != nil {
		e.count(outcomeWords)
	}
	return rows, err
}

// embedDocuments asks the model only for what the cache does not have. The cache
// may fail: that costs time, nothing else.
func (e *modelEmbedder) embedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	if e.Vectors == nil {
		return e.fetch(ctx, texts)
	}
	hashes := make([]string, len(texts))
	for i, text := range texts {
		sum := sha256.Sum256([]byte(text))
		hashes[i] = hex.EncodeToString(sum[:])
	}
	kept := e.kept(ctx, hashes)
	var missing []string
	var places []int
	rows := make([][]float32, len(texts))
	for i, hash := range hashes {
		if rows[i] = kept[hash]; rows[i] == nil {
			missing, places = append(missing, texts[i]), append(places, i)
		}
	}
	if len(missing) == 0 {
		return rows, nil
	}
	made, err := e.fetch(ctx, missing)
	if err != nil {
		return nil, err
	}
	fresh := map[string][]float32{}
	for n, row := range made[:min(len(made), len(places))] {
		rows[places[n]], fresh[hashes[places[n]]] = row, row
	}
	if err := e.Vectors.SaveVectors(ctx, e.Model(), fresh); err != nil {
		e.Log.Warn("vectors cannot be kept", "error", err)
	}
	return rows, nil
}

// fetch has the model make vectors, and remembers whether it could.
func (e *modelEmbedder) fetch(ctx context.Context, texts []string) ([][]float32, error) {
	rows, err := e.Embedder.Embed(ctx, texts)
	if err != nil {
		e.failed.Store(true)
	}
	return rows, err
}

// kept returns what the cache has.
func (e *modelEmbedder) kept(ctx context.Context, hashes []string) map[string][]float32 {
	if e.renew {
		return nil
	}
	vectors, err := e.Vectors.Vectors(ctx, e.Model(), hashes)
	if err != nil {
		e.Log.Warn("kept vectors cannot be read", "error", err)
	}
	return vectors
}

// forgetOthers deletes what former models made, now that nothing needs it any more.
func (e *modelEmbedder) forgetOthers(ctx context.Context) {
	if e.Vectors == nil {
		return
	}
	switch n, err := e.Vectors.KeepVectorsOf(ctx, e.Model()); {
	case err != nil:
		e.Log.Warn("vectors of former models were not deleted", "error", err)
	case n > 0:
		e.Log.Info("vectors of former models deleted", "rows", n)
	}
}
