// Package llmtest is a double of an OpenAI-compatible server for tests.
//
// A Server answers /v1/chat/completions and /v1/embeddings as it is told, turn by
// turn: it says a text, dawdles, refuses, breaks off, talks nonsense or hangs
// (turns.go). It keeps what it was asked. It is an http.Handler: Start serves it
// on 127.0.0.1, and Transport calls it without sockets, which is what
// testing/synctest needs.
//
//	double := llmtest.New()
//	defer double.Close()
//	double.Chat(llmtest.Status(429, "1"), llmtest.Say("Bộ Y tế chủ trì."))
//	client, err := llm.New(llm.Config{BaseURL: double.Start(), Key: llmtest.Key, Model: "m"})
package llmtest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
)

// Key is the only key that a Server accepts. It must show up nowhere.
const Key = "sk-llmtest-Secret-0123456789abcdef"

// Call is one request as it was received.
type Call struct {
	Path         string
	Model        string
	Instructions string // the system message
	Material     string // the user message
	Stream       bool
	Body         map[string]any // all of it
	Inputs       []string       // texts to embed
}

// Turn answers one call.
type Turn func(w http.ResponseWriter, r *http.Request, c Call)

// Server is the double. All methods may be called at the same time.
type Server struct {
	mu       sync.Mutex
	calls    []Call
	chat     []Turn
	embed    []Turn
	listener *httptest.Server
}

// New returns a server that does not listen yet. It says nothing useful before
// Chat is called, and makes vectors out of letters.
func New() *Server { return &Server{chat: []Turn{Say("")}, embed: []Turn{Vectors(8)}} }

// Chat sets how the next calls for a text are answered; the last turn goes on for ever.
func (s *Server) Chat(turns ...Turn) { s.set(&s.chat, turns) }

// Embed sets how the next calls for vectors are answered; the last turn goes on for ever.
func (s *Server) Embed(turns ...Turn) { s.set(&s.embed, turns) }

func (s *Server) set(turns *[]Turn, to []Turn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*turns = slices.Clone(to)
}

// Start listens on 127.0.0.1 and returns the address for Config.BaseURL.
func (s *Server) Start() string {
	s.listener = httptest.NewServer(s)
	return s.listener.URL + "/v1"
}

// Close ends all calls and stops listening.
func (s *Server) Close() {
	if s.listener != nil {
		s.listener.CloseClientConnections()
		s.listener.Close()
	}
}

// Calls returns what was asked so far of the path, "/v1/chat/completions" or "/v1/embeddings".
func (s *Server) Calls(path string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var calls []Call
	for _, c := range s.calls {
		if c.Path == path {
			calls = append(calls, c)
		}
	}
	return calls
}

// ServeHTTP answers as the turns say.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := readCall(r)
	turn := s.next(call)
	switch {
	case turn == nil:
		http.NotFound(w, r)
	case r.Header.Get("Authorization") != "Bearer "+Key:
		// As OpenAI does, it repeats what it was given.
		writeError(w, http.StatusUnauthorized, "invalid_api_key", "Incorrect API key provided: "+r.Header.Get("Authorization"))
	default:
		turn(w, r, call)
	}
}

// next records the call and takes the turn for it.
func (s *Server) next(c Call) Turn {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, c)
	turns := map[string]*[]Turn{"/v1/chat/completions": &s.chat, "/v1/embeddings": &s.embed}[c.Path]
	if turns == nil || len(*turns) == 0 {
		return nil
	}
	turn := (*turns)[0]
	if len(*turns) > 1 {
		*turns = (*turns)[1:]
	}
	return turn
}

func readCall(r *http.Request) Call {
	c := Call{Path: r.URL.Path, Body: map[string]any{}}
	_ = json.NewDecoder(r.Body).Decode(&c.Body) // what is no JSON has no fields
	c.Model, _ = c.Body["model"].(string)
	c.Stream, _ = c.Body["stream"].(bool)
	messages, _ := c.Body["messages"].([]any)
	for _, m := range messages {
		message, _ := m.(map[string]any)
		content, _ := message["content"].(string)
		switch message["role"] {
		case "system":
			c.Instructions = content
		case "user":
			c.Material = content
		}
	}
	inputs, _ := c.Body["input"].([]any)
	for _, i := range inputs {
		text, _ := i.(string)
		c.Inputs = append(c.Inputs, text)
	}
	return c
}
