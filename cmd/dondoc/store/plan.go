package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const (
	insertReminder = `
INSERT INTO reminder (subscriber, channel, key, kind, day, task, milestone, agency, work_due, due, step, detail) VALUES `
	insertReminderOnce = ` ON CONFLICT (subscriber, channel, key) DO NOTHING RETURNING id`
	reminderColumns    = 12
	reminderRows       = 500 // a statement

	// What of a subscriber's other days is unsent, and the delivery of the day itself, by id: see change.
	selectDaily = `
SELECT id, day, due_at, until_at, next_at, status, unknown, part, lease_until FROM delivery WHERE id IN (
    SELECT id FROM delivery WHERE subscriber = ? AND status IN ('waiting', 'claimed', 'sending', 'paused')
        AND purpose = 'daily' AND day <> ?
    UNION ALL
    SELECT id FROM delivery WHERE channel = ? AND chat = ? AND day = ? AND purpose = ?
) ORDER BY id`

	selectUnattached = `SELECT id FROM reminder WHERE subscriber = ? AND delivery_id IS NULL AND day >= '' ORDER BY id`
	carryReminders   = `UPDATE reminder SET delivery_id = ? WHERE delivery_id IN (?)`

	// What was planned for days that are still to come, by a clock that has since been put back: it is planned again
	// when its day comes.
	unplanReminders = `DELETE FROM reminder WHERE day > ? AND delivery_id IN (?)`

	attachReminders = `UPDATE reminder SET delivery_id = ? WHERE id IN (?)`

	insertDelivery = `
INSERT INTO delivery (subscriber, channel, chat, purpose, day, due_at, until_at, status, attempts, unknown, part, next_at, reason, sent_at, owner, lease_until)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, 0, '', 0) RETURNING id`

	mergeDeliveries = `UPDATE delivery SET status = 'merged', reason = ?, owner = '', lease_until = 0, parts = NULL WHERE id IN (?)`
	postpone        = `
UPDATE delivery SET due_at = ?, until_at = ?, status = CASE WHEN status = 'paused' THEN ? ELSE status END WHERE id IN (?)`
	refillDelivery = `
UPDATE delivery SET due_at = ?, until_at = ?, next_at = ?, status = ?, reason = ?, parts = NULL, owner = '', lease_until = 0
WHERE id = ?`
	recordPlanned = `UPDATE subscriber SET planned_through = ? WHERE id = ?`

	selectWaiting = `
SELECT s.id FROM subscriber s
WHERE EXISTS (SELECT 1 FROM delivery d WHERE d.subscriber = s.id AND d.status IN ('waiting', 'claimed', 'sending', 'paused')
        AND d.purpose = 'daily' AND d.day < ?)
    OR EXISTS (SELECT 1 FROM reminder r WHERE r.subscriber = s.id AND r.delivery_id IS NULL AND r.day < ?)
ORDER BY s.id`
)

// reasonMerged is why a delivery ended, for people.
const reasonMerged = "gộp vào tin của ngày sau"

// longestLease is more than any lease. One that ends later was written by a clock that has since been put back.
const longestLease = 15 * time.Minute

// dailyRow is what SavePlan has to know of a delivery.
type dailyRow struct {
	ID         int64            `db:"id"`
	Day        dayColumn        `db:"day"`
	DueAt      int64            `db:"due_at"`
	UntilAt    int64            `db:"until_at"`
	NextAt     int64            `db:"next_at"`
	Status     reminders.Status `db:"status"`
	Unknown    int              `db:"unknown"`
	Part       int              `db:"part"`
	LeaseUntil int64            `db:"lease_until"`
}

// held reports whether somebody is at work on the delivery.
func (r *dailyRow) held(now time.Time) bool {
	return (r.Status == reminders.StatusClaimed || r.Status == reminders.StatusSending) &&
		r.LeaseUntil > now.UnixMilli() && r.LeaseUntil <= now.Add(longestLease).UnixMilli()
}

// untouched reports whether nothing of an unsent delivery is out, and nobody is at work on it.
func (r *dailyRow) untouched(now time.Time) bool {
	switch r.Status {
	case reminders.StatusWaiting, reminders.StatusPaused, reminders.StatusClaimed:
		return r.Part == 0 && r.Unknown == 0 && !r.held(now)
	}
	return false
}

