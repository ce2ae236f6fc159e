package store

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"dondoc/knowledge/library"
	"dondoc/reminders"
)

// TestRegisterAt: what was worked out from a register that is no more, or for a version that is not in force, is not applied.
func TestRegisterAt(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		tasks, revision, err := d.TasksAt(ctx)
		must(t, err)
		wantDiff(t, tasks, got[[]reminders.Task](t)(d.Tasks(ctx)))
		if now := got[int64](t)(d.Revision(ctx)); now != revision || revision == 0 {
			t.Errorf("got revision %d, want %d", revision, now)
		}
		titled := func(title string) reminders.Changes {
			renamed := d.task
			renamed.Title = title
			return reminders.Changes{Update: []reminders.Task{renamed}}
		}
		title := func() string { return got[[]reminders.Task](t)(d.Tasks(ctx))[0].Title }
		publishFirst(t, d.DB, draftOf(plan))
		must(t, d.ApplyChangesAt(ctx, titled("một"), revision, 1))
		for name, err := range map[string]error{
			"an older register":     d.ApplyChangesAt(ctx, titled("hai"), revision, 1),
			"without a version":     d.ApplyChangesAt(ctx, titled("hai"), revision, 0),
			"a later one":           d.ApplyChangesAt(ctx, titled("hai"), revision+2, 1),
			"another version":       d.ApplyChangesAt(ctx, titled("hai"), revision+1, 2),
			"only the version":      d.ApplyChangesAt(ctx, titled("hai"), AnyRevision, 2),
			"the zero of revisions": d.ApplyChangesAt(ctx, titled("hai"), 0, 1),
		} {
			if !errors.Is(err, reminders.ErrConflict) || title() != "một" {
				t.Errorf("%s: got %v, %q", name, err, title())
			}
		}
		must(t, d.ApplyChangesAt(ctx, reminders.Changes{}, revision, 7))
		if now := got[int64](t)(d.Revision(ctx)); now != revision+1 {
			t.Errorf("got revision %d, want %d", now, revision+1)
		}
		must(t, d.ApplyChangesAt(ctx, titled("hai"), revision+1, 0))
		must(t, d.ApplyChangesAt(ctx, titled("ba"), AnyRevision, 0))
		must(t, d.ApplyChangesAt(ctx, titled("bốn"), revision+3, 1))
		wantError(t, d.ApplyChangesAt(ctx, reminders.Changes{Update: []reminders.Task{{ID: "none"}}}, AnyRevision, 1), reminders.ErrUnknown)
		wantError(t, d.ApplyChangesAt(ctx, reminders.Changes{Insert: []reminders.Task{{ID: "\xff"}}}, AnyRevision, 1), ErrInvalid)
		if title() != "bốn" {
			t.Errorf("got %q", title())
		}
	})
}

// TestRegisterFollowsWhatIsInForce: while others publish, who follows leaves the register as the version in force has it.
func TestRegisterFollowsWhatIsInForce(t *testing.T) {
	const rounds = 10
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		other, _ := mustOpen(t, url)
		save(t, d.DB, draftOf(plan))
		save(t, d.DB, draftOf(edited))
		publishFirst(t, d.DB, draftOf(plan))
		// follow has the title of the task name the version in force, as a register is worked out from its tasks.
		follow := func(db *DB, version int64) error {
			for {
				if now, err := db.Shelf().InForce(t.Context()); err != nil || now != version {
					return err // what has come into force since is followed by who has published it
				}
				tasks, revision, err := db.TasksAt(t.Context())
				if err != nil {
					return err
				}
				var changes reminders.Changes
				if is := fmt.Sprint("bản ", version); tasks[0].Title != is {
					tasks[0].Title = is
					changes.Update = tasks[:1]
				}
				if err := db.ApplyChangesAt(t.Context(), changes, revision, version); !errors.Is(err, reminders.ErrConflict) {
					return err
				}
			}
		}
		var wg sync.WaitGroup
		for i, db := range []*DB{d.DB, other} {
			wg.Go(func() {
				for range rounds {
					version := int64(i + 1)
					err := db.Shelf().Publish(t.Context(), library.Publication{Version: version, Replaces: 3 - version})
					if err != nil && !errors.Is(err, library.ErrConflict) {
						t.Error(err)
					}
					if err := follow(db, version); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		now := got[int64](t)(d.Shelf().InForce(t.Context()))
		if tasks := got[[]reminders.Task](t)(d.Tasks(t.Context())); tasks[0].Title != fmt.Sprint("bản ", now) {
			t.Errorf("version %d is in force, and the register is that of %q", now, tasks[0].Title)
		}
	})
}

// TestRegisterAtTells: what goes, comes back and goes again is told each time, and what is so already is not.
func TestRegisterAtTells(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		there, gone := d.task, d.task
		gone.Gone = today
		goes := reminders.Changes{Update: []reminders.Task{gone}, Told: []reminders.Change{{Key: "goes", Kind: reminders.KindGone, Day: today, Task: gone.ID}}}
		comes := reminders.Changes{Update: []reminders.Task{there}, Told: []reminders.Change{{Key: "comes", Kind: reminders.KindBack, Day: today, Task: there.ID}}}
		for i, c := range []reminders.Changes{goes, goes, comes, goes, comes} {
			revision := got[int64](t)(d.Revision(ctx))
			must(t, d.ApplyChangesAt(ctx, c, revision, 0))
			if n, want := len(got[reminders.Everything](t)(d.Everything(ctx)).Changes), []int{1, 1, 2, 3, 4}[i]; n != want {
				t.Errorf("%d: %d changes are told, want %d", i, n, want)
			}
		}
	})
}
