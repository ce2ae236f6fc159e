package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"

	openai "github.com/sashabaranov/go-openai"
)

// What can go wrong, to be tested with errors.Is. A deadline or a cancelled
// context shows as the context's own error.
var (
	ErrBadURL      = errors.New("llm: not a usable address")
	ErrUnavailable = errors.New("the server cannot be reached or has failed") // network, 408, 409, 5xx
	ErrLimited     = errors.New("the server is asked too much")               // 429
	ErrDenied      = errors.New("the server refuses the request")             // any other status: key, model, quota, size
	ErrSilent      = errors.New("the server fell silent")                     // for longer than Config.Idle
	ErrCut         = errors.New("the answer was cut off")                     // the stream, or the text by the token limit
	ErrNonsense    = errors.New("the answer is not of the protocol")
)

// fault is an error without anything that the server or the configuration said.
type fault struct {
	action string
	kind   error
	detail string // "" or a status and a code, both harmless
	retry  bool   // trying again may help
}

func (f *fault) Error() string {
	if f.detail == "" {
		return fmt.Sprintf("llm: %s: %v", f.action, f.kind)
	}
	return fmt.Sprintf("llm: %s: %v (%s)", f.action, f.kind, f.detail)
}

func (f *fault) Unwrap() error { return f.kind }

// faultOf describes err, which an attempt in ctx ended with. begun says that
// tokens had come already: then nothing is tried again.
func faultOf(ctx context.Context, action string, err error, begun bool) *fault {
	if f, ok := errors.AsType[*fault](err); ok {
		return f
	}
	f := &fault{action: action, kind: ErrUnavailable, retry: !begun}
	request, isRequest := errors.AsType[*openai.RequestError](err)
	api, isAPI := errors.AsType[*openai.APIError](err)
	switch {
	case ctx.Err() != nil: // the watchdog's cause, else the caller's
		f.kind, f.retry = context.Cause(ctx), false
	case isRequest: // first: it may wrap an empty APIError
		f.setStatus(request.HTTPStatusCode, "")
	case isAPI:
		f.setStatus(api.HTTPStatusCode, codeOf(api))
	case isForeign(err):
		f.kind, f.retry = ErrNonsense, false
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		f.kind = ErrCut
	}
	return f
}

// setStatus sorts by the HTTP status; an error amid a stream has none.
func (f *fault) setStatus(status int, code string) {
	switch {
	case status == 0:
		f.detail = "amid the stream"
		return
	case code != "":
		f.detail = fmt.Sprintf("status %d, %s", status, code)
	default:
		f.detail = fmt.Sprintf("status %d", status)
	}
	switch {
	case status == http.StatusTooManyRequests:
		f.kind, f.retry = ErrLimited, f.retry && code != "insufficient_quota"
	case status == http.StatusRequestTimeout, status == http.StatusConflict, status >= http.StatusInternalServerError && status != http.StatusNotImplemented:
		f.kind = ErrUnavailable
	default:
		f.kind, f.retry = ErrDenied, false
	}
}

// harmlessCode is a code as servers document it; anything else may quote the request.
var harmlessCode = regexp.MustCompile(`^[a-z_]{1,40}$`)

func codeOf(e *openai.APIError) string {
	for _, code := range []string{fmt.Sprint(e.Code), e.Type} {
		if harmlessCode.MatchString(code) {
			return code
		}
	}
	return ""
}

// isForeign reports whether what came was no answer of the protocol at all.
func isForeign(err error) bool {
	_, syntax := errors.AsType[*json.SyntaxError](err)
	_, kind := errors.AsType[*json.UnmarshalTypeError](err)
	return syntax || kind || errors.Is(err, openai.ErrTooManyEmptyStreamMessages)
}
