package viet

// grain is the size of the stretch of time that a point names.
type grain uint8

const (
	noGrain      grain = iota
	dayGrain           // without a month while a range still has to lend it: "từ ngày 01 đến ngày 31/12"
	monthGrain         //
	quarterGrain       // month holds the number of the quarter
	headGrain          // the first months of a year; month says how many
	tailGrain          // the last months of a year
	yearGrain          //
)

type part uint8

const (
	whole  part = iota // "tháng 5"
	early              // "đầu tháng 5"
	middle             // "giữa tháng 5"
	late               // "cuối tháng 5"
	allOf              // "cả năm"
)

// point is a day, month, quarter or year as written. Its year is 0 when not given.
type point struct {
	grain            grain
	year, month, day int
	part             part
	named            bool // written with "ngày"
	guessed          bool // a scanning error was repaired
}

// parser reads spans from the lexemes of one text. Its methods take the index of a lexeme, and return the index behind what they read.
type parser struct {
	lexer
	ref Reference
}

func newParser(text string, ref Reference, cell bool) *parser {
	p := &parser{lexer: lexer{text: text, cell: cell, plain: !hasMarks(text)}, ref: ref}
	p.run()
	return p
}

func (p *parser) get(i int) lexeme {
	if i >= 0 && i < len(p.out) {
		return p.out[i]
	}
	return lexeme{}
}

func (p *parser) is(i int, words ...word) bool {
	for k, w := range words {
		if t := p.get(i + k); t.kind != knownWord || t.word != w {
			return false
		}
	}
	return true
}

func (p *parser) ch(i int, c byte) bool {
	t := p.get(i)
	return t.kind == mark && t.ch == c
}

// tight reports whether the mark stands between two lexemes without any blank.
func (p *parser) tight(i int, c byte) bool {
	return p.ch(i, c) && p.get(i).glued && p.get(i+1).glued
}

// numberUpTo reads a number of one or two digits from 1 to most.
func (p *parser) numberUpTo(i, most int) (int, bool) {
	t := p.get(i)
	return t.value, t.kind == numeral && t.width <= 2 && t.value >= 1 && t.value <= most
}

func (p *parser) yearAt(i int) bool {
	t := p.get(i)
	return t.kind == numeral && t.width == 4 && t.value >= 1990 && t.value <= 2100
}

