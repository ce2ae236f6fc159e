package store

import (
	"errors"
	"sync"
	"testing"
	"time"

	"dondoc/reminders"
)

func TestReserve(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		a, clock := mustOpen(t, url)
		b, other := mustOpen(t, url)
		limits := reminders.Limits{PerSecond: 30}
		slot := func(db *DB, channel string, n int, want time.Duration) {
			t.Helper()
			if at := got[time.Time](t)(db.Reserve(ctx, channel, limits, n)); !at.Equal(noon.Add(want)) {
				t.Errorf("got a slot at %v, want %v", at.Sub(noon), want)
			}
		}
		slot(a, "telegram", 30, 0)
		slot(b, "telegram", 1, time.Second)
		slot(a, "telegram", 1, 1034*time.Millisecond) // 1/30 s, rounded up
		slot(a, "zalo", 1, 0)
		clock.pass(time.Hour)
		slot(a, "telegram", 1, time.Hour)
		slot(b, "telegram", 1, 0) // its clock says noon: what was booked an hour ahead is nonsense to it
		clock.now, other.now = noon.Add(2*time.Hour), noon.Add(2*time.Hour)

		limits = reminders.Limits{}
		slot(a, "web", 1000, 2*time.Hour)
		slot(b, "web", 1, 2*time.Hour)

		_, err := a.Reserve(ctx, "telegram", limits, 0)
		wantError(t, err, ErrInvalid)
		_, err = a.Reserve(ctx, "\x00", limits, 1)
		wantError(t, err, ErrInvalid)
	})
}

func TestReserveQuota(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, clock := mustOpen(t, url)
		limits := reminders.Limits{PerSecond: 10, PerMonth: 10, MonthMargin: 3}
		reserve := func(n int, want error) {
			t.Helper()
			if _, err := db.Reserve(ctx, "zalo", limits, n); !errors.Is(err, want) {
				t.Errorf("%d sends: got %v, want %v", n, err, want)
			}
		}
		reserve(8, reminders.ErrQuota) // also as the first of all
		reserve(5, nil)
		reserve(3, reminders.ErrQuota)
		reserve(2, nil)
		reserve(1, reminders.ErrQuota)
		limits.MonthMargin = 0 // somebody who answers people
		reserve(3, nil)
		reserve(1, reminders.ErrQuota)
		clock.now = time.Date(2023, 4, 30, 16, 59, 59, 0, time.UTC)
		reserve(1, reminders.ErrQuota)
		clock.pass(time.Second) // 1 May in Hanoi
		reserve(10, nil)
		reserve(1, reminders.ErrQuota)
	})
}

// TestReserveAtOnce books from two copies: no slot twice, and not one more than the month has.
func TestReserveAtOnce(t *testing.T) {
	const each = 20
	limits := reminders.Limits{PerSecond: 10, PerMonth: 30}
	onEach(t, func(t *testing.T, url string) {
		a, _ := mustOpen(t, url)
		b, _ := mustOpen(t, url)
		var mu sync.Mutex
		slots := map[time.Time]bool{}
		var wg sync.WaitGroup
		for _, db := range []*DB{a, b} {
			wg.Go(func() {
				for range each {
					at, err := db.Reserve(t.Context(), "zalo", limits, 1)
					if err != nil && !errors.Is(err, reminders.ErrQuota) {
						t.Error(err)
					}
					mu.Lock()
					if err == nil && slots[at] {
						t.Errorf("the slot at %v twice", at)
					}
					if err == nil {
						slots[at] = true
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if len(slots) != limits.PerMonth {
			t.Errorf("%d different slots, want %d", len(slots), limits.PerMonth)
		}
		for at := range slots {
			if off := at.Sub(noon); off%(100*time.Millisecond) != 0 || off >= time.Duration(limits.PerMonth)*100*time.Millisecond {
				t.Errorf("a slot at %v", off)
			}
		}
	})
}

func TestReserveChat(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		a, clock := mustOpen(t, url)
		b, _ := mustOpen(t, url)
		free := func(db *DB, chat reminders.Chat, want time.Time) {
			t.Helper()
			if at := got[time.Time](t)(db.ReserveChat(ctx, chat, 3*time.Second)); !at.Equal(want) {
				t.Errorf("free at %v, want %v", at, want)
			}
		}
		now := time.Time{}
		free(a, groupChat, now)
		free(b, groupChat, noon.Add(3*time.Second))
		free(a, groupChat, noon.Add(3*time.Second)) // asking again does not put it off
		free(a, chiefChat, now)
		clock.pass(3 * time.Second)
		free(a, groupChat, now)
		clock.pass(time.Hour)
		free(a, groupChat, now)
		free(b, groupChat, now) // its clock says noon
		_, err := a.ReserveChat(ctx, reminders.Chat{ID: "\x00"}, time.Second)
		wantError(t, err, ErrInvalid)

		// Chats are personal: they go with the others.
		clock.pass(time.Hour)
		got[int64](t)(a.Expire(ctx, clock.now))
		if n := count(t, a, "chat_rate"); n != 0 {
			t.Errorf("%d chats are left", n)
		}
	})
}

// TestCountMessage counts each channel's months apart.
func TestCountMessage(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		for i, tc := range []struct {
			channel, month string
			want           int
		}{{"zalo", "2026-11", 1}, {"zalo", "2026-11", 2}, {"other", "2026-11", 1}, {"zalo", "2026-12", 1}, {"zalo", "2026-12", 2}} {
			if used := got[int](t)(db.CountMessage(t.Context(), tc.channel, tc.month)); used != tc.want {
				t.Errorf("%d: %s %s: %d, want %d", i, tc.channel, tc.month, used, tc.want)
			}
		}
		for month, want := range map[string]int{"2026-12": 2, "2026-11": 0} { // only the last month is kept
			if used := got[int](t)(db.CountedMessages(t.Context(), "zalo", month)); used != want {
				t.Errorf("%s: %d are told, want %d", month, used, want)
			}
		}
	})
}
