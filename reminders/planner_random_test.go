package reminders

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus/viet"
	"dondoc/reminders/calendar"
)

// randomRegister makes up a register with everything that planning heeds, and the oracle that knows what it means.
type randomRegister struct {
	*rand.Rand
	base   viet.Date // about which everything happens
	all    Everything
	oracle oracle
}

func newRandomRegister(seed uint64) *randomRegister {
	r := &randomRegister{Rand: rand.New(rand.NewPCG(seed, 5))}
	r.base = viet.Date{Year: 2023 + r.IntN(4), Month: time.Month(1 + r.IntN(12)), Day: 1 + r.IntN(28)}
	r.oracle.progress = map[oracleWork]Progress{}
	r.addDays()
	for n := range 1 + r.IntN(4) {
		r.addTask(n)
	}
	for id := range int64(2) {
		r.all.Subscribers = append(r.all.Subscribers, r.subscriber(id+1))
		r.all.Boards = append(r.all.Boards, planBoard(id+1, ""))
	}
	return r
}

func (r *randomRegister) often(percent int) bool { return r.IntN(100) < percent }

// near is a day at most so many days from the base.
func (r *randomRegister) near(days int) viet.Date { return r.base.AddDays(r.IntN(2*days+1) - days) }

// some takes each with a probability.
func some[T any](r *randomRegister, percent int, all ...T) []T {
	var taken []T
	for _, one := range all {
		if r.often(percent) {
			taken = append(taken, one)
		}
	}
	return taken
}

// one takes one of several.
func one[T any](r *randomRegister, all ...T) T { return all[r.IntN(len(all))] }

// addDays adds days of the administrator's: further holidays, and weekends that are worked.
func (r *randomRegister) addDays() {
	for range r.IntN(6) {
		day := calendar.Day{Date: r.near(60), Name: "ngày của quản trị"}
		day.Working = day.Date.Time().Weekday() == time.Saturday
		r.all.Days = append(r.all.Days, day)
	}
	r.oracle.off = calendar.Default().With(r.all.Days).Off
}

var randomLeads = []string{bacGiang, bacNinh, boTTTT, boKHCN, boCongAn, "Bộ trưởng Bộ Công an", allProvinces, allMinistries, allOfThem, "Các doanh nghiệp viễn thông"}

func (r *randomRegister) addTask(n int) {
	t := Task{ID: fmt.Sprint("task-", n), Document: one(r, "17/QĐ-UBQGCDS", "942/QĐ-TTg"), Lead: some(r, 20, randomLeads...), Coordinating: some(r, 10, randomLeads...)}
	if r.often(5) {
		t.Gone = r.near(30)
	}
	duty := oracleDuty{}
	if r.often(40) {
		t.Recurring, duty.round = r.cycle()
		if r.often(40) {
			t.PlanYear = r.base.Year
		}
	}
	for i := range 1 + r.IntN(2) {
		t.Milestones = append(t.Milestones, r.milestone(fmt.Sprint(t.ID, "#", i+1), t.Recurring))
	}
	duty.task = t
	r.all.Tasks = append(r.all.Tasks, t)
	r.oracle.duties = append(r.oracle.duties, duty)
	for _, m := range t.Milestones {
		for _, due := range duty.dueDays(m, r.base.AddDays(400)) {
			if r.often(30) {
				r.addProgress(m, due, duty.round != nil)
			}
		}
	}
}

// cycle is a way to come round, with what the phrases of milestone mean.
func (r *randomRegister) cycle() (string, *oracleCycle) {
	name := one(r, slices.Sorted(maps.Keys(randomCycles))...)
	c := randomCycles[name]
	return name, &c
}

// randomCycles are the cycles with the phrase of randomPhrases.
var randomCycles = map[string]oracleCycle{
	"continuous":     {inMonths(3, 0), 0, true},
	"daily":          {inMonths(3, 0), 0, true},
	"weekly":         {onFridays(1), 1, false},
	"every_2_weeks":  {onFridays(2), 3, false},
	"twice_a_month":  {func(d viet.Date) bool { return d.Day == 15 || endOfMonth(d) }, 3, false},
	"monthly":        {onDay(19), 7, false},
	"every_2_months": {inMonths(2, 31), 14, false},
	"quarterly":      {inMonths(3, 25), 14, false},
	"twice_a_year":   {inMonths(6, 0), 30, false},
	"every_4_months": {inMonths(4, 0), 14, false},
	"yearly":         {func(d viet.Date) bool { return d.Month == 12 && d.Day == 15 }, -1, false},
}

