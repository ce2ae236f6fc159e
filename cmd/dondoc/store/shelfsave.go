package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"dondoc/bot/people"
	"dondoc/knowledge/library"
)

const (
	// What was in force before is so still known.
	closeOpen   = `UPDATE corpus_version SET state = CASE WHEN EXISTS (SELECT 1 FROM corpus_publication p WHERE p.version_id = corpus_version.id) THEN 'published' ELSE ? END WHERE state = 'candidate'`
	updateState = `UPDATE corpus_version SET state = ? WHERE id = ?`
	insertDraft = `
INSERT INTO corpus_version (origin, hash, created_at, state, base, edits, edits_sha256, by_name, by_channel, by_person)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`
	selectContents = `SELECT sha256 FROM corpus_content WHERE sha256 IN (?)`

	insertContent     = `INSERT INTO corpus_content (sha256, content) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING`
	insertVersionFile = `INSERT INTO corpus_version_file (version_id, position, name, sha256) VALUES (?, ?, ?, ?)`
)

// saveDraft returns the ID of what the draft has become, which is now open unless it is in force or set aside.
func saveDraft(ctx context.Context, t *tx, d *draft) (int64, error) {
	now, err := inForce(ctx, t)
	if err != nil {
		return 0, err
	}
	open, err := standingOf(ctx, t, selectOpen)
	if err != nil {
		return 0, err
	}
	known, err := standingOf(ctx, t, selectStandingByHash, d.hash)
	if err != nil {
		return 0, err
	}
	latest := cmp.Or(open.ID, now)
	stands := d.Expect < 0 || d.Expect == latest
	replaces := stands && open.ID != 0 && open.ID == d.Base
	switch {
	case known.ID != 0 && (known.ID == open.ID || known.ID == now && !replaces):
		return known.ID, nil // also when somebody else was faster: nothing of theirs is lost
	case !stands:
		return 0, fmt.Errorf("%w: version %d", library.ErrConflict, latest)
	case open.ID != 0 && d.Origin == library.OriginShipped && open.Origin != library.OriginShipped:
		return setAside(ctx, t, d, known)
	}
	if _, err := t.exec(ctx, closeOpen, stateReplaced); err != nil {
		return 0, err
	}
	switch known.ID {
	case 0:
		known.ID, err = insertWhole(ctx, t, d, stateCandidate)
	case now:
	default:
		_, err = t.exec(ctx, updateState, stateCandidate, known.ID)
	}
	if err != nil {
		return 0, err
	}
	if err := t.auditSaved(ctx, known.ID, d, openImage{open.ID}); err != nil {
		return 0, err
	}
	return known.ID, auditEdits(ctx, t, known.ID, d)
}

// standingOf returns the version that a query finds, the zero one for none.
func standingOf(ctx context.Context, t *tx, query string, args ...any) (standing, error) {
	var found standing
	if err := t.get(ctx, &found, query, args...); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return standing{}, err
	}
	return found, nil
}

// setAside stores a draft from which Publish can go on, but which does not take the place of the open candidate.
func setAside(ctx context.Context, t *tx, d *draft, known standing) (int64, error) {
	var err error
	switch {
	case known.ID == 0:
		known.ID, err = insertWhole(ctx, t, d, stateReplaced)
	case known.State == stateDiscarded:
		_, err = t.exec(ctx, updateState, stateReplaced, known.ID)
	default:
		return known.ID, nil
	}
	if err != nil {
		return 0, err
	}
	return known.ID, t.auditSaved(ctx, known.ID, d, nil)
}

// auditSaved adds that a draft was stored as a version; before is what it took the place of.
func (t *tx) auditSaved(ctx context.Context, id int64, d *draft, before any) error {
	return t.audit(ctx, "version.save", subjectVersion(id), before, savedImage{d.hash, d.Origin, d.Base, len(d.Files), countEdits(d.Edits)})
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

// insertWhole inserts a draft in a state, with those of its contents that are not there yet.
func insertWhole(ctx context.Context, t *tx, d *draft, state string) (id int64, err error) {
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
	err = t.get(ctx, &id, insertDraft, cleanText(d.Origin), d.hash, t.now.UnixMilli(), state, d.Base, countEdits(d.Edits), editsSum,
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
