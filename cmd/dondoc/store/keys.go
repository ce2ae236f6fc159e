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
	insertLink = `INSERT INTO console_link (hash, channel, person, expires_at) VALUES (?, ?, ?, ?)`
	// One statement: of two who use a link at once the second finds none.
	useLink        = `DELETE FROM console_link WHERE hash = ? AND expires_at > ? RETURNING channel, person`
	deleteOldLinks = `DELETE FROM console_link WHERE expires_at <= ?`
	deleteLinks    = `DELETE FROM console_link WHERE channel = ? AND person = ?`

	insertSession     = `INSERT INTO console_session (hash, channel, person, made_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)`
	selectSession     = `SELECT channel, person, made_at, seen_at, expires_at FROM console_session WHERE hash = ? AND expires_at > ?`
	seeSession        = `UPDATE console_session SET seen_at = ? WHERE hash = ? AND seen_at < ?`
	endSession        = `DELETE FROM console_session WHERE hash = ? RETURNING channel, person`
	endSessions       = `DELETE FROM console_session WHERE channel = ? AND person = ?`
	deleteOldSessions = `DELETE FROM console_session WHERE expires_at <= ?`

	selectPassword = `SELECT login, channel, person, hash, secret, step, changed_at FROM console_password WHERE login = ?`
	// Nobody's login is overwritten but one's own.
	upsertPassword = `
INSERT INTO console_password (login, channel, person, hash, secret, step, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (login) DO UPDATE SET hash = excluded.hash, secret = excluded.secret, step = excluded.step, changed_at = excluded.changed_at
WHERE console_password.channel = excluded.channel AND console_password.person = excluded.person`
	dropOtherLogin = `DELETE FROM console_password WHERE channel = ? AND person = ? AND login <> ?`
	deletePassword = `DELETE FROM console_password WHERE channel = ? AND person = ?`
	useStep        = `UPDATE console_password SET step = ? WHERE login = ? AND step < ?`

	seenEvery = time.Minute // so that most requests cost no write
)

var _ people.Keys = (*DB)(nil)

// personRow is a people.Person as the database tells it.
type personRow struct {
	Channel string `db:"channel"`
	Person  string `db:"person"`
}

func (r personRow) person() people.Person { return people.Person{Channel: r.Channel, ID: r.Person} }

// keyed turns "no rows" into what package people says of a key that is not valid.
func keyed(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return people.ErrKey
	}
	return err
}

// checkKey fails with ErrInvalid for a hash that cannot be stored, or that would be everybody's.
func checkKey(hash string) error {
	if hash == "" {
		return fmt.Errorf("%w: a key without a hash", ErrInvalid)
	}
	return checkText("a key's hash", hash)
}

// SaveLink implements people.Keys.
func (db *DB) SaveLink(ctx context.Context, hash string, p people.Person, expires time.Time) error {
	return db.update(ctx, "save link", func(t *tx) error {
		if err := cmp.Or(checkKey(hash), checkAccount(p)); err != nil {
			return err
		}
		if _, err := t.exec(ctx, insertLink, hash, p.Channel, p.ID, expires.UnixMilli()); err != nil {
			return err
		}
		return auditKey(ctx, t, "link.save", "liên kết đăng nhập của", p, expiresImage{moment(expires)})
	})
}

type expiresImage struct {
	Expires string `json:"expires"`
}

// UseLink implements people.Keys.
func (db *DB) UseLink(ctx context.Context, hash string, at time.Time) (people.Person, error) {
	var row personRow
	err := db.update(ctx, "use link", func(t *tx) error {
		if checkKey(hash) != nil { // it comes from outside
			return people.ErrKey
		}
		return keyed(t.get(ctx, &row, useLink, hash, at.UnixMilli()))
	})
	return row.person(), err
}

// SaveSession implements people.Keys. That somebody has signed in stands in the audit log as done by themselves, unless the
// context names somebody else.
func (db *DB) SaveSession(ctx context.Context, hash string, s people.Session) error {
	return db.update(ctx, "save session", func(t *tx) error {
		if err := cmp.Or(checkKey(hash), checkAccount(s.Person)); err != nil {
			return err
		}
		_, err := t.exec(ctx, insertSession, hash, s.Person.Channel, s.Person.ID, toMillis(s.Made), toMillis(s.Seen), s.Expires.UnixMilli())
		if err != nil {
			return err
		}
		if people.ActorOf(ctx) == people.Program {
			name, err := keyName(ctx, t, s.Person)
			if err != nil {
				return err
			}
			ctx = people.WithActor(ctx, people.Actor{Person: s.Person, Name: name, Where: "console"})
		}
		return auditKey(ctx, t, "session.start", "phiên đăng nhập của", s.Person, expiresImage{moment(s.Expires)})
	})
}

