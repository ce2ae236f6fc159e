package bot_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/corpus/agency"
	"dondoc/reminders"
)

// returning is a register that notes which chats were resumed, paused and moved.
type returning struct {
	*register
	resumed []int64
	noted   []string
	err     error
}

func (r *returning) Pause(_ context.Context, channel, chat, reason string) error {
	r.noted = append(r.noted, channel+"/"+chat+" "+reason)
	return r.err
}

func (r *returning) MoveChat(_ context.Context, channel, from, to string) error {
	r.noted = append(r.noted, channel+"/"+from+" is "+to)
	return r.err
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

// TestChatThatIsGoneOrMoved passes on what a channel tells: nothing more is sent to who has left, and a group that became
// another goes on there. An error is passed up, so that it is tried again.
func TestChatThatIsGoneOrMoved(t *testing.T) {
	o := newOffice(t)
	r := &returning{register: o.register}
	desk := reminders.NewDesk(r, reminders.NewOffice(r, agency.Default), func() time.Time { return today.Time() })
	o.Conversation = bot.New(o.script, o.memory, nil, slog.New(slog.DiscardHandler), bot.WithDesk(desk))
	stranger := bot.Chat{Channel: "test", ID: "77"}
	for _, tc := range []struct {
		name string
		m    bot.Message
		want []string
	}{
		{"gone", bot.Message{Chat: o.chat, Event: bot.EventLeft}, []string{"test/1 người nhận đã chặn hoặc đã đưa trợ lý ra khỏi nhóm"}},
		{"gone, never linked", bot.Message{Chat: stranger, Event: bot.EventLeft}, nil},
		{"moved", bot.Message{Chat: o.chat, Event: bot.EventMoved, Moved: "-1001"}, []string{"test/1 is -1001"}},
		{"moved nowhere", bot.Message{Chat: o.chat, Event: bot.EventMoved}, nil},
	} {
		for _, broken := range []error{nil, errBroken} {
			r.noted, r.err = nil, broken
			replies, err := o.Handle(t.Context(), tc.m)
			if len(replies) != 0 || !slices.Equal(r.noted, tc.want) || (err != nil) != (broken != nil && tc.want != nil) {
				t.Errorf("%s, store %v: %v, noted %q, %v", tc.name, broken, replies, r.noted, err)
			}
		}
	}
	replies, err := o.Handle(t.Context(), bot.Message{Chat: stranger, Event: bot.EventJoined, Group: true})
	if err != nil || len(replies) != 1 || !strings.Contains(replies[0].Text.String(), "/lien_ket") {
		t.Errorf("a group is greeted with %v, %v", replies, err)
	}
}
