package store

import (
	"context"
	"fmt"

	"dondoc/reminders"
)

// AnyRevision is a revision, for ApplyChangesAt, that is not looked at.
const AnyRevision = -1

// TasksAt is Tasks with the Revision at which they stand.
func (db *DB) TasksAt(ctx context.Context) (tasks []reminders.Task, revision int64, err error) {
	err = db.view(ctx, "read register", func(t *tx) (err error) {
		if err = t.get(ctx, &revision, selectSetting, settingRevision); err != nil {
			return err
		}
		tasks, err = readTasks(ctx, t)
		return err
	})
	return tasks, revision, err
}

// ApplyChangesAt is ApplyChanges of what was worked out from the register at a Revision, for the version of the corpus
// that is in force. When the Revision has moved on since, or another version is in force, nothing is changed and it fails
// with ErrConflict of package reminders: whoever asks should read again. AnyRevision and version 0 are not looked at.
//
// While it runs no version comes into force, so what is worked out for the next one starts from what this one leaves.
// Changes that change nothing conflict with nothing.
func (db *DB) ApplyChangesAt(ctx context.Context, c reminders.Changes, revision, version int64) error {
	if len(c.Insert)+len(c.Update)+len(c.Told) == 0 {
		return nil
	}
	return db.change(ctx, "apply changes of the register", func(t *tx) (bool, error) {
		if err := checkSeen(ctx, t, revision, version); err != nil {
			return false, err
		}
		return true, applyChanges(ctx, t, c)
	})
}

// checkSeen fails with ErrConflict unless the revision and the version in force are these, and holds them.
func checkSeen(ctx context.Context, t *tx, revision, version int64) error {
	if revision != AnyRevision {
		var now int64 // it cannot move: see change
		if err := t.get(ctx, &now, selectSetting, settingRevision); err != nil {
			return err
		}
		if now != revision {
			return fmt.Errorf("%w: the register is at revision %d, not %d", reminders.ErrConflict, now, revision)
		}
	}
	if version == 0 {
		return nil
	}
	if err := t.lockShelf(ctx); err != nil {
		return err
	}
	now, err := inForce(ctx, t)
	if err == nil && now != version {
		err = fmt.Errorf("%w: version %d is in force, not %d", reminders.ErrConflict, now, version)
	}
	return err
}

func applyChanges(ctx context.Context, t *tx, c reminders.Changes) error {
	was := make(map[string]reminders.Task, len(c.Update))
	for i := range c.Update {
		task, err := readTask(ctx, t, c.Update[i].ID)
		if err != nil {
			return err
		}
		was[task.ID] = task
	}
	told, err := newlyTold(ctx, t, was, c.Told)
	if err != nil {
		return err
	}
	if err := saveTasks(ctx, t, c.Insert); err != nil {
		return err
	}
	if err := saveTasks(ctx, t, c.Update); err != nil {
		return err
	}
	return tellChanges(ctx, t, told)
}
