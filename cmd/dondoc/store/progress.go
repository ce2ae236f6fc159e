package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"dondoc/reminders"
)

const (
	selectProgress = `
SELECT milestone, agency, due, state, said_by, said_at, report, file, note, until_day, decision, seen_by, seen_at, paused_until,
    said_channel, said_chat, seen_channel, seen_chat
FROM progress`
	selectProgressOfWork = selectProgress + ` WHERE milestone = ? AND agency = ? AND due = ?`
	selectAcknowledged   = selectProgress + ` WHERE milestone IN (?) AND seen_at <> 0 ORDER BY milestone, agency, due`

	upsertProgress = `
INSERT INTO progress (milestone, agency, due, state, said_by, said_channel, said_chat, said_at, report, file, note, until_day, decision,
    seen_by, seen_channel, seen_chat, seen_at, paused_until)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (milestone, agency, due) DO UPDATE SET state = excluded.state, said_by = excluded.said_by,
    said_channel = excluded.said_channel, said_chat = excluded.said_chat, said_at = excluded.said_at, report = excluded.report,
    file = excluded.file, note = excluded.note, until_day = excluded.until_day, decision = excluded.decision, seen_by = excluded.seen_by,
    seen_channel = excluded.seen_channel, seen_chat = excluded.seen_chat, seen_at = excluded.seen_at, paused_until = excluded.paused_until`

	selectTaskOfMilestone = `SELECT task, due FROM register_milestone WHERE id = ?`

	insertProgressLog = `
INSERT INTO progress_log (what, who, channel, chat, said_at, milestone, agency, due, extension, state_before, state_after)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

	selectProgressLog = `
SELECT id, what, who, channel, chat, said_at, extension, state_before, state_after FROM progress_log
WHERE milestone = ? AND agency = ? AND due = ? ORDER BY id`
)

// What a row of the progress log is about.
const (
	LogProgress     = "progress"     // somebody said how far Work has come
	LogAcknowledged = "acknowledged" // somebody has seen it
	LogMoved        = "moved"        // its deadline changed, so nobody has seen it any more
	LogAsked        = "asked"        // an extension was asked for
	LogAccepted     = "accepted"     // and granted
	LogRefused      = "refused"      // or not
)

// ProgressEntry is one row of the progress log. Names are in Who only, so that they can be forgotten.
type ProgressEntry struct {
	ID        int64
	What      string // LogProgress …
	Who       reminders.Person
	At        time.Time
	Extension int64              // ID, of what is about one
	Before    reminders.Progress // without names
	After     reminders.Progress
}

// statement is a Progress with the chats that its names come from.
type statement struct {
	reminders.Progress
	by, seenBy reminders.Chat
}

// SaveProgress replaces was, the Progress of its Work, and adds that to the log. If what is stored differs from was in
// more than names, or anything is stored and was is zero, it is ErrConflict of package reminders. What was said or
// acknowledged at the same time as before keeps its name: it is the same statement, by the same person. Work of an
// unknown Milestone is ErrUnknown of package reminders; a State that is none of the five, nor "" of what was only
// acknowledged, is ErrInvalid.
func (db *DB) SaveProgress(ctx context.Context, who reminders.Person, was, p reminders.Progress) error {
	return db.change(ctx, "save progress", func(t *tx) (bool, error) {
		if p.State != "" && !p.State.Valid() {
			return false, fmt.Errorf("%w: there is no such state of progress", ErrInvalid)
		}
		if err := checkWork(ctx, t, who, p.Work); err != nil {
			return false, err
		}
		// Changes wait for each other from their beginning: nobody writes between this and the next statement.
		stored, err := readProgress(ctx, t, p.Work)
		if err != nil {
			return false, err
		}
		if nameless(stored.Progress) != nameless(was) { // names may be forgotten at any time
			return false, fmt.Errorf("%w: somebody else has said something of the work", reminders.ErrConflict)
		}
		return true, saveProgress(ctx, t, LogProgress, who, p, 0)
	})
}

func saveProgress(ctx context.Context, t *tx, what string, who reminders.Person, p reminders.Progress, extension int64) error {
	before, err := readProgress(ctx, t, p.Work)
	if err != nil {
		return err
	}
	after := statement{Progress: p}
	if after.By, after.by = p.By, who.Chat; p.By == "" {
		after.By = who.Name
	}
	if !p.At.IsZero() && toMillis(p.At) == toMillis(before.At) {
		after.By, after.by = before.By, before.by
	}
	if !p.AcknowledgedAt.IsZero() {
		after.seenBy = who.Chat
		if toMillis(p.AcknowledgedAt) == toMillis(before.AcknowledgedAt) {
			after.AcknowledgedBy, after.seenBy = before.AcknowledgedBy, before.seenBy
		}
	}
	if err := writeProgress(ctx, t, after); err != nil {
		return err
	}
	return logProgress(ctx, t, what, who, t.now, extension, before.Progress, after.Progress)
}

func writeProgress(ctx context.Context, t *tx, p statement) error {
	_, err := t.exec(ctx, upsertProgress, p.Milestone, p.Agency, iso(p.Due), string(p.State), cleanText(p.By), p.by.Channel, p.by.ID,
		toMillis(p.At), cleanText(p.Report), cleanText(p.File), cleanText(p.Note), iso(p.Until), cleanText(p.Decision),
		cleanText(p.AcknowledgedBy), p.seenBy.Channel, p.seenBy.ID, toMillis(p.AcknowledgedAt), iso(p.PausedUntil))
	return err
}

// readProgress returns what is known of Work, the zero State if nothing is.
func readProgress(ctx context.Context, t *tx, w reminders.Work) (statement, error) {
	var row progressRow
	err := t.get(ctx, &row, selectProgressOfWork, w.Milestone, w.Agency, iso(w.Due))
	if errors.Is(err, sql.ErrNoRows) {
		return statement{Progress: reminders.Progress{Work: w}}, nil
	}
	return row.statement(), err
}

// checkWork fails for Work that is not in the register, and for a person or an agency that is no text.
func checkWork(ctx context.Context, t *tx, who reminders.Person, works ...reminders.Work) error {
	if err := checkPerson(who); err != nil {
		return err
	}
	for _, w := range works {
		if err := checkText("an agency's name", w.Agency); err != nil {
			return err
		}
		if _, err := whereabouts(ctx, t, w); err != nil {
			return err
		}
	}
	return nil
}

// whereabouts returns where Work stands in the register.
func whereabouts(ctx context.Context, t *tx, w reminders.Work) (about, error) {
	var row struct {
		Task string    `db:"task"`
		Due  dayColumn `db:"due"`
	}
	if checkText("a milestone's id", w.Milestone) != nil {
		return about{}, unknown("milestone", sql.ErrNoRows)
	}
	err := t.get(ctx, &row, selectTaskOfMilestone, w.Milestone)
	if !w.Due.IsZero() {
		row.Due.Date = w.Due
	}
	return about{work: w, task: row.Task, due: row.Due.Date}, unknown("milestone", err)
}

// Acknowledge marks Works as seen and adds that to the log; those that are already keep their first name and time. Work
// of an unknown Milestone is ErrUnknown of package reminders, and then none is marked.
func (db *DB) Acknowledge(ctx context.Context, who reminders.Person, at time.Time, works []reminders.Work) error {
	return db.change(ctx, "acknowledge", func(t *tx) (changed bool, err error) {
		if err := checkWork(ctx, t, who, works...); err != nil {
			return false, err
		}
		for _, w := range works {
			before, err := readProgress(ctx, t, w)
			if err != nil {
				return false, err
			}
			if !before.AcknowledgedAt.IsZero() {
				continue
			}
			after := before
			after.AcknowledgedBy, after.seenBy, after.AcknowledgedAt = who.Name, who.Chat, at
			if err := writeProgress(ctx, t, after); err != nil {
				return false, err
			}
			if err := logProgress(ctx, t, LogAcknowledged, who, at, 0, before.Progress, after.Progress); err != nil {
				return false, err
			}
			changed = true
		}
		return changed, nil
	})
}

// forgetMovedAcknowledgements sees to it that a deadline that moves is acknowledged anew. It is called before the new
// Milestones are written.
func forgetMovedAcknowledgements(ctx context.Context, t *tx, tasks []reminders.Task) error {
	var moved []string
	for i := range tasks {
		var was []milestoneRow
		if err := t.list(ctx, &was, selectMilestonesOfTask, tasks[i].ID); err != nil {
			return err
		}
		for j := range was {
			now := slices.IndexFunc(tasks[i].Milestones, func(m reminders.Milestone) bool { return m.ID == was[j].ID })
			if now >= 0 && tasks[i].Milestones[now].Due != was[j].Due.Date {
				moved = append(moved, was[j].ID)
			}
		}
	}
	for some := range slices.Chunk(moved, mostHashes) {
		query, args, err := sqlx.In(selectAcknowledged, some)
		if err != nil {
			return err
		}
		var rows []progressRow
		if err := t.list(ctx, &rows, query, args...); err != nil {
			return err
		}
		for i := range rows {
			before := rows[i].statement()
			after := before
			after.AcknowledgedBy, after.seenBy, after.AcknowledgedAt = "", reminders.Chat{}, time.Time{}
			if err := writeProgress(ctx, t, after); err != nil {
				return err
			}
			if err := logProgress(ctx, t, LogMoved, reminders.Person{}, t.now, 0, before.Progress, after.Progress); err != nil {
				return err
			}
		}
	}
	return nil
}

func logProgress(ctx context.Context, t *tx, what string, who reminders.Person, at time.Time, extension int64, before, after reminders.Progress) error {
	w := after.Work
	_, err := t.exec(ctx, insertProgressLog, what, cleanText(who.Name), who.Chat.Channel, who.Chat.ID, toMillis(at),
		w.Milestone, w.Agency, iso(w.Due), extension, asJSON(nameless(before)), asJSON(nameless(after)))
	return err
}

// ProgressLog returns all that was said about Work, oldest first.
func (db *DB) ProgressLog(ctx context.Context, w reminders.Work) ([]ProgressEntry, error) {
	var rows []struct {
		ID        int64                    `db:"id"`
		What      string                   `db:"what"`
		Who       string                   `db:"who"`
		Channel   string                   `db:"channel"`
		Chat      string                   `db:"chat"`
		At        int64                    `db:"said_at"`
		Extension int64                    `db:"extension"`
		Before    jsonColumn[progressFact] `db:"state_before"`
		After     jsonColumn[progressFact] `db:"state_after"`
	}
	err := db.view(ctx, "read progress log", func(t *tx) error {
		if strings.ContainsRune(w.Milestone+w.Agency, 0) {
			return nil // cannot be there
		}
		return t.list(ctx, &rows, selectProgressLog, w.Milestone, w.Agency, iso(w.Due))
	})
	entries := make([]ProgressEntry, len(rows))
	for i := range rows {
		r := &rows[i]
		entries[i] = ProgressEntry{
			ID: r.ID, What: r.What, At: fromMillis(r.At), Extension: r.Extension, Before: r.Before.is.progress(w), After: r.After.is.progress(w),
			Who: reminders.Person{Chat: reminders.Chat{Channel: r.Channel, ID: r.Chat}, Name: r.Who},
		}
	}
	return entries, err
}
