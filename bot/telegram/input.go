package telegram

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"

	"dondoc/bot"
)

// purpose says what an update wants of the bot.
type purpose int

const (
	nothing  purpose = iota // not for the bot, or nothing that it answers
	question                // for the Handler
	notText                 // a photo, a voice message …: say that only text is read, unless the Handler takes the file
)

// request is an update as the channel understands it.
type request struct {
	purpose  purpose
	message  bot.Message // without At
	to       address
	callback string // id of the button press to acknowledge, else ""
	album    string // media group: its parts come as updates of their own
}

// identity is the bot itself, from getMe.
type identity struct {
	id   int64
	name string // without the @
	text *regexp.Regexp
}

func newIdentity(user *models.User) identity {
	me := identity{id: user.ID, name: user.Username}
	if me.name != "" {
		me.text = regexp.MustCompile(`(?i)(^|[^A-Za-z0-9_@/.])@` + regexp.QuoteMeta(me.name) + `($|[^A-Za-z0-9_])`)
	}
	return me
}

// envelope is decoded on its own so that an update whose content cannot be read
// still yields its id and, mostly, its chat.
type envelope struct {
	ID int64 `json:"update_id"`
}

var updateID = regexp.MustCompile(`"update_id"\s*:\s*([0-9]+)`)

// decode reads an update. The id is valid, and not 0, also when the error is not nil
// as long as the update shows one.
func decode(raw []byte) (models.Update, int64, error) {
	var head envelope
	if err := json.Unmarshal(raw, &head); err != nil || head.ID == 0 {
		if found := updateID.FindSubmatch(raw); found != nil {
			fmt.Sscan(string(found[1]), &head.ID)
		}
		return models.Update{}, head.ID, fmt.Errorf("telegram: decode update: no proper update_id")
	}
	var u models.Update
	if err := json.Unmarshal(raw, &u); err != nil {
		return models.Update{}, head.ID, fmt.Errorf("telegram: decode update: %w", err)
	}
	return u, head.ID, nil
}

// chatOf returns where an update belongs, "" when it belongs to no chat.
func chatOf(u *models.Update) string {
	switch {
	case u.Message != nil:
		return address{chat: u.Message.Chat.ID}.key()
	case u.CallbackQuery != nil:
		if to, ok := pressedAt(u.CallbackQuery); ok {
			return to.key()
		}
	}
	return ""
}

// read works out what an update wants.
func (me identity) read(u *models.Update) request {
	switch {
	case u.CallbackQuery != nil:
		return me.readCallback(u.CallbackQuery)
	case u.Message != nil:
		return me.readMessage(u.Message)
	}
	return request{}
}

func (me identity) readCallback(q *models.CallbackQuery) request {
	r := request{callback: q.ID}
	to, ok := pressedAt(q)
	if !ok || q.Data == "" {
		return r
	}
	r.purpose, r.to = question, to
	r.message = bot.Message{Chat: chatNamed(to), Choice: q.Data, From: nameOf(&q.From)}
	return r
}

// pressedAt finds the chat of a button; the message may be inaccessible or, for inline messages, absent.
func pressedAt(q *models.CallbackQuery) (address, bool) {
	switch m := q.Message; {
	case m.Message != nil:
		return addressOf(m.Message), true
	case m.InaccessibleMessage != nil && m.InaccessibleMessage.Chat.ID != 0:
		return address{chat: m.InaccessibleMessage.Chat.ID}, true
	}
	return address{}, false
}

func (me identity) readMessage(m *models.Message) request {
	group := m.Chat.Type == models.ChatTypeGroup || m.Chat.Type == models.ChatTypeSupergroup
	if m.Chat.Type == models.ChatTypeChannel || me.fromMachine(m) {
		return request{}
	}
	r := request{to: addressOf(m), album: m.MediaGroupID}
	if group {
		r.to.replyTo = m.ID
	}
	if m.Text == "" {
		asked := !group || me.repliedTo(m) || (me.text != nil && me.text.MatchString(m.Caption))
		if asked && hasContent(m) {
			r.purpose = notText
			r.message = bot.Message{Chat: chatNamed(r.to), Text: me.caption(m), From: nameOf(m.From), File: fileOf(m), Quoted: me.quoted(m)}
		}
		return r
	}
	text, meant := me.address(m, group)
	if !meant {
		return request{}
	}
	r.purpose = question
	r.message = bot.Message{Chat: chatNamed(r.to), Text: text, From: nameOf(m.From), Quoted: me.quoted(m)}
	return r
}

// caption is what stands under a file, without the bot's own name.
func (me identity) caption(m *models.Message) string {
	if me.text == nil {
		return strings.TrimSpace(m.Caption)
	}
	return tidy(me.text.ReplaceAllString(m.Caption, "$1$2"))
}

// quoted is the text of the bot's message that m answers to, "" when it answers to none.
func (me identity) quoted(m *models.Message) string {
	if !me.repliedTo(m) {
		return ""
	}
	return cmp.Or(m.ReplyToMessage.Text, m.ReplyToMessage.Caption)
}

