package store

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"dondoc/reminders"
)

var _ reminders.ClerkStore = (*DB)(nil)

var followers = reminders.Board{Name: reminders.FollowersName}

// TestOneBoardOfAnAgency: however many ask at once over two handles, one board is made, and it is found again.
func TestOneBoardOfAnAgency(t *testing.T) {
	const asking = 8
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		second := d.again(t, url)
		for _, wanted := range []reminders.Board{followers, {Name: "Ban Chỉ đạo Hà Nam", Agency: "Tỉnh Hà Nam"}} {
			ids := make([]int64, asking)
			var wg sync.WaitGroup
			for i := range asking {
				mine := []*desk{d, second}[i%2]
				wg.Go(func() {
					b, err := mine.EnsureBoard(t.Context(), wanted)
					if err != nil || b.Agency != wanted.Agency || b.Followers() != (wanted.Agency == "") {
						t.Errorf("got %+v, %v", b, err)
					}
					ids[i] = b.ID
				})
			}
			wg.Wait()
			for _, id := range ids {
				if id != ids[0] || id == d.secretariat.ID {
					t.Fatalf("boards %v, want one", ids)
				}
			}
		}
		if n := count(t, d.DB, "board"); n != 4 {
			t.Errorf("%d boards, want 4", n)
		}
		if b := got[reminders.Board](t)(d.EnsureBoard(t.Context(), reminders.Board{Name: "anders", Agency: bacGiang})); b != d.board {
			t.Errorf("got %+v, want the board that is there", b)
		}
		above := got[reminders.Board](t)(d.SaveBoard(t.Context(), reminders.Board{Name: "Văn phòng tỉnh", Agency: "Tỉnh Cà Mau", Secretariat: true}))
		for range 2 {
			b := got[reminders.Board](t)(d.EnsureBoard(t.Context(), reminders.Board{Name: "Ban", Agency: "Tỉnh Cà Mau", Secretariat: true}))
			if b.ID == above.ID || b.Secretariat || b.Agency != "Tỉnh Cà Mau" {
				t.Errorf("a secretariat answers for an agency: %+v", b)
			}
		}
		if n := count(t, d.DB, "board"); n != 6 {
			t.Errorf("%d boards, want 6", n)
		}
		_, err := d.EnsureBoard(t.Context(), reminders.Board{})
		wantError(t, err, ErrInvalid)
	})
}

var errOwn = errors.New("on second thoughts")

func TestAmendSubscriber(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		theme := reminders.Follow{Kind: reminders.FollowTheme, Value: "dữ liệu"}
		before := got[int64](t)(d.Revision(ctx))
		d.plan(t, d.group, today)
		s, removed, err := d.AmendSubscriber(ctx, groupChat, func(s *reminders.Subscriber) error {
			s.Follows, s.Rule.Hour = append(s.Follows, theme), 7
			return nil
		})
		stored, _, _ := d.Subscribed(ctx, groupChat)
		wantDiff(t, stored, s)
		if err != nil || removed || len(s.Follows) != 2 || s.Rule.Hour != 7 || s.PlannedThrough != today.AddDays(-1) {
			t.Errorf("got %+v, %v, %v", s, removed, err)
		}
		if after := got[int64](t)(d.Revision(ctx)); after != before+1 {
			t.Errorf("revision %d after %d", after, before)
		}
		_, _, err = d.AmendSubscriber(ctx, groupChat, func(s *reminders.Subscriber) error { s.Follows = nil; return errOwn })
		wantError(t, err, errOwn)
		_, _, err = d.AmendSubscriber(ctx, groupChat, func(s *reminders.Subscriber) error { s.Rule.Hour = 25; return nil })
		wantError(t, err, reminders.ErrInvalid)
		_, _, err = d.AmendSubscriber(ctx, groupChat, func(s *reminders.Subscriber) error { s.Board = 999; return nil })
		wantError(t, err, reminders.ErrUnknown)
		_, _, err = d.AmendSubscriber(ctx, reminders.Chat{Channel: "telegram", ID: "none\x00"}, func(*reminders.Subscriber) error { return nil })
		wantError(t, err, reminders.ErrUnknown)
		after, _, _ := d.Subscribed(ctx, groupChat)
		wantDiff(t, stored, after)
		s, removed, err = d.AmendSubscriber(ctx, groupChat, func(s *reminders.Subscriber) error { s.Follows = nil; return nil })
		if err != nil || removed || len(s.Follows) != 0 {
			t.Errorf("a board's chat that follows nothing: %+v, %v, %v", s, removed, err)
		}
	})
}

// TestAmendmentsAreNotLost: two copies of the program that change what one chat follows keep each other's.
func TestAmendmentsAreNotLost(t *testing.T) {
	const each = 10
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		var wg sync.WaitGroup
		for w, mine := range []*desk{d, d.again(t, url)} {
			wg.Go(func() {
				for i := range each {
					f := reminders.Follow{Kind: reminders.FollowTheme, Value: fmt.Sprint(w, i)}
					if _, _, err := mine.AmendSubscriber(t.Context(), groupChat, func(s *reminders.Subscriber) error {
						s.Follows = append(s.Follows, f)
						return nil
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if s, _, _ := d.Subscribed(t.Context(), groupChat); len(s.Follows) != 1+2*each {
			t.Errorf("%d follows, want %d", len(s.Follows), 1+2*each)
		}
	})
}

// TestFollowerGoes: who only follows and follows nothing any more is gone, and no secretariat hears of it, nor of its
// having blocked the program.
func TestFollowerGoes(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		board := got[reminders.Board](t)(d.EnsureBoard(ctx, followers))
		chat := reminders.Chat{Channel: "telegram", ID: "55"}
		s := d.link(t, board, chat)
		d.plan(t, s, today, "a")
		must(t, d.Pause(ctx, chat.Channel, chat.ID, "đã chặn"))
		_, removed, err := d.AmendSubscriber(ctx, chat, func(s *reminders.Subscriber) error { s.Follows = nil; return nil })
		if err != nil || !removed {
			t.Fatalf("removed %v, %v", removed, err)
		}
		_, _, err = d.Subscribed(ctx, chat)
		wantError(t, err, reminders.ErrUnknown)
		d.wantLedger(t, "2023-04-20 dead a")
		if told := d.unattached(t); len(told) != 0 {
			t.Errorf("the secretariat is told %q", told)
		}
		must(t, d.Pause(ctx, groupChat.Channel, groupChat.ID, "đã chặn")) // of a board's chat it is
		if told := d.unattached(t); len(told) != 1 {
			t.Errorf("the secretariat is told %q", told)
		}
		d.clock.pass(time.Hour)
		if again := d.link(t, board, chat); again.ID == s.ID {
			t.Error("the chat has its old row again")
		}
	})
}
