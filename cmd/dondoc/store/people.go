package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dondoc/bot/people"
)

const (
	selectAccounts = `
SELECT channel, person, role, CASE WHEN EXISTS (SELECT 1 FROM board b WHERE b.id = account.board) THEN board ELSE 0 END AS board,
    name, granted_by, by_channel, by_person, since
FROM account`
	selectAccount     = selectAccounts + ` WHERE channel = ? AND person = ?`
	selectAllAccounts = selectAccounts + ` ORDER BY since, channel, person`

	upsertAccount = `
INSERT INTO account (channel, person, role, board, name, granted_by, by_channel, by_person, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (channel, person) DO UPDATE SET role = excluded.role, board = excluded.board, name = excluded.name,
    granted_by = excluded.granted_by, by_channel = excluded.by_channel, by_person = excluded.by_person, since = excluded.since`
	deleteAccount = `DELETE FROM account WHERE channel = ? AND person = ?`
	// The name of somebody who is forgotten, with those to whom they gave a role or a code. Names are not unique.
	forgetGranter = `UPDATE account SET granted_by = '', by_channel = '', by_person = '' WHERE by_channel = ? AND by_person = ?`
	forgetMaker   = `UPDATE pairing_code SET made_by = '', by_channel = '', by_person = '' WHERE by_channel = ? AND by_person = ?`

	insertCode = `
INSERT INTO pairing_code (hash, role, board, is_group, made_by, by_channel, by_person, made_at, expires_at, used_channel, used_person, used_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 0)`
	// One statement: of two who use a code at once the second waits for the first, and then finds it used.
	useCode = `
UPDATE pairing_code SET used_channel = ?, used_person = ?, used_at = CASE WHEN used_at = 0 THEN ? ELSE used_at END
WHERE hash = ? AND (used_at = 0 AND expires_at > ? OR used_channel = ? AND used_person = ? AND used_at > ?)
    AND (board = 0 OR EXISTS (SELECT 1 FROM board b WHERE b.id = pairing_code.board))
RETURNING role, board, is_group, made_by, by_channel, by_person, made_at, expires_at, used_at`
	// Who is no more what a code made them must not become it again by the same one.
	deleteUsedCodes = `DELETE FROM pairing_code WHERE used_channel = ? AND used_person = ?`
	deleteOldCodes  = `DELETE FROM pairing_code WHERE (used_at = 0 AND expires_at <= ?) OR (used_at <> 0 AND used_at <= ?)`

	// usedCodeKept is longer than people.ReuseFor by more than clocks differ.
	usedCodeKept = 24 * time.Hour
)

type accountRow struct {
	Channel string `db:"channel"`
	Person  string `db:"person"`
	Role    string `db:"role"`
	Board   int64  `db:"board"`
	Name    string `db:"name"`
	By      string `db:"granted_by"`
	Since   int64  `db:"since"`
	granterRow
}

// granterRow is who gave a role or made a code.
type granterRow struct {
	Channel string `db:"by_channel"`
	Person  string `db:"by_person"`
}

func (r granterRow) person() people.Person { return people.Person{Channel: r.Channel, ID: r.Person} }

func (r accountRow) account() people.Account {
	role, _ := people.ParseRole(r.Role) // a Guest when the word is unknown
	return people.Account{
		Person: people.Person{Channel: r.Channel, ID: r.Person},
		Role:   role, Board: r.Board, Name: r.Name, By: r.By, Since: fromMillis(r.Since),
		ByPerson: r.person(),
	}
}

// Account implements people.Register. A board that is no more is 0.
func (db *DB) Account(ctx context.Context, p people.Person) (people.Account, error) {
	var row accountRow
	err := db.view(ctx, "read account", func(t *tx) error {
		// The person comes from outside: one that could not have been stored is merely unknown.
		if checkAccount(p) != nil {
			return sql.ErrNoRows
		}
		return t.get(ctx, &row, selectAccount, p.Channel, p.ID)
	})
	if errors.Is(err, ErrNotFound) {
		return people.Account{Person: p}, nil
	}
	return row.account(), err
}

