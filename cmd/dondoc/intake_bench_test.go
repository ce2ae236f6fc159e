//go:build unix

package main

import (
	"context"
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
	asked map[string][]time.Time // by chat, what is not answered yet
	open  int                    // questions not answered yet
	waits []time.Duration
}

func (s *stopwatch) start(chat string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked[chat] = append(s.asked[chat], time.Now())
	s.open++
}

func (s *stopwatch) stop(h heard) {
	if strings.Contains(h.text, noticeMark) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if all := s.asked[h.chat]; len(all) > 0 {
		s.asked[h.chat] = all[1:]
		s.waits = append(s.waits, h.at.Sub(all[0]))
		s.open--
	}
}

// await returns what was measured once all is answered, and forgets it.
func (s *stopwatch) await(b *testing.B, e *ear) []time.Duration {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), patience)
	defer cancel()
	rest(ctx, time.Second) // the last are on their way
	done := func([]heard) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.open == 0
	}
	if !e.await(ctx, done) {
		b.Fatalf("%d questions are not answered", s.open)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	waits := s.waits
	s.waits = nil
	slices.Sort(waits)
	return waits
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
	watch := &stopwatch{asked: map[string][]time.Time{}}
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
	watch.await(b, s.ear)
	began = time.Now().Add(-time.Duration(asked) * time.Second / perSecond)
	for b.Loop() {
		ask()
	}
	waits := watch.await(b, s.ear)
	n := len(waits)
	b.ReportMetric(milliseconds(waits[n/2]), "p50-ms")
	b.ReportMetric(milliseconds(waits[n*99/100]), "p99-ms")
	b.ReportMetric(milliseconds(waits[n-1]), "max-ms")
}
