package bot_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/bot/people"
)

var shownCode = regexp.MustCompile(`(?m)^[0-9A-Z]{6}-[0-9A-Z]{6}$`)

func TestGrant(t *testing.T) {
	for name, tc := range map[string]struct {
		who, text string
		want      []string
		role      people.Role
		group     bool
		board     int64
	}{
		"an officer":              {"secretary", "cấp mã cán bộ", []string{"Mã dùng một lần (cán bộ):", "sau 7 ngày"}, people.Officer, false, 0},
		"an officer of a board":   {"admin", "cấp mã cán bộ tỉnh Bắc Giang", []string{"(cán bộ, Ban Chỉ đạo CĐS tỉnh Bắc Giang):"}, people.Officer, false, 1},
		"a member":                {"secretary", "/cap_ma thành viên tỉnh Hà Nam", []string{"(thành viên ban chỉ đạo, Ban Chỉ đạo CĐS tỉnh Hà Nam):"}, people.Member, false, 3},
		"without marks":           {"secretary", "cap ma thanh vien ha nam", nil, people.Member, false, 3},
		"a board that is made":    {"secretary", "cấp mã thành viên Bộ Y tế", []string{"Bộ Y tế"}, people.Member, false, 4},
		"a group":                 {"secretary", "cấp mã nhóm Hà Nam", []string{"(nhóm, Ban Chỉ đạo CĐS tỉnh Hà Nam):", "sau 24 giờ"}, people.Guest, true, 3},
		"a secretary":             {"admin", "cấp mã ban thư ký", []string{"(ban thư ký):"}, people.Secretariat, false, 0},
		"an administrator":        {"admin", "cấp mã quản trị viên", []string{"(quản trị viên):", "sau 1 giờ"}, people.Administrator, false, 0},
		"nothing said":            {"admin", "cấp mã", []string{"Cấp mã: “cấp mã thành viên"}, -1, false, 0},
		"no such role":            {"admin", "/cap_ma vua", []string{"Cấp mã: “cấp mã thành viên"}, -1, false, 0},
		"a member of nothing":     {"admin", "cấp mã thành viên", []string{"phải kèm tên cơ quan"}, -1, false, 0},
		"a group of nothing":      {"admin", "cấp mã nhóm", []string{"phải kèm tên cơ quan"}, -1, false, 0},
		"no such agency":          {"admin", "/cap_ma thành viên <b>cây cầu</b>", []string{"Không rõ cơ quan “<b>cây cầu</b>”"}, -1, false, 0},
		"above oneself":           {"secretary", "cấp mã quản trị", []string{"quản trị viên cấp"}, -1, false, 0},
		"as oneself":              {"secretary", "cấp mã thư ký", []string{"quản trị viên cấp"}, -1, false, 0},
		"a member grants nothing": {"member", "cấp mã cán bộ", []string{"ban thư ký"}, -1, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHall(t, true)
			r := h.one(visitors[tc.who], tc.text, tc.want...)
			words := shownCode.FindString(r.Text.String())
			if tc.role < 0 {
				if words != "" || len(h.lobby.codes) > 0 || !r.Refused {
					t.Errorf("a code was made: %q", r.Text)
				}
				return
			}
			c := h.lobby.codes[people.Hash(words)]
			if c == nil || c.Role != tc.role || c.Group != tc.group || c.Board != tc.board || c.By != "Nguyễn Văn A" {
				t.Fatalf("%q is %+v", words, c)
			}
			if !c.Expires.Equal(c.Made.Add(people.Lifetime(tc.role, tc.group))) {
				t.Errorf("from %v to %v", c.Made, c.Expires)
			}
		})
	}
}

// TestGrantIsUsed: a code that a secretary has made by chat works, once, until it expires.
func TestGrantIsUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHall(t, false)
		make := func() string {
			return shownCode.FindString(h.one(visitors["secretary"], "cấp mã thành viên Hà Nam").Text.String())
		}
		guest := visitors["guest"]
		h.one(guest, "việc của tôi", "Việc này dành cho")
		h.one(guest, make(), "Cơ quan: Ban Chỉ đạo CĐS tỉnh Hà Nam")
		h.one(guest, "việc của tôi", "của Ban Chỉ đạo CĐS tỉnh Hà Nam", "Ban hành kế hoạch của ha-nam")
		late := make()
		<-time.After(7*24*time.Hour + time.Second)
		h.one(visitor{sender: "late", chat: "late"}, late, "đã hết hạn")
	})
}

