//go:build unix

package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dondoc/corpus/viet"
)

// officeZone is a time zone in which it is now past seven and before seven in the evening of the day that Hanoi has, so
// that a reminder of today, sent from six, may go out whenever the test runs.
func officeZone(t *testing.T) string {
	t.Helper()
	now := time.Now()
	for hours := -12; hours <= 14; hours++ {
		zone := time.FixedZone("", hours*60*60)
		if local := now.In(zone); local.Hour() >= 7 && local.Hour() < 19 && local.Day() == now.In(viet.Hanoi).Day() {
			return fmt.Sprintf("Etc/GMT%+d", -hours) // the sign of these names is turned round
		}
	}
	t.Fatal("no time zone has office hours")
	return ""
}

// TestServeReminds sets up a board as an administrator would, lets the program remind it over Telegram's double, and
// answers as the board would: each thing reaches the chat, and what it said is in the export and the calendar.
func TestServeReminds(t *testing.T) {
	t.Parallel()
	const chat = int64(5501)
	databases(t, func(t *testing.T, url string) {
		dir := t.TempDir()
		admin := func(args ...string) result {
			t.Helper()
			return invoke(t, "", append(args, "--db", url, "--data", dir)...).succeeds(t)
		}
		today := viet.DateOf(time.Now())
		days := filepath.Join(dir, "days.csv")
		write(t, days, fmt.Appendf(nil, "date,name,kind,source\n%s,Ngày làm việc,working,kiểm thử\n", today))
		admin("holiday", "import", days)
		admin("board", "add", "Bắc Giang", "--chat", fmt.Sprint(chat), "--zone", officeZone(t), "--hour", "06:00", "--no-digest", "--no-picture")
		admin("own-task", "add", "Họp Ban Chỉ đạo <quý> & sơ kết", "--board", "1", "--due", today.AddDays(7).String())

		p := newPhone(t, url)
		s := serve(t, p.flags...)
		p.Text(chat, "việc này xong rồi") // nothing was told yet: a question
		p.received(chat, 1)
		if n := len(p.Sent()); n != 1 {
			t.Fatalf("%d messages while sending is off", n)
		}
		admin("remind", "on")
		told := p.received(chat, 2)
		has(t, told.Text, "Ban Chỉ đạo CĐS tỉnh Bắc Giang", "Họp Ban Chỉ đạo <quý> & sơ kết", "còn 7 ngày")
		p.press(chat, told, "Đã nhận")
		has(t, strings.ToLower(p.received(chat, 3).Text), "nhận")
		awaitOutput(t, "Tin đã gửi: 1", func() string { return admin("remind", "status").out })
		p.Text(chat, "xong rồi, báo cáo số 12/BC-UBND")
		has(t, strings.ToLower(p.received(chat, 4).Text), "hoàn thành")
		has(t, admin("remind", "status").out, "đang bật", "Tin đã gửi: 1", "không nhắc")

		table := filepath.Join(dir, "t.csv")
		admin("progress", "export", table)
		has(t, contentOf(t, table), "Hoàn thành", "12/BC-UBND")

		feed := strings.TrimSpace(invoke(t, "", "board", "feed", "1", "--db", url, "--data", dir).out)
		status, calendar := fetch(t, http.DefaultClient, s.url+feed)
		if status != http.StatusOK || !strings.Contains(calendar, "BEGIN:VEVENT") || !strings.Contains(calendar, today.AddDays(7).Time().Format("20060102")) {
			t.Errorf("status %d: %s", status, calendar)
		}
		for _, path := range []string{feedPath + "guess.ics", feedPath, strings.TrimSuffix(feed, ".ics")} {
			if status, _ := fetch(t, http.DefaultClient, s.url+path); status != http.StatusNotFound {
				t.Errorf("%s: status %d", path, status)
			}
		}
		admin("board", "feed", "1", "--revoke")
		if status, _ := fetch(t, http.DefaultClient, s.url+feed); status != http.StatusNotFound {
			t.Errorf("a revoked calendar: status %d", status)
		}
		_, metrics := fetch(t, http.DefaultClient, s.url+"/metrics")
		has(t, metrics, `dondoc_reminder_messages_total{status="sent"} 1`)
	})
}

// awaitOutput repeats a command until it says some words: what goes out is recorded a moment later.
func awaitOutput(t *testing.T, words string, command func() string) {
	t.Helper()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for until := time.After(patience); ; {
		out := command()
		if strings.Contains(out, words) {
			return
		}
		select {
		case <-again.C:
		case <-until:
			t.Fatalf("no %q in: %s", words, out)
		}
	}
}
