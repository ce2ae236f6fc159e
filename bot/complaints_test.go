package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"dondoc/bot"
	"dondoc/bot/people"
	"dondoc/knowledge"
)

// ledger keeps complaints.
type ledger struct {
	mu  sync.Mutex
	err error
	all []bot.Asked
}

func (l *ledger) Complain(_ context.Context, a bot.Asked) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, a)
	return l.err
}
func (l *ledger) Complaints(context.Context, int) ([]bot.Asked, error) { return l.all, l.err }
func (l *ledger) Settle(context.Context, int64) error                  { return l.err }

func newGrumbler(t *testing.T, answer func(knowledge.Question) (knowledge.Answer, error)) (*talk, *ledger) {
	s, m, l := &script{answer: answer}, newMemory(), &ledger{}
	c := bot.New(s, m, nil, slog.New(slog.DiscardHandler), bot.WithComplaints(l))
	return &talk{c, t, bot.Chat{Channel: "test", ID: "1"}, m, s}, l
}

func TestDislike(t *testing.T) {
	k, l := newGrumbler(t, echo)
	at := time.Date(2023, 4, 20, 9, 0, 0, 0, time.UTC)
	r := k.send(bot.Message{Text: "hạn của Bắc Giang?", At: at.Add(-time.Minute)})
	if got := labelsOf(r); got != "👥 Ai phối hợp?|⏰ Hạn bao giờ?|👎 Chưa đúng" {
		t.Fatalf("offered %s", got)
	}
	thanks := k.send(bot.Message{Choice: button(t, r, "👎").Key, At: at})
	if len(thanks.Choices) > 0 || thanks.Refused || len(thanks.Text) != 1 || !strings.HasPrefix(thanks.Text.String(), "Cảm ơn anh/chị.") {
		t.Errorf("said %+v", thanks)
	}
	want := bot.Asked{Chat: k.chat, At: at, Text: "hạn của Bắc Giang?", Answer: "đáp: hạn của Bắc Giang?\n📄 Quyết định 1/QĐ", Fault: bot.Disliked}
	if len(l.all) != 1 || l.all[0] != want {
		t.Errorf("kept %+v", l.all)
	}
	k.press(r, "Hạn bao giờ")
	if again := k.say("còn Hà Nam?"); !strings.Contains(labelsOf(again), "👎") { // the thread goes on
		t.Errorf("offered %s", labelsOf(again))
	}
}

// TestDislikeIsBounded: what is kept of a question and an answer has an end.
func TestDislikeIsBounded(t *testing.T) {
	k, l := newGrumbler(t, func(q knowledge.Question) (knowledge.Answer, error) {
		return knowledge.Answer{Text: lines(strings.Repeat("ộ", 100_000)), Citations: []knowledge.Citation{{Quote: "q"}}}, nil
	})
	k.press(k.say(strings.Repeat("ộ", 100_000)+"\xff"), "👎")
	if a := l.all[0]; utf8.RuneCountInString(a.Text) > knowledge.LongestQuestion || utf8.RuneCountInString(a.Answer) > knowledge.LongestQuestion || !utf8.ValidString(a.Text+a.Answer) {
		t.Errorf("kept %d and %d letters", utf8.RuneCountInString(a.Text), utf8.RuneCountInString(a.Answer))
	}
}

