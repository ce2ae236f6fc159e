package telegram

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"
)

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
	return m.From.IsBot && !isAnonymous(m)
}

// isAnonymous tells an administrator who writes in the group's name.
func isAnonymous(m *models.Message) bool {
	return m.SenderChat != nil && m.SenderChat.ID == m.Chat.ID
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