var randomPhrases = map[string]string{
	"continuous": "thường xuyên", "daily": "hằng ngày", "weekly": "hằng tuần", "every_2_weeks": "02 tuần/lần",
	"twice_a_month": "02 lần/tháng", "monthly": "hằng tháng, trước ngày 20", "every_2_months": "02 tháng/lần, ngày 31",
	"quarterly": "hằng quý, ngày 25", "twice_a_year": "06 tháng/lần", "every_4_months": "04 tháng/lần", "yearly": "ngày 15 tháng 12 hằng năm",
}

func (r *randomRegister) milestone(id, recurring string) Milestone {
	m := Milestone{ID: id, Published: r.near(90), Phrase: randomPhrases[recurring]}
	switch {
	case recurring == "":
		m.Due = r.near(70)
		if r.often(10) {
			m.Published = viet.Date{}
		}
		if r.often(10) {
			m.Due = viet.Date{} // a phrase that gives no day
		}
	case r.often(30):
		m.Start = r.near(60)
		m.Due = m.Start.AddDays(r.IntN(200))
	}
	if r.often(15) {
		m.Moved = r.near(30)
	}
	if r.often(5) {
		m.Gone = r.near(30)
	}
	return m
}

// addProgress says something of Work, in the name of every agency.
func (r *randomRegister) addProgress(m Milestone, due viet.Date, round bool) {
	p := Progress{State: one(r, NotStarted, InProgress, Done, Extended, Extended, Cancelled), At: planMoment(r.near(30).String() + " 10:00")}
	if p.State == Extended {
		if due.Before(m.Published) {
			return // see TestExtendedAfterItWasPast
		}
		p.Until = due.AddDays(1 + r.IntN(80))
	}
	if r.often(30) {
		p.PausedUntil = r.near(30)
	}
	work := oracleWork{milestone: m.ID}
	if round {
		work.due = due
	}
	r.oracle.progress[work] = p
	for _, name := range append(slices.Clone(randomLeads), "") {
		p.Work = Work{m.ID, name, work.due}
		r.all.Progress = append(r.all.Progress, p)
	}
}

func (r *randomRegister) subscriber(id int64) Subscriber {
	sub := planSub(id, one(r, bacGiang, bacNinh, boTTTT, boKHCN, boCongAn))
	if r.often(30) {
		sub.Follows = append(sub.Follows, one(r, Follow{FollowDocument, "942/QĐ-TTg"}, Follow{FollowTask, "task-1"}, Follow{FollowAgency, boCongAn}))
	}
	if r.often(60) {
		sub.Rule.Before = slices.Compact(slices.Sorted(slices.Values(some(r, 40, 30, 14, 7, 3, 1, 0, 10, 45))))
		sub.Rule.Overdue = some(r, 50, 7, 1, 3, 20)
		sub.Rule.Weekly = r.often(50)
	}
	sub.Rule.Coordinating, sub.Rule.Digest, sub.Rule.Picture = r.often(40), r.often(50), r.often(50)
	sub.Rule.Quiet = some(r, 15, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Sunday)
	if r.often(50) {
		sub.Since = planMoment(r.near(40).String() + " 14:00")
	}
	return sub
}

// plainOracleSteps lets cmp look into what the oracle says.
var plainOracleSteps = cmp.AllowUnexported(oracleStep{}, oracleWork{})

const randomRegisters = 300

