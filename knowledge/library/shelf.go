package library

import "context"

// Shelf stores versions. All methods may be called at the same time, by several copies of the program.
type Shelf interface {
	// Save stores a Draft and makes it the open candidate, unless it is in force. The same content gives the same
	// Version, which keeps its origin, and is opened again if it was discarded or replaced. It fails with ErrConflict when
	// what the Draft was made of is not the latest any more (Draft.Expect). What the binary carries leaves an open candidate
	// alone, and is none itself then.
	Save(ctx context.Context, d Draft) (Version, error)
	// Version returns one, or ErrUnknown.
	Version(ctx context.Context, id int64) (Version, error)
	// Versions returns all, the newest first.
	Versions(ctx context.Context) ([]Version, error)
	// Content returns what a Version is made of, or ErrUnknown.
	Content(ctx context.Context, id int64) (Content, error)
	// Discard ends an open candidate; ErrState when it is none.
	Discard(ctx context.Context, id int64) error
	// Publish puts a Version in force, in one transaction: ErrConflict when another one than p.Replaces is in force.
	Publish(ctx context.Context, p Publication) error
}

// Journal tells what is and was in force.
type Journal interface {
	// InForce returns the ID of the Version in force, 0 when there is none. It is cheap.
	InForce(ctx context.Context) (int64, error)
	// Publications returns all, oldest first.
	Publications(ctx context.Context) ([]Publication, error)
	// Changed has something whenever another copy may have put a Version in force, at once where the database can tell.
	// It is closed when ctx ends.
	Changed(ctx context.Context) <-chan struct{}
	// KeepReview stores a review of a Version against another, as JSON, and Review returns it; ErrUnknown.
	KeepReview(ctx context.Context, version, against int64, text []byte) error
	Review(ctx context.Context, version, against int64) ([]byte, error)
}
