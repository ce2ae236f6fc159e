package bot_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/corpus/agency"
	"dondoc/reminders"
)

// returning is a register that notes which Subscribers were resumed.
type returning struct {
	*register
	resumed []int64
	err     error
}

func (r *returning) Resume(_ context.Context, subscriber int64) error {
	r.resumed = append(r.resumed, subscriber)
	return r.err
}

// A chat that had blocked the program is taken up again by every kind of message, once a message.
func TestChatThatWritesAgainIsBack(t *testing.T) {
	o := newOffice(t)
	first := o.remind("so-hoa")
	for i := range o.register.all.Subscribers {
		o.register.all.Subscribers[i].Paused = "người nhận đã chặn hoặc đã đưa trợ lý ra khỏi nhóm"
	}
	r := &returning{register: o.register}
	desk := reminders.NewDesk(r, reminders.NewOffice(r, agency.Default), func() time.Time { return today.Time() })
	o.Conversation = bot.New(o.script, o.memory, nil, slog.New(slog.DiscardHandler), bot.WithDesk(desk))
	messages := []bot.Message{
		{Text: "Bắc Giang phải làm gì?"}, {Text: "/help"}, {Text: "đã nhận"}, {File: "a.pdf"},
		{Choice: button(t, first, "Đã nhận").Key}, {Choice: "unknown"},
	}
	for _, broken := range []error{nil, errBroken} {
		r.err = broken
		for _, m := range messages {
			r.resumed, m.Chat = nil, o.chat
			if _, err := o.Handle(t.Context(), m); err != nil || !slices.Equal(r.resumed, []int64{1}) {
				t.Errorf("%+v: resumed %v, %v", m, r.resumed, err)
			}
		}
	}
	r.resumed = nil
	if _, err := o.Handle(t.Context(), bot.Message{Chat: bot.Chat{Channel: "test", ID: "77"}, Text: "hạn?"}); err != nil || r.resumed != nil {
		t.Errorf("a chat that is not linked: resumed %v, %v", r.resumed, err)
	}
}
