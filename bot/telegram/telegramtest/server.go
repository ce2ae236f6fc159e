// Package telegramtest is a double of the Telegram Bot API for tests.
//
// A Server keeps updates until an offset confirms them, holds long polls until
// an update arrives or their time is up, refuses a second poller with 409,
// checks what is sent the way Telegram does (markup, length, buttons) and can be
// told to fail. It is an http.Handler: Start serves it on 127.0.0.1, and
// Transport calls it without sockets, which is what testing/synctest needs.
//
//	double := telegramtest.New()
//	url := double.Start()
//	defer double.Close()
//	double.Text(42, "hạn của Bắc Giang?")
//	sent, err := double.WaitSent(ctx, 1)
package telegramtest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
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

// Sent is an accepted sendMessage or sendPhoto.
type Sent struct {
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
	Code   int // HTTP status of the answer, 0 for a cut connection
}

type queued struct {
	id  int64
	raw json.RawMessage
}

// Server is the double. All methods may be called at the same time.
type Server struct {
	mu       sync.Mutex
	changed  chan struct{} // closed and replaced at every change
	updates  []queued
	nextID   int64
	nextMsg  int
	sent     []Sent
	calls    []Call
	failures []*Failure
	moved    map[int64]int64
	takeover chan struct{} // closed when another poll begins
	polling  bool

	listener *httptest.Server
}

// New returns a server that does not listen yet.
func New() *Server {
	return &Server{changed: make(chan struct{}), nextID: 1000, moved: make(map[int64]int64)}
}

// Start listens on 127.0.0.1 and returns the address for Config.APIURL.
func (s *Server) Start() string {
	s.listener = httptest.NewServer(s)
	return s.listener.URL
}

// Close ends all polls and stops listening.
func (s *Server) Close() {
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
	s.change(func() { s.calls = append(s.calls, Call{Method: method, Fields: fields, Code: code}) })
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
	case "sendmessage", "sendphoto":
		return s.send(method, fields)
	case "setmycommands", "sendchataction", "answercallbackquery":
		return succeeded(true)
	}
	return failed(http.StatusNotFound, "Not Found: method not found")
}

// send takes a message or, by the method's name, a photo.
func (s *Server) send(method string, fields map[string]string) answer {
	chat, err := strconv.ParseInt(fields["chat_id"], 10, 64)
	if err != nil || chat == 0 {
		return failed(http.StatusBadRequest, "Bad Request: chat not found")
	}
	read := readMessage
	if strings.EqualFold(method, "sendPhoto") {
		read = readPhoto
	}
	message, err := read(fields)
	if err != nil {
		return failed(http.StatusBadRequest, "Bad Request: "+err.Error())
	}
	message.Chat = chat
	var a answer
	s.change(func() {
		if to, gone := s.moved[chat]; gone {
			a = failed(http.StatusBadRequest, "Bad Request: group chat was upgraded to a supergroup chat")
			a.Parameters = &parameters{MigrateTo: to}
			return
		}
		s.nextMsg++
		s.sent = append(s.sent, message)
		a = succeeded(map[string]any{
			"message_id": s.nextMsg, "date": 1789000000, "text": message.Text,
			"chat": map[string]any{"id": chat, "type": chatType(chat)},
		})
	})
	return a
}

// Upgrade makes a group a supergroup: messages to the old id are refused with the new one.
func (s *Server) Upgrade(from, to int64) { s.change(func() { s.moved[from] = to }) }

func chatType(id int64) string {
	if id < 0 {
		return "supergroup"
	}
	return "private"
}
