package zalooatest

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Failure is something that goes wrong. The zero Failure, and Hold alone, only count.
type Failure struct {
	Path   string          // "/v3.0/oa/message/cs"; "" for any
	Times  int             // how often: 0 means once, -1 for ever
	Code   int             // answered with HTTP 200: {"error":Code}
	Status int             // answered without JSON
	Raw    string          // answered with HTTP 200 in place of JSON
	Cut    bool            // the connection breaks without an answer
	Late   bool            // the call takes effect before
	Hold   <-chan struct{} // the call waits until this is closed, or its client gone
}

func (f *Failure) none() bool { return f.Code == 0 && f.Status == 0 && f.Raw == "" && !f.Cut }

// Fail scripts a failure. Several for one path happen in the order of scripting.
func (s *Server) Fail(f Failure) {
	if f.Times == 0 {
		f.Times = 1
	}
	s.change(func() { s.failures = append(s.failures, &f) })
}

// Heal forgets what is scripted.
func (s *Server) Heal() { s.change(func() { s.failures = nil }) }

func (s *Server) takeFailure(path string) *Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.failures {
		if f.Path != "" && f.Path != path {
			continue
		}
		if f.Times--; f.Times == 0 {
			s.failures = slices.Delete(s.failures, i, i+1)
		}
		return f
	}
	return nil
}

// act answers as the failure says; false when there is nothing to say.
func (f *Failure) act(w http.ResponseWriter) bool {
	switch {
	case f.Cut:
		panic(http.ErrAbortHandler)
	case f.Status != 0:
		http.Error(w, "failure", f.Status)
	case f.Raw != "":
		_, _ = w.Write([]byte(f.Raw)) // the client may be gone
	case f.Code != 0:
		_ = json.NewEncoder(w).Encode(failed(f.Code, "scripted"))
	default:
		return false
	}
	return true
}