// Session implements people.Keys. When it was seen is stored to the minute.
func (db *DB) Session(ctx context.Context, hash string, at time.Time) (people.Session, error) {
	var row struct {
		personRow
		Made    int64 `db:"made_at"`
		Seen    int64 `db:"seen_at"`
		Expires int64 `db:"expires_at"`
	}
	err := db.view(ctx, "read session", func(t *tx) error {
		if checkKey(hash) != nil {
			return people.ErrKey
		}
		return keyed(t.get(ctx, &row, selectSession, hash, at.UnixMilli()))
	})
	if err == nil && at.Sub(fromMillis(row.Seen)) >= seenEvery {
		err = db.update(ctx, "note session", func(t *tx) error {
			_, err := t.exec(ctx, seeSession, at.UnixMilli(), hash, at.UnixMilli())
			return err
		})
	}
	if err != nil {
		return people.Session{}, err
	}
	return people.Session{Person: row.person(), Made: fromMillis(row.Made), Seen: fromMillis(row.Seen), Expires: fromMillis(row.Expires)}, nil
}

// EndSessions implements people.Keys. Where there is none to end it is no error.
func (db *DB) EndSessions(ctx context.Context, hash string, p people.Person) error {
	return db.update(ctx, "end sessions", func(t *tx) error {
		if hash == "" {
			if err := checkAccount(p); err != nil {
				return err
			}
			ended, err := t.exec(ctx, endSessions, p.Channel, p.ID)
			if err != nil || ended == 0 {
				return err
			}
			return auditKey(ctx, t, "session.end", "mọi phiên đăng nhập của", p, nil)
		}
		var row personRow
		if checkKey(hash) != nil {
			return nil
		}
		if err := t.get(ctx, &row, endSession, hash); errors.Is(err, sql.ErrNoRows) {
			return nil
		} else if err != nil {
			return err
		}
		return auditKey(ctx, t, "session.end", "phiên đăng nhập của", row.person(), nil)
	})
}

// SavePassword implements people.Keys.
func (db *DB) SavePassword(ctx context.Context, p people.Password) error {
	return db.update(ctx, "save password", func(t *tx) error {
		if err := cmp.Or(checkKey(p.Login), checkKey(p.Hash), checkAccount(p.Person)); err != nil {
			return err
		}
		if _, err := t.exec(ctx, dropOtherLogin, p.Person.Channel, p.Person.ID, p.Login); err != nil {
			return err
		}
		changed, err := t.exec(ctx, upsertPassword, p.Login, p.Person.Channel, p.Person.ID, p.Hash, notNil(p.Secret), p.Step, toMillis(p.Changed))
		switch {
		case err != nil:
			return err
		case changed == 0:
			return people.ErrTaken
		}
		return auditKey(ctx, t, "password.save", "mật khẩu của", p.Person, nil)
	})
}

// Password implements people.Keys.
func (db *DB) Password(ctx context.Context, login string) (people.Password, error) {
	var row struct {
		personRow
		Login   string `db:"login"`
		Hash    string `db:"hash"`
		Secret  []byte `db:"secret"`
		Step    int64  `db:"step"`
		Changed int64  `db:"changed_at"`
	}
	err := db.view(ctx, "read password", func(t *tx) error {
		if checkKey(login) != nil {
			return people.ErrKey
		}
		return keyed(t.get(ctx, &row, selectPassword, login))
	})
	if err != nil {
		return people.Password{}, err
	}
	return people.Password{
		Login: row.Login, Person: row.person(), Hash: row.Hash, Secret: row.Secret, Step: row.Step, Changed: fromMillis(row.Changed),
	}, nil
}

// UseStep implements people.Keys.
func (db *DB) UseStep(ctx context.Context, login string, step int64) error {
	return db.update(ctx, "use one-time code", func(t *tx) error {
		if checkKey(login) != nil {
			return people.ErrKey
		}
		used, err := t.exec(ctx, useStep, step, login, step)
		if err == nil && used == 0 {
			err = people.ErrKey
		}
		return err
	})
}

// dropKeys ends all ways in which a person signs in.
func dropKeys(ctx context.Context, t *tx, p people.Person) error {
	for _, query := range []string{deleteLinks, endSessions, deletePassword} {
		if _, err := t.exec(ctx, query, p.Channel, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// auditKey adds what was done to the keys of a person.
func auditKey(ctx context.Context, t *tx, action, subject string, p people.Person, after any) error {
	name, err := keyName(ctx, t, p)
	if err != nil {
		return err
	}
	return t.auditOf(ctx, action, subject, p, name, nil, after)
}

// keyName is what the audit log calls who signs in.
func keyName(ctx context.Context, t *tx, p people.Person) (string, error) {
	a, err := readAccount(ctx, t, p)
	switch {
	case err != nil:
		return "", err
	case a != nil && a.Name != "":
		return a.Name, nil
	case p.Channel == people.ConsoleChannel:
		return p.ID, nil
	}
	return "", nil
}
