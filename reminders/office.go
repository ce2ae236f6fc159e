package reminders

import (
	"context"
	"sync"

	"dondoc/corpus/agency"
)

// Office hands out Snapshots of the Book, and reads it anew only when something has changed. It is safe for
// concurrent use.
type Office struct {
	book     Book
	registry func() *agency.Registry

	mu      sync.Mutex
	current *Snapshot
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
	if o.current != nil && o.current.Revision == revision {
		return o.current, nil
	}
	all, err := o.book.Everything(ctx)
	if err != nil {
		return nil, err
	}
	o.current = NewSnapshot(all, o.registry())
	return o.current, nil
}
