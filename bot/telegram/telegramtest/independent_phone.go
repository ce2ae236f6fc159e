package telegramtest

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// message returns the fields of a message as the server's own client writes them.
func (i *Independent) message(chat int64, from User) map[string]any {
	return map[string]any{
		"botToken": i.Token, "date": time.Now().Unix(), "from": from.fields(),
		"chat": map[string]any{"id": chat, "type": chatType(chat), "title": "A", "first_name": from.Name},
	}
}

// Say writes to a chat; a negative one is a group, of which the bot sees everything.
func (i *Independent) Say(chat int64, from User, text string, options ...Option) int64 {
	i.t.Helper()
	m := i.message(chat, from)
	fillText(m, text, options)
	path := "/sendMessage"
	if m["entities"] != nil {
		path = "/sendCommand"
	}
	i.call(path, m, nil)
	return 0
}

// Tap presses the newest button of a chat whose label holds the word.
func (i *Independent) Tap(chat int64, from User, word string) int64 {
	i.t.Helper()
	messages := i.Messages(chat)
	_, data, ok := findButton(messages, word)
	if !ok {
		i.t.Fatalf("telegramtest: no button %q in the chat: %s", word, labelsOf(messages))
	}
	press := i.message(chat, from)
	press["message"] = i.message(chat, from)
	press["data"] = data
	i.call("/sendCallback", press, nil)
	return 0
}

// stored is a message of the bot as the server keeps it.
type stored struct {
	ID      int `json:"messageId"`
	Message struct {
		Chat    any             `json:"chat_id"`
		Text    string          `json:"text"`
		Mode    string          `json:"parse_mode"`
		Markup  json.RawMessage `json:"reply_markup"`
		Preview json.RawMessage `json:"link_preview_options"`
		ReplyTo json.RawMessage `json:"reply_parameters"`
		Edited  any             `json:"message_id"` // only edits bring one
	} `json:"message"`
}

// Messages returns what the bot wrote in a chat and still stands there, in order, edits included. What Telegram would
// not have taken ends the test.
func (i *Independent) Messages(chat int64) []Sent {
	i.t.Helper()
	var history struct {
		Result []stored `json:"result"`
	}
	i.call("/getUpdatesHistory", map[string]any{"token": i.Token}, &history)
	var messages []Sent
	for _, s := range history.Result {
		if s.Message.Chat == nil || textOf(s.Message.Chat) != strconv.FormatInt(chat, 10) {
			continue
		}
		m, err := readMessage(map[string]string{
			"text": s.Message.Text, "parse_mode": s.Message.Mode, "reply_markup": string(s.Message.Markup),
			"link_preview_options": string(s.Message.Preview), "reply_parameters": string(s.Message.ReplyTo),
		})
		if err != nil {
			i.t.Fatalf("telegramtest: Telegram would refuse a message: %v", err)
		}
		m.ID, m.Chat = s.ID, chat
		if s.Message.Edited != nil {
			m.Edits = 1
		}
		messages = append(messages, m)
	}
	return messages
}

// textOf writes an identifier that came as a number or as a text.
func textOf(id any) string {
	if number, ok := id.(float64); ok {
		return strconv.FormatInt(int64(number), 10)
	}
	return fmt.Sprint(id)
}

// Await returns the messages of a chat once there are at least n.
func (i *Independent) Await(chat int64, n int) []Sent {
	i.t.Helper()
	i.Until(fmt.Sprintf("%d messages", n), func() bool { return len(i.Messages(chat)) >= n })
	return i.Messages(chat)
}

// Until waits for a condition, which is looked at after every message and edit of the bot.
func (i *Independent) Until(what string, condition func() bool) {
	i.t.Helper()
	ctx, cancel := context.WithTimeout(i.t.Context(), patience)
	defer cancel()
	if err := i.Wait(ctx, condition); err != nil {
		i.t.Fatalf("telegramtest: wait for %s: %v", what, err)
	}
}

// Wait is Until for who goes on when time is up.
func (i *Independent) Wait(ctx context.Context, condition func() bool) error {
	for {
		i.mu.Lock()
		changed := i.changed
		i.mu.Unlock()
		if condition() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
