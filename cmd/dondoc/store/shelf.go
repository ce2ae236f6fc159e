package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"dondoc/corpus"
	"dondoc/knowledge/library"
)

const (
	selectStanding       = `SELECT id, state, origin FROM corpus_version`
	selectStandingByID   = selectStanding + ` WHERE id = ?`
	selectStandingByHash = selectStanding + ` WHERE hash = ?`
	selectOpen           = selectStanding + ` WHERE state = 'candidate'` // at most one

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
	ID     int64  `db:"id"`
	State  string `db:"state"`
	Origin string `db:"origin"`
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
// was made of is replaced by it, and another one stays open. What the Draft changes among the edits of its Base, the audit
// log tells.
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
