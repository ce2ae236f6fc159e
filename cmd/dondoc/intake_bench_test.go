//go:build unix

package main

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/cmd/dondoc/store/pgtest"
)

// stopwatch measures from the moment at which a question is on its way to the webhook until its answer is at the channel.
type stopwatch struct {
	mu    sync.Mutex
	asked map[string]time.Time // by chat; none has two at once
	waits []time.Duration
	open  sync.WaitGroup
}

func (s *stopwatch) start(chat string) {
	s.open.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked[chat] = time.Now()
}

func (s *stopwatch) stop(h heard) {
	if strings.Contains(h.text, noticeMark) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if at, ok := s.asked[h.chat]; ok {
		delete(s.asked, h.chat)
		s.waits = append(s.waits, h.at.Sub(at))
		s.open.Done()
	}
}

// BenchmarkWebhookToAnswer asks the whole program 200 questions a second over the webhook of Telegram, whether or not it
// keeps up, from 500 chats. The limit for p99-ms is 50, on two cores that also have to ask and to listen. An operation is a
// question, so -benchtime 2000x takes ten seconds.
func BenchmarkWebhookToAnswer(b *testing.B) {
	for name, address := range map[string]func() string{
		"sqlite":   func() string { return "sqlite:" + filepath.Join(b.TempDir(), "dondoc.db") },
		"postgres": func() string { return pgtest.Start(b) },
	} {
		b.Run(name, func(b *testing.B) { benchWebhook(b, address()) })
	}
}

func benchWebhook(b *testing.B, database string) {
	const chats, perSecond = 500, 200
	s := telegramSide(b, "http://127.0.0.1:1") // what is told to the fast Telegram does not matter
	watch := &stopwatch{asked: map[string]time.Time{}}
	s.ear.slow, s.ear.hear = 0, watch.stop
	program := serve(b, append([]string{"--db", database, "--as-of", "2023-04-20"}, s.flags...)...)
	p := newPostOffice(b, s, program.url, chats, 1, perSecond)

	asked, began := 0, time.Now()
	ask := func() {
		l := p.letter(asked%chats, asked/chats)
		rest(b.Context(), time.Until(began.Add(time.Duration(asked)*time.Second/perSecond)))
		asked++
		go func() {
			watch.start(s.chat(l.chat))
			if status := p.insist(b.Context(), p.body(l), p.prove, false); status != http.StatusOK {
				b.Errorf("status %d", status)
			}
		}()
	}
	for range chats { // what a chat is told on first contact is not what is measured
		ask()
	}
	rest(b.Context(), time.Second)
	watch.open.Wait()
	watch.waits, began = nil, time.Now().Add(-time.Duration(asked)*time.Second/perSecond)
	for b.Loop() {
		ask()
	}
	rest(b.Context(), time.Second)
	watch.open.Wait()
	slices.Sort(watch.waits)
	n := len(watch.waits)
	b.ReportMetric(milliseconds(watch.waits[n/2]), "p50-ms")
	b.ReportMetric(milliseconds(watch.waits[n*99/100]), "p99-ms")
	b.ReportMetric(milliseconds(watch.waits[n-1]), "max-ms")
}
