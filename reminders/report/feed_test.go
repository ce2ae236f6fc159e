package report

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

var madeAt = time.Date(2023, 5, 20, 8, 0, 0, 0, viet.Hanoi)

func someEntries() []Entry {
	work := func(id string) reminders.Work {
		return reminders.Work{Milestone: id, Agency: "Ủy ban nhân dân tỉnh Bắc Giang"}
	}
	return []Entry{
		{
			Work: work("m2"), Title: strings.Repeat("Kết nối, chia sẻ dữ liệu; ", 10), Document: "17/QĐ-UBQGCĐS", Section: "IV.6",
			Phrase: "chậm nhất ngày 31/12/2023", Due: day(2023, 12, 31), State: reminders.InProgress,
		},
		{Work: work("m1"), Title: "Số hóa hồ sơ", Due: day(2023, 5, 31), State: reminders.Done, Report: "123/BC-STTTT"},
		{Work: work("m3"), Title: "Việc đã thôi", Due: day(2024, 2, 28), State: reminders.Cancelled},
		{Work: work("m4"), Title: "Việc lùi hạn", Due: day(2024, 2, 29), State: reminders.Extended, Until: day(2024, 2, 29)},
		{Work: work("m5"), Title: "Không có ngày"},
		{Work: work("m1"), Title: "Số hóa hồ sơ, lần hai", Due: day(2023, 6, 30)},
	}
}

func feed(t *testing.T, name string, entries []Entry) (raw []byte, cal *ics.Calendar) {
	t.Helper()
	raw, err := Calendar(name, entries, madeAt)
	if err != nil {
		t.Fatal(err)
	}
	cal, err = ics.ParseCalendar(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return raw, cal
}

func TestCalendarAsItIsWritten(t *testing.T) {
	raw, _ := feed(t, "Ban Chỉ đạo chuyển đổi số tỉnh Bắc Giang", someEntries())
	// git would change the line ends of the file.
	golden(t, "feed.ics", bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")))
}

func TestCalendarReadBack(t *testing.T) {
	_, cal := feed(t, "A", someEntries())
	events := cal.Events()
	if len(events) != 4 {
		t.Fatalf("%d events", len(events))
	}
	for i, want := range []struct {
		from, to, summary string
		status            ics.ObjectStatus
	}{
		{"2023-05-31", "2023-06-01", "✓ Hoàn thành: Số hóa hồ sơ", ics.ObjectStatusConfirmed},
		{"2023-12-31", "2024-01-01", "Hạn: Kết nối, chia sẻ dữ liệu; Kết nối, chia sẻ dữ liệu; Kết nối, chia sẻ dữ liệu; K…", ics.ObjectStatusConfirmed},
		{"2024-02-28", "2024-02-29", "✗ Đã hủy: Việc đã thôi", ics.ObjectStatusCancelled},
		{"2024-02-29", "2024-03-01", "Hạn (đã gia hạn): Việc lùi hạn", ics.ObjectStatusConfirmed},
	} {
		from, err := events[i].GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		to, err := events[i].GetAllDayEndAt()
		if err != nil {
			t.Fatal(err)
		}
		if from.Format(time.DateOnly) != want.from || to.Format(time.DateOnly) != want.to {
			t.Errorf("event %d from %v to %v", i, from, to)
		}
		if got := textOf(events[i], ics.ComponentPropertySummary); got != want.summary {
			t.Errorf("event %d: summary %q", i, got)
		}
		if got := textOf(events[i], ics.ComponentPropertyStatus); got != string(want.status) {
			t.Errorf("event %d: status %q", i, got)
		}
		if stamp, err := events[i].GetDtStampTime(); err != nil || !stamp.Equal(madeAt) {
			t.Errorf("event %d: stamp %v, %v", i, stamp, err)
		}
		if len(events[i].Alarms()) != 0 {
			t.Errorf("event %d rings", i)
		}
	}
}

func textOf(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

func TestEventsKeepTheirUID(t *testing.T) {
	uid := func(e Entry) string {
		_, cal := feed(t, "A", []Entry{e})
		return cal.Events()[0].Id()
	}
	work := reminders.Work{Milestone: "m1", Agency: "A"}
	first := uid(Entry{Work: work, Title: "a", Due: day(2023, 5, 31)})
	if got := uid(Entry{Work: work, Title: "b", Due: day(2023, 6, 30), State: reminders.Done}); got != first {
		t.Errorf("the UID changed from %s to %s", first, got)
	}
	for _, w := range []reminders.Work{
		{Milestone: "m2", Agency: "A"}, {Milestone: "m1", Agency: "B"}, {Milestone: "m1", Agency: "A", Due: day(2023, 5, 31)},
		{Milestone: "m", Agency: "1A"},
	} {
		if uid(Entry{Work: w, Due: day(2023, 5, 31)}) == first {
			t.Errorf("%+v has the same UID", w)
		}
	}
}

func TestCalendarOfHostileText(t *testing.T) {
	texts := append([]string{
		"a,b;c\\d:e\"f", "một\nhai\r\nba\rbốn", "BEGIN:VEVENT\r\nEND:VCALENDAR", "\\n\\N\\,\\;", strings.Repeat("ộ", 999),
		strings.Repeat("ữ ", 300), strings.Repeat("<>", 300), "a\u2028b",
	}, hostile...)
	for _, s := range texts {
		raw, cal := feed(t, s, []Entry{{
			Work: reminders.Work{Milestone: s, Agency: s}, Title: s, Document: s, Section: s, Phrase: s, Report: s, Due: day(2023, 5, 31),
		}})
		checkFolding(t, raw)
		events := cal.Events()
		if len(events) != 1 {
			t.Fatalf("%q: %d events", s, len(events))
		}
		want := viet.Squeeze(tidy(s))
		if want == "" {
			continue
		}
		if got := textOf(events[0], ics.ComponentPropertySummary); got != "Hạn: "+cut(want, longestSummary) {
			t.Errorf("%q: summary %q", s, got)
		}
		lines := strings.Split(textOf(events[0], ics.ComponentPropertyDescription), "\n")
		if len(lines) != 7 || lines[2] != "Văn bản: "+cut(want, longestText) {
			t.Errorf("%q: description %q", s, lines)
		}
	}
}

// checkFolding holds the file against RFC 5545, 3.1: lines of at most 75 octets of whole letters that end in CRLF.
func checkFolding(t *testing.T, raw []byte) {
	t.Helper()
	lines := strings.Split(string(raw), "\r\n")
	if lines[len(lines)-1] != "" {
		t.Error("the last line has no end")
	}
	for _, line := range lines {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x00\x1b") {
			t.Errorf("line of %d octets: %q", len(line), line)
		}
	}
}

func TestCalendarOfNothing(t *testing.T) {
	raw, cal := feed(t, "Bộ A", nil)
	checkFolding(t, raw)
	if len(cal.Events()) != 0 || !bytes.Contains(raw, []byte("X-WR-CALNAME:Bộ A\r\n")) {
		t.Errorf("%s", raw)
	}
}
