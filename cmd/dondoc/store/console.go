package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dondoc/reminders"
)

const (
	// The parts are left out: they are what the channel made of the message, and may be large.
	selectLedger = `
SELECT id, subscriber, channel, chat, purpose, day, due_at, until_at, status, attempts, unknown, part, next_at, reason, sent_at
FROM delivery`

	lockDelivery = `SELECT ` + deliveryColumns + ` FROM delivery WHERE id = ?`

	retryDelivery = `
UPDATE delivery SET status = 'waiting', reason = '', attempts = 0, unknown = CASE WHEN unknown > 0 THEN 1 ELSE 0 END, part = ?, parts = ?, next_at = ?, until_at = ?
WHERE id = ?`

	selectDeliveryLog = `
SELECT logged_at, status, part, attempts, unknown, owner, reason FROM delivery_log WHERE delivery_id = ? ORDER BY id`
)

// mostDeliveries is how many Deliveries returns when it is given no limit.
const mostDeliveries = 100

// reasonRetried is written into the log of a delivery that somebody wants tried again, for people.
const reasonRetried = "được yêu cầu gửi lại"

// DeliveryFilter says which deliveries are wanted. A field that is zero wants all.
type DeliveryFilter struct {
	Status  []reminders.Status
	Channel string
	Since   time.Time // due then or later
	Limit   int       // 100 if zero
}

// Deliveries returns the deliveries that the filter wants, newest first, with their Reminders but without their Parts.
func (db *DB) Deliveries(ctx context.Context, f DeliveryFilter) ([]reminders.Delivery, error) {
	var conditions []string
	var args []any
	if len(f.Status) > 0 {
		conditions = append(conditions, `status IN (?`+strings.Repeat(`, ?`, len(f.Status)-1)+`)`)
		for _, s := range f.Status {
			args = append(args, string(s))
		}
	}
	if f.Channel != "" {
		conditions, args = append(conditions, `channel = ?`), append(args, f.Channel)
	}
	if !f.Since.IsZero() {
		conditions, args = append(conditions, `due_at >= ?`), append(args, f.Since.UnixMilli())
	}
	query := selectLedger
	if len(conditions) > 0 {
		query += ` WHERE ` + strings.Join(conditions, ` AND `)
	}
	if f.Limit <= 0 {
		f.Limit = mostDeliveries
	}
	var deliveries []reminders.Delivery
	err := db.view(ctx, "list deliveries", func(t *tx) error {
		if err := checkText("a channel's name", f.Channel); err != nil {
			return err
		}
		var rows []deliveryRow
		if err := t.list(ctx, &rows, query+` ORDER BY id DESC LIMIT ?`, append(args, f.Limit)...); err != nil {
			return err
		}
		var err error
		deliveries, err = withReminders(ctx, t, rows)
		return err
	})
	return deliveries, err
}

// Retry lets a delivery that is dead or paused wait once more, as if it had not been tried, except that one that may have
// arrived is still told as a repetition; of one that is partly out only the rest goes. One that had an end to its day may go until the end of today, or if that is past in the hours of
// tomorrow. An unknown delivery is ErrUnknown of package reminders; ErrConflict is one that is neither dead nor paused,
// whose subscriber is paused (Resume it), or whose subscriber is no more.
func (db *DB) Retry(ctx context.Context, id int64) error {
	return db.update(ctx, "retry delivery", func(t *tx) error {
		var d deliveryRow
		if err := t.get(ctx, &d, t.locking(lockDelivery, rowLock), id); err != nil {
			return unknown("delivery", err)
		}
		if d.Status != reminders.StatusDead && d.Status != reminders.StatusPaused {
			return fmt.Errorf("%w: the delivery is neither dead nor paused", reminders.ErrConflict)
		}
		s, err := readSubscriber(ctx, t, d.Subscriber)
		switch {
		case isUnknown(err):
			return fmt.Errorf("%w: its subscriber is no more", reminders.ErrConflict)
		case err != nil:
			return err
		case s.Paused != "":
			return fmt.Errorf("%w: its subscriber is paused", reminders.ErrConflict)
		}
		next, until := t.now, time.Time{}
		if d.UntilAt != 0 {
			next, until = nextHours(t, s.Rule)
		}
		var parts any
		part := 0
		if d.Part > 0 && len(d.Parts) > 0 { // else all of it is composed anew
			part, parts = d.Part, d.Parts
		}
		if _, err := t.exec(ctx, retryDelivery, part, parts, next.UnixMilli(), toMillis(until), id); err != nil {
			return err
		}
		if err := logDeliveries(ctx, t, []int64{id}, reasonRetried); err != nil {
			return err
		}
		return t.audit(ctx, "delivery.retry", fmt.Sprintf("tin %d, nơi nhận %d", id, d.Subscriber),
			deliveryImage{string(d.Status), d.Reason}, deliveryImage{Status: string(reminders.StatusWaiting)})
	})
}

// nextHours returns from when to when one may next write by a Rule.
func nextHours(t *tx, r reminders.Rule) (from, until time.Time) {
	today := r.Today(t.now)
	if until := r.Until(today); t.now.Before(until) {
		return t.now, until
	}
	tomorrow := today.AddDays(1)
	return r.Moment(tomorrow), r.Until(tomorrow)
}

// nextMoment is when one may next write by a Rule: not before the day's moment, and not after its end.
func nextMoment(t *tx, r reminders.Rule) time.Time {
	from, _ := nextHours(t, r)
	if moment := r.Moment(r.Today(from)); from.Before(moment) {
		return moment
	}
	return from
}

// DeliveryEntry is one row of a delivery's log: how it stood after a step, and why.
type DeliveryEntry struct {
	At       time.Time
	Status   reminders.Status
	Part     int
	Attempts int
	Unknown  int
	Owner    string // who had claimed it; "" when nobody had to
	Reason   string
}

// DeliveryLog returns what became of a delivery, oldest first. An unknown one has no log.
func (db *DB) DeliveryLog(ctx context.Context, id int64) ([]DeliveryEntry, error) {
	var rows []struct {
		At       int64            `db:"logged_at"`
		Status   reminders.Status `db:"status"`
		Part     int              `db:"part"`
		Attempts int              `db:"attempts"`
		Unknown  int              `db:"unknown"`
		Owner    string           `db:"owner"`
		Reason   string           `db:"reason"`
	}
	err := db.view(ctx, "read delivery log", func(t *tx) error {
		return t.list(ctx, &rows, selectDeliveryLog, id)
	})
	entries := make([]DeliveryEntry, len(rows))
	for i, r := range rows {
		entries[i] = DeliveryEntry{fromMillis(r.At), r.Status, r.Part, r.Attempts, r.Unknown, r.Owner, r.Reason}
	}
	return entries, err
}
