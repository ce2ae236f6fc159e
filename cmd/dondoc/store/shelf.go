package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"dondoc/bot/people"
	"dondoc/corpus"
	"dondoc/knowledge/library"
)

const (
	selectStanding       = `SELECT id, state FROM corpus_version`
	selectStandingByID   = selectStanding + ` WHERE id = ?`
	selectStandingByHash = selectStanding + ` WHERE hash = ?`
	selectOpen           = `SELECT coalesce(max(id), 0) FROM corpus_version WHERE state = 'candidate'`

	// What was in force before is so still known.
	closeOpen   = `UPDATE corpus_version SET state = CASE WHEN EXISTS (SELECT 1 FROM corpus_publication p WHERE p.version_id = corpus_version.id) THEN 'published' ELSE ? END WHERE state = 'candidate'`
	openVersion = `UPDATE corpus_version SET state = 'candidate' WHERE id = ?`
	insertDraft = `
INSERT INTO corpus_version (origin, hash, created_at, state, base, edits, edits_sha256, by_name, by_channel, by_person)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`
	selectContents = `SELECT sha256 FROM corpus_content WHERE sha256 IN (?)`

	insertContent     = `INSERT INTO corpus_content (sha256, content) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING`
	insertVersionFile = `INSERT INTO corpus_version_file (version_id, position, name, sha256) VALUES (?, ?, ?, ?)`

	// The states that are stored; whether what is published is in force or was, the last publication tells.
	stateCandidate = "candidate"
	stateReplaced  = "replaced"
	stateDiscarded = "discarded"

	settingShelf = "shelf"
)

// Shelf keeps the versions of the corpus. It implements library.Shelf and library.Journal.
type Shelf struct{ db *DB }

var (
	_ library.Shelf   = (*Shelf)(nil)
	_ library.Journal = (*Shelf)(nil)
)

// Shelf returns where the versions of the corpus are kept.
func (db *DB) Shelf() *Shelf { return &Shelf{db} }

// updateShelf is update for what changes versions: those wait for each other from their beginning, over all copies.
func (db *DB) updateShelf(ctx context.Context, action string, do func(*tx) error) error {
	return db.update(ctx, action, func(t *tx) error {
		if err := t.lockShelf(ctx); err != nil {
			return err
		}
		return do(t)
	})
}

// lockShelf waits for whoever changes versions. Who also holds the book (see change) must have that first.
func (t *tx) lockShelf(ctx context.Context) error {
	var locked int64
	return t.get(ctx, &locked, t.locking(selectSetting, rowLock), settingShelf)
}

// standing is a version with its stored state.
type standing struct {
	ID    int64  `db:"id"`
	State string `db:"state"`
}

// draft is a library.Draft with its hashes.
type draft struct {
	library.Draft
	sums     []string // of the files
	editsSum string   // "" for none
	hash     string
}

// Save implements library.Shelf. The files keep the order in which they are given; a Draft without files, with a file that
// could not be read or whose name is no text is ErrInvalid. When the Draft is what is in force, an open candidate that it
// was made of is replaced by it, and another one stays open.
func (s *Shelf) Save(ctx context.Context, d library.Draft) (library.Version, error) {
	var saved library.Version
	full, err := newDraft(d)
	if err != nil {
		return saved, failure(ctx, "save version", err)
	}
	err = s.db.updateShelf(ctx, "save version", func(t *tx) error {
		id, err := saveDraft(ctx, t, full)
		if err != nil {
			return err
		}
		saved, err = readVersion(ctx, t, id)
		return err
	})
	return saved, err
}

func newDraft(d library.Draft) (*draft, error) {
	full := &draft{Draft: d}
	for _, f := range d.Files {
		if f.Err != nil {
			return nil, fmt.Errorf("%w: a file that could not be read", ErrInvalid)
		}
	}
	var err error
	if full.sums, full.hash, err = fingerprint(d.Files); err != nil {
		return nil, err
	}
	if countEdits(d.Edits) == 0 {
		full.Edits = nil
		return full, nil
	}
	// No name is that long, so no set of files alone has this hash.
	const noLength = ^uint64(0)
	sum := sha256.Sum256(d.Edits)
	whole := sha256.New()
	whole.Write([]byte(full.hash))
	whole.Write(binary.BigEndian.AppendUint64(nil, noLength))
	whole.Write(sum[:])
	full.editsSum, full.hash = hex.EncodeToString(sum[:]), hex.EncodeToString(whole.Sum(nil))
	return full, nil
}

