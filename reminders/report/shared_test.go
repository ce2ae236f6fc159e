package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

var update = flag.Bool("update", false, "rewrite the expected outputs in testdata")

// golden compares with a file of testdata, byte by byte.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func day(year, month, d int) viet.Date {
	return viet.Date{Year: year, Month: time.Month(month), Day: d}
}

// someRows are rows as they are every day.
func someRows() []Row {
	return []Row{
		{
			Task: "t1", Work: reminders.Work{Milestone: "m1", Agency: "Ủy ban nhân dân tỉnh Bắc Giang"},
			Document: "17/QĐ-UBQGCĐS", Section: "IV.6", Title: "Số hóa hồ sơ, kết quả giải quyết thủ tục",
			Phrase: "Trước tháng 6/2023", Due: day(2023, 5, 31), State: reminders.Done, Report: "123/BC-STTTT",
			Note: "Đã xong;\nchờ nghiệm thu", By: "Nguyễn Văn A", At: time.Date(2023, 5, 30, 8, 15, 42, 0, viet.Hanoi),
		},
		{
			Task: "t2", Work: reminders.Work{Milestone: "m2", Agency: "Bộ Công an", Due: day(2023, 6, 5)},
			Document: "Kế hoạch \"số\"", Section: "1/5", Title: "- Báo cáo hằng tháng", Phrase: "ngày 05 hằng tháng",
			Due: day(2023, 7, 5), State: reminders.Extended, Report: "12/2023", Note: "=HYPERLINK(\"http://a\";\"b\")",
			Until: day(2023, 7, 5),
		},
		{Work: reminders.Work{Milestone: "12e4", Agency: "Bộ Nội vụ"}, State: ""},
		{Work: reminders.Work{Milestone: "m4", Agency: "Bộ Nội vụ"}, State: reminders.InProgress, Due: day(2024, 2, 29)},
		{Work: reminders.Work{Milestone: "m5", Agency: "Bộ Nội vụ"}, State: reminders.Cancelled, Note: "'để trong nháy'"},
	}
}

// writers are the two ways out, by the name of what they make.
var writers = []struct {
	name  string
	write func(*testing.T, []Row) []byte
}{
	{"a.csv", func(t *testing.T, rows []Row) []byte {
		var b bytes.Buffer
		if err := WriteCSV(&b, rows); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}},
	{"a.xlsx", func(t *testing.T, rows []Row) []byte {
		var b bytes.Buffer
		if err := WriteXLSX(&b, rows); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}},
}

// changesIn are what an import of the exported rows has to give, but for the lines.
func changesIn(rows []Row) []Change {
	changes := make([]Change, len(rows))
	for i, r := range rows {
		c := Change{
			Work:  reminders.Work{Milestone: tidy(r.Work.Milestone), Agency: tidy(r.Work.Agency), Due: r.Work.Due},
			State: r.State, Report: tidy(r.Report), Note: tidy(r.Note), Until: r.Until, At: r.At.Truncate(time.Minute),
			HasReport: true, HasNote: true, HasUntil: true, HasAt: true,
		}
		if c.State == "" {
			c.State = reminders.NotStarted
		}
		changes[i] = c
	}
	return changes
}

// withoutLines forgets where the Changes stood.
func withoutLines(changes []Change) []Change {
	for i := range changes {
		changes[i].Line = 0
	}
	return changes
}
