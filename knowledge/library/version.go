package library

import (
	"errors"
	"time"

	"dondoc/corpus"
)

// State is where a Version stands.
type State string

// The states of a Version.
const (
	Candidate State = "candidate" // open: to be published or discarded; at most one
	InForce   State = "in_force"
	Former    State = "former"   // it was in force
	Replaced  State = "replaced" // a later candidate was made of it
	Discarded State = "discarded"
)

// Version is a set of documents with the edits on top of them. It has Files or is not stored.
type Version struct {
	ID        int64
	Hash      string // hexadecimal, of names, contents and edits
	Origin    string // how it came: one of the Origins
	By        string // display name of who made it; "" when not known or deleted
	Made      time.Time
	Base      int64 // the Version that it was made of; 0 for none
	State     State
	Published time.Time // when it was last put in force; zero if it never was
	Files     []FileInfo
	Edits     int // how many
}

// FileInfo is a file of a Version without its content.
type FileInfo struct {
	Name   string
	SHA256 string // hexadecimal
	Size   int64  // bytes
}

// The origins of a Version.
const (
	OriginShipped = "shipped" // inside the binary
	OriginChat    = "chat"
	OriginConsole = "console"
	OriginCommand = "command"
	OriginEdit    = "edit" // an edit of another Version
)

// Content is what a Version is made of. Edits are JSON lines of package edits; empty for none.
type Content struct {
	Files []corpus.File
	Edits []byte
}

// Draft is a Version to be stored. Who makes it is in the context (people.ActorOf); the Shelf writes it down.
type Draft struct {
	Content
	Origin string
	Base   int64 // 0 for none. An open candidate becomes Replaced
	Expect int64 // which must be the open candidate, else in force, else 0 for nothing; AnyGround: whatever is
}

// AnyGround is a Draft's Expect that is not looked at.
const AnyGround = -1

// Kind says how a Version came into force.
type Kind string

// The kinds of a Publication.
const (
	Publish  Kind = "publish"
	Rollback Kind = "rollback" // to what was in force before the last that was published
)

// Publication is a Version's coming into force.
type Publication struct {
	Version  int64
	Replaces int64 // what must be in force for it to happen; 0 for nothing yet
	Kind     Kind
	Reason   string
	By       string    // display name; the Shelf sets it
	At       time.Time // the Shelf sets it
}

// What can go wrong, to be tested with errors.Is.
var (
	ErrUnknown  = errors.New("library: no such version")
	ErrConflict = errors.New("library: another version has come meanwhile")
	ErrDrop     = errors.New("library: fewer golden questions are answered; a reason is needed")
	ErrNoFormer = errors.New("library: nothing was in force before")
	ErrNothing  = errors.New("library: no document could be read")
	ErrTwice    = errors.New("library: two files have one name")
	ErrLater    = errors.New("library: another copy is at it") // of Follow: nothing to worry about, it is told again
	ErrState    = errors.New("library: not in this state")     // discarding what is in force, publishing what is
)

// StateError is ErrState with what the Version is.
type StateError struct{ State State }

func (e *StateError) Error() string { return ErrState.Error() + ": " + string(e.State) }

// Unwrap makes it ErrState.
func (e *StateError) Unwrap() error { return ErrState }
