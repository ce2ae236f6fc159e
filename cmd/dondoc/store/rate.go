package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const (
	// The slots follow the last one booked, or begin now when that is past or was booked by a clock since put back.
	bookChannel = `
INSERT INTO send_rate (channel, next_at, booked_at, month, used) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (channel) DO UPDATE SET
    next_at = CASE WHEN send_rate.booked_at > ? OR send_rate.next_at < ? THEN ? ELSE send_rate.next_at END + ?,
    booked_at = excluded.booked_at,
    used = CASE WHEN send_rate.month = excluded.month THEN send_rate.used ELSE 0 END + excluded.used,
    month = excluded.month
WHERE CASE WHEN send_rate.month = excluded.month THEN send_rate.used ELSE 0 END + excluded.used <= ?
RETURNING next_at`

	bookChat = `
INSERT INTO chat_rate (channel, chat, next_at, booked_at) VALUES (?, ?, ?, ?)
ON CONFLICT (channel, chat) DO UPDATE SET next_at = excluded.next_at, booked_at = excluded.booked_at
WHERE chat_rate.next_at <= ? OR chat_rate.booked_at > ?
RETURNING next_at`

	selectChatRate = `SELECT next_at FROM chat_rate WHERE channel = ? AND chat = ?`

	countMessage = `
INSERT INTO send_rate (channel, next_at, booked_at, month, used) VALUES (?, ?, ?, ?, 1)
ON CONFLICT (channel) DO UPDATE SET
    used = CASE WHEN send_rate.month = excluded.month THEN send_rate.used ELSE 0 END + 1, month = excluded.month
RETURNING used`

	selectCount = `SELECT coalesce(max(used), 0) FROM send_rate WHERE channel = ? AND month = ?`

	// monthCount behind a channel's name is the row of its CountMessage.
	monthCount = ":month"

	// clockSkew is how far the clocks of two copies may differ. What was booked later than that from now is nonsense.
	clockSkew = time.Minute

	noQuota = 1 << 40 // more than any month sees
)

// Reserve books n sends on a channel over all copies of the program, and returns when the first may go out; the others
// follow at 1/PerSecond. Without a PerSecond they may go out at once. It fails with ErrQuota of package reminders, and
// books nothing, when they are more than what is left of the calendar month in Hanoi without the MonthMargin: whoever
// answers people passes none.
func (db *DB) Reserve(ctx context.Context, channel string, l reminders.Limits, n int) (time.Time, error) {
	var first time.Time
	err := db.update(ctx, "reserve sends", func(t *tx) error {
		if err := checkText("a channel's name", channel); err != nil {
			return err
		}
		if n <= 0 {
			return fmt.Errorf("%w: no sends to reserve", ErrInvalid)
		}
		quota := noQuota
		if l.PerMonth > 0 {
			quota = l.PerMonth - l.MonthMargin
		}
		if n > quota {
			return reminders.ErrQuota
		}
		span := int64(0)
		if l.PerSecond > 0 { // rounded up: the limit is a limit
			span = (int64(n)*time.Second.Milliseconds() + int64(l.PerSecond) - 1) / int64(l.PerSecond)
		}
		now, month := t.now.UnixMilli(), iso(viet.DateOf(t.now))[:len("2023-05")]
		var next int64
		err := t.get(ctx, &next, bookChannel, channel, now+span, now, month, n,
			t.now.Add(clockSkew).UnixMilli(), now, now, span, quota)
		if errors.Is(err, sql.ErrNoRows) {
			return reminders.ErrQuota
		}
		first = fromMillis(next - span)
		return err
	})
	return first, err
}

// ReserveChat books a chat for one send now, over all copies of the program, and returns the zero time; the chat is then
// taken for spacing. When it is taken already, nothing is booked and the time is returned at which it is free.
func (db *DB) ReserveChat(ctx context.Context, chat reminders.Chat, spacing time.Duration) (time.Time, error) {
	var free time.Time
	err := db.update(ctx, "reserve send to chat", func(t *tx) error {
		if err := checkPerson(reminders.Person{Chat: chat}); err != nil {
			return err
		}
		now := t.now.UnixMilli()
		var next int64
		err := t.get(ctx, &next, bookChat, chat.Channel, chat.ID, now+max(spacing, 0).Milliseconds(), now,
			now, t.now.Add(clockSkew).UnixMilli())
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err := t.get(ctx, &next, selectChatRate, chat.Channel, chat.ID); err != nil {
			return err
		}
		free = fromMillis(next)
		return nil
	})
	return free, err
}

// CountMessage notes one message more of a channel in a calendar month, "2026-11", and returns how many that makes over
// all copies of the program. It is a count of its own beside Reserve: answers and reminders alike.
func (db *DB) CountMessage(ctx context.Context, channel, month string) (used int, err error) {
	err = db.update(ctx, "count a message", func(t *tx) error {
		if err := checkText("a channel's name", channel); err != nil {
			return err
		}
		return t.get(ctx, &used, countMessage, channel+monthCount, t.now.UnixMilli(), t.now.UnixMilli(), month)
	})
	return used, err
}

// CountedMessages returns what CountMessage has counted of a channel in a month.
func (db *DB) CountedMessages(ctx context.Context, channel, month string) (used int, err error) {
	err = db.view(ctx, "read counted messages", func(t *tx) error {
		return t.get(ctx, &used, selectCount, channel+monthCount, month)
	})
	return used, err
}
