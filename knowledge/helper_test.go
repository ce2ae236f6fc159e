package knowledge_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/shipped"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// sharedDir holds the documents and questions that the project is measured with; it is no part of the repository.
const sharedDir = "../../shared"

// The base of each corpus is read and indexed once for all tests; nobody publishes to it again.
var (
	townBase    = sync.OnceValues(func() (*knowledge.Base, error) { return baseOf(filesOf(os.DirFS("testdata/corpus"))) })
	shippedBase = sync.OnceValues(func() (*knowledge.Base, error) { return baseOf(filesOf(shipped.Files)) })
	realBase    = sync.OnceValues(func() (*knowledge.Base, error) {
		return baseOf(filesOf(os.DirFS(filepath.Join(sharedDir, "corpus"))))
	})
)

// needShared skips a test on a machine that lacks what the project is measured with.
func needShared(tb testing.TB, name string) string {
	tb.Helper()
	path := filepath.Join(sharedDir, name)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("the measuring data is not on this machine: %v", err)
	}
	return path
}

// must returns a base that was made without an error.
func must(tb testing.TB, base func() (*knowledge.Base, error)) *knowledge.Base {
	tb.Helper()
	b, err := base()
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func ask(tb testing.TB, b *knowledge.Base, text, asOf string, turns ...knowledge.Turn) knowledge.Answer {
	tb.Helper()
	a, err := b.Answer(tb.Context(), knowledge.Question{Text: text, Context: turns, AsOf: moment(tb, asOf)})
	if err != nil {
		tb.Fatalf("%q: %v", text, err)
	}
	return a
}

// moment is nine in the morning of a day, in Hà Nội.
func moment(tb testing.TB, day string) time.Time {
	tb.Helper()
	d, err := viet.ParseDate(day)
	if err != nil {
		tb.Fatal(err)
	}
	return d.Time().Add(9 * time.Hour)
}

func registry() *agency.Registry { return agency.Default() }

// text makes a file of a corpus.
func text(name, content string) corpus.File {
	return corpus.File{Name: name, Content: []byte(content)}
}
