package corpus

import (
	"fmt"
	"path/filepath"
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// Status says how far a Document binds. The order of precedence is in force, draft, superseded, reference.
type Status string

// The statuses of a Document.
const (
	InForce    Status = "in_force"   // numbered, dated and issued
	Draft      Status = "draft"      // "dự thảo", or a number still to be filled in
	Superseded Status = "superseded" // another loaded document replaces it
	Reference  Status = "reference"  // slides, news, letters without a number
)

// Source names a place in a file.
type Source struct {
	File string `json:"file"`
	docfile.Place
}

// Where says the place in a file as its reader would: "dòng 12", "trang 2, dòng 5", "đoạn 7".
func (s Source) Where() string {
	switch strings.ToLower(filepath.Ext(s.File)) {
	case ".pdf":
		return fmt.Sprintf("trang %d, dòng %d", s.Page, s.Line)
	case ".xlsx", ".xlsm":
		return fmt.Sprintf("trang tính %d, dòng %d", s.Page, s.Line)
	case ".docx", ".docm", ".html", ".htm":
		return fmt.Sprintf("đoạn %d", s.Line)
	}
	return fmt.Sprintf("dòng %d", s.Line)
}

// Document is one official document as issued. A file may hold several.
type Document struct {
	ID     string    `json:"id"`     // stable over reloads: from the number, else from the title
	Number string    `json:"number"` // "17/QĐ-UBQGCDS"; "" while a draft has none
	Title  string    `json:"title"`
	Kind   string    `json:"kind"` // "Quyết định", "Kế hoạch", "Công văn" …
	Issuer string    `json:"issuer"`
	Date   viet.Date `json:"date"`
	Year   int       `json:"year"` // the year that it plans; 0 when it plans none
	Status Status    `json:"status"`
	Source Source    `json:"source"`

	ReplacedBy string `json:"replaced_by,omitempty"` // the Name of the Document that made it Superseded

	From    viet.Date   `json:"valid_from,omitzero"`  // before it the Document does not bind; zero: from its Date
	Until   viet.Date   `json:"valid_until,omitzero"` // the last day on which it binds; zero: no end is known
	Amended []Amendment `json:"amended,omitempty"`
}

// Amendment is what an administrator changed of what had been read, by package edits.
type Amendment struct {
	Field  string    `json:"field"` // "title", "lead", "coordinating", "milestones", "status", "merged", "split"
	Was    string    `json:"was"`   // what had been read, as people read it; "" when there was nothing
	On     viet.Date `json:"on"`
	Reason string    `json:"reason,omitempty"`
}

// Name is how a Document is cited: its number where it has one, else its title.
func (d *Document) Name() string {
	if d.Number != "" {
		return d.Number
	}
	return d.Title
}

// Passage is the smallest citable piece of a Document.
type Passage struct {
	ID       string   `json:"id"`       // Document ID, "#", position in the Document
	Document string   `json:"document"` // Document ID
	Section  string   `json:"section"`  // path such as "IV.28.c"; "" before the first heading
	Trail    []string `json:"trail"`    // the headings above it, outermost first; for a row also its table's header
	Text     string   `json:"text"`     // exact words, white space and markup apart; the cells of a row are parted by tabs
	Source   Source   `json:"source"`
}

// Milestone is one deadline of a Task. Start and Due are zero when the phrase gives none.
type Milestone struct {
	Label  string    `json:"label"`  // what is to be reached: "sơ kết, đánh giá"
	Phrase string    `json:"phrase"` // the document's own words: "trước tháng 9/2023"
	Start  viet.Date `json:"start"`
	Due    viet.Date `json:"due"`

	ChangedBy string `json:"changed_by,omitempty"` // the Name of the later Document that moved it
	Was       string `json:"was,omitempty"`        // what Phrase was before
}

// Task is one duty that a Document lays on somebody.
type Task struct {
	ID           string      `json:"id"`
	Document     string      `json:"-"` // Document ID
	Section      string      `json:"section"`
	Title        string      `json:"title"`        // at most a line
	Text         string      `json:"text"`         // as the document words it
	Lead         []string    `json:"lead"`         // full official names
	Coordinating []string    `json:"coordinating"` // full official names
	Milestones   []Milestone `json:"milestones"`
	Recurring    string      `json:"recurring"` // "", monthly, quarterly, yearly, every_2_months, continuous …
	Deliverable  string      `json:"deliverable"`
	Doubts       []string    `json:"doubts"`
	Passages     []string    `json:"-"` // IDs of the Passages that it was read from, the main one first
	Source       Source      `json:"source"`

	Amended []Amendment `json:"amended,omitempty"` // nothing of what the text says otherwise stands in the fields above
}

// Target is a figure to be reached.
type Target struct {
	Document   string `json:"document"` // Document ID
	Section    string `json:"section"`
	Indicator  string `json:"indicator"`
	Comparison string `json:"comparison"` // "", "trên", "tăng tối thiểu", "từ … trở lên"
	Value      string `json:"value"`      // "8,5", "10-12", as written
	Unit       string `json:"unit"`       // "%", "triệu lượt" …
	Year       int    `json:"year"`       // 0 when not said; of a period the last
	Period     string `json:"period"`     // the words of what is more than a year: "giai đoạn 2026-2030", "mỗi năm"; else ""
	Scope      string `json:"scope"`      // whose figure it is: "hộ gia đình", "tỉnh Vĩnh Long"; "" when not said
	Text       string `json:"text"`
	Passage    string `json:"passage"` // Passage ID
	Source     Source `json:"source"`
}

// Person is somebody named in a Document with a post or a role.
type Person struct {
	Name     string `json:"name"`
	Title    string `json:"title"` // "Ông", "Đại tá, ThS."; "" when not said
	Post     string `json:"post"`  // "Bộ trưởng Bộ Công an"
	Role     string `json:"role"`  // "Ủy viên", "Tổ phó"; "người ký" of who signed the Document; "" when not said
	Body     string `json:"body"`  // the body in which the role is held
	Document string `json:"document"`
	Section  string `json:"section"`
	Passage  string `json:"passage"`
	Source   Source `json:"source"`
}

// Doubt is something read with less than certainty: where, and in a clerk's words what was assumed.
type Doubt struct {
	Document string    `json:"document"`
	Kind     DoubtKind `json:"kind"`
	Text     string    `json:"text"`
	Source   Source    `json:"source"`
}

// DoubtKind says what a Doubt is about.
type DoubtKind string

// The kinds of a Doubt.
const (
	AgencyDoubt   DoubtKind = "agency"   // a body that nobody has listed, or none at all
	DeadlineDoubt DoubtKind = "deadline" // a deadline that could not be read, or contradicts its surroundings
	TableDoubt    DoubtKind = "table"    // a row that was split, merged or blank; a table without a header
	ConflictDoubt DoubtKind = "conflict" // two documents, or two places of one, disagree
	OtherDoubt    DoubtKind = "other"
)

// Corpus is everything that was understood from a set of files. It is not changed after Read returns it.
type Corpus struct {
	Documents []*Document
	Passages  []Passage
	Tasks     []Task
	Targets   []Target
	People    []Person
	Doubts    []Doubt
	Platforms []Platform
	Rules     []Rule
	Relations []Relation

	plain map[string][]plainDocument // by file, in its order; for Quotes
}

// Platform is a platform, database or information system with those who have it in their care.
type Platform struct {
	Document  string   `json:"document"` // Document ID
	Section   string   `json:"section"`
	Name      string   `json:"name"`
	Owner     []string `json:"owner"`     // full official names of the bodies in charge
	Companies []string `json:"companies"` // as written
	Passage   string   `json:"passage"`   // Passage ID
	Source    Source   `json:"source"`
}

// RuleKind says what a Rule is about.
type RuleKind string

// The kinds of a Rule.
const (
	MeetingRule  RuleKind = "meeting"  // when a body meets
	ReportRule   RuleKind = "report"   // when somebody reports
	DecisionRule RuleKind = "decision" // who decides, and how
	OtherRule    RuleKind = "other"    // how a body works: who stands in for whom, who uses which seal
)

// Rule is how a body works: no duty with a deadline, but what holds throughout.
type Rule struct {
	Document string   `json:"document"` // Document ID
	Section  string   `json:"section"`
	Subject  string   `json:"subject"` // who meets, reports or decides; "" when not said
	Kind     RuleKind `json:"kind"`
	Cycle    string   `json:"cycle"`  // "", monthly, quarterly …: as Recurring of a Task
	Phrase   string   `json:"phrase"` // the words of the cycle: "03 tháng/lần"
	Text     string   `json:"text"`
	Passage  string   `json:"passage"` // Passage ID
	Source   Source   `json:"source"`
}

// RelationKind says what a Document does to another.
type RelationKind string

// The kinds of a Relation.
const (
	Amends     RelationKind = "amends"
	Replaces   RelationKind = "replaces"
	Repeals    RelationKind = "repeals"
	Implements RelationKind = "implements"
	IssuedWith RelationKind = "issued_with" // it was issued as the annex of the other
	DraftOf    RelationKind = "draft_of"    // the other is what the draft became
	BasedOn    RelationKind = "based_on"    // named under "Căn cứ"
	Cites      RelationKind = "cites"
)

// Relation is what a Document says of another, which need not be loaded.
type Relation struct {
	Document string       `json:"document"` // Document ID
	Kind     RelationKind `json:"kind"`
	Number   string       `json:"number"` // of the other; "" of a law that is named only
	Title    string       `json:"title"`  // of the other; "" when not said
	Date     viet.Date    `json:"date"`   // of the other
	Part     string       `json:"part"`   // "khoản 2 Điều 5" when only that of the other is meant; else ""
	Other    string       `json:"other"`  // Document ID of the other; "" when it is not loaded
	Section  string       `json:"section"`
	Passage  string       `json:"passage"` // Passage ID; "" when it follows from the title of a document without any
	Source   Source       `json:"source"`
}
