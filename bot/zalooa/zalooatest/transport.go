package zalooatest

import (
	"errors"
	"net/http"
	"net/http/httptest"
)

// Transport calls the Server without sockets, which is what testing/synctest needs.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ server *Server }

func (t transport) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	defer func() {
		if recover() != nil { // http.ErrAbortHandler
			answer, err = nil, errors.New("zalooatest: the connection was cut")
		}
	}()
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	t.server.mux.ServeHTTP(w, r)
	return w.Result(), nil
}
