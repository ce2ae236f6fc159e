package reminders

import (
	"slices"
	"testing"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders/calendar"
)

// once is a register in which Bắc Giang has one deadline.
func once(due, published string) Everything {
	return planFor(bacGiang, planTask("t", bacGiang, Milestone{Due: planDay(due), Published: planDay(published)}))
}

// saidOf adds Progress of the deadline of once.
func saidOf(e Everything, p Progress) Everything {
	p.Work = Work{Milestone: "t#1", Agency: bacGiang}
	e.Progress = append(e.Progress, p)
	return e
}

// ruled changes the Rule of the first Subscriber.
func ruled(e Everything, change func(*Rule)) Everything {
	change(&e.Subscribers[0].Rule)
	return e
}

// TestStepsOfDeadline has the days worked out by hand, on the calendar of the holidays.
func TestStepsOfDeadline(t *testing.T) {
	moved := once("2023-06-30", "2023-04-04")
	moved.Tasks[0].Milestones[0].Moved = planDay("2023-06-20")
	movedOnStep := once("2023-06-30", "2023-04-04")
	movedOnStep.Tasks[0].Milestones[0].Moved = planDay("2023-06-23")
	goneTask, goneMilestone := once("2023-05-31", "2023-04-04"), once("2023-05-31", "2023-04-04")
	goneTask.Tasks[0].Gone = planDay("2023-05-01")
	goneMilestone.Tasks[0].Milestones[0].Gone = planDay("2023-05-01")
	sinceNoon := once("2023-05-31", "2023-04-04")
	sinceNoon.Subscribers[0].Since = planMoment("2023-05-30 14:00")
	swapped := once("2025-04-26", "2025-04-01") // a Saturday that is worked in exchange for Friday 02/5
	own := once("2023-05-31", "2023-04-04")
	own.Days = []calendar.Day{{Date: planDay("2023-05-31"), Name: "ngày thành lập tỉnh"}}
	for name, tc := range map[string]struct {
		all      Everything
		from, to string
		want     string
	}{
		"plain": {once("2023-05-31", "2023-04-04"), "2023-04-01", "2023-06-30", "2023-04-28 T-30; 2023-05-17 T-14; 2023-05-24 T-7; " +
			"2023-05-26 T-3; 2023-05-30 T-1; 2023-05-31 T-0; 2023-06-01 T+1; 2023-06-05 T+3; 2023-06-07 T+7; 2023-06-14 T+14; 2023-06-21 T+21; 2023-06-28 T+28"},
		"one day": {once("2023-05-31", "2023-04-04"), "2023-05-24", "2023-05-24", "2023-05-24 T-7"},
		"30 April, with the feast of the Hùng kings before": {once("2023-04-30", "2023-01-01"), "2023-04-01", "2023-05-20",
			"2023-04-14 T-14; 2023-04-21 T-7; 2023-04-27 T-3; 2023-04-28 T-1; 2023-04-28 T-0; 2023-05-04 T+1; 2023-05-04 T+3; 2023-05-08 T+7; 2023-05-15 T+14"},
		"Tết": {once("2023-01-25", "2022-12-01"), "2022-12-01", "2023-02-08",
			"2022-12-26 T-30; 2023-01-11 T-14; 2023-01-18 T-7; 2023-01-19 T-3; 2023-01-19 T-1; 2023-01-19 T-0; 2023-01-27 T+1; 2023-01-30 T+3; 2023-02-01 T+7; 2023-02-08 T+14"},
		"T-1 and T-0 on one Friday":                 {once("2023-06-11", "2023-04-04"), "2023-06-09", "2023-06-12", "2023-06-09 T-1; 2023-06-09 T-0; 2023-06-12 T+1"},
		"a Saturday that is worked":                 {swapped, "2025-04-25", "2025-04-29", "2025-04-25 T-1; 2025-04-26 T-0; 2025-04-28 T+1; 2025-04-29 T+3"},
		"a holiday of the administrator's":          {own, "2023-05-29", "2023-06-01", "2023-05-30 T-1; 2023-05-30 T-0; 2023-06-01 T+1"},
		"past when published":                       {once("2023-04-03", "2023-04-04"), "2023-01-01", "2024-12-31", ""},
		"due on the day of publication":             {once("2023-04-04", "2023-04-04"), "2023-01-01", "2023-04-11", "2023-04-04 T-0; 2023-04-05 T+1; 2023-04-07 T+3; 2023-04-11 T+7"},
		"steps before publication are left out":     {once("2023-04-10", "2023-04-04"), "2023-01-01", "2023-04-10", "2023-04-07 T-3; 2023-04-07 T-1; 2023-04-10 T-0"},
		"published on Saturday for Sunday":          {once("2023-06-11", "2023-06-10"), "2023-06-01", "2023-06-19", "2023-06-12 T+1; 2023-06-14 T+3; 2023-06-19 T+7"},
		"published in a long holiday for its end":   {once("2023-01-26", "2023-01-21"), "2023-01-01", "2023-01-30", "2023-01-27 T+1; 2023-01-30 T+3"},
		"short notice, no overdue steps":            {ruled(once("2023-06-11", "2023-06-10"), func(r *Rule) { r.Overdue, r.Weekly = nil, false }), "2023-06-01", "2023-07-30", "2023-06-12 T+1"},
		"short notice, first overdue step far away": {ruled(once("2023-06-11", "2023-06-10"), func(r *Rule) { r.Overdue = []int{7} }), "2023-06-01", "2023-06-20", "2023-06-12 T+1; 2023-06-19 T+7"},
		"short notice, only a step a month before":  {ruled(once("2023-06-28", "2023-06-10"), func(r *Rule) { r.Before = []int{30} }), "2023-06-01", "2023-06-29", "2023-06-12 T-16; 2023-06-29 T+1"},
		"moved":                                 {moved, "2023-05-01", "2023-07-03", "2023-06-23 T-7; 2023-06-27 T-3; 2023-06-29 T-1; 2023-06-30 T-0; 2023-07-03 T+1; 2023-07-03 T+3"},
		"moved on the day of a step":            {movedOnStep, "2023-05-01", "2023-06-27", "2023-06-23 T-7; 2023-06-27 T-3"},
		"the Task is gone":                      {goneTask, "2023-01-01", "2023-12-31", ""},
		"the Milestone is gone":                 {goneMilestone, "2023-01-01", "2023-12-31", ""},
		"no day at all":                         {once("", "2023-04-04"), "2023-01-01", "2023-12-31", ""},
		"whoever comes at noon hears of today":  {sinceNoon, "2023-01-01", "2023-06-01", "2023-05-30 T-1; 2023-05-31 T-0; 2023-06-01 T+1"},
		"quiet on Wednesdays":                   {ruled(once("2023-05-31", "2023-04-04"), func(r *Rule) { r.Quiet = []time.Weekday{time.Wednesday} }), "2023-05-15", "2023-06-08", "2023-05-16 T-14; 2023-05-23 T-7; 2023-05-26 T-3; 2023-05-30 T-1; 2023-05-30 T-0; 2023-06-01 T+1; 2023-06-05 T+3; 2023-06-08 T+7"},
		"quiet but on Fridays":                  {ruled(once("2023-05-31", "2023-04-04"), func(r *Rule) { r.Quiet = []time.Weekday{1, 2, 3, 4} }), "2023-05-20", "2023-06-09", "2023-05-26 T-3; 2023-05-26 T-1; 2023-05-26 T-0; 2023-06-02 T+1; 2023-06-09 T+3; 2023-06-09 T+7"},
		"overdue steps alone":                   {ruled(once("2023-05-31", "2023-04-04"), func(r *Rule) { r.Before = nil }), "2023-01-01", "2023-06-14", "2023-06-01 T+1; 2023-06-05 T+3; 2023-06-07 T+7; 2023-06-14 T+14"},
		"weekly without other overdue steps":    {ruled(once("2023-05-31", "2023-04-04"), func(r *Rule) { r.Before, r.Overdue = []int{0}, nil }), "2023-01-01", "2023-06-21", "2023-05-31 T-0; 2023-06-07 T+7; 2023-06-14 T+14; 2023-06-21 T+21"},
		"no weekly steps":                       {ruled(once("2023-05-31", "2023-04-04"), func(r *Rule) { r.Weekly = false }), "2023-06-05", "2024-06-30", "2023-06-05 T+3; 2023-06-07 T+7"},
		"weekly for as long as nothing is said": {once("2023-05-31", "2023-04-04"), "2024-05-27", "2024-06-05", "2024-05-29 T+364; 2024-06-05 T+371"},
		"done":                                  {saidOf(once("2023-05-31", "2023-04-04"), Progress{State: Done}), "2023-01-01", "2023-12-31", ""},
		"cancelled":                             {saidOf(once("2023-05-31", "2023-04-04"), Progress{State: Cancelled}), "2023-01-01", "2023-12-31", ""},
		"under way":                             {saidOf(once("2023-05-31", "2023-04-04"), Progress{State: InProgress, AcknowledgedAt: planMoment("2023-05-01 08:00")}), "2023-05-31", "2023-06-01", "2023-05-31 T-0; 2023-06-01 T+1"},
		"extended":                              {saidOf(once("2023-05-31", "2023-04-04"), Progress{State: Extended, Until: planDay("2023-06-30"), At: planMoment("2023-05-29 09:00")}), "2023-01-01", "2023-06-30", "2023-05-31 T-30; 2023-06-16 T-14; 2023-06-23 T-7; 2023-06-27 T-3; 2023-06-29 T-1; 2023-06-30 T-0"},
		"extended at short notice, on a Friday": {saidOf(once("2023-06-09", "2023-04-04"), Progress{State: Extended, Until: planDay("2023-06-11"), At: planMoment("2023-06-09 17:00")}), "2023-06-01", "2023-06-12", "2023-06-09 T-1; 2023-06-09 T-0; 2023-06-12 T+1"},
		"paused until before the day":           {saidOf(once("2023-05-31", "2023-04-04"), Progress{PausedUntil: planDay("2023-05-30")}), "2023-01-01", "2023-06-01", "2023-05-31 T-0; 2023-06-01 T+1"},
		"paused until after the day":            {saidOf(once("2023-05-31", "2023-04-04"), Progress{PausedUntil: planDay("2023-06-05")}), "2023-01-01", "2023-06-07", "2023-06-07 T+7"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := stepsIn(tc.all, tc.from, tc.to); got != tc.want {
				t.Errorf("%s to %s\n got %s\nwant %s", tc.from, tc.to, got, tc.want)
			}
		})
	}
}

