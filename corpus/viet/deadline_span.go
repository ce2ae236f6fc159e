package viet

// lead is what the words before a point say about it.
type lead struct {
	before bool // trước
	until  bool // đến
	whole  bool // hết
	latest bool // chậm nhất, muộn nhất, không muộn hơn
	within bool // trong
	at     bool // vào
	from   bool // từ
	after  bool // sau
	stage  bool // giai đoạn
	least  bool // ít nhất, tối thiểu: of how often something is done
}

func (l lead) any() bool { return l != lead{} }

type spanKind uint8

const (
	onePoint spanKind = iota
	period            // from a to b
	relative          // amount of unit after an event
	cycle             // recurring
	vague             // words that set a time and no date: "sau khi được phê duyệt"
)

// span is a deadline phrase as parsed, before it meets the calendar.
type span struct {
	kind      spanKind
	lead      lead
	a, b      point
	bLead     lead // of the end of a period; "đến trước ngày" is exclusive
	onwards   bool // "và các năm tiếp theo": a start without an end
	amount    short
	unit      word
	working   bool
	event     event
	recurring string
	precise   bool // a cycle with "định kỳ", a day or an hour
	guessed   bool
	clash     bool // with the wider time before it
	first     int  // lexeme
	next      int  // lexeme
	cut       int  // byte offset of the end when it lies inside a lexeme
}

// longestLead bounds the words before a point, and so the time that a run of such words takes.
const longestLead = 8

// lead reads the words before a point.
func (p *parser) lead(i int) (lead, int) {
	var l lead
	for range longestLead {
		j := p.leadWord(&l, i)
		if j == i {
			break
		}
		i = j
	}
	return l, i
}

// leadWord reads one word or phrase of a lead.
func (p *parser) leadWord(l *lead, i int) int {
	switch {
	case p.is(i, wTu, wNay):
		return i + 2
	case (p.is(i, wTruoc) || p.is(i, wTrong)) && p.is(i+1, wHoac) && (p.is(i+2, wTruoc) || p.is(i+2, wTrong)):
		l.latest = true // "trước hoặc trong ngày": the day itself is in time
		return i + 3
	case p.is(i, wTruoc):
		l.before = true
	case p.is(i, wDen):
		l.until = true
	case p.is(i, wHet):
		l.whole = true
	case p.is(i, wCham, wNhat), p.is(i, wMuon, wNhat):
		l.latest = true
		return i + 2
	case p.is(i, wKhong, wMuon, wHon), p.is(i, wKhong, wCham, wHon), p.is(i, wKhong, wCham, wQua), p.is(i, wKhong, wMuon, wQua):
		l.latest = true
		return i + 3
	case p.is(i, wKhong, wQua) && (p.is(i+2, wNgay) || p.get(i+2).kind == numeral && p.isUnit(i+3)): // and not "không quá 1/3"
		l.latest = true
		return i + 2
	case p.is(i, wIt, wNhat), p.is(i, wToi) && p.other(i+1, "thieu"):
		l.least = true
		return i + 2
	case p.is(i, wKhong, wIt, wHon):
		l.least = true
		return i + 3
	case p.is(i, wTrong) && p.other(i+1, "suot"):
		l.within = true
		return i + 2
	case p.is(i, wTrong):
		l.within = true
	case p.is(i, wVao) && (p.is(i+1, wLucHour) || p.is(i+1, wHoi)):
		l.at = true
		return i + 2
	case p.is(i, wVao):
		l.at = true
	case p.is(i, wTu):
		l.from = true
	case p.is(i, wKe, wTu), p.is(i, wTinh, wTu):
		l.from = true
		return i + 2
	case p.is(i, wBat, wDau, wTu):
		l.from = true
		return i + 3
	case p.is(i, wSau):
		l.after = true
	case p.is(i, wGiai, wDoan):
		l.stage = true
		return i + 2
	case p.is(i, wCa, wGiai, wDoan):
		l.stage = true
		return i + 3
	case l.latest && p.is(i, wLa):
	default:
		return i
	}
	return i + 1
}

// span reads the phrase that begins at i.
func (p *parser) span(i int) (span, bool) {
	s := span{first: i}
	var j int
	s.lead, j = p.lead(i)
	for reader := range readers {
		attempt := s
		if p.read(reader, &attempt, j) {
			return attempt, true
		}
	}
	return s, false
}

// readers counts the kinds of phrases that read knows. (A table of functions would cost an allocation for each attempt.)
const readers = 6

// read tries one kind of phrase. The order matters: what says more comes first.
func (p *parser) read(reader int, s *span, i int) bool {
	switch reader {
	case 0:
		return p.relative(s, i)
	case 1:
		return p.cycle(s, i)
	}
	if s.lead.least {
		return false
	}
	switch reader {
	case 2:
		return p.period(s, i)
	case 3:
		return p.wholeYear(s, i)
	case 4:
		return p.single(s, i)
	}
	return p.cell && p.occasionOf(s, i)
}

func (p *parser) single(s *span, i int) bool {
	pt, j, ok := p.point(i)
	if !ok {
		pt, j, ok = p.lentDay(i)
	}
	if !ok && p.cell && s.lead.from {
		pt, j, ok = p.issue(i)
	}
	if !ok || s.lead.from && p.is(j, wDen, wNay) || pt.lunar && !p.cell {
		return false
	}
	s.a, s.next = pt, j
	if k := p.open(j); k > j {
		s.onwards, s.next = true, k
	}
	if s.lead.from || s.lead.until {
		p.cycleBehind(s)
	}
	return true
}

