package telegram

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"

	"dondoc/bot/intake"
)

// channelName is the Channel of this package's chats.
const channelName = "telegram"

// Channel answers the chats of one bot. Make it with New. All methods may be called at the same time.
type Channel struct {
	cfg     Config
	client  *client
	intake  *intake.Intake
	say     phrases
	log     *slog.Logger
	me      atomic.Pointer[identity] // nil until Telegram has told
	albums  albums
	drafts  drafts
	count   counters
	running atomic.Bool
}

// New checks the configuration and touches no network. A token that cannot be one gives
// ErrBadToken. A nil logger logs nothing.
func New(cfg Config, handler intake.Handler, inbox intake.Inbox, logger *slog.Logger) (*Channel, error) {
	if handler == nil || inbox == nil {
		return nil, errors.New("telegram: new channel: handler and inbox are required")
	}
	logger = cmp.Or(logger, slog.New(slog.DiscardHandler))
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	say, err := loadPhrases(phraseData)
	if err != nil {
		return nil, err
	}
	c := &Channel{cfg: cfg, client: newClient(cfg), say: say, log: logger}
	engine := intake.Config{
		Name: channelName, Owner: cfg.Owner, Workers: cfg.Workers, StopTimeout: cfg.StopTimeout, Lease: cfg.Lease,
	}
	if cfg.WebhookURL != "" {
		engine.HoldBack = hookHoldBack
	}
	c.intake, err = intake.New(engine, line{c}, handler, inbox, logger)
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Run answers until ctx ends, then finishes the answers under way and returns nil, or ErrStopTimeout. Updates come
// by long polling or, with WebhookURL, through Webhook. It returns early with ErrBadToken when Telegram refuses the
// token, and with the Inbox's error when that cannot be read at the start. Everything else, from a missing network to
// another poller, is waited out. Only one Run at a time; a later one goes on where the former stopped.
func (c *Channel) Run(ctx context.Context) error {
	if !c.running.CompareAndSwap(false, true) {
		return ErrRunning
	}
	defer c.running.Store(false)
	if err := c.insist(ctx, c.introduce); err != nil || ctx.Err() != nil {
		return err
	}
	taking, stop := context.WithCancel(ctx)
	defer stop()
	var parts sync.WaitGroup
	var answered, taken error
	parts.Go(func() {
		defer stop()
		answered = c.intake.Run(taking)
	})
	parts.Go(func() { c.announce(taking) })
	parts.Go(func() {
		if taken = c.take(taking); taken != nil {
			stop()
		}
	})
	parts.Wait()
	return errors.Join(taken, answered)
}

// take lets updates come until ctx ends.
func (c *Channel) take(ctx context.Context) error {
	if c.cfg.WebhookURL == "" {
		return c.poll(ctx)
	}
	return c.insist(ctx, func(ctx context.Context) error {
		return c.client.setWebhook(ctx, c.cfg.WebhookURL, c.cfg.WebhookSecret)
	})
}

// introduce learns the bot's own name, without which commands and mentions in groups cannot be told.
func (c *Channel) introduce(ctx context.Context) error {
	user, err := c.client.getMe(ctx)
	if err != nil {
		return err
	}
	who := newIdentity(user)
	c.me.Store(&who)
	return nil
}

// Username is the bot's name without the @, "" until Run has learnt it.
func (c *Channel) Username() string {
	if who := c.me.Load(); who != nil {
		return who.name
	}
	return ""
}

// Stats counts since New.
type Stats struct {
	Intake      intake.Stats
	Undecodable int64 // updates that could not be read and were skipped
	Sent        int64 // messages sent or changed for good, reminders included
	Refused     int64 // sends to chats that blocked or removed the bot
	PollErrors  int64 // calls that had to be tried again before updates could come
}

type counters struct{ undecodable, sent, refused, pollErrors atomic.Int64 }

// Stats may be called at any time.
func (c *Channel) Stats() Stats {
	n := &c.count
	return Stats{
		Intake: c.intake.Stats(), Undecodable: n.undecodable.Load(), Sent: n.sent.Load(),
		Refused: n.refused.Load(), PollErrors: n.pollErrors.Load(),
	}
}
