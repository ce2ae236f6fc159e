package zalo

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// hanoi is where months and days begin. Vietnam has had no summer time since 1975.
var hanoi = time.FixedZone("ICT", 7*60*60)

const (
	monthForm = "2006-01"
	dayForm   = "2006-01-02"
	// morning is when a used-up quota is tried again: a month that ended at midnight has then surely ended there too.
	morning = 5 * time.Minute
	// countTimeout is for a message that is out: it is to be counted also while the program stops.
	countTimeout = 5 * time.Second
)

// warnings are the percents of the quota at which somebody is told.
var warnings = [...]int{80, 95, 100}

// quota watches the messages of a month. It never holds a lock while it calls out: Warn may send messages itself.
type quota struct {
	limit   int
	counter Counter
	warn    func(ctx context.Context, used, quota int)
	log     *slog.Logger

	mu     sync.Mutex
	month  string // of told
	told   int    // highest percent told
	day    string // on which the platform's own word was told
	latest int    // as counted last
}

// count notes one message.
func (q *quota) count(ctx context.Context) {
	month := time.Now().In(hanoi).Format(monthForm)
	counting, cancel := context.WithTimeout(context.WithoutCancel(ctx), countTimeout)
	defer cancel()
	used, err := q.counter.CountMessage(counting, Name, month)
	if err != nil {
		q.log.Warn("a message of Zalo could not be counted", "error", err)
		return
	}
	if q.reached(month, used) {
		q.tell(ctx, used)
	}
}

// reached tells whether a level is reached for the first time this month.
func (q *quota) reached(month string, used int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.month < month {
		q.month, q.told, q.latest = month, 0, 0
	}
	if q.month > month { // counted before midnight, heard of after
		return false
	}
	q.latest = max(q.latest, used)
	level := 0
	for _, percent := range warnings {
		if q.limit > 0 && used >= (q.limit*percent+99)/100 {
			level = percent
		}
	}
	if level <= q.told {
		return false
	}
	q.told = level
	return true
}

// usedUp tells, once a day, that the platform refuses messages.
func (q *quota) usedUp(ctx context.Context) {
	now := time.Now().In(hanoi)
	q.mu.Lock()
	day, month := now.Format(dayForm), now.Format(monthForm)
	known := q.day == day
	q.day = day
	if q.month < month {
		q.month, q.latest = month, 0
	}
	q.told = warnings[len(warnings)-1]
	used := max(q.latest, q.limit)
	q.mu.Unlock()
	if !known {
		q.tell(ctx, used)
	}
}

func (q *quota) tell(ctx context.Context, used int) {
	q.log.Warn("the monthly quota of Zalo runs out", "used", used, "quota", q.limit)
	if q.warn != nil {
		q.warn(ctx, used, q.limit)
	}
}

// untilTomorrow is how long to wait until 00:05 in Hanoi.
func (q *quota) untilTomorrow() time.Duration {
	now := time.Now().In(hanoi)
	next := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, hanoi).Add(morning)
	return next.Sub(now)
}

// ownCount counts what one copy of the program sends, until it ends.
type ownCount struct {
	mu    sync.Mutex
	month string
	used  int
}

// CountMessage implements Counter.
func (o *ownCount) CountMessage(_ context.Context, _, month string) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.month != month {
		o.month, o.used = month, 0
	}
	o.used++
	return o.used, nil
}
