package viet

// cycle reads a recurring deadline with the day that may stand before or behind it:
// "định kỳ hằng tháng", "trước ngày 20 hằng tháng", "thứ Năm hằng tuần", "02 tháng/lần", "hằng năm, giai đoạn 2021-2025".
func (p *parser) cycle(s *span, i int) bool {
	s.kind = cycle
	if j := p.continuous(i); j > i {
		return p.continuousCycle(s, j)
	}
	o, j := p.occasion(i)
	s.precise = o.hour || o.weekdays > 0 || o.days > 0 && s.lead.any()
	regular := p.is(j, wDinh, wKy)
	if regular {
		s.precise, j = true, j+2
	}
	if k := p.lastOfQuarter(j); k > j {
		s.recurring, s.precise, s.next = onceNames[wQuy], true, k
		return true
	}
	r, k := p.rates(j, regular)
	if k == j {
		r, k = p.ownUnit(o, j)
	}
	if k == j {
		r, k = p.onlyUnits(j)
	}
	if k == j {
		return false
	}
	switch {
	case o.weekdays > 1 && r == (rate{1, 1, wTuan}):
		r.times = o.weekdays
	case o.days > 1 && (r == rate{1, 1, wThang} || r == rate{1, 1, wNam}):
		r.times = o.days
	}
	s.recurring = r.name()
	s.next = p.roundCycle(s, p.steadily(k))
	return true
}

// continuousCycle ends a phrase that begins with "thường xuyên": a cycle behind it says more, but "hằng năm" only that it goes on.
func (p *parser) continuousCycle(s *span, i int) bool {
	s.recurring = "continuous"
	j := i
	if p.ch(j, ',') || p.is(j, wVa) {
		j++
	}
	regular := p.is(j, wDinh, wKy)
	if regular {
		j += 2
	}
	if r, k := p.rates(j, regular); k > j {
		i = k
		if regular || r.unit != wNam {
			s.recurring = r.name()
		}
	}
	s.next = p.roundCycle(s, i)
	return true
}

// continuous reads "thường xuyên, liên tục" in cells; in prose these words are a deadline only behind a label of time.
func (p *parser) continuous(i int) int {
	if !p.cell && (!p.is(i, wThuong) && !p.is(i, wLien) || !p.completion(i)) {
		return i
	}
	for n := 0; n < 4; n++ {
		j := i
		if n > 0 && (p.ch(j, ',') || p.is(j, wVa)) {
			j++
		}
		if round := p.get(j); round.value == 24 && round.kind == numeral && p.ch(j+1, '/') && p.get(j+2).kind == numeral && p.get(j+2).value == 24 { // 24/24 giờ
			if i = j + 3; p.is(i, wGio) {
				i++
			}
			continue
		}
		if !p.is(j, wThuong, wXuyen) && !p.is(j, wLien, wTuc) {
			break
		}
		i = j + 2
	}
	return i
}

// steadily skips ", liên tục" behind a cycle, which adds nothing to it.
func (p *parser) steadily(i int) int {
	if !p.ch(i, ',') {
		return i
	}
	if j := p.continuous(i + 1); j > i+1 {
		return j
	}
	return i
}

// onlyUnits reads a cell that names nothing but the cycles of a report: "6 tháng, năm", "Tháng/quý/năm".
func (p *parser) onlyUnits(i int) (rate, int) {
	if !p.cell || i > 0 {
		return rate{}, i
	}
	shortest, j, units := rate{}, i, 0
	for ; units < longestRates && p.get(j).kind != noToken; units++ {
		if units > 0 {
			if !p.ch(j, ',') && !p.ch(j, '/') && !p.is(j, wVa) {
				return rate{}, i
			}
			j++
		}
		n, k, ok := p.number(j, 9)
		if !ok {
			n, k = 1, j
		}
		if !p.isUnit(k) || p.is(k, wNgay) {
			return rate{}, i
		}
		if r := (rate{1, n, p.out[k].word}); units == 0 || r.days() < shortest.days() {
			shortest = r
		}
		j = k + 1
	}
	if units < 2 || p.get(j).kind != noToken {
		return rate{}, i
	}
	return shortest, j
}

