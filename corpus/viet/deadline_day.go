package viet

import "strings"

// numeric reads what begins with a number: 15/6/2026, 15/6, 15-6-2026, 15 tháng 6 năm 2026, 6/2026, 2026-06-15, 2026, 6 tháng đầu năm.
func (p *parser) numeric(i int) (point, int, bool) {
	t, next := p.get(i), p.get(i+2)
	pt := point{guessed: t.guessed}
	if p.yearAt(i) {
		return p.yearFirst(i)
	}
	if t.kind != numeral || t.width > 2 {
		return pt, i, false
	}
	pt.grain, pt.day = dayGrain, t.value
	if k := p.skipInWords(i + 1); k > i+1 && p.is(k, wThang) {
		return p.dayMonthWord(pt, k)
	}
	isShort := next.kind == numeral && next.width <= 2
	switch {
	case p.ch(i+1, '/') && p.yearAt(i+2) && t.value >= 1 && t.value <= 12:
		return point{grain: monthGrain, month: t.value, year: next.value, guessed: t.guessed || next.guessed}, i + 3, true
	case p.ch(i+1, '/') && isShort:
		return p.dayMonth(pt, i+2)
	case (p.ch(i+1, '-') || p.ch(i+1, '.')) && isShort && p.ch(i+3, p.out[i+1].ch) && p.yearAt(i+4) && (p.cell || p.tight(i+1, p.out[i+1].ch) && p.tight(i+3, p.out[i+1].ch)):
		pt.month, pt.year, pt.guessed = next.value, p.out[i+4].value, t.guessed || next.guessed || p.out[i+4].guessed
		return pt, i + 5, true
	case i == 0 && p.cell && (p.tight(i+1, '-') || p.tight(i+1, '.')) && isShort && p.get(i+3).kind == noToken && t.value > 12: // "30-06", which is no range of months
		pt.month = next.value
		return pt, i + 3, next.value <= 12 && t.value <= 31
	case p.is(i+1, wThang) && isShort:
		return p.dayMonth(pt, i+2)
	case p.is(i+1, wThang) && !p.is(i+2, wDau) && !p.is(i+2, wCuoi) && !(p.is(i+2, wNam) && p.yearAt(i+3)):
		return p.dayMonthWord(pt, i+1)
	case p.cell && p.englishMonth(i+1) > 0, p.cell && p.ch(i+1, '-') && p.englishMonth(i+2) > 0:
		return p.dayEnglish(pt, i+1)
	}
	return p.counted(t.value, i+1)
}

// yearFirst reads 2026 and, as spreadsheets write it, 2026-06-30.
func (p *parser) yearFirst(i int) (point, int, bool) {
	pt := point{grain: yearGrain, year: p.out[i].value, guessed: p.out[i].guessed}
	month, day := p.get(i+2), p.get(i+4)
	if p.tight(i+1, '-') && p.tight(i+3, '-') && month.kind == numeral && month.width == 2 && day.kind == numeral && day.width == 2 {
		pt.grain, pt.month, pt.day = dayGrain, month.value, day.value
		return pt, i + 5, true
	}
	return pt, i + 1, true
}

// dayMonth reads the month at i and the year behind it. A day that cannot be is accepted only with a year: then it is a slip, not a fraction.
func (p *parser) dayMonth(pt point, i int) (point, int, bool) {
	pt.month = p.out[i].value
	pt.guessed = pt.guessed || p.out[i].guessed
	j := p.yearAfter(&pt, p.skipInWords(i+1))
	if y := p.get(i + 2); pt.year == 0 && p.ch(i+1, '/') && y.kind == numeral && y.width == 2 && y.value >= 20 && y.value < 50 {
		pt.year, pt.guessed, j = 2000+y.value, true, i+3
	}
	if p.is(j, wLan) { // "3 tháng 5 lần"
		return pt, j, false
	}
	possible := pt.day >= 1 && pt.day <= 31 && pt.month >= 1 && pt.month <= 12
	return pt, j, possible || pt.year > 0
}

// dayMonthWord reads "tháng Sáu năm 2026" behind a day.
func (p *parser) dayMonthWord(pt point, i int) (point, int, bool) {
	month := point{guessed: pt.guessed}
	j, ok := p.month(&month, i)
	pt.month, pt.year, pt.next, pt.lunar, pt.guessed = month.month, month.year, month.next, month.lunar, month.guessed
	return pt, j, ok && pt.day <= 31
}

// namedDay reads a day with "ngày" or "mùng": "ngày 15/6", "ngày mồng 5 tháng 9", "ngày cuối tháng 6".
func (p *parser) namedDay(i int) (point, int, bool) {
	j := i
	if p.is(j, wNgay) {
		j++
	}
	if pt, k, ok := p.lastDay(j); ok {
		return pt, k, ok
	}
	if p.is(j, wMung) {
		j++
	}
	pt, k, ok := p.numeric(j)
	if p.is(j, wCount) || p.is(j, wMot) {
		pt, k, ok = p.inWords(j)
	}
	pt.named = true
	return pt, k, ok && pt.grain == dayGrain
}

