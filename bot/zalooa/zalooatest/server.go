// Package zalooatest is a double of Zalo's OpenAPI v3 and OAuth v4 for one Official Account.
//
// A Server renews tokens with refresh tokens that work once (one used twice fails and is counted), takes messages inside
// the window of 48 hours and 7 days and refuses them after, checks lengths and templates, answers errors with HTTP 200,
// delivers signed events to a webhook, and can be told to fail. It listens on 127.0.0.1.
//
//	double := zalooatest.Start(t)
//	double.Hook(webhook.URL)
//	double.Say("7031884412906655128", "hạn của Bắc Giang?")
//	messages, err := double.WaitMessages(ctx, "7031884412906655128", 1)
package zalooatest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// The app and the account that a Server knows, and the template that it has approved.
const (
	AppID      = "918273645501827"
	AppSecret  = "app-Secret-of-the-double"
	OASecret   = "oa-Secret-key-of-the-double"
	OAID       = "4417730955120846631"
	TemplateID = "271828"
)

// Message is what a user has received.
type Message struct {
	Text     string
	Picture  []byte            // nil for none
	Template map[string]string // of a template message, else nil
	Charged  bool
}

type user struct {
	last     time.Time // of the last interaction
	gone     bool      // does not follow
	messages []Message
}

// Server is the double. All methods may be called at the same time.
type Server struct {
	URL string // of both hosts, and of nothing else
	mux *http.ServeMux

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced at every change
	now      func() time.Time
	hook     string
	users    map[string]*user
	pictures map[string][]byte
	failures []*Failure
	calls    map[string]int
	serial   int // of tokens, messages and pictures

	access  string
	expires time.Time
	lasts   time.Duration
	refresh map[string]bool // whether it still works
	renewed int
	reused  []string
}

// Start starts a Server that lives as long as the test.
func Start(t testing.TB) *Server {
	s := &Server{
		changed: make(chan struct{}), now: time.Now, users: map[string]*user{}, pictures: map[string][]byte{},
		calls: map[string]int{}, refresh: map[string]bool{}, lasts: 25 * time.Hour,
	}
	s.mux = http.NewServeMux()
	s.mux.HandleFunc("POST /v4/oa/access_token", s.handle(s.renew))
	s.mux.HandleFunc("POST /v3.0/oa/message/cs", s.handle(s.consult))
	s.mux.HandleFunc("POST /v3.0/oa/message/template", s.handle(s.template))
	s.mux.HandleFunc("POST /v2.0/oa/upload/image", s.handle(s.upload))
	listener := httptest.NewServer(s.mux)
	t.Cleanup(listener.Close)
	s.URL = listener.URL
	return s
}

// Clock makes the Server live by another clock. It must be set before the first call.
func (s *Server) Clock(now func() time.Time) { s.change(func() { s.now = now }) }

// Lasting sets how long access tokens made from now on last.
func (s *Server) Lasting(d time.Duration) { s.change(func() { s.lasts = d }) }

// Consent is a person's consent in the browser: it returns a refresh token that begins a new chain.
func (s *Server) Consent() (refresh string) {
	s.change(func() {
		s.serial++
		refresh = fmt.Sprintf("refresh-%d-consented", s.serial)
		s.refresh[refresh] = true
	})
	return refresh
}

// Revoke makes the present access token useless.
func (s *Server) Revoke() { s.change(func() { s.access = "" }) }

// RevokeAll makes all refresh tokens useless too.
func (s *Server) RevokeAll() {
	s.change(func() {
		s.access = ""
		clear(s.refresh)
	})
}

// Tokens returns the present access token and the refresh tokens that work.
func (s *Server) Tokens() (access string, refresh []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, works := range s.refresh {
		if works {
			refresh = append(refresh, token)
		}
	}
	return s.access, refresh
}

// Renewals counts those that gave a pair.
func (s *Server) Renewals() int { return read(s, func() int { return s.renewed }) }

// Reused counts tries with a refresh token that was used before.
func (s *Server) Reused() int { return read(s, func() int { return len(s.reused) }) }

// Calls counts the calls of a path, failed ones included.
func (s *Server) Calls(path string) int { return read(s, func() int { return s.calls[path] }) }

// Messages returns what a user has received.
func (s *Server) Messages(id string) []Message {
	return read(s, func() []Message { return slices.Clone(s.user(id).messages) })
}

// WaitMessages returns them once there are at least n.
func (s *Server) WaitMessages(ctx context.Context, id string, n int) ([]Message, error) {
	err := s.Wait(ctx, func() bool { return len(s.Messages(id)) >= n })
	return s.Messages(id), err
}

// Wait returns when the condition holds. It is checked after every change of the Server.
func (s *Server) Wait(ctx context.Context, condition func() bool) error {
	for {
		changed := read(s, func() chan struct{} { return s.changed })
		if condition() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("zalooatest: wait: %w", ctx.Err())
		}
	}
}

// Interacted sets when a user was last heard of, without an event.
func (s *Server) Interacted(id string, at time.Time) { s.change(func() { s.user(id).last = at }) }

func read[V any](s *Server, get func() V) V {
	s.mu.Lock()
	defer s.mu.Unlock()
	return get()
}

func (s *Server) change(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
	close(s.changed)
	s.changed = make(chan struct{})
}

// user returns somebody, new ones as followers never heard of. s.mu must be held.
func (s *Server) user(id string) *user {
	if s.users[id] == nil {
		s.users[id] = &user{}
	}
	return s.users[id]
}

// answer is what a call gets: a body for HTTP 200.
type answer map[string]any

func failed(code int, message string) answer { return answer{"error": code, "message": message} }

func done(data map[string]any) answer {
	return answer{"data": data, "error": 0, "message": "Success"}
}

// handle runs a call under the lock, unless it is to fail.
func (s *Server) handle(do func(*http.Request) answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 4<<20)
		_ = r.ParseMultipartForm(4 << 20) // fails for JSON, which it leaves unread
		f := s.takeFailure(r.URL.Path)
		if f != nil && f.Hold != nil {
			select {
			case <-f.Hold:
			case <-r.Context().Done():
			}
		}
		var a answer
		if f == nil || f.Late || f.none() {
			s.change(func() { a = do(r) })
		}
		s.change(func() { s.calls[r.URL.Path]++ })
		if f != nil && f.act(w) {
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(a) // the client may be gone
	}
}
