package telegramtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestCheckHTML(t *testing.T) {
	for source, want := range map[string]string{
		"<b>a</b> &lt;":                     "a <",
		`<span class="tg-spoiler">a</span>`: "a",
		strings.Repeat("&amp;", 4096):       strings.Repeat("&", 4096),
		strings.Repeat("&amp;", 4097):       "",
		strings.Repeat("<b>a</b>", 101):     "",
		"<span>a</span>":                    "",
		"<div>a</div>":                      "",
		"<b>a":                              "",
		"a & b":                             "",
		"<b> </b>":                          "",
		"":                                  "",
		"<blockquote>a<blockquote>b</blockquote></blockquote>": "",
	} {
		plain, entities, err := CheckHTML(source)
		if plain != want || (err == nil) != (want != "") || err == nil && entities != strings.Count(source, "</") {
			t.Errorf("%.60q: %.60q, %d entities, %v", source, plain, entities, err)
		}
	}
}

func TestEditAndDelete(t *testing.T) {
	s := New()
	for i, step := range []struct {
		method, body string
		code         int
		want         string // texts in the chat
	}{
		{"sendMessage", `{"chat_id":1,"text":"a"}`, 0, "a"},
		{"editMessageText", `{"chat_id":1,"message_id":1,"text":"a"}`, 400, "a"},
		{"editMessageText", `{"chat_id":1,"message_id":1,"text":"<b>b</b>","parse_mode":"HTML"}`, 0, "b"},
		{"editMessageText", `{"chat_id":1,"message_id":1,"text":"<b>b","parse_mode":"HTML"}`, 400, "b"},
		{"editMessageText", `{"chat_id":1,"message_id":2,"text":"c"}`, 400, "b"},
		{"editMessageText", `{"chat_id":2,"message_id":1,"text":"c"}`, 400, "b"},
		{"deleteMessage", `{"chat_id":2,"message_id":1}`, 400, "b"},
		{"deleteMessage", `{"chat_id":1,"message_id":1}`, 0, ""},
	} {
		r, err := call(t, s, step.method, step.body)
		if got := strings.Join(s.SentTo(1), " "); err != nil || r.Code != step.code || got != step.want {
			t.Errorf("step %d: %d %s %v, %q", i, r.Code, r.Text, err, got)
		}
	}
}

func TestWebhookDelivery(t *testing.T) {
	var got []string
	refusals := 2
	done := make(chan struct{})
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if refusals--; refusals >= 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		got = append(got, r.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
		if len(got) == 3 {
			close(done)
		}
	}))
	defer hook.Close()
	s := New()
	defer s.Close()
	for range 3 {
		s.Text(1, "a")
	}
	if r, err := call(t, s, "setWebhook", fmt.Sprintf(`{"url":%q,"secret_token":"s"}`, hook.URL)); err != nil || r.Code != 0 {
		t.Fatal(r, err)
	}
	<-done
	if err := s.WaitConfirmed(t.Context()); err != nil || !slices.Equal(got, []string{"s", "s", "s"}) {
		t.Errorf("got %q, %v", got, err)
	}
	if r, err := call(t, s, "getUpdates", `{}`); err != nil || r.Code != http.StatusConflict {
		t.Errorf("polled beside a webhook: %+v %v", r, err)
	}
	if r, err := call(t, s, "deleteWebhook", `{}`); err != nil || r.Code != 0 {
		t.Errorf("%+v %v", r, err)
	}
	if r, err := call(t, s, "getUpdates", `{}`); err != nil || r.Code != 0 {
		t.Errorf("polled after: %+v %v", r, err)
	}
}

func TestPrivacyMode(t *testing.T) {
	p := Start(t)
	an := User{ID: 1, Name: "An"}
	ours := Sent{ID: 5, Chat: -1, Text: "a"}
	for name, id := range map[string]int64{
		"command": p.Say(-1, an, "/x"), "answer": p.Say(-1, an, "a", InReplyTo(ours)), "private": p.Say(1, an, "a"),
	} {
		if id == 0 {
			t.Errorf("%s does not arrive", name)
		}
	}
	if p.Say(-1, an, "@"+BotName+" a") != 0 {
		t.Error("a mention arrives")
	}
	p.PrivacyOff()
	if p.Say(-1, an, "@"+BotName+" a") == 0 {
		t.Error("a mention does not arrive without privacy mode")
	}
}
