package store

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/jmoiron/sqlx"

	"dondoc/reminders"
)

const (
	deliveryColumns = `
id, subscriber, channel, chat, purpose, day, due_at, until_at, status, attempts, unknown, part, parts, next_at, reason, sent_at`

	selectReminders = `
SELECT delivery_id, subscriber, key, kind, day, task, milestone, agency, work_due, due, step, detail FROM reminder
WHERE delivery_id IN (?) ORDER BY id`

	// The cast tells PostgreSQL what the placeholder is.
	logDeliveriesAs = `
INSERT INTO delivery_log (delivery_id, logged_at, status, part, attempts, unknown, owner, reason)
SELECT id, CAST(? AS BIGINT), status, part, attempts, unknown, '', CAST(? AS TEXT) FROM delivery WHERE id IN (?) ORDER BY id`

	lockUnsentDeliveries = `
SELECT id FROM delivery WHERE subscriber = ? AND status IN ('waiting', 'claimed', 'sending', 'paused') ORDER BY id`
)

type deliveryRow struct {
	ID         int64            `db:"id"`
	Subscriber int64            `db:"subscriber"`
	Channel    string           `db:"channel"`
	Chat       string           `db:"chat"`
	Purpose    string           `db:"purpose"`
	Day        dayColumn        `db:"day"`
	DueAt      int64            `db:"due_at"`
	UntilAt    int64            `db:"until_at"`
	Status     reminders.Status `db:"status"`
	Attempts   int              `db:"attempts"`
	Unknown    int              `db:"unknown"`
	Part       int              `db:"part"`
	Parts      []byte           `db:"parts"`
	NextAt     int64            `db:"next_at"`
	Reason     string           `db:"reason"`
	SentAt     int64            `db:"sent_at"`
}

func (r *deliveryRow) delivery() (reminders.Delivery, error) {
	parts, err := decodeParts(r.Parts)
	return reminders.Delivery{
		ID: r.ID, Subscriber: r.Subscriber, Channel: r.Channel, Chat: r.Chat, Purpose: r.Purpose, Day: r.Day.Date,
		DueAt: fromMillis(r.DueAt), Until: fromMillis(r.UntilAt), Status: r.Status, Attempts: r.Attempts,
		Unknown: r.Unknown, Part: r.Part, Parts: parts, NextAt: fromMillis(r.NextAt), Reason: r.Reason, SentAt: fromMillis(r.SentAt),
	}, err
}

// encodeParts returns what is stored of the parts of a message: NULL when there are none yet.
func encodeParts(parts [][]byte) (any, error) {
	if parts == nil {
		return nil, nil
	}
	return json.Marshal(parts)
}

func decodeParts(stored []byte) (parts [][]byte, err error) {
	if len(stored) > 0 {
		err = json.Unmarshal(stored, &parts)
	}
	return parts, err
}

type reminderRow struct {
	Delivery   int64          `db:"delivery_id"`
	Subscriber int64          `db:"subscriber"`
	Key        string         `db:"key"`
	Kind       reminders.Kind `db:"kind"`
	Day        dayColumn      `db:"day"`
	Task       string         `db:"task"`
	Milestone  string         `db:"milestone"`
	Agency     string         `db:"agency"`
	WorkDue    dayColumn      `db:"work_due"`
	Due        dayColumn      `db:"due"`
	Step       string         `db:"step"`
	Detail     string         `db:"detail"`
}

func (r *reminderRow) reminder() reminders.Reminder {
	return reminders.Reminder{
		Key: r.Key, Subscriber: r.Subscriber, Kind: r.Kind, Day: r.Day.Date, Task: r.Task,
		Work: reminders.Work{Milestone: r.Milestone, Agency: r.Agency, Due: r.WorkDue.Date},
		Due:  r.Due.Date, Step: r.Step, Detail: r.Detail,
	}
}

// withReminders makes Deliveries of rows, each with its Reminders in the order in which they were planned.
func withReminders(ctx context.Context, t *tx, rows []deliveryRow) ([]reminders.Delivery, error) {
	deliveries := make([]reminders.Delivery, len(rows))
	index := make(map[int64]int, len(rows))
	ids := make([]int64, len(rows))
	for i := range rows {
		var err error
		if deliveries[i], err = rows[i].delivery(); err != nil {
			return nil, err
		}
		ids[i], index[rows[i].ID] = rows[i].ID, i
	}
	for some := range slices.Chunk(ids, mostHashes) {
		query, args, err := sqlx.In(selectReminders, some)
		if err != nil {
			return nil, err
		}
		var told []reminderRow
		if err := t.list(ctx, &told, query, args...); err != nil {
			return nil, err
		}
		for i := range told {
			d := &deliveries[index[told[i].Delivery]]
			d.Reminders = append(d.Reminders, told[i].reminder())
		}
	}
	return deliveries, nil
}

// logDeliveries writes into the log how deliveries stand now, and why.
func logDeliveries(ctx context.Context, t *tx, ids []int64, reason string) error {
	return t.inChunks(ctx, logDeliveriesAs, []any{t.now.UnixMilli(), reason}, ids)
}

// lockUnsent returns the ids of a subscriber's unsent deliveries, which nobody else can claim any more.
func lockUnsent(ctx context.Context, t *tx, subscriber int64) ([]int64, error) {
	var ids []int64
	err := t.list(ctx, &ids, t.locking(lockUnsentDeliveries, rowLock), subscriber)
	return ids, err
}
