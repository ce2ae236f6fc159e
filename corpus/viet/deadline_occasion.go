package viet

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
		if _, k := p.clock(j + 1); p.ch(j, '-') && k > j+1 { // "07h00 - 17h00"
			j = k
		}
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
		if _, more := p.numberUpTo(k, 7); next == k && more && o.weekdays > 0 { // "thứ 2, 4, 6"
			next = k + 1
		}
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
	var first point
	for o.days < maxOccasions {
		k := j
		if o.days > 0 {
			if !p.is(k, wVa) && !p.ch(k, ',') {
				break
			}
			k++
		}
		next := p.occasionDay(k)
		if next == k && o.days > 0 { // "ngày 10, 20, 30", "Quý II, IV"
			if _, more := p.numberUpTo(k, 31); more && !p.isUnit(k+1) && first.grain < weekGrain {
				next = k + 1
			} else if _, after, ok := p.sameGrain(first, k); ok {
				next = after
			}
		}
		if next == k {
			break
		}
		if o.days == 0 {
			first, _, _ = p.point(k)
		}
		o.days, j = o.days+1, next
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

// lastly reads "ngày cuối cùng", "ngày làm việc cuối cùng", "ngày đầu tiên", "tuần cuối", "tuần thứ hai".
func (p *parser) lastly(i int) int {
	if !p.is(i, wNgay) && !p.is(i, wTuan) {
		return i
	}
	j := i + 1
	if p.is(j, wThu) {
		j++
	}
	if _, k, ok := p.number(j, 4); ok && p.is(i, wTuan) && !p.is(k, wLan) {
		return k
	}
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
