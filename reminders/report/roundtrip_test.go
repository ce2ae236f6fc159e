package report

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus/docfile"
	"dondoc/reminders"
)

// hostile are texts that break spreadsheets, CSV, XML or what reads them.
var hostile = []string{
	"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", "''=1", "'", "''", "'abc", "＝1", "＠a",
	"=cmd|'/c calc'!A0", "a;=1;b", "a,=1", "a\n=1", `a;"=1"`, "a; =1", "a;'=1", "a,',=x", ";;==", `"`, `""`, `a"b`, `","`, "\";\"",
	"12/2023", "'12/2023", "1e5", "00123", "1-2", "5,-3", "2023", "1.000", "1:30", "12/", "3 4",
	"_x000A_", "_x005F_", "_x005F_x000A_", "_x0041", "_xD800_", "__x0041__", "_x005f_", "_xzzzz_", "_x0041_x0042_", "_x005F_x005F_x0041_",
	"a\x00b", "a\x1bb", "a\u0085b", "a\u2028b", "\u202egnp.exe", "a\ufeffb", "\ufffe", "a\uE000b", "\xff\xfe", "e\u0301",
	"Ð", "hòa", "ho\u0300a", "  hai   blank  ", "dòng 1\r\n\r\n  dòng 2\n", "</t></is>", "<b>&amp;", "]]>", "\U0001F600", "sep=;",
	"Hoàn thành", "31/05/2023", "2023-05-31", "TRUE", "#REF!", `\.`, "\u00a0", strings.Repeat("ộ", longestReport),
}

// hostileRows hold every hostile text in every column of text.
func hostileRows() []Row {
	var rows []Row
	for i, s := range hostile {
		if tidy(s) == "" {
			continue
		}
		for _, r := range []Row{
			{Work: reminders.Work{Milestone: s, Agency: fmt.Sprint("A", i)}},
			{Work: reminders.Work{Milestone: fmt.Sprint("m", i), Agency: s}},
			{Work: reminders.Work{Milestone: fmt.Sprint("n", i), Agency: "A"}, Report: s, Note: s},
			{Work: reminders.Work{Milestone: fmt.Sprint("o", i), Agency: "A"}, Task: s, Document: s, Section: s, Title: s, Phrase: s, By: s},
		} {
			// Keys are of one line.
			if strings.Contains(tidy(r.Work.Milestone+r.Work.Agency), "\n") {
				continue
			}
			rows = append(rows, r)
		}
	}
	return rows
}

func TestWhatIsExportedComesBack(t *testing.T) {
	for name, rows := range map[string][]Row{"everyday": someRows(), "hostile": hostileRows()} {
		for _, w := range writers {
			t.Run(name+" "+w.name, func(t *testing.T) {
				got, err := Read(w.name, w.write(t, rows))
				if err != nil {
					t.Fatal(err)
				}
				for i, c := range got {
					if c.Line < i+2 {
						t.Fatalf("change %d stands in line %d", i, c.Line)
					}
				}
				if diff := cmp.Diff(changesIn(rows), withoutLines(got)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestCSVAsItIsWritten(t *testing.T) {
	golden(t, "progress.csv", writers[0].write(t, someRows()))
}

// TestNoCellOfCSVIsAFormula looks at the file as spreadsheets of either habit do.
func TestNoCellOfCSVIsAFormula(t *testing.T) {
	content := writers[0].write(t, hostileRows())
	for _, comma := range []rune{',', ';'} {
		in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte(byteOrderMark))))
		in.Comma, in.FieldsPerRecord, in.LazyQuotes = comma, -1, true
		cells := 0
		for {
			record, err := in.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, cell := range record {
				cells++
				if cell = strings.TrimLeft(cell, " \t\r\n\""); cell != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(cell)[0]) {
					t.Errorf("parted by %q: %q runs", comma, cell)
				}
			}
		}
		if cells < len(hostile) {
			t.Errorf("only %d cells", cells)
		}
	}
}

func TestTidyIsWhatDocfileDoes(t *testing.T) {
	if got := tidy("a" + docfile.Footnote + "b"); got != "ab" {
		t.Errorf("footnote: %q", got)
	}
	for _, s := range hostile {
		if once := tidy(s); tidy(once) != once {
			t.Errorf("tidy(%q) is not stable", s)
		}
	}
}

func TestRowsThatCannotComeBackAreNotWritten(t *testing.T) {
	good := reminders.Work{Milestone: "m", Agency: "A"}
	for name, r := range map[string]Row{
		"no milestone":     {Work: reminders.Work{Agency: "A"}},
		"no agency":        {Work: reminders.Work{Milestone: "m", Agency: " \u200b"}},
		"unknown state":    {Work: good, State: "done?"},
		"a long milestone": {Work: reminders.Work{Milestone: strings.Repeat("m", longestKey+1), Agency: "A"}},
		"a long report":    {Work: good, Report: strings.Repeat("a", longestReport+1)},
		"a long note":      {Work: good, Note: strings.Repeat("a", longestNote+1)},
	} {
		if err := WriteCSV(io.Discard, []Row{r}); err == nil || !strings.HasPrefix(err.Error(), "report: write csv: row 1: ") {
			t.Errorf("%s: WriteCSV = %v", name, err)
		}
		if err := WriteXLSX(io.Discard, []Row{r}); err == nil || !strings.HasPrefix(err.Error(), "report: write xlsx: row 1: ") {
			t.Errorf("%s: WriteXLSX = %v", name, err)
		}
	}
}

func TestWhatIsForReadingIsCut(t *testing.T) {
	row := Row{Work: reminders.Work{Milestone: "m", Agency: "A"}, Title: strings.Repeat("ộ ", 5000)}
	content := string(writers[0].write(t, []Row{row}))
	if !strings.Contains(content, "…") || len(content) > 4*longestText {
		t.Errorf("%d bytes", len(content))
	}
}

func TestWritersPassErrorsOn(t *testing.T) {
	broken := errors.New("disk full")
	if err := WriteCSV(failing{broken}, someRows()); !errors.Is(err, broken) {
		t.Errorf("WriteCSV = %v", err)
	}
	if err := WriteXLSX(failing{broken}, someRows()); !errors.Is(err, broken) {
		t.Errorf("WriteXLSX = %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
