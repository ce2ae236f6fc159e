package web

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
)

// contentPolicy allows this host's own files and nothing else. Trusted types make the browser refuse any script that
// would turn a string into markup. The form target is this host, so that planted markup could not send data away.
// The origins that may frame it follow.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors "

// ServeHTTP implements http.Handler. A panic below it becomes a sentence and a log entry.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setHeaders(w.Header())
	if s.embedding.allowed() {
		r = mounted(r)
	}
	if mountOf(r).Framed {
		s.embedding.setHeaders(w.Header())
	}
	defer s.recover(w, r)
	if strings.HasPrefix(r.URL.Path, "/static/") {
		s.mux.ServeHTTP(w, r)
		return
	}
	if wait := s.addresses.take(s.address(r)); wait > 0 {
		s.refuse(w, r, problemTooFast(wait))
		return
	}
	if err := s.origin.Check(r); err != nil {
		s.log.WarnContext(r.Context(), "web: refused a request from another site", slog.Any("error", err))
		s.refuse(w, r, problemForeign)
		return
	}
	s.mux.ServeHTTP(w, r)
}

func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", contentPolicy+"'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	// Not no-referrer: that would make browsers send "Origin: null" with our own forms.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// setHeaders opens a response to frames in the pages of those who may embed the chat. X-Frame-Options knows no list.
func (e embedding) setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", contentPolicy+e.ancestors)
	h.Del("X-Frame-Options")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // else a portal that isolates itself could not show it
}

// recover must be deferred directly. Every response is rendered before its first byte is written, so the sentence
// can still be sent; a stream has a recover of its own, see handle.
func (s *Server) recover(w http.ResponseWriter, r *http.Request) {
	cause := recover()
	if cause == nil {
		return
	}
	if cause == http.ErrAbortHandler {
		panic(cause) // the way to drop a connection that net/http defines
	}
	s.log.ErrorContext(r.Context(), "web: recovered from a panic",
		slog.String("path", r.URL.Path), slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
	s.refuse(w, r, problemInternal)
}
