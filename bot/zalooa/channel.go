package zalooa

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"dondoc/bot/courier"
	"dondoc/bot/intake"
	"dondoc/corpus/viet"
)

var _ intake.Channel = (*Channel)(nil)

// Channel answers the users of one Official Account, and reminds them. Make it with New.
type Channel struct {
	cfg      Config
	say      phrases
	client   *client
	keeper   *keeper
	users    Users
	intake   *intake.Intake
	fetch    *courier.Fetcher
	log      *slog.Logger
	count    *counters
	noted    recently
	variants variants
}

// New checks the configuration, with ErrConfig for one that cannot work, and touches no network. A nil logger logs
// nothing.
func New(cfg Config, handler intake.Handler, inbox intake.Inbox, tokens Tokens, users Users, logger *slog.Logger) (*Channel, error) {
	if handler == nil || inbox == nil || tokens == nil || users == nil {
		return nil, errors.New("zalooa: new channel: handler, inbox, tokens and users are required")
	}
	logger = cmp.Or(logger, slog.New(slog.DiscardHandler))
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	seal, err := newSealer(cfg.AppID, cfg.AppSecret)
	if err != nil {
		return nil, err
	}
	say, err := loadPhrases(phraseData)
	if err != nil {
		return nil, err
	}
	c := &Channel{
		cfg: cfg, say: say, users: users, log: logger, count: &counters{}, fetch: courier.NewFetcher(fileLimits),
		client: &client{cfg: cfg, http: courier.NewClient(cfg.HTTPClient).Quiet()}, noted: recently{last: make(map[string]time.Time)},
	}
	c.keeper = &keeper{
		client: c.client, tokens: tokens, seal: seal, log: logger, now: cfg.Now, count: c.count, first: cfg.FirstRefreshToken,
		bell: &bell{say: say, tell: cfg.Alarm, now: cfg.Now, rung: make(map[string]viet.Date)}, turn: make(chan struct{}, 1),
	}
	c.intake, err = intake.New(intake.Config{
		Name: channelName, Owner: cfg.Owner, Workers: cfg.Workers, StopTimeout: cfg.StopTimeout, HoldBack: holdBack,
	}, c, handler, inbox, logger)
	if err != nil {
		return nil, fmt.Errorf("zalooa: new channel: %w", err)
	}
	return c, nil
}

// holdBack lets events that overtook each other on the way be put right: Zalo delivers each by a call of its own.
const holdBack = 20 * time.Millisecond

// Run answers and renews the tokens until ctx ends, then finishes the answers under way and returns nil, or
// intake.ErrStopTimeout. Only one Run at a time.
func (c *Channel) Run(ctx context.Context) error {
	var renewing sync.WaitGroup
	keeping, stop := context.WithCancel(ctx)
	renewing.Go(func() { c.keeper.run(keeping) })
	err := c.intake.Run(ctx)
	stop()
	renewing.Wait() // a renewal under way is brought to its end: half of one costs a consent
	return err
}

// Prepare implements intake.Channel. There is nothing to prepare.
func (c *Channel) Prepare(context.Context, intake.Request) {}

// Complete implements intake.Channel. Nothing is missing.
func (c *Channel) Complete(_ context.Context, r intake.Request) (intake.Request, error) {
	return r, nil
}

// Typing implements intake.Channel. Official Accounts cannot show it.
func (c *Channel) Typing(context.Context, intake.Place) error { return nil }

// Stats counts since New.
type Stats struct {
	Intake         intake.Stats
	Sent           int64 // messages that went out, template messages among them
	Templates      int64 // template messages, which cost
	LeftOut        int64 // parts of reminders that a template message stood for
	Outside        int64 // reminders and answers refused as the window was closed and there is no template
	Gone           int64 // users who do not want messages
	Refused        int64 // messages that Zalo refused
	Renewals       int64
	RenewalsFailed int64 // for good
	Unauthentic    int64 // events refused for their signature
	Stale          int64 // events refused for their age
	Receipts       int64 // messages that users have received, as Zalo says
	Unknown        int64 // events of no use
}

type counters struct {
	sent, templates, leftOut, outside, gone, refused, renewals, renewalsFailed, unauthentic, stale, receipts, unknown atomic.Int64
}

// Stats may be called at any time.
func (c *Channel) Stats() Stats {
	n := c.count
	return Stats{
		Intake: c.intake.Stats(), Sent: n.sent.Load(), Templates: n.templates.Load(), LeftOut: n.leftOut.Load(),
		Outside: n.outside.Load(), Gone: n.gone.Load(), Refused: n.refused.Load(), Renewals: n.renewals.Load(),
		RenewalsFailed: n.renewalsFailed.Load(), Unauthentic: n.unauthentic.Load(), Stale: n.stale.Load(),
		Receipts: n.receipts.Load(), Unknown: n.unknown.Load(),
	}
}
