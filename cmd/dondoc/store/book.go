package store

import (
	"context"
	"time"

	"dondoc/reminders"
)

const (
	selectSetting = `SELECT value FROM setting WHERE key = ?`
	updateSetting = `UPDATE setting SET value = ? WHERE key = ?`
	countRevision = `UPDATE setting SET value = value + 1 WHERE key = ?`

	settingRevision = "revision"
	settingSending  = "sending_from"

	// recentDays is how long Everything tells of changes and of decided extensions: a chat that was out of reach for
	// weeks still hears of them.
	recentDays = 92
)

// rowLock makes a SELECT hold its rows until the end of the transaction. SQLite has one writer and needs none.
const rowLock = " FOR NO KEY UPDATE"

func (t *tx) locking(query, lock string) string {
	if t.sqlx.DriverName() == "postgres" {
		return query + lock
	}
	return query
}

// change is update for what Everything holds. If do reports that it changed some of it, the Revision counts up in the
// same transaction.
//
// Changes wait for each other from their beginning, so they cannot block each other halfway. What only moves in the
// ledger (Claim, Begin, Record, Retry, Expire) does not wait here, and makes no circle with a change. Begin, Record and
// Retry lock one delivery, Expire only what no change touches, in the order of ids, and Claim passes over what is locked. Of reminders, SavePlan and post insert theirs before they lock deliveries, but nothing outside of changes
// inserts the same keys. The word to the secretariats, which Record inserts too, is the last that anybody locks, always
// in the same order.
func (db *DB) change(ctx context.Context, action string, do func(*tx) (bool, error)) error {
	return db.update(ctx, action, func(t *tx) error {
		var revision int64
		if err := t.get(ctx, &revision, t.locking(selectSetting, rowLock), settingRevision); err != nil {
			return err
		}
		changed, err := do(t)
		if err != nil || !changed {
			return err
		}
		_, err = t.exec(ctx, countRevision, settingRevision)
		return err
	})
}

// Revision counts the changes of what Everything holds, but for Subscriber.PlannedThrough: that moves with the ledger.
func (db *DB) Revision(ctx context.Context) (int64, error) {
	var revision int64
	err := db.view(ctx, "read revision", func(t *tx) error {
		return t.get(ctx, &revision, selectSetting, settingRevision)
	})
	return revision, err
}

// SendingFrom returns since when reminders are sent; zero while sending is off, as it is at first.
func (db *DB) SendingFrom(ctx context.Context) (time.Time, error) {
	var from int64
	err := db.view(ctx, "read sending", func(t *tx) error {
		return t.get(ctx, &from, selectSetting, settingSending)
	})
	return fromMillis(from), err
}

// SetSending switches the sending of reminders on from a moment, or with the zero time off.
func (db *DB) SetSending(ctx context.Context, from time.Time) error {
	return db.change(ctx, "set sending", func(t *tx) (bool, error) {
		var was int64
		if err := t.get(ctx, &was, selectSetting, settingSending); err != nil {
			return false, err
		}
		if _, err := t.exec(ctx, updateSetting, toMillis(from), settingSending); err != nil {
			return false, err
		}
		action := "sending.on"
		if from.IsZero() {
			action = "sending.off"
		}
		return true, t.audit(ctx, action, "gửi nhắc việc", sendingImage{moment(fromMillis(was))}, sendingImage{moment(from)})
	})
}

// Everything reads all that planning and composing need, at one moment: Tasks in the order in which they came, with
// those that are gone, Changes and decided Extensions of the last three months, Progress in no order, the rest by id or day.
func (db *DB) Everything(ctx context.Context) (reminders.Everything, error) {
	var all reminders.Everything
	err := db.view(ctx, "read everything", func(t *tx) (err error) {
		var from int64
		since := t.today().AddDays(-recentDays)
		for _, read := range []func() error{
			func() error { return t.get(ctx, &all.Revision, selectSetting, settingRevision) },
			func() error { return t.get(ctx, &from, selectSetting, settingSending) },
			func() error { all.Tasks, err = readTasks(ctx, t); return err },
			func() error { all.Progress, err = readAllProgress(ctx, t); return err },
			func() error { all.Boards, err = readBoards(ctx, t); return err },
			func() error {
				all.Subscribers, err = readSubscribers(ctx, t, selectSubscribers+` ORDER BY id`)
				return err
			},
			func() error { all.Extensions, err = readRecentExtensions(ctx, t, since); return err },
			func() error { all.Changes, err = readChanges(ctx, t, since); return err },
			func() error { all.Days, err = readHolidays(ctx, t); return err },
		} {
			if err := read(); err != nil {
				return err
			}
		}
		all.SendingFrom = fromMillis(from)
		return nil
	})
	return all, err
}
