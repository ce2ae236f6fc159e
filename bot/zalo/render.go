package zalo

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dondoc/bot"
	"dondoc/bot/layout"
	"dondoc/knowledge"
)

// Limits of the platform, and how much of them a reply uses. Whether letters or UTF-16 units are counted is not
// documented; there are never fewer units than letters.
const (
	maxUnits  = 2000
	pageUnits = 1900 // leaves room for the mark of a repetition
	mostPages = 3    // with quotations; the text itself may take more
)

// style makes a stretch of a text bold. Offsets count UTF-16 units.
type style struct {
	Start int      `json:"start"`
	Len   int      `json:"len"`
	St    []string `json:"st"`
}

const bold = "b"

// part is a message that waits in a ledger: a text, or a photo with the text as its caption. It outlives the program:
// fields are added, never renamed.
type part struct {
	Text   string  `json:"text,omitempty"`
	Styles []style `json:"styles,omitempty"`
	Photo  string  `json:"photo,omitempty"` // public address
}

// render turns a reply into messages: none when there is nothing to see. Buttons are the conversation's matter; a file
// says in the text where it can be got.
func render(r bot.Reply, public func([]byte) (string, bool)) []part {
	text := layout.Lines(composed(r.Text))
	photo := ""
	if len(r.Picture) > 0 {
		if public != nil {
			if address, ok := public(r.Picture); ok {
				photo = address
			}
		}
		if photo == "" {
			text = append(text, knowledge.Line{{Text: noPicture}})
		}
	}
	citations := slices.Clone(r.Citations)
	for i := range citations {
		citations[i].Quote = norm.NFC.String(citations[i].Quote)
	}
	labelled := strings.Contains(text.String(), layout.SourceMark)
	var parts []part
	for _, page := range layout.QuotedPages(text, citations, labelled, pageUnits, mostPages) {
		parts = append(parts, typeset(page))
	}
	switch {
	case photo == "":
	case len(parts) == 1:
		parts[0].Photo = photo
	default:
		parts = append(parts, part{Photo: photo})
	}
	return parts
}

// composed puts a text into NFC, before anything is counted.
func composed(t knowledge.Text) knowledge.Text {
	all := make(knowledge.Text, len(t))
	for i, line := range t {
		all[i] = slices.Clone(line)
		for k := range line {
			all[i][k].Text = norm.NFC.String(line[k].Text)
		}
	}
	return all
}

// typeset makes a message of a page. Blanks at its ends go, as the server may drop them and the styles would shift.
func typeset(page knowledge.Text) part {
	var b strings.Builder
	var p part
	used := 0
	for i, line := range page {
		if i > 0 {
			b.WriteByte('\n')
			used++
		}
		source := len(line) > 0 && strings.HasPrefix(line[0].Text, layout.SourceMark)
		for _, span := range line {
			size := layout.Units(span.Text)
			if span.Strong && !source && layout.Visible(span.Text) {
				p.Styles = append(p.Styles, style{Start: used, Len: size, St: []string{bold}})
			}
			b.WriteString(span.Text)
			used += size
		}
	}
	whole := b.String()
	head := strings.TrimLeftFunc(whole, unicode.IsSpace)
	p.Text = strings.TrimRightFunc(head, unicode.IsSpace)
	p.Styles = shift(p.Styles, layout.Units(head)-used, layout.Units(p.Text))
	return p
}

// shift moves styles by units and cuts off what then lies outside a text of limit units.
func shift(styles []style, by, limit int) []style {
	var kept []style
	for _, s := range styles {
		from, to := max(s.Start+by, 0), min(s.Start+s.Len+by, limit)
		if from < to {
			kept = append(kept, style{Start: from, Len: to - from, St: s.St})
		}
	}
	return kept
}
