package library_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
	"dondoc/knowledge"
	"dondoc/knowledge/golden"
	"dondoc/knowledge/library"
	"dondoc/knowledge/library/librarytest"
)

// plan is a document of our own: a plan of some tasks, each "what|who|when".
func plan(number string, rows ...string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "BỘ XÂY DỰNG\nSố: %s\nHà Nội, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\nSửa chữa trụ sở năm 2026\n\nII. NHIỆM VỤ\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n", number)
	for i, row := range rows {
		fmt.Fprintf(&b, "%d\t%s\n", i+1, strings.ReplaceAll(row, "|", "\t"))
	}
	return []byte(b.String())
}

const (
	roof  = "Lợp lại mái nhà làm việc|Bộ Xây dựng|Tháng 6/2026"
	paint = "Sơn tường phía đông|Bộ Tài chính|Tháng 9/2026"
	later = "Lợp lại mái nhà làm việc|Bộ Xây dựng|Tháng 8/2026"
)

func file(name string, content []byte) corpus.File { return corpus.File{Name: name, Content: content} }

// desk is a Library with what it works on.
type desk struct {
	*library.Library
	t     *testing.T
	shelf *librarytest.Shelf
	base  *knowledge.Base
	told  []int64 // versions that Follow was told of
}

func open(t *testing.T, change func(*library.Config)) *desk {
	d := &desk{t: t, shelf: librarytest.NewShelf(), base: &knowledge.Base{}}
	cfg := library.Config{
		Shelf: d.shelf, Journal: d.shelf, Base: d.base, Agencies: agency.Default,
		Follow: func(_ context.Context, e *library.Edition) error {
			d.told = append(d.told, e.Version.ID)
			return nil
		},
	}
	if change != nil {
		change(&cfg)
	}
	d.Library = library.New(cfg)
	return d
}

// load makes a candidate and returns its number.
func (d *desk) load(files ...corpus.File) int64 {
	d.t.Helper()
	r, err := d.Load(d.t.Context(), files, library.LoadOptions{Origin: library.OriginCommand}, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return r.Version
}

func (d *desk) publish(id int64) {
	d.t.Helper()
	if err := d.Publish(d.t.Context(), id, 0, ""); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) wantAnswer(question, words string) {
	d.t.Helper()
	a, err := d.base.Answer(d.t.Context(), knowledge.Question{Text: question})
	if err != nil || !strings.Contains(a.Text.String(), words) {
		d.t.Errorf("%s\n%s\n%v\nwant %q", question, a.Text, err, words)
	}
}

const roofQuestion = "Bộ Xây dựng lợp lại mái nhà khi nào xong?"

func TestLoadPublishRollBack(t *testing.T) {
	d := open(t, nil)
	first := d.load(file("a.txt", plan("1/KH-BXD", roof)))
	if _, err := d.base.Answer(t.Context(), knowledge.Question{Text: roofQuestion}); !errors.Is(err, knowledge.ErrNoCorpus) {
		t.Errorf("a candidate answers: %v", err)
	}
	d.publish(first)
	d.wantAnswer(roofQuestion, "30/06/2026")

	second := d.load(file("a.txt", plan("1/KH-BXD", later, paint)))
	d.wantAnswer(roofQuestion, "30/06/2026")
	r, err := d.Review(t.Context(), second, nil)
	if err != nil || r.Against != first || len(r.Changes) != 2 {
		t.Errorf("the review says %+v, %v; want a deadline that moved and a new task", r, err)
	}
	d.publish(second)
	d.wantAnswer(roofQuestion, "31/08/2026")

	third := d.load(file("b.txt", plan("2/KH-BXD", "Trồng cây trước cổng|Bộ Công an|Tháng 3/2026")))
	d.publish(third)
	d.wantAnswer("Ai trồng cây trước cổng?", "Bộ Công an")
	d.wantAnswer(roofQuestion, "31/08/2026") // a file more, not instead

	for _, want := range []int64{second, first} {
		v, err := d.Rollback(t.Context(), 0, "")
		if err != nil || v.ID != want || d.InForce().Version.ID != want {
			t.Fatalf("rolled back to %d, %v; want %d", v.ID, err, want)
		}
	}
	d.wantAnswer(roofQuestion, "30/06/2026")
	if _, err := d.Rollback(t.Context(), 0, ""); !errors.Is(err, library.ErrNoFormer) {
		t.Errorf("rolled back beyond the first: %v", err)
	}
	if want := fmt.Sprint([]int64{first, second, third, second, first}); fmt.Sprint(d.told) != want {
		t.Errorf("followed were %v, want %s", d.told, want)
	}
}

func TestCandidatesAddUp(t *testing.T) {
	d := open(t, nil)
	a, b := file("a.txt", plan("1/KH-BXD", roof)), file("b.txt", plan("2/KH-BXD", paint))
	d.load(a)
	both := d.load(b)
	e, err := d.Edition(t.Context(), both, nil)
	if err != nil || len(e.Version.Files) != 2 || len(e.Corpus.Documents) != 2 {
		t.Fatalf("the second file is not added to the first: %+v, %v", e, err)
	}
	if again := d.load(b, a); again != both {
		t.Errorf("the same files the other way round are version %d, want %d", again, both)
	}
	if err := d.Discard(t.Context(), both); err != nil {
		t.Fatal(err)
	}
	if alone := d.load(b); alone == both {
		t.Error("a discarded candidate is added to")
	}
}

func TestLoadOptions(t *testing.T) {
	a, b := file("a.txt", plan("1/KH-BXD", roof)), file("b.txt", plan("2/KH-BXD", paint))
	for name, test := range map[string]struct {
		options library.LoadOptions
		want    string
	}{
		"added":    {library.LoadOptions{}, "a.txt b.txt"},
		"only":     {library.LoadOptions{Only: true}, "b.txt"},
		"removed":  {library.LoadOptions{Remove: []string{"a.txt"}}, "b.txt"},
		"no such":  {library.LoadOptions{Remove: []string{"z.txt"}}, "a.txt b.txt"},
		"replaced": {library.LoadOptions{Remove: []string{"b.txt"}}, "a.txt b.txt"},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, nil)
			d.publish(d.load(a))
			r, err := d.Load(t.Context(), []corpus.File{b}, test.options, nil)
			if err != nil {
				t.Fatal(err)
			}
			e, err := d.Edition(t.Context(), r.Version, nil)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, f := range e.Version.Files {
				names = append(names, f.Name)
			}
			if got := strings.Join(names, " "); got != test.want {
				t.Errorf("files %q, want %q", got, test.want)
			}
		})
	}
}

