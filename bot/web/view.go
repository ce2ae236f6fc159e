package web

import (
	"regexp"
	"strings"

	"dondoc/bot"
	"dondoc/bot/webkit"
	"dondoc/knowledge"
)

// message is one turn as templates and the script show it. All strings are plain text without control characters.
type message struct {
	Role      string     `json:"role"` // knowledge.RoleUser or knowledge.RoleAssistant
	Said      string     `json:"said,omitempty"`
	Refused   bool       `json:"refused,omitempty"`
	Lines     []line     `json:"lines,omitempty"`
	Citations []citation `json:"citations,omitempty"`
	Choices   []choice   `json:"choices,omitempty"`
	Copy      string     `json:"copy,omitempty"` // the answer with its sources, for the clipboard
	Picture   *thing     `json:"picture,omitempty"`
	File      *thing     `json:"file,omitempty"`
	Latest    bool       `json:"-"` // the last question on the page
}

// Many tells the template to fold the citations.
func (m message) Many() bool { return len(m.Citations) > manyCitations }

// alt says what the picture of an answer shows: its first words.
func (m message) alt() string {
	for _, l := range m.Lines {
		var b strings.Builder
		for _, s := range l.Spans {
			b.WriteString(s.Text)
		}
		if words := oneLine(b.String()); words != "" {
			return shorten(words, maxAlt)
		}
	}
	return "Hình kèm câu trả lời"
}

// The kinds of a line, which are also class names of the style sheet.
const (
	kindPlain = ""
	kindBlank = "blank"
	kindIcon  = "icon" // begins with a picture, which is decoration
	kindItem  = "item" // begins with a number or a bullet
)

// line has its mark apart from its words, so that wrapped words hang beside the mark.
type line struct {
	Kind  string `json:"kind,omitempty"`
	Mark  string `json:"mark,omitempty"`
	Spans []span `json:"spans"`
}

type span struct {
	Text   string `json:"text"`
	Strong bool   `json:"strong,omitempty"`
}

type citation struct {
	Document    string `json:"document"`
	Title       string `json:"title,omitempty"` // "" when it is the same as Document
	Status      string `json:"status,omitempty"`
	StatusLabel string `json:"status_label,omitempty"` // "" for a status that is not known
	Section     string `json:"section,omitempty"`
	Quote       string `json:"quote"`
	Same        bool   `json:"same,omitempty"`    // of the document of the citation above it
	Amended     string `json:"amended,omitempty"` // what administrators corrected
	Lead        string `json:"lead,omitempty"`    // the first words of a quotation that shares its place with another
	Href        string `json:"href,omitempty"`    // where it is shown in its context; "" when it cannot be
}

type choice struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

func question(said string) message {
	return message{Role: knowledge.RoleUser, Said: shorten(clean(said), maxSaid)}
}

func answer(r bot.Reply) message {
	m := message{Role: knowledge.RoleAssistant, Refused: r.Refused}
	for _, l := range r.Text {
		m.Lines = append(m.Lines, newLine(l))
	}
	for _, c := range r.Citations {
		m.Citations = append(m.Citations, newCitation(c))
	}
	tellApart(m.Citations)
	for _, c := range r.Choices {
		m.Choices = append(m.Choices, choice{Key: c.Key, Label: clean(c.Label)})
	}
	m.Copy = copyText(r.Text, m.Citations)
	return m
}

// recall turns stored plain text into messages.
func recall(turns []knowledge.Turn) []message {
	var messages []message
	for _, t := range turns {
		if t.Role == knowledge.RoleUser {
			messages = append(messages, question(t.Text))
			continue
		}
		var text knowledge.Text
		for l := range strings.SplitSeq(t.Text, "\n") {
			text = append(text, knowledge.Line{{Text: l}})
		}
		messages = append(messages, answer(bot.Reply{Text: text}))
	}
	return messages
}

