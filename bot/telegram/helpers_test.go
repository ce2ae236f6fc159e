package telegram

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/telegram/telegramtest"
	"dondoc/knowledge"
)

// patienceOfTests is how long a test over sockets may take.
const patienceOfTests = time.Minute

type handlerFunc func(context.Context, bot.Message) ([]bot.Reply, error)

func (f handlerFunc) Handle(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
	return f(ctx, m)
}

// echo answers "đáp: " and the text or choice.
func echo(_ context.Context, m bot.Message) ([]bot.Reply, error) {
	return []bot.Reply{{Text: textOf("đáp: " + m.Text + m.Choice)}}, nil
}

func textOf(s string) knowledge.Text {
	var t knowledge.Text
	for line := range strings.SplitSeq(s, "\n") {
		t = append(t, knowledge.Line{{Text: line}})
	}
	return t
}

// lockedBuffer collects the log.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// fixture is a channel between a double and a handler.
type fixture struct {
	t       *testing.T
	ctx     context.Context // ends before the test's patience does
	double  *telegramtest.Server
	inbox   *memoryInbox
	log     *lockedBuffer
	cfg     Config
	handler intake.Handler
}

// overSockets makes a fixture whose double listens on 127.0.0.1.
func overSockets(t *testing.T, h handlerFunc) *fixture {
	f := newFixture(t, h, patienceOfTests)
	f.cfg.APIURL = f.double.Start()
	t.Cleanup(f.double.Close)
	return f
}

// inProcess makes a fixture without sockets, for use within a synctest bubble.
func inProcess(t *testing.T, h handlerFunc) *fixture {
	f := newFixture(t, h, time.Hour) // of virtual time
	f.cfg.APIURL = "http://telegram.test"
	f.cfg.HTTPClient = &http.Client{Transport: f.double.Transport()}
	return f
}

func newFixture(t *testing.T, h handlerFunc, patience time.Duration) *fixture {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	f := &fixture{t: t, ctx: ctx, double: telegramtest.New(), inbox: newInbox(), log: &lockedBuffer{}, handler: h}
	f.cfg = Config{Token: telegramtest.Token}
	t.Cleanup(func() {
		_, secret, _ := strings.Cut(telegramtest.Token, ":")
		if strings.Contains(f.log.String(), secret) {
			t.Errorf("the log holds the token:\n%s", f.log)
		}
	})
	return f
}

func (f *fixture) channel() *Channel {
	f.t.Helper()
	c, err := New(f.cfg, f.handler, f.inbox, slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err != nil {
		f.t.Fatal(err)
	}
	return c
}

// running is a Run under way.
type running struct {
	*Channel
	t      *testing.T
	cancel context.CancelFunc
	result chan error
}

func (f *fixture) start() *running {
	f.t.Helper()
	return f.run(f.channel())
}

func (f *fixture) run(c *Channel) *running {
	f.t.Helper()
	ctx, cancel := context.WithCancel(f.ctx)
	r := &running{Channel: c, t: f.t, cancel: cancel, result: make(chan error, 1)}
	go func() { r.result <- r.Run(ctx) }()
	f.t.Cleanup(cancel)
	return r
}

// stop ends the run and expects it to end well.
func (r *running) stop() {
	r.t.Helper()
	r.cancel()
	if err := <-r.result; err != nil {
		r.t.Errorf("Run = %v, want nil", err)
	}
}

func (f *fixture) waitSent(n int) []telegramtest.Sent {
	f.t.Helper()
	sent, err := f.double.WaitSent(f.ctx, n)
	if err != nil {
		f.t.Fatalf("%v: %d of %d messages; log:\n%s", err, len(sent), n, f.log)
	}
	return sent
}

func (f *fixture) wait(condition func() bool) {
	f.t.Helper()
	if err := f.double.Wait(f.ctx, condition); err != nil {
		f.t.Fatalf("%v; log:\n%s", err, f.log)
	}
}

var nolog = slog.New(slog.DiscardHandler)

var errBroken = errors.New("broken")
