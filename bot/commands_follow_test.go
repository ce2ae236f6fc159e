package bot_test

import (
	"errors"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/corpus/agency"
	"dondoc/knowledge"
	"dondoc/reminders"
)

func TestFollowCommand(t *testing.T) {
	const watch, own = "watch " + haNam, "agency " + lead
	for name, tc := range map[string]struct {
		chat, text string
		want       []string
		follows    string
	}{
		"a guest":                      {"guest", "theo dõi Hà Nam", []string{"Việc này dành cho"}, ""},
		"an officer, an agency":        {"officer", "theo dõi tỉnh Hà Nam", []string{"✅ Đã theo dõi Tỉnh Hà Nam.\n2 việc đang mở, gần nhất: 02/05/2023 (quá hạn 22 ngày).", "lúc 08:00 các ngày làm việc: trước hạn 30, 14, 7, 3, 1 ngày, đúng ngày hạn"}, "4; " + watch},
		"without marks":                {"officer", "theo doi ha nam", nil, "4; " + watch},
		"an agency without work":       {"officer", "/theo_doi tỉnh Lào Cai", []string{"Hiện chưa có việc nào"}, "4; watch Tỉnh Lào Cai"},
		"a member":                     {"member", "theo dõi Hà Nam", []string{"từ nay", "Ban Chỉ đạo CĐS tỉnh Bắc Giang"}, "1; " + own + "; " + watch},
		"a member, the own agency":     {"member", "theo dõi Bắc Giang", []string{"3 việc đang mở"}, "1; " + own},
		"an administrator":             {"admin", "theo dõi Hà Nam", nil, "4; " + watch},
		"a secretary":                  {"secretary", "theo dõi Hà Nam", nil, "4; " + watch},
		"a linked group":               {"group", "theo dõi Hà Nam", nil, "1; " + own + "; " + watch},
		"a group that is not linked":   {"other", "theo dõi Hà Nam", []string{"Việc này dành cho"}, ""},
		"the own agency in the group":  {"group", "theo dõi Bắc Giang", []string{"đang theo dõi Tỉnh Bắc Giang rồi"}, "1; " + own},
		"a document by its number":     {"officer", "theo dõi văn bản số 17/QĐ-UBQGCDS", []string{"văn bản QĐ 17/QĐ-UBQGCDS"}, "4; document 17/QĐ-UBQGCDS"},
		"a document as one says":       {"officer", "theo dõi quyết định 17", nil, "4; document 17/QĐ-UBQGCDS"},
		"a task by its section":        {"officer", "theo dõi việc IV.7", []string{"việc “Ban hành kế hoạch của ha-nam” (QĐ 17/QĐ-UBQGCDS, IV.7)"}, "4; task ha-nam"},
		"a bare section":               {"officer", "theo dõi iv.7", nil, "4; task ha-nam"},
		"section and document":         {"officer", "theo dõi mục IV.7 của quyết định 17/QĐ-UBQGCDS", nil, "4; task ha-nam"},
		"a theme in quotes":            {"officer", "theo dõi “dữ liệu mở”", []string{"chủ đề “dữ liệu mở”"}, "4; theme dữ liệu mở"},
		"a theme":                      {"officer", "theo dõi chủ đề số hóa", nil, "4; theme số hóa"},
		"a theme without marks":        {"officer", "theo doi chu de so hoa", nil, "4; theme so hoa"},
		"a theme that nothing has":     {"officer", "theo dõi “nuôi tôm”", []string{"không có việc nào nhắc đến “nuôi tôm”"}, ""},
		"something else is a question": {"officer", "theo dõi tiến độ ra sao", []string{"đáp: "}, ""},
		"something else, slash":        {"officer", "/theo_doi cái này", []string{"chưa rõ cần theo dõi “cái này”"}, ""},
		"nothing":                      {"officer", "theo dõi", []string{"chưa theo dõi gì", "số văn bản"}, ""},
		"nothing, in the group":        {"group", "theo dõi", []string{"Đang theo dõi 1 mục:\n1. Tỉnh Bắc Giang"}, "1; " + own},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBureau(t, bot.Reports{}).in(tc.chat)
			r := b.says(tc.text)
			for _, w := range tc.want {
				if !strings.Contains(strings.ToLower(r.Text.String()), strings.ToLower(w)) {
					t.Errorf("got %q, want %q in it", r.Text, w)
				}
			}
			b.wantFollows(tc.follows)
		})
	}
}

