package zalooa_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"dondoc/bot/zalooa"
)

func TestConfig(t *testing.T) {
	good := zalooa.Config{AppID: " 12 ", AppSecret: "s", Owner: "a"}
	for name, tc := range map[string]struct {
		change func(*zalooa.Config)
		bad    bool
	}{
		"enough":     {func(*zalooa.Config) {}, false},
		"no app":     {func(c *zalooa.Config) { c.AppID = "" }, true},
		"odd app":    {func(c *zalooa.Config) { c.AppID = "12a" }, true},
		"no secret":  {func(c *zalooa.Config) { c.AppSecret = " " }, true},
		"no address": {func(c *zalooa.Config) { c.APIURL = "openapi.zalo.me" }, true},
		"a file":     {func(c *zalooa.Config) { c.OAuthURL = "file:///x" }, true},
	} {
		cfg := good
		tc.change(&cfg)
		_, err := zalooa.New(cfg, handler(echo), &inbox{}, &tokens{}, &people{}, nil)
		if errors.Is(err, zalooa.ErrConfig) != tc.bad || (err != nil) != tc.bad {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := zalooa.New(good, nil, &inbox{}, &tokens{}, &people{}, nil); err == nil {
		t.Error("a channel without a handler")
	}
}

func TestConfigIsPrintedWithoutSecrets(t *testing.T) {
	cfg := zalooa.Config{AppID: "12", AppSecret: "geheim-1", OASecret: "geheim-2", FirstRefreshToken: "geheim-3"}
	var b strings.Builder
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "config", cfg)
	fmt.Fprintf(&b, "%v %+v %#v %s", cfg, cfg, cfg, cfg)
	if strings.Contains(b.String(), "geheim") {
		t.Errorf("got %s", b.String())
	}
}
