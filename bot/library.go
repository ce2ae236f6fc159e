package bot

import (
	"context"
	"errors"
	"time"

	"dondoc/knowledge"
)

// Library is what administrators look after by chat. Who acts is in the context (people.ActorOf). All texts that it
// returns are Vietnamese, for people. It is safe for concurrent use.
type Library interface {
	// Receive reads a document into the open candidate, if there is one, else beside what is in force, and tells what
	// that would change. An ErrDocument says why it cannot be read; nothing of it is kept then. progress is called by one
	// goroutine at a time, and not after Receive has returned. A document that is in force as it is gives a Candidate
	// that is VersionInForce.
	Receive(ctx context.Context, name string, content []byte, progress LoadProgress) (Candidate, error)
	// Candidate tells what a version would change; 0 is the open one. ErrNoVersion.
	Candidate(ctx context.Context, version int64) (Candidate, error)
	// Publish puts a version in force instead of the one that replaces names: ErrOvertaken when that is not in force any
	// more, ErrReason when fewer golden questions are answered and no reason is given, ErrVersionState, ErrNoVersion.
	Publish(ctx context.Context, version, replaces int64, reason string) error
	// Discard ends an open candidate: ErrVersionState, ErrNoVersion.
	Discard(ctx context.Context, version int64) error
	// Former tells what going back to what was in force before would change; ErrNoFormer.
	Former(ctx context.Context) (Candidate, error)
	// Rollback goes back to a version from the one in force: ErrOvertaken when either is not what it was, ErrNoFormer.
	Rollback(ctx context.Context, to, from int64) error
	// Versions lists what was kept and published, the newest first.
	Versions(ctx context.Context) ([]LibraryVersion, error)
	// Status tells how the program is doing, a line each.
	Status(ctx context.Context) (knowledge.Text, error)
	// Console returns a link that signs in who acts, once, and how long it is good for; ErrNoConsole.
	Console(ctx context.Context) (link string, lasts time.Duration, err error)
}

// LoadProgress hears how far a load has come; stage is Vietnamese. total is 0 while nobody knows it.
type LoadProgress func(stage string, done, total int)

// Candidate is a version beside the one in force.
type Candidate struct {
	Version int64
	Against int64 // the version in force that it is compared with; 0 for none
	State   VersionState
	Report  knowledge.Text // what was read, what differs and what somebody should look at: a phone's screen
	Doubts  Listing        // what was read with less than certainty
	Changes Listing        // the tasks that differ
	Effect  Effect
	Score   Score
}

// Listing is a list that is too long for a message.
type Listing struct {
	Count int
	// Lines returns n entries from the one after from, each with its place. It may be nil when Count is 0.
	Lines func(from, n int) knowledge.Text
}

// Effect counts what publishing changes for people: tasks, and the boards that hear of them.
type Effect struct{ New, Moved, Reworded, Gone, Boards int }

// Score is how the golden questions fare: how many there are, are answered right, are by the version in force, and are by
// that one only.
type Score struct{ Questions, Right, Before, Lost int }

// Drop tells whether publishing needs a reason.
func (s Score) Drop() bool { return s.Right < s.Before || s.Lost > 0 }

// VersionState is where a version stands.
type VersionState string

// The states of a version.
const (
	VersionOpen      VersionState = "candidate" // to be published or discarded; at most one
	VersionInForce   VersionState = "in_force"
	VersionFormer    VersionState = "former"   // it was in force
	VersionReplaced  VersionState = "replaced" // a later candidate was made of it
	VersionDiscarded VersionState = "discarded"
)

// LibraryVersion is a set of documents.
type LibraryVersion struct {
	ID        int64
	Origin    string // how it came, in Vietnamese; "" when not known
	By        string // display name of who made it; foreign; "" when not known
	Made      time.Time
	Published time.Time // when it came into force last; zero if it never did
	State     VersionState
	Files     int
	Edits     int
}

// What a Library says no with, to be tested with errors.Is. What people are told stands in libraryWords.
var (
	ErrDocument     = errors.New("bot: the document cannot be read") // see BadDocument
	ErrNoVersion    = errors.New("bot: there is no such version")
	ErrOvertaken    = errors.New("bot: another version has come into force meanwhile")
	ErrReason       = errors.New("bot: publishing needs a reason")
	ErrNoFormer     = errors.New("bot: nothing was in force before")
	ErrVersionState = errors.New("bot: the version is not in that state")
	ErrNoConsole    = errors.New("bot: there is no console to sign in to")
)

// WithLibrary lets administrators send documents, publish them and ask how things are.
func WithLibrary(l Library) Option {
	return func(c *Conversation) { c.library = l }
}

// documentError carries the sentence of ErrDocument.
type documentError struct{ sentence string }

func (e *documentError) Error() string { return e.sentence }
func (e *documentError) Unwrap() error { return ErrDocument }

// BadDocument returns an ErrDocument that says why in words for people.
func BadDocument(sentence string) error { return &documentError{sentence} }

func reasonOf(err error) string {
	var e *documentError
	if errors.As(err, &e) {
		return e.sentence
	}
	return fileUnreadable
}
