package bot_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/bot/people"
)

// TestWhoMayWhat: y is done, n is refused with a sentence, q goes on as a question.
func TestWhoMayWhat(t *testing.T) {
	columns := []string{"guest", "officer", "member", "secretary", "admin", "linked", "other", "officer in other", "admin in linked", "web guest", "web admin"}
	for _, tc := range []struct {
		text         string
		open, listed string // a letter a column
	}{
		{"Hà Nam phải làm gì?", "qqqqqqqqqqq", "nqqqqqnqqnq"},
		{"trợ giúp", "yyyyyyyyyyy", "yyyyyyyyyyy"},
		{"/xoa_du_lieu", "yyyyynnnyyy", "yyyyynnnyyy"},
		{"việc của tôi", "nyyyyynyyny", "nyyyyynyyny"},
		{"việc của Hà Nam", "qyyyyyqyyqy", "nyyyyynyyny"},
		{"quá hạn", "qyyyyyqyyqy", "nyyyyynyyny"},
		{"/qua_han", "nyyyyynyyny", "nyyyyynyyny"},
		{"sắp đến hạn?", "qyyyyyqyyqy", "nyyyyynyyny"},
		{"báo cáo tiến độ", "qnyyyyqnyqy", "nnyyyynnyny"}, // an officer who follows nothing has nothing to see
		{"theo dõi Hà Nam", "nyyyyynnynn", "nyyyyynnynn"},
		{"người dùng", "nnnnynnnnny", "nnnnynnnnny"},
		{"cấp mã cán bộ", "nnnyynnnnny", "nnnyynnnnny"},
		{"cấp mã quản trị", "nnnnynnnnny", "nnnnynnnnny"},
		{"nạp tài liệu", "nnnnynnnnny", "nnnnynnnnny"},
		{"phiên bản", "qqqqyqqqqqy", "nqqqyqnqqny"},
		{"công bố", "qqqqnqqqqqn", "nqqqnqnqqnn"}, // nothing is open
		{"/cong_bo 5", "nnnnynnnnny", "nnnnynnnnny"},
		{"công bố bản 5", "qqqqyqqqqqy", "nqqqyqnqqny"},
		{"quay lại bản trước", "qqqqyqqqqqy", "nqqqyqnqqny"},
		{"bảng điều khiển", "qqqyyqqqqqy", "nqqyyqnqqny"},
		{"/bang_dieu_khien", "nnnyynnnnny", "nnnyynnnnny"},
		{"/trang_thai", "nnnnynnnnny", "nnnnynnnnny"},
		{"/lien_ket tỉnh Hà Nam", "nnnnnnnnnnn", "nnnnnnnnnnn"}, // who may is in TestLinkByName
		{"/khong_co", "nnnnnnnnnnn", "nnnnnnnnnnn"},
	} {
		for mode, want := range map[bool]string{true: tc.open, false: tc.listed} {
			for i, column := range columns {
				t.Run(fmt.Sprintf("%s/open %v/%s", tc.text, mode, column), func(t *testing.T) {
					h := newHall(t, mode, bot.WithLibrary(newStacks()))
					r := h.one(visitors[column], tc.text)
					got := "y"
					switch {
					case asked(r):
						got = "q"
					case r.Refused:
						got = "n"
					}
					if got != want[i:i+1] {
						t.Errorf("%s, want %s: %q", got, want[i:i+1], r.Text)
					}
					if got == "n" && !polite(r.Text.String()) {
						t.Errorf("not told what to do: %q", r.Text)
					}
				})
			}
		}
	}
}

