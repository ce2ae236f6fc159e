package intake_test

import (
	"context"
	"testing"
	"time"

	"dondoc/bot"
)

// TestReorderedWhileBusy: what overtook others while an answer to the chat was under way is put right too.
func TestReorderedWhileBusy(t *testing.T) {
	cfg := quick
	cfg.HoldBack = 20 * time.Millisecond
	busy := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		if m.Text == "một" {
			time.Sleep(100 * time.Millisecond)
		}
		return echo(ctx, m)
	}
	inBubble(t, cfg, busy, func(d *desk) {
		d.accept(update("1", "a", 1, "một"))
		d.settle(115 * time.Millisecond) // five more, and it is answered
		d.accept(update("3", "a", 3, "ba"))
		d.settle(10 * time.Millisecond)
		d.accept(update("2", "a", 2, "hai"))
		d.settle(20 * time.Millisecond)
		d.want(d.channel.noted("send"), "send a ^một", "send a ^hai", "send a ^ba")

		// What waits for its turn longer than that waits no longer.
		d.accept(update("4", "b", 1, "một"))
		d.settle(30 * time.Millisecond)
		d.accept(update("5", "b", 2, "năm"))
		d.settle(90 * time.Millisecond)
		d.want(d.channel.noted("send"), "send a ^một", "send a ^hai", "send a ^ba", "send b ^một", "send b ^năm")
		d.wantOpen()
	})
}
