package viet

import "strings"

// event is what a relative deadline counts from.
type event uint8

const (
	unknownEvent event = iota // "kể từ khi nhận đủ hồ sơ"
	unsaidEvent               // "05 ngày làm việc", a whole cell
	coming                    // "trong 10 ngày tới", told from the day of issue
	issueEvent                // the signing or issue that Reference.Issued dates
	givenEvent                // the assignment that Reference.Given dates
	datedEvent                // "kể từ ngày 15/3/2026"
)

const (
	longestDelay = 730 // of any unit; what is longer is no deadline of a plan
	eventWords   = 8   // of an unknown event are kept in the phrase
	longestPaper = 48  // bytes in which the name of a paper is looked for
)

// otherPapers begin the names of papers whose signing is not that of the document itself.
var otherPapers = []string{
	"hop dong", "bien ban", "thoa thuan", "luat", "nghi dinh", "thong tu", "phu luc hop dong", "de an", "du an", "quy che", "quy dinh", "to trinh",
}

// ownPapers begin what a document calls itself, as long as nothing else follows: "ký Quyết định phê duyệt dự án" is of another.
var ownPapers = []string{"ke hoach", "quyet dinh", "chi thi", "cong van", "van ban", "thong bao", "chuong trinh", "nghi quyet", "ket luan", "huong dan", "cong dien"}

// relative reads "trong thời hạn 30 ngày kể từ ngày ký", "sau 10 ngày làm việc kể từ ngày 15/3/2026".
// Without the event it is a duration, not a deadline, but for a cell that says nothing else.
func (p *parser) relative(s *span, i int) bool {
	n, j, ok := p.number(p.delayHead(i), 99)
	if t := p.get(p.delayHead(i)); t.kind == numeral {
		n, j, ok = t.value, p.delayHead(i)+1, t.value >= 1 && t.value <= longestDelay
	}
	if !ok {
		return false
	}
	s.guessed = p.get(j - 1).guessed
	j = p.skipInWords(j)
	if !p.isUnit(j) || p.is(j, wQuy) {
		return false
	}
	s.kind, s.amount, s.unit = relative, n, p.out[j].word
	j++
	if s.unit == wNgay && p.is(j, wLam, wViec) {
		s.working, j = true, j+2
	}
	if p.cell && p.get(j).kind == noToken {
		s.event, s.next = unsaidEvent, j
		return s.first == 0
	}
	if p.ch(j, ',') {
		j++
	}
	switch {
	case p.is(j, wKe, wTu), p.is(j, wTinh, wTu):
		return p.event(s, j+2)
	case p.is(j, wTu, wNgay), p.is(j, wSau, wNgay), p.is(j, wTu, wKhi), p.is(j, wSau, wKhi):
		return p.event(s, j+1)
	case p.is(j, wTruoc, wNgay), p.is(j, wTruoc, wKhi), p.is(j, wTruoc) && s.unit == wNgay && p.get(j+1).kind == otherWord:
		return p.unknownEvent(s, j+1)
	case p.is(j, wDen) && p.following(j) > j: // "trong 10 ngày tới"
		s.event, s.next = coming, j+1
		return true
	}
	return false
}

// delayHead skips "vòng", "thời hạn", "tối đa", "không quá" before the number.
func (p *parser) delayHead(i int) int {
	if p.is(i, wVong) {
		i++
	}
	if p.is(i, wThoi, wHan) || p.is(i, wThoi, wGian) {
		i += 2
	}
	switch {
	case p.is(i, wToi) && p.other(i+1, "da"), p.is(i, wKhong, wQua):
		i += 2
	}
	return i
}

// skipInWords skips the number repeated in words: "45 (bốn mươi lăm) ngày", "ngày 08 (tám) tháng 06 (sáu)".
func (p *parser) skipInWords(i int) int {
	if !p.ch(i, '(') {
		return i
	}
	for k := i + 1; k < i+6; k++ {
		if p.ch(k, ')') && k > i+1 {
			return k + 1
		}
		if !p.is(k, wCount) && !p.is(k, wMot) && !p.is(k, wNam) {
			break
		}
	}
	return i
}

