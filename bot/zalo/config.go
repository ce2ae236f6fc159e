package zalo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"dondoc/bot/courier"
)

const (
	defaultAPIURL      = "https://bot-api.zaloplatforms.com"
	defaultPollTimeout = 30 * time.Second
	defaultSpacing     = time.Second
	minSecret          = 8
	maxSecret          = 256
)

// Config says how to reach the platform. Only Token is required, and a Secret with a WebhookURL.
// Printing or logging a Config shows neither of them.
type Config struct {
	Token  string `json:"-"` // from "Zalo Bot Manager", "<digits>:<secret>"; surrounding space is dropped
	APIURL string // "" is https://bot-api.zaloplatforms.com; https://bot-api.zapps.me answers too
	Name   string // how the bot is called in Zalo: what people mention in groups. getMe often knows only a technical name

	WebhookURL string // public https address that Webhook serves; "" to poll
	Secret     string `json:"-"` // the platform sends it along with every event: 8–256 characters

	PollTimeout time.Duration // how long the server may hold a poll, whole seconds; default 30 s
	Spacing     time.Duration // least time between two messages to a chat; default 1 s, negative for none
	HTTPClient  *http.Client  `json:"-"` // nil: a client of its own. Its Timeout is not used: each call has a deadline

	// Quota is how many messages a calendar month (Hanoi) allows, answers and reminders together (3,000 on the free plan), or 0 for no
	// limit. Nothing is held back when it is used up: the platform refuses by itself.
	Quota   int
	Counter Counter `json:"-"` // counts the messages over all copies of the program; nil: this copy counts its own
	// Warn is called when 80, 95 and 100 % of the Quota are reached, once each a month, and once a day when the platform
	// says that it is used up. It may send messages itself. nil: only the log tells.
	Warn func(ctx context.Context, used, quota int) `json:"-"`

	// PublicPicture puts a PNG at a public address; ok is false when it could not. nil: pictures are left out, and a line says so.
	PublicPicture func(png []byte) (url string, ok bool) `json:"-"`
}

// Counter counts messages. It is safe for concurrent use.
type Counter interface {
	// CountMessage notes one message more of a channel in a month ("2026-11") and returns how many that makes.
	CountMessage(ctx context.Context, channel, month string) (used int, err error)
}

var tokenForm = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_.~-]+$`)

// withDefaults returns a checked copy.
func (c Config) withDefaults() (Config, error) {
	c.Token = strings.TrimSpace(c.Token)
	if !tokenForm.MatchString(c.Token) {
		return c, fmt.Errorf("zalo: check configuration: %w: it must look like 1234567890:AbC-dEf", ErrBadToken)
	}
	var ok bool
	if c.APIURL, ok = courier.Address(c.APIURL, defaultAPIURL); !ok {
		return c, errors.New("zalo: check configuration: the API address must be an http or https URL")
	}
	if c.WebhookURL != "" {
		u, err := url.Parse(c.WebhookURL)
		if err != nil || u.Host == "" || u.Scheme != "https" && !loopback(c.APIURL) {
			return c, errors.New("zalo: check configuration: the webhook address must be an https URL")
		}
		if n := len(c.Secret); n < minSecret || n > maxSecret {
			return c, fmt.Errorf("zalo: check configuration: the webhook secret must have %d to %d characters", minSecret, maxSecret)
		}
	}
	if c.PollTimeout < time.Second {
		c.PollTimeout = defaultPollTimeout
	}
	if c.Spacing == 0 {
		c.Spacing = defaultSpacing
	}
	if c.Counter == nil {
		c.Counter = &ownCount{}
	}
	return c, nil
}

// loopback tells whether an address is of this machine: a double of the platform.
func loopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// String describes the configuration without its secrets.
func (c Config) String() string {
	way := "poll " + c.PollTimeout.String()
	if c.WebhookURL != "" {
		way = "webhook at " + courier.Host(c.WebhookURL)
	}
	return fmt.Sprintf("zalo{api: %s, token: %s, %s, quota: %d}", courier.Host(c.APIURL), courier.IsSet(c.Token), way, c.Quota)
}

// GoString makes %#v as safe as %v.
func (c Config) GoString() string { return c.String() }

// LogValue makes slog as safe as fmt.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }
