package viet

import "strconv"

// rate is how often something happens: times in every count of unit.
type rate struct {
	times, count short
	unit         word
}

// longestRates bounds the cycles that stand side by side: "hằng tháng, quý, 6 tháng và hằng năm".
const longestRates = 6

var unitNames = map[word]string{wGio: "hour", wNgay: "day", wTuan: "week", wThang: "month", wQuy: "quarter", wNam: "year"}

var onceNames = map[word]string{wGio: "hourly", wNgay: "daily", wTuan: "weekly", wThang: "monthly", wQuy: "quarterly", wNam: "yearly"}

// unitDays are about the days of a unit, to tell which of two cycles is shorter.
var unitDays = map[word]float64{wGio: 1. / 24, wNgay: 1, wTuan: 7, wThang: 30, wQuy: 91, wNam: 365}

func (r rate) days() float64 { return unitDays[r.unit] * float64(r.count) / float64(r.times) }

// name gives the cycle in the words of Deadline.Recurring, "" when there are none: "5 lần trong 3 tháng".
func (r rate) name() string {
	if r.times == 1 || r.count%r.times == 0 {
		return every(r.count/r.times, r.unit)
	}
	switch {
	case r.count != 1:
		return ""
	case r.unit == wNam && r.times > 2 && 12%r.times == 0:
		return every(12/r.times, wThang)
	case r.unit == wNam && r.times == 24:
		return rate{2, 1, wThang}.name()
	case r.unit == wNam && r.times == 52:
		return onceNames[wTuan]
	case r.times == 2:
		return "twice_a_" + unitNames[r.unit]
	}
	return strconv.Itoa(int(r.times)) + "_times_a_" + unitNames[r.unit]
}

func every(count short, unit word) string {
	switch {
	case unit == wQuy && count > 1:
		count, unit = 3*count, wThang
	case unit == wNgay && count%7 == 0:
		count, unit = count/7, wTuan
	}
	switch {
	case unit == wThang && count%12 == 0:
		count, unit = count/12, wNam
	case unit == wThang && count == 3:
		return onceNames[wQuy]
	}
	if count == 1 {
		return onceNames[unit]
	}
	return "every_" + strconv.Itoa(int(count)) + "_" + unitNames[unit] + "s"
}

// rate reads "hằng tháng", "mỗi quý 02 lần", "02 lần/tháng", "02 tháng/lần", "3 tháng một lần", "tuần 2 lần", "nửa tháng một lần".
// Behind "định kỳ" a bare unit or number of units will do: "định kỳ 6 tháng".
func (p *parser) rate(i int, regular bool) (rate, int) {
	if (p.is(i, wHang) || p.is(i, wMoi) || p.is(i, wTung) || p.cell && p.other(i, "cac")) && p.isUnit(i+1) && !p.qualified(i+2) {
		r, j := rate{1, 1, p.out[i+1].word}, i+2
		if n, k, ok := p.number(j, 99); ok && p.turn(k) > k {
			r.times, j = n, p.turn(k)
		}
		return r, j
	}
	if p.is(i, wNua, wThang) {
		if j := p.once(i + 2); j > i+2 {
			return rate{2, 1, wThang}, j
		}
	}
	if p.isUnit(i) {
		if p.ch(i+1, '/') && p.is(i+2, wLan) {
			return rate{1, 1, p.out[i].word}, i + 3
		}
		if n, k, ok := p.number(i+1, 99); ok && p.is(k, wLan) {
			return rate{n, 1, p.out[i].word}, k + 1
		}
		if regular && p.bareUnit(i) {
			return rate{1, 1, p.out[i].word}, i + 1
		}
	}
	n, j, ok := p.number(i, 99)
	if !ok {
		return rate{}, i
	}
	if k := p.turn(j); k > j {
		if at := p.perUnit(k); at > 0 {
			return rate{n, 1, p.out[at].word}, at + 1
		}
	}
	if !p.isUnit(j) {
		return rate{}, i
	}
	r := rate{1, n, p.out[j].word}
	if k := p.once(j + 1); k > j+1 {
		return r, k
	}
	if times, k, ok := p.number(j+1, 99); ok && p.is(k, wLan) {
		r.times = times
		return r, k + 1
	}
	if regular && p.bareUnit(j) {
		return r, j + 1
	}
	return rate{}, i
}

