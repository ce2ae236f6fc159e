package intake

import "sync/atomic"

// Stats counts since New, but for Queued.
type Stats struct {
	Received   int64 // new updates committed
	Unreadable int64 // updates that could not be read and were skipped
	Handled    int64 // updates ended
	Lost       int64 // updates that another copy took over
	Sent       int64 // messages sent
	Drafts     int64 // drafts shown
	Refused    int64 // answers to chats that blocked or removed the bot
	GivenUp    int64 // updates without a proper answer after all tries
	Panics     int64
	Errors     int64 // looks into the Inbox that failed
	Queued     int   // updates in memory now
}

type counters struct {
	received, unreadable, handled, lost, sent, drafts, refused, givenUp, panics, errors atomic.Int64
}

// Stats may be called at any time.
func (i *Intake) Stats() Stats {
	n := &i.count
	return Stats{
		Received: n.received.Load(), Unreadable: n.unreadable.Load(), Handled: n.handled.Load(), Lost: n.lost.Load(),
		Sent: n.sent.Load(), Drafts: n.drafts.Load(), Refused: n.refused.Load(), GivenUp: n.givenUp.Load(),
		Panics: n.panics.Load(), Errors: n.errors.Load(), Queued: i.queue.queued(),
	}
}
