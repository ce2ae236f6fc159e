package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dondoc/bot"
)

// inTerminal leads conversations in what `dondoc chat` leads them in: the terminal's own text, numbers for buttons.
type inTerminal struct {
	talk *bot.Numbered
	said map[string]string // the last output of a chat
}

func leadInTerminal(t *testing.T, database string) driver {
	return &inTerminal{bot.NewNumbered(stagedServer(t, database).conversation()), map[string]string{}}
}

func (l *inTerminal) chat(_ *testing.T, n int, _ bool) (bot.Chat, string) {
	return bot.Chat{Channel: "terminal", ID: fmt.Sprint("chat", n)}, fmt.Sprint("person", n)
}

func (l *inTerminal) say(t *testing.T, chat bot.Chat, sender, text string) {
	t.Helper()
	var out strings.Builder
	err := converse(t.Context(), l.talk, bot.Message{Chat: chat, Sender: sender, From: "A", Text: text, At: nextSecond()}, &out)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	l.said[chat.ID] = out.String()
}

func (l *inTerminal) press(t *testing.T, chat bot.Chat, sender, label string) {
	t.Helper()
	l.say(t, chat, sender, numberOf(t, l.said[chat.ID], label))
}

func (l *inTerminal) answered(_ *testing.T, chat bot.Chat, _ string) string {
	return unnumber(l.said[chat.ID])
}

func (l *inTerminal) groups() bool            { return false }
func (l *inTerminal) files() bool             { return false }
func (l *inTerminal) buttons() bool           { return false }
func (l *inTerminal) manage(bot.Chat, string) {}

var (
	choiceHead = regexp.MustCompile(`(?m)^Trả lời bằng số (để chọn:|của việc ở trên, hoặc:|của việc ở trên để chọn\.)$`)
	choiceLine = regexp.MustCompile(`^(\d+)\. (.*)$`)
)

// numberOf is what somebody answers to choose what has the words in it: its number. A bare number stands for itself.
func numberOf(t *testing.T, shown, label string) string {
	t.Helper()
	if _, err := strconv.Atoi(label); err == nil {
		return label
	}
	if heads := choiceHead.FindAllStringIndex(shown, -1); len(heads) > 0 {
		for line := range strings.Lines(shown[heads[len(heads)-1][1]:]) { // numbers mean those of the last message
			if m := choiceLine.FindStringSubmatch(strings.TrimSpace(line)); m != nil && strings.Contains(m[2], label) {
				return m[1]
			}
		}
	}
	t.Fatalf("nothing to choose has %q in it:\n%s", label, shown)
	return ""
}

// unnumber brings a text with numbered choices, and quotations behind it, into the form of the goldens. Choices that are
// numbers of the list above do not show in such a text: see shownBy.
func unnumber(shown string) string {
	var b strings.Builder
	var labels []string
	choosing := false
	for line := range strings.Lines(shown) {
		line = strings.TrimSpace(line)
		m := choiceLine.FindStringSubmatch(line)
		switch {
		case choiceHead.MatchString(line):
			choosing = true
		case choosing && m != nil:
			labels = append(labels, m[2])
		case strings.HasPrefix(line, "“") && !strings.HasPrefix(line, "“Chủ đề"):
			choosing = false
		case line == "" && choosing:
			choosing = len(labels) == 0
			if !choosing {
				b.WriteString(written("", labels, false, ""))
				labels = nil
			}
		case !choosing:
			b.WriteString(written(line, nil, false, ""))
		}
	}
	b.WriteString(written("", labels, false, ""))
	return b.String()
}
