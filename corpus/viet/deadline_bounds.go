package viet

import (
	"fmt"
	"time"
)

// bounds returns the first and last day of the point; when there are none the Doubt says why.
func (p *parser) bounds(d *Deadline, pt point) (first, last Date, ok bool) {
	switch {
	case pt.lunar:
		d.addDoubt("Ngày theo âm lịch, chưa quy đổi sang dương lịch")
		return Date{}, Date{}, false
	case pt.grain == issueGrain:
		if p.ref.Issued.IsZero() {
			d.addDoubt("Chưa biết ngày ban hành, chưa xác định được ngày")
		}
		return p.ref.Issued, p.ref.Issued, !p.ref.Issued.IsZero()
	case pt.grain == weekGrain, pt.grain == dayGrain && pt.month == 0 && pt.day == 0, pt.next.relative && pt.year == 0 && pt.grain != yearGrain && pt.month == 0:
		return p.near(d, pt)
	}
	year, ok := p.yearOf(d, pt)
	if !ok {
		return Date{}, Date{}, false
	}
	switch pt.grain {
	case dayGrain:
		day, exists := NewDate(year, int(pt.month), int(pt.day))
		if !exists {
			d.addDoubt(fmt.Sprintf("Ngày %d/%d/%d không có trong lịch", pt.day, pt.month, year))
			return Date{}, Date{}, false
		}
		if pt.weekday > 0 && day.Time().Weekday() != pt.weekday.day() {
			d.addDoubt(fmt.Sprintf("Ngày %s là %s, văn bản ghi %s", day.Vietnamese(), weekdayName(day.Time().Weekday()), weekdayName(pt.weekday.day())))
		}
		return day, day, true
	case monthGrain:
		first, last = monthBounds(year, int(pt.month), pt.part)
		first, last = stretched(d, pt.stretch, first, last)
		return first, last, true
	}
	if pt.part == early || pt.part == middle {
		d.addDoubt("Thời điểm nêu ước lượng, lấy ngày cuối của khoảng")
	}
	from, to := monthsOf(pt)
	return Date{year, time.Month(from), 1}, LastOfMonth(year, time.Month(to)), true
}

// yearOf returns the year of a point: its own, or that of the plan, or that in which the document was issued.
func (p *parser) yearOf(d *Deadline, pt point) (int, bool) {
	year := int(pt.year)
	if year > 0 {
		return year, true
	}
	year = p.ref.Year
	switch {
	case year > 0:
	case !p.ref.Issued.IsZero():
		year = p.ref.Issued.Year
		if !pt.next.relative {
			d.addDoubt(fmt.Sprintf("Không nêu năm, hiểu là năm %d theo ngày ban hành", year))
		}
	default:
		d.addDoubt("Không nêu năm, chưa xác định được ngày")
		return 0, false
	}
	if pt.next.further > 0 {
		year += int(pt.next.further)
		d.addDoubt(fmt.Sprintf("Nêu năm sau, hiểu là năm %d theo ngày ban hành", year))
	}
	return year, true
}

// near returns the week, month or quarter that is told from the day of issue: "tuần này", "tháng sau".
func (p *parser) near(d *Deadline, pt point) (first, last Date, ok bool) {
	day, further := p.ref.Issued, int(pt.next.further)
	if day.IsZero() {
		d.addDoubt("Chưa biết ngày ban hành, chưa xác định được ngày")
		return day, day, false
	}
	switch {
	case pt.grain == weekGrain:
		first = monday(day).AddDays(7 * further)
		last = first.AddDays(6)
	case pt.grain == dayGrain && pt.day == 0: // a weekday
		first = monday(day).AddDays(7*further + (int(pt.weekday.day())+6)%7)
		last = first
	case pt.grain == quarterGrain:
		month := time.Month((int(day.Month)-1)/3*3 + 1 + 3*further)
		first, last = LastOfMonth(day.Year, month-1).AddDays(1), LastOfMonth(day.Year, month+2)
	default:
		month := LastOfMonth(day.Year, day.Month+time.Month(further))
		first, last = monthBounds(month.Year, int(month.Month), pt.part)
		if pt.grain == dayGrain {
			if last, ok = NewDate(month.Year, int(month.Month), int(pt.day)); !ok {
				d.addDoubt(fmt.Sprintf("Ngày %d/%d/%d không có trong lịch", pt.day, int(month.Month), month.Year))
				return Date{}, Date{}, false
			}
			first = last
		}
	}
	d.addDoubt(nearDoubt(last))
	return first, last, true
}

func nearDoubt(last Date) string {
	return "Thời điểm tính theo ngày ban hành, hiểu là đến ngày " + last.Vietnamese()
}

// monday returns the first day of the week.
func monday(d Date) Date { return d.AddDays(-(int(d.Time().Weekday()) + 6) % 7) }

func weekdayName(w time.Weekday) string {
	return [...]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}[w]
}

// stretched cuts a month down to the days that are named of it.
func stretched(d *Deadline, s stretch, first, last Date) (Date, Date) {
	from, to := first, last
	if s.from > 0 {
		from = first.AddDays(int(s.from) - 1)
	} else if s.from < 0 {
		from = last.AddDays(int(s.from) + 1)
	}
	if s.to > 0 {
		to = first.AddDays(int(s.to) - 1)
	}
	if s.vague {
		d.addDoubt("Thời điểm nêu ước lượng, hiểu là đến ngày " + to.Vietnamese())
	}
	return from, to
}

// monthBounds: "đầu" is the first ten days of a month, "giữa" the next ten, "cuối" the rest.
func monthBounds(year, month int, part part) (first, last Date) {
	m := time.Month(month)
	first, last = Date{year, m, 1}, LastOfMonth(year, m)
	switch part {
	case early:
		last.Day = 10
	case middle:
		first.Day, last.Day = 11, 20
	case late:
		first.Day = 21
	}
	return first, last
}

// monthsOf returns the first and last month: of a quarter "đầu", "giữa", "cuối" are its months, of a year its first, second and last quarter.
func monthsOf(pt point) (from, to int) {
	step, n := 1, int(pt.month)
	switch pt.grain {
	case quarterGrain:
		from, to = 3*n-2, 3*n
	case headGrain:
		return 1, n
	case tailGrain:
		return 13 - n, 12
	default:
		from, to, step = 1, 12, 3
	}
	switch pt.part {
	case early:
		to = from + step - 1
	case middle:
		from, to = from+step, from+2*step-1
	case late:
		from = to - step + 1
	}
	return from, to
}
