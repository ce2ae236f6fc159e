package store

import (
	"cmp"
	"context"
	"fmt"

	"dondoc/bot/people"
	"dondoc/knowledge/library"
)

const (
	insertForce = `
INSERT INTO corpus_publication (version_id, published_at, replaces, kind, reason, by_name, by_channel, by_person)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	markPublished = `UPDATE corpus_version SET state = 'published' WHERE id = ?`

	notifyShelf  = `SELECT pg_notify('` + shelfChannel + `', '')`
	shelfChannel = "dondoc_shelf"
)

// Publish implements library.Shelf. An ID that is not there is ErrUnknown of package library; ErrState is a Version that is
// in force, as p.Replaces says, or was discarded. A Publication without a Kind is a Publish.
func (s *Shelf) Publish(ctx context.Context, p library.Publication) error {
	return s.db.updateShelf(ctx, "publish version", func(t *tx) error { return publish(ctx, t, p) })
}

func publish(ctx context.Context, t *tx, p library.Publication) error {
	var row standing
	if err := t.get(ctx, &row, selectStandingByID, p.Version); err != nil {
		return noVersion(err)
	}
	now, err := inForce(ctx, t)
	switch {
	case err != nil:
		return err
	case now != p.Replaces:
		return fmt.Errorf("%w: version %d", library.ErrConflict, now)
	case now == p.Version:
		return fmt.Errorf("%w: it is in force", library.ErrState)
	case row.State == stateDiscarded:
		return fmt.Errorf("%w: it was discarded", library.ErrState)
	}
	kind, by := cmp.Or(p.Kind, library.Publish), people.ActorOf(ctx)
	_, err = t.exec(ctx, insertForce, p.Version, t.now.UnixMilli(), now, cleanText(string(kind)), cleanText(p.Reason),
		cleanText(by.Name), cleanText(by.Channel), cleanText(by.ID))
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, markPublished, p.Version); err != nil {
		return err
	}
	if t.sqlx.DriverName() == "postgres" {
		if _, err := t.exec(ctx, notifyShelf); err != nil {
			return err
		}
	}
	return t.audit(ctx, "version."+string(kind), subjectVersion(p.Version), forceImage{InForce: now}, forceImage{p.Version, cleanText(p.Reason)})
}

// forceImage is what the audit log tells of what is in force.
type forceImage struct {
	InForce int64  `json:"in_force"`
	Reason  string `json:"reason,omitempty"`
}

// Discard implements library.Shelf. What was in force before it became a candidate once more is a former one again. An ID
// that is not there is ErrUnknown of package library.
func (s *Shelf) Discard(ctx context.Context, id int64) error {
	return s.db.updateShelf(ctx, "discard version", func(t *tx) error {
		var row standing
		if err := t.get(ctx, &row, selectStandingByID, id); err != nil {
			return noVersion(err)
		}
		if row.State != stateCandidate {
			return fmt.Errorf("%w: it is no open candidate", library.ErrState)
		}
		if _, err := t.exec(ctx, closeOpen, stateDiscarded); err != nil {
			return err
		}
		return t.audit(ctx, "version.discard", subjectVersion(id), openImage{id}, openImage{})
	})
}
