package corpus

import (
	"regexp"
	"strconv"
	"strings"

	"dondoc/corpus/viet"
)

// timeSpan is a year, or the years of a period, in a text.
type timeSpan struct {
	from, to    int
	first, year int // first is 0 when there is one year only
	words       string
}

// period returns the words of a time that is more than a year.
func (t timeSpan) period() string {
	if t.first == 0 {
		return ""
	}
	return t.words
}

var timeWords = regexp.MustCompile(`(?i)(?:(?:tính\s+)?(?:phấn đấu\s+)?(?:đến|tới|vào|trong|từ|cho|kể từ|của)\s+)?(?:(?:hết|cuối|đầu|giữa)\s+)?(?:(?:các\s+)?năm|giai đoạn|thời kỳ|nhiệm kỳ|quý\s+[IV]+\s*(?:/|năm)|tháng\s+\d{1,2}\s*(?:/|năm))\s*(20\d\d)(?:\s*(?:-|–|đến năm|đến)\s*(20\d\d))?|(?:đến|tới|vào)\s+(20\d\d)|(?:đến|trước|trong|tới)\s+(?:hết\s+)?(?:ngày\s+)?\d{1,2}/\d{1,2}/(20\d\d)`)

// firstTime returns the first time in the text that is no comparison.
func firstTime(s string) (timeSpan, bool) {
	if !mayNameTime(s) {
		return timeSpan{}, false
	}
	for _, m := range timeWords.FindAllStringSubmatchIndex(s, 8) {
		if t, ok := spanOf(s, m); ok {
			return t, true
		}
	}
	return timeSpan{}, false
}

func spanOf(s string, m []int) (timeSpan, bool) {
	if strings.HasSuffix(strings.ToLower(strings.TrimSpace(s[:m[0]])), "so với") || !beginsWord(s, m[0]) {
		return timeSpan{}, false
	}
	t := timeSpan{from: m[0], to: m[1], words: viet.Squeeze(s[m[0]:m[1]])}
	number := func(i int) int {
		if m[i] < 0 {
			return 0
		}
		n, _ := strconv.Atoi(s[m[i]:m[i+1]])
		return n
	}
	t.year = max(number(2), number(6), number(8))
	if last := number(4); last > 0 {
		t.first, t.year = t.year, last
	}
	return t, true
}

// mayNameTime is a quick look before the pattern: "năm 2026", "đến 2030", "quý II/2026", "đến 31/12/2026".
func mayNameTime(s string) bool {
	return strings.Contains(s, " 20") || strings.Contains(s, "/20")
}

// timeAt returns the time that stands first in the text.
func timeAt(s string) (timeSpan, bool) {
	if !mayNameTime(s) {
		return timeSpan{}, false
	}
	m := timeWords.FindStringSubmatchIndex(s)
	if m == nil {
		return timeSpan{}, false
	}
	return spanOf(s, m)
}

// endTime returns the time at one of the ends of the text, the last one first.
func endTime(s string) (timeSpan, bool) {
	if !mayNameTime(s) {
		return timeSpan{}, false
	}
	all := timeWords.FindAllStringSubmatchIndex(s, 8)
	for i := len(all) - 1; i >= 0; i-- {
		m := all[i]
		if m[1] != len(s) && strings.Trim(s[:m[0]], " ,") != "" {
			continue
		}
		if t, ok := spanOf(s, m); ok {
			return t, true
		}
	}
	return timeSpan{}, false
}
