package store

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestZaloTokensFollowOneAnother(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		z := db.ZaloTokens()
		if sealed, serial, err := z.Load(t.Context()); sealed != nil || serial != 0 || err != nil {
			t.Fatalf("at first: %q, %d, %v", sealed, serial, err)
		}
		for _, step := range []struct {
			sealed string
			after  int64
			saved  bool
		}{{"a", 0, true}, {"b", 0, false}, {"c", 2, false}, {"d", 1, true}, {"e", 1, false}} {
			if saved := got[bool](t)(z.Save(t.Context(), []byte(step.sealed), step.after)); saved != step.saved {
				t.Errorf("save %q after %d: %t", step.sealed, step.after, saved)
			}
		}
		if sealed, serial, err := z.Load(t.Context()); string(sealed) != "d" || serial != 2 || err != nil {
			t.Errorf("in the end: %q, %d, %v", sealed, serial, err)
		}
	})
}

// Several copies of the program renew as the channel does: a refresh token works once.
func TestZaloTokensAreRenewedByOneCopy(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		var spent sync.Map
		var renewals, twice, ran atomic.Int64
		renew := func(z ZaloTokens, upTo int64) error {
			for {
				did, err := z.Exclusively(t.Context(), func(ctx context.Context) error {
					_, serial, err := z.Load(ctx)
					if err != nil || serial >= upTo {
						return err
					}
					if _, before := spent.LoadOrStore(serial, true); before {
						twice.Add(1)
					}
					renewals.Add(1)
					saved, err := z.Save(ctx, []byte("pair"), serial)
					if err == nil && !saved {
						return errors.New("another pair was saved meanwhile")
					}
					return err
				})
				if did {
					ran.Add(1)
				}
				if did || err != nil && !errors.Is(err, ErrLocked) {
					return err
				}
			}
		}
		var copies []ZaloTokens
		for range 3 {
			db, _ := mustOpen(t, url)
			copies = append(copies, db.ZaloTokens())
		}
		for round := range int64(3) {
			var all sync.WaitGroup
			for i := range 6 {
				all.Go(func() {
					if err := renew(copies[i%len(copies)], round+1); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
		}
		if renewals.Load() != 3 || twice.Load() != 0 || ran.Load() != 18 {
			t.Errorf("%d renewals, %d tokens used twice, %d turns; want 3, 0, 18", renewals.Load(), twice.Load(), ran.Load())
		}
	})
}

func TestZaloLeaseOfADeadCopyRunsOut(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		dead, _ := mustOpen(t, url)
		db, now := mustOpen(t, url)
		must(t, dead.ZaloTokens().lease(t.Context(), "dead"))
		nothing := func(context.Context) error { return nil }
		if ran := got[bool](t)(db.ZaloTokens().Exclusively(t.Context(), nothing)); ran {
			t.Error("it ran while another copy holds the lease")
		}
		now.pass(-time.Hour) // the lease was taken by a clock far ahead
		if ran := got[bool](t)(db.ZaloTokens().Exclusively(t.Context(), nothing)); !ran {
			t.Error("a lease from the future keeps everybody out")
		}
		must(t, dead.ZaloTokens().lease(t.Context(), "dead"))
		now.pass(time.Hour + zaloLease)
		failed := errors.New("no")
		ran, err := db.ZaloTokens().Exclusively(t.Context(), func(context.Context) error { return failed })
		if !ran || !errors.Is(err, failed) {
			t.Errorf("after the lease ran out: %t, %v", ran, err)
		}
		if ran := got[bool](t)(db.ZaloTokens().Exclusively(t.Context(), nothing)); !ran {
			t.Error("the lease was not given back")
		}
	})
}

func TestZaloUsers(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		z := db.ZaloUsers()
		check := func(want time.Time, follows bool) {
			t.Helper()
			last, f, err := z.LastSeen(t.Context(), "7")
			if !last.Equal(want) || f != follows || err != nil {
				t.Errorf("last %v, follows %t, %v; want %v, %t", last, f, err, want, follows)
			}
		}
		later := noon.Add(time.Hour)
		check(time.Time{}, true)
		must(t, z.Seen(t.Context(), "7", later))
		must(t, z.Seen(t.Context(), "7", noon)) // overtaken
		check(later, true)
		must(t, z.Followed(t.Context(), "7", false, later))
		must(t, z.Followed(t.Context(), "7", true, noon)) // overtaken
		check(later, false)
		must(t, z.Followed(t.Context(), "7", true, later.Add(time.Second)))
		check(later, true)
		must(t, z.Forget(t.Context(), "7"))
		must(t, z.Forget(t.Context(), "7"))
		check(time.Time{}, true)
		must(t, z.Followed(t.Context(), "7", false, noon))
		check(time.Time{}, false)
		wantError(t, z.Seen(t.Context(), "a\x00", noon), ErrInvalid)
	})
}
