package library

import (
	"context"
	"fmt"
)

// turn is a mutex for which one does not wait longer than one's context.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

func (t turn) lock(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("library: wait for one's turn: %w", ctx.Err())
	}
}

func (t turn) unlock() { <-t }
