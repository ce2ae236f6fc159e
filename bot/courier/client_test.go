package courier_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dondoc/bot/courier"
)

const secret = "AAtest-secret"

// start serves and returns the address.
func start(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// nobody is an address where nobody listens.
func nobody(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

func failure(t *testing.T, err error) *courier.Failure {
	t.Helper()
	var f *courier.Failure
	if !errors.As(err, &f) {
		t.Fatalf("%v is no Failure", err)
	}
	for ; err != nil; err = errors.Unwrap(err) {
		if s := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(s, secret) {
			t.Errorf("the secret is told: %s", s)
		}
	}
	return f
}

func TestPost(t *testing.T) {
	address := start(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "/"+secret, http.StatusFound)
			return
		}
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprintf(w, "%s %s %s %s", r.Method, r.Header.Get("Content-Type"), r.Header.Get("X-Key"), body)
	})
	c := courier.NewClient(&http.Client{Timeout: time.Nanosecond}, secret)
	r := courier.Request{Call: "x: y", URL: address, MediaType: "text/plain", Body: []byte("thân"), Header: "X-Key", Secret: "k"}
	a, err := c.Post(t.Context(), r)
	if err != nil || a.Status != http.StatusTeapot || a.Header.Get("Retry-After") != "7" || string(a.Body) != "POST text/plain k thân" {
		t.Errorf("got %d %q %v", a.Status, a.Body, err)
	}
	r.Most = 4
	if a, err = c.Post(t.Context(), r); err != nil || string(a.Body) != "POST" {
		t.Errorf("got %q, %v; want four bytes", a.Body, err)
	}
	r.URL += "/away"
	if a, err = c.Post(t.Context(), r); err != nil || a.Status != http.StatusFound {
		t.Errorf("got %d, %v; want the redirect itself", a.Status, err)
	}
}

// unanswered is a transport that does not trace.
type unanswered struct{}

func (unanswered) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("no " + secret)
}

func TestPostTellsWhatWasNotWritten(t *testing.T) {
	cut := func(bytes string) string {
		return start(t, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			_, _ = io.WriteString(w, bytes)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		})
	}
	hang := start(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	})
	for name, tc := range map[string]struct {
		url, header string
		transport   http.RoundTripper
		ended       bool
		unsent      bool
		cause       error
	}{
		"nobody listens":    {url: nobody(t), unsent: true},
		"no address":        {url: "http://\x7f/" + secret, unsent: true},
		"no header":         {url: nobody(t), header: "a\nb", unsent: false}, // it never came to a connection: not traced
		"ended before":      {url: hang, ended: true, unsent: true, cause: context.Canceled},
		"no answer":         {url: hang, cause: context.DeadlineExceeded},
		"broken off":        {url: cut("begun")},
		"an unknown course": {url: "http://x.invalid", transport: unanswered{}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			if tc.ended {
				cancel()
			}
			c := courier.NewClient(&http.Client{Transport: tc.transport}, secret)
			r := courier.Request{Call: "x: y", URL: tc.url + "/" + secret, Header: tc.header, Secret: "k"}
			_, err := c.Post(ctx, r)
			f := failure(t, err)
			if f.Unsent != tc.unsent || f.Code != 0 || f.Cause != tc.cause || courier.ContextCause(err) != tc.cause || !strings.HasPrefix(err.Error(), "x: y: ") {
				t.Errorf("got %+v", f)
			}
			_, err = c.Quiet().Post(ctx, r)
			if f := failure(t, err); strings.Contains(f.Detail, "127.0.0.1") {
				t.Errorf("a quiet client tells %q", f.Detail)
			}
		})
	}
}

func TestFailed(t *testing.T) {
	c := courier.NewClient(nil, secret, "abc")
	f := c.Failed("x: y", 400, "abc "+strings.Repeat("ă", 290)+secret)
	if want := "x: y: 400 abc " + strings.Repeat("ă", 290) + "***"; f.Error() != want {
		t.Errorf("got %q", f)
	}
	if f := c.Failed("x: y", 400, strings.Repeat("ă", 999)); len([]rune(f.Detail)) != 304 {
		t.Errorf("%d runes are kept", len([]rune(f.Detail)))
	}
	for code, want := range map[int]struct{ unsent, rejected bool }{
		400: {false, true}, 499: {false, true}, 500: {}, 502: {}, 503: {true, false}, 200: {}, -216: {},
	} {
		f := c.Failed("x: y", code, "")
		if f.Unsent != want.unsent || f.Rejected() != want.rejected || !courier.Coded(fmt.Errorf("z: %w", f), 1, code) || courier.Coded(f, 1) {
			t.Errorf("%d: %+v", code, f)
		}
	}
	if courier.Coded(nil, 0) || courier.Coded(io.EOF, 0) {
		t.Error("what is no Failure has a code")
	}
}

func TestDownload(t *testing.T) {
	address := start(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/told":
			_, _ = w.Write(make([]byte, 9))
		case "/8", "/9", "/broken":
			w.(http.Flusher).Flush() // without a length
			_, _ = w.Write(make([]byte, 8))
			w.(http.Flusher).Flush()
			if r.URL.Path == "/9" {
				_, _ = w.Write(make([]byte, 1))
			} else if r.URL.Path == "/broken" {
				panic(http.ErrAbortHandler)
			}
		default:
			http.NotFound(w, r)
		}
	})
	c := courier.NewClient(nil, secret)
	for path, want := range map[string]struct {
		opens bool
		code  int
		cause error
		read  int
	}{
		"/8": {opens: true, read: 8}, "/9": {opens: true, cause: courier.ErrTooLarge, read: 8}, "/broken": {opens: true, read: 8},
		"/told": {cause: courier.ErrTooLarge}, "/" + secret: {code: http.StatusNotFound},
	} {
		body, err := c.Download(t.Context(), courier.File{Call: "x: y", URL: address + path, Most: 8, Within: time.Minute})
		if (err == nil) != want.opens {
			t.Errorf("%s: %v", path, err)
		}
		if err == nil {
			var raw []byte
			raw, err = io.ReadAll(body)
			if len(raw) != want.read || body.Close() != nil {
				t.Errorf("%s: read %d", path, len(raw))
			}
		}
		if path == "/8" {
			if err != nil {
				t.Error(err)
			}
		} else if f := failure(t, err); f.Code != want.code || f.Cause != want.cause {
			t.Errorf("%s: %+v", path, f)
		}
	}
	_, err := c.Download(t.Context(), courier.File{Call: "x: y", URL: nobody(t) + "/" + secret, Most: 8, Within: time.Minute})
	failure(t, err)
}
