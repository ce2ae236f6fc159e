//go:build unix

package main

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"dondoc/bot/telegram/telegramtest"
	"dondoc/cmd/dondoc/store/pgtest"
)

// phone is the double of Telegram with deadlines.
type phone struct {
	*telegramtest.Server
	t     *testing.T
	ctx   context.Context
	flags []string // what makes the program use it
}

func newPhone(t *testing.T, database string) *phone {
	t.Helper()
	double := telegramtest.New()
	address := double.Start()
	t.Cleanup(double.Close)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return &phone{double, t, ctx, []string{
		"--listen", "127.0.0.1:0", "--db", database, "--as-of", "2023-04-20",
		"--telegram-bot-token", telegramtest.Token, "--telegram-api-url", address,
	}}
}

// Sent are the messages but for what a chat is told on first contact.
func (p *phone) Sent() []telegramtest.Sent {
	return slices.DeleteFunc(p.Server.Sent(), func(m telegramtest.Sent) bool { return strings.Contains(m.Text, "ℹ️ Đôn đốc là máy") })
}

// SentTo are the texts of Sent for one chat.
func (p *phone) SentTo(chat int64) (texts []string) {
	for _, m := range p.Sent() {
		if m.Chat == chat {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

// until waits for the condition, which is looked at after every change.
func (p *phone) until(what string, condition func() bool) {
	p.t.Helper()
	if err := p.Wait(p.ctx, condition); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

// received waits until the chat has n messages and returns the last.
func (p *phone) received(chat int64, n int) telegramtest.Sent {
	p.t.Helper()
	var last telegramtest.Sent
	p.until(fmt.Sprintf("message %d to chat %d", n, chat), func() bool {
		count := 0
		for _, m := range p.Sent() {
			if m.Chat == chat {
				last = m
				count++
			}
		}
		return count >= n
	})
	return last
}

func (p *phone) press(chat int64, m telegramtest.Sent, word string) {
	p.t.Helper()
	for _, row := range m.Buttons {
		for _, b := range row {
			if strings.Contains(b.Text, word) {
				p.Press(chat, b.Data)
				return
			}
		}
	}
	p.t.Fatalf("no button with %q under %q: %v", word, m.Text, m.Buttons)
}

func TestTelegramChat(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, url string) {
		p := newPhone(t, url)
		serve(t, p.flags...)
		p.Text(7, bacGiang)
		first := p.received(7, 1)
		has(t, first.Text, "Tỉnh Bắc Giang", "Bộ Công an", "41 ngày", "17/QĐ-UBQGCDS", "IV.6")
		if !slices.ContainsFunc(first.Entities, func(e telegramtest.Entity) bool { return strings.Contains(fmt.Sprint(e), "blockquote") }) {
			t.Errorf("no quotation of the exact words: %v", first.Entities)
		}
		p.Text(7, "còn Hà Nam?")
		has(t, p.received(7, 2).Text, "Hà Nam", "31/08/2023")
		p.Text(7, "ai phối hợp?")
		has(t, p.received(7, 3).Text, "Bộ Công an")
		p.Text(7, "/start")
		p.press(7, p.received(7, 4), "")
		has(t, p.received(7, 5).Text, "📄")
		p.Press(7, "nobodyknowsme")
		has(t, p.received(7, 6).Text, "hết hiệu lực")
		p.Text(7, "/xoa_du_lieu")
		p.press(7, p.received(7, 7), "Đồng ý xóa")
		has(t, p.received(7, 8).Text, "Đã xóa")
		if err := p.WaitConfirmed(p.ctx); err != nil {
			t.Error(err)
		}
	})
}

// provinces each have a task with a section of their own, which tells the answers apart.
var provinces = []string{"Bắc Giang", "Hà Nam", "Bạc Liêu", "Bắc Ninh", "Nam Định", "Khánh Hòa"}

func TestTelegramChatsInOrder(t *testing.T) {
	t.Parallel()
	p := newPhone(t, "sqlite:"+filepath.Join(t.TempDir(), "dondoc.db"))
	serve(t, p.flags...)
	for _, name := range provinces {
		p.Text(1, "Tỉnh "+name+" phải làm gì?")
		p.Text(2, "Tỉnh "+provinces[len(provinces)-1-slices.Index(provinces, name)]+" phải làm gì?")
	}
	p.received(1, len(provinces))
	p.received(2, len(provinces))
	forward, backward := p.SentTo(1), p.SentTo(2)
	for i, name := range provinces {
		has(t, forward[i], name)
		has(t, backward[len(provinces)-1-i], name)
	}
}

// TestTelegramStopsInOrder: what was fetched is answered, before the stop or after the next start, and only once.
func TestTelegramStopsInOrder(t *testing.T) {
	t.Parallel()
	p := newPhone(t, "sqlite:"+filepath.Join(t.TempDir(), "dondoc.db"))
	release := make(chan struct{})
	p.Fail(telegramtest.Failure{Method: "sendMessage", Times: -1, Hold: release})
	c := newPlace(t).launch(t, append([]string{"serve"}, p.flags...)...)
	p.ask(24)
	p.until("all updates fetched", func() bool { return len(p.Unconfirmed()) == 0 })
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	c.awaitDeaf()
	p.Heal()
	close(release)
	if code := c.terminate(); code != exitDone {
		t.Fatalf("SIGTERM ends it with status %d: %s", code, c.errOut)
	}
	next := newPlace(t).launch(t, append([]string{"serve"}, p.flags...)...)
	p.allAnswered(24, 0)
	next.terminate()
}

// ask lets six chats ask n numbered questions.
func (p *phone) ask(n int) {
	for i := range n {
		p.Text(int64(100+i%6), fmt.Sprintf("Tỉnh %s phải làm gì?", provinces[i%6]))
	}
}

// allAnswered waits until the chats have n answers, at most extra of them twice, each about its own province.
func (p *phone) allAnswered(n, extra int) {
	p.t.Helper()
	for i, name := range provinces {
		chat := int64(100 + i)
		p.received(chat, n/6)
		for _, text := range p.SentTo(chat) {
			has(p.t, text, name)
		}
	}
	if sent := len(p.Sent()); sent > n+extra {
		p.t.Errorf("%d answers to %d questions", sent, n)
	}
}

// awaitDeaf returns when the program no longer takes requests: it has begun to stop.
func (c *process) awaitDeaf() {
	c.t.Helper()
	if m := c.errOut.wait(c.t.Context(), runningLine); m != nil {
		c.url = m[1]
	}
	deadline, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	for deadline.Err() == nil {
		req, err := http.NewRequestWithContext(deadline, http.MethodGet, c.url+"/healthz", nil)
		if err != nil {
			c.t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return
		}
		resp.Body.Close()
	}
	c.t.Fatalf("still answering: %s", c.errOut)
}

// TestTelegramKilled kills the program again and again while answers are under way.
func TestTelegramKilled(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func() string{
		"SQLite":     func() string { return "sqlite:" + filepath.Join(t.TempDir(), "dondoc.db") },
		"PostgreSQL": func() string { return pgtest.Start(t) },
	} {
		t.Run(name, func(t *testing.T) {
			const kills, round = 2, 12
			p := newPhone(t, url())
			for k := range kills {
				release := make(chan struct{})
				p.Fail(telegramtest.Failure{Method: "sendMessage", Times: 3})
				p.Fail(telegramtest.Failure{Method: "sendMessage", Times: -1, Hold: release})
				before := len(p.Server.Sent())
				c := newPlace(t).launch(t, append([]string{"serve"}, p.flags...)...)
				p.ask(round)
				p.until("some answers, all updates fetched", func() bool { return len(p.Server.Sent()) >= before+3 && len(p.Unconfirmed()) == 0 })
				if code := c.end(syscall.SIGKILL); code != -1 {
					t.Fatalf("round %d: ended by itself with status %d: %s", k, code, c.errOut)
				}
				p.Heal()
				close(release)
			}
			c := newPlace(t).launch(t, append([]string{"serve"}, p.flags...)...)
			p.allAnswered(kills*round, kills*8) // eight workers may each have one answer under way
			if code := c.terminate(); code != exitDone {
				t.Errorf("status %d: %s", code, c.errOut)
			}
		})
	}
}
