package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
)

var (
	// ErrBadToken means that Telegram refuses the token, or that it has not the form of one.
	ErrBadToken = errors.New("the Telegram bot token is wrong or was revoked")
	// ErrRunning is returned by a second Run on a Channel that runs already.
	ErrRunning = errors.New("telegram: the channel runs already")
	// ErrStopTimeout means that answers under way did not end within StopTimeout; their updates stay pending.
	ErrStopTimeout = errors.New("telegram: answers under way did not end in time")
)

// failure says what the caller of a method can do about an error.
type failure int

const (
	failedServer    failure = iota // 5xx, or an answer that is none: later
	failedNetwork                  // nobody answered: later
	failedToken                    // 401: stop
	failedForbidden                // 403: blocked, kicked, never started: not for this chat
	failedRequest                  // other 4xx: the same request will fail again
	failedConflict                 // 409: another poller
	failedFlood                    // 429: after wait
	failedMoved                    // the group became the supergroup movedTo
)

// callError is a failed method call. It deliberately wraps nothing but context
// errors: transport errors hold the URL and thereby the token.
type callError struct {
	method  string
	kind    failure
	code    int    // of the answer; 0 when there was none, or only the library knows
	unsent  bool   // of failedNetwork: the request was certainly not written
	detail  string // redacted
	wait    time.Duration
	movedTo int64
	context error
}

func (e *callError) Error() string { return fmt.Sprintf("telegram: %s: %s", e.method, e.detail) }

func (e *callError) Unwrap() error {
	if e.kind == failedToken {
		return ErrBadToken
	}
	return e.context
}

// redactor takes the token's secret half out of any text.
type redactor string

func newRedactor(token string) redactor {
	_, secret, _ := strings.Cut(token, ":")
	return redactor(secret)
}

func (r redactor) text(s string) string { return strings.ReplaceAll(s, string(r), "***") }

func contextCause(err error) error {
	for _, cause := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, cause) {
			return cause
		}
	}
	return nil
}

// fromLibrary sorts an error of the go-telegram library.
func (r redactor) fromLibrary(method string, err error) error {
	if err == nil {
		return nil
	}
	e := &callError{method: method, detail: r.text(err.Error()), context: contextCause(err)}
	var (
		flood     *tg.TooManyRequestsError
		transport *url.Error
	)
	switch {
	case errors.As(err, &flood):
		e.kind, e.wait = failedFlood, seconds(flood.RetryAfter)
	case errors.Is(err, tg.ErrorUnauthorized):
		e.kind = failedToken
	case errors.Is(err, tg.ErrorForbidden):
		e.kind = failedForbidden
	case errors.Is(err, tg.ErrorConflict):
		e.kind = failedConflict
	case errors.Is(err, tg.ErrorBadRequest), errors.Is(err, tg.ErrorNotFound):
		e.kind = failedRequest
	case errors.As(err, &transport), e.context != nil:
		e.kind = failedNetwork
	}
	return e
}

// fromStatus sorts an answer with ok=false, or one that is not of the Bot API at all.
func (r redactor) fromStatus(method string, code int, description string, retryAfter int) error {
	e := &callError{method: method, code: code, detail: r.text(fmt.Sprintf("%d %s", code, description))}
	switch {
	case code == http.StatusUnauthorized:
		e.kind = failedToken
	case code == http.StatusForbidden:
		e.kind = failedForbidden
	case code == http.StatusConflict:
		e.kind = failedConflict
	case code == http.StatusTooManyRequests:
		e.kind, e.wait = failedFlood, seconds(retryAfter)
	case code >= 400 && code < 500:
		e.kind = failedRequest
	}
	return e
}

// moved is a group that became a supergroup. Its id is not in the text, as that is logged.
func (r redactor) moved(method string, to int64) error {
	return &callError{method: method, kind: failedMoved, code: http.StatusBadRequest, movedTo: to, detail: "the group became a supergroup"}
}

func (r redactor) fromTransport(method string, err error) *callError {
	return &callError{method: method, kind: failedNetwork, detail: r.text(err.Error()), context: contextCause(err)}
}

// seconds never returns zero: a retry without any pause would only be refused again.
func seconds(n int) time.Duration { return time.Duration(max(n, 1)) * time.Second }
