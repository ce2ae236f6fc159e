package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/pressly/goose/v3"

	"dondoc/corpus"
	"dondoc/knowledge/library"
)

// saveAsBefore stores a version as the releases before schema 10 did.
func saveAsBefore(t *testing.T, db *DB, origin string, files ...corpus.File) (id int64) {
	t.Helper()
	_, hash, err := fingerprint(files)
	must(t, err)
	ctx := t.Context()
	must(t, db.write.GetContext(ctx, &id, db.write.Rebind(
		`INSERT INTO corpus_version (origin, hash, created_at) VALUES (?, ?, ?) RETURNING id`), origin, hash, noon.UnixMilli()))
	for i, f := range files {
		sum := sha256.Sum256(f.Content)
		name := hex.EncodeToString(sum[:])
		_, err := db.write.ExecContext(ctx, db.write.Rebind(insertContent), name, notNil(f.Content))
		must(t, err)
		_, err = db.write.ExecContext(ctx, db.write.Rebind(insertVersionFile), id, i, f.Name, name)
		must(t, err)
	}
	return id
}

func publishAsBefore(t *testing.T, db *DB, origin string, files ...corpus.File) int64 {
	t.Helper()
	id := saveAsBefore(t, db, origin, files...)
	_, err := db.write.ExecContext(t.Context(), db.write.Rebind(
		`INSERT INTO corpus_publication (version_id, published_at) VALUES (?, ?)`), id, noon.UnixMilli())
	must(t, err)
	return id
}

// TestShelfUpgrade: the versions of the release before are recognised, stand as their publications say, and the way back
// is open.
func TestShelfUpgrade(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		old, _ := mustOpenWith(t, url, settings{migrations: migrationsUpTo(t, "0009", nil)})
		publishAsBefore(t, old, "shipped", plan)
		saveAsBefore(t, old, "loaded", edited)
		publishAsBefore(t, old, "loaded", plan, annex)

		db, _ := mustOpen(t, url)
		shelf := db.Shelf()
		var states []library.State
		for _, v := range got[[]library.Version](t)(shelf.Versions(ctx)) {
			states = append(states, v.State)
		}
		wantEqual(t, states, []library.State{library.InForce, library.Replaced, library.Former})
		want := []library.Publication{{Version: 1, Kind: library.Publish}, {Version: 3, Replaces: 1, Kind: library.Publish}}
		all := got[[]library.Publication](t)(shelf.Publications(ctx))
		if diff := cmp.Diff(want, all, cmpopts.IgnoreFields(library.Publication{}, "At")); diff != "" {
			t.Error(diff)
		}
		again := got[library.Version](t)(shelf.Save(ctx, draftOf(plan, annex)))
		if again.ID != 3 || again.State != library.InForce || again.Origin != "loaded" {
			t.Errorf("saved again: %+v", again)
		}
		got[library.Version](t)(shelf.Save(ctx, library.Draft{Expect: library.AnyGround, Content: library.Content{Files: draftOf(plan).Files, Edits: []byte("{}\n")}}))
		must(t, shelf.KeepReview(ctx, 4, 3, []byte("{}")))
		must(t, shelf.Publish(ctx, library.Publication{Version: 4, Replaces: 3}))
		migrateDown(t, db, 9)
		if n := count(t, db, "corpus_version"); n != 4 {
			t.Errorf("%d versions are left", n)
		}
		if v, files, err := publishedAsBefore(ctx, db); err != nil || v != 4 || files != 1 {
			t.Errorf("after the way back %d with %d files is in force, %v", v, files, err)
		}
		again2, err := open(ctx, url, settings{})
		must(t, err)
		must(t, again2.Close())
	})
}

func publishedAsBefore(ctx context.Context, db *DB) (id int64, files int, err error) {
	if err = db.read.GetContext(ctx, &id, selectInForce); err != nil {
		return 0, 0, err
	}
	err = db.read.GetContext(ctx, &files, db.read.Rebind(`SELECT count(*) FROM corpus_version_file WHERE version_id = ?`), id)
	return id, files, err
}

// migrateDown undoes all migrations after one.
func migrateDown(t *testing.T, db *DB, to int64) {
	t.Helper()
	d := sqliteDialect
	if db.write.DriverName() == "postgres" {
		d = postgresDialect
	}
	provider, err := newProvider(db.write, d, settings{migrations: embedded(), logger: slog.New(slog.DiscardHandler)})
	must(t, err)
	got[[]*goose.MigrationResult](t)(provider.DownTo(context.WithoutCancel(t.Context()), to))
}
