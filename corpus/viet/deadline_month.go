package viet

import "unicode"

// yearAfter reads the year behind a month or quarter: "/2023", " năm 2021", " (Năm 2021)", "-2026", " năm sau".
func (p *parser) yearAfter(pt *point, i int) int {
	j := i
	switch {
	case p.ch(j, '/'):
		j++
		if p.is(j, wNam) {
			j++
		}
	case p.tight(j, '-'), p.tight(j, '.'), p.cell && p.ch(j, '-'):
		j++
	case p.ch(j, '('):
		j++
		if p.is(j, wNam) {
			j++
		}
		if !p.ch(j+1, ')') {
			return i
		}
	case (p.ch(j, ',') || p.is(j, wCua)) && p.is(j+1, wNam):
		j += 2
	case p.is(j, wNam):
		if next, k := p.nearYear(j); k > 0 {
			pt.next = next
			return k
		}
		j++
	default:
		return i
	}
	if !p.yearAt(j) {
		return i
	}
	pt.year, pt.guessed = p.out[j].value, pt.guessed || p.out[j].guessed
	if p.ch(i, '(') {
		j++
	}
	return j + 1
}

// nearYear reads "năm nay", "năm sau". The index is 0 when there is neither.
func (p *parser) nearYear(i int) (nextness, int) {
	if !p.is(i, wNam) {
		return nextness{}, 0
	}
	return p.nearness(i + 1)
}

// nearness reads "này", "nay", "sau", "tới", "tiếp theo", "kế tiếp", "liền kề". The index is 0 when there is none.
func (p *parser) nearness(i int) (nextness, int) {
	if p.is(i, wNay) {
		return nextness{relative: true}, i + 1
	}
	if j := p.following(i); j > i {
		return nextness{relative: true, further: 1}, j
	}
	return nextness{}, 0
}

// following reads a word for the next of its kind: "tháng sau", "quý tiếp theo", "năm liền kề".
func (p *parser) following(i int) int {
	switch {
	case p.is(i, wSau):
		return i + 1
	case p.is(i, wDen) && p.text[p.out[i].start]|0x20 == 't': // "tới", not "đến"
		return i + 1
	case p.is(i, wLien) && p.other(i+1, "ke"), p.is(i, wLuyKe) && p.other(i+1, "tiep"):
		return i + 2
	case p.is(i, wLien, wSau):
		return i + 2
	}
	if p.other(i, "tiep theo") || p.other(i, "ke tiep") || p.other(i, "tiep") {
		return i + 1
	}
	return i
}

// month reads "tháng 6/2026", "tháng Sáu", "T6/2026", "tháng này".
func (p *parser) month(pt *point, i int) (int, bool) {
	pt.grain = monthGrain
	at := i + 1
	if p.is(i, wT) {
		if p.tight(at, '.') {
			at++
		} else if !p.get(at).glued {
			return i, false
		}
	}
	if p.other(at, "gieng") || p.other(at, "chap") {
		pt.lunar = true
		return at + 1, true
	}
	if next, j := p.nearness(at); j > 0 && p.is(i, wThang) {
		pt.next = next
		return j, pt.part == whole || next.further == 0
	}
	v, j, ok := p.monthNumber(at)
	if !ok {
		return i, false
	}
	pt.month = v
	pt.guessed = pt.guessed || p.out[i].guessed || p.out[at].guessed
	return p.yearAfter(pt, p.skipInWords(j)), true
}

// monthNumber reads a month in digits or in words. "tháng năm" is May only where it is written as a name or a year follows,
// and what runs on is no month: "tháng tư vấn", "tháng một lần".
func (p *parser) monthNumber(i int) (n short, next int, ok bool) {
	if n, ok := p.numberUpTo(i, 12); ok {
		return n, i + 1, !p.is(i+1, wLan)
	}
	dated := p.ch(i+1, '/') && p.yearAt(i+2) || p.is(i+1, wNam) && p.yearAt(i+2)
	if p.is(i, wNam) {
		return 5, i + 1, (dated || p.capital(i)) && !p.yearAt(i+1)
	}
	n, next = p.numberWord(i)
	return n, next, n > 0 && n <= 12 && !p.is(next, wLan) && (p.capital(i) || p.get(next).kind != otherWord)
}

func (p *parser) capital(i int) bool {
	for _, r := range p.text[p.out[i].start:p.out[i].end] {
		return unicode.IsUpper(r)
	}
	return false
}

