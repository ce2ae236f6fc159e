package intake_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dondoc/bot/intake"
)

// hook is a webhook that takes a JSON list of keys.
type hook struct {
	accepted []string
	fail     error
}

func (h *hook) read(body []byte) ([]intake.Update, error) {
	var keys []string
	if err := json.Unmarshal(body, &keys); err != nil {
		return nil, errors.New("no list of keys")
	}
	var updates []intake.Update
	for _, key := range keys {
		if key == "panic" {
			panic(key)
		}
		updates = append(updates, intake.Update{Key: key})
	}
	return updates, nil
}

func (h *hook) accept(_ context.Context, updates []intake.Update) error {
	if h.fail != nil {
		return h.fail
	}
	for _, u := range updates {
		h.accepted = append(h.accepted, u.Key)
	}
	return nil
}

const secret = "một bí mật"

type webhookTest struct {
	name, method, secret, body string
	fail                       error
	status                     int
	accepted                   int
}

func TestWebhook(t *testing.T) {
	tests := []webhookTest{
		{"good", "POST", secret, `["1","2"]`, nil, 200, 2},
		{"nothing of interest", "POST", secret, `[]`, errors.New("must not be asked"), 200, 0},
		{"not POST", "GET", secret, `["1"]`, nil, 405, 0},
		{"too large", "POST", secret, `["` + strings.Repeat("x", 200) + `"]`, nil, 413, 0},
		{"too large and wrong", "POST", "", strings.Repeat("x", 200), nil, 413, 0},
		{"no secret", "POST", "", `["1"]`, nil, 401, 0},
		{"wrong secret", "POST", secret + "x", `["1"]`, nil, 401, 0},
		{"wrong and unreadable", "POST", "x", `{`, nil, 401, 0},
		{"unreadable", "POST", secret, `["1"`, nil, 400, 0},
		{"empty", "POST", secret, ``, nil, 400, 0},
		{"reading panics", "POST", secret, `["1","panic"]`, nil, 400, 0},
		{"not committed", "POST", secret, `["1"]`, errors.New("disk full"), 503, 0},
	}
	for _, test := range tests {
		for _, chunked := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, chunked %v", test.name, chunked), func(t *testing.T) { test.run(t, chunked) })
		}
	}
}

func (test webhookTest) run(t *testing.T, chunked bool) {
	var log bytes.Buffer
	h := &hook{fail: test.fail}
	server := httptest.NewServer(&intake.Webhook{
		MaxBody: 100, Authentic: intake.SecretHeader("X-Secret", secret), Read: h.read, Accept: h.accept,
		Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	defer server.Close()
	var body io.Reader = strings.NewReader(test.body)
	if chunked {
		body = io.MultiReader(body)
	}
	request, err := http.NewRequestWithContext(t.Context(), test.method, server.URL, body)
	if err != nil {
		t.Fatal(err)
	}
	if test.secret != "" {
		request.Header.Set("X-Secret", test.secret)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || len(content) != 0 {
		t.Errorf("body %q, %v", content, err)
	}
	if response.StatusCode != test.status || len(h.accepted) != test.accepted {
		t.Errorf("status %d, accepted %v", response.StatusCode, h.accepted)
	}
	if test.status == http.StatusMethodNotAllowed && response.Header.Get("Allow") != http.MethodPost {
		t.Error("it does not say what is allowed")
	}
	if strings.Contains(log.String(), "xxx") || strings.Contains(log.String(), secret) || (test.status == 200) != (log.Len() == 0) {
		t.Errorf("logged: %s", log.String())
	}
}

func TestSecretHeader(t *testing.T) {
	tests := []struct {
		name, secret string
		sent         []string
		want         bool
	}{
		{"right", "abc", []string{"abc"}, true},
		{"prefix", "abc", []string{"ab"}, false},
		{"longer", "abc", []string{"abcd"}, false},
		{"absent", "abc", nil, false},
		{"twice", "abc", []string{"abc", "abc"}, false},
		{"none is set", "", []string{""}, false},
		{"none is set or sent", "", nil, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/", nil)
			for _, value := range test.sent {
				r.Header.Add("X-Secret", value)
			}
			if got := intake.SecretHeader("x-secret", test.secret)(r, nil); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func FuzzWebhook(f *testing.F) {
	f.Add(secret, []byte(`["1"]`))
	f.Add("x", []byte(`["1"]`))
	f.Add(secret, []byte(`["panic"]`))
	f.Add(secret, bytes.Repeat([]byte(" "), 101))
	f.Fuzz(func(t *testing.T, sent string, body []byte) {
		h := &hook{}
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		r.Header["X-Secret"] = []string{sent}
		(&intake.Webhook{MaxBody: 100, Authentic: intake.SecretHeader("X-Secret", secret), Read: h.read, Accept: h.accept}).ServeHTTP(w, r)
		want := http.StatusOK
		switch {
		case len(body) > 100:
			want = http.StatusRequestEntityTooLarge
		case sent != secret:
			want = http.StatusUnauthorized
		case json.Unmarshal(body, new([]string)) != nil || bytes.Contains(body, []byte(`panic`)):
			want = http.StatusBadRequest
		}
		// A panic may be spelled with escapes.
		if w.Code != want && (want != http.StatusOK || w.Code != http.StatusBadRequest) && !bytes.Contains(body, []byte(`panic`)) || w.Body.Len() != 0 {
			t.Errorf("got %d, want %d", w.Code, want)
		}
		if w.Code != http.StatusOK && len(h.accepted) > 0 || want == http.StatusUnauthorized && w.Code != want {
			t.Errorf("accepted %v with status %d", h.accepted, w.Code)
		}
	})
}
