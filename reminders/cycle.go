package reminders

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"dondoc/corpus/viet"
)

// cycle is how a recurring Task comes round.
type cycle struct {
	months   int  // between two due days; 0 when days are counted
	days     int  // between two due days; 0 when months are counted
	twice    bool // also in the middle of the month
	furthest int  // days before a due day that a step makes sense; -1: no bound
	standing bool // goes on without ever being due: a look at how it goes, once a cycle
}

// cycles are the values of corpus.Task's Recurring. A duty of every day and one that never rests are looked at once a
// quarter: more would be noise.
var cycles = map[string]cycle{
	"continuous":     {months: 3, standing: true},
	"daily":          {months: 3, standing: true},
	"weekly":         {days: 7, furthest: 1},
	"every_2_weeks":  {days: 14, furthest: 3},
	"twice_a_month":  {months: 1, twice: true, furthest: 3},
	"monthly":        {months: 1, furthest: 7},
	"every_2_months": {months: 2, furthest: 14},
	"quarterly":      {months: 3, furthest: 14},
	"twice_a_year":   {months: 6, furthest: 30},
	"yearly":         {months: 12, furthest: -1},
}

// cycleOf returns the cycle that a name stands for. One that nobody has listed is looked at once a quarter, so that it
// is not forgotten.
func cycleOf(recurring string) cycle {
	if c, ok := cycles[recurring]; ok {
		return c
	}
	var n int
	if _, err := fmt.Sscanf(recurring, "every_%d_months", &n); err == nil && n > 0 && n <= 120 {
		c := cycle{months: n, furthest: 14}
		if n >= 12 {
			c.furthest = -1
		}
		return c
	}
	if _, err := fmt.Sscanf(recurring, "every_%d_years", &n); err == nil && n > 0 && n <= 10 {
		return cycle{months: 12 * n, furthest: -1}
	}
	return cycles["quarterly"]
}

// rule returns the steps of r that fit into the cycle. What comes round soon is not overdue for weeks.
func (c cycle) rule(r Rule) Rule {
	if c.furthest < 0 {
		return r
	}
	fits := func(steps []int) (some []int) {
		for _, n := range steps {
			if n <= c.furthest {
				some = append(some, n)
			}
		}
		return some
	}
	r.Before, r.Overdue, r.Weekly = fits(r.Before), fits(r.Overdue), false
	if c.standing {
		r.Overdue = nil
	}
	if len(r.Before) == 0 {
		r.Before = []int{0}
	}
	return r
}

// occurrences calls yield with the due days from the first on or after from to the last on or before to.
func (c cycle) occurrences(phrase string, from, to viet.Date, yield func(viet.Date)) {
	if c.days > 0 {
		// Weeks end on Friday; two weeks are counted from the first Friday of the Common Era, so that every year agrees.
		d := from
		for d.Time().Weekday() != time.Friday || dayNumber(d)%c.days != fridayNumber%c.days && c.days > 7 {
			d = d.AddDays(1)
		}
		for ; d.Compare(to) <= 0; d = d.AddDays(c.days) {
			yield(d)
		}
		return
	}
	day, month := dayIn(phrase)
	for year := from.Year; year <= to.Year; year++ {
		for m := c.months; m <= 12 || c.months > 12 && m == c.months; m += c.months {
			if c.months > 12 && year%(c.months/12) != 0 {
				continue
			}
			last := time.Month((m-1)%12 + 1)
			if c.months >= 12 {
				last = time.December
				if month > 0 {
					last = month
				}
			}
			if c.twice {
				within(viet.Date{Year: year, Month: last, Day: 15}, from, to, yield)
			}
			within(dayOfMonth(year, last, day), from, to, yield)
		}
	}
}

// fridayNumber is the number of some Friday, 2023-01-06.
var fridayNumber = dayNumber(viet.Date{Year: 2023, Month: time.January, Day: 6})

func within(d, from, to viet.Date, yield func(viet.Date)) {
	if d.Compare(from) >= 0 && d.Compare(to) <= 0 {
		yield(d)
	}
}

// dayOfMonth returns the day of a month, its last when day is 0 or the month is shorter.
func dayOfMonth(year int, month time.Month, day int) viet.Date {
	last := viet.LastOfMonth(year, month)
	if day <= 0 || day > last.Day {
		return last
	}
	last.Day = day
	return last
}

var (
	dayWords   = regexp.MustCompile(`\b(truoc )?ngay (\d{1,2})\b`)
	monthWords = regexp.MustCompile(`\bthang (\d{1,2})\b|\bngay \d{1,2}/(\d{1,2})\b`)
)

// dayIn reads the day, and of a yearly phrase the month, on which a cycle ends: "hằng tháng, trước ngày 20" is due on
// day 19, "ngày 15 tháng 12 hằng năm" on 15 December. 0 is "at its end".
func dayIn(phrase string) (day int, month time.Month) {
	folded := viet.Fold(viet.Normalize(phrase))
	if found := monthWords.FindStringSubmatch(folded); found != nil {
		n, err := strconv.Atoi(found[1] + found[2])
		if err == nil && n >= 1 && n <= 12 {
			month = time.Month(n)
		}
	}
	found := dayWords.FindStringSubmatch(folded)
	if found == nil {
		return 0, month
	}
	day, err := strconv.Atoi(found[2])
	if err != nil || day < 1 || day > 31 {
		return 0, month
	}
	if found[1] != "" {
		day--
	}
	return day, month // "trước ngày 1" gives 0, the end of the month before
}
