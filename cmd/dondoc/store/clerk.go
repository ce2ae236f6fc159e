package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"dondoc/bot/people"
	"dondoc/reminders"
)

// A secretariat answers for no agency, and it is not the board of those who only follow either.
const selectBoardOfAgency = selectBoards + ` WHERE agency = ? AND NOT secretariat ORDER BY id LIMIT 1`

// EnsureBoard returns the first board that is there of the agency of b, of "" the one of those who only follow; it stores
// b when there is none. However many ask at once, one is made. A secretariat is never returned. A board without a name is
// ErrInvalid.
func (db *DB) EnsureBoard(ctx context.Context, b reminders.Board) (reminders.Board, error) {
	err := db.change(ctx, "find board of agency", func(t *tx) (added bool, err error) {
		b, added, err = ensureBoard(ctx, t, b)
		return added, err
	})
	return b, err
}

func ensureBoard(ctx context.Context, t *tx, b reminders.Board) (_ reminders.Board, added bool, err error) {
	b.Name, b.Agency = cleanText(b.Name), cleanText(b.Agency)
	if b.Name == "" {
		return b, false, fmt.Errorf("%w: a board without a name", ErrInvalid)
	}
	var row boardRow
	err = t.get(ctx, &row, selectBoardOfAgency, b.Agency)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return row.board(), false, err
	}
	b.Above, b.Secretariat = 0, false
	return b, true, addBoard(ctx, t, &b)
}

// AmendSubscriber changes a subscriber in one transaction, so that of two changes at once none is lost: amend gets what
// is stored, and an error of it, which is returned, leaves everything as it was. What SaveSubscriber says of new Follows
// and of a Rule that is not valid holds here too. A subscriber that only follows and is left with no Follows is removed,
// as by DeleteSubscriber, but no secretariat hears of it; removed tells. A chat that nobody has linked is ErrUnknown of package reminders.
func (db *DB) AmendSubscriber(ctx context.Context, chat reminders.Chat, amend func(*reminders.Subscriber) error) (s reminders.Subscriber, removed bool, err error) {
	err = db.change(ctx, "amend subscriber", func(t *tx) (bool, error) {
		if s, err = readChat(ctx, t, chat); err != nil {
			return false, err
		}
		was := s
		was.Follows = slices.Clone(s.Follows)
		if err := amend(&s); err != nil {
			return false, err
		}
		if err := s.Rule.Validate(); err != nil {
			return false, fmt.Errorf("%w: %w", reminders.ErrInvalid, err)
		}
		board, err := readBoard(ctx, t, s.Board)
		if err != nil {
			return false, err
		}
		if removed = board.Followers() && len(s.Follows) == 0; removed {
			return true, dropSubscribers(ctx, t, []int64{s.ID})
		}
		if s, err = replaceSubscriber(ctx, t, s); err != nil {
			return false, err
		}
		return true, t.auditSubscriber(ctx, "subscriber.save", &was, &s)
	})
	return s, removed, err
}

// readOwn returns the subscriber that a person's private chat is by their own wish, with its board; nil when it is none.
// On every channel that one can be reminded on, a private chat has the identifier of the person.
func readOwn(ctx context.Context, t *tx, p people.Person) (*reminders.Subscriber, reminders.Board, error) {
	s, err := readChat(ctx, t, reminders.Chat{Channel: p.Channel, ID: p.ID})
	if isUnknown(err) {
		return nil, reminders.Board{}, nil
	}
	if err != nil {
		return nil, reminders.Board{}, err
	}
	board, err := readBoard(ctx, t, s.Board)
	if err != nil || s.Group || !s.Self && !board.Followers() {
		return nil, board, err
	}
	return &s, board, nil
}

// endOwn removes what a person's private chat is by their own wish; ended tells whether there was anything.
func endOwn(ctx context.Context, t *tx, p people.Person) (ended bool, err error) {
	s, _, err := readOwn(ctx, t, p)
	if s == nil || err != nil {
		return false, err
	}
	return true, dropSubscribers(ctx, t, []int64{s.ID})
}

// lowerOwn lets a person's private chat only follow that came to a board by its own wish, unless the person is a member
// of that board; lowered tells.
func lowerOwn(ctx context.Context, t *tx, a people.Account) (lowered bool, err error) {
	s, board, err := readOwn(ctx, t, a.Person)
	if s == nil || err != nil || board.Followers() || a.Role >= people.Member && a.Board == board.ID {
		return false, err
	}
	followers, _, err := ensureBoard(ctx, t, reminders.Board{Name: reminders.FollowersName})
	if err != nil {
		return false, err
	}
	next := s.Lowered(followers.ID)
	if len(next.Follows) == 0 {
		return true, dropSubscribers(ctx, t, []int64{s.ID})
	}
	_, err = replaceSubscriber(ctx, t, next)
	return true, err
}
