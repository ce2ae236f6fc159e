package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"

	"dondoc/bot/telegram/telegramtest"
)

// mishap is what happens to a call.
type mishap int

const (
	allWell     mishap = iota
	flooded            // 429: nothing is sent, come again later
	overloaded         // 503: nothing is sent
	badGateway         // 502: nothing is sent, but nobody knows
	slowGateway        // 504: nobody knows; it was taken
	held               // no answer before the caller gives up; it was not taken
	cut                // the connection breaks; it was not taken
	cutLate            // the connection breaks; it was taken
	forbidden          // 403: the chat blocked the bot
	refused            // 400: the message itself is at fault
)

func (m mishap) String() string {
	return [...]string{"all well", "429", "503", "502", "504 after taking", "held", "cut", "cut after taking", "403", "400"}[m]
}

// unknown reports whether the caller cannot tell if the message was taken.
func (m mishap) unknown() bool { return slices.Contains(openEnds, m) }

var openEnds = []mishap{badGateway, slowGateway, held, cut, cutLate}

// perHundred are how often each mishap befalls a call.
var perHundred = []struct {
	mishap
	n int
}{{flooded, 7}, {overloaded, 4}, {badGateway, 2}, {slowGateway, 2}, {held, 2}, {cut, 3}, {cutLate, 3}}

// mishapOf draws what befalls the n-th call of a chat, and how long one is to wait that is told to. It depends on
// nothing but the seed, the chat and n. From the fourth call on all is well, so that a run has an end.
func mishapOf(seed uint64, chat int64, n int) (mishap, time.Duration) {
	random := rand.New(rand.NewPCG(seed, uint64(chat)<<3^uint64(n)))
	drawn := random.IntN(100)
	if n > 3 {
		return allWell, 0
	}
	for _, p := range perHundred {
		if drawn -= p.n; drawn < 0 {
			return p.mishap, []time.Duration{time.Second, 30 * time.Second, 45 * time.Second}[random.IntN(3)]
		}
	}
	return allWell, 0
}

// arrival is a call of sendMessage as the double saw it.
type arrival struct {
	at     time.Time
	chat   int64
	html   string
	befell mishap
	taken  bool // the message is in the chat
}

// gauntlet is the Telegram double under fire: calls have to run it before telegramtest takes them.
type gauntlet struct {
	telegram *telegramtest.Server
	seed     uint64
	hurry    int            // a retry_after is so many times shorter to who comes again
	blocked  map[int64]int  // chats that block the bot at their n-th call
	refusing map[int64]bool // chats that take no message
	closing  chan struct{}  // ends the calls that are held
	mu       sync.Mutex
	calls    map[int64]int
	notUntil map[int64]time.Time     // when a chat may be tried again
	tooSoon  map[int64]time.Duration // by how much chats came before
	arrivals []arrival
	changed  chan struct{} // closed and replaced at every arrival
}

func newGauntlet(seed uint64, hurry int) *gauntlet {
	return &gauntlet{
		telegram: telegramtest.New(), seed: seed, hurry: hurry, blocked: map[int64]int{}, refusing: map[int64]bool{},
		closing: make(chan struct{}), calls: map[int64]int{}, notUntil: map[int64]time.Time{}, tooSoon: map[int64]time.Duration{}, changed: make(chan struct{}),
	}
}

func (g *gauntlet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := time.Now()
	body, err := io.ReadAll(r.Body)
	if err != nil { // the caller was killed before all of it was written
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	message, err := readSending(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	chat, html := message.Chat, message.Text
	befell, wait := g.draw(chat, at)
	taken := httptest.NewRecorder()
	if slices.Contains([]mishap{allWell, slowGateway, cutLate}, befell) {
		g.telegram.ServeHTTP(taken, r)
	} else {
		taken.Code = 0
	}
	g.note(arrival{at, chat, html, befell, taken.Code == http.StatusOK})
	g.answer(w, r, befell, wait, taken)
}

// sending is what a call of sendMessage sends.
type sending struct {
	Chat int64  `json:"chat_id"`
	Text string `json:"text"`
}

func readSending(body []byte) (m sending, err error) {
	return m, json.Unmarshal(body, &m)
}

// draw counts a call and says what befalls it.
func (g *gauntlet) draw(chat int64, at time.Time) (mishap, time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.calls[chat]++
	if until := g.notUntil[chat]; at.Before(until) {
		g.tooSoon[chat] = until.Sub(at)
	}
	switch n, ok := g.blocked[chat]; {
	case ok && g.calls[chat] >= n:
		return forbidden, 0
	case g.refusing[chat]:
		return refused, 0
	}
	m, wait := mishapOf(g.seed, chat, g.calls[chat])
	if m == flooded {
		g.notUntil[chat] = at.Add(wait / time.Duration(g.hurry))
	}
	return m, wait
}

func (g *gauntlet) note(a arrival) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.arrivals = append(g.arrivals, a)
	close(g.changed)
	g.changed = make(chan struct{})
}

func (g *gauntlet) answer(w http.ResponseWriter, r *http.Request, befell mishap, wait time.Duration, taken *httptest.ResponseRecorder) {
	failed := func(code int, format string, args ...any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		fmt.Fprintf(w, `{"ok":false,"error_code":%d,`+format+`}`, append([]any{code}, args...)...)
	}
	switch befell {
	case flooded:
		failed(http.StatusTooManyRequests, `"description":"Too Many Requests","parameters":{"retry_after":%d}`, int(wait.Seconds()))
	case overloaded:
		failed(http.StatusServiceUnavailable, `"description":"Service Unavailable"`)
	case badGateway:
		http.Error(w, "<html>Bad Gateway</html>", http.StatusBadGateway)
	case slowGateway:
		failed(http.StatusGatewayTimeout, `"description":"Gateway Timeout"`)
	case forbidden:
		failed(http.StatusForbidden, `"description":"Forbidden: bot was blocked by the user"`)
	case refused:
		failed(http.StatusBadRequest, `"description":"Bad Request: message is too long"`)
	case held:
		select {
		case <-r.Context().Done():
		case <-g.closing:
		}
		panic(http.ErrAbortHandler)
	case cut, cutLate:
		panic(http.ErrAbortHandler)
	default:
		maps.Copy(w.Header(), taken.Header())
		w.WriteHeader(taken.Code)
		_, _ = w.Write(taken.Body.Bytes())
	}
}

// seen returns the arrivals so far, by time, and a channel that is closed at the next.
func (g *gauntlet) seen() ([]arrival, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := slices.SortedFunc(slices.Values(g.arrivals), func(a, b arrival) int { return a.at.Compare(b.at) })
	return all, g.changed
}

// chatsSeen counts the chats that were called.
func (g *gauntlet) chatsSeen() (int, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.calls), g.changed
}

// count returns how often something befell a chat.
func (g *gauntlet) count(chat int64, m mishap) (n int) {
	all, _ := g.seen()
	for _, a := range all {
		if a.chat == chat && a.befell == m {
			n++
		}
	}
	return n
}

// within calls the handler in this process, which synctest needs: sockets know no time of its own.
type within struct{ http.Handler }

func (h within) RoundTrip(r *http.Request) (*http.Response, error) {
	done := make(chan *http.Response, 1)
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				panic(p)
			}
		}()
		recorder := httptest.NewRecorder()
		h.ServeHTTP(recorder, r.Clone(r.Context()))
		done <- recorder.Result()
	}()
	select {
	case response, ok := <-done:
		if !ok {
			return nil, io.ErrUnexpectedEOF
		}
		return response, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}
