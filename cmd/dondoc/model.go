package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"dondoc/cmd/dondoc/store"
	"dondoc/knowledge"
	"dondoc/knowledge/llm"
)

// The time that a model gets lies well within the answerTimeout of the channels.
const (
	minModelTimeout = time.Second
	maxModelTimeout = 30 * time.Second
)

// validateModel checks the settings of the language model.
func (c *Config) validateModel() error {
	switch {
	case c.ModelURL != "" && llm.CheckURL(c.ModelURL) != nil: // not repeated: it may hold a password
		return errors.New("--openai-base-url (OPENAI_BASE_URL) phải là địa chỉ http:// hoặc https:// không kèm mật khẩu; khóa thì đặt ở OPENAI_API_KEY")
	case c.usesModel() && c.ModelURL == "" && c.ModelKey == "":
		return errors.New("có OPENAI_MODEL hoặc EMBEDDING_MODEL thì phải đặt OPENAI_BASE_URL (máy chủ nội bộ) hoặc OPENAI_API_KEY")
	case c.ModelTimeout < minModelTimeout, c.ModelTimeout > maxModelTimeout:
		return errors.New("--model-timeout phải từ 1s đến 30s")
	}
	return nil
}

func (c *Config) usesModel() bool { return c.Model != "" || c.EmbeddingModel != "" }

// newBase returns a base that nothing is published in yet, helped by the model
// that the settings name, if any. vectors may be nil.
func (c *Config) newBase(vectors knowledge.VectorStore, log *slog.Logger) (*knowledge.Base, error) {
	if !c.usesModel() {
		return new(knowledge.Base), nil
	}
	client, err := llm.New(llm.Config{BaseURL: cmp.Or(c.ModelURL, llm.PublicURL), Key: c.ModelKey, Model: c.Model})
	if err != nil {
		return nil, err
	}
	help := knowledge.Model{Timeout: c.ModelTimeout, Vectors: vectors, Log: log}
	if c.Model != "" {
		help.Generator = client
	}
	if c.EmbeddingModel != "" {
		help.Embedder = client.Embedder(c.EmbeddingModel)
	}
	return knowledge.NewBase(help), nil
}

// readVectors gives commands that must change nothing what the server has kept;
// nil when there is nothing to be had. done closes it.
func (c *Config) readVectors(ctx context.Context) (vectors knowledge.VectorStore, done func()) {
	none := func() {}
	if c.EmbeddingModel == "" {
		return nil, none
	}
	url, err := c.database()
	if err != nil {
		return nil, none
	}
	db, err := store.OpenReadOnly(ctx, url, nil)
	if err != nil { // a cache that is missing costs time, nothing else
		return nil, none
	}
	return keptVectors{db}, func() { _ = db.Close() }
}

// keptVectors is a cache of vectors that is read only.
type keptVectors struct{ db *store.DB }

func (k keptVectors) Vectors(ctx context.Context, model string, hashes []string) (map[string][]float32, error) {
	return k.db.Vectors(ctx, model, hashes)
}

func (keptVectors) SaveVectors(context.Context, string, map[string][]float32) error { return nil }

func (keptVectors) KeepVectorsOf(context.Context, string) (int64, error) { return 0, nil }

// modelCollector tells what came of asking the model.
type modelCollector struct{ base *knowledge.Base }

var modelTotal = prometheus.NewDesc("dondoc_model_total", "What came of asking the language model: its words sent, or why not.", []string{"outcome"}, nil)

// Describe satisfies prometheus.Collector.
func (modelCollector) Describe(to chan<- *prometheus.Desc) { to <- modelTotal }

// Collect satisfies prometheus.Collector.
func (m modelCollector) Collect(to chan<- prometheus.Metric) {
	for outcome, n := range m.base.ModelOutcomes() {
		to <- prometheus.MustNewConstMetric(modelTotal, prometheus.CounterValue, float64(n), outcome)
	}
}
