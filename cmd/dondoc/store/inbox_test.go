package store

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func update(id int64, chat string) Update {
	return Update{Channel: "telegram", ID: id, Chat: chat, Payload: []byte(`{"update_id":` + strconv.FormatInt(id, 10) + `}`)}
}

func TestInbox(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		wantNext(t, db, "telegram", 0)
		must(t, db.StoreUpdates(ctx, nil))
		other := Update{Channel: "zalo", ID: 3, Chat: "z", Payload: []byte{}}
		must(t, db.StoreUpdates(ctx, []Update{update(12, "b"), other, update(11, "a"), update(10, "a")}))
		wantNext(t, db, "telegram", 13)
		wantNext(t, db, "zalo", 4)
		wantPending(t, db, update(10, "a"), update(11, "a"), update(12, "b"))

		must(t, db.MarkHandled(ctx, "telegram", 11))
		must(t, db.MarkHandled(ctx, "telegram", 11))
		wantError(t, db.MarkHandled(ctx, "telegram", 99), ErrNotFound)
		wantError(t, db.MarkHandled(ctx, "telegram", 3), ErrNotFound)
		wantPending(t, db, update(10, "a"), update(12, "b"))

		// The channel delivers some of it once more: neither the handled nor the pending one comes twice.
		changed := update(12, "b")
		changed.Payload = []byte("changed")
		must(t, db.StoreUpdates(ctx, []Update{update(11, "a"), changed, update(9, "c")}))
		wantPending(t, db, update(9, "c"), update(10, "a"), update(12, "b"))
		wantNext(t, db, "telegram", 13)

		if diff := cmp.Diff([]Update{other}, got[[]Update](t)(db.PendingUpdates(ctx, "zalo")), cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestMarkHandledDropsWhatIsPersonal(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		must(t, db.StoreUpdates(t.Context(), []Update{update(1, "1001")}))
		must(t, db.MarkHandled(t.Context(), "telegram", 1))
		if n := count(t, db, "inbox_update WHERE id = 1 AND chat = '' AND payload IS NULL"); n != 1 {
			t.Errorf("the row was not kept, or not emptied")
		}
	})
}

func TestStoreUpdatesAllOrNone(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		err := db.StoreUpdates(t.Context(), []Update{update(1, "a"), update(2, "\xff")})
		wantError(t, err, ErrInvalid)
		wantPending(t, db)
		wantNext(t, db, "telegram", 0)

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		wantError(t, db.StoreUpdates(ctx, []Update{update(1, "a")}), context.Canceled)
		wantPending(t, db)
	})
}

// TestInboxConcurrently stores overlapping batches from two handles while others mark them as handled.
func TestInboxConcurrently(t *testing.T) {
	const updates, batch = 120, 12
	onEach(t, func(t *testing.T, url string) {
		a, _ := mustOpen(t, url)
		b, _ := mustOpen(t, url)
		var wg sync.WaitGroup
		stored := make(chan int64, 4*updates)
		for i, db := range []*DB{a, b, a, b} {
			wg.Go(func() {
				for first := 0; first < updates; first += batch {
					if err := storeBatch(t.Context(), db, first, batch, i%2 == 1); err != nil {
						t.Error(err)
					}
					for id := first; id < first+batch; id++ {
						stored <- int64(id)
					}
				}
			})
		}
		var handlers sync.WaitGroup
		for _, db := range []*DB{a, b} {
			handlers.Go(func() {
				for id := range stored {
					if id%10 == 0 {
						continue
					}
					if err := db.MarkHandled(t.Context(), "telegram", id); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		close(stored)
		handlers.Wait()
		pending := got[[]Update](t)(a.PendingUpdates(t.Context(), "telegram"))
		if len(pending) != updates/10 {
			t.Errorf("got %d pending updates, want %d", len(pending), updates/10)
		}
		wantNext(t, b, "telegram", updates)
	})
}

func storeBatch(ctx context.Context, db *DB, first, size int, backwards bool) error {
	batch := make([]Update, size)
	for i := range batch {
		id := first + i
		if backwards {
			id = first + size - 1 - i
		}
		batch[i] = update(int64(id), "a")
	}
	return db.StoreUpdates(ctx, batch)
}

const childUpdates = 50

// storeAsChild is what the second process of TestTwoProcesses does.
func storeAsChild(ctx context.Context, url string) error {
	db, err := Open(ctx, url, nil)
	if err != nil {
		return err
	}
	for id := range int64(childUpdates) {
		if err := db.StoreUpdates(ctx, []Update{{Channel: "child", ID: id, Payload: []byte("x")}}); err != nil {
			return errors.Join(err, db.Close())
		}
	}
	return db.Close()
}

// TestTwoProcesses opens a new database in two processes at once, and both write to it.
func TestTwoProcesses(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), childURL+"="+url)
		var out []byte
		var wg sync.WaitGroup
		var childErr error
		wg.Go(func() { out, childErr = child.CombinedOutput() })
		db, _ := mustOpen(t, url)
		for id := range int64(childUpdates) {
			must(t, db.StoreUpdates(t.Context(), []Update{update(id, "a")}))
		}
		wg.Wait()
		if childErr != nil {
			t.Fatalf("%v\n%s", childErr, out)
		}
		wantNext(t, db, "telegram", childUpdates)
		wantNext(t, db, "child", childUpdates)
		if n := count(t, db, "inbox_update"); n != 2*childUpdates {
			t.Errorf("got %d updates, want %d", n, 2*childUpdates)
		}
	})
}

func wantPending(t *testing.T, db *DB, want ...Update) {
	t.Helper()
	if diff := cmp.Diff(want, got[[]Update](t)(db.PendingUpdates(t.Context(), "telegram"))); diff != "" {
		t.Error(diff)
	}
}

func wantNext(t *testing.T, db *DB, channel string, want int64) {
	t.Helper()
	if next := got[int64](t)(db.NextUpdateID(t.Context(), channel)); next != want {
		t.Errorf("next id of %s: got %d, want %d", channel, next, want)
	}
}
