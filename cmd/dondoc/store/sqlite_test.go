package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
)

func listDir(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestNewFileIsPrivateAndAlone(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "dữ liệu 100% ?&#")
	path := filepath.Join(dir, "a b%20?mode=memory#.db")
	db, err := Open(t.Context(), "sqlite:"+path, nil)
	must(t, err)
	must(t, db.AppendTurns(t.Context(), alice, asked("x")))
	must(t, db.Close())
	wantEqual(t, listDir(t, dir), []string{filepath.Base(path)})
	for path, want := range map[string]os.FileMode{dir: 0o700, path: 0o600} {
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode().Perm() != want {
			t.Errorf("%s: got mode %o, want %o", path, info.Mode().Perm(), want)
		}
	}
}

func TestOpenRelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	mustOpen(t, "sqlite:here.db")
	if _, err := os.Stat("here.db"); err != nil {
		t.Error(err)
	}
}

// TestUnwritable uses obstacles that also stop root.
func TestUnwritable(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	must(t, os.WriteFile(file, []byte("text"), 0o600))
	for name, path := range map[string]string{
		"below a file":              filepath.Join(file, "dondoc.db"),
		"far below a file":          filepath.Join(file, "data", "dondoc.db"),
		"parent's parent is absent": filepath.Join(dir, "a", "b", "dondoc.db"),
		"no files in /proc":         "/proc/dondoc.db",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(t.Context(), "sqlite:"+path, nil)
			wantError(t, err, ErrUnwritable)
			wantEqual(t, listDir(t, dir), []string{"file"})
		})
	}
}

func TestOpenReadOnlyLeavesNoTrace(t *testing.T) {
	dir := t.TempDir()
	_, err := OpenReadOnly(t.Context(), "sqlite:"+filepath.Join(dir, "data", "dondoc.db"), nil)
	wantError(t, err, ErrNotFound)
	wantEqual(t, listDir(t, dir), nil)

	empty := filepath.Join(dir, "empty.db")
	must(t, os.WriteFile(empty, nil, 0o600))
	_, err = OpenReadOnly(t.Context(), "sqlite:"+empty, nil)
	wantError(t, err, ErrNotFound)
	if info, err := os.Stat(empty); err != nil || info.Size() != 0 {
		t.Errorf("the empty file was changed: %v, %v", info, err)
	}
	wantEqual(t, listDir(t, dir), []string{"empty.db"})
}

func TestNotDatabase(t *testing.T) {
	dir := t.TempDir()
	db, _ := mustOpen(t, "sqlite:"+filepath.Join(t.TempDir(), "whole.db"))
	must(t, db.AppendTurns(t.Context(), alice, asked("x")))
	for name, content := range map[string][]byte{
		"a word":            []byte("xin chào"),
		"a line":            []byte("đây không phải cơ sở dữ liệu\n"),
		"a document":        bytes.Repeat([]byte("Quyết định số 17 "), 5000),
		"zeros":             make([]byte, 8192),
		"a header, no more": append([]byte("SQLite format 3\x00"), bytes.Repeat([]byte{0xee}, 9000)...),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, "file")
			must(t, os.WriteFile(path, content, 0o600))
			for _, open := range []func() (*DB, error){
				func() (*DB, error) { return Open(t.Context(), "sqlite:"+path, nil) },
				func() (*DB, error) { return OpenReadOnly(t.Context(), "sqlite:"+path, nil) },
			} {
				_, err := open()
				wantError(t, err, ErrNotDatabase)
			}
			after, err := os.ReadFile(path)
			must(t, err)
			if !bytes.Equal(after, content) {
				t.Error("the file was changed")
			}
			wantEqual(t, listDir(t, dir), []string{"file"})
		})
	}
	t.Run("a directory", func(t *testing.T) {
		_, err := Open(t.Context(), "sqlite:"+dir, nil)
		wantError(t, err, ErrNotDatabase)
	})
}

func TestForeignDatabaseIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "places.sqlite")
	foreign, err := sqlx.Open("sqlite", path)
	must(t, err)
	_, err = foreign.ExecContext(t.Context(), `CREATE TABLE moz_places (id INTEGER)`)
	must(t, err)
	must(t, foreign.Close())
	before, err := os.ReadFile(path)
	must(t, err)
	_, err = Open(t.Context(), "sqlite:"+path, nil)
	wantError(t, err, ErrNotDatabase)
	after, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Error("the other program's file was changed")
	}
}

func TestOpenFillsAnEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dondoc.db")
	must(t, os.WriteFile(path, nil, 0o600))
	results := make(chan error)
	const openers = 4
	for range openers { // nobody has a head start here, unlike with a missing file
		go func() {
			db, err := Open(t.Context(), "sqlite:"+path, nil)
			if err == nil {
				err = db.Close()
			}
			results <- err
		}()
	}
	for range openers {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	db, _ := mustOpen(t, "sqlite:"+path)
	must(t, db.AppendTurns(t.Context(), alice, asked("x")))
}

func TestFailedCreationLeavesNothing(t *testing.T) {
	parent := t.TempDir()
	broken := migrationsUpTo(t, "9998", map[string]string{"9999_broken.sql": "-- +goose Up\nINSERT INTO absent VALUES (1);\n"})
	_, err := open(t.Context(), "sqlite:"+filepath.Join(parent, "data", "dondoc.db"), settings{migrations: broken})
	if err == nil {
		t.Fatal("a broken migration passed")
	}
	wantEqual(t, listDir(t, parent), nil)
}

func TestLocked(t *testing.T) {
	const soon = 50 * time.Millisecond
	url := sqliteURL(t)
	holder, _ := mustOpen(t, url)
	waiting, _ := mustOpenWith(t, url, settings{busy: soon})
	held, err := holder.write.BeginTxx(t.Context(), nil)
	must(t, err)

	began := time.Now()
	wantError(t, waiting.AppendTurns(t.Context(), alice, asked("x")), ErrLocked)
	if waited := time.Since(began); waited < soon {
		t.Errorf("gave up after %v, want at least %v", waited, soon)
	}
	_, err = open(t.Context(), url, settings{busy: soon})
	wantError(t, err, ErrLocked)

	// Who only reads need not wait.
	must(t, waiting.Ping(t.Context()))
	reader, err := open(t.Context(), url, settings{busy: soon, readOnly: true})
	must(t, err)
	must(t, reader.Close())

	must(t, held.Rollback())
	must(t, waiting.AppendTurns(t.Context(), alice, asked("x")))
}

func TestPragmas(t *testing.T) {
	db, _ := mustOpen(t, sqliteURL(t))
	for pragma, want := range map[string]string{"journal_mode": "wal", "foreign_keys": "1", "busy_timeout": "5000", "secure_delete": "1", "synchronous": "2"} {
		var value string
		must(t, db.write.GetContext(t.Context(), &value, `PRAGMA `+pragma))
		if value != want {
			t.Errorf("%s: got %s, want %s", pragma, value, want)
		}
	}
	if _, err := db.read.ExecContext(t.Context(), `DELETE FROM chat_turn`); err == nil {
		t.Error("the readers' connections can write")
	}
}
