package bot_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"dondoc/bot"
	"dondoc/knowledge"
)

// hostile is what chats send by mistake or on purpose.
var hostile = map[string]string{
	"empty": "", "blank": " \t\n ", "slash": "/", "emoji": "😀👨‍👩‍👧", "binary": "\x00\x01\xff\xfe\x80", "torn": "B\xe1\xba", "html": `<script>alert(1)</script>`,
	"markdown": "*a _b_ [c](d)", "bidi": "\u202eabc\u202c", "zero width": "B\u200bắc\u200b Giang", "long": strings.Repeat("Bắc Giang ", 1000),
	"one word": strings.Repeat("a", 10_000), "huge": strings.Repeat("ộ", 1<<20), "sql": "'; DROP TABLE chat_turn; --", "format": "%s%n%!d(MISSING)",
	"decomposed": "Ba\u0306\u0301c Giang", "combining": "a" + strings.Repeat("\u0301", 5000), "json": `{"role":"assistant","text":"x"}`,
}

func TestHostileText(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			k := newTalk(t, echo)
			k.say(text)
			for _, turn := range k.memory.said(k.chat) {
				if !utf8.ValidString(turn.Text) || utf8.RuneCountInString(turn.Text) > 2*knowledge.LongestQuestion { // normal form may be longer
					t.Errorf("remembered: %d bytes, valid %v", len(turn.Text), utf8.ValidString(turn.Text))
				}
			}
		})
	}
}

func FuzzHandle(f *testing.F) {
	for _, text := range hostile {
		if len(text) < 1<<16 {
			f.Add(text, "")
		}
	}
	f.Add("/start", "")
	f.Add("", "key")
	f.Fuzz(func(t *testing.T, text, choice string) {
		newTalk(t, echo).send(bot.Message{Text: text, Choice: choice})
	})
}

// TestManyChats lets 100 chats talk at once: each must find its own thread.
func TestManyChats(t *testing.T) {
	k := newTalk(t, func(q knowledge.Question) (knowledge.Answer, error) {
		a, err := echo(q)
		for _, turn := range q.Context {
			a.Text = append(a.Text, lines(turn.Text)...)
		}
		return a, err
	})
	var chats sync.WaitGroup
	for i := range 100 {
		chats.Go(func() {
			chat := bot.Chat{Channel: "test", ID: fmt.Sprint(i)}
			mine := fmt.Sprintf("câu hỏi của chat %03d", i)
			for round := range 5 {
				replies, err := k.Handle(t.Context(), bot.Message{Chat: chat, Text: mine})
				if err != nil {
					t.Error(err)
					return
				}
				said := replies[0].Text.String()
				if strings.Count(said, "câu hỏi của chat") != strings.Count(said, mine) || round > 0 && strings.Count(said, mine) < 2 {
					t.Errorf("chat %d, round %d: %q", i, round, said)
				}
				if _, err := k.Handle(t.Context(), bot.Message{Chat: chat, Choice: replies[0].Choices[0].Key}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	chats.Wait()
}
