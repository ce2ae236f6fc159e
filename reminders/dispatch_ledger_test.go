package reminders

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"dondoc/corpus/viet"
)

// dispatchRow is a Delivery with its lease.
type dispatchRow struct {
	Delivery
	owner    string
	leaseEnd time.Time
	history  []Result
}

// dispatchLedger is a Ledger in memory that keeps the contract and fails the test when a Dispatcher breaks it.
type dispatchLedger struct {
	t     testing.TB
	fault func(call string, id int64) error // before each call: may fail, sleep or panic

	mu     sync.Mutex
	rows   []*dispatchRow // the earliest first
	next   map[string]time.Time
	booked map[string]int
	paused map[string]string
	moves  []string
	calls  map[string]int
}

func newDispatchLedger(t testing.TB) *dispatchLedger {
	return &dispatchLedger{t: t, next: map[string]time.Time{}, booked: map[string]int{}, paused: map[string]string{}, calls: map[string]int{}}
}

// add stores a Delivery; what is zero is made up.
func (l *dispatchLedger) add(d Delivery) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	d.ID = cmp.Or(d.ID, int64(len(l.rows)+1))
	d.Channel = cmp.Or(d.Channel, "telegram")
	d.Chat = cmp.Or(d.Chat, fmt.Sprint("chat", d.ID))
	d.Purpose = cmp.Or(d.Purpose, PurposeDaily)
	d.Status = cmp.Or(d.Status, StatusWaiting)
	if d.DueAt.IsZero() {
		d.DueAt = now
	}
	if d.Day.IsZero() {
		d.Day = viet.DateOf(now)
	}
	l.rows = append(l.rows, &dispatchRow{Delivery: d})
	slices.SortStableFunc(l.rows, func(a, b *dispatchRow) int { return a.DueAt.Compare(b.DueAt) })
}

// row returns a copy.
func (l *dispatchLedger) row(id int64) dispatchRow {
	l.mu.Lock()
	defer l.mu.Unlock()
	return *l.find(id)
}

