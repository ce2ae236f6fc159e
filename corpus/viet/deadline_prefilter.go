package viet

import "strings"

// unitForms are the units of time as they may be written, with marks and without: every deadline in prose without a digit names one.
var unitForms, plainUnitForms = formsOf("giờ ngày tuần tháng quý quí năm"), formsOf("gio ngay tuan thang quy qui nam")

func formsOf(words string) map[string]bool {
	forms := map[string]bool{}
	for _, w := range strings.Fields(words) {
		forms[w], forms[strings.ToUpper(w)], forms[strings.ToUpper(w[:1])+w[1:]] = true, true, true
	}
	return forms
}

// longestUnit is that of "THÁNG" in bytes.
const longestUnit = 6

// mayHoldDeadline is the cheap look before the lexer runs: for a digit, a unit of time, "thường xuyên" behind a label, or a word like "quý" before a Roman number.
func mayHoldDeadline(text string) bool {
	forms := unitForms
	if !hasMarks(text) {
		forms = plainUnitForms
	}
	for i := 0; i < len(text); {
		c := text[i]
		if c >= '0' && c <= '9' {
			return true
		}
		if !isWordByte(c) {
			i++
			continue
		}
		end := i + 1
		for end < len(text) && isWordByte(text[end]) {
			end++
		}
		switch c | 0x20 {
		case 'g', 'n', 't', 'q':
			if end-i <= longestUnit && (forms[text[i:end]] || c|0x20 == 'q' && beginsRoman(text[end:])) {
				return true
			}
		}
		i = end
	}
	return strings.Contains(text, ":") && (strings.Contains(text, "hường xuyên") || forms["nam"] && strings.Contains(text, "huong xuyen"))
}

// beginsRoman reports whether a number like II follows, as behind "Quý" in whatever way a scan gives it.
func beginsRoman(text string) bool {
	text = strings.TrimLeft(text, " \n")
	return text != "" && (text[0] == 'I' || text[0] == 'V' || text[0] == 'l')
}

func isWordByte(c byte) bool { return c >= 0x80 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
