package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dondoc/bot/people"
	"dondoc/corpus"
	"dondoc/knowledge/library"
)

var (
	plan   = corpus.File{Name: "ke-hoach.txt", Content: []byte("Bộ A chủ trì.\r\n")}
	annex  = corpus.File{Name: "phu luc?%.docx", Content: []byte{0, 0xff, 0x50, 0x4b}}
	blank  = corpus.File{Name: "trong.txt", Content: nil}
	edited = corpus.File{Name: "ke-hoach.txt", Content: []byte("Bộ B chủ trì.\r\n")}
)

// draftOf is a Draft of files without edits, whatever it comes upon.
func draftOf(files ...corpus.File) library.Draft {
	return library.Draft{Origin: library.OriginConsole, Expect: library.AnyGround, Content: library.Content{Files: files}}
}

// withEdits is a Draft with edits on top.
func withEdits(d library.Draft, base int64, lines ...string) library.Draft {
	d.Edits, d.Base, d.Origin = []byte(strings.Join(lines, "\n")), base, library.OriginEdit
	return d
}

// as returns a context in which somebody acts.
func as(ctx context.Context, p people.Person, name string) context.Context {
	return people.WithActor(ctx, people.Actor{Person: p, Name: name, Where: "console"})
}

func save(t *testing.T, db *DB, d library.Draft) library.Version {
	t.Helper()
	return got[library.Version](t)(db.Shelf().Save(t.Context(), d))
}

// publishFirst puts a Draft in force where nothing is.
func publishFirst(t *testing.T, db *DB, d library.Draft) {
	t.Helper()
	must(t, db.Shelf().Publish(t.Context(), library.Publication{Version: save(t, db, d).ID}))
}

// whatAnswers returns the version in force with its files.
func whatAnswers(t *testing.T, db *DB) (int64, []corpus.File) {
	t.Helper()
	id := got[int64](t)(db.Shelf().InForce(t.Context()))
	return id, got[library.Content](t)(db.Shelf().Content(t.Context(), id)).Files
}

// states returns the states of all versions, by their IDs.
func states(t *testing.T, db *DB) []library.State {
	t.Helper()
	all := got[[]library.Version](t)(db.Shelf().Versions(t.Context()))
	slices.Reverse(all)
	var states []library.State
	for _, v := range all {
		states = append(states, v.State)
	}
	return states
}

func TestShelfKeepsEveryByte(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		ctx := as(t.Context(), mai, "Mai")
		shelf := db.Shelf()
		first := save(t, db, draftOf(plan))
		d := withEdits(draftOf(annex, plan, blank), first.ID, `{"id":"e1"}`, "", "  ", `{"id":"e2"}`)
		v := got[library.Version](t)(shelf.Save(ctx, d))
		want := library.Version{
			ID: 2, Origin: library.OriginEdit, By: "Mai", Made: noon, Base: 1, State: library.Candidate, Edits: 2,
			Files: []library.FileInfo{{Name: annex.Name, Size: 4}, {Name: plan.Name, Size: int64(len(plan.Content))}, {Name: blank.Name}},
		}
		if diff := cmp.Diff(want, v, cmpopts.IgnoreFields(library.Version{}, "Hash"), cmpopts.IgnoreFields(library.FileInfo{}, "SHA256")); diff != "" {
			t.Error(diff)
		}
		if len(v.Hash) != 64 || len(v.Files[0].SHA256) != 64 || v.Files[0].SHA256 == v.Files[1].SHA256 {
			t.Errorf("hashes %q, %v", v.Hash, v.Files)
		}
		content := got[library.Content](t)(shelf.Content(ctx, v.ID))
		if diff := cmp.Diff(d.Content, content, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
		if edits := got[library.Content](t)(shelf.Content(ctx, first.ID)).Edits; len(edits) != 0 {
			t.Errorf("edits of nobody: %q", edits)
		}
		if diff := cmp.Diff(v, got[library.Version](t)(shelf.Version(ctx, 2))); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]library.Version{v, got[library.Version](t)(shelf.Version(ctx, 1))}, got[[]library.Version](t)(shelf.Versions(ctx))); diff != "" {
			t.Error(diff)
		}
		_, err := shelf.Version(ctx, 9)
		wantError(t, err, library.ErrUnknown)
		_, err = shelf.Content(ctx, 9)
		wantError(t, err, library.ErrUnknown)
	})
}

func TestShelfRefuses(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		unread := draftOf(plan)
		unread.Files[0].Err = errors.New("no such file")
		for name, d := range map[string]library.Draft{
			"no files": {}, "not read": unread,
			"a name with NUL": draftOf(plan, corpus.File{Name: "a\x00b"}), "a name of noise": draftOf(plan, corpus.File{Name: "\xff\xfe"}),
		} {
			_, err := db.Shelf().Save(t.Context(), d)
			if !errors.Is(err, ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := count(t, db, "corpus_version") + count(t, db, "audit_log"); n != 0 {
			t.Errorf("%d rows stored all the same", n)
		}
	})
}

