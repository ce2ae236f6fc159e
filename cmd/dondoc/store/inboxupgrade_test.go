package store

import (
	"context"
	"log/slog"
	"testing"

	"github.com/pressly/goose/v3"
)

// oldUpdate stores an update as the releases before schema 6 did.
func oldUpdate(t *testing.T, db *DB, id int64, chat string) {
	t.Helper()
	u := update(id, chat)
	for _, statement := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO inbox_update (channel, id, chat, payload) VALUES ('telegram', ?, ?, ?)`, []any{id, chat, u.Payload}},
		{`INSERT INTO inbox_channel (channel, last_id) VALUES ('telegram', ?) ON CONFLICT (channel) DO UPDATE SET last_id = excluded.last_id`, []any{id}},
	} {
		_, err := db.write.ExecContext(t.Context(), db.write.Rebind(statement.query), statement.args...)
		must(t, err)
	}
}

// TestInboxUpgrade: what waited in the release before is answered, what was handled is known, and back again.
func TestInboxUpgrade(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		old, _ := mustOpenWith(t, url, settings{migrations: migrationsUpTo(t, "0005", nil)})
		oldUpdate(t, old, 9, "a")
		oldUpdate(t, old, 11, "a")
		oldUpdate(t, old, 10, "b")
		oldUpdate(t, old, 12, "b")
		_, err := old.write.ExecContext(ctx, `UPDATE inbox_update SET handled_at = 1, chat = '', payload = NULL WHERE id = 12`)
		must(t, err)

		db, _ := mustOpenWith(t, url, settings{migrations: migrationsUpTo(t, "0006", nil)})
		wantKeys(t, accept(t, db, one, update(12, "b"), update(13, "b"))) // 13 goes with 10, which nobody has yet
		wantPending(t, db, update(9, "a"), update(10, "b"), update(11, "a"), update(13, "b"))
		wantLast(t, db, "telegram", 13)

		accept(t, db, two, update(20, "c"))
		zalo := two
		zalo.Channel = "zalo"
		unnumbered := update(5, "z")
		unnumbered.Key = "msg-5"
		accept(t, db, zalo, unnumbered)
		down(t, db)
		var waiting []int64
		must(t, db.read.SelectContext(ctx, &waiting, `SELECT id FROM inbox_update WHERE handled_at IS NULL ORDER BY id`))
		wantEqual(t, waiting, []int64{9, 10, 11, 13, 20})
		var last int64
		must(t, db.read.GetContext(ctx, &last, `SELECT last_id FROM inbox_channel WHERE channel = 'telegram'`))
		if last != 20 || count(t, db, "inbox_update") != 6 {
			t.Errorf("the last is %d of %d", last, count(t, db, "inbox_update"))
		}
	})
}

// down undoes the last migration.
func down(t *testing.T, db *DB) {
	t.Helper()
	d := sqliteDialect
	if db.write.DriverName() == "postgres" {
		d = postgresDialect
	}
	provider, err := newProvider(db.write, d, settings{migrations: migrationsUpTo(t, "0006", nil), logger: slog.New(slog.DiscardHandler)})
	must(t, err)
	got[*goose.MigrationResult](t)(provider.Down(context.WithoutCancel(t.Context())))
}
