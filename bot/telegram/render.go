package telegram

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"

	"dondoc/bot"
	"dondoc/knowledge"
)

// Limits of the Bot API, and how much of them a reply uses.
const (
	maxUnits    = 4096 // UTF-16 units after parsing
	maxEntities = 100
	maxButtons  = 100
	maxKeyBytes = 64

	maxQuotes  = 3
	quoteUnits = 600
	labelRunes = 40
	shortLabel = 18 // two such buttons fit side by side on a phone
)

const sourceMark = "📄"

// outgoing is one message, in HTML and, should the server refuse that, without markup.
type outgoing struct {
	html, plain string
	keyboard    *models.InlineKeyboardMarkup // nil for none
}

// render turns a reply into messages: none when there is nothing to see.
func render(r bot.Reply, say phrases) []outgoing {
	var b book
	for _, line := range cleanLines(r.Text) {
		b.line(line)
	}
	labelled := strings.Contains(r.Text.String(), sourceMark)
	for _, c := range quotable(r.Citations) {
		b.citation(c, !labelled)
	}
	messages := b.close()
	keyboard := buttons(r.Choices)
	if keyboard == nil {
		return messages
	}
	if len(messages) == 0 {
		messages = []outgoing{plainMessage(say.choose)}
	}
	messages[len(messages)-1].keyboard = keyboard
	return messages
}

func plainMessage(text string) outgoing {
	return outgoing{html: html.EscapeString(text), plain: text}
}

// quotable picks the citations to show: those with words to quote, each quotation once.
func quotable(all []knowledge.Citation) []knowledge.Citation {
	var picked []knowledge.Citation
	seen := make(map[string]bool)
	for _, c := range all {
		c.Quote = strings.TrimSpace(clean(c.Quote))
		if len(picked) == maxQuotes || seen[c.Quote] || !visible(c.Quote) {
			continue
		}
		seen[c.Quote] = true
		c.Quote = shorten(c.Quote, quoteUnits)
		picked = append(picked, c)
	}
	return picked
}

func shorten(s string, limit int) string {
	if units(s) <= limit {
		return s
	}
	head, _ := cutText(s, limit-1)
	return strings.TrimRight(head, " \n,;:.") + "…"
}

// sourceLine names the place that a quotation comes from.
func sourceLine(c knowledge.Citation) string {
	line := sourceMark + " " + clean(c.Document)
	switch section := clean(c.Section); {
	case section == "":
	case strings.HasPrefix(section, "Phụ lục"):
		line += ", " + section
	default:
		line += ", Mục " + section
	}
	return strings.Join(strings.Fields(line), " ")
}

func buttons(choices []bot.Choice) *models.InlineKeyboardMarkup {
	var rows [][]models.InlineKeyboardButton
	count, open := 0, false // open: the last row has room for another short label
	for _, c := range choices {
		label := shortenRunes(strings.Join(strings.Fields(clean(c.Label)), " "), labelRunes)
		if c.Key == "" || len(c.Key) > maxKeyBytes || !utf8.ValidString(c.Key) || !visible(label) || count == maxButtons {
			continue
		}
		count++
		button := models.InlineKeyboardButton{Text: label, CallbackData: c.Key}
		short := utf8.RuneCountInString(label) <= shortLabel
		if open && short {
			rows[len(rows)-1] = append(rows[len(rows)-1], button)
			open = false
			continue
		}
		rows = append(rows, []models.InlineKeyboardButton{button})
		open = short
	}
	if count == 0 {
		return nil
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: rows}
}

func shortenRunes(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return strings.TrimSpace(string(runes[:limit-1])) + "…"
}
