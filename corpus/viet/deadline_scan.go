package viet

// scan returns the spans of the text that count as deadlines, left to right.
// Every lexeme is the start of at most one attempt, and an attempt looks at a bounded number of lexemes (longestLead, maxOccasions, eventWords, maxAside): the time is linear.
func (p *parser) scan() []span {
	var spans []span
	inside := false // parentheses that explain the span before them
	for i := 0; i < len(p.out); {
		switch {
		case p.ch(i, '('):
			inside = len(spans) > 0 && !p.mayStart(i+1)
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
		spans = append(spans, s)
		spans, i = p.list(spans, i)
	}
	return spans
}

// mayStart is the cheap check before an attempt.
func (p *parser) mayStart(i int) bool {
	t := p.get(i)
	switch t.kind {
	case numeral:
		return !p.gluedBefore(i)
	case knownWord:
		switch t.word {
		case wTruoc, wDen, wHet, wCham, wMuon, wTrong, wVao, wTu, wKe, wTinh, wBat, wSau, wGiai, wDau, wGiua, wCuoi,
			wNgay, wThang, wQuy, wNam, wCa, wHang, wMoi, wMot, wDinh, wThu, wThuong, wLien, wT, wQ:
			return true
		}
	}
	return false
}

// cited reports whether the date belongs to a document that is named: "số 749/QĐ-TTg ngày 03/6/2020", "ngày 15 tháng 6 năm 2021 của Thủ tướng".
func (p *parser) cited(s span) bool {
	if s.kind != onePoint || s.a.grain != dayGrain {
		return false
	}
	t, joint := p.get(s.first-1), p.get(s.first-2)
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
		if a.year == 0 && a.month <= next.month {
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
	if !ok && prev.a.year == 0 {
		pt, next, ok = p.sameGrain(prev.a, j)
		ok = ok && p.get(next).kind != otherWord && !p.ch(next, ':')
	}
	if !ok || pt.grain != prev.a.grain || p.ch(next, '-') || p.is(next, wDen) {
		return span{}, false
	}
	if whole, ok := p.span(j); ok && whole.kind != onePoint {
		return span{}, false
	}
	item := span{kind: onePoint, lead: prev.lead, a: pt, first: j, next: next}
	return item, !p.cited(item)
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
