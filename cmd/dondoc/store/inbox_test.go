package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dondoc/bot/intake"
)

// Two copies of the program.
var (
	one = intake.Claim{Channel: "telegram", Owner: "one", Lease: 10 * time.Second}
	two = intake.Claim{Channel: "telegram", Owner: "two", Lease: 10 * time.Second}
)

func update(id int64, chat string) intake.Update {
	return intake.Update{Key: strconv.FormatInt(id, 10), Chat: chat, Order: id, Payload: []byte(`{"update_id":` + strconv.FormatInt(id, 10) + `}`)}
}

// accept returns the keys of what is new and the owner's.
func accept(t testing.TB, db *DB, c intake.Claim, updates ...intake.Update) []string {
	t.Helper()
	return namesOf(got[[]intake.Update](t)(db.Inbox().Accept(t.Context(), c, updates)))
}

func claimed(t testing.TB, db *DB, c intake.Claim) []string {
	t.Helper()
	return namesOf(got[[]intake.Update](t)(db.Inbox().Claim(t.Context(), c)))
}

func namesOf(updates []intake.Update) []string {
	var keys []string
	for _, u := range updates {
		keys = append(keys, u.Key)
	}
	return keys
}

func wantKeys(t *testing.T, got []string, want ...string) {
	t.Helper()
	wantEqual(t, got, want)
}

// wantPending lets the first copy claim.
func wantPending(t *testing.T, db *DB, want ...intake.Update) {
	t.Helper()
	if diff := cmp.Diff(want, got[[]intake.Update](t)(db.Inbox().Claim(t.Context(), one)), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func wantLast(t *testing.T, db *DB, channel string, want int64) {
	t.Helper()
	if last := got[int64](t)(db.Inbox().Last(t.Context(), channel)); last != want {
		t.Errorf("last of %s: got %d, want %d", channel, last, want)
	}
}

func TestInbox(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		in := db.Inbox()
		wantLast(t, db, "telegram", 0)
		wantKeys(t, accept(t, db, one))
		zalo := intake.Claim{Channel: "zalo", Owner: "one", Lease: time.Second}
		other := intake.Update{Key: "10", Chat: "z", Order: 3, Payload: []byte{}}
		wantKeys(t, accept(t, db, zalo, other), "10")
		wantKeys(t, accept(t, db, one, update(12, "b"), update(11, "a"), update(10, "a"), update(10, "a")), "12", "11", "10")
		wantLast(t, db, "telegram", 12)
		wantLast(t, db, "zalo", 3)
		wantPending(t, db, update(10, "a"), update(11, "a"), update(12, "b"))

		must(t, in.Begin(ctx, one, "11"))
		must(t, in.Begin(ctx, one, "11"))
		must(t, in.Done(ctx, "telegram", "11"))
		must(t, in.Done(ctx, "telegram", "11"))
		must(t, in.Done(ctx, "telegram", "99"))
		wantError(t, in.Begin(ctx, one, "11"), intake.ErrLost)
		wantError(t, in.Begin(ctx, one, "99"), intake.ErrLost)
		wantPending(t, db, update(10, "a"), update(12, "b"))

		// The channel delivers some of it once more: neither the handled nor the pending one comes twice.
		changed := update(12, "b")
		changed.Payload, changed.Begun = []byte("changed"), true
		wantKeys(t, accept(t, db, one, update(11, "a"), changed, update(9, "c")), "9")
		wantPending(t, db, update(9, "c"), update(10, "a"), update(12, "b"))
		wantLast(t, db, "telegram", 12)

		if diff := cmp.Diff([]intake.Update{other}, got[[]intake.Update](t)(in.Claim(ctx, zalo)), cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestInboxSortsTheSameOrderByArrival(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		for _, u := range []intake.Update{{Key: "z", Chat: "a", Order: 5}, {Key: "b", Chat: "a", Order: 5}, {Key: "y", Chat: "a", Order: 4}} {
			accept(t, db, one, u)
		}
		wantKeys(t, claimed(t, db, one), "y", "z", "b")
	})
}

func TestInboxRefuses(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		for _, c := range []intake.Claim{{Channel: "telegram"}, {Channel: "a\x00", Owner: "one"}, {Channel: "telegram", Owner: "\xff"}} {
			_, err := db.Inbox().Accept(t.Context(), c, []intake.Update{update(1, "a")})
			wantError(t, err, ErrInvalid)
			_, err = db.Inbox().Claim(t.Context(), c)
			wantError(t, err, ErrInvalid)
		}
		_, err := db.Inbox().Accept(t.Context(), one, []intake.Update{update(1, "a"), {Chat: "a"}})
		wantError(t, err, ErrInvalid)
		wantPending(t, db)
	})
}

func TestDoneDropsWhatIsPersonal(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		accept(t, db, one, update(1, "1001"))
		must(t, db.Inbox().Done(t.Context(), "telegram", "1"))
		if n := count(t, db, "inbox WHERE key = '1' AND chat = '' AND payload IS NULL"); n != 1 {
			t.Errorf("the row was not kept, or not emptied")
		}
	})
}

