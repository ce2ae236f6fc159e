package bot_test

import (
	"errors"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// counter is a chat on a channel without buttons.
type counter struct {
	*talk
	numbered *bot.Numbered
}

func newCounter(k *talk) counter { return counter{k, bot.NewNumbered(k.Conversation)} }

func (c counter) handle(m bot.Message) bot.Reply {
	c.t.Helper()
	m.Chat = c.chat
	replies, err := c.numbered.Handle(c.t.Context(), m)
	if err != nil || len(replies) != 1 {
		c.t.Fatalf("%+v: %d replies, %v", m, len(replies), err)
	}
	if len(replies[0].Choices) > 0 {
		c.t.Errorf("buttons on a channel that has none: %v", replies[0].Choices)
	}
	return replies[0]
}

func (c counter) says(text string) bot.Reply {
	c.t.Helper()
	return c.handle(bot.Message{Text: text})
}

// lastAsked is the question asked last.
func (c counter) lastAsked() string {
	asked := c.script.questions()
	return asked[len(asked)-1].Text
}

func TestChoicesBecomeNumbers(t *testing.T) {
	c := newCounter(newTalk(t, echo))
	want := "đáp: Bắc Giang\n📄 Quyết định 1/QĐ\n\nTrả lời bằng số để chọn:\n1. 👥 Ai phối hợp?\n2. ⏰ Hạn bao giờ?"
	if got := c.says("Bắc Giang"); got.Text.String() != want || len(got.Citations) != 1 {
		t.Errorf("got %q", got.Text)
	}
}

// notOffered reports whether a reply says that there is no choice of that number.
func notOffered(r bot.Reply) bool {
	return r.Refused && strings.Contains(r.Text.String(), "Không có lựa chọn số ")
}

// TestNumberNotOffered: it is said so, and the numbers keep their meaning. A bare number is never a question.
func TestNumberNotOffered(t *testing.T) {
	c := newCounter(newTalk(t, echo))
	if r := c.says("7"); !notOffered(r) {
		t.Errorf("before anything was offered: %q", r.Text)
	}
	c.says("Bắc Giang")
	for _, text := range []string{"3", "0", "chọn số 12"} {
		asked := len(c.script.questions())
		if r := c.says(text); !r.Refused || !strings.Contains(r.Text.String(), "Không có lựa chọn số "+strings.TrimPrefix(text, "chọn số ")) || len(c.script.questions()) != asked {
			t.Errorf("%q: %q", text, r.Text)
		}
	}
	c.says("2")
	if got := c.lastAsked(); got != "hạn của Bắc Giang" {
		t.Errorf("after that 2 asked %q", got)
	}
}

// TestWaysToChoose: a number or the words of a choice press it; everything else is asked.
func TestWaysToChoose(t *testing.T) {
	const first, second = "ai phối hợp Bắc Giang", "hạn của Bắc Giang"
	for text, want := range map[string]string{
		"1": first, "2": second, " 2 ": second, "2.": second, "2)": second, "chọn 2": second, "so 1": first, "Số 1": first, "chọn số 2": second, "mục 2": second, "ý 1": first,
		"Ai phối hợp?": first, "ai phoi hop": first, "AI PHỐI HỢP": first, "Hạn bao giờ": second, "“hạn bao giờ?”": second, "Hạn bao giờ!": second,
		"-1": "-1", "1.5": "1.5", "01": first, "1000": "1000", "1 2": "1 2", "2 tỉnh": "2 tỉnh", "ai phối hợp với ai": "ai phối hợp với ai", "ai": "ai",
		"99999999999999999999": "99999999999999999999", "hạn": "hạn", "nút 1": "nút 1",
	} {
		c := newCounter(newTalk(t, echo))
		c.says("Bắc Giang")
		c.says(text)
		if got := c.lastAsked(); got != want {
			t.Errorf("%q asked %q, want %q", text, got, want)
		}
	}
}

// TestNumbersMeanTheLastChoices: those of the last reply, in the same chat only.
func TestNumbersMeanTheLastChoices(t *testing.T) {
	c := newCounter(newTalk(t, func(q knowledge.Question) (knowledge.Answer, error) {
		a, err := echo(q)
		if strings.Contains(q.Text, "không có gì") {
			a.Suggestions = nil
		}
		return a, err
	}))
	c.says("Bắc Giang")
	c.says("Hà Nam")
	c.says("2")
	if got := c.lastAsked(); got != "hạn của Hà Nam" {
		t.Errorf("2 asked %q", got)
	}
	c.says("không có gì thêm") // shows no numbers: those above are gone from the screen
	if r := c.says("2"); !notOffered(r) {
		t.Errorf("under an answer without choices 2 says %q", r.Text)
	}
	other := c
	k := *c.talk
	k.chat.ID = "another"
	other.talk = &k
	c.says("Bắc Giang")
	if r := other.says("2"); !notOffered(r) {
		t.Errorf("in another chat 2 says %q", r.Text)
	}
}

func TestNumbersExpire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(newTalk(t, echo))
		c.says("Bắc Giang")
		<-time.After(23 * time.Hour)
		c.says("1")
		if got := c.lastAsked(); got != "ai phối hợp Bắc Giang" {
			t.Errorf("after 23 hours 1 asked %q", got)
		}
		<-time.After(25 * time.Hour)
		if r := c.says("1"); !notOffered(r) {
			t.Errorf("after another 25 hours 1 says %q", r.Text)
		}
	})
}

