package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dondoc/bot"
)

// onWeb leads conversations as the page's script does. Every conversation is a visitor of its own.
type onWeb struct {
	site     string
	visitors map[string]visitor
	last     map[string][]webMessage
}

func leadOnWeb(t *testing.T, database string) driver {
	s := serve(t, "--db", database, "--rehearse", "--as-of", "2023-04-20T09:00", "--trusted-proxies", "127.0.0.1")
	return &onWeb{s.url, map[string]visitor{}, map[string][]webMessage{}}
}

// chat opens the page; the visitor's cookie gives the chat its name.
func (l *onWeb) chat(t *testing.T, n int, _ bool) (bot.Chat, string) {
	v := newVisitor(t)
	v.Transport = from{fmt.Sprintf("192.0.2.%d", n)}
	id := v.session(l.site)
	l.visitors[id] = v
	return bot.Chat{Channel: "web", ID: id}, id
}

func (l *onWeb) say(t *testing.T, chat bot.Chat, _, text string) {
	t.Helper()
	l.post(t, chat, "text", text)
}

func (l *onWeb) post(t *testing.T, chat bot.Chat, field, value string) {
	t.Helper()
	v := l.visitors[chat.ID]
	v.t = t
	l.last[chat.ID] = v.postAll(l.site, field, value)
}

func (l *onWeb) press(t *testing.T, chat bot.Chat, _, label string) {
	t.Helper()
	for _, m := range l.last[chat.ID] {
		for _, c := range m.Choices {
			if strings.Contains(c.Label, label) {
				l.post(t, chat, "choice", c.Key)
				return
			}
		}
	}
	t.Fatalf("no button has %q in it", label)
}

func (l *onWeb) answered(_ *testing.T, chat bot.Chat, _ string) string {
	var b strings.Builder
	for _, m := range l.last[chat.ID] {
		var labels []string
		for _, c := range m.Choices {
			labels = append(labels, c.Label)
		}
		b.WriteString(written(m.text(), labels, m.Picture != nil, m.fileName()))
	}
	return b.String()
}

func (l *onWeb) groups() bool            { return false }
func (l *onWeb) files() bool             { return true }
func (l *onWeb) buttons() bool           { return true }
func (l *onWeb) manage(bot.Chat, string) {}

// from sends requests as a proxy does for somebody at an address: else all would share the limits of one.
type from struct{ address string }

func (f from) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("X-Forwarded-For", f.address)
	return http.DefaultTransport.RoundTrip(r)
}
