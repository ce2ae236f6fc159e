package webkit_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot/webkit"
)

func TestLimiterRefills(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := webkit.NewLimiter(webkit.Limit{PerMinute: 60, Burst: 3})
		for i := range 3 {
			if wait := l.Take("a"); wait != 0 {
				t.Fatalf("take %d waits %v", i, wait)
			}
		}
		wait := l.Take("a")
		if wait <= 0 || wait > time.Second {
			t.Fatalf("waits %v, want up to a second", wait)
		}
		if l.Take("b") != 0 {
			t.Error("another key has to wait as well")
		}
		time.Sleep(wait) // the bubble's clock
		if wait := l.Take("a"); wait != 0 {
			t.Errorf("after the stated time still waits %v", wait)
		}
		time.Sleep(time.Hour)
		for range 3 {
			l.Take("a")
		}
		if l.Take("a") == 0 {
			t.Error("an idle hour gave more than the burst")
		}
	})
}

func TestLimiterNeverRefills(t *testing.T) {
	l := webkit.NewLimiter(webkit.Limit{Burst: 1})
	l.Take("a")
	if wait := l.Take("a"); wait != time.Hour {
		t.Errorf("waits %v, want an hour", wait)
	}
}

func TestLimiterIsBounded(t *testing.T) {
	l := webkit.NewLimiter(webkit.Limit{PerMinute: 1, Burst: 1})
	for i := range webkit.MaxBuckets + 5 {
		l.Take(fmt.Sprint(i))
	}
	if n := l.Len(); n != webkit.MaxBuckets {
		t.Errorf("%d buckets, want %d", n, webkit.MaxBuckets)
	}
	if l.Take(fmt.Sprint(webkit.MaxBuckets+4)) == 0 {
		t.Error("the key used last was dropped")
	}
}
