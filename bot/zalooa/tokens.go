package zalooa

import (
	"context"
	"time"
)

// Tokens keeps the one pair of tokens over all copies of the program. All methods may be called at the same time.
type Tokens interface {
	// Load returns the sealed pair and its serial: nil and 0 while there is none.
	Load(ctx context.Context) (sealed []byte, serial int64, err error)
	// Save keeps a sealed pair that follows the one of the serial given; its own serial is one higher. When another pair
	// was saved meanwhile, it changes nothing and saved is false. Once it returns true the pair survives a crash.
	Save(ctx context.Context, sealed []byte, after int64) (saved bool, err error)
	// Exclusively runs do unless another copy is at it; ran tells. It keeps others out for at least a minute and ends the
	// context of do before it no longer does. An error of do is returned.
	Exclusively(ctx context.Context, do func(context.Context) error) (ran bool, err error)
}

// Users keeps when people were last heard of. All methods may be called at the same time.
type Users interface {
	// Seen notes that a user did something at a moment. What is older than what is known changes nothing.
	Seen(ctx context.Context, user string, at time.Time) error
	// Followed notes that a user began or ceased to follow at a moment, unless something later is known.
	Followed(ctx context.Context, user string, follows bool, at time.Time) error
	// LastSeen returns when a user was last heard of, the zero time for never, and false for one that ceased to follow.
	LastSeen(ctx context.Context, user string) (last time.Time, follows bool, err error)
}

const (
	renewEarly   = time.Hour        // before the access token expires
	useUntil     = 30 * time.Second // before that it is no longer used
	renewedLong  = 5 * time.Minute  // a pair younger than that is not renewed because Zalo refuses its access token
	lookEvery    = time.Minute
	waitForPair  = 45 * time.Second // for another copy's renewal
	firstLook    = 100 * time.Millisecond
	slowestLook  = 2 * time.Second
	saveWithin   = 25 * time.Second // with renewTimeout less than what Exclusively keeps others out for
	firstRetry   = 5 * time.Second
	slowestRetry = 5 * time.Minute
)
