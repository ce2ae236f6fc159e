package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"
)

// tx is a transaction. Statements are written with ? and rebound here, once, for the database at hand.
type tx struct {
	sqlx *sqlx.Tx
	now  time.Time // the same for all that the transaction does
}

func (t *tx) exec(ctx context.Context, query string, args ...any) (changed int64, err error) {
	result, err := t.sqlx.ExecContext(ctx, t.sqlx.Rebind(query), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// get reads the one row expected into row; it fails with sql.ErrNoRows, which becomes ErrNotFound.
func (t *tx) get(ctx context.Context, row any, query string, args ...any) error {
	return t.sqlx.GetContext(ctx, row, t.sqlx.Rebind(query), args...)
}

func (t *tx) list(ctx context.Context, rows any, query string, args ...any) error {
	return t.sqlx.SelectContext(ctx, rows, t.sqlx.Rebind(query), args...)
}

// each executes query once for every set of arguments.
func (t *tx) each(ctx context.Context, query string, sets [][]any) error {
	if len(sets) == 0 {
		return nil
	}
	statement, err := t.sqlx.PreparexContext(ctx, t.sqlx.Rebind(query))
	if err != nil {
		return err
	}
	defer statement.Close()
	for _, args := range sets {
		if _, err := statement.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

// view runs do on one unchanging state of the database.
func (db *DB) view(ctx context.Context, action string, do func(*tx) error) error {
	return db.run(ctx, db.read, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, action, do)
}

// update runs do and keeps all that it changed, or if it fails nothing.
func (db *DB) update(ctx context.Context, action string, do func(*tx) error) error {
	if db.readOnly {
		return fmt.Errorf("store: %s: %w: it was opened for reading", action, ErrUnwritable)
	}
	return db.run(ctx, db.write, nil, action, do)
}

func (db *DB) run(ctx context.Context, pool *sqlx.DB, options *sql.TxOptions, action string, do func(*tx) error) error {
	began, err := pool.BeginTxx(ctx, options)
	if err != nil {
		return failure(ctx, action, err)
	}
	defer began.Rollback() // does nothing after Commit
	if err := do(&tx{sqlx: began, now: db.Now()}); err != nil {
		return failure(ctx, action, err)
	}
	if err := began.Commit(); err != nil {
		return failure(ctx, action, err)
	}
	return nil
}

// fromMillis undoes time.Time.UnixMilli; 0, which stands for "never", gives the zero time.
func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// checkText fails with ErrInvalid for an identifier that PostgreSQL could not keep as text, so that both databases
// agree. The identifier is not repeated: it may be personal.
func checkText(what, s string) error {
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return fmt.Errorf("%w: %s is not valid text", ErrInvalid, what)
	}
	return nil
}

// cleanText makes words that somebody wrote storable by replacing what is not text.
func cleanText(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
