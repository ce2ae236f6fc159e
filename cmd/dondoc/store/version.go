package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// File is a source file of a corpus Version. An empty content may come back as nil.
type File struct {
	Name    string `db:"name"`
	Content []byte `db:"content"`
}

// Version is an ordered set of source files.
type Version struct {
	ID          int64  // counts from 1
	Origin      string // "shipped" or "loaded": how it first came
	Hash        string // hexadecimal, of the names and contents in their order
	CreatedAt   time.Time
	PublishedAt time.Time // when it was last published; zero if it never was
	Published   bool      // it is the one in force
	Files       int       // how many
}

const (
	selectVersions = `
SELECT v.id, v.origin, v.hash, v.created_at,
       (SELECT count(*) FROM corpus_version_file f WHERE f.version_id = v.id) AS files,
       coalesce((SELECT p.published_at FROM corpus_publication p WHERE p.version_id = v.id ORDER BY p.id DESC LIMIT 1), 0) AS published_at,
       v.id = coalesce((SELECT p.version_id FROM corpus_publication p ORDER BY p.id DESC LIMIT 1), 0) AS published
FROM corpus_version v`
	selectVersionByHash = selectVersions + ` WHERE v.hash = ?`
	selectVersionByID   = selectVersions + ` WHERE v.id = ?`
	selectAllVersions   = selectVersions + ` ORDER BY v.id`
	selectPublishedID   = `SELECT version_id FROM corpus_publication ORDER BY id DESC LIMIT 1`

	insertVersion     = `INSERT INTO corpus_version (origin, hash, created_at) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING RETURNING id`
	insertContent     = `INSERT INTO corpus_content (sha256, content) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING`
	insertVersionFile = `INSERT INTO corpus_version_file (version_id, position, name, sha256) VALUES (?, ?, ?, ?)`
	insertPublication = `INSERT INTO corpus_publication (version_id, published_at) VALUES (?, ?)`

	selectFiles = `
SELECT f.name, c.content FROM corpus_version_file f JOIN corpus_content c ON c.sha256 = f.sha256
WHERE f.version_id = ? ORDER BY f.position`
)

// versionRow is a Version as the database tells it.
type versionRow struct {
	ID          int64  `db:"id"`
	Origin      string `db:"origin"`
	Hash        string `db:"hash"`
	CreatedAt   int64  `db:"created_at"`
	PublishedAt int64  `db:"published_at"`
	Published   bool   `db:"published"`
	Files       int    `db:"files"`
}

func (r versionRow) version() Version {
	return Version{
		ID: r.ID, Origin: r.Origin, Hash: r.Hash, Files: r.Files, Published: r.Published,
		CreatedAt: fromMillis(r.CreatedAt), PublishedAt: fromMillis(r.PublishedAt),
	}
}

// SaveVersion stores files and returns their Version. The same files in the same order give the same Version,
// which keeps its first origin. A version without files, or with a name that is no text, is ErrInvalid.
// Saving does not publish.
func (db *DB) SaveVersion(ctx context.Context, origin string, files []File) (Version, error) {
	var row versionRow
	err := db.update(ctx, "save version", func(t *tx) error {
		sums, hash, err := fingerprint(files)
		if err != nil {
			return err
		}
		err = t.get(ctx, &row, selectVersionByHash, hash)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err := insertFiles(ctx, t, origin, hash, files, sums); err != nil {
			return err
		}
		return t.get(ctx, &row, selectVersionByHash, hash)
	})
	return row.version(), err
}

// fingerprint returns the SHA-256 of every content and of the whole.
func fingerprint(files []File) (sums []string, hash string, err error) {
	if len(files) == 0 {
		return nil, "", fmt.Errorf("%w: a version without files", ErrInvalid)
	}
	whole := sha256.New()
	for _, f := range files {
		if err := checkText("a file name", f.Name); err != nil {
			return nil, "", err
		}
		// The length parts the name from what follows, which has a fixed length.
		whole.Write(binary.BigEndian.AppendUint64(nil, uint64(len(f.Name))))
		whole.Write([]byte(f.Name))
		sum := sha256.Sum256(f.Content)
		whole.Write(sum[:])
		sums = append(sums, hex.EncodeToString(sum[:]))
	}
	return sums, hex.EncodeToString(whole.Sum(nil)), nil
}

// insertFiles inserts a version and its files, unless another process has just done so.
func insertFiles(ctx context.Context, t *tx, origin, hash string, files []File, sums []string) error {
	var id int64
	err := t.get(ctx, &id, insertVersion, cleanText(origin), hash, t.now.UnixMilli())
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	var contents, members [][]any
	for i, f := range files {
		contents = append(contents, []any{sums[i], notNil(f.Content)})
		members = append(members, []any{id, i, f.Name, sums[i]})
	}
	// In one order everywhere, or two versions that share files could wait for each other.
	slices.SortFunc(contents, func(a, b []any) int { return strings.Compare(a[0].(string), b[0].(string)) })
	if err := t.each(ctx, insertContent, contents); err != nil {
		return err
	}
	return t.each(ctx, insertVersionFile, members)
}

// notNil keeps an empty content from becoming NULL.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// Publish puts the version in force instead of the one that was. Publishing it again changes nothing.
// An unknown id is ErrNotFound.
func (db *DB) Publish(ctx context.Context, id int64) error {
	return db.update(ctx, "publish version", func(t *tx) error {
		var row versionRow
		if err := t.get(ctx, &row, selectVersionByID, id); err != nil {
			return err
		}
		if row.Published {
			return nil
		}
		_, err := t.exec(ctx, insertPublication, id, t.now.UnixMilli())
		return err
	})
}

// Published returns the version in force with its files in order, or ErrNotFound when there is none.
func (db *DB) Published(ctx context.Context) (Version, []File, error) {
	var row versionRow
	var files []File
	err := db.view(ctx, "read published version", func(t *tx) error {
		var id int64
		if err := t.get(ctx, &id, selectPublishedID); err != nil {
			return err
		}
		if err := t.get(ctx, &row, selectVersionByID, id); err != nil {
			return err
		}
		return t.list(ctx, &files, selectFiles, id)
	})
	return row.version(), files, err
}

// Files returns the files of any version in order; an unknown id is ErrNotFound.
func (db *DB) Files(ctx context.Context, id int64) ([]File, error) {
	var files []File
	err := db.view(ctx, "read version", func(t *tx) error {
		if err := t.list(ctx, &files, selectFiles, id); err != nil {
			return err
		}
		if len(files) == 0 { // every version has some
			return ErrNotFound
		}
		return nil
	})
	return files, err
}

// Versions returns all versions, oldest first.
func (db *DB) Versions(ctx context.Context) ([]Version, error) {
	var rows []versionRow
	err := db.view(ctx, "list versions", func(t *tx) error {
		return t.list(ctx, &rows, selectAllVersions)
	})
	versions := make([]Version, len(rows))
	for i, r := range rows {
		versions[i] = r.version()
	}
	return versions, err
}
