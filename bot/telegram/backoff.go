package telegram

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	firstPause = time.Second
	maxPause   = 30 * time.Second
)

// backoff grows from one second to thirty, with jitter so that two copies of the
// program do not keep colliding. The zero value is ready.
type backoff struct{ tries int }

func (b *backoff) next() time.Duration {
	ceiling := min(firstPause<<min(b.tries, 10), maxPause)
	b.tries++
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
