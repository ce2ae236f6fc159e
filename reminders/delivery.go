package reminders

import (
	"context"
	"time"

	"dondoc/corpus/viet"
)

// Delivery is the one message that a chat gets on a day (or, of a Purpose of its own, at once), with the Reminders
// that it tells. The moves between its states are listed at Status.
type Delivery struct {
	ID         int64
	Subscriber int64
	Channel    string
	Chat       string
	Purpose    string // PurposeDaily, or what made a message of its own necessary
	Day        viet.Date
	DueAt      time.Time // not sent before
	Until      time.Time // not sent after: the Reminders move on to the next working day's message
	Status     Status
	Attempts   int       // sends that were begun
	Unknown    int       // sends whose outcome nobody knows
	Part       int       // parts that are out already
	Parts      [][]byte  // what the channel made of the message; nil before it was first composed
	NextAt     time.Time // the next try
	Reason     string    // why it waits or ended, for people
	SentAt     time.Time
	Reminders  []Reminder
}

// PurposeDaily is the Purpose of the daily message.
const PurposeDaily = "daily"

// Status is where a Delivery stands. Unsent are waiting, claimed, sending and paused.
//
//	waiting → claimed        a copy of the program has leased it
//	claimed → waiting        nothing was sent: no slot, the chat or the channel rests, the program stops
//	claimed → claimed        the lease ran out, nothing was sent: another copy takes it over
//	claimed → sending        about to go out; written before the channel is called
//	claimed → empty          nothing is left to tell
//	claimed → dead           twice unknown, or it cannot be composed
//	sending → sending        the next part
//	sending → sent           all parts are out
//	sending → waiting        the channel said "later", or some parts are still to go, or the outcome is unknown
//	sending → claimed        the lease ran out: the outcome is unknown; once more, marked "(nhắc lại)"
//	sending → dead           refused for good, the tries are used up, or twice unknown
//	sending → paused         the chat blocked the bot or is gone
//	unsent → merged          nothing of it is out and nobody is at work on it: its Reminders went into another day's message
//	unsent → dead            its Subscriber was removed
//	dead, paused → waiting   a person asks for another try, or the chat is back
type Status string

// The states of a Delivery.
const (
	StatusWaiting Status = "waiting"
	StatusClaimed Status = "claimed"
	StatusSending Status = "sending"
	StatusSent    Status = "sent"
	StatusDead    Status = "dead"
	StatusPaused  Status = "paused"
	StatusEmpty   Status = "empty"
	StatusMerged  Status = "merged"
)

// OutcomeKind says what became of one send.
type OutcomeKind int

// The kinds of an Outcome.
const (
	OutcomeSent    OutcomeKind = iota // the channel has confirmed it
	OutcomeLater                      // it was not sent: try again, after Wait if that is set
	OutcomeUnknown                    // it may or may not have arrived: no answer came back
	OutcomeGone                       // the chat blocked the bot, or the bot was removed: no more to this chat
	OutcomeMoved                      // it was not sent: the chat is now called MovedTo
	OutcomeRefused                    // it was not sent, and never will be: the message itself is at fault
)

// Outcome is what a Channel says of one send. Detail is for the log and the console: it holds no secret.
type Outcome struct {
	Kind    OutcomeKind
	Wait    time.Duration
	MovedTo string
	Detail  string
}

// Channel is how a message reaches a chat. It is safe for concurrent use.
type Channel interface {
	// Compose makes a message of a Notice, in parts that the channel can send one after another.
	Compose(ctx context.Context, n Notice) ([][]byte, error)
	Marker
	// Send sends one part. What it could not find out is OutcomeUnknown.
	Send(ctx context.Context, chat string, part []byte) Outcome
}

// Marker marks what may have arrived before.
type Marker interface {
	// Repeated returns a part with the mark of a repetition: "(nhắc lại)".
	Repeated(part []byte) ([]byte, error)
}

// Prober is a Channel that can find out whether it works without sending anything to anybody.
type Prober interface {
	Probe(ctx context.Context) error
}

// Limits are how fast a channel may be used, over all copies of the program.
type Limits struct {
	PerSecond   int           // messages in all
	PerChat     time.Duration // between two messages to a person
	PerGroup    time.Duration // between two messages to a group
	PerMonth    int           // messages in a calendar month; 0 is no limit
	MonthMargin int           // of those kept back for answers to people
}

// Result is what is written down after a try. The Store also writes it into the log.
type Result struct {
	Delivery int64
	Status   Status // sent, waiting, dead, paused or empty
	Part     int    // parts that are out now
	Unknown  int    // as in Delivery
	NextAt   time.Time
	Reason   string
}

// Ledger is where Deliveries are kept: see Dispatcher.
type Ledger interface {
	// Claim leases at most limit Deliveries of the channels named that are to go out at now, the earliest first, to
	// owner. A Delivery that is being sent by an owner whose lease has run out comes back with Unknown one higher.
	Claim(ctx context.Context, owner string, channels []string, now time.Time, lease time.Duration, limit int) ([]Delivery, error)
	// Begin writes down that a part is about to be sent, with the parts if they are new (else nil), and renews the
	// lease. It fails with ErrLost when owner no longer holds the Delivery.
	Begin(ctx context.Context, owner string, delivery int64, parts [][]byte, lease time.Duration) error
	// Record ends a try that owner has claimed. It fails with ErrLost when owner no longer holds the Delivery.
	Record(ctx context.Context, owner string, r Result) error
	// Reserve books n sends on a channel over all copies, and returns when the first may go out; the others follow
	// at 1/PerSecond. It fails with ErrQuota when the month is used up.
	Reserve(ctx context.Context, channel string, l Limits, n int) (time.Time, error)
	// ReserveChat books a chat for one send now, over all copies, and returns the zero time; the chat is then taken for
	// spacing. When it is taken already, it books nothing and returns when the chat is free.
	ReserveChat(ctx context.Context, chat Chat, spacing time.Duration) (time.Time, error)
	// Pause stops all that goes to a chat, for a reason, and tells the secretariat.
	Pause(ctx context.Context, channel, chat, reason string) error
	// MoveChat follows a chat that got another identifier.
	MoveChat(ctx context.Context, channel, from, to string) error
}
