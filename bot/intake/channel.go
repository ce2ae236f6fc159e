package intake

import (
	"context"

	"dondoc/bot"
	"dondoc/reminders"
)

// Handler is the conversation. Handle is called once at a time for one chat and at the same time for different chats.
// It must end when ctx ends. An error means that trying the same message again may help; after three the message is
// given up and the person told so.
type Handler interface {
	Handle(ctx context.Context, m bot.Message) ([]bot.Reply, error)
}

// Place is where a reply goes.
type Place struct {
	Chat    string
	Thread  string // a topic of the chat; "" for none
	ReplyTo string // the message to hang the first reply on; "" for none
}

// Request is an update as its channel understands it. The zero Request wants nothing.
type Request struct {
	Message bot.Message // its Chat is where it was said; without At it counts as said when it was taken up
	Wanted  bool        // Message goes to the Handler
	To      Place
	Instead string // said when nothing is Wanted, or when the Handler has nothing to say: "only text is read"; "" for nothing
}

// Channel is what an Intake must know of its channel. Its methods may be called at the same time, and more than once
// for the same update.
type Channel interface {
	// Read understands an update; an error means that nobody ever will. It is called while the update is taken up, so it
	// must not wait for anything.
	Read(u Update) (Request, error)
	// Prepare is done once an update is taken up, before its turn: stopping a button's spinner. It is left out when too
	// many are taken up at once, and has ten seconds.
	Prepare(ctx context.Context, r Request)
	// Complete adds what takes time, in the turn of its chat: a transcription. An error is like one of the Handler. It is
	// not called again once it has succeeded, and only if something is Wanted or Instead is not empty.
	Complete(ctx context.Context, r Request) (Request, error)
	// Parts makes messages of a reply, each of which the channel takes as a whole. Only the first reply to a Request has
	// the ReplyTo of its Place. When a chat has moved, they are made again for the new one, without Thread and ReplyTo.
	Parts(to Place, r bot.Reply) ([][]byte, error)
	// Repeated marks a part as one that may have arrived before.
	Repeated(part []byte) ([]byte, error)
	// SendPart sends one. It tries without markup what is refused, but nothing twice that may have arrived.
	SendPart(ctx context.Context, chat string, part []byte) reminders.Outcome
	// Typing shows that an answer is under way. It may do nothing.
	Typing(ctx context.Context, to Place) error
}

// Drafter is a Channel that can change what it has sent.
type Drafter interface {
	// ShowDraft sends a reply that is not final when id is "", or replaces the one with the id; it returns the id of what
	// now stands there. After an error there are no more drafts. It has five seconds, for which the answer waits.
	ShowDraft(ctx context.Context, to Place, id string, r bot.Reply) (string, error)
	// ReplaceDraft puts the first part of the final answer in the place of the draft. OutcomeRefused has the part sent with
	// SendPart instead; after OutcomeUnknown it is tried again, without a mark.
	ReplaceDraft(ctx context.Context, to Place, id string, part []byte) reminders.Outcome
}