// Accounts implements people.Register: who was given a role first comes first.
func (db *DB) Accounts(ctx context.Context) ([]people.Account, error) {
	var rows []accountRow
	err := db.view(ctx, "read accounts", func(t *tx) error { return t.list(ctx, &rows, selectAllAccounts) })
	accounts := make([]people.Account, len(rows))
	for i, r := range rows {
		accounts[i] = r.account()
	}
	return accounts, err
}

// SaveAccount implements people.Register. A Guest is ErrInvalid, as guests have none; a board that is not there is
// ErrUnknown of package reminders. The person's private chat that came to a board by its own wish only follows from now
// on, unless the person is a member of that board.
func (db *DB) SaveAccount(ctx context.Context, a people.Account) error {
	return db.change(ctx, "save account", func(t *tx) (bool, error) {
		if err := cmp.Or(checkAccount(a.Person), checkGranter(a.ByPerson)); err != nil {
			return false, err
		}
		if a.Role.String() == people.Guest.String() {
			return false, fmt.Errorf("%w: a guest has no account", ErrInvalid)
		}
		if err := checkBoard(ctx, t, a.Board); err != nil {
			return false, err
		}
		was, err := readAccount(ctx, t, a.Person)
		if err != nil {
			return false, err
		}
		_, err = t.exec(ctx, upsertAccount, a.Channel, a.ID, a.Role.String(), a.Board, cleanText(a.Name), cleanText(a.By),
			a.ByPerson.Channel, a.ByPerson.ID, toMillis(a.Since))
		if err != nil {
			return false, err
		}
		if err := auditAccount(ctx, t, was, a); err != nil {
			return false, err
		}
		return lowerOwn(ctx, t, a)
	})
}

// readAccount returns nil for a guest.
func readAccount(ctx context.Context, t *tx, p people.Person) (*people.Account, error) {
	var row accountRow
	switch err := t.get(ctx, &row, selectAccount, p.Channel, p.ID); {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	}
	a := row.account()
	return &a, nil
}

// auditAccount adds that somebody got a role, or another one.
func auditAccount(ctx context.Context, t *tx, was *people.Account, is people.Account) error {
	var before any
	if was != nil {
		if was.Role == is.Role && was.Board == is.Board && was.Name == cleanText(is.Name) {
			return nil
		}
		before = accountImageOf(*was)
	}
	return t.auditOf(ctx, "account.save", subjectAccount, is.Person, is.Name, before, accountImageOf(is))
}

// subjectAccount is what the audit log calls an account, before its name.
const subjectAccount = "tài khoản"

// DeleteAccount implements people.Register. The codes that the person used are gone too, so are the ways in which they sign
// in, and so is what their private chat followed by its own wish; no secretariat hears of that.
func (db *DB) DeleteAccount(ctx context.Context, p people.Person) error {
	return db.change(ctx, "delete account", func(t *tx) (bool, error) { return dropAccount(ctx, t, "account.delete", p) })
}

// dropAccount reports whether the person's chat was a subscriber.
func dropAccount(ctx context.Context, t *tx, action string, p people.Person) (ended bool, err error) {
	if err := checkAccount(p); err != nil {
		return false, err
	}
	was, err := readAccount(ctx, t, p)
	if err != nil {
		return false, err
	}
	if was != nil {
		if err := t.auditOf(ctx, action, subjectAccount, p, was.Name, accountImageOf(*was), nil); err != nil {
			return false, err
		}
	}
	if err := dropKeys(ctx, t, p); err != nil {
		return false, err
	}
	for _, query := range []string{deleteAccount, deleteUsedCodes} {
		if _, err := t.exec(ctx, query, p.Channel, p.ID); err != nil {
			return false, err
		}
	}
	return endOwn(ctx, t, p)
}

