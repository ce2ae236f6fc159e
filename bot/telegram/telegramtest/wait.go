package telegramtest

import (
	"context"
	"fmt"
	"slices"
)

// Sent returns the messages accepted so far.
func (s *Server) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sent)
}

// SentTo returns the parsed texts that one chat received.
func (s *Server) SentTo(chat int64) []string {
	var texts []string
	for _, m := range s.Sent() {
		if m.Chat == chat {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

// Calls returns the finished calls of a method, all for "".
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var calls []Call
	for _, c := range s.calls {
		if method == "" || c.Method == method {
			calls = append(calls, c)
		}
	}
	return calls
}

// Unconfirmed returns the ids of the updates that no offset has confirmed.
func (s *Server) Unconfirmed() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]int64, len(s.updates))
	for i, u := range s.updates {
		ids[i] = u.id
	}
	return ids
}

// Wait returns when the condition holds. It is checked after every change of the server.
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
			return fmt.Errorf("telegramtest: wait: %w", ctx.Err())
		}
	}
}

// WaitSent returns all messages once there are at least n.
func (s *Server) WaitSent(ctx context.Context, n int) ([]Sent, error) {
	err := s.Wait(ctx, func() bool { return len(s.Sent()) >= n })
	return s.Sent(), err
}

// WaitCalls returns all calls of a method once there are at least n.
func (s *Server) WaitCalls(ctx context.Context, method string, n int) ([]Call, error) {
	err := s.Wait(ctx, func() bool { return len(s.Calls(method)) >= n })
	return s.Calls(method), err
}

// WaitConfirmed returns once no update is left unconfirmed.
func (s *Server) WaitConfirmed(ctx context.Context) error {
	return s.Wait(ctx, func() bool { return len(s.Unconfirmed()) == 0 })
}
