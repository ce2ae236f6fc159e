package viet

import (
	"time"
	"unicode"
	"unicode/utf8"
)

// grain is the size of the stretch of time that a point names.
type grain uint8

const (
	noGrain      grain = iota
	issueGrain         // the day on which the document was issued: "từ ngày ký"
	dayGrain           // without a month while a range still has to lend it: "từ ngày 01 đến ngày 31/12"
	weekGrain          // "tuần này"; a week of a month is a stretch of monthGrain
	monthGrain         //
	quarterGrain       // month holds the number of the quarter
	headGrain          // the first months of a year; month says how many
	tailGrain          // the last months of a year
	yearGrain          //
)

// short is enough for a year, and keeps points small: they are passed about by value.
type short int16

type part uint8

const (
	whole  part = iota // "tháng 5"
	early              // "đầu tháng 5"
	middle             // "giữa tháng 5"
	late               // "cuối tháng 5"
	allOf              // "cả năm"
)

// point is a day, week, month, quarter or year as written. Its year is 0 when not given.
type point struct {
	grain            grain
	year, month, day short
	part             part
	stretch          stretch
	next             nextness
	weekday          weekday
	named            bool // written with "ngày"
	hour             bool // with a time of day: what ends before it still ends on this day
	midnight         bool // at 0 o'clock: what ends before it ends on the day before
	lunar            bool // by the lunar calendar, which this package does not know
	guessed          bool // a scanning error was repaired
}

// stretch is a part of a month in days: "10 ngày cuối tháng 6" is from -10, "tuần thứ hai" 8 to 14.
// Zero ends are those of the month; from below zero counts back from its end.
type stretch struct {
	from, to short
	vague    bool // "tuần đầu" might also be the first calendar week
	spread   bool // its first day is a start: "nửa cuối tháng 6"
}

// nextness tells a time from the document's own: "tháng này" is 0 further, "năm sau" 1.
type nextness struct {
	relative bool
	further  short
}

// weekday is one more than time.Weekday, 0 when none is named.
type weekday uint8

func (w weekday) day() time.Weekday { return time.Weekday(w - 1) }

// parser reads spans from the lexemes of one text. Its methods take the index of a lexeme, and return the index behind what they read.
type parser struct {
	lexer
	ref  Reference
	last struct {
		read     bool
		at, next int
		pt       point
		ok       bool
	}
}

func newParser(text string, ref Reference, cell bool) *parser {
	p := &parser{lexer: lexer{text: text, cell: cell, plain: !hasMarks(text)}, ref: ref}
	p.run()
	return p
}

func (p *parser) get(i int) lexeme {
	if i >= 0 && i < len(p.out) {
		return p.out[i]
	}
	return lexeme{}
}

// is reports whether the words stand at i. Only a known word has one.
func (p *parser) is(i int, words ...word) bool {
	for k, w := range words {
		if uint(i+k) >= uint(len(p.out)) || p.out[i+k].word != w {
			return false
		}
	}
	return true
}

// ch reports whether the mark stands at i. Only a mark has one.
func (p *parser) ch(i int, c byte) bool {
	return uint(i) < uint(len(p.out)) && p.out[i].ch == c
}

// tight reports whether the mark stands between two lexemes without any blank.
func (p *parser) tight(i int, c byte) bool {
	return p.ch(i, c) && p.get(i).glued && p.get(i+1).glued
}

// other reports whether the unknown words at i are just these, without regard to case and marks.
func (p *parser) other(i int, words string) bool {
	t := p.get(i)
	return t.kind == otherWord && foldedPrefix(p.text[t.start:t.end], words) == t.end-t.start
}

// follows reports whether the words, which are folded and parted by single blanks, stand right before the lexeme i.
func (p *parser) follows(i int, words string) bool {
	at := p.get(i).start
	last := func() rune {
		r, size := utf8.DecodeLastRuneInString(p.text[:at])
		at -= size
		return r
	}
	r := last()
	for isBlank(r) && at > 0 {
		r = last()
	}
	for k := len(words) - 1; k >= 0; k-- {
		if words[k] == ' ' {
			if !isBlank(r) {
				return false
			}
			for isBlank(r) && at > 0 {
				r = last()
			}
			continue
		}
		if glyphOf(r).letter != words[k] {
			return false
		}
		if at == 0 {
			return k == 0
		}
		r = last()
	}
	return !isLetter(r)
}

// foldedPrefix returns how many bytes of s read as the words, which are folded and parted by single blanks, and 0 when s begins otherwise.
func foldedPrefix(s, words string) int {
	at := 0
	for k := 0; k < len(words); {
		r, size := utf8.DecodeRuneInString(s[at:])
		switch {
		case size == 0:
			return 0
		case words[k] == ' ' && isBlank(r):
			for size > 0 && isBlank(r) {
				at += size
				r, size = utf8.DecodeRuneInString(s[at:])
			}
			k++
		case words[k] != ' ' && glyphOf(r).letter == words[k]:
			at, k = at+size, k+1
		default:
			return 0
		}
	}
	return at
}

func isBlank(r rune) bool { return r == '*' || r == '_' || unicode.IsSpace(r) }

// numberUpTo reads a number of one or two digits from 1 to most.
func (p *parser) numberUpTo(i int, most short) (short, bool) {
	t := p.get(i)
	return t.value, t.kind == numeral && t.width <= 2 && t.value >= 1 && t.value <= most
}

