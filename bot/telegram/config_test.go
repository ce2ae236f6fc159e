package telegram

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/bot/courier"
	"dondoc/bot/telegram/telegramtest"
)

const secret = "AAtest-Secret_of-the-double-0123456789"

func TestConfigNeverShowsTheToken(t *testing.T) {
	cfg := Config{Token: telegramtest.Token, APIURL: "https://bot.example/path", WebhookURL: "https://hook.example/" + secret, WebhookSecret: secret}
	var b bytes.Buffer
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "cfg", cfg, "pointer", &cfg)
	encoded, err := json.Marshal(Config{Token: cfg.Token, WebhookSecret: secret, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{fmt.Sprint(cfg), fmt.Sprintf("%+v", cfg), fmt.Sprintf("%#v", cfg), fmt.Sprintf("%+v", &cfg), b.String(), string(encoded)} {
		if strings.Contains(s, secret) {
			t.Errorf("shown: %s", s)
		}
	}
	if !strings.Contains(cfg.String(), "bot.example") || !strings.Contains(cfg.String(), "token: set") {
		t.Error(cfg.String())
	}
}

func TestNewChecks(t *testing.T) {
	tests := []struct {
		name string
		cfg  Config
		bad  bool // ErrBadToken
		ok   bool
	}{
		{"good, with the line feed of a secret file", Config{Token: telegramtest.Token + "\n"}, false, true},
		{"empty", Config{}, true, false},
		{"control character inside", Config{Token: "1:" + secret + "\nx"}, true, false},
		{"no number", Config{Token: secret}, true, false},
		{"no address", Config{Token: telegramtest.Token, APIURL: "ftp://x"}, false, false},
		{"webhook", Config{Token: telegramtest.Token, WebhookURL: "https://x/hook", WebhookSecret: "a-B_9"}, false, true},
		{"webhook that is no address", Config{Token: telegramtest.Token, WebhookURL: "x/hook", WebhookSecret: "a"}, false, false},
		{"webhook without a secret", Config{Token: telegramtest.Token, WebhookURL: "https://x/hook"}, false, false},
		{"webhook with a bad secret", Config{Token: telegramtest.Token, WebhookURL: "https://x/hook", WebhookSecret: "a b"}, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(tt.cfg, handlerFunc(echo), newInbox(), nil)
			if (err == nil) != tt.ok || errors.Is(err, ErrBadToken) != tt.bad {
				t.Fatalf("New: %v", err)
			}
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("the error holds the token: %v", err)
			}
		})
	}
	if _, err := New(Config{Token: telegramtest.Token}, nil, nil, nil); err == nil {
		t.Error("no handler and no error")
	}
}

// Nobody listens: every method's error names it, and not the token.
func TestNetworkErrorsHideTheToken(t *testing.T) {
	f := overSockets(t, echo)
	f.double.Close()
	c := f.channel().client
	_, pollErr := c.getUpdates(f.ctx, 0, 0)
	_, meErr := c.getMe(f.ctx)
	_, fileErr := c.download(f.ctx, "f", 1)
	_, memberErr := c.manages(f.ctx, -1, 1)
	_, documentErr := c.deliver(f.ctx, address{chat: 1}, outgoing{file: &bot.File{Name: "a.txt", Content: []byte("a")}}, false)
	for method, err := range map[string]error{
		"getFile": fileErr, "getChatMember": memberErr, "sendDocument": documentErr, "getUpdates": pollErr, "getMe": meErr, "setMyCommands": c.setCommands(f.ctx, nil, "default", ""),
		"setWebhook": c.setWebhook(f.ctx, "https://x", "s"), "deleteWebhook": c.deleteWebhook(f.ctx), "editMessageText": c.edit(f.ctx, 1, 1, plainMessage("a")),
		"sendChatAction": c.sendTyping(f.ctx, address{chat: 1}), "answerCallbackQuery": c.answerCallback(f.ctx, "1"),
	} {
		var e *courier.Failure
		if !errors.As(err, &e) || e.Code != 0 || !e.Unsent || !strings.Contains(err.Error(), method) {
			t.Errorf("%s: %v", method, err)
		}
		for ; err != nil; err = errors.Unwrap(err) {
			if s := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(s, secret) {
				t.Errorf("%s shows the token: %s", method, s)
			}
		}
	}
}