func TestTheSampleIsNotAddedTo(t *testing.T) {
	d := open(t, nil)
	v, err := d.shelf.Save(t.Context(), library.Draft{Origin: library.OriginShipped, Content: library.Content{Files: []corpus.File{file("mau.txt", plan("9/KH-BXD", paint))}}})
	if err != nil {
		t.Fatal(err)
	}
	d.publish(v.ID)
	e, err := d.Edition(t.Context(), d.load(file("a.txt", plan("1/KH-BXD", roof))), nil)
	if err != nil || len(e.Version.Files) != 1 {
		t.Errorf("files %v, %v: want the loaded one alone", e.Version.Files, err)
	}
}

func TestWhatCannotBeReadIsToldAndNotKept(t *testing.T) {
	d := open(t, nil)
	good := file("a.txt", plan("1/KH-BXD", roof))
	r, err := d.Load(t.Context(), []corpus.File{good, file("b.docx", []byte("PK"))}, library.LoadOptions{}, nil)
	if err != nil || len(r.Failed) != 1 || r.Failed[0].File != "b.docx" || r.Failed[0].Reason == "" {
		t.Fatalf("failed are %+v, %v", r.Failed, err)
	}
	v, err := d.Open(t.Context())
	if err != nil || len(v.Files) != 1 {
		t.Errorf("kept are %v, %v", v.Files, err)
	}
	var unread *library.UnreadError
	for name, files := range map[string][]corpus.File{
		"nothing new":    {file("c.docx", []byte("PK"))},
		"stamped":        {file("d.txt", append([]byte("TUYỆT MẬT\n\n"), plan("3/KH-BXD", roof)...))},
		"unknown format": {file("e.exe", []byte("MZ\x90\x00"))},
	} {
		if _, err := d.Load(t.Context(), files, library.LoadOptions{}, nil); !errors.As(err, &unread) || len(unread.Failed) != 1 || !errors.Is(err, library.ErrNothing) {
			t.Errorf("%s: %v, want why nothing was read", name, err)
		}
	}
	if again, err := d.Open(t.Context()); err != nil || again.ID != v.ID {
		t.Errorf("the open candidate is %d, %v; want %d", again.ID, err, v.ID)
	}
}

func TestPublishRefuses(t *testing.T) {
	d := open(t, nil)
	first := d.load(file("a.txt", plan("1/KH-BXD", roof)))
	d.publish(first)
	second := d.load(file("a.txt", plan("1/KH-BXD", later)))
	for name, test := range map[string]struct {
		id, replaces int64
		want         error
	}{
		"unknown":            {99, 0, library.ErrUnknown},
		"in force already":   {first, 0, library.ErrState},
		"another in force":   {second, 77, library.ErrConflict},
		"discard what is on": {first, -1, library.ErrState},
	} {
		t.Run(name, func(t *testing.T) {
			var err error
			if test.replaces < 0 {
				err = d.Discard(t.Context(), test.id)
			} else {
				err = d.Publish(t.Context(), test.id, test.replaces, "")
			}
			if !errors.Is(err, test.want) || d.InForce().Version.ID != first {
				t.Errorf("%v, in force is %d", err, d.InForce().Version.ID)
			}
		})
	}
}

