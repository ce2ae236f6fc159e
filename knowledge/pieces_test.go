package knowledge

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/knowledge/index"
)

// desk is the snapshot of testdata/desk: invented documents about libraries. Nobody changes it.
var desk = sync.OnceValues(func() (*snapshot, error) {
	files, err := corpus.ReadDir(os.DirFS("testdata/desk"))
	if err != nil {
		return nil, err
	}
	return snapshotOf(files)
})

func snapshotOf(files []corpus.File) (*snapshot, error) {
	ctx := context.Background()
	c, failed, err := corpus.Read(ctx, files, agency.Default(), nil)
	if err != nil {
		return nil, err
	}
	if len(failed) > 0 {
		return nil, fmt.Errorf("%d files could not be read: %w", len(failed), failed[0])
	}
	return newSnapshot(ctx, c, agency.Default(), index.LocalEmbedder{}, nil, nil)
}

func deskOf(tb testing.TB) *snapshot {
	tb.Helper()
	s, err := desk()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// snapshotFrom reads one document of a test's own.
func snapshotFrom(tb testing.TB, lines ...string) *snapshot {
	tb.Helper()
	s, err := snapshotOf([]corpus.File{{Name: "a.txt", Content: []byte(strings.Join(lines, "\n\n"))}})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// answered is what the snapshot answers on a day before all deadlines of the tests.
func answered(tb testing.TB, s *snapshot, text string) Answer {
	tb.Helper()
	a, err := s.answer(tb.Context(), Question{Text: text, AsOf: time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC)})
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// day is a day of the tests, which must be well written.
func day(tb testing.TB, text string) viet.Date {
	tb.Helper()
	d, err := viet.ParseDate(text)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

const deskDay = "2026-03-01"

func (s *snapshot) asked(tb testing.TB, text string) *query {
	tb.Helper()
	return s.understand(text, day(tb, deskDay))
}

// subjectWords are the folded words of a question's subject.
func (q *query) subjectWords() string {
	var words []string
	for i := range q.subject {
		words = append(words, q.subject[i].folded)
	}
	return strings.Join(words, " ")
}

func (q *query) agencyNames() []string {
	var names []string
	for _, a := range q.agencies {
		names = append(names, a.Name)
	}
	slices.Sort(names)
	return names
}

// entryOf returns the position of the entry that stands in a document under a section.
func (s *snapshot) entryOf(tb testing.TB, document, section string) int {
	tb.Helper()
	for i, e := range s.entries {
		if s.document(e).ID == document && s.section(e) == section {
			return i
		}
	}
	tb.Fatalf("no entry %s %s", document, section)
	return -1
}

// passageOfText returns the position of the passage that begins so.
func (s *snapshot) passageOfText(tb testing.TB, start string) int {
	tb.Helper()
	for i := range s.corpus.Passages {
		if strings.HasPrefix(s.corpus.Passages[i].Text, start) {
			return i
		}
	}
	tb.Fatalf("no passage %q", start)
	return -1
}
