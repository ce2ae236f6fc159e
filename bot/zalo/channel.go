package zalo

import (
	"cmp"
	"log/slog"
	"regexp"
	"sync/atomic"
	"time"

	"dondoc/bot/courier"
)

// Name is the Channel of this package's chats.
const Name = "zalo"

// Channel speaks for one bot. Make it with New. It is safe for concurrent use.
type Channel struct {
	cfg      Config
	client   *client
	pictures *courier.Fetcher
	pace     *pace
	quota    *quota
	log      *slog.Logger
	mention  atomic.Pointer[regexp.Regexp] // finds the bot's own name; nil until the platform has told it
	count    counters
	running  atomic.Bool
}

// New checks the configuration and touches no network. A token that cannot be one gives ErrBadToken. A nil logger logs
// nothing.
func New(cfg Config, logger *slog.Logger) (*Channel, error) {
	logger = cmp.Or(logger, slog.New(slog.DiscardHandler))
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	return &Channel{
		cfg: cfg, client: newClient(cfg), pictures: courier.NewFetcher(pictureLimits(cfg)), log: logger,
		pace:  &pace{spacing: cfg.Spacing, free: make(map[string]time.Time)},
		quota: &quota{limit: cfg.Quota, counter: cfg.Counter, warn: cfg.Warn, log: logger},
	}, nil
}

// Stats counts since New.
type Stats struct {
	Received   int64 // events for the bot, repeated ones included
	Ignored    int64 // events of unknown kinds, of other bots, or that could not be read
	Sent       int64 // messages
	Refused    int64 // messages to chats that the platform does not let the bot write to (403)
	PollErrors int64
}

type counters struct {
	received, ignored, sent, refused, pollErrors atomic.Int64
}

// Stats may be called at any time.
func (c *Channel) Stats() Stats {
	n := &c.count
	return Stats{
		Received: n.received.Load(), Ignored: n.ignored.Load(), Sent: n.sent.Load(), Refused: n.refused.Load(),
		PollErrors: n.pollErrors.Load(),
	}
}
