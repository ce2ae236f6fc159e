package store

import (
	"context"
	"database/sql"
	"fmt"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const (
	selectTasks = `
SELECT id, corpus_id, document_id, document, issuer, issued, plan_year, draft, section, title, text, lead, coordinating, recurring, board, gone
FROM register_task`
	selectAllTasks = selectTasks + ` ORDER BY seq`
	selectTaskByID = selectTasks + ` WHERE id = ?`

	upsertTask = `
INSERT INTO register_task (id, corpus_id, document_id, document, issuer, issued, plan_year, draft, section, title, text, lead, coordinating, recurring, board, gone)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET corpus_id = excluded.corpus_id, document_id = excluded.document_id, document = excluded.document,
    issuer = excluded.issuer, issued = excluded.issued, plan_year = excluded.plan_year, draft = excluded.draft, section = excluded.section, title = excluded.title, text = excluded.text,
    lead = excluded.lead, coordinating = excluded.coordinating, recurring = excluded.recurring, board = excluded.board, gone = excluded.gone`

	selectMilestones       = `SELECT id, task, label, phrase, start_day, due, published, moved, gone FROM register_milestone`
	selectAllMilestones    = selectMilestones + ` ORDER BY position, id`
	selectMilestonesOfTask = selectMilestones + ` WHERE task = ? ORDER BY position, id`

	upsertMilestone = `
INSERT INTO register_milestone (id, task, position, label, phrase, start_day, due, published, moved, gone)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET task = excluded.task, position = excluded.position, label = excluded.label, phrase = excluded.phrase,
    start_day = excluded.start_day, due = excluded.due, published = excluded.published, moved = excluded.moved, gone = excluded.gone`

	insertChange = `
INSERT INTO register_change (key, kind, day, task, milestone, due, was, was_due, changed_by, past)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`

	selectChanges = `
SELECT key, kind, day, task, milestone, due, was, was_due, changed_by, past FROM register_change WHERE day >= ? ORDER BY seq`
)

type taskRow struct {
	ID           string               `db:"id"`
	CorpusID     string               `db:"corpus_id"`
	DocumentID   string               `db:"document_id"`
	Document     string               `db:"document"`
	Issuer       string               `db:"issuer"`
	Issued       dayColumn            `db:"issued"`
	PlanYear     int                  `db:"plan_year"`
	Draft        bool                 `db:"draft"`
	Section      string               `db:"section"`
	Title        string               `db:"title"`
	Text         string               `db:"text"`
	Lead         jsonColumn[[]string] `db:"lead"`
	Coordinating jsonColumn[[]string] `db:"coordinating"`
	Recurring    string               `db:"recurring"`
	Board        int64                `db:"board"`
	Gone         dayColumn            `db:"gone"`
}

func (r *taskRow) task() reminders.Task {
	return reminders.Task{
		ID: r.ID, CorpusID: r.CorpusID, DocumentID: r.DocumentID, Document: r.Document, Issuer: r.Issuer, Issued: r.Issued.Date,
		PlanYear: r.PlanYear, Draft: r.Draft, Section: r.Section, Title: r.Title, Text: r.Text, Lead: r.Lead.is,
		Coordinating: r.Coordinating.is, Recurring: r.Recurring, Board: r.Board, Gone: r.Gone.Date,
	}
}

type milestoneRow struct {
	ID        string    `db:"id"`
	Task      string    `db:"task"`
	Label     string    `db:"label"`
	Phrase    string    `db:"phrase"`
	Start     dayColumn `db:"start_day"`
	Due       dayColumn `db:"due"`
	Published dayColumn `db:"published"`
	Moved     dayColumn `db:"moved"`
	Gone      dayColumn `db:"gone"`
}

func (r *milestoneRow) milestone() reminders.Milestone {
	return reminders.Milestone{
		ID: r.ID, Label: r.Label, Phrase: r.Phrase, Start: r.Start.Date, Due: r.Due.Date,
		Published: r.Published.Date, Moved: r.Moved.Date, Gone: r.Gone.Date,
	}
}

type changeRow struct {
	Key       string                             `db:"key"`
	Kind      reminders.Kind                     `db:"kind"`
	Day       dayColumn                          `db:"day"`
	Task      string                             `db:"task"`
	Milestone string                             `db:"milestone"`
	Due       dayColumn                          `db:"due"`
	Was       string                             `db:"was"`
	WasDue    dayColumn                          `db:"was_due"`
	ChangedBy string                             `db:"changed_by"`
	Past      jsonColumn[reminders.PastDocument] `db:"past"`
}

// Tasks returns the whole register in the order in which it came, with what is gone.
func (db *DB) Tasks(ctx context.Context) ([]reminders.Task, error) {
	var tasks []reminders.Task
	err := db.view(ctx, "read register", func(t *tx) (err error) {
		tasks, err = readTasks(ctx, t)
		return err
	})
	return tasks, err
}

func readTasks(ctx context.Context, t *tx) ([]reminders.Task, error) {
	var rows []taskRow
	if err := t.list(ctx, &rows, selectAllTasks); err != nil {
		return nil, err
	}
	var milestones []milestoneRow
	if err := t.list(ctx, &milestones, selectAllMilestones); err != nil {
		return nil, err
	}
	tasks := make([]reminders.Task, len(rows))
	index := make(map[string]int, len(rows))
	for i := range rows {
		tasks[i], index[rows[i].ID] = rows[i].task(), i
	}
	for i := range milestones {
		task := &tasks[index[milestones[i].Task]]
		task.Milestones = append(task.Milestones, milestones[i].milestone())
	}
	return tasks, nil
}

func readTask(ctx context.Context, t *tx, id string) (reminders.Task, error) {
	if checkText("a task's id", id) != nil { // it comes from outside
		return reminders.Task{}, unknown("task", sql.ErrNoRows)
	}
	var row taskRow
	if err := t.get(ctx, &row, selectTaskByID, id); err != nil {
		return reminders.Task{}, unknown("task", err)
	}
	var milestones []milestoneRow
	if err := t.list(ctx, &milestones, selectMilestonesOfTask, id); err != nil {
		return reminders.Task{}, err
	}
	task := row.task()
	for i := range milestones {
		task.Milestones = append(task.Milestones, milestones[i].milestone())
	}
	return task, nil
}

func readChanges(ctx context.Context, t *tx, since viet.Date) ([]reminders.Change, error) {
	var rows []changeRow
	if err := t.list(ctx, &rows, selectChanges, iso(since)); err != nil {
		return nil, err
	}
	changes := make([]reminders.Change, len(rows))
	for i := range rows {
		r := &rows[i]
		changes[i] = reminders.Change{
			Key: r.Key, Kind: r.Kind, Day: r.Day.Date, Task: r.Task, Milestone: r.Milestone, Due: r.Due.Date,
			Was: r.Was, WasDue: r.WasDue.Date, ChangedBy: r.ChangedBy, Past: r.Past.is,
		}
	}
	return changes, nil
}

// ApplyChanges brings the register to a new version of the corpus, in one transaction. A Milestone whose Due changes is
// no longer acknowledged. One that an Update does not name stays as it is: nothing is ever deleted. Applying Changes
// again changes nothing and tells nothing twice; what changes back and forth on one day is told each time. An Update of a Task
// that is not there is ErrUnknown of package reminders, and an Insert whose ID is no text is ErrInvalid.
func (db *DB) ApplyChanges(ctx context.Context, c reminders.Changes) error {
	return db.ApplyChangesAt(ctx, c, AnyRevision, 0)
}

// tellChanges keeps what those concerned are to hear of.
func tellChanges(ctx context.Context, t *tx, told []reminders.Change) error {
	var rows [][]any
	for _, c := range told {
		if err := checkText("a change's key", c.Key); err != nil {
			return err
		}
		rows = append(rows, []any{c.Key, string(c.Kind), iso(c.Day), cleanText(c.Task), cleanText(c.Milestone),
			iso(c.Due), cleanText(c.Was), iso(c.WasDue), cleanText(c.ChangedBy), asJSON(c.Past)})
	}
	return t.each(ctx, insertChange, rows)
}

// saveTasks inserts or replaces Tasks, whole, with their Milestones.
func saveTasks(ctx context.Context, t *tx, tasks []reminders.Task) error {
	var rows, milestones [][]any
	for i := range tasks {
		task := &tasks[i]
		if err := checkID(task.ID); err != nil {
			return err
		}
		rows = append(rows, []any{task.ID, cleanText(task.CorpusID), cleanText(task.DocumentID), cleanText(task.Document),
			cleanText(task.Issuer), iso(task.Issued), task.PlanYear, task.Draft, cleanText(task.Section), cleanText(task.Title), cleanText(task.Text),
			asJSON(task.Lead), asJSON(task.Coordinating), cleanText(task.Recurring), task.Board, iso(task.Gone)})
		for position := range task.Milestones {
			m := &task.Milestones[position]
			if err := checkID(m.ID); err != nil {
				return err
			}
			milestones = append(milestones, []any{m.ID, task.ID, position, cleanText(m.Label), cleanText(m.Phrase),
				iso(m.Start), iso(m.Due), iso(m.Published), iso(m.Moved), iso(m.Gone)})
		}
	}
	if err := forgetMovedAcknowledgements(ctx, t, tasks); err != nil {
		return err
	}
	if err := t.each(ctx, upsertTask, rows); err != nil {
		return err
	}
	return t.each(ctx, upsertMilestone, milestones)
}

func checkID(id string) error {
	if id == "" {
		return fmt.Errorf("%w: a task or milestone without an id", ErrInvalid)
	}
	return checkText("the id of a task or milestone", id)
}
