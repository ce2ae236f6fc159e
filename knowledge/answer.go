package knowledge

import (
	"strings"
	"time"
)

// Question is what somebody asks.
type Question struct {
	Text    string
	Context []Turn    // earlier turns of the chat, oldest first; only the last few are read
	AsOf    time.Time // the moment of asking: relative times count from here; zero means now

	// Draft is given the plain answer while a model is asked to say it better. It may be nil, and is not called at all
	// where no model is asked; Answer returns after it has.
	Draft func(Answer)
}

// Turn is one earlier message of a chat.
type Turn struct {
	Role string `json:"role"` // RoleUser or RoleAssistant
	Text string `json:"text"`
}

// The roles of a Turn.
const (
	RoleUser      = "user"
	RoleAssistant = "assistant"
)

// Answer is a reply whose every statement stands on a loaded passage.
type Answer struct {
	Text        Text
	Refused     bool // the documents do not say, or the request is out of scope; Text says so
	Citations   []Citation
	Tasks       []string     // IDs of the tasks that the answer is about
	Suggestions []Suggestion // what to ask next
}

// Citation points at the exact words that an answer stands on.
type Citation struct {
	Document string `json:"document"` // number, else title
	Title    string `json:"title"`
	Status   string `json:"status"` // on the day of asking
	Section  string `json:"section"`
	Quote    string `json:"quote"` // exact words from the document
	Passage  string `json:"-"`     // Passage ID

	Amended string `json:"amended,omitempty"` // what an administrator corrected of what is cited, a sentence; else ""
}

// Suggestion is a question that the reader may ask with one tap.
type Suggestion struct {
	Label    string
	Question string
}

// Text is channel-neutral: lines of spans. Channels add their own markup and escaping.
type Text []Line

// Line is one line of a Text; an empty Line is a blank line.
type Line []Span

// Span is a run of words in one face. It may hold any characters: channels escape it.
type Span struct {
	Text   string
	Strong bool
}

// String returns the text without any markup.
func (t Text) String() string {
	lines := make([]string, len(t))
	for i, l := range t {
		var b strings.Builder
		for _, s := range l {
			b.WriteString(s.Text)
		}
		lines[i] = b.String()
	}
	return strings.Join(lines, "\n")
}
