package zalo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

var (
	// ErrBadToken means that the platform refuses the token, or that it has not the form of one.
	ErrBadToken = errors.New("the Zalo bot token is wrong or was reset")
	// ErrRunning is returned by a second Run on a Channel that runs already: two pollers take each other's events.
	ErrRunning = errors.New("zalo: the channel runs already")
)

// failure says what the caller of a method can do about an error.
type failure int

const (
	failedServer    failure = iota // 5xx, or an answer that is none: later
	failedNetwork                  // nobody answered: later
	failedToken                    // 401: stop
	failedForbidden                // 403: not for this chat
	failedRequest                  // other 4xx: the same request will fail again
	failedTimeout                  // 408: an empty poll; of anything else nobody knows what became of it
	failedQuota                    // 429: the month is used up
	failedAddress                  // failedRequest of setWebhook: the platform does not like the address
	failedTooOften                 // 426: setWebhook was called too often today
)

// callError is a failed method call. It deliberately wraps nothing but context errors: transport errors hold the URL
// and thereby the token.
type callError struct {
	method  string
	kind    failure
	code    int    // of the answer; 0 when there was none
	unsent  bool   // of failedNetwork: the request was certainly not written
	detail  string // redacted
	context error
}

func (e *callError) Error() string { return fmt.Sprintf("zalo: %s: %s", e.method, e.detail) }

func (e *callError) Unwrap() error {
	if e.kind == failedToken {
		return ErrBadToken
	}
	return e.context
}

// failedAs tells whether an error is a failed call of a kind.
func failedAs(err error, kind failure) bool {
	var e *callError
	return errors.As(err, &e) && e.kind == kind
}

// redactor takes the token's secret half, and the webhook's secret, out of any text.
type redactor []string

func newRedactor(cfg Config) redactor {
	_, secret, _ := strings.Cut(cfg.Token, ":")
	r := redactor{secret}
	if cfg.Secret != "" {
		r = append(r, cfg.Secret)
	}
	return r
}

func (r redactor) text(s string) string {
	for _, secret := range r {
		s = strings.ReplaceAll(s, secret, "***")
	}
	return s
}

// fromStatus sorts an answer with ok=false, or one that is not of the platform at all.
func (r redactor) fromStatus(method string, code int, description string) *callError {
	const most = 300 // a foreign text; enough to tell what is wrong
	runes := []rune(description)
	e := &callError{method: method, code: code, detail: r.text(fmt.Sprintf("%d %s", code, string(runes[:min(len(runes), most)])))}
	switch {
	case code == http.StatusUnauthorized:
		e.kind = failedToken
	case code == http.StatusForbidden:
		e.kind = failedForbidden
	case code == http.StatusRequestTimeout:
		e.kind = failedTimeout
	case code == http.StatusTooManyRequests:
		e.kind = failedQuota
	case code == http.StatusUpgradeRequired:
		e.kind = failedTooOften
	case code >= 400 && code < 500:
		e.kind = failedRequest
	}
	return e
}

func (r redactor) fromTransport(method string, err error) *callError {
	e := &callError{method: method, kind: failedNetwork}
	for _, cause := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, cause) {
			e.context = cause
		}
	}
	var withURL *url.Error
	if errors.As(err, &withURL) {
		err = withURL.Err
	}
	e.detail = r.text(err.Error())
	return e
}
