package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/bot/web"
)

// chatID is what the conversation knows of the visitor with a cookie.
func chatID(cookie string) string {
	sum := sha256.Sum256([]byte("dondoc web chat" + cookie))
	return hex.EncodeToString(sum[:16])
}

// TestDatabaseOpensNoSession: nothing that the conversation stores or logs of a visitor lets others go on as them.
func TestDatabaseOpensNoSession(t *testing.T) {
	s := newSite(t, nil)
	s.post(t, "/chat", true, "text", "Hạn của Bắc Giang?")
	s.post(t, "/chat", true, "text", "hỏng")
	cookie := s.cookie(t)
	m := s.fake.messages()[0]
	for _, known := range []string{m.Chat.ID, m.Sender, s.logged.String()} {
		if strings.Contains(known, cookie.Value) {
			t.Errorf("the session stands in %q", known)
		}
	}
	for _, stolen := range []string{m.Chat.ID, m.Sender, strings.Repeat("0", len(cookie.Value)-len(m.Chat.ID)) + m.Chat.ID} {
		s.client = newClient(t)
		r := s.request(t, http.MethodGet, "/", nil)
		r.AddCookie(&http.Cookie{Name: cookie.Name, Value: stolen})
		if page := s.do(t, r).body; strings.Contains(page, "Hạn của Bắc Giang?") {
			t.Errorf("the cookie %q shows somebody's conversation", stolen)
		}
	}
}

// TestExamplesAreForReaders: they are made out of documents, which not everybody may read.
func TestExamplesAreForReaders(t *testing.T) {
	var readers []bot.Chat
	member := ""
	s := newSite(t, func(c *web.Config) {
		c.Examples = func(_ context.Context, reader bot.Chat) []string {
			readers = append(readers, reader)
			if reader.ID == "" || reader.ID != member {
				return nil
			}
			return []string{"Việc nào đến hạn?"}
		}
	})
	const offered = "Thử hỏi"
	for _, when := range []string{"first", "second"} {
		if page := s.get(t, "/").body; strings.Contains(page, offered) || !strings.Contains(page, `id="welcome"`) {
			t.Errorf("at the %s visit a stranger is offered examples, or not welcomed", when)
		}
	}
	member = chatID(s.cookie(t).Value)
	if page := s.get(t, "/").body; !strings.Contains(page, offered) || !strings.Contains(page, "Việc nào đến hạn?") {
		t.Error("who may ask is offered no examples")
	}
	if want := []bot.Chat{{Channel: "web"}, {Channel: "web", ID: member}, {Channel: "web", ID: member}}; !slices.Equal(readers, want) {
		t.Errorf("asked for %v, want %v", readers, want)
	}
}
