package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"dondoc/bot"
	"dondoc/bot/telegram/telegramtest"
)

// onTelegram leads conversations over our double, which refuses what Telegram refuses, or over one that others wrote.
type onTelegram struct {
	telegramDouble
	inGroup, sendsFiles bool
	seen                map[int64]int // messages of a chat that were looked at
}

type telegramDouble interface {
	Say(chat int64, from telegramtest.User, text string, options ...telegramtest.Option) int64
	Tap(chat int64, from telegramtest.User, label string) int64
	Messages(chat int64) []telegramtest.Sent
	Wait(ctx context.Context, condition func() bool) error
}

func leadOnTelegram(t *testing.T, database string) driver {
	phone := telegramtest.Start(t)
	phone.PrivacyOff() // so that groups may call the bot by its name
	serve(t, "--db", database, "--rehearse", "--as-of", "2023-04-20T09:00", "--telegram-bot-token", telegramtest.Token, "--telegram-api-url", phone.URL)
	return &onTelegram{phone, true, true, map[int64]int{}}
}

// leadOnIndependent takes the npm package telegram-test-api for Telegram, which knows no groups and no files. A double of
// our own only knows what we believe.
func leadOnIndependent(t *testing.T, database string) driver {
	double := telegramtest.StartIndependent(t)
	serve(t, "--db", database, "--rehearse", "--as-of", "2023-04-20T09:00", "--telegram-bot-token", double.Token, "--telegram-api-url", double.URL)
	return &onTelegram{double, false, false, map[int64]int{}}
}

func (l *onTelegram) chat(_ *testing.T, n int, group bool) (bot.Chat, string) {
	id, sender := int64(1000+n), int64(1000+n)
	if group {
		id = -id
	}
	return bot.Chat{Channel: channelTelegram, ID: strconv.FormatInt(id, 10)}, strconv.FormatInt(sender, 10)
}

func (l *onTelegram) user(sender string) telegramtest.User {
	id, _ := strconv.ParseInt(sender, 10, 64)
	return telegramtest.User{ID: id, Name: "A"}
}

func (l *onTelegram) say(_ *testing.T, chat bot.Chat, sender, text string) {
	id := chatNumber(chat)
	if id < 0 && !strings.HasPrefix(text, "/") {
		text = "@" + telegramtest.BotName + " " + text
	}
	l.Say(id, l.user(sender), text)
}

func (l *onTelegram) send(_ *testing.T, chat bot.Chat, who, name string, content []byte) {
	phone := l.telegramDouble.(*telegramtest.Phone)
	phone.Say(chatNumber(chat), l.user(who), "", telegramtest.WithDocument(phone.AddFile(content), name, len(content)))
}

func (l *onTelegram) press(_ *testing.T, chat bot.Chat, sender, label string) {
	l.Tap(chatNumber(chat), l.user(sender), label)
}

func (l *onTelegram) answered(t *testing.T, chat bot.Chat, want string) string {
	id, got := chatNumber(chat), ""
	ctx, cancel := context.WithTimeout(t.Context(), answerWait)
	defer cancel()
	_ = l.Wait(ctx, func() bool { // when time is up the difference says what is wrong
		got = masked(shownOnTelegram(l.Messages(id)[l.seen[id]:]))
		return got == want
	})
	l.seen[id] = len(l.Messages(id))
	return got
}

func (l *onTelegram) groups() bool  { return l.inGroup }
func (l *onTelegram) files() bool   { return l.sendsFiles }
func (l *onTelegram) buttons() bool { return true }
func (l *onTelegram) manage(chat bot.Chat, sender string) {
	l.telegramDouble.(*telegramtest.Phone).Promote(chatNumber(chat), l.user(sender).ID)
}

// answerWait is how long an answer may take on a busy machine.
const answerWait = 10 * time.Second

func chatNumber(chat bot.Chat) int64 {
	id, err := strconv.ParseInt(chat.ID, 10, 64)
	if err != nil {
		panic(fmt.Sprintf("no chat of Telegram: %q", chat.ID))
	}
	return id
}

// shownOnTelegram is what messages say beside the quotations, which are folded.
func shownOnTelegram(messages []telegramtest.Sent) string {
	var b strings.Builder
	for _, m := range messages {
		units := utf16.Encode([]rune(m.Text))
		quotes := slices.DeleteFunc(slices.Clone(m.Entities), func(e telegramtest.Entity) bool { return !strings.HasPrefix(e.Tag, "blockquote") })
		for _, e := range slices.Backward(quotes) {
			units = slices.Delete(units, e.Offset, e.Offset+e.Length)
		}
		b.WriteString(written(string(utf16.Decode(units)), m.Labels(), m.Photo != nil, m.FileName))
	}
	return b.String()
}
