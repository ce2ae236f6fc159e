package reminders

import (
	"context"
	"errors"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders/calendar"
)

// What can go wrong, to be tested with errors.Is.
var (
	ErrUnknown  = errors.New("reminders: unknown")                   // no such Board, Subscriber, Task, Extension or Delivery
	ErrConflict = errors.New("reminders: changed by another")        // what was to be changed is not what it was
	ErrLost     = errors.New("reminders: the lease is lost")         // another copy has taken the Delivery over
	ErrQuota    = errors.New("reminders: the month's quota is used") // of a channel
	ErrInvalid  = errors.New("reminders: not valid")                 // wraps a sentence for people
)

// Everything is all that planning and composing need to know, at one moment. It is not changed after it was loaded.
type Everything struct {
	Revision    int64 // counts up with every change of what follows
	SendingFrom time.Time
	Tasks       []Task
	Progress    []Progress
	Boards      []Board
	Subscribers []Subscriber
	Extensions  []Extension // those that are open, and those decided of late
	Changes     []Change    // of the last weeks
	Days        []calendar.Day
}

// Book is where everything but the ledger is kept.
type Book interface {
	// Revision counts the changes of what Everything holds.
	Revision(ctx context.Context) (int64, error)
	// Everything reads it all, in one transaction.
	Everything(ctx context.Context) (Everything, error)
}

// Plan is what one Subscriber is to be told on one day.
type Plan struct {
	Subscriber int64
	Purpose    string
	Day        viet.Date
	DueAt      time.Time
	Until      time.Time
	Reminders  []Reminder
}

// Planned is where a Scheduler writes down what it has planned.
type Planned interface {
	// SavePlan adds the Reminders whose key is new to the Delivery of the Plan's day, which it makes if need be, and
	// moves into it those of the Subscriber's earlier daily Deliveries of which nothing went out yet. It marks the
	// Subscriber as planned through that day and returns how many Reminders were new.
	SavePlan(ctx context.Context, p Plan) (int, error)
	// Unacknowledged returns the steps that were sent on or before a day and that nobody has acknowledged.
	Unacknowledged(ctx context.Context, sentThrough viet.Date) ([]Reminder, error)
	// Waiting returns the Subscribers that have an unsent daily Delivery of a day before the one given.
	Waiting(ctx context.Context, before viet.Date) ([]int64, error)
	// Exclusively runs do unless another copy of the program is running it under the same name; ran tells.
	Exclusively(ctx context.Context, name string, do func(context.Context) error) (ran bool, err error)
}

// Changes are what a new version of the corpus does to the register, in one transaction.
type Changes struct {
	Day    viet.Date // of publication
	Insert []Task
	Update []Task // whole, by ID: changed and new Milestones, and those that are gone with their day
	Told   []Change
}

// Empty reports whether nothing changes.
func (c *Changes) Empty() bool { return len(c.Insert)+len(c.Update)+len(c.Told) == 0 }

// Change is something about the register that those concerned must hear of.
type Change struct {
	Key       string    // unique: publishing the same again tells nothing twice
	Kind      Kind      // KindMoved, KindGone, KindBack or KindPast
	Day       viet.Date // on which it happened
	Task      string    // ID; "" of KindPast
	Milestone string    // ID; "" of KindPast and of a Task that is gone or back as a whole
	Due       viet.Date // of KindMoved the new day
	Was       string    // of KindMoved the old phrase
	WasDue    viet.Date // of KindMoved the old day
	ChangedBy string    // of KindMoved the document that moved it, or BySecretariat; "" when another version of the same
	Past      PastDocument
}

// BySecretariat stands where a document would that moved a deadline, when no document did: the secretariat has corrected
// what had been read.
const BySecretariat = "@ban-thu-ky"
