package report

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

func TestReadCSV(t *testing.T) {
	m := func(line int, state reminders.State) Change {
		return Change{Line: line, Work: reminders.Work{Milestone: "m1", Agency: "Bộ A"}, State: state}
	}
	with := func(c Change, change func(*Change)) Change { change(&c); return c }
	const momentHead = "Mã mốc,Cơ quan,Trạng thái,Cập nhật lúc\nm1,Bộ A,Hoàn thành,"
	at := func(hour, minute int) Change {
		return with(m(2, reminders.Done), func(c *Change) {
			c.HasAt, c.At = true, time.Date(2023, 5, 30, hour, minute, 0, 0, viet.Hanoi)
		})
	}
	for name, tc := range map[string]struct {
		in   string
		want Change
	}{
		"the least":          {"Mã mốc,Cơ quan,Trạng thái\nm1,Bộ A,Hoàn thành\n", m(2, reminders.Done)},
		"no line end":        {"Mã mốc,Cơ quan,Trạng thái\nm1,Bộ A,Hoàn thành", m(2, reminders.Done)},
		"semicolons":         {"Mã mốc;Cơ quan;Trạng thái\nm1;Bộ A;Gia hạn\n", Change{}},
		"semicolons, CRLF":   {"Mã mốc;Cơ quan;Trạng thái\r\nm1;Bộ A;Đang thực hiện\r\n", m(2, reminders.InProgress)},
		"a mark":             {"\uFEFFMã mốc,Cơ quan,Trạng thái\nm1,Bộ A,Đã hủy\n", m(2, reminders.Cancelled)},
		"another order":      {"Trạng thái,Lạ,Cơ quan,Mã mốc\nHoàn thành,x,Bộ A,m1\n", m(2, reminders.Done)},
		"short lines":        {"Mã mốc,Cơ quan,Trạng thái,Ghi chú\nm1,Bộ A,Hoàn thành\n", with(m(2, reminders.Done), func(c *Change) { c.HasNote = true })},
		"without marks":      {"MA MOC,co quan, Trang  thai\nm1,Bộ A,HOAN THANH\n", m(2, reminders.Done)},
		"the other spelling": {"Mã mốc,Cơ quan,Trạng thái\nm1,Bộ A,Đã huỷ\n", m(2, reminders.Cancelled)},
		"decomposed":         {"Mã mô\u0301c,Cơ quan,Trạng thái\nm1,Bô\u0323 A,Hoàn thành\n", m(2, reminders.Done)},
		"a title above":      {"BẢNG TIẾN ĐỘ,,\n,,\nMã mốc,Cơ quan,Trạng thái\n,,\nm1,Bộ A,Hoàn thành\n,,\n", m(5, reminders.Done)},
		"a cell of lines":    {"Mã mốc,Cơ quan,Trạng thái,Ghi chú\nm1,Bộ A,Hoàn thành,\"một\r\n hai\"\n", with(m(2, reminders.Done), func(c *Change) { c.HasNote, c.Note = true, "một\nhai" })},
		"an ISO day":         {"Mã mốc,Cơ quan,Trạng thái,Gia hạn đến\nm1,Bộ A,Gia hạn,2023-06-05\n", with(m(2, reminders.Extended), func(c *Change) { c.HasUntil, c.Until = true, day(2023, 6, 5) })},
		"a short day":        {"Mã mốc,Cơ quan,Trạng thái,Kỳ\nm1,Bộ A,Hoàn thành,5/6/2023\n", with(m(2, reminders.Done), func(c *Change) { c.Work.Due = day(2023, 6, 5) })},
		"a guarded report":   {"Mã mốc,Cơ quan,Trạng thái,Số báo cáo\nm1,Bộ A,Hoàn thành,'=1\n", with(m(2, reminders.Done), func(c *Change) { c.HasReport, c.Report = true, "=1" })},
		"a report of quotes": {"Mã mốc;Cơ quan;Trạng thái;Số báo cáo\nm1;Bộ A;Hoàn thành;'1, 2' và 3\n", with(m(2, reminders.Done), func(c *Change) { c.HasReport, c.Report = true, "'1, 2' và 3" })},
		"a moment":           {momentHead + "30/05/2023 08:15\n", at(8, 15)},
		"a short moment":     {momentHead + "30/5/2023  8:05:59\n", at(8, 5)},
		"an ISO moment":      {momentHead + "2023-05-30 23:59\n", at(23, 59)},
		"a day for a moment": {momentHead + "30/05/2023\n", at(0, 0)},
		"no moment":          {momentHead + "\n", with(m(2, reminders.Done), func(c *Change) { c.HasAt = true })},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Read("a.csv", []byte(tc.in))
			if tc.want.Line == 0 {
				if err == nil || !strings.Contains(err.Error(), "cần có ngày") {
					t.Fatalf("Read = %v, %v", got, err)
				}
				return
			}
			if diff := cmp.Diff([]Change{tc.want}, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	const head = "Mã mốc,Cơ quan,Trạng thái,Gia hạn đến,Số báo cáo\n"
	var many strings.Builder
	many.WriteString(head)
	for i := range 13 {
		fmt.Fprintf(&many, "m%d,A,Xong,,\n", i)
	}
	var out strings.Builder
	for _, tc := range []struct{ name, file, in string }{
		{"empty", "a.csv", " \n"},
		{"no headers", "a.csv", "m1,A,Hoàn thành\n"},
		{"a missing column", "a.csv", "Mã mốc,Cơ quan\nm1,A\n"},
		{"two missing columns, semicolons", "a.csv", "Mã mốc;Ghi chú\nm1;A\n"},
		{"a column twice", "a.csv", "Mã mốc,Cơ quan,Trạng thái,TRẠNG THÁI\nm1,A,Hoàn thành,Hoàn thành\n"},
		{"no lines", "a.csv", head},
		{"a line of many faults", "a.csv", head + ",,Xong,31/6/2023," + strings.Repeat("a", longestReport+1) + "\n"},
		{"an extension without a day", "a.csv", head + "m1,A,Gia hạn,,\n"},
		{"a month before a day", "a.csv", head + "m1,A,Gia hạn,5/31/2023,\n"},
		{"a year of two digits", "a.csv", head + "m1,A,Gia hạn,31/5/23,\n"},
		{"moments that are none", "a.csv", "Mã mốc,Cơ quan,Trạng thái,Cập nhật lúc\nm1,A,Hoàn thành,30/05/2023 24:15\nm2,A,Hoàn thành,31/6/2023 08:15\nm3,A,Hoàn thành,08:15\nm4,A,Hoàn thành,hôm qua\n"},
		{"the same Work twice", "a.csv", head + "m1,A,Hoàn thành,,\nm2,A,Hoàn thành,,\nm1,A,Đã hủy,,\n"},
		{"an open quote", "a.csv", head + "m1,\"A,Hoàn thành,,\nm2,A,Hoàn thành,,\n"},
		{"an open quote, semicolons", "a.csv", strings.ReplaceAll(head, ",", ";") + "\"m1;A;Hoàn thành;;\n"},
		{"a summary below", "a.csv", head + "m1,A,Hoàn thành,,\nTổng cộng,,,,\n"},
		{"more than ten", "a.csv", many.String()},
		{"another encoding", "a.csv", "M\xe3 m\xe8c,C\xac quan,Tr\xb9ng th\xb8i\n"},
		{"UTF-16", "a.csv", "\xff\xfeM\x00\n\x00"},
		{"a picture", "a.png", "\x89PNG\r\n\x1a\n\x00\x00"},
		{"an old workbook", "a.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)},
		{"a document of Word", "a.xlsx", wordDocument(t)},
		{"half a workbook", "a.xlsx", "PK\x03\x04 half"},
	} {
		changes, err := Read(tc.file, []byte(tc.in))
		var fault *ImportError
		if changes != nil || !errors.As(err, &fault) || !errors.Is(err, reminders.ErrInvalid) {
			t.Errorf("%s: Read = %v, %v", tc.name, changes, err)
			continue
		}
		fmt.Fprintf(&out, "== %s\n%v\n\n", tc.name, err)
	}
	golden(t, "faults.txt", []byte(out.String()))
}

// wordDocument is the least that docfile takes for .docx.
func wordDocument(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	const text = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Mã mốc</w:t></w:r></w:p></w:body></w:document>`
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadIsBound(t *testing.T) {
	line := func(i int) string { return fmt.Sprintf("m%d,A,Hoàn thành\n", i) }
	var b strings.Builder
	b.WriteString("Mã mốc,Cơ quan,Trạng thái\n")
	for i := range MaxRows {
		b.WriteString(line(i))
	}
	if got, err := Read("a.csv", []byte(b.String())); err != nil || len(got) != MaxRows {
		t.Errorf("%d rows: %d, %v", MaxRows, len(got), err)
	}
	b.WriteString(line(MaxRows))
	if _, err := Read("a.csv", []byte(b.String())); err == nil || !strings.Contains(err.Error(), "hơn 20000 dòng") {
		t.Errorf("one row more: %v", err)
	}
	if _, err := Read("a.csv", bytes.Repeat([]byte("a"), MaxSize+1)); err == nil || !strings.Contains(err.Error(), "lớn hơn 8 MB") {
		t.Errorf("one byte more: %v", err)
	}
}

// book makes a workbook: for each sheet its rows.
func book(t *testing.T, sheets ...[][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, rows := range sheets {
		name := fmt.Sprintf("Sheet%d", i+1)
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for j, row := range rows {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", j+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