// SavePlan adds the Reminders whose key is new for the subscriber and returns how many those are.
//
// Those of a daily Plan go into the delivery of its day, with all that waits unattached, and with the reminders of the
// subscriber's earlier daily deliveries of which nothing is out (these end as merged). If the day's delivery is under
// way or has ended, all stays where it is until the next SavePlan. An earlier delivery of which something is out, or
// may be, moves into the hours of the Plan's day and is sent to its end by itself. A day's delivery that is still
// untouched takes over the Plan's times and is composed anew. For a paused subscriber the delivery is paused.
//
// An untouched delivery of a day far ahead was planned by a clock that has since been put back. It is merged too; what
// it tells of days to come is planned again when they come.
//
// A daily Plan marks the subscriber as planned through its day. A Plan with another Purpose makes a message of its own
// of what is new. Saving a Plan again changes nothing, and two copies may do so at once. An unknown subscriber is
// ErrUnknown of package reminders; a Plan without a day, or a Reminder without a key, is ErrInvalid.
func (db *DB) SavePlan(ctx context.Context, p reminders.Plan) (int, error) {
	var added []int64
	// Only the ledger changes, and PlannedThrough with it: the Revision stays.
	err := db.change(ctx, "save plan", func(t *tx) (bool, error) {
		if err := checkPlan(p); err != nil {
			return false, err
		}
		s, err := readSubscriber(ctx, t, p.Subscriber)
		if err != nil {
			return false, err
		}
		if added, err = insertReminders(ctx, t, s.ID, s.Channel, p.Reminders); err != nil {
			return false, err
		}
		if p.Purpose != reminders.PurposeDaily {
			return false, attachTo(ctx, t, s, p, added)
		}
		if err := fillDay(ctx, t, s, p); err != nil || !s.PlannedThrough.Before(p.Day) && !farAhead(p.Day, s.PlannedThrough) {
			return false, err
		}
		_, err = t.exec(ctx, recordPlanned, iso(p.Day), s.ID)
		return false, err
	})
	if err != nil {
		return 0, err
	}
	return len(added), nil
}

// farAhead reports whether a day lies so long after today that no clock of another copy that is right has come to it.
func farAhead(today, day viet.Date) bool { return today.AddDays(1).Before(day) }

func checkPlan(p reminders.Plan) error {
	if err := checkDay(p.Day); err != nil {
		return err
	}
	if err := checkText("a plan's purpose", p.Purpose); err != nil || p.Purpose == "" {
		return errors.Join(err, fmt.Errorf("%w: a plan without a purpose", ErrInvalid))
	}
	for i := range p.Reminders {
		if err := checkText("a reminder's key", p.Reminders[i].Key); err != nil {
			return err
		}
		if p.Reminders[i].Key == "" {
			return fmt.Errorf("%w: a reminder without a key", ErrInvalid)
		}
	}
	return nil
}

// insertReminders inserts what is new, unattached, and returns its ids in the order given.
func insertReminders(ctx context.Context, t *tx, subscriber int64, channel string, all []reminders.Reminder) ([]int64, error) {
	var added []int64
	for some := range slices.Chunk(all, reminderRows) {
		args := make([]any, 0, len(some)*reminderColumns)
		for i := range some {
			r := &some[i]
			args = append(args, subscriber, channel, r.Key, string(r.Kind), iso(r.Day), cleanText(r.Task),
				cleanText(r.Work.Milestone), cleanText(r.Work.Agency), iso(r.Work.Due), iso(r.Due), cleanText(r.Step), cleanText(r.Detail))
		}
		var ids []int64
		if err := t.list(ctx, &ids, insertReminder+rowsOf(len(some), reminderColumns)+insertReminderOnce, args...); err != nil {
			return nil, err
		}
		added = append(added, ids...)
	}
	return added, nil
}

// inChunks executes a query whose last placeholder is a list of ids.
func (t *tx) inChunks(ctx context.Context, query string, args []any, ids []int64) error {
	for some := range slices.Chunk(ids, mostHashes) {
		expanded, values, err := sqlx.In(query, append(slices.Clone(args), some)...)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, expanded, values...); err != nil {
			return err
		}
	}
	return nil
}

