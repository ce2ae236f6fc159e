package calendar

import (
	"time"

	"dondoc/corpus/viet"
)

// A day number counts days: 1 is 1 January of the year 1, a Monday.
const julianDayZero = 1721424.5 // the Julian day with which day number 0 begins, in UTC

const daysPerWeek = 7

var dayOne = viet.Date{Year: 1, Month: time.January, Day: 1}

// dayNumber is exact for the dates of the Gregorian calendar; for what is no date it returns some number.
func dayNumber(d viet.Date) int {
	year, month := d.Year, int(d.Month)
	if month <= 2 { // let the year begin in March, so that the leap day is its last
		year, month = year-1, month+12
	}
	const beforeMarch = 306 // days from March to the end of the year
	return 365*year + year/4 - year/100 + year/400 + (153*month-457)/5 + d.Day - beforeMarch
}

func dateOf(day int) viet.Date { return dayOne.AddDays(day - 1) }

func isWeekend(day int) bool {
	weekday := time.Weekday(day % daysPerWeek)
	return weekday == time.Saturday || weekday == time.Sunday
}
