package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/reminders"
)

// TestWorkCommands: who sees what of the register, where. A reply "?" is that the words are a question.
func TestWorkCommands(t *testing.T) {
	for name, tc := range map[string]struct {
		chat, text string
		want       []string
		buttons    string
	}{
		"mine of a guest":                 {"guest", "việc của tôi", []string{"Việc này dành cho cán bộ"}, ""},
		"mine of an officer":              {"officer", "Viec cua toi", []string{"chưa theo dõi gì", "mã ghép nối"}, ""},
		"mine of a member":                {"member", "/viec_cua_toi", []string{"4 việc có hạn của Ban Chỉ đạo CĐS tỉnh Bắc Giang, 1 việc quá hạn:\n1. Công bố", "quá hạn 3 ngày · QĐ 17", "4. Số hóa"}, "1|2|3|4"},
		"mine of a group":                 {"group", "việc của chúng tôi", []string{"4 việc có hạn của Ban Chỉ đạo", "3. Ban hành kế hoạch của tu-dat"}, "1|2|3|4"},
		"mine of a secretary":             {"secretary", "việc của tôi", []string{"không chủ trì việc nào"}, "Quá hạn|Sắp đến hạn"},
		"mine in a group not linked":      {"other", "việc của tôi", []string{"Việc này dành cho"}, ""},
		"late of a guest is a question":   {"guest", "quá hạn", []string{"đáp: quá hạn"}, ""},
		"late of a member":                {"member", "quá hạn", []string{"1 việc quá hạn của Ban Chỉ đạo CĐS tỉnh Bắc Giang:\n1. Công bố"}, "1"},
		"late of the secretariat":         {"secretariat", "việc quá hạn", []string{"2 việc quá hạn:\nTỉnh Bắc Giang: 1 việc\n1. Công bố", "Tỉnh Hà Nam: 1 việc\n2. Ban hành kế hoạch của tre"}, "1|2"},
		"late of an administrator":        {"admin", "qua han?", []string{"2 việc quá hạn:"}, "1|2"},
		"soon of a member":                {"member", "sắp đến hạn", []string{"3 việc đến hạn trong 30 ngày", "hôm nay là hạn"}, "1|2|3"},
		"soon of the secretary":           {"secretary", "sap den han", []string{"4 việc đến hạn trong 30 ngày:\nTỉnh Bắc Giang: 3 việc", "Tỉnh Hà Nam: 1 việc\n4. "}, "1|2|3|4"},
		"of an agency":                    {"officer", "việc của tỉnh Hà Nam", []string{"2 việc có hạn của Tỉnh Hà Nam, 1 việc quá hạn:\n1. Ban hành kế hoạch của tre"}, "📚 Xem cả việc không nêu hạn|1|2"},
		"of an agency, without marks":     {"officer", "viec cua ha nam", []string{"2 việc có hạn của Tỉnh Hà Nam"}, "📚 Xem cả việc không nêu hạn|1|2"},
		"of an agency shows no own tasks": {"officer", "việc của Bắc Giang", []string{"3 việc có hạn của Tỉnh Bắc Giang"}, "1|2|3"},
		"of an agency without any":        {"officer", "việc của tỉnh Lào Cai", []string{"đáp: việc của tỉnh Lào Cai"}, ""},
		"of more than an agency":          {"officer", "việc của Hà Nam về dữ liệu", []string{"đáp: "}, ""},
		"of many":                         {"officer", "việc của các bộ, ngành", []string{"đáp: "}, ""},
		"of an agency, asked by a guest":  {"guest", "việc của Hà Nam", []string{"đáp: "}, ""},
		"a slash command that is none":    {"officer", "/viec_cua xyz", []string{"chưa hiểu lệnh này"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBureau(t, bot.Reports{}).in(tc.chat)
			r := b.says(tc.text, tc.want...)
			if got := labels(r); !asked(r) && tc.buttons != "" && got != tc.buttons {
				t.Errorf("buttons %q, want %q", got, tc.buttons)
			}
		})
	}
}

