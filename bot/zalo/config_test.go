package zalo_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"dondoc/bot/zalo"
)

func TestConfig(t *testing.T) {
	tests := []struct {
		name string
		cfg  zalo.Config
		want string // in the error; "" for none
	}{
		{"only a token", zalo.Config{Token: " 1234567890:AbC-dEf\n"}, ""},
		{"no token", zalo.Config{}, "token"},
		{"no secret half", zalo.Config{Token: "1234567890"}, "token"},
		{"a path in the token", zalo.Config{Token: "1:a/../b"}, "token"},
		{"the older host", zalo.Config{Token: "1:a", APIURL: "https://bot-api.zapps.me/"}, ""},
		{"another scheme", zalo.Config{Token: "1:a", APIURL: "ftp://x"}, "API address"},
		{"no host", zalo.Config{Token: "1:a", APIURL: "https://"}, "API address"},
		{"webhook", zalo.Config{Token: "1:a", WebhookURL: "https://x.example/z", Secret: "12345678"}, ""},
		{"webhook without TLS", zalo.Config{Token: "1:a", WebhookURL: "http://x.example/z", Secret: "12345678"}, "https"},
		{"webhook without a secret", zalo.Config{Token: "1:a", WebhookURL: "https://x.example/z"}, "secret"},
		{"a short secret", zalo.Config{Token: "1:a", WebhookURL: "https://x.example/z", Secret: "1234567"}, "secret"},
		{"a long secret", zalo.Config{Token: "1:a", WebhookURL: "https://x.example/z", Secret: strings.Repeat("x", 257)}, "secret"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := zalo.New(test.cfg, nil)
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("the error is %v, want it to tell of %q", err, test.want)
			case test.want == "token" && !errors.Is(err, zalo.ErrBadToken):
				t.Errorf("%v is no ErrBadToken", err)
			}
		})
	}
}

func TestConfigKeepsItsSecrets(t *testing.T) {
	cfg := zalo.Config{Token: "1:token-secret", WebhookURL: "https://x.example/zalo", Secret: "webhook-secret"}
	var log journal
	log.logger().Info("configured", "zalo", cfg)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("configured", "zalo", cfg)
	text := log.String() + fmt.Sprint(cfg) + fmt.Sprintf("%+v %#v %s", cfg, cfg, &cfg)
	if strings.Contains(text, "token-secret") || strings.Contains(text, "webhook-secret") {
		t.Errorf("a secret is told: %s", text)
	}
	if !strings.Contains(text, "x.example") {
		t.Errorf("nothing is told: %s", text)
	}
}
