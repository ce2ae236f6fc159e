package store

import (
	"context"
	"time"

	"dondoc/bot"
)

const (
	deleteChatTurns   = `DELETE FROM chat_turn WHERE channel = ? AND chat = ?`
	deleteChatChoices = `DELETE FROM chat_choice WHERE channel = ? AND chat = ?`
	forgetChatUpdates = `
UPDATE inbox_update SET handled_at = ?, chat = '', payload = NULL WHERE channel = ? AND chat = ? AND handled_at IS NULL`

	deleteOldTurns   = `DELETE FROM chat_turn WHERE created_at < ?`
	deleteOldChoices = `DELETE FROM chat_choice WHERE expires_at <= ?`
	deleteOldUpdates = `DELETE FROM inbox_update WHERE handled_at < ?`
)

// Forget deletes everything about the chat: its turns, its choices, and what waits for it in the inbox, which then
// counts as handled. Forgetting an unknown chat is no error.
func (db *DB) Forget(ctx context.Context, chat bot.Chat) error {
	return db.update(ctx, "forget chat", func(t *tx) error {
		if err := checkChat(chat); err != nil {
			return err
		}
		if _, err := t.exec(ctx, deleteChatTurns, chat.Channel, chat.ID); err != nil {
			return err
		}
		if _, err := t.exec(ctx, deleteChatChoices, chat.Channel, chat.ID); err != nil {
			return err
		}
		_, err := t.exec(ctx, forgetChatUpdates, t.now.UnixMilli(), chat.Channel, chat.ID)
		return err
	})
}

// Expire deletes the turns written and the updates handled before the time given, and the choices that have expired
// by then or by now. Updates that still wait are never deleted. It returns how many rows went.
func (db *DB) Expire(ctx context.Context, before time.Time) (int64, error) {
	var total int64
	err := db.update(ctx, "expire", func(t *tx) error {
		expired := t.now
		if before.After(expired) {
			expired = before
		}
		for _, step := range []struct {
			query string
			until time.Time
		}{{deleteOldTurns, before}, {deleteOldChoices, expired}, {deleteOldUpdates, before}} {
			deleted, err := t.exec(ctx, step.query, step.until.UnixMilli())
			if err != nil {
				return err
			}
			total += deleted
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return total, nil
}
