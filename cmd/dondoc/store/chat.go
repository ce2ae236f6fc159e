package store

import (
	"context"

	"dondoc/bot"
	"dondoc/knowledge"
)

const (
	insertTurn = `INSERT INTO chat_turn (channel, chat, role, text, created_at) VALUES (?, ?, ?, ?, ?)`

	selectTurns = `
SELECT role, text FROM (
    SELECT id, role, text FROM chat_turn WHERE channel = ? AND chat = ? ORDER BY id DESC LIMIT ?
) AS newest ORDER BY id`
)

// Turns returns the last turns of the chat, at most limit, oldest first. An unknown chat has none.
func (db *DB) Turns(ctx context.Context, chat bot.Chat, limit int) ([]knowledge.Turn, error) {
	if limit <= 0 {
		return nil, nil
	}
	var turns []knowledge.Turn
	err := db.view(ctx, "read turns", func(t *tx) error {
		if err := checkChat(chat); err != nil {
			return err
		}
		return t.list(ctx, &turns, selectTurns, chat.Channel, chat.ID, limit)
	})
	return turns, err
}

// AppendTurns adds turns to the end of the chat, all or none. What is not text in their words is replaced.
func (db *DB) AppendTurns(ctx context.Context, chat bot.Chat, turns ...knowledge.Turn) error {
	if len(turns) == 0 {
		return nil
	}
	return db.update(ctx, "append turns", func(t *tx) error {
		if err := checkChat(chat); err != nil {
			return err
		}
		var rows [][]any
		for _, turn := range turns {
			rows = append(rows, []any{chat.Channel, chat.ID, cleanText(turn.Role), cleanText(turn.Text), t.now.UnixMilli()})
		}
		return t.each(ctx, insertTurn, rows)
	})
}

func checkChat(chat bot.Chat) error {
	if err := checkText("a channel's name", chat.Channel); err != nil {
		return err
	}
	return checkText("a chat's id", chat.ID)
}
