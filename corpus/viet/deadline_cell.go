package viet

import "strings"

// ParseDeadlines reads a table cell with one or several deadlines, each with its label:
// "Tháng 3, Tháng 7 (sơ kết 6 tháng), Tháng 11" or "Đợt 1: tháng 3; Đợt 2: tháng 8 - 9".
// A heading before the list labels the items that have no label of their own. nil means that the cell holds no deadline.
func ParseDeadlines(cell string, ref Reference) []LabelledDeadline {
	p, spans := readCell(cell, ref)
	if len(spans) < 2 {
		d, ok := p.wholeCell(spans)
		if !ok {
			return nil
		}
		if len(spans) == 0 || spans[0].kind == vague {
			return []LabelledDeadline{{d, ""}}
		}
		return []LabelledDeadline{{d, p.labels(spans)[0]}}
	}
	labels := p.labels(spans)
	out := make([]LabelledDeadline, len(spans))
	for i, s := range spans {
		out[i] = LabelledDeadline{p.resolve(s), labels[i]}
		if p.is(s.first-1, wHoac) || p.is(s.next, wHoac) {
			out[i].addDoubt(conditionDoubt)
		}
	}
	return out
}

// unread counts the words of the text that are in no span.
func (p *parser) unread(spans []span) int {
	n, k := 0, 0
	for i, t := range p.out {
		for k < len(spans) && spans[k].next <= i {
			k++
		}
		if (k == len(spans) || i < spans[k].first) && t.kind != mark {
			n += t.words()
		}
	}
	return n
}

const conditionDoubt = "Thời hạn kèm điều kiện, cần xem nguyên văn"

// conditions tells of words outside the spans that make the date depend on something ("sau khi", "nếu", "hoặc") or rough ("khoảng").
func (p *parser) conditions(spans []span) string {
	k := 0
	for i, t := range p.out {
		for k < len(spans) && spans[k].next <= i {
			k++
		}
		if k < len(spans) && i >= spans[k].first {
			continue
		}
		switch {
		case p.is(i, wKhi), p.is(i, wNeu), p.is(i, wHoac), p.is(i, wSau):
			return conditionDoubt
		case p.is(i, wDa):
			return "Ô ghi việc đã làm, cần xem nguyên văn"
		case p.other(i, "khoang"), t.kind == otherWord && foldedPrefix(p.text[t.start:t.end], "dip") > 0:
			return "Thời điểm nêu ước lượng, cần xem nguyên văn"
		}
	}
	return ""
}

// labels shares out the text around the spans. Between two spans the last comma, semicolon, "và" or line end parts what
// belongs to the one before from what belongs to the one behind.
func (p *parser) labels(spans []span) []string {
	behind, ahead := make([]string, len(spans)), make([]string, len(spans))
	heading := p.text[:p.out[spans[0].first].start]
	if cut := strings.LastIndexAny(heading, ";\n"); cut >= 0 {
		heading = heading[cut+1:]
	}
	ahead[0] = label(heading)
	for i := range spans {
		if i+1 == len(spans) {
			behind[i] = label(p.text[p.out[spans[i].next-1].end:])
			break
		}
		behind[i], ahead[i+1] = p.gap(spans[i].next, spans[i+1].first)
	}
	shared := len(spans) > 1
	for _, a := range ahead[1:] {
		shared = shared && a == ""
	}
	for i := range behind {
		switch {
		case behind[i] != "":
		case shared:
			behind[i] = ahead[0]
		default:
			behind[i] = ahead[i]
		}
	}
	return behind
}

// gap splits the text between two spans, given the lexemes from i to before j.
func (p *parser) gap(i, j int) (behind, ahead string) {
	start, end := p.out[i-1].end, p.out[j].start
	left, right, depth := start, start, 0
	for k := i; k < j; k++ {
		t := p.out[k]
		switch {
		case p.ch(k, '('):
			depth++
		case p.ch(k, ')'):
			depth--
		case depth == 0 && (p.ch(k, ',') || p.ch(k, ';') || p.is(k, wVa)):
			left, right = t.start, t.end
		}
	}
	if nl := strings.LastIndexByte(p.text[right:end], '\n'); nl >= 0 {
		left, right = right+nl, right+nl
	}
	return label(p.text[start:left]), label(p.text[right:end])
}

// emptyLabels say that a time follows, and nothing of what is due then.
var emptyLabels = []string{"dự kiến", "thời gian", "thời hạn"}

func label(s string) string {
	s = strings.Trim(Squeeze(s), " :-–,;./()*+•→")
	for _, empty := range emptyLabels {
		if len(s) >= len(empty) && strings.EqualFold(s[:len(empty)], empty) {
			s = strings.TrimLeft(s[len(empty):], " :-")
		}
	}
	return s
}
