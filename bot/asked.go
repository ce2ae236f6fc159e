package bot

import (
	"context"
	"time"
)

// Asked is a question that went badly: refused, or marked by who asked it. Who that was is kept only so that it goes with
// all else that is kept of them.
type Asked struct {
	ID     int64
	Chat   Chat // not shown to anybody
	At     time.Time
	Text   string
	Answer string
	Fault  Fault
	Done   bool // somebody has looked at it
}

// Fault is what went badly with a question.
type Fault string

// The faults.
const (
	Unanswered Fault = "unanswered"  // the documents do not say
	Disliked   Fault = "thumbs_down" // whoever asked marked the answer
)

// Complaints keeps what went badly, for as long as chats are kept.
type Complaints interface {
	// Complain stores a question. The same text with the same fault of one chat is one.
	Complain(ctx context.Context, a Asked) error
	// Complaints returns those nobody has looked at, the newest first.
	Complaints(ctx context.Context, limit int) ([]Asked, error)
	// Settle marks one as looked at; an unknown one is no error.
	Settle(ctx context.Context, id int64) error
}