// yearAfter reads the year behind a month or quarter: "/2023", " năm 2021", " (Năm 2021)", "-2026".
func (p *parser) yearAfter(pt *point, i int) int {
	j := i
	switch {
	case p.ch(j, '/'):
		j++
		if p.is(j, wNam) {
			j++
		}
	case p.tight(j, '-'), p.tight(j, '.'):
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

// point reads a day, month, quarter, half or year.
func (p *parser) point(i int) (point, int, bool) {
	pt := point{}
	j := i
	switch {
	case p.is(j, wDau):
		pt.part, j = early, j+1
	case p.is(j, wGiua):
		pt.part, j = middle, j+1
	case p.is(j, wCuoi):
		pt.part, j = late, j+1
	}
	var ok bool
	switch t := p.get(j); {
	case t.kind == numeral && pt.part == whole:
		pt, j, ok = p.numeric(j)
	case p.is(j, wNgay) && pt.part == whole:
		pt, j, ok = p.numeric(j + 1)
		pt.named = true
		ok = ok && pt.grain == dayGrain
	case p.is(j, wThang) || p.cell && p.is(j, wT):
		j, ok = p.month(&pt, j)
	case p.is(j, wQuy) || p.cell && p.is(j, wQ):
		j, ok = p.quarter(&pt, j)
	case p.is(j, wNam):
		j, ok = p.year(&pt, j)
	}
	if !ok || p.runsOn(j) {
		return point{}, i, false
	}
	return pt, j, true
}

func (p *parser) month(pt *point, i int) (int, bool) {
	v, ok := p.numberUpTo(i+1, 12)
	if !ok || p.is(i, wT) && !p.out[i+1].glued {
		return i, false
	}
	pt.grain, pt.month = monthGrain, v
	pt.guessed = p.out[i].guessed || p.out[i+1].guessed
	return p.yearAfter(pt, i+2), true
}

func (p *parser) quarter(pt *point, i int) (int, bool) {
	t := p.get(i + 1)
	isRoman := t.kind == roman
	if v, ok := p.numberUpTo(i+1, 4); !isRoman && !ok || p.is(i, wQ) && !t.glued {
		return i, false
	} else if !isRoman {
		t.value = v
	}
	pt.grain, pt.month = quarterGrain, t.value
	pt.guessed = p.out[i].guessed || t.guessed
	j := p.yearAfter(pt, i+2)
	// "quỹ 3" is a fund before it is a quarter.
	return j, isRoman && t.end-t.start <= 3 || !p.out[i].guessed || pt.year > 0
}

func (p *parser) year(pt *point, i int) (int, bool) {
	pt.grain = yearGrain
	if p.yearAt(i + 1) {
		pt.year, pt.guessed = p.out[i+1].value, p.out[i+1].guessed
		return i + 2, true
	}
	return i + 1, pt.part != whole && p.phraseEnds(i+1)
}

// phraseEnds reports whether no unknown word or number follows, which would change what "năm" means: "cuối năm học".
func (p *parser) phraseEnds(i int) bool {
	t := p.get(i)
	return t.kind == noToken || t.kind == mark || t.kind == knownWord && t.word != wNay
}

// numeric reads what begins with a number: 15/6/2026, 15/6, 15-6-2026, 15 tháng 6 năm 2026, 6/2026, 2026, 6 tháng đầu năm.
func (p *parser) numeric(i int) (point, int, bool) {
	t, next := p.get(i), p.get(i+2)
	pt := point{guessed: t.guessed}
	if p.yearAt(i) {
		pt.grain, pt.year = yearGrain, t.value
		return pt, i + 1, true
	}
	if t.kind != numeral || t.width > 2 {
		return pt, i, false
	}
	pt.grain, pt.day = dayGrain, t.value
	switch {
	case p.ch(i+1, '/') && p.yearAt(i+2) && t.value >= 1 && t.value <= 12:
		return point{grain: monthGrain, month: t.value, year: next.value, guessed: t.guessed || next.guessed}, i + 3, true
	case p.ch(i+1, '/') && next.kind == numeral && next.width <= 2:
		return p.dayMonth(pt, i+2)
	case (p.tight(i+1, '-') || p.tight(i+1, '.')) && next.kind == numeral && next.width <= 2 &&
		p.tight(i+3, p.out[i+1].ch) && p.yearAt(i+4):
		return p.dayMonth(pt, i+2)
	case p.is(i+1, wThang) && next.kind == numeral && next.width <= 2:
		return p.dayMonth(pt, i+2)
	case p.is(i+1, wThang, wDau, wNam), p.is(i+1, wThang, wCuoi, wNam):
		return p.months(pt, i)
	}
	return pt, i, false
}

// dayMonth reads the month at i and the year behind it. A day that cannot be is accepted only with a year: then it is a slip, not a fraction.
func (p *parser) dayMonth(pt point, i int) (point, int, bool) {
	pt.month = p.out[i].value
	pt.guessed = pt.guessed || p.out[i].guessed
	j := p.yearAfter(&pt, i+1)
	if short := p.get(i + 2); pt.year == 0 && p.ch(i+1, '/') && short.kind == numeral && short.width == 2 && short.value >= 20 && short.value < 50 {
		pt.year, pt.guessed, j = 2000+short.value, true, i+3
	}
	possible := pt.day >= 1 && pt.day <= 31 && pt.month >= 1 && pt.month <= 12
	return pt, j, possible || pt.year > 0
}

// months reads "6 tháng đầu năm 2022".
func (p *parser) months(pt point, i int) (point, int, bool) {
	n, ok := p.numberUpTo(i, 11)
	pt.grain, pt.day, pt.month = headGrain, 0, n
	if p.is(i+2, wCuoi) {
		pt.grain = tailGrain
	}
	j := i + 4
	if p.yearAt(j) {
		pt.year, pt.guessed, j = p.out[j].value, pt.guessed || p.out[j].guessed, j+1
	}
	return pt, j, ok
}

// gluedBefore reports whether the number at i is the tail of something longer: 749/QĐ, 1.234, QĐ12.
func (p *parser) gluedBefore(i int) bool {
	if !p.out[i].glued {
		return false
	}
	t := p.get(i - 1)
	return t.kind == otherWord || t.kind == numeral || t.kind == roman || t.kind == mark && (t.ch == '/' || t.glued && (t.ch == '-' || t.ch == '.' || t.ch == ','))
}

// runsOn reports whether something sticks to the end of a date that makes it another thing: 12/2023/QH15, 15%, 2021-QĐ, 2.026.
func (p *parser) runsOn(i int) bool {
	t, last := p.get(i), p.get(i-1)
	if !t.glued || last.kind != numeral {
		return false
	}
	switch {
	case t.kind != mark:
		return true
	case t.ch == '/' || t.ch == '%':
		return true
	case t.ch == '-':
		return p.get(i+1).glued && p.get(i+1).kind == otherWord
	case t.ch == '.':
		return p.get(i+1).glued && p.get(i+1).kind == numeral
	}
	return false
}
