package bot_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/bot/people"
)

// newcomer writes in a chat with which the program has never spoken.
var newcomer = visitor{sender: "new", chat: "new"}

const noticeBegins = "ℹ️ Đôn đốc là máy trả lời tự động"

// noticed tells whether the first reply says what is stored, and the one after it answers.
func noticed(replies []bot.Reply) bool {
	return len(replies) == 2 && strings.HasPrefix(replies[0].Text.String(), noticeBegins) && !strings.HasPrefix(replies[1].Text.String(), noticeBegins)
}

func at(minute int) time.Time { return today.Time().Add(time.Duration(minute) * time.Minute) }

func TestNoticeOnFirstContact(t *testing.T) {
	h := newHall(t, true)
	first := bot.Message{Text: "Hà Nam phải làm gì?", At: at(1)}
	if !noticed(h.tell(newcomer, first)) {
		t.Error("a new chat is told nothing")
	}
	if !noticed(h.tell(newcomer, first)) {
		t.Error("the same message, handled once more, is answered without the notice")
	}
	for minute, text := range []string{"còn Bắc Giang?", "trợ giúp", "/xoa_du_lieu"} {
		if replies := h.tell(newcomer, bot.Message{Text: text, At: at(2 + minute)}); len(replies) != 1 {
			t.Errorf("%q: %d replies", text, len(replies))
		}
	}
	if other := (visitor{sender: "new", chat: "new too"}); !noticed(h.tell(other, bot.Message{Text: "trợ giúp", At: at(9)})) {
		t.Error("another chat is told nothing")
	}
}

func TestNoticeWhenNotNeeded(t *testing.T) {
	for name, m := range map[string]bot.Message{
		"the welcome says it": {Text: "/start"}, "the channel says it": {Text: "Hà Nam?", Noticed: true}, "in words": {Text: "bắt đầu"},
	} {
		h := newHall(t, true)
		m.At = at(1)
		replies := h.tell(newcomer, m)
		if len(replies) != 1 || strings.HasPrefix(replies[0].Text.String(), noticeBegins) {
			t.Errorf("%s: %d replies", name, len(replies))
		}
		if m.Noticed {
			continue
		}
		if replies := h.tell(newcomer, bot.Message{Text: "Hà Nam?", At: at(2)}); len(replies) != 1 {
			t.Errorf("%s: told again", name)
		}
	}
	h := newHall(t, true)
	if replies := h.tell(newcomer, bot.Message{File: "x (test:1)", At: at(1)}); len(replies) != 0 {
		t.Errorf("a file that nobody answers: %+v", replies)
	}
	h.lobby.broken = errBroken
	if replies := h.tell(newcomer, bot.Message{Text: "Hà Nam?", At: at(2)}); len(replies) != 1 {
		t.Error("a store that fails costs the answer")
	}
}

// TestNoticeAfterForgetting: who had everything deleted is a stranger again.
func TestNoticeAfterForgetting(t *testing.T) {
	h := newHall(t, true)
	h.tell(newcomer, bot.Message{Text: "Hà Nam?", At: at(1)})
	r := h.tell(newcomer, bot.Message{Text: "/xoa_du_lieu", At: at(2)})[0]
	h.tell(newcomer, bot.Message{Choice: r.Choices[0].Key, At: at(3)})
	if !noticed(h.tell(newcomer, bot.Message{Text: "Hà Nam?", At: at(4)})) {
		t.Error("not told")
	}
}

func TestJoined(t *testing.T) {
	h := newHall(t, true)
	group := visitor{chat: "new group", group: true}
	r := h.only("joined", h.tell(group, bot.Message{Event: bot.EventJoined, At: at(1)}), "Chào các anh/chị", "/lien_ket", "Máy trả lời tự động")
	if len(r.Choices) != len(examples) {
		t.Errorf("choices %v", r.Choices)
	}
	h.only("joined", h.tell(newcomer, bot.Message{Event: bot.EventJoined, At: at(1)}), "Chào anh/chị", "/xoa_du_lieu")
	for _, v := range []visitor{group, newcomer} {
		if replies := h.tell(v, bot.Message{Text: "Hà Nam?", At: at(2)}); len(replies) != 1 {
			t.Errorf("%s: the greeting has said it already", v.chat)
		}
	}
}

