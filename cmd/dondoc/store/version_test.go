package store

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var (
	plan   = File{Name: "ke-hoach.txt", Content: []byte("Bộ A chủ trì.\r\n")}
	annex  = File{Name: "phu luc?%.docx", Content: []byte{0, 0xff, 0x50, 0x4b}}
	blank  = File{Name: "trong.txt", Content: nil}
	edited = File{Name: "ke-hoach.txt", Content: []byte("Bộ B chủ trì.\r\n")}
)

func TestSaveVersionKeepsEveryByteInOrder(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		v := got[Version](t)(db.SaveVersion(t.Context(), "shipped", []File{plan, annex, blank}))
		if v.ID != 1 || v.Origin != "shipped" || v.Files != 3 || !v.CreatedAt.Equal(noon) || !v.PublishedAt.IsZero() || v.Published {
			t.Errorf("got %+v", v)
		}
		files, err := db.Files(t.Context(), v.ID)
		must(t, err)
		if diff := cmp.Diff([]File{plan, annex, blank}, files, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSaveVersionTellsFileSetsApart(t *testing.T) {
	tests := []struct {
		name  string
		files []File
		want  int64 // the id, in the order in which they are saved
	}{
		{"first", []File{plan, annex}, 1},
		{"the same again", []File{plan, annex}, 1},
		{"another order", []File{annex, plan}, 2},
		{"another content", []File{edited, annex}, 3},
		{"a part", []File{plan}, 4},
		{"another name", []File{{Name: "x", Content: plan.Content}}, 5},
		{"the name's end moved into the content", []File{{Name: "", Content: append([]byte("x"), plan.Content...)}}, 6},
		{"first once more", []File{plan, annex}, 1},
	}
	onEach(t, func(t *testing.T, url string) {
		db, clock := mustOpen(t, url)
		hashes := map[string]int64{}
		for _, test := range tests {
			clock.pass(time.Minute)
			v := got[Version](t)(db.SaveVersion(t.Context(), "loaded", test.files))
			if v.ID != test.want {
				t.Errorf("%s: got version %d, want %d", test.name, v.ID, test.want)
			}
			if id, known := hashes[v.Hash]; known && id != v.ID {
				t.Errorf("%s: versions %d and %d share a hash", test.name, id, v.ID)
			}
			hashes[v.Hash] = v.ID
		}
		if n := count(t, db, "corpus_content"); n != 4 {
			t.Errorf("got %d contents stored, want 4: each once", n)
		}
		again := got[Version](t)(db.SaveVersion(t.Context(), "shipped", []File{plan, annex}))
		if again.Origin != "loaded" || !again.CreatedAt.Equal(noon.Add(time.Minute)) {
			t.Errorf("saving again changed the version: %+v", again)
		}
	})
}

func TestSaveVersionRefuses(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		for name, files := range map[string][]File{
			"no files":        nil,
			"a name with NUL": {plan, {Name: "a\x00b"}},
			"a name of noise": {plan, {Name: "\xff\xfe"}},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := db.SaveVersion(t.Context(), "loaded", files)
				wantError(t, err, ErrInvalid)
			})
		}
		if n := count(t, db, "corpus_version"); n != 0 {
			t.Errorf("%d versions stored all the same", n)
		}
	})
}

func TestPublish(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, clock := mustOpen(t, url)
		_, _, err := db.Published(ctx)
		wantError(t, err, ErrNotFound)
		wantError(t, db.Publish(ctx, 1), ErrNotFound)

		first := got[Version](t)(db.SaveVersion(ctx, "shipped", []File{plan}))
		second := got[Version](t)(db.SaveVersion(ctx, "loaded", []File{edited, annex}))
		for _, id := range []int64{first.ID, second.ID, second.ID, first.ID} { // the last one is a rollback
			clock.pass(time.Hour)
			must(t, db.Publish(ctx, id))
		}
		wantError(t, db.Publish(ctx, 99), ErrNotFound)

		v, files, err := db.Published(ctx)
		must(t, err)
		if v.ID != first.ID || !v.Published || !v.PublishedAt.Equal(noon.Add(4*time.Hour)) || len(files) != 1 || string(files[0].Content) != string(plan.Content) {
			t.Errorf("got %+v with %d files", v, len(files))
		}
		all := got[[]Version](t)(db.Versions(ctx))
		second.PublishedAt = noon.Add(2 * time.Hour) // publishing it twice in a row counts once
		if diff := cmp.Diff([]Version{v, second}, all); diff != "" {
			t.Error(diff)
		}
	})
}

func TestFilesOfUnknownVersion(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		_, err := db.Files(t.Context(), 7)
		wantError(t, err, ErrNotFound)
	})
}

func TestSaveVersionConcurrently(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		a, _ := mustOpen(t, url)
		b, _ := mustOpen(t, url)
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				db, files := a, []File{plan, annex, edited}
				if i%2 == 1 {
					db, files = b, []File{edited, annex, plan}
				}
				v, err := db.SaveVersion(t.Context(), "loaded", files)
				if err == nil {
					err = db.Publish(t.Context(), v.ID)
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		published := 0
		all := got[[]Version](t)(a.Versions(t.Context()))
		for _, v := range all {
			if v.Published {
				published++
			}
			if v.Files != 3 {
				t.Errorf("version %d has %d files, want 3", v.ID, v.Files)
			}
		}
		if len(all) != 2 || published != 1 {
			t.Errorf("got %d versions, %d of them published; want 2 and 1", len(all), published)
		}
	})
}