// TestStepsAgreeWithOracle compares whole windows and single days.
func TestStepsAgreeWithOracle(t *testing.T) {
	said := 0
	for seed := range uint64(randomRegisters) {
		r := newRandomRegister(seed)
		s := planSnapshot(r.all)
		p := NewPlanner(s)
		from := r.near(60)
		for i := range s.Subscribers {
			sub := &s.Subscribers[i]
			for _, to := range []viet.Date{from, from.AddDays(r.IntN(100)), from.AddDays(-1)} {
				all := allSteps(p, sub, from, to)
				checkOnceEach(t, all)
				checkNoneOff(t, s.Calendar, all)
				got := map[oracleStep]viet.Date{}
				for _, step := range all {
					got[oracleStepOf(step)] = step.Day
				}
				said += len(all)
				if diff := cmp.Diff(r.oracle.steps(sub, from, to), got, plainOracleSteps); diff != "" {
					t.Fatalf("seed %d, subscriber %d, %s to %s (-oracle +planner)\n%s", seed, sub.ID, from, to, diff)
				}
			}
		}
	}
	if said < randomRegisters {
		t.Errorf("only %d steps were compared: the registers say too little", said)
	}
}

// TestDayByDayTellsTheSame plans in pieces, as a program does that runs every day or comes back after days of down
// time: all of it together must be what the oracle says of the whole time, each once.
func TestDayByDayTellsTheSame(t *testing.T) {
	for seed := range uint64(randomRegisters) {
		r := newRandomRegister(seed)
		s := planSnapshot(r.all)
		p := NewPlanner(s)
		down := one(r, 0, 20, 70) // percent of the days
		for i := range s.Subscribers {
			sub := s.Subscribers[i]
			first := r.near(40)
			sub.PlannedThrough = first.AddDays(-1)
			var all []Reminder
			var planned []viet.Date
			for today := first; today.Compare(first.AddDays(60)) <= 0; today = today.AddDays(1) {
				if r.often(down) {
					continue
				}
				told := p.Day(&sub, today, nil)
				if r.oracle.silent(today, &sub.Rule) {
					if len(told) > 0 {
						t.Fatalf("seed %d: %d reminders on %s, when nobody may be spoken to", seed, len(told), today)
					}
					continue
				}
				all, planned = append(all, told...), append(planned, today)
				sub.PlannedThrough = today
			}
			checkOnceEach(t, all)
			got := map[oracleStep]viet.Date{}
			var figures []string
			for _, reminder := range all {
				if reminder.Kind == KindStep {
					got[oracleStepOf(reminder)] = reminder.Day
				} else {
					figures = append(figures, reminder.Key)
				}
			}
			slices.Sort(figures)
			last := sub.PlannedThrough
			if diff := cmp.Diff(r.oracle.steps(&sub, first, last), got, plainOracleSteps); diff != "" {
				t.Fatalf("seed %d, subscriber %d, %s to %s (-oracle +planner)\n%s", seed, sub.ID, first, last, diff)
			}
			if diff := cmp.Diff(r.oracle.figures(&sub, first, planned), figures); diff != "" {
				t.Fatalf("seed %d, subscriber %d, digests and pictures (-oracle +planner)\n%s", seed, sub.ID, diff)
			}
		}
	}
}

// TestOracleCatches proves that the comparison can fail: with another rule, calendar or progress the oracle says
// something else.
func TestOracleCatches(t *testing.T) {
	whole := func(r *randomRegister) string {
		var lines []string
		for key, day := range r.oracle.steps(&r.all.Subscribers[0], r.base.AddDays(-90), r.base.AddDays(90)) {
			lines = append(lines, fmt.Sprint(key, day))
		}
		slices.Sort(lines)
		return strings.Join(lines, "\n")
	}
	for name, change := range map[string]func(*randomRegister){
		"no holidays":       func(r *randomRegister) { r.oracle.off = func(viet.Date) bool { return false } },
		"no progress":       func(r *randomRegister) { clear(r.oracle.progress) },
		"another rule":      func(r *randomRegister) { r.all.Subscribers[0].Rule.Before = []int{2} },
		"other publication": func(r *randomRegister) { r.oracle.duties[0].task.Milestones[0].Published = r.base },
		"nobody followed":   func(r *randomRegister) { r.all.Subscribers[0].Follows = nil },
	} {
		differs := 0
		for seed := range uint64(60) {
			r := newRandomRegister(seed)
			before := whole(r)
			change(r)
			if whole(r) != before {
				differs++
			}
		}
		if differs < 5 {
			t.Errorf("%s: only %d of 60 registers notice", name, differs)
		}
	}
}
