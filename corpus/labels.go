package corpus

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// widestLabel is how far, in bytes, the words may stand from a deadline that say what it is for.
const widestLabel = 1 << 10

// headOf returns at most limit bytes from the beginning of s, whole letters only.
func headOf(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// tailOf returns at most limit bytes from the end of s, whole letters only.
func tailOf(s string, limit int) string {
	from := max(0, len(s)-limit)
	for from < len(s) && !utf8.RuneStart(s[from]) {
		from++
	}
	return s[from:]
}

// labelAround says what a deadline in prose is for: the clause before the
// phrase, or behind it when the phrase opens the clause.
func labelAround(text string, from, to int) string {
	before := tailOf(text[:from], widestLabel)
	for _, stop := range []string{"; ", ". ", ", tổ chức ", ", hoàn thành ", ", ban hành ", ", triển khai "} {
		if i := strings.LastIndex(before, stop); i >= 0 {
			before = strings.TrimLeft(before[i:], ";., ")
		}
	}
	label := strings.Trim(before, " ,;:")
	if len(strings.Fields(label)) < 2 || isCondition(before) {
		behind := headOf(text[to:], widestLabel)
		if i := strings.IndexAny(behind, ";."); i >= 0 {
			behind = behind[:i]
		}
		label = strings.Trim(behind, " ,;:")
	}
	label = trimPrefixFold(trimPrefixFold(label, "tổ chức "), "hoàn thành trong ")
	words := strings.Fields(label)
	const longestLabel = 26
	if len(words) > longestLabel {
		return strings.Join(words[:longestLabel], " ") + "…"
	}
	return strings.Join(words, " ")
}

// isCondition reports whether a clause only says when the one behind it holds: "Trong trường hợp đã ban hành, …".
func isCondition(clause string) bool {
	return strings.HasSuffix(strings.TrimRight(clause, " "), ",") && slices.ContainsFunc([]string{"trong trường hợp ", "trường hợp ", "nếu "}, func(opening string) bool {
		return strings.HasPrefix(strings.ToLower(clause), opening)
	})
}
