package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dondoc/bot"
	"dondoc/knowledge"
)

func TestAnswerArrivesWhole(t *testing.T) {
	k := newTalk(t, echo)
	r := k.say("hạn của Bắc Giang?")
	if r.Text.String() != "đáp: hạn của Bắc Giang?\n📄 Quyết định 1/QĐ" || r.Refused {
		t.Errorf("got %q, refused %v", r.Text, r.Refused)
	}
	if len(r.Citations) != 1 || r.Citations[0].Quote != "nguyên văn" {
		t.Errorf("the citation is lost: %+v", r.Citations)
	}
	if len(r.Choices) != 2 {
		t.Errorf("got %d buttons, want 2", len(r.Choices))
	}
}

func TestRefusalIsPassedOn(t *testing.T) {
	k := newTalk(t, func(knowledge.Question) (knowledge.Answer, error) {
		return knowledge.Answer{Text: lines("Tài liệu đã nạp không nêu."), Refused: true}, nil
	})
	if r := k.say("giá vàng hôm nay"); !r.Refused || len(r.Citations) != 0 {
		t.Errorf("got refused %v, citations %v", r.Refused, r.Citations)
	}
}

func TestThreadIsHandedOn(t *testing.T) {
	k := newTalk(t, echo)
	k.say("Bắc Giang phải làm gì?")
	k.say("còn Hà Nam?")
	k.say("ai phối hợp?")
	asked := k.script.questions()
	if len(asked[0].Context) != 0 {
		t.Errorf("the first question has a context: %v", asked[0].Context)
	}
	want := []knowledge.Turn{
		{Role: "user", Text: "Bắc Giang phải làm gì?"}, {Role: "assistant", Text: "đáp: Bắc Giang phải làm gì?\n📄 Quyết định 1/QĐ"},
		{Role: "user", Text: "còn Hà Nam?"}, {Role: "assistant", Text: "đáp: còn Hà Nam?\n📄 Quyết định 1/QĐ"},
	}
	if diff := cmp.Diff(want, asked[2].Context); diff != "" {
		t.Errorf("the third question's context (-want +got):\n%s", diff)
	}
}

func TestThreadIsBounded(t *testing.T) {
	k := newTalk(t, func(knowledge.Question) (knowledge.Answer, error) {
		return knowledge.Answer{Text: lines(strings.Repeat("ă", 100_000))}, nil
	})
	for range 20 {
		k.say(strings.Repeat("ộ", 100_000))
	}
	letters := 0
	last := k.script.questions()[19]
	for _, turn := range last.Context {
		if !utf8.ValidString(turn.Text) {
			t.Error("a letter was cut in two")
		}
		letters += utf8.RuneCountInString(turn.Text)
	}
	if len(last.Context) == 0 || len(last.Context) > 8 || letters > 8*knowledge.LongestQuestion {
		t.Errorf("the context has %d turns of %d letters together", len(last.Context), letters)
	}
}

func TestChatsAreApart(t *testing.T) {
	k := newTalk(t, echo)
	first := k.say("Bắc Giang phải làm gì?")
	k.chat.ID = "2"
	k.say("ai phối hợp?")
	if c := k.script.questions()[1].Context; len(c) != 0 {
		t.Errorf("another chat's turns came along: %v", c)
	}
	if r := k.send(bot.Message{Choice: first.Choices[0].Key}); !r.Refused {
		t.Errorf("a button works in another chat: %q", r.Text)
	}
}

func TestMomentOfAsking(t *testing.T) {
	sent := time.Date(2023, 4, 20, 8, 0, 0, 0, time.UTC)
	set := sent.AddDate(1, 0, 0)
	for name, tc := range map[string]struct {
		asOf func(time.Time) time.Time
		want time.Time
	}{
		"as sent": {nil, sent},
		"as set":  {func(time.Time) time.Time { return set }, set},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{answer: echo}
			c := bot.New(s, newMemory(), tc.asOf, slog.New(slog.DiscardHandler))
			if _, err := c.Handle(t.Context(), bot.Message{Text: "hạn?", At: sent}); err != nil {
				t.Fatal(err)
			}
			if got := s.questions()[0].AsOf; !got.Equal(tc.want) {
				t.Errorf("asked as of %v, want %v", got, tc.want)
			}
		})
	}
}

