package reminders

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"dondoc/corpus/viet"
)

// Scheduler writes into the ledger what is to be told today. Every copy of the program runs one; one at a time works.
// What it missed while nothing ran is planned at the next tick, so that it goes out late but goes out.
type Scheduler struct {
	office *Office
	ledger Planned
	wake   func() // called when something new is in the ledger
	log    *slog.Logger
	now    func() time.Time

	planned  map[int64]viet.Date // by Subscriber, the last day that needs no more planning at this revision of the Book
	revision int64
	through  map[int64]viet.Date // by Subscriber, the last day that this copy has planned
}

// NewScheduler returns a Scheduler. wake, which may be nil, is called when there is something new to send.
func NewScheduler(office *Office, planned Planned, now func() time.Time, wake func(), logger *slog.Logger) *Scheduler {
	if wake == nil {
		wake = func() {}
	}
	return &Scheduler{office: office, ledger: planned, now: now, wake: wake, log: logger, through: map[int64]viet.Date{}}
}

const (
	planEvery   = 5 * time.Second // a look whether the day or the Book has changed costs one small query
	planLock    = "plan"
	planTimeout = 5 * time.Minute
)

// Run plans until ctx ends. A database that fails is asked again at the next tick.
func (s *Scheduler) Run(ctx context.Context) {
	tick := time.NewTicker(planEvery)
	defer tick.Stop()
	failing := false
	for {
		n, err := s.Tick(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !failing:
			s.log.WarnContext(ctx, "planning of reminders failed", "error", err)
		case err == nil && failing:
			s.log.InfoContext(ctx, "planning of reminders works again")
		}
		failing = err != nil
		if n > 0 {
			s.log.InfoContext(ctx, "reminders planned", "reminders", n)
			s.wake()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Tick plans today once for every Subscriber for whom it is to be planned, and returns how many Reminders are new.
func (s *Scheduler) Tick(ctx context.Context) (added int, err error) {
	ctx, cancel := context.WithTimeout(ctx, planTimeout)
	defer cancel()
	now := s.now()
	snapshot, err := s.office.Snapshot(ctx)
	if err != nil {
		return 0, fmt.Errorf("reminders: plan: %w", err)
	}
	if s.revision != snapshot.Revision || s.planned == nil {
		s.planned, s.revision = map[int64]viet.Date{}, snapshot.Revision
	}
	if snapshot.SendingFrom.IsZero() || !s.anyToPlan(snapshot, now) {
		return 0, nil
	}
	_, err = s.ledger.Exclusively(ctx, planLock, func(ctx context.Context) error {
		added, err = s.plan(ctx, snapshot, now)
		return err
	})
	if err != nil {
		return added, fmt.Errorf("reminders: plan: %w", err)
	}
	return added, nil
}

// anyToPlan reports whether a new day has begun for somebody since the Book last changed.
func (s *Scheduler) anyToPlan(snapshot *Snapshot, now time.Time) bool {
	return slices.ContainsFunc(snapshot.Subscribers, func(sub Subscriber) bool {
		return sub.Paused == "" && s.planned[sub.ID] != sub.Rule.Today(now)
	})
}

// plan plans for every Subscriber its own day. One that is paused is planned when it is back.
func (s *Scheduler) plan(ctx context.Context, snapshot *Snapshot, now time.Time) (added int, err error) {
	planner, day := NewPlanner(snapshot), viet.DateOf(now)
	unacknowledged, err := s.ledger.Unacknowledged(ctx, planner.SentThrough(day))
	if err != nil {
		return 0, err
	}
	waiting, err := s.ledger.Waiting(ctx, day)
	if err != nil {
		return 0, err
	}
	for i := range snapshot.Subscribers {
		sub := snapshot.Subscribers[i]
		today := sub.Rule.Today(now)
		if sub.Paused != "" || s.planned[sub.ID] == today {
			continue
		}
		n, err := s.planOne(ctx, planner, &sub, now, unacknowledged, slices.Contains(waiting, sub.ID))
		added += n
		if err != nil {
			return added, err
		}
		s.planned[sub.ID] = today
	}
	return added, nil
}

// planOne plans a Subscriber's day, unless it is one on which it is not spoken to: then all waits.
func (s *Scheduler) planOne(ctx context.Context, planner *Planner, sub *Subscriber, now time.Time, unacknowledged []Reminder, waits bool) (int, error) {
	today := sub.Rule.Today(now)
	if !planner.diary.speaksOn(today, &sub.Rule) {
		return 0, nil
	}
	again := sub.PlannedThrough == today || s.through[sub.ID] == today
	sub.PlannedThrough = later(sub.PlannedThrough, s.through[sub.ID])
	reminders := planner.Day(sub, today, unacknowledged)
	if len(reminders) == 0 && !waits && again {
		return 0, nil
	}
	p := newPlan(sub, today, reminders, planner.SendingFrom)
	if again && p.DueAt.Before(now) { // what has come up since the morning is not late
		p.DueAt = now
	}
	n, err := s.ledger.SavePlan(ctx, p)
	if err == nil {
		s.through[sub.ID] = today
	}
	return n, err
}

func newPlan(sub *Subscriber, today viet.Date, reminders []Reminder, sendingFrom time.Time) Plan {
	p := Plan{
		Subscriber: sub.ID, Purpose: PurposeDaily, Day: today,
		DueAt: sub.Rule.Moment(today), Until: sub.Rule.Until(today), Reminders: reminders,
	}
	// Who comes at noon, or is told from noon on, is not told that the morning's message is late.
	p.DueAt = laterMoment(p.DueAt, laterMoment(sub.Since, sendingFrom))
	return p
}