func (p *parser) event(s *span, i int) bool {
	if pt, j, ok := p.point(i); ok && pt.grain == dayGrain && pt.month > 0 {
		s.event, s.a, s.next = datedEvent, pt, j
		return true
	}
	j := i
	if p.is(j, wNgay) || p.is(j, wKhi) {
		j++
	}
	if k := p.assignment(j); k > j {
		s.event, s.next = givenEvent, k
		return true
	}
	if k := p.issuance(j); k > j {
		s.event, s.next = issueEvent, k
		return true
	}
	return p.unknownEvent(s, i)
}

// assignment reads "giao", "được giao nhiệm vụ", "nhận nhiệm vụ", "được phân công".
func (p *parser) assignment(i int) int {
	j := i
	if p.is(j, wDuoc) {
		j++
	}
	k := j
	switch {
	case p.is(j, wGiao):
		k = j + 1
	case p.is(j, wNhan) && (p.other(j+1, "nhiem vu") || p.is(j+1, wViec)):
		return j + 2
	case p.other(j, "phan cong"):
		return j + 1
	}
	if k == j {
		return i
	}
	if p.other(k, "nhiem vu") || p.is(k, wViec) {
		k++
	} else if p.get(k).kind == otherWord {
		return i // "ngày giao đất"
	}
	return k
}

// issuance reads "ký", "ban hành", "ký ban hành Kế hoạch này", "Kế hoạch này được ban hành".
func (p *parser) issuance(i int) int {
	j := i
	if k := p.ownPaper(j); k > j && p.is(k-1, wNay) {
		j = k
	}
	if p.is(j, wDuoc) {
		j++
	}
	k := j
	for p.is(k, wKy) || p.is(k, wBan, wHanh) {
		if p.is(k, wBan) {
			k++
		}
		k++
	}
	switch {
	case k == j:
		return i
	case j > i && p.is(j-1, wNay): // the paper is named already
		return k
	}
	if next := p.ownPaper(k); next > k {
		return next
	}
	if p.otherPaper(k) {
		return i
	}
	return k
}

// paperHead gives the folded text from a lexeme on, in which the name of a paper is looked for.
func (p *parser) paperHead(i int) string {
	t := p.get(i)
	if t.kind == noToken || t.kind == mark {
		return ""
	}
	return Squeeze(Fold(p.text[t.start:min(t.start+longestPaper, len(p.text))]))
}

func (p *parser) otherPaper(i int) bool {
	head := p.paperHead(i)
	for _, papers := range [2][]string{otherPapers, ownPapers} {
		for _, paper := range papers {
			if strings.HasPrefix(head, paper) {
				return true
			}
		}
	}
	return false
}

// ownPaper reads the name of the document itself, "này" included: "Kế hoạch", "Quyết định này".
func (p *parser) ownPaper(i int) int {
	head := p.paperHead(i)
	for _, paper := range ownPapers {
		rest, ok := strings.CutPrefix(head, paper)
		if !ok {
			continue
		}
		end := i
		for words := len(strings.Fields(paper)); words > 0 && end < i+4; end++ {
			words -= p.get(end).words()
		}
		switch t := p.get(end); {
		case p.is(end, wNay):
			return end + 1
		case t.kind == noToken, t.kind == mark, p.is(end, wDen), rest == "":
			return end
		}
	}
	return i
}

// issue reads "ngày ký", "ngày ban hành Kế hoạch" as the beginning of something.
func (p *parser) issue(i int) (point, int, bool) {
	j := i
	if p.is(j, wNgay) {
		j++
	}
	k := p.issuance(j)
	return point{grain: issueGrain}, k, k > j
}

// unknownEvent takes the words up to a mark into the phrase, but not a whole sentence.
func (p *parser) unknownEvent(s *span, i int) bool {
	words, j, most := 0, i, eventWords
	if p.cell {
		most = longestClause
	}
	for ; j < len(p.out) && p.out[j].kind != mark && words < most; j++ {
		words += p.out[j].words()
	}
	if j == i {
		return false
	}
	s.next = j
	if t := p.out[j-1]; words > most {
		s.cut = t.start + cutWords(p.text[t.start:t.end], t.words()-(words-most))
	}
	return true
}

// cutWords returns the length of the first n words of s.
func cutWords(s string, n int) int {
	at := 0
	for range n {
		rest := s[at:]
		word := strings.TrimLeft(rest, " \n\t\r\u00a0*_")
		at += len(rest) - len(word)
		if end := strings.IndexAny(word, " \n\t\r\u00a0*_"); end >= 0 {
			at += end
		} else {
			return len(s)
		}
	}
	return at
}
