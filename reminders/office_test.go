package reminders_test

import (
	"context"
	"testing"

	"dondoc/corpus/agency"
	"dondoc/reminders"
)

// shelf is a Book of a revision.
type shelf struct{ revision, read int64 }

func (s *shelf) Revision(context.Context) (int64, error) { return s.revision, nil }

func (s *shelf) Everything(context.Context) (reminders.Everything, error) {
	s.read++
	return reminders.Everything{Revision: s.revision}, nil
}

// TestOfficeReadsWhatChanged: the Book anew with its revision, and with the registry, which a published alias changes.
func TestOfficeReadsWhatChanged(t *testing.T) {
	book, registry := &shelf{}, agency.Default()
	office := reminders.NewOffice(book, func() *agency.Registry { return registry })
	for i, step := range []struct {
		change func()
		reads  int64
	}{
		{func() {}, 1},
		{func() {}, 1},
		{func() { book.revision++ }, 2},
		{func() { registry = registry.Learn([]string{"Công ty Cây xanh Hà Nội"}) }, 3},
		{func() {}, 3},
	} {
		step.change()
		if _, err := office.Snapshot(t.Context()); err != nil || book.read != step.reads {
			t.Errorf("step %d: read %d times, want %d; %v", i, book.read, step.reads, err)
		}
	}
}