// ForgetPerson deletes what is kept of a person beside their chats, for which see Forget: all that DeleteAccount does, and
// their name with those to whom they gave a role or a code, with versions and in the audit log. Forgetting an unknown
// person is no error.
func (db *DB) ForgetPerson(ctx context.Context, p people.Person) error {
	return db.change(ctx, "forget person", func(t *tx) (bool, error) {
		if err := checkAccount(p); err != nil {
			return false, err
		}
		// First, as it is told in the audit log, without a name.
		ended, err := dropAccount(ctx, t, "account.forget", p)
		if err != nil {
			return false, err
		}
		if err := t.lockShelf(ctx); err != nil {
			return false, err
		}
		for _, query := range []string{forgetGranter, forgetMaker, forgetSaver, forgetPublisher, forgetEnterer, forgetAudited} {
			if _, err := t.exec(ctx, query, p.Channel, p.ID); err != nil {
				return false, err
			}
		}
		return ended, nil
	})
}

// SaveCode implements people.Register. A code without a hash is ErrInvalid, a board that is not there is
// ErrUnknown of package reminders.
func (db *DB) SaveCode(ctx context.Context, c people.Code) error {
	return db.update(ctx, "save code", func(t *tx) error {
		if err := cmp.Or(checkText("a code's hash", c.Hash), checkGranter(c.ByPerson)); err != nil {
			return err
		}
		if c.Hash == "" {
			return fmt.Errorf("%w: a code without a hash", ErrInvalid)
		}
		if err := checkBoard(ctx, t, c.Board); err != nil {
			return err
		}
		_, err := t.exec(ctx, insertCode, c.Hash, c.Role.String(), c.Board, c.Group, cleanText(c.By), c.ByPerson.Channel, c.ByPerson.ID,
			toMillis(c.Made), toMillis(c.Expires))
		if err != nil {
			return err
		}
		return t.audit(ctx, "code.save", "mã mời", nil, codeImage{c.Role.String(), c.Board, c.Group, moment(c.Expires)})
	})
}

// UseCode implements people.Register. A code for a board that is no more is not valid.
func (db *DB) UseCode(ctx context.Context, hash string, by people.Person, at time.Time) (people.Code, error) {
	var row struct {
		Role    string `db:"role"`
		Board   int64  `db:"board"`
		Group   bool   `db:"is_group"`
		By      string `db:"made_by"`
		Made    int64  `db:"made_at"`
		Expires int64  `db:"expires_at"`
		Used    int64  `db:"used_at"`
		granterRow
	}
	err := db.update(ctx, "use code", func(t *tx) error {
		if err := checkAccount(by); err != nil {
			return err
		}
		if checkText("a code's hash", hash) != nil {
			return people.ErrCode
		}
		now := at.UnixMilli()
		err := t.get(ctx, &row, useCode, by.Channel, by.ID, now, hash, now, by.Channel, by.ID, at.Add(-people.ReuseFor).UnixMilli())
		if errors.Is(err, sql.ErrNoRows) {
			return people.ErrCode
		}
		if err != nil || row.Used != now { // used before
			return err
		}
		used := codeImage{row.Role, row.Board, row.Group, moment(fromMillis(row.Expires))}
		name := ""
		if actor := people.ActorOf(ctx); actor.Person == by {
			name = actor.Name
		}
		return t.auditOf(ctx, "code.use", "mã mời", by, name, nil, used)
	})
	if err != nil {
		return people.Code{}, err
	}
	role, _ := people.ParseRole(row.Role)
	return people.Code{
		Hash: hash, Role: role, Board: row.Board, Group: row.Group, By: row.By, Made: fromMillis(row.Made), Expires: fromMillis(row.Expires),
		ByPerson: row.person(),
	}, nil
}

// checkAccount fails with ErrInvalid for who cannot have an account: no name stands for everybody.
func checkAccount(p people.Person) error {
	if p.Channel == "" || p.ID == "" {
		return fmt.Errorf("%w: a person without an id", ErrInvalid)
	}
	if err := checkText("a channel's name", p.Channel); err != nil {
		return err
	}
	return checkText("a person's id", p.ID)
}

// checkGranter fails with ErrInvalid for who could not be stored; a program's own command line is nobody.
func checkGranter(p people.Person) error {
	return cmp.Or(checkText("a channel's name", p.Channel), checkText("a person's id", p.ID))
}

// checkBoard fails with ErrUnknown of package reminders for a board that is not there; 0 stands for none.
func checkBoard(ctx context.Context, t *tx, board int64) error {
	if board == 0 {
		return nil
	}
	_, err := readBoard(ctx, t, board)
	return err
}
