package intake

import (
	"context"
	"time"
)

const (
	typingAfter = 500 * time.Millisecond
	typingEvery = 4 * time.Second // Telegram shows it for five
)

// typeWhile shows "typing" until stop is called, if that takes a moment. After stop has returned no such call is under
// way: a late one would outlive the answer on the screen.
func (w *worker) typeWhile(ctx context.Context, to Place) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for wait := typingAfter; pause(ctx, wait); wait = typingEvery {
			if err := w.guarded("show typing", func() error { return w.channel.Typing(ctx, to) }); err != nil && ctx.Err() == nil {
				w.log.Debug("typing could not be shown", "error", err)
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}
