package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrationFiles embed.FS

// versionTable is not goose's own name for it, which any other program in a shared database might use too.
const versionTable = "dondoc_schema"

// dialect is what migrating has to know about a kind of database.
type dialect struct {
	goose  goose.Dialect
	folder string // below migrations
	exists string // counts the tables that have the name given
	locker func() (lock.SessionLocker, error)
}

var (
	sqliteDialect = dialect{
		goose:  goose.DialectSQLite3,
		folder: "sqlite",
		exists: `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?`,
	}
	postgresDialect = dialect{
		goose:  goose.DialectPostgres,
		folder: "postgres",
		exists: `SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1`,
		locker: func() (lock.SessionLocker, error) {
			const everySecond, times = 1, 60
			return lock.NewPostgresSessionLocker(lock.WithLockTimeout(everySecond, times))
		},
	}
)

func embedded() fs.FS {
	sub, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return migrationFiles // unreachable: the name is constant and valid
	}
	return sub
}

// migrate brings db to the newest schema, or if s.readOnly fails when that is needed. It writes only when it must.
func migrate(ctx context.Context, db *sqlx.DB, d dialect, s settings) error {
	provider, err := newProvider(db, d, s)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	sources := provider.ListSources()
	newest := sources[len(sources)-1].Version
	current, err := schemaVersion(ctx, db, d)
	switch {
	case err != nil:
		return fmt.Errorf("migrate: read schema version: %w", err)
	case current > newest:
		return fmt.Errorf("%w: schema %d, known up to %d", ErrNewerSchema, current, newest)
	case current == newest:
		return nil
	case s.readOnly && current == 0:
		return fmt.Errorf("%w: the database is empty", ErrNotFound)
	case s.readOnly:
		return fmt.Errorf("%w: schema %d of %d", ErrOlderSchema, current, newest)
	}
	if err := up(ctx, db, d, s, current, newest); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	s.logger.InfoContext(ctx, "database migrated", "from", current, "to", newest)
	return nil
}

func newProvider(db *sqlx.DB, d dialect, s settings) (*goose.Provider, error) {
	files, err := fs.Sub(s.migrations, d.folder)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{
		goose.WithTableName(versionTable),
		goose.WithDisableGlobalRegistry(true),
		goose.WithSlog(s.logger),
	}
	if d.locker != nil {
		locker, err := d.locker()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(d.goose, db.DB, files, options...)
}

// up applies what is pending. Two processes may do so at once, as goose has no lock for SQLite: the slower one then
// fails on a table that exists already, and goes on from where the other has come to.
func up(ctx context.Context, db *sqlx.DB, d dialect, s settings, current, newest int64) error {
	for current < newest {
		provider, err := newProvider(db, d, s) // anew, as a failed one remembers
		if err != nil {
			return err
		}
		_, err = provider.Up(ctx)
		if err == nil {
			return nil
		}
		reached, again := schemaVersion(ctx, db, d)
		if again != nil || reached <= current {
			return err
		}
		current = reached
	}
	return nil
}

// schemaVersion returns the number of the last migration applied, 0 for an empty database. It only reads.
func schemaVersion(ctx context.Context, db *sqlx.DB, d dialect) (int64, error) {
	const latest = `SELECT coalesce(max(version_id), 0) FROM ` + versionTable
	var tables, version int64
	if err := db.GetContext(ctx, &tables, d.exists, versionTable); err != nil {
		return 0, err
	}
	if tables == 0 {
		return 0, nil
	}
	err := db.GetContext(ctx, &version, latest)
	return version, err
}