// quarter reads "Quý II/2026", "Q2/2026", "quý tư", "quý này".
func (p *parser) quarter(pt *point, i int) (int, bool) {
	at := i + 1
	if p.is(i, wQ) && p.tight(at, '.') {
		at++
	}
	t := p.get(at)
	if p.is(i, wQ) && !t.glued {
		return i, false
	}
	pt.grain = quarterGrain
	pt.guessed = p.out[i].guessed || t.guessed
	if next, j := p.nearness(at); j > 0 && p.is(i, wQuy) && !pt.guessed {
		pt.next = next
		return j, pt.part == whole
	}
	j, isRoman := at+1, t.kind == roman
	if isRoman {
		pt.month = t.value
	} else if v, ok := p.numberUpTo(at, 4); ok {
		pt.month = v
	} else if v, k := p.numberWord(at); v >= 1 && v <= 4 && p.get(k).kind != otherWord {
		pt.month, j = v, k
	} else {
		return i, false
	}
	j = p.yearAfter(pt, j)
	// "quỹ 3" is a fund before it is a quarter.
	return j, isRoman && t.end-t.start <= 3 || !p.out[i].guessed || pt.year > 0
}

// romanQuarter reads "I/2026", which a column of times writes for a quarter.
func (p *parser) romanQuarter(pt *point, i int) (int, bool) {
	if p.get(i-1).glued || !p.ch(i+1, '/') || !p.yearAt(i+2) {
		return i, false
	}
	pt.grain, pt.month, pt.guessed = quarterGrain, p.out[i].value, p.out[i].guessed
	return p.yearAfter(pt, i+1), true
}

func (p *parser) year(pt *point, i int) (int, bool) {
	pt.grain = yearGrain
	if p.yearAt(i + 1) {
		pt.year, pt.guessed = p.out[i+1].value, p.out[i+1].guessed
		return i + 2, true
	}
	if next, j := p.nearYear(i); j > 0 {
		pt.next = next
		return j, p.cell || next.further == 0
	}
	return i + 1, pt.part != whole && p.yearEnds(i+1)
}

// otherYears follow "năm" when it is no calendar year: "cuối năm học".
var otherYears = []string{"hoc", "tai", "ngan", "am", "ke", "bao", "thu", "muc"}

// yearEnds reports whether "năm" before the lexeme i stands for itself.
func (p *parser) yearEnds(i int) bool {
	t := p.get(i)
	if t.kind != otherWord {
		return p.phraseEnds(i)
	}
	for _, w := range otherYears {
		if foldedPrefix(p.text[t.start:t.end], w) > 0 {
			return false
		}
	}
	return true
}

// week reads "tuần này", "tuần đầu tháng 5", "tuần thứ hai của tháng 5", "tuần 3 tháng 5/2026", "tuần cuối tháng 5".
func (p *parser) week(pt *point, i int) (int, bool) {
	j := i + 1
	if next, k := p.nearness(j); k > 0 {
		pt.grain, pt.next = weekGrain, next
		return k, true
	}
	last := false
	var n short
	switch {
	case p.is(j, wDau):
		n, j = 1, j+1
	case p.is(j, wCuoi):
		last, j = true, j+1
	default:
		if p.is(j, wThu) {
			j++
		}
		var ok bool
		if n, j, ok = p.number(j, 4); !ok {
			return i, false
		}
	}
	if p.other(j, "tien") || p.other(j, "cung") {
		j++
	}
	if p.is(j, wCua) {
		j++
	}
	if !p.is(j, wThang) {
		return i, false
	}
	pt.stretch = stretch{from: 7*n - 6, to: 7 * n, vague: true}
	if last {
		pt.stretch = stretch{from: -7}
	}
	j, ok := p.month(pt, j)
	return j, ok
}

// half reads "nửa đầu năm 2026", "nửa cuối tháng 6".
func (p *parser) half(pt *point, i int) (int, bool) {
	last := p.is(i+1, wCuoi) || p.is(i+1, wSau)
	if !last && !p.is(i+1, wDau) {
		return i, false
	}
	j := i + 2
	if p.is(j, wThang) {
		pt.stretch = stretch{to: 15}
		if last {
			pt.stretch = stretch{from: 16, spread: true}
		}
		return p.month(pt, j)
	}
	if !p.is(j, wNam) {
		return i, false
	}
	pt.part = early // as "đầu năm" the year may be left out
	j, ok := p.year(pt, j)
	pt.part, pt.grain, pt.month = whole, headGrain, 6
	if last {
		pt.grain = tailGrain
	}
	return j, ok
}

// tenDays reads "thượng tuần", "trung tuần" and "hạ tuần" of a month: its first, second and last ten days.
func (p *parser) tenDays(pt *point, i int) (int, bool) {
	switch p.out[i].word {
	case wThuongWeek:
		pt.part = early
	case wTrung:
		pt.part = middle
	case wHa:
		pt.part = late
	}
	if !p.is(i+2, wThang) {
		return i, false
	}
	return p.month(pt, i+2)
}
