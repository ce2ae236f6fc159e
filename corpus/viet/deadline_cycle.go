package viet

// rate is how often something happens: times in every count of unit.
type rate struct {
	times, count int
	unit         word
}

var cycles = map[rate]string{
	{1, 1, wNgay}:   "daily",
	{1, 1, wTuan}:   "weekly",
	{2, 1, wThang}:  "twice_a_month",
	{1, 1, wThang}:  "monthly",
	{12, 1, wNam}:   "monthly",
	{1, 2, wThang}:  "every_2_months",
	{6, 1, wNam}:    "every_2_months",
	{1, 3, wThang}:  "quarterly",
	{1, 1, wQuy}:    "quarterly",
	{4, 1, wNam}:    "quarterly",
	{1, 12, wThang}: "yearly",
	{1, 1, wNam}:    "yearly",
}

// cycle reads a recurring deadline with the day that may stand before or behind it:
// "định kỳ hằng tháng", "trước ngày 20 hằng tháng", "thứ Năm hằng tuần", "02 tháng/lần", "hằng năm, giai đoạn 2021-2025".
func (p *parser) cycle(s *span, i int) bool {
	s.kind = cycle
	if j := p.continuous(i); j > i {
		s.recurring = "continuous"
		s.next = p.cycleRange(s, j)
		return true
	}
	j, days := p.occasion(s, i)
	if p.is(j, wDinh, wKy) {
		s.precise, j = true, j+2
	}
	if k := p.lastOfQuarter(j); k > j {
		s.recurring, s.precise, s.next = "quarterly", true, k
		return true
	}
	r, k := p.rate(j)
	if k == j {
		return false
	}
	if days == 2 && r == (rate{1, 1, wThang}) {
		r.times = 2
	}
	s.recurring = cycles[r]
	if s.recurring == "" {
		s.doubt = "Chu kỳ này không có trong danh mục, cần nhắc theo nguyên văn"
	}
	s.next = p.cycleRange(s, k)
	if s.next == k {
		s.next = p.dayBehind(s, k)
	}
	return true
}

// continuous reads "thường xuyên, liên tục" in cells; in prose these words are no deadline.
func (p *parser) continuous(i int) int {
	for n := 0; p.cell && n < 4; n++ {
		j := i
		if p.ch(j, ',') {
			j++
		}
		if !p.is(j, wThuong, wXuyen) && !p.is(j, wLien, wTuc) {
			break
		}
		i = j + 2
	}
	return i
}

// maxOccasions bounds the days named in one cycle.
const maxOccasions = 6

// occasion reads the day or hour inside a cycle, and counts the days named: "16 giờ 00", "thứ Ba", "ngày 15 và ngày 30", "15/12", "Quý I".
func (p *parser) occasion(s *span, i int) (next, days int) {
	j := i
	switch t := p.get(i); {
	case t.kind == numeral && p.is(i+1, wGio):
		j = i + 2
		if p.get(j).kind == numeral {
			j++
		}
	case p.is(i, wThu) && p.get(i+1).kind != noToken && (p.get(i+1).kind != otherWord || p.get(i+1).value == 1):
		j = i + 2
	default:
		for days < maxOccasions {
			k := p.occasionDay(j)
			if k == j {
				break
			}
			days, j = days+1, k
			if !p.is(j, wVa) && !p.ch(j, ',') || p.occasionDay(j+1) == j+1 {
				break
			}
			j++
		}
	}
	s.precise = s.precise || j > i && (days == 0 || s.lead.any())
	if j > i && p.ch(j, ',') {
		j++
	}
	return j, days
}

func (p *parser) occasionDay(i int) int {
	if _, j, ok := p.point(i); ok {
		return j
	}
	j := i
	if p.is(i, wNgay) {
		j++
	}
	if _, ok := p.numberUpTo(j, 31); ok && j > i {
		return j + 1
	}
	return i
}

