package reminders

import (
	"cmp"
	"slices"
	"strconv"
)

// updated returns a Task of the register as the corpus has it now, with its ID and those of its Milestones, and what is
// to be told of them. Milestones that are gone come last.
func (r *reconciler) updated(was *Task, f *freshTask) (Task, []Change) {
	task := *f.Task
	task.ID = was.ID
	pairs := pairMilestones(was.Milestones, f.Milestones)
	var told []Change
	if !was.Gone.IsZero() {
		told = r.appendBack(told, was, f, "")
	}
	for j := range task.Milestones {
		m := &task.Milestones[j]
		if pairs[j] == unmatched {
			r.introduce(task.ID, m)
			continue
		}
		old := &was.Milestones[pairs[j]]
		m.ID, m.Published, m.Moved = old.ID, old.Published, old.Moved
		if !old.Gone.IsZero() && was.Gone.IsZero() {
			told = r.appendBack(told, was, f, m.ID)
		}
		if m.Due != old.Due {
			m.Moved = r.today
			told = append(told, r.moved(task.ID, old, m, f, j))
		}
	}
	for i, m := range was.Milestones {
		if slices.Contains(pairs, i) {
			continue
		}
		if m.Gone.IsZero() {
			m.Gone = r.today
			told = append(told, r.gone(task.ID, m.ID))
		}
		task.Milestones = append(task.Milestones, m)
	}
	return task, told
}

// appendBack tells that a Task, or with a milestone only that, is in the corpus again. Of drafts nothing was told.
func (r *reconciler) appendBack(told []Change, was *Task, f *freshTask, milestone string) []Change {
	if was.Draft || f.Draft {
		return told
	}
	return append(told, Change{
		Key: key(KindBack, cmp.Or(milestone, was.ID), r.today.String()), Kind: KindBack, Day: r.today,
		Task: was.ID, Milestone: milestone,
	})
}

// introduce makes a Milestone one that the register first knows today.
func (r *reconciler) introduce(task string, m *Milestone) {
	n := 1
	for r.isUsed(task + "#" + strconv.Itoa(n)) {
		n++
	}
	m.ID, m.Published = task+"#"+strconv.Itoa(n), r.today
	r.introduced[m.ID] = true
}

// moved tells of a Milestone, the jth of f, whose day has changed, appeared or been taken away.
func (r *reconciler) moved(task string, was, now *Milestone, f *freshTask, j int) Change {
	from := f.from.Milestones[j]
	by := from.ChangedBy
	if f.amended("milestones") {
		by = BySecretariat
	}
	return Change{
		Key:  key(KindMoved, now.ID, was.Due.String(), now.Due.String(), r.today.String()),
		Kind: KindMoved, Day: r.today, Task: task, Milestone: now.ID, Due: now.Due,
		Was: cmp.Or(was.Phrase, from.Was), WasDue: was.Due, ChangedBy: by,
	}
}

// pairMilestones returns for every fresh Milestone the index of the standing one that it is, or unmatched. The surest
// traits go first; what is gone comes back only with its label and words.
func pairMilestones(standing, fresh []Milestone) []int {
	pairs := slices.Repeat([]int{unmatched}, len(fresh))
	used := make([]bool, len(standing))
	pair := func(gone bool, same func(a, b *Milestone) bool) {
		for j := range fresh {
			if pairs[j] != unmatched {
				continue
			}
			for i := range standing {
				if !used[i] && standing[i].Gone.IsZero() != gone && same(&standing[i], &fresh[j]) {
					pairs[j], used[i] = i, true
					break
				}
			}
		}
	}
	words := func(a, b *Milestone) bool { return a.Label == b.Label && a.Phrase == b.Phrase }
	wordsAndDue := func(a, b *Milestone) bool { return words(a, b) && a.Due == b.Due }
	pair(false, wordsAndDue)
	pair(false, words)
	pair(true, words)
	pair(false, func(a, b *Milestone) bool { return a.Due == b.Due && !a.Due.IsZero() })
	pair(false, func(a, b *Milestone) bool { return a.Phrase == b.Phrase })
	pair(false, func(a, b *Milestone) bool { return a.Label == b.Label })
	pair(false, func(*Milestone, *Milestone) bool { return true })
	return pairs
}
