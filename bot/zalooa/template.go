package zalooa

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"dondoc/bot/layout"
	"dondoc/knowledge"
)

// Maximum lengths of the template's fields, in letters.
const (
	boardRunes = 30
	countRunes = 30
	itemRunes  = 200
	dueRunes   = 30
)

// template is the data of a template message; its names are those of the approved template.
type template struct {
	Board string `json:"don_vi"`
	Count string `json:"so_viec"`
	Item  string `json:"noi_dung"`
	Due   string `json:"han"`
}

var (
	itemLine = regexp.MustCompile(`^[0-9]{1,3}\. (.+)$`)
	dayForm  = regexp.MustCompile(`[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}`)
)

// templateOf makes the data of a reminder's text: its first line names the board and says what it is about, its items
// are numbered, two lines each, the second with the deadline. Other texts give something less exact but never empty.
func templateOf(text knowledge.Text, say phrases) *template {
	var board, about, item, due string
	count := 0
	for i, line := range text {
		words := plain(line)
		found := itemLine.FindStringSubmatch(words)
		switch {
		case i == 0:
			board, about = headOf(line)
		case found != nil:
			if count++; count == 1 {
				item = found[1]
				if i+1 < len(text) {
					due = dueOf(text[i+1])
				}
			}
		}
	}
	if count > 0 {
		about = fmt.Sprintf(say["template_count"], count)
	} else if len(text) > 1 {
		item = strings.TrimPrefix(firstWords(text[1:]), "• ")
	}
	return &template{
		Board: field(board, boardRunes, say["template_board"]),
		Count: field(about, countRunes, say["template_some"]),
		Item:  field(item, itemRunes, say["template_item"]),
		Due:   field(due, dueRunes, say["template_due"]),
	}
}

func field(s string, runes int, otherwise string) string {
	s = strings.Join(strings.Fields(s), " ")
	if !layout.Visible(s) {
		s = otherwise
	}
	return layout.ShortenRunes(s, runes)
}

func plain(l knowledge.Line) string { return strings.TrimSpace(knowledge.Text{l}.String()) }

// headOf is the board's name, which stands out, and what follows it.
func headOf(l knowledge.Line) (board, about string) {
	words := plain(l)
	for _, span := range l {
		if span.Strong {
			_, about, _ = strings.Cut(words, span.Text)
			return span.Text, strings.TrimLeft(about, " ·")
		}
	}
	_, about, found := strings.Cut(words, " ") // behind the emoji
	if !found {
		about = words
	}
	return "", about
}

// dueOf is the day of a deadline, the last one where it was extended, and how far it is, which stands out.
func dueOf(l knowledge.Line) string {
	words, left := plain(l), ""
	for _, span := range l {
		if span.Strong {
			left = strings.TrimSpace(span.Text)
			words, _, _ = strings.Cut(words, span.Text)
			break
		}
	}
	words, _, _ = strings.Cut(words, " · ") // the source
	day := ""
	if days := dayForm.FindAllString(words, -1); len(days) > 0 {
		day = days[len(days)-1]
	}
	if day != "" && left != "" {
		return day + ", " + left
	}
	return cmp.Or(day, left, strings.TrimRight(words, " ,"))
}

func firstWords(lines knowledge.Text) string {
	for _, l := range lines {
		if words := plain(l); layout.Visible(words) {
			return words
		}
	}
	return ""
}
