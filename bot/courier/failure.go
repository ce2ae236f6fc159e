package courier

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

var (
	// ErrTooLarge is the Cause of a download that is larger than allowed.
	ErrTooLarge = errors.New("the file is too large")
	// ErrNotPublic is the Cause of a download from an address that Fetcher does not go to.
	ErrNotPublic = errors.New("the address is not public")
)

// Failure is a call that did not succeed.
type Failure struct {
	Call   string        // "telegram: getMe"
	Code   int           // what the server answered; 0 when it was no answer of the server's
	Unsent bool          // certainly nobody acted on the call: it was not written, or turned away as it came
	Wait   time.Duration // what the server asked for; 0 for nothing
	Detail string        // without secrets
	// Cause is the context's error, one of this package, or one of the channel's own; nil for none. An error of the
	// transport is never wrapped: it holds the address.
	Cause error
}

// Error never holds a secret.
func (f *Failure) Error() string { return f.Call + ": " + f.Detail }

// Unwrap returns the Cause.
func (f *Failure) Unwrap() error { return f.Cause }

// Rejected tells a Code that blames the call: 4xx.
func (f *Failure) Rejected() bool { return f.Code/100 == 4 }

// Coded tells whether err is a Failure with one of the codes.
func Coded(err error, codes ...int) bool {
	var f *Failure
	return errors.As(err, &f) && slices.Contains(codes, f.Code)
}

// mostSaid is how much of a server's own words is kept, in runes.
const mostSaid = 300

// Failed is an answer that is no success; what the server said is shortened. Of a server's errors only 503 says that the
// call was turned away: one that failed at it (500), or a gateway that lost the server behind it (502, 504), leaves open
// what became of it.
func (c *Client) Failed(call string, code int, said string) *Failure {
	runes := []rune(c.Redact(said))
	detail := fmt.Sprintf("%d %s", code, string(runes[:min(len(runes), mostSaid)]))
	return &Failure{Call: call, Code: code, Unsent: code == http.StatusServiceUnavailable, Detail: detail}
}

// Redact takes the Client's secrets out of a text.
func (c *Client) Redact(text string) string { return Redact(text, c.secrets...) }

// Redact takes secrets out of a text. What has less than four letters is none: it would be found everywhere.
func Redact(text string, secrets ...string) string {
	for _, secret := range secrets {
		if len(secret) >= 4 {
			text = strings.ReplaceAll(text, secret, "***")
		}
	}
	return text
}

// unanswered makes a Failure of an error of the transport.
func (c *Client) unanswered(call string, err error, unsent bool) *Failure {
	f := &Failure{Call: call, Unsent: unsent, Cause: causeOf(err, context.Canceled, context.DeadlineExceeded, ErrNotPublic, ErrTooLarge)}
	var withURL *url.Error
	if errors.As(err, &withURL) {
		err = withURL.Err
	}
	switch {
	case !c.quiet:
		f.Detail = c.Redact(err.Error())
	case f.Cause != nil:
		f.Detail = f.Cause.Error()
	case f.Unsent:
		f.Detail = "the server cannot be reached"
	default:
		f.Detail = "no answer came back"
	}
	return f
}

// ContextCause returns the context's error that err is or wraps, nil for none.
func ContextCause(err error) error {
	return causeOf(err, context.Canceled, context.DeadlineExceeded)
}

func causeOf(err error, causes ...error) error {
	for _, cause := range causes {
		if errors.Is(err, cause) {
			return cause
		}
	}
	return nil
}
