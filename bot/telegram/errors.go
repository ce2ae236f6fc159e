package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"dondoc/bot/intake"
)

var (
	// ErrBadToken means that Telegram refuses the token, or that it has not the form of one.
	ErrBadToken = errors.New("the Telegram bot token is wrong or was revoked")
	// ErrRunning is returned by a second Run on a Channel that runs already.
	ErrRunning = errors.New("telegram: the channel runs already")
	// ErrStopTimeout means that answers under way did not end within StopTimeout; their updates stay pending.
	ErrStopTimeout = intake.ErrStopTimeout
	// ErrTooLarge means that a file is larger than Telegram gives to bots: 20 MB.
	ErrTooLarge = errors.New("telegram: the file is larger than 20 MB")

	errNotReady   = errors.New("telegram: accept: the bot does not know its own name yet")
	errNothingNew = errors.New("telegram: getUpdates: only updates that were sent before")
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
	code    int    // of the answer; 0 when there was none
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

// isUnchanged tells an edit that would change nothing.
func isUnchanged(err error) bool {
	var e *callError
	return errors.As(err, &e) && e.kind == failedRequest && strings.Contains(strings.ToLower(e.detail), "message is not modified")
}

// isAboutWebhook tells a poll that was refused because of a webhook from one that met another poller.
func isAboutWebhook(detail string) bool { return strings.Contains(strings.ToLower(detail), "webhook") }

// isAboutThread tells that a topic was closed or deleted in the meantime.
func isAboutThread(detail string) bool {
	detail = strings.ToLower(detail)
	return strings.Contains(detail, "thread") || strings.Contains(detail, "topic")
}
