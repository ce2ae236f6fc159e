package reminders

import (
	"time"

	"dondoc/corpus/viet"
)

// Notice is what one message tells one chat. The channels make text, buttons and pictures of it; it holds no words
// of its own but those of documents and people.
type Notice struct {
	Subscriber Subscriber
	Board      Board
	Day        viet.Date // on which it is read
	Late       bool      // it should have gone out earlier: "gửi muộn"
	Repeated   bool      // an earlier try may have arrived: "(nhắc lại)"

	Items       []Item         // due or overdue, the most urgent first
	Moved       []Move         // deadlines that changed
	Gone        []Item         // Tasks and Milestones that are no longer in the corpus
	Back        []Item         // Tasks and Milestones that were gone, and are in the corpus again
	Unanswered  []Unanswered   // for a secretariat
	Requests    []RequestItem  // for a secretariat: extensions to decide
	Decisions   []RequestItem  // for a board: extensions that were decided
	Undelivered []string       // for a secretariat: which chat, and why
	Past        []PastDocument // for a secretariat: what is not reminded of
	Digest      *Figures       // the week's figures; nil on other days
	Picture     *Figures       // the month's figures, to be drawn; nil on other days
}

// Empty reports whether there is nothing to tell.
func (n *Notice) Empty() bool {
	return len(n.Items)+len(n.Moved)+len(n.Gone)+len(n.Back)+len(n.Unanswered)+len(n.Requests)+len(n.Decisions)+
		len(n.Undelivered)+len(n.Past) == 0 && n.Digest == nil && n.Picture == nil
}

// Item is one Work in a Notice.
type Item struct {
	Work      Work
	Task      *Task
	Milestone *Milestone
	Due       viet.Date // the day in force: of an extended Work the later one
	DaysLeft  int       // from the Notice's Day to Due; negative when overdue
	Steps     []string  // "T-7"; more than one when days off brought steps together
	Late      bool      // it was planned for an earlier day
	Progress  Progress  // zero State means that nobody has said anything
}

// Move is a deadline that changed.
type Move struct {
	Item
	Was       string    // the old phrase
	WasDue    viet.Date // the old day; zero when there was none
	ChangedBy string    // the document that moved it, or BySecretariat; "" when another version of the same
}

// Unanswered are Works that a Board has left unacknowledged for two working days.
type Unanswered struct {
	Board Board
	Items []Item
}

// RequestItem is an Extension with the Work that it is about.
type RequestItem struct {
	Item
	Extension Extension
	Board     Board
}

// PastDocument is what was already past when a document was first published.
type PastDocument struct {
	Document   string `json:"document"`
	Milestones int    `json:"milestones"`
	Latest     string `json:"latest"` // the last of their days, ISO
	Examples   []string
}

// Figures are how the agencies stand at the end of a day.
type Figures struct {
	From, To viet.Date // the days that it is about
	Total    Count
	Agencies []AgencyCount // the latest first
}

// AgencyCount is one agency's line.
type AgencyCount struct {
	Agency string
	Count
}

// Count counts Works. Every Work is in exactly one of the fields.
type Count struct {
	Done    int // ended in time or late
	OnTime  int // open, due later than two weeks on
	DueSoon int // open, due within two weeks
	Late    int // open and past due
}

// All is the sum.
func (c Count) All() int { return c.Done + c.OnTime + c.DueSoon + c.Late }

// Chat names a chat on its channel, as a person's message names it.
type Chat struct{ Channel, ID string }

// Person is who said something.
type Person struct {
	Chat Chat
	Name string // display name; may be ""
}

// dueSoonDays is how near a deadline is that leaders should see coming.
const dueSoonDays = 14

// lateAfter is how long after its moment a message is called late.
const lateAfter = time.Hour
