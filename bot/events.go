package bot

import (
	"context"
	"fmt"
)

// happened takes note of what happened in a chat besides people writing.
func (c *Conversation) happened(ctx context.Context, m Message) ([]Reply, error) {
	switch m.Event {
	case EventJoined:
		c.welcome(ctx, m.Chat)
		c.notice(ctx, m) // the greeting says it
		text := welcome
		if m.Group {
			text = welcomeGroup
		}
		return c.reply(ctx, m.Chat, plain(text), c.examples(ctx, m))
	case EventLeft:
		if c.desk != nil {
			if err := c.desk.Gone(ctx, deskChat(m.Chat)); err != nil {
				return nil, fmt.Errorf("bot: a chat is gone: %w", err)
			}
		}
	case EventMoved:
		if c.desk != nil && m.Moved != "" {
			if err := c.desk.Moved(ctx, deskChat(m.Chat), m.Moved); err != nil {
				return nil, fmt.Errorf("bot: a chat has moved: %w", err)
			}
		}
	}
	return nil, ctx.Err()
}
