package reminders

import (
	"fmt"
	"strings"

	"dondoc/corpus/viet"
)

// Kind says what a Reminder tells.
type Kind string

// The kinds of a Reminder.
const (
	KindStep        Kind = "step"        // a deadline comes near, is here, or has passed
	KindMoved       Kind = "moved"       // a deadline was changed by a new version of the corpus; Detail is the Key of the Change
	KindGone        Kind = "gone"        // a Task or Milestone is no longer in the corpus; Detail is the Key of the Change
	KindBack        Kind = "back"        // a Task or Milestone that was gone is in the corpus again; Detail is the Key of the Change
	KindUnanswered  Kind = "unanswered"  // a board has not acknowledged Work; Detail is the Board's ID
	KindDigest      Kind = "digest"      // the week's figures; Detail is its Monday
	KindPicture     Kind = "picture"     // a month's figures as a chart; Detail is the month: "2023-05"
	KindPast        Kind = "past"        // what was already past when its document was first published; Detail is the Key of the Change
	KindUndelivered Kind = "undelivered" // a chat could not be reached; Detail says which and why
	KindExtension   Kind = "extension"   // a board asks for more time; Detail is the ID of the Extension
	KindDecision    Kind = "decision"    // the secretariat has decided; Detail is the ID of the Extension
)

// Reminder is one thing that one Subscriber is to be told, at most once. It is a row of the ledger before it is a
// part of a message. Subscriber, channel and Key are unique together.
type Reminder struct {
	Key        string // what is told: see the functions below
	Subscriber int64
	Kind       Kind
	Day        viet.Date // on which it is planned
	Task       string    // ID; "" of kinds that are about none
	Work       Work      // zero of kinds that are about none
	Due        viet.Date // the deadline in force when it was planned
	Step       string    // "T-7", "T-0", "T+3"; "" of other kinds
	Detail     string
}

// StepName names the step that lies n days after the due day, before it when n is negative.
func StepName(n int) string {
	if n > 0 {
		return fmt.Sprintf("T+%d", n)
	}
	return fmt.Sprintf("T-%d", -n)
}

// stepKey tells a step of Work from all others. It holds the due day in force, so that a deadline that moves is reminded
// of anew, and of a round that was given more time also its own, which the next round may share.
func stepKey(w Work, due viet.Date, step string) string {
	if !w.Due.IsZero() && w.Due != due {
		return key(KindStep, w.Milestone, w.Due.String(), due.String(), step)
	}
	return key(KindStep, w.Milestone, due.String(), step)
}

// key joins what makes a Reminder the only one of its kind.
func key(kind Kind, parts ...string) string {
	return string(kind) + ":" + strings.Join(parts, "/")
}