func TestShelfTellsVersionsApart(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, clock := mustOpen(t, url)
		ids := map[string]int64{}
		for i, d := range []library.Draft{
			draftOf(plan, annex), draftOf(annex, plan), draftOf(edited, annex), draftOf(plan),
			draftOf(corpus.File{Name: "x", Content: plan.Content}), draftOf(corpus.File{Content: append([]byte("x"), plan.Content...)}),
			withEdits(draftOf(plan, annex), 0, "{}"), withEdits(draftOf(plan, annex), 0, "{}", "{}"),
		} {
			v := save(t, db, d)
			if again := save(t, db, d); again.ID != v.ID || v.ID != int64(i+1) || ids[v.Hash] != 0 {
				t.Errorf("%d: got %d, again %d", i, v.ID, again.ID)
			}
			ids[v.Hash] = v.ID
		}
		if n := count(t, db, "corpus_content"); n != 6 {
			t.Errorf("%d contents are stored, want 6: each once", n)
		}
		clock.pass(time.Minute)
		again := withEdits(draftOf(plan, annex), 0, "", " \n")
		again.Origin = library.OriginChat
		if v := save(t, db, again); v.ID != 1 || v.Edits != 0 || v.Origin != library.OriginConsole || !v.Made.Equal(noon) {
			t.Errorf("edits that say nothing made %+v", v)
		}
	})
}

// TestShelfStates walks a version through all of its life.
func TestShelfStates(t *testing.T) {
	const c, in, former, replaced, discarded = library.Candidate, library.InForce, library.Former, library.Replaced, library.Discarded
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		shelf, ctx := db.Shelf(), t.Context()
		a, b, d := draftOf(plan), draftOf(edited), draftOf(annex)
		onB := b
		onB.Base = 2
		onA := a
		onA.Base = 2
		for _, step := range []struct {
			name string
			do   func() error
			want []library.State
		}{
			{"save a", func() error { save(t, db, a); return nil }, []library.State{c}},
			{"save b", func() error { save(t, db, b); return nil }, []library.State{replaced, c}},
			{"save a again", func() error { save(t, db, a); return nil }, []library.State{c, replaced}},
			{"publish a", func() error { return shelf.Publish(ctx, library.Publication{Version: 1}) }, []library.State{in, replaced}},
			{"a is in force", func() error { save(t, db, a); return nil }, []library.State{in, replaced}},
			{"save b once more", func() error { save(t, db, b); return nil }, []library.State{in, c}},
			{"what is in force, made of something else", func() error { save(t, db, a); return nil }, []library.State{in, c}},
			{"what is in force, made of b", func() error { save(t, db, onA); return nil }, []library.State{in, replaced}},
			{"save d", func() error { save(t, db, d); return nil }, []library.State{in, replaced, c}},
			{"publish what was replaced", func() error { return shelf.Publish(ctx, library.Publication{Version: 2, Replaces: 1}) }, []library.State{former, in, c}},
			{"discard d", func() error { return shelf.Discard(ctx, 3) }, []library.State{former, in, discarded}},
			{"open a former one", func() error { save(t, db, a); return nil }, []library.State{c, in, discarded}},
			{"discard it", func() error { return shelf.Discard(ctx, 1) }, []library.State{former, in, discarded}},
			{"open what was discarded", func() error { save(t, db, d); return nil }, []library.State{former, in, c}},
			{"open a former one instead", func() error { save(t, db, a); return nil }, []library.State{c, in, replaced}},
			{"and another", func() error { save(t, db, d); return nil }, []library.State{former, in, c}},
			{"roll back", func() error {
				return shelf.Publish(ctx, library.Publication{Version: 1, Replaces: 2, Kind: library.Rollback})
			}, []library.State{in, former, c}},
		} {
			must(t, step.do())
			if diff := cmp.Diff(step.want, states(t, db)); diff != "" {
				t.Errorf("%s: %s", step.name, diff)
			}
		}
	})
}

