package knowledge_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/knowledge"
	"dondoc/knowledge/index"
	"dondoc/knowledge/index/indextest"
)

// benchQuestions are those of the sample, else generated ones.
func benchQuestions(b *testing.B) (*knowledge.Base, []knowledge.Question) {
	b.Helper()
	samples := readSamples(b, needShared(b, "eval/questions.jsonl"))
	questions := make([]knowledge.Question, len(samples))
	for i := range samples {
		questions[i] = samples[i].question(b)
	}
	return must(b, realBase), questions
}

// BenchmarkAnswer answers the sample over the real documents.
func BenchmarkAnswer(b *testing.B) {
	base, questions := benchQuestions(b)
	indextest.Timed(b, len(questions), func(i int) error {
		_, err := base.Answer(b.Context(), questions[i])
		return err
	})
}

// BenchmarkSearchAlone only searches the same passages: what understanding and answering cost on top.
func BenchmarkSearchAlone(b *testing.B) {
	base, questions := benchQuestions(b)
	var entries []index.Entry
	for _, p := range base.Corpus().Passages {
		entries = append(entries, index.Entry{ID: p.ID, Title: strings.Join(p.Trail, " "), Text: p.Text})
	}
	x, err := index.New(b.Context(), entries, index.LocalEmbedder{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	indextest.Timed(b, len(questions), func(i int) error {
		_, err := x.Search(b.Context(), index.Query{Text: questions[i].Text, Limit: 80})
		return err
	})
}

// BenchmarkPublish indexes the real documents, reading them apart.
func BenchmarkPublish(b *testing.B) {
	files, err := filesOf(os.DirFS(filepath.Clean(needShared(b, "corpus"))))
	if err != nil {
		b.Fatal(err)
	}
	c, err := readAll(files)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(c.Passages)), "passages")
	for b.Loop() {
		publishOnce(b, c)
	}
}

func publishOnce(b *testing.B, c *corpus.Corpus) {
	b.Helper()
	publish(b, new(knowledge.Base), c)
}