// fingerprint returns the SHA-256 of every content and of the whole, both hexadecimal.
func fingerprint(files []corpus.File) (sums []string, hash string, err error) {
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

// countEdits counts the lines that say something.
func countEdits(lines []byte) (n int) {
	for line := range bytes.Lines(lines) {
		if len(bytes.TrimSpace(line)) > 0 {
			n++
		}
	}
	return n
}

// saveDraft returns the ID of what the draft has become, which is now open unless it is in force.
func saveDraft(ctx context.Context, t *tx, d *draft) (int64, error) {
	now, err := inForce(ctx, t)
	if err != nil {
		return 0, err
	}
	var open int64
	if err := t.get(ctx, &open, selectOpen); err != nil {
		return 0, err
	}
	var known standing
	err = t.get(ctx, &known, selectStandingByHash, d.hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	closes := known.ID == 0 || known.ID != now && known.ID != open || known.ID == now && open != 0 && open == d.Base
	if !closes {
		return known.ID, nil
	}
	if _, err := t.exec(ctx, closeOpen, stateReplaced); err != nil {
		return 0, err
	}
	switch known.ID {
	case 0:
		known.ID, err = insertWhole(ctx, t, d)
	case now:
	default:
		_, err = t.exec(ctx, openVersion, known.ID)
	}
	if err != nil {
		return 0, err
	}
	return known.ID, t.audit(ctx, "version.save", subjectVersion(known.ID), openImage{open}, savedImage{
		d.hash, d.Origin, d.Base, len(d.Files), countEdits(d.Edits),
	})
}

// openImage is what the audit log tells of the candidate that was open before.
type openImage struct {
	Open int64 `json:"open"` // 0 for none
}

type savedImage struct {
	Hash   string `json:"hash"`
	Origin string `json:"origin"`
	Base   int64  `json:"base"`
	Files  int    `json:"files"`
	Edits  int    `json:"edits"`
}

// insertWhole inserts a draft as the open candidate, with those of its contents that are not there yet.
func insertWhole(ctx context.Context, t *tx, d *draft) (id int64, err error) {
	contents := map[string][]byte{}
	for i, f := range d.Files {
		contents[d.sums[i]] = notNil(f.Content)
	}
	var editsSum any
	if d.editsSum != "" {
		editsSum, contents[d.editsSum] = d.editsSum, d.Edits
	}
	if err := insertContents(ctx, t, contents); err != nil {
		return 0, err
	}
	by := people.ActorOf(ctx)
	err = t.get(ctx, &id, insertDraft, cleanText(d.Origin), d.hash, t.now.UnixMilli(), stateCandidate, d.Base, countEdits(d.Edits), editsSum,
		cleanText(by.Name), cleanText(by.Channel), cleanText(by.ID))
	if err != nil {
		return 0, err
	}
	var members [][]any
	for i, f := range d.Files {
		members = append(members, []any{id, i, f.Name, d.sums[i]})
	}
	return id, t.each(ctx, insertVersionFile, members)
}

func insertContents(ctx context.Context, t *tx, contents map[string][]byte) error {
	var sums, there []string
	for sum := range contents {
		sums = append(sums, sum)
	}
	for some := range slices.Chunk(sums, mostHashes) {
		query, args, err := sqlx.In(selectContents, some)
		if err != nil {
			return err
		}
		var found []string
		if err := t.list(ctx, &found, query, args...); err != nil {
			return err
		}
		there = append(there, found...)
	}
	for _, sum := range there {
		delete(contents, sum)
	}
	var rows [][]any
	for sum, content := range contents {
		rows = append(rows, []any{sum, content})
	}
	// In one order everywhere, or two that insert the same could wait for each other.
	slices.SortFunc(rows, func(a, b []any) int { return strings.Compare(a[0].(string), b[0].(string)) })
	return t.each(ctx, insertContent, rows)
}