// TestWhatCannotBeDisliked: refusals, commands, later pages, what stands on no document, and channels without buttons.
func TestWhatCannotBeDisliked(t *testing.T) {
	k, l := newGrumbler(t, func(q knowledge.Question) (knowledge.Answer, error) {
		a := knowledge.Answer{Text: lines("đáp"), Citations: []knowledge.Citation{{Quote: "q"}}}
		switch {
		case strings.Contains(q.Text, "từ chối"):
			a.Refused = true
		case strings.Contains(q.Text, "không nguồn"):
			a.Citations = nil
		case strings.Contains(q.Text, "dài"):
			for range 40 {
				a.Text = append(a.Text, lines("việc")...)
			}
		}
		return a, nil
	})
	list := k.say("dài")
	for name, r := range map[string]bot.Reply{
		"a refusal": k.say("từ chối"), "without a source": k.say("không nguồn"), "a command": k.say("trợ giúp"), "a later page": k.press(list, "Xem tiếp"),
		"numbers": newCounter(k).says("Hà Nam?"),
	} {
		if strings.Contains(labelsOf(r)+r.Text.String(), "👎") {
			t.Errorf("%s: %q, %s", name, r.Text, labelsOf(r))
		}
	}
	if !strings.Contains(labelsOf(list), "👎") {
		t.Errorf("the first page offers %s", labelsOf(list))
	}
	if len(l.all) > 0 {
		t.Errorf("kept %+v", l.all)
	}
	bare := newTalk(t, echo)
	if r := bare.say("Hà Nam?"); strings.Contains(labelsOf(r), "👎") {
		t.Error("nobody keeps it, and it is offered")
	}
}

// TestUnanswered: only what the documents do not say is kept.
func TestUnanswered(t *testing.T) {
	for said, kept := range map[string]bool{
		"Tài liệu đã nạp không nêu nội dung này.": true, "Văn bản số 9/QĐ chưa được nạp, nên tôi không trả lời được.": true,
		"Kế hoạch năm 2031 chưa được nạp, nên tôi không trả lời được.": true, "Bản đã nạp của “X” chưa ghi số và ngày ký.": true,
		"Rất vui được hỗ trợ anh/chị.": false, "Nội dung này nằm ngoài phạm vi các văn bản đã nạp.": false, "Tôi không cung cấp thông tin cá nhân.": false,
		"Theo tài liệu đã nạp, không có việc nào đến hạn trong thời gian này.": false, "Câu hỏi quá dài (tối đa 2.000 ký tự).": false,
	} {
		k, l := newGrumbler(t, func(knowledge.Question) (knowledge.Answer, error) {
			return knowledge.Answer{Text: lines(said), Refused: true}, nil
		})
		r := k.say("cầu Đò Lèn?")
		if (len(l.all) == 1) != kept || r.Text.String() != said {
			t.Errorf("%q: kept %+v", said, l.all)
		}
		if kept && (l.all[0].Fault != bot.Unanswered || l.all[0].Text != "cầu Đò Lèn?" || l.all[0].Answer != said || l.all[0].Chat != k.chat) {
			t.Errorf("kept %+v", l.all[0])
		}
	}
}

// TestComplaintsThatFail cost nobody an answer; a thumb that was not kept is not said to be.
func TestComplaintsThatFail(t *testing.T) {
	refuse := true
	k, l := newGrumbler(t, func(q knowledge.Question) (knowledge.Answer, error) {
		a, err := echo(q)
		if refuse {
			a = knowledge.Answer{Text: lines("Tài liệu đã nạp không nêu."), Refused: true}
		}
		return a, err
	})
	l.err = errBroken
	k.say("Hà Nam?")
	refuse = false
	r := k.say("Hà Nam?")
	replies, err := k.Handle(t.Context(), bot.Message{Chat: k.chat, Choice: button(t, r, "👎").Key})
	if !errors.Is(err, errBroken) || len(replies) > 0 {
		t.Errorf("%v, %v", replies, err)
	}
}

// TestDislikeOfWhoMayNotAsk: a button is worth nothing without the right.
func TestDislikeOfWhoMayNotAsk(t *testing.T) {
	l := &ledger{}
	h := newHall(t, false, bot.WithComplaints(l))
	r := h.one(visitors["officer"], "Hà Nam phải làm gì?")
	delete(h.lobby.accounts, people.Person{Channel: "test", ID: "officer"})
	if r := h.tap(visitors["officer"], r, "👎", "đã được mời"); !r.Refused || len(l.all) > 0 {
		t.Errorf("kept %+v", l.all)
	}
}
