package zalooa

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"dondoc/bot/courier"
)

const (
	defaultOAuthURL = "https://oauth.zaloapp.com"
	defaultAPIURL   = "https://openapi.zalo.me"
)

// ErrConfig means that a Config cannot work.
var ErrConfig = errors.New("the configuration of the Zalo Official Account is incomplete")

// Config says how to reach the Official Account. Printing or logging it never shows a secret.
type Config struct {
	AppID             string // digits, from developers.zalo.me
	AppSecret         string `json:"-"` // of the app; the tokens at rest are sealed under it
	OASecret          string `json:"-"` // "OA Secret Key" of the app's Webhook page; "" refuses every event
	FirstRefreshToken string `json:"-"` // begins a chain of tokens; used once, when it is new. "" goes on with what is stored

	OAuthURL   string // default https://oauth.zaloapp.com
	APIURL     string // default https://openapi.zalo.me
	TemplateID string // of the ZBS template for reminders outside the window; "" for none. See the package's doc
	Charged    bool   // whether messages from 48 hours to 7 days after the user's last one, which cost, may go out

	// Alarm tells an administrator a Vietnamese sentence, each kind once a day. It must return soon; nil tells nobody.
	Alarm func(ctx context.Context, sentence string)

	Owner       string           // this copy of the program, for the intake
	Workers     int              // chats answered at the same time; the intake's default for 0
	StopTimeout time.Duration    // how long answers under way may take at the end; the intake's default for 0
	HTTPClient  *http.Client     `json:"-"` // nil: a client of its own. Its Timeout is not used: each call has a deadline
	Now         func() time.Time `json:"-"` // nil: time.Now
}

var appIDForm = regexp.MustCompile(`^[0-9]{1,32}$`)

// withDefaults returns a checked copy.
func (c Config) withDefaults() (Config, error) {
	for _, s := range []*string{&c.AppID, &c.AppSecret, &c.OASecret, &c.FirstRefreshToken, &c.TemplateID} {
		*s = strings.TrimSpace(*s)
	}
	switch {
	case !appIDForm.MatchString(c.AppID):
		return c, fmt.Errorf("zalooa: check configuration: %w: the app id must be digits", ErrConfig)
	case c.AppSecret == "":
		return c, fmt.Errorf("zalooa: check configuration: %w: the app secret is missing", ErrConfig)
	}
	var one, other bool
	c.OAuthURL, one = courier.Address(c.OAuthURL, defaultOAuthURL)
	c.APIURL, other = courier.Address(c.APIURL, defaultAPIURL)
	if !one || !other {
		return c, fmt.Errorf("zalooa: check configuration: %w: an address must be an http or https URL", ErrConfig)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c, nil
}

// String describes the configuration without its secrets.
func (c Config) String() string {
	return fmt.Sprintf("zalooa{app: %s, secret: %s, webhook secret: %s, first token: %s, template: %q, charged: %t, workers: %d}",
		c.AppID, courier.IsSet(c.AppSecret), courier.IsSet(c.OASecret), courier.IsSet(c.FirstRefreshToken), c.TemplateID, c.Charged, c.Workers)
}

// GoString makes %#v as safe as %v.
func (c Config) GoString() string { return c.String() }

// LogValue makes slog as safe as fmt.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }
