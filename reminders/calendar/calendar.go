package calendar

import (
	"bytes"
	_ "embed" // days.csv
	"maps"
	"sync"
	"time"

	"dondoc/corpus/viet"
)

// Day is a day on which the calendar departs from the plain week.
type Day struct {
	Date    viet.Date
	Name    string // "Tết Nguyên đán: mùng 1"
	Working bool   // a weekend day that is worked (làm bù); false: a day off
	Source  string
}

// Calendar tells working days from days off. It does not change and may be used by many goroutines at once.
// The zero Calendar knows weekends only. The zero Date ("no date") is never off, and a step from it leads back to it.
type Calendar struct {
	days map[int]Day // by day number
}

//go:embed days.csv
var announced []byte

var defaultCalendar = sync.OnceValue(func() *Calendar {
	var days []Day
	for year := firstRuleYear; year <= lastRuleYear; year++ {
		days = append(days, ruleDays(year)...)
	}
	decided, err := ReadDays(bytes.NewReader(announced))
	if err == nil { // a test proves the embedded file good
		days = append(days, decided...)
	}
	return (&Calendar{}).With(days)
})

// Default returns the calendar that the program carries: the rules of the law and the days announced so far.
func Default() *Calendar { return defaultCalendar() }

// With returns a calendar that has the days on top; c itself stays as it is. Of several days with the same date
// the last one wins. One with Working set makes any day a working day, be it a holiday or a Sunday. What is not
// a date is passed over.
func (c *Calendar) With(days []Day) *Calendar {
	all := maps.Clone(c.days)
	if all == nil {
		all = make(map[int]Day, len(days))
	}
	for _, d := range days {
		if _, exists := viet.NewDate(d.Date.Year, int(d.Date.Month), d.Date.Day); exists {
			all[dayNumber(d.Date)] = d
		}
	}
	return &Calendar{days: all}
}

// Off reports whether offices are closed on the day. In years beyond the rules it knows weekends and the days of With.
func (c *Calendar) Off(d viet.Date) bool { return !d.IsZero() && c.off(dayNumber(d)) }

func (c *Calendar) off(day int) bool {
	if d, ok := c.days[day]; ok {
		return !d.Working
	}
	return isWeekend(day)
}

// Name returns the name of the holiday, also of one on a weekend; "" for every other day, worked or not.
func (c *Calendar) Name(d viet.Date) string {
	day := c.days[dayNumber(d)]
	if day.Working {
		return ""
	}
	return day.Name
}

// Days returns the days of the year on which the calendar departs from the plain week, sorted: the holidays,
// also those on a weekend, and, with Working set, the days that are worked in spite of it.
func (c *Calendar) Days(year int) []Day {
	var days []Day
	first := dayNumber(viet.Date{Year: year, Month: time.January, Day: 1})
	last := dayNumber(viet.Date{Year: year, Month: time.December, Day: 31})
	for n := first; n <= last; n++ {
		if d, ok := c.days[n]; ok {
			days = append(days, d)
		}
	}
	return days
}

// longestBreak bounds the search for a working day, so that a calendar of nothing but holidays cannot hang the program.
const longestBreak = 366 // days

// OnOrBefore returns d itself when it is a working day, else the nearest working day before. When there is none
// within a year it returns d all the same: a reminder on a day off is better than none.
func (c *Calendar) OnOrBefore(d viet.Date) viet.Date { return c.nearest(d, -1) }

// OnOrAfter returns d itself when it is a working day, else the nearest working day after, as OnOrBefore does.
func (c *Calendar) OnOrAfter(d viet.Date) viet.Date { return c.nearest(d, 1) }

func (c *Calendar) nearest(d viet.Date, step int) viet.Date {
	if !c.Off(d) {
		return d
	}
	day := dayNumber(d)
	for range longestBreak {
		if day += step; !c.off(day) {
			return dateOf(day)
		}
	}
	return d
}

// lastDay is the end of what an ISO date can name.
var lastDay = dayNumber(viet.Date{Year: 9999, Month: time.December, Day: 31})

// Add returns the n-th working day after d, or before it when n is negative; d itself is not counted, and n = 0
// returns it. It returns the zero Date when a year passes without a working day, or when the way leads out of the
// years 1 to 9999.
func (c *Calendar) Add(d viet.Date, n int) viet.Date {
	if n == 0 || d.IsZero() {
		return d
	}
	step := 1
	if n < 0 {
		step = -1
	}
	day := dayNumber(d)
	for closed := 0; n != 0; {
		day += step
		switch {
		case day < 1 || day > lastDay || closed > longestBreak:
			return viet.Date{}
		case c.off(day):
			closed++
		default:
			n, closed = n-step, 0
		}
	}
	return dateOf(day)
}
