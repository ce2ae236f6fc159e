package store

import (
	"context"
	"encoding/json"
	"fmt"
)

const (
	deleteReview     = `DELETE FROM corpus_review WHERE version_id = ? AND against = ?`
	insertReview     = `INSERT INTO corpus_review (version_id, against, text) VALUES (?, ?, ?)`
	deleteOldReviews = `
DELETE FROM corpus_review WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (ORDER BY id DESC) AS many, sum(octet_length(text)) OVER (ORDER BY id DESC) AS bytes FROM corpus_review
    ) kept WHERE many > ? OR bytes > ?)`
	selectReview = `SELECT text FROM corpus_review WHERE version_id = ? AND against = ?`

	keptReviews     = 50
	keptReviewBytes = 128 << 20 // of all
	mostReviewText  = 64 << 20  // bytes of one: it is always kept
)

// KeepReview implements library.Journal. It replaces one of the same two versions; of older ones the last 50 stay, as far as
// all have 128 MB at most. A text that is no JSON or has more than 64 MB is ErrInvalid, a version that is not there ErrUnknown of package library.
func (s *Shelf) KeepReview(ctx context.Context, version, against int64, text []byte) error {
	if len(text) > mostReviewText || !json.Valid(text) {
		return failure(ctx, "keep review", fmt.Errorf("%w: a review of %d bytes that is too large or no JSON", ErrInvalid, len(text)))
	}
	return s.db.updateShelf(ctx, "keep review", func(t *tx) error {
		if err := checkText("a review", string(text)); err != nil {
			return err
		}
		var row standing
		if err := t.get(ctx, &row, selectStandingByID, version); err != nil {
			return noVersion(err)
		}
		if _, err := t.exec(ctx, deleteReview, version, against); err != nil {
			return err
		}
		if _, err := t.exec(ctx, insertReview, version, against, string(text)); err != nil {
			return err
		}
		_, err := t.exec(ctx, deleteOldReviews, keptReviews, keptReviewBytes)
		return err
	})
}

// Review implements library.Journal.
func (s *Shelf) Review(ctx context.Context, version, against int64) ([]byte, error) {
	var text []byte
	err := s.db.view(ctx, "read review", func(t *tx) error { return noVersion(t.get(ctx, &text, selectReview, version, against)) })
	return text, err
}
