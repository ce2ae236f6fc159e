package reminders

import (
	"errors"
	"fmt"
	"time"

	"dondoc/corpus/viet"
)

const (
	firstAgain    = 30 * time.Second // until the second try
	maxAgain      = 30 * time.Minute
	maxWait       = 24 * time.Hour // of what a channel may ask for
	maxUnknown    = 2              // outcomes that nobody knows
	maxMoves      = 2              // of a chat, in one go
	patienceTimes = 3              // times MaxAttempts, where the message is not at fault
)

// Why a Delivery waits or ended, for people.
const (
	reasonUnknown  = "không rõ tin đã tới hay chưa"
	reasonOnce     = "không rõ tin đã tới hay chưa, sẽ nhắc lại một lần"
	reasonLater    = "kênh chưa nhận tin, sẽ gửi lại"
	reasonTooSlow  = "chưa kịp gửi"
	reasonResting  = "kênh đang trục trặc, tạm nghỉ rồi gửi lại"
	reasonGone     = "người nhận đã chặn hoặc đã đưa trợ lý ra khỏi nhóm"
	reasonRefused  = "kênh từ chối tin này"
	reasonMoves    = "nhóm đổi mã liên tiếp, không rõ mã mới"
	reasonChatBusy = "vừa gửi một tin khác tới nơi này, đợi lượt"
	reasonPartly   = "còn phần chưa gửi"
	reasonNoSlot   = "chưa xếp được lượt gửi, sẽ gửi lại"
	reasonQuota    = "đã dùng hết số tin của tháng trên kênh này, gửi tiếp từ %s"
	reasonUnmade   = "chưa soạn được tin, sẽ soạn lại"
	reasonNotMade  = "đã soạn %d lần nhưng không được"
	reasonNotTaken = "đã gửi %d lần nhưng kênh không nhận"
)

// longestDetail is how much of a channel's own words goes into a reason, in runes.
const longestDetail = 200

// because adds a channel's own words to a reason.
func because(reason, detail string) string {
	if detail == "" {
		return reason
	}
	if runes := []rune(detail); len(runes) > longestDetail {
		detail = string(runes[:longestDetail]) + "…"
	}
	return reason + " (" + detail + ")"
}

// result tells how far the dispatch has come.
func (p *dispatch) result(s Status, reason string) Result {
	return Result{Delivery: p.ID, Status: s, Part: p.Part, Unknown: p.Unknown, Reason: reason}
}

func (p *dispatch) waiting(until time.Time, reason string) Result {
	r := p.result(StatusWaiting, reason)
	r.NextAt = until
	return r
}

// judge makes of an Outcome what is to be recorded; not over means that the next part, or the same one to a chat that
// moved, is to go out at p.earliest.
func (d *Dispatcher) judge(ph phases, p *dispatch, o Outcome) (r Result, over bool) {
	now := time.Now()
	switch o.Kind {
	case OutcomeSent:
		p.Part++
		if p.Part >= len(p.Parts) {
			return p.result(StatusSent, ""), true
		}
		p.earliest = now.Add(p.spacing)
		return Result{}, false
	case OutcomeLater:
		return p.later(o, d.cfg.MaxAttempts, now), true
	case OutcomeGone:
		return p.result(StatusPaused, reasonGone), true
	case OutcomeMoved:
		return d.moved(ph, p, o)
	case OutcomeRefused:
		return p.result(StatusDead, because(reasonRefused, o.Detail)), true
	}
	return p.unanswered(o, now), true
}

// later lets a Delivery wait, unless its tries are used up. Of the sends that were begun those do not count whose part
// is out. A channel that asks for patience (Wait), or that fails as a whole so that this send only probed it, is at fault
// itself and gets three times the tries: the end comes all the same, for a chat may be told to wait for ever.
func (p *dispatch) later(o Outcome, most int, now time.Time) Result {
	failures := p.Attempts - p.Part
	if o.Wait > 0 || p.probe {
		most *= patienceTimes
	}
	if failures >= most {
		return p.result(StatusDead, because(fmt.Sprintf(reasonNotTaken, failures), o.Detail))
	}
	wait := max(o.Wait, grown(firstAgain, maxAgain, failures))
	return p.waiting(now.Add(wait), because(reasonLater, o.Detail))
}

// unanswered lets a Delivery out once more, marked as repeated; a third time could be a nuisance.
func (p *dispatch) unanswered(o Outcome, now time.Time) Result {
	p.Unknown++
	if p.Unknown >= maxUnknown {
		return p.result(StatusDead, because(reasonUnknown, o.Detail))
	}
	return p.waiting(now.Add(grown(firstAgain, maxAgain, 1)), because(reasonOnce, o.Detail))
}

// moved follows a chat. If that cannot be written down the message goes to the new chat all the same: the channel will
// tell again where it is.
func (d *Dispatcher) moved(ph phases, p *dispatch, o Outcome) (r Result, over bool) {
	if o.MovedTo == "" || o.MovedTo == p.Chat || p.moves == maxMoves {
		return p.result(StatusDead, because(reasonMoves, o.Detail)), true
	}
	d.moveChat(ph, p, o.MovedTo)
	p.Chat, p.earliest = o.MovedTo, time.Now()
	p.moves++
	return Result{}, false
}

// notBooked lets a Delivery wait that got no slot.
func (d *Dispatcher) notBooked(ph phases, p *dispatch) {
	now := time.Now()
	switch {
	case errors.Is(p.unbooked, ErrQuota):
		month := nextMonth(now)
		d.record(ph, p, p.waiting(month.Time(), fmt.Sprintf(reasonQuota, month.Vietnamese())))
	case errors.Is(p.unbooked, errResting):
		d.giveBack(ph, p, p.slot, reasonResting)
	case ph.begin.Err() != nil:
		d.giveBack(ph, p, now, p.Reason)
	default:
		d.giveBack(ph, p, now.Add(grown(firstAgain, maxAgain, 1)), reasonNoSlot)
	}
}

// nextMonth returns the first day of the next month in Hanoi.
func nextMonth(now time.Time) viet.Date {
	today := viet.DateOf(now)
	return viet.LastOfMonth(today.Year, today.Month).AddDays(1)
}

// notComposed lets a Delivery wait that could not be composed. Nothing was begun, so the Ledger does not count these
// tries; this copy does, and ends them after three times MaxAttempts, some nine hours.
func (d *Dispatcher) notComposed(ph phases, p *dispatch, err error) {
	tries := d.unmade.add(p.ID)
	if tries == 1 {
		d.log.Warn("a delivery could not be composed", "delivery", p.ID, "channel", p.Channel, "error", err)
	}
	if tries >= patienceTimes*d.cfg.MaxAttempts {
		d.unmade.clear(p.ID)
		d.record(ph, p, p.result(StatusDead, fmt.Sprintf(reasonNotMade, tries)))
		return
	}
	d.record(ph, p, p.waiting(time.Now().Add(grown(firstAgain, maxAgain, tries)), reasonUnmade))
}
