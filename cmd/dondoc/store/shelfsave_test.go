package store

import (
	"errors"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/knowledge/library"
)

// expecting is a Draft that was made of a version which must still be the latest.
func expecting(d library.Draft, latest int64) library.Draft {
	d.Base, d.Expect = latest, latest
	return d
}

// TestShelfExpects: nothing is made of what is not the latest any more, unless it is there already.
func TestShelfExpects(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		shelf, ctx := db.Shelf(), t.Context()
		more := corpus.File{Name: "them.txt", Content: []byte("Bộ C chủ trì.")}
		for _, step := range []struct {
			name string
			d    library.Draft
			want int64 // 0 for a conflict
		}{
			{"of something where there is nothing", expecting(draftOf(plan), 1), 0},
			{"of nothing", expecting(draftOf(plan), 0), 1},
			{"of nothing, which is no more", expecting(draftOf(annex), 0), 0},
			{"again", expecting(draftOf(plan), 0), 1},
			{"of what is open", expecting(draftOf(plan, annex), 1), 2},
			{"of what was open", expecting(draftOf(plan, edited), 1), 0},
			{"again, the answer was lost", expecting(draftOf(plan, annex), 1), 2},
			{"what was replaced, of what was open", expecting(draftOf(plan), 1), 0},
			{"what was replaced, of what is open", expecting(draftOf(plan), 2), 1},
		} {
			before := count(t, db, "corpus_version")
			v, err := shelf.Save(ctx, step.d)
			if step.want == 0 {
				if !errors.Is(err, library.ErrConflict) || count(t, db, "corpus_version") != before {
					t.Errorf("%s: got %v", step.name, err)
				}
			} else if err != nil || v.ID != step.want {
				t.Errorf("%s: got %d, %v, want %d", step.name, v.ID, err, step.want)
			}
		}
		must(t, shelf.Publish(ctx, library.Publication{Version: 1}))
		_, err := shelf.Save(ctx, expecting(draftOf(more), 2))
		wantError(t, err, library.ErrConflict)
		v := got[library.Version](t)(shelf.Save(ctx, expecting(draftOf(more), 1)))
		if again := got[library.Version](t)(shelf.Save(ctx, expecting(draftOf(plan), 2))); again.ID != 1 || again.State != library.InForce {
			t.Errorf("what is in force, of something old: %+v", again)
		}
		if diff := cmp.Diff([]library.State{library.InForce, library.Replaced, library.Candidate}, states(t, db)); diff != "" {
			t.Error(diff)
		}
		if again := got[library.Version](t)(shelf.Save(ctx, expecting(draftOf(plan), v.ID))); again.ID != 1 {
			t.Errorf("back to what is in force: %+v", again)
		}
		if diff := cmp.Diff([]library.State{library.InForce, library.Replaced, library.Replaced}, states(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestShelfLosesNoFile: of two that add a file at once, over and over, neither loses one.
func TestShelfLosesNoFile(t *testing.T) {
	const each = 6
	onEach(t, func(t *testing.T, url string) {
		a, _ := mustOpen(t, url)
		b, _ := mustOpen(t, url)
		add := func(db *DB, f corpus.File) error {
			for {
				var d library.Draft
				versions, err := db.Shelf().Versions(t.Context())
				if err != nil {
					return err
				}
				for _, v := range versions {
					if v.State == library.Candidate {
						d.Base, d.Expect = v.ID, v.ID
						if d.Content, err = db.Shelf().Content(t.Context(), v.ID); err != nil {
							return err
						}
					}
				}
				d.Files = append(d.Files, f)
				if _, err = db.Shelf().Save(t.Context(), d); !errors.Is(err, library.ErrConflict) {
					return err
				}
			}
		}
		var wg sync.WaitGroup
		for i, db := range []*DB{a, b} {
			wg.Go(func() {
				for n := range each {
					if err := add(db, corpus.File{Name: strconv.Itoa(i*each + n), Content: []byte{byte(n)}}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		newest := got[[]library.Version](t)(a.Shelf().Versions(t.Context()))[0]
		if len(newest.Files) != 2*each || newest.State != library.Candidate {
			t.Errorf("%d files are left of %d: %v", len(newest.Files), 2*each, newest.Files)
		}
	})
}

// TestShelfShipped: what the binary carries leaves alone what people are at, and can be put in force all the same.
func TestShelfShipped(t *testing.T) {
	const c, in, former, replaced, discarded = library.Candidate, library.InForce, library.Former, library.Replaced, library.Discarded
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		shelf, ctx := db.Shelf(), t.Context()
		shipped := func(f corpus.File) library.Draft {
			d := draftOf(f)
			d.Origin = library.OriginShipped
			return d
		}
		publish := func(id, replaces int64) func() error {
			return func() error { return shelf.Publish(ctx, library.Publication{Version: id, Replaces: replaces}) }
		}
		saving := func(d library.Draft) func() error { return func() error { save(t, db, d); return nil } }
		for _, step := range []struct {
			name string
			do   func() error
			want []library.State
		}{
			{"left over", saving(shipped(plan)), []library.State{c}},
			{"of the next release", saving(shipped(edited)), []library.State{replaced, c}},
			{"the same", saving(shipped(edited)), []library.State{replaced, c}},
			{"published later", publish(2, 0), []library.State{replaced, in}},
			{"somebody loads", saving(draftOf(annex)), []library.State{replaced, in, c}},
			{"another release, known", saving(shipped(plan)), []library.State{replaced, in, c}},
			{"another release, new", saving(shipped(blank)), []library.State{replaced, in, c, replaced}},
			{"in force, the candidate stays", publish(4, 2), []library.State{replaced, former, c, in}},
			{"what is in force", saving(shipped(blank)), []library.State{replaced, former, c, in}},
			{"what was in force", saving(shipped(edited)), []library.State{replaced, former, c, in}},
			{"somebody opens a shipped one", saving(draftOf(plan)), []library.State{c, former, replaced, in}},
			{"and discards it", func() error { return shelf.Discard(ctx, 1) }, []library.State{discarded, former, replaced, in}},
			{"something else is open", saving(draftOf(annex)), []library.State{discarded, former, c, in}},
			{"shipped once more", saving(shipped(plan)), []library.State{replaced, former, c, in}},
			{"and in force", publish(1, 4), []library.State{in, former, c, former}},
		} {
			must(t, step.do())
			if diff := cmp.Diff(step.want, states(t, db)); diff != "" {
				t.Errorf("%s: %s", step.name, diff)
			}
		}
	})
}
