package reminders

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// schedule is a Scheduler on a clock that the test sets.
type schedule struct {
	*Scheduler
	store *planStore
	clock time.Time
	woken int
}

func newSchedule(e Everything, now string) *schedule {
	s := &schedule{store: &planStore{all: e, reminders: map[ledgerKey]Reminder{}, leader: true}, clock: planMoment(now)}
	s.store.all.Revision = 1
	s.Scheduler = s.copy()
	return s
}

// copy is another copy of the program on the same store.
func (s *schedule) copy() *Scheduler {
	return NewScheduler(NewOffice(s.store, agency.Default), s.store, func() time.Time { return s.clock }, func() { s.woken++ }, slog.New(slog.NewTextHandler(io.Discard, nil)))
}

// at ticks at a moment and sends what is due then.
func (s *schedule) at(t *testing.T, moment string) int {
	t.Helper()
	s.clock = planMoment(moment)
	n, err := s.Tick(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", moment, err)
	}
	s.store.send(s.clock)
	return n
}

// sending is a register of Bắc Giang for which sending is on, and figures are off.
func sending(from string, tasks ...Task) Everything {
	e := planFor(bacGiang, tasks...)
	e.SendingFrom = planMoment(from)
	e.Subscribers[0].Rule.Digest, e.Subscribers[0].Rule.Picture = false, false
	return e
}

func checkSent(t *testing.T, s *schedule, subscriber int64, want ...string) {
	t.Helper()
	if got := s.store.sent(subscriber); got != strings.Join(want, "\n") {
		t.Errorf("sent to %d:\n%s\nwant\n%s", subscriber, got, strings.Join(want, "\n"))
	}
}

func TestSchedulerPlansNothingWhileSendingIsOff(t *testing.T) {
	e := sending("2023-05-22 08:00", dueTask("a", bacGiang, "2023-05-31"))
	e.SendingFrom = time.Time{}
	s := newSchedule(e, "2023-05-24 08:00")
	for _, moment := range []string{"2023-05-24 08:00", "2023-05-26 08:00"} {
		if n := s.at(t, moment); n != 0 || s.store.plans != 0 {
			t.Errorf("%s: %d reminders in %d plans", moment, n, s.store.plans)
		}
	}
	s.store.change(func(e *Everything) { e.SendingFrom = planMoment("2023-05-26 09:00") })
	s.at(t, "2023-05-26 09:00")
	checkSent(t, s, 1, "2023-05-26 09:00 step:a#1/2023-05-31/T-3") // T-7 was before sending was on
}

