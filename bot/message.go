package bot

import (
	"context"
	"io"
	"time"

	"dondoc/knowledge"
)

// Chat names a conversation: a person or a group on one channel.
type Chat struct {
	Channel string // "web", "telegram", "zalo", "zalooa", "cli"
	ID      string // the channel's own identifier, opaque
}

// Message is what comes in from a channel.
type Message struct {
	Chat   Chat
	Sender string // the channel's own identifier of who wrote it; "" when it knows none. In a private chat often Chat.ID
	Group  bool   // several people read the chat
	Event  Event  // what happened, when it is not that somebody wrote; Text and Choice are then ""
	Moved  string // of EventMoved: the new Chat.ID

	Text   string
	Choice string // key of the button that was pressed, else ""
	Quoted string // text of the reply of ours that the message answers to; "" when it answers to none
	From   string // display name of who wrote it; "" when the channel knows none
	File   string // name of the file that came along, the channel's reference behind it: "kq.pdf (telegram:BQAC…)"
	At     time.Time

	NoFiles bool // the channel cannot send any: the words must do
	Noticed bool // the channel itself says that a machine answers and what is stored

	numbered bool // choices become numbered lines: see Numbered

	Attachment *Attachment // content of File, when the channel can get it; nil for none

	// Manages tells whether who wrote it administers the group on its channel. nil: the channel cannot tell.
	Manages func(context.Context) (bool, error)
	// Draft shows what is known so far while a slow answer is worked on; each replaces the one before, and the replies
	// replace the last. nil: the channel cannot. It must not be called after Handle has returned.
	Draft func(Reply)
}

// Event is something that happened in a chat besides people writing.
type Event string

// The events that channels tell of.
const (
	EventJoined Event = "joined" // the bot was added to a group, or a person began to follow it
	EventLeft   Event = "left"   // the bot was removed, blocked, or is not followed any more: nobody can be written to
	EventMoved  Event = "moved"  // the chat has a new ID
)

// Attachment is a file that somebody sent. Its name and content are foreign.
type Attachment struct {
	Name string
	Size int64 // as the channel tells; 0 when it does not
	// Open fetches the content, which the reader must bound. It may be called later than the message, but within its context.
	Open func(context.Context) (io.ReadCloser, error)
}

// Reply is what goes out to a channel, which alone knows escaping, length and buttons.
type Reply struct {
	Text      knowledge.Text
	Citations []knowledge.Citation // shown below the text, each with its quote
	Choices   []Choice
	Picture   []byte // a PNG with the text as its caption, or after the text where that is too long for one; nil for none
	File      *File  // sent along where the channel can; nil for none
	Refused   bool
	Erased    bool // all that was kept of the chat is gone: so should be what the channel shows of it
}

// File is a file that goes out. What it says stands in the text too, for channels that cannot send any.
type File struct {
	Name      string // "tien-do-2026-11-22.xlsx": ASCII letters, digits, '-', '_' and '.'
	MediaType string
	Content   []byte
}

// Choice is a button. A channel without buttons shows the labels as a numbered list (Numbered).
type Choice struct {
	Key   string // comes back as Message.Choice: at most 32 ASCII letters and digits
	Label string // what people read, at most about 40 characters
}
