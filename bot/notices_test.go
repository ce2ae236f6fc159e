package bot_test

import (
	"fmt"
	"strings"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// notices are what testdata/reminders.txtar shows of every kind of Notice.
var notices = map[string]func(*office) reminders.Notice{
	"one item": func(o *office) reminders.Notice { return boardNotice(o, item("so-hoa", 7)) },
	"all of time": func(o *office) reminders.Notice {
		return boardNotice(o, item("cong-du-lieu", -3), item("trung-tam", 0), item("so-hoa", 7), item("nam", 29))
	},
	"tomorrow":       func(o *office) reminders.Notice { return boardNotice(o, item("so-hoa", 1)) },
	"late, repeated": lateNotice,
	"states":         statesNotice,
	"hostile":        hostileNotice,
	"forty":          fortyNotice,
	"several agencies": func(o *office) reminders.Notice {
		n := boardNotice(o, item("so-hoa", 7), item("trung-tam", 9))
		n.Items[1].Work.Agency, n.Board = "Bộ Y tế", reminders.Board{Name: "Ban Thư ký", Secretariat: true}
		return n
	},
	"moved": movedNotice,
	"gone": func(o *office) reminders.Notice {
		n := boardNotice(o)
		n.Gone = []reminders.Item{item("so-hoa", 7), withoutMilestone("trung-tam")}
		return n
	},
	"back": func(o *office) reminders.Notice {
		n := boardNotice(o)
		n.Back = []reminders.Item{item("so-hoa", 7), withoutMilestone("trung-tam")}
		return n
	},
	"unanswered": unansweredNotice,
	"decided":    decidedNotice,
	"undelivered": func(o *office) reminders.Notice {
		n := secretariatNotice(o)
		n.Undelivered = []string{"Ban Chỉ đạo CĐS tỉnh Hà Nam (Telegram, nhóm): nhóm đã chặn hoặc xóa bot", "Ban Chỉ đạo CĐS Bộ Y tế (Telegram): gửi hai lần không rõ kết quả"}
		return n
	},
	"past": func(o *office) reminders.Notice {
		n := secretariatNotice(o)
		n.Past = []reminders.PastDocument{{Document: "17/QĐ-UBQGCDS", Milestones: 12, Latest: "2023-04-30", Examples: []string{"Công bố kế hoạch hành động năm 2023", "Lễ phát động Tháng dữ liệu mở", "Khác"}}}
		return n
	},
	"digest":     func(o *office) reminders.Notice { n := secretariatNotice(o); n.Digest = week(20); return n },
	"own digest": func(o *office) reminders.Notice { n := boardNotice(o, item("so-hoa", 7)); n.Digest = week(1); return n },
	"picture": func(o *office) reminders.Notice {
		n := secretariatNotice(o)
		n.Picture = week(3)
		n.Picture.From, n.Picture.To = day(4, 1), day(4, 30)
		return n
	},
	"all at once": everythingNotice,
	"without a day": func(o *office) reminders.Notice {
		i := item("so-hoa", 7)
		i.Due, i.Milestone.Due, i.Milestone.Phrase = viet.Date{}, viet.Date{}, ""
		return boardNotice(o, i)
	},
}

func boardNotice(o *office, items ...reminders.Item) reminders.Notice {
	return reminders.Notice{Subscriber: o.sub, Board: o.register.all.Boards[0], Day: today, Items: items}
}

func secretariatNotice(o *office) reminders.Notice {
	return reminders.Notice{Subscriber: o.sec, Board: o.register.all.Boards[1], Day: today}
}

// item is Work of an invented Task that is due so many days from today.
func item(id string, left int) reminders.Item {
	due := today.AddDays(left)
	t := &reminders.Task{ID: id, Document: "17/QĐ-UBQGCDS", Section: "IV.6", Title: "Việc " + id, Lead: []string{lead}}
	phrase := "Trước ngày " + due.AddDays(1).Official()
	for _, i := range invented {
		if i.id == id {
			t.Title, t.Section = i.title, i.section
			phrase = i.phrase
		}
	}
	t.Milestones = []reminders.Milestone{{ID: id + "/1", Label: "thực hiện", Phrase: phrase, Due: due}}
	return reminders.Item{Work: work(id), Task: t, Milestone: &t.Milestones[0], Due: due, DaysLeft: left, Steps: []string{"T-7"}}
}

// withoutMilestone is a Task that is gone as a whole.
func withoutMilestone(id string) reminders.Item {
	i := item(id, 0)
	i.Milestone, i.Due = nil, viet.Date{}
	return i
}

func lateNotice(o *office) reminders.Notice {
	n := boardNotice(o, item("so-hoa", 7), item("trung-tam", 6))
	n.Late, n.Repeated = true, true
	n.Items[0].Late = true
	return n
}

// statesNotice has Items in every state that is still reminded of, one of a cycle, one put off, one of a Board's own.
func statesNotice(o *office) reminders.Notice {
	extended := item("so-hoa", 7)
	extended.Milestone.Due = day(4, 30)
	extended.Milestone.Phrase = "Tháng 4"
	extended.Progress = reminders.Progress{State: reminders.Extended, Until: extended.Due, Decision: "12/CV-BCĐ"}
	working := item("trung-tam", 6)
	working.Progress = reminders.Progress{State: reminders.InProgress}
	working.Late = true
	cyclic := item("cong-du-lieu", 37)
	cyclic.Milestone.Phrase, cyclic.Milestone.Label, cyclic.Milestone.Due = "hằng quý", "báo cáo tiến độ mở dữ liệu", viet.Date{}
	cyclic.Work.Due = cyclic.Due
	own := item("hop", 3)
	own.Task.Document, own.Task.Section, own.Task.Board, own.Task.Title = "", "", 1, "Họp Ban Chỉ đạo phiên thứ hai"
	own.Milestone.Phrase = ""
	slides := item("tai-lieu", 12)
	slides.Task.Document, slides.Task.Section = "Tài liệu giới thiệu chương trình công tác của Tổ Công tác liên ngành về nền tảng số dùng chung, bản trình chiếu", ""
	return boardNotice(o, own, working, extended, slides, cyclic)
}

// hostileNotice has what a document may hold and must not do.
func hostileNotice(o *office) reminders.Notice {
	bad := item("so-hoa", 7)
	bad.Task.Title = "<b>Xong</b> & \"hết\"\n2. Việc giả\r\n\u202eđảo ngược\u202c \x00" + strings.Repeat("rất dài ", 60)
	bad.Task.Document, bad.Task.Section = "9/QĐ-<script>\n", "I.1\n3. Việc giả nữa"
	bad.Milestone.Phrase = "trước\ntháng 6/2023 " + strings.Repeat("và sau đó ", 30)
	bad.Milestone.Label = "</b>"
	empty := item("trung-tam", 9)
	empty.Task.Title, empty.Task.Text, empty.Task.Document, empty.Task.Section, empty.Milestone.Phrase = " \n\u200b", "", "", "", ""
	n := boardNotice(o, bad, empty)
	n.Board.Name = "Ban <i>Chỉ đạo</i>\n⏰ giả"
	n.Undelivered = []string{"<a href=x>\nnhóm</a>"}
	return n
}

func fortyNotice(o *office) reminders.Notice {
	var items []reminders.Item
	for i := range 40 {
		items = append(items, item(fmt.Sprintf("%d", i+1), i-5))
	}
	return boardNotice(o, items...)
}

func movedNotice(o *office) reminders.Notice {
	n := boardNotice(o)
	later := item("so-hoa", 129)
	later.Milestone.Phrase = "Quý III"
	fresh := item("trung-tam", 20)
	none := item("cong-du-lieu", 0)
	none.Due, none.Milestone.Due, none.Milestone.Phrase, none.DaysLeft = viet.Date{}, viet.Date{}, "", 0
	n.Moved = []reminders.Move{
		{Item: later, Was: "Trước tháng 6/2023", WasDue: day(5, 31), ChangedBy: "20/QĐ-UBQGCDS"},
		{Item: fresh},
		{Item: none, Was: "Tháng 5", WasDue: day(5, 31)},
		{Item: later, Was: "Tháng 8/2023", WasDue: day(8, 31), ChangedBy: reminders.BySecretariat},
	}
	return n
}

func unansweredNotice(o *office) reminders.Notice {
	n := secretariatNotice(o)
	health := item("y-te", 3)
	health.Work.Agency = "Bộ Y tế"
	n.Unanswered = []reminders.Unanswered{
		{Board: o.register.all.Boards[0], Items: []reminders.Item{item("cong-du-lieu", -3), item("so-hoa", 7)}},
		{Board: reminders.Board{ID: 3, Name: "Ban Chỉ đạo CĐS Bộ Y tế", Agency: "Bộ Y tế"}, Items: []reminders.Item{health}},
	}
	return n
}

func decidedNotice(o *office) reminders.Notice {
	n := boardNotice(o)
	at := time.Date(2023, 5, 24, 10, 0, 0, 0, viet.Hanoi)
	yes := item("so-hoa", 37)
	yes.Milestone.Due = day(5, 31)
	yes.Progress = reminders.Progress{State: reminders.Extended, Until: yes.Due}
	no := item("trung-tam", 0)
	n.Decisions = []reminders.RequestItem{
		{Item: yes, Extension: reminders.Extension{ID: 12, Until: yes.Due, Accepted: true, Decision: "12/CV-BCĐ", DecideBy: "Trần Thị B", DecideAt: at}},
		{Item: no, Extension: reminders.Extension{ID: 13, Until: day(6, 30), Decision: "đã gia hạn một lần", DecideAt: at}},
	}
	return n
}

// week are figures of a number of agencies.
func week(agencies int) *reminders.Figures {
	f := &reminders.Figures{From: day(5, 15), To: day(5, 22)}
	for i := range agencies {
		a := reminders.AgencyCount{Agency: fmt.Sprintf("Tỉnh thứ %d", i+1), Count: reminders.Count{Late: max(0, 3-i), DueSoon: i % 3, OnTime: i % 4, Done: i%5 + 1}}
		f.Agencies = append(f.Agencies, a)
		f.Total.Late += a.Late
		f.Total.DueSoon += a.DueSoon
		f.Total.OnTime += a.OnTime
		f.Total.Done += a.Done
	}
	return f
}

func everythingNotice(o *office) reminders.Notice {
	n := boardNotice(o, item("so-hoa", 7))
	n.Moved = movedNotice(o).Moved[:1]
	n.Gone = []reminders.Item{item("trung-tam", 3)}
	n.Decisions = decidedNotice(o).Decisions[:1]
	n.Digest, n.Picture = week(2), week(2)
	n.Picture.From, n.Picture.To = day(4, 1), day(4, 30)
	return n
}
