package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

var headRow = []any{"Mã mốc", "Cơ quan", "Trạng thái", "Gia hạn đến", "Ghi chú"}

func TestReadWorkbook(t *testing.T) {
	done := func(line int, id string) Change {
		return Change{
			Line: line, Work: reminders.Work{Milestone: id, Agency: "Bộ A"}, State: reminders.Done, HasNote: true, HasUntil: true,
		}
	}
	updated := func(line int, id string, at time.Time) Change {
		return Change{Line: line, Work: reminders.Work{Milestone: id, Agency: "Bộ A"}, State: reminders.Done, At: at, HasAt: true}
	}
	extended := done(4, "7")
	extended.State, extended.Until = reminders.Extended, day(2023, 6, 5)
	for name, tc := range map[string]struct {
		sheets [][][]any
		want   []Change
		fault  string
	}{
		"a title, a number for an ID, a real day": {
			sheets: [][][]any{{{"BẢNG TIẾN ĐỘ"}, {}, headRow, {7, "Bộ A", "Gia hạn", time.Date(2023, 6, 5, 0, 0, 0, 0, time.UTC)}}},
			want:   []Change{extended},
		},
		"real moments": {
			sheets: [][][]any{{{"Mã mốc", "Cơ quan", "Trạng thái", "Cập nhật lúc"},
				{"m1", "Bộ A", "Hoàn thành", time.Date(2023, 5, 30, 8, 15, 0, 0, time.UTC)},
				{"m2", "Bộ A", "Hoàn thành", time.Date(2023, 5, 30, 0, 0, 0, 0, time.UTC)}, {"m3", "Bộ A", "Hoàn thành"}}},
			want: []Change{
				updated(2, "m1", time.Date(2023, 5, 30, 8, 15, 0, 0, viet.Hanoi)), updated(3, "m2", time.Date(2023, 5, 30, 0, 0, 0, 0, viet.Hanoi)),
				updated(4, "m3", time.Time{}),
			},
		},
		"another sheet before": {
			sheets: [][][]any{{{"Hướng dẫn", "điền", "vào trang sau"}}, {headRow, {"m1", "Bộ A", "Hoàn thành"}}},
			want:   []Change{done(2, "m1")},
		},
		"an empty row between": {
			sheets: [][][]any{{headRow, {"m1", "Bộ A", "Hoàn thành"}, {}, {"m2", "Bộ A", "Hoàn thành"}}},
			want:   []Change{done(2, "m1"), done(4, "m2")},
		},
		"two tables": {
			sheets: [][][]any{{headRow, {"m1", "Bộ A", "Hoàn thành"}}, {headRow, {"m1", "Bộ A", "Đã hủy"}}},
			fault:  "2 trang tính",
		},
		"a line below the table": {
			sheets: [][][]any{{headRow, {"m1", "Bộ A", "Hoàn thành"}, {}, {"Người lập bảng: Nguyễn Văn A"}}},
			fault:  "Dòng 4: “Người lập bảng: Nguyễn Văn A” nằm ngoài bảng",
		},
		"a missing agency at the end": {
			sheets: [][][]any{{headRow, {"m1", "Bộ A", "Hoàn thành"}, {"m2"}}},
			fault:  "Dòng 3: cột “Cơ quan”: để trống",
		},
		"a line too long to be one": {
			sheets: [][][]any{{append(headRow[:4:4], "Lạ", "Khác", "Nữa"), {
				"m1", "Bộ A", "Hoàn thành", nil, strings.Repeat("a", 30000), strings.Repeat("b", 30000), strings.Repeat("c", 30000),
			}}},
			fault: "quá dài",
		},
		"no table of ours": {
			sheets: [][][]any{{{"a", "b", "c"}, {"d", "e", "f"}}},
			fault:  "thiếu cột “Mã mốc”, “Cơ quan”, “Trạng thái”",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Read("a.xlsx", book(t, tc.sheets...))
			if tc.fault != "" {
				if got != nil || err == nil || !strings.Contains(err.Error(), tc.fault) {
					t.Fatalf("Read = %v, %v", got, err)
				}
				return
			}
			if diff := cmp.Diff(tc.want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestWorkbookAsExcelSeesIt opens an export as a spreadsheet does.
func TestWorkbookAsExcelSeesIt(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(writers[1].write(t, someRows())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	panes, err := f.GetPanes(sheetName)
	if err != nil || !panes.Freeze || panes.YSplit != 1 || panes.XSplit != 0 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	styleOf := func(cell string) *excelize.Style {
		id, err := f.GetCellStyle(sheetName, cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return style
	}
	if s := styleOf("C1"); !s.Font.Bold {
		t.Error("headers are not bold")
	}
	if s := styleOf("L3"); s.NumFmt != numFmtText || !s.Alignment.WrapText {
		t.Errorf("the look of a note: %+v", s)
	}
	if kind, err := f.GetCellType(sheetName, "L3"); err != nil || kind != excelize.CellTypeInlineString {
		t.Errorf("a note that looks like a formula is of type %v, %v", kind, err)
	}
	for cell, want := range map[string]string{
		"I2": "45077", "M3": "45112", "C3": "45082", "O2": "45076.34375", // days since 30/12/1899
		"J2": "Hoàn thành", "L3": `=HYPERLINK("http://a";"b")`, "L2": "Đã xong;\nchờ nghiệm thu", "M2": "", "B4": "12e4", "K3": "12/2023",
	} {
		got, err := f.GetCellValue(sheetName, cell, excelize.Options{RawCellValue: true})
		if err != nil || got != want {
			t.Errorf("%s = %q, %v, want %q", cell, got, err, want)
		}
	}
	if got, err := f.GetCellValue(sheetName, "I2"); err != nil || got != "31/05/2023" {
		t.Errorf("a day is shown as %q, %v", got, err)
	}
	for i, c := range columns {
		name, _ := excelize.ColumnNumberToName(i + 1)
		if w, err := f.GetColWidth(sheetName, name); err != nil || w != c.width {
			t.Errorf("column %s is %v wide, %v", name, w, err)
		}
		for row := range len(someRows()) + 1 {
			cell, _ := excelize.CoordinatesToCellName(i+1, row+1)
			if formula, err := f.GetCellFormula(sheetName, cell); err != nil || formula != "" {
				t.Errorf("%s has the formula %q, %v", cell, formula, err)
			}
		}
	}
	lists, err := f.GetDataValidations(sheetName)
	if err != nil || len(lists) != 1 || lists[0].Sqref != "J2:J6" {
		t.Errorf("lists %+v, %v", lists, err)
	}
	if filter := f.GetDefinedName(); len(filter) != 1 || !strings.HasSuffix(filter[0].RefersTo, "$A$1:$O$6") {
		t.Errorf("filter %+v", filter)
	}
}

func TestExportOfNothing(t *testing.T) {
	for _, w := range writers {
		if _, err := Read(w.name, w.write(t, nil)); err == nil || !strings.Contains(err.Error(), "không có dòng nào") {
			t.Errorf("%s: %v", w.name, err)
		}
	}
}
