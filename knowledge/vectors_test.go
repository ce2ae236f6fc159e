package knowledge_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/knowledge"
	"dondoc/knowledge/llm"
	"dondoc/knowledge/llm/llmtest"
)

const embedPath = "/v1/embeddings"

// kept is a VectorStore in memory; broken makes every call fail.
type kept struct {
	mu     sync.Mutex
	rows   map[string]map[string][]float32 // by model and hash
	broken error
}

func (k *kept) Vectors(_ context.Context, model string, hashes []string) (map[string][]float32, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	found := map[string][]float32{}
	for _, h := range hashes {
		if v, ok := k.rows[model][h]; ok {
			found[h] = v
		}
	}
	return found, k.broken
}

func (k *kept) SaveVectors(_ context.Context, model string, vectors map[string][]float32) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.broken != nil {
		return k.broken
	}
	if k.rows == nil {
		k.rows = map[string]map[string][]float32{}
	}
	if k.rows[model] == nil {
		k.rows[model] = map[string][]float32{}
	}
	for h, v := range vectors {
		k.rows[model][h] = v
	}
	return nil
}

func (k *kept) KeepVectorsOf(_ context.Context, model string) (int64, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var n int64
	for m, rows := range k.rows {
		if m != model {
			n += int64(len(rows))
			delete(k.rows, m)
		}
	}
	return n, k.broken
}

// size is how many vectors of a model are kept.
func (k *kept) size(model string) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.rows[model])
}

// embedding is a base whose vectors the double makes.
func embedding(tb testing.TB, double *llmtest.Server, model string, store knowledge.VectorStore) (*knowledge.Base, *strings.Builder) {
	tb.Helper()
	client, err := llm.New(llm.Config{BaseURL: "http://llm.test/v1", Key: llmtest.Key, Transport: double.Transport()})
	if err != nil {
		tb.Fatal(err)
	}
	log := new(strings.Builder)
	return knowledge.NewBase(knowledge.Model{
		Embedder: client.Embedder(model), Vectors: store, Log: slog.New(slog.NewTextHandler(log, nil)),
	}), log
}

func TestVectorsAreMadeOnce(t *testing.T) {
	double, store := llmtest.New(), new(kept)
	base, _ := embedding(t, double, "m1", store)
	publish(t, base, plan(t, "a.md", plan2026))
	texts := 0
	for _, c := range double.Calls(embedPath) {
		texts += len(c.Inputs)
	}
	if texts < 2 || store.size("m1") != texts {
		t.Fatalf("%d texts embedded, %d vectors kept", texts, store.size("m1"))
	}
	calls := len(double.Calls(embedPath))

	again, _ := embedding(t, double, "m1", store) // as after a restart
	publish(t, again, plan(t, "a.md", plan2026))
	if n := len(double.Calls(embedPath)); n != calls {
		t.Errorf("the second publication asked %d times", n-calls)
	}

	publish(t, again, plan(t, "b.md", plan2027))
	for _, c := range double.Calls(embedPath)[calls:] {
		for _, text := range c.Inputs {
			if strings.Contains(text, "2026") {
				t.Errorf("made twice: %q", text)
			}
		}
	}

	kept := store.size("m1")
	ask(t, again, "Ai chủ trì khám răng sữa cho học sinh lớp một?", "2027-03-01")
	if store.size("m1") != kept {
		t.Error("the vector of a question was kept")
	}
}

func TestAnotherModelMakesItsOwn(t *testing.T) {
	double, store := llmtest.New(), new(kept)
	first, _ := embedding(t, double, "m1", store)
	publish(t, first, plan(t, "a.md", plan2026))
	n := store.size("m1")
	second, log := embedding(t, double, "m2", store)
	double.Embed(llmtest.Vectors(5)) // of another length
	publish(t, second, plan(t, "a.md", plan2026))
	if store.size("m1") != 0 || store.size("m2") != n {
		t.Errorf("kept of m1 %d, of m2 %d; want 0 and %d", store.size("m1"), store.size("m2"), n)
	}
	if !strings.Contains(log.String(), "vectors of former models deleted") {
		t.Errorf("log: %s", log)
	}
}

