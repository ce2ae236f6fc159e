package intake

import (
	"context"
	"errors"
	"time"
)

// Update is what a channel delivered, as it came.
type Update struct {
	Key     string // names it in its channel: the same again is the same update
	Chat    string // whose order it belongs to; "" when it belongs to no chat
	Order   int64  // where it stands among the updates of its chat: an id or a time that counts up
	Payload []byte
	Begun   bool // an answer may have gone out already; only Inbox sets it
}

// Claim is who takes updates, and for how long.
type Claim struct {
	Channel string
	Owner   string        // one running copy of the program
	Lease   time.Duration // how long the owner counts as alive after it was last heard of
}

// MaxClaimed is how many updates Inbox.Claim returns, beside what else their chats have.
const MaxClaimed = 1000

// ErrLost is wrapped by the error of Inbox.Begin when the update is not, or no more, the owner's to answer.
var ErrLost = errors.New("the update belongs to another copy, or is handled")

// Inbox keeps updates from the moment they arrive until they are handled. All methods may be called at the same time.
type Inbox interface {
	// Accept commits all of the updates or none; those it knows already, handled or not, it leaves as they are. It
	// returns those that are new and belong to the owner: the others belong to a copy that has older ones of the same
	// chat, or will be claimed together with older ones whose copy died.
	Accept(ctx context.Context, c Claim, updates []Update) ([]Update, error)
	// Claim says that the owner is alive and takes over what belongs to nobody alive, of each chat all or nothing. It
	// returns what the owner is to handle, the first MaxClaimed that arrived and what else their chats have, sorted by Order, then
	// arrival.
	Claim(ctx context.Context, c Claim) ([]Update, error)
	// Begin notes that an answer is about to go out. It fails with ErrLost when the update belongs to the owner no more.
	Begin(ctx context.Context, c Claim, key string) error
	// Done ends an update. Ending twice, or an unknown key, is no error. Its payload and chat are deleted.
	Done(ctx context.Context, channel, key string) error
	// Last is the highest Order ever accepted for the channel, 0 when there was none.
	Last(ctx context.Context, channel string) (int64, error)
	// Release gives up all that the owner has, so that another copy need not wait for its lease to run out.
	Release(ctx context.Context, c Claim) error
}

// Sent is when an update was sent, of the milliseconds that its channel tells; zero for what can be no such time. Whoever
// handles an update again, after a crash, finds the same.
func Sent(ms int64) time.Time {
	const first, last = 1_500_000_000_000, 4_000_000_000_000 // the years 2017 and 2096
	if ms < first || ms > last {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}
