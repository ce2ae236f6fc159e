package reminders

import (
	"context"
	"strings"
)

// Returning is where a Desk takes up a chat again that was out of reach.
type Returning interface {
	// Resume lets what waits for a paused Subscriber go out.
	Resume(ctx context.Context, subscriber int64) error
}

// Back notes that somebody writes in a chat. One that was paused because it had blocked the bot, or put it out of the
// group, is reminded again; one that an administrator has paused stays so.
func (d *Desk) Back(ctx context.Context, chat Chat) error {
	returning, ok := d.records.(Returning)
	if !ok {
		return nil
	}
	s, err := d.office.Snapshot(ctx)
	if err != nil {
		return desked(err)
	}
	for _, sub := range s.Subscribers {
		if sub.Channel == chat.Channel && sub.Chat == chat.ID && strings.HasPrefix(sub.Paused, reasonGone) {
			return desked(returning.Resume(ctx, sub.ID))
		}
	}
	return nil
}