func TestAskButtonAsks(t *testing.T) {
	k := newTalk(t, echo)
	first := k.say("Bắc Giang")
	r := k.press(first, "Ai phối hợp")
	if got := r.Text.String(); !strings.HasPrefix(got, "đáp: ai phối hợp Bắc Giang") {
		t.Errorf("got %q", got)
	}
	if turns := k.memory.said(k.chat); len(turns) != 4 || turns[2].Text != "ai phối hợp Bắc Giang" {
		t.Errorf("the pressed question is not in the thread: %v", turns)
	}
	if again := k.press(first, "Ai phối hợp"); again.Refused {
		t.Error("a button works only once, though the message with it stays on the screen")
	}
}

var goodKey = regexp.MustCompile(`^[A-Za-z0-9]{1,32}$`)

func TestKeysFitEveryChannel(t *testing.T) {
	k := newTalk(t, echo)
	seen := map[string]bool{}
	for range 100 {
		for _, c := range k.say("Bắc Giang").Choices {
			if !goodKey.MatchString(c.Key) || seen[c.Key] {
				t.Fatalf("key %q is malformed or was given before", c.Key)
			}
			seen[c.Key] = true
		}
	}
}

func TestButtonsExpire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newTalk(t, echo)
		r := k.say("Bắc Giang")
		<-time.After(23 * time.Hour)
		if got := k.press(r, "Hạn"); got.Refused {
			t.Errorf("after 23 hours: %q", got.Text)
		}
		<-time.After(2 * time.Hour)
		if got := k.press(r, "Hạn"); !got.Refused || !strings.Contains(got.Text.String(), "hết hiệu lực") {
			t.Errorf("after 25 hours: %q", got.Text)
		}
		if asked := len(k.script.questions()); asked != 2 {
			t.Errorf("%d questions were asked, want 2", asked)
		}
	})
}

