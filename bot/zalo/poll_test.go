package zalo_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"dondoc/bot/intake"
	"dondoc/bot/zalo"
	"dondoc/bot/zalo/zalotest"
)

const instead = "Hiện tôi mới đọc được tin nhắn văn bản"

func TestPollEndToEnd(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, nil)
	people, box := &echo{}, newInbox()
	serve(t, c, newIntake(t, c, people, box))

	server.Say("an", "an", "hạn của Bắc Giang?")
	if got := server.WaitMessages("an", 1)[0].Text; got != "nghe: hạn của Bắc Giang?" {
		t.Errorf("the answer is %q", got)
	}
	first := people.messages()[0]
	if first.Chat.Channel != "zalo" || first.Chat.ID != "an" || first.Sender != "an" || first.From != "Người an" || first.Group || first.At.IsZero() {
		t.Errorf("the message is %+v", first)
	}

	server.SayInGroup("zgr-1", "binh", "@Bot  Đôn đốc: còn Đồng Nai?")
	if got := server.WaitMessages("zgr-1", 1)[0].Text; got != "nghe: còn Đồng Nai?" {
		t.Errorf("the group's answer is %q", got)
	}
	if m := people.messages()[1]; !m.Group || m.Sender != "binh" || m.Chat.ID != "zgr-1" {
		t.Errorf("the group's message is %+v", m)
	}

	for _, kind := range []string{"message.sticker.received", "message.voice.received", "message.unsupported.received"} {
		server.Tell(kind, "chi-"+kind, "chi", nil)
		if got := server.WaitMessages("chi-"+kind, 1)[0].Text; !strings.HasPrefix(got, instead) {
			t.Errorf("to %s the bot says %q", kind, got)
		}
	}
	if err := c.Typing(t.Context(), intake.Place{Chat: "an"}); err != nil || server.Calls("sendChatAction") == 0 {
		t.Errorf("typing: %v", err)
	}
}

func TestOneEventTwiceIsOne(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, nil)
	people := &echo{}
	serve(t, c, newIntake(t, c, people, newInbox()))
	event := []byte(`{"event_name":"message.text.received","message":{"message_id":"x1","date":1,"text":"một","from":{"id":"an"},"chat":{"id":"an","chat_type":"PRIVATE"}}}`)
	server.Deliver(event)
	server.Deliver(event)
	server.Say("an", "an", "hai")
	server.WaitMessages("an", 2)
	if n := len(people.messages()); n != 2 {
		t.Errorf("%d messages were answered, want 2", n)
	}
	if s := c.Stats(); s.Received != 3 {
		t.Errorf("the figures are %+v", s)
	}
}

func TestPollReadsEveryShape(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, nil)
	serve(t, c, newIntake(t, c, &echo{}, newInbox()))
	one := `{"event_name":"message.text.received","message":{"message_id":"a","text":"một","from":{"id":7,"name":"An"},"chat":{"id":7031884412906655128}}}`
	two := strings.Replace(one, `"a"`, `"b"`, 1)
	bot := `{"event_name":"message.text.received","message":{"message_id":"c","text":"vọng","from":{"id":"1","is_bot":true},"chat":{"id":"bot"}}}`
	for _, raw := range []string{`null`, `[]`, `[` + one + `,` + two + `]`, bot, `{"event_name":"message.reaction.received","message":{}}`, `{}`} {
		server.Deliver([]byte(raw))
	}
	server.Say("cuoi", "cuoi", "hết")
	server.WaitMessages("cuoi", 1)
	if n := len(server.WaitMessages("7031884412906655128", 2)); n != 2 {
		t.Errorf("%d answers to a list of two", n)
	}
	if n := len(server.Messages("bot")); n != 0 {
		t.Error("a bot was answered")
	}
	if got := c.Stats().Ignored; got != 3 {
		t.Errorf("%d events were ignored, want 3", got)
	}
}

func TestEmptyPollsAreSilent(t *testing.T) {
	server := zalotest.Start(t)
	var log journal
	c, err := zalo.New(zalo.Config{Token: zalotest.Token, APIURL: server.URL, PollTimeout: 1e9}, log.logger())
	if err != nil {
		t.Fatal(err)
	}
	server.Fail("getUpdates", zalotest.Failure{Status: http.StatusRequestTimeout})
	serve(t, c, newIntake(t, c, &echo{}, newInbox()))
	server.WaitCalls("getUpdates", 3) // refused at once, waited for in vain, under way
	if log.String() != "" || c.Stats().PollErrors != 0 {
		t.Errorf("an empty poll is told of: %s", log.String())
	}
}

