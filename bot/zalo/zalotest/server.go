// Package zalotest is a double of the Zalo Bot Platform: a real HTTP server that behaves as documented. It knows
// nothing of the program.
package zalotest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// The values that the double knows.
const (
	Token = "1234567890:Abc-dEF_ghi"
	BotID = "1459232241454765289"
)

// A Style is a stretch of a message in a face, as it was sent: offsets in UTF-16 units.
type Style struct {
	Start int      `json:"start"`
	Len   int      `json:"len"`
	St    []string `json:"st"`
}

// A Message is one that the bot sent and the platform took.
type Message struct {
	ID, Chat, Text string // Text is the caption of a Photo
	Styles         []Style
	Photo          string // its address
}

// Server is the platform. Its methods may be called at the same time.
type Server struct {
	// URL is the base for the bot's configuration.
	URL string

	t      testing.TB
	http   *httptest.Server
	closed chan struct{}

	mu       sync.Mutex
	changed  chan struct{} // closed and made anew at every change
	name     string
	queue    []json.RawMessage // events that no poll has taken yet
	webhook  string
	secret   string
	messages []Message
	answers  []int // statuses of the bot's webhook
	calls    map[string]int
	failures map[string][]Failure
	pictures map[string][]byte
	last     int
}

// Start serves until the test ends.
func Start(t testing.TB) *Server {
	s := New(t)
	s.http = httptest.NewServer(s)
	s.URL = s.http.URL
	t.Cleanup(func() {
		close(s.closed)
		s.http.CloseClientConnections()
		s.http.Close()
	})
	return s
}

// New is a Server without a listener: a handler to be called.
func New(t testing.TB) *Server {
	return &Server{
		t: t, closed: make(chan struct{}), changed: make(chan struct{}), name: "bot.VDKyGxQvb",
		calls: make(map[string]int), failures: make(map[string][]Failure), pictures: make(map[string][]byte),
	}
}

// SetName says what getMe tells as the bot's name.
func (s *Server) SetName(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.name = name
}

// ServeHTTP answers a call of the bot, or gives out a picture.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if name, ok := strings.CutPrefix(r.URL.Path, "/pictures/"); ok {
		s.givePicture(w, name)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, method, found := strings.Cut(path, "/")
	switch {
	case !ok || !found:
		refuse(w, http.StatusBadRequest, "Bad request")
		return
	case token != Token:
		refuse(w, http.StatusUnauthorized, "Unauthorized")
		return
	}
	s.mu.Lock()
	s.calls[method]++
	s.change()
	failure, failing := s.nextFailure(method)
	s.mu.Unlock()
	if failing && !failure.After {
		s.fail(w, failure)
		return
	}
	var p map[string]any
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil || len(body) > 0 && json.Unmarshal(body, &p) != nil {
		refuse(w, http.StatusBadRequest, "Bad request")
		return
	}
	if failing {
		s.method(httptest.NewRecorder(), r, method, p)
		s.fail(w, failure)
		return
	}
	s.method(w, r, method, p)
}

func (s *Server) method(w http.ResponseWriter, r *http.Request, method string, p map[string]any) {
	switch method {
	case "getMe":
		s.mu.Lock()
		name := s.name
		s.mu.Unlock()
		answer(w, map[string]any{"id": BotID, "account_name": name, "account_type": "BASIC", "can_join_groups": false})
	case "getUpdates":
		s.getUpdates(w, r, p)
	case "setWebhook":
		s.setWebhook(w, text(p["url"]), text(p["secret_token"]))
	case "deleteWebhook":
		s.mu.Lock()
		s.webhook, s.secret = "", ""
		s.mu.Unlock()
		answer(w, map[string]any{"url": "", "updated_at": time.Now().UnixMilli()})
	case "getWebhookInfo":
		if url := s.WebhookURL(); url != "" {
			answer(w, map[string]any{"url": url, "updated_at": time.Now().UnixMilli()})
			return
		}
		refuse(w, http.StatusNotFound, "Not found")
	case "sendMessage":
		s.send(w, p, "text")
	case "sendPhoto":
		s.send(w, p, "caption")
	case "sendChatAction":
		if text(p["chat_id"]) == "" || text(p["action"]) != "typing" {
			refuse(w, http.StatusBadRequest, "Bad request")
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"ok":true}`)
	default:
		refuse(w, http.StatusBadRequest, "Bad request: unknown method")
	}
}

func (s *Server) setWebhook(w http.ResponseWriter, url, secret string) {
	if !strings.HasPrefix(url, "http") || len(secret) < 8 || len(secret) > 256 {
		refuse(w, http.StatusNotFound, "Invalid request")
		return
	}
	s.mu.Lock()
	s.webhook, s.secret = url, secret
	s.change()
	s.mu.Unlock()
	answer(w, map[string]any{"url": url, "updated_at": time.Now().UnixMilli(), "verification": map[string]any{"ok": true, "url": url, "outcome": "webhook.ok"}})
}

// WebhookURL is where events go, "" when they wait for polls.
func (s *Server) WebhookURL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.webhook
}

// change wakes who waits. The lock must be held.
func (s *Server) change() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func answer(w http.ResponseWriter, result any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": result})
}

func refuse(w http.ResponseWriter, code int, description string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error_code": code, "description": description})
}

func text(v any) string {
	s, _ := v.(string)
	return s
}
