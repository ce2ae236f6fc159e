package reminders

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"dondoc/corpus/viet"
)

// Scheduler writes into the ledger what is to be told today. Every copy of the program runs one; one at a time works.
// What it missed while nothing ran is planned at the next tick, so that it goes out late but goes out.
type Scheduler struct {
	office  *Office
	planned Planned
	wake    func() // called when something new is in the ledger
	log     *slog.Logger
	now     func() time.Time

	doneDay      viet.Date // the day and the state of the Book that need no more planning
	doneRevision int64
	through      map[int64]viet.Date // how far Subscribers were planned since the Book was read at throughOf
	throughOf    int64
}

// NewScheduler returns a Scheduler. wake, which may be nil, is called when there is something new to send.
func NewScheduler(office *Office, planned Planned, now func() time.Time, wake func(), logger *slog.Logger) *Scheduler {
	if wake == nil {
		wake = func() {}
	}
	return &Scheduler{office: office, planned: planned, now: now, wake: wake, log: logger, doneRevision: -1}
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

// Tick plans today once, if it is to be planned, and returns how many Reminders are new.
func (s *Scheduler) Tick(ctx context.Context) (added int, err error) {
	ctx, cancel := context.WithTimeout(ctx, planTimeout)
	defer cancel()
	today := viet.DateOf(s.now())
	snapshot, err := s.office.Snapshot(ctx)
	if err != nil {
		return 0, fmt.Errorf("reminders: plan: %w", err)
	}
	if snapshot.SendingFrom.IsZero() || today == s.doneDay && snapshot.Revision == s.doneRevision {
		return 0, nil
	}
	ran, err := s.planned.Exclusively(ctx, planLock, func(ctx context.Context) error {
		added, err = s.plan(ctx, snapshot, today)
		return err
	})
	if err != nil {
		return added, fmt.Errorf("reminders: plan: %w", err)
	}
	if ran {
		s.doneDay, s.doneRevision = today, snapshot.Revision
	}
	return added, nil
}

// plan plans today for every Subscriber that can be spoken to. One that is paused is planned when it is back.
func (s *Scheduler) plan(ctx context.Context, snapshot *Snapshot, today viet.Date) (added int, err error) {
	if s.throughOf != snapshot.Revision || s.through == nil {
		s.through, s.throughOf = map[int64]viet.Date{}, snapshot.Revision
	}
	planner := NewPlanner(snapshot)
	unacknowledged, err := s.planned.Unacknowledged(ctx, planner.SentThrough(today))
	if err != nil {
		return 0, err
	}
	waiting, err := s.waiting(ctx, today)
	if err != nil {
		return 0, err
	}
	for i := range snapshot.Subscribers {
		sub := snapshot.Subscribers[i]
		if sub.Paused != "" || !planner.diary.speaksOn(today, &sub.Rule) {
			continue
		}
		if sub.Since.Before(snapshot.SendingFrom) {
			sub.Since = snapshot.SendingFrom
		}
		sub.PlannedThrough = later(sub.PlannedThrough, s.through[sub.ID])
		reminders := planner.Day(&sub, today, unacknowledged)
		if len(reminders) == 0 && !waiting[sub.ID] && sub.PlannedThrough == today {
			continue
		}
		n, err := s.planned.SavePlan(ctx, newPlan(&sub, today, reminders))
		added += n
		if err != nil {
			return added, err
		}
		s.through[sub.ID] = today
	}
	return added, nil
}

// waiting are the Subscribers for whom something of an earlier day has not gone out.
func (s *Scheduler) waiting(ctx context.Context, today viet.Date) (map[int64]bool, error) {
	list, err := s.planned.Waiting(ctx, today)
	set := make(map[int64]bool, len(list))
	for _, id := range list {
		set[id] = true
	}
	return set, err
}

func newPlan(sub *Subscriber, today viet.Date, reminders []Reminder) Plan {
	p := Plan{
		Subscriber: sub.ID, Purpose: PurposeDaily, Day: today,
		DueAt: sub.Rule.Moment(today), Until: sub.Rule.Until(today), Reminders: reminders,
	}
	if p.DueAt.Before(sub.Since) { // who comes at noon is not told that the morning's message is late
		p.DueAt = sub.Since
	}
	return p
}
