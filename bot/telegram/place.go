package telegram

import (
	"encoding/json"
	"strconv"

	"github.com/go-telegram/bot/models"

	"dondoc/bot"
	"dondoc/bot/intake"
)

// address is a place to write to.
type address struct {
	chat    int64
	thread  int // forum topic, 0 for none
	replyTo int // message to hang the first reply on, 0 for none
}

func (a address) key() string { return strconv.FormatInt(a.chat, 10) }

// fields returns the parameters that say where a message goes.
func (a address) fields() fields {
	f := fields{"chat_id": a.chat}
	if a.thread != 0 {
		f["message_thread_id"] = a.thread
	}
	if a.replyTo != 0 {
		f["reply_parameters"] = models.ReplyParameters{MessageID: a.replyTo, AllowSendingWithoutReply: true}
	}
	return f
}

// hook is what the first reply hangs on. An intake.Place carries it as text in ReplyTo, since the engine hands that back
// untouched: with the press to acknowledge, and with what was heard of a voice message.
type hook struct {
	Reply int    `json:"reply,omitempty"` // message to answer to, 0 for none
	Press string `json:"press,omitempty"` // the button press to acknowledge, "" for none
	Voice bool   `json:"voice,omitempty"` // the attachment is speech that stands for the text
	Heard string `json:"heard,omitempty"` // what was understood of it
}

func (h hook) text() string {
	if h == (hook{}) {
		return ""
	}
	raw, _ := json.Marshal(h) // plain data: cannot fail
	return string(raw)
}

func readHook(text string) (h hook) {
	_ = json.Unmarshal([]byte(text), &h) // what is no hook is none
	return h
}

func (a address) place(h hook) intake.Place {
	h.Reply = a.replyTo
	p := intake.Place{Chat: a.key(), ReplyTo: h.text()}
	if a.thread != 0 {
		p.Thread = strconv.Itoa(a.thread)
	}
	return p
}

// addressIn reads a place; ok is false when it is none of Telegram's.
func addressIn(p intake.Place) (a address, ok bool) {
	a.chat, ok = chatID(p.Chat)
	a.thread, _ = strconv.Atoi(p.Thread)
	a.replyTo = readHook(p.ReplyTo).Reply
	return a, ok
}

func chatID(text string) (int64, bool) {
	id, err := strconv.ParseInt(text, 10, 64)
	return id, err == nil && id != 0
}

func addressOf(m *models.Message) address {
	to := address{chat: m.Chat.ID}
	if m.IsTopicMessage {
		to.thread = m.MessageThreadID
	}
	return to
}

func chatNamed(to address) bot.Chat { return bot.Chat{Channel: channelName, ID: to.key()} }

func isGroup(c models.Chat) bool {
	return c.Type == models.ChatTypeGroup || c.Type == models.ChatTypeSupergroup
}
