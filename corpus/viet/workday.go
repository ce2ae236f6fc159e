package viet

import "time"

// longestBreak bounds the search for a working day, so that a calendar of nothing but holidays cannot hang the program.
const longestBreak = 366

// AddWorkingDays returns the n-th working day after d, or before it when n is negative; d itself is not counted.
// Saturday, Sunday and the days for which holiday is true are off; a nil holiday means weekends only.
// It returns the zero Date when a year passes without a working day.
func AddWorkingDays(d Date, n int, holiday func(Date) bool) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for off := 0; n > 0; {
		d = d.AddDays(step)
		if isWorkingDay(d, holiday) {
			n, off = n-1, 0
			continue
		}
		if off++; off > longestBreak {
			return Date{}
		}
	}
	return d
}

func isWorkingDay(d Date, holiday func(Date) bool) bool {
	day := d.Time().Weekday()
	return day != time.Saturday && day != time.Sunday && (holiday == nil || !holiday(d))
}
