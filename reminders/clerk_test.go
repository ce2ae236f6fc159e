package reminders_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus/agency"
	"dondoc/reminders"
)

// clerkBook keeps the contract of ClerkStore in memory.
type clerkBook struct{ *deskBook }

func (b clerkBook) EnsureBoard(_ context.Context, n reminders.Board) (reminders.Board, error) {
	for _, o := range b.Boards {
		if o.Agency == n.Agency && !o.Secretariat {
			return o, nil
		}
	}
	n.ID = int64(len(b.Boards) + 10)
	b.Everything.Revision++
	b.Boards = append(b.Boards, n)
	return n, nil
}

func (b clerkBook) SaveSubscriber(ctx context.Context, s reminders.Subscriber) (reminders.Subscriber, error) {
	if _, _, err := b.Subscribed(ctx, reminders.Chat{Channel: s.Channel, ID: s.Chat}); err == nil {
		return s, reminders.ErrConflict
	}
	s.ID = int64(len(b.Subscribers) + 10)
	b.Everything.Revision++
	b.Subscribers = append(slices.Clone(b.Subscribers), s)
	return s, nil
}

func (b clerkBook) AmendSubscriber(ctx context.Context, chat reminders.Chat, amend func(*reminders.Subscriber) error) (reminders.Subscriber, bool, error) {
	s, _, err := b.Subscribed(ctx, chat)
	if err == nil {
		err = amend(&s)
	}
	if err != nil {
		return s, false, fmt.Errorf("store: %w", err)
	}
	b.Everything.Revision++
	at := slices.IndexFunc(b.Subscribers, func(o reminders.Subscriber) bool { return o.ID == s.ID })
	board := b.Boards[slices.IndexFunc(b.Boards, func(o reminders.Board) bool { return o.ID == s.Board })]
	b.Subscribers = slices.Clone(b.Subscribers)
	if board.Followers() && len(s.Follows) == 0 {
		b.Subscribers = slices.Delete(b.Subscribers, at, at+1)
		return s, true, nil
	}
	b.Subscribers[at] = s
	return s, false, nil
}

func (b clerkBook) NewFeed(_ context.Context, board int64) (string, error) {
	return fmt.Sprint("bi-mat-", board), nil
}

// newClerk is over the register of newDesk: chat 1 of the lead's board, 2 and 3 of secretariats.
func newClerk() (*reminders.Clerk, clerkBook) {
	_, d := newDesk()
	b := clerkBook{d}
	return reminders.NewClerk(b, reminders.NewOffice(deskBookOf{d}, agency.Default), func() time.Time { return deskNow }), b
}

func (b clerkBook) followsOf(chat reminders.Chat) []reminders.Follow {
	s, _, _ := b.Subscribed(context.Background(), chat)
	return s.Follows
}

var (
	watchHaNam = reminders.Follow{Kind: reminders.FollowWatch, Value: "Tỉnh Hà Nam"}
	watchLead  = reminders.Follow{Kind: reminders.FollowWatch, Value: deskLead}
	ownLead    = reminders.Follow{Kind: reminders.FollowAgency, Value: deskLead}
	taskX      = reminders.Follow{Kind: reminders.FollowTask, Value: "x"}
	newChat    = reminders.Chat{Channel: "zalo", ID: "77"}
)

func TestClerkFollow(t *testing.T) {
	for name, tc := range map[string]struct {
		chat   reminders.Chat
		as     reminders.Newcomer
		before []reminders.Follow
		follow reminders.Follow
		want   []reminders.Follow
		board  int64
		joined bool
	}{
		"a new chat":                    {newChat, reminders.Newcomer{}, nil, watchHaNam, []reminders.Follow{watchHaNam}, 13, false},
		"one that follows already":      {newChat, reminders.Newcomer{}, []reminders.Follow{watchHaNam}, taskX, []reminders.Follow{watchHaNam, taskX}, 13, false},
		"of somebody of a board":        {newChat, reminders.Newcomer{Board: 1}, nil, watchHaNam, []reminders.Follow{ownLead, watchHaNam}, 1, true},
		"the board's own agency":        {newChat, reminders.Newcomer{Board: 1}, nil, watchLead, []reminders.Follow{ownLead}, 1, true},
		"a follower who joins a board":  {newChat, reminders.Newcomer{Board: 1}, []reminders.Follow{watchLead}, taskX, []reminders.Follow{ownLead, taskX}, 1, true},
		"of a secretariat":              {newChat, reminders.Newcomer{Board: 2}, nil, watchHaNam, []reminders.Follow{watchHaNam}, 13, false},
		"a follower, of a secretariat":  {newChat, reminders.Newcomer{Board: 2}, []reminders.Follow{watchHaNam}, taskX, []reminders.Follow{watchHaNam, taskX}, 13, false},
		"of a board that is gone":       {newChat, reminders.Newcomer{Board: 88}, nil, watchHaNam, []reminders.Follow{watchHaNam}, 13, false},
		"a chat that is linked":         {deskChat, reminders.Newcomer{Group: true}, nil, watchHaNam, []reminders.Follow{ownLead, watchHaNam}, 1, false},
		"a linked one, somebody else's": {deskChat, reminders.Newcomer{Board: 2}, nil, taskX, []reminders.Follow{ownLead, taskX}, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			k, b := newClerk()
			for _, f := range tc.before {
				if _, err := k.Follow(t.Context(), tc.chat, reminders.Newcomer{}, f); err != nil {
					t.Fatal(err)
				}
			}
			got, err := k.Follow(t.Context(), tc.chat, tc.as, tc.follow)
			if err != nil || !got.Added || got.Joined != tc.joined || got.Subscriber.Board != tc.board {
				t.Errorf("got %+v, %v", got, err)
			}
			if diff := cmp.Diff(tc.want, b.followsOf(tc.chat)); diff != "" {
				t.Errorf("follows (-want +got):\n%s", diff)
			}
			if s, _, _ := b.Subscribed(t.Context(), tc.chat); s.Self != (tc.chat == newChat) {
				t.Errorf("came by its own wish: %v", s.Self)
			}
			again, err := k.Follow(t.Context(), tc.chat, tc.as, tc.follow)
			if err != nil || again.Added || again.Joined || len(b.followsOf(tc.chat)) != len(tc.want) {
				t.Errorf("the same again: %+v, %v", again, err)
			}
		})
	}
}

