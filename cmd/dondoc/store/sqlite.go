package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

const (
	sqliteReaders = 4     // connections beside the one that writes
	privateDir    = 0o700 // the database holds personal data; its file is made 0600 by os.CreateTemp
)

func openSQLite(ctx context.Context, path string, s settings) (*DB, error) {
	if path == "" || path == ":memory:" || strings.HasPrefix(path, "//") || strings.ContainsRune(path, 0) {
		return nil, fmt.Errorf("%w: write sqlite:PATH with the path of a file", ErrBadURL)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadURL, err)
	}
	sqlx.BindDriver("sqlite", sqlx.QUESTION) // sqlx knows only the name "sqlite3"
	switch info, err := os.Stat(path); {
	case err == nil && !info.Mode().IsRegular():
		return nil, fmt.Errorf("%w: %s is no regular file", ErrNotDatabase, path)
	case err == nil:
		return openSQLiteFile(ctx, path, s)
	case !errors.Is(err, fs.ErrNotExist) && s.readOnly:
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: %w", ErrUnwritable, err)
	case s.readOnly:
		return nil, fmt.Errorf("%w: %s", ErrNotFound, path)
	}
	return createSQLite(ctx, path, s)
}

// createSQLite builds the database under another name and gives it its own when it is complete, so that nobody
// ever sees half of one, and nothing is left of a failure.
func createSQLite(ctx context.Context, path string, s settings) (_ *DB, err error) {
	dir := filepath.Dir(path)
	if os.Mkdir(dir, privateDir) == nil {
		defer func() {
			if err != nil {
				os.Remove(dir) // fails, as it should, when somebody else has put something there
			}
		}()
	}
	draft, err := os.CreateTemp(dir, ".dondoc-new-*")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnwritable, err)
	}
	draft.Close()
	defer func() {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			os.Remove(draft.Name() + suffix)
		}
	}()
	db, err := openSQLiteFile(ctx, draft.Name(), s)
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	// Link, unlike Rename, never replaces a database that another process has made meanwhile. If it fails for
	// that reason the other one is opened; if the file system knows no links, the database is made in place.
	if err := os.Link(draft.Name(), path); err != nil {
		s.logger.DebugContext(ctx, "new database not linked", "error", err)
	}
	return openSQLiteFile(ctx, path, s)
}

// openSQLiteFile opens path, which it creates if it must, and migrates it unless s.readOnly.
func openSQLiteFile(ctx context.Context, path string, s settings) (_ *DB, err error) {
	mode := "rw"
	if s.readOnly {
		mode = "ro"
	}
	read, err := sqlx.Open("sqlite", sqliteDSN(path, mode, s.busy, "query_only(1)"))
	if err != nil {
		return nil, err
	}
	read.SetMaxOpenConns(sqliteReaders)
	db := &DB{Now: time.Now, write: read, read: read, readOnly: s.readOnly}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	if _, err := os.Stat(path); err == nil {
		// Before the switch to WAL, which already writes.
		if err := refuseForeign(ctx, db.read); err != nil {
			return nil, err
		}
	}
	if !s.readOnly {
		// One writer a process, and BEGIN IMMEDIATE between processes: writers then queue for the lock instead
		// of failing halfway through a transaction that began by reading.
		db.write, err = sqlx.Open("sqlite", sqliteDSN(path, "rwc", s.busy,
			"foreign_keys(1)", "secure_delete(1)")+"&_txlock=immediate")
		if err != nil {
			return nil, err
		}
		db.write.SetMaxOpenConns(1)
		if err := enterWAL(ctx, db.write, s.busy); err != nil {
			return nil, err
		}
	}
	if err := migrate(ctx, db.write, sqliteDialect, s); err != nil {
		return nil, err
	}
	if !s.readOnly {
		err = tryLock(ctx, db.write)
	}
	return db, err
}

// sqliteDSN names path with all its characters, even "?" and "%", and the pragmas that each connection starts with.
func sqliteDSN(path, mode string, busy time.Duration, pragmas ...string) string {
	name := filepath.ToSlash(path)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // C:/…
	}
	q := url.Values{"mode": {mode}, "_pragma": {"busy_timeout(" + strconv.FormatInt(busy.Milliseconds(), 10) + ")"}}
	for _, p := range pragmas {
		q.Add("_pragma", p)
	}
	return "file:" + (&url.URL{Path: name}).EscapedPath() + "?" + q.Encode()
}

// refuseForeign fails with ErrNotDatabase for the database of some other program, before anything is written to it.
func refuseForeign(ctx context.Context, db *sqlx.DB) error {
	const count = `SELECT count(*) AS tables, coalesce(sum(name = ?), 0) AS ours FROM sqlite_master WHERE type = 'table'`
	var found struct{ Tables, Ours int }
	if err := db.GetContext(ctx, &found, count, versionTable); err != nil {
		return err
	}
	if found.Tables > 0 && found.Ours == 0 {
		return fmt.Errorf("%w: it belongs to another program", ErrNotDatabase)
	}
	return nil
}

// enterWAL lets readers and the writer work side by side. The file remembers it, so it is no pragma of the DSN. Two
// processes that switch at once can fail without waiting, whatever the busy timeout says, so it tries again.
func enterWAL(ctx context.Context, db *sqlx.DB, patience time.Duration) error {
	const pause = 10 * time.Millisecond
	for began := time.Now(); ; {
		_, err := db.ExecContext(ctx, `PRAGMA journal_mode = WAL`)
		if classify(err) != ErrLocked || time.Since(began) > patience {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// tryLock finds out now, rather than at the first question, that the file cannot be written or is held by another.
func tryLock(ctx context.Context, db *sqlx.DB) error {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	return tx.Rollback()
}
