package intake_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/intake/intaketest"
	"dondoc/reminders"
)

// drafting is a stub that can change what it has sent.
type drafting struct {
	*stub
	drafts int
	slow   time.Duration
	fail   bool
}

func (s *drafting) ShowDraft(_ context.Context, to intake.Place, id string, r bot.Reply) (string, error) {
	s.note("draft %s %q %s", to.Chat, id, r.Text)
	time.Sleep(s.slow)
	if s.fail {
		return "", errors.New("refused")
	}
	s.drafts++
	return fmt.Sprint("d", s.drafts), nil
}

func (s *drafting) ReplaceDraft(_ context.Context, to intake.Place, id string, part []byte) reminders.Outcome {
	s.note("replace %s %s %s", to.Chat, id, part)
	return s.outcome("draft")
}

// stepwise shows a draft every 450 ms while it works for as long as the message says.
func stepwise(_ context.Context, m bot.Message) ([]bot.Reply, error) {
	whole, _ := time.ParseDuration(m.Text)
	for at := time.Duration(0); at < whole; at += 450 * time.Millisecond {
		m.Draft(say(at.String())[0])
		time.Sleep(450 * time.Millisecond)
	}
	return say("xong|rồi"), nil
}

func TestDrafts(t *testing.T) {
	unknown, refused := reminders.Outcome{Kind: reminders.OutcomeUnknown}, reminders.Outcome{Kind: reminders.OutcomeRefused}
	tests := []struct {
		name, text string
		slow       time.Duration
		fail       bool
		script     []reminders.Outcome // of ReplaceDraft
		want       []string
	}{
		{"soon there", "800ms", 0, false, nil, []string{"send a ^xong", "send a rồi"}},
		{"one a second", "2500ms", 0, false, nil, []string{
			`draft a "" 900ms`, `draft a "d1" 1.8s`, "replace a d2 ^xong", "send a rồi"}},
		{"under way when the answer is there", "1200ms", 3 * time.Second, false, nil, []string{
			`draft a "" 900ms`, "replace a d1 ^xong", "send a rồi"}},
		{"cannot be shown", "3600ms", 0, true, nil, []string{`draft a "" 900ms`, "send a ^xong", "send a rồi"}},
		{"cannot be replaced", "1200ms", 0, false, []reminders.Outcome{refused}, []string{
			`draft a "" 900ms`, "replace a d1 ^xong", "send a ^xong", "send a rồi"}},
		{"replacing needs no mark", "1200ms", 0, false, []reminders.Outcome{unknown}, []string{
			`draft a "" 900ms`, "replace a d1 ^xong", "replace a d1 ^xong", "send a rồi"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &drafting{stub: newStub(), slow: test.slow, fail: test.fail}
				s.script["draft"] = test.script
				d := open(t, quick, s.stub, s, handler(stepwise), intaketest.NewInbox())
				d.run()
				d.accept(update("1", "a", 1, test.text))
				d.settle(time.Minute)
				d.want(s.noted("draft", "replace", "send"), test.want...)
				if err := d.stop(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestNoDrafts(t *testing.T) {
	h := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
		if m.Draft != nil {
			t.Error("a draft is offered by a channel that has none")
		}
		return echo(ctx, m)
	}
	inBubble(t, quick, h, func(d *desk) {
		d.accept(update("1", "a", 1, "x"))
		d.settle(time.Second)
	})
}

// TestLateDraft: a handler that goes on drafting after it has answered disturbs nothing.
func TestLateDraft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &drafting{stub: newStub()}
		h := func(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
			go func() {
				time.Sleep(3 * time.Second)
				m.Draft(say("muộn")[0])
			}()
			time.Sleep(2 * time.Second)
			return echo(ctx, m)
		}
		d := open(t, quick, s.stub, s, handler(h), intaketest.NewInbox())
		d.run()
		d.accept(update("1", "a", 1, "x"))
		d.settle(time.Minute)
		d.want(s.noted("draft", "replace", "send"), "send a ^x")
		if err := d.stop(); err != nil {
			t.Error(err)
		}
	})
}
