package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
)

// busyTimeout is how long a statement waits for somebody else's lock before it fails with ErrLocked.
const busyTimeout = 5 * time.Second

// DB is an open database. It is safe for concurrent use, and several processes may have the same one open.
type DB struct {
	// Now tells the time that is written down and compared with. It is time.Now unless replaced, which must
	// be done before the first use.
	Now func() time.Time

	write, read *sqlx.DB // the same pool on PostgreSQL
	readOnly    bool
	listenURL   string   // of PostgreSQL, with its password; "" on SQLite
	running     sync.Map // names that Exclusively holds; on PostgreSQL the server keeps them
}

// Open opens the database at url, "sqlite:PATH" or "postgres://…" ("postgresql://…"), and migrates it to the
// newest schema. A missing SQLite file is created, with its directory if that alone is missing; when Open fails
// it leaves neither behind. A nil logger discards.
//
// It fails with ErrBadURL, ErrUnwritable, ErrLocked, ErrNotDatabase, ErrUnavailable or ErrNewerSchema.
func Open(ctx context.Context, url string, logger *slog.Logger) (*DB, error) {
	return open(ctx, url, settings{logger: logger})
}

// OpenReadOnly opens the database at url for reading. It creates and migrates nothing: it fails with ErrNotFound
// where there is no database yet and with ErrOlderSchema where one waits for migration, besides the errors of
// Open. Methods that would change something fail with ErrUnwritable.
func OpenReadOnly(ctx context.Context, url string, logger *slog.Logger) (*DB, error) {
	return open(ctx, url, settings{logger: logger, readOnly: true})
}

// settings is what Open and OpenReadOnly decide, and what tests change.
type settings struct {
	logger     *slog.Logger
	readOnly   bool
	busy       time.Duration // busyTimeout if zero
	migrations fs.FS         // with a folder a dialect; the embedded ones if nil
}

func open(ctx context.Context, url string, s settings) (*DB, error) {
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	if s.busy == 0 {
		s.busy = busyTimeout
	}
	if s.migrations == nil {
		s.migrations = embedded()
	}
	var db *DB
	var err error
	switch scheme, rest, _ := strings.Cut(url, ":"); scheme {
	case "sqlite":
		db, err = openSQLite(ctx, rest, s)
	case "postgres", "postgresql":
		db, err = openPostgres(ctx, url, s)
	default:
		// The URL itself may hold a password.
		err = fmt.Errorf("%w: write sqlite:PATH or postgres://HOST/NAME", ErrBadURL)
	}
	if err != nil {
		return nil, failure(ctx, "open", err)
	}
	return db, nil
}

// Close closes the database. What is under way in other goroutines fails.
func (db *DB) Close() error {
	err := db.read.Close()
	if db.write != db.read {
		err = errors.Join(err, db.write.Close())
	}
	if err != nil {
		return fmt.Errorf("store: close: %w", err)
	}
	return nil
}

// Ping returns nil when the database answers, else most often ErrUnavailable.
func (db *DB) Ping(ctx context.Context) error {
	// Not PingContext: that of SQLite does not look, and that of lib/pq hides the cause.
	var one int
	if err := db.read.GetContext(ctx, &one, `SELECT count(*) FROM inbox_channel`); err != nil {
		return failure(ctx, "ping", err)
	}
	return nil
}