// nameOf is how a person is called on the screen. An anonymous administrator has no name.
func nameOf(u *models.User) string {
	if u == nil || u.IsBot {
		return ""
	}
	return strings.TrimSpace(clean(u.FirstName + " " + u.LastName))
}

// fileOf names the file of a message, with Telegram's own reference behind it; "" when it has none that is evidence.
func fileOf(m *models.Message) string {
	switch {
	case m.Document != nil:
		return fileNamed(cmp.Or(clean(m.Document.FileName), "tệp"), m.Document.FileID)
	case len(m.Photo) > 0:
		return fileNamed("ảnh", m.Photo[len(m.Photo)-1].FileID)
	}
	return ""
}

func fileNamed(name, id string) string { return name + " (" + channelName + ":" + id + ")" }

// fromMachine tells own messages and those of other bots. Anonymous administrators
// of a group also look like a bot, but write in the group's own name.
func (me identity) fromMachine(m *models.Message) bool {
	if m.IsAutomaticForward {
		return true
	}
	if m.From == nil {
		return m.SenderChat == nil || m.SenderChat.ID != m.Chat.ID
	}
	if m.From.ID == me.id {
		return true
	}
	anonymous := m.SenderChat != nil && m.SenderChat.ID == m.Chat.ID
	return m.From.IsBot && !anonymous
}

// repliedTo tells a reply to the bot. In a forum every message of a topic
// "replies" to the service message that opened it.
func (me identity) repliedTo(m *models.Message) bool {
	to := m.ReplyToMessage
	return to != nil && to.From != nil && to.From.ID == me.id && to.ForumTopicCreated == nil
}

// address returns the text without the bot's own name, and whether the bot is meant.
func (me identity) address(m *models.Message, group bool) (string, bool) {
	text, named := me.stripEntities(m.Text, m.Entities)
	name, target, rest, isCommand := cutCommand(text)
	switch {
	case isCommand && target != "" && !strings.EqualFold(target, me.name):
		return "", false
	case isCommand:
		return strings.TrimSpace("/" + strings.ToLower(name) + " " + rest), true
	}
	for me.text != nil && me.text.MatchString(text) {
		named = true
		text = me.text.ReplaceAllString(text, "$1$2")
	}
	text = strings.TrimSpace(text)
	if named {
		text = tidy(text)
	}
	if named && text == "" {
		text = "/start" // only the name: as good as a greeting
	}
	return text, text != "" && (!group || named || me.repliedTo(m))
}

// stripEntities removes what names the bot in the middle of a text: mentions by id, and the
// @name of a command. Offsets count UTF-16 units.
func (me identity) stripEntities(text string, entities []models.MessageEntity) (string, bool) {
	units := utf16.Encode([]rune(text))
	named := false
	for i := len(entities) - 1; i >= 0; i-- {
		e := entities[i]
		if e.Offset < 0 || e.Length <= 0 || e.Length > len(units) || e.Offset > len(units)-e.Length {
			continue
		}
		from, to := e.Offset, e.Offset+e.Length
		switch {
		case e.Type == models.MessageEntityTypeTextMention && e.User != nil && e.User.ID == me.id:
		case e.Type == models.MessageEntityTypeBotCommand && from > 0:
			name, target, _, ok := cutCommand(string(utf16.Decode(units[from:to])))
			if !ok || target == "" || !strings.EqualFold(target, me.name) {
				continue
			}
			from += 1 + len(name) // a command's name is ASCII: bytes are UTF-16 units
		default:
			continue
		}
		named = true
		units = append(units[:from:from], units[to:]...)
	}
	return string(utf16.Decode(units)), named
}

var command = regexp.MustCompile(`^/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+|$)`)

// cutCommand takes a command off the start of a text.
func cutCommand(text string) (name, target, rest string, ok bool) {
	text = strings.TrimSpace(text)
	found := command.FindStringSubmatch(text)
	if found == nil {
		return "", "", text, false
	}
	return found[1], found[2], text[len(found[0]):], true
}

// tidy trims what is left over around a name that was taken out.
func tidy(text string) string {
	text = strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ':' })
	return strings.ReplaceAll(text, "  ", " ")
}

// hasContent tells what a person sent from service messages such as joins and pins.
func hasContent(m *models.Message) bool {
	return m.Caption != "" || len(m.Photo) > 0 || m.Document != nil || m.Voice != nil || m.Audio != nil ||
		m.Video != nil || m.VideoNote != nil || m.Animation != nil || m.Sticker != nil || m.Contact != nil ||
		m.Location != nil || m.Venue != nil || m.Poll != nil || m.Dice != nil || m.Story != nil ||
		m.PaidMedia != nil || m.LivePhoto != nil || m.Checklist != nil || m.RichMessage != nil
}

func addressOf(m *models.Message) address {
	to := address{chat: m.Chat.ID}
	if m.IsTopicMessage {
		to.thread = m.MessageThreadID
	}
	return to
}

func chatNamed(to address) bot.Chat { return bot.Chat{Channel: channelName, ID: to.key()} }
