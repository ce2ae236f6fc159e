package store

import (
	"context"
	"fmt"

	"dondoc/reminders"
)

// NewBoard is a Board that is to be, with its first chat.
type NewBoard struct {
	Board      reminders.Board
	Subscriber reminders.Subscriber
}

// AddBoards stores new boards, each with its chat, all or none, and returns them with their IDs. The errors are those
// of SaveBoard and SaveSubscriber.
func (db *DB) AddBoards(ctx context.Context, more []NewBoard) ([]reminders.Board, error) {
	var added []reminders.Board
	err := db.change(ctx, "add boards", func(t *tx) (bool, error) {
		for _, n := range more {
			b := n.Board
			b.ID, b.Name, b.Agency = 0, cleanText(b.Name), cleanText(b.Agency)
			if b.Name == "" {
				return false, fmt.Errorf("%w: a board without a name", ErrInvalid)
			}
			if err := checkAbove(ctx, t, b); err != nil {
				return false, err
			}
			if err := addBoard(ctx, t, &b); err != nil {
				return false, err
			}
			s := n.Subscriber
			s.ID, s.Board = 0, b.ID
			if err := s.Rule.Validate(); err != nil {
				return false, fmt.Errorf("%w: %w", reminders.ErrInvalid, err)
			}
			if err := checkPerson(reminders.Person{Chat: reminders.Chat{Channel: s.Channel, ID: s.Chat}}); err != nil {
				return false, err
			}
			s, err := addSubscriber(ctx, t, s)
			if err != nil {
				return false, err
			}
			if err := t.auditSubscriber(ctx, "subscriber.save", nil, &s); err != nil {
				return false, err
			}
			added = append(added, b)
		}
		return len(more) > 0, nil
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

// ImportProgress does what SaveProgress does for many, all or none, whatever was known before.
func (db *DB) ImportProgress(ctx context.Context, who reminders.Person, many []reminders.Progress) error {
	return db.change(ctx, "import progress", func(t *tx) (bool, error) {
		for _, p := range many {
			if !p.State.Valid() {
				return false, fmt.Errorf("%w: there is no such state of progress", ErrInvalid)
			}
			if err := checkWork(ctx, t, who, p.Work); err != nil {
				return false, err
			}
			if err := saveProgress(ctx, t, LogProgress, who, p, 0); err != nil {
				return false, err
			}
		}
		return len(many) > 0, nil
	})
}

const countByStatus = `SELECT status, count(*) AS deliveries FROM delivery GROUP BY status`

// CountDeliveries returns how many deliveries there are in each status that some are in.
func (db *DB) CountDeliveries(ctx context.Context) (map[reminders.Status]int, error) {
	var rows []struct {
		Status     reminders.Status `db:"status"`
		Deliveries int              `db:"deliveries"`
	}
	err := db.view(ctx, "count deliveries", func(t *tx) error {
		return t.list(ctx, &rows, countByStatus)
	})
	counts := make(map[reminders.Status]int, len(rows))
	for _, r := range rows {
		counts[r.Status] = r.Deliveries
	}
	return counts, err
}
