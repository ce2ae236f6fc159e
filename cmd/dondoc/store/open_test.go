package store

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jmoiron/sqlx"

	"dondoc/bot/intake"
	"dondoc/cmd/dondoc/store/pgtest"
	"dondoc/knowledge/library"
)

func TestOpenRefusesURLs(t *testing.T) {
	for _, url := range []string{
		"", "dondoc.db", "mysql://root:s3cret@h/d", "sqlite", "sqlite:", "sqlite::memory:", "sqlite:///tmp/x.db", "sqlite:a\x00b",
		"postgres://u:s3cret@h:port/d", "postgres://u:s3cret%zz@h/d", "postgres://u:s3cret@h/d?sslmode=perhaps",
	} {
		t.Run(url, func(t *testing.T) {
			_, err := Open(t.Context(), url, nil)
			wantError(t, err, ErrBadURL)
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the error tells the password: %v", err)
			}
		})
	}
}

func TestOpenAgainKeepsEverything(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		first, err := Open(t.Context(), url, nil)
		must(t, err)
		must(t, first.Ping(t.Context()))
		accept(t, first, one, update(1, "a"))
		must(t, first.Close())
		if first.Ping(t.Context()) == nil {
			t.Error("a closed database answers")
		}
		second, _ := mustOpen(t, url)
		wantPending(t, second, update(1, "a"))
	})
}

func TestOpenRefusesNewerSchema(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		_, err := db.write.ExecContext(t.Context(), `INSERT INTO `+versionTable+` (version_id, is_applied) VALUES (9999, true)`)
		must(t, err)
		_, err = Open(t.Context(), url, nil)
		wantError(t, err, ErrNewerSchema)
		_, err = OpenReadOnly(t.Context(), url, nil)
		wantError(t, err, ErrNewerSchema)
	})
}

// migrationsUpTo returns the embedded migrations with numbers up to the one given, and more of the test's own.
func migrationsUpTo(t *testing.T, last string, more map[string]string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, folder := range []string{"sqlite/", "postgres/"} {
		entries, err := migrationFiles.ReadDir("migrations/" + strings.TrimSuffix(folder, "/"))
		must(t, err)
		for _, e := range entries {
			if e.Name()[:4] > last {
				continue
			}
			data, err := migrationFiles.ReadFile("migrations/" + folder + e.Name())
			must(t, err)
			files[folder+e.Name()] = &fstest.MapFile{Data: data}
		}
	}
	for name, sql := range more {
		files["sqlite/"+name] = &fstest.MapFile{Data: []byte(sql)}
		files["postgres/"+name] = &fstest.MapFile{Data: []byte(sql)}
	}
	return files
}

func TestOpenUpgradesOldData(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		old, _ := mustOpenWith(t, url, settings{migrations: migrationsUpTo(t, "0001", nil)})
		publishAsBefore(t, old, "loaded", plan)

		_, err := OpenReadOnly(t.Context(), url, nil)
		wantError(t, err, ErrOlderSchema)

		upgraded, _ := mustOpen(t, url)
		if id, files := whatAnswers(t, upgraded); id != 1 || len(files) != 1 || files[0].Name != plan.Name {
			t.Errorf("version %d with %d files is in force", id, len(files))
		}
		must(t, upgraded.AppendTurns(t.Context(), alice, asked("x")))
	})
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	broken := map[string]string{"9999_broken.sql": "-- +goose Up\nCREATE TABLE half (id BIGINT);\nINSERT INTO absent VALUES (1);\n"}
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		if _, err := open(t.Context(), url, settings{migrations: migrationsUpTo(t, "9998", broken)}); err == nil {
			t.Fatal("a broken migration passed")
		}
		if _, err := db.write.ExecContext(t.Context(), `SELECT id FROM half`); err == nil {
			t.Error("half of a migration stayed")
		}
		again, _ := mustOpen(t, url)
		must(t, again.Ping(t.Context()))
	})
}

