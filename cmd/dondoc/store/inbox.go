package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"dondoc/bot/intake"
)

const (
	// All that waits of a chat has one owner, whoever takes the next update of it.
	insertUpdate = `
INSERT INTO inbox (channel, key, chat, ord, payload, owner) VALUES (?, ?, ?, ?, ?, coalesce((
    SELECT owner FROM inbox WHERE channel = ? AND chat = ? AND chat <> '' AND handled_at IS NULL ORDER BY id LIMIT 1), ?))
ON CONFLICT (channel, key) DO NOTHING RETURNING owner`

	// A lease that ends too far in the future was written by a clock since put back.
	deadOwner  = `(lease_until <= ? OR lease_until > ?)`
	unowned    = `channel = ? AND handled_at IS NULL AND owner <> ? AND owner NOT IN (SELECT owner FROM inbox_owner WHERE channel = ? AND NOT ` + deadOwner + `)`
	countStray = `
SELECT (SELECT count(*) FROM inbox WHERE ` + unowned + `)
    + (SELECT count(*) FROM inbox_owner WHERE channel = ? AND owner <> ? AND ` + deadOwner + `)`
	takeOver     = `UPDATE inbox SET owner = ? WHERE ` + unowned
	deleteOwners = `DELETE FROM inbox_owner WHERE channel = ? AND owner <> ? AND ` + deadOwner
	upsertOwner  = `
INSERT INTO inbox_owner (channel, owner, lease_until) VALUES (?, ?, ?)
ON CONFLICT (channel, owner) DO UPDATE SET lease_until = excluded.lease_until`
	// Whole chats, or what arrived out of order could be parted from what it goes before.
	selectOwned = `
SELECT id, key, chat, ord, payload, begun FROM inbox
WHERE channel = ? AND owner = ? AND handled_at IS NULL AND chat IN (
    SELECT chat FROM inbox WHERE channel = ? AND owner = ? AND handled_at IS NULL ORDER BY id LIMIT ?)
ORDER BY id LIMIT ?`

	// mostOwned bounds what the chats of one Claim may bring along.
	mostOwned = 4 * intake.MaxClaimed

	releaseOwned = `UPDATE inbox SET owner = '' WHERE channel = ? AND owner = ? AND handled_at IS NULL`
	deleteOwner  = `DELETE FROM inbox_owner WHERE channel = ? AND owner = ?`

	// What Forget has ended keeps its owner: the answer that says so is still to go out.
	beginUpdate = `UPDATE inbox SET begun = 1 WHERE channel = ? AND key = ? AND owner = ?`
	endUpdate   = `
UPDATE inbox SET handled_at = ?, chat = '', payload = NULL, owner = '' WHERE channel = ? AND key = ? AND handled_at IS NULL`

	selectLast = `
SELECT coalesce(max(ord), 0) FROM (
    SELECT ord FROM inbox WHERE channel = ? UNION ALL SELECT last_ord FROM inbox_channel WHERE channel = ?) AS known`
)

// Inbox returns the inbox of all channels, as package intake wants it. An empty payload may come back as nil. Copies of
// the program that share it need clocks that agree to about a second. All channels should have the same one: what is
// asked of it at the same time is committed together.
func (db *DB) Inbox() intake.Inbox { return &inbox{db: db} }

type updateRow struct {
	ID      int64  `db:"id"`
	Key     string `db:"key"`
	Chat    string `db:"chat"`
	Ord     int64  `db:"ord"`
	Payload []byte `db:"payload"`
	Begun   bool   `db:"begun"`
}

// Accept implements intake.Inbox. It fails with ErrInvalid for a key or a chat that is no text.
func (i *inbox) Accept(ctx context.Context, c intake.Claim, updates []intake.Update) ([]intake.Update, error) {
	if len(updates) == 0 {
		return nil, nil
	}
	if err := checkUpdates(c, updates); err != nil {
		return nil, failure(ctx, "accept updates", err)
	}
	var mine []intake.Update
	err := i.run(ctx, &inboxStep{action: "accept updates", channel: c.Channel, chats: chatLocks(c.Channel, updates), do: func(ctx context.Context, t *tx) (err error) {
		mine, err = insertUpdates(ctx, t, c, updates)
		return err
	}})
	if err != nil {
		return nil, err
	}
	return mine, nil
}

