package courier

import (
	"context"
	"math/rand/v2"
	"time"
)

// FirstPause and MaxPause bound what a Backoff gives.
const (
	FirstPause = time.Second
	MaxPause   = 30 * time.Second
)

// Backoff grows from FirstPause to MaxPause, with jitter so that two copies of the program do not keep colliding. The
// zero value is ready, and begins anew.
type Backoff struct{ tries int }

// Next returns how long to wait before the next try.
func (b *Backoff) Next() time.Duration {
	ceiling := min(FirstPause<<min(b.tries, 10), MaxPause)
	b.tries++
	return ceiling/2 + rand.N(ceiling/2+1)
}

// Pause waits for d; false means that ctx ended first.
func Pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// Insist tries until it succeeds or ctx ends, which both give nil. failed hears of every error and of the pause that
// would be usual; it returns the pause to make, or the error to give up with.
func Insist(ctx context.Context, try func(context.Context) error, failed func(err error, usual time.Duration) (time.Duration, error)) error {
	for retry := (Backoff{}); ; {
		err := try(ctx)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		wait, err := failed(err, retry.Next())
		if err != nil {
			return err
		}
		if !Pause(ctx, wait) {
			return nil
		}
	}
}
