package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"dondoc/bot/courier"
	"dondoc/bot/intake"
)

// insist tries until it succeeds, ctx ends (nil), or the token is refused.
func (c *Channel) insist(ctx context.Context, try func(context.Context) error) error {
	return courier.Insist(ctx, try, func(err error, wait time.Duration) (time.Duration, error) {
		if errors.Is(err, ErrBadToken) {
			return 0, err
		}
		c.count.pollErrors.Add(1)
		var e *courier.Failure
		if errors.As(err, &e) && e.Wait > 0 {
			wait = e.Wait
		}
		c.log.Warn("Telegram is out of reach for now", "error", c.client.http.Redact(err.Error()), "wait", wait)
		return wait, nil
	})
}

// poll takes updates until ctx ends.
func (c *Channel) poll(ctx context.Context) error {
	last, err := c.intake.Last(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("telegram: read inbox: %w", err)
	}
	offset := int64(0)
	if last > 0 {
		offset = last + 1
	}
	for ctx.Err() == nil {
		err := c.insist(ctx, func(ctx context.Context) (err error) {
			offset, err = c.fetch(ctx, offset)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// fastAnswer is a pause after an answer that brings nothing although the server was to hold the poll: some servers never
// do, and must not be asked without end.
const (
	fastAnswer = time.Second
	fastPause  = 250 * time.Millisecond
)

// fetch polls once: it stores what came, and only then moves the offset.
func (c *Channel) fetch(ctx context.Context, offset int64) (int64, error) {
	asked := time.Now()
	batch, err := c.client.getUpdates(ctx, offset, c.cfg.PollTimeout)
	if err != nil {
		return offset, c.unhook(ctx, err)
	}
	if len(batch) == 0 {
		if time.Since(asked) < min(fastAnswer, c.cfg.PollTimeout) {
			courier.Pause(ctx, fastPause)
		}
		return offset, nil
	}
	updates, next := c.unpack(batch, offset)
	if len(updates) > 0 {
		if err := c.intake.Accept(ctx, updates); err != nil {
			return offset, fmt.Errorf("telegram: store updates: %w", err)
		}
	}
	if next == offset {
		return offset, errNothingNew // the server does not honour the offset: do not spin
	}
	return next, nil
}

// unhook takes away a webhook that is set and forbids polling: this program was told to poll.
func (c *Channel) unhook(ctx context.Context, err error) error {
	if !courier.Coded(err, http.StatusConflict) || !rejected(err, "webhook") { // else it met another poller
		return err
	}
	c.log.Warn("a webhook was set and is taken away, as updates are polled")
	return errors.Join(err, c.client.deleteWebhook(ctx)) // either way the next poll comes after a pause
}

// unpack decodes a batch, skipping what cannot be read. The offset that confirms the batch may lie below the one asked
// for: after a quiet week Telegram numbers anew.
func (c *Channel) unpack(batch []json.RawMessage, offset int64) ([]intake.Update, int64) {
	var updates []intake.Update
	inBatch := make(map[int64]bool)
	highest := offset - 1
	for i, raw := range batch {
		u, id, err := decode(raw)
		if id != 0 && (i == 0 || id > highest) {
			highest = id
		}
		if err != nil {
			c.count.undecodable.Add(1)
			c.log.Warn("a Telegram update cannot be read and is skipped", "update", id)
			continue
		}
		if !inBatch[id] {
			inBatch[id] = true
			updates = append(updates, stored(&u, raw))
		}
	}
	return updates, highest + 1
}