func TestForgetInPrivate(t *testing.T) {
	h := newHall(t, true)
	officer := visitors["officer"]
	h.one(officer, "theo dõi Hà Nam", "Đã theo dõi")
	h.one(officer, "Hà Nam phải làm gì?", "đáp:")
	r := h.one(officer, "xóa dữ liệu của tôi", "vai trò và việc anh/chị đang theo dõi")
	if h.in("officer").follows() == "" || len(h.memory.said(bot.Chat{Channel: "test", ID: "officer"})) == 0 {
		t.Fatal("deleted before it was confirmed")
	}
	h.tap(officer, r, "xóa", "Đã xóa")
	if _, ok := h.lobby.accounts[people.Person{Channel: "test", ID: "officer"}]; ok {
		t.Error("the account is kept")
	}
	h.in("officer").wantFollows("")
	if said := h.memory.said(bot.Chat{Channel: "test", ID: "officer"}); len(said) > 0 {
		t.Errorf("remembered: %v", said)
	}
	h.one(officer, "việc của tôi", "Việc này dành cho cán bộ")
	if _, ok := h.lobby.accounts[people.Person{Channel: "web", ID: "officer"}]; !ok {
		t.Error("somebody else of that name was forgotten")
	}
}

// TestForgetAGroup: only who manages it, and it goes on being reminded; nobody loses their own account.
func TestForgetAGroup(t *testing.T) {
	group := visitor{sender: "member", chat: "1", group: true}
	h := newHall(t, true)
	h.one(group, "Hà Nam phải làm gì?")
	h.one(group, "/xoa_du_lieu", "quản trị nhóm")
	manager := group
	manager.manages = yes
	r := h.one(manager, "/xoa_du_lieu", "việc nhắc vẫn tiếp tục")
	h.tap(group, r, "xóa", "quản trị nhóm") // a button for all to see is pressed by somebody else
	if len(h.memory.said(bot.Chat{Channel: "test", ID: "1"})) == 0 {
		t.Fatal("a member has deleted the group's thread")
	}
	h.tap(manager, r, "xóa", "Đã xóa")
	if len(h.memory.said(bot.Chat{Channel: "test", ID: "1"})) > 0 {
		t.Error("the thread is kept")
	}
	h.in("group").wantFollows("1; agency " + lead)
	if _, ok := h.lobby.accounts[people.Person{Channel: "test", ID: "member"}]; !ok {
		t.Error("who asked for it lost the role")
	}
}

// TestForgettingIsConfirmedSoon: ten minutes later nobody remembers what the button was; the channel is told when all is gone.
func TestForgettingIsConfirmedSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHall(t, true)
		officer := visitors["officer"]
		h.one(officer, "Hà Nam phải làm gì?")
		r := h.one(officer, "/xoa_du_lieu")
		<-time.After(11 * time.Minute)
		if late := h.tap(officer, r, "xóa", "hết hiệu lực"); late.Erased || len(h.memory.said(bot.Chat{Channel: "test", ID: "officer"})) == 0 {
			t.Errorf("deleted by an old button: %+v", late)
		}
		r = h.one(officer, "/xoa_du_lieu")
		<-time.After(9 * time.Minute)
		if done := h.tap(officer, r, "xóa", "Đã xóa"); !done.Erased || r.Erased {
			t.Errorf("the channel is not told: %+v", done)
		}
	})
}

// TestForgetThatFails must not look like success, whatever it was that failed.
func TestForgetThatFails(t *testing.T) {
	for name, breakIt := range map[string]func(*hall){
		"the people":   func(h *hall) { h.lobby.broken = errBroken },
		"the register": func(h *hall) { h.register.broken = errBroken },
	} {
		h := newHall(t, true)
		officer := visitors["officer"]
		h.one(officer, "theo dõi Hà Nam")
		key := h.one(officer, "/xoa_du_lieu").Choices[0].Key
		breakIt(h)
		replies, err := h.Handle(t.Context(), bot.Message{Chat: bot.Chat{Channel: "test", ID: "officer"}, Sender: "officer", Choice: key, Noticed: true})
		if !errors.Is(err, errBroken) || len(replies) > 0 {
			t.Errorf("%s: %v, %v", name, replies, err)
		}
	}
}
