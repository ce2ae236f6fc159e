package library

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge"
	"dondoc/knowledge/golden"
	"dondoc/knowledge/review"
)

// Config is what a Library needs.
type Config struct {
	Shelf   Shelf
	Journal Journal
	Base    *knowledge.Base // what answers; nil: nothing does, as in a command that only changes the Shelf
	// Agencies returns the registry without the aliases of edits.
	Agencies func() *agency.Registry
	// Effects tells what the boards would hear of if a corpus were in force; nil: that is not told.
	Effects func(ctx context.Context, c *corpus.Corpus, reg *agency.Registry) ([]review.Effect, error)
	// Golden returns the golden questions; nil: there are none.
	Golden func(ctx context.Context) ([]golden.Record, error)
	// Follow is told which Edition is in force, once it answers here; nil: nobody is. After an error it is told again.
	Follow func(ctx context.Context, e *Edition) error
	Log    *slog.Logger // nil discards
}

// Library keeps versions. It is safe for concurrent use. Who acts is in the context, for the Shelf.
type Library struct {
	cfg     Config
	inForce atomic.Pointer[Edition]

	making turn // one candidate at a time is made of another
	read   editions
	swap   turn  // guards the move of inForce, and told
	told   int64 // the Version that Follow has taken in
}

// Progress hears how far something has come; stage is Vietnamese. It may be nil.
type Progress func(stage string, done, total int)

// New returns a Library that answers nothing yet: see Sync and Run.
func New(cfg Config) *Library {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Library{cfg: cfg, making: newTurn(), swap: newTurn(), read: editions{reading: newTurn()}}
}

// InForce returns the Edition that answers here, nil before the first.
func (l *Library) InForce() *Edition { return l.inForce.Load() }

// Agencies returns the registry of what answers here.
func (l *Library) Agencies() *agency.Registry {
	if e := l.InForce(); e != nil {
		return e.Agencies
	}
	return l.cfg.Agencies()
}

// Versions returns all versions, the newest first.
func (l *Library) Versions(ctx context.Context) ([]Version, error) {
	versions, err := l.cfg.Shelf.Versions(ctx)
	if err != nil {
		return nil, fmt.Errorf("library: list versions: %w", err)
	}
	return versions, nil
}

// Content returns what a Version is made of, or ErrUnknown.
func (l *Library) Content(ctx context.Context, id int64) (Content, error) {
	content, err := l.cfg.Shelf.Content(ctx, id)
	if err != nil {
		return Content{}, fmt.Errorf("library: content: %w", err)
	}
	return content, nil
}

// Publications returns all that came into force, oldest first.
func (l *Library) Publications(ctx context.Context) ([]Publication, error) {
	all, err := l.cfg.Journal.Publications(ctx)
	if err != nil {
		return nil, fmt.Errorf("library: publications: %w", err)
	}
	return all, nil
}

// Open returns the open candidate, or ErrUnknown.
func (l *Library) Open(ctx context.Context) (Version, error) {
	versions, err := l.Versions(ctx)
	if err != nil {
		return Version{}, err
	}
	for _, v := range versions {
		if v.State == Candidate {
			return v, nil
		}
	}
	return Version{}, fmt.Errorf("library: open candidate: %w", ErrUnknown)
}

// Discard ends the open candidate; ErrState when the Version is none, ErrUnknown.
func (l *Library) Discard(ctx context.Context, id int64) error {
	if err := l.cfg.Shelf.Discard(ctx, id); err != nil {
		return fmt.Errorf("library: discard: %w", err)
	}
	l.read.drop(id)
	return nil
}