// lastDay reads "cuối cùng của tháng 6", "đầu tiên tháng 6/2026" behind "ngày".
func (p *parser) lastDay(i int) (point, int, bool) {
	first := p.is(i, wDau)
	if !first && !p.is(i, wCuoi) {
		return point{}, i, false
	}
	j := i + 1
	if p.other(j, "cung") || p.other(j, "tien") {
		j++
	}
	if p.is(j, wCua) {
		j++
	}
	pt := point{named: true}
	if !p.is(j, wThang) {
		return pt, i, false
	}
	j, ok := p.month(&pt, j)
	if first {
		pt.stretch = stretch{from: 1, to: 1}
	}
	return pt, j, ok
}

// inWords reads what begins with a number in words: "hai mươi tháng tám", "sáu tháng đầu năm", "hai quý đầu năm".
func (p *parser) inWords(i int) (point, int, bool) {
	n, j := p.numberWord(i)
	if n == 0 {
		return point{}, i, false
	}
	if p.is(j, wThang) && !p.is(j+1, wDau) && !p.is(j+1, wCuoi) {
		return p.dayMonthWord(point{grain: dayGrain, day: n}, j)
	}
	return p.counted(n, j)
}

// numberWord reads a number up to 39 in words, 0 when there is none: "ba mươi mốt".
func (p *parser) numberWord(i int) (n short, next int) {
	if p.is(i, wMot) {
		return 1, i + 1
	}
	if !p.is(i, wCount) {
		return 0, i
	}
	n, j := p.out[i].value, i+1
	tens := n == 10
	if !tens && n <= 3 && p.is(j, wCount) && p.out[j].value == 10 {
		n, j, tens = 10*n, j+1, true
	}
	if tens {
		switch {
		case p.is(j, wMot):
			return n + 1, j + 1
		case p.is(j, wCount) && p.out[j].value < 10:
			return n + p.out[j].value, j + 1
		}
	}
	return n, j
}

// number reads a number of at most two digits, or in words.
func (p *parser) number(i int, most short) (n short, next int, ok bool) {
	if n, ok := p.numberUpTo(i, most); ok {
		return n, i + 1, true
	}
	n, next = p.numberWord(i)
	return n, next, n > 0 && n <= most
}

// counted reads what is counted behind a number: "6 tháng đầu năm 2022", "hai quý đầu năm", "10 ngày cuối tháng 6".
func (p *parser) counted(n short, i int) (point, int, bool) {
	pt := point{guessed: p.get(i - 1).guessed}
	if p.is(i, wThang, wNam) && p.yearAt(i+2) && n <= 11 { // "9 tháng năm 2026"
		return point{grain: headGrain, month: n, year: p.out[i+2].value, guessed: pt.guessed || p.out[i+2].guessed}, i + 3, true
	}
	last := p.is(i+1, wCuoi)
	if !last && !p.is(i+1, wDau) {
		return pt, i, false
	}
	switch {
	case p.is(i, wThang) && p.is(i+2, wNam):
		pt.month = n
	case p.is(i, wQuy) && p.is(i+2, wNam):
		pt.month = 3 * n
	case p.is(i, wNgay) && p.is(i+2, wThang) && n <= 28:
		j, ok := p.month(&pt, i+2)
		pt.stretch = stretch{to: n}
		if last {
			pt.stretch = stretch{from: -n, spread: true}
		}
		return pt, j, ok
	default:
		return pt, i, false
	}
	pt.grain = headGrain
	if last {
		pt.grain = tailGrain
	}
	j := i + 3
	if p.yearAt(j) {
		pt.year, pt.guessed, j = p.out[j].value, pt.guessed || p.out[j].guessed, j+1
	} else if next, k := p.nearYear(j - 1); k > 0 {
		pt.next, j = next, k
	}
	return pt, j, pt.month >= 1 && pt.month <= 11
}

// englishMonths are the names as spreadsheets in English write them, whole or cut to three letters.
var englishMonths = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

func (p *parser) englishMonth(i int) short {
	t := p.get(i)
	if t.kind != otherWord || t.value != 1 || t.end-t.start < 3 {
		return 0
	}
	text := p.text[t.start:t.end]
	for m, name := range englishMonths {
		if strings.EqualFold(text, name) || strings.EqualFold(text, name[:3]) {
			return short(m + 1)
		}
	}
	return 0
}

// dayEnglish reads the rest of "30 Jun 2026" and "30-Jun-2026" at the month or the dash before it.
func (p *parser) dayEnglish(pt point, i int) (point, int, bool) {
	if p.ch(i, '-') {
		i++
	}
	pt.month, i = p.englishMonth(i), i+1
	if p.ch(i, '-') || p.ch(i, ',') {
		i++
	}
	if !p.yearAt(i) {
		return pt, i, false
	}
	pt.year = p.out[i].value
	return pt, i + 1, true
}

// english reads "June 30, 2026" and "June 2026".
func (p *parser) english(i int) (point, int, bool) {
	pt := point{grain: monthGrain, month: p.englishMonth(i)}
	if pt.month == 0 {
		return pt, i, false
	}
	j := i + 1
	if day, ok := p.numberUpTo(j, 31); ok {
		pt.grain, pt.day, j = dayGrain, day, j+1
	}
	if p.ch(j, ',') || p.ch(j, '-') {
		j++
	}
	if !p.yearAt(j) {
		return pt, i, false
	}
	pt.year = p.out[j].value
	return pt, j + 1, true
}
