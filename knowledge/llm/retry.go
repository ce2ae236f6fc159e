package llm

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	mostTries  = 3
	firstPause = 250 * time.Millisecond
	maxPause   = 2 * time.Second
)

// attempt calls do until it succeeds, trying again cannot help, or the pause
// before that would end behind ctx's deadline: then the last error counts.
func attempt(ctx context.Context, do func(context.Context) *fault) error {
	for n := 1; ; n++ {
		t := new(try)
		f := do(context.WithValue(ctx, tryKey{}, t))
		if f == nil {
			return nil
		}
		wait := max(t.after, jitter(n))
		if deadline, ok := ctx.Deadline(); !f.retry || n == mostTries || ok && time.Until(deadline) <= wait {
			return f
		}
		if !pause(ctx, wait) {
			f.kind, f.detail = context.Cause(ctx), ""
			return f
		}
	}
}

// jitter grows with every try; its upper half is chance, so that copies of the program do not collide.
func jitter(n int) time.Duration {
	ceiling := min(firstPause<<(n-1), maxPause)
	return ceiling/2 + rand.N(ceiling/2+1)
}

// pause waits for d; false means that ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// retryAfter reads the header, which is seconds or a date; 0 when there is none.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(header); err == nil {
		return time.Duration(max(0, min(seconds, 3600))) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
