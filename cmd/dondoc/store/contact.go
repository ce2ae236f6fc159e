package store

import (
	"context"
	"errors"
	"time"

	"dondoc/bot"
)

const (
	selectContact  = `SELECT first_at, seen_at FROM chat_contact WHERE channel = ? AND chat = ?`
	insertContact  = `INSERT INTO chat_contact (channel, chat, first_at, seen_at) VALUES (?, ?, ?, ?) ON CONFLICT (channel, chat) DO NOTHING`
	refreshContact = `UPDATE chat_contact SET seen_at = ? WHERE channel = ? AND chat = ? AND seen_at < ?`

	deleteChatContact  = `DELETE FROM chat_contact WHERE channel = ? AND chat = ?`
	deleteOldContacts  = `DELETE FROM chat_contact WHERE seen_at < ?`
	dropMovedContact   = `DELETE FROM chat_contact WHERE channel = ? AND chat = ? AND EXISTS (SELECT 1 FROM chat_contact o WHERE o.channel = ? AND o.chat = ?)`
	moveContact        = `UPDATE chat_contact SET chat = ? WHERE channel = ? AND chat = ?`
	contactRefreshDays = 30 // so that a message costs no write
	contactMonths      = 13 // after which a silent chat is forgotten, and told anew
)

// FirstContact notes that the program speaks with a chat, and reports whether it had never before, or not for a long
// time. The message may be handled twice: with the same at (in milliseconds) the answer is the same.
func (db *DB) FirstContact(ctx context.Context, chat bot.Chat, at time.Time) (first bool, err error) {
	var row struct {
		First int64 `db:"first_at"`
		Seen  int64 `db:"seen_at"`
	}
	now := at.UnixMilli()
	err = db.view(ctx, "read contact", func(t *tx) error {
		if err := checkChat(chat); err != nil {
			return err
		}
		return t.get(ctx, &row, selectContact, chat.Channel, chat.ID)
	})
	switch {
	case errors.Is(err, ErrNotFound):
		err = db.update(ctx, "note contact", func(t *tx) error {
			added, err := t.exec(ctx, insertContact, chat.Channel, chat.ID, now, now)
			first = added > 0
			return err
		})
		return first, err
	case err != nil:
		return false, err
	case row.First == now:
		return true, nil
	case at.Before(fromMillis(row.Seen).AddDate(0, 0, contactRefreshDays)):
		return false, nil
	}
	return false, db.update(ctx, "note contact", func(t *tx) error {
		_, err := t.exec(ctx, refreshContact, now, chat.Channel, chat.ID, now)
		return err
	})
}

// moveContacts lets the chat that got another identifier keep what it was told.
func moveContacts(ctx context.Context, t *tx, channel, from, to string) error {
	if _, err := t.exec(ctx, dropMovedContact, channel, from, channel, to); err != nil {
		return err
	}
	_, err := t.exec(ctx, moveContact, to, channel, from)
	return err
}

// expirePeople deletes codes that nobody can use any more and chats that were silent for contactMonths.
func expirePeople(ctx context.Context, t *tx) (deleted int64, err error) {
	codes, err := t.exec(ctx, deleteOldCodes, t.now.UnixMilli(), t.now.Add(-usedCodeKept).UnixMilli())
	if err != nil {
		return 0, err
	}
	contacts, err := t.exec(ctx, deleteOldContacts, t.now.AddDate(0, -contactMonths, 0).UnixMilli())
	return codes + contacts, err
}
