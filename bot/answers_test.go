package bot_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// asksInWordsOfAnswers are questions that a chat with open Work may ask.
var asksInWordsOfAnswers = []string{
	"Bắc Giang đã xong chưa?", "hoàn thành số hóa khi nào?", "việc 1 xong chưa", "gia hạn đến khi nào?", "các việc đã hoàn thành",
	"đã nhận báo cáo", "việc 2", "2", "vâng", "ok", "30/6", "123/BC-STTTT", "đồng ý", "từ chối vì lý do gì", "xong à", "cảm ơn",
}

func TestQuestionsStayQuestions(t *testing.T) {
	o := newOffice(t)
	o.remind("so-hoa", "trung-tam")
	for i, text := range asksInWordsOfAnswers {
		o.say(text)
		if asked := o.script.questions(); len(asked) != i+1 || asked[i].Text != text {
			t.Fatalf("%q was not asked", text)
		}
	}
	if len(o.register.log) > 0 {
		t.Errorf("written down: %v", o.register.log)
	}
}

// In a chat that nobody has linked, and in one that was never reminded, every word is a question.
func TestAnswersNeedAReminder(t *testing.T) {
	for name, chat := range map[string]string{"not linked": "77", "never reminded": "1"} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.chat.ID = chat
			for i, text := range []string{"đã nhận", "1 xong", "gia hạn 2 đến 30/6", "tạm dừng 1 tuần", "đồng ý"} {
				o.say(text)
				if len(o.script.questions()) != i+1 {
					t.Errorf("%q was not asked", text)
				}
			}
		})
	}
}

// What cannot be written down is an error, so that the channel brings the message again; saying it again is harmless.
func TestBrokenRegister(t *testing.T) {
	o := newOffice(t)
	first := o.remind("so-hoa")
	done := button(t, first, "Hoàn thành")
	for _, m := range []bot.Message{{Text: "xong"}, {Choice: done.Key}} {
		m.Chat = o.chat
		o.register.broken = errBroken
		if replies, err := o.Handle(t.Context(), m); !errors.Is(err, errBroken) || len(replies) > 0 {
			t.Errorf("%+v: %v, %v", m, replies, err)
		}
		o.register.broken = nil
		if replies, err := o.Handle(t.Context(), m); err != nil || len(replies) != 1 {
			t.Errorf("%+v again: %v, %v", m, replies, err)
		}
	}
	if want := []string{": so-hoa/1 done"}; !slices.Equal(o.register.log, want) {
		t.Errorf("written down %v, want %v", o.register.log, want)
	}
}

// Without a memory there are no buttons and no dialogues, but what is said whole is written down.
func TestAnswersWithoutAMemory(t *testing.T) {
	o := newOffice(t)
	o.remind("so-hoa", "trung-tam")
	o.memory.broken = true
	if r := o.compose(o.notice(o.sub, o.register.told[reminders.Chat{Channel: "test", ID: "1"}].Reminders...)); len(r.Choices) > 0 || len(r.Text) != 5 {
		t.Errorf("%d buttons under %q", len(r.Choices), r.Text)
	}
	o.says("1 xong", "Đã ghi hoàn thành")
	o.says("gia hạn 2 đến 30/6 vì chưa có kinh phí", "yêu cầu số 12")
}

// A button can only be pressed where it was offered, and what the conversation waits for is no button.
func TestButtonsOfOtherChats(t *testing.T) {
	o := newOffice(t)
	r := o.remind("so-hoa")
	o.says("xong", "Số báo cáo")
	for _, key := range []string{"waiting", "remind-done"} {
		if got := o.send(bot.Message{Choice: key}); !got.Refused {
			t.Errorf("%q pressed: %q", key, got.Text)
		}
	}
	o.chat.ID = "2"
	if got := o.press(r, "Hoàn thành"); !got.Refused {
		t.Errorf("a button works in another chat: %q", got.Text)
	}
	before := len(o.register.log)
	c := bot.StoredChoice{Key: "k", Action: "remind-done", Argument: `{"works":[{"Milestone":"so-hoa/1","Agency":"Tỉnh Hà Nam"}]}`}
	o.chat.ID = "1"
	if err := o.memory.SaveChoices(t.Context(), o.chat, []bot.StoredChoice{c}, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := o.send(bot.Message{Choice: "k"}); !got.Refused || len(o.register.log) != before {
		t.Errorf("the work of another: %q", got.Text)
	}
}

func TestOldRemindersAreAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		r := o.remind("so-hoa")
		<-time.After(44 * 24 * time.Hour)
		o.expect("after 44 days", o.press(r, "Đã nhận"), "Đã ghi nhận")
		o.expect("quoted", o.send(bot.Message{Text: "1 xong", Quoted: r.Text.String()}), "Đã ghi hoàn thành")
		<-time.After(2 * time.Hour)
		if got := o.say("123/BC-STTTT"); !strings.HasPrefix(got.Text.String(), "đáp:") {
			t.Errorf("after two hours a report is still waited for: %q", got.Text)
		}
		<-time.After(24 * time.Hour)
		if got := o.press(r, "Đã nhận"); !got.Refused {
			t.Errorf("after 45 days: %q", got.Text)
		}
	})
}

