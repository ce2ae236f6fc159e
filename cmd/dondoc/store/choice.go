package store

import (
	"context"
	"time"

	"dondoc/bot"
)

const (
	upsertChoice = `
INSERT INTO chat_choice (channel, chat, key, label, action, argument, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (channel, chat, key) DO UPDATE
SET label = excluded.label, action = excluded.action, argument = excluded.argument, expires_at = excluded.expires_at`

	selectChoice = `
SELECT key, label, action, argument FROM chat_choice WHERE channel = ? AND chat = ? AND key = ? AND expires_at > ?`
)

// SaveChoices remembers what was offered in the chat until expires, all or none. A key that was used before in the
// same chat now means the new choice.
func (db *DB) SaveChoices(ctx context.Context, chat bot.Chat, choices []bot.StoredChoice, expires time.Time) error {
	if len(choices) == 0 {
		return nil
	}
	return db.update(ctx, "save choices", func(t *tx) error {
		if err := checkChat(chat); err != nil {
			return err
		}
		var rows [][]any
		for _, c := range choices {
			if err := checkText("a choice's key", c.Key); err != nil {
				return err
			}
			rows = append(rows, []any{chat.Channel, chat.ID, c.Key,
				cleanText(c.Label), cleanText(c.Action), cleanText(c.Argument), expires.UnixMilli()})
		}
		return t.each(ctx, upsertChoice, rows)
	})
}

// Choice returns what was offered in the chat under key, or ErrNotFound when that is unknown or has expired.
func (db *DB) Choice(ctx context.Context, chat bot.Chat, key string) (bot.StoredChoice, error) {
	var choice bot.StoredChoice
	err := db.view(ctx, "read choice", func(t *tx) error {
		// The key comes from outside: one that could not have been stored is merely unknown.
		if checkChat(chat) != nil || checkText("a choice's key", key) != nil {
			return ErrNotFound
		}
		return t.get(ctx, &choice, selectChoice, chat.Channel, chat.ID, key, t.now.UnixMilli())
	})
	return choice, err
}