// TestFollowIsAskedBack: a section that stands twice is chosen by a button.
func TestFollowIsAskedBack(t *testing.T) {
	b := newBureau(t, bot.Reports{}).in("officer")
	twin := more()[0]
	twin.ID, twin.Document, twin.Title = "khac", "9/KH-UBND", "Việc khác"
	twin.Milestones = []reminders.Milestone{{ID: "khac/1", Due: day(6, 1)}}
	b.register.all.Tasks = append(b.register.all.Tasks, twin)
	r := b.says("theo dõi IV.7", "Có 2 mục phù hợp", "2. Việc “Việc khác” (KH 9/KH-UBND, IV.7)")
	b.press(r, "2", "Đã theo dõi việc “Việc khác”")
	b.wantFollows("4; task khac")
}

func TestUnfollowCommand(t *testing.T) {
	const own = "agency " + lead
	for name, tc := range map[string]struct {
		chat, text string
		before     []string // followed first
		press      string   // then
		want       string
		follows    string
	}{
		"who follows nothing":        {"officer", "bỏ theo dõi", nil, "", "chưa theo dõi gì", ""},
		"one of two":                 {"officer", "bỏ theo dõi Hà Nam", []string{"Hà Nam", "IV.9"}, "", "Đã bỏ theo dõi Tỉnh Hà Nam.\nVẫn theo dõi: việc", "4; task bac-can"},
		"the last one":               {"officer", "thôi theo dõi ha nam", []string{"Hà Nam"}, "", "không còn theo dõi gì", ""},
		"by a button":                {"officer", "bỏ theo dõi", []string{"Hà Nam", "IV.9"}, "Bỏ 2.", "Đã bỏ theo dõi việc", "4; watch " + haNam},
		"all":                        {"officer", "bỏ theo dõi tất cả", []string{"Hà Nam", "IV.9"}, "", "không còn theo dõi gì", ""},
		"all, in a group":            {"group", "bỏ theo dõi hết", []string{"Hà Nam"}, "", "chỉ bỏ được từng mục", "1; " + own + "; watch " + haNam},
		"what is not followed":       {"officer", "bỏ theo dõi Bắc Kạn", []string{"Hà Nam"}, "", "không theo dõi mục đó", "4; watch " + haNam},
		"the group's own agency":     {"group", "bỏ theo dõi Bắc Giang", nil, "", "việc của chính Ban Chỉ đạo CĐS tỉnh Bắc Giang", "1; " + own},
		"what a group only watches":  {"group", "bỏ theo dõi Hà Nam", []string{"Hà Nam"}, "", "Đã bỏ", "1; " + own},
		"a member's private chat":    {"member", "bỏ theo dõi Bắc Giang", []string{"Hà Nam"}, "", "Đã bỏ", "4; watch " + haNam},
		"and with that the last one": {"member", "bỏ theo dõi Bắc Giang", []string{"Bắc Giang"}, "", "không còn theo dõi gì", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBureau(t, bot.Reports{}).in(tc.chat)
			for _, f := range tc.before {
				b.says("theo dõi " + f)
			}
			r := b.says(tc.text)
			if tc.press != "" {
				r = b.press(r, tc.press)
			}
			b.expect(tc.text, r, tc.want)
			b.wantFollows(tc.follows)
		})
	}
}

// TestFollowedIsReminded: what somebody follows by a command is planned for, and reports nothing.
func TestFollowedIsReminded(t *testing.T) {
	b := newBureau(t, bot.Reports{}).in("officer")
	b.says("theo dõi IV.7")
	s := reminders.NewSnapshot(b.register.all, agency.Default())
	sub := s.Subscribers[len(s.Subscribers)-1]
	var steps []string
	reminders.NewPlanner(s).Steps(&sub, today, day(6, 15), func(r reminders.Reminder) { steps = append(steps, r.Step) })
	if got := strings.Join(steps, " "); got != "T-14 T-7 T-3 T-1 T-0" && got != "T-14 T-7 T-3 T-1 T" {
		t.Errorf("steps %q", got)
	}
	if s.MayReport(sub, reminders.Work{Milestone: "ha-nam/1", Agency: haNam}, today) {
		t.Error("a follower may report")
	}
}

