package telegramtest

import (
	"net/http"
	"slices"
	"strings"
)

// Failure is something that goes wrong. With a Code the call is answered so; with Cut the
// connection breaks; with neither, Hold alone makes the call slow.
type Failure struct {
	Method     string // "" for any
	Chat       string // only calls with this chat_id; "" for any
	Times      int    // how often: 0 means once, -1 for ever
	Code       int
	Text       string // the description
	RetryAfter int
	Raw        string          // with Code: this body instead of JSON, as a broken proxy answers
	Cut        bool            // the connection breaks without an answer
	Late       bool            // with Cut: the call takes effect before
	Hold       <-chan struct{} // the call waits until this is closed, or its client gone
}

// Fail scripts a failure. Several for one method happen in the order of scripting.
func (s *Server) Fail(f Failure) {
	if f.Times == 0 {
		f.Times = 1
	}
	s.change(func() { s.failures = append(s.failures, &f) })
}

// Heal forgets what is scripted.
func (s *Server) Heal() { s.change(func() { s.failures = nil }) }

func (s *Server) takeFailure(method string, fields map[string]string) *Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.failures {
		if (f.Method != "" && !strings.EqualFold(f.Method, method)) || (f.Chat != "" && f.Chat != fields["chat_id"]) {
			continue
		}
		if f.Times--; f.Times == 0 {
			s.failures = slices.Delete(s.failures, i, i+1)
		}
		return f
	}
	return nil
}

// fail acts out a failure; final is false when the call then goes its normal way.
func (s *Server) fail(r *http.Request, f *Failure, method string, fields map[string]string) (a answer, final bool) {
	if f.Hold != nil {
		select {
		case <-f.Hold:
		case <-r.Context().Done():
			return answer{cut: true}, true
		}
	}
	switch {
	case f.Cut:
		if f.Late && strings.HasPrefix(strings.ToLower(method), "send") && method != "sendChatAction" {
			s.send(method, fields)
		}
		return answer{cut: true}, true
	case f.Code == 0:
		return answer{}, false
	}
	a = failed(f.Code, f.Text)
	a.raw = f.Raw
	if f.RetryAfter > 0 {
		a.Parameters = &parameters{RetryAfter: f.RetryAfter}
	}
	return a, true
}
