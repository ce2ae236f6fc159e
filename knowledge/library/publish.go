package library

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Publish puts a Version in force instead of the one that replaces names (0: whatever is in force now). It fails with
// ErrUnknown, ErrConflict, ErrState when it is in force already, and ErrDrop when golden questions would be answered
// worse and no reason is given. Here it answers when Publish returns, elsewhere soon after.
func (l *Library) Publish(ctx context.Context, id, replaces int64, reason string) error {
	now, err := l.cfg.Journal.InForce(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("library: publish: %w", err)
	case now == id:
		return fmt.Errorf("library: publish: %w", &StateError{InForce})
	case replaces != 0 && replaces != now:
		return fmt.Errorf("library: publish: %w", ErrConflict)
	}
	e, err := l.Edition(ctx, id, nil)
	if err != nil {
		return err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		records, _, err := l.golden(ctx)
		if err != nil {
			return err
		}
		score, err := l.score(ctx, e, records)
		if err != nil {
			return err
		}
		if score.Drop() {
			return fmt.Errorf("library: publish: %w", ErrDrop)
		}
	}
	return l.putInForce(ctx, e, Publication{Version: id, Replaces: now, Kind: Publish, Reason: reason})
}

// Former returns what Rollback would put in force, and what is; ErrNoFormer when nothing was in force before.
func (l *Library) Former(ctx context.Context) (former, inForce int64, err error) {
	publications, err := l.Publications(ctx)
	if err != nil {
		return 0, 0, err
	}
	stack := inForceBelow(publications)
	if len(stack) < 2 {
		return 0, 0, fmt.Errorf("library: version before: %w", ErrNoFormer)
	}
	return stack[len(stack)-2], stack[len(stack)-1], nil
}

// Rollback puts in force what was before the last Version that was published and not yet rolled back. replaces is as in
// Publish. It fails with ErrNoFormer or ErrConflict.
func (l *Library) Rollback(ctx context.Context, replaces int64, reason string) (Version, error) {
	former, now, err := l.Former(ctx)
	switch {
	case err != nil:
		return Version{}, err
	case replaces != 0 && replaces != now:
		return Version{}, fmt.Errorf("library: roll back: %w", ErrConflict)
	}
	e, err := l.Edition(ctx, former, nil)
	if err != nil {
		return Version{}, err
	}
	err = l.putInForce(ctx, e, Publication{Version: former, Replaces: now, Kind: Rollback, Reason: reason})
	return e.Version, err
}

// inForceBelow returns what is in force, last, and below it what a rollback after the other leads to.
func inForceBelow(publications []Publication) []int64 {
	var stack []int64
	for _, p := range publications {
		if p.Kind == Rollback && len(stack) > 1 {
			stack = stack[:len(stack)-1]
			continue
		}
		stack = append(stack, p.Version)
	}
	return stack
}

// putInForce prepares first, so that between the transaction and the swap there is next to no time.
func (l *Library) putInForce(ctx context.Context, e *Edition, p Publication) error {
	if l.cfg.Base != nil {
		if _, err := l.prepare(ctx, e, nil); err != nil {
			return err
		}
	}
	if err := l.cfg.Shelf.Publish(ctx, p); err != nil {
		return fmt.Errorf("library: put in force: %w", err)
	}
	// It is in force whatever happens now; Run makes up for what fails.
	if err := l.Sync(context.WithoutCancel(ctx), nil); err != nil {
		l.complain(ctx, "a published version is not followed here yet", err)
	}
	return nil
}

// Sync has this copy answer from what is in force, and Follow know of it. Where nothing is in force it does nothing.
func (l *Library) Sync(ctx context.Context, progress Progress) error {
	if err := l.swap.lock(ctx); err != nil {
		return err
	}
	defer l.swap.unlock()
	id, err := l.cfg.Journal.InForce(ctx)
	if err != nil {
		return fmt.Errorf("library: sync: %w", err)
	}
	if id == 0 {
		return nil
	}
	e := l.InForce()
	if e == nil || e.Version.ID != id {
		if e, err = l.answerFrom(ctx, id, progress); err != nil {
			return err
		}
	}
	if l.told == id || l.cfg.Follow == nil {
		return nil
	}
	l.told = 0 // what fails may be half done: then the one before is told again, too
	if err := l.cfg.Follow(ctx, e); err != nil {
		return fmt.Errorf("library: follow: %w", err)
	}
	l.told = id
	return nil
}

// Refresh has Follow told again of what is in force: what it does may depend on the day, as documents end.
func (l *Library) Refresh(ctx context.Context) error {
	if err := l.swap.lock(ctx); err != nil {
		return err
	}
	l.told = 0
	l.swap.unlock()
	return l.Sync(ctx, nil)
}

// answerFrom swaps to a Version.
func (l *Library) answerFrom(ctx context.Context, id int64, progress Progress) (*Edition, error) {
	e, err := l.Edition(ctx, id, progress)
	if err != nil {
		return nil, err
	}
	if l.cfg.Base != nil {
		p, err := l.prepare(ctx, e, progress)
		if err != nil {
			return nil, err
		}
		l.cfg.Base.Swap(p)
	}
	if was := l.inForce.Swap(e); was != nil && l.read.get(was.Version.ID) == nil {
		l.keep(was) // for a rollback
	}
	return e, nil
}

// complain logs what will be tried again.
func (l *Library) complain(ctx context.Context, what string, err error) {
	if errors.Is(err, ErrLater) {
		l.cfg.Log.DebugContext(ctx, what, "error", err)
		return
	}
	l.cfg.Log.ErrorContext(ctx, what, "error", err)
}

// retryEvery is how soon what failed is tried again.
const retryEvery = time.Second

// Run has this copy follow what is in force until ctx ends.
func (l *Library) Run(ctx context.Context) {
	changed := l.cfg.Journal.Changed(ctx)
	retry := time.NewTicker(retryEvery)
	defer retry.Stop()
	behind := true
	for ctx.Err() == nil {
		if behind {
			if err := l.Sync(ctx, nil); err == nil {
				behind = false
			} else if ctx.Err() == nil {
				l.complain(ctx, "the version in force cannot be followed for now", err)
			}
		}
		select {
		case <-ctx.Done():
		case <-retry.C:
		case _, open := <-changed:
			if !open {
				changed = nil // ctx has ended, or is about to
				continue
			}
			behind = true
		}
	}
}
