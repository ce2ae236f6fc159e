package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dondoc/reminders"
)

// A secretariat without an agency answers for none, so it is not the board of those who only follow.
const selectBoardOfAgency = selectBoards + ` WHERE agency = ? AND (agency <> '' OR NOT secretariat) ORDER BY id LIMIT 1`

// EnsureBoard returns the first board that is there of the agency of b, of "" the one of those who only follow; it stores
// b when there is none. However many ask at once, one is made. A board without a name is ErrInvalid.
func (db *DB) EnsureBoard(ctx context.Context, b reminders.Board) (reminders.Board, error) {
	b.Name, b.Agency = cleanText(b.Name), cleanText(b.Agency)
	err := db.change(ctx, "find board of agency", func(t *tx) (bool, error) {
		if b.Name == "" {
			return false, fmt.Errorf("%w: a board without a name", ErrInvalid)
		}
		var row boardRow
		err := t.get(ctx, &row, selectBoardOfAgency, b.Agency)
		if err == nil || !errors.Is(err, sql.ErrNoRows) {
			b = row.board()
			return false, err
		}
		b.Above, b.Secretariat = 0, false
		return true, t.get(ctx, &b.ID, insertBoard, b.Name, b.Agency, b.Above, b.Secretariat)
	})
	return b, err
}

// AmendSubscriber changes a subscriber in one transaction, so that of two changes at once none is lost: amend gets what
// is stored, and an error of it, which is returned, leaves everything as it was. What SaveSubscriber says of new Follows
// and of a Rule that is not valid holds here too. A subscriber that only follows and is left with no Follows is removed,
// as by DeleteSubscriber; removed tells. A chat that nobody has linked is ErrUnknown of package reminders.
func (db *DB) AmendSubscriber(ctx context.Context, chat reminders.Chat, amend func(*reminders.Subscriber) error) (s reminders.Subscriber, removed bool, err error) {
	err = db.change(ctx, "amend subscriber", func(t *tx) (bool, error) {
		if s, err = readChat(ctx, t, chat); err != nil {
			return false, err
		}
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
			return true, removeSubscribers(ctx, t, []int64{s.ID})
		}
		s, err = replaceSubscriber(ctx, t, s)
		return true, err
	})
	return s, removed, err
}