func TestADropNeedsAReason(t *testing.T) {
	records, err := golden.Read("bo cau hoi", strings.NewReader(`{"id":"mai","q":"`+roofQuestion+`","must":["Tháng 6/2026"]}`))
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, func(c *library.Config) {
		c.Golden = func(context.Context) ([]golden.Record, error) { return records, nil }
	})
	first := d.load(file("a.txt", plan("1/KH-BXD", roof)))
	d.publish(first)
	second := d.load(file("a.txt", plan("1/KH-BXD", later)))
	r, err := d.Review(t.Context(), second, nil)
	if err != nil || !r.Golden.Drop() || len(r.Golden.Worse) != 1 {
		t.Errorf("golden %+v, %v; want a drop", r.Golden, err)
	}
	if err := d.Publish(t.Context(), second, 0, ""); !errors.Is(err, library.ErrDrop) {
		t.Errorf("published a drop without a word: %v", err)
	}
	if err := d.Publish(t.Context(), second, 0, "hạn đã được gia hạn"); err != nil {
		t.Error(err)
	}
}

func TestEdit(t *testing.T) {
	d := open(t, nil)
	d.publish(d.load(file("a.txt", plan("1/KH-BXD", roof, paint))))
	task := &d.InForce().Corpus.Tasks[0]
	fix, err := edits.New(edits.Edit{
		Kind: edits.ChangeTask, At: time.Now(), By: "ban thư ký", Reason: "theo công văn đính chính", Anchors: d.InForce().Applied.Anchors(task.ID),
		Task: &edits.TaskFields{Milestones: &[]edits.Milestone{{Phrase: "trước ngày 15/7/2026"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Edit(t.Context(), fix)
	if err != nil {
		t.Fatal(err)
	}
	d.wantAnswer(roofQuestion, "30/06/2026") // not published yet
	d.publish(v.ID)
	d.wantAnswer(roofQuestion, "14/07/2026")

	// It survives a new version of the file in which its row is unchanged, and is stale where it is not.
	same := d.load(file("a.txt", plan("1/KH-BXD", "Quét vôi hàng rào|Bộ Tài chính|Tháng 2/2026", roof)))
	d.publish(same)
	d.wantAnswer(roofQuestion, "14/07/2026")
	r, err := d.Review(t.Context(), d.load(file("a.txt", plan("1/KH-BXD", later))), nil)
	if err != nil || len(r.Edits) != 1 || r.Edits[0].Stale == "" {
		t.Errorf("edits %+v, %v; want a stale one", r.Edits, err)
	}
	without, err := d.Withdraw(t.Context(), fix.ID)
	if err != nil || without.Edits != 0 {
		t.Errorf("withdrawn: %+v, %v", without, err)
	}
}

// TestAGoodFileStays when what came under its name cannot be read.
func TestAGoodFileStays(t *testing.T) {
	d := open(t, nil)
	a, b := file("a.txt", plan("1/KH-BXD", roof)), file("b.txt", plan("2/KH-BXD", paint))
	both := d.load(a, b)
	var unread *library.UnreadError
	if _, err := d.Load(t.Context(), []corpus.File{file("a.txt", []byte("\x89PNG\r\n\x1a\n"))}, library.LoadOptions{}, nil); !errors.As(err, &unread) {
		t.Errorf("%v, want why nothing was read", err)
	}
	c := file("c.txt", plan("3/KH-BXD", later))
	r, err := d.Load(t.Context(), []corpus.File{file("a.txt", []byte("\x89PNG\r\n\x1a\n")), c}, library.LoadOptions{}, nil)
	if err != nil || len(r.Failed) != 1 || r.Version == both || len(r.Documents) != 3 {
		t.Errorf("failed %v, %v; documents %v, want a, b and c", r.Failed, err, r.Documents)
	}
	e, err := d.Edition(t.Context(), r.Version, nil)
	if err != nil || len(e.Corpus.Documents) != 3 || len(e.Failed) > 0 {
		t.Errorf("the candidate has %+v, %v", e.Version.Files, err)
	}
}

// TestReviewIsStored: it is not made again, but for golden questions that came since.
func TestReviewIsStored(t *testing.T) {
	var records []golden.Record
	d := open(t, func(c *library.Config) {
		c.Golden = func(context.Context) ([]golden.Record, error) { return records, nil }
	})
	first := d.load(file("a.txt", plan("1/KH-BXD", roof)))
	d.publish(first)
	second := d.load(file("a.txt", plan("1/KH-BXD", later)))
	lazy := library.New(library.Config{Shelf: d.shelf, Journal: d.shelf, Agencies: func() *agency.Registry {
		t.Error("a stored review is made again")
		return agency.Default()
	}})
	if r, err := lazy.Review(t.Context(), second, nil); err != nil || len(r.Changes) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	var err error
	if records, err = golden.Read("bo", strings.NewReader(`{"id":"mai","q":"`+roofQuestion+`","must":["Tháng 6/2026"]}`)); err != nil {
		t.Fatal(err)
	}
	if r, err := d.Review(t.Context(), second, nil); err != nil || !r.Golden.Drop() {
		t.Errorf("golden %+v, %v; want the drop of a question that came later", r.Golden, err)
	}
}
