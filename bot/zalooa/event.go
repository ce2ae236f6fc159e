package zalooa

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/layout"
)

// channelName is the Channel of this package's chats.
const channelName = "zalooa"

// event is what the webhook delivers, as far as it is used. Ids exceed what a float holds: they are texts.
type event struct {
	AppID     flexible `json:"app_id"`
	OAID      flexible `json:"oa_id"`
	Name      flexible `json:"event_name"`
	Timestamp flexible `json:"timestamp"` // milliseconds
	Sender    person   `json:"sender"`
	Recipient person   `json:"recipient"`
	Follower  person   `json:"follower"`
	Message   struct {
		ID          flexible     `json:"msg_id"`
		Text        flexible     `json:"text"`
		Attachments []attachment `json:"attachments"`
	} `json:"message"`
}

type person struct {
	ID flexible `json:"id"`
}

type attachment struct {
	Payload struct {
		URL  flexible `json:"url"`
		Name flexible `json:"name"`
		Size flexible `json:"size"` // bytes
	} `json:"payload"`
}

// The events that are more than counted.
const (
	eventText   = "user_send_text"
	eventImage  = "user_send_image"
	eventFile   = "user_send_file"
	eventFollow = "follow"
	eventLeave  = "unfollow"

	eventReceived = "user_received_message"
	eventSeen     = "user_seen_message"
	userSent      = "user_send_"
	accountSent   = "oa_send_"
)

// userForm is what the id of a user looks like; longer ones are nobody's.
var userForm = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

func isUser(id string) bool { return userForm.MatchString(id) }

// readEvent reads a body. Odd fields become empty; an error means that it is no event at all.
func readEvent(raw []byte) (event, error) {
	var e event
	if err := json.Unmarshal(raw, &e); err != nil {
		return event{}, errors.New("zalooa: read an event: it is no event of Zalo")
	}
	return e, nil
}

// user is whom an event is about, "" when that cannot be told.
func (e event) user() string {
	id := string(e.Sender.ID)
	if e.follows() || e.Name == eventLeave {
		id = cmp.Or(string(e.Follower.ID), id)
	}
	if !isUser(id) {
		return ""
	}
	return id
}

func (e event) follows() bool { return e.Name == eventFollow }

// wanted tells whether an event goes into the inbox.
func (e event) wanted() bool {
	return strings.HasPrefix(string(e.Name), userSent) || e.follows() || e.Name == eventLeave
}

// at is when it happened; ok is false when it does not say.
func (e event) at() (t time.Time, ok bool) {
	ms, ok := e.Timestamp.number()
	if !ok || ms <= 0 {
		return time.Time{}, false
	}
	return time.UnixMilli(ms), true
}

// update makes an event one of the inbox. Only messages have an id of their own.
func (e event) update(raw []byte) (intake.Update, error) {
	at, ok := e.at()
	user := e.user()
	if !ok || user == "" {
		return intake.Update{}, errors.New("zalooa: read an event: it lacks its user or time")
	}
	key := string(e.Message.ID)
	if key == "" {
		key = fmt.Sprintf("%s:%d:%s", e.Name, at.UnixMilli(), user)
	}
	return intake.Update{Key: key, Chat: user, Order: at.UnixMilli(), Payload: raw}, nil
}

// Read implements intake.Channel.
func (c *Channel) Read(u intake.Update) (intake.Request, error) {
	e, err := readEvent(u.Payload)
	if err != nil {
		return intake.Request{}, err
	}
	user := e.user()
	if user == "" || user != u.Chat {
		return intake.Request{}, errors.New("zalooa: read an event: it lacks its user")
	}
	r := intake.Request{
		Message: bot.Message{Chat: bot.Chat{Channel: channelName, ID: user}, Sender: user, At: intake.Sent(u.Order)},
		To:      intake.Place{Chat: user},
	}
	text := strings.TrimSpace(layout.Clean(string(e.Message.Text)))
	switch {
	case e.follows():
		r.Wanted, r.Message.Event = true, bot.EventJoined
	case e.Name == eventLeave:
		r.Wanted, r.Message.Event = true, bot.EventLeft
	case e.Name == eventText && text == "":
		return intake.Request{}, nil
	case e.Name == eventText:
		r.Wanted, r.Message.Text = true, text
	case e.Name == eventImage || e.Name == eventFile:
		r.Instead = c.say["text_only"]
		r.Message.Text = text
		r.Wanted = c.attach(e, &r.Message)
	default:
		r.Instead = c.say["text_only"]
	}
	return r, nil
}

// attach adds the first file of an event to a message; false when there is none.
func (c *Channel) attach(e event, m *bot.Message) bool {
	if len(e.Message.Attachments) == 0 {
		return false
	}
	a := e.Message.Attachments[0].Payload
	name := c.say["image_name"]
	if e.Name == eventFile {
		name = c.say["file_name"]
		if given := layout.ShortenRunes(strings.Join(strings.Fields(layout.Clean(string(a.Name))), " "), 120); layout.Visible(given) {
			name = given
		}
	}
	m.File = fmt.Sprintf("%s (%s:%s)", name, channelName, layout.ShortenRunes(layout.Clean(string(e.Message.ID)), 64))
	address := string(a.URL)
	if !c.fetch.Allows(address) {
		return true
	}
	size, _ := a.Size.number()
	m.Attachment = &bot.Attachment{Name: name, Size: max(size, 0), Open: c.fetch.Opener(address)}
	return true
}
