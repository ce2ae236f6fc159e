package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"dondoc/bot/people"
)

const (
	insertAudit = `INSERT INTO audit_log (at, actor, action, subject, about, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)`
	selectAudit = `
SELECT l.id, l.at, a.channel, a.person, a.name, a.place, l.action, l.subject, coalesce(o.name, '') AS about, l.before, l.after
FROM audit_log l JOIN audit_person a ON a.id = l.actor LEFT JOIN audit_person o ON o.id = l.about`

	selectAuditPerson = `SELECT id FROM audit_person WHERE channel = ? AND person = ? AND name = ? AND place = ? ORDER BY id LIMIT 1`
	insertAuditPerson = `INSERT INTO audit_person (channel, person, name, place) VALUES (?, ?, ?, ?) RETURNING id`
	forgetAudited     = `UPDATE audit_person SET channel = '', person = '', name = '' WHERE channel = ? AND person = ?`

	mostEntries = 100     // that Entries returns when it is given no limit
	mostImage   = 1 << 20 // bytes of what stood before, or stands after
)

// audit adds to the audit log who does something in this transaction. Before and after become JSON, nil nothing; they and
// the subject must hold neither secrets nor what tells who somebody is: the log is never changed. For people see auditOf.
func (t *tx) audit(ctx context.Context, action, subject string, before, after any) error {
	return t.auditAs(ctx, action, subject, nil, before, after)
}

// auditOf is audit for what is done to a person, whose name follows the subject until they are forgotten.
func (t *tx) auditOf(ctx context.Context, action, subject string, p people.Person, name string, before, after any) error {
	about, err := t.auditPerson(ctx, people.Actor{Person: p, Name: name})
	if err != nil {
		return err
	}
	return t.auditAs(ctx, action, subject, about, before, after)
}

func (t *tx) auditAs(ctx context.Context, action, subject string, about, before, after any) error {
	actor, err := t.auditPerson(ctx, people.ActorOf(ctx))
	if err != nil {
		return err
	}
	was, err := image(before)
	if err != nil {
		return err
	}
	is, err := image(after)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, insertAudit, t.now.UnixMilli(), actor, cleanText(action), cleanText(subject), about, was, is)
	return err
}

// image is what the audit log keeps of a value.
func image(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	text, err := json.Marshal(v)
	switch {
	case err != nil:
		return "", fmt.Errorf("%w: for the audit log: %w", ErrInvalid, err)
	case len(text) > mostImage:
		return fmt.Sprintf(`{"bytes":%d}`, len(text)), nil
	}
	return string(text), nil
}

// auditPerson returns the row of who acts, or is acted on, by that name in that place.
func (t *tx) auditPerson(ctx context.Context, a people.Actor) (id int64, err error) {
	args := []any{cleanText(a.Channel), cleanText(a.ID), cleanText(a.Name), cleanText(a.Where)}
	if err = t.get(ctx, &id, selectAuditPerson, args...); errors.Is(err, sql.ErrNoRows) {
		err = t.get(ctx, &id, insertAuditPerson, args...)
	}
	return id, err
}

type auditRow struct {
	ID      int64  `db:"id"`
	At      int64  `db:"at"`
	Channel string `db:"channel"`
	Person  string `db:"person"`
	Name    string `db:"name"`
	Place   string `db:"place"`
	Action  string `db:"action"`
	Subject string `db:"subject"`
	About   string `db:"about"`
	Before  string `db:"before"`
	After   string `db:"after"`
}

func (r *auditRow) entry() people.Entry {
	return people.Entry{
		ID: r.ID, At: fromMillis(r.At), Action: r.Action, Before: r.Before, After: r.After,
		Actor:   people.Actor{Person: people.Person{Channel: r.Channel, ID: r.Person}, Name: r.Name, Where: r.Place},
		Subject: strings.TrimSpace(r.Subject + " " + r.About),
	}
}

// Audit is the audit log. It implements people.Audit.
type Audit struct{ db *DB }

var _ people.Audit = (*Audit)(nil)

// Audit returns the audit log.
func (db *DB) Audit() *Audit { return &Audit{db} }

// Entries implements people.Audit. Who was forgotten has neither name nor Person any more.
func (a *Audit) Entries(ctx context.Context, f people.EntryFilter) ([]people.Entry, error) {
	var conditions []string
	var args []any
	if f.Action != "" {
		conditions, args = append(conditions, `substr(l.action, 1, ?) = ?`), append(args, len([]rune(f.Action)), f.Action)
	}
	if !f.Since.IsZero() {
		conditions, args = append(conditions, `l.at >= ?`), append(args, f.Since.UnixMilli())
	}
	if f.Before > 0 {
		conditions, args = append(conditions, `l.id < ?`), append(args, f.Before)
	}
	query := selectAudit
	if len(conditions) > 0 {
		query += ` WHERE ` + strings.Join(conditions, ` AND `)
	}
	query += ` ORDER BY l.id DESC`
	if f.Limit == 0 {
		f.Limit = mostEntries
	}
	if f.Limit > 0 {
		query, args = query+` LIMIT ?`, append(args, f.Limit)
	}
	var rows []auditRow
	err := a.db.view(ctx, "read audit log", func(t *tx) error {
		if checkText("an action", f.Action) != nil { // there can be none
			return nil
		}
		return t.list(ctx, &rows, query, args...)
	})
	entries := make([]people.Entry, len(rows))
	for i := range rows {
		entries[i] = rows[i].entry()
	}
	return entries, err
}

// Record implements people.Audit. What is written down can never be taken back: subject, before and after must not tell
// who somebody is, nor a secret.
func (a *Audit) Record(ctx context.Context, action, subject string, before, after any) error {
	return a.db.update(ctx, "record in audit log", func(t *tx) error { return t.audit(ctx, action, subject, before, after) })
}
