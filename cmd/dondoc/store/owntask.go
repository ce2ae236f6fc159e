package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const ownTaskIDBytes = 8

// AddTask enters a board's own Task and returns it as stored. The Task and its Milestones get IDs where they have none,
// and Milestones that were never published are published today. An ID that is taken is ErrConflict of package
// reminders, an unknown Board ErrUnknown.
func (db *DB) AddTask(ctx context.Context, task reminders.Task) (reminders.Task, error) {
	task.Milestones = slices.Clone(task.Milestones)
	err := db.change(ctx, "add task", func(t *tx) (bool, error) {
		if _, err := readBoard(ctx, t, task.Board); err != nil {
			return false, err
		}
		if task.ID == "" {
			raw := make([]byte, ownTaskIDBytes)
			rand.Read(raw) // never fails
			task.ID = "own-" + hex.EncodeToString(raw)
		}
		switch _, err := readTask(ctx, t, task.ID); {
		case err == nil:
			return false, fmt.Errorf("%w: there is such a task already", reminders.ErrConflict)
		case !isUnknown(err):
			return false, err
		}
		if err := completeMilestones(ctx, t, &task, nil); err != nil {
			return false, err
		}
		if err := saveOwnTask(ctx, t, &task); err != nil {
			return false, err
		}
		return true, t.auditTask(ctx, "task.add", nil, &task)
	})
	return task, err
}

// UpdateTask replaces a board's own Task, whole, and returns it as stored. A Milestone without an ID is new; one that is
// left out is gone from today on; one whose Due is another has moved today, which the board is told, and is to be
// acknowledged anew. An unknown
// Task is ErrUnknown of package reminders, one of the corpus or of another board ErrConflict.
func (db *DB) UpdateTask(ctx context.Context, task reminders.Task) (reminders.Task, error) {
	task.Milestones = slices.Clone(task.Milestones)
	err := db.change(ctx, "update task", func(t *tx) (bool, error) {
		was, err := readOwnTask(ctx, t, task.ID)
		if err != nil {
			return false, err
		}
		if was.Board != task.Board {
			return false, fmt.Errorf("%w: the task is another board's", reminders.ErrConflict)
		}
		if err := completeMilestones(ctx, t, &task, was.Milestones); err != nil {
			return false, err
		}
		if err := tellChanges(ctx, t, movesOf(t, was, task)); err != nil {
			return false, err
		}
		if err := saveOwnTask(ctx, t, &task); err != nil {
			return false, err
		}
		return true, t.auditTask(ctx, "task.update", &was, &task)
	})
	return task, err
}

// movesOf are the deadlines of a board's own Task that become others.
func movesOf(t *tx, was, now reminders.Task) []reminders.Change {
	var moves []reminders.Change
	for _, m := range now.Milestones {
		for _, old := range was.Milestones {
			if old.ID == m.ID && old.Due != m.Due {
				moves = append(moves, reminders.Change{
					Key: ownChange(t, "moved", m.ID), Kind: reminders.KindMoved, Day: t.today(), Task: now.ID, Milestone: m.ID,
					Due: m.Due, Was: old.Phrase, WasDue: old.Due,
				})
			}
		}
	}
	return moves
}

// ownChange names a change of a board's own Task: people may change one several times a day.
func ownChange(t *tx, what, id string) string {
	return "own:" + what + ":" + id + ":" + strconv.FormatInt(t.now.UnixMilli(), 10)
}

// RemoveTask marks a board's own Task as gone from today on, which the board is told; it is never deleted. Removing it again changes nothing. An
// unknown Task is ErrUnknown of package reminders, one of the corpus ErrConflict.
func (db *DB) RemoveTask(ctx context.Context, id string) error {
	return db.change(ctx, "remove task", func(t *tx) (bool, error) {
		task, err := readOwnTask(ctx, t, id)
		if err != nil || !task.Gone.IsZero() {
			return false, err
		}
		task.Gone = t.today()
		gone := reminders.Change{Key: ownChange(t, "gone", id), Kind: reminders.KindGone, Day: task.Gone, Task: id}
		if err := tellChanges(ctx, t, []reminders.Change{gone}); err != nil {
			return false, err
		}
		if err := saveTasks(ctx, t, []reminders.Task{task}); err != nil {
			return false, err
		}
		was := task
		was.Gone = viet.Date{}
		return true, t.auditTask(ctx, "task.remove", &was, &task)
	})
}

func readOwnTask(ctx context.Context, t *tx, id string) (reminders.Task, error) {
	task, err := readTask(ctx, t, id)
	if err == nil && task.Board == 0 {
		err = fmt.Errorf("%w: the task belongs to the corpus", reminders.ErrConflict)
	}
	return task, err
}

func saveOwnTask(ctx context.Context, t *tx, task *reminders.Task) (err error) {
	if err := saveTasks(ctx, t, []reminders.Task{*task}); err != nil {
		return err
	}
	*task, err = readTask(ctx, t, task.ID)
	return err
}

// completeMilestones sees to what a person who enters a Task does not think of. was are the Milestones so far.
func completeMilestones(ctx context.Context, t *tx, task *reminders.Task, was []reminders.Milestone) error {
	today, next := t.today(), len(was)+1
	for i := range task.Milestones {
		m := &task.Milestones[i]
		before := slices.IndexFunc(was, func(old reminders.Milestone) bool { return old.ID == m.ID })
		switch {
		case before >= 0:
			if was[before].Due != m.Due {
				m.Moved = today
			}
			continue
		case m.ID == "":
			m.ID = task.ID + "/" + strconv.Itoa(next)
			next++
		}
		if m.Published.IsZero() {
			m.Published = today
		}
		if _, err := whereabouts(ctx, t, reminders.Work{Milestone: m.ID}); err == nil {
			return fmt.Errorf("%w: there is such a milestone already", reminders.ErrConflict)
		} else if !isUnknown(err) {
			return err
		}
	}
	for _, m := range was {
		if slices.ContainsFunc(task.Milestones, func(kept reminders.Milestone) bool { return kept.ID == m.ID }) {
			continue
		}
		if m.Gone.IsZero() {
			m.Gone = today
		}
		task.Milestones = append(task.Milestones, m)
	}
	return nil
}
