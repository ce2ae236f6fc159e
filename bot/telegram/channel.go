package telegram

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// channelName is the Channel of this package's chats.
const channelName = "telegram"

// Channel answers the chats of one bot. Make it with New.
type Channel struct {
	cfg     Config
	client  *client
	worker  *worker
	inbox   Inbox
	log     *slog.Logger
	count   counters
	running atomic.Bool
}

// New checks the configuration and touches no network. A token that cannot be one gives
// ErrBadToken. A nil logger logs nothing.
func New(cfg Config, handler Handler, inbox Inbox, logger *slog.Logger) (*Channel, error) {
	if handler == nil || inbox == nil {
		return nil, errors.New("telegram: new channel: handler and inbox are required")
	}
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	say, err := loadPhrases(phraseData)
	if err != nil {
		return nil, err
	}
	api, err := newClient(cfg)
	if err != nil {
		return nil, err
	}
	c := &Channel{cfg: cfg, client: api, inbox: inbox, log: logger}
	c.worker = &worker{client: api, handler: handler, inbox: inbox, say: say, log: logger, count: &c.count}
	return c, nil
}

// Run answers until ctx ends, then finishes the answers under way and returns nil, or
// ErrStopTimeout when they take longer than StopTimeout. It returns early with ErrBadToken when
// Telegram refuses the token, and with the Inbox's error when that cannot be read at the start.
// Everything else, from a missing network to another poller, is waited out. Only one Run at a
// time; a later one goes on where the former stopped.
func (c *Channel) Run(ctx context.Context) error {
	if !c.running.CompareAndSwap(false, true) {
		return ErrRunning
	}
	defer c.running.Store(false)

	// Answers under way outlive ctx, so they have a context of their own.
	working, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	taking, stopTaking := context.WithCancel(ctx)
	defer stopTaking()

	r := &run{Channel: c, queue: newDispatcher(), working: working, seen: newRecent[int64](4 * maxQueued), albums: newRecent[string](64)}
	var busy sync.WaitGroup
	for range c.cfg.Workers {
		busy.Go(func() {
			r.queue.work(taking, func(j *job) verdict { return c.worker.turn(working, j) })
		})
	}
	err := r.take(taking, &busy)
	stopTaking()
	return errors.Join(err, c.drain(&busy, abandon))
}

// drain waits for what is under way; what does not end even when told to is left behind.
func (c *Channel) drain(busy *sync.WaitGroup, abandon context.CancelFunc) error {
	idle := make(chan struct{})
	go func() {
		busy.Wait()
		close(idle)
	}()
	deadline := time.NewTimer(c.cfg.StopTimeout)
	defer deadline.Stop()
	select {
	case <-idle:
		return nil
	case <-deadline.C:
	}
	abandon()
	grace := time.NewTimer(time.Second)
	defer grace.Stop()
	select {
	case <-idle:
	case <-grace.C:
	}
	return ErrStopTimeout
}

// Stats counts since New.
type Stats struct {
	Received    int64 // new updates stored
	Undecodable int64 // updates that could not be read and were skipped
	Handled     int64 // updates marked
	Sent        int64 // messages sent
	Refused     int64 // chats that blocked or removed the bot
	GivenUp     int64 // updates without a proper answer after all tries
	Panics      int64
	PollErrors  int64
}

type counters struct {
	received, undecodable, handled, sent, refused, givenUp, panics, pollErrors atomic.Int64
}

// Stats may be called at any time.
func (c *Channel) Stats() Stats {
	n := &c.count
	return Stats{
		Received: n.received.Load(), Undecodable: n.undecodable.Load(), Handled: n.handled.Load(), Sent: n.sent.Load(),
		Refused: n.refused.Load(), GivenUp: n.givenUp.Load(), Panics: n.panics.Load(), PollErrors: n.pollErrors.Load(),
	}
}
