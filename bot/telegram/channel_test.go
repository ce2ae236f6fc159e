package telegram

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"dondoc/bot"
	"dondoc/bot/telegram/telegramtest"
	"dondoc/knowledge"
)

func TestQuestionFollowUpAndButton(t *testing.T) {
	f := overSockets(t, func(_ context.Context, m bot.Message) ([]bot.Reply, error) {
		if m.Chat != (bot.Chat{Channel: "telegram", ID: "42"}) || m.At.IsZero() {
			t.Errorf("chat %+v at %v", m.Chat, m.At)
		}
		return []bot.Reply{{
			Text:      knowledge.Text{{{Text: "hỏi: "}, {Text: m.Text + m.Choice, Strong: true}}, {{Text: "📄 QĐ 17, Mục IV.6"}}},
			Citations: []knowledge.Citation{{Document: "17", Section: "IV.6", Quote: "trước tháng 6/2023"}},
			Choices:   []bot.Choice{{Key: "r1", Label: "🔔 Nhắc tôi"}},
		}}, nil
	})
	r := f.start()
	f.double.Text(42, "hạn của Bắc Giang?")
	first := f.waitSent(1)[0]
	want := "hỏi: hạn của Bắc Giang?\n📄 QĐ 17, Mục IV.6\ntrước tháng 6/2023"
	if first.Text != want || first.Chat != 42 || !first.Silent || first.ReplyTo != 0 {
		t.Errorf("sent %+v", first)
	}
	faces := []string{first.Entities[0].Tag, first.Entities[1].Tag}
	if !slices.Equal(faces, []string{"b", "blockquote expandable"}) {
		t.Errorf("entities %v", faces)
	}
	if len(first.Buttons) != 1 || first.Buttons[0][0] != (telegramtest.Button{Text: "🔔 Nhắc tôi", Data: "r1"}) {
		t.Errorf("buttons %v", first.Buttons)
	}
	f.double.Text(42, "còn Hà Nam?")
	if got := f.waitSent(2)[1].Text; !strings.HasPrefix(got, "hỏi: còn Hà Nam?") {
		t.Errorf("follow-up: %q", got)
	}
	f.double.Press(42, "r1")
	if got := f.waitSent(3)[2].Text; !strings.HasPrefix(got, "hỏi: r1") {
		t.Errorf("button: %q", got)
	}
	if calls, err := f.double.WaitCalls(f.ctx, "answerCallbackQuery", 1); err != nil || calls[0].Fields["callback_query_id"] != "press-r1" {
		t.Errorf("acknowledged %v, %v", calls, err)
	}
	if err := f.double.WaitConfirmed(f.ctx); err != nil {
		t.Error(err)
	}
	r.stop()
	if left := f.inbox.pending(); len(left) > 0 {
		t.Errorf("left pending: %v", left)
	}
	if s := r.Stats(); s.Intake.Received != 3 || s.Intake.Handled != 3 || s.Sent != 3 {
		t.Errorf("stats %+v", s)
	}
}

func TestChatsRunInParallelAndKeepTheirOrder(t *testing.T) {
	const each = 20
	var both sync.WaitGroup
	both.Add(2)
	f := overSockets(t, func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		if m.Text == "0" { // each waits for the other chat: impossible one after the other
			both.Done()
			both.Wait()
		}
		return []bot.Reply{{Text: textOf(m.Text)}}, nil
	})
	for i := range each {
		f.double.Text(1, fmt.Sprint(i))
		f.double.Text(2, fmt.Sprint(i))
	}
	r := f.start()
	f.waitSent(2 * each)
	r.stop()
	var want []string
	for i := range each {
		want = append(want, fmt.Sprint(i))
	}
	for _, chat := range []int64{1, 2} {
		if got := f.double.SentTo(chat); !slices.Equal(got, want) {
			t.Errorf("chat %d: %v", chat, got)
		}
	}
}

// A stop while updates are fetched but not handled: the next run handles exactly those.
func TestGracefulStopLosesNothingAndRepeatsNothing(t *testing.T) {
	const all = 25
	entered, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	f := overSockets(t, func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		once.Do(func() {
			close(entered)
			<-release
		})
		return echo(ctx, m)
	})
	f.cfg.Workers = 1
	for i := range all {
		f.double.Text(int64(i%3+1), fmt.Sprint(i))
	}
	r := f.start()
	<-entered
	if err := f.double.WaitConfirmed(f.ctx); err != nil { // the server has forgotten them all
		t.Fatal(err)
	}
	r.cancel()
	close(release)
	if err := <-r.result; err != nil {
		t.Fatal(err)
	}
	before := len(f.double.Sent())
	if left := len(f.inbox.pending()); before == 0 || left == 0 || before+left != all {
		t.Fatalf("handled %d, pending %d of %d", before, left, all)
	}
	f.handler = handlerFunc(echo)
	second := f.start()
	f.waitSent(all)
	f.double.Text(9, "sau cùng")
	f.waitSent(all + 1)
	second.stop()
	seen := make(map[string]int)
	for _, m := range f.double.Sent() {
		seen[m.Text]++
	}
	for i := range all {
		if n := seen[fmt.Sprintf("đáp: %d", i)]; n != 1 {
			t.Errorf("update %d was answered %d times", i, n)
		}
	}
}

