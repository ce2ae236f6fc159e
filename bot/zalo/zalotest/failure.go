package zalotest

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Failure is how a call fails.
type Failure struct {
	Status  int  // answered in the platform's envelope
	Gateway bool // Status comes from a gateway: a page, no envelope
	Cut     bool // the connection breaks instead of an answer
	After   bool // the call was carried out before
}

// Fail makes the next calls of a method fail, one after another.
func (s *Server) Fail(method string, failures ...Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failures[method] = append(s.failures[method], failures...)
}

func (s *Server) nextFailure(method string) (Failure, bool) {
	waiting := s.failures[method]
	if len(waiting) == 0 {
		return Failure{}, false
	}
	s.failures[method] = waiting[1:]
	return waiting[0], true
}

func (s *Server) fail(w http.ResponseWriter, f Failure) {
	switch {
	case f.Cut:
		panic(http.ErrAbortHandler)
	case f.Gateway:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		fmt.Fprint(w, "<html>Bad Gateway</html>")
	default:
		refuse(w, f.Status, http.StatusText(f.Status))
	}
}

// Calls is how often a method was called.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

// waitLimit is longer than anything takes that does not hang.
const waitLimit = 20 * time.Second

// WaitMessages waits until the bot has sent n messages to a chat ("" for all chats), and returns them. It fails the
// test when they do not come.
func (s *Server) WaitMessages(chat string, n int) []Message {
	s.t.Helper()
	var found []Message
	s.wait(fmt.Sprintf("%d messages", n), func() bool {
		found = s.to(chat)
		return len(found) >= n
	})
	return found
}

// WaitCalls waits until a method was called n times.
func (s *Server) WaitCalls(method string, n int) {
	s.t.Helper()
	s.wait(fmt.Sprintf("%d calls of %s", n, method), func() bool { return s.calls[method] >= n })
}

// WaitWebhook waits until the bot has a webhook.
func (s *Server) WaitWebhook() {
	s.t.Helper()
	s.wait("webhook", func() bool { return s.webhook != "" })
}

// wait waits for a condition, which is asked with the lock held.
// Wait returns when the condition holds, which is looked at after every change, or with the error of ctx.
func (s *Server) Wait(ctx context.Context, condition func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if condition() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Server) wait(what string, fulfilled func() bool) {
	s.t.Helper()
	limit := time.NewTimer(waitLimit)
	defer limit.Stop()
	for {
		s.mu.Lock()
		done, changed := fulfilled(), s.changed
		s.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-limit.C:
			s.t.Fatalf("zalotest: no %s came", what)
		}
	}
}

// AddPicture serves a picture and returns its address.
func (s *Server) AddPicture(content []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	name := fmt.Sprintf("%d.jpg", s.last)
	s.pictures[name] = content
	return s.URL + "/pictures/" + name
}

func (s *Server) givePicture(w http.ResponseWriter, name string) {
	s.mu.Lock()
	content, ok := s.pictures[name]
	s.mu.Unlock()
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content)
}
