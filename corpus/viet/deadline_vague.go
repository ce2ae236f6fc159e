package viet

// vagueDoubt says that the words of a cell set a time without a date.
func vagueDoubt(phrase string) string {
	return "Chưa có ngày cụ thể: " + quoted(phrase) + ", cần theo dõi theo nguyên văn"
}

// vagueOpenings begin cells that set a time which no calendar knows.
var vagueOpenings = wordSet("theo, khi, ngay, đến khi, cho đến khi, sau, trước, trong ngày, trong kỳ, trong quá trình, trong thời gian, đột xuất, kịp thời, tùy, phát sinh, " +
	"suốt, cả giai đoạn, định kỳ, cuối kỳ, cuối tuần, chưa xác định, không thời hạn, lâu dài, sớm nhất")

// occasions name times of their own: a year behind them says which one, and sets no date.
var occasions = wordSet("tết, khai giảng, đại hội, hội nghị, kỳ họp, phiên họp, học kỳ, năm học, niên khóa, niên vụ, mùa, vụ, hè, lễ, dịp, bầu cử, diễn tập, kỳ thi, thi tốt nghiệp")

// following begins what hangs on another paper: "Theo kế hoạch năm 2026".
var following = wordSet("theo")

// longestSegment bounds the words before a year in which its occasion is looked for.
const longestSegment = 16

// occasionOf reads "trước phiên họp", "sau khi được phê duyệt", "ngay sau khi ban hành". A day that dates the occasion gives the deadline:
// "trước phiên họp ngày 15/6/2026".
func (p *parser) occasionOf(s *span, i int) bool {
	if p.is(i, wNgayAtOnce) {
		s.lead, i = p.lead(i + 1)
	} else if !s.lead.before && !s.lead.after && !p.is(i, wKhi) {
		return false
	}
	j := i
	for n := 0; n < longestSegment && j < len(p.out) && p.out[j].kind != mark; n++ {
		if pt, k, ok := p.point(j); ok && j > i && pt.grain == dayGrain && pt.month > 0 && s.lead.before {
			s.a, s.next = pt, k
			return true
		}
		j++
	}
	s.kind, s.next = vague, j
	return j > i
}

// hasOccasion reports whether the words before the year that a span names make it the year of an occasion: "Tết Nguyên đán 2027",
// "vụ Đông Xuân 2025-2026", or of a paper: "Theo kế hoạch năm 2026".
func (p *parser) hasOccasion(s span) bool {
	if s.kind != onePoint && s.kind != period || s.a.grain != yearGrain {
		return false
	}
	c := p.clauseBefore(s.first)
	return c.in(following, 0) > 0 || c.has(occasions)
}

// aspires reports whether the span is a goal far beyond the deadline: ", định hướng đến năm 2035", ", tầm nhìn đến năm 2045".
func (p *parser) aspires(s span) bool {
	return p.follows(s.first, "dinh huong") || p.follows(s.first, "tam nhin")
}

// vagueCell reports whether a cell without any date sets a time in words: "khi có yêu cầu", "theo lộ trình", "cuối năm học".
func vagueCell(phrase string, words int) bool {
	if words > proseWords {
		return false
	}
	c := newClause(phrase, !hasMarks(phrase))
	return c.in(vagueOpenings, 0) > 0 || c.has(occasions)
}
