package courier

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// mostAnswer is how much of an answer is read unless the Request says otherwise.
const mostAnswer = 1 << 20

// Client talks to one server. It is safe for concurrent use. Make it with NewClient.
type Client struct {
	http    *http.Client
	secrets []string
	quiet   bool // see Quiet
}

// NewClient copies base, nil for a client of its own. It follows no redirect, which would carry a token to another host,
// and does not use base's Timeout, which a long poll outlives: every context needs a deadline. The secrets, if they have
// four letters at least, are taken out of whatever its errors say.
func NewClient(base *http.Client, secrets ...string) *Client {
	var own http.Client
	if base != nil {
		own = *base
	}
	own.Timeout = 0
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{http: &own, secrets: secrets}
}

// Quiet returns a Client that says of the transport's errors only of what kind they are: the others name the host.
func (c *Client) Quiet() *Client {
	quiet := *c
	quiet.quiet = true
	return &quiet
}

// Request is a POST.
type Request struct {
	Call      string // how errors name it: "telegram: getMe"
	URL       string
	MediaType string
	Body      []byte
	Header    string // one more header, which holds Secret; "" for none
	Secret    string
	Most      int64 // how much of the answer is read; 0: 1 MB
}

// Answer is what a server answered, whatever the status.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Post sends a request. An error is a *Failure without a Code: nobody answered, or the answer broke off.
func (c *Client) Post(ctx context.Context, r Request) (Answer, error) {
	var traced, written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { traced.Store(true) },
		WroteRequest: func(info httptrace.WroteRequestInfo) {
			if info.Err == nil {
				written.Store(true)
			}
		},
	})
	unanswered := func(err error, unsent bool) (Answer, error) {
		f := c.unanswered(r.Call, err, unsent)
		f.Detail = Redact(f.Detail, r.Secret)
		return Answer{}, f
	}
	call, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL, bytes.NewReader(r.Body))
	if err = cmp.Or(err, ctx.Err()); err != nil {
		return unanswered(err, true)
	}
	call.Header.Set("Content-Type", r.MediaType)
	if r.Header != "" {
		call.Header.Set(r.Header, r.Secret)
	}
	response, err := c.http.Do(call)
	if err != nil {
		// A transport that does not trace may have written it.
		return unanswered(err, traced.Load() && !written.Load())
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, cmp.Or(r.Most, mostAnswer)))
	if err != nil {
		return unanswered(err, false)
	}
	return Answer{response.StatusCode, response.Header, raw}, nil
}

// File is what Download opens.
type File struct {
	Call   string // how errors name it
	URL    string
	Most   int64         // bytes
	Within time.Duration // for opening and reading together
}

// Download opens a file for whoever called, who must close it. Reading gives at most so many bytes; more fail with
// ErrTooLarge, at once when the server tells the size. Errors, those of reading too, are *Failure.
func (c *Client) Download(ctx context.Context, f File) (io.ReadCloser, error) {
	ctx, cancel := context.WithTimeout(ctx, f.Within)
	call, err := http.NewRequestWithContext(ctx, http.MethodGet, f.URL, nil)
	if err != nil {
		cancel()
		return nil, c.unanswered(f.Call, err, true)
	}
	response, err := c.http.Do(call)
	if err != nil {
		cancel()
		return nil, c.unanswered(f.Call, err, false)
	}
	b := &content{ReadCloser: response.Body, left: f.Most, cancel: cancel, fail: func(err error) error {
		return c.unanswered(f.Call, err, false)
	}}
	switch {
	case response.StatusCode != http.StatusOK:
		err = c.Failed(f.Call, response.StatusCode, http.StatusText(response.StatusCode))
	case response.ContentLength > f.Most:
		err = b.fail(ErrTooLarge)
	default:
		return b, nil
	}
	_ = b.Close()
	return nil, err
}

// content is a body that fails, instead of ending, where it is too large.
type content struct {
	io.ReadCloser
	left   int64
	cancel context.CancelFunc
	fail   func(error) error
}

func (b *content) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, b.fail(ErrTooLarge)
	}
	if int64(len(p)) > b.left+1 { // one more tells whether there is more
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n - 1, b.fail(ErrTooLarge)
	}
	if err != nil && err != io.EOF {
		err = b.fail(err)
	}
	return n, err
}

func (b *content) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}
