package reminders

import (
	"slices"
	"time"

	"dondoc/corpus/viet"
)

// The oracle plans straight from the words of the specification: slowly, walking from day to day, and without looking
// at how a Planner does it.

// oracle knows a register as its maker does: who is meant by whom, and on which days a duty comes round.
type oracle struct {
	off      func(viet.Date) bool
	duties   []oracleDuty
	progress map[oracleWork]Progress // whoever the agency is
}

type oracleWork struct {
	milestone string
	due       viet.Date // zero of what comes once
}

// oracleStep is a step of Work, whatever its key is.
type oracleStep struct {
	oracleWork
	due  viet.Date // the day in force
	step string
}

// oracleStepOf is what a planned step is about.
func oracleStepOf(r Reminder) oracleStep {
	return oracleStep{oracleWork{r.Work.Milestone, r.Work.Due}, r.Due, r.Step}
}

// oracleDuty is a Task with what its phrase means.
type oracleDuty struct {
	task  Task
	round *oracleCycle // nil of what comes once
}

// oracleCycle says on which days a duty is due.
type oracleCycle struct {
	isDue    func(viet.Date) bool
	furthest int  // no step lies further from the due day; -1: no bound
	standing bool // is never overdue
}

func endOfMonth(d viet.Date) bool { return d.AddDays(1).Day == 1 }

// onDay is due on a day of the month, on its last when the month is shorter or the day is 0.
func onDay(day int) func(viet.Date) bool {
	return func(d viet.Date) bool { return d.Day == day || endOfMonth(d) && (day == 0 || d.Day < day) }
}

func inMonths(every, day int) func(viet.Date) bool {
	return func(d viet.Date) bool { return int(d.Month)%every == 0 && onDay(day)(d) }
}

func onFridays(every int) func(viet.Date) bool {
	return func(d viet.Date) bool {
		return d.Time().Weekday() == time.Friday && planDay("2023-01-06").DaysUntil(d)%(7*every) == 0
	}
}

// oracleConcerns says which leads are the business of who follows an agency, and from which day on.
var oracleConcerns = map[string]map[string]string{
	bacNinh:  {bacNinh: "", bacGiang: "2025-07-01", allProvinces: "", allOfThem: ""},
	bacGiang: {bacGiang: "", bacNinh: "2025-07-01", allProvinces: "", allOfThem: ""},
	boKHCN:   {boKHCN: "", boTTTT: "2025-03-01", allMinistries: "", allOfThem: ""},
	boTTTT:   {boTTTT: "", boKHCN: "2025-03-01", allMinistries: "", allOfThem: ""},
	boCongAn: {boCongAn: "", "Bộ trưởng Bộ Công an": "", allMinistries: "", allOfThem: ""},
}

const (
	allProvinces  = "Các địa phương"
	allMinistries = "Các bộ, ngành"
)

// follows returns the day from which a Subscriber hears of a Task: the earliest that any of its Follows gives.
func (o *oracle) follows(sub *Subscriber, t *Task) (from viet.Date, ok bool) {
	for _, f := range sub.Follows {
		switch {
		case f.Kind == FollowDocument && f.Value == t.Document, f.Kind == FollowTask && f.Value == t.ID:
			return viet.Date{}, true
		case f.Kind != FollowAgency:
			continue
		}
		names := t.Lead
		if sub.Rule.Coordinating {
			names = slices.Concat(t.Lead, t.Coordinating)
		}
		for _, name := range names {
			since, concerned := oracleConcerns[f.Value][name]
			if day := planDay(since); concerned && (!ok || day.Before(from)) {
				from, ok = day, true
			}
		}
	}
	return from, ok
}

// steps returns the day of every step of the days first … last.
func (o *oracle) steps(sub *Subscriber, first, last viet.Date) map[oracleStep]viet.Date {
	told := map[oracleStep]viet.Date{}
	for i := range o.duties {
		d := &o.duties[i]
		from, ok := o.follows(sub, &d.task)
		if !ok || !d.task.Gone.IsZero() {
			continue
		}
		for _, m := range d.task.Milestones {
			if !m.Gone.IsZero() {
				continue
			}
			for _, due := range d.dueDays(m, last.AddDays(400)) {
				o.workSteps(sub, d, m, due, from, first, last, told)
			}
		}
	}
	return told
}

// dueDays are the days on which a Milestone is due, as the document says.
func (d *oracleDuty) dueDays(m Milestone, last viet.Date) []viet.Date {
	if d.round == nil {
		return []viet.Date{m.Due}
	}
	end := m.Due
	if end.IsZero() && d.task.PlanYear != 0 {
		end = viet.Date{Year: d.task.PlanYear, Month: time.December, Day: 31}
	}
	var days []viet.Date
	for day := m.Published; day.Compare(last) <= 0; day = day.AddDays(1) {
		if d.round.isDue(day) && !day.Before(m.Start) && (end.IsZero() || day.Compare(end) <= 0) {
			days = append(days, day)
		}
	}
	return days
}

