package zalo

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/layout"
	"dondoc/corpus/viet"
)

// mostNameRunes is how much of a person's name is kept.
const mostNameRunes = 80

// Read implements intake.Channel. The bot's own name is taken out of a group's message by Complete.
func (c *Channel) Read(u intake.Update) (intake.Request, error) {
	e, err := readEvent(u.Payload)
	if err != nil {
		return intake.Request{}, fmt.Errorf("zalo: read an event: %w", err)
	}
	if !e.wanted() {
		return intake.Request{}, nil
	}
	m := e.Message
	r := intake.Request{To: intake.Place{Chat: string(m.Chat.ID)}, Instead: textOnly}
	r.Message = bot.Message{
		Chat: bot.Chat{Channel: Name, ID: string(m.Chat.ID)}, Sender: string(m.From.ID), Group: m.group(),
		From: nameOf(cmp.Or(m.From.DisplayName, m.From.Name)), At: intake.Sent(u.Order),
	}
	switch e.Name {
	case eventText, eventLink:
		r.Message.Text = strings.TrimSpace(string(m.Text))
		r.Wanted = layout.Visible(r.Message.Text)
	case eventImage:
		r.Wanted = true
		r.Message.Text = strings.TrimSpace(string(m.Caption))
		r.Message.File = "ảnh (" + Name + ":" + layout.Clean(e.key(u.Payload)) + ")"
		if address := m.photo(); address != "" {
			r.Message.Attachment = &bot.Attachment{Name: pictureName(address), Open: c.pictures.Opener(address)}
		}
	}
	return r, nil
}

// nameOf is how a person is called on the screen.
func nameOf(name word) string {
	return layout.ShortenRunes(strings.Join(strings.Fields(layout.Clean(string(name))), " "), mostNameRunes)
}

// pictureName names a picture after what its address ends in.
func pictureName(address string) string {
	before, _, _ := strings.Cut(address, "?")
	switch end := strings.ToLower(path.Ext(before)); end {
	case ".png", ".gif", ".webp", ".jpeg":
		return "anh" + end
	}
	return "anh.jpg"
}

// Prepare implements intake.Channel: the platform has no buttons whose spinner could be stopped.
func (c *Channel) Prepare(context.Context, intake.Request) {}

// Complete implements intake.Channel: it takes the bot's own name out of what was said in a group. While the name is
// not known, and the platform does not tell it, the message goes on as it is.
func (c *Channel) Complete(ctx context.Context, r intake.Request) (intake.Request, error) {
	if !r.Wanted || !r.Message.Group || !strings.Contains(r.Message.Text, "@") {
		return r, nil
	}
	mention := c.mention.Load()
	if mention == nil {
		if err := c.introduce(ctx); err != nil {
			c.log.Debug("the bot's own name is not known yet", "error", err)
			mention = mentionOf(c.cfg.Name)
		} else {
			mention = c.mention.Load()
		}
	}
	r.Message.Text = strip(r.Message.Text, mention)
	if r.Message.Text == "" && r.Message.File == "" {
		r.Message.Text = "/start" // only the name: as good as a greeting
	}
	return r, nil
}

// introduce learns the bot's own name.
func (c *Channel) introduce(ctx context.Context) error {
	me, err := c.client.getMe(ctx)
	if err != nil {
		return err
	}
	c.mention.Store(mentionOf(c.cfg.Name, me.DisplayName, me.Name, me.AccountName))
	return nil
}

// mentionOf finds a mention by any of the names, the longest first: "Bot Đôn đốc" may go on where "Bot" ends. With no
// name it finds nothing.
func mentionOf(names ...string) *regexp.Regexp {
	var all []string
	for _, name := range names {
		words := strings.Fields(viet.Normalize(layout.ShortenRunes(name, mostNameRunes)))
		for i := range words {
			words[i] = regexp.QuoteMeta(words[i])
		}
		if len(words) > 0 {
			all = append(all, strings.Join(words, `\s+`))
		}
	}
	if len(all) == 0 {
		return regexp.MustCompile(`$^@`)
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return regexp.MustCompile(`(?i)(^|[^\pL\pN@/.])@(?:` + strings.Join(all, "|") + `)($|[^\pL\pN])`)
}

// strip takes the mention out, wherever it stands.
func strip(text string, mention *regexp.Regexp) string {
	text = viet.Normalize(text)
	if !mention.MatchString(text) {
		return strings.TrimSpace(text)
	}
	const most = 8 // a mention right behind another is found once that is gone; a text made of mentions must not take for ever
	for i := 0; i < most && mention.MatchString(text); i++ {
		text = mention.ReplaceAllString(text, "$1$2")
	}
	text = strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ':' })
	for strings.Contains(text, "  ") {
		text = strings.ReplaceAll(text, "  ", " ")
	}
	return text
}
