package viet

import "slices"

// scan returns the spans of the text that count as deadlines, left to right.
// Every lexeme is the start of at most one attempt, and an attempt looks at a bounded number of lexemes (longestLead, longestMoment, maxOccasions,
// longestRates, eventWords, longestSegment, maxAside): the time is linear.
func (p *parser) scan() []span {
	var spans []span
	inside := false // parentheses that explain the span before them
	for i := 0; i < len(p.out); {
		switch {
		case p.ch(i, '('):
			inside = len(spans) > 0 && spans[len(spans)-1].kind != vague && !p.mayStart(i+1) && !p.extends(i+1)
		case p.ch(i, ')'):
			inside = false
		}
		if !p.mayStart(i) || p.cell && inside {
			i++
			continue
		}
		s, ok := p.span(i)
		if !ok {
			i++
			continue
		}
		i = s.next
		if p.cited(s) || !p.cell && !p.allowed(s) {
			continue
		}
		if p.cell {
			if len(spans) > 0 && p.aspires(s) {
				continue
			}
			if p.hasOccasion(s) {
				s.kind = vague
			}
		}
		spans = append(spans, s)
		spans, i = p.list(spans, i)
	}
	return p.merge(dated(spans))
}

// merge joins a time and the narrower one in brackets behind it: "Quý III/2026 (trước ngày 15/9)". When one is not within the other
// the reading is doubtful.
func (p *parser) merge(spans []span) []span {
	for k := 0; k+1 < len(spans); k++ {
		s, aside := spans[k], spans[k+1]
		if s.kind != onePoint || aside.kind != onePoint || s.a.grain <= aside.a.grain || !p.ch(s.next, '(') || aside.first != s.next+1 || !p.ch(aside.next, ')') {
			continue
		}
		if aside.a.year == 0 {
			aside.a.year = s.a.year
		}
		var unsaid Deadline
		first, last, ok := p.bounds(&unsaid, s.a)
		from, to, inner := p.bounds(&unsaid, aside.a)
		aside.clash = ok && inner && (from.Before(first) || last.Before(to))
		aside.first, aside.next = s.first, aside.next+1
		spans[k] = aside
		spans = slices.Delete(spans, k+1, k+2)
	}
	return spans
}

// extends reports whether a parenthesis moves the time before it: "30/4/2026 (gia hạn đến 30/6/2026)".
func (p *parser) extends(i int) bool {
	return p.other(i, "gia") && p.is(i+1, wHan) || p.other(i, "lui") || p.other(i, "dieu chinh") || p.other(i, "keo dai")
}

// dated leaves out the spans without a date when there are others: "Trước Tết (trước ngày 10/02/2026)".
func dated(spans []span) []span {
	n := 0
	for _, s := range spans {
		if s.kind != vague {
			n++
		}
	}
	if n == 0 || n == len(spans) {
		return spans[:min(len(spans), max(n, 1))]
	}
	return slices.DeleteFunc(spans, func(s span) bool { return s.kind == vague })
}

// mayStart is the cheap check before an attempt.
func (p *parser) mayStart(i int) bool {
	t := p.get(i)
	switch t.kind {
	case numeral:
		return !p.gluedBefore(i)
	case roman:
		return p.cell && p.ch(i+1, '/')
	case otherWord:
		return p.cell && (p.englishMonth(i) > 0 || p.other(i, "cac") && p.isUnit(i+1))
	case knownWord:
		return startsPhrase(t.word) || t.word == wCount && (p.isUnit(i+1) || p.is(i+1, wCount) || p.is(i+1, wLan))
	}
	return false
}

func startsPhrase(w word) bool {
	switch w {
	case wTruoc, wDen, wHet, wCham, wMuon, wTrong, wVao, wTu, wKe, wTinh, wBat, wSau, wGiai, wDau, wGiua, wCuoi,
		wNgay, wThang, wQuy, wNam, wTuan, wCa, wHang, wMoi, wMot, wTung, wDinh, wThu, wThuong, wLien, wT, wQ,
		wKhong, wIt, wToi, wSang, wTrua, wChieu, wChu, wMung, wNua, wThuongWeek, wTrung, wHa, wRam, wVong, wKhi, wNgayAtOnce:
		return true
	}
	return false
}

// cited reports whether the date belongs to a document that is named: "số 749/QĐ-TTg ngày 03/6/2020", "ngày 15 tháng 6 năm 2021 của Thủ tướng".
// A number right before a bare year is a part of a date that was not read: no year then.
func (p *parser) cited(s span) bool {
	if s.kind != onePoint {
		return false
	}
	t, joint := p.get(s.first-1), p.get(s.first-2)
	if s.a.grain == yearGrain && p.get(s.first).kind == numeral {
		return t.kind == numeral || t.kind == mark && (t.ch == '.' || t.ch == '-' || t.ch == '/') && joint.kind == numeral
	}
	if s.a.grain != dayGrain {
		return false
	}
	numbered := t.kind == otherWord && t.glued && joint.kind == mark && (joint.ch == '/' || joint.ch == '-')
	return numbered || p.is(s.next, wCua)
}

// maxAside bounds the lexemes in parentheses between the items of a list.
const maxAside = 24

// list reads the items that follow the last span after a comma or "và": "Tháng 3, Tháng 5 (sơ kết) và Tháng 11".
// They share the words before the first item, and a year that only a later item gives.
func (p *parser) list(spans []span, i int) ([]span, int) {
	head := len(spans) - 1
	for {
		prev := spans[len(spans)-1]
		item, ok := p.item(prev, i)
		if !ok {
			break
		}
		spans, i = append(spans, item), item.next
	}
	for k := len(spans) - 2; k >= head; k-- {
		a, next := &spans[k].a, spans[k+1].a
		if a.year == 0 && (a.grain != next.grain || a.month <= next.month) {
			a.year = next.year
		}
	}
	return spans, i
}

func (p *parser) item(prev span, i int) (span, bool) {
	if prev.kind != onePoint || prev.lead.from || prev.a.grain == yearGrain {
		return span{}, false
	}
	j := p.skipAside(i)
	if !p.ch(j, ',') && !p.ch(j, ';') && !p.is(j, wVa) {
		return span{}, false
	}
	if j++; p.is(j, wVa) {
		j++
	}
	pt, next, ok := p.point(j)
	if !ok && prev.a.grain == dayGrain {
		pt, next, ok = p.lentDay(j)
	}
	if !ok && prev.a.year == 0 {
		pt, next, ok = p.sameGrain(prev.a, j)
		ok = ok && p.get(next).kind != otherWord && !p.ch(next, ':')
	}
	if !ok || !listed(prev.a, pt) || p.ch(next, '-') || p.is(next, wDen) {
		return span{}, false
	}
	if whole, ok := p.span(j); ok && whole.kind != onePoint {
		return span{}, false
	}
	item := span{kind: onePoint, lead: prev.lead, a: pt, first: j, next: next}
	return item, !p.cited(item)
}

// listed reports whether a point may follow another in one list. A month and a quarter may: "trong tháng 3 và quý II".
func listed(prev, pt point) bool {
	return pt.grain == prev.grain || pt.grain == quarterGrain && prev.grain == monthGrain || pt.grain == monthGrain && prev.grain == quarterGrain
}

// skipAside returns the index behind a short parenthesis at i.
func (p *parser) skipAside(i int) int {
	if !p.ch(i, '(') {
		return i
	}
	for j := i + 1; j < i+maxAside; j++ {
		if p.ch(j, ')') {
			return j + 1
		}
	}
	return i
}