func (l *dispatchLedger) find(id int64) *dispatchRow {
	for _, r := range l.rows {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// with counts the Deliveries in a Status.
func (l *dispatchLedger) with(s Status) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, r := range l.rows {
		if r.Status == s {
			n++
		}
	}
	return n
}

func (l *dispatchLedger) count(call string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.calls[call]
}

// enter lets the fault of a call happen and then locks.
func (l *dispatchLedger) enter(ctx context.Context, call string, id int64) (leave func(), err error) {
	l.mu.Lock()
	l.calls[call]++
	fault := l.fault
	l.mu.Unlock()
	if fault != nil {
		err = fault(call, id)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	return l.mu.Unlock, nil
}

// breaks sets the fault.
func (l *dispatchLedger) breaks(fault func(call string, id int64) error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fault = fault
}

func (l *dispatchLedger) Claim(ctx context.Context, owner string, channels []string, now time.Time, lease time.Duration, limit int) ([]Delivery, error) {
	leave, err := l.enter(ctx, "claim", 0)
	if err != nil {
		return nil, err
	}
	defer leave()
	var out []Delivery
	for _, r := range l.rows {
		if len(out) == limit {
			break
		}
		if !slices.Contains(channels, r.Channel) || l.paused[r.Channel+r.Chat] != "" || r.DueAt.After(now) {
			continue
		}
		switch r.Status {
		case StatusWaiting:
			if r.NextAt.After(now) {
				continue
			}
		case StatusClaimed, StatusSending:
			if now.Before(r.leaseEnd) {
				continue
			}
			if r.Status == StatusSending {
				r.Unknown++
			}
		default:
			continue
		}
		r.Status, r.owner, r.leaseEnd = StatusClaimed, owner, now.Add(lease)
		out = append(out, r.Delivery)
	}
	return out, nil
}

func (l *dispatchLedger) Begin(ctx context.Context, owner string, id int64, parts [][]byte, lease time.Duration) error {
	leave, err := l.enter(ctx, "begin", id)
	if err != nil {
		return err
	}
	defer leave()
	r := l.find(id)
	if r.owner != owner {
		return ErrLost
	}
	if parts != nil {
		l.calls["store parts"]++
		if r.Part > 0 {
			l.t.Errorf("delivery %d: new parts after %d are out", id, r.Part)
		}
		r.Parts = parts
	}
	if r.Parts == nil {
		l.t.Errorf("delivery %d: begun without parts", id)
	}
	r.Status, r.leaseEnd = StatusSending, time.Now().Add(lease)
	r.Attempts++
	return nil
}

// dispatchMoves are the moves of Status that a Record may make.
var dispatchMoves = map[Status][]Status{
	StatusClaimed: {StatusWaiting, StatusEmpty, StatusDead},
	StatusSending: {StatusWaiting, StatusSent, StatusDead, StatusPaused},
}

func (l *dispatchLedger) Record(ctx context.Context, owner string, result Result) error {
	leave, err := l.enter(ctx, "record", result.Delivery)
	if err != nil {
		return err
	}
	defer leave()
	r := l.find(result.Delivery)
	if r.owner != owner {
		return ErrLost
	}
	nothingLeft := result.Status == StatusSent && r.Part == len(r.Parts)
	if !slices.Contains(dispatchMoves[r.Status], result.Status) && !nothingLeft {
		l.t.Errorf("delivery %d: moved from %s to %s", r.ID, r.Status, result.Status)
	}
	if result.Part < r.Part || result.Unknown < r.Unknown {
		l.t.Errorf("delivery %d: went back from part %d, unknown %d to %+v", r.ID, r.Part, r.Unknown, result)
	}
	if result.Status == StatusSent && result.Part != len(r.Parts) {
		l.t.Errorf("delivery %d: sent with %d of %d parts", r.ID, result.Part, len(r.Parts))
	}
	if ended := result.Status == StatusDead || result.Status == StatusPaused; ended && result.Reason == "" {
		l.t.Errorf("delivery %d: %s without a reason", r.ID, result.Status)
	}
	r.Status, r.Part, r.Unknown, r.NextAt, r.Reason, r.owner = result.Status, result.Part, result.Unknown, result.NextAt, result.Reason, ""
	r.history = append(r.history, result)
	return nil
}

func (l *dispatchLedger) Reserve(ctx context.Context, channel string, limits Limits, n int) (time.Time, error) {
	leave, err := l.enter(ctx, "reserve", 0)
	if err != nil {
		return time.Time{}, err
	}
	defer leave()
	now := time.Now()
	month := channel + now.In(viet.Hanoi).Format("2006-01")
	if limits.PerMonth > 0 && l.booked[month]+n > limits.PerMonth-limits.MonthMargin {
		return time.Time{}, ErrQuota
	}
	l.booked[month] += n
	first := l.next[channel]
	if first.Before(now) {
		first = now
	}
	l.next[channel] = first.Add(time.Duration(n) * pace(limits))
	return first, nil
}

func (l *dispatchLedger) ReserveChat(ctx context.Context, chat Chat, spacing time.Duration) (time.Time, error) {
	leave, err := l.enter(ctx, "chat", 0)
	if err != nil {
		return time.Time{}, err
	}
	defer leave()
	name := "chat " + chat.Channel + "/" + chat.ID
	if now := time.Now(); now.Before(l.next[name]) {
		return l.next[name], nil
	}
	l.next[name] = time.Now().Add(spacing)
	return time.Time{}, nil
}

func (l *dispatchLedger) Pause(ctx context.Context, channel, chat, reason string) error {
	leave, err := l.enter(ctx, "pause", 0)
	if err != nil {
		return err
	}
	defer leave()
	l.paused[channel+chat] = reason
	return nil
}

func (l *dispatchLedger) MoveChat(ctx context.Context, channel, from, to string) error {
	leave, err := l.enter(ctx, "move", 0)
	if err != nil {
		return err
	}
	defer leave()
	l.moves = append(l.moves, from+">"+to)
	for _, r := range l.rows {
		if r.Channel == channel && r.Chat == from {
			r.Chat = to
		}
	}
	return nil
}
