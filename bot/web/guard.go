package web

import (
	"log/slog"
	"net/http"
	"strings"

	"dondoc/bot/webkit"
)

// Limit is a token bucket: Burst requests at once, refilled at PerMinute. The zero Limit means the default of its
// place; a negative PerMinute switches the limit off.
type Limit = webkit.Limit

// ServeHTTP implements http.Handler. A panic below it becomes a sentence and a log entry.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	webkit.SetHeaders(w.Header())
	if s.embedding.allowed() {
		r = mounted(r)
	}
	if mountOf(r).Framed {
		s.embedding.setHeaders(w.Header())
	}
	// Every response is rendered before its first byte is written; a stream has a recover of its own, see handle.
	webkit.Guarded(w, r, s.log, s.serve, func(w http.ResponseWriter, r *http.Request) { s.refuse(w, r, problemInternal) })
}

// serve lets through what may come in.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/static/") {
		s.mux.ServeHTTP(w, r)
		return
	}
	if wait := s.addresses.Take(webkit.Proxies(s.cfg.TrustedProxies).Address(r)); wait > 0 {
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

// setHeaders opens a response to frames in the pages of those who may embed the chat. X-Frame-Options knows no list.
func (e embedding) setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", webkit.ContentPolicy+e.ancestors)
	h.Del("X-Frame-Options")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // else a portal that isolates itself could not show it
}