// TestStepTells is all that a step says.
func TestStepTells(t *testing.T) {
	e := once("2023-05-31", "2023-04-04")
	all := allSteps(NewPlanner(planSnapshot(e)), &e.Subscribers[0], planDay("2023-05-24"), planDay("2023-05-24"))
	want := Reminder{
		Key: "step:t#1/2023-05-31/T-7", Subscriber: 1, Kind: KindStep, Day: planDay("2023-05-24"), Task: "t",
		Work: Work{Milestone: "t#1", Agency: bacGiang}, Due: planDay("2023-05-31"), Step: "T-7",
	}
	if len(all) != 1 || all[0] != want {
		t.Errorf("got %+v\nwant %+v", all, want)
	}
}

// TestRepeatedStepsCountOnce: a Rule that names a step twice is odd but valid.
func TestRepeatedStepsCountOnce(t *testing.T) {
	e := ruled(once("2023-05-31", "2023-04-04"), func(r *Rule) { r.Before, r.Overdue = []int{7, 7, 0}, []int{3, 3} })
	if err := e.Subscribers[0].Rule.Validate(); err != nil {
		t.Fatalf("such a Rule is refused: %v", err)
	}
	p := NewPlanner(planSnapshot(e))
	checkOnceEach(t, allSteps(p, &e.Subscribers[0], planDay("2023-05-01"), planDay("2023-06-05")))
}

