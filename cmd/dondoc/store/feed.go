package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"dondoc/reminders"
)

const (
	insertFeed  = `INSERT INTO feed (sha256, board, created_at, revoked_at) VALUES (?, ?, ?, 0)`
	revokeFeeds = `UPDATE feed SET revoked_at = ? WHERE board = ? AND revoked_at = 0`
	selectFeed  = selectBoards + ` WHERE id = (SELECT board FROM feed WHERE sha256 = ? AND revoked_at = 0)`

	feedSecretBytes = 24
)

// NewFeed makes a secret that opens the calendar feed of a board, beside those that it has already. Only here can it be
// read: the database keeps its hash. An unknown board is ErrUnknown of package reminders.
func (db *DB) NewFeed(ctx context.Context, board int64) (secret string, err error) {
	err = db.update(ctx, "make feed", func(t *tx) error {
		if _, err := readBoard(ctx, t, board); err != nil {
			return err
		}
		raw := make([]byte, feedSecretBytes)
		rand.Read(raw) // never fails
		secret = base64.RawURLEncoding.EncodeToString(raw)
		_, err := t.exec(ctx, insertFeed, feedHash(secret), board, t.now.UnixMilli())
		return err
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

// RevokeFeeds makes all secrets of the board worthless. A board without any is no error.
func (db *DB) RevokeFeeds(ctx context.Context, board int64) error {
	return db.update(ctx, "revoke feeds", func(t *tx) error {
		_, err := t.exec(ctx, revokeFeeds, t.now.UnixMilli(), board)
		return err
	})
}

// BoardOfFeed returns the board whose feed the secret opens, or ErrNotFound when there is none or it was revoked.
func (db *DB) BoardOfFeed(ctx context.Context, secret string) (reminders.Board, error) {
	var row boardRow
	err := db.view(ctx, "open feed", func(t *tx) error {
		return t.get(ctx, &row, selectFeed, feedHash(secret))
	})
	return row.board(), err
}

func feedHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
