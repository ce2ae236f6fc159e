package llmtest

import (
	"io"
	"net/http"
	"sync"
)

// Transport calls the server within the process. Like a network it delivers a
// stream piece by piece and ends a call when the request's context ends.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ server *Server }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	reader, writer := io.Pipe()
	w := &pipeWriter{header: http.Header{}, body: writer, began: make(chan struct{})}
	go func() {
		end := io.EOF
		defer func() {
			switch p := recover(); {
			case p == http.ErrAbortHandler:
				end = io.ErrUnexpectedEOF
			case p != nil:
				panic(p)
			}
			w.begin(http.StatusOK)
			writer.CloseWithError(end)
		}()
		t.server.ServeHTTP(w, r)
	}()
	select {
	case <-w.began:
	case <-r.Context().Done():
		reader.CloseWithError(r.Context().Err())
		return nil, r.Context().Err()
	}
	stop := make(chan struct{})
	go func() { // a read under way must end with the request
		select {
		case <-r.Context().Done():
			writer.CloseWithError(r.Context().Err())
		case <-stop:
		}
	}()
	return &http.Response{
		StatusCode: w.status, Status: http.StatusText(w.status), Header: w.sent, Request: r,
		Body: &body{reader, sync.OnceFunc(func() { close(stop) })},
	}, nil
}

type body struct {
	*io.PipeReader
	stop func()
}

// Close ends the writing side too.
func (b *body) Close() error {
	b.stop()
	return b.PipeReader.Close()
}

// pipeWriter is a ResponseWriter whose body can be read while it is written.
type pipeWriter struct {
	header, sent http.Header
	status       int
	body         *io.PipeWriter
	once         sync.Once
	began        chan struct{}
}

func (w *pipeWriter) Header() http.Header { return w.header }

func (w *pipeWriter) WriteHeader(status int) { w.begin(status) }

func (w *pipeWriter) begin(status int) {
	w.once.Do(func() {
		w.status, w.sent = status, w.header.Clone()
		close(w.began)
	})
}

func (w *pipeWriter) Write(p []byte) (int, error) {
	w.begin(http.StatusOK)
	return w.body.Write(p)
}

// Flush does nothing: every write is seen at once.
func (w *pipeWriter) Flush() {}