// TestFollowStore: what cannot be stored is an error, so that the message is tried again.
func TestFollowStore(t *testing.T) {
	b := newBureau(t, bot.Reports{}).in("officer")
	b.register.broken = errBroken
	for _, text := range []string{"theo dõi Hà Nam", "bỏ theo dõi", "việc của tôi", "nhắc tôi lúc 7h", "báo cáo tiến độ"} {
		_, err := b.Handle(t.Context(), bot.Message{Chat: b.chat, Sender: "officer", Text: text})
		if !errors.Is(err, errBroken) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestRemindMe follows the Task of the last answer.
func TestRemindMe(t *testing.T) {
	for name, tc := range map[string]struct {
		chat    string
		tasks   []string
		text    string
		want    string
		follows string
		button  bool
	}{
		"one task":                 {"officer", []string{"c-ha-nam"}, "nhắc tôi", "Đã theo dõi việc “Ban hành kế hoạch của ha-nam”", "4; task ha-nam", true},
		"several":                  {"officer", []string{"c-ha-nam", "c-bac-can"}, "nhắc tôi", "Có 2 mục phù hợp", "", false},
		"only one has a day":       {"officer", []string{"c-ha-nam", "c-khong-han"}, "nhac toi", "Đã theo dõi việc", "4; task ha-nam", false},
		"none has":                 {"officer", []string{"c-khong-han"}, "nhắc tôi", "không nêu hạn cụ thể", "", false},
		"not in the register":      {"officer", []string{"c-la"}, "nhắc tôi", "Đề nghị hỏi về một việc trước", "", false},
		"no answer before":         {"officer", nil, "nhắc tôi", "Đề nghị hỏi về một việc trước", "", false},
		"by the section":           {"officer", nil, "nhắc tôi việc IV.9", "Đã theo dõi việc", "4; task bac-can", false},
		"what else is a question":  {"officer", nil, "nhắc tôi hạn của Bắc Giang", "đáp: ", "", false},
		"in a group":               {"group", []string{"c-ha-nam"}, "nhắc tôi", "nhắn riêng", "1; agency " + lead, false},
		"a guest":                  {"guest", []string{"c-ha-nam"}, "nhắc tôi", "Việc này dành cho", "", false},
		"a board's own, elsewhere": {"officer", []string{"c-tu-dat"}, "nhắc tôi", "Đề nghị hỏi về một việc trước", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBureau(t, bot.Reports{}).in(tc.chat)
			b.script.answer = func(q knowledge.Question) (knowledge.Answer, error) {
				a, err := echo(q)
				a.Tasks = tc.tasks
				return a, err
			}
			answer := b.says("ai chủ trì?")
			if has := strings.Contains(labels(answer), "🔔 Nhắc tôi"); has != tc.button {
				t.Errorf("the button is there: %v, want %v", has, tc.button)
			}
			b.says(tc.text, tc.want)
			b.wantFollows(tc.follows)
			if tc.button {
				b.press(answer, "Nhắc tôi", "đang theo dõi")
			}
		})
	}
}

// TestRemindOfAList: a number means the last list.
func TestRemindOfAList(t *testing.T) {
	b := newBureau(t, bot.Reports{}).in("officer")
	b.says("việc của Hà Nam")
	b.says("nhắc tôi việc 2", "Đã theo dõi việc “Ban hành kế hoạch của ha-nam”")
	b.says("nhắc tôi việc 7", "đáp: ")
	b.wantFollows("4; task ha-nam")
}

func TestRemindWhen(t *testing.T) {
	for name, tc := range map[string]struct {
		chat, text, want string
		before           int // first step
		hour, minute     int
	}{
		"steps":               {"officer", "nhắc tôi trước 3 ngày", "lúc 08:00 các ngày làm việc: trước hạn 3 ngày, đúng ngày hạn, quá hạn 1, 3, 7 ngày, rồi hằng tuần", 3, 8, 0},
		"several steps":       {"officer", "nhắc tôi trước 7, 3 và 1 ngày", "trước hạn 7, 3, 1 ngày", 7, 8, 0},
		"the hour":            {"officer", "nhac toi luc 7h30", "lúc 07:30", 30, 7, 30},
		"as one says":         {"officer", "nhắc tôi vào lúc 2 giờ chiều", "lúc 14:00", 30, 14, 0},
		"no such hour":        {"officer", "nhắc tôi lúc 25h", "giờ nhắc phải từ 0 đến 23", 30, 8, 0},
		"too far ahead":       {"officer", "nhắc tôi trước 400 ngày", "ước nhắc phải là số ngày", 30, 8, 0},
		"in the group":        {"group", "nhắc tôi lúc 7h", "do thành viên ban chỉ đạo", 30, 8, 0},
		"something else":      {"officer", "nhắc tôi lúc nào đến hạn", "đáp: ", 30, 8, 0},
		"who follows nothing": {"member", "nhắc tôi lúc 7h", "chưa theo dõi việc nào", 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBureau(t, bot.Reports{}).in(tc.chat)
			if tc.chat == "officer" {
				b.says("theo dõi Hà Nam")
			}
			r := b.says(tc.text)
			if !strings.Contains(strings.ToLower(r.Text.String()), strings.ToLower(tc.want)) {
				t.Errorf("got %q, want %q in it", r.Text, tc.want)
			}
			s, _, err := b.register.Subscribed(t.Context(), reminders.Chat{Channel: "test", ID: b.chat.ID})
			if tc.before == 0 != (err != nil) || err == nil && (s.Rule.Before[0] != tc.before || s.Rule.Hour != tc.hour || s.Rule.Minute != tc.minute) {
				t.Errorf("the rule is %+v, %v", s.Rule, err)
			}
		})
	}
}