// TestNotChosen: who quotes a message, sends an event or presses what the channel does have, does not answer with a number.
func TestNotChosen(t *testing.T) {
	c := newCounter(newTalk(t, echo))
	said := c.says("Bắc Giang").Text.String()
	c.handle(bot.Message{Text: "2", Quoted: said})
	if got := c.lastAsked(); got != "2" {
		t.Errorf("a quoting 2 asked %q", got)
	}
	if r := c.handle(bot.Message{Choice: "nobody", Text: "2"}); !r.Refused {
		t.Errorf("got %q", r.Text)
	}
	if r := c.handle(bot.Message{Event: bot.EventJoined}); !strings.Contains(r.Text.String(), "1. Việc của một tỉnh") {
		t.Errorf("the greeting: %q", r.Text)
	}
	c.says("1")
	if got := c.lastAsked(); got != examples[0].Question {
		t.Errorf("1 after the greeting asked %q", got)
	}
}

// TestPagesByNumber leafs through a long list.
func TestPagesByNumber(t *testing.T) {
	c := newCounter(newTalk(t, listing))
	r := c.says("liệt kê 40")
	for _, want := range []string{"Việc 15\n", "Việc 29\n"} {
		shown := r.Text.String()
		if !strings.Contains(shown, "1. Xem tiếp") {
			t.Fatalf("no way on: %q", shown)
		}
		if r = c.says("1"); !strings.Contains(r.Text.String(), want) {
			t.Fatalf("got %q, want %q in it", r.Text, want)
		}
	}
	if strings.Contains(r.Text.String(), "Trả lời bằng số") || !strings.Contains(r.Text.String(), "Việc 40") {
		t.Errorf("the last page: %q", r.Text)
	}
}

func TestNumberedWithoutMemory(t *testing.T) {
	c := newCounter(newTalk(t, echo))
	c.says("Bắc Giang")
	c.memory.broken = true
	if r := c.says("1"); !notOffered(r) {
		t.Errorf("a number that nobody remembers says %q", r.Text)
	}
	if r := c.says("Hà Nam"); !strings.HasPrefix(r.Text.String(), "đáp: Hà Nam") || strings.Contains(r.Text.String(), "Trả lời bằng số") {
		t.Errorf("numbers that nobody will remember: %q", r.Text)
	}
	c.script.answer = func(knowledge.Question) (knowledge.Answer, error) { return knowledge.Answer{}, errBroken }
	if replies, err := c.numbered.Handle(t.Context(), bot.Message{Chat: c.chat, Text: "x"}); !errors.Is(err, errBroken) || len(replies) > 0 {
		t.Errorf("%v, %v", replies, err)
	}
}

// TestReplyOfTheConversationStays: numbering a reply must not write into what it was made of.
func TestReplyOfTheConversationStays(t *testing.T) {
	shared := append(make(knowledge.Text, 0, 20), lines("một")...)
	c := newCounter(newTalk(t, func(knowledge.Question) (knowledge.Answer, error) {
		return knowledge.Answer{Text: shared, Suggestions: []knowledge.Suggestion{{Label: "Hai", Question: "hai"}}}, nil
	}))
	c.says("x")
	if rest := shared[:2]; rest[1] != nil {
		t.Errorf("the answer's own lines have grown: %v", rest)
	}
}

