package telegram

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"

	"dondoc/bot"
	"dondoc/bot/layout"
)

// Limits of the Bot API, and how much of them a reply uses.
const (
	maxUnits    = 4096 // UTF-16 units after parsing
	maxCaption  = 1024 // of a photo
	maxEntities = 100
	maxButtons  = 100
	maxKeyBytes = 64

	labelRunes = 40
	shortLabel = 18 // two such buttons fit side by side on a phone
	tinyLabel  = 3  // eight such, a number each
)

// outgoing is one message, in HTML and, should the server refuse that, without markup.
type outgoing struct {
	html, plain string
	keyboard    *models.InlineKeyboardMarkup // nil for none
	photo       []byte                       // nil for none; the text is then its caption, and may be empty
	file        *bot.File                    // nil for none; the text is then its caption, and mostly empty
}

// withoutPhoto is the message for a server that refuses its photo; ok is false when it has none, or says nothing without.
func (m outgoing) withoutPhoto() (bare outgoing, ok bool) {
	ok = m.photo != nil && m.plain != ""
	m.photo = nil
	return m, ok
}

// render turns a reply into messages: none when there is nothing to see.
func render(r bot.Reply, say phrases) []outgoing {
	var b book
	for _, line := range layout.Lines(r.Text) {
		b.line(line)
	}
	labelled := strings.Contains(r.Text.String(), layout.SourceMark)
	for _, c := range layout.Quotable(r.Citations) {
		b.citation(c, !labelled)
	}
	messages := b.close()
	if keyboard := buttons(r.Choices); keyboard != nil {
		if len(messages) == 0 {
			messages = []outgoing{plainMessage(say.choose)}
		}
		messages[len(messages)-1].keyboard = keyboard
	}
	messages = illustrate(messages, r.Picture)
	if r.File != nil && len(r.File.Content) > 0 {
		messages = append(messages, outgoing{file: r.File})
	}
	return messages
}

// illustrate adds a photo: to the only message if that fits into a caption, else behind all of them.
func illustrate(messages []outgoing, photo []byte) []outgoing {
	switch {
	case len(photo) == 0:
		return messages
	case len(messages) == 1 && layout.Units(messages[0].plain) <= maxCaption:
		messages[0].photo = photo
		return messages
	}
	return append(messages, outgoing{photo: photo})
}

func plainMessage(text string) outgoing {
	return outgoing{html: html.EscapeString(text), plain: text}
}

func buttons(choices []bot.Choice) *models.InlineKeyboardMarkup {
	var rows [][]models.InlineKeyboardButton
	count, room, kind := 0, 0, 0 // how many more labels of its kind the last row takes
	for _, c := range choices {
		label := layout.ShortenRunes(strings.Join(strings.Fields(layout.Clean(c.Label)), " "), labelRunes)
		if c.Key == "" || len(c.Key) > maxKeyBytes || !utf8.ValidString(c.Key) || !layout.Visible(label) || count == maxButtons {
			continue
		}
		count++
		button := models.InlineKeyboardButton{Text: label, CallbackData: c.Key}
		fit := perRow(label)
		if room > 0 && fit == kind {
			rows[len(rows)-1] = append(rows[len(rows)-1], button)
			room--
			continue
		}
		rows = append(rows, []models.InlineKeyboardButton{button})
		room, kind = fit-1, fit
	}
	if count == 0 {
		return nil
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: rows}
}

// perRow is how many labels of this length stand side by side.
func perRow(label string) int {
	switch n := utf8.RuneCountInString(label); {
	case n <= tinyLabel:
		return 8
	case n <= shortLabel:
		return 2
	}
	return 1
}
