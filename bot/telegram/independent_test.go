package telegram

import (
	"context"
	"slices"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/bot/telegram/telegramtest"
)

// conversant is what both doubles let people do.
type conversant interface {
	Say(chat int64, from telegramtest.User, text string, options ...telegramtest.Option) int64
	Tap(chat int64, from telegramtest.User, word string) int64
	Messages(chat int64) []telegramtest.Sent
	Await(chat int64, n int) []telegramtest.Sent
	Until(what string, condition func() bool)
}

var (
	an  = telegramtest.User{ID: 42, Name: "An"}
	bao = telegramtest.User{ID: 43, Name: "Bảo"}
)

// script answers questions with a button, presses and commands with what they are.
func script(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
	switch {
	case m.Choice != "":
		return []bot.Reply{{Text: textOf("đã chọn " + m.Choice)}}, nil
	case strings.HasPrefix(m.Text, "/"):
		return []bot.Reply{{Text: textOf("lệnh " + m.Text)}}, nil
	case m.Text == "chậm":
		m.Draft(bot.Reply{Text: textOf("đang tìm <…>")})
		if !awaitDraft(ctx) {
			return nil, ctx.Err()
		}
		return []bot.Reply{{Text: textOf("xong & rõ"), Choices: []bot.Choice{{Key: "more", Label: "Xem thêm"}}}}, nil
	}
	return []bot.Reply{{Text: textOf(m.From + " hỏi <b>: " + m.Text), Choices: []bot.Choice{{Key: "r1", Label: "🔔 Nhắc tôi"}}}}, nil
}

// draftSeen is how a test lets the slow answer of its script go on.
type draftSeen struct{}

func awaitDraft(ctx context.Context) bool {
	seen, _ := ctx.Value(draftSeen{}).(chan struct{})
	select {
	case <-seen:
		return true
	case <-ctx.Done():
		return false
	}
}

// converse leads the script's conversations; seen is closed once the draft stands.
func converse(t *testing.T, people conversant, seen chan struct{}) {
	people.Say(42, an, "hạn của Bắc Giang?")
	first := people.Await(42, 1)[0]
	if first.Text != "An hỏi <b>: hạn của Bắc Giang?" || first.Plain || !first.Silent || !slices.Equal(first.Labels(), []string{"🔔 Nhắc tôi"}) {
		t.Errorf("first %+v", first)
	}
	people.Tap(42, an, "Nhắc")
	people.Say(43, bao, "/start dai-dien_1")
	if got := people.Await(42, 2)[1].Text; got != "đã chọn r1" {
		t.Errorf("pressed: %q", got)
	}
	if got := people.Await(43, 1)[0].Text; got != "lệnh /start dai-dien_1" {
		t.Errorf("command: %q", got)
	}
	people.Say(43, bao, "chậm")
	if got := people.Await(43, 2)[1]; got.Text != "đang tìm <…>" || len(got.Labels()) > 0 {
		t.Errorf("draft %+v", got)
	}
	close(seen)
	people.Until("the answer in the place of the draft", func() bool { return people.Messages(43)[1].Edits > 0 })
	if got := people.Messages(43); len(got) != 2 || got[1].Text != "xong & rõ" || !slices.Equal(got[1].Labels(), []string{"Xem thêm"}) {
		t.Errorf("answer %+v", got)
	}
}

// runAt runs a channel with the script against a server and leads the conversations.
func runAt(t *testing.T, url, token string, people conversant) {
	seen := make(chan struct{})
	f := newFixture(t, func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		return script(context.WithValue(ctx, draftSeen{}, seen), m)
	}, patienceOfTests)
	f.cfg.APIURL, f.cfg.Token = url, token
	r := f.start()
	converse(t, people, seen)
	r.stop()
	if left := f.inbox.pending(); len(left) > 0 {
		t.Errorf("left pending: %v", left)
	}
}

func TestConversation(t *testing.T) {
	phone := telegramtest.Start(t)
	runAt(t, phone.URL, phone.Token, phone)
}

// The same against a server that others wrote: it reads only JSON, knows few methods and holds no poll.
func TestIndependent(t *testing.T) {
	phone := telegramtest.StartIndependent(t)
	runAt(t, phone.URL, phone.Token, phone)
}