func TestSchedulerPlansOnceADay(t *testing.T) {
	s := newSchedule(sending("2023-05-22 00:00", dueTask("a", bacGiang, "2023-05-31")), "2023-05-24 00:00")
	other := s.copy()
	for _, moment := range []string{"2023-05-24 00:00", "2023-05-24 00:01", "2023-05-24 08:00", "2023-05-24 23:59", "2023-05-25 08:00", "2023-05-26 08:00", "2023-05-26 09:00"} {
		s.at(t, moment)
		if _, err := other.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	checkSent(t, s, 1, "2023-05-24 08:00 step:a#1/2023-05-31/T-7", "2023-05-26 08:00 step:a#1/2023-05-31/T-3")
	if s.store.plans > 3*2 { // each of the two copies once a day
		t.Errorf("%d plans were made on three days", s.store.plans)
	}
}

func TestSchedulerCatchesUpAfterDownTime(t *testing.T) {
	s := newSchedule(sending("2023-05-22 00:00", dueTask("a", bacGiang, "2023-05-31")), "2023-05-24 00:00")
	s.at(t, "2023-05-24 08:00")
	s.Scheduler = s.copy() // the program was restarted
	s.at(t, "2023-06-01 10:00")
	checkSent(t, s, 1, "2023-05-24 08:00 step:a#1/2023-05-31/T-7",
		"2023-06-01 10:00 step:a#1/2023-05-31/T+1 step:a#1/2023-05-31/T-0 step:a#1/2023-05-31/T-1 step:a#1/2023-05-31/T-3")
	snapshot := planSnapshot(s.store.all)
	var told []Reminder
	for _, r := range s.store.reminders {
		if r.Day.Compare(planDay("2023-05-26")) >= 0 && r.Step != "T+1" {
			told = append(told, r)
		}
	}
	if n := snapshot.Notice(snapshot.Subscribers[0], told, planDay("2023-06-01")); len(n.Items) != 1 || !n.Items[0].Late || len(n.Items[0].Steps) != 3 {
		t.Errorf("what was missed is not marked late: %+v", n.Items)
	}
}

// TestSchedulerWaitsForAWorkingDay: over a feast of six days nothing is planned, and all of it on the first day after.
func TestSchedulerWaitsForAWorkingDay(t *testing.T) {
	s := newSchedule(sending("2023-04-28 00:00", dueTask("a", bacGiang, "2023-05-01")), "2023-04-28 08:00")
	s.at(t, "2023-04-28 12:00")
	for _, moment := range []string{"2023-04-29 08:00", "2023-04-30 08:00", "2023-05-01 08:00", "2023-05-02 08:00", "2023-05-03 08:00"} {
		if n := s.at(t, moment); n > 0 {
			t.Errorf("%s is a day off, but %d reminders were planned", moment, n)
		}
	}
	s.at(t, "2023-05-04 08:00")
	checkSent(t, s, 1, "2023-04-28 12:00 step:a#1/2023-05-01/T-0 step:a#1/2023-05-01/T-1 step:a#1/2023-05-01/T-3",
		"2023-05-04 08:00 step:a#1/2023-05-01/T+1 step:a#1/2023-05-01/T+3")
}

func TestSchedulerThatDoesNotLeadPlansNothing(t *testing.T) {
	s := newSchedule(sending("2023-05-22 00:00", dueTask("a", bacGiang, "2023-05-31")), "2023-05-24 00:00")
	s.store.leader = false
	s.at(t, "2023-05-24 08:00")
	if s.store.plans != 0 {
		t.Errorf("%d plans", s.store.plans)
	}
	s.store.leader = true // the other copy is gone
	s.at(t, "2023-05-24 08:01")
	checkSent(t, s, 1, "2023-05-24 08:01 step:a#1/2023-05-31/T-7")
}

func TestSchedulerTriesAgainWhenTheStoreFails(t *testing.T) {
	e := sending("2023-05-22 00:00", dueTask("a", allOfThem, "2023-05-31"))
	for id := int64(2); id <= 4; id++ {
		sub := planSub(id, haNam)
		sub.Rule = e.Subscribers[0].Rule
		e.Boards, e.Subscribers = append(e.Boards, planBoard(id, haNam)), append(e.Subscribers, sub)
	}
	s := newSchedule(e, "2023-05-24 08:00")
	s.store.failing = errPlanStore
	if _, err := s.Tick(t.Context()); !errors.Is(err, errPlanStore) {
		t.Errorf("a book that fails: %v", err)
	}
	s.store.failing, s.store.failAfter = nil, 3
	if n, err := s.Tick(t.Context()); !errors.Is(err, errPlanStore) || n != 2 {
		t.Errorf("a ledger that fails in the middle: %d, %v", n, err)
	}
	s.store.failAfter = 0
	s.at(t, "2023-05-24 08:05")
	for id := range int64(4) {
		checkSent(t, s, id+1, "2023-05-24 08:05 step:a#1/2023-05-31/T-7")
	}
}

// TestSchedulerHearsOfChangesDuringTheDay: what comes up for today after today was planned is told today, or the last
// word before a deadline would never be said.
func TestSchedulerHearsOfChangesDuringTheDay(t *testing.T) {
	own := Progress{Work: Work{Milestone: "a#1", Agency: bacGiang}, State: Extended, Until: planDay("2023-05-31"), At: planMoment("2023-05-24 09:00")}
	for name, tc := range map[string]struct {
		change func(*Everything)
		want   string
	}{
		"a new follow": {func(e *Everything) {
			e.Subscribers[0].Follows = append(e.Subscribers[0].Follows, Follow{FollowTask, "h"})
			e.Subscribers[0].PlannedThrough = planDay("2023-05-23") // as the store promises
		}, "step:h#1/2023-05-31/T-7"},
		"a new chat": {func(e *Everything) {
			sub := planSub(2, haNam)
			sub.Rule, sub.Since = e.Subscribers[0].Rule, planMoment("2023-05-24 10:00")
			e.Subscribers = append(e.Subscribers, sub)
		}, ""},
		"a document is published":  {func(e *Everything) { e.Tasks = append(e.Tasks, published("n", "2023-05-31")) }, "step:n#1/2023-05-31/T-7"},
		"and it is due today":      {func(e *Everything) { e.Tasks = append(e.Tasks, published("n", "2023-05-24")) }, "step:n#1/2023-05-24/T-0"},
		"and it was due yesterday": {func(e *Everything) { e.Tasks = append(e.Tasks, published("n", "2023-05-23")) }, ""},
		"a deadline is moved to a week off": {func(e *Everything) {
			e.Tasks[0].Milestones[0].Due, e.Tasks[0].Milestones[0].Moved = planDay("2023-05-31"), planDay("2023-05-24")
		}, "step:a#1/2023-05-31/T-7"},
		"a deadline is extended":         {func(e *Everything) { e.Progress = append(e.Progress, own) }, "step:a#1/2023-05-31/T-7"},
		"a pause is ended":               {func(e *Everything) { e.Progress = nil }, "step:p#1/2023-05-31/T-7"},
		"nothing that concerns the chat": {func(e *Everything) { e.Boards[0].Name = "Ban Chỉ đạo" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := sending("2023-05-22 00:00", dueTask("a", bacGiang, "2023-08-31"), dueTask("h", haNam, "2023-05-31"), dueTask("p", bacGiang, "2023-05-31"))
			e.Progress = []Progress{{Work: Work{Milestone: "p#1", Agency: bacGiang}, PausedUntil: planDay("2023-05-30")}}
			s := newSchedule(e, "2023-05-24 00:00")
			s.at(t, "2023-05-24 08:00")
			s.store.change(tc.change)
			s.at(t, "2023-05-24 10:00")
			want := []string{}
			if tc.want != "" {
				want = append(want, "2023-05-24 10:00 "+tc.want)
			}
			checkSent(t, s, 1, want...)
			if name == "a new chat" {
				checkSent(t, s, 2, "2023-05-24 10:00 step:h#1/2023-05-31/T-7")
			}
			s.at(t, "2023-05-24 10:01")
			if got := strings.Count(s.store.sent(1), "\n"); got > 1 {
				t.Errorf("%d messages on one day", got+1)
			}
		})
	}
}

// published is a Task of Bắc Giang that is published on 2023-05-24.
func published(id, due string) Task {
	task := dueTask(id, bacGiang, due)
	task.Milestones[0].Published = planDay("2023-05-24")
	return task
}

// TestSchedulerCallsNobodyLateWhoComesLater: who comes at noon is told at noon, which is no late message of the morning.
func TestSchedulerCallsNobodyLateWhoComesLater(t *testing.T) {
	for name, since := range map[string]string{"the chat": "2023-05-24 12:00", "sending": "2023-05-20 12:00"} {
		e := sending("2023-05-24 12:00", dueTask("a", bacGiang, "2023-05-31"))
		e.Subscribers[0].Since = planMoment(since)
		s := newSchedule(e, "2023-05-24 12:00")
		s.at(t, "2023-05-24 12:00")
		if n := len(s.store.deliveries); n != 1 || !s.store.deliveries[0].dueAt.Equal(planMoment("2023-05-24 12:00")) {
			t.Errorf("%s comes at noon: %d messages, %+v", name, n, s.store.deliveries)
		}
	}
}

func TestSchedulerCarriesOver(t *testing.T) {
	s := newSchedule(sending("2023-05-22 00:00", dueTask("a", bacGiang, "2023-05-31")), "2023-05-24 00:00")
	for _, day := range []string{"2023-05-24", "2023-05-25"} { // planned, but the channel is away all day
		s.clock = planMoment(day + " 09:00")
		if _, err := s.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	s.at(t, "2023-05-26 08:00")
	checkSent(t, s, 1, "2023-05-26 08:00 step:a#1/2023-05-31/T-3 step:a#1/2023-05-31/T-7")
}

func TestSchedulerMakesUpForAPause(t *testing.T) {
	e := sending("2023-05-22 00:00", dueTask("a", bacGiang, "2023-05-31"))
	e.Subscribers[0].Paused = "blocked"
	s := newSchedule(e, "2023-05-24 00:00")
	for _, moment := range []string{"2023-05-24 08:00", "2023-05-25 08:00", "2023-05-26 08:00"} {
		if s.at(t, moment); s.store.plans != 0 {
			t.Errorf("%s: planned for a chat that is away", moment)
		}
	}
	s.store.change(func(e *Everything) { e.Subscribers[0].Paused = "" })
	s.at(t, "2023-05-30 08:30")
	checkSent(t, s, 1, "2023-05-30 08:30 step:a#1/2023-05-31/T-1 step:a#1/2023-05-31/T-3 step:a#1/2023-05-31/T-7")
}

// TestSchedulerOnAClockThatJumps: a day ahead and back again tells nothing twice, and loses nothing.
func TestSchedulerOnAClockThatJumps(t *testing.T) {
	for name, moments := range map[string][]string{
		"after today was told":       {"2023-05-30 08:00", "2023-05-31 07:00", "2023-05-30 08:01", "2023-05-30 20:00", "2023-05-31 08:00", "2023-06-01 08:00"},
		"after tomorrow was told":    {"2023-05-30 08:00", "2023-05-31 08:00", "2023-05-30 08:01", "2023-05-30 20:00", "2023-05-31 08:00", "2023-06-01 08:00"},
		"before today was planned":   {"2023-05-29 08:00", "2023-05-31 00:00", "2023-05-30 00:01", "2023-05-30 08:00", "2023-05-31 08:00", "2023-06-01 08:00"},
		"back a day, and on from it": {"2023-05-30 08:00", "2023-05-31 08:00", "2023-05-30 08:00", "2023-05-31 08:00", "2023-06-01 08:00"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSchedule(sending("2023-05-22 00:00", dueTask("a", bacGiang, "2023-05-31")), moments[0])
			for _, moment := range moments {
				s.at(t, moment)
			}
			counts := map[string]int{}
			for _, line := range strings.Split(s.store.sent(1), "\n") {
				for _, k := range strings.Fields(line)[2:] {
					counts[k]++
				}
			}
			for _, step := range []string{"T-1", "T-0", "T+1"} {
				if n := counts["step:a#1/2023-05-31/"+step]; n != 1 {
					t.Errorf("%s was told %d times:\n%s", step, n, s.store.sent(1))
				}
			}
		})
	}
}

// TestSchedulerInOtherZones: wherever a chat is, each of its working days has its message, at its hour.
func TestSchedulerInOtherZones(t *testing.T) {
	for _, tc := range []struct {
		zone string
		hour int
	}{{"", 23}, {"Asia/Tokyo", 8}, {"Europe/Paris", 8}, {"Europe/Paris", 20}, {"America/Los_Angeles", 9}, {"America/Los_Angeles", 20}, {"Pacific/Auckland", 6}} {
		t.Run(fmt.Sprint(tc.zone, " ", tc.hour), func(t *testing.T) {
			e := sending("2023-05-21 00:00", dueTask("a", bacGiang, "2023-05-31"))
			e.Subscribers[0].Rule.Zone, e.Subscribers[0].Rule.Hour = tc.zone, tc.hour
			s := newSchedule(e, "2023-05-22 00:00")
			for now := planMoment("2023-05-22 00:00"); now.Before(planMoment("2023-06-03 00:00")); now = now.Add(time.Hour) {
				s.at(t, now.In(viet.Hanoi).Format("2006-01-02 15:04"))
			}
			for _, d := range s.store.deliveries {
				if late := d.sent.Sub(e.Subscribers[0].Rule.Moment(d.day)); d.sent.IsZero() || late < 0 || late > time.Hour {
					t.Errorf("the message of %s went out at %s", d.day, d.sent.In(viet.Hanoi))
				}
				for _, k := range d.keys {
					if r := s.store.reminders[ledgerKey{1, k}]; r.Day != d.day {
						t.Errorf("%s, planned for %s, is in the message of %s", k, r.Day, d.day)
					}
				}
			}
			if n := len(s.store.deliveries); n != 5 {
				t.Errorf("%d messages, want 5 (T-7, T-3, T-1, T-0, T+1)", n)
			}
		})
	}
}

// TestSchedulerRuns from the start of the day to the end of the week, once every few seconds.
func TestSchedulerRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(sending("2023-05-22 00:00", dueTask("a", bacGiang, "2023-05-31")), "2023-05-24 00:00")
		began, start := time.Now(), planMoment("2023-05-24 00:00")
		now := func() time.Time { return start.Add(time.Since(began)) }
		var log strings.Builder
		s.Scheduler = NewScheduler(NewOffice(s.store, agency.Default), s.store, now, func() { s.woken++ }, slog.New(slog.NewTextHandler(&log, nil)))
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { s.Run(ctx) })
		running.Go(func() {
			for ctx.Err() == nil {
				s.store.send(now())
				select {
				case <-ctx.Done():
				case <-time.After(time.Minute):
				}
			}
		})
		time.Sleep(30 * time.Hour)
		s.store.mu.Lock()
		s.store.failing = errPlanStore
		s.store.mu.Unlock()
		time.Sleep(10 * time.Hour)
		s.store.mu.Lock()
		s.store.failing = nil
		s.store.mu.Unlock()
		time.Sleep(36 * time.Hour)
		cancel()
		running.Wait()
		checkSent(t, s, 1, "2023-05-24 08:00 step:a#1/2023-05-31/T-7", "2023-05-26 08:00 step:a#1/2023-05-31/T-3")
		if s.woken != 2 {
			t.Errorf("woken %d times, want once for each message", s.woken)
		}
		if n := strings.Count(log.String(), errPlanStore.Error()); n != 1 {
			t.Errorf("ten hours of failing are %d lines in the log:\n%s", n, log.String())
		}
		for _, secret := range []string{bacGiang, "chat1", "Việc a"} {
			if strings.Contains(log.String(), secret) {
				t.Errorf("the log says %q", secret)
			}
		}
	})
}
