package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dondoc/cmd/dondoc/store/pgtest"
)

// childURL makes the test binary a second process that stores updates, see TestTwoProcesses.
const childURL = "DONDOC_STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if url := os.Getenv(childURL); url != "" {
		if err := storeAsChild(context.Background(), url); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// onEach runs the test on an SQLite file that does not exist yet, and on an empty PostgreSQL database.
func onEach(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, sqliteURL(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, pgtest.Start(t)) })
}

func sqliteURL(t testing.TB) string {
	return "sqlite:" + filepath.Join(t.TempDir(), "dondoc.db")
}

// noon is what the clock of every test shows at first.
var noon = time.Date(2023, 4, 20, 12, 0, 0, 0, time.UTC)

// clock is set, not passed: it must not move while a database is in use by another goroutine.
type clock struct{ now time.Time }

func (c *clock) pass(d time.Duration) { c.now = c.now.Add(d) }

func mustOpen(t testing.TB, url string) (*DB, *clock) {
	t.Helper()
	return mustOpenWith(t, url, settings{})
}

func mustOpenWith(t testing.TB, url string, s settings) (*DB, *clock) {
	t.Helper()
	db, err := open(t.Context(), url, s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	c := &clock{now: noon}
	db.Now = func() time.Time { return c.now }
	return db, c
}

// must fails the test on an error; must(t, db.Forget(…)).
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// got returns the value of a call that must not fail: got[int64](t)(db.Expire(…)).
func got[V any](t testing.TB) func(V, error) V {
	t.Helper()
	return func(v V, err error) V {
		t.Helper()
		must(t, err)
		return v
	}
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want one that wraps %q", err, want)
	}
}

func wantEqual[E comparable](t *testing.T, got, want []E) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// count counts rows behind the back of the methods.
func count(t *testing.T, db *DB, table string) int {
	t.Helper()
	var n int
	must(t, db.read.GetContext(t.Context(), &n, `SELECT count(*) FROM `+table))
	return n
}
