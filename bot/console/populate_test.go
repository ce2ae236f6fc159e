package console_test

import (
	"fmt"
	"strings"
	"time"

	"dondoc/bot/console"
	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/reminders"
	"dondoc/reminders/calendar"
)

// hostile is what strangers write where they can: markup, a turned direction, a word without an end, a bell.
const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>` + "\u202eđảo ngược\u2066\x07 " + `{{.Token}} javascript:alert(3)`

var longWord = strings.Repeat("dàikhônghết", 40)

const (
	bacGiang = "UBND tỉnh Bắc Giang"
	haNam    = "UBND tỉnh Hà Nam"
)

func on(month time.Month, d int) viet.Date { return viet.Date{Year: 2023, Month: month, Day: d} }

// populate fills the fake with something to look at; nothing of it is kind.
func (f *fake) populate() {
	populateLibrary(f)
	f.world = world()
	f.world.SendingFrom = now.Add(-30 * 24 * time.Hour)
	for i, a := range []people.Account{
		{Role: people.Secretariat, Name: "Nguyễn Văn Minh", By: "cli", Board: 1},
		{Role: people.Member, Name: hostile, By: hostile, Board: 2},
		{Role: people.Officer, Name: longWord, By: longWord, Board: 3},
	} {
		a.Person, a.Since = people.Person{Channel: "zalo", ID: fmt.Sprintf("z%d", i)}, now.Add(-100*time.Hour)
		f.accounts[a.Person] = a
	}
	login := people.Person{Channel: people.ConsoleChannel, ID: "hoa.pham"}
	f.accounts[login] = people.Account{Person: login, Role: people.Secretariat, Name: "Phạm Thị Hoa", By: "Trần Thị administrator", Since: now}
	f.asked = []console.Asked{
		{3, now.Add(-time.Hour), "Hạn nộp báo cáo quý của huyện là khi nào?", "Các văn bản đã nạp không nêu nội dung này.", false},
		{2, now.Add(-3 * time.Hour), hostile, hostile + "\n" + longWord, true},
		{1, now.Add(-9 * time.Hour), longWord, "Không có.", false},
	}
	f.sent = deliveriesOf()
	f.steps[1] = []console.DeliveryEntry{
		{At: now.Add(-3 * time.Hour), Status: reminders.StatusWaiting},
		{At: now.Add(-2 * time.Hour), Status: reminders.StatusSending, Attempts: 1, Owner: "a"},
		{At: now.Add(-time.Hour), Status: reminders.StatusDead, Attempts: 8, Unknown: 1, Reason: hostile},
	}
	for i := range 120 {
		f.entries = append(f.entries, people.Entry{
			ID: int64(i + 1), At: now.Add(time.Duration(i-200) * time.Minute), Actor: people.Actor{Name: "Nguyễn Văn Minh", Where: "chat"},
			Action: "version.publish", Subject: fmt.Sprintf("bản %d", i), Before: `{"version":1}`, After: `{"version":2,"reason":"cập nhật tháng 5"}`,
		})
	}
	f.entries = append(f.entries,
		people.Entry{ID: 121, At: now, Actor: people.Actor{Name: hostile, Where: "console"}, Action: "account.save", Subject: hostile, Before: hostile, After: `{"name":"` + longWord + `"}`},
		people.Entry{ID: 122, At: now, Actor: people.Actor{Where: "cli"}, Action: "something.new", Subject: "=HYPERLINK(\"http://evil.example\")"})
}

func world() reminders.Everything {
	task := func(n int, lead, title string, board int64, due ...viet.Date) reminders.Task {
		t := reminders.Task{
			ID: fmt.Sprintf("t%d", n), DocumentID: "d1", Document: "17/QĐ-UBQGCĐS", Section: fmt.Sprintf("IV.%d", n), Title: title, Lead: []string{lead}, Board: board,
		}
		for i, d := range due {
			t.Milestones = append(t.Milestones, reminders.Milestone{ID: fmt.Sprintf("m%d-%d", n, i), Label: "báo cáo kết quả", Phrase: d.Vietnamese(), Due: d, Published: on(1, 5)})
		}
		return t
	}
	chat := func(id, board int64, channel, name string, f ...reminders.Follow) reminders.Subscriber {
		return reminders.Subscriber{ID: id, Board: board, Channel: channel, Chat: name, Group: id%2 == 0, Follows: f, Rule: reminders.DefaultRule(), Since: now.Add(-200 * 24 * time.Hour)}
	}
	w := reminders.Everything{
		Revision: 1,
		Tasks: []reminders.Task{
			task(1, bacGiang, "Hoàn thành số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực", 0, on(5, 15), on(6, 2)),
			task(2, bacGiang, "Ban hành kế hoạch chuyển đổi số năm 2023", 0, on(5, 24)),
			task(3, haNam, hostile, 0, on(5, 20), on(5, 30)),
			task(4, haNam, longWord, 0, on(5, 25), on(12, 1)),
		},
		Boards: []reminders.Board{
			{ID: 1, Name: "Thường trực Ban Chỉ đạo", Secretariat: true},
			{ID: 2, Name: "Ban Chỉ đạo CĐS tỉnh Bắc Giang", Agency: bacGiang, Above: 1},
			{ID: 3, Name: hostile, Agency: haNam, Above: 1},
			{ID: 4, Name: longWord, Agency: longWord},
			{ID: 5, Name: reminders.FollowersName},
		},
		Subscribers: []reminders.Subscriber{
			chat(1, 1, "telegram", "-100200300"),
			chat(2, 2, "telegram", "-100200301", reminders.Follow{Kind: reminders.FollowAgency, Value: bacGiang}, reminders.Follow{Kind: reminders.FollowTask, Value: "t1"}, reminders.Follow{Kind: reminders.FollowTask, Value: "t2"}),
			chat(3, 3, "zalo", hostile, reminders.Follow{Kind: reminders.FollowAgency, Value: haNam}, reminders.Follow{Kind: reminders.FollowTheme, Value: hostile}),
			chat(4, 3, "zalooa", longWord, reminders.Follow{Kind: reminders.FollowTask, Value: "t4"}, reminders.Follow{Kind: reminders.FollowTask, Value: "gone"}),
		},
		Progress: []reminders.Progress{
			{Work: reminders.Work{Milestone: "m2-0", Agency: bacGiang}, State: reminders.InProgress, By: hostile, At: now, Note: hostile},
		},
		Extensions: []reminders.Extension{{ID: 1, Work: reminders.Work{Milestone: "m1-0", Agency: bacGiang}, Board: 2, Until: on(6, 30), Reason: hostile}},
		Days:       []calendar.Day{{Date: on(5, 2), Name: hostile, Source: "x"}, {Date: on(5, 27), Name: longWord, Working: true}},
	}
	w.Subscribers[3].Paused = hostile
	return w
}

func deliveriesOf() []reminders.Delivery {
	d := func(id, sub int64, status reminders.Status, reason string) reminders.Delivery {
		return reminders.Delivery{
			ID: id, Subscriber: sub, Channel: "telegram", Chat: "1", Purpose: reminders.PurposeDaily, Day: on(5, 22), DueAt: now.Add(-time.Hour),
			Status: status, Attempts: 3, Reason: reason,
			Reminders: []reminders.Reminder{{Kind: reminders.KindStep, Work: reminders.Work{Milestone: "m3-0", Agency: haNam}}, {Kind: reminders.KindDigest}},
		}
	}
	sent := d(4, 2, reminders.StatusSent, "")
	sent.SentAt = now.Add(-time.Hour)
	return []reminders.Delivery{
		d(1, 3, reminders.StatusDead, hostile), d(2, 4, reminders.StatusPaused, longWord), d(3, 1, reminders.StatusWaiting, ""),
		sent, d(5, 99, reminders.StatusEmpty, "không còn gì để nhắc"),
	}
}