// polite reports whether a refusal says what helps.
func polite(s string) bool {
	for _, w := range []string{"ui lòng", "ề nghị", "Chỉ người", "chỉ làm", "gõ ", "Gõ ", "Lệnh này dùng"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// TestQuestionsCostNoLook: what everybody may is not paid for with a look into the store, and works without it.
func TestQuestionsCostNoLook(t *testing.T) {
	h := newHall(t, true)
	h.one(visitors["guest"], "Hà Nam phải làm gì?", "đáp:")
	if h.lobby.looks != 0 {
		t.Errorf("%d looks", h.lobby.looks)
	}
	h.lobby.broken = errBroken
	h.one(visitors["guest"], "Hà Nam phải làm gì?", "đáp:")
	m := bot.Message{Chat: bot.Chat{Channel: "test", ID: "officer"}, Sender: "officer", Text: "việc của tôi"}
	if replies, err := h.Handle(t.Context(), m); !errors.Is(err, errBroken) || len(replies) > 0 {
		t.Errorf("a register that fails: %v, %v", replies, err)
	}
}

// TestSecretariatOfAGroup: who writes in the secretariat's own group is one of it.
func TestSecretariatOfAGroup(t *testing.T) {
	h := newHall(t, false)
	h.one(visitors["secretariat"], "quá hạn", "2 việc quá hạn")
	if r := h.one(visitors["secretariat"], "cấp mã cán bộ"); !r.Refused || strings.Contains(r.Text.String(), "Mã dùng một lần") {
		t.Errorf("a code is shown to a group: %q", r.Text)
	}
	if r := h.one(visitors["secretariat"], "/xoa_du_lieu", "nhóm này"); r.Refused {
		t.Errorf("%q", r.Text)
	}
}

// TestSendersOfNobody: a channel that does not know who writes gives nobody a role, and nobody's account counts elsewhere.
func TestSendersOfNobody(t *testing.T) {
	h := newHall(t, true)
	h.lobby.accounts[people.Person{Channel: "test"}] = people.Account{Role: people.Administrator}
	for _, v := range []visitor{{chat: "admin"}, {sender: "admin", chat: "admin", channel: "zalo"}, {sender: "ADMIN", chat: "admin"}} {
		if r := h.one(v, "người dùng"); !r.Refused {
			t.Errorf("%+v: %q", v, r.Text)
		}
	}
}

func TestPersonalCode(t *testing.T) {
	h := newHall(t, true)
	guest := visitors["guest"]
	words := h.code(people.Member, false, 1)
	h.one(guest, " "+strings.ToLower(words)+" ", "✅ Đã ghép nối", "thành viên ban chỉ đạo", "Cơ quan: Ban Chỉ đạo CĐS tỉnh Bắc Giang")
	if a := h.lobby.accounts[people.Person{Channel: "test", ID: "guest"}]; a.Role != people.Member || a.Board != 1 || a.Name != "Nguyễn Văn A" {
		t.Errorf("the account: %+v", a)
	}
	h.one(guest, "việc của tôi", "4 việc có hạn của Ban Chỉ đạo")
	h.one(guest, words, "✅ Đã ghép nối") // the same message, handled twice
	if r := h.one(visitor{sender: "thief", chat: "thief"}, words, "Mã không đúng, đã dùng"); !r.Refused {
		t.Error("used twice by two")
	}
	for name, text := range map[string]string{"deep link": "/start %s", "in words": "mã %s", "more words": "ma ghep noi %s", "payload": "/start %s"} {
		words := h.code(people.Officer, false, 0)
		if name == "payload" {
			words = people.Payload(words)
		}
		h.one(visitor{sender: name, chat: name}, fmt.Sprintf(text, words), "Vai trò của anh/chị: cán bộ.")
	}
}

func TestHigherRoleIsKept(t *testing.T) {
	h := newHall(t, true)
	r := h.one(visitors["secretary"], h.code(people.Officer, false, 0), "vai trò cao hơn (ban thư ký)")
	if a := h.lobby.accounts[people.Person{Channel: "test", ID: "secretary"}]; a.Role != people.Secretariat || !r.Refused {
		t.Errorf("now %+v", a)
	}
	h.one(visitors["secretary"], h.code(people.Administrator, false, 0), "quản trị viên")
	h.one(visitors["secretary"], "người dùng", "8 người")
}

// TestGroupCode: only who manages the group uses its code up, where the channel can tell.
func TestGroupCode(t *testing.T) {
	for name, tc := range map[string]struct {
		v     visitor
		links bool
	}{
		"a stranger":           {visitor{sender: "x", chat: "new group", group: true, manages: no}, false},
		"it cannot be told":    {visitor{sender: "x", chat: "new group", group: true, manages: unsure}, false},
		"who manages":          {visitor{sender: "x", chat: "new group", group: true, manages: yes}, true},
		"a secretary":          {visitor{sender: "secretary", chat: "new group", group: true, manages: no}, true},
		"a member":             {visitor{sender: "member", chat: "new group", group: true, manages: no}, false},
		"a channel without it": {visitor{sender: "x", chat: "new group", group: true}, true},
	} {
		for _, text := range []string{"%s", "/lien_ket %s", "/start %s", "mã %s"} {
			t.Run(name+", "+text, func(t *testing.T) {
				h := newHall(t, false)
				_, _ = h.lobby.FirstContact(t.Context(), bot.Chat{Channel: "test", ID: "new group"}, time.Unix(1, 0))
				r := h.one(tc.v, fmt.Sprintf(text, h.code(people.Guest, true, 3)))
				linked := h.lobby.unused() == 0
				if r.Refused == tc.links || linked != tc.links {
					t.Errorf("refused %v, used %v: %q", r.Refused, linked, r.Text)
				}
				if tc.links {
					h.expect(text, r, "✅ Ban Chỉ đạo CĐS tỉnh Hà Nam", "nhận nhắc việc")
					h.one(tc.v, "việc của tôi", "2 việc")
				}
			})
		}
	}
}

func TestGroupCodeElsewhere(t *testing.T) {
	h := newHall(t, true)
	words := h.code(people.Guest, true, 3)
	h.one(visitors["guest"], words, "dùng trong nhóm")
	if a, ok := h.lobby.accounts[people.Person{Channel: "test", ID: "guest"}]; ok {
		t.Errorf("a group's code has made %+v", a)
	}
	h.one(visitor{sender: "guest", chat: "other", group: true, manages: yes}, words, "✅ Ban Chỉ đạo CĐS tỉnh Hà Nam") // tried in private first
	h = newHall(t, true)
	h.one(visitor{sender: "x", chat: "1", group: true, manages: yes}, h.code(people.Guest, true, 3), "đã gắn với Ban Chỉ đạo CĐS tỉnh Bắc Giang")
}

func TestLinkByName(t *testing.T) {
	secretary := visitor{sender: "secretary", chat: "other", group: true}
	for name, tc := range map[string]struct {
		v          visitor
		text, want string
	}{
		"who manages":             {visitors["manager"], "/lien_ket tỉnh Hà Nam", "kèm mã nhóm"}, // so nobody makes a group a board's by themselves
		"a stranger":              {visitors["other"], "/lien_ket tỉnh Hà Nam", "kèm mã nhóm"},
		"without a name":          {visitors["manager"], "/lien_ket", "kèm mã"},
		"a secretary, anywhere":   {secretary, "/lien_ket tỉnh Hà Nam", "✅ Ban Chỉ đạo CĐS tỉnh Hà Nam"},
		"in words":                {secretary, "liên kết Hà Nam", "✅ Ban Chỉ đạo CĐS tỉnh Hà Nam"},
		"a body without board":    {secretary, "/lien_ket Bộ Y tế", "✅ "},
		"nobody of that name":     {secretary, "/lien_ket cây cầu", "tên đầy đủ của cơ quan"},
		"other words, a question": {secretary, "liên kết dữ liệu là gì", "đáp: "},
		"in private":              {visitors["admin"], "/lien_ket tỉnh Hà Nam", "dùng trong nhóm"},
		"of another already":      {visitor{sender: "admin", chat: "1", group: true}, "/lien_ket tỉnh Hà Nam", "đã gắn với Ban Chỉ đạo CĐS tỉnh Bắc Giang"},
	} {
		t.Run(name, func(t *testing.T) { newHall(t, true).one(tc.v, tc.text, tc.want) })
	}
}

// TestGuesses: after five wrong codes even the right one waits, for an hour, and only for who guessed.
func TestGuesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHall(t, true)
		words := h.code(people.Administrator, false, 0)
		guest := visitors["guest"]
		for range 5 {
			wrong, _ := people.NewCode()
			h.one(guest, wrong, "Mã không đúng")
		}
		if r := h.one(guest, words, "thử lại sau 6"); !r.Refused || h.lobby.unused() != 1 {
			t.Errorf("%q; used: %v", r.Text, h.lobby.unused() == 0)
		}
		h.one(guest, "Hà Nam phải làm gì?", "đáp:")
		h.one(visitor{sender: "other", chat: "other person"}, h.code(people.Officer, false, 0), "✅")
		<-time.After(time.Hour)
		h.one(guest, words, "quản trị viên")
	})
}

// TestCodesWithoutDoors: a Conversation without people knows no codes, and what looks like one is a question.
func TestCodesWithoutDoors(t *testing.T) {
	k := newTalk(t, echo)
	words, _ := people.NewCode()
	if r := k.send(bot.Message{Text: words, Sender: "1"}); !asked(r) {
		t.Errorf("got %q", r.Text)
	}
	for _, text := range []string{"/start " + words, "mã " + words} {
		if r := k.send(bot.Message{Text: text, Sender: "1"}); !r.Refused || !strings.Contains(r.Text.String(), "không dùng mã") {
			t.Errorf("%q: %q", text, r.Text)
		}
	}
	for _, text := range []string{"người dùng", "cấp mã cán bộ", "/trang_thai"} {
		if r := k.say(text); strings.Contains(r.Text.String(), "Mã dùng một lần") || !r.Refused {
			t.Errorf("%q: %q", text, r.Text)
		}
	}
}
