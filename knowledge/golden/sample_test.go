package golden

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/knowledge"
)

// realBase has read the documents of the sample, once for all tests; nobody publishes to it again.
func realBase(t *testing.T) *knowledge.Base {
	t.Helper()
	dir := needShared(t, "corpus")
	readReal.Do(func() {
		files, err := corpus.ReadDir(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		readBase = baseOf(t, files)
	})
	if readBase == nil {
		t.Fatal("the documents could not be read, as another test says")
	}
	return readBase
}

var (
	readReal sync.Once
	readBase *knowledge.Base
)

// floor is the least that a Count may fall to, in per cent.
type floor struct {
	name  string
	count Count
	least float64
}

// hold fails for every floor that is not reached, and logs what is wrong.
func hold(t *testing.T, rep *Report, floors ...floor) {
	t.Helper()
	for _, f := range floors {
		t.Logf("%s: %.1f %% of %d", f.name, f.count.Percent(), f.count.All)
		if f.count.All == 0 || f.count.Percent() < f.least {
			t.Errorf("%s: %d of %d, at least %.0f %% wanted", f.name, f.count.Right, f.count.All, f.least)
		}
	}
	for _, o := range rep.Failures() {
		t.Logf("%s %q: %s", o.Record.ID, o.Record.Q, strings.Join(o.Verdict.Faults(), "; "))
	}
}

// TestSample guards the answers over the real documents: of its 85 questions 83 were
// answered rightly when the floors were set, and every refusal was right.
func TestSample(t *testing.T) {
	questions := needShared(t, "eval/questions.jsonl")
	rep, err := Run(t.Context(), realBase(t), readFile(t, questions), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	hold(t, rep, floor{"right answers", rep.Accuracy, 95}, floor{"citations", rep.Cited, 97}, floor{"quotations", rep.Quotes, 100},
		floor{"refusals that are right", rep.Precision, 100}, floor{"refused as they should be", rep.Recall, 100})
}

// TestSampleOfFormats guards Word, PDF, Excel and scanned text: all 40 questions were answered rightly.
func TestSampleOfFormats(t *testing.T) {
	questions := needShared(t, "corpus-formats/questions.jsonl")
	var files []corpus.File
	for _, name := range []string{"D1.docx", "D2.pdf", "D3.xlsx", "D4.txt"} {
		content, err := os.ReadFile(needShared(t, filepath.Join("corpus-formats", name)))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, corpus.File{Name: name, Content: content})
	}
	rep, err := Run(t.Context(), baseOf(t, files), readFile(t, questions), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	hold(t, rep, floor{"right answers", rep.Accuracy, 95}, floor{"citations", rep.Cited, 95}, floor{"quotations", rep.Quotes, 100},
		floor{"refusals that are right", rep.Precision, 100}, floor{"refused as they should be", rep.Recall, 100})
}