func TestNothingLeft(t *testing.T) {
	b := newBureau(t, bot.Reports{})
	for _, id := range []string{"so-hoa", "trung-tam", "cong-du-lieu"} {
		b.register.put(reminders.Progress{Work: work(id), State: reminders.Done})
	}
	g := b.in("group")
	g.says("việc của tôi", "1 việc có hạn của Ban Chỉ đạo CĐS tỉnh Bắc Giang, đã xong 3:\n1. Ban hành kế hoạch của tu-dat")
	g.says("quá hạn", "Không có việc nào quá hạn của Ban Chỉ đạo CĐS tỉnh Bắc Giang")
	last := reminders.Progress{Work: reminders.Work{Milestone: "tu-dat/1", Agency: lead}, State: reminders.Done}
	if err := b.register.change("done", func() { b.register.put(last) }); err != nil {
		t.Fatal(err)
	}
	g.says("việc của tôi", "Không còn việc nào chưa xong của Ban Chỉ đạo", "đã xong 4 việc")
	g.says("sắp đến hạn", "Không có việc nào đến hạn trong 30 ngày tới")
	o := b.in("officer")
	o.says("/theo_doi tỉnh Lào Cai")
	o.says("việc của tôi", "Không còn việc nào chưa xong.")
}

// TestListsArePaged: each page fits a phone, and together they show everything once.
func TestListsArePaged(t *testing.T) {
	b := newBureau(t, bot.Reports{})
	for i := range 20 {
		task := more()[0]
		task.ID, task.Title = fmt.Sprint("them-", i), fmt.Sprintf("Việc thứ %d\x00<b>\u202e", i)
		task.Lead = []string{[]string{haNam, lead, bacCan}[i%3]}
		task.Milestones = []reminders.Milestone{{ID: task.ID + "/1", Due: day(6, 1+i%9)}}
		b.register.all.Tasks = append(b.register.all.Tasks, task)
	}
	b.register.all.Boards = append(b.register.all.Boards, reminders.Board{ID: 4, Agency: bacCan, Name: "Bắc Kạn"})
	b.register.all.Subscribers = append(b.register.all.Subscribers, reminders.Subscriber{ID: 4, Board: 4, Follows: []reminders.Follow{{Kind: reminders.FollowAgency, Value: bacCan}}})
	for chat, want := range map[string]int{"group": 7 + 3, "secretariat": 20 + 4} { // the late one is not due soon
		c := b.in(chat)
		r := c.says("sắp đến hạn", fmt.Sprint(want, " việc"))
		n := 0
		for {
			lines := strings.Split(r.Text.String(), "\n")
			if len(lines) > 14 || strings.ContainsAny(r.Text.String(), "\x00\u202e") {
				t.Fatalf("%s: a page of %d lines: %q", chat, len(lines), r.Text)
			}
			for _, l := range lines {
				if strings.HasPrefix(l, fmt.Sprint(n+1, ". ")) {
					n++
				}
			}
			if !strings.Contains(labels(r), "Xem tiếp") {
				break
			}
			r = c.press(r, "Xem tiếp")
		}
		if n != want {
			t.Errorf("%s: %d works on all pages, want %d", chat, n, want)
		}
	}
}

// TestNumbersOfAList: who answers for a Work can report on it from the list, who does not sees it and may follow it.
func TestNumbersOfAList(t *testing.T) {
	b := newBureau(t, bot.Reports{})
	g := b.in("group")
	r := g.press(g.says("việc của tôi"), "4", "4. Số hóa hồ sơ")
	if got := labels(r); got != "Đã nhận|Hoàn thành|Gia hạn|Tạm dừng" {
		t.Errorf("buttons %q", got)
	}
	g.press(r, "Hoàn thành", "Đã ghi hoàn thành")
	o := b.in("officer")
	r = o.press(o.says("việc của Hà Nam"), "2", "2. Tỉnh Hà Nam – Ban hành kế hoạch của ha-nam", "15/06/2023")
	if got := labels(r); got != "🔔 Nhắc tôi" {
		t.Errorf("buttons %q", got)
	}
	o.press(r, "Nhắc tôi", "Đã theo dõi việc “Ban hành kế hoạch của ha-nam”")
	o.wantFollows("4; task ha-nam")
	o.says("việc của tôi", "1 việc có hạn:\n1. Tỉnh Hà Nam – Ban hành kế hoạch của ha-nam")
	if r := b.in("member").says("việc của tôi"); labels(b.in("member").press(r, "1")) != "🔔 Nhắc tôi" {
		t.Error("a member whose own chat is not linked cannot be reminded there")
	}
}
