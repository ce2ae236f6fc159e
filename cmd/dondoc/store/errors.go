package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"

	"github.com/lib/pq"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can go wrong, to be tested with errors.Is.
var (
	ErrNotFound    = errors.New("not found")                           // no such choice, update or database
	ErrInvalid     = errors.New("cannot be stored")                    // a name or identifier that is no text, a version without files
	ErrBadURL      = errors.New("not a usable database URL")           // neither sqlite:PATH nor postgres://…
	ErrUnwritable  = errors.New("the database cannot be written")      // directory, file or rights do not allow it, or the disk is full
	ErrLocked      = errors.New("the database is held by another")     // for longer than busyTimeout; trying again may help
	ErrNotDatabase = errors.New("not a database of this program")      // some other file, or a damaged one
	ErrUnavailable = errors.New("the database cannot be reached")      // no server, no access, or it went away
	ErrNewerSchema = errors.New("the database is newer than dondoc")   // a later release has migrated it
	ErrOlderSchema = errors.New("the database has yet to be migrated") // only from OpenReadOnly, which may not migrate
)

// failure describes what went wrong while doing action, and wraps the sentinel that fits, if any.
func failure(ctx context.Context, action string, err error) error {
	switch known := classify(err); {
	case ctx.Err() != nil && !errors.Is(err, ctx.Err()):
		return fmt.Errorf("store: %s: %w: %w", action, ctx.Err(), err)
	case known != nil && !errors.Is(err, known):
		return fmt.Errorf("store: %s: %w: %w", action, known, err)
	}
	return fmt.Errorf("store: %s: %w", action, err)
}

// classify returns the sentinel for an error of a driver, or nil.
func classify(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return classifySQLite(e.Code())
	}
	if e, ok := errors.AsType[*pq.Error](err); ok {
		return classifyPostgres(string(e.Code))
	}
	if _, ok := errors.AsType[net.Error](err); ok || errors.Is(err, driver.ErrBadConn) {
		return ErrUnavailable
	}
	return nil
}

func classifySQLite(code int) error {
	const primary = 0xff // the low byte; the rest of an extended code is detail
	switch code & primary {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrLocked
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return ErrNotDatabase
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return ErrUnwritable
	case sqlite3.SQLITE_IOERR:
		return ErrUnavailable
	}
	return nil
}

// classifyPostgres reads an SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
func classifyPostgres(state string) error {
	switch state {
	case "42501", "25006": // insufficient privilege, read-only transaction
		return ErrUnwritable
	case "55P03", "40P01", "40001": // lock not available, deadlock, serialization failure
		return ErrLocked
	}
	if len(state) < 2 {
		return nil
	}
	switch state[:2] {
	case "08", "28", "3D", "53", "57": // connection, authorization, no such database, resources, operator intervention
		return ErrUnavailable
	}
	return nil
}
