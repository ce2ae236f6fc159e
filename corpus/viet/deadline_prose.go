package viet

// allowed says whether a span in running prose is a deadline. Prose is full of dates that are none, and a wrong date is
// worse than a missed one, so every span must earn its place:
//
//   - a day, week, month, quarter or half needs a lead-in right before it (trong, trước, đến, vào, từ, chậm nhất, muộn nhất), or a
//     word of completion ("hoàn thành", "xong") or a label of time ("thời hạn", "thời gian thực hiện:", "tiến độ", "dự kiến"),
//     or heads its clause as a label itself ("Quý IV/2026: …");
//   - a day without "ngày", an hour and a year, which might be a fraction, needs trước, chậm nhất or muộn nhất;
//   - a bare year counts only right after a word of completion or a label of time, or with đến hết, hết, trong, trước, chậm nhất,
//     muộn nhất; "đến năm 2025" alone is the title of some programme, "từ năm 2023" a piece of history, "mục tiêu đến hết
//     năm 2022" the year of a Target;
//   - a range of years ("giai đoạn 2021-2025") counts only after a word of completion or a label of time;
//   - a cycle needs "định kỳ", a day or an hour, or stands after a label, or is the cycle of a duty (see duty): "kinh phí hằng
//     năm" describes budgets;
//   - a period of days counts only with the event from which it runs;
//   - nothing counts that the words around it turn into a report or a legal formula (see reported).
func (p *parser) allowed(s span) bool {
	if s.kind == vague || p.reported(s) {
		return false
	}
	done := p.completion(s.first)
	switch s.kind {
	case relative: // "trong 5 năm tới" looks ahead, and sets nothing
		return s.event != coming || s.lead.within && (s.unit == wNgay || s.unit == wTuan)
	case cycle:
		return s.precise || done || p.duty(s)
	case period:
		return done || s.a.grain != yearGrain && (s.lead.any() || p.heads(s))
	}
	if s.recurring != "" { // "từ năm 2026, mỗi năm đào tạo …"
		return done || p.duty(s)
	}
	l := s.lead
	if l.after || l.stage || l.least {
		return false
	}
	if s.a.grain == yearGrain {
		explicit := l.whole || l.within || l.before || l.latest || s.a.part == late && (l.until || l.at)
		if p.get(s.next-1).kind == numeral && !p.is(s.next-2, wNam) && !p.phraseEnds(s.next) {
			return false // "hoàn thành 2025 hồ sơ"
		}
		return done && !l.from || explicit && !p.aimed(s.first)
	}
	if s.a.grain == dayGrain && s.a.year == 0 && !s.a.named && !s.a.hour {
		return l.before || l.latest
	}
	return l.any() || done || p.is(s.first-2, wDu, wKien) || p.heads(s)
}

// heads reports whether the span opens its clause and a colon follows: "Tháng 3/2026: ban hành kế hoạch".
func (p *parser) heads(s span) bool {
	return p.opens(s.first) && p.ch(s.next, ':') && p.get(s.next+1).kind != numeral && p.get(s.next+1).kind != noToken
}

// opens reports whether the lexeme stands at the beginning of a clause, behind its number or letter if it has one.
func (p *parser) opens(i int) bool {
	t := p.get(i - 1)
	switch {
	case t.kind == noToken:
		return true
	case t.kind != mark:
		return false
	case t.ch == '.' || t.ch == ';' || t.ch == ':' || t.ch == '|' || t.ch == '?' || t.ch == '-':
		return true
	}
	before := p.get(i - 3)
	return t.ch == ')' && (before.kind == noToken || before.kind == mark && before.ch != '(')
}

// reported reports whether the words around the span tell of facts, not of duties.
func (p *parser) reported(s span) bool {
	i, l := s.first, s.lead
	switch {
	case s.kind == relative:
		return false
	case p.wordBefore(i, wDa), p.is(s.next, wDa), p.ch(s.next, ',') && p.is(s.next+1, wDa), p.negated(i):
		return true
	case s.kind == cycle:
		return false
	case l.until && (p.is(i-1, wLieu) || p.is(i-1, wLuyKe)), (l.until || l.from) && (p.is(i, wTinh) || p.is(i-1, wTinh)), p.is(i-1, wVoi):
		return true
	}
	return l.from && p.wordBefore(i, wLuc) || p.told(i) || p.past(s) || p.done(s) || p.recounts(s)
}

// negated reports whether "chưa" stands before the word of completion: "các việc chưa hoàn thành trong năm 2025".
func (p *parser) negated(i int) bool {
	for n := 0; n < longestTimeLabel && p.get(i-1).kind == knownWord && isLabelWord(p.get(i-1).word); n++ {
		i--
	}
	return p.is(i-1, wChua)
}

// recounts reports whether the span opens a sentence that tells what was done: "Trong 05 tháng đầu năm, Ủy ban đã ban hành …".
func (p *parser) recounts(s span) bool {
	if !s.lead.within && !s.lead.until || !p.opens(s.first) || !p.ch(s.next, ',') {
		return false
	}
	for j, n := s.next+1, 0; n < longestClause && !p.ends(j); j, n = j+1, n+1 {
		if p.is(j, wDa) {
			return true
		}
		if p.verbAt(j) {
			return false
		}
	}
	return false
}