func insertUpdates(ctx context.Context, t *tx, c intake.Claim, updates []intake.Update) (mine []intake.Update, err error) {
	err = t.returning(ctx, insertUpdate, len(updates), func(n int, run func(row any, args ...any) error) error {
		u, owner := updates[n], ""
		switch err := run(&owner, c.Channel, u.Key, u.Chat, u.Order, notNil(u.Payload), c.Channel, u.Chat, c.Owner); {
		case errors.Is(err, sql.ErrNoRows): // known
			return nil
		case err != nil:
			return err
		}
		if owner == c.Owner {
			u.Begun = false
			mine = append(mine, u)
		}
		return nil
	})
	return mine, err
}

func checkUpdates(c intake.Claim, updates []intake.Update) error {
	if err := checkClaim(c); err != nil {
		return err
	}
	for _, u := range updates {
		if u.Key == "" {
			return fmt.Errorf("%w: an update without a key", ErrInvalid)
		}
		if err := cmp.Or(checkText("an update's key", u.Key), checkText("a chat's id", u.Chat)); err != nil {
			return err
		}
	}
	return nil
}

func checkClaim(c intake.Claim) error {
	if c.Owner == "" {
		return fmt.Errorf("%w: a claim without an owner", ErrInvalid)
	}
	return cmp.Or(checkText("a channel's name", c.Channel), checkText("an owner's name", c.Owner))
}

// Claim implements intake.Inbox.
func (i *inbox) Claim(ctx context.Context, c intake.Claim) ([]intake.Update, error) {
	if err := checkClaim(c); err != nil {
		return nil, failure(ctx, "claim updates", err)
	}
	var rows []updateRow
	err := i.db.update(ctx, "claim updates", func(t *tx) error {
		rows = nil
		now, latest := t.now.UnixMilli(), t.now.Add(2*c.Lease+clockSkew).UnixMilli()
		var stray int
		err := t.get(ctx, &stray, countStray, c.Channel, c.Owner, c.Channel, now, latest, c.Channel, c.Owner, now, latest)
		if err != nil {
			return err
		}
		if stray > 0 { // before the first change, or two copies could wait for each other
			if err := t.lockOwners(ctx, c.Channel); err != nil {
				return err
			}
		}
		if _, err := t.exec(ctx, upsertOwner, c.Channel, c.Owner, t.now.Add(c.Lease).UnixMilli()); err != nil {
			return err
		}
		if stray > 0 {
			if _, err := t.exec(ctx, takeOver, c.Owner, c.Channel, c.Owner, c.Channel, now, latest); err != nil {
				return err
			}
			if _, err := t.exec(ctx, deleteOwners, c.Channel, c.Owner, now, latest); err != nil {
				return err
			}
		}
		return t.list(ctx, &rows, selectOwned, c.Channel, c.Owner, c.Channel, c.Owner, intake.MaxClaimed, mostOwned)
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, func(a, b updateRow) int { return cmp.Compare(a.Ord, b.Ord) })
	updates := make([]intake.Update, len(rows))
	for n, r := range rows {
		updates[n] = intake.Update{Key: r.Key, Chat: r.Chat, Order: r.Ord, Payload: r.Payload, Begun: r.Begun}
	}
	return updates, nil
}

// Begin implements intake.Inbox.
func (i *inbox) Begin(ctx context.Context, c intake.Claim, key string) error {
	const action = "begin an answer"
	var changed int64
	err := i.run(ctx, &inboxStep{action: action, channel: c.Channel, key: key, do: func(ctx context.Context, t *tx) (err error) {
		changed, err = t.exec(ctx, beginUpdate, c.Channel, key, c.Owner)
		return err
	}})
	if err == nil && changed == 0 {
		err = failure(ctx, action, intake.ErrLost)
	}
	return err
}

// Done implements intake.Inbox. Of the update only its key and order are kept, to know it again until Expire.
func (i *inbox) Done(ctx context.Context, channel, key string) error {
	return i.run(ctx, &inboxStep{action: "end an update", channel: channel, key: key, do: func(ctx context.Context, t *tx) error {
		_, err := t.exec(ctx, endUpdate, t.now.UnixMilli(), channel, key)
		return err
	}})
}

// Last implements intake.Inbox.
func (i *inbox) Last(ctx context.Context, channel string) (int64, error) {
	var last int64
	err := i.db.view(ctx, "read the last update", func(t *tx) error {
		return t.get(ctx, &last, selectLast, channel, channel)
	})
	return last, err
}

// Release implements intake.Inbox.
func (i *inbox) Release(ctx context.Context, c intake.Claim) error {
	return i.db.update(ctx, "release updates", func(t *tx) error {
		if err := t.lockOwners(ctx, c.Channel); err != nil {
			return err
		}
		if _, err := t.exec(ctx, releaseOwned, c.Channel, c.Owner); err != nil {
			return err
		}
		_, err := t.exec(ctx, deleteOwner, c.Channel, c.Owner)
		return err
	})
}
