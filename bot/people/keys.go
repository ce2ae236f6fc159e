package people

import (
	"context"
	"errors"
	"time"
)

// ConsoleChannel is the Channel of people who only sign in to the console; their ID is the login.
const ConsoleChannel = "console"

// ErrKey means that a link, session or password is unknown, used up, expired or locked. Why is not told.
var ErrKey = errors.New("people: the key is not valid")

// Session is somebody signed in to the console.
type Session struct {
	Person  Person
	Made    time.Time
	Seen    time.Time
	Expires time.Time
}

// Password is how a person signs in without a link. There is one a login, and one a Person.
type Password struct {
	Login   string
	Person  Person
	Hash    string // argon2id, in its usual text form
	Secret  []byte // of the time-based one-time codes (RFC 6238)
	Step    int64  // the last 30-second step whose code was used: each counts once
	Changed time.Time
}

// Keys keeps how people sign in. Links and sessions are known to it by a hash only (see Hash).
type Keys interface {
	// SaveLink stores a one-time link that signs a person in.
	SaveLink(ctx context.Context, hash string, p Person, expires time.Time) error
	// UseLink ends a link and returns whom it signs in, or ErrKey.
	UseLink(ctx context.Context, hash string, at time.Time) (Person, error)
	SaveSession(ctx context.Context, hash string, s Session) error
	// Session returns one that has not expired, or ErrKey, and notes that it was seen at that time: Seen is when it was seen
	// before.
	Session(ctx context.Context, hash string, at time.Time) (Session, error)
	// EndSessions ends the session of that hash, or with "" all of the person.
	EndSessions(ctx context.Context, hash string, p Person) error
	// SavePassword stores or replaces the Password of its Person; ErrTaken when the login is somebody else's.
	SavePassword(ctx context.Context, p Password) error
	// Password returns that of a login, or ErrKey.
	Password(ctx context.Context, login string) (Password, error)
	// UseStep notes that a login has used the one-time code of a step, or fails with ErrKey when that one or a later was.
	UseStep(ctx context.Context, login string, step int64) error
}

// ErrTaken means that a login belongs to somebody else.
var ErrTaken = errors.New("people: the login is taken")