// TestSameModelOfAnotherLength: a server may offer another model under the name of the former.
func TestSameModelOfAnotherLength(t *testing.T) {
	double, store := llmtest.New(), new(kept)
	base, _ := embedding(t, double, "m1", store)
	publish(t, base, plan(t, "a.md", plan2026))
	double.Embed(llmtest.Vectors(5))
	again, _ := embedding(t, double, "m1", store)
	publish(t, again, plan(t, "ab.md", plan2026+"| II.3 | Bộ Y tế | Phát bàn chải cho trẻ mầm non |  | trong tháng 9/2026 |\n"))
	wantOutcomes(t, again, map[string]int64{})
	for hash, vector := range store.rows["m1"] {
		if len(vector) != 5 && len(vector) != 8 {
			t.Errorf("%s has %d dimensions", hash, len(vector))
		}
	}
	ask(t, again, "Ai chủ trì khám răng sữa cho học sinh lớp một?", "2026-03-01")
	wantOutcomes(t, again, map[string]int64{})
}

// TestPublishWithoutEmbeddings: a corpus must be publishable while the server is away, and former vectors stay.
func TestPublishWithoutEmbeddings(t *testing.T) {
	for name, turn := range map[string]llmtest.Turn{
		"503": llmtest.Status(503, ""), "hangs": llmtest.Hang(""), "nonsense": llmtest.HTML(200), "wrong key": llmtest.Status(401, ""),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				double, store := llmtest.New(), new(kept)
				double.Embed(turn)
				if err := store.SaveVectors(t.Context(), "m0", map[string][]float32{"x": {1}}); err != nil {
					t.Fatal(err)
				}
				base, log := embedding(t, double, "m1", store)
				publish(t, base, plan(t, "a.md", plan2026))
				if a := ask(t, base, "Ai chủ trì khám răng sữa cho học sinh lớp một?", "2026-03-01"); a.Refused {
					t.Errorf("refused: %s", a.Text)
				}
				wantOutcomes(t, base, map[string]int64{"vectors_local": 1})
				if store.size("m0") != 1 {
					t.Error("the former model's vectors are gone although the publication had to do without")
				}
				if !strings.Contains(log.String(), "embedding model not usable") || strings.Contains(log.String(), llmtest.Key) {
					t.Errorf("log: %s", log)
				}
			})
		})
	}
}

func TestPublishIsCancelledWhileEmbedding(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		double := llmtest.New()
		double.Embed(llmtest.Hang(""))
		base, _ := embedding(t, double, "m1", new(kept))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := base.Publish(ctx, plan(t, "a.md", plan2026), registry(), nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if base.Corpus() != nil {
			t.Error("published all the same")
		}
	})
}

// TestQuestionWithoutVectors: words answer when the server is away, quickly, and after a few failures at once.
func TestQuestionWithoutVectors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		double := llmtest.New()
		base, _ := embedding(t, double, "m1", nil)
		publish(t, base, plan(t, "a.md", plan2026))
		double.Embed(llmtest.Hang(""))
		before := len(double.Calls(embedPath))
		for n, want := range []time.Duration{2 * time.Second, 2 * time.Second, 2 * time.Second, 0, 0} {
			start := time.Now()
			a := ask(t, base, "Ai chủ trì khám răng sữa cho học sinh lớp một?", "2026-03-01")
			if took := time.Since(start); a.Refused || took != want {
				t.Errorf("question %d took %s, want %s: %s", n, took, want, a.Text)
			}
		}
		if n := len(double.Calls(embedPath)) - before; n != 3 {
			t.Errorf("%d calls, want 3", n)
		}
		wantOutcomes(t, base, map[string]int64{"vectors_none": 5})
	})
}

// TestBrokenCache: a cache that fails costs time, nothing else.
func TestBrokenCache(t *testing.T) {
	double, store := llmtest.New(), &kept{broken: errors.New("disk full")}
	base, log := embedding(t, double, "m1", store)
	publish(t, base, plan(t, "a.md", plan2026))
	if len(double.Calls(embedPath)) == 0 {
		t.Error("nothing was embedded")
	}
	wantOutcomes(t, base, map[string]int64{})
	for _, line := range []string{"kept vectors cannot be read", "vectors cannot be kept", "vectors of former models were not deleted"} {
		if !strings.Contains(log.String(), line) {
			t.Errorf("the log lacks %q", line)
		}
	}
}
