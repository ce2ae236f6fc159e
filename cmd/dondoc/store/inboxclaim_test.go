package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"dondoc/bot/intake"
)

// TestInboxOfTwoCopies: what waits of a chat belongs to one copy, whoever takes what comes next.
func TestInboxOfTwoCopies(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, clock := mustOpen(t, url)
		in := db.Inbox()
		wantKeys(t, claimed(t, db, one))
		wantKeys(t, claimed(t, db, two))
		wantKeys(t, accept(t, db, one, update(1, "a"), update(2, "")), "1", "2")
		wantKeys(t, accept(t, db, two, update(3, "a"), update(4, "b"), update(5, "")), "4", "5")
		wantKeys(t, claimed(t, db, two), "4", "5")
		wantKeys(t, claimed(t, db, one), "1", "2", "3")
		wantError(t, in.Begin(ctx, two, "3"), intake.ErrLost)
		must(t, in.Begin(ctx, one, "3"))

		// Once nothing of the chat waits any more it is free.
		must(t, in.Done(ctx, "telegram", "1"))
		must(t, in.Done(ctx, "telegram", "3"))
		wantKeys(t, accept(t, db, two, update(6, "a")), "6")

		// One falls silent. Until its lease runs out nobody touches what it has.
		must(t, in.Begin(ctx, one, "2"))
		clock.pass(9 * time.Second)
		wantKeys(t, claimed(t, db, two), "4", "5", "6")
		clock.pass(time.Second)
		wantKeys(t, accept(t, db, two, update(7, "")), "7")
		taken := got[[]intake.Update](t)(in.Claim(ctx, two))
		wantKeys(t, namesOf(taken), "2", "4", "5", "6", "7")
		if !taken[0].Begun || taken[1].Begun {
			t.Errorf("begun: %v and %v, want only the first", taken[0].Begun, taken[1].Begun)
		}
		wantError(t, in.Begin(ctx, one, "2"), intake.ErrLost)
		wantKeys(t, claimed(t, db, one)) // it is back, and has lost everything
	})
}

// TestInboxTakesChatsOverWhole: what comes for the chat of a copy that died joins what it left behind.
func TestInboxTakesChatsOverWhole(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, clock := mustOpen(t, url)
		claimed(t, db, one)
		accept(t, db, one, update(1, "a"))
		clock.pass(time.Minute)
		wantKeys(t, accept(t, db, two, update(2, "a")))
		wantKeys(t, claimed(t, db, two), "1", "2")
		if n := count(t, db, "inbox_owner"); n != 1 {
			t.Errorf("%d owners are known, want 1", n)
		}
	})
}

func TestInboxRelease(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		claimed(t, db, one)
		claimed(t, db, two)
		accept(t, db, one, update(1, "a"), update(2, "b"))
		accept(t, db, two, update(3, "c"))
		must(t, db.Inbox().Done(ctx, "telegram", "2"))
		must(t, db.Inbox().Release(ctx, one))
		must(t, db.Inbox().Release(ctx, one))
		wantError(t, db.Inbox().Begin(ctx, one, "1"), intake.ErrLost)
		wantKeys(t, accept(t, db, one, update(4, "a"))) // a webhook is the last to stop
		wantKeys(t, accept(t, db, one, update(5, "d")), "5")
		wantKeys(t, claimed(t, db, two), "1", "3", "4", "5")
	})
}

// TestInboxClockPutBack: a copy died while its clock was a year ahead.
func TestInboxClockPutBack(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, clock := mustOpen(t, url)
		clock.pass(365 * 24 * time.Hour)
		claimed(t, db, one)
		accept(t, db, one, update(1, "a"))
		clock.now = noon
		wantKeys(t, claimed(t, db, two), "1")
	})
}

// TestInboxClaimIsBounded: what arrived first comes first, whatever its order, and what else its chats have along with it.
func TestInboxClaimIsBounded(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		var many []intake.Update
		for n := range int64(intake.MaxClaimed + 5) {
			many = append(many, update(intake.MaxClaimed+5-n, fmt.Sprint("chat ", n)))
		}
		many = append(many, update(9999, "chat 0"))
		accept(t, db, one, many...)
		keys := claimed(t, db, one)
		if len(keys) != intake.MaxClaimed+1 || keys[0] != "6" || keys[len(keys)-1] != "9999" {
			t.Errorf("got %d updates, the first is %s, the last %s", len(keys), keys[0], keys[len(keys)-1])
		}
	})
}

// TestInboxStorm lets three copies store, claim, end and release at once. Nothing may be lost, no update be begun by two
// that both believe to have it, and of no chat two copies have something.
func TestInboxStorm(t *testing.T) {
	const copies, rounds, chats = 3, 40, 4
	onEach(t, func(t *testing.T, url string) {
		var wg sync.WaitGroup
		for n := range copies {
			db, _ := mustOpen(t, url)
			in := db.Inbox()
			c := intake.Claim{Channel: "telegram", Owner: fmt.Sprint("copy ", n), Lease: time.Hour}
			random := rand.New(rand.NewPCG(6, uint64(n)))
			wg.Go(func() {
				for round := range rounds {
					id := int64(round*copies + n)
					accept(t, db, c, update(id, fmt.Sprint(random.IntN(chats))), update(id/2, fmt.Sprint(random.IntN(chats))))
					var steps sync.WaitGroup
					for _, key := range claimed(t, db, c) {
						ends := random.IntN(2) == 0
						steps.Go(func() {
							err := in.Begin(t.Context(), c, key)
							if err == nil && ends {
								err = in.Done(t.Context(), "telegram", key)
							}
							if err != nil && !errors.Is(err, intake.ErrLost) {
								t.Error(err)
							}
						})
					}
					if random.IntN(8) == 0 {
						must(t, in.Release(t.Context(), c))
					}
					steps.Wait()
					var split int
					must(t, db.read.GetContext(t.Context(), &split, `
SELECT count(*) FROM (SELECT chat FROM inbox WHERE handled_at IS NULL GROUP BY chat HAVING count(DISTINCT owner) > 1) AS split`))
					if split > 0 {
						t.Errorf("%d chats have two owners", split)
					}
				}
			})
		}
		wg.Wait()
		db, clock := mustOpen(t, url)
		clock.pass(2 * time.Hour)
		waiting := len(claimed(t, db, one))
		if ended := count(t, db, "inbox WHERE handled_at IS NOT NULL"); waiting+ended != copies*rounds {
			t.Errorf("%d wait and %d have ended of %d", waiting, ended, copies*rounds)
		}
	})
}
