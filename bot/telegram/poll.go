package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/go-telegram/bot/models"
)

// run is the state of one Run; it is used by one goroutine.
type run struct {
	*Channel
	me      identity
	queue   *dispatcher
	working context.Context // outlives the end of Run's context by StopTimeout
	busy    *sync.WaitGroup
	seen    *recent[int64]  // updates queued in this run; more than fit the queue
	albums  *recent[string] // media groups already answered
}

var errNothingNew = errors.New("telegram: getUpdates: only updates that were sent before")

// take introduces the bot, queues what is pending and polls until ctx ends.
func (r *run) take(ctx context.Context, busy *sync.WaitGroup) error {
	r.busy = busy
	if err := r.insist(ctx, r.introduce); err != nil || ctx.Err() != nil {
		return err
	}
	busy.Go(func() { r.announce(ctx) })
	offset, err := r.resume(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	for ctx.Err() == nil {
		err := r.insist(ctx, func(ctx context.Context) (err error) {
			offset, err = r.poll(ctx, offset)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// insist tries until it succeeds, ctx ends (nil), or the token is refused.
func (r *run) insist(ctx context.Context, try func(context.Context) error) error {
	for retry := (backoff{}); ; {
		err := try(ctx)
		switch {
		case err == nil, ctx.Err() != nil:
			return nil
		case errors.Is(err, ErrBadToken):
			return err
		}
		r.count.pollErrors.Add(1)
		wait := retry.next()
		var e *callError
		if errors.As(err, &e) && e.kind == failedFlood {
			wait = e.wait
		}
		r.log.Warn("Telegram is out of reach for now", "error", r.client.redact.text(err.Error()), "wait", wait)
		if !pause(ctx, wait) {
			return nil
		}
	}
}

// introduce learns the bot's own name, without which commands and mentions in groups cannot be told.
func (r *run) introduce(ctx context.Context) error {
	me, err := r.client.getMe(ctx)
	if err != nil {
		return err
	}
	r.me = newIdentity(me)
	return nil
}

// announce sets the command menu. The bot works without.
func (r *run) announce(ctx context.Context) {
	vietnamese := make([]models.BotCommand, len(r.cfg.Commands))
	english := make([]models.BotCommand, len(r.cfg.Commands))
	for i, c := range r.cfg.Commands {
		vietnamese[i] = models.BotCommand{Command: c.Name, Description: c.Vietnamese}
		english[i] = models.BotCommand{Command: c.Name, Description: c.English}
	}
	err := errors.Join(r.client.setCommands(ctx, vietnamese, ""), r.client.setCommands(ctx, english, "en"))
	if err != nil && ctx.Err() == nil {
		r.log.Warn("the command menu could not be set", "error", err)
	}
}

// resume queues what an earlier run left pending and returns the offset to go on from.
func (r *run) resume(ctx context.Context) (int64, error) {
	offset, err := r.inbox.NextUpdateID(ctx)
	if err != nil {
		return 0, fmt.Errorf("telegram: read inbox: %w", err)
	}
	pending, err := r.inbox.PendingUpdates(ctx)
	if err != nil {
		return 0, fmt.Errorf("telegram: read inbox: %w", err)
	}
	for _, u := range pending {
		if !r.enqueue(ctx, u) {
			break
		}
	}
	return offset, nil
}

// poll fetches, stores, and only then moves the offset and queues.
func (r *run) poll(ctx context.Context, offset int64) (int64, error) {
	batch, err := r.client.getUpdates(ctx, offset, r.cfg.PollTimeout)
	if err != nil || len(batch) == 0 {
		return offset, err
	}
	updates, next := r.unpack(batch, offset)
	if len(updates) > 0 {
		if err := r.inbox.StoreUpdates(ctx, updates); err != nil {
			return offset, fmt.Errorf("telegram: store updates: %w", err)
		}
	}
	fresh, err := r.unhandled(ctx, updates, offset)
	if err != nil {
		return offset, err
	}
	r.count.received.Add(int64(len(fresh)))
	for _, u := range fresh {
		if !r.enqueue(ctx, u) {
			break // stopping: the rest is stored and stays pending
		}
	}
	if len(fresh) == 0 && next <= offset {
		return offset, errNothingNew // the server does not honour the offset: do not spin
	}
	return next, nil
}

// unpack decodes a batch, skipping what was queued before or cannot be read. The offset that
// confirms the batch may lie below the one asked for: after a quiet week Telegram numbers anew.
func (r *run) unpack(batch []json.RawMessage, offset int64) ([]Update, int64) {
	var updates []Update
	inBatch := make(map[int64]bool)
	highest := offset - 1
	for i, raw := range batch {
		u, id, err := decode(raw)
		if id != 0 && (i == 0 || id > highest) {
			highest = id
		}
		if err != nil {
			r.count.undecodable.Add(1)
			r.log.Warn("a Telegram update cannot be read and is skipped", "update", id)
			continue
		}
		if inBatch[id] || r.seen.has(id) {
			continue
		}
		inBatch[id] = true
		updates = append(updates, Update{ID: id, Chat: chatOf(&u), Payload: raw})
	}
	return updates, highest + 1
}

// unhandled drops updates that an earlier run has handled already. Only ids below the offset can
// be such, and those of a new numbering.
func (r *run) unhandled(ctx context.Context, updates []Update, offset int64) ([]Update, error) {
	old := false
	for _, u := range updates {
		old = old || u.ID < offset
	}
	if !old {
		return updates, nil
	}
	pending, err := r.inbox.PendingUpdates(ctx)
	if err != nil {
		return nil, fmt.Errorf("telegram: read inbox: %w", err)
	}
	open := make(map[int64]bool, len(pending))
	for _, u := range pending {
		open[u.ID] = true
	}
	var fresh []Update
	for _, u := range updates {
		if open[u.ID] {
			fresh = append(fresh, u)
		} else {
			r.seen.add(u.ID)
		}
	}
	return fresh, nil
}

// enqueue makes a job of a stored update; false means that ctx ended.
func (r *run) enqueue(ctx context.Context, u Update) bool {
	if !r.seen.add(u.ID) {
		return true
	}
	decoded, _, err := decode(u.Payload)
	if err != nil {
		r.count.undecodable.Add(1)
		r.log.Warn("a stored Telegram update cannot be read and is skipped", "update", u.ID)
	}
	j := &job{update: u, request: r.me.read(&decoded), asked: time.Now()}
	j.to = j.request.to
	if album := j.request.album; album != "" && !r.albums.add(album) {
		j.request.purpose = nothing
	}
	if id := j.request.callback; id != "" {
		r.acknowledge(id)
	}
	return r.queue.submit(ctx, j)
}

// acknowledge stops the button's spinner at once, while the answer may still have to queue. A
// press from before a restart is "too old" by then, which does not matter.
func (r *run) acknowledge(id string) {
	r.busy.Go(func() {
		if err := r.client.answerCallback(r.working, id); err != nil {
			r.log.Debug("a button press could not be acknowledged", "error", err)
		}
	})
}
