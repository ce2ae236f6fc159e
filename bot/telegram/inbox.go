package telegram

import (
	"context"

	"dondoc/bot"
)

// Handler is the conversation. Handle is called once at a time for one chat and
// at the same time for different chats. It must end when ctx ends. An error
// means that trying the same message again may help; after three the message
// is given up and the user told so.
type Handler interface {
	Handle(ctx context.Context, m bot.Message) ([]bot.Reply, error)
}

// Update is what Telegram sent, as it came.
type Update struct {
	ID      int64
	Chat    string // the chat's id; empty when the update belongs to none
	Payload []byte // the update's JSON
}

// Inbox keeps updates from the moment they are fetched until they are handled.
// All methods may be called at the same time.
type Inbox interface {
	// StoreUpdates commits all of the updates or none. Those it knows already,
	// handled or not, it leaves as they are.
	StoreUpdates(ctx context.Context, updates []Update) error
	// PendingUpdates returns what is stored and not marked, in the order of storing.
	PendingUpdates(ctx context.Context) ([]Update, error)
	// MarkHandled ends an update. Marking twice, or an unknown id, is no error.
	MarkHandled(ctx context.Context, id int64) error
	// NextUpdateID is one more than the highest stored id, 0 when nothing was ever stored.
	NextUpdateID(ctx context.Context) (int64, error)
}
