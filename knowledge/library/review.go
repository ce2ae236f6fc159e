package library

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dondoc/knowledge"
	"dondoc/knowledge/golden"
	"dondoc/knowledge/review"
)

// answering returns a Base that answers from an Edition and asks no model.
func (l *Library) answering(ctx context.Context, e *Edition) (*knowledge.Base, error) {
	p, err := l.prepare(ctx, e, nil)
	if err != nil {
		return nil, err
	}
	b := &knowledge.Base{}
	b.Swap(p)
	return b, nil
}

// answeringNow is answering from what is in force; nil when nothing is.
func (l *Library) answeringNow(ctx context.Context) (*knowledge.Base, error) {
	v, err := l.current(ctx)
	if errors.Is(err, ErrUnknown) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	e, err := l.Edition(ctx, v.ID, nil)
	if err != nil {
		return nil, err
	}
	return l.answering(ctx, e)
}

// Review returns what a Version would change, beside what is in force now. It is stored, so that the next time nothing
// has to be read for it: what it says of the boards is then of the moment in which it was last read.
func (l *Library) Review(ctx context.Context, id int64, progress Progress) (review.Review, error) {
	against, err := l.cfg.Journal.InForce(ctx)
	if err != nil {
		return review.Review{}, fmt.Errorf("library: review: %w", err)
	}
	records, set, err := l.golden(ctx)
	if err != nil {
		return review.Review{}, err
	}
	text, err := l.cfg.Journal.Review(ctx, id, against)
	var r review.Review
	switch stored := err == nil && json.Unmarshal(text, &r) == nil; {
	case err != nil && !errors.Is(err, ErrUnknown):
		return review.Review{}, fmt.Errorf("library: review: %w", err)
	case stored && r.GoldenSet == set && l.known(id).reviewedLately():
		return r, nil
	case !stored:
		if r, err = l.compare(ctx, id, against, progress); err != nil {
			return review.Review{}, err
		}
	}
	return l.complete(ctx, r, records, set, progress)
}

// boardsLast is how long it counts what a review says of the boards, whose work goes on, where it costs little to ask again.
const boardsLast = time.Minute

// reviewedLately tells whether a stored review will do: also that of an Edition which would have to be read, nil.
func (e *Edition) reviewedLately() bool {
	return e == nil || time.Since(time.Unix(0, e.reviewed.Load())) < boardsLast
}

// complete adds to a review what depends on more than the two versions, and stores it.
func (l *Library) complete(ctx context.Context, r review.Review, records []golden.Record, set string, progress Progress) (review.Review, error) {
	e, err := l.Edition(ctx, r.Version, progress)
	if err != nil {
		return review.Review{}, err
	}
	if r.GoldenSet != set {
		if r.Golden, err = l.score(ctx, e, records); err != nil {
			return review.Review{}, err
		}
		r.GoldenSet = set
	}
	if l.cfg.Effects != nil {
		if r.Boards, err = l.cfg.Effects(ctx, e.Corpus, e.Agencies); err != nil {
			return review.Review{}, fmt.Errorf("library: review: %w", err)
		}
	}
	e.reviewed.Store(time.Now().UnixNano())
	text, err := json.Marshal(r)
	if err == nil {
		err = l.cfg.Journal.KeepReview(ctx, r.Version, r.Against, text)
	}
	if err != nil { // the next time it is made again
		l.cfg.Log.WarnContext(ctx, "a review could not be stored", "error", err)
	}
	return r, ctx.Err()
}

// golden returns the golden questions and a name for just these; "" when there are none.
func (l *Library) golden(ctx context.Context) (records []golden.Record, set string, err error) {
	if l.cfg.Golden == nil {
		return nil, "", nil
	}
	if records, err = l.cfg.Golden(ctx); err != nil || len(records) == 0 {
		if err != nil {
			err = fmt.Errorf("library: golden questions: %w", err)
		}
		return nil, "", err
	}
	text, err := json.Marshal(records)
	if err != nil {
		return nil, "", fmt.Errorf("library: golden questions: %w", err)
	}
	sum := sha256.Sum256(text)
	return records, hex.EncodeToString(sum[:8]), nil
}

// score judges an Edition and what is in force by the golden questions; nil when there are none.
func (l *Library) score(ctx context.Context, e *Edition, records []golden.Record) (*review.Golden, error) {
	if len(records) == 0 {
		return nil, nil
	}
	after, err := l.answering(ctx, e)
	if err != nil {
		return nil, err
	}
	before, err := l.answeringNow(ctx)
	if err != nil {
		return nil, err
	}
	score, err := review.Score(ctx, records, before, after, time.Now())
	if err != nil {
		return nil, fmt.Errorf("library: golden questions: %w", err)
	}
	return score, nil
}

// Diff compares any two versions; 0 stands for nothing.
func (l *Library) Diff(ctx context.Context, before, after int64, progress Progress) (review.Review, error) {
	return l.compare(ctx, after, before, progress)
}

func (l *Library) compare(ctx context.Context, id, against int64, progress Progress) (review.Review, error) {
	after, err := l.Edition(ctx, id, progress)
	if err != nil {
		return review.Review{}, err
	}
	var before *Edition
	if against != 0 {
		if before, err = l.Edition(ctx, against, progress); err != nil {
			return review.Review{}, err
		}
	}
	progress.say(stageCompare, 0, 1)
	defer progress.say(stageCompare, 1, 1)
	return review.Make(side(before), side(after)), nil
}

// side is an Edition as package review takes it; nil is nothing.
func side(e *Edition) review.Side {
	if e == nil {
		return review.Side{}
	}
	return review.Side{Version: e.Version.ID, Applied: e.Applied, Failed: e.Failed}
}