// numberedReminder shows a reminder without buttons in the chat of the office.
func numberedReminder(o *office, n reminders.Notice) bot.Reply {
	o.t.Helper()
	r := o.deliver(numberedMessenger, n)
	if len(r.Choices) > 0 {
		o.t.Errorf("buttons %v", r.Choices)
	}
	return r
}

func numberedMessenger(outlet bot.Outlet, memory bot.Memory, draw func(reminders.Figures) ([]byte, error), log *slog.Logger) *bot.Messenger {
	return bot.NewMessenger(outlet, memory, draw, log).Numbered()
}

// TestNumbersOfAReminderUnderWay: what was composed and has not arrived changes the meaning of no number.
func TestNumbersOfAReminderUnderWay(t *testing.T) {
	o := newOffice(t)
	c := newCounter(o.talk)
	c.says("Bắc Giang") // 1. ai phối hợp, 2. hạn bao giờ
	n := o.notice(o.sub, reminders.Reminder{
		Subscriber: 1, Kind: reminders.KindStep, Day: today, Task: "so-hoa", Work: work("so-hoa"), Due: o.register.all.Tasks[0].Milestones[0].Due, Step: "T-7",
	})
	if _, err := numberedMessenger(&tray{}, o.memory, nil, nil).Compose(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	if r := c.says("2"); strings.Contains(r.Text.String(), "hoàn thành") || len(o.register.log) > 0 {
		t.Errorf("2 did what nobody has seen: %q, %v", r.Text, o.register.log)
	}
}

// TestNumbersOfReminders: a bare number shows the Work that the list gives it, words of an answer are still an answer, and
// what can be done with all stands above the numbers of the list.
func TestNumbersOfReminders(t *testing.T) {
	o := newOffice(t)
	n := boardNotice(o, item("cong-du-lieu", -3), item("trung-tam", 0), item("so-hoa", 7))
	o.remind("cong-du-lieu", "trung-tam", "so-hoa")
	r := numberedReminder(o, n)
	o.expect("the reminder", r, "1. Công bố", "2. Đưa trung tâm", "3. Số hóa", "Trả lời bằng số của việc ở trên, hoặc:\n4. ")
	c := newCounter(o.talk)
	o.expect("2", c.says("2"), "Đưa trung tâm", "Trả lời bằng số để chọn:\n1. ")
	numberedReminder(o, n)
	o.expect("1 xong", c.says("1 xong"), "Đã ghi hoàn thành", "Công bố")
	numberedReminder(o, n)
	o.expect("4", c.says("4"), "đã nhận 3 việc")
	if p := o.register.progress(work("so-hoa")); p.AcknowledgedAt.IsZero() {
		t.Errorf("not acknowledged: %+v", p)
	}
}

// TestNumberOfADocument: while the number of a document is waited for, a bare number is that, and no choice.
func TestNumberOfADocument(t *testing.T) {
	o := newOffice(t)
	o.remind("so-hoa")
	numberedReminder(o, boardNotice(o, item("so-hoa", 7)))
	c := newCounter(o.talk)
	o.expect("2", c.says("2"), "Đã ghi hoàn thành", "Số báo cáo")
	o.expect("123", c.says("123"), "123")
	if p := o.register.progress(work("so-hoa")); p.Report != "123" {
		t.Errorf("the report is %q", p.Report)
	}
	if r := c.says("123"); !notOffered(r) {
		t.Errorf("later 123 says %q", r.Text)
	}
}

// TestOneReminderByNumbers: the four buttons of a single Work.
func TestOneReminderByNumbers(t *testing.T) {
	for number, want := range map[int]string{1: "Đã ghi nhận", 2: "Đã ghi hoàn thành", 3: "đến ngày", 4: "nhắc"} {
		o := newOffice(t)
		o.remind("so-hoa")
		r := numberedReminder(o, boardNotice(o, item("so-hoa", 7)))
		o.expect("the reminder", r, "1. Đã nhận", "2. Hoàn thành", "3. Gia hạn", "4. Tạm dừng")
		if got := newCounter(o.talk).says(strconv.Itoa(number)); !strings.Contains(strings.ToLower(got.Text.String()), strings.ToLower(want)) {
			t.Errorf("%d: %q, want %q", number, got.Text, want)
		}
	}
}

var numberedLine = regexp.MustCompile(`(?m)^(\d+)\. `)

// TestNumbersOfLongReminders: no number stands there for two things, and none is offered that does nothing.
func TestNumbersOfLongReminders(t *testing.T) {
	for name, notice := range notices {
		o := newOffice(t)
		if len(notice(o).Items) > 30 { // so many have no button each
			continue
		}
		r := numberedReminder(o, notice(o))
		_, below, ok := strings.Cut(r.Text.String(), "Trả lời bằng số")
		if !ok {
			continue
		}
		above, _, _ := strings.Cut(r.Text.String(), "Trả lời bằng số")
		var listed []string
		for _, m := range numberedLine.FindAllStringSubmatch(above, -1) {
			listed = append(listed, m[1])
		}
		choose := numberedLine.FindAllStringSubmatch(below, -1)
		for _, m := range choose {
			if strings.HasPrefix(below, " của việc ở trên") && slices.Contains(listed, m[1]) {
				t.Errorf("%s: %s. stands for two things", name, m[1])
			}
		}
		c := newCounter(o.talk)
		for _, m := range choose {
			asked := len(c.script.questions())
			c.numbered = bot.NewNumbered(o.Conversation)
			numberedReminder(o, notice(o))
			replies, err := c.numbered.Handle(t.Context(), bot.Message{Chat: bot.Chat{Channel: "test", ID: chatOf(notice(o))}, Text: m[1]})
			if err != nil || len(replies) == 0 || len(c.script.questions()) != asked {
				t.Errorf("%s: %s. is offered and asks a question, or nothing: %v, %v", name, m[1], replies, err)
			}
		}
	}
}

func chatOf(n reminders.Notice) string { return n.Subscriber.Chat }

func TestForgottenNumbers(t *testing.T) {
	c := newCounter(newTalk(t, echo))
	c.says("Bắc Giang")
	r := c.says("/xoa_du_lieu")
	if !strings.Contains(r.Text.String(), "1. 🗑 Đồng ý xóa") {
		t.Fatalf("got %q", r.Text)
	}
	if r := c.says("1"); !strings.Contains(r.Text.String(), "Đã xóa") {
		t.Errorf("got %q", r.Text)
	}
	if r := c.says("1"); !notOffered(r) {
		t.Errorf("after forgetting 1 says %q", r.Text)
	}
}

// FuzzNumbered: whatever somebody types, and whatever a choice is called, one reply comes and nothing is offered that
// cannot be chosen.
func FuzzNumbered(f *testing.F) {
	for _, text := range []string{"1", "2.", "chọn 1", "Ai phối hợp?", "\x00", "1\u202e", strings.Repeat("1", 200), "👥", "…", "١", "１"} {
		f.Add(text, "👥 Ai?")
		f.Add("1", text)
	}
	f.Fuzz(func(t *testing.T, text, label string) {
		m := newMemory()
		s := &script{answer: func(q knowledge.Question) (knowledge.Answer, error) {
			return knowledge.Answer{Text: lines("đáp"), Suggestions: []knowledge.Suggestion{{Label: label, Question: "của nút"}}}, nil
		}}
		n := bot.NewNumbered(bot.New(s, m, nil, slog.New(slog.DiscardHandler)))
		chat := bot.Chat{Channel: "test", ID: "1"}
		for _, said := range []string{"hỏi", text} {
			replies, err := n.Handle(t.Context(), bot.Message{Chat: chat, Text: said})
			if err != nil || len(replies) != 1 || len(replies[0].Choices) > 0 {
				t.Fatalf("%q: %v, %v", said, replies, err)
			}
		}
		if _, err := strconv.Atoi(label); err == nil { // such a one is a number of the list above
			return
		}
		if _, err := n.Handle(t.Context(), bot.Message{Chat: chat, Text: "hỏi"}); err != nil {
			t.Fatal(err)
		}
		if _, err := n.Handle(t.Context(), bot.Message{Chat: chat, Text: "1"}); err != nil || s.questions()[len(s.questions())-1].Text != "của nút" {
			t.Errorf("1 does not choose %q: %v", label, err)
		}
	})
}
