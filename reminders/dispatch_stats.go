package reminders

import "sync/atomic"

// DispatchStats counts since NewDispatcher; Busy and Resting are of the moment.
type DispatchStats struct {
	Claimed int64 // Deliveries that were taken up
	Parts   int64 // messages that a channel has confirmed
	Later   int64 // answers of the channels, one by one
	Unknown int64
	Gone    int64
	Moved   int64
	Refused int64

	Sent  int64 // Deliveries that ended so
	Empty int64
	Dead  int64
	Lost  int64 // Deliveries that another owner took over meanwhile

	Panics  int64
	Busy    int // Deliveries under way
	Resting int // channels that are left alone because they failed many times in a row
}

type dispatchCounters struct {
	claimed, parts, later, unknown, gone, moved, refused, sent, empty, dead, lost, panics atomic.Int64
}

// Stats may be called at any time.
func (d *Dispatcher) Stats() DispatchStats {
	n := &d.counters
	s := DispatchStats{
		Claimed: n.claimed.Load(), Parts: n.parts.Load(), Later: n.later.Load(), Unknown: n.unknown.Load(),
		Gone: n.gone.Load(), Moved: n.moved.Load(), Refused: n.refused.Load(), Sent: n.sent.Load(), Empty: n.empty.Load(),
		Dead: n.dead.Load(), Lost: n.lost.Load(), Panics: n.panics.Load(), Busy: len(d.busy),
	}
	for _, o := range d.outlets {
		if o.breaker.broken() {
			s.Resting++
		}
	}
	return s
}

// outcome counts what a channel answered.
func (n *dispatchCounters) outcome(k OutcomeKind) {
	switch k {
	case OutcomeSent:
		n.parts.Add(1)
	case OutcomeLater:
		n.later.Add(1)
	case OutcomeGone:
		n.gone.Add(1)
	case OutcomeMoved:
		n.moved.Add(1)
	case OutcomeRefused:
		n.refused.Add(1)
	default:
		n.unknown.Add(1)
	}
}

// ended counts how a Delivery ended, if it did.
func (n *dispatchCounters) ended(s Status) {
	switch s {
	case StatusSent:
		n.sent.Add(1)
	case StatusEmpty:
		n.empty.Add(1)
	case StatusDead:
		n.dead.Add(1)
	}
}
