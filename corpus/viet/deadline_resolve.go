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
	switch {
	case s.kind == vague:
		d.addDoubt(vagueDoubt(d.Phrase))
	case s.kind == relative:
		p.resolveRelative(&d, s)
	case s.kind == period:
		p.resolvePeriod(&d, s)
	case s.kind == cycle:
		if s.recurring == "" {
			d.addDoubt("Chu kỳ này không có trong danh mục, cần nhắc theo nguyên văn")
		}
		p.resolveCycle(&d, s)
	case s.kind == onePoint:
		p.resolvePoint(&d, s)
	}
	if s.clash {
		d.addDoubt("Hai thời điểm nêu cạnh nhau không khớp, lấy thời điểm hẹp hơn")
	}
	if s.guessed || s.a.guessed || s.b.guessed {
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
		return quoted(d.Phrase) + " có chữ viết khác thường, có thể do lỗi quét"
	}
	return quoted(d.Phrase) + " có chữ viết khác thường, có thể do lỗi quét; hiểu là ngày " + understood.Vietnamese()
}

func (p *parser) resolvePoint(d *Deadline, s span) {
	first, last, ok := p.bounds(d, s.a)
	if !ok {
		return
	}
	if a := s.a; a.grain == dayGrain && a.day == 24 && a.month == 7 && a.year == 0 && !a.named && !s.lead.any() {
		d.addDoubt(quoted(d.Phrase) + " có thể là suốt ngày đêm, cần xem nguyên văn")
	}
	switch {
	case s.lead.before:
		d.Due = endBefore(s.a, first)
		if s.a.part != whole && s.a.part != allOf {
			d.addDoubt("Thời điểm nêu ước lượng, hiểu hạn là ngày " + d.Due.Vietnamese())
		}
	case s.lead.from, s.onwards:
		d.Start = first
	case s.lead.after:
		d.Start = last.AddDays(1)
	case s.lead.until && s.a.midnight:
		d.Due = first.AddDays(-1)
	default:
		d.Due = last
		if s.a.grain == tailGrain || s.a.stretch.spread || s.a.part == allOf && s.a.year == 0 {
			d.Start = first
		}
	}
}

// endBefore returns the last day that is before the point: "trước ngày 12/5" ends on the 11th, "trước 17 giờ ngày 12/5" on the 12th.
func endBefore(pt point, first Date) Date {
	if pt.grain == dayGrain && pt.hour {
		return first
	}
	return first.AddDays(-1)
}

// resolveCycle gives a cycle the dates between which it runs, if any.
func (p *parser) resolveCycle(d *Deadline, s span) {
	switch {
	case s.a.grain == noGrain && s.b.grain == noGrain:
	case s.b.grain == noGrain:
		d.Start, _, _ = p.bounds(d, s.a)
	case s.a.grain == noGrain:
		first, last, ok := p.bounds(d, s.b)
		if d.Due = last; ok && s.bLead.before {
			d.Due = endBefore(s.b, first)
		}
	default:
		p.resolvePeriod(d, s)
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
	if s.bLead.before {
		d.Due = endBefore(b, first)
	}
	if p.namesTerm(s) {
		d.addDoubt("Thời hạn nêu theo nhiệm kỳ, hiểu là từ " + d.Start.Vietnamese() + " đến " + d.Due.Vietnamese())
	}
}

// namesTerm reports whether "nhiệm kỳ" or "khóa" stands right before the years: a term begins and ends within them.
func (p *parser) namesTerm(s span) bool {
	return p.follows(s.first, "nhiem ky") || p.follows(s.first, "khoa")
}

func (p *parser) resolveRelative(d *Deadline, s span) {
	base := p.ref.Issued
	switch s.event {
	case unknownEvent:
		d.addDoubt("Tính từ một sự kiện chưa rõ ngày, chưa xác định được hạn")
		return
	case unsaidEvent:
		d.addDoubt("Không nêu tính từ ngày nào, chưa xác định được hạn")
		return
	case givenEvent:
		if base = p.ref.Given; base.IsZero() {
			d.addDoubt("Chưa biết ngày giao nhiệm vụ, chưa xác định được hạn")
			return
		}
	case datedEvent:
		var ok bool
		if base, _, ok = p.bounds(d, s.a); !ok {
			return
		}
	case coming, issueEvent:
		if base.IsZero() {
			d.addDoubt("Chưa biết ngày ban hành, chưa xác định được hạn")
			return
		}
	}
	amount := int(s.amount)
	switch {
	case s.working:
		d.Due = AddWorkingDays(base, amount, p.ref.Holidays)
	case s.unit == wGio: // a day and a bit may end on either day
		d.addDoubt("Thời hạn tính theo giờ, cần xem nguyên văn")
		return
	case s.unit == wNgay:
		d.Due = base.AddDays(amount)
	case s.unit == wTuan:
		d.Due = base.AddDays(7 * amount)
	case s.unit == wThang:
		d.Due = addMonths(base, amount)
	case s.unit == wNam:
		d.Due = addMonths(base, 12*amount)
	}
	if s.event == coming {
		d.addDoubt(nearDoubt(d.Due))
	}
	if d.Due.IsZero() { // only working days can run out
		d.addDoubt("Lịch nghỉ không còn ngày làm việc, chưa xác định được hạn")
	}
}

// addMonths keeps the day of the month where it exists, and takes the last of the month where it does not.
func addMonths(d Date, n int) Date {
	last := LastOfMonth(d.Year, d.Month+time.Month(n))
	last.Day = min(last.Day, d.Day)
	return last
}