// roundCycle reads what stands round a cycle: the dates between which it runs, and the day within it.
func (p *parser) roundCycle(s *span, i int) int {
	if j := p.cycleRange(s, i); j > i {
		return j
	}
	return p.dayBehind(s, i)
}

// cycleRange reads the dates between which the cycle runs: ", giai đoạn 2021-2025", ", bắt đầu từ năm 2026", ", đến hết năm 2026".
func (p *parser) cycleRange(s *span, i int) int {
	j := i
	if p.ch(j, ',') || p.ch(j, '(') {
		j++
	}
	l, k := p.lead(j)
	inner := span{lead: l}
	switch {
	case p.period(&inner, k):
	case p.cell && l.within && p.wholeYear(&inner, k):
		inner.a, inner.b = point{}, point{} // "trong năm" adds nothing to a cycle in the year's plan
	case !l.any() || !p.single(&inner, k) || inner.a.next.relative || inner.a.year == 0 && s.recurring == onceNames[wNam] && inner.a.grain < yearGrain:
		return i
	case l.from:
	case l.within && inner.a.grain == yearGrain && int(inner.a.year) == p.ref.Year:
		inner.a = point{}
	case l.until, l.whole:
		inner.a, inner.b, inner.bLead = point{}, inner.a, l
	default:
		return i
	}
	s.a, s.b, s.bLead = inner.a, inner.b, inner.bLead
	if p.ch(i, '(') && p.ch(inner.next, ')') {
		return inner.next + 1
	}
	return inner.next
}

// dayBehind reads the day within a cycle that stands behind it: ", trước ngày 20", ", vào thứ Sáu", ", hoàn thành trong quý I".
func (p *parser) dayBehind(s *span, i int) int {
	j := i
	if p.ch(j, ',') || p.ch(j, '(') || p.cell && p.ch(j, ':') {
		j++
	}
	for n := 0; n < 4 && p.cell && p.get(j).kind == knownWord && isLabelWord(p.get(j).word); n++ {
		j++
	}
	l, k := p.lead(j)
	o, end := p.occasion(k)
	bracketed := p.cell && p.ch(i, '(') && p.ch(end, ')')
	if end == k || !l.before && !l.at && !l.latest && !l.until && !(l.within && p.cell) && !p.ch(i, ':') && !bracketed {
		return i
	}
	if p.ch(end-1, ',') {
		end--
	}
	if k := p.lastOfQuarter(end); k > end {
		end = k
	} else if k := p.nextUnit(end); o.days > 0 && k > end {
		end = k
	}
	s.precise = true
	if p.ch(i, '(') && p.ch(end, ')') {
		return end + 1
	}
	return end
}

// nextUnit reads "tháng sau", "của tháng kế tiếp" behind the day of a cycle.
func (p *parser) nextUnit(i int) int {
	j := i
	if p.is(j, wCua) {
		j++
	}
	if !p.isUnit(j) {
		return i
	}
	if _, k := p.nearness(j + 1); k > 0 {
		return k
	}
	return i
}

// cycleBehind adds the cycle that stands behind a period or a start: "từ 01/4 đến 30/9, định kỳ hằng tháng".
func (p *parser) cycleBehind(s *span) {
	j := s.next
	if p.ch(j, ',') {
		j++
	}
	if k := p.continuous(j); k > j {
		s.recurring, s.next = "continuous", k
		return
	}
	regular := p.is(j, wDinh, wKy)
	if regular {
		j += 2
	}
	if r, k := p.rates(j, regular); k > j && r.name() != "" {
		s.recurring, s.next = r.name(), k
	}
}
