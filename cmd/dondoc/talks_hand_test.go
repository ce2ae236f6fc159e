package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dondoc/bot"
)

// byHand leads a conversation without any channel.
type byHand struct {
	conversation *bot.Conversation
	last         map[string][]bot.Reply
	manages      map[string]bool
	inGroup      map[string]bool
}

func leadByHand(t *testing.T, database string) driver {
	s := stagedServer(t, database)
	return &byHand{s.conversation(), map[string][]bot.Reply{}, map[string]bool{}, map[string]bool{}}
}

// stagedServer is the program without its channels.
func stagedServer(t *testing.T, database string) *server {
	t.Helper()
	c := &Config{DatabaseURL: database, AsOf: "2023-04-20T09:00", Rehearse: true, LogLevel: "error", ChatRetention: time.Hour}
	c.Access = "open"
	s := &server{config: c, std: streams{err: newOutput()}, log: c.logger(os.Stderr), metrics: newMetrics()}
	if err := s.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.db.Close() })
	return s
}

func (h *byHand) chat(_ *testing.T, n int, group bool) (bot.Chat, string) {
	c := bot.Chat{Channel: "hand", ID: fmt.Sprint("chat", n)}
	h.inGroup[c.ID] = group
	return c, fmt.Sprint("person", n)
}

var spokenAt atomic.Int64

// nextSecond is when the next message is sent: no two at the same time.
func nextSecond() time.Time { return asked.Add(time.Duration(spokenAt.Add(1)) * time.Second) }

func (h *byHand) handle(t *testing.T, m bot.Message) {
	t.Helper()
	m.At, m.From, m.Group = nextSecond(), "A", h.inGroup[m.Chat.ID]
	m.Manages = func(context.Context) (bool, error) { return h.manages[m.Chat.ID], nil }
	replies, err := h.conversation.Handle(t.Context(), m)
	if err != nil {
		t.Fatalf("%q: %v", m.Text, err)
	}
	h.last[m.Chat.ID] = replies
}

func (h *byHand) say(t *testing.T, chat bot.Chat, sender, text string) {
	h.handle(t, bot.Message{Chat: chat, Sender: sender, Text: text})
}

func (h *byHand) send(t *testing.T, chat bot.Chat, who, name string, content []byte) {
	h.handle(t, bot.Message{Chat: chat, Sender: who, File: name + " (hand:1)", Attachment: &bot.Attachment{
		Name: name, Size: int64(len(content)), Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	}})
}

func (h *byHand) press(t *testing.T, chat bot.Chat, sender, label string) {
	t.Helper()
	for _, r := range h.last[chat.ID] {
		for _, c := range r.Choices {
			if strings.Contains(c.Label, label) {
				h.handle(t, bot.Message{Chat: chat, Sender: sender, Choice: c.Key})
				return
			}
		}
	}
	t.Fatalf("nothing to choose has %q in it", label)
}

func (h *byHand) answered(_ *testing.T, chat bot.Chat, _ string) string {
	var b strings.Builder
	for _, r := range h.last[chat.ID] {
		var labels []string
		for _, c := range r.Choices {
			labels = append(labels, c.Label)
		}
		b.WriteString(written(r.Text.String(), labels, r.Picture != nil, fileNameOf(r)))
	}
	return b.String()
}

func fileNameOf(r bot.Reply) string {
	return cmp.Or(r.File, &bot.File{}).Name
}

func (h *byHand) groups() bool                   { return true }
func (h *byHand) files() bool                    { return true }
func (h *byHand) buttons() bool                  { return true }
func (h *byHand) manage(chat bot.Chat, _ string) { h.manages[chat.ID] = true }
