package reminders

import (
	"context"
	"errors"
	"strings"
)

// Returning is where a Desk notes that a chat is out of reach, back, or has a new name.
type Returning interface {
	// Resume lets what waits for a paused Subscriber go out.
	Resume(ctx context.Context, subscriber int64) error
	// Pause stops everything that waits for a chat and tells the secretariats why. An unknown chat is no error.
	Pause(ctx context.Context, channel, chat, reason string) error
	// MoveChat gives all that is kept of a chat to its new name.
	MoveChat(ctx context.Context, channel, from, to string) error
}

// Back notes that somebody writes in a chat. One that was paused because it had blocked the bot, or put it out of the
// group, is reminded again; one that an administrator has paused stays so.
func (d *Desk) Back(ctx context.Context, chat Chat) error {
	returning, ok := d.records.(Returning)
	if !ok {
		return nil
	}
	sub, ok, err := d.subscriber(ctx, chat)
	if err != nil || !ok || !strings.HasPrefix(sub.Paused, reasonGone) {
		return err
	}
	return desked(returning.Resume(ctx, sub.ID))
}

// Gone notes that a chat has blocked the bot or put it out of the group: its reminders wait, and the secretariats hear of it.
func (d *Desk) Gone(ctx context.Context, chat Chat) error {
	returning, ok := d.records.(Returning)
	if !ok {
		return nil
	}
	sub, ok, err := d.subscriber(ctx, chat)
	if err != nil || !ok || sub.Paused != "" {
		return err
	}
	return desked(returning.Pause(ctx, chat.Channel, chat.ID, reasonGone))
}

// Moved notes that a chat has a new name: its reminders, buttons and thread go on there.
func (d *Desk) Moved(ctx context.Context, chat Chat, to string) error {
	if returning, ok := d.records.(Returning); ok {
		return desked(returning.MoveChat(ctx, chat.Channel, chat.ID, to))
	}
	return nil
}

// subscriber asks the records, not the Snapshot: it is wanted for every message, and a Snapshot is made anew after each
// change of the register.
func (d *Desk) subscriber(ctx context.Context, chat Chat) (Subscriber, bool, error) {
	sub, _, err := d.records.Subscribed(ctx, chat)
	if errors.Is(err, ErrUnknown) {
		return Subscriber{}, false, nil
	}
	return sub, err == nil, desked(err)
}

// Linked returns who a chat is, with its Board; ErrUnknown for a chat that nobody has linked and that follows nothing.
func (d *Desk) Linked(ctx context.Context, chat Chat) (Subscriber, Board, error) {
	sub, board, err := d.records.Subscribed(ctx, chat)
	if errors.Is(err, ErrUnknown) {
		return sub, board, ErrUnknown
	}
	return sub, board, desked(err)
}

// Board returns the Board with that ID, if there is one.
func (d *Desk) Board(ctx context.Context, id int64) (Board, bool, error) {
	s, err := d.office.Snapshot(ctx)
	if err != nil {
		return Board{}, false, desked(err)
	}
	b, ok := s.Board(id)
	return b, ok, nil
}
