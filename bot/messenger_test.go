package bot_test

import (
	"context"
	"errors"
	"testing"

	"dondoc/bot"
	"dondoc/reminders"
)

func TestMessenger(t *testing.T) {
	o := newOffice(t)
	tray := &tray{}
	drawn := 0
	draw := func(reminders.Figures) ([]byte, error) {
		if drawn++; drawn == 1 {
			return []byte("png"), nil
		}
		return nil, errBroken
	}
	m := bot.NewMessenger(tray, o.memory, draw, nil)
	for range 2 {
		if _, err := m.Compose(t.Context(), notices["all at once"](o)); err != nil {
			t.Fatal(err)
		}
	}
	if string(tray.replies[0].Picture) != "png" || tray.replies[1].Picture != nil || len(tray.replies[1].Choices) != 4 {
		t.Errorf("composed %+v", tray.replies)
	}
	if got := m.Send(t.Context(), "1", []byte("x")); got.Kind != reminders.OutcomeSent || got.Detail != "1: x" {
		t.Errorf("sent: %+v", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Compose(ctx, notices["one item"](o)); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped composition: %v", err)
	}
	if text := bot.ReminderText(reminders.Notice{}); text != nil {
		t.Errorf("an empty notice says %q", text)
	}
}

// marking is an outlet with a mark.
type marking struct{ tray }

func (*marking) Repeated(part []byte) ([]byte, error) { return append([]byte("again: "), part...), nil }

func TestRepetitionIsMarkedByTheOutlet(t *testing.T) {
	memory := newMemory()
	if got, err := bot.NewMessenger(&marking{}, memory, nil, nil).Repeated([]byte("x")); err != nil || string(got) != "again: x" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := bot.NewMessenger(&tray{}, memory, nil, nil).Repeated([]byte("x")); err == nil {
		t.Errorf("an outlet without a mark: %q", got)
	}
}
