package report

import (
	"bytes"
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dondoc/reminders"
)

func FuzzRead(f *testing.F) {
	for _, rows := range [][]Row{someRows(), hostileRows()[:8]} {
		var b bytes.Buffer
		if err := WriteCSV(&b, rows); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
		var x bytes.Buffer
		if err := WriteXLSX(&x, rows[:1]); err != nil {
			f.Fatal(err)
		}
		f.Add(x.Bytes())
	}
	for _, s := range []string{
		"", "\xEF\xBB\xBF", "Mã mốc;Cơ quan;Trạng thái\nm;A;Gia hạn", "Mã mốc,Cơ quan,Trạng thái,Kỳ\n'=m,A,hoan thanh,31/05/2023\n\"", "Mã mốc,Cơ quan,Trạng thái,Cập nhật lúc\nm,A,Hoàn thành,31/05/2023 8:15:59", "PK\x03\x04",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		changes, err := Read("a.csv", content)
		if err != nil {
			checkFaults(t, changes, err)
			return
		}
		if len(changes) == 0 {
			t.Fatal("no changes and no error")
		}
		rows := make([]Row, len(changes))
		for i, c := range changes {
			if i > 0 && c.Line <= changes[i-1].Line || c.Work.Milestone == "" || c.Work.Agency == "" || !c.State.Valid() {
				t.Fatalf("%+v", c)
			}
			rows[i] = Row{Work: c.Work, State: c.State, Report: c.Report, Note: c.Note, Until: c.Until, At: c.At}
		}
		for _, w := range writers {
			again, err := Read(w.name, w.write(t, rows))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(changesIn(rows), withoutLines(again)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", w.name, diff)
			}
		}
	})
}

func checkFaults(t *testing.T, changes []Change, err error) {
	t.Helper()
	var fault *ImportError
	if changes != nil || !errors.As(err, &fault) || !errors.Is(err, reminders.ErrInvalid) {
		t.Fatalf("Read = %v, %v", changes, err)
	}
	if len(fault.Faults) == 0 || len(fault.Faults) > mostFaults || !utf8.ValidString(err.Error()) {
		t.Fatalf("%+v", fault)
	}
}

func FuzzGuard(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = tidy(s)
		if tidy(s) != s {
			t.Fatalf("tidy is not stable on %q", s)
		}
		if got := unguard(guard(s)); got != s {
			t.Errorf("guard: %q came back as %q", s, got)
		}
		if got := unguard(guardCell(s)); got != s {
			t.Errorf("guardCell: %q came back as %q", s, got)
		}
		if got := tidy(withoutEscapes(s)); got != s {
			t.Errorf("withoutEscapes: %q came back as %q", s, got)
		}
	})
}
