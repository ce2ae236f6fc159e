package people

import (
	"context"
	"errors"
	"time"
)

// Role is what somebody is to the program. A higher one may all that a lower one may.
type Role int

// The roles.
const (
	Guest         Role = iota // may ask, if the program is open
	Officer                   // may follow and be reminded
	Member                    // of a board: says how far its work has come
	Secretariat               // decides extensions, sees every board
	Administrator             // people, documents, the program itself
)

// Person is somebody on one channel.
type Person struct {
	Channel string
	ID      string // the channel's own identifier of the person
}

// Account is what is kept of a Person who was given a role. Guests have none.
type Account struct {
	Person
	Role  Role
	Board int64  // of a Member, and where wanted of an Officer; 0 for none
	Name  string // as the channel shows it when the code was used
	By    string // who gave the role, for people to read: "cli", or the name of an administrator
	Since time.Time

	ByPerson Person // who that is, so that their name can be forgotten; zero for "cli"
}

// Code is a one-time code as it is kept: whoever knows its words gets Role, or links a group to Board.
type Code struct {
	Hash    string // see Hash
	Role    Role
	Board   int64  // 0 for none
	Group   bool   // links a group chat to Board; gives no role
	By      string // as of Account
	Made    time.Time
	Expires time.Time

	ByPerson Person // as of Account
}

// ErrCode means that nobody can use a code: it is unknown, was used by somebody else, or has expired.
var ErrCode = errors.New("people: the code is not valid")

// Register keeps accounts and codes.
type Register interface {
	// Account returns a Guest's account for a person who has none.
	Account(ctx context.Context, p Person) (Account, error)
	Accounts(ctx context.Context) ([]Account, error)
	SaveAccount(ctx context.Context, a Account) error
	// DeleteAccount makes a person a Guest. Deleting none is no error.
	DeleteAccount(ctx context.Context, p Person) error
	SaveCode(ctx context.Context, c Code) error
	// UseCode ends the code and returns it, or ErrCode. Whoever used it last may use it again for ten minutes: a message
	// may be handled twice.
	UseCode(ctx context.Context, hash string, by Person, at time.Time) (Code, error)
}
