package zalooa_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/zalooa"
	"dondoc/bot/zalooa/zalooatest"
	"dondoc/knowledge"
	"dondoc/reminders"
)

const user = "7031884412906655128"

// tokens is a Tokens in memory, for several Channels.
type tokens struct {
	mu     sync.Mutex
	sealed []byte
	serial int64
	taken  bool
	saves  int
	fail   error  // of Save, until it is nil
	before func() // of Exclusively: what happens while it is waited for
}

func (s *tokens) Load(context.Context) ([]byte, int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sealed), s.serial, nil
}

func (s *tokens) Save(ctx context.Context, sealed []byte, after int64) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := errors.Join(ctx.Err(), s.fail); err != nil || after != s.serial {
		return false, err
	}
	s.sealed, s.serial = sealed, s.serial+1
	s.saves++
	return true, nil
}

func (s *tokens) Exclusively(ctx context.Context, do func(context.Context) error) (bool, error) {
	if s.before != nil {
		s.before()
	}
	s.mu.Lock()
	taken := s.taken
	s.taken = true
	s.mu.Unlock()
	if taken {
		return false, nil
	}
	defer func() {
		s.mu.Lock()
		s.taken = false
		s.mu.Unlock()
	}()
	return true, do(ctx)
}

func (s *tokens) failing(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = err
}

// people is a Users in memory.
type people struct {
	mu    sync.Mutex
	last  map[string]time.Time
	left  map[string]bool
	seen  int
	fails error
}

func (p *people) Seen(_ context.Context, id string, at time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen++; at.After(p.last[id]) && p.fails == nil {
		p.last[id] = at
	}
	return p.fails
}

func (p *people) Followed(_ context.Context, id string, follows bool, _ time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left[id] = !follows
	return p.fails
}

func (p *people) LastSeen(_ context.Context, id string) (time.Time, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last[id], !p.left[id], nil
}

// inbox is an intake.Inbox in memory for one copy.
type inbox struct {
	mu      sync.Mutex
	waiting []intake.Update
	known   map[string]bool
	last    int64
	fail    error
}

func (b *inbox) Accept(_ context.Context, _ intake.Claim, updates []intake.Update) (fresh []intake.Update, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return nil, b.fail
	}
	for _, u := range updates {
		if !b.known[u.Key] {
			b.known[u.Key] = true
			b.waiting, fresh, b.last = append(b.waiting, u), append(fresh, u), max(b.last, u.Order)
		}
	}
	return fresh, nil
}

func (b *inbox) Claim(context.Context, intake.Claim) ([]intake.Update, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.waiting), nil
}

func (b *inbox) Begin(context.Context, intake.Claim, string) error { return nil }

func (b *inbox) Done(_ context.Context, _, key string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = slices.DeleteFunc(b.waiting, func(u intake.Update) bool { return u.Key == key })
	return nil
}

func (b *inbox) Last(context.Context, string) (int64, error) { return b.last, nil }

func (b *inbox) Release(context.Context, intake.Claim) error { return nil }

func (b *inbox) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.known)
}

type handler func(context.Context, bot.Message) ([]bot.Reply, error)

func (h handler) Handle(ctx context.Context, m bot.Message) ([]bot.Reply, error) { return h(ctx, m) }

func echo(_ context.Context, m bot.Message) ([]bot.Reply, error) {
	return []bot.Reply{say("nghe: " + m.Text + string(m.Event))}, nil
}

func say(lines ...string) bot.Reply {
	var r bot.Reply
	for _, l := range lines {
		r.Text = append(r.Text, knowledge.Line{{Text: l}})
	}
	return r
}

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// rig is a Channel with its double.
type rig struct {
	*zalooa.Channel
	t      *testing.T
	double *zalooatest.Server
	cfg    zalooa.Config
	clock  *clock
	tokens *tokens
	people *people
	inbox  *inbox
	log    *bytes.Buffer

	mu     sync.Mutex
	alarms []string
}

// newRig makes a Channel with a fresh consent, at noon in Hanoi.
func newRig(t *testing.T, change func(*zalooa.Config)) *rig {
	t.Helper()
	r := &rig{t: t, double: zalooatest.Start(t), tokens: &tokens{}, inbox: &inbox{known: map[string]bool{}}}
	r.people = &people{last: map[string]time.Time{}, left: map[string]bool{}}
	r.clock = &clock{now: time.Date(2026, 11, 20, 5, 0, 0, 0, time.UTC)}
	r.double.Clock(r.clock.read)
	r.cfg = zalooa.Config{
		AppID: zalooatest.AppID, AppSecret: zalooatest.AppSecret, OASecret: zalooatest.OASecret, Owner: "a",
		FirstRefreshToken: r.double.Consent(), OAuthURL: r.double.URL, APIURL: r.double.URL, Now: r.clock.read,
		Alarm: func(_ context.Context, s string) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.alarms = append(r.alarms, s)
		},
	}
	if change != nil {
		change(&r.cfg)
	}
	r.log = &bytes.Buffer{}
	r.Channel = r.another(r.cfg)
	return r
}

// another is a further copy of the program, or the same after a restart.
func (r *rig) another(cfg zalooa.Config) *zalooa.Channel {
	r.t.Helper()
	logger := slog.New(slog.NewTextHandler(&locked{w: r.log, mu: &r.mu}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c, err := zalooa.New(cfg, handler(echo), r.inbox, r.tokens, r.people, logger)
	if err != nil {
		r.t.Fatal(err)
	}
	return c
}

func (r *rig) hook() {
	server := httptest.NewServer(r.Webhook())
	r.t.Cleanup(server.Close)
	r.double.Hook(server.URL)
}

// met lets the user have been heard of some time ago, for both sides.
func (r *rig) met(ago time.Duration) {
	at := r.clock.read().Add(-ago)
	r.double.Interacted(user, at)
	_ = r.people.Seen(r.t.Context(), user, at)
}

func (r *rig) sends(text string) reminders.Outcome {
	r.t.Helper()
	return r.SendPart(r.t.Context(), user, r.answer(say(text))[0])
}

func (r *rig) answer(reply bot.Reply) [][]byte {
	r.t.Helper()
	parts, err := r.Parts(intake.Place{Chat: user}, reply)
	if err != nil {
		r.t.Fatal(err)
	}
	return parts
}

func (r *rig) alarmed() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.alarms)
}

type locked struct {
	w  *bytes.Buffer
	mu *sync.Mutex
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

func wantKind(t *testing.T, got reminders.Outcome, want reminders.OutcomeKind) {
	t.Helper()
	if got.Kind != want {
		t.Errorf("outcome %d (%s), want %d", got.Kind, got.Detail, want)
	}
}

func textOf(t *testing.T, part []byte) string {
	t.Helper()
	var p struct{ Text string }
	if err := json.Unmarshal(part, &p); err != nil {
		t.Fatal(err)
	}
	return p.Text
}

var errDown = errors.New("the database is down")
