package store

import (
	"context"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const (
	selectLastTold = `
SELECT ` + deliveryColumns + ` FROM delivery
WHERE subscriber = ? AND status = 'sent' AND (purpose = 'daily' OR purpose LIKE 'daily:%')
  AND EXISTS (SELECT 1 FROM reminder r WHERE r.delivery_id = delivery.id AND r.milestone <> '')
ORDER BY sent_at DESC, id DESC LIMIT 1`

	// Ended Work is nobody's to acknowledge any more, and it would make the list longer every day.
	selectUnacknowledged = `
SELECT r.subscriber, r.key, r.kind, r.day, r.task, r.milestone, r.agency, r.work_due, r.due, r.step, r.detail FROM reminder r
WHERE r.kind = 'step'
  AND EXISTS (SELECT 1 FROM delivery d WHERE d.id = r.delivery_id AND d.status = 'sent' AND d.sent_at < ?)
  AND EXISTS (SELECT 1 FROM subscriber s WHERE s.id = r.subscriber)
  AND EXISTS (SELECT 1 FROM register_milestone m JOIN register_task k ON k.id = m.task
        WHERE m.id = r.milestone AND m.gone = '' AND k.gone = '')
  AND NOT EXISTS (SELECT 1 FROM progress p WHERE p.milestone = r.milestone AND p.agency = r.agency AND p.due = r.work_due
        AND (p.seen_at <> 0 OR p.state IN ('done', 'cancelled')))
ORDER BY r.id`
)

// LastTold returns the newest daily delivery that went out to the chat and told of Work, with its Reminders in the order
// in which they were planned; ErrUnknown of package reminders when there is none.
func (db *DB) LastTold(ctx context.Context, chat reminders.Chat) (reminders.Delivery, error) {
	var last reminders.Delivery
	err := db.view(ctx, "read what was told last", func(t *tx) error {
		s, err := readChat(ctx, t, chat)
		if err != nil {
			return err
		}
		rows := make([]deliveryRow, 1)
		if err := t.get(ctx, &rows[0], selectLastTold, s.ID); err != nil {
			return unknown("delivery", err)
		}
		all, err := withReminders(ctx, t, rows)
		if err == nil {
			last = all[0]
		}
		return err
	})
	return last, err
}

// Unacknowledged returns the steps that were sent on or before a day, oldest first, and that nobody has acknowledged.
// Left out is Work that has ended or is gone, and what was told to subscribers that are no more.
func (db *DB) Unacknowledged(ctx context.Context, sentThrough viet.Date) ([]reminders.Reminder, error) {
	var all []reminders.Reminder
	err := db.view(ctx, "read what is unacknowledged", func(t *tx) error {
		rows, err := t.sqlx.QueryContext(ctx, t.sqlx.Rebind(selectUnacknowledged), sentThrough.AddDays(1).Time().UnixMilli())
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() { // there may be many: in their order, not by name
			var r reminderRow
			if err := rows.Scan(&r.Subscriber, &r.Key, &r.Kind, &r.Day, &r.Task, &r.Milestone, &r.Agency, &r.WorkDue, &r.Due,
				&r.Step, &r.Detail); err != nil {
				return err
			}
			all = append(all, r.reminder())
		}
		return rows.Err()
	})
	return all, err
}
