package llm

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

// PublicURL is the address of OpenAI's own service.
const PublicURL = "https://api.openai.com/v1"

// Config says where the model is.
type Config struct {
	BaseURL   string            // as far as "/v1"; it must not hold a password
	Key       string            // "" sends none, as servers on the own premises want it
	Model     string            // which model Generate asks
	Idle      time.Duration     // a stream that is silent for longer is given up; 0 means 6 s
	Transport http.RoundTripper // nil means the usual one
}

// Client is a connection to one server. It is safe for concurrent use.
type Client struct {
	api   *openai.Client
	model string
	idle  time.Duration
}

const (
	defaultIdle  = 6 * time.Second
	keepAlives   = 10_000   // comment lines before data: servers that read a long prompt send many
	maxChatBytes = 4 << 20  // of an answer with its wrapping
	maxEmbedding = 64 << 20 // of a batch of vectors written out
)

// New returns a client. It does not connect. It fails with ErrBadURL.
func New(cfg Config) (*Client, error) {
	if err := CheckURL(cfg.BaseURL); err != nil {
		return nil, err
	}
	if cfg.Idle == 0 {
		cfg.Idle = defaultIdle
	}
	if cfg.Transport == nil {
		cfg.Transport = http.DefaultTransport
	}
	settings := openai.DefaultConfig(cfg.Key)
	settings.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	settings.EmptyMessagesLimit = keepAlives
	settings.HTTPClient = doer{&http.Client{
		Transport: cfg.Transport,
		// A redirect would carry documents to a place that nobody configured.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	return &Client{api: openai.NewClientWithConfig(settings), model: cfg.Model, idle: cfg.Idle}, nil
}

// CheckURL returns an error that wraps ErrBadURL unless address can be a
// Config.BaseURL. It never repeats the address, which may hold a secret.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Host == "", u.Scheme != "http" && u.Scheme != "https":
		return errors.Join(ErrBadURL, errors.New("it must begin with http:// or https:// and a host"))
	case u.User != nil, u.RawQuery != "", u.Fragment != "":
		return errors.Join(ErrBadURL, errors.New("it must hold neither a password nor a query"))
	}
	return nil
}

// doer bounds what an answer may weigh and notes how long the server asks to wait.
type doer struct{ http *http.Client }

func (d doer) Do(r *http.Request) (*http.Response, error) {
	resp, err := d.http.Do(r)
	if err != nil {
		return nil, err
	}
	if try, ok := r.Context().Value(tryKey{}).(*try); ok {
		try.after = retryAfter(resp.Header.Get("Retry-After"), time.Now())
	}
	limit := int64(maxChatBytes)
	if strings.HasSuffix(r.URL.Path, "/embeddings") {
		limit = maxEmbedding
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, limit), resp.Body}
	return resp, nil
}

// tryKey is the key of the *try in the context of a request.
type tryKey struct{}

// try is one attempt at a call.
type try struct{ after time.Duration }

// watchdog cancels its context when it was not fed for a while.
type watchdog struct {
	timer  *time.Timer
	idle   time.Duration
	cancel context.CancelCauseFunc
}

func watch(ctx context.Context, idle time.Duration) (context.Context, *watchdog) {
	ctx, cancel := context.WithCancelCause(ctx)
	return ctx, &watchdog{timer: time.AfterFunc(idle, func() { cancel(ErrSilent) }), idle: idle, cancel: cancel}
}

func (w *watchdog) feed() { w.timer.Reset(w.idle) }

func (w *watchdog) stop() {
	w.timer.Stop()
	w.cancel(nil)
}