func TestPollingSurvivesFailures(t *testing.T) {
	server := zalotest.Start(t)
	var log journal
	c, err := zalo.New(zalo.Config{Token: zalotest.Token, APIURL: server.URL, PollTimeout: 1e9}, log.logger())
	if err != nil {
		t.Fatal(err)
	}
	server.Fail("getMe", zalotest.Failure{Status: http.StatusBadGateway, Gateway: true})
	server.Fail("getUpdates", zalotest.Failure{Cut: true})
	box := newInbox()
	box.broke(1)
	server.Say("an", "an", "còn đó không?")
	serve(t, c, newIntake(t, c, &echo{}, box))
	server.WaitMessages("an", 1)
	if got := c.Stats().PollErrors; got != 2 {
		t.Errorf("%d errors are counted, want 2", got)
	}
	_, secret, _ := strings.Cut(zalotest.Token, ":")
	if text := log.String(); strings.Contains(text, secret) || !strings.Contains(text, "could not be stored") {
		t.Errorf("the log says %s", text)
	}
}

func TestLastEventIsStoredWhileStopping(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, nil)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	server.Say("an", "an", "còn kịp không?")
	tries, stored := 0, 0
	err := c.Run(ctx, func(ctx context.Context, updates []intake.Update) error {
		tries++
		cancel()
		if tries == 1 {
			return errors.New("the program stops, and its database first")
		}
		if ctx.Err() == nil {
			stored += len(updates)
		}
		return ctx.Err()
	})
	if err != nil || stored != 1 {
		t.Errorf("%v, %d events stored", err, stored)
	}
}

func TestPollingTakesAWebhookAway(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, func(cfg *zalo.Config) { cfg.WebhookURL, cfg.Secret = "http://127.0.0.1:1/zalo", "mười ký tự" })
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- c.Run(ctx, nil) }()
	server.WaitWebhook()
	cancel()
	if err := <-done; err != nil || server.WebhookURL() == "" {
		t.Fatalf("the webhook is %q, and the run ended with %v", server.WebhookURL(), err)
	}
	c = newChannel(t, server.URL, nil)
	serve(t, c, newIntake(t, c, &echo{}, newInbox()))
	server.WaitCalls("getUpdates", 1)
	if url := server.WebhookURL(); url != "" {
		t.Errorf("the webhook is still %q", url)
	}
}

func TestWrongToken(t *testing.T) {
	server := zalotest.Start(t)
	var log journal
	c, err := zalo.New(zalo.Config{Token: "99:wrong-secret-half", APIURL: server.URL}, log.logger())
	if err != nil {
		t.Fatal(err)
	}
	err = c.Run(t.Context(), nil)
	if !errors.Is(err, zalo.ErrBadToken) {
		t.Fatalf("Run ends with %v", err)
	}
	if strings.Contains(err.Error()+log.String(), "wrong-secret-half") {
		t.Error("the token is told")
	}
	if err := c.Outlet().(interface{ Probe(context.Context) error }).Probe(t.Context()); !errors.Is(err, zalo.ErrBadToken) {
		t.Errorf("Probe says %v", err)
	}
}

func TestNobodyThere(t *testing.T) {
	c := newChannel(t, "http://127.0.0.1:1", nil)
	err := c.Outlet().(interface{ Probe(context.Context) error }).Probe(t.Context())
	_, secret, _ := strings.Cut(zalotest.Token, ":")
	if err == nil || strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "http") {
		t.Errorf("Probe says %v", err)
	}
}

func TestOnlyOneRun(t *testing.T) {
	server := zalotest.Start(t)
	c := newChannel(t, server.URL, nil)
	serve(t, c, newIntake(t, c, &echo{}, newInbox()))
	server.WaitCalls("getMe", 1)
	if err := c.Run(t.Context(), nil); !errors.Is(err, zalo.ErrRunning) {
		t.Errorf("a second Run says %v", err)
	}
}