// TestExtendedAfterItWasPast: a deadline that was past when it was published is not reminded of, until somebody
// decides that it is to be met later after all.
func TestExtendedAfterItWasPast(t *testing.T) {
	e := saidOf(once("2023-03-31", "2023-04-04"), Progress{State: Extended, Until: planDay("2023-06-30"), At: planMoment("2023-06-20 09:00")})
	got := stepsIn(e, "2023-01-01", "2023-06-30")
	if want := "2023-06-23 T-7; 2023-06-27 T-3; 2023-06-29 T-1; 2023-06-30 T-0"; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestPlannerDoesNotDependOnOrder plans the same with Subscribers and windows in any order: what the Planner remembers
// of one must not leak into another.
func TestPlannerDoesNotDependOnOrder(t *testing.T) {
	e := once("2023-05-31", "2023-04-04")
	other := planSub(2, bacGiang)
	other.Rule.Before, other.Rule.Overdue, other.Rule.Quiet = []int{5}, []int{2}, []time.Weekday{time.Friday}
	e.Subscribers = append(e.Subscribers, other)
	windows := [][2]string{{"2023-04-01", "2023-05-01"}, {"2023-01-01", "2024-12-31"}, {"2023-05-20", "2023-06-10"}}
	fresh := func(sub int, w [2]string) string {
		return stepLines(allSteps(NewPlanner(planSnapshot(e)), &e.Subscribers[sub], planDay(w[0]), planDay(w[1])))
	}
	shared := NewPlanner(planSnapshot(e))
	for range 2 {
		for sub := range e.Subscribers {
			for _, w := range windows {
				got := stepLines(allSteps(shared, &e.Subscribers[sub], planDay(w[0]), planDay(w[1])))
				if want := fresh(sub, w); got != want {
					t.Errorf("subscriber %d, %v\n got %s\nwant %s", sub+1, w, got, want)
				}
			}
		}
		slices.Reverse(windows)
	}
}

// TestFarDays: no day that a document can name breaks the planning.
func TestFarDays(t *testing.T) {
	for _, due := range []viet.Date{{Year: 1, Month: 1, Day: 1}, {Year: 9999, Month: 12, Day: 31}, {Year: 1600, Month: 2, Day: 29}} {
		e := once(due.String(), "")
		p := NewPlanner(planSnapshot(e))
		all := allSteps(p, &e.Subscribers[0], planDay("2023-01-01"), planDay("2023-12-31"))
		if due.Year == 9999 && len(all) > 0 {
			t.Errorf("%d steps of %s in 2023", len(all), due)
		}
		checkOnceEach(t, all)
		checkNoneOff(t, p.Calendar, all)
	}
}
