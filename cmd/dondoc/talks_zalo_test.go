package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/bot/zalo/zalotest"
	"dondoc/bot/zalooa/zalooatest"
)

// onZalo leads conversations where choices are numbers: over the double of the Bot Platform, or of the Official Account.
type onZalo struct {
	channel string
	tell    func(chat, sender, text string)
	texts   func(chat string) []string // what the chat was sent so far
	wait    func(ctx context.Context, condition func() bool) error
	inGroup bool // it can be in groups
	seen    map[string]int
}

const zaloGroup = "zgr-"

func leadOnZalo(t *testing.T, database string) driver {
	double := zalotest.Start(t)
	double.SetName("Bot Đôn đốc")
	serve(t, "--db", database, "--rehearse", "--as-of", "2023-04-20T09:00", "--zalo-bot-token", zalotest.Token, "--zalo-api-url", double.URL,
		"--zalo-bot-name", "Bot Đôn đốc", "--zalo-monthly-quota", "0", "--zalo-spacing", "0s")
	l := &onZalo{channel: channelZalo, inGroup: true, seen: map[string]int{}, wait: double.Wait}
	l.tell = func(chat, sender, text string) {
		if strings.HasPrefix(chat, zaloGroup) {
			double.SayInGroup(chat, sender, "@Bot Đôn đốc "+text)
			return
		}
		double.Say(chat, sender, text)
	}
	l.texts = func(chat string) (all []string) {
		for _, m := range double.Messages(chat) {
			all = append(all, m.Text)
		}
		return all
	}
	return l
}

func leadOnOA(t *testing.T, database string) driver {
	double := zalooatest.Start(t)
	s := serve(t, "--db", database, "--rehearse", "--as-of", "2023-04-20T09:00", "--zalo-oa-app-id", zalooatest.AppID, "--zalo-oa-app-secret", zalooatest.AppSecret,
		"--zalo-oa-secret-key", zalooatest.OASecret, "--zalo-oa-refresh-token", double.Consent(), "--zalo-oa-api-url", double.URL, "--zalo-oauth-url", double.URL)
	double.Hook(s.url + oaPath)
	l := &onZalo{channel: channelOA, seen: map[string]int{}, wait: double.Wait}
	l.tell = func(chat, _, text string) { double.Say(chat, text) }
	l.texts = func(chat string) (all []string) {
		for _, m := range double.Messages(chat) {
			all = append(all, m.Text)
		}
		return all
	}
	return l
}

func (l *onZalo) chat(_ *testing.T, n int, group bool) (bot.Chat, string) {
	sender := fmt.Sprint(7031884412906655000 + n)
	if group {
		return bot.Chat{Channel: l.channel, ID: fmt.Sprint(zaloGroup, n)}, sender
	}
	return bot.Chat{Channel: l.channel, ID: sender}, sender
}

func (l *onZalo) say(_ *testing.T, chat bot.Chat, sender, text string) { l.tell(chat.ID, sender, text) }

func (l *onZalo) press(t *testing.T, chat bot.Chat, sender, label string) {
	t.Helper()
	l.tell(chat.ID, sender, numberOf(t, strings.Join(l.texts(chat.ID), "\n"), label))
}

func (l *onZalo) answered(t *testing.T, chat bot.Chat, want string) string {
	got := ""
	ctx, cancel := context.WithTimeout(t.Context(), answerWait)
	defer cancel()
	_ = l.wait(ctx, func() bool {
		got = masked(unnumber(strings.Join(l.texts(chat.ID)[l.seen[chat.ID]:], "\n")))
		return got == want
	})
	l.seen[chat.ID] = len(l.texts(chat.ID))
	return got
}

func (l *onZalo) groups() bool            { return l.inGroup }
func (l *onZalo) files() bool             { return false }
func (l *onZalo) buttons() bool           { return false }
func (l *onZalo) manage(bot.Chat, string) {}
