package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"dondoc/reminders"
)

const (
	// The channel is made an expression, or SQLite would go through all that was ever sent on it, rather than through what
	// is open. A lease that ends too far in the future was written by a clock since put back.
	selectDue = `
SELECT d.id, d.status FROM delivery d JOIN subscriber s ON s.id = d.subscriber
WHERE d.status IN ('waiting', 'claimed', 'sending') AND d.channel || '' IN (?) AND s.paused = ''
  AND d.due_at <= ? AND d.next_at <= ? AND (d.until_at = 0 OR d.until_at > ?)
  AND (d.status = 'waiting'
    OR (d.lease_until <= ? OR d.lease_until > ?) AND (d.status = 'claimed' OR d.owner <> ?))
  AND EXISTS (SELECT 1 FROM setting WHERE key = 'sending_from' AND value > 0 AND value <= ?)
ORDER BY d.due_at, d.id LIMIT ?`

	// Two copies claim different deliveries instead of waiting for each other.
	claimLock = " FOR NO KEY UPDATE OF d SKIP LOCKED"

	claimDeliveries = `
UPDATE delivery SET unknown = unknown + CASE WHEN status = 'sending' THEN 1 ELSE 0 END, status = 'claimed', owner = ?, lease_until = ?
WHERE id IN (?) RETURNING ` + deliveryColumns

	beginDelivery = `
UPDATE delivery SET status = 'sending', attempts = attempts + 1, lease_until = ?, parts = coalesce(?, parts)
WHERE id = ? AND owner = ? AND status IN ('claimed', 'sending') RETURNING id`

	recordDelivery = `
UPDATE delivery SET status = ?, part = ?, unknown = ?, next_at = ?, reason = ?, sent_at = ?, owner = '', lease_until = 0,
    parts = CASE WHEN ? IN ('sent', 'empty') THEN NULL ELSE parts END
WHERE id = ? AND owner = ? AND status IN ('claimed', 'sending') RETURNING subscriber, attempts`

	insertDeliveryLog = `
INSERT INTO delivery_log (delivery_id, logged_at, status, part, attempts, unknown, owner, reason) VALUES `
	deliveryLogColumns = 8
)

// reasonInterrupted is written into the log when an owner was lost with a send under way, for people.
const reasonInterrupted = "bị gián đoạn khi đang gửi, không rõ tin đã tới hay chưa"

// Claim leases at most limit deliveries of the channels named to owner, the earliest first, with their Reminders. Due
// is what waits and whose time has come at now, and what another has claimed whose lease ran out: nothing of that was
// sent. What another was sending when its lease ran out comes back with Unknown one higher. Nothing is due while
// sending is off, after its Until, or to a paused subscriber.
func (db *DB) Claim(ctx context.Context, owner string, channels []string, now time.Time, lease time.Duration, limit int) ([]reminders.Delivery, error) {
	if len(channels) == 0 || limit <= 0 {
		return nil, nil
	}
	var claimed []reminders.Delivery
	err := db.update(ctx, "claim deliveries", func(t *tx) error {
		if err := checkText("an owner's name", owner); err != nil || owner == "" {
			return errors.Join(err, fmt.Errorf("%w: an owner without a name", ErrInvalid))
		}
		rows, err := claim(ctx, t, owner, channels, now, lease, limit)
		if err != nil || len(rows) == 0 {
			return err
		}
		slices.SortFunc(rows, func(a, b deliveryRow) int {
			return cmp.Or(cmp.Compare(a.DueAt, b.DueAt), cmp.Compare(a.ID, b.ID))
		})
		claimed, err = withReminders(ctx, t, rows)
		return err
	})
	return claimed, err
}

func claim(ctx context.Context, t *tx, owner string, channels []string, now time.Time, lease time.Duration, limit int) ([]deliveryRow, error) {
	at, latest := now.UnixMilli(), now.Add(2*lease).UnixMilli()
	query, args, err := sqlx.In(selectDue, channels, at, at, at, at, latest, owner, at, limit)
	if err != nil {
		return nil, err
	}
	var due []struct {
		ID     int64            `db:"id"`
		Status reminders.Status `db:"status"`
	}
	if err := t.list(ctx, &due, t.locking(query, claimLock), args...); err != nil || len(due) == 0 {
		return nil, err
	}
	var ids, interrupted []int64
	for _, d := range due {
		ids = append(ids, d.ID)
		if d.Status == reminders.StatusSending {
			interrupted = append(interrupted, d.ID)
		}
	}
	var rows []deliveryRow
	for some := range slices.Chunk(ids, mostHashes) {
		query, args, err := sqlx.In(claimDeliveries, owner, now.Add(lease).UnixMilli(), some)
		if err != nil {
			return nil, err
		}
		var part []deliveryRow
		if err := t.list(ctx, &part, query, args...); err != nil {
			return nil, err
		}
		rows = append(rows, part...)
	}
	return rows, logDeliveries(ctx, t, interrupted, reasonInterrupted)
}

// begunDelivery is a delivery of which a part is about to be sent, with its parts if they are new.
type begunDelivery struct {
	Delivery int64
	Parts    [][]byte
}

