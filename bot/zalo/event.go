package zalo

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode"

	"dondoc/bot/intake"
)

// The kinds of events that are understood.
const (
	eventText        = "message.text.received"
	eventLink        = "message.link.received" // met in the field, not documented
	eventImage       = "message.image.received"
	eventSticker     = "message.sticker.received"
	eventVoice       = "message.voice.received"
	eventUnsupported = "message.unsupported.received"
)

// maxIDBytes is more than any identifier of the platform has: what is longer is not from it.
const maxIDBytes = 200

// event is one thing that happened. Its fields are foreign, and read whatever JSON type they come in.
type event struct {
	Name    word     `json:"event_name"`
	Message *message `json:"message"`
}

type message struct {
	ID       word   `json:"message_id"`
	Date     number `json:"date"` // Unix milliseconds
	Text     word   `json:"text"`
	Caption  word   `json:"caption"`
	Photo    word   `json:"photo"` // as documented
	PhotoURL word   `json:"photo_url"`
	From     struct {
		ID          word `json:"id"`
		DisplayName word `json:"display_name"`
		Name        word `json:"name"`
		Bot         flag `json:"is_bot"`
	} `json:"from"`
	Chat struct {
		ID   word `json:"id"`
		Type word `json:"chat_type"`
	} `json:"chat"`
}

func (m *message) photo() string { return cmp.Or(string(m.PhotoURL), string(m.Photo)) }

func (m *message) group() bool { return strings.EqualFold(string(m.Chat.Type), "GROUP") }

// word is a string, or a number as it was written; anything else is "".
type word string

func (w *word) UnmarshalJSON(raw []byte) error {
	var s string
	switch {
	case json.Unmarshal(raw, &s) == nil:
		*w = word(s)
	case raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9':
		*w = word(raw)
	}
	return nil
}

// names tells whether a word can be an identifier.
func (w word) names() bool {
	return w != "" && len(w) <= maxIDBytes && !strings.ContainsFunc(string(w), unicode.IsControl)
}

// number is a whole number, also one in a string; anything else is 0.
type number int64

func (n *number) UnmarshalJSON(raw []byte) error {
	if i, err := strconv.ParseInt(strings.Trim(string(raw), `"`), 10, 64); err == nil {
		*n = number(i)
	}
	return nil
}

// flag is true only for true.
type flag bool

func (f *flag) UnmarshalJSON(raw []byte) error {
	*f = string(raw) == "true"
	return nil
}

var errNoEvent = errors.New("no event of the Zalo Bot Platform")

// unwrap takes the events out of a result: one, a list, or none.
func unwrap(raw json.RawMessage) ([]json.RawMessage, error) {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0, string(raw) == "null":
		return nil, nil
	case raw[0] == '{':
		return []json.RawMessage{raw}, nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil, errNoEvent
	}
	return list, nil
}

// unwrapBody takes the events out of what a webhook received: in the envelope of an answer, or bare.
func unwrapBody(body []byte) ([]json.RawMessage, error) {
	var envelope struct {
		Result json.RawMessage `json:"result"`
		Name   json.RawMessage `json:"event_name"`
	}
	if json.Unmarshal(body, &envelope) != nil {
		return nil, errNoEvent
	}
	if len(envelope.Name) > 0 {
		return []json.RawMessage{body}, nil
	}
	return unwrap(envelope.Result)
}

// updates makes updates of the events that want something, and counts the others.
func (c *Channel) updates(events []json.RawMessage) []intake.Update {
	var all []intake.Update
	for _, raw := range events {
		e, err := readEvent(raw)
		if err != nil || !e.wanted() {
			c.count.ignored.Add(1)
			c.log.Debug("an event of Zalo is not for the bot")
			continue
		}
		c.count.received.Add(1)
		all = append(all, intake.Update{
			Key: e.key(raw), Chat: string(e.Message.Chat.ID), Order: max(int64(e.Message.Date), 0), Payload: raw,
		})
	}
	return all
}

func readEvent(raw []byte) (event, error) {
	var e event
	if json.Unmarshal(raw, &e) != nil || e.Name == "" {
		return event{}, errNoEvent
	}
	return e, nil
}

// wanted tells whether a person can be answered. What bots write never is: two of them would talk for ever.
func (e *event) wanted() bool {
	m := e.Message
	if m == nil || !m.Chat.ID.names() || m.From.ID != "" && !m.From.ID.names() || bool(m.From.Bot) {
		return false
	}
	switch e.Name {
	case eventText, eventImage, eventSticker, eventVoice, eventUnsupported:
		return true
	case eventLink:
		return m.Text != ""
	}
	return false
}

// key names an event. The platform's samples all have a message_id; one without is named by its content.
func (e *event) key(raw []byte) string {
	if id := e.Message.ID; id.names() {
		return string(id)
	}
	sum := sha256.Sum256(raw)
	return "sha256:" + hex.EncodeToString(sum[:])
}
