package reminders

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
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

// length is about the days of a round, at most.
func (c cycle) length() int { return max(c.days, 31*c.months) }

var (
	cycleWords = regexp.MustCompile(`\b(?:hang|moi|dinh ky|thuong xuyen|thuong nien)\b|/ ?lan|lan ?/`)
	aYear      = regexp.MustCompile(`\d{4}`)
)

// comesRound reports whether Milestone i of a Task is its cycle; a day of its own is due once. Of a yearly Task a day
// without a year is the day of the cycle, and what says no more than "hằng năm" then adds none.
func comesRound(t *Task, i int) bool {
	m := &t.Milestones[i]
	switch {
	case t.Recurring == "":
		return false
	case t.Recurring == "yearly" && isDayOfYear(m):
		return true
	case m.Due.IsZero() && t.Recurring == "yearly":
		return len(daysOfYear(m.Phrase, leapYear)) > 0 || !slices.ContainsFunc(t.Milestones, func(other Milestone) bool {
			return other.Gone.IsZero() && isDayOfYear(&other)
		})
	}
	return m.Due.IsZero() || !m.Start.IsZero() || cycleWords.MatchString(viet.Fold(viet.Normalize(m.Phrase)))
}

func isDayOfYear(m *Milestone) bool {
	return !m.Due.IsZero() && m.Start.IsZero() && !aYear.MatchString(m.Phrase) && len(daysOfYear(m.Phrase, leapYear)) > 0
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

// occurrences calls yield with the due days from the first on or after from to the last on or before to, in order. The
// phrase tells the days: "hằng tháng, trước ngày 20" is due on day 19, "ngày 15 tháng 12 hằng năm" on 15 December; without
// one a cycle is due on its last day, a week on Friday.
func (c cycle) occurrences(phrase string, from, to viet.Date, yield func(viet.Date)) {
	if c.days > 0 {
		c.weeks(phrase, from, to, yield)
		return
	}
	var all []viet.Date
	add := func(d viet.Date) {
		if d.Compare(from) >= 0 && d.Compare(to) <= 0 {
			all = append(all, d)
		}
	}
	for year := from.Year - 1; year <= to.Year+1; year++ { // "trước ngày 01/01" ends the year before
		if c.months < 12 && !c.perYear() {
			c.monthsOf(year, phrase, add)
		} else if n := c.months / 12; n <= 1 || year%n == 0 {
			c.yearOf(year, phrase, add)
		}
	}
	slices.SortFunc(all, viet.Date.Compare)
	for _, d := range slices.Compact(all) {
		yield(d)
	}
}

// perYear reports whether the days of the cycle are told as days of a year.
func (c cycle) perYear() bool { return c.months == 6 }

// weeks counts from a day of 2023, so that every year agrees which of two weeks is meant.
func (c cycle) weeks(phrase string, from, to viet.Date, yield func(viet.Date)) {
	day := weekdayIn(phrase)
	first := viet.Date{Year: 2023, Month: time.January, Day: 1}.AddDays(int(day)) // 1 January was a Sunday
	behind := (dayNumber(first) - dayNumber(from)) % c.days
	for d := from.AddDays((behind + c.days) % c.days); d.Compare(to) <= 0; d = d.AddDays(c.days) {
		yield(d)
	}
}

// monthsOf adds the due days of a year's periods of less than a year.
func (c cycle) monthsOf(year int, phrase string, add func(viet.Date)) {
	folded := viet.Fold(viet.Normalize(phrase))
	shift := 0
	if nextPeriod.MatchString(folded) {
		shift = 1
	}
	for m := c.months; m <= 12; m += c.months {
		for _, day := range c.daysIn(folded) {
			add(dayOfMonth(year, time.Month(m), day, shift))
		}
	}
}

// yearOf adds the due days of a year.
func (c cycle) yearOf(year int, phrase string, add func(viet.Date)) {
	days := daysOfYear(phrase, year)
	for _, d := range days {
		add(d)
	}
	if len(days) > 0 {
		return
	}
	if c.perYear() {
		add(viet.LastOfMonth(year, time.June))
	}
	add(viet.LastOfMonth(year, time.December))
}

var (
	nextPeriod   = regexp.MustCompile(`\bthang dau (?:cua )?quy (?:sau|tiep|ke)`)
	daysOfMonths = regexp.MustCompile(`(\btu )?(\btruoc )?\bngay (\d{1,2})(?:(?: va|,) (?:ngay )?(\d{1,2}))?(?:[^\d/]|$)`)
	monthsEnd    = regexp.MustCompile(`\bcuoi thang\b`)
	weekdays     = regexp.MustCompile(`\bthu (hai|ba|tu|nam|sau|[2-6])\b`)
	yearWords    = regexp.MustCompile(`(?i)định kỳ|(?:hằng|hàng|mỗi|các) năm|thường niên|\d+ (?:năm|lần)/(?:lần|năm)|của năm`)
)

// daysIn reads on which days of a month a cycle is due, from a folded phrase; 0 is its last day.
func (c cycle) daysIn(folded string) []int {
	var days []int
	for _, found := range daysOfMonths.FindAllStringSubmatch(folded, -1) {
		for _, number := range found[3:] {
			n, err := strconv.Atoi(number)
			if err != nil || found[1] != "" || n < 1 || n > 31 {
				continue
			}
			if found[2] != "" {
				n-- // "trước ngày 1" gives 0, the end of the month before: every month has one
			}
			days = append(days, n)
		}
	}
	if monthsEnd.MatchString(folded) {
		days = append(days, 0)
	}
	switch {
	case c.twice && len(days) < 2:
		return []int{middle, 0}
	case len(days) == 0:
		return []int{0}
	case !c.twice:
		return days[:1]
	}
	return days
}

// middle is the day of a month that halves it.
const middle = 15

// daysOfYear reads on which days of a year a cycle is due, as a plan for that year would be read.
func daysOfYear(phrase string, year int) []viet.Date {
	var days []viet.Date
	for part := range strings.FieldsFuncSeq(strings.ReplaceAll(viet.Normalize(phrase), " và ", ","), func(r rune) bool { return r == ',' || r == ';' || r == '(' || r == ')' }) {
		if aYear.MatchString(part) {
			continue // a day of one year, or the years for which it holds
		}
		part = viet.Squeeze(yearWords.ReplaceAllString(part, " "))
		if part == "" {
			continue
		}
		if due := dayOfYear(part, year); !due.IsZero() {
			days = append(days, due)
		}
	}
	return days
}

// leapYear stands in for a year that has no 29 February.
const leapYear = 2024

func dayOfYear(part string, year int) viet.Date {
	for _, again := range []string{part, "ngày " + part} { // "… và 15/12"
		if d, ok := viet.ParseDeadline(again, viet.Reference{Year: year}); ok && !d.Due.IsZero() && d.Recurring == "" {
			return d.Due
		}
	}
	if year != leapYear && dayOfYear(part, leapYear) == (viet.Date{Year: leapYear, Month: time.February, Day: 29}) {
		return viet.LastOfMonth(year, time.February)
	}
	return viet.Date{}
}

// weekdayIn reads on which day of a week a cycle is due.
func weekdayIn(phrase string) time.Weekday {
	found := weekdays.FindStringSubmatch(viet.Fold(viet.Normalize(phrase)))
	if found == nil {
		return time.Friday
	}
	return map[string]time.Weekday{
		"hai": time.Monday, "ba": time.Tuesday, "tu": time.Wednesday, "nam": time.Thursday, "sau": time.Friday,
		"2": time.Monday, "3": time.Tuesday, "4": time.Wednesday, "5": time.Thursday, "6": time.Friday,
	}[found[1]]
}

// dayOfMonth returns a day of the month that lies shift months after another, its last when day is 0 or the month is
// shorter.
func dayOfMonth(year int, month time.Month, day, shift int) viet.Date {
	first := viet.DateOf(time.Date(year, month+time.Month(shift), 1, 0, 0, 0, 0, viet.Hanoi))
	last := viet.LastOfMonth(first.Year, first.Month)
	if day <= 0 || day > last.Day {
		return last
	}
	last.Day = day
	return last
}
