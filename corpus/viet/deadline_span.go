package viet

// lead is what the words before a point say about it.
type lead struct {
	before bool // trước
	until  bool // đến
	whole  bool // hết
	latest bool // chậm nhất, muộn nhất
	within bool // trong
	at     bool // vào
	from   bool // từ
	after  bool // sau
	stage  bool // giai đoạn
}

func (l lead) any() bool { return l != lead{} }

type spanKind uint8

const (
	onePoint spanKind = iota
	period            // from a to b
	relative          // amount of unit after an event
	cycle             // recurring
)

// span is a deadline phrase as parsed, before it meets the calendar.
type span struct {
	kind      spanKind
	lead      lead
	a, b      point
	bBefore   bool // the end of a period is exclusive: "đến trước ngày"
	amount    int
	unit      word
	working   bool
	event     event
	recurring string
	precise   bool // a cycle with "định kỳ", a day or an hour
	guessed   bool
	doubt     string
	first     int // lexeme
	next      int // lexeme
	cut       int // byte offset of the end when it lies inside a lexeme
}

// longestLead bounds the words before a point, and so the time that a run of such words takes.
const longestLead = 8

// lead reads the words before a point.
func (p *parser) lead(i int) (lead, int) {
	var l lead
	for range longestLead {
		switch {
		case p.is(i, wTu, wNay):
			i += 2
			continue
		case p.is(i, wTruoc):
			l.before = true
		case p.is(i, wDen):
			l.until = true
		case p.is(i, wHet):
			l.whole = true
		case p.is(i, wCham, wNhat), p.is(i, wMuon, wNhat):
			l.latest = true
			i++
		case p.is(i, wTrong):
			l.within = true
		case p.is(i, wVao):
			l.at = true
		case p.is(i, wTu):
			l.from = true
		case p.is(i, wKe, wTu), p.is(i, wTinh, wTu):
			l.from = true
			i++
		case p.is(i, wBat, wDau, wTu):
			l.from = true
			i += 2
		case p.is(i, wSau):
			l.after = true
		case p.is(i, wGiai, wDoan):
			l.stage = true
			i++
		case l.latest && p.is(i, wLa):
		default:
			return l, i
		}
		i++
	}
	return l, i
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
const readers = 5

// read tries one kind of phrase. The order matters: what says more comes first.
func (p *parser) read(reader int, s *span, i int) bool {
	switch reader {
	case 0:
		return p.relative(s, i)
	case 1:
		return p.cycle(s, i)
	case 2:
		return p.period(s, i)
	case 3:
		return p.wholeYear(s, i)
	}
	return p.single(s, i)
}

func (p *parser) single(s *span, i int) bool {
	pt, j, ok := p.point(i)
	s.a, s.next = pt, j
	return ok && !(s.lead.from && p.is(j, wDen, wNay))
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
	} else if !p.phraseEnds(j) {
		return false
	}
	s.next = j
	return true
}

// period reads "2021 - 2022", "từ ngày 01 đến ngày 31/12/2023", "tháng 8 - 9".
func (p *parser) period(s *span, i int) bool {
	a, j, ok := p.point(i)
	if !ok {
		if a, j, ok = p.partialDay(i); !ok {
			return false
		}
	}
	dash := p.ch(j, '-')
	if !dash && !p.is(j, wDen) || a.grain == headGrain || a.grain == tailGrain {
		return false
	}
	if !dash && !s.lead.from && !s.lead.stage && a.grain != yearGrain && !p.cell {
		return false // "tháng 6 đến" is no range without "từ"
	}
	l, j := p.lead(j + 1)
	b, next, ok := p.point(j)
	if !ok && dash || a.grain == monthGrain && p.get(j).kind == numeral && b.grain != monthGrain {
		b, next, ok = p.sameGrain(a, j)
	}
	if !ok || b.grain < a.grain || dash && b.grain != a.grain || a.month == 0 && a.grain == dayGrain && b.grain != dayGrain {
		return false
	}
	s.kind, s.a, s.b, s.next, s.bBefore = period, a, b, next, l.before
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

// sameGrain reads a number that stands for another month or quarter: "tháng 8 - 9", "Quý I - II".
func (p *parser) sameGrain(a point, i int) (point, int, bool) {
	pt := point{grain: a.grain}
	v, ok := p.numberUpTo(i, 12)
	if t := p.get(i); a.grain == quarterGrain && t.kind == roman {
		v, ok, pt.guessed = t.value, true, t.guessed
	} else if a.grain != monthGrain {
		return pt, i, false
	}
	pt.month = v
	j := p.yearAfter(&pt, i+1)
	t := p.get(j)
	if !ok || p.runsOn(j) || t.kind == otherWord && !p.cell || p.is(j, wThang) || p.is(j, wNgay) {
		return pt, i, false
	}
	return pt, j, true
}