func TestUnknownButton(t *testing.T) {
	k := newTalk(t, echo)
	for _, stored := range []bot.StoredChoice{
		{Key: "newer", Label: "?", Action: "from-a-newer-release"},
		{Key: "torn", Label: "?", Action: "more", Argument: `[[{"Text`},
	} {
		if err := k.memory.SaveChoices(t.Context(), k.chat, []bot.StoredChoice{stored}, time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"nobodyknowsme", "newer", "torn", "'; DROP TABLE", strings.Repeat("x", 1<<16), "\xff"} {
		r := k.send(bot.Message{Choice: key, Text: "Bắc Giang"})
		if !r.Refused || !strings.Contains(r.Text.String(), "hết hiệu lực") {
			t.Errorf("button %.20q: %q", key, r.Text)
		}
	}
	if len(k.script.questions()) != 0 {
		t.Error("an unknown button asked something")
	}
}

func TestCommands(t *testing.T) {
	const welcome, help, forget = "tôi là Đôn đốc", "cứ hỏi tự nhiên", "Xóa toàn bộ"
	for text, want := range map[string]string{
		"/start": welcome, "/START": welcome, " /start ": welcome, "/start ref123": welcome, "bắt đầu": welcome, "Bat dau": welcome,
		"/help": help, "tro giup": help, "Trợ giúp": help, "TRỢ GIÚP": help, "hướng dẫn": help, "/tro_giup": help,
		"/xoa_du_lieu": forget, "xóa dữ liệu": forget, "Xoá dữ liệu": forget,
	} {
		k := newTalk(t, echo)
		if r := k.say(text); !strings.Contains(r.Text.String(), want) || r.Refused {
			t.Errorf("%q: %q, want %q", text, r.Text, want)
		}
		if len(k.script.questions())+len(k.memory.said(k.chat)) != 0 {
			t.Errorf("%q went on as a question", text)
		}
	}
	for _, text := range []string{"/", "//start", "/17/QĐ-UBQGCDS ban hành ngày nào?", "trợ giúp pháp lý do ai chủ trì", "xóa dữ liệu cũ của Bắc Giang khi nào?", "help me"} {
		k := newTalk(t, echo)
		k.say(text)
		if len(k.script.questions()) != 1 {
			t.Errorf("%q was taken for a command", text)
		}
	}
}

func TestCommandOffersExamples(t *testing.T) {
	for _, text := range []string{"/start", "/help"} {
		k := newTalk(t, echo)
		r := k.say(text)
		if len(r.Choices) != len(examples) {
			t.Fatalf("%s offers %d buttons, want %d", text, len(r.Choices), len(examples))
		}
		k.send(bot.Message{Choice: r.Choices[0].Key})
		if got := k.script.questions()[0].Text; got != examples[0].Question {
			t.Errorf("the example asks %q", got)
		}
	}
}

func TestForget(t *testing.T) {
	k := newTalk(t, echo)
	before := k.say("Bắc Giang")
	confirm := k.say("/xoa_du_lieu")
	if len(k.memory.said(k.chat)) == 0 {
		t.Fatal("deleted before it was confirmed")
	}
	if r := k.press(confirm, "Đồng ý xóa"); !strings.Contains(r.Text.String(), "Đã xóa") {
		t.Errorf("got %q", r.Text)
	}
	if turns := k.memory.said(k.chat); len(turns) != 0 {
		t.Errorf("still remembered: %v", turns)
	}
	for _, old := range []bot.Reply{before, confirm} {
		if r := k.send(bot.Message{Choice: old.Choices[0].Key}); !r.Refused {
			t.Errorf("a button from before still works: %q", r.Text)
		}
	}
	k.say("ai phối hợp?")
	asked := k.script.questions()
	if c := asked[len(asked)-1].Context; len(c) != 0 {
		t.Errorf("the thread outlived its deletion: %v", c)
	}
}

func TestBrokenMemory(t *testing.T) {
	k := newTalk(t, echo)
	confirm := k.say("/xoa_du_lieu")
	k.memory.broken = true
	r := k.say("Bắc Giang")
	if !strings.HasPrefix(r.Text.String(), "đáp: Bắc Giang") || len(r.Citations) != 1 {
		t.Errorf("the answer did not arrive: %q %v", r.Text, r.Citations)
	}
	if len(r.Choices) != 0 {
		t.Errorf("buttons that nobody remembers: %v", r.Choices)
	}
	if r := k.say("/help"); r.Text.String() == "" {
		t.Error("no help")
	}
	k.memory.broken = false
	// That data could not be deleted must not look like success.
	k.Conversation = bot.New(k.script, forgetless{k.memory}, nil, slog.New(slog.DiscardHandler))
	replies, err := k.Handle(t.Context(), bot.Message{Chat: k.chat, Choice: confirm.Choices[0].Key})
	if !errors.Is(err, errBroken) || len(replies) != 0 {
		t.Errorf("a failed deletion: %v, %v", replies, err)
	}
}

// forgetless remembers, but cannot forget.
type forgetless struct{ *memory }

func (forgetless) Forget(context.Context, bot.Chat) error { return errBroken }

func TestFailingAnswererIsAnError(t *testing.T) {
	k := newTalk(t, func(knowledge.Question) (knowledge.Answer, error) { return knowledge.Answer{}, errBroken })
	replies, err := k.Handle(t.Context(), bot.Message{Chat: k.chat, Text: "Bắc Giang"})
	if !errors.Is(err, errBroken) || len(replies) != 0 || len(k.memory.said(k.chat)) != 0 {
		t.Errorf("got %v, %v, remembered %v", replies, err, k.memory.said(k.chat))
	}
}

func TestEndedContext(t *testing.T) {
	k := newTalk(t, echo)
	key := k.say("Bắc Giang").Choices[0].Key
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, m := range []bot.Message{{Text: "Bắc Giang"}, {Choice: key}} {
		m.Chat = k.chat
		if _, err := k.Handle(ctx, m); !errors.Is(err, context.Canceled) {
			t.Errorf("%+v: %v, want context.Canceled", m, err)
		}
	}
}

func TestCorpusNotLoaded(t *testing.T) {
	m := newMemory()
	c := bot.New(new(knowledge.Base), m, nil, slog.New(slog.DiscardHandler))
	chat := bot.Chat{Channel: "test", ID: "1"}
	replies, err := c.Handle(t.Context(), bot.Message{Chat: chat, Text: "Bắc Giang"})
	if err != nil || len(replies) != 1 || !replies[0].Refused || !strings.Contains(replies[0].Text.String(), "đang được nạp") {
		t.Errorf("got %+v, %v", replies, err)
	}
	if len(m.said(chat)) != 0 {
		t.Error("what was not answered is remembered as a thread")
	}
}
