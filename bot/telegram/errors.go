package telegram

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"dondoc/bot/courier"
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
	ErrTooLarge = courier.ErrTooLarge

	errNotReady   = errors.New("telegram: accept: the bot does not know its own name yet")
	errNothingNew = errors.New("telegram: getUpdates: only updates that were sent before")
)

// movedTo is the Cause of a call that met a group which became a supergroup. Its id is not in the text, as that is logged.
type movedTo int64

func (movedTo) Error() string { return "the group became a supergroup" }

// failed sorts an answer with ok=false, or one that is not of the Bot API at all.
func (c *client) failed(method string, code int, description string, retryAfter int) *courier.Failure {
	e := c.http.Failed(named(method), code, description)
	switch code {
	case http.StatusUnauthorized:
		e.Cause = ErrBadToken
	case http.StatusTooManyRequests:
		e.Wait = seconds(retryAfter)
	}
	return e
}

// named is how errors name a call of a method.
func named(method string) string { return "telegram: " + method }

// rejected tells a call that Telegram blamed in these words.
func rejected(err error, words string) bool {
	var e *courier.Failure
	return errors.As(err, &e) && e.Rejected() && strings.Contains(strings.ToLower(e.Detail), words)
}

// seconds never returns zero: a retry without any pause would only be refused again.
func seconds(n int) time.Duration { return time.Duration(max(n, 1)) * time.Second }

// isUnchanged tells an edit that would change nothing.
func isUnchanged(err error) bool { return rejected(err, "message is not modified") }

// isAboutThread tells that a topic was closed or deleted in the meantime.
func isAboutThread(detail string) bool {
	detail = strings.ToLower(detail)
	return strings.Contains(detail, "thread") || strings.Contains(detail, "topic")
}
