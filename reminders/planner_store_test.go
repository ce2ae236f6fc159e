package reminders

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"dondoc/corpus/viet"
)

// planStore is a Book and Planned in memory, which keeps what the interfaces promise.
type planStore struct {
	mu         sync.Mutex
	all        Everything
	reminders  map[ledgerKey]Reminder
	deliveries []*planDelivery
	plans      int   // SavePlan that were made
	failing    error // of everything
	failAfter  int   // SavePlan fails from this one on; 0: never
	leader     bool  // Exclusively runs what it is given
}

// planDelivery is the daily message of a Subscriber.
type planDelivery struct {
	subscriber int64
	day        viet.Date
	dueAt      time.Time
	keys       []string
	sent       time.Time
}

var errPlanStore = errors.New("the database is away")

func (s *planStore) Revision(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Revision, s.failing
}

func (s *planStore) Everything(context.Context) (Everything, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.all
	e.Tasks, e.Subscribers = slices.Clone(e.Tasks), slices.Clone(e.Subscribers)
	return e, s.failing
}

// change does something to the Book, which gets a new Revision.
func (s *planStore) change(do func(*Everything)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do(&s.all)
	s.all.Revision++
}

func (s *planStore) SavePlan(_ context.Context, p Plan) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plans++
	if s.failing != nil || s.failAfter > 0 && s.plans >= s.failAfter {
		return 0, errPlanStore
	}
	i := slices.IndexFunc(s.all.Subscribers, func(sub Subscriber) bool { return sub.ID == p.Subscriber })
	if i < 0 {
		return 0, ErrUnknown
	}
	var keys []string
	for _, r := range p.Reminders {
		k := ledgerKey{p.Subscriber, r.Key}
		if _, known := s.reminders[k]; !known {
			s.reminders[k] = r
			keys = append(keys, r.Key)
		}
	}
	added := len(keys)
	s.deliveries = slices.DeleteFunc(s.deliveries, func(d *planDelivery) bool { // what is unsent of earlier days moves
		moves := d.subscriber == p.Subscriber && d.sent.IsZero() && d.day.Before(p.Day)
		if moves {
			keys = append(keys, d.keys...)
		}
		return moves
	})
	if len(keys) > 0 {
		s.deliveryOf(p).keys = append(s.deliveryOf(p).keys, keys...)
	}
	s.all.Subscribers[i].PlannedThrough = later(s.all.Subscribers[i].PlannedThrough, p.Day)
	return added, nil
}

// deliveryOf returns the unsent Delivery of a Plan's day, which it makes if need be.
func (s *planStore) deliveryOf(p Plan) *planDelivery {
	for _, d := range s.deliveries {
		if d.subscriber == p.Subscriber && d.day == p.Day && d.sent.IsZero() {
			return d
		}
	}
	d := &planDelivery{subscriber: p.Subscriber, day: p.Day, dueAt: p.DueAt}
	s.deliveries = append(s.deliveries, d)
	return d
}

func (s *planStore) Unacknowledged(_ context.Context, through viet.Date) ([]Reminder, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var open []Reminder
	for _, d := range s.deliveries {
		for _, k := range d.keys {
			if r := s.reminders[ledgerKey{d.subscriber, k}]; r.Kind == KindStep && !d.sent.IsZero() && viet.DateOf(d.sent).Compare(through) <= 0 {
				open = append(open, r)
			}
		}
	}
	return open, s.failing
}

func (s *planStore) Waiting(_ context.Context, before viet.Date) ([]int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []int64
	for _, d := range s.deliveries {
		if d.sent.IsZero() && d.day.Before(before) && !slices.Contains(ids, d.subscriber) {
			ids = append(ids, d.subscriber)
		}
	}
	return ids, s.failing
}

func (s *planStore) Exclusively(ctx context.Context, _ string, do func(context.Context) error) (bool, error) {
	if !s.leader {
		return false, nil
	}
	return true, do(ctx)
}

// send sends what is due at now.
func (s *planStore) send(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.deliveries {
		if d.sent.IsZero() && !d.dueAt.After(now) {
			d.sent = now
		}
	}
}

// sent writes what went out to a Subscriber, a line a message: its moment, then the keys.
func (s *planStore) sent(subscriber int64) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for _, d := range s.deliveries {
		if d.subscriber == subscriber && !d.sent.IsZero() {
			slices.Sort(d.keys)
			lines = append(lines, d.sent.In(viet.Hanoi).Format("2006-01-02 15:04 ")+strings.Join(d.keys, " "))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
