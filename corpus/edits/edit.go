package edits

import (
	"time"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// Kind says what an Edit does.
type Kind string

// The kinds of an Edit, each with the field of Edit that it needs.
const (
	ChangeTask  Kind = "task"     // Anchors[0], Task
	MergeTasks  Kind = "merge"    // Anchors, two at least: the first one takes in the others; Task may say how it reads then
	SplitTask   Kind = "split"    // Anchors[0], Parts: two at least
	SettleDoubt Kind = "doubt"    // Doubt
	AddAlias    Kind = "alias"    // Alias
	SetDocument Kind = "document" // Document, Status
)

// Edit is one correction. What is zero in it stays as it was read.
type Edit struct {
	ID     string    `json:"id"` // of the time and the content: the same Edit made twice is one
	Kind   Kind      `json:"kind"`
	At     time.Time `json:"at"`
	By     string    `json:"-"`                // who makes it; only the audit log keeps names
	Reason string    `json:"reason,omitempty"` // why; shown with the answer

	Document string        `json:"document,omitempty"` // Document ID
	Of       string        `json:"of,omitempty"`       // the identity of that Document; Bind sets it
	Anchors  []Anchor      `json:"anchors,omitempty"`
	Task     *TaskFields   `json:"task,omitempty"`
	Parts    []TaskFields  `json:"parts,omitempty"`
	Doubt    *DoubtVerdict `json:"doubt,omitempty"`
	Alias    *Alias        `json:"alias,omitempty"`
	Status   *Standing     `json:"status,omitempty"`
}

// Anchor finds a task as it was read again, in whatever version. It is what [Anchors] or [Applied.Anchors] gave.
type Anchor struct {
	Document string `json:"document"`        // Document ID
	Of       string `json:"of,omitempty"`    // the identity of the Document, by which another of the same number is told apart
	Section  string `json:"section"`         // tells apart rows of the same words
	Words    string `json:"words"`           // fingerprint of the words as they were read
	Nth      int    `json:"nth,omitempty"`   // among the tasks of these words in this section, from 0
	Alike    int    `json:"alike,omitempty"` // how many more tasks of the document had these words: if any, the section must fit
	Part     string `json:"part,omitempty"`  // of a task that was split: "2" the second part, "2/1" the first of that
}

// TaskFields are the new facts of a task; nil stays as it was.
type TaskFields struct {
	Title        *string      `json:"title,omitempty"`
	Text         *string      `json:"text,omitempty"` // of a part of a SplitTask its share of the words; without a Title it gives that, too
	Lead         *[]string    `json:"lead,omitempty"`
	Coordinating *[]string    `json:"coordinating,omitempty"`
	Milestones   *[]Milestone `json:"milestones,omitempty"`
}

// Milestone is a deadline in the words of whoever corrected it. Start and Due follow from the phrase when both are zero,
// as they would in the document itself. A Label left empty stays as it was read, where there is one deadline before and after.
type Milestone struct {
	Label  string    `json:"label,omitempty"`
	Phrase string    `json:"phrase"`
	Start  viet.Date `json:"start,omitzero"`
	Due    viet.Date `json:"due,omitzero"`
}

// DoubtVerdict settles a Doubt: what was assumed is right, or it is not (then a ChangeTask usually follows).
type DoubtVerdict struct {
	Words     string `json:"words"` // as Applied.Doubts gave it
	Confirmed bool   `json:"confirmed"`
}

// Alias is another name of an agency that the registry knows, or of a new one.
type Alias struct {
	Agency string `json:"agency"` // full official name
	Alias  string `json:"alias"`
}

// Standing is how a Document binds. Until is the last day. Of several for one Document the last counts, as a whole.
type Standing struct {
	Status     corpus.Status `json:"status,omitempty"`
	ReplacedBy string        `json:"replaced_by,omitempty"` // Name of the Document; of Superseded only
	From       viet.Date     `json:"from,omitzero"`
	Until      viet.Date     `json:"until,omitzero"`
}

// Outcome is what became of an Edit.
type Outcome struct {
	Edit  Edit
	Stale string // why it does not fit these documents, in Vietnamese; "" when it was applied
	Task  string // ID of the task that it was applied to, of a split its first part; "" when it is about none
	Note  string // what to look at although it was applied, in Vietnamese: a deadline that gives no day; else ""
}
