// Package telegramtest is a double of the Telegram Bot API for tests.
//
// A Server keeps updates until an offset confirms them, holds long polls until
// an update arrives or their time is up, refuses a second poller with 409,
// checks what is sent the way Telegram does (markup, length, buttons) and can be
// told to fail. It is an http.Handler: Start serves it on 127.0.0.1, and
// Transport calls it without sockets, which is what testing/synctest needs.
//
// A Phone is what people hold in their hands: it says things to the bot, presses
// buttons by their labels and shows what stands in a chat, edits included. Start
// gives one over a Server, StartIndependent one over telegram-test-api, a double
// that others wrote.
//
//	phone := telegramtest.Start(t)
//	… phone.URL, phone.Token …
//	phone.Say(42, telegramtest.User{ID: 42, Name: "An"}, "hạn của Bắc Giang?")
//	last := phone.Await(42, 1)[0]
//	phone.Tap(42, telegramtest.User{ID: 42, Name: "An"}, "Nhắc tôi")
package telegramtest

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// Token is the only token that a Server accepts.
const Token = "700000001:AAtest-Secret_of-the-double-0123456789"

// BotID and BotName are the bot's identity.
const (
	BotID   = 700000001
	BotName = "DonDocTestBot"
)

// Sent is an accepted sendMessage, sendPhoto or sendDocument, as it stands after edits.
type Sent struct {
	ID       int
	Chat     int64
	Thread   int
	ReplyTo  int
	HTML     string   // as received
	Text     string   // after parsing
	Entities []Entity // after parsing
	Buttons  [][]Button
	Plain    bool   // sent without parse_mode
	Silent   bool   // link preview disabled
	Photo    []byte // of sendPhoto, whose caption is the text
	Document []byte // of sendDocument, likewise
	FileName string // of Document
	Edits    int    // how often it was changed
}

// Button of an inline keyboard.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}

// Call is any call of a method, failed ones included.
type Call struct {
	Method string
	Fields map[string]string
	Media  string // type of the body, "" for none
	Code   int    // HTTP status of the answer, 0 for a cut connection
}

type queued struct {
	id  int64
	raw json.RawMessage
}

// Server is the double. All methods may be called at the same time.
type Server struct {
	mu         sync.Mutex
	changed    chan struct{} // closed and replaced at every change
	updates    []queued
	nextID     int64
	nextMsg    int
	sent       []Sent
	calls      []Call
	failures   []*Failure
	moved      map[int64]int64
	files      map[string][]byte   // what getFile knows
	managers   map[membership]bool // who administers a group
	privacyOff bool
	hook       webhook
	hooked     sync.WaitGroup
	takeover   chan struct{} // closed when another poll begins
	polling    bool

	listener *httptest.Server
}

// New returns a server that does not listen yet.
func New() *Server {
	return &Server{
		changed: make(chan struct{}), nextID: 1000, moved: make(map[int64]int64), files: make(map[string][]byte),
		managers: make(map[membership]bool),
	}
}

// Start listens on 127.0.0.1 and returns the address for Config.APIURL.
func (s *Server) Start() string {
	s.listener = httptest.NewServer(s)
	return s.listener.URL
}

// Close ends all polls and deliveries and stops listening.
func (s *Server) Close() {
	s.setHook(webhook{})
	s.hooked.Wait()
	if s.listener != nil {
		s.listener.CloseClientConnections()
		s.listener.Close()
	}
}

// change runs f under the lock and wakes everybody who waits.
func (s *Server) change(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
	close(s.changed)
	s.changed = make(chan struct{})
}

// ServeHTTP implements the Bot API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"+Token+"/"); ok {
		s.serveFile(w, r, path)
		return
	}
	token, method, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	if !ok {
		reply(w, failed(http.StatusNotFound, "Not Found"))
		return
	}
	fields, err := readFields(r)
	if err != nil {
		reply(w, failed(http.StatusBadRequest, "Bad Request: "+err.Error()))
		return
	}
	answer := s.answer(r, token, method, fields)
	code := answer.Code
	if answer.OK {
		code = http.StatusOK
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	s.change(func() { s.calls = append(s.calls, Call{Method: method, Fields: fields, Media: media, Code: code}) })
	if answer.cut {
		panic(http.ErrAbortHandler)
	}
	reply(w, answer)
}

func (s *Server) answer(r *http.Request, token, method string, fields map[string]string) answer {
	if f := s.takeFailure(method, fields); f != nil {
		if a, final := s.fail(r, f, method, fields); final {
			return a
		}
	}
	if token != Token {
		return failed(http.StatusUnauthorized, "Unauthorized")
	}
	switch strings.ToLower(method) {
	case "getme":
		return succeeded(map[string]any{"id": BotID, "is_bot": true, "first_name": "Đôn đốc", "username": BotName, "can_join_groups": true})
	case "getupdates":
		return s.getUpdates(r, fields)
	case "sendmessage", "sendphoto", "senddocument":
		return s.send(method, fields)
	case "editmessagetext":
		return s.edit(fields)
	case "deletemessage":
		return s.remove(fields)
	case "setwebhook":
		return s.setWebhook(fields)
	case "deletewebhook":
		s.setHook(webhook{})
		return succeeded(true)
	case "getfile":
		return s.getFile(fields)
	case "getchatmember":
		return s.getChatMember(fields)
	case "setmycommands", "sendchataction", "answercallbackquery":
		return succeeded(true)
	}
	return failed(http.StatusNotFound, "Not Found: method not found")
}

func chatType(id int64) string {
	if id < 0 {
		return "supergroup"
	}
	return "private"
}