func TestRunTwiceAtOnce(t *testing.T) {
	f := overSockets(t, echo)
	r := f.start()
	if _, err := f.double.WaitCalls(f.ctx, "getMe", 1); err != nil {
		t.Fatal(err)
	}
	if err := r.Run(f.ctx); !errors.Is(err, ErrRunning) {
		t.Errorf("second Run = %v", err)
	}
	r.stop()
}

func TestStoreFailureKeepsTheOffset(t *testing.T) {
	f := overSockets(t, echo)
	f.inbox.storeErr = errBroken
	id := f.double.Text(1, "a")
	r := f.start()
	f.wait(func() bool { return len(f.double.Calls("getUpdates")) >= 1 })
	if got := f.double.Unconfirmed(); len(f.double.Sent()) == 0 && !slices.Equal(got, []int64{id}) {
		t.Errorf("unconfirmed %v, want %d", got, id)
	}
	f.waitSent(1)
	r.stop()
	if !strings.Contains(f.log.String(), "store updates: intake: accept: broken") {
		t.Errorf("log:\n%s", f.log)
	}
}

func TestUnreadableInboxEndsRun(t *testing.T) {
	f := overSockets(t, echo)
	f.inbox.readErr = errBroken
	if err := f.channel().Run(f.ctx); !errors.Is(err, errBroken) {
		t.Errorf("Run = %v", err)
	}
}

func TestUndecodableUpdatesAreSkipped(t *testing.T) {
	f := overSockets(t, echo)
	f.double.Text(1, "trước")
	f.double.PushFunc(func(id int64) []byte { return fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":"x"}}`, id) })
	f.double.PushFunc(func(id int64) []byte { return fmt.Appendf(nil, `[{"update_id": %d}]`, id) })
	f.double.Text(1, "sau")
	r := f.start()
	f.waitSent(2)
	if err := f.double.WaitConfirmed(f.ctx); err != nil {
		t.Fatal(err)
	}
	r.stop()
	if got := f.double.SentTo(1); !slices.Equal(got, []string{"đáp: trước", "đáp: sau"}) {
		t.Errorf("sent %v", got)
	}
	if n := r.Stats().Undecodable; n != 2 {
		t.Errorf("undecodable = %d, want 2", n)
	}
}

// The server sends an update again that was handled, in this run and in the one before.
func TestDuplicatesAreIgnored(t *testing.T) {
	f := overSockets(t, echo)
	first := f.double.Text(1, "cũ")
	again := func() {
		f.double.PushFunc(func(int64) []byte {
			return fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":1,"date":1,"text":"cũ","chat":{"id":1,"type":"private"},"from":{"id":1}}}`, first)
		})
	}
	again()
	for _, text := range []string{"hai", "ba"} {
		r := f.start()
		f.double.Text(1, text)
		f.wait(func() bool { return slices.Contains(f.double.SentTo(1), "đáp: "+text) })
		r.stop()
		again()
	}
	if got := f.double.SentTo(1); !slices.Equal(got, []string{"đáp: cũ", "đáp: hai", "đáp: ba"}) {
		t.Errorf("sent %q", got)
	}
}

func TestNewNumberingAfterAQuietWeek(t *testing.T) {
	for _, restart := range []bool{false, true} {
		f := overSockets(t, echo)
		f.double.Renumber(900_000)
		f.double.Text(1, "cũ")
		r := f.start()
		f.waitSent(1)
		if err := f.double.WaitConfirmed(f.ctx); err != nil {
			t.Fatal(err)
		}
		if restart {
			r.stop()
			r = f.start()
		}
		f.double.Renumber(5000)
		f.double.Text(1, "mới")
		f.waitSent(2)
		f.double.Text(1, "mới hơn")
		f.waitSent(3)
		if err := f.double.WaitConfirmed(f.ctx); err != nil {
			t.Error(err)
		}
		r.stop()
	}
}

func TestLongAnswerArrivesWhole(t *testing.T) {
	long := []rune(strings.Repeat("Nhiệm vụ <b> & chỉ tiêu \"số\" 🇻🇳 của cơ quan. ", 450))[:20_000]
	bold, rest := string(long[:200]), string(long[200:])
	f := overSockets(t, func(context.Context, bot.Message) ([]bot.Reply, error) {
		return []bot.Reply{{Text: knowledge.Text{{{Text: bold, Strong: true}, {Text: rest}}}}}, nil
	})
	f.double.Text(1, "dài")
	r := f.start()
	arrived := func() string { return strings.Join(f.double.SentTo(1), " ") }
	f.wait(func() bool {
		return len(strings.Join(strings.Fields(arrived()), "")) >= len(strings.Join(strings.Fields(bold+rest), ""))
	})
	r.stop()
	// words are compared, so a cut inside of one would show
	if !slices.Equal(strings.Fields(arrived()), strings.Fields(bold+rest)) {
		t.Error("the answer was changed on its way")
	}
	if n := len(f.double.Sent()); n > 7 {
		t.Errorf("%d messages for 20,000 characters", n)
	}
}
