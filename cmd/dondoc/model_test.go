package main

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"dondoc/knowledge/llm/llmtest"
)

const (
	dikes = "BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG\n\nSố: 305/QĐ-BNNMT\n\nHà Nội, ngày 15 tháng 01 năm 2026\n\nQUYẾT ĐỊNH\nVề kiểm tra đê biển\n\nQUYẾT ĐỊNH:\n\n" +
		"Điều 1. Bờ kè xung yếu được soi bằng máy ảnh nhiệt vào ban đêm; chỗ sạt lở trên 15% chiều dài phải gia cố xong trong Quý III/2026, 1.200 hộ dân quanh đó được báo trước 24 giờ.\n\n" +
		"Điều 2. Người gác cống đóng cửa van khi triều cường dâng cao và ghi vào sổ trực.\n"
	asksDikes  = "Bờ kè xung yếu được soi bằng gì?"
	dikesSaid  = "Bờ kè xung yếu được soi bằng máy ảnh nhiệt vào ban đêm."
	embedPath  = "/v1/embeddings"
	chatPath   = "/v1/chat/completions"
	plainDikes = "“Điều 1. Bờ kè xung yếu"
)

// modelFlags start a double and lead to it and to a document that is worth saying better.
func modelFlags(t *testing.T, database string) (*llmtest.Server, []string) {
	t.Helper()
	double := llmtest.New()
	url := double.Start()
	t.Cleanup(double.Close)
	file := filepath.Join(t.TempDir(), "de-bien.txt")
	write(t, file, []byte(dikes))
	return double, []string{
		"--corpus", file, "--db", database, "--as-of", "2026-03-01", "--openai-base-url", url, "--openai-api-key", llmtest.Key,
		"--openai-model", "qwen", "--embedding-model", "bge-m3", "--model-timeout", "5s",
	}
}

func TestServeWithAModel(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, database string) {
		double, flags := modelFlags(t, database)
		double.Chat(llmtest.Say(dikesSaid))
		s := serve(t, flags...)
		v := newVisitor(t)
		has(t, v.ask(s.url, asksDikes).text(), dikesSaid, "📄 Quyết định 305/QĐ-BNNMT")
		double.Chat(llmtest.Say("Bờ kè xung yếu được soi bằng máy ảnh nhiệt trước ngày 09/9/2029."))
		has(t, v.ask(s.url, asksDikes).text(), plainDikes, "Quý III/2026")
		_, metrics := fetch(t, http.DefaultClient, s.url+"/metrics")
		has(t, metrics, `dondoc_model_total{outcome="reworded"} 1`, `dondoc_model_total{outcome="date"} 1`)
		s.stop()
		for _, secret := range []string{llmtest.Key, "soi bằng"} {
			if strings.Contains(s.errOut.String(), secret) {
				t.Errorf("the log tells %q: %s", secret, s.errOut)
			}
		}

		made := len(double.Calls(embedPath))
		if made == 0 {
			t.Fatal("nothing was embedded")
		}
		again := serve(t, flags...)
		if n := len(double.Calls(embedPath)) - made; n != 0 {
			t.Errorf("the second start made %d calls for vectors that were kept", n)
		}
		has(t, newVisitor(t).ask(again.url, asksDikes).text(), plainDikes)
	})
}

func TestServeWithAModelThatIsAway(t *testing.T) {
	t.Parallel()
	double, flags := modelFlags(t, "sqlite:"+filepath.Join(t.TempDir(), "dondoc.db"))
	double.Chat(llmtest.Status(503, ""))
	double.Embed(llmtest.HTML(502))
	s := serve(t, flags...)
	has(t, newVisitor(t).ask(s.url, asksDikes).text(), plainDikes)
	has(t, s.errOut.String(), "embedding model not usable")
	_, metrics := fetch(t, http.DefaultClient, s.url+"/metrics")
	has(t, metrics, `dondoc_model_total{outcome="failed"} 1`, `dondoc_model_total{outcome="vectors_local"} 1`)
}

func TestAskWithAModel(t *testing.T) {
	t.Parallel()
	database := "sqlite:" + filepath.Join(t.TempDir(), "dondoc.db")
	double, flags := modelFlags(t, database)
	double.Chat(llmtest.Say(dikesSaid))
	r := invoke(t, "", append([]string{"ask", asksDikes, "--json"}, flags...)...).succeeds(t)
	answer := r.objects(t)[0]
	checkAnswer(t, answer)
	if text, _ := answer["answer"].(string); !strings.HasPrefix(text, dikesSaid) {
		t.Errorf("answer %q", text)
	}
	if len(double.Calls(embedPath)) == 0 {
		t.Error("no vectors without a database")
	}

	serve(t, flags...).stop() // keeps the vectors
	before := len(double.Calls(embedPath))
	invoke(t, "", append([]string{"ask", asksDikes}, flags...)...).succeeds(t)
	for _, c := range double.Calls(embedPath)[before:] {
		if len(c.Inputs) != 1 || !strings.Contains(c.Inputs[0], "soi bằng gì") {
			t.Errorf("asked for %q although its vector is kept", c.Inputs)
		}
	}
}

func TestModelSettings(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args []string
		word string
	}{
		"a model nowhere":      {[]string{"--openai-model", "qwen"}, "OPENAI_BASE_URL"},
		"vectors from nowhere": {[]string{"--embedding-model", "bge-m3"}, "OPENAI_BASE_URL"},
		"no address":           {[]string{"--openai-base-url", "localhost:8000/v1"}, "OPENAI_BASE_URL"},
		"a password in it":     {[]string{"--openai-base-url", "http://u:never-print-me@h/v1"}, "OPENAI_API_KEY"},
		"too patient":          {[]string{"--model-timeout", "5m"}, "--model-timeout"},
		"impatient":            {[]string{"--model-timeout", "10ms"}, "--model-timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			r := invoke(t, "", append([]string{"settings"}, tc.args...)...)
			r.fails(t, exitUsage, tc.word)
			if strings.Contains(r.errOut, "never-print-me") {
				t.Errorf("a secret is printed: %s", r.errOut)
			}
		})
	}
	key := filepath.Join(t.TempDir(), "key")
	write(t, key, []byte(llmtest.Key+"\n"))
	r := newPlace(t, "OPENAI_API_KEY_FILE="+key, "OPENAI_MODEL=qwen").run(t, "settings").succeeds(t)
	has(t, r.out, "OPENAI_API_KEY=(đã đặt", "OPENAI_MODEL=qwen\n", "DONDOC_MODEL_TIMEOUT=8s\n")
	if strings.Contains(r.out, llmtest.Key) {
		t.Error("the key is printed")
	}
}
