package layout

import (
	"dondoc/knowledge"
	"strings"
)

// What of a reply's quotations is shown in a chat that cannot fold them away for long.
const (
	maxQuotes  = 3
	QuoteUnits = 600
)

// SourceMark begins a line that names where an answer stands.
const SourceMark = "📄"

// LineUnits is the length of a line. It does not count on beyond limit.
func LineUnits(l knowledge.Line, limit int) int {
	n := 0
	for _, span := range l {
		if n += UnitsTo(span.Text, limit); n > limit {
			break
		}
	}
	return n
}

// StrongSpans counts the spans of a line that need markup.
func StrongSpans(l knowledge.Line) int {
	n := 0
	for _, span := range l {
		if span.Strong {
			n++
		}
	}
	return n
}

// fewUnits is too little room to begin a span in that will be cut anyway.
const fewUnits = 200

// CutLine takes off the start of a line that does not fit a whole message. The head is never empty.
func CutLine(l knowledge.Line, limit, entities int) (head, tail knowledge.Line) {
	for i, span := range l {
		size := UnitsTo(span.Text, limit)
		switch {
		case span.Strong && entities == 0, limit < 2, size > limit && len(head) > 0 && limit < fewUnits:
			return head, l[i:]
		case size <= limit:
			limit -= size
			if span.Strong {
				entities--
			}
			head = append(head, span)
		default:
			first, rest := CutText(span.Text, limit)
			head = append(head, knowledge.Span{Text: first, Strong: span.Strong})
			tail = append(knowledge.Line{{Text: rest, Strong: span.Strong}}, l[i+1:]...)
			return head, tail
		}
	}
	return head, nil
}

// Quotable picks the citations to show: those with words to quote, each quotation once.
func Quotable(all []knowledge.Citation) []knowledge.Citation {
	var picked []knowledge.Citation
	seen := make(map[string]bool)
	for _, c := range all {
		c.Quote = strings.TrimSpace(Clean(c.Quote))
		if len(picked) == maxQuotes || seen[c.Quote] || !Visible(c.Quote) {
			continue
		}
		seen[c.Quote] = true
		c.Quote = Shorten(c.Quote, QuoteUnits)
		picked = append(picked, c)
	}
	return picked
}

// Shorten cuts a text to at most limit units, with an ellipsis where something went.
func Shorten(s string, limit int) string {
	if Units(s) <= limit {
		return s
	}
	head, _ := CutText(s, limit-1)
	return strings.TrimRight(head, " \n,;:.") + "…"
}

// SourceLine names the place that a quotation comes from.
func SourceLine(c knowledge.Citation) string {
	line := SourceMark + " " + Clean(c.Document)
	switch section := Clean(c.Section); {
	case section == "":
	case strings.HasPrefix(section, "Phụ lục"):
		line += ", " + section
	default:
		line += ", Mục " + section
	}
	return strings.Join(strings.Fields(line), " ")
}

// ShortenRunes is Shorten for labels, whose room is counted in letters.
func ShortenRunes(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return strings.TrimSpace(string(runes[:limit-1])) + "…"
}
