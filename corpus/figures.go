package corpus

import "strings"

// figure is a number with what stands before and behind it: "trên 30%", "tối
// thiểu 150.000 doanh nghiệp".
type figure struct {
	comparison, value, unit string // as written; comparison may be ""
	from, to                int    // bytes of all three in the text
}

// A longer one stands before those that it holds.
var (
	comparisons = []string{"trên", "tối thiểu", "ít nhất", "tối đa", "dưới", "không quá", "khoảng", "đạt"}
	units       = []string{"%", "phần trăm", "triệu lượt", "triệu", "tỷ đồng", "tỷ", "nước dẫn đầu", "doanh nghiệp", "người"}
)

// figuresIn finds the numbers that have a unit, from left to right, looking at every number once.
func figuresIn(text string) []figure {
	var found []figure
	last := 0 // end of the figure before
	for i := strings.IndexAny(text, "0123456789"); i < len(text) && i >= 0; {
		end := numberEnd(text, i)
		rest := strings.TrimLeft(text[end:], " \t")
		unit := prefixFold(rest, units)
		if unit != "" {
			f := figure{value: text[i:end], unit: unit, to: len(text) - len(rest) + len(unit)}
			f.comparison, f.from = comparisonBefore(text[last:i])
			f.from += last
			found = append(found, f)
			last = f.to
			end = f.to
		}
		next := strings.IndexAny(text[end:], "0123456789")
		if next < 0 {
			break
		}
		i = end + next
	}
	return found
}

// numberEnd returns the end of the number that begins at i: "1.500,5".
func numberEnd(text string, i int) int {
	for i < len(text) && (isDigit(text[i]) || (text[i] == '.' || text[i] == ',') && i+1 < len(text) && isDigit(text[i+1])) {
		i++
	}
	return i
}

// comparisonBefore returns the comparison at the end of s and where the figure begins.
func comparisonBefore(s string) (comparison string, from int) {
	t := strings.TrimRight(s, " \t")
	for _, c := range comparisons {
		if from := len(t) - len(c); from >= 0 && strings.EqualFold(t[from:], c) {
			if rest := strings.TrimRight(t[:from], " \t"); c == "trên" && len(rest) >= len("đạt") && strings.EqualFold(rest[len(rest)-len("đạt"):], "đạt") {
				from = len(rest) - len("đạt")
			}
			return t[from:], from
		}
	}
	return "", len(t)
}

// prefixFold returns the beginning of s that is one of the words, blind to case, or "".
func prefixFold(s string, words []string) string {
	for _, w := range words {
		if len(s) >= len(w) && strings.EqualFold(s[:len(w)], w) {
			return s[:len(w)]
		}
	}
	return ""
}
