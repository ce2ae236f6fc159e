package viet

import (
	"fmt"
	"time"
)

// resolve meets the calendar. Whatever is assumed or impossible goes into the Doubt.
func (p *parser) resolve(s span) Deadline {
	d := Deadline{From: p.out[s.first].start, To: p.out[s.next-1].end, Recurring: s.recurring}
	if s.cut > 0 {
		d.To = s.cut
	}
	from, to := trimPhrase(p.text[d.From:d.To])
	d.From, d.To = d.From+from, d.From+to
	d.Phrase = Squeeze(p.text[d.From:d.To])
	if s.doubt != "" {
		d.addDoubt(s.doubt)
	}
	switch {
	case s.kind == relative:
		p.resolveRelative(&d, s)
	case s.kind == period, s.kind == cycle && s.b.grain != noGrain:
		p.resolvePeriod(&d, s)
	case s.kind == onePoint:
		p.resolvePoint(&d, s)
	}
	if s.guessed || s.a.guessed || s.b.guessed || s.event.date.guessed {
		d.addDoubt(misreadDoubt(d))
	}
	if !d.Due.IsZero() && d.Due.Before(d.Start) {
		d.addDoubt(fmt.Sprintf("Hạn %s đứng trước ngày bắt đầu %s", d.Due.Vietnamese(), d.Start.Vietnamese()))
	}
	return d
}

func misreadDoubt(d Deadline) string {
	understood := d.Due
	if understood.IsZero() {
		understood = d.Start
	}
	if understood.IsZero() {
		return "“" + d.Phrase + "” có chữ viết khác thường, có thể do lỗi quét"
	}
	return "“" + d.Phrase + "” có chữ viết khác thường, có thể do lỗi quét; hiểu là ngày " + understood.Vietnamese()
}

func (p *parser) resolvePoint(d *Deadline, s span) {
	first, last, ok := p.bounds(d, s.a)
	if !ok {
		return
	}
	switch {
	case s.lead.before:
		d.Due = first.AddDays(-1)
		if s.a.part != whole && s.a.part != allOf {
			d.addDoubt("Thời điểm nêu ước lượng, hiểu hạn là ngày " + d.Due.Vietnamese())
		}
	case s.lead.from:
		d.Start = first
	case s.lead.after:
		d.Start = last.AddDays(1)
	default:
		d.Due = last
		if s.a.grain == tailGrain || s.a.part == allOf && s.a.year == 0 {
			d.Start = first
		}
	}
}

// resolvePeriod lets the two ends of a range lend each other what only one of them says.
func (p *parser) resolvePeriod(d *Deadline, s span) {
	a, b := s.a, s.b
	if a.grain == dayGrain && a.month == 0 {
		a.month = b.month
	}
	turned := a.month > b.month && a.month > 0 && b.month > 0
	switch {
	case a.year == 0 && b.year > 0:
		a.year = b.year
		if turned {
			a.year--
			d.addDoubt(fmt.Sprintf("Không nêu năm bắt đầu, hiểu là năm %d", a.year))
		}
	case b.year == 0 && a.year > 0:
		b.year = a.year
		if turned {
			b.year++
			d.addDoubt(fmt.Sprintf("Không nêu năm kết thúc, hiểu là năm %d", b.year))
		}
	}
	start, _, ok := p.bounds(d, a)
	if !ok {
		return
	}
	first, last, ok := p.bounds(d, b)
	if !ok {
		return
	}
	d.Start, d.Due = start, last
	if s.bBefore {
		d.Due = first.AddDays(-1)
	}
}

func (p *parser) resolveRelative(d *Deadline, s span) {
	base := p.ref.Issued
	switch s.event.kind {
	case unknownEvent:
		d.addDoubt("Tính từ một sự kiện chưa rõ ngày, chưa xác định được hạn")
		return
	case datedEvent:
		var ok bool
		if base, _, ok = p.bounds(d, s.event.date); !ok {
			return
		}
	case issueEvent:
		if base.IsZero() {
			d.addDoubt("Chưa biết ngày ban hành, chưa xác định được hạn")
			return
		}
	}
	switch {
	case s.working:
		d.Due = AddWorkingDays(base, s.amount, p.ref.Holidays)
	case s.unit == wNgay:
		d.Due = base.AddDays(s.amount)
	case s.unit == wTuan:
		d.Due = base.AddDays(7 * s.amount)
	case s.unit == wThang:
		d.Due = addMonths(base, s.amount)
	case s.unit == wNam:
		d.Due = addMonths(base, 12*s.amount)
	}
	if d.Due.IsZero() {
		d.addDoubt("Lịch nghỉ không còn ngày làm việc, chưa xác định được hạn")
	}
}

// addMonths keeps the day of the month where it exists, and takes the last of the month where it does not.
func addMonths(d Date, n int) Date {
	last := LastOfMonth(d.Year, d.Month+time.Month(n))
	last.Day = min(last.Day, d.Day)
	return last
}

// bounds returns the first and last day of the point; when there are none the Doubt says why.
func (p *parser) bounds(d *Deadline, pt point) (first, last Date, ok bool) {
	year := pt.year
	if year == 0 {
		year = p.ref.Year
	}
	if year == 0 && !p.ref.Issued.IsZero() {
		year = p.ref.Issued.Year
		d.addDoubt(fmt.Sprintf("Không nêu năm, hiểu là năm %d theo ngày ban hành", year))
	}
	if year == 0 {
		d.addDoubt("Không nêu năm, chưa xác định được ngày")
		return Date{}, Date{}, false
	}
	if pt.grain == dayGrain {
		day, exists := NewDate(year, pt.month, pt.day)
		if !exists {
			d.addDoubt(fmt.Sprintf("Ngày %d/%d/%d không có trong lịch", pt.day, pt.month, year))
		}
		return day, day, exists
	}
	if pt.grain == monthGrain {
		first, last = monthBounds(year, pt.month, pt.part)
		return first, last, true
	}
	if pt.part == early || pt.part == middle {
		d.addDoubt("Thời điểm nêu ước lượng, lấy ngày cuối của khoảng")
	}
	from, to := monthsOf(pt)
	return Date{year, time.Month(from), 1}, LastOfMonth(year, time.Month(to)), true
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
	step := 1
	switch pt.grain {
	case quarterGrain:
		from, to = 3*pt.month-2, 3*pt.month
	case headGrain:
		return 1, pt.month
	case tailGrain:
		return 13 - pt.month, 12
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