// lastOfQuarter reads "tháng cuối quý".
func (p *parser) lastOfQuarter(i int) int {
	j := i
	if p.is(j, wCua) {
		j++
	}
	if !p.is(j, wThang, wCuoi) && !p.is(j, wThang, wDau) {
		return i
	}
	j += 2
	for p.is(j, wCua) || p.is(j, wHang) || p.is(j, wMoi) {
		j++
	}
	if !p.is(j, wQuy) || p.get(j+1).kind == roman || p.get(j+1).kind == numeral {
		return i
	}
	return j + 1
}

// rate reads "hằng tháng", "mỗi quý 02 lần", "02 lần/tháng", "02 tháng/lần", "3 tháng một lần".
func (p *parser) rate(i int) (rate, int) {
	if (p.is(i, wHang) || p.is(i, wMoi)) && p.isUnit(i+1) && !p.counted(i+2) {
		r := rate{1, 1, p.out[i+1].word}
		if n, ok := p.numberOrOne(i + 2); ok && p.is(i+3, wLan) {
			r.times = n
			return r, i + 4
		}
		return r, i + 2
	}
	n, ok := p.numberOrOne(i)
	if !ok {
		return rate{}, i
	}
	joined := p.ch(i+2, '/') || p.is(i+2, wMot) || p.is(i+2, wMoi) || p.is(i+2, wHang) || p.get(i+2).kind == numeral && p.get(i+2).value == 1
	switch {
	case p.is(i+1, wLan) && joined && p.isUnit(i+3):
		return rate{n, 1, p.out[i+3].word}, i + 4
	case p.isUnit(i+1) && joined && p.is(i+3, wLan):
		return rate{1, n, p.out[i+1].word}, i + 4
	}
	return rate{}, i
}

func (p *parser) numberOrOne(i int) (int, bool) {
	if p.is(i, wMot) {
		return 1, true
	}
	return p.numberUpTo(i, 99)
}

func (p *parser) isUnit(i int) bool {
	return p.is(i, wNgay) || p.is(i, wTuan) || p.is(i, wThang) || p.is(i, wQuy) || p.is(i, wNam)
}

// counted reports whether a number follows that belongs to the unit: "ngân hàng năm 2023" is no cycle.
func (p *parser) counted(i int) bool {
	return p.yearAt(i) || p.get(i).kind == roman || p.get(i).kind == numeral && !p.is(i+1, wLan)
}

// cycleRange reads the range of dates inside which the cycle runs: ", giai đoạn 2021-2025".
func (p *parser) cycleRange(s *span, i int) int {
	j := i
	if p.ch(j, ',') || p.ch(j, '(') {
		j++
	}
	l, k := p.lead(j)
	inner := span{lead: l}
	if !p.period(&inner, k) {
		return i
	}
	s.a, s.b, s.bBefore = inner.a, inner.b, inner.bBefore
	if p.ch(i, '(') && p.ch(inner.next, ')') {
		return inner.next + 1
	}
	return inner.next
}

// dayBehind reads the day within a cycle that stands behind it: ", trước ngày 20", ", vào thứ Sáu".
func (p *parser) dayBehind(s *span, i int) int {
	j := i
	if p.ch(j, ',') || p.ch(j, '(') {
		j++
	}
	l, k := p.lead(j)
	inner := span{}
	end, _ := p.occasion(&inner, k)
	if end == k || !l.before && !l.at && !l.latest && !l.until {
		return i
	}
	if p.ch(end-1, ',') {
		end--
	}
	if k := p.lastOfQuarter(end); k > end {
		end = k
	}
	s.precise = true
	if p.ch(i, '(') && p.ch(end, ')') {
		return end + 1
	}
	return end
}

// cycleBehind turns a period into a cycle when one stands behind it: "từ 01/4 đến 30/9, định kỳ hằng tháng".
func (p *parser) cycleBehind(s *span) {
	j := s.next
	if p.ch(j, ',') {
		j++
	}
	if p.is(j, wDinh, wKy) {
		j += 2
	}
	if r, k := p.rate(j); k > j && cycles[r] != "" {
		s.recurring, s.next = cycles[r], k
	}
}
