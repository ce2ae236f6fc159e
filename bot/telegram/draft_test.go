package telegram

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/bot/telegram/telegramtest"
)

// counting shows a draft every half second for some seconds, then answers.
func counting(seconds int, answer bot.Reply) handlerFunc {
	return func(_ context.Context, m bot.Message) ([]bot.Reply, error) {
		for i := range 2 * seconds {
			m.Draft(bot.Reply{Text: textOf(fmt.Sprintf("bước %d <", i)), Choices: []bot.Choice{{Key: "k", Label: "chưa"}}})
			<-time.After(time.Second / 2)
		}
		return []bot.Reply{answer}, nil
	}
}

func TestDraftIsEditedIntoTheAnswer(t *testing.T) {
	answer := bot.Reply{Text: textOf("xong"), Choices: []bot.Choice{{Key: "k", Label: "Nhắc tôi"}}}
	for name, tt := range map[string]struct {
		chat             int64
		seconds          int
		answer           bot.Reply
		leastEdits, most int
		pause            time.Duration // between drafts, at least
		failure          telegramtest.Failure
		messages         int // that are left
	}{
		"private":           {chat: 42, seconds: 9, answer: answer, leastEdits: 6, most: 10, pause: time.Second, messages: 1},
		"group":             {chat: -42, seconds: 10, answer: answer, leastEdits: 2, most: 5, pause: 3 * time.Second, messages: 1},
		"fast answer":       {chat: 42, seconds: 0, answer: answer, messages: 1},
		"told to wait":      {chat: 42, seconds: 9, answer: answer, most: 3, failure: telegramtest.Failure{Method: "editMessageText", Code: 429, RetryAfter: 5}, messages: 1},
		"draft refused":     {chat: 42, seconds: 3, answer: answer, failure: telegramtest.Failure{Method: "sendMessage", Code: 500}, messages: 1},
		"too old to change": {chat: 42, seconds: 1, answer: answer, failure: telegramtest.Failure{Method: "editMessageText", Code: 400, Text: "Bad Request: message can't be edited", Times: -1}, messages: 1},
		"a picture":         {chat: 42, seconds: 3, answer: bot.Reply{Text: textOf("xong"), Picture: picture(t)}, messages: 1},
		"the same text":     {chat: 42, seconds: 2, answer: bot.Reply{Text: textOf("bước 2 <")}, messages: 1},
		"a long answer":     {chat: 42, seconds: 2, answer: bot.Reply{Text: textOf(strings.Repeat("dài ", 1500))}, messages: 2},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, counting(tt.seconds, tt.answer), func(f *fixture) {
				if tt.failure.Method != "" {
					f.double.Fail(tt.failure)
				}
				edits := watchEdits(f, tt.pause)
				f.double.Text(tt.chat, "/cham")
				r := f.start()
				f.wait(func() bool { return len(f.inbox.pending()) == 0 && f.inbox.accepted() == 1 })
				synctest.Wait()
				r.stop()
				left := f.double.Messages(tt.chat)
				if len(left) != tt.messages {
					t.Fatalf("%d messages: %+v", len(left), left)
				}
				first, want := left[0], textsOf(tt.answer)
				if !strings.HasPrefix(want, first.Text) || (len(first.Labels()) > 0) != (len(tt.answer.Choices) > 0) || (first.Photo != nil) != (tt.answer.Picture != nil) {
					t.Errorf("answer %+v", first)
				}
				if n := len(edits()); n < tt.leastEdits || tt.most > 0 && n > tt.most {
					t.Errorf("%d edits", n)
				}
				if tt.chat < 0 && first.ReplyTo == 0 {
					t.Error("the answer hangs on nothing")
				}
			})
		})
	}
}

func textsOf(r bot.Reply) string { return r.Text.String() }

// watchEdits notes when edits happened and complains when drafts come too close.
func watchEdits(f *fixture, pause time.Duration) func() []telegramtest.Call {
	last, seen := time.Time{}, 0
	go func() {
		_ = f.double.Wait(f.ctx, func() bool {
			calls := f.double.Calls("editMessageText")
			for ; seen < len(calls); seen++ {
				final := strings.Contains(calls[seen].Fields["text"], "xong")
				if !final && !last.IsZero() && time.Since(last) < pause {
					f.t.Errorf("drafts %v apart", time.Since(last))
				}
				last = time.Now()
			}
			return false
		})
	}()
	return func() []telegramtest.Call { return f.double.Calls("editMessageText") }
}

// A draft that came out whole in front of what was heard keeps it.
func TestDraftOfWhatWasHeard(t *testing.T) {
	inBubble(t, counting(3, bot.Reply{Text: textOf("xong")}), func(f *fixture) {
		f.cfg.Transcriber = &listener{t: t, says: map[string]string{"hạn": "hạn?"}}
		m := f.double.Message(42)
		telegramtest.WithVoice(f.double.AddFile([]byte("hạn")), 3)(m)
		f.double.Push(map[string]any{"message": m})
		r := f.start()
		f.wait(func() bool { return len(f.inbox.pending()) == 0 && f.inbox.accepted() == 1 })
		r.stop()
		if got := f.double.Messages(42); len(got) != 1 || got[0].Text != "🎙 Tôi nghe được: “hạn?”\n\nxong" || got[0].Edits == 0 {
			t.Errorf("sent %+v", got)
		}
		for _, c := range f.double.Calls("editMessageText") {
			if !strings.HasPrefix(c.Fields["text"], "🎙") {
				t.Errorf("edited to %q", c.Fields["text"])
			}
		}
	})
}