// fillDay brings together in the day's delivery what the subscriber has not been told.
func fillDay(ctx context.Context, t *tx, s reminders.Subscriber, p reminders.Plan) error {
	others, target, err := lockDaily(ctx, t, s, p)
	if err != nil {
		return err
	}
	var carried, delayed, ahead []int64
	for i := range others {
		switch r := &others[i]; {
		case farAhead(p.Day, r.Day.Date) && r.untouched(t.now):
			carried, ahead = append(carried, r.ID), append(ahead, r.ID)
		case p.Day.Before(r.Day.Date): // of a copy for which the day has already begun
		case r.untouched(t.now):
			carried = append(carried, r.ID)
		case !r.held(t.now) && r.UntilAt < toMillis(p.Until):
			delayed = append(delayed, r.ID)
		}
	}
	if err := t.inChunks(ctx, postpone, []any{toMillis(p.DueAt), toMillis(p.Until), string(statusFor(s))}, delayed); err != nil {
		return err
	}
	if target != nil && !target.untouched(t.now) {
		return nil
	}
	if err := t.inChunks(ctx, unplanReminders, []any{iso(p.Day)}, ahead); err != nil {
		return err
	}
	var unattached []int64
	if err := t.list(ctx, &unattached, selectUnattached, s.ID); err != nil {
		return err
	}
	if len(unattached)+len(carried) == 0 && (target == nil || target.planned(s, p)) {
		return nil
	}
	id, err := openDelivery(ctx, t, s, p, target)
	if err != nil {
		return err
	}
	if err := t.inChunks(ctx, attachReminders, []any{id}, unattached); err != nil {
		return err
	}
	if err := t.inChunks(ctx, carryReminders, []any{id}, carried); err != nil {
		return err
	}
	if err := t.inChunks(ctx, mergeDeliveries, []any{reasonMerged}, carried); err != nil {
		return err
	}
	return logDeliveries(ctx, t, carried, reasonMerged)
}

// lockDaily returns the subscriber's unsent deliveries of other days, and the one of the Plan's day or nil.
func lockDaily(ctx context.Context, t *tx, s reminders.Subscriber, p reminders.Plan) (others []dailyRow, target *dailyRow, err error) {
	var rows []dailyRow
	day := iso(p.Day)
	err = t.list(ctx, &rows, t.locking(selectDaily, rowLock), s.ID, day, s.Channel, s.Chat, day, p.Purpose)
	for i := range rows {
		if rows[i].Day.Date == p.Day {
			target = &rows[i]
		} else {
			others = append(others, rows[i])
		}
	}
	return others, target, err
}

// statusFor is where a new delivery of the subscriber stands.
func statusFor(s reminders.Subscriber) reminders.Status {
	if s.Paused != "" {
		return reminders.StatusPaused
	}
	return reminders.StatusWaiting
}

// planned reports whether an untouched delivery stands as the Plan wants it.
func (r *dailyRow) planned(s reminders.Subscriber, p reminders.Plan) bool {
	return r.Status == statusFor(s) && r.DueAt == toMillis(p.DueAt) && r.UntilAt == toMillis(p.Until)
}

// openDelivery returns the id of the Plan's delivery. One that is there already must be untouched; it gets the Plan's
// times and is to be composed anew. It does not become due later, unless at a time that is still to come, and goes on
// waiting for what it waits for.
func openDelivery(ctx context.Context, t *tx, s reminders.Subscriber, p reminders.Plan, there *dailyRow) (id int64, err error) {
	status, due, until := string(statusFor(s)), toMillis(p.DueAt), toMillis(p.Until)
	if there != nil && due > there.DueAt && due <= t.now.UnixMilli() {
		due = there.DueAt // planned anew in the course of the day
	}
	if there == nil {
		err = t.get(ctx, &id, insertDelivery, s.ID, s.Channel, s.Chat, p.Purpose, iso(p.Day), due, until, status, due, s.Paused)
		return id, err
	}
	next := due
	if there.NextAt > there.DueAt { // a channel has asked for patience, or is being tried again
		next = max(due, there.NextAt)
	}
	_, err = t.exec(ctx, refillDelivery, due, until, next, status, s.Paused, there.ID)
	return there.ID, err
}

// attachTo puts reminders just inserted into a message of their own. If that one is under way already they stay
// unattached, and go into the next daily one.
func attachTo(ctx context.Context, t *tx, s reminders.Subscriber, p reminders.Plan, added []int64) error {
	if len(added) == 0 {
		return nil
	}
	_, target, err := lockDaily(ctx, t, s, p)
	if err != nil || target != nil && !target.untouched(t.now) {
		return err
	}
	id, err := openDelivery(ctx, t, s, p, target)
	if err != nil {
		return err
	}
	return t.inChunks(ctx, attachReminders, []any{id}, added)
}

// Waiting returns the subscribers, by id, for whom something planned before a day is unsent: in a daily delivery, be it
// paused, or unattached.
func (db *DB) Waiting(ctx context.Context, before viet.Date) ([]int64, error) {
	var ids []int64
	err := db.view(ctx, "read who waits", func(t *tx) error {
		return t.list(ctx, &ids, selectWaiting, iso(before), iso(before))
	})
	return ids, err
}
