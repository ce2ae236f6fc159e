package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/corpus"
	"dondoc/knowledge"
)

var (
	errNoChoice = errors.New("no such choice")
	errBroken   = errors.New("broken")
)

// memory is a bot.Memory that keeps the contract of the store. With broken set it fails at everything.
type memory struct {
	mu      sync.Mutex
	broken  bool
	turns   map[bot.Chat][]knowledge.Turn
	choices map[bot.Chat]map[string]storedChoice
}

type storedChoice struct {
	bot.StoredChoice
	expires time.Time
}

func newMemory() *memory {
	return &memory{turns: map[bot.Chat][]knowledge.Turn{}, choices: map[bot.Chat]map[string]storedChoice{}}
}

// locked runs f under the lock, unless the memory is broken or ctx has ended.
func (m *memory) locked(ctx context.Context, f func()) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if m.broken {
		return errBroken
	}
	f()
	return nil
}

func (m *memory) Turns(ctx context.Context, chat bot.Chat, limit int) (turns []knowledge.Turn, err error) {
	err = m.locked(ctx, func() {
		all := m.turns[chat]
		turns = slices.Clone(all[max(0, len(all)-limit):])
	})
	return turns, err
}

func (m *memory) AppendTurns(ctx context.Context, chat bot.Chat, turns ...knowledge.Turn) error {
	return m.locked(ctx, func() { m.turns[chat] = append(m.turns[chat], turns...) })
}

func (m *memory) SaveChoices(ctx context.Context, chat bot.Chat, choices []bot.StoredChoice, expires time.Time) error {
	return m.locked(ctx, func() {
		if m.choices[chat] == nil {
			m.choices[chat] = map[string]storedChoice{}
		}
		for _, c := range choices {
			m.choices[chat][c.Key] = storedChoice{c, expires}
		}
	})
}

func (m *memory) Choice(ctx context.Context, chat bot.Chat, key string) (c bot.StoredChoice, err error) {
	failed := m.locked(ctx, func() {
		stored, ok := m.choices[chat][key]
		if !ok || !stored.expires.After(time.Now()) {
			err = errNoChoice
		}
		c = stored.StoredChoice
	})
	return c, errors.Join(failed, err)
}

func (m *memory) Forget(ctx context.Context, chat bot.Chat) error {
	return m.locked(ctx, func() {
		delete(m.turns, chat)
		delete(m.choices, chat)
	})
}

func (m *memory) said(chat bot.Chat) []knowledge.Turn {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.turns[chat])
}

// script answers as the function says and keeps what it was asked.
type script struct {
	answer func(knowledge.Question) (knowledge.Answer, error)

	mu    sync.Mutex
	asked []knowledge.Question
}

func (s *script) Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error) {
	s.mu.Lock()
	s.asked = append(s.asked, q)
	s.mu.Unlock()
	if ctx.Err() != nil {
		return knowledge.Answer{}, ctx.Err()
	}
	return s.answer(q)
}

func (s *script) Passage(string) (corpus.Passage, *corpus.Document, bool) {
	return corpus.Passage{}, nil, false
}

// examples are what script offers.
var examples = []knowledge.Suggestion{{Label: "Việc của một tỉnh", Question: "Tỉnh này phải làm gì?"}, {Label: "Đầu mối", Question: "Ai chủ trì?"}}

func (s *script) Examples() []knowledge.Suggestion { return examples }

func (s *script) questions() []knowledge.Question {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// echo answers with the question, a citation and two suggestions.
func echo(q knowledge.Question) (knowledge.Answer, error) {
	return knowledge.Answer{
		Text:      lines("đáp: "+q.Text, "📄 Quyết định 1/QĐ"),
		Citations: []knowledge.Citation{{Document: "1/QĐ", Section: "I.1", Quote: "nguyên văn"}},
		Suggestions: []knowledge.Suggestion{
			{Label: "👥 Ai phối hợp?", Question: "ai phối hợp " + q.Text},
			{Label: "⏰ Hạn bao giờ?", Question: "hạn của " + q.Text},
		},
	}, nil
}

func lines(all ...string) knowledge.Text {
	var text knowledge.Text
	for _, l := range all {
		text = append(text, knowledge.Line{{Text: l}})
	}
	return text
}

// talk is one chat with a conversation.
type talk struct {
	*bot.Conversation
	t      *testing.T
	chat   bot.Chat
	memory *memory
	script *script
}

func newTalk(t *testing.T, answer func(knowledge.Question) (knowledge.Answer, error)) *talk {
	s, m := &script{answer: answer}, newMemory()
	return &talk{bot.New(s, m, nil, slog.New(slog.DiscardHandler)), t, bot.Chat{Channel: "test", ID: "1"}, m, s}
}

// send expects exactly one reply.
func (k *talk) send(m bot.Message) bot.Reply {
	k.t.Helper()
	m.Chat = k.chat
	replies, err := k.Handle(k.t.Context(), m)
	if err != nil || len(replies) != 1 {
		k.t.Fatalf("Handle(%+v) = %d replies, %v; want one", m, len(replies), err)
	}
	return replies[0]
}

func (k *talk) say(text string) bot.Reply {
	k.t.Helper()
	return k.send(bot.Message{Text: text})
}

// press presses the first button whose label holds the word.
func (k *talk) press(r bot.Reply, word string) bot.Reply {
	k.t.Helper()
	return k.send(bot.Message{Choice: button(k.t, r, word).Key})
}

func button(t *testing.T, r bot.Reply, word string) bot.Choice {
	t.Helper()
	for _, c := range r.Choices {
		if strings.Contains(c.Label, word) {
			return c
		}
	}
	t.Fatalf("no button with %q under %q, only %v", word, r.Text, r.Choices)
	return bot.Choice{}
}
