package store

import (
	"context"
	"fmt"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const (
	selectExtensions = `
SELECT id, milestone, agency, due, board, until_day, reason, asked_by, asked_at, accepted, granted_day, decision, decided_by, decided_at
FROM extension`
	selectExtensionByID    = selectExtensions + ` WHERE id = ?`
	selectRecentExtensions = selectExtensions + ` WHERE decided_at = 0 OR decided_at >= ? ORDER BY id`

	insertExtension = `
INSERT INTO extension (milestone, agency, due, board, until_day, reason, asked_by, asked_channel, asked_chat, asked_at,
    accepted, granted_day, decision, decided_by, decided_channel, decided_chat, decided_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', '', '', 0) RETURNING id`

	decideExtension = `
UPDATE extension SET accepted = ?, granted_day = ?, decision = ?, decided_by = ?, decided_channel = ?, decided_chat = ?, decided_at = ?
WHERE id = ? AND decided_at = 0`

	subscribersOfBoard = selectSubscribers + ` WHERE board = ? ORDER BY id`
)

type extensionRow struct {
	ID        int64     `db:"id"`
	Milestone string    `db:"milestone"`
	Agency    string    `db:"agency"`
	Due       dayColumn `db:"due"`
	Board     int64     `db:"board"`
	Until     dayColumn `db:"until_day"`
	Reason    string    `db:"reason"`
	AskedBy   string    `db:"asked_by"`
	AskedAt   int64     `db:"asked_at"`
	Accepted  bool      `db:"accepted"`
	Granted   dayColumn `db:"granted_day"`
	Decision  string    `db:"decision"`
	DecidedBy string    `db:"decided_by"`
	DecidedAt int64     `db:"decided_at"`
}

func (r *extensionRow) extension() reminders.Extension {
	e := reminders.Extension{
		ID: r.ID, Work: reminders.Work{Milestone: r.Milestone, Agency: r.Agency, Due: r.Due.Date}, Board: r.Board,
		Until: r.Until.Date, Reason: r.Reason, AskedBy: r.AskedBy, AskedAt: fromMillis(r.AskedAt),
		Accepted: r.Accepted, Decision: r.Decision, DecideBy: r.DecidedBy, DecideAt: fromMillis(r.DecidedAt),
	}
	if r.Accepted {
		e.Until = r.Granted.Date
	}
	return e
}

func readRecentExtensions(ctx context.Context, t *tx, since viet.Date) ([]reminders.Extension, error) {
	var rows []extensionRow
	if err := t.list(ctx, &rows, selectRecentExtensions, since.Time().UnixMilli()); err != nil {
		return nil, err
	}
	all := make([]reminders.Extension, len(rows))
	for i := range rows {
		all[i] = rows[i].extension()
	}
	return all, nil
}

func readExtension(ctx context.Context, t *tx, id int64) (reminders.Extension, error) {
	var row extensionRow
	err := t.get(ctx, &row, selectExtensionByID, id)
	return row.extension(), unknown("extension", err)
}

// AskExtension stores a request and returns it with its ID. Its Work, Board, Until and Reason are taken; AskedAt and
// AskedBy default to now and the name of who. Each subscriber of the secretariat that decides it gets a message of its
// own, due at the next moment that its Rule allows: that is the first secretariat on the way up from the Board, or where
// there is none every secretariat.
// An unknown Board or Milestone is ErrUnknown of package reminders; a request without a day is ErrInvalid.
func (db *DB) AskExtension(ctx context.Context, who reminders.Person, e reminders.Extension) (reminders.Extension, error) {
	err := db.change(ctx, "ask for an extension", func(t *tx) (bool, error) {
		if err := checkDay(e.Until); err != nil {
			return false, err
		}
		if err := checkWork(ctx, t, who, e.Work); err != nil {
			return false, err
		}
		board, err := readBoard(ctx, t, e.Board)
		if err != nil {
			return false, err
		}
		if e.AskedBy == "" {
			e.AskedBy = who.Name
		}
		if e.AskedAt.IsZero() {
			e.AskedAt = t.now
		}
		err = t.get(ctx, &e.ID, insertExtension, e.Work.Milestone, e.Work.Agency, iso(e.Work.Due), e.Board, iso(e.Until),
			cleanText(e.Reason), cleanText(e.AskedBy), who.Chat.Channel, who.Chat.ID, toMillis(e.AskedAt), false)
		if err != nil {
			return false, err
		}
		if e, err = readExtension(ctx, t, e.ID); err != nil {
			return false, err
		}
		progress, err := readProgress(ctx, t, e.Work)
		if err != nil {
			return false, err
		}
		if err := logProgress(ctx, t, LogAsked, who, e.AskedAt, e.ID, progress.Progress, progress.Progress); err != nil {
			return false, err
		}
		deciders, err := decidersFor(ctx, t, board)
		if err != nil {
			return false, err
		}
		return true, postExtension(ctx, t, deciders, reminders.KindExtension, e)
	})
	return e, err
}

// decidersFor returns the subscribers of the secretariat that decides for a board.
func decidersFor(ctx context.Context, t *tx, board reminders.Board) ([]reminders.Subscriber, error) {
	for above := board.Above; above != 0; {
		next, err := readBoard(ctx, t, above)
		if err != nil {
			return nil, err
		}
		if next.Secretariat {
			return readSubscribers(ctx, t, subscribersOfBoard, next.ID)
		}
		above = next.Above
	}
	return readSubscribers(ctx, t, selectSecretariatSubscribers)
}

func postExtension(ctx context.Context, t *tx, to []reminders.Subscriber, kind reminders.Kind, e reminders.Extension) error {
	a, err := whereabouts(ctx, t, e.Work)
	if err != nil {
		return err
	}
	return post(ctx, t, to, kind, e.ID, a)
}

// DecideExtension ends a request and returns it; of an accepted one Until is the day granted. That one sets the Progress
// of its Work to Extended, unless the Work has ended meanwhile. Each subscriber of the board that asked gets a message of
// its own, due at the next moment that its Rule allows. A request that was decided before is ErrConflict of package reminders, an unknown one ErrUnknown.
func (db *DB) DecideExtension(ctx context.Context, who reminders.Person, d reminders.ExtensionDecision) (reminders.Extension, error) {
	var decided reminders.Extension
	err := db.change(ctx, "decide an extension", func(t *tx) (bool, error) {
		if err := checkPerson(who); err != nil {
			return false, err
		}
		e, err := readExtension(ctx, t, d.ID)
		if err != nil {
			return false, err
		}
		if d.At.IsZero() {
			d.At = t.now
		}
		if !d.Accepted {
			d.Until = viet.Date{}
		} else if d.Until.IsZero() {
			d.Until = e.Until
		}
		changed, err := t.exec(ctx, decideExtension, d.Accepted, iso(d.Until), cleanText(d.Document), cleanText(who.Name),
			who.Chat.Channel, who.Chat.ID, toMillis(d.At), d.ID)
		if err != nil {
			return false, err
		}
		if changed == 0 {
			return false, fmt.Errorf("%w: the request was decided before", reminders.ErrConflict)
		}
		if decided, err = readExtension(ctx, t, d.ID); err != nil {
			return false, err
		}
		if err := extendWork(ctx, t, who, decided, d); err != nil {
			return false, err
		}
		if err := auditDecision(ctx, t, e, decided); err != nil {
			return false, err
		}
		askers, err := readSubscribers(ctx, t, subscribersOfBoard, decided.Board)
		if err != nil {
			return false, err
		}
		return true, postExtension(ctx, t, askers, reminders.KindDecision, decided)
	})
	if err != nil {
		return reminders.Extension{}, err
	}
	return decided, nil
}

func auditDecision(ctx context.Context, t *tx, asked, decided reminders.Extension) error {
	action := "extension.refuse"
	if decided.Accepted {
		action = "extension.accept"
	}
	return t.audit(ctx, action, fmt.Sprintf("đề nghị lùi hạn %d", asked.ID), extensionImage{Board: asked.Board, Until: iso(asked.Until)},
		extensionImage{decided.Board, decided.Accepted, iso(decided.Until), decided.Decision})
}

// extendWork writes down what a decision means for the Work.
func extendWork(ctx context.Context, t *tx, who reminders.Person, e reminders.Extension, d reminders.ExtensionDecision) error {
	before, err := readProgress(ctx, t, e.Work)
	if err != nil {
		return err
	}
	what := LogRefused
	if d.Accepted {
		what = LogAccepted
	}
	if !d.Accepted || before.State.Ends() {
		return logProgress(ctx, t, what, who, d.At, e.ID, before.Progress, before.Progress)
	}
	after := before.Progress
	after.State, after.By, after.At, after.Until, after.Decision = reminders.Extended, who.Name, d.At, d.Until, d.Document
	return saveProgress(ctx, t, what, who, after, e.ID)
}
