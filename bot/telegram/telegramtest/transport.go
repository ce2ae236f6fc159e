package telegramtest

import (
	"io"
	"net/http"
	"net/http/httptest"
)

// Transport calls the server within the process. Like a network it ends a call when the
// request's context ends. Use any http address as Config.APIURL with it.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ server *Server }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	done := make(chan *http.Response, 1)
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				panic(p)
			}
		}()
		recorder := httptest.NewRecorder()
		request := r.Clone(r.Context())
		if request.Body == nil {
			request.Body = http.NoBody
		}
		t.server.ServeHTTP(recorder, request)
		done <- recorder.Result()
	}()
	select {
	case response, ok := <-done:
		if !ok {
			return nil, io.ErrUnexpectedEOF
		}
		response.Request = r
		return response, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}
