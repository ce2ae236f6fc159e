package console

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"dondoc/bot/people"
	"dondoc/bot/webkit"
	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/corpus/viet"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
	"dondoc/reminders"
	"dondoc/reminders/calendar"
)

// Config is what the program decides, and where all that is shown comes from. What is not marked as optional must be
// there. Each part is called concurrently; who acts is in the context (people.ActorOf).
type Config struct {
	SecureCookies  bool           // the visitors' connection is HTTPS: Secure cookies with the __Host- prefix
	TrustedProxies webkit.Proxies // whose X-Forwarded-For is believed; none means nobody's
	AddressLimit   webkit.Limit   // zero means 300 requests a minute, 100 at once
	TryLimit       webkit.Limit   // of signing in from one address; zero means 10 a minute, 20 at once
	LoginLimit     webkit.Limit   // of signing in by one login; zero means 2 a minute, 5 at once
	URL            string         // where people reach the console, "https://dondoc.example.vn"; "" means as whoever asks did
	Version        string         // of the program, for the foot of the pages; may be empty

	Library    Library
	People     people.Register
	Policy     *people.Policy
	Keys       people.Keys
	Audit      people.Audit
	Questions  Questions
	Subscribed Subscriptions
	Deliveries Deliveries
	Days       Days

	// Snapshot returns the register with boards, subscribers and progress as they are now.
	Snapshot func(ctx context.Context) (*reminders.Snapshot, error)
	// Preview tells what one subscriber would get from one day to another if nobody answered, earliest first; nil: that
	// is not shown.
	Preview func(ctx context.Context, s reminders.Subscriber, from, to viet.Date) ([]Upcoming, error)
	// AddGolden stores a golden question; nil: none can be made.
	AddGolden func(ctx context.Context, g Golden) error

	Now func() time.Time // nil means time.Now
	Log *slog.Logger     // nil discards
}

// Library is the versions of the documents: a *library.Library.
type Library interface {
	Shown
	Changed
}

// Shown is what is read of a Library; see there.
type Shown interface {
	Review(ctx context.Context, id int64, progress library.Progress) (review.Review, error)
	Diff(ctx context.Context, before, after int64, progress library.Progress) (review.Review, error)
	Edition(ctx context.Context, id int64, progress library.Progress) (*library.Edition, error)
	Versions(ctx context.Context) ([]library.Version, error)
	Open(ctx context.Context) (library.Version, error)
	InForce() *library.Edition
	Content(ctx context.Context, id int64) (library.Content, error)
	Publications(ctx context.Context) ([]library.Publication, error)
	Former(ctx context.Context) (former, inForce int64, err error)
}

// Changed is what is done to a Library; see there.
type Changed interface {
	Load(ctx context.Context, files []corpus.File, o library.LoadOptions, progress library.Progress) (review.Review, error)
	Edit(ctx context.Context, more ...edits.Edit) (library.Version, error)
	Withdraw(ctx context.Context, editID string) (library.Version, error)
	Publish(ctx context.Context, id, replaces int64, reason string) error
	Rollback(ctx context.Context, replaces int64, reason string) (library.Version, error)
	Discard(ctx context.Context, id int64) error
}

// Asked is a question that went badly, without whoever asked it.
type Asked struct {
	ID       int64
	At       time.Time
	Text     string
	Answer   string
	Disliked bool // whoever asked marked the answer; else the documents did not say
}

// Questions are those that went badly and that nobody has looked at.
type Questions interface {
	// Open returns at most limit, the newest first.
	Open(ctx context.Context, limit int) ([]Asked, error)
	// Settle marks one as looked at; an unknown one is no error.
	Settle(ctx context.Context, id int64) error
}

// Golden is a question whose right answer is known.
type Golden struct {
	Question   string
	Must       []string // a right answer has all of these
	Document   string   // a right answer cites it, by its Name; "" when any will do
	Section    string   // … and this section; "" when any will do
	Answerable bool     // the documents say it; if not, a refusal is right
}

// Upcoming is a message as a chat will get it.
type Upcoming struct {
	At   time.Time
	Text string // with line breaks
}

// Subscriptions is where chats of boards are kept.
type Subscriptions interface {
	// AmendSubscriber changes what is stored in one transaction, or on an error of amend nothing. A chat that nobody has
	// linked is ErrUnknown of package reminders.
	AmendSubscriber(ctx context.Context, chat reminders.Chat, amend func(*reminders.Subscriber) error) (s reminders.Subscriber, removed bool, err error)
	// Pause stops all that goes to a chat, for a reason in words for people.
	Pause(ctx context.Context, channel, chat, reason string) error
	// Resume lets a paused subscriber be reminded again.
	Resume(ctx context.Context, subscriber int64) error
}

// DeliveryFilter says which deliveries are wanted. A field that is zero wants all.
type DeliveryFilter struct {
	Status  []reminders.Status
	Channel string
	Since   time.Time // due then or later
	Limit   int       // 100 if zero
}

// DeliveryEntry is one row of a delivery's log: how it stood after a step, and why.
type DeliveryEntry struct {
	At       time.Time
	Status   reminders.Status
	Part     int
	Attempts int
	Unknown  int
	Owner    string
	Reason   string
}

// Deliveries are the messages of the reminders.
type Deliveries interface {
	// Deliveries returns those that the filter wants, newest first, without their Parts.
	Deliveries(ctx context.Context, f DeliveryFilter) ([]reminders.Delivery, error)
	// DeliveryLog returns what became of a delivery, oldest first. An unknown one has no log.
	DeliveryLog(ctx context.Context, id int64) ([]DeliveryEntry, error)
	// Retry has a delivery that is dead or paused tried again; ErrUnknown or ErrConflict of package reminders.
	Retry(ctx context.Context, id int64) error
}

// Days are the days off, and days worked instead, that administrators enter on top of the calendar.
type Days interface {
	SaveHolidays(ctx context.Context, days []calendar.Day) error
	// RemoveHoliday takes an entered day back; one that was not entered is an error.
	RemoveHoliday(ctx context.Context, day viet.Date) error
}

// complete fails for a Config that lacks what the console cannot do without, and fills in defaults.
func (c Config) complete() (Config, error) {
	for _, missing := range []bool{
		c.Library == nil, c.People == nil, c.Policy == nil, c.Keys == nil, c.Audit == nil, c.Questions == nil,
		c.Subscribed == nil, c.Deliveries == nil, c.Days == nil, c.Snapshot == nil,
	} {
		if missing {
			return c, errors.New("a part of the configuration is missing")
		}
	}
	if c.AddressLimit == (webkit.Limit{}) {
		c.AddressLimit = webkit.Limit{PerMinute: 300, Burst: 100}
	}
	// A person who mistypes is not held up, a machine that guesses is.
	if c.TryLimit == (webkit.Limit{}) {
		c.TryLimit = webkit.Limit{PerMinute: 10, Burst: 20}
	}
	if c.LoginLimit == (webkit.Limit{}) {
		c.LoginLimit = webkit.Limit{PerMinute: 2, Burst: 5}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, nil
}
