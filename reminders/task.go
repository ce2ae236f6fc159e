package reminders

import (
	"time"

	"dondoc/corpus/viet"
)

// Task is a duty of the register: of the published corpus, or a Board's own.
// Its ID stays when the corpus is loaded anew.
type Task struct {
	ID           string
	CorpusID     string // of the corpus.Task that it was last matched with; "" of a Board's own
	DocumentID   string
	Document     string    // how the Document is cited: its number, else its title
	Issuer       string    // who issued the Document
	Issued       viet.Date // its date; zero when it has none
	PlanYear     int       // the year that the Document plans; 0 when it plans none
	Draft        bool      // the Document is a draft: the Task is kept, but nobody is reminded of it
	Section      string
	Title        string
	Text         string
	Lead         []string // full official names
	Coordinating []string // full official names
	Recurring    string   // as in corpus.Task
	Board        int64    // whose own Task it is; 0 for one of the corpus
	Milestones   []Milestone
	Gone         viet.Date // the day on which it vanished from the corpus; zero while it stands
}

// Milestone is one deadline of a Task.
type Milestone struct {
	ID        string // unique over all Tasks; stays like that of the Task
	Label     string
	Phrase    string    // the document's own words
	Start     viet.Date // zero when the phrase gives none
	Due       viet.Date // zero when the phrase gives none
	Published viet.Date // the day on which the register first knew it: what was due before is never reminded
	Moved     viet.Date // the day on which Due last changed: earlier steps of the new Due are left out; zero if it never did
	Gone      viet.Date // the day on which it vanished; zero while it stands
}

// State says how far an agency has come with a Milestone.
type State string

// The states of Progress. Extended means at work towards a later day.
const (
	NotStarted State = "not_started"
	InProgress State = "in_progress"
	Done       State = "done"
	Extended   State = "extended"
	Cancelled  State = "cancelled"
)

// Ends reports whether nothing is to be reminded of any more.
func (s State) Ends() bool { return s == Done || s == Cancelled }

// Valid reports whether s is one of the five states.
func (s State) Valid() bool {
	switch s {
	case NotStarted, InProgress, Done, Extended, Cancelled:
		return true
	}
	return false
}

// Work names what Progress is about: a Milestone that an agency has to reach. Several agencies may share a
// Milestone ("các bộ, ngành, địa phương"), each with its own Progress. Of a recurring Task every Due counts by itself.
type Work struct {
	Milestone string    // ID
	Agency    string    // full official name
	Due       viet.Date // which occurrence of a recurring Task; zero for any other
}

// Progress is how far Work has come, who said so and on what evidence.
type Progress struct {
	Work
	State    State
	By       string    // display name of who said so; "" when deleted at their wish
	At       time.Time // when it was said
	Report   string    // number of the report: "123/BC-STTTT"
	File     string    // name or channel reference of a file
	Note     string
	Until    viet.Date // the day to which it was extended; zero if it was not
	Decision string    // the document that decided the extension

	AcknowledgedBy string    // who has seen the reminder
	AcknowledgedAt time.Time // zero while nobody has
	PausedUntil    viet.Date // reminders rest through this day; zero when they do not
}

// Extension is a request to move a deadline, which the secretariat decides.
type Extension struct {
	ID       int64
	Work     Work
	Board    int64 // who asks
	Until    viet.Date
	Reason   string
	AskedBy  string
	AskedAt  time.Time
	Accepted bool
	Decision string    // the deciding document, or the reason of a refusal
	DecideBy string    // who decided
	DecideAt time.Time // zero while it is open
}
