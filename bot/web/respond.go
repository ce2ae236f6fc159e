package web

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// noticeView is a page with one thing to say. With a Token it asks whether to delete everything.
type noticeView struct {
	Title  string
	Detail string
	Token  string

	mount
}

func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name, data); err != nil {
		s.log.ErrorContext(r.Context(), "web: render", slog.String("template", name), slog.Any("error", err))
		http.Error(w, problemInternal.sentence, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the visitor has gone: nobody is left to tell
}

// wantsJSON tells whether the script asks.
func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json") || wantsLines(r)
}

// wantsLines tells whether the script can show drafts.
func wantsLines(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), mediaLines) }

// fail tells the visitor in the form that was asked for: JSON for the script, else the page with the draft kept. To a
// script that reads lines an error is a stream of one.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, p problem, draft string) {
	setRetryAfter(w, p)
	if wantsJSON(r) {
		s.writeJSON(w, r, p.status, errorLine{p.sentence})
		return
	}
	s.render(w, r, p.status, p.sentence, draft)
}

// refuse is fail for requests that must touch nothing: neither the visitor's cookie, which another site's form could
// otherwise replace, nor the History.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, p problem) {
	if wantsJSON(r) {
		s.fail(w, r, p, "")
		return
	}
	setRetryAfter(w, p)
	s.write(w, r, p.status, "notice.html", noticeView{Title: p.sentence, mount: mountOf(r)})
}

func setRetryAfter(w http.ResponseWriter, p problem) {
	if p.wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(p.wait/time.Second)))
	}
}

func (s *Server) writeJSON(w http.ResponseWriter, r *http.Request, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		s.log.ErrorContext(r.Context(), "web: encode", slog.Any("error", err))
		http.Error(w, problemInternal.sentence, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if wantsLines(r) {
		w.Header().Set("Content-Type", mediaLines)
		b = append(b, '\n')
	}
	w.WriteHeader(status)
	_, _ = w.Write(b) // the visitor has gone: nobody is left to tell
}