// The numbers of a quoted reminder are those of that reminder, not of the last.
func TestQuotedReminderOfAnotherDay(t *testing.T) {
	o := newOffice(t)
	monday := o.remind("so-hoa", "trung-tam", "cong-du-lieu").Text.String()
	o.remind("so-hoa")
	o.expect("1", o.send(bot.Message{Text: "1 xong", Quoted: monday}), "Công bố danh mục")
	part := strings.Join(strings.Split(monday, "\n")[3:], "\n") // the channel sent it in two parts
	o.expect("2", o.send(bot.Message{Text: "xong", Quoted: "\n " + strings.ReplaceAll(part, " · ", "  ·  ")}), "Việc nào", "2. Đưa trung tâm", "3. Số hóa")
	o.expect("3", o.send(bot.Message{Text: "1 xong", Quoted: "⏰ Ban\n1. Việc lạ\nTháng 5"}), "không tìm lại được", "1. Số hóa")
	if want := []string{": cong-du-lieu/1 done"}; !slices.Equal(o.register.log, want) {
		t.Errorf("written down %v, want %v", o.register.log, want)
	}
	o.says("/help", "cứ hỏi tự nhiên", "“1 đã nhận”")
	o.expect("follow-up", o.send(bot.Message{Text: "ai phối hợp?", Quoted: monday}), "đáp: ai phối hợp?")
	if asked := o.script.questions(); !strings.Contains(asked[len(asked)-1].Context[0].Text, "Số hóa hồ sơ") {
		t.Error("a question that quotes a reminder does not have it as its thread")
	}
}

func TestFiles(t *testing.T) {
	o := newOffice(t)
	o.remind("so-hoa", "trung-tam")
	silent := func(m bot.Message) {
		m.Chat = o.chat
		if replies, err := o.Handle(t.Context(), m); err != nil || len(replies) > 0 {
			t.Errorf("%+v: %v, %v", m, replies, err)
		}
	}
	silent(bot.Message{File: "a.pdf (test:1)"})
	silent(bot.Message{File: "a.pdf (test:1)", Text: "hạn của Bắc Giang?"})
	o.expect("caption", o.send(bot.Message{File: "a (1).pdf (test:1)", Text: "2 xong"}), "Số hóa", "Tệp minh chứng: a (1).pdf")
	if p := o.register.progress(work("so-hoa")); p.State != reminders.Done || p.File != "a (1).pdf (test:1)" {
		t.Errorf("stored %+v", p)
	}
	o.says("1 xong")
	o.expect("file", o.send(bot.Message{File: "ảnh (test:2)"}), "Đã bổ sung tệp minh chứng ảnh")
	silent(bot.Message{File: "b.pdf (test:3)"})
	if len(o.script.questions()) > 0 {
		t.Error("a file was asked about")
	}
}

// Days are read as people mean them.
func TestDaysOfExtensions(t *testing.T) {
	for said, want := range map[string]viet.Date{
		"30/6": day(6, 30), "30.6.2023": day(6, 30), "đến hết tháng 6": day(6, 30), "cuoi thang 6": day(6, 30), "ngày 5/6 ạ": day(6, 5),
		"1 tuần": day(6, 7), "thêm 2 tuần nữa": day(6, 14), "1 tháng": day(6, 30), "nửa tháng": day(6, 15), "quý III": day(9, 30),
		"31/1": {Year: 2024, Month: 1, Day: 31}, "15/3": {Year: 2024, Month: 3, Day: 15},
	} {
		o := newOffice(t)
		o.remind("so-hoa")
		o.says("gia hạn", "đến ngày nào")
		o.says(said, "Xin gia hạn đến "+want.Vietnamese())
	}
	for _, said := range []string{"bao giờ cũng được?", "số hóa hồ sơ Bắc Giang", "tháng nào?", "hôm nào"} {
		o := newOffice(t)
		o.remind("so-hoa")
		o.says("gia hạn", "đến ngày nào")
		o.says(said, "đáp: ")
	}
}

// Many people answer at once: each Work is done once, and by the first.
func TestAnswersAtTheSameTime(t *testing.T) {
	o := newOffice(t)
	o.remind("so-hoa")
	done := make(chan error)
	const people = 20
	for range people {
		go func() {
			_, err := o.Handle(context.WithoutCancel(t.Context()), bot.Message{Chat: o.chat, Text: "xong", From: "A"})
			done <- err
		}()
	}
	for range people {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if p := o.register.progress(work("so-hoa")); p.State != reminders.Done || p.By != "A" {
		t.Errorf("stored %+v", p)
	}
}