// Begin writes down that a part of a delivery is about to be sent, with the parts if they are new (else nil), and renews
// the lease. It fails with ErrLost of package reminders when owner no longer holds the delivery.
func (db *DB) Begin(ctx context.Context, owner string, delivery int64, parts [][]byte, lease time.Duration) error {
	return lostIf(db.beginMany(ctx, owner, []begunDelivery{{delivery, parts}}, lease))
}

// beginMany does for several deliveries what Begin does for one, all in one transaction, and returns those that owner no
// longer holds.
func (db *DB) beginMany(ctx context.Context, owner string, begun []begunDelivery, lease time.Duration) (lost []int64, err error) {
	err = db.update(ctx, "begin deliveries", func(t *tx) error {
		lost, err = begin(ctx, t, owner, begun, lease)
		return err
	})
	return lost, err
}

func lostIf(lost []int64, err error) error {
	if err == nil && len(lost) > 0 {
		err = reminders.ErrLost
	}
	return err
}

func begin(ctx context.Context, t *tx, owner string, begun []begunDelivery, lease time.Duration) (lost []int64, err error) {
	begun = slices.SortedFunc(slices.Values(begun), func(a, b begunDelivery) int { return cmp.Compare(a.Delivery, b.Delivery) })
	until := t.now.Add(lease).UnixMilli()
	err = t.returning(ctx, beginDelivery, len(begun), func(i int, run func(row any, args ...any) error) error {
		parts, err := encodeParts(begun[i].Parts)
		if err != nil {
			return err
		}
		var id int64
		err = run(&id, until, parts, begun[i].Delivery, owner)
		if errors.Is(err, sql.ErrNoRows) {
			lost = append(lost, begun[i].Delivery)
			return nil
		}
		return err
	})
	return lost, err
}

// returning runs a query that returns one row n times, prepared if that pays.
func (t *tx) returning(ctx context.Context, query string, n int, each func(i int, run func(row any, args ...any) error) error) error {
	run := func(row any, args ...any) error { return t.get(ctx, row, query, args...) }
	if n > 1 {
		statement, err := t.sqlx.PreparexContext(ctx, t.sqlx.Rebind(query))
		if err != nil {
			return err
		}
		defer statement.Close()
		run = func(row any, args ...any) error { return statement.GetContext(ctx, row, args...) }
	}
	for i := range n {
		if err := each(i, run); err != nil {
			return err
		}
	}
	return nil
}

// Record ends a try that owner has claimed, and writes it into the delivery's log. Of what was sent the parts go. If it
// is given up for good the secretariats are told. It fails with ErrLost of package reminders when owner no longer holds
// the delivery, and with ErrInvalid for a Status in which no try ends.
func (db *DB) Record(ctx context.Context, owner string, r reminders.Result) error {
	return lostIf(db.recordMany(ctx, owner, []reminders.Result{r}))
}

// recordMany does for several deliveries what Record does for one, all in one transaction, and returns those that owner
// no longer holds.
func (db *DB) recordMany(ctx context.Context, owner string, results []reminders.Result) (lost []int64, err error) {
	err = db.update(ctx, "record deliveries", func(t *tx) error {
		lost, err = record(ctx, t, owner, results)
		return err
	})
	return lost, err
}

func record(ctx context.Context, t *tx, owner string, results []reminders.Result) (lost []int64, err error) {
	results = slices.SortedFunc(slices.Values(results), func(a, b reminders.Result) int { return cmp.Compare(a.Delivery, b.Delivery) })
	now := t.now.UnixMilli()
	var logged []any
	var dead []unreached
	err = t.returning(ctx, recordDelivery, len(results), func(i int, run func(row any, args ...any) error) error {
		r := results[i]
		sent, next := int64(0), toMillis(r.NextAt)
		switch r.Status {
		case reminders.StatusSent:
			sent = now
		case reminders.StatusWaiting, reminders.StatusDead, reminders.StatusPaused, reminders.StatusEmpty:
		default:
			return fmt.Errorf("%w: no try ends as %q", ErrInvalid, r.Status)
		}
		reason, status := cleanText(r.Reason), string(r.Status)
		var row struct {
			Subscriber int64 `db:"subscriber"`
			Attempts   int   `db:"attempts"`
		}
		err := run(&row, status, r.Part, r.Unknown, next, reason, sent, status, r.Delivery, owner)
		if errors.Is(err, sql.ErrNoRows) {
			lost = append(lost, r.Delivery)
			return nil
		}
		logged = append(logged, r.Delivery, now, status, r.Part, row.Attempts, r.Unknown, owner, reason)
		if r.Status == reminders.StatusDead {
			dead = append(dead, unreached{row.Subscriber, reason})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for some := range slices.Chunk(logged, mostHashes*deliveryLogColumns) {
		query := insertDeliveryLog + rowsOf(len(some)/deliveryLogColumns, deliveryLogColumns)
		if _, err := t.exec(ctx, query, some...); err != nil {
			return nil, err
		}
	}
	words, err := describe(ctx, t, dead)
	if err != nil {
		return nil, err
	}
	return lost, tellSecretariats(ctx, t, words)
}
