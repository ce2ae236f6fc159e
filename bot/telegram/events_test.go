package telegram

import (
	"context"
	"slices"
	"sync"
	"testing"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/telegram/telegramtest"
)

func TestReadMembership(t *testing.T) {
	const group, private, channel = `{"id":-5,"type":"supergroup"}`, `{"id":42,"type":"private"}`, `{"id":-6,"type":"channel"}`
	for name, tt := range map[string]struct {
		chat, before, after string
		want                bot.Event
	}{
		"added":               {group, `"left"`, `"member"`, bot.EventJoined},
		"added as manager":    {group, `"kicked"`, `"administrator","can_manage_chat":true`, bot.EventJoined},
		"promoted":            {group, `"member"`, `"administrator"`, ""},
		"removed":             {group, `"member"`, `"kicked","until_date":0`, bot.EventLeft},
		"left":                {group, `"administrator"`, `"left"`, bot.EventLeft},
		"restricted, inside":  {group, `"member"`, `"restricted","is_member":true`, ""},
		"restricted, outside": {group, `"restricted","is_member":true`, `"restricted","is_member":false`, bot.EventLeft},
		"blocked":             {private, `"member"`, `"kicked","until_date":0`, bot.EventLeft},
		"unblocked":           {private, `"kicked","until_date":0`, `"member"`, bot.EventJoined},
		"channel":             {channel, `"left"`, `"administrator"`, ""},
		"unknown status":      {group, `"left"`, `"admired"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			const user = `"user":{"id":7,"is_bot":true,"first_name":"b"}`
			u, _, err := decode([]byte(`{"update_id":3,"my_chat_member":{"chat":` + tt.chat + `,"date":1,"from":{"id":5,"first_name":"An"},
				"old_chat_member":{"status":` + tt.before + `,` + user + `},"new_chat_member":{"status":` + tt.after + `,` + user + `}}}`))
			if err != nil {
				t.Fatal(err)
			}
			got := read(&u)
			if got.Message.Event != tt.want || got.Wanted != (tt.want != "") {
				t.Fatalf("got %+v", got)
			}
			if m := got.Message; got.Wanted && (m.Sender != "5" || m.From != "An" || m.Chat.ID != chatOf(&u) || got.To.Chat != m.Chat.ID || m.Group != (tt.chat == group)) {
				t.Errorf("got %+v", m)
			}
		})
	}
}

func TestReadMigration(t *testing.T) {
	got := read(updateOf(t, `"from":{"id":5},"chat":{"id":-5,"type":"group"},"migrate_to_chat_id":-1005`))
	want := bot.Message{Chat: bot.Chat{Channel: "telegram", ID: "-5"}, Group: true, Event: bot.EventMoved, Moved: "-1005"}
	if m := got.Message; !got.Wanted || m.Chat != want.Chat || m.Event != want.Event || m.Moved != want.Moved || !m.Group || got.To != (intake.Place{Chat: "-1005"}) {
		t.Errorf("got %+v", got)
	}
}

// heard keeps what reached the conversation.
type heard struct {
	mu       sync.Mutex
	messages []bot.Message
}

func (h *heard) Handle(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
	h.mu.Lock()
	h.messages = append(h.messages, m)
	h.mu.Unlock()
	if m.Event == bot.EventLeft {
		return nil, nil
	}
	return echo(ctx, bot.Message{Text: m.Text + m.Choice + string(m.Event)})
}

func (h *heard) all() []bot.Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.messages)
}

// A group from the day that the bot is added to the day that it is removed.
func TestLifeOfAGroup(t *testing.T) {
	phone, h := telegramtest.Start(t), &heard{}
	f := newFixture(t, h.Handle, patienceOfTests)
	f.cfg.APIURL = phone.URL
	r := f.start()
	phone.Promote(-5, an.ID)
	phone.Member(-5, an, true)
	phone.Await(-5, 1)
	if phone.Say(-5, an, "chuyện riêng") != 0 || phone.Say(-5, an, "/tro_giup@"+telegramtest.BotName) == 0 {
		t.Error("privacy mode lets the wrong messages through")
	}
	help := phone.Await(-5, 2)[1]
	phone.Say(-5, bao, "còn Hà Nam?", telegramtest.InReplyTo(help), telegramtest.InTopic(77))
	phone.Await(-5, 3)
	phone.Say(-5, an, "/start@"+telegramtest.BotName+" abc_1", telegramtest.Anonymous())
	phone.Await(-5, 4)
	phone.Migrate(-5, -1005)
	if got := phone.Await(-1005, 1)[0].Text; got != "đáp: moved" {
		t.Errorf("after the move: %q", got)
	}
	phone.Member(-1005, an, false)
	phone.Until("the end", func() bool { return len(f.inbox.pending()) == 0 && len(h.all()) == 6 })
	r.stop()
	var texts []string
	for _, m := range phone.Messages(-5) {
		texts = append(texts, m.Text)
	}
	if want := []string{"đáp: joined", "đáp: /tro_giup", "đáp: còn Hà Nam?", "đáp: /start abc_1"}; !slices.Equal(texts, want) {
		t.Errorf("sent %q", texts)
	}
	if topic := phone.Messages(-5)[2]; topic.Thread != 77 || topic.ReplyTo == 0 {
		t.Errorf("in the topic: %+v", topic)
	}
	var senders []string
	var managers []bool
	for _, m := range h.all() {
		senders = append(senders, m.Sender)
		manages := false
		if m.Manages != nil {
			var err error
			if manages, err = m.Manages(f.ctx); err != nil {
				t.Error(err)
			}
		}
		managers = append(managers, manages)
		if !m.Group {
			t.Errorf("no group: %+v", m)
		}
	}
	if !slices.Equal(senders, []string{"42", "42", "43", "", "", "42"}) || !slices.Equal(managers, []bool{true, true, false, true, false, false}) {
		t.Errorf("senders %q, managers %v", senders, managers)
	}
}

// Edits of people are not asked for, and nothing in a private chat tells who manages it.
func TestPrivateChat(t *testing.T) {
	phone, h := telegramtest.Start(t), &heard{}
	f := newFixture(t, h.Handle, patienceOfTests)
	f.cfg.APIURL = phone.URL
	r := f.start()
	edited := phone.Message(42)
	edited["text"] = "sửa"
	phone.Push(map[string]any{"edited_message": edited})
	phone.Say(42, an, "a")
	phone.Await(42, 1)
	r.stop()
	if m := h.all()[0]; m.Group || m.Sender != "42" || m.From != "An" || m.Manages != nil || m.Text != "a" {
		t.Errorf("got %+v", m)
	}
	for _, c := range phone.Calls("") {
		if c.Media != "application/json" {
			t.Errorf("%s was sent as %q", c.Method, c.Media)
		}
	}
}