func TestOpenAtOnce(t *testing.T) {
	const openers = 6
	onEach(t, func(t *testing.T, url string) {
		results := make(chan error, openers)
		for range openers {
			go func() {
				db, err := Open(t.Context(), url, nil)
				if err == nil {
					_, err = db.Inbox().Accept(t.Context(), one, []intake.Update{update(1, "a")})
					err = errors.Join(err, db.Close())
				}
				results <- err
			}()
		}
		for range openers {
			if err := <-results; err != nil {
				t.Error(err)
			}
		}
		db, _ := mustOpen(t, url)
		wantPending(t, db, update(1, "a"))
	})
}

func TestOpenStopsWithItsContext(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := Open(ctx, url, nil)
		wantError(t, err, context.Canceled)
		_, err = OpenReadOnly(t.Context(), url, nil)
		wantError(t, err, ErrNotFound)
	})
}

func TestOpenReadOnly(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		_, err := OpenReadOnly(ctx, url, nil)
		wantError(t, err, ErrNotFound)

		db, _ := mustOpen(t, url)
		publishFirst(t, db, draftOf(plan))

		reader, err := OpenReadOnly(ctx, url, nil)
		must(t, err)
		defer reader.Close()
		must(t, reader.Ping(ctx))
		if id, files := whatAnswers(t, reader); id != 1 || len(files) != 1 {
			t.Errorf("version %d with %d files is in force", id, len(files))
		}
		_, err = reader.Shelf().Save(ctx, draftOf(edited))
		wantError(t, err, ErrUnwritable)
		wantError(t, reader.Shelf().Publish(ctx, library.Publication{Version: 2, Replaces: 1}), ErrUnwritable)
		wantError(t, reader.AppendTurns(ctx, alice, asked("x")), ErrUnwritable)
		_, err = reader.Inbox().Accept(ctx, one, []intake.Update{update(1, "a")})
		wantError(t, err, ErrUnwritable)
	})
}

func TestOpenPostgresOutOfReach(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	closed := listener.Addr().String()
	must(t, listener.Close())
	for name, url := range map[string]string{
		"no server":  "postgres://u:s3cret@" + closed + "/d?sslmode=disable",
		"no socket":  "postgres:///d?host=" + t.TempDir(),
		"short wait": "postgres://u@" + silent(t) + "/d?sslmode=disable&connect_timeout=1",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(t.Context(), url, nil)
			wantError(t, err, ErrUnavailable)
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the error tells the password: %v", err)
			}
		})
	}
}

// silent returns the address of a server that accepts and never says a word.
func silent(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { conn.Close() })
		}
	}()
	return listener.Addr().String()
}

func TestOpenPostgresWithoutRights(t *testing.T) {
	url := pgtest.Start(t)
	_, err := Open(t.Context(), strings.Replace(url, "/test_", "/absent_", 1), nil)
	wantError(t, err, ErrUnavailable)

	// A role that may connect but make no tables.
	admin, err := sqlx.Open("postgres", url)
	must(t, err)
	defer admin.Close()
	_, err = admin.ExecContext(t.Context(), `CREATE ROLE visitor LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC`)
	must(t, err)
	defer admin.ExecContext(context.Background(), `DROP ROLE visitor`)
	_, err = Open(t.Context(), strings.Replace(url, "user=postgres", "user=visitor", 1), nil)
	wantError(t, err, ErrUnwritable)
}

func TestPingTellsThatPostgresWentAway(t *testing.T) {
	url := pgtest.Start(t)
	db, _ := mustOpen(t, url)
	admin, _ := mustOpen(t, pgtest.Start(t))
	name, _, _ := strings.Cut(strings.TrimPrefix(url, "postgres:///"), "?")
	_, err := admin.write.ExecContext(t.Context(), `ALTER DATABASE `+name+` ALLOW_CONNECTIONS false`)
	must(t, err)
	_, err = admin.write.ExecContext(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, name)
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := db.Ping(ctx); err == nil {
		t.Error("a database that refuses connections answers")
	}
	_, err = admin.write.ExecContext(t.Context(), `ALTER DATABASE `+name+` ALLOW_CONNECTIONS true`)
	must(t, err)
	must(t, db.Ping(ctx)) // it heals by itself
}
