package zalo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot/zalo"
	"dondoc/bot/zalo/zalotest"
	"dondoc/reminders"
)

// direct calls a handler without a network, so that a bubble's time goes on.
type direct struct{ http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w.Result(), nil
}

// counter counts in memory, over all channels that share it.
type counter struct {
	mu    sync.Mutex
	used  map[string]int
	broke bool
}

func (c *counter) CountMessage(_ context.Context, channel, month string) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.broke {
		return 0, errors.New("away")
	}
	c.used[channel+" "+month]++
	return c.used[channel+" "+month], nil
}

// bubble is a channel in a bubble, with what it warned of. A warning is sent to the chat "quản trị", as a program would.
func bubble(t *testing.T, quota int, count zalo.Counter) (*zalo.Channel, *zalotest.Server, *[]string) {
	server := zalotest.New(t)
	warned := &[]string{}
	var c *zalo.Channel
	c = newChannel(t, "http://zalo.test", func(cfg *zalo.Config) {
		cfg.HTTPClient = &http.Client{Transport: direct{server}}
		cfg.Quota, cfg.Counter = quota, count
		cfg.Warn = func(ctx context.Context, used, quota int) {
			*warned = append(*warned, fmt.Sprintf("%d/%d", used, quota))
			c.SendPart(ctx, "quản trị", []byte(`{"text":"sắp hết"}`))
		}
	})
	return c, server, warned
}

func TestQuotaIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		count := &counter{used: make(map[string]int)}
		c, _, warned := bubble(t, 41, count)
		say := func(n int) {
			for range n {
				if o := c.SendPart(t.Context(), "an", []byte(`{"text":"x"}`)); o.Kind != reminders.OutcomeSent {
					t.Fatalf("%+v", o)
				}
			}
		}
		say(32)
		if len(*warned) != 0 {
			t.Fatalf("too early: %v", *warned)
		}
		say(12) // three more are the warnings themselves
		want := []string{"33/41", "39/41", "41/41"}
		if !slices.Equal(*warned, want) {
			t.Errorf("warned of %v, want %v", *warned, want)
		}
		time.Sleep(32 * 24 * time.Hour)
		say(32)
		if len(*warned) != 3 {
			t.Errorf("the new month begins with %v", *warned)
		}
		say(1)
		if len(*warned) != 4 {
			t.Errorf("the new month is not watched: %v", *warned)
		}
		if len(count.used) != 2 || count.used["zalo 2000-01"] != 47 {
			t.Errorf("counted are %v", count.used)
		}
		count.broke = true
		say(1)
	})
}

func TestQuotaLeaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		count := &counter{used: map[string]int{"zalo 2000-01": 2899}} // other copies
		c, _, warned := bubble(t, 3000, count)
		c.SendPart(t.Context(), "an", []byte(`{"text":"x"}`))
		if want := []string{"2900/3000"}; !slices.Equal(*warned, want) {
			t.Errorf("warned of %v, want %v", *warned, want)
		}
		without, _, silent := bubble(t, 0, count)
		without.SendPart(t.Context(), "an", []byte(`{"text":"x"}`))
		if len(*silent) != 0 {
			t.Errorf("without a quota there is a warning: %v", *silent)
		}
	})
}

func TestQuotaIsUsedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, server, warned := bubble(t, 3000, nil) // a bubble begins at 2000-01-01 00:00 UTC, 07:00 in Hanoi
		full := zalotest.Failure{Status: http.StatusTooManyRequests}
		server.Fail("sendMessage", full, full, full, full) // with the warning itself
		wait := func(want time.Duration) {
			t.Helper()
			if o := c.SendPart(t.Context(), "an", []byte(`{"text":"x"}`)); o.Kind != reminders.OutcomeLater || o.Wait != want {
				t.Errorf("%+v, want to wait %v", o, want)
			}
		}
		wait(17*time.Hour + 5*time.Minute)
		time.Sleep(16*time.Hour + 59*time.Minute)
		wait(6 * time.Minute)
		if want := []string{"3000/3000"}; !slices.Equal(*warned, want) {
			t.Errorf("on the first day: %v, want %v", *warned, want)
		}
		time.Sleep(6 * time.Minute)
		wait(24 * time.Hour)
		if len(*warned) != 2 {
			t.Errorf("on the second day: %v", *warned)
		}
		if o := c.SendPart(t.Context(), "an", []byte(`{"text":"x"}`)); o.Kind != reminders.OutcomeSent {
			t.Errorf("when there is room again: %+v", o)
		}
	})
}

func TestWebhookAddressIsAskedForSparingly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := zalotest.New(t)
		c := newChannel(t, "http://zalo.test", func(cfg *zalo.Config) {
			cfg.HTTPClient = &http.Client{Transport: direct{server}}
			cfg.WebhookURL, cfg.Secret = "https://bot.example/zalo", strings.Repeat("s", 256)
		})
		server.Fail("setWebhook", zalotest.Failure{Status: http.StatusUpgradeRequired}, zalotest.Failure{Status: http.StatusNotFound})
		ctx, cancel := context.WithTimeout(t.Context(), 71*time.Minute)
		defer cancel()
		if err := c.Run(ctx, nil); err != nil || server.Calls("setWebhook") != 3 || server.WebhookURL() == "" {
			t.Errorf("%v, %d calls, webhook %q", err, server.Calls("setWebhook"), server.WebhookURL())
		}
	})
}