func TestAcceptAllOrNone(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		_, err := db.Inbox().Accept(t.Context(), one, []intake.Update{update(1, "a"), update(2, "\xff")})
		wantError(t, err, ErrInvalid)
		wantPending(t, db)
		wantLast(t, db, "telegram", 0)

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = db.Inbox().Accept(ctx, one, []intake.Update{update(1, "a")})
		wantError(t, err, context.Canceled)
		wantPending(t, db)
	})
}

// TestInboxConcurrently lets two copies store overlapping batches while they end what is theirs.
func TestInboxConcurrently(t *testing.T) {
	const updates, batch = 120, 12
	onEach(t, func(t *testing.T, url string) {
		a, _ := mustOpen(t, url)
		b, _ := mustOpen(t, url)
		first, second := a.Inbox(), b.Inbox()
		var mu sync.Mutex
		owners := map[string]string{}
		var wg sync.WaitGroup
		for i, in := range []intake.Inbox{first, second, first, second, first, second} {
			c := []intake.Claim{one, two}[i%2]
			wg.Go(func() {
				for first := 0; first < updates; first += batch {
					fresh, err := in.Accept(t.Context(), c, batchOf(first, batch, i%2 == 1))
					if err != nil {
						t.Error(err)
					}
					for _, key := range namesOf(fresh) {
						mu.Lock()
						if owner := owners[key]; owner != "" {
							t.Errorf("%s is new to %s and to %s", key, owner, c.Owner)
						}
						owners[key] = c.Owner
						mu.Unlock()
						if err := errors.Join(in.Begin(t.Context(), c, key), in.Done(t.Context(), "telegram", key)); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		wg.Wait()
		// What was stored by one while the other had the chat belongs to the other.
		for _, c := range []intake.Claim{one, two} {
			for _, key := range claimed(t, a, c) {
				if owners[key] != "" {
					t.Errorf("%s waits though it has ended", key)
				}
				owners[key] = c.Owner
			}
		}
		if len(owners) != updates {
			t.Errorf("%d updates have come to somebody, want %d", len(owners), updates)
		}
		wantLast(t, b, "telegram", updates-1)
	})
}

// TestInboxTogether: many steps at once share their commits, and one that cannot be done spoils nobody else's.
func TestInboxTogether(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		const many = 200
		db, _ := mustOpen(t, url)
		in := db.Inbox()
		var long strings.Builder // more than an index of PostgreSQL takes
		for random := rand.New(rand.NewPCG(1, 2)); long.Len() < 10_000; {
			fmt.Fprint(&long, random.Uint64())
		}
		var wg sync.WaitGroup
		var lost atomic.Int64
		for id := range int64(many) {
			wg.Go(func() {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				u := update(id, string(rune('a'+id%7)))
				c := one
				if id%10 == 0 {
					c.Channel = long.String()
				}
				_, err := in.Accept(ctx, c, []intake.Update{u})
				if fails := id%10 == 0 && db.write.DriverName() == "postgres"; fails != (err != nil) {
					t.Error(id, err)
				}
				if err := in.Begin(ctx, two, u.Key); errors.Is(err, intake.ErrLost) {
					lost.Add(1)
				}
				if id%2 == 0 {
					cancel()
				}
				if err := in.Done(ctx, "telegram", u.Key); id%2 == 0 != errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := count(t, db, "inbox WHERE channel = 'telegram' AND handled_at IS NOT NULL"); n != many/2 {
			t.Errorf("%d have ended, want %d", n, many/2)
		}
		if lost.Load() != many {
			t.Errorf("%d of %d were lost to a copy that never had them", lost.Load(), many)
		}
	})
}

// batchOf has updates of five chats.
func batchOf(first, size int, backwards bool) []intake.Update {
	batch := make([]intake.Update, size)
	for i := range batch {
		id := first + i
		if backwards {
			id = first + size - 1 - i
		}
		batch[i] = update(int64(id), string(rune('a'+id%5)))
	}
	return batch
}

const childUpdates = 50

// storeAsChild is what the second process of TestTwoProcesses does.
func storeAsChild(ctx context.Context, url string) error {
	db, err := Open(ctx, url, nil)
	if err != nil {
		return err
	}
	child := intake.Claim{Channel: "child", Owner: "child", Lease: time.Minute}
	for id := range int64(childUpdates) {
		if _, err := db.Inbox().Accept(ctx, child, []intake.Update{update(id, "a")}); err != nil {
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
			accept(t, db, one, update(id, "a"))
		}
		wg.Wait()
		if childErr != nil {
			t.Fatalf("%v\n%s", childErr, out)
		}
		wantLast(t, db, "telegram", childUpdates-1)
		wantLast(t, db, "child", childUpdates-1)
		if n := count(t, db, "inbox"); n != 2*childUpdates {
			t.Errorf("got %d updates, want %d", n, 2*childUpdates)
		}
	})
}
