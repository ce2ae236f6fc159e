package console

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"time"

	"dondoc/bot/webkit"
)

// reply is what a handler answers: a page, or else a redirect, a file, or JSON for a script.
type reply struct {
	status   int // of a page; 0 means 200
	template string
	title    string
	data     any
	refresh  time.Duration // a page that is to be loaded again by itself; also without scripts

	location string // of a redirect
	notice   string // shown on the next page of this session

	name, mediaType string // of a file
	content         []byte

	json any

	cookies func(w http.ResponseWriter) // only signing in and out
}

// page shows a template. data is its .Data.
func page(template, title string, data any) reply {
	return reply{template: template, title: title, data: data}
}

// redirect answers a POST: the browser goes to an address of ours, where the notice is shown once.
func redirect(location, notice string) reply { return reply{location: location, notice: notice} }

// attachment is a file to be kept.
func attachment(name, mediaType string, content []byte) reply {
	return reply{name: name, mediaType: mediaType, content: content}
}

// view is what every template is given.
type view struct {
	Title   string
	Path    string // of the request
	Menu    []entry
	User    string // "" before signing in
	Role    string
	Token   string // for forms
	Notice  string
	Version string
	Data    any
}

// send writes a reply.
func (c *Console) send(w http.ResponseWriter, r *http.Request, v *visit, a reply) {
	if a.cookies != nil {
		a.cookies(w)
	}
	switch {
	case a.location != "":
		c.setFlash(w, v.session, a.notice)
		http.Redirect(w, r, a.location, http.StatusSeeOther)
	case a.content != nil:
		h := w.Header()
		h.Set("Content-Type", a.mediaType)
		h.Set("Content-Length", strconv.Itoa(len(a.content)))
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.name}))
		_, _ = w.Write(a.content) // the visitor has gone: nobody is left to tell
	case a.json != nil:
		c.sendJSON(w, r, a)
	default:
		if a.refresh > 0 {
			w.Header().Set("Refresh", strconv.Itoa(int(a.refresh/time.Second)))
		}
		status := a.status
		if status == 0 {
			status = http.StatusOK
		}
		s := view{Title: a.title, Path: r.URL.Path, Token: v.token(), Version: c.cfg.Version, Data: a.data}
		if v.account.ID != "" {
			s.Menu, s.User, s.Role = menu(v, r.URL.Path), v.account.Name, v.account.Role.Vietnamese()
			s.Notice = c.takeFlash(w, r, v.session)
		}
		c.write(w, r, status, a.template, s)
	}
}

func (c *Console) sendJSON(w http.ResponseWriter, r *http.Request, a reply) {
	text, err := json.Marshal(a.json)
	if err != nil {
		c.cfg.Log.ErrorContext(r.Context(), "console: encode", slog.Any("error", err))
		http.Error(w, problemInternal.sentence, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = w.Write(text) // the visitor has gone: nobody is left to tell
}

// write renders a page whole before anything goes out. What strangers wrote stands in many of them: the template escapes
// markup, and here goes what would turn the direction of writing.
func (c *Console) write(w http.ResponseWriter, r *http.Request, status int, name string, s view) {
	var b bytes.Buffer
	if err := c.pages.ExecuteTemplate(&b, name, s); err != nil {
		c.cfg.Log.ErrorContext(r.Context(), "console: render", slog.String("template", name), slog.Any("error", err))
		http.Error(w, problemInternal.sentence, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(webkit.Clean(b.String()))) // the visitor has gone: nobody is left to tell
}
