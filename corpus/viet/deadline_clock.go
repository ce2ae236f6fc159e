package viet

import "time"

// longestMoment bounds the parts of a moment: hour, part of the day, weekday and the commas between them.
const longestMoment = 6

// moment reads the hour, the part of the day and the weekday before a day: "17h00", "14 giờ 30 phút, thứ Sáu,", "sáng".
func (p *parser) moment(i int) (point, int) {
	var pt point
	if t := p.get(i); t.kind == numeral && !p.is(i+1, wGio) && !p.ch(i+1, ':') || t.kind != numeral && t.kind != knownWord {
		return pt, i
	}
	for n := 0; n < longestMoment; n++ {
		j := i
		if p.ch(j, ',') && pt != (point{}) {
			j++
		}
		hour, k := p.clock(j)
		switch {
		case k > j:
			pt.hour, pt.midnight = hour > 0, hour == 0
		case p.is(j, wSang), p.is(j, wTrua), p.is(j, wChieu), p.is(j, wToi):
			pt.hour, k = true, j+1
		default:
			day, next := p.weekdayAt(j)
			if next == j {
				return pt, afterComma(p, pt, i)
			}
			pt.weekday, k = day, next
		}
		i = k
	}
	return pt, i
}

// afterComma skips the comma between a moment and its day: "14 giờ 00, ngày 15/5".
func afterComma(p *parser, pt point, i int) int {
	if pt != (point{}) && p.ch(i, ',') {
		return i + 1
	}
	return i
}

// clock reads a time of day: "16 giờ 30 phút", "17h00", "17:00", "00:00:00".
func (p *parser) clock(i int) (hour short, next int) {
	t := p.get(i)
	if t.kind != numeral || t.width > 2 || t.value > 24 {
		return 0, i
	}
	if p.is(i+1, wGio) && !p.ch(i+2, '/') {
		j := i + 2
		if m := p.get(j); m.kind == numeral && m.width <= 2 && m.value < 60 && !p.is(j+1, wThang) && !p.ch(j+1, '/') {
			if j++; p.is(j, wPhut) {
				j++
			}
		}
		if p.ch(j, '?') && p.get(j).glued { // 14h00'
			j++
		}
		return t.value, j
	}
	j := i
	for p.tight(j+1, ':') && p.get(j+2).kind == numeral && p.get(j+2).width == 2 && p.get(j+2).value < 60 {
		j += 2
	}
	if j == i {
		return 0, i
	}
	return t.value, j + 1
}

// clockBehind reads the weekday behind a day, "15/6/2026 (thứ Hai)", and the time as spreadsheets and hurried hands put it: "30/06/2026 17:00".
func (p *parser) clockBehind(pt *point, i int) int {
	if day, k := p.weekdayAt(i + 1); day > 0 && p.ch(i, '(') && p.ch(k, ')') {
		pt.weekday, i = day, k+1
	}
	if !p.cell {
		return i
	}
	hour, j := p.clock(i)
	if j > i && hour > 0 {
		pt.hour = true
	}
	return j
}

// weekdayAt reads "thứ Hai", "thứ 6", "Chủ nhật".
func (p *parser) weekdayAt(i int) (weekday, int) {
	if p.is(i, wChu, wNhatDay) {
		return weekday(time.Sunday) + 1, i + 2
	}
	if !p.is(i, wThu) {
		return 0, i
	}
	n, j, ok := p.number(i+1, 7)
	if p.is(i+1, wNam) && !p.yearAt(i+2) {
		n, j, ok = 5, i+2, true
	}
	if !ok || n < 2 {
		return 0, i
	}
	return weekday(n), j // Monday is "thứ Hai": 2, one more than time.Monday
}

// lunarBehind reports whether the words behind a point say that it is of the lunar calendar.
func (p *parser) lunarBehind(i int) bool {
	if p.ch(i, '(') {
		i++
	}
	t := p.get(i)
	return t.kind == otherWord && foldedPrefix(p.text[t.start:t.end], "am lich") > 0
}
