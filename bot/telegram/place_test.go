package telegram

import (
	"testing"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/telegram/telegramtest"
	"dondoc/reminders"
)

func TestSafePath(t *testing.T) {
	for path, want := range map[string]string{
		"documents/file_1.docx": "documents/file_1.docx",
		"voice/a b?#%.oga":      "voice/a%20b%3F%23%25.oga",
		"../getMe":              "",
		"a/../../getMe":         "",
		"a/./b":                 "",
		"/var/lib/x":            "",
		"a//b":                  "",
		"":                      "",
		"http://evil.test/x":    "",
	} {
		if got, ok := safePath(path); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", path, got, ok)
		}
	}
}

// A place carries the hook there and back; what was written by others is none.
func TestHook(t *testing.T) {
	for _, h := range []hook{{}, {Reply: 9}, {Press: "1", Heard: "“a”|b"}, {Voice: true}} {
		if got := readHook(h.text()); got != h {
			t.Errorf("%+v became %+v", h, got)
		}
	}
	for _, text := range []string{"", "9", "{", "[]"} {
		if got := readHook(text); got != (hook{}) {
			t.Errorf("%q: %+v", text, got)
		}
	}
	if _, ok := addressIn(intake.Place{Chat: "x"}); ok {
		t.Error("no chat is a chat")
	}
}

// The part knows its topic and what it answers; a topic that is no more costs neither the answer nor its markup.
func TestTopicIsGone(t *testing.T) {
	f := overSockets(t, echo)
	c := f.channel()
	place := address{chat: -5, thread: 77, replyTo: 9}.place(hook{})
	parts, err := line{c}.Parts(place, bot.Reply{Text: textOf("đáp"), Picture: picture(t)})
	if err != nil || len(parts) != 1 {
		t.Fatal(len(parts), err)
	}
	wantOutcome(t, c.SendPart(f.ctx, "-5", parts[0]), reminders.OutcomeSent)
	f.double.Fail(telegramtest.Failure{Method: "sendPhoto", Code: 400, Text: "Bad Request: message thread not found"})
	wantOutcome(t, c.SendPart(f.ctx, "-5", parts[0]), reminders.OutcomeSent)
	sent := f.double.Sent()
	if len(sent) != 2 || sent[0].Thread != 77 || sent[0].ReplyTo != 9 || sent[1].Thread != 0 || sent[1].Plain || sent[1].Photo == nil {
		t.Errorf("sent %+v", sent)
	}
}

// An answer that says no more than its draft leaves it standing.
func TestAnswerLikeItsDraft(t *testing.T) {
	f := overSockets(t, echo)
	l := line{f.channel()}
	place, reply := address{chat: 42}.place(hook{}), bot.Reply{Text: textOf("xong")}
	id, err := l.ShowDraft(f.ctx, place, "", reply)
	if err != nil || id == "" {
		t.Fatal(id, err)
	}
	wantOutcome(t, l.ReplaceDraft(f.ctx, place, id, partsOf(t, l.Channel, reply)[0]), reminders.OutcomeSent)
	if sent := f.double.Sent(); len(sent) != 1 || sent[0].Edits != 0 || len(f.double.Calls("deleteMessage")) != 0 {
		t.Errorf("sent %+v", sent)
	}
	for _, bad := range []struct{ chat, id, part string }{{"x", id, "{}"}, {"42", "x", "{}"}, {"42", id, "{}"}} {
		wantOutcome(t, l.ReplaceDraft(f.ctx, intake.Place{Chat: bad.chat}, bad.id, []byte(bad.part)), reminders.OutcomeRefused)
	}
}

// An edit that may have arrived is unknown and can be made again; one that certainly did not is for later.
func TestOutcomesOfAReplacement(t *testing.T) {
	for name, tt := range map[string]struct {
		failure telegramtest.Failure
		want    reminders.OutcomeKind
	}{
		"429":     {telegramtest.Failure{Code: 429, RetryAfter: 3}, reminders.OutcomeLater},
		"500":     {telegramtest.Failure{Code: 500}, reminders.OutcomeUnknown},
		"cut":     {telegramtest.Failure{Cut: true}, reminders.OutcomeUnknown},
		"blocked": {telegramtest.Failure{Code: 403, Text: "Forbidden: bot was blocked by the user"}, reminders.OutcomeGone},
		"too old": {telegramtest.Failure{Code: 400, Text: "Bad Request: message can't be edited"}, reminders.OutcomeRefused},
	} {
		t.Run(name, func(t *testing.T) {
			f := overSockets(t, echo)
			l := line{f.channel()}
			place := address{chat: 42}.place(hook{})
			id, err := l.ShowDraft(f.ctx, place, "", bot.Reply{Text: textOf("đang tìm")})
			if err != nil {
				t.Fatal(err)
			}
			tt.failure.Method = "editMessageText"
			f.double.Fail(tt.failure)
			wantOutcome(t, l.ReplaceDraft(f.ctx, place, id, partsOf(t, l.Channel, bot.Reply{Text: textOf("xong")})[0]), tt.want)
			if gone := len(f.double.Sent()) == 0; gone != (tt.want == reminders.OutcomeRefused) {
				t.Errorf("the draft is gone: %v", gone)
			}
		})
	}
}
