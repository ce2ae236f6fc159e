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
		if r, k = p.ownUnit(o, j); k == j {
			return false
		}
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

// continuous reads "thường xuyên, liên tục" in cells; in prose these words are no deadline.
func (p *parser) continuous(i int) int {
	for n := 0; p.cell && n < 4; n++ {
		j := i
		if n > 0 && (p.ch(j, ',') || p.is(j, wVa)) {
			j++
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

// maxOccasions bounds the days named in one cycle.
const maxOccasions = 6

// occasion is the day or the hour within a cycle.
type occasion struct {
	days, weekdays short
	hour           bool
	last           bool // "ngày cuối cùng", "tuần cuối": the unit alone may follow
}

// occasion reads the day or hour inside a cycle: "16 giờ 00", "chiều thứ Ba", "ngày 15 và ngày 30", "15/12", "Quý I", "ngày làm việc cuối cùng".
func (p *parser) occasion(i int) (o occasion, next int) {
	j := i
	if _, k := p.clock(j); k > j {
		o.hour, j = true, k
		if p.ch(j, ',') {
			j++
		}
	}
	if p.is(j, wSang) || p.is(j, wTrua) || p.is(j, wChieu) || p.is(j, wToi) {
		if _, k := p.weekdayAt(j + 1); k > j+1 || p.is(j+1, wNgay) || p.is(j+1, wHang) || p.is(j+1, wMoi) {
			o.hour, j = true, j+1
		}
	}
	if k := p.weekdays(&o, j); k > j {
		j = k
	} else if k := p.lastly(j); k > j {
		o.last, o.days, j = true, 1, k
	} else {
		j = p.days(&o, j)
	}
	if o.weekdays > 0 && p.is(j, wTuan) { // "thứ Năm tuần cuối tháng"
		if k := p.lastly(j); k > j {
			o.last, j = true, k
		}
	}
	if j > i && p.ch(j, ',') {
		j++
	}
	return o, j
}

// weekdays reads "thứ Hai, thứ Tư và thứ Sáu".
func (p *parser) weekdays(o *occasion, i int) int {
	j := i
	for o.weekdays < maxOccasions {
		k := j
		if o.weekdays > 0 {
			if !p.ch(k, ',') && !p.is(k, wVa) {
				break
			}
			k++
		}
		if p.is(k, wNgay) {
			k++
		}
		_, next := p.weekdayAt(k)
		if next == k {
			break
		}
		o.weekdays, j = o.weekdays+1, next
	}
	return j
}

// days reads "ngày 15 và ngày 30", "20 tháng 6 và 20 tháng 12".
func (p *parser) days(o *occasion, i int) int {
	j := i
	for o.days < maxOccasions {
		k := p.occasionDay(j)
		if k == j {
			break
		}
		o.days, j = o.days+1, k
		if !p.is(j, wVa) && !p.ch(j, ',') || p.occasionDay(j+1) == j+1 {
			break
		}
		j++
	}
	return j
}

// occasionDay reads one day. A day with a year comes once only, and is no day of a cycle.
func (p *parser) occasionDay(i int) int {
	if pt, j, ok := p.point(i); ok && pt.year == 0 && (!pt.next.relative || pt.grain == dayGrain) {
		return j
	} else if ok {
		return i
	}
	j := i
	if p.is(i, wNgay) {
		j++
	}
	if _, ok := p.numberUpTo(j, 31); ok && j > i && !p.is(j+1, wLan) {
		return p.skipInWords(j + 1)
	}
	return i
}

// lastly reads "ngày cuối cùng", "ngày làm việc cuối cùng", "ngày đầu tiên", "tuần cuối".
func (p *parser) lastly(i int) int {
	if !p.is(i, wNgay) && !p.is(i, wTuan) {
		return i
	}
	j := i + 1
	if p.is(j, wLam, wViec) {
		j += 2
	}
	if !p.is(j, wCuoi) && !p.is(j, wDau) {
		return i
	}
	j++
	if p.other(j, "cung") || p.other(j, "tien") {
		j++
	}
	return j
}

// ownUnit reads the unit that the day itself names: "ngày 25 của tháng", "ngày cuối cùng của quý", "tuần cuối tháng", "ngày 15 của tháng báo cáo".
func (p *parser) ownUnit(o occasion, i int) (rate, int) {
	j := i
	if p.is(j, wCua) {
		j++
	}
	if o.days == 0 && !o.last || j == i && !o.last || !p.bareUnit(j) {
		return rate{}, i
	}
	r := rate{1, 1, p.out[j].word}
	if p.other(j+1, "bao cao") {
		return r, j + 2
	}
	if k := p.following(j + 1); k > j+1 {
		return r, k
	}
	if !p.phraseEnds(j + 1) {
		return rate{}, i
	}
	return r, j + 1
}

// lastOfQuarter reads "tháng cuối quý", "của tháng đầu mỗi quý", "tháng đầu quý sau".
func (p *parser) lastOfQuarter(i int) int {
	j := i
	if p.is(j, wCua) {
		j++
	}
	if !p.is(j, wThang, wCuoi) && !p.is(j, wThang, wDau) {
		return i
	}
	j += 2
	if p.other(j, "cung") || p.other(j, "tien") {
		j++
	}
	for n := 0; n < 3 && (p.is(j, wCua) || p.is(j, wHang) || p.is(j, wMoi) || p.is(j, wTung)); n++ {
		j++
	}
	if !p.is(j, wQuy) || p.get(j+1).kind == roman || p.get(j+1).kind == numeral {
		return i
	}
	return p.following(j + 1)
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
	if end == k || !l.before && !l.at && !l.latest && !l.until && !(l.within && p.cell) && !p.ch(i, ':') {
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
