package zalo_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"dondoc/bot/intake"
	"dondoc/bot/zalo"
	"dondoc/bot/zalo/zalotest"
)

const secret = "một bí mật đủ dài"

func TestWebhookEndToEnd(t *testing.T) {
	server := zalotest.Start(t)
	mux := http.NewServeMux()
	front := httptest.NewServer(mux)
	t.Cleanup(front.Close)
	c := newChannel(t, server.URL, func(cfg *zalo.Config) { cfg.WebhookURL, cfg.Secret = front.URL+"/zalo", secret })
	people := &echo{}
	in := newIntake(t, c, people, newInbox())
	mux.Handle("POST /zalo", c.Webhook(in.Accept))
	server.Fail("setWebhook", zalotest.Failure{Status: http.StatusBadGateway, Gateway: true})
	serve(t, c, in)
	server.WaitWebhook()

	server.Say("an", "an", "hạn của Bắc Giang?")
	server.Tell("message.reaction.received", "an", "an", nil)
	server.SayInGroup("zgr-1", "binh", "@bot đôn đốc")
	server.WaitMessages("an", 1)
	if got := server.WaitMessages("zgr-1", 1)[0].Text; got != "nghe: /start" {
		t.Errorf("a mention alone is read as %q", got)
	}
	if got := server.Answers(); !slices.Equal(got, []int{200, 200, 200}) {
		t.Errorf("the webhook answered %v", got)
	}
	if c.Stats().Ignored != 1 || server.Calls("getUpdates") != 0 {
		t.Errorf("figures %+v, %d polls", c.Stats(), server.Calls("getUpdates"))
	}
}

func TestWebhookLetsNobodyElseIn(t *testing.T) {
	const event = `{"event_name":"message.text.received","message":{"message_id":"m1","date":"1789000000123","text":"hạn?",` +
		`"from":{"id":"an","display_name":"An"},"chat":{"id":"an","chat_type":"PRIVATE"}}}`
	tests := []struct {
		name, secret, body string
		method             string
		status, stored     int
		fails              bool
	}{
		{name: "bare", secret: secret, body: event, status: 200, stored: 1},
		{name: "in an envelope", secret: secret, body: `{"ok":true,"result":` + event + `}`, status: 200, stored: 1},
		{name: "a list", secret: secret, body: `{"ok":true,"result":[` + event + `]}`, status: 200, stored: 1},
		{name: "a trial", secret: secret, body: `{}`, status: 200},
		{name: "unknown", secret: secret, body: `{"event_name":"user.joined","message":{"chat":{"id":"1"}}}`, status: 200},
		{name: "unsupported without a message", secret: secret, body: `{"event_name":"message.unsupported.received"}`, status: 200},
		{name: "wrong types", secret: secret, body: `{"event_name":["x"],"message":7}`, status: 200},
		{name: "malformed", secret: secret, body: event[:80], status: 400},
		{name: "no object", secret: secret, body: `"x"`, status: 400},
		{name: "too large", secret: secret, body: `{"x":"` + strings.Repeat("a", 256<<10) + `"}`, status: 413},
		{name: "wrong secret", secret: secret + "x", body: event, status: 401},
		{name: "half a secret", secret: secret[:5], body: event, status: 401},
		{name: "no secret", body: event, status: 401},
		{name: "GET", secret: secret, method: http.MethodGet, status: 405},
		{name: "the store fails", secret: secret, body: event, status: 503, fails: true},
	}
	c := newChannel(t, "http://127.0.0.1:1", func(cfg *zalo.Config) { cfg.WebhookURL, cfg.Secret = "https://bot.example/zalo", secret })
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var stored []intake.Update
			handler := c.Webhook(func(_ context.Context, updates []intake.Update) error {
				if test.fails {
					return errors.New("away")
				}
				stored = append(stored, updates...)
				return nil
			})
			method := test.method
			if method == "" {
				method = http.MethodPost
			}
			r := httptest.NewRequest(method, "/zalo", strings.NewReader(test.body))
			if test.secret != "" {
				r.Header.Set("X-Bot-Api-Secret-Token", test.secret)
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code != test.status || len(stored) != test.stored {
				t.Fatalf("status %d and %d updates, want %d and %d", w.Code, len(stored), test.status, test.stored)
			}
			for _, u := range stored {
				if u.Key != "m1" || u.Chat != "an" || u.Order != 1789000000123 {
					t.Errorf("the update is %+v", u)
				}
			}
		})
	}
}
