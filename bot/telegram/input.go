package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-telegram/bot/models"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/layout"
)

// reader understands updates.
type reader struct {
	me     identity
	client *client
	say    phrases
	voice  bool // voice messages can be understood
}

var errUnreadable = errors.New("telegram: decode update: it cannot be read")

// envelope is decoded on its own so that an update whose content cannot be read still yields its id.
type envelope struct {
	ID int64 `json:"update_id"`
}

var updateID = regexp.MustCompile(`"update_id"\s*:\s*([0-9]+)`)

// decode reads an update. The id is valid, and not 0, also when the error is not nil as long as the update shows one. The
// error quotes nothing.
func decode(raw []byte) (models.Update, int64, error) {
	var head envelope
	if err := json.Unmarshal(raw, &head); err != nil || head.ID <= 0 {
		head.ID = 0
		if found := updateID.FindSubmatch(raw); found != nil {
			head.ID, _ = strconv.ParseInt(string(found[1]), 10, 64)
		}
		return models.Update{}, head.ID, fmt.Errorf("%w: no proper update_id", errUnreadable)
	}
	var u models.Update
	if err := json.Unmarshal(raw, &u); err != nil {
		return models.Update{}, head.ID, errUnreadable
	}
	return u, head.ID, nil
}

// stored is what the Inbox keeps of an update.
func stored(u *models.Update, raw []byte) intake.Update {
	return intake.Update{Key: strconv.FormatInt(u.ID, 10), Chat: chatOf(u), Order: u.ID, Payload: raw}
}

// chatOf returns where an update belongs, "" when it belongs to no chat.
func chatOf(u *models.Update) string {
	switch {
	case u.Message != nil:
		return address{chat: u.Message.Chat.ID}.key()
	case u.MyChatMember != nil:
		return address{chat: u.MyChatMember.Chat.ID}.key()
	case u.CallbackQuery != nil:
		if to, _, ok := pressedAt(u.CallbackQuery); ok {
			return to.key()
		}
	}
	return ""
}

// read works out what an update wants.
func (r reader) read(u *models.Update) intake.Request {
	switch {
	case u.CallbackQuery != nil:
		return r.readCallback(u.CallbackQuery)
	case u.MyChatMember != nil:
		return r.readMembership(u.MyChatMember)
	case u.Message != nil:
		return r.readMessage(u.Message)
	}
	return intake.Request{}
}

func (r reader) readCallback(q *models.CallbackQuery) intake.Request {
	to, group, ok := pressedAt(q)
	if !ok || q.Data == "" {
		return intake.Request{To: intake.Place{ReplyTo: hook{Press: q.ID}.text()}}
	}
	m := bot.Message{Chat: chatNamed(to), Sender: userID(&q.From), Group: group, Choice: q.Data, From: nameOf(&q.From)}
	m.Manages = r.manages(to, group, q.From.ID)
	return intake.Request{Message: m, Wanted: true, To: to.place(hook{Press: q.ID})}
}

// pressedAt finds the chat of a button; the message may be inaccessible or, for inline messages, absent.
func pressedAt(q *models.CallbackQuery) (to address, group, ok bool) {
	switch m := q.Message; {
	case m.Message != nil:
		return addressOf(m.Message), isGroup(m.Message.Chat), true
	case m.InaccessibleMessage != nil && m.InaccessibleMessage.Chat.ID != 0:
		return address{chat: m.InaccessibleMessage.Chat.ID}, isGroup(m.InaccessibleMessage.Chat), true
	}
	return address{}, false, false
}

// readMembership tells of the bot being added, removed, blocked, and let in again.
func (r reader) readMembership(m *models.ChatMemberUpdated) intake.Request {
	before, after := isInside(m.OldChatMember), isInside(m.NewChatMember)
	if before == after || m.Chat.Type == models.ChatTypeChannel {
		return intake.Request{}
	}
	to := address{chat: m.Chat.ID}
	event := bot.EventLeft
	if after {
		event = bot.EventJoined
	}
	message := bot.Message{Chat: chatNamed(to), Sender: userID(&m.From), Group: isGroup(m.Chat), Event: event, From: nameOf(&m.From)}
	message.Manages = r.manages(to, message.Group, m.From.ID)
	return intake.Request{Message: message, Wanted: true, To: to.place(hook{})}
}

func isInside(m models.ChatMember) bool {
	switch m.Type {
	case models.ChatMemberTypeOwner, models.ChatMemberTypeAdministrator, models.ChatMemberTypeMember:
		return true
	case models.ChatMemberTypeRestricted:
		return m.Restricted != nil && m.Restricted.IsMember
	}
	return false
}

// moved tells of a group that became a supergroup. Replies go to the new one: the old takes none.
func moved(m *models.Message) intake.Request {
	from, to := addressOf(m), address{chat: m.MigrateToChatID}
	message := bot.Message{Chat: chatNamed(from), Group: true, Event: bot.EventMoved, Moved: to.key()}
	return intake.Request{Message: message, Wanted: true, To: to.place(hook{})}
}

func (r reader) readMessage(m *models.Message) intake.Request {
	group := isGroup(m.Chat)
	switch {
	case m.MigrateToChatID != 0 && group:
		return moved(m)
	case m.Chat.Type == models.ChatTypeChannel || r.me.fromMachine(m):
		return intake.Request{}
	}
	to := addressOf(m)
	if group {
		to.replyTo = m.ID
	}
	message := bot.Message{
		Chat: chatNamed(to), Sender: senderOf(m), Group: group, From: nameOf(m.From), Quoted: r.me.quoted(m),
	}
	switch {
	case isAnonymous(m):
		message.Manages = always
	case m.From != nil:
		message.Manages = r.manages(to, group, m.From.ID)
	}
	if m.Text == "" {
		asked := !group || r.me.repliedTo(m) || (r.me.text != nil && r.me.text.MatchString(m.Caption))
		if !asked || !hasContent(m) {
			return intake.Request{}
		}
		return r.readFile(m, message, to)
	}
	text, meant := r.me.address(m, group)
	if !meant {
		return intake.Request{}
	}
	message.Text = text
	return intake.Request{Message: message, Wanted: true, To: to.place(hook{})}
}

// senderOf is empty for an anonymous administrator: all of them share one id.
func senderOf(m *models.Message) string {
	if isAnonymous(m) {
		return ""
	}
	return userID(m.From)
}

func userID(u *models.User) string {
	if u == nil || u.ID == 0 {
		return ""
	}
	return strconv.FormatInt(u.ID, 10)
}

// nameOf is how a person is called on the screen. An anonymous administrator has no name.
func nameOf(u *models.User) string {
	if u == nil || u.IsBot {
		return ""
	}
	return strings.TrimSpace(layout.Clean(u.FirstName + " " + u.LastName))
}
