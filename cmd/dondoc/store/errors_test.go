package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"testing"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	sqlite3 "modernc.org/sqlite/lib"
)

func TestClassify(t *testing.T) {
	state := func(code pqerror.Code) error { return fmt.Errorf("wrapped: %w", &pq.Error{Code: code}) }
	for _, test := range []struct {
		err, want error
	}{
		{nil, nil},
		{errors.New("some other"), nil},
		{sql.ErrNoRows, ErrNotFound},
		{driver.ErrBadConn, ErrUnavailable},
		{state("42501"), ErrUnwritable},
		{state("25006"), ErrUnwritable},
		{state("40P01"), ErrLocked},
		{state("40001"), ErrLocked},
		{state("28P01"), ErrUnavailable}, // wrong password
		{state("53300"), ErrUnavailable}, // too many connections
		{state("57P01"), ErrUnavailable}, // shutting down
		{state("23505"), nil},
		{state(""), nil},
	} {
		if got := classify(test.err); got != test.want {
			t.Errorf("%v: got %v, want %v", test.err, got, test.want)
		}
	}
	for code, want := range map[int]error{
		sqlite3.SQLITE_BUSY_SNAPSHOT:     ErrLocked,
		sqlite3.SQLITE_CORRUPT_INDEX:     ErrNotDatabase,
		sqlite3.SQLITE_READONLY_DBMOVED:  ErrUnwritable,
		sqlite3.SQLITE_FULL:              ErrUnwritable,
		sqlite3.SQLITE_IOERR_READ:        ErrUnavailable,
		sqlite3.SQLITE_CONSTRAINT_UNIQUE: nil,
	} {
		if got := classifySQLite(code); got != want {
			t.Errorf("SQLite code %d: got %v, want %v", code, got, want)
		}
	}
}

func TestFailureNamesTheEndOfTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	cause := &pq.Error{Code: "57014"} // what the server says of a statement that was cancelled
	err := failure(ctx, "look", cause)
	wantError(t, err, context.Canceled)
	wantError(t, err, cause)
}