func (p *parser) yearAt(i int) bool {
	t := p.get(i)
	return t.kind == numeral && t.width == 4 && t.value >= 1990 && t.value <= 2100
}

// point reads a day, week, month, quarter, half or year, with the hour and the weekday that may stand before a day.
// The kinds of phrases ask for the same point one after the other, so the last one is kept.
func (p *parser) point(i int) (point, int, bool) {
	if l := &p.last; !l.read || l.at != i {
		l.read, l.at = true, i
		l.pt, l.next, l.ok = p.readPoint(i)
	}
	return p.last.pt, p.last.next, p.last.ok
}

func (p *parser) readPoint(i int) (point, int, bool) {
	when, j := p.moment(i)
	closing := when.weekday > 0 && p.ch(j, '(')
	if closing {
		j++
	}
	pt, j, ok := p.calendar(j)
	if when.weekday > 0 && pt.grain == weekGrain { // "thứ Sáu tuần này"
		pt.grain, pt.named = dayGrain, true
	}
	if !ok || when != (point{}) && pt.grain != dayGrain || closing && !p.ch(j, ')') {
		return point{}, i, false
	}
	if closing {
		j++
	}
	if pt.grain == dayGrain {
		pt.weekday, pt.midnight = when.weekday, when.midnight
		pt.hour = pt.hour || when.hour
		j = p.clockBehind(&pt, j)
	}
	pt.lunar = pt.lunar || p.lunarBehind(j)
	return pt, j, true
}

// calendar reads a point without its hour.
func (p *parser) calendar(i int) (point, int, bool) {
	pt := point{}
	j := i
	switch {
	case p.is(i, wDau):
		pt.part, j = early, i+1
	case p.is(i, wGiua):
		pt.part, j = middle, i+1
	case p.is(i, wCuoi, wNgay):
		pt.hour, j = true, i+1
	case p.is(i, wCuoi):
		pt.part, j = late, i+1
	}
	ok := false
	if pt.part == whole {
		pt, j, ok = p.wholePoint(pt, j)
	} else {
		switch {
		case p.is(j, wThang):
			j, ok = p.month(&pt, j)
		case p.is(j, wQuy):
			j, ok = p.quarter(&pt, j)
		case p.is(j, wNam):
			j, ok = p.year(&pt, j)
		case p.is(j, wTuan) && pt.part == late:
			pt.part = whole
			j, ok = p.week(&pt, j)
		}
	}
	if !ok || p.runsOn(j) {
		return point{}, i, false
	}
	return pt, j, true
}

// wholePoint reads a point that is not the beginning, middle or end of something.
func (p *parser) wholePoint(pt point, i int) (point, int, bool) {
	var ok bool
	j := i
	hour := pt.hour
	switch t := p.get(i); {
	case t.kind == numeral:
		pt, j, ok = p.numeric(i)
	case p.is(i, wNgay), p.is(i, wMung):
		pt, j, ok = p.namedDay(i)
	case p.is(i, wCount), p.is(i, wMot):
		pt, j, ok = p.inWords(i)
	case p.is(i, wThang), p.cell && p.is(i, wT):
		j, ok = p.month(&pt, i)
	case p.is(i, wQuy), p.cell && p.is(i, wQ):
		j, ok = p.quarter(&pt, i)
	case p.is(i, wNam):
		j, ok = p.year(&pt, i)
	case p.is(i, wTuan):
		j, ok = p.week(&pt, i)
	case p.is(i, wNua):
		j, ok = p.half(&pt, i)
	case p.is(i, wThuongWeek, wTuan), p.is(i, wTrung, wTuan), p.is(i, wHa, wTuan):
		j, ok = p.tenDays(&pt, i)
	case p.is(i, wRam, wThang):
		j, ok = p.month(&pt, i+1)
		pt.lunar = true
	case p.cell && t.kind == roman:
		j, ok = p.romanQuarter(&pt, i)
	case p.cell && t.kind == otherWord:
		pt, j, ok = p.english(i)
	}
	pt.hour = pt.hour || hour
	return pt, j, ok
}

// phraseEnds reports whether no unknown word or number follows, which would change what "năm" means: "cuối năm học".
func (p *parser) phraseEnds(i int) bool {
	t := p.get(i)
	return t.kind == noToken || t.kind == mark || t.kind == knownWord && t.word != wNay && t.word != wCount && t.word != wMot
}

// gluedBefore reports whether the number at i is the tail of something longer: 749/QĐ, 1.234, QĐ12.
func (p *parser) gluedBefore(i int) bool {
	if !p.out[i].glued {
		return false
	}
	t := p.get(i - 1)
	return t.kind == otherWord || t.kind == numeral || t.kind == roman || t.kind == mark && (t.ch == '/' || t.glued && (t.ch == '-' || t.ch == '.' || t.ch == ','))
}

// runsOn reports whether something sticks to the end of a date that makes it another thing: 12/2023/QH15, 15%, 2021-QĐ, 2.026.
func (p *parser) runsOn(i int) bool {
	t, last := p.get(i), p.get(i-1)
	if !t.glued || last.kind != numeral {
		return false
	}
	switch {
	case t.kind != mark:
		return true
	case t.ch == '/' || t.ch == '%':
		return true
	case t.ch == '-':
		return p.get(i+1).glued && p.get(i+1).kind == otherWord
	case t.ch == '.':
		return p.get(i+1).glued && p.get(i+1).kind == numeral
	}
	return false
}