// open reads "trở đi" and "và các năm tiếp theo" behind a point.
func (p *parser) open(i int) int {
	if p.other(i, "tro di") {
		return i + 1
	}
	j := i
	if p.is(j, wVa) || p.ch(j, ',') {
		j++
	}
	if (p.other(j, "cac") || p.other(j, "nhung")) && p.isUnit(j+1) {
		if k := p.following(j + 2); k > j+2 {
			return k
		}
	}
	return i
}

// wholeYear reads "cả năm", "cả năm 2026" and, in cells, "trong năm".
func (p *parser) wholeYear(s *span, i int) bool {
	s.a = point{grain: yearGrain}
	j := i
	switch {
	case p.is(i, wCa, wNam):
		s.a.part, j = allOf, i+2
	case p.is(i, wNam) && (s.lead.whole || p.cell && s.lead.within):
		j = i + 1
	default:
		return false
	}
	if p.yearAt(j) {
		if s.a.part == whole {
			return false // an ordinary point
		}
		s.a.year, s.a.guessed, j = p.out[j].value, p.out[j].guessed, j+1
	} else if next, k := p.nearness(j); k > 0 {
		s.a.next, j = next, k
	} else if !p.phraseEnds(j) {
		return false
	}
	s.next = j
	return true
}

// period reads "2021 - 2022", "từ ngày 01 đến ngày 31/12/2023", "tháng 8 - 9", "từ tháng 3 đến hết năm".
func (p *parser) period(s *span, i int) bool {
	a, j, ok := p.point(i)
	if !ok {
		a, j, ok = p.partialDay(i)
	}
	if !ok && s.lead.from {
		a, j, ok = p.issue(i)
	}
	dash := p.ch(j, '-')
	if ok && dash && a.grain == dayGrain && a.month == 0 && !a.named && a.day <= 12 {
		if m, _, dated := p.point(j + 1); dated && m.grain == monthGrain {
			a = point{grain: monthGrain, month: a.day} // "8-9/2026"
		}
	}
	if !ok || !dash && !p.is(j, wDen) || a.grain == headGrain || a.grain == tailGrain || a.lunar {
		return false
	}
	if !dash && !s.lead.from && !s.lead.stage && a.grain != yearGrain && !p.cell {
		return false // "tháng 6 đến" is no range without "từ"
	}
	l, j := p.lead(j + 1)
	b, next, ok := p.point(j)
	if !ok && l.whole && p.is(j, wNam) && p.phraseEnds(j+1) {
		b, next, ok = point{grain: yearGrain}, j+1, true
	}
	if !ok && dash || a.grain == monthGrain && p.get(j).kind == numeral && b.grain != monthGrain {
		b, next, ok = p.sameGrain(a, j)
	}
	if !ok || b.grain < a.grain || dash && b.grain != a.grain || a.month == 0 && a.grain == dayGrain && b.grain != dayGrain {
		return false
	}
	s.kind, s.a, s.b, s.next, s.bLead = period, a, b, next, l
	p.cycleBehind(s)
	return true
}

// partialDay reads a day whose month follows with the end of the range.
func (p *parser) partialDay(i int) (point, int, bool) {
	j := i
	if p.is(i, wNgay) {
		j++
	}
	d, ok := p.numberUpTo(j, 31)
	if !ok {
		return point{}, i, false
	}
	return point{grain: dayGrain, day: d, named: j > i}, j + 1, true
}

// lentDay reads the first days of a list whose last day alone has a month: "ngày 15, 20 và 25/6/2026".
func (p *parser) lentDay(i int) (point, int, bool) {
	pt, next, ok := p.partialDay(i)
	for j, n := next, 0; ok && n < maxOccasions && (p.ch(j, ',') || p.is(j, wVa)); n++ {
		full, _, dated := p.point(j + 1)
		if dated && full.grain == monthGrain && p.cell && !pt.named && pt.day <= 12 { // "8, 9/2026"
			return point{grain: monthGrain, month: pt.day, year: full.year}, next, true
		}
		if dated {
			pt.month, pt.year = full.month, full.year
			return pt, next, full.grain == dayGrain
		}
		_, j, ok = p.partialDay(j + 1)
	}
	return point{}, i, false
}

// sameGrain reads a number that stands for another month or quarter: "tháng 8 - 9", "Quý I - II".
func (p *parser) sameGrain(a point, i int) (point, int, bool) {
	pt := point{grain: a.grain}
	var most short
	switch a.grain {
	case monthGrain:
		most = 12
	case quarterGrain:
		most = 4
	}
	v, j, ok := p.number(i, most)
	if t := p.get(i); a.grain == quarterGrain && t.kind == roman {
		v, j, ok, pt.guessed = t.value, i+1, true, t.guessed
	}
	pt.month = v
	j = p.yearAfter(&pt, j)
	t := p.get(j)
	if !ok || p.runsOn(j) || t.kind == otherWord && !p.cell || p.is(j, wThang) || p.is(j, wNgay) {
		return pt, i, false
	}
	return pt, j, true
}