func TestPeopleAreListed(t *testing.T) {
	h := newHall(t, true)
	for p := range h.lobby.accounts {
		if p.Channel == "web" {
			delete(h.lobby.accounts, p)
		}
	}
	h.lobby.accounts[people.Person{Channel: "telegram", ID: "z"}] = people.Account{
		Person: people.Person{Channel: "telegram", ID: "z"}, Role: people.Officer, Name: "<b>\u202eA\x00\n9. Giả – quản trị viên", Since: today.Time(),
	}
	r := h.one(visitors["admin"], "người dùng", "5 người có vai trò:\n1. Họ tên admin – quản trị viên, test, từ 01/05/2023",
		"2. Họ tên member – thành viên ban chỉ đạo, Ban Chỉ đạo CĐS tỉnh Bắc Giang", "5. <b>A 9. Giả – quản trị viên – cán bộ, Telegram, từ 24/05/2023", "Cấp mã:")
	if strings.ContainsAny(r.Text.String(), "\x00\u202e") || len(r.Text) != 7 {
		t.Errorf("%d lines: %q", len(r.Text), r.Text)
	}
	for i := range 40 {
		p := people.Person{Channel: "zalo", ID: fmt.Sprintf("zz%02d", i)}
		h.lobby.accounts[p] = people.Account{Person: p, Role: people.Officer}
	}
	r = h.one(visitors["admin"], "danh sách người dùng", "45 người", "6. (không tên) – cán bộ, Zalo")
	seen := len(r.Text)
	for len(r.Choices) > 0 {
		r = h.tap(visitors["admin"], r, "Xem tiếp")
		seen += len(r.Text)
	}
	if seen != 47 || !strings.Contains(r.Text.String(), "45. ") {
		t.Errorf("%d lines on all pages", seen)
	}
}

// TestPagesOfPeople: who is not an administrator cannot read on by a button of theirs.
func TestPagesOfPeople(t *testing.T) {
	h := newHall(t, true)
	for i := range 40 {
		p := people.Person{Channel: "zalo", ID: fmt.Sprint("zz", i)}
		h.lobby.accounts[p] = people.Account{Person: p, Role: people.Officer, Name: "Bí mật"}
	}
	r := h.one(visitors["admin"], "người dùng")
	replies := h.tell(visitors["guest"], bot.Message{Choice: button(t, r, "Xem tiếp").Key})
	if len(replies) != 1 || strings.Contains(replies[0].Text.String(), "Bí mật") {
		t.Errorf("%+v", replies)
	}
}

// TestHelpTellsWhatOneMay and no more.
func TestHelpTellsWhatOneMay(t *testing.T) {
	const work, follow, progress, library, grant, pair, answers = "“việc của tôi”", "“theo dõi <cơ quan>”", "“báo cáo tiến độ”", "“nạp tài liệu”", "“người dùng”", "mã ghép nối", "xong"
	all := []string{work, follow, progress, library, grant, pair}
	for who, want := range map[string][]string{
		"guest": {pair}, "officer": {work, follow, progress}, "member": {work, follow, progress}, "secretary": {work, follow, progress},
		"admin": {work, follow, progress, library, grant}, "linked": {work, follow, progress}, "other": {pair},
		"web admin": {work, progress, library, grant}, "web guest": {pair},
	} {
		text := newHall(t, true).one(visitors[who], "trợ giúp", "cứ hỏi tự nhiên", "/xoa_du_lieu").Text.String()
		for _, line := range all {
			has := strings.Contains(text, line)
			if wanted := strings.Contains(strings.Join(want, "\n"), line); has != wanted {
				t.Errorf("%s: %s shown %v, want %v", who, line, has, wanted)
			}
		}
		if who == "linked" != strings.Contains(text, answers) {
			t.Errorf("%s: how to answer a reminder: %q", who, text)
		}
	}
}

// TestStart greets, and takes a code; what begins like a greeting and asks something is a question.
func TestStart(t *testing.T) {
	h := newHall(t, true)
	guest := visitors["guest"]
	h.one(guest, "/start", "Chào anh/chị, tôi là Đôn đốc")
	h.one(guest, "/start ref123", "Chào anh/chị")
	h.one(visitors["other"], "/start", "Chào các anh/chị", "/lien_ket")
	h.one(guest, "xin chào", "Chào anh/chị")
	for _, text := range []string{"start abc", "chào em, cho hỏi Hà Nam phải làm gì"} {
		if r := h.one(guest, text); !asked(r) {
			t.Errorf("%q: %q", text, r.Text)
		}
	}
	wrong, _ := people.NewCode()
	h.one(guest, "/start "+wrong, "Mã không đúng")
}

// TestListedStranger: in allow-list mode a guest is told so once, in a line, and may come in with a code.
func TestListedStranger(t *testing.T) {
	h := newHall(t, false)
	guest := visitors["guest"]
	r := h.one(guest, "Hà Nam phải làm gì?", "chỉ phục vụ những người và nhóm đã được mời", "mã")
	if len(r.Text) != 1 || !r.Refused || len(r.Choices) > 0 || len(h.script.questions()) > 0 {
		t.Errorf("%q, asked %v", r.Text, h.script.questions())
	}
	if help := h.one(guest, "trợ giúp"); len(help.Choices) > 0 {
		t.Errorf("questions are offered to who may not ask: %v", help.Choices)
	}
	if said := h.memory.said(bot.Chat{Channel: "test", ID: "guest"}); len(said) > 0 {
		t.Errorf("remembered of who may not ask: %v", said)
	}
	h.one(guest, h.code(people.Officer, false, 0), "✅")
	h.one(guest, "Hà Nam phải làm gì?", "đáp:")
}
