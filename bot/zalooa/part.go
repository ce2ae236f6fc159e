package zalooa

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/layout"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

const (
	pageUnits  = 1900    // of the 2,000 that Zalo takes, as nobody says whether it counts units or letters
	maxUnits   = 2000    // with the mark of a repetition
	maxPages   = 3       // to which quotations may lengthen an answer
	maxPicture = 1 << 20 // bytes
)

// part is a message that waits in a ledger. It outlives the program: fields are added, never renamed.
type part struct {
	Text     string    `json:"text,omitempty"`
	Photo    []byte    `json:"photo,omitempty"`
	Template *template `json:"template,omitempty"` // of the first part of a reminder: in its place outside the window
	More     bool      `json:"more,omitempty"`     // of a reminder's other parts: left out outside the window
}

func (p part) reminder() bool { return p.Template != nil || p.More }

// Parts implements intake.Channel.
func (c *Channel) Parts(_ intake.Place, r bot.Reply) ([][]byte, error) { return encode(render(r)) }

// Parts implements bot.Outlet: the first part has with it what a template message would say.
func (o outlet) Parts(r bot.Reply) ([][]byte, error) {
	parts := render(r)
	for i := range parts {
		parts[i].More = i > 0
	}
	if len(parts) > 0 {
		parts[0].Template = templateOf(normal(r.Text), o.say)
	}
	return encode(parts)
}

func encode(parts []part) ([][]byte, error) {
	if len(parts) == 0 {
		return nil, errors.New("zalooa: make parts: there is nothing to see")
	}
	var all [][]byte
	for _, p := range parts {
		raw, err := json.Marshal(p)
		if err != nil {
			return nil, fmt.Errorf("zalooa: make parts: %w", err)
		}
		all = append(all, raw)
	}
	return all, nil
}

// render turns a reply into messages: none when there is nothing to see. A picture goes with the last one.
func render(r bot.Reply) []part {
	text := normal(r.Text)
	var citations []knowledge.Citation
	for _, c := range r.Citations {
		c.Quote, c.Document, c.Section = viet.Normalize(c.Quote), viet.Normalize(c.Document), viet.Normalize(c.Section)
		citations = append(citations, c)
	}
	labelled := strings.Contains(text.String(), layout.SourceMark)
	var parts []part
	for _, page := range layout.QuotedPages(text, citations, labelled, pageUnits, maxPages) {
		parts = append(parts, part{Text: strings.TrimSpace(page.String())})
	}
	if n := len(r.Picture); n > 0 && n <= maxPicture {
		if len(parts) == 0 {
			parts = append(parts, part{})
		}
		parts[len(parts)-1].Photo = r.Picture
	}
	return parts
}

// normal is a text in lines, composed (NFC), as nobody says how Zalo counts what is not.
func normal(t knowledge.Text) knowledge.Text {
	var clean knowledge.Text
	for _, line := range t {
		var l knowledge.Line
		for _, span := range line {
			l = append(l, knowledge.Span{Text: viet.Normalize(span.Text), Strong: span.Strong})
		}
		clean = append(clean, l)
	}
	return layout.Lines(clean)
}

func readPart(raw []byte) (p part, err error) {
	if err := json.Unmarshal(raw, &p); err != nil || p.Text == "" && len(p.Photo) == 0 {
		return part{}, errors.New("no message for the Zalo Official Account")
	}
	return p, nil
}

// Repeated implements reminders.Marker: the mark stands on a line above the text, in a template before its first item.
func (c *Channel) Repeated(raw []byte) ([]byte, error) {
	p, err := readPart(raw)
	if err != nil {
		return nil, fmt.Errorf("zalooa: mark a repetition: %w", err)
	}
	mark := c.say["repeated"]
	p.Text = layout.Shorten(strings.TrimSpace(mark+"\n"+p.Text), maxUnits)
	if p.Template != nil {
		p.Template.Item = layout.ShortenRunes(mark+" "+p.Template.Item, itemRunes)
	}
	if raw, err = json.Marshal(p); err != nil {
		return nil, fmt.Errorf("zalooa: mark a repetition: %w", err)
	}
	return raw, nil
}
