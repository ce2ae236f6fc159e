package zalo_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/zalo"
	"dondoc/bot/zalo/zalotest"
	"dondoc/knowledge"
)

// plain is a reply without bold words.
func plain(text string) bot.Reply {
	return bot.Reply{Text: knowledge.Text{{{Text: text}}}}
}

// newChannel is a channel for a double. change may alter its configuration.
func newChannel(t *testing.T, url string, change func(*zalo.Config)) *zalo.Channel {
	t.Helper()
	cfg := zalo.Config{Token: zalotest.Token, APIURL: url, Name: "Bot Đôn đốc", PollTimeout: time.Second, Spacing: -1}
	if change != nil {
		change(&cfg)
	}
	c, err := zalo.New(cfg, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// echo answers with what was asked, and remembers it.
type echo struct {
	mu  sync.Mutex
	got []bot.Message
}

func (e *echo) Handle(_ context.Context, m bot.Message) ([]bot.Reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.got = append(e.got, m)
	return []bot.Reply{plain("nghe: " + m.Text)}, nil
}

func (e *echo) messages() []bot.Message {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]bot.Message(nil), e.got...)
}

// inbox keeps updates in memory for the only owner there is.
type inbox struct {
	mu     sync.Mutex
	known  map[string]bool
	open   []intake.Update
	broken int // how many times Accept fails yet
}

func newInbox() *inbox { return &inbox{known: make(map[string]bool)} }

func (i *inbox) Accept(_ context.Context, _ intake.Claim, updates []intake.Update) ([]intake.Update, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.broken > 0 {
		i.broken--
		return nil, errors.New("the database is away")
	}
	var fresh []intake.Update
	for _, u := range updates {
		if !i.known[u.Key] {
			i.known[u.Key] = true
			fresh = append(fresh, u)
		}
	}
	i.open = append(i.open, fresh...)
	return fresh, nil
}

func (i *inbox) Claim(context.Context, intake.Claim) ([]intake.Update, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]intake.Update(nil), i.open...), nil
}

func (i *inbox) Begin(context.Context, intake.Claim, string) error { return nil }

func (i *inbox) Done(_ context.Context, _, key string) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	for at, u := range i.open {
		if u.Key == key {
			i.open = append(i.open[:at:at], i.open[at+1:]...)
			break
		}
	}
	return nil
}

func (i *inbox) Last(context.Context, string) (int64, error) { return 0, nil }
func (i *inbox) Release(context.Context, intake.Claim) error { return nil }
func (i *inbox) broke(times int)                             { i.mu.Lock(); i.broken = times; i.mu.Unlock() }
func newIntake(t *testing.T, c *zalo.Channel, h intake.Handler, i *inbox) *intake.Intake {
	t.Helper()
	in, err := intake.New(intake.Config{Name: zalo.Name, Owner: t.Name()}, c, h, i, nil)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// serve runs a channel and its intake until the test ends, and then checks that both ended without an error.
func serve(t *testing.T, c *zalo.Channel, in *intake.Intake) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var busy sync.WaitGroup
	busy.Go(func() {
		if err := in.Run(ctx); err != nil {
			t.Errorf("the intake ended with %v", err)
		}
	})
	busy.Go(func() {
		if err := c.Run(ctx, in.Accept); err != nil {
			t.Errorf("the channel ended with %v", err)
		}
	})
	t.Cleanup(func() {
		cancel()
		busy.Wait()
	})
}

// journal is a log in memory.
type journal struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buffer.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buffer.String()
}

func (j *journal) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(j, &slog.HandlerOptions{Level: slog.LevelInfo}))
}
