package intake

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
)

const defaultMaxBody = 1 << 20

// Webhook is where a channel delivers updates. It answers 200 with an empty body only once they are committed, so that
// whatever else happens the channel delivers again: 405 (not POST), 413, 401 (not authentic: nothing is stored), 400 (no
// update), 503 (not committed). It never logs a body.
type Webhook struct {
	MaxBody   int64                                       // bytes; 0 is 1 MiB
	Authentic func(r *http.Request, body []byte) bool     // nil: nothing is
	Read      func(body []byte) ([]Update, error)         // none and no error: nothing of interest
	Accept    func(ctx context.Context, u []Update) error // Intake.Accept
	Log       *slog.Logger                                // nil for none
}

// ServeHTTP implements http.Handler.
func (h *Webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status, why := h.take(w, r)
	if status != http.StatusOK && h.Log != nil {
		h.Log.Warn("a webhook call was turned away", "status", status, "why", why)
	}
	if status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", http.MethodPost)
	}
	w.WriteHeader(status)
}

// take does what is to be done and returns the status, and for the log what was wrong.
func (h *Webhook) take(w http.ResponseWriter, r *http.Request) (status int, why string) {
	if r.Method != http.MethodPost {
		return http.StatusMethodNotAllowed, "not POST"
	}
	limit := h.MaxBody
	if limit <= 0 {
		limit = defaultMaxBody
	}
	if r.ContentLength > limit {
		w.Header().Set("Connection", "close") // nobody reads the rest
		return http.StatusRequestEntityTooLarge, "too large"
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return http.StatusRequestEntityTooLarge, "too large"
	} else if err != nil {
		return http.StatusBadRequest, "the body broke off"
	}
	if h.Authentic == nil || !h.Authentic(r, body) {
		return http.StatusUnauthorized, "not authentic"
	}
	updates, err := h.read(body)
	if err != nil {
		return http.StatusBadRequest, "unreadable" // the error may quote the body
	}
	if len(updates) == 0 {
		return http.StatusOK, ""
	}
	if err := h.Accept(r.Context(), updates); err != nil {
		return http.StatusServiceUnavailable, err.Error()
	}
	return http.StatusOK, ""
}

// read keeps a panic over foreign bytes from costing more than this call.
func (h *Webhook) read(body []byte) (_ []Update, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("intake: read: panic: %T", p)
		}
	}()
	return h.Read(body)
}

// SecretHeader authenticates calls by a secret in a header, in a time that depends on neither. An empty secret lets
// nobody in.
func SecretHeader(name, secret string) func(*http.Request, []byte) bool {
	want := sha256.Sum256([]byte(secret))
	return func(r *http.Request, _ []byte) bool {
		values := r.Header.Values(name)
		if len(values) != 1 {
			return false
		}
		got := sha256.Sum256([]byte(values[0]))
		return subtle.ConstantTimeCompare(got[:], want[:]) == 1 && secret != ""
	}
}
