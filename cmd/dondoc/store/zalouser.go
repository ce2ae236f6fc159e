package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// channelZaloOA is the channel whose chats are kept here.
const channelZaloOA = "zalooa"

const (
	seenZaloUser = `
INSERT INTO zalo_oa_user (id, follows, follows_at, last_at) VALUES (?, ?, 0, ?)
ON CONFLICT (id) DO UPDATE SET last_at = excluded.last_at WHERE zalo_oa_user.last_at < excluded.last_at`

	followedZaloUser = `
INSERT INTO zalo_oa_user (id, follows, follows_at, last_at) VALUES (?, ?, ?, 0)
ON CONFLICT (id) DO UPDATE SET follows = excluded.follows, follows_at = excluded.follows_at
WHERE zalo_oa_user.follows_at <= excluded.follows_at`

	selectZaloUser = `SELECT follows, last_at FROM zalo_oa_user WHERE id = ?`

	deleteZaloUser = `DELETE FROM zalo_oa_user WHERE id = ?`
)

// ZaloUsers keeps when each user of the Zalo Official Account was last heard of: messages may go out for some time after.
type ZaloUsers struct{ db *DB }

// ZaloUsers returns where the users of the Official Account are kept.
func (db *DB) ZaloUsers() ZaloUsers { return ZaloUsers{db} }

// Seen notes that a user wrote or did something at a moment. What is older than what is known changes nothing.
func (z ZaloUsers) Seen(ctx context.Context, user string, at time.Time) error {
	return z.note(ctx, "note a user of the Official Account", user, seenZaloUser, user, true, at.UnixMilli())
}

// Followed notes that a user began or ceased to follow the account at a moment, unless something later is known.
func (z ZaloUsers) Followed(ctx context.Context, user string, follows bool, at time.Time) error {
	return z.note(ctx, "note a follower of the Official Account", user, followedZaloUser, user, follows, at.UnixMilli())
}

// Forget deletes what is known of a user. Forgetting an unknown one is no error.
func (z ZaloUsers) Forget(ctx context.Context, user string) error {
	return z.note(ctx, "forget a user of the Official Account", user, deleteZaloUser, user)
}

func (z ZaloUsers) note(ctx context.Context, action, user, query string, args ...any) error {
	return z.db.update(ctx, action, func(t *tx) error {
		if err := checkText("a user's id", user); err != nil {
			return err
		}
		_, err := t.exec(ctx, query, args...)
		return err
	})
}

// LastSeen returns when a user was last heard of, the zero time for never, and false when the user has ceased to follow.
// Of a user that nobody knows nothing bad is known: never and true.
func (z ZaloUsers) LastSeen(ctx context.Context, user string) (last time.Time, follows bool, err error) {
	row := struct {
		Follows bool  `db:"follows"`
		Last    int64 `db:"last_at"`
	}{Follows: true}
	err = z.db.view(ctx, "look up a user of the Official Account", func(t *tx) error {
		if err := checkText("a user's id", user); err != nil {
			return err
		}
		if err := t.get(ctx, &row, selectZaloUser, user); !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return nil
	})
	return fromMillis(row.Last), row.Follows, err
}
