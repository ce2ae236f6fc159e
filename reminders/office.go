package reminders

import (
	"context"
	"sync"

	"dondoc/corpus/agency"
)

// Office hands out Snapshots of the Book, and reads it anew only when something has changed, be it who is who. It is safe for
// concurrent use.
type Office struct {
	book     Book
	registry func() *agency.Registry

	mu       sync.Mutex
	current  *Snapshot
	agencies *agency.Registry // with which current was made
}

// NewOffice returns an Office over the book. registry tells the agencies in force.
func NewOffice(book Book, registry func() *agency.Registry) *Office {
	return &Office{book: book, registry: registry}
}

// Snapshot returns the state of the Book as it is now.
func (o *Office) Snapshot(ctx context.Context) (*Snapshot, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	revision, err := o.book.Revision(ctx)
	if err != nil {
		return nil, err
	}
	agencies := o.registry()
	if o.current != nil && o.current.Revision == revision && o.agencies == agencies {
		return o.current, nil
	}
	all, err := o.book.Everything(ctx)
	if err != nil {
		return nil, err
	}
	o.current, o.agencies = NewSnapshot(all, agencies), agencies
	return o.current, nil
}
