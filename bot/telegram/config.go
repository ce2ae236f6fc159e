package telegram

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"dondoc/bot/courier"
)

const (
	defaultAPIURL      = "https://api.telegram.org"
	defaultWorkers     = 8
	defaultPollTimeout = 50 * time.Second
	defaultStopTimeout = 15 * time.Second
)

// Config says how to reach Telegram. Only Token is required.
// Printing or logging a Config never shows the token.
type Config struct {
	Token       string        `json:"-"` // from BotFather, "<digits>:<secret>"; surrounding space is dropped
	APIURL      string        // https://api.telegram.org, a self-hosted Bot API server, or a test double
	Workers     int           // chats answered at the same time; default 8
	PollTimeout time.Duration // how long the server may hold a poll, whole seconds; default 50 s
	StopTimeout time.Duration // how long answers under way may take after Run's context has ended; default 15 s
	HTTPClient  *http.Client  `json:"-"` // nil: a client of its own. Its Timeout is not used: each call has a deadline
	Commands    []Command     // the command menus; nil: those of data/commands.txt

	Owner         string        // names this run of the program among all that share the Inbox; "": a random name
	Lease         time.Duration // see intake.Config; 0: its default
	WebhookURL    string        `json:"-"` // where Telegram is to deliver updates, https and served by Webhook; "": they are polled
	WebhookSecret string        `json:"-"` // 1–256 of A–Z, a–z, 0–9, '_' and '-'; required with WebhookURL
	Transcriber   Transcriber   // makes text of voice messages; nil: they are not understood
}

// Transcriber makes text of speech. It is called at the same time for different chats.
type Transcriber interface {
	// Transcribe returns what is said in the audio, whose format the name's suffix tells, "" when nothing is. The audio
	// is at most 20 MB. An error means that trying again may help.
	Transcribe(ctx context.Context, name string, audio io.Reader) (string, error)
}

// Command is an entry of the bot's command menu.
type Command struct {
	Scopes     []string // where it is offered: "private", "group", "default" (wherever no other menu is)
	Name       string   // without the slash: 1–32 of a–z, 0–9 and underscore
	Vietnamese string   // shown to everybody but readers of English
	English    string   // shown where the app is set to English
}

var tokenForm = regexp.MustCompile(`^([0-9]+):([A-Za-z0-9_-]+)$`)

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// withDefaults returns a checked copy.
func (c Config) withDefaults() (Config, error) {
	c.Token = strings.TrimSpace(c.Token)
	if !tokenForm.MatchString(c.Token) {
		return c, fmt.Errorf("telegram: check configuration: %w: it must look like 123456789:AbC-dEf", ErrBadToken)
	}
	var ok bool
	if c.APIURL, ok = courier.Address(c.APIURL, defaultAPIURL); !ok {
		return c, errors.New("telegram: check configuration: the API address must be an http or https URL")
	}
	if err := c.checkWebhook(); err != nil {
		return c, err
	}
	if c.Owner == "" {
		c.Owner = rand.Text()
	}
	if c.Workers <= 0 {
		c.Workers = defaultWorkers
	}
	if c.PollTimeout < time.Second {
		c.PollTimeout = defaultPollTimeout
	}
	if c.StopTimeout <= 0 {
		c.StopTimeout = defaultStopTimeout
	}
	if c.Commands == nil {
		commands, err := loadCommands(commandData)
		if err != nil {
			return c, err
		}
		c.Commands = commands
	}
	return c, nil
}

// checkWebhook also takes http, which a self-hosted server or a proxy before this program may use.
func (c Config) checkWebhook() error {
	if c.WebhookURL == "" {
		return nil
	}
	if _, ok := courier.Address(c.WebhookURL, ""); !ok {
		return errors.New("telegram: check configuration: the webhook must be an http or https URL")
	}
	if !secretForm.MatchString(c.WebhookSecret) {
		return errors.New("telegram: check configuration: the webhook needs a secret of 1 to 256 letters, digits, '_' and '-'")
	}
	return nil
}

// String describes the configuration without the token.
func (c Config) String() string {
	way := "poll " + c.PollTimeout.String()
	if c.WebhookURL != "" {
		way = "webhook at " + courier.Host(c.WebhookURL)
	}
	return fmt.Sprintf("telegram{api: %s, token: %s, workers: %d, %s}", courier.Host(c.APIURL), courier.IsSet(c.Token), c.Workers, way)
}

// GoString makes %#v as safe as %v.
func (c Config) GoString() string { return c.String() }

// LogValue makes slog as safe as fmt.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }
