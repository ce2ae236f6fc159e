package courier_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot/courier"
)

func TestBackoffGrowsToThirtySeconds(t *testing.T) {
	var b courier.Backoff
	for i := range 40 {
		d, ceiling := b.Next(), min(courier.FirstPause<<min(i, 10), courier.MaxPause)
		if d < ceiling/2 || d > ceiling {
			t.Errorf("try %d: %v, want %v to %v", i, d, ceiling/2, ceiling)
		}
	}
}

func TestInsist(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad, worse := errors.New("bad"), errors.New("worse")
		began, tries := time.Now(), 0
		retry := func(err error, usual time.Duration) (time.Duration, error) {
			if err != bad || usual < courier.FirstPause/2 || usual > courier.MaxPause {
				t.Errorf("heard of %v, %v", err, usual)
			}
			return time.Minute, nil
		}
		err := courier.Insist(t.Context(), func(context.Context) error {
			if tries++; tries < 3 {
				return bad
			}
			return nil
		}, retry)
		if err != nil || tries != 3 || time.Since(began) != 2*time.Minute {
			t.Errorf("%v after %d tries in %v", err, tries, time.Since(began))
		}
		fails := func(context.Context) error { return bad }
		err = courier.Insist(t.Context(), fails, func(error, time.Duration) (time.Duration, error) { return 0, worse })
		if err != worse {
			t.Errorf("gave up with %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := courier.Insist(ctx, fails, retry); err != nil || ctx.Err() == nil || courier.Pause(ctx, time.Hour) {
			t.Errorf("%v, the context: %v", err, ctx.Err())
		}
	})
}

func TestAddress(t *testing.T) {
	for text, want := range map[string]struct {
		address, host string
		ok            bool
	}{
		"": {"https://a.example", "a.example", true}, "http://127.0.0.1:1/p//": {"http://127.0.0.1:1/p", "127.0.0.1:1", true},
		"ftp://x": {"ftp://x", "x", false}, "https://": {"https:", "", false}, "x/y": {"x/y", "", false}, "http://\x7f": {"http://\x7f", "?", false},
	} {
		address, ok := courier.Address(text, "https://a.example/")
		if address != want.address || ok != want.ok || courier.Host(address) != want.host {
			t.Errorf("%q: %q %q %t", text, address, courier.Host(address), ok)
		}
	}
	if courier.IsSet("") != "unset" || courier.IsSet("x") != "set" {
		t.Error("secrets are shown wrong")
	}
}
