package reminders

import (
	"slices"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders/calendar"
)

// dayNumber counts days: consecutive days have consecutive numbers.
func dayNumber(d viet.Date) int {
	return int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// plannedStep is a step of one due day: how far from it, and the working day on which it is said.
type plannedStep struct {
	offset int // days after the due day, negative before it
	day    viet.Date
	number int // of day
}

// diary plans steps on a calendar. The steps of a due day are worked out once for all who share a Rule. It is not
// safe for concurrent use.
type diary struct {
	calendar *calendar.Calendar
	known    map[diaryKey][]plannedStep
	rules    []Rule // those met so far, by number
}

type diaryKey struct {
	due  viet.Date
	rule int
}

func newDiary(c *calendar.Calendar) *diary {
	return &diary{calendar: c, known: map[diaryKey][]plannedStep{}}
}

// ruleNumber returns the number under which equal Rules share their steps.
func (d *diary) ruleNumber(r Rule) int {
	for i, known := range d.rules {
		if slices.Equal(known.Before, r.Before) && slices.Equal(known.Overdue, r.Overdue) && known.Weekly == r.Weekly &&
			slices.Equal(known.Quiet, r.Quiet) {
			return i
		}
	}
	d.rules = append(d.rules, r)
	return len(d.rules) - 1
}

// steps returns the steps of a due day in the order of their days, the weekly ones up to the day numbered through.
func (d *diary) steps(due viet.Date, rule int, through int) []plannedStep {
	k := diaryKey{due, rule}
	steps, ok := d.known[k]
	if !ok {
		steps = d.firstSteps(due, &d.rules[rule])
	}
	if r := &d.rules[rule]; r.Weekly {
		steps = d.weekly(due, r, steps, through)
	}
	d.known[k] = steps
	return steps
}

// firstSteps are all but the weekly ones.
func (d *diary) firstSteps(due viet.Date, r *Rule) []plannedStep {
	var steps []plannedStep
	for _, n := range r.Before {
		day := d.onOrBefore(due.AddDays(-n), r)
		steps = append(steps, plannedStep{-n, day, dayNumber(day)})
	}
	for _, n := range r.Overdue {
		steps = append(steps, d.overdue(due, n, r))
	}
	slices.SortFunc(steps, func(a, b plannedStep) int { return a.offset - b.offset })
	return slices.CompactFunc(steps, func(a, b plannedStep) bool { return a.offset == b.offset })
}

const week = 7

// weekly adds the weekly steps until one lies beyond the day numbered through.
func (d *diary) weekly(due viet.Date, r *Rule, steps []plannedStep, through int) []plannedStep {
	last := 0
	if n := len(steps); n > 0 {
		last = max(0, steps[n-1].offset)
	}
	for dayNumber(due)+last <= through {
		last += week
		steps = append(steps, d.overdue(due, last, r))
	}
	return steps
}

func (d *diary) overdue(due viet.Date, n int, r *Rule) plannedStep {
	day := d.onOrAfter(due.AddDays(n), r)
	return plannedStep{n, day, dayNumber(day)}
}

// longestRest bounds the search for a day on which a chat may be spoken to.
const longestRest = 60

// onOrBefore returns the day itself or the nearest before it that is a working day and not quiet.
func (d *diary) onOrBefore(day viet.Date, r *Rule) viet.Date {
	return d.nearest(day, r, func(day viet.Date) viet.Date { return d.calendar.OnOrBefore(day) }, -1)
}

// onOrAfter returns the day itself or the nearest after it that is a working day and not quiet.
func (d *diary) onOrAfter(day viet.Date, r *Rule) viet.Date {
	return d.nearest(day, r, func(day viet.Date) viet.Date { return d.calendar.OnOrAfter(day) }, 1)
}

func (d *diary) nearest(day viet.Date, r *Rule, working func(viet.Date) viet.Date, step int) viet.Date {
	day = working(day)
	for range longestRest {
		if !slices.Contains(r.Quiet, day.Time().Weekday()) {
			return day
		}
		day = working(day.AddDays(step))
	}
	return day
}

// speaksOn reports whether the chat may be spoken to on the day.
func (d *diary) speaksOn(day viet.Date, r *Rule) bool {
	return !d.calendar.Off(day) && !slices.Contains(r.Quiet, day.Time().Weekday())
}
