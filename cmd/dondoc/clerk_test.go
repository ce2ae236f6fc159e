package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"dondoc/bot/people"
	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

var calendarURL = regexp.MustCompile(`https://dondoc\.example\.vn(/lich/[^\s/]+\.ics)`)

// TestCalendarLink: a member is given a link at the public address, which serves the calendar of their board until it is
// revoked; without a public address there is no link to offer.
func TestCalendarLink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := serve(t, "--data", dir, "--rehearse", "--as-of", "2023-04-20", "--public-url", "https://dondoc.example.vn/")
	v := memberOnWeb(t, s, dir)
	r := v.ask(s.url, "lịch")
	has(t, r.text(), "việc có hạn")
	if r.File == nil || !strings.HasSuffix(r.File.Name, ".ics") {
		t.Errorf("no file: %+v", r.File)
	}
	link := v.press(s.url, r, "Liên kết lịch").text()
	found := calendarURL.FindStringSubmatch(link)
	if found == nil {
		t.Fatalf("no link in %q", link)
	}
	status, body := fetch(t, http.DefaultClient, s.url+found[1])
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, body)
	}
	has(t, body, "BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20230531")
	for _, path := range []string{found[1] + "x", strings.TrimSuffix(found[1], ".ics"), feedPath + ".ics", feedPath + "a.ics"} {
		if status, _ := fetch(t, http.DefaultClient, s.url+path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
	if log := s.errOut.String(); strings.Contains(log, strings.TrimPrefix(found[1], feedPath)) {
		t.Errorf("the log tells the secret: %s", log)
	}

	dir = t.TempDir()
	s = serve(t, "--data", dir, "--rehearse", "--as-of", "2023-04-20")
	if r := memberOnWeb(t, s, dir).ask(s.url, "lịch"); len(r.Choices) > 0 || r.File == nil {
		t.Errorf("without a public address: %+v", r)
	}
}

// memberOnWeb is a visitor who is a member of the board of Bắc Giang.
func memberOnWeb(t *testing.T, s *serving, dir string) visitor {
	t.Helper()
	v := newVisitor(t)
	db := openStore(t, dir)
	const name = "Tỉnh Bắc Giang"
	boards, err := db.AddBoards(t.Context(), []store.NewBoard{{
		Board:      reminders.Board{Name: reminders.BoardName(name), Agency: name},
		Subscriber: reminders.Subscriber{Channel: "none", Chat: "1", Rule: reminders.DefaultRule(), Follows: []reminders.Follow{{Kind: reminders.FollowAgency, Value: name}}},
	}})
	if err != nil || len(boards) != 1 {
		t.Fatal(boards, err)
	}
	words, code := people.NewGrant(people.Member, false, boards[0].ID, "test", time.Now())
	if err := db.SaveCode(t.Context(), code); err != nil {
		t.Fatal(err)
	}
	has(t, v.ask(s.url, words).text(), "thành viên")
	return v
}

// TestWorkbookGoesBackIn: the table that a chat is sent can be filled in and imported.
func TestWorkbookGoesBackIn(t *testing.T) {
	t.Parallel()
	task := &reminders.Task{ID: "a", Document: "17/QĐ", Section: "IV.6", Title: "=HYPERLINK(\"http://x\")<b>Việc\x00\u202e", Milestones: []reminders.Milestone{{ID: "a/1", Phrase: "Quý I"}}}
	items := []reminders.Item{{
		Work: reminders.Work{Milestone: "a/1", Agency: "Bộ Y tế"}, Task: task, Milestone: &task.Milestones[0], Due: viet.Date{Year: 2023, Month: 5, Day: 31},
	}}
	content, err := workbook(items)
	if err != nil || !strings.HasPrefix(string(content), "PK") {
		t.Fatalf("%d bytes, %v", len(content), err)
	}
	if content, err := workbook(nil); err != nil || len(content) == 0 {
		t.Errorf("an empty table: %v", err)
	}
	calendar, err := calendarFile("Bộ Y tế\r\nX-EVIL:1", items, asked)
	if err != nil || strings.Contains(string(calendar), "\nX-EVIL") || !strings.Contains(string(calendar), "20230531") {
		t.Errorf("%v:\n%s", err, calendar)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(calendar), "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\x00\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
}
