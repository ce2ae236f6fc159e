package review

import (
	"dondoc/corpus"
	"dondoc/corpus/edits"
)

// Review is all that is known of a version beside the one that it would replace. It goes into the store as JSON.
type Review struct {
	Version int64 `json:"version"`
	Against int64 `json:"against"` // the version in force when it was made; 0 for none

	Documents []Document      `json:"documents"`
	Failed    []Failed        `json:"failed,omitempty"` // files of the version that could not be read
	Count     Count           `json:"count"`
	Before    Count           `json:"before"` // of the version in force
	Doubts    []Doubt         `json:"doubts,omitempty"`
	Changes   []Change        `json:"changes,omitempty"`
	Edits     []edits.Outcome `json:"edits,omitempty"`
	Boards    []Effect        `json:"boards,omitempty"`
	Golden    *Golden         `json:"golden,omitempty"`     // nil: there are no golden questions
	GoldenSet string          `json:"golden_set,omitempty"` // names the golden questions that were asked; "" for none
}

// Count counts what was read: of a Document its own, so that Documents add up to the Review's.
type Count struct {
	Documents  int `json:"documents"`
	Passages   int `json:"passages"`
	Tasks      int `json:"tasks"`
	Milestones int `json:"milestones"`
	Targets    int `json:"targets"`
	People     int `json:"people"`
	Doubts     int `json:"doubts"` // that nobody has settled
}

// ChangeKind says how something of one version stands to another.
type ChangeKind string

// The kinds of a Change.
const (
	New     ChangeKind = "new"
	Changed ChangeKind = "changed"
	Gone    ChangeKind = "gone"
	Same    ChangeKind = "same" // of Documents only
)

// Document is one document of the version, or one that it has no more. Another name of the file alone is no Change.
type Document struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Title  string        `json:"title"`
	Status corpus.Status `json:"status"`
	File   string        `json:"file"`
	Change ChangeKind    `json:"change"`
	Count  Count         `json:"count"`

	Was    string        `json:"was,omitempty"`    // its Name in the version in force, where it was another
	Before corpus.Status `json:"before,omitempty"` // its Status there, where it was another

	Validity string `json:"validity,omitempty"` // from when until when it binds, in Vietnamese; "" when no day is known
}

// Failed is a file that could not be read, and why in Vietnamese.
type Failed struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
}

// Doubt is a corpus.Doubt with what an administrator needs to settle it.
type Doubt struct {
	corpus.Doubt
	Passage string `json:"passage,omitempty"` // ID of the Passage at its place; "" when there is none
	Words   string `json:"words"`             // for edits.DoubtVerdict.Words
	Settled string `json:"settled,omitempty"` // "", "confirmed" or "rejected"
	Fresh   bool   `json:"fresh,omitempty"`   // the version in force does not have it
}

// Change is a task that differs. One that only got another number or that stands in another Document, as that of a draft
// that became a decision, does not.
type Change struct {
	Kind     ChangeKind `json:"kind"`
	Document string     `json:"document"` // Name
	Section  string     `json:"section"`
	Title    string     `json:"title"`
	Lead     []string   `json:"lead,omitempty"`
	Deadline string     `json:"deadline,omitempty"` // all its deadlines, as people read them
	Before   string     `json:"before,omitempty"`   // task ID in the version in force
	After    string     `json:"after,omitempty"`    // task ID in this one
	Fields   []Field    `json:"fields,omitempty"`   // of Changed
}

// Field is one fact of a task, as people read it; of deadlines only those that differ.
type Field struct {
	Name   string `json:"name"`   // one of the names below
	Before string `json:"before"` // "" when there was none
	After  string `json:"after"`
}

// The names of a Field, in their order. SectionField and DocumentField only go along with others.
const (
	TitleField        = "title"
	TextField         = "text"
	LeadField         = "lead"
	CoordinatingField = "coordinating"
	MilestonesField   = "milestones"
	RecurringField    = "recurring"
	DeliverableField  = "deliverable"
	SectionField      = "section"
	DocumentField     = "document"
)

// Effect is what one board would hear of.
type Effect struct {
	Board int64  `json:"board"`
	Name  string `json:"name"`
	New   int    `json:"new"`   // deadlines it would be reminded of that it is not now
	Moved int    `json:"moved"` // deadlines of another day
	Gone  int    `json:"gone"`
}

// Golden is how the golden questions fare. Right is an answer that says what it must, no more, and cites a right document.
type Golden struct {
	Questions int      `json:"questions"`
	Right     int      `json:"right"`
	Before    int      `json:"before"`          // right by the version in force
	Worse     []string `json:"worse,omitempty"` // questions that it answers right and this one does not
}

// Drop tells whether fewer golden questions are answered right than now, or one is no more.
func (g *Golden) Drop() bool { return g != nil && (g.Right < g.Before || len(g.Worse) > 0) }
