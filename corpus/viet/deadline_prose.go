package viet

import "strings"

// allowed says whether a span in running prose is a deadline. Prose is full of dates that are none, and a wrong date is
// worse than a missed one, so every span must earn its place:
//
//   - a day, month, quarter or half needs a lead-in right before it (trong, trước, đến, vào, từ, chậm nhất, muộn nhất), or a
//     word of completion ("hoàn thành", "xong") or a label of time ("thời hạn", "thời gian thực hiện:", "tiến độ");
//   - a day without "ngày" and without a year, which might be a fraction, needs trước, chậm nhất or muộn nhất;
//   - a bare year counts only right after a word of completion or a label of time, or with đến hết, hết, trong, trước, chậm nhất,
//     muộn nhất; "đến năm 2025" alone is the title of some programme, "từ năm 2023" a piece of history, "mục tiêu đến hết
//     năm 2022" the year of a Target;
//   - a range of years ("giai đoạn 2021-2025") counts only after a word of completion or a label of time;
//   - a cycle needs "định kỳ", a day or an hour, or stands after a label: "hằng năm" alone describes budgets;
//   - a period of days counts only with the event from which it runs;
//   - nothing counts that "đã", "tính đến", "số liệu", "so với" or "hiệu lực" turns into a report or a legal formula.
func (p *parser) allowed(s span) bool {
	if p.reported(s) {
		return false
	}
	done := p.completion(s.first)
	switch s.kind {
	case relative:
		return true
	case cycle:
		return s.precise || done
	case period:
		return done || s.a.grain != yearGrain && s.lead.any()
	}
	l := s.lead
	if l.after || l.stage {
		return false
	}
	if s.a.grain == yearGrain {
		explicit := l.whole || l.within || l.before || l.latest || s.a.part == late && (l.until || l.at)
		if !p.is(s.next-2, wNam) && !p.phraseEnds(s.next) {
			return false // "hoàn thành 2025 hồ sơ"
		}
		return done && !l.from || explicit && !p.aimed(s.first)
	}
	if s.a.grain == dayGrain && s.a.year == 0 && !s.a.named {
		return l.before || l.latest
	}
	return l.any() || done
}

// reported reports whether the words around the span tell of facts, not of duties.
func (p *parser) reported(s span) bool {
	i := s.first
	if s.kind == relative {
		return false
	}
	if p.is(i, wTinh) || p.is(i-1, wTinh) || p.is(i-1, wLieu) || p.is(i-1, wLuyKe) || p.is(i-1, wVoi) {
		return true
	}
	if s.lead.from && p.wordBefore(i, wLuc) || p.wordBefore(i, wDa) {
		return true
	}
	return p.is(s.next, wDa) || p.ch(s.next, ',') && p.is(s.next+1, wDa)
}

// aimed reports whether "mục tiêu" or "chỉ tiêu" stands right before i.
func (p *parser) aimed(i int) bool {
	t := p.get(i - 1)
	if t.kind != otherWord {
		return false
	}
	text := p.text[t.start:t.end]
	return strings.HasSuffix(text, "tiêu") || strings.HasSuffix(text, "TIÊU") || p.plain && strings.HasSuffix(text, "tieu")
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
		words += max(t.value*isOther(t), 1)
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

// completion reports whether a word of completion or a label of time stands right before i. Before a colon a label may
// name its matter in a few words: "thời gian các phiên họp:".
func (p *parser) completion(i int) bool {
	j := i - 1
	if p.ch(j, ':') {
		j--
		if t := p.get(j); t.kind == otherWord && t.value <= 4 {
			j--
		}
	}
	for n := 0; n < 8; n++ {
		t := p.get(j - n)
		if t.kind != knownWord || !isLabelWord(t.word) {
			return false
		}
		switch {
		case t.word == wXong, t.word == wHan,
			t.word == wHoan && p.is(j-n+1, wThanh),
			t.word == wThoi && p.is(j-n+1, wGian),
			t.word == wTien && p.is(j-n+1, wDo):
			return true
		}
	}
	return false
}
