package llm_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/knowledge/llm"
	"dondoc/knowledge/llm/llmtest"
)

const (
	chatPath  = "/v1/chat/completions"
	embedPath = "/v1/embeddings"
	secret    = "Ai chủ trì việc mật 42?" // stands in every request, and in no error
	sentence  = "Bộ Y tế chủ trì khám răng."
)

// client returns a client of the double that goes through no socket.
func client(tb testing.TB, double *llmtest.Server) *llm.Client {
	tb.Helper()
	c, err := llm.New(llm.Config{BaseURL: "http://llm.test/v1", Key: llmtest.Key, Model: "qwen", Transport: double.Transport()})
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func generate(ctx context.Context, c *llm.Client) (string, error) {
	return c.Generate(ctx, llm.Request{Instructions: "Viết lại.", Material: secret, MaxTokens: 300})
}

// wantQuiet fails when an error tells what it must not.
func wantQuiet(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, word := range []string{llmtest.Key, "sk-", "mật", "llm.test", "http:"} {
			if strings.Contains(e.Error(), word) {
				t.Errorf("the error tells %q: %v", word, e)
			}
		}
	}
}

func TestGenerate(t *testing.T) {
	say := llmtest.Say(sentence)
	for name, tc := range map[string]struct {
		turns []llmtest.Turn
		text  string
		err   error
		calls int
		took  time.Duration // at least; the clock is that of the bubble
	}{
		"a text":                        {turns: []llmtest.Turn{say}, text: sentence, calls: 1},
		"slow but steady":               {turns: []llmtest.Turn{llmtest.Slow(sentence, 2*time.Second)}, text: sentence, calls: 1, took: 10 * time.Second},
		"thoughts are dropped":          {turns: []llmtest.Turn{llmtest.Say("<think>Bộ nào? </think>\n" + sentence)}, text: sentence, calls: 1},
		"nothing but thoughts":          {turns: []llmtest.Turn{llmtest.Say("<think>Bộ nào?")}, text: "", calls: 1},
		"429, then well":                {turns: []llmtest.Turn{llmtest.Status(429, ""), say}, text: sentence, calls: 2},
		"429 with a time to wait":       {turns: []llmtest.Turn{llmtest.Status(429, "7"), say}, text: sentence, calls: 2, took: 7 * time.Second},
		"429 with a wait too long":      {turns: []llmtest.Turn{llmtest.Status(429, "60"), say}, err: llm.ErrLimited, calls: 1},
		"429 for ever":                  {turns: []llmtest.Turn{llmtest.Status(429, "")}, err: llm.ErrLimited, calls: 3},
		"nothing left to use":           {turns: []llmtest.Turn{llmtest.Quota()}, err: llm.ErrLimited, calls: 1},
		"503, then well":                {turns: []llmtest.Turn{llmtest.Status(503, ""), say}, text: sentence, calls: 2},
		"500 for ever":                  {turns: []llmtest.Turn{llmtest.Status(500, "")}, err: llm.ErrUnavailable, calls: 3},
		"408 and 409, then well":        {turns: []llmtest.Turn{llmtest.Status(408, ""), llmtest.Status(409, ""), say}, text: sentence, calls: 3},
		"400 is final":                  {turns: []llmtest.Turn{llmtest.Status(400, ""), say}, err: llm.ErrDenied, calls: 1},
		"404 is final":                  {turns: []llmtest.Turn{llmtest.Status(404, ""), say}, err: llm.ErrDenied, calls: 1},
		"a proxy's page":                {turns: []llmtest.Turn{llmtest.HTML(502)}, err: llm.ErrUnavailable, calls: 3},
		"a page that says all is well":  {turns: []llmtest.Turn{llmtest.HTML(200)}, err: llm.ErrNonsense, calls: 1},
		"a redirect is not followed":    {turns: []llmtest.Turn{llmtest.HTML(307)}, err: llm.ErrNonsense, calls: 1},
		"no stream although asked for":  {turns: []llmtest.Turn{llmtest.Unstreamed(sentence)}, err: llm.ErrNonsense, calls: 1},
		"no JSON":                       {turns: []llmtest.Turn{llmtest.Garbage()}, err: llm.ErrNonsense, calls: 1},
		"cut before the first token":    {turns: []llmtest.Turn{llmtest.Cut(""), say}, text: sentence, calls: 2},
		"cut amid the text":             {turns: []llmtest.Turn{llmtest.Cut("Bộ Y tế"), say}, err: llm.ErrCut, calls: 1},
		"an end without a reason":       {turns: []llmtest.Turn{llmtest.Unfinished("Bộ Y tế"), say}, err: llm.ErrCut, calls: 1},
		"the token limit":               {turns: []llmtest.Turn{llmtest.Truncated("Bộ Y tế", "length"), say}, err: llm.ErrCut, calls: 1},
		"a filter":                      {turns: []llmtest.Turn{llmtest.Truncated("Bộ", "content_filter"), say}, err: llm.ErrDenied, calls: 1},
		"an error amid the text":        {turns: []llmtest.Turn{llmtest.Broken("Bộ Y tế"), say}, err: llm.ErrNonsense, calls: 1}, // behind keep-alives the library loses what it was
		"silence from the start":        {turns: []llmtest.Turn{llmtest.Hang(""), say}, err: llm.ErrSilent, calls: 1, took: 6 * time.Second},
		"silence amid the text":         {turns: []llmtest.Turn{llmtest.Hang("Bộ Y tế"), say}, err: llm.ErrSilent, calls: 1, took: 6 * time.Second},
		"slower than the caller's time": {turns: []llmtest.Turn{llmtest.Slow(strings.Repeat("dài ", 30), time.Second)}, err: context.DeadlineExceeded, calls: 1, took: 20 * time.Second},
		"endless":                       {turns: []llmtest.Turn{llmtest.Say(strings.Repeat("dài ", 20_000))}, err: llm.ErrNonsense, calls: 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				double := llmtest.New()
				double.Chat(tc.turns...)
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				start := time.Now()
				text, err := generate(ctx, client(t, double))
				if text != tc.text && err == nil || !errors.Is(err, tc.err) {
					t.Errorf("got %q, error %v; want %q, %v", text, err, tc.text, tc.err)
				}
				if n := len(double.Calls(chatPath)); n != tc.calls {
					t.Errorf("%d calls, want %d", n, tc.calls)
				}
				if took := time.Since(start); took < tc.took || took > 20*time.Second {
					t.Errorf("took %s, want at least %s", took, tc.took)
				}
				wantQuiet(t, err)
				cancel()
				synctest.Wait()
			})
		})
	}
}

func TestGenerateIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		double := llmtest.New()
		for _, turn := range []llmtest.Turn{llmtest.Hang("Bộ"), llmtest.Status(429, "5")} {
			double.Chat(turn)
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			start := time.Now()
			_, err := generate(ctx, client(t, double))
			if !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
				t.Errorf("error %v after %s, want context.Canceled after a second", err, time.Since(start))
			}
		}
	})
}

func TestRequest(t *testing.T) {
	for model, want := range map[string][]string{
		"qwen":       {"max_tokens", "temperature", "seed"},
		"gpt-5-mini": {"max_completion_tokens", "seed"},
		"o3":         {"max_completion_tokens", "seed"},
	} {
		double := llmtest.New()
		double.Chat(llmtest.Say(sentence))
		c, err := llm.New(llm.Config{BaseURL: "http://llm.test/v1/", Key: llmtest.Key, Model: model, Transport: double.Transport()})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := generate(t.Context(), c); err != nil {
			t.Fatalf("%s: %v", model, err)
		}
		call := double.Calls(chatPath)[0]
		if call.Model != model || call.Instructions != "Viết lại." || call.Material != secret || !call.Stream {
			t.Errorf("%s: asked %+v", model, call)
		}
		for _, field := range []string{"max_tokens", "max_completion_tokens", "temperature", "seed"} {
			if _, sent := call.Body[field]; sent != strings.Contains(" "+strings.Join(want, " ")+" ", " "+field+" ") {
				t.Errorf("%s: %s sent: %v", model, field, sent)
			}
		}
	}
}

// TestOverANetwork goes through real sockets once: the rest of the tests need none.
func TestOverANetwork(t *testing.T) {
	double := llmtest.New()
	defer double.Close()
	double.Chat(llmtest.Cut(""), llmtest.Say(sentence))
	c, err := llm.New(llm.Config{BaseURL: double.Start(), Key: llmtest.Key, Model: "qwen"})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := generate(t.Context(), c); err != nil || text != sentence {
		t.Errorf("got %q, %v", text, err)
	}
}

func TestNobodyListens(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	c, err := llm.New(llm.Config{BaseURL: "http://" + listener.Addr().String() + "/v1", Key: llmtest.Key, Model: "qwen"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = generate(t.Context(), c)
	if !errors.Is(err, llm.ErrUnavailable) || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("error %v, want ErrUnavailable without an address", err)
	}
}

func TestWrongKey(t *testing.T) {
	double := llmtest.New()
	c, err := llm.New(llm.Config{BaseURL: "http://llm.test/v1", Key: "sk-wrong-secret", Model: "qwen", Transport: double.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	_, err = generate(t.Context(), c)
	if !errors.Is(err, llm.ErrDenied) {
		t.Errorf("error %v, want ErrDenied", err)
	}
	wantQuiet(t, err)
}

func TestCheckURL(t *testing.T) {
	for address, good := range map[string]bool{
		"http://127.0.0.1:8000/v1": true, llm.PublicURL: true, "https://mo-hinh.gov.vn/v1/": true,
		"": false, "localhost:8000": false, "ftp://a/v1": false, "http://": false, "http://u:sesame@a/v1": false,
		"https://a/v1?key=sesame": false, "http://sesame\x7f": false,
	} {
		err := llm.CheckURL(address)
		if (err == nil) != good || err != nil && (!errors.Is(err, llm.ErrBadURL) || strings.Contains(err.Error(), "sesame")) {
			t.Errorf("%q: %v", address, err)
		}
		if _, newErr := llm.New(llm.Config{BaseURL: address}); (newErr == nil) != good {
			t.Errorf("New(%q): %v", address, newErr)
		}
	}
}
