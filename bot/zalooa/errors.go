package zalooa

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dondoc/bot/layout"
)

var (
	// ErrConsent means that no renewal can help: a person must consent again.
	ErrConsent = errors.New("zalooa: the Official Account must consent again")

	errNotNow = errors.New("zalooa: the tokens cannot be renewed now")
)

// failure says where a call ended.
type failure int

const (
	failedCode   failure = iota // the platform answered with an error of its own: see code
	failedUnsent                // the request was certainly not written, or certainly turned away, or there is no token
	failedOpen                  // nobody knows what became of it
)

// callError is a failed call. It wraps nothing but context errors: transport errors hold addresses.
type callError struct {
	call    string
	kind    failure
	code    int
	wait    time.Duration // asked for by the server; 0 for none
	detail  string        // redacted
	context error
}

func (e *callError) Error() string { return fmt.Sprintf("zalooa: %s: %s", e.call, e.detail) }

func (e *callError) Unwrap() error { return e.context }

// refused tells whether an error is the platform's own, with this code.
func refused(err error, codes ...int) bool {
	var e *callError
	if !errors.As(err, &e) || e.kind != failedCode {
		return false
	}
	for _, code := range codes {
		if e.code == code {
			return true
		}
	}
	return false
}

func contextCause(err error) error {
	for _, cause := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, cause) {
			return cause
		}
	}
	return nil
}

// longestDetail is how much of the platform's words is kept.
const longestDetail = 160

// redact takes secrets out of foreign words and shortens them.
func redact(s string, secrets ...string) string {
	for _, secret := range secrets {
		if len(secret) >= 4 {
			s = strings.ReplaceAll(s, secret, "***")
		}
	}
	return layout.ShortenRunes(strings.Join(strings.Fields(layout.Clean(s)), " "), longestDetail)
}

// flexible is a value that the platform sends as text or as a number: ids, codes, seconds. Other kinds become "".
type flexible string

// UnmarshalJSON never fails on valid JSON, so that one odd field does not cost the others.
func (f *flexible) UnmarshalJSON(raw []byte) error {
	*f = ""
	var text string
	if err := json.Unmarshal(raw, &text); err == nil {
		*f = flexible(text)
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(raw, &number); err == nil {
		*f = flexible(number)
	}
	return nil
}

// number returns the whole number, and whether it is one.
func (f flexible) number() (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(string(f)), 10, 64)
	return n, err == nil
}
