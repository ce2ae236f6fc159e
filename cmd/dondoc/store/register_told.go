package store

import (
	"context"
	"slices"
	"strconv"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const selectChangeKeys = `SELECT key FROM register_change WHERE day = ?`

// newlyTold returns which changes are to be told, seen from the Tasks as they were before, by ID. Versions may be published
// and rolled back several times a day, and each time a deadline moves there and back; a change that happens is told under a
// key of its own even if the same has happened before. One that the register has had already, since another copy was
// quicker, is not told again.
func newlyTold(ctx context.Context, t *tx, was map[string]reminders.Task, told []reminders.Change) ([]reminders.Change, error) {
	used := map[viet.Date]map[string]bool{} // the keys of a day
	told = slices.DeleteFunc(slices.Clone(told), func(c reminders.Change) bool { return stateOf(was, &c) == already })
	for i := range told {
		c := &told[i]
		if stateOf(was, c) != happens {
			continue
		}
		keys, ok := used[c.Day]
		if !ok {
			var err error
			if keys, err = changeKeys(ctx, t, c.Day); err != nil {
				return nil, err
			}
			used[c.Day] = keys
		}
		first := c.Key
		for n := 2; keys[c.Key]; n++ {
			c.Key = first + "~" + strconv.Itoa(n)
		}
		keys[c.Key] = true
	}
	return told, nil
}

func changeKeys(ctx context.Context, t *tx, day viet.Date) (map[string]bool, error) {
	var list []string
	if err := t.list(ctx, &list, selectChangeKeys, iso(day)); err != nil {
		return nil, err
	}
	keys := make(map[string]bool, len(list))
	for _, k := range list {
		keys[k] = true
	}
	return keys, nil
}

// What the register says of a change that is to be told.
type changeState int

const (
	untraced changeState = iota // it is about nothing that can be compared: its key alone tells whether it is new
	happens                     // it changes what was
	already                     // it was so before
)

// stateOf compares a change with the Tasks before it.
func stateOf(was map[string]reminders.Task, c *reminders.Change) changeState {
	task, ok := was[c.Task]
	if !ok {
		return untraced
	}
	gone := task.Gone
	var due viet.Date
	if c.Milestone != "" {
		i := slices.IndexFunc(task.Milestones, func(m reminders.Milestone) bool { return m.ID == c.Milestone })
		if i < 0 {
			return untraced
		}
		gone, due = task.Milestones[i].Gone, task.Milestones[i].Due
	}
	same := false
	switch c.Kind {
	case reminders.KindMoved:
		if due != c.WasDue && due != c.Due {
			return untraced
		}
		same = due == c.Due
	case reminders.KindGone:
		same = !gone.IsZero()
	case reminders.KindBack:
		same = gone.IsZero()
	default:
		return untraced
	}
	if same {
		return already
	}
	return happens
}
