package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dondoc/reminders"
)

const (
	selectBoards    = `SELECT id, name, agency, above, secretariat FROM board`
	selectBoardByID = selectBoards + ` WHERE id = ?`
	selectAllBoards = selectBoards + ` ORDER BY id`

	insertBoard = `INSERT INTO board (name, agency, above, secretariat) VALUES (?, ?, ?, ?) RETURNING id`
	updateBoard = `UPDATE board SET name = ?, agency = ?, above = ?, secretariat = ? WHERE id = ?`
	deleteBoard = `DELETE FROM board WHERE id = ?`

	liftBoards   = `UPDATE board SET above = ? WHERE above = ?`
	endOwnTasks  = `UPDATE register_task SET gone = ? WHERE board = ? AND board <> 0 AND gone = ''`
	subscriberOf = `SELECT id FROM subscriber WHERE board = ? ORDER BY id`
)

type boardRow struct {
	ID          int64  `db:"id"`
	Name        string `db:"name"`
	Agency      string `db:"agency"`
	Above       int64  `db:"above"`
	Secretariat bool   `db:"secretariat"`
}

func (r boardRow) board() reminders.Board { return reminders.Board(r) }

// unknown turns "no rows" into what package reminders says of a Board, Subscriber, Task, Extension or Delivery that is
// not there.
func unknown(what string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: %s", reminders.ErrUnknown, what)
	}
	return err
}

// isUnknown reports whether what was looked for is not there.
func isUnknown(err error) bool { return errors.Is(err, reminders.ErrUnknown) }

// Boards returns all boards by id.
func (db *DB) Boards(ctx context.Context) ([]reminders.Board, error) {
	var boards []reminders.Board
	err := db.view(ctx, "read boards", func(t *tx) (err error) {
		boards, err = readBoards(ctx, t)
		return err
	})
	return boards, err
}

func readBoards(ctx context.Context, t *tx) ([]reminders.Board, error) {
	var rows []boardRow
	if err := t.list(ctx, &rows, selectAllBoards); err != nil {
		return nil, err
	}
	boards := make([]reminders.Board, len(rows))
	for i, r := range rows {
		boards[i] = r.board()
	}
	return boards, nil
}

func readBoard(ctx context.Context, t *tx, id int64) (reminders.Board, error) {
	var row boardRow
	err := t.get(ctx, &row, selectBoardByID, id)
	return row.board(), unknown("board", err)
}

// SaveBoard stores a board, a new one when its ID is 0, and returns it with its ID. A board without a name, one that
// would hear of itself through those above it, or one below a board that is no secretariat is ErrInvalid; an ID or an
// Above that is not there is ErrUnknown of package reminders.
func (db *DB) SaveBoard(ctx context.Context, b reminders.Board) (reminders.Board, error) {
	b.Name, b.Agency = cleanText(b.Name), cleanText(b.Agency)
	err := db.change(ctx, "save board", func(t *tx) (bool, error) {
		if b.Name == "" {
			return false, fmt.Errorf("%w: a board without a name", ErrInvalid)
		}
		if err := checkAbove(ctx, t, b); err != nil {
			return false, err
		}
		if b.ID == 0 {
			return true, addBoard(ctx, t, &b)
		}
		was, err := readBoard(ctx, t, b.ID)
		if err != nil {
			return false, err
		}
		if _, err := t.exec(ctx, updateBoard, b.Name, b.Agency, b.Above, b.Secretariat, b.ID); err != nil {
			return false, err
		}
		return true, t.auditBoard(ctx, "board.save", b, boardImageOf(was), boardImageOf(b))
	})
	return b, err
}

// addBoard gives a new board its ID.
func addBoard(ctx context.Context, t *tx, b *reminders.Board) error {
	if err := t.get(ctx, &b.ID, insertBoard, b.Name, b.Agency, b.Above, b.Secretariat); err != nil {
		return err
	}
	return t.auditBoard(ctx, "board.save", *b, nil, boardImageOf(*b))
}

// checkAbove sees to it that a board is below a secretariat or none, and that the way up from it ends.
func checkAbove(ctx context.Context, t *tx, b reminders.Board) error {
	for above := b.Above; above != 0; {
		if above == b.ID {
			return fmt.Errorf("%w: a board above itself", ErrInvalid)
		}
		next, err := readBoard(ctx, t, above)
		if err != nil {
			return err
		}
		above = next.Above
	}
	if b.Above == 0 {
		return nil
	}
	above, err := readBoard(ctx, t, b.Above)
	if err == nil && !above.Secretariat {
		err = fmt.Errorf("%w: the board above is no secretariat", ErrInvalid)
	}
	return err
}

// DeleteBoard removes a board with its subscribers, as DeleteSubscriber does, and its feeds. Boards below it are from
// now on below the one above it. Its own Tasks are gone from today on; what was said about them stays, and so do its
// requests for extensions. An unknown board is ErrUnknown of package reminders.
func (db *DB) DeleteBoard(ctx context.Context, id int64) error {
	return db.change(ctx, "delete board", func(t *tx) (bool, error) {
		board, err := readBoard(ctx, t, id)
		if err != nil {
			return false, err
		}
		var subscribers []int64
		if err := t.list(ctx, &subscribers, subscriberOf, id); err != nil {
			return false, err
		}
		if err := removeSubscribers(ctx, t, subscribers); err != nil {
			return false, err
		}
		for _, step := range []struct {
			query string
			args  []any
		}{
			{liftBoards, []any{board.Above, id}},
			{endOwnTasks, []any{iso(t.today()), id}},
			{revokeFeeds, []any{t.now.UnixMilli(), id}},
			{deleteBoard, []any{id}},
		} {
			if _, err := t.exec(ctx, step.query, step.args...); err != nil {
				return false, err
			}
		}
		was := boardImageOf(board)
		was.Subscribers = len(subscribers)
		return true, t.auditBoard(ctx, "board.delete", board, was, nil)
	})
}
