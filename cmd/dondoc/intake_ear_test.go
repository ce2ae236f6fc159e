//go:build unix

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httputil"
	"net/url"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/bot/telegram/telegramtest"
)

// heard is a message of the bot, as its channel received it.
type heard struct {
	at   time.Time
	chat string
	text string
	on   int64 // the message that it hangs on; 0 for none
}

// ear hears all that the bot says.
type ear struct {
	hear    func(heard)   // before anybody else; may be nil
	slow    time.Duration // how long a call lasts on average
	mu      sync.Mutex
	all     []heard
	changed chan struct{} // closed and replaced at every message
}

func newEar() *ear { return &ear{slow: 15 * time.Millisecond, changed: make(chan struct{})} }

func (e *ear) note(h heard) {
	if e.hear != nil {
		e.hear(h)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, h)
	close(e.changed)
	e.changed = make(chan struct{})
}

// dawdle takes the time of a real channel, without which hardly a kill would find an answer under way.
func (e *ear) dawdle(ctx context.Context) { rest(ctx, rand.N(2*e.slow+1)) }

// said returns what was heard so far, and a channel that is closed when there is more.
func (e *ear) said() ([]heard, <-chan struct{}) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.all[:len(e.all):len(e.all)], e.changed
}

// await waits until what was heard meets the condition; false when that takes too long.
func (e *ear) await(ctx context.Context, enough func([]heard) bool) bool {
	for {
		all, changed := e.said()
		if enough(all) {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// fastTelegram is a Bot API that takes everything. telegramtest, which checks what it takes, needs more time for that
// than the program does for an answer.
type fastTelegram struct{ *ear }

func (f fastTelegram) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := time.Now()
	var call struct {
		Chat  json.Number `json:"chat_id"`
		Text  string      `json:"text"`
		Reply struct {
			ID int64 `json:"message_id"`
		} `json:"reply_parameters"`
	}
	body, err := io.ReadAll(r.Body)
	if err != nil { // the caller was killed before all of it was written
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	switch path.Base(r.URL.Path) {
	case "getMe":
		fmt.Fprintf(w, `{"ok":true,"result":{"id":%d,"is_bot":true,"first_name":"Bot","username":%q}}`, telegramtest.BotID, telegramtest.BotName)
	case "sendMessage":
		if err := json.Unmarshal(body, &call); err != nil || call.Text == "" {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"ok":false,"error_code":400,"description":"Bad Request"}`)
			return
		}
		f.note(heard{at, call.Chat.String(), call.Text, call.Reply.ID})
		f.dawdle(r.Context())
		fmt.Fprintf(w, `{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":%s}}}`, call.Chat)
	default:
		fmt.Fprint(w, `{"ok":true,"result":true}`)
	}
}

// overhear stands before a double of Zalo and hears what the bot sends it.
func overhear(t testing.TB, double string, e *ear) http.Handler {
	t.Helper()
	proxy := httputil.NewSingleHostReverseProxy(mustHave[*url.URL](t)(url.Parse(double)))
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) } // the caller was killed
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := time.Now()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		var call struct {
			Chat      string `json:"chat_id"`
			Text      string `json:"text"`
			Recipient struct {
				ID string `json:"user_id"`
			} `json:"recipient"`
			Message struct {
				Text string `json:"text"`
			} `json:"message"`
		}
		_ = json.Unmarshal(body, &call) // other calls have other bodies
		switch path.Base(r.URL.Path) {
		case "sendMessage":
			e.note(heard{at: at, chat: call.Chat, text: call.Text})
		case "cs":
			e.note(heard{at: at, chat: call.Recipient.ID, text: call.Message.Text})
		}
		e.dawdle(r.Context())
		proxy.ServeHTTP(w, r)
	})
}
