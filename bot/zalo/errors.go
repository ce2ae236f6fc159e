package zalo

import (
	"errors"
	"net/http"

	"dondoc/bot/courier"
)

var (
	// ErrBadToken means that the platform refuses the token, or that it has not the form of one.
	ErrBadToken = errors.New("the Zalo bot token is wrong or was reset")
	// ErrRunning is returned by a second Run on a Channel that runs already: two pollers take each other's events.
	ErrRunning = errors.New("zalo: the channel runs already")
)

// Answers that mean something of its own on this platform.
const (
	codeEmpty    = http.StatusRequestTimeout  // of a poll: nothing came; of anything else nobody knows what became of it
	codeTooOften = http.StatusUpgradeRequired // setWebhook was called too often today
	codeQuota    = http.StatusTooManyRequests // the month is used up
)

// errAddress is the Cause of a setWebhook whose address the platform does not like.
var errAddress = errors.New("the address of the webhook is refused")

// failed is an answer with ok=false, or one that is not of the platform at all.
func (c *client) failed(method string, code int, description string) *courier.Failure {
	e := c.http.Failed("zalo: "+method, code, description)
	if code == http.StatusUnauthorized {
		e.Cause = ErrBadToken
	}
	return e
}

// faulty tells a call that will fail again as it is.
func faulty(err error) bool {
	var e *courier.Failure
	if !errors.As(err, &e) || !e.Rejected() {
		return false
	}
	return !courier.Coded(e, http.StatusUnauthorized, http.StatusForbidden, codeEmpty, codeTooOften, codeQuota)
}