func (o *oracle) workSteps(sub *Subscriber, duty *oracleDuty, m Milestone, due, from, first, last viet.Date, told map[oracleStep]viet.Date) {
	if due.IsZero() || due.Before(m.Published) { // it was past when it was published
		return
	}
	work := oracleWork{milestone: m.ID}
	if duty.round != nil {
		work.due = due
	}
	p := o.progress[work]
	if p.State == Done || p.State == Cancelled {
		return
	}
	known := latest(viet.DateOf(sub.Since), from, m.Published, m.Moved)
	if p.State == Extended {
		due, known = p.Until, latest(known, viet.DateOf(p.At))
	}
	if !p.PausedUntil.IsZero() {
		known = latest(known, p.PausedUntil.AddDays(1))
	}
	tell := func(day viet.Date, step string) {
		if first.Compare(day) <= 0 && day.Compare(last) <= 0 {
			told[oracleStep{work, due, step}] = day
		}
	}
	before, overdue, weekly := duty.stepsOf(&sub.Rule)
	before1, soon := false, known
	for o.silent(soon, &sub.Rule) {
		soon = soon.AddDays(1)
	}
	for _, n := range before {
		day := due.AddDays(-n)
		for o.silent(day, &sub.Rule) {
			day = day.AddDays(-1)
		}
		if known.Compare(day) <= 0 {
			tell(day, StepName(-n))
			before1 = true
		}
	}
	overdueBySoon := false
	after := func(n int) viet.Date {
		day := due.AddDays(n)
		for o.silent(day, &sub.Rule) {
			day = day.AddDays(1)
		}
		if known.Compare(day) <= 0 {
			tell(day, StepName(n))
			overdueBySoon = overdueBySoon || day.Compare(soon) <= 0
		}
		return day
	}
	n := 0
	for _, n = range overdue {
		after(n)
	}
	for end := latest(last, soon); weekly; {
		if n += 7; end.Before(after(n)) {
			break
		}
	}
	// On short notice all steps before the due day are over: it is told as soon as one may speak.
	if len(before) > 0 && !before1 && known.Compare(due) <= 0 && !overdueBySoon {
		tell(soon, StepName(due.DaysUntil(soon)))
	}
}

// stepsOf are the steps of the Rule that fit between two rounds.
func (d *oracleDuty) stepsOf(r *Rule) (before, overdue []int, weekly bool) {
	if d.round == nil || d.round.furthest < 0 {
		return r.Before, slices.Sorted(slices.Values(r.Overdue)), r.Weekly
	}
	for _, n := range r.Before {
		if n <= d.round.furthest {
			before = append(before, n)
		}
	}
	for _, n := range r.Overdue {
		if n <= d.round.furthest && !d.round.standing {
			overdue = append(overdue, n)
		}
	}
	if before == nil {
		before = []int{0}
	}
	slices.Sort(overdue)
	return before, overdue, false
}

// silent reports whether nobody may be spoken to.
func (o *oracle) silent(day viet.Date, r *Rule) bool {
	return o.off(day) || slices.Contains(r.Quiet, day.Time().Weekday())
}

func latest(days ...viet.Date) viet.Date { return slices.MaxFunc(days, viet.Date.Compare) }

// figures returns the keys of the digests and pictures of the days from first on, told on the days planned: on the
// first day of a week and of a month on which one may speak, or as soon after as the program runs.
func (o *oracle) figures(sub *Subscriber, first viet.Date, planned []viet.Date) []string {
	var keys []string
	seen := map[string]bool{}
	first = latest(first, viet.DateOf(sub.Since))
	add := func(start, today viet.Date, name string) {
		for o.silent(start, &sub.Rule) {
			start = start.AddDays(1)
		}
		if first.Compare(start) <= 0 && start.Compare(today) <= 0 && !seen[name] {
			seen[name] = true
			keys = append(keys, name)
		}
	}
	for _, today := range planned {
		monday := today
		for monday.Time().Weekday() != time.Monday {
			monday = monday.AddDays(-1)
		}
		if sub.Rule.Digest {
			add(monday, today, "digest:"+monday.String())
		}
		if month := (viet.Date{Year: today.Year, Month: today.Month, Day: 1}); sub.Rule.Picture {
			add(month, today, "picture:"+month.AddDays(-1).String()[:7])
		}
	}
	slices.Sort(keys)
	return keys
}
