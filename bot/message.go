package bot

import (
	"time"

	"dondoc/knowledge"
)

// Chat names a conversation: a person or a group on one channel.
type Chat struct {
	Channel string // "web", "telegram", "cli"
	ID      string // the channel's own identifier, opaque
}

// Message is what comes in from a channel.
type Message struct {
	Chat   Chat
	Text   string
	Choice string // key of the button that was pressed, else ""
	Quoted string // text of the reply of ours that the message answers to; "" when it answers to none
	From   string // display name of who wrote it; "" when the channel knows none
	File   string // name of the file that came along, the channel's reference behind it: "kq.pdf (telegram:BQAC…)"
	At     time.Time
}

// Reply is what goes out to a channel, which alone knows escaping, length and buttons.
type Reply struct {
	Text      knowledge.Text
	Citations []knowledge.Citation // shown below the text, each with its quote
	Choices   []Choice
	Picture   []byte // a PNG with the text as its caption, or after the text where that is too long for one; nil for none
	Refused   bool
}

// Choice is a button. A channel without buttons shows the labels as a numbered list.
type Choice struct {
	Key   string // comes back as Message.Choice: at most 32 ASCII letters and digits
	Label string // what people read, at most about 40 characters
}
