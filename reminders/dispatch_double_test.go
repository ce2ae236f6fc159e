package reminders

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/corpus/viet"
)

// dispatchSend is one call of Send.
type dispatchSend struct {
	at   time.Time
	chat string
	text string
}

// dispatchChannel is a Channel that remembers what it was given and answers as it is told.
type dispatchChannel struct {
	answer  func(n int, chat, text string) Outcome // n counts from 0; nil: sent
	takes   time.Duration                          // for a send; when ctx ends first the outcome is unknown
	deaf    bool                                   // it does not listen to ctx
	parts   int                                    // of a message; default 1
	compose func(Notice) error                     // before composing

	mu    sync.Mutex
	sends []dispatchSend
}

// Compose writes which Delivery it is, the part, the day and the marks: "7.0 2000-01-01 late repeated".
func (c *dispatchChannel) Compose(_ context.Context, n Notice) ([][]byte, error) {
	if c.compose != nil {
		if err := c.compose(n); err != nil {
			return nil, err
		}
	}
	var parts [][]byte
	for i := range max(c.parts, 1) {
		text := fmt.Sprintf("%s.%d %s", n.Undelivered[0], i, n.Day)
		if n.Late {
			text += " late"
		}
		if n.Repeated {
			text += " repeated"
		}
		parts = append(parts, []byte(text))
	}
	return parts, nil
}

func (c *dispatchChannel) Repeated(part []byte) ([]byte, error) {
	return append(slices.Clone(part), " repeated"...), nil
}

func (c *dispatchChannel) Send(ctx context.Context, chat string, part []byte) Outcome {
	c.mu.Lock()
	n := len(c.sends)
	c.sends = append(c.sends, dispatchSend{time.Now(), chat, string(part)})
	c.mu.Unlock()
	if c.deaf {
		ctx = context.Background()
	}
	if c.takes > 0 && !sleepFor(ctx, c.takes) {
		return Outcome{Kind: OutcomeUnknown, Detail: "timeout"}
	}
	if c.answer != nil {
		return c.answer(n, chat, string(part))
	}
	return Outcome{}
}

// all returns the sends so far.
func (c *dispatchChannel) all() []dispatchSend {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.sends)
}

// texts returns what was sent so far, without the days.
func (c *dispatchChannel) texts() string {
	var out []string
	for _, s := range c.all() {
		id, rest, _ := strings.Cut(s.text, " ")
		_, marks, _ := strings.Cut(rest, " ")
		out = append(out, strings.TrimSpace(id+" "+marks))
	}
	return strings.Join(out, ", ")
}

// dispatchNotices tells a Delivery's number.
type dispatchNotices struct {
	group bool
	fail  func(d Delivery) error // may panic
	empty func(d Delivery) bool

	mu    sync.Mutex
	calls int
}

func (n *dispatchNotices) Notice(_ context.Context, d Delivery, now time.Time) (Notice, error) {
	n.mu.Lock()
	n.calls++
	n.mu.Unlock()
	if n.fail != nil {
		if err := n.fail(d); err != nil {
			return Notice{}, err
		}
	}
	if n.empty != nil && n.empty(d) {
		return Notice{}, nil
	}
	return Notice{Subscriber: Subscriber{Group: n.group}, Day: viet.DateOf(now), Undelivered: []string{fmt.Sprint(d.ID)}}, nil
}

// made counts the calls.
func (n *dispatchNotices) made() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.calls
}

// lockedBuffer is a log that may be read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// has counts a message.
func (l *lockedBuffer) has(message string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.b.String(), message)
}

// dispatchRig is a Dispatcher between doubles.
type dispatchRig struct {
	*Dispatcher
	t       *testing.T
	ledger  *dispatchLedger
	channel *dispatchChannel
	outlet  Channel          // what stands for channel; nil: itself
	zalo    *dispatchChannel // a second one; nil for none
	notices *dispatchNotices
	logged  *lockedBuffer
	config  DispatcherConfig
	limits  Limits
	begin   time.Time
	stop    func() // and wait until Run has returned
}

// dispatchTest runs a test with doubles in a bubble of its own time.
func dispatchTest(t *testing.T, test func(r *dispatchRig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		test(&dispatchRig{
			t: t, ledger: newDispatchLedger(t), channel: &dispatchChannel{}, notices: &dispatchNotices{}, logged: &lockedBuffer{},
			config: DispatcherConfig{Owner: "copy"}, limits: Limits{PerSecond: 30, PerChat: time.Second, PerGroup: 3 * time.Second},
			begin: time.Now(),
		})
	})
}

// run starts a Dispatcher as the rig is set up now, and lets it work for a while.
func (r *dispatchRig) run(d time.Duration) {
	r.t.Helper()
	if r.outlet == nil {
		r.outlet = r.channel
	}
	r.config.Channels = map[string]Outlet{"telegram": {r.outlet, r.limits}}
	if r.zalo != nil {
		r.config.Channels["zalo"] = Outlet{r.zalo, r.limits}
	}
	log := slog.New(slog.NewTextHandler(r.logged, &slog.HandlerOptions{Level: slog.LevelInfo}))
	r.Dispatcher = NewDispatcher(r.config, r.ledger, r.notices, log)
	ctx, cancel := context.WithCancel(r.t.Context())
	ended := make(chan error, 1)
	running := true
	go func() { ended <- r.Run(ctx) }()
	r.stop = func() {
		if !running {
			return
		}
		running = false
		cancel()
		if err := <-ended; err != nil {
			r.t.Errorf("Run: %v", err)
		}
	}
	r.t.Cleanup(r.stop)
	r.sleep(d)
}

func (r *dispatchRig) sleep(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// ends runs until the only Delivery, number 1, has a Status.
func (r *dispatchRig) ends(want Status) dispatchRow {
	r.t.Helper()
	row := r.ledger.row(1)
	if row.Status != want {
		r.t.Errorf("status %s (%s), want %s", row.Status, row.Reason, want)
	}
	return row
}

// told fails unless the sends so far are these.
func (r *dispatchRig) told(want string) {
	r.t.Helper()
	if got := r.channel.texts(); got != want {
		r.t.Errorf("sent %q, want %q", got, want)
	}
}

// at returns how long after the beginning the n-th send was made.
func (r *dispatchRig) at(n int) time.Duration {
	r.t.Helper()
	sends := r.channel.all()
	if n >= len(sends) {
		r.t.Fatalf("%d sends, no number %d", len(sends), n)
	}
	return sends[n].at.Sub(r.begin)
}

// between fails unless low <= d <= high.
func between(t testing.TB, what string, d, low, high time.Duration) {
	t.Helper()
	if d < low || d > high {
		t.Errorf("%s: %v, want from %v to %v", what, d, low, high)
	}
}

// script answers in turn, and then that it is sent.
func script(outcomes ...Outcome) func(int, string, string) Outcome {
	return func(n int, _, _ string) Outcome {
		if n < len(outcomes) {
			return outcomes[n]
		}
		return Outcome{}
	}
}

// always gives one answer.
func always(o Outcome) func(int, string, string) Outcome {
	return func(int, string, string) Outcome { return o }
}
