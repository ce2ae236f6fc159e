package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"dondoc/bot/people"
)

const (
	selectGoldens    = `SELECT id, record, at, by_name FROM golden_question`
	selectGoldenByID = selectGoldens + ` WHERE id = ?`
	upsertGolden     = `
INSERT INTO golden_question (id, record, at, by_name, by_channel, by_person) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET record = excluded.record, at = excluded.at, by_name = excluded.by_name,
    by_channel = excluded.by_channel, by_person = excluded.by_person`
	deleteGolden = `DELETE FROM golden_question WHERE id = ?`

	mostGoldenID = 200     // bytes
	mostGolden   = 1 << 18 // bytes of a record
)

// Golden is a question whose right answer is known, entered by an administrator.
type Golden struct {
	ID     string
	Record []byte // JSON, a line of package golden
	At     time.Time
	By     string // display name; "" when not known or deleted
}

type goldenRow struct {
	ID     string `db:"id"`
	Record string `db:"record"`
	At     int64  `db:"at"`
	By     string `db:"by_name"`
}

// goldenImage is what the audit log tells of a question: not what it asks.
type goldenImage struct {
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
}

func goldenImageOf(record string) goldenImage {
	sum := sha256.Sum256([]byte(record))
	return goldenImage{hex.EncodeToString(sum[:]), len(record)}
}

// Goldens returns all golden questions by ID.
func (db *DB) Goldens(ctx context.Context) ([]Golden, error) {
	var rows []goldenRow
	err := db.view(ctx, "list golden questions", func(t *tx) error { return t.list(ctx, &rows, selectGoldens) })
	all := make([]Golden, len(rows))
	for i, r := range rows {
		all[i] = Golden{r.ID, []byte(r.Record), fromMillis(r.At), r.By}
	}
	// Not by the database, whose order depends on its language.
	slices.SortFunc(all, func(a, b Golden) int { return cmp.Compare(a.ID, b.ID) })
	return all, err
}

// SaveGolden stores or replaces a golden question. An ID that is empty or too long and a record that is too large or no
// JSON are ErrInvalid.
func (db *DB) SaveGolden(ctx context.Context, id string, record []byte) error {
	return db.update(ctx, "save golden question", func(t *tx) error {
		if err := checkGolden(id, record); err != nil {
			return err
		}
		before, err := readGolden(ctx, t, id)
		if err != nil {
			return err
		}
		by, text := people.ActorOf(ctx), string(record)
		_, err = t.exec(ctx, upsertGolden, id, text, t.now.UnixMilli(), cleanText(by.Name), cleanText(by.Channel), cleanText(by.ID))
		if err != nil {
			return err
		}
		return t.audit(ctx, "golden.save", subjectGolden(id), before, goldenImageOf(text))
	})
}

// DeleteGolden removes a golden question; ErrNotFound when there is none.
func (db *DB) DeleteGolden(ctx context.Context, id string) error {
	return db.update(ctx, "delete golden question", func(t *tx) error {
		if checkText("an id", id) != nil {
			return ErrNotFound
		}
		before, err := readGolden(ctx, t, id)
		switch {
		case err != nil:
			return err
		case before == nil:
			return ErrNotFound
		}
		if _, err := t.exec(ctx, deleteGolden, id); err != nil {
			return err
		}
		return t.audit(ctx, "golden.delete", subjectGolden(id), before, nil)
	})
}

// readGolden returns what the audit log tells of a question, nil when there is none.
func readGolden(ctx context.Context, t *tx, id string) (before any, err error) {
	var row goldenRow
	switch err := t.get(ctx, &row, selectGoldenByID, id); {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return goldenImageOf(row.Record), nil
}

func checkGolden(id string, record []byte) error {
	switch {
	case id == "" || len(id) > mostGoldenID:
		return fmt.Errorf("%w: a golden question whose id has %d bytes", ErrInvalid, len(id))
	case len(record) > mostGolden || !json.Valid(record):
		return fmt.Errorf("%w: a golden question of %d bytes that is too large or no JSON", ErrInvalid, len(record))
	}
	return cmp.Or(checkText("an id", id), checkText("a golden question", string(record)))
}

func subjectGolden(id string) string { return "câu hỏi chuẩn " + id }