var itemMark = regexp.MustCompile(`^(?:\d{1,3}[.)]|[a-zđ]\)|[-–•+])[ \t]+`)

func newLine(l knowledge.Line) line {
	v := line{Spans: []span{}}
	for _, s := range l {
		if t := clean(s.Text); t != "" {
			v.Spans = append(v.Spans, span{t, s.Strong})
		}
	}
	if strings.TrimSpace(clean(knowledge.Text{l}.String())) == "" {
		return line{Kind: kindBlank, Spans: []span{}}
	}
	first := strings.TrimLeft(v.Spans[0].Text, " \t")
	mark, kind := pictures(first), kindIcon
	if mark == "" {
		mark, kind = itemMark.FindString(first), kindItem
	}
	if mark == "" {
		return v
	}
	v.Kind, v.Mark = kind, strings.TrimSpace(mark)
	v.Spans[0].Text = strings.TrimLeft(first[len(mark):], " \t")
	if v.Spans[0].Text == "" {
		v.Spans = v.Spans[1:]
		if len(v.Spans) > 0 {
			v.Spans[0].Text = strings.TrimLeft(v.Spans[0].Text, " \t")
		}
	}
	return v
}

// pictures returns the emoji at the beginning of s with the invisible runes that join and colour them.
func pictures(s string) string {
	seen := false
	for i, r := range s {
		switch {
		case isPicture(r):
			seen = true
		case seen && (r == '\uFE0F' || r == '\u200D'):
		case seen:
			return s[:i]
		default:
			return ""
		}
	}
	return s
}

func isPicture(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r >= 0x23E9 && r <= 0x23FA || r >= 0x2B1B && r <= 0x2B55
}

var statusLabels = map[string]string{
	"in_force":   "Còn hiệu lực",
	"draft":      "Dự thảo",
	"not_yet":    "Chưa có hiệu lực",
	"superseded": "Hết hiệu lực",
	"reference":  "Tham khảo",
}

func newCitation(c knowledge.Citation) citation {
	v := citation{
		Document: clean(c.Document), Title: clean(c.Title), Section: sectionName(clean(c.Section)), Quote: clean(c.Quote),
		Amended: clean(c.Amended), StatusLabel: statusLabels[c.Status],
	}
	if v.StatusLabel != "" {
		v.Status = c.Status
	}
	if v.Title == v.Document {
		v.Title = ""
	}
	return v
}

// tellApart marks what would look alike in a list of folded citations: a document that
// is named once is enough, and two quotations of one place begin with other words.
func tellApart(citations []citation) {
	type place struct{ document, section string }
	met := map[place]int{}
	for _, c := range citations {
		met[place{c.Document, c.Section}]++
	}
	for i := range citations {
		c := &citations[i]
		c.Same = i > 0 && c.Section != "" && c.Document == citations[i-1].Document && c.Status == citations[i-1].Status
		if met[place{c.Document, c.Section}] > 1 {
			c.Lead = shorten(strings.Join(strings.Fields(c.Quote), " "), maxLead)
		}
	}
}

var bareSection = regexp.MustCompile(`^(?:[IVXLC]+|[A-ZĐ]|\d+)(?:\.|$)`)

// sectionName puts "Mục" before a bare path such as IV.28.c; a section that says what it is stays as it is.
func sectionName(path string) string {
	if bareSection.MatchString(path) {
		return "Mục " + path
	}
	return path
}

func copyText(t knowledge.Text, citations []citation) string {
	var b strings.Builder
	b.WriteString(clean(t.String()))
	for _, c := range citations {
		b.WriteString("\n\nNguồn: " + c.Document)
		if c.Section != "" {
			b.WriteString(", " + c.Section)
		}
		b.WriteString("\n“" + c.Quote + "”")
	}
	return b.String()
}

// What is shown is clean: see package webkit.
var (
	clean   = webkit.Clean
	oneLine = webkit.OneLine
	shorten = webkit.Shorten
)
