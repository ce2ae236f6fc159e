package intake_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/intake/intaketest"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// stub is a channel whose updates are plain text: "bad" cannot be read, "nothing" wants nothing, "photo" is answered with
// a line of the channel's own, "voice" is completed, and "m|n" makes a reply of two parts when it is repeated.
type stub struct {
	mu       sync.Mutex
	start    time.Time
	log      []string // what happened, in order
	at       []time.Duration
	script   map[string][]reminders.Outcome // by text, used up one by one
	latency  time.Duration
	complete func(intake.Request) (intake.Request, error)
	parts    func(string)
}

func newStub() *stub {
	return &stub{start: time.Now(), script: make(map[string][]reminders.Outcome)}
}

func (s *stub) note(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, fmt.Sprintf(format, args...))
	s.at = append(s.at, time.Since(s.start))
}

// noted returns what happened and begins with one of the words given.
func (s *stub) noted(words ...string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []string
	for _, line := range s.log {
		if word, _, _ := strings.Cut(line, " "); slices.Contains(words, word) {
			found = append(found, line)
		}
	}
	return found
}

func (s *stub) Read(u intake.Update) (intake.Request, error) {
	text := string(u.Payload)
	place := intake.Place{Chat: u.Chat, Thread: "t", ReplyTo: "r"}
	switch text {
	case "bad":
		return intake.Request{}, errors.New("not readable")
	case "worse":
		panic("secret")
	case "nothing":
		return intake.Request{}, nil
	case "photo":
		return intake.Request{To: place, Instead: "chỉ đọc chữ"}, nil
	}
	m := bot.Message{Chat: bot.Chat{Channel: "stub", ID: u.Chat}, Text: text}
	return intake.Request{Message: m, Wanted: true, To: place, Instead: map[bool]string{true: "không rõ"}[text == "tệp"]}, nil
}

func (s *stub) Prepare(_ context.Context, r intake.Request) { s.note("prepare %s", r.Message.Text) }

func (s *stub) Complete(_ context.Context, r intake.Request) (intake.Request, error) {
	if s.complete == nil {
		return r, nil
	}
	return s.complete(r)
}

func (s *stub) Parts(to intake.Place, r bot.Reply) ([][]byte, error) {
	if s.parts != nil {
		s.parts(r.Text.String())
	}
	var parts [][]byte
	for i, text := range strings.Split(strings.TrimSpace(r.Text.String()), "|") {
		if i == 0 && to.ReplyTo != "" {
			text = "^" + text
		}
		parts = append(parts, []byte(text))
	}
	return parts, nil
}

func (s *stub) Repeated(part []byte) ([]byte, error) { return []byte("(lại) " + string(part)), nil }

func (s *stub) outcome(text string) reminders.Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	text = strings.TrimLeft(strings.TrimPrefix(text, "(lại) "), "^")
	if next := s.script[text]; len(next) > 0 {
		s.script[text] = next[1:]
		return next[0]
	}
	return reminders.Outcome{}
}

func (s *stub) SendPart(ctx context.Context, chat string, part []byte) reminders.Outcome {
	s.note("send %s %s", chat, part)
	if s.latency > 0 {
		select {
		case <-time.After(s.latency):
		case <-ctx.Done():
			return reminders.Outcome{Kind: reminders.OutcomeUnknown}
		}
	}
	return s.outcome(string(part))
}

func (s *stub) Typing(_ context.Context, to intake.Place) error {
	s.note("typing %s", to.Chat)
	return nil
}

type handler func(context.Context, bot.Message) ([]bot.Reply, error)

func (h handler) Handle(ctx context.Context, m bot.Message) ([]bot.Reply, error) { return h(ctx, m) }

// echo answers with what was said.
func echo(_ context.Context, m bot.Message) ([]bot.Reply, error) { return say(m.Text), nil }

func say(texts ...string) []bot.Reply {
	var replies []bot.Reply
	for _, text := range texts {
		replies = append(replies, bot.Reply{Text: knowledge.Text{{{Text: text}}}})
	}
	return replies
}

var quick = intake.Config{Name: "stub", Owner: "one"}

func update(key, chat string, order int64, text string) intake.Update {
	return intake.Update{Key: key, Chat: chat, Order: order, Payload: []byte(text)}
}

// desk is an Intake in a bubble.
type desk struct {
	*intake.Intake
	t       *testing.T
	channel *stub
	inbox   *intaketest.Inbox
	stop    func() error // ends Run and returns its error
}

// inBubble runs a test with an Intake that is at work.
func inBubble(t *testing.T, cfg intake.Config, h handler, test func(d *desk)) {
	synctest.Test(t, func(t *testing.T) {
		channel := newStub()
		d := open(t, cfg, channel, channel, h, intaketest.NewInbox())
		d.run()
		test(d)
		if err := d.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

func open(t *testing.T, cfg intake.Config, s *stub, channel intake.Channel, h handler, inbox *intaketest.Inbox) *desk {
	t.Helper()
	in, err := intake.New(cfg, channel, h, inbox, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return &desk{Intake: in, t: t, channel: s, inbox: inbox}
}

func (d *desk) run() {
	ctx, cancel := context.WithCancel(d.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	d.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	synctest.Wait()
}

func (d *desk) accept(updates ...intake.Update) {
	d.t.Helper()
	if err := d.Accept(d.t.Context(), updates); err != nil {
		d.t.Fatal(err)
	}
}

// settle lets everything happen that happens within a time.
func (d *desk) settle(within time.Duration) {
	time.Sleep(within)
	synctest.Wait()
}

func (d *desk) want(got []string, want ...string) {
	d.t.Helper()
	if !slices.Equal(got, want) {
		d.t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// wantOpen says which updates still wait in the inbox.
func (d *desk) wantOpen(keys ...string) {
	d.t.Helper()
	if got := d.inbox.Pending("stub", ""); !slices.Equal(got, keys) {
		d.t.Errorf("in the inbox wait %d, the first are %v, want %v", len(got), got[:min(len(got), 9)], keys)
	}
}