// turns are what is counted when something is done over and over, besides "lần" and "kỳ".
var turns = []string{
	"ban tin", "tin", "tin bai", "bai", "so", "buoi", "bao cao", "phien", "phien hop", "cuoc", "cuoc hop", "dot", "chuyen", "chuyen muc", "hoi nghi", "lop", "luot",
}

// meetings are turns that may be named more closely.
var meetings = []string{"lop", "hoi nghi", "cuoc", "dot", "buoi", "phien", "khoa"}

func (p *parser) turn(i int) int {
	if p.is(i, wLan) || p.is(i, wKy) {
		return i + 1
	}
	for _, t := range turns {
		if p.other(i, t) {
			return i + 1
		}
	}
	if t := p.get(i); t.kind == otherWord && t.value <= 4 && p.ch(i+1, '/') { // "02 lớp tập huấn/năm"
		for _, w := range meetings {
			if foldedPrefix(p.text[t.start:t.end], w+" ") > 0 {
				return i + 1
			}
		}
	}
	return i
}

// perUnit reads "/tuần", "mỗi tuần", "một tuần", "trong một tháng", and returns the index of the unit, 0 when there is none.
func (p *parser) perUnit(i int) int {
	j := i
	if p.is(j, wTrong) {
		j++
	}
	if p.ch(j, '/') || p.is(j, wMot) || p.is(j, wMoi) || p.is(j, wHang) || p.get(j).kind == numeral && p.get(j).value == 1 {
		j++
	}
	if n, k, ok := p.number(j, 1); ok && n == 1 && j > i {
		j = k
	}
	if j == i || !p.isUnit(j) {
		return 0
	}
	return j
}

// once reads "/lần", "một lần", "/1 lần", "mỗi lần" behind a number of units.
func (p *parser) once(i int) int {
	j := i
	if p.ch(j, '/') || p.is(j, wMoi) || p.is(j, wHang) {
		j++
	}
	if n, k, ok := p.number(j, 1); ok && n == 1 {
		j = k
	}
	if j > i && p.is(j, wLan) {
		return j + 1
	}
	return i
}

func (p *parser) isUnit(i int) bool {
	return p.is(i, wNgay) || p.is(i, wTuan) || p.is(i, wThang) || p.is(i, wQuy) || p.is(i, wNam) || p.is(i, wGio)
}

// bareUnit reports whether the unit at i is named for itself, and is not the head of something: "quý, năm", not "quý I", "năm 2026", "tháng đầu".
func (p *parser) bareUnit(i int) bool {
	return p.isUnit(i) && !p.is(i, wNgay) && !p.qualified(i+1) && !p.is(i+1, wDau) && !p.is(i+1, wCuoi) && !p.ch(i+1, '/')
}

// qualified reports whether a number follows that belongs to the unit: "ngân hàng năm 2023" is no cycle.
func (p *parser) qualified(i int) bool {
	if p.yearAt(i) || p.get(i).kind == roman {
		return true
	}
	_, j, ok := p.number(i, 99)
	return (ok || p.get(i).kind == numeral) && !p.is(j, wLan) && p.turn(j) == j
}

// rates reads one cycle or several side by side, and gives the shortest.
func (p *parser) rates(i int, regular bool) (rate, int) {
	shortest, next := p.rate(i, regular)
	if next == i {
		return rate{}, i
	}
	for range longestRates {
		j := next
		if !p.ch(j, ',') && !p.is(j, wVa) {
			break
		}
		if j++; p.is(j, wVa) {
			j++
		}
		if p.is(j, wDinh, wKy) {
			j += 2
		}
		r, k := p.rate(j, true)
		if k == j || p.get(j).kind == numeral && !p.isLongUnit(r.unit) {
			break
		}
		if next = k; r.days() < shortest.days() {
			shortest = r
		}
	}
	return shortest, next
}

func (p *parser) isLongUnit(w word) bool { return w == wThang || w == wQuy || w == wNam }
