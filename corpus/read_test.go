package corpus_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/docfile"
)

const smallPlan = `KẾ HOẠCH
Khám răng học đường năm 2024

II. NHIỆM VỤ

TT	Nhiệm vụ	Cơ quan chủ trì	Thời hạn
1	Khám răng lớp một	Bộ Y tế	Tháng 3
1	Khám răng lớp hai	Bộ Y tế	Tháng 4
1-2	Khám răng lớp ba	Bộ Y tế	Tháng 5
1	Khám răng lớp bốn	Bộ Y tế	Tháng 6
`

func file(name, text string) corpus.File { return corpus.File{Name: name, Content: []byte(text)} }

func TestReadIsDeterministic(t *testing.T) {
	for name, files := range map[string]func(testing.TB) []corpus.File{"real": realFiles, "shipped": shippedFiles} {
		t.Run(name, func(t *testing.T) {
			input := files(t)
			a, b := mustRead(t, input...), mustRead(t, input...)
			if !reflect.DeepEqual(a, b) {
				t.Errorf("two readings of the same files differ:\n%s", cmp.Diff(facts(a, true), facts(b, true)))
			}
		})
	}
}

func TestReadLeavesItsInputAlone(t *testing.T) {
	input := []byte("\uFEFF" + smallPlan)
	before := string(input)
	mustRead(t, corpus.File{Name: "a.txt", Content: input})
	if string(input) != before {
		t.Error("Read has changed the bytes that it was given")
	}
}

func TestReadSaysWhichFilesFailed(t *testing.T) {
	files := []corpus.File{
		file("a.docx", "PK"),
		file("b.txt", smallPlan),
		file("c.txt", " \n"),
		{Name: "d.md", Content: []byte{0xE9, 0x20, 0xB5}},
	}
	c, failed, err := corpus.Read(t.Context(), files, agency.Default(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Documents) != 1 || len(c.Tasks) != 4 {
		t.Errorf("%d documents, %d tasks beside the failed files, want 1 and 4", len(c.Documents), len(c.Tasks))
	}
	want := map[string]error{"a.docx": docfile.ErrFormat, "c.txt": docfile.ErrNoText, "d.md": docfile.ErrEncoding}
	if len(failed) != len(want) {
		t.Fatalf("failed: %v", failed)
	}
	for _, f := range failed {
		if !errors.Is(f, want[f.File]) {
			t.Errorf("%s: %v, want %v", f.File, f.Err, want[f.File])
		}
		if !strings.HasPrefix(f.Error(), f.File+": ") {
			t.Errorf("the message %q does not name the file", f)
		}
	}
}

func TestReadNothing(t *testing.T) {
	for name, files := range map[string][]corpus.File{
		"no files":   nil,
		"all failed": {file("a.docx", "PK"), file("b.txt", "")},
	} {
		t.Run(name, func(t *testing.T) {
			c, failed, err := corpus.Read(t.Context(), files, agency.Default(), nil)
			if c != nil || !errors.Is(err, corpus.ErrNothing) || len(failed) != len(files) {
				t.Errorf("Read = %v, %v, %v", c, failed, err)
			}
		})
	}
}

func TestReadStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var read []string
	progress := func(_, _ int, name string) {
		read = append(read, name)
		if len(read) == 2 {
			cancel()
		}
	}
	files := []corpus.File{file("a.txt", smallPlan), file("b.txt", smallPlan), file("c.txt", smallPlan)}
	c, _, err := corpus.Read(ctx, files, agency.Default(), progress)
	if c != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("Read = %v, %v", c, err)
	}
	if diff := cmp.Diff([]string{"a.txt", "b.txt"}, read); diff != "" {
		t.Errorf("files begun (-want +got)\n%s", diff)
	}
}

func TestReadReportsProgress(t *testing.T) {
	var heard []string
	progress := func(done, total int, name string) { heard = append(heard, fmt.Sprint(done, "/", total, " ", name)) }
	files := []corpus.File{file("a.txt", smallPlan), file("b.docx", "PK")}
	if _, _, err := corpus.Read(t.Context(), files, agency.Default(), progress); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"0/2 a.txt", "1/2 b.docx", "2/2 "}, heard); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestIDs(t *testing.T) {
	c := mustRead(t, file("a.txt", smallPlan), file("b.txt", smallPlan))
	checkCorpus(t, c)
	var tasks []string
	for _, task := range c.Tasks[:4] {
		tasks = append(tasks, strings.TrimPrefix(task.ID, task.Document))
	}
	if diff := cmp.Diff([]string{":ii-1", ":ii-1-2", ":ii-1-2-2", ":ii-1-3"}, tasks); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if a, b := c.Documents[0].ID, c.Documents[1].ID; b != a+"-2" {
		t.Errorf("the same plan twice has the IDs %q and %q", a, b)
	}
	// A document keeps its IDs when another one is read beside it.
	alone := mustRead(t, file("x.txt", smallPlan))
	beside := mustRead(t, file("0.txt", "THÔNG BÁO\nVề lịch nghỉ lễ\n\nNghỉ hai ngày."), file("x.txt", smallPlan))
	for i, task := range alone.Tasks {
		if got := beside.Tasks[i].ID; got != task.ID {
			t.Errorf("task ID %q is %q beside another document", task.ID, got)
		}
	}
}

func TestReadDir(t *testing.T) {
	fsys := fstest.MapFS{
		"b.txt":               {Data: []byte("b")},
		"a.md":                {Data: []byte("a")},
		"Z.TXT":               {Data: []byte("z")},
		".hidden.txt":         {Data: []byte("not read")},
		"tỉnh/xã/kế hoạch.md": {Data: []byte("d")},
		"tỉnh/.git/x.txt":     {Data: []byte("not read")},
		"bảng.xlsx":           {Data: []byte("not read")},
		"tỉnh/README":         {Data: []byte("not read")},
		"thư mục.md/c.txt":    {Data: []byte("c")},
	}
	files, err := corpus.ReadDir(fsys)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.Name+"="+string(f.Content))
	}
	// Files of other formats come without content: Read says why each was left out.
	want := []string{"Z.TXT=z", "a.md=a", "b.txt=b", "bảng.xlsx=not read", "thư mục.md/c.txt=c", "tỉnh/README=", "tỉnh/xã/kế hoạch.md=d"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestReadDirOfNothing(t *testing.T) {
	if files, err := corpus.ReadDir(fstest.MapFS{}); err != nil || len(files) != 0 {
		t.Errorf("an empty folder gives %v, %v", files, err)
	}
	if _, err := corpus.ReadDir(brokenFS{}); !errors.Is(err, errBroken) {
		t.Errorf("error %v, want %v", err, errBroken)
	}
}

var errBroken = errors.New("disk broken")

type brokenFS struct{ fstest.MapFS }

func (brokenFS) ReadDir(string) ([]fs.DirEntry, error) { return nil, errBroken }
