package telegram

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// choices is a bot.Memory that keeps only what buttons mean.
type choices map[string]bot.StoredChoice

func (choices) Turns(context.Context, bot.Chat, int) ([]knowledge.Turn, error) { return nil, nil }
func (choices) AppendTurns(context.Context, bot.Chat, ...knowledge.Turn) error { return nil }
func (choices) Forget(context.Context, bot.Chat) error                         { return nil }
func (c choices) SaveChoices(_ context.Context, _ bot.Chat, all []bot.StoredChoice, _ time.Time) error {
	for _, s := range all {
		c[s.Key] = s
	}
	return nil
}
func (c choices) Choice(_ context.Context, _ bot.Chat, key string) (bot.StoredChoice, error) {
	s, ok := c[key]
	if !ok {
		return s, errors.New("no such choice")
	}
	return s, nil
}

// TestReminderOfManyItems sends a hundred Items of hostile words through the whole channel: each must arrive, once and
// whole, in messages that the double accepts.
func TestReminderOfManyItems(t *testing.T) {
	const many = 100
	n := reminders.Notice{
		Subscriber: reminders.Subscriber{Channel: "telegram", Chat: "-100123"}, Board: reminders.Board{Name: "Ban <b>&", Agency: "A"},
		Day: viet.Date{Year: 2023, Month: 5, Day: 24},
	}
	for i := range many {
		due := n.Day.AddDays(i - 20)
		m := reminders.Milestone{ID: fmt.Sprint(i), Phrase: "trước </b> <i>\n5. 🇻🇳", Due: due}
		n.Items = append(n.Items, reminders.Item{
			Work: reminders.Work{Milestone: m.ID, Agency: "A"}, Milestone: &m, Due: due, DaysLeft: i - 20,
			Task: &reminders.Task{Title: fmt.Sprintf("Việc <%d> & \"%s\"\n\u202e", i+1, strings.Repeat("dài ", 40)), Document: "1/QĐ-<A>", Section: "I"},
		})
	}
	f := overSockets(t, echo)
	c := f.channel()
	memory := choices{}
	messenger := bot.NewMessenger(c, memory, nil, nil)
	parts, err := messenger.Compose(f.ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		wantOutcome(t, messenger.Send(f.ctx, n.Subscriber.Chat, p), reminders.OutcomeSent)
	}
	sent := f.double.Sent()
	whole := strings.Join(f.double.SentTo(-100123), "\n")
	numbers := regexp.MustCompile(`(?m)^(\d+)\. Việc <(\d+)> &`).FindAllStringSubmatch(whole, -1)
	for i, found := range numbers {
		if found[1] != fmt.Sprint(i+1) || found[2] != found[1] {
			t.Errorf("Item %d is listed as %v", i+1, found[1:])
		}
	}
	if len(numbers) != many || len(sent) < 3 || len(sent) > 10 {
		t.Errorf("%d Items in %d messages", len(numbers), len(sent))
	}
	buttons := 0
	for i, m := range sent {
		for _, row := range m.Buttons {
			buttons += len(row)
			for _, b := range row {
				if _, ok := memory[b.Data]; !ok {
					t.Errorf("button %q means nothing", b.Text)
				}
			}
		}
		if i < len(sent)-1 && len(m.Buttons) > 0 || m.Plain {
			t.Errorf("message %d has buttons %v, plain %v", i, m.Buttons, m.Plain)
		}
	}
	if buttons != 31 {
		t.Errorf("%d buttons", buttons)
	}
}

// A person's name and the file that they send reach the conversation.
func TestNameAndFile(t *testing.T) {
	got := read(updateOf(t, `"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":" Nguyễn","last_name":"Văn A\u202e"},"caption":"@DonDocBot  xong","document":{"file_id":"BQ1","file_name":"bao\ncao (1).pdf"}`)).Message
	if got.From != "Nguyễn Văn A" || got.File != "bao\ncao (1).pdf (telegram:BQ1)" || got.Text != "xong" {
		t.Errorf("got %+v", got)
	}
	answered := read(updateOf(t, person+`,"text":"1 xong"`+strings.Replace(toTheBot, `"from"`, `"caption":"⏰ nhắc","from"`, 1))).Message
	if answered.Quoted != "⏰ nhắc" {
		t.Errorf("quoted %q", answered.Quoted)
	}
	u, _, err := decode([]byte(`{"update_id":3,"callback_query":{"id":"c","from":{"id":5,"first_name":"An"},"data":"k1","message":{"message_id":1,"date":5,"chat":{"id":42,"type":"private"}}}}`))
	if err != nil || read(&u).Message.From != "An" {
		t.Errorf("%v, %+v", err, read(&u).Message)
	}
}