func TestShelfPublish(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, clock := mustOpen(t, url)
		shelf, ctx := db.Shelf(), as(t.Context(), mai, "Mai")
		if id := got[int64](t)(shelf.InForce(ctx)); id != 0 {
			t.Errorf("%d is in force", id)
		}
		wantError(t, shelf.Publish(ctx, library.Publication{Version: 1}), library.ErrUnknown)
		wantError(t, shelf.Discard(ctx, 1), library.ErrUnknown)
		for _, f := range []corpus.File{plan, edited, annex} {
			save(t, db, draftOf(f))
		}
		must(t, shelf.Discard(ctx, 3))
		wantError(t, shelf.Discard(ctx, 3), library.ErrState)
		wantError(t, shelf.Publish(ctx, library.Publication{Version: 3}), library.ErrState)
		wantError(t, shelf.Publish(ctx, library.Publication{Version: 1, Replaces: 2}), library.ErrConflict)
		must(t, shelf.Publish(ctx, library.Publication{Version: 1}))
		wantError(t, shelf.Publish(ctx, library.Publication{Version: 1}), library.ErrConflict)
		wantError(t, shelf.Publish(ctx, library.Publication{Version: 1, Replaces: 1}), library.ErrState)
		wantError(t, shelf.Discard(ctx, 1), library.ErrState)
		clock.pass(time.Hour)
		must(t, shelf.Publish(ctx, library.Publication{Version: 2, Replaces: 1, Reason: "thay\x00kế hoạch"}))
		must(t, shelf.Publish(t.Context(), library.Publication{Version: 1, Replaces: 2, Kind: library.Rollback}))
		want := []library.Publication{
			{Version: 1, Kind: library.Publish, By: "Mai", At: noon},
			{Version: 2, Replaces: 1, Kind: library.Publish, By: "Mai", Reason: "thay\uFFFDkế hoạch", At: clock.now},
			{Version: 1, Replaces: 2, Kind: library.Rollback, By: people.Program.Name, At: clock.now},
		}
		if diff := cmp.Diff(want, got[[]library.Publication](t)(shelf.Publications(ctx))); diff != "" {
			t.Error(diff)
		}
		if id := got[int64](t)(shelf.InForce(ctx)); id != 1 {
			t.Errorf("%d is in force", id)
		}
		if v := got[library.Version](t)(shelf.Version(ctx, 1)); !v.Published.Equal(clock.now) || v.State != library.InForce {
			t.Errorf("got %+v", v)
		}
		if v := got[library.Version](t)(shelf.Version(ctx, 2)); !v.Published.Equal(noon.Add(time.Hour)) || v.State != library.Former {
			t.Errorf("got %+v", v)
		}
	})
}

// TestShelfPublishersAtOnce: of many that put something else in force instead of the same version, one wins.
func TestShelfPublishersAtOnce(t *testing.T) {
	const rounds, publishers = 6, 6
	onEach(t, func(t *testing.T, url string) {
		a, _ := mustOpen(t, url)
		b, _ := mustOpen(t, url)
		for i := range publishers {
			save(t, a, draftOf(corpus.File{Name: "x", Content: []byte{byte(i)}}))
		}
		now := int64(0)
		for range rounds {
			var mu sync.Mutex
			var wg sync.WaitGroup
			var won []int64
			for i := range publishers {
				id := int64(i + 1)
				if id == now {
					continue
				}
				wg.Go(func() {
					err := []*DB{a, b}[i%2].Shelf().Publish(t.Context(), library.Publication{Version: id, Replaces: now})
					mu.Lock()
					defer mu.Unlock()
					switch {
					case err == nil:
						won = append(won, id)
					case !errors.Is(err, library.ErrConflict):
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if len(won) != 1 {
				t.Fatalf("%v won", won)
			}
			if now = got[int64](t)(b.Shelf().InForce(t.Context())); now != won[0] {
				t.Errorf("%d is in force, %d won", now, won[0])
			}
		}
		if n := count(t, a, "corpus_publication"); n != rounds {
			t.Errorf("%d publications in %d rounds", n, rounds)
		}
	})
}

func TestShelfSaversAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		a, _ := mustOpen(t, url)
		b, _ := mustOpen(t, url)
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() {
				if _, err := []*DB{a, b}[i%2].Shelf().Save(t.Context(), draftOf(corpus.File{Name: "x", Content: []byte{byte(i / 3)}}, plan)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		open := 0
		for _, s := range states(t, a) {
			if s == library.Candidate {
				open++
			}
		}
		if n := len(states(t, a)); n != 4 || open != 1 {
			t.Errorf("%d versions, %d of them open; want 4 and 1", n, open)
		}
	})
}

// TestShelfFilesShared: versions of the same files in another order, stored and put in force at once, do not wait for each
// other for ever, and each is whole.
func TestShelfFilesShared(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		a, _ := mustOpen(t, url)
		b, _ := mustOpen(t, url)
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				db, files := a, []corpus.File{plan, annex, edited}
				if i%2 == 1 {
					db, files = b, []corpus.File{edited, annex, plan}
				}
				v, err := db.Shelf().Save(t.Context(), draftOf(files...))
				if err != nil {
					t.Error(err)
					return
				}
				now, err := db.Shelf().InForce(t.Context())
				if err == nil && now != v.ID {
					err = db.Shelf().Publish(t.Context(), library.Publication{Version: v.ID, Replaces: now})
				}
				if err != nil && !errors.Is(err, library.ErrConflict) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		inForce := 0
		all := got[[]library.Version](t)(a.Shelf().Versions(t.Context()))
		for _, v := range all {
			if v.State == library.InForce {
				inForce++
			}
			if len(v.Files) != 3 {
				t.Errorf("version %d has the files %v", v.ID, v.Files)
			}
		}
		if len(all) != 2 || inForce != 1 {
			t.Errorf("%d versions, %d of them in force; want 2 and 1", len(all), inForce)
		}
	})
}
