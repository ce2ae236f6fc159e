package viet

import "strings"

// event is what a relative deadline counts from.
type event struct {
	kind eventKind
	date point
}

type eventKind uint8

const (
	unknownEvent eventKind = iota // "kể từ khi nhận đủ hồ sơ"
	issueEvent                    // the signing, issue or assignment that Reference.Issued dates
	datedEvent                    // "kể từ ngày 15/3/2026"
)

const (
	longestDelay = 730 // of any unit; what is longer is no deadline of a plan
	eventWords   = 8   // of an unknown event are kept in the phrase
)

// otherPapers begin the names of papers whose signing is not that of the document itself.
var otherPapers = []string{"hop dong", "bien ban", "thoa thuan", "luat", "nghi dinh", "thong tu", "phu luc hop dong"}

// relative reads "trong thời hạn 30 ngày kể từ ngày ký", "sau 10 ngày làm việc kể từ ngày 15/3/2026".
// Without the event it is a duration, not a deadline.
func (p *parser) relative(s *span, i int) bool {
	j := i
	if p.is(j, wVong) {
		j++
	}
	if p.is(j, wThoi, wHan) || p.is(j, wThoi, wGian) {
		j += 2
	}
	if t := p.get(j); t.kind == otherWord && t.value == 2 {
		if w := Fold(p.text[t.start:t.end]); w == "toi da" || w == "khong qua" {
			j++
		}
	}
	n := p.get(j)
	if n.kind != numeral || n.value < 1 || n.value > longestDelay {
		return false
	}
	j++
	if p.ch(j, '(') { // the number in words
		for k := j + 1; k < j+6; k++ {
			if p.ch(k, ')') {
				j = k + 1
				break
			}
		}
	}
	if !p.isUnit(j) || p.is(j, wQuy) {
		return false
	}
	s.kind, s.amount, s.unit, s.guessed = relative, n.value, p.out[j].word, n.guessed
	j++
	if s.unit == wNgay && p.is(j, wLam, wViec) {
		s.working, j = true, j+2
	}
	if p.ch(j, ',') {
		j++
	}
	switch {
	case p.is(j, wKe, wTu), p.is(j, wTinh, wTu):
		return p.event(s, j+2)
	case p.is(j, wTu, wNgay), p.is(j, wSau, wNgay), p.is(j, wTu, wKhi), p.is(j, wSau, wKhi):
		return p.event(s, j+1)
	}
	return false
}

func (p *parser) event(s *span, i int) bool {
	if pt, j, ok := p.point(i); ok && pt.grain == dayGrain && pt.month > 0 {
		s.event, s.next = event{datedEvent, pt}, j
		return true
	}
	j := i
	if p.is(j, wNgay) || p.is(j, wKhi) {
		j++
	}
	if t := p.get(j); t.kind == otherWord && Fold(p.text[t.start:t.end]) == "duoc" {
		j++
	}
	k := j
	for p.is(k, wKy) || p.is(k, wGiao) || p.is(k, wBan, wHanh) {
		if p.is(k, wBan) {
			k++
		}
		k++
	}
	if k > j && !p.otherPaper(k) {
		s.event.kind, s.next = issueEvent, k
		return true
	}
	return p.unknownEvent(s, i)
}

func (p *parser) otherPaper(i int) bool {
	t := p.get(i)
	if t.kind == noToken {
		return false
	}
	head := Fold(p.text[t.start:min(t.start+48, len(p.text))])
	for _, paper := range otherPapers {
		if strings.HasPrefix(Squeeze(head), paper) {
			return true
		}
	}
	return false
}

// unknownEvent takes the words up to a mark into the phrase, but not a whole sentence.
func (p *parser) unknownEvent(s *span, i int) bool {
	words, j := 0, i
	for ; j < len(p.out) && p.out[j].kind != mark && words < eventWords; j++ {
		words += max(p.out[j].value*isOther(p.out[j]), 1)
	}
	if j == i {
		return false
	}
	s.next = j
	if t := p.out[j-1]; words > eventWords {
		s.cut = t.start + cutWords(p.text[t.start:t.end], t.value-(words-eventWords))
	}
	return true
}

func isOther(t lexeme) int {
	if t.kind == otherWord {
		return 1
	}
	return 0
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