func TestClerkRefuses(t *testing.T) {
	k, b := newClerk()
	ctx := t.Context()
	_, err := k.Follow(ctx, newChat, reminders.Newcomer{Group: true}, taskX)
	wantRefusal(t, "a group that is not linked", err, reminders.ErrForbidden)
	_, _, err = k.Unfollow(ctx, newChat, taskX)
	wantRefusal(t, "a chat that follows nothing", err, reminders.ErrUnknown)
	_, _, err = k.Unfollow(ctx, deskChat, taskX)
	wantRefusal(t, "what is not followed", err, reminders.ErrUnknown)
	_, _, err = k.Unfollow(ctx, deskChat, ownLead)
	wantRefusal(t, "a chat that an administrator linked", err, reminders.ErrForbidden)
	_, err = k.SetRule(ctx, newChat, func(*reminders.Rule) {})
	wantRefusal(t, "the rule of nobody", err, reminders.ErrUnknown)
	_, err = k.SetRule(ctx, deskChat, func(r *reminders.Rule) { r.Hour = 25 })
	wantRefusal(t, "a rule that is not valid", err, reminders.ErrInvalid)
	_, err = k.Feed(ctx, 99)
	wantRefusal(t, "the calendar of no board", err, reminders.ErrForbidden)
	for i := range 29 {
		if _, err := k.Follow(ctx, deskChat, reminders.Newcomer{}, reminders.Follow{Kind: reminders.FollowTheme, Value: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	_, err = k.Follow(ctx, deskChat, reminders.Newcomer{}, taskX)
	wantRefusal(t, "too much", err, reminders.ErrInvalid)
	if n := len(b.followsOf(deskChat)); n != 30 {
		t.Errorf("follows %d, want 30", n)
	}
}

func TestClerkUnfollow(t *testing.T) {
	k, b := newClerk()
	ctx := t.Context()
	for _, f := range []reminders.Follow{watchHaNam, taskX} {
		if _, err := k.Follow(ctx, newChat, reminders.Newcomer{Board: 1}, f); err != nil {
			t.Fatal(err)
		}
	}
	b.Subscribers = slices.DeleteFunc(b.Subscribers, func(s reminders.Subscriber) bool { return s.ID == 1 })
	b.Everything.Revision++
	left, removed, err := k.Unfollow(ctx, newChat, ownLead) // it came by its own wish, though the board has no other chat
	if _, board, _ := b.Subscribed(ctx, newChat); err != nil || removed || len(left) != 2 || !board.Followers() {
		t.Errorf("left its board: %v %v %v, now of %+v", left, removed, err, board)
	}
	for i, f := range []reminders.Follow{taskX, watchHaNam} {
		if left, removed, err = k.Unfollow(ctx, newChat, f); err != nil || removed != (i == 1) {
			t.Errorf("%+v: %v %v %v", f, left, removed, err)
		}
	}
	if _, _, err := b.Subscribed(ctx, newChat); err == nil {
		t.Error("a chat that follows nothing is still reminded")
	}
}

func TestClerkLeave(t *testing.T) {
	member, group := reminders.Chat{Channel: "zalo", ID: "78"}, reminders.Chat{Channel: "telegram", ID: "-5"}
	for name, tc := range map[string]struct {
		chat  reminders.Chat
		alone bool // it is the only chat of its board
		stays int64
	}{
		"who only follows":                    {newChat, false, 0},
		"a stranger":                          {reminders.Chat{Channel: "zalo", ID: "nobody"}, false, 0},
		"a member, by their own wish":         {member, false, 0},
		"the only chat, by its own wish":      {member, true, 0},
		"a group":                             {group, false, 1},
		"the only chat, linked":               {deskChat, true, 1},
		"one of many, linked":                 {deskChat, false, 1},
		"linked to a secretariat":             {deskSec, true, 2},
		"one that followed before the column": {reminders.Chat{Channel: "zalo", ID: "old"}, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			k, b := newClerk()
			ctx := t.Context()
			_, err := k.Follow(ctx, newChat, reminders.Newcomer{}, watchHaNam)
			_, err2 := k.Follow(ctx, member, reminders.Newcomer{Board: 1}, watchHaNam)
			_, err3 := k.Link(ctx, group, 1)
			if err := errors.Join(err, err2, err3); err != nil {
				t.Fatal(err)
			}
			followers, _ := b.EnsureBoard(ctx, reminders.Board{Name: reminders.FollowersName})
			b.Subscribers = append(b.Subscribers, reminders.Subscriber{ID: 99, Board: followers.ID, Channel: "zalo", Chat: "old", Follows: []reminders.Follow{taskX}})
			if tc.alone {
				b.Subscribers = slices.DeleteFunc(b.Subscribers, func(s reminders.Subscriber) bool { return s.Chat != tc.chat.ID })
				b.Everything.Revision++
			}
			before := b.followsOf(tc.chat)
			for range 2 { // a message may come twice
				if stays, err := k.Leave(ctx, tc.chat); err != nil || stays.ID != tc.stays {
					t.Errorf("stays %+v, %v", stays, err)
				}
			}
			if _, _, err := b.Subscribed(ctx, tc.chat); (err == nil) != (tc.stays != 0) {
				t.Errorf("it is there: %v", err == nil)
			}
			if diff := cmp.Diff(before, b.followsOf(tc.chat)); tc.stays != 0 && diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestClerkLeaveMeanwhile: a chat that an administrator links while it leaves stays theirs.
func TestClerkLeaveMeanwhile(t *testing.T) {
	k, b := newClerk()
	if _, err := k.Follow(t.Context(), newChat, reminders.Newcomer{}, watchHaNam); err != nil {
		t.Fatal(err)
	}
	hasty := reminders.NewClerk(relinking{b}, nil, time.Now)
	if _, err := hasty.Leave(t.Context(), newChat); !errors.Is(err, reminders.ErrConflict) {
		t.Errorf("got %v", err)
	}
	if s, _, err := b.Subscribed(t.Context(), newChat); err != nil || s.Board != 1 || len(s.Follows) != 1 {
		t.Errorf("now %+v, %v", s, err)
	}
}

// relinking links a chat anew before it is amended.
type relinking struct{ clerkBook }

func (r relinking) AmendSubscriber(ctx context.Context, chat reminders.Chat, amend func(*reminders.Subscriber) error) (reminders.Subscriber, bool, error) {
	at := slices.IndexFunc(r.Subscribers, func(o reminders.Subscriber) bool { return o.Chat == chat.ID })
	r.Subscribers[at] = reminders.Subscriber{ID: 500, Board: 1, Channel: chat.Channel, Chat: chat.ID, Follows: []reminders.Follow{ownLead}}
	return r.clerkBook.AmendSubscriber(ctx, chat, amend)
}

func TestClerkLink(t *testing.T) {
	k, b := newClerk()
	ctx := t.Context()
	group := reminders.Chat{Channel: "telegram", ID: "-5"}
	for range 2 { // a message may come twice
		if board, err := k.Link(ctx, group, 1); err != nil || board.ID != 1 {
			t.Errorf("got %+v, %v", board, err)
		}
	}
	if diff := cmp.Diff([]reminders.Follow{ownLead}, b.followsOf(group)); diff != "" {
		t.Error(diff)
	}
	b.Boards = append(b.Boards, reminders.Board{ID: 51, Agency: "Bộ Y tế"})
	b.Everything.Revision++
	if board, err := k.Link(ctx, group, 51); board.ID != 1 || !errors.Is(err, reminders.ErrConflict) {
		t.Errorf("to another board: %+v, %v", board, err)
	}
	followers, _ := b.EnsureBoard(ctx, reminders.Board{Name: reminders.FollowersName})
	for _, board := range []int64{99, 2, followers.ID} { // unknown, a secretariat, of those who only follow
		if _, err := k.Link(ctx, reminders.Chat{Channel: "telegram", ID: "-6"}, board); !errors.Is(err, reminders.ErrUnknown) {
			t.Errorf("linked to %d: %v", board, err)
		}
	}
	b.Boards = append(b.Boards, reminders.Board{ID: 50, Agency: "Tỉnh Hà Nam", Secretariat: true})
	made, err := k.BoardOf(ctx, "Tỉnh Hà Nam")
	again, err2 := k.BoardOf(ctx, "Tỉnh Hà Nam")
	if err != nil || err2 != nil || made != again || made.Followers() || made.Secretariat || made.Name != "Ban Chỉ đạo CĐS tỉnh Hà Nam" {
		t.Errorf("made %+v, then %+v; %v %v", made, again, err, err2)
	}
}
