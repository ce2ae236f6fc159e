package calendar

import (
	"math"
	"time"

	"dondoc/corpus/viet"
)

// The lunar calendar is known for these years. Beyond them nobody can say closely enough how far the Earth has turned.
const (
	firstLunarYear = 1900
	lastLunarYear  = 2199
)

const (
	hanoiOffset    = 7.0 / 24 // days ahead of UTC
	secondsPerDay  = 86400
	synodicMonth   = 29.530589 // days from new moon to new moon, on average
	firstNewMoon   = 730125.6  // as a day number: 6 January 2000, where newMoon begins to count
	longestMonth   = 30        // days
	degreesPerTerm = 30        // a major solar term begins whenever the Sun has passed 30° more
	solsticeTerm   = 9         // the Sun at 270°, the winter solstice
)

// Lunar returns the day in the Vietnamese lunar calendar: rules as of today, day boundaries in UTC+7. Leap
// says that the month repeats the one before (tháng nhuận). Outside of 1900 to 2199 all results are zero.
func Lunar(d viet.Date) (year, month, day int, leap bool) {
	if d.Year < firstLunarYear || d.Year > lastLunarYear {
		return 0, 0, 0, false
	}
	number := dayNumber(d)
	moon := lunationOn(number)
	year = d.Year
	months := solsticeYearOf(year)
	if moon >= months.end {
		year++
		months = solsticeYearOf(year)
	}
	position := int(moon - months.first)
	leap = months.leap > 0 && position == months.leap
	if months.leap > 0 && position >= months.leap {
		position--
	}
	if position < 2 { // months 11 and 12
		year--
	}
	return year, (position+10)%12 + 1, number - moon.firstDay() + 1, leap
}

// Solar is the inverse of Lunar. It returns false for a day that the lunar calendar does not have.
func Solar(year, month, day int, leap bool) (viet.Date, bool) {
	if year < firstLunarYear-1 || year > lastLunarYear || month < 1 || month > 12 || day < 1 || day > longestMonth {
		return viet.Date{}, false
	}
	if month >= 11 {
		year++
	}
	months := solsticeYearOf(year)
	position := (month + 1) % 12
	switch {
	case leap && months.leap != position+1:
		return viet.Date{}, false
	case leap, months.leap > 0 && position >= months.leap:
		position++
	}
	moon := months.first + lunation(position)
	number := moon.firstDay() + day - 1
	d := dateOf(number)
	exists := number < (moon+1).firstDay() && d.Year >= firstLunarYear && d.Year <= lastLunarYear
	if !exists {
		return viet.Date{}, false
	}
	return d, true
}

// solsticeYear is the run of months from that of one winter solstice, which is always month 11, to before that of the next.
type solsticeYear struct {
	first, end lunation
	leap       int // position of the leap month counted from first; 0: there is none
}

// solsticeYearOf returns the run that ends in the given year and thus holds most of it.
func solsticeYearOf(year int) solsticeYear {
	y := solsticeYear{first: solsticeMonth(year - 1), end: solsticeMonth(year)}
	if y.end-y.first == 12 {
		return y
	}
	for m := y.first + 1; m < y.end; m++ {
		if m.term() == (m + 1).term() { // of thirteen months the first without a major solar term
			y.leap = int(m - y.first)
			break
		}
	}
	return y
}

// solsticeMonth returns the month of the winter solstice in December of the year.
func solsticeMonth(year int) lunation {
	m := lunationOn(dayNumber(viet.Date{Year: year, Month: time.December, Day: 31}))
	if m.term() == solsticeTerm { // the solstice was over before the month began
		return m - 1
	}
	return m
}

// lunation is a lunar month; 0 began on 7 January 2000 in Hà Nội.
type lunation int

// lunationOn returns the month that holds the day.
func lunationOn(day int) lunation {
	m := lunation(math.Floor((float64(day) - firstNewMoon) / synodicMonth))
	for m.firstDay() > day {
		m--
	}
	for (m + 1).firstDay() <= day {
		m++
	}
	return m
}

// firstDay returns the number of the day on which the Moon is new.
func (m lunation) firstDay() int {
	moment := newMoon(int(m))
	return int(math.Floor(moment - clockLag(moment) + hanoiOffset - julianDayZero))
}

// term counts the major solar terms passed since the March equinox when the month's first day begins.
// The term that begins later on that day thus belongs to the month, be it before or after the new moon.
func (m lunation) term() int {
	midnight := float64(m.firstDay()) + julianDayZero - hanoiOffset
	return int(sunLongitude(midnight+clockLag(midnight)) / degreesPerTerm)
}