// ends reports whether the sentence ends at the lexeme i.
func (p *parser) ends(i int) bool {
	return p.get(i).kind == noToken || p.ch(i, '.') || p.ch(i, ';') || p.ch(i, '|')
}

// tellings end the words before dates of facts: of births, anniversaries, states of figures.
var tellings = []string{"sinh", "ky niem", "cap nhat", "cung ky", "luy ke", "thanh lap"}

// told reports whether a word that tells facts stands right before i, or "kỷ niệm" a little further on the left.
func (p *parser) told(i int) bool {
	for _, w := range tellings {
		if p.follows(i, w) {
			return true
		}
	}
	for j := i - 1; j >= max(0, i-3) && p.out[j].kind != mark; j-- {
		if p.follows(j, "ky niem") {
			return true
		}
	}
	return false
}

// past reports whether the date was over when the document was issued: then it belongs to a report. But plans are issued late, and give
// duties "trong quý I" at the beginning of April: of a date in the year a verb of duty makes a duty.
func (p *parser) past(s span) bool {
	issued := p.ref.Issued
	if issued.IsZero() || s.kind != onePoint && s.kind != period || s.lead.before || s.lead.latest || p.completion(s.first) {
		return false
	}
	end := s.a
	if s.kind == period {
		end = s.b
	}
	if end.year == 0 || end.next.relative {
		return false
	}
	var unsaid Deadline
	_, last, ok := p.bounds(&unsaid, end)
	if !ok {
		return false
	}
	if s.kind == onePoint && last.Before(issued) && (s.lead.until || s.lead.at || s.lead.from || !p.clauseBefore(s.first).has(dutyVerbs) && !p.clauseBehind(s.next).has(dutyVerbs)) {
		return true
	}
	return last.Year < issued.Year && (p.ref.Year == 0 || last.Year < p.ref.Year)
}

// longestClause bounds the lexemes of a clause that are looked at on either side of a span.
const longestClause = 40

// done reports whether "đã" stands further left in the clause, with nothing but a list of doers between: "đã được các bộ, ngành hoàn thành trong năm 2023".
func (p *parser) done(s span) bool {
	if s.kind == cycle || s.lead.before || s.lead.latest {
		return false
	}
	j := s.first - 1
	for n := 0; !p.is(j, wDa, wDuoc); j, n = j-1, n+1 {
		if t := p.get(j); t.kind == noToken || t.kind == mark && t.ch != ',' || n == longestClause {
			return false
		}
	}
	for ; j < s.first; j++ {
		if p.ch(j, ',') && p.verbAt(j+1) {
			return false // ", hoàn thành trong": a duty of its own
		}
	}
	return true
}

// aimed reports whether "mục tiêu" or "chỉ tiêu" stands right before i.
func (p *parser) aimed(i int) bool {
	return p.follows(i, "muc tieu") || p.follows(i, "chi tieu")
}

// wordBefore looks for w among the four words before i, up to a mark.
func (p *parser) wordBefore(i int, w word) bool {
	for j, words := i-1, 0; words < 4; j-- {
		t := p.get(j)
		if t.kind == mark || t.kind == noToken {
			return false
		}
		if p.is(j, w) {
			return true
		}
		words += t.words()
	}
	return false
}

// isLabelWord reports whether w may stand between a word of completion and the date: "thời gian thực hiện:", "thời hạn hoàn thành dự kiến là".
func isLabelWord(w word) bool {
	switch w {
	case wHoan, wThanh, wThuc, wHien, wTrien, wKhai, wThoi, wGian, wHan, wTien, wDo, wChot, wCuoi, wDu, wKien, wXong, wLa:
		return true
	}
	return false
}

// longestTimeLabel bounds the lexemes of a label before a colon: "thời gian các phiên họp thẩm định:".
const longestTimeLabel = 8

// completion reports whether a word of completion or a label of time stands right before i. Before a colon a label may
// name its matter in a few words: "thời gian các phiên họp:".
func (p *parser) completion(i int) bool {
	j := i - 1
	if p.ch(j, ':') {
		j--
		if p.timeLabel(j) {
			return true
		}
		if t := p.get(j); t.kind == otherWord && t.value <= 4 {
			j--
		}
	}
	for n := 0; n < longestTimeLabel; n++ {
		t := p.get(j - n)
		if t.kind != knownWord || !isLabelWord(t.word) {
			return false
		}
		if p.labelBegins(j - n) {
			return true
		}
	}
	return false
}

// labelBegins reports whether "xong", "hạn", "hoàn thành", "thời gian" or "tiến độ" stands at i.
func (p *parser) labelBegins(i int) bool {
	return p.is(i, wXong) || p.is(i, wHan) || p.is(i, wHoan, wThanh) || p.is(i, wThoi, wGian) || p.is(i, wTien, wDo)
}

// timeLabel reports whether the clause that ends at the lexeme i begins as a label of time: "Thời hạn gửi ý kiến".
func (p *parser) timeLabel(i int) bool {
	for j, n := i, 0; j >= 0 && n < longestTimeLabel && p.out[j].kind != mark; j, n = j-1, n+1 {
		if p.opens(j) {
			return p.is(j, wThoi, wHan) || p.is(j, wThoi, wGian) || p.is(j, wTien, wDo) || p.is(j, wHan)
		}
	}
	return false
}
