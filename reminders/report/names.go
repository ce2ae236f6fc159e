package report

import (
	"strconv"
	"strings"
)

// shorter are the abbreviations that officials use themselves, those that are read most easily first.
var shorter = []*strings.Replacer{
	strings.NewReplacer("Ủy ban nhân dân", "UBND", "Uỷ ban nhân dân", "UBND", "Ủy ban Nhân dân", "UBND"),
	strings.NewReplacer("Hội đồng nhân dân", "HĐND", "Hội đồng Nhân dân", "HĐND"),
	strings.NewReplacer("thành phố", "TP", "Thành phố", "TP"),
	strings.NewReplacer("trách nhiệm hữu hạn", "TNHH", "Trách nhiệm hữu hạn", "TNHH"),
	strings.NewReplacer("một thành viên", "MTV", "Một thành viên", "MTV"),
	strings.NewReplacer("chuyển đổi số", "CĐS", "Chuyển đổi số", "CĐS"),
	strings.NewReplacer("Ban Chỉ đạo", "BCĐ", "Ban chỉ đạo", "BCĐ"),
}

// fit brings a name into at most two lines of that width: with as few abbreviations as bring it into one, else with
// all of them in two lines, the second with an ellipsis if need be.
func fit(p pen, name string, width float64) []string {
	if name == "" {
		name = "(chưa rõ cơ quan)"
	}
	for _, s := range shorter {
		if p.width(name) <= width {
			return []string{name}
		}
		name = s.Replace(name)
	}
	first, rest := firstLine(p, name, width)
	if rest == "" {
		return []string{first}
	}
	return []string{first, clip(p, rest, width)}
}

// firstLine parts a text where the line is full, between words if the first word fits.
func firstLine(p pen, s string, width float64) (first, rest string) {
	end := fitting(p, s, width)
	if end == len(s) {
		return s, ""
	}
	if blank := strings.LastIndexByte(s[:end+1], ' '); blank > 0 {
		end = blank
	}
	return strings.TrimSpace(s[:end]), strings.TrimSpace(s[end:])
}

// clip cuts a text to the width, with an ellipsis if anything is cut.
func clip(p pen, s string, width float64) string {
	if p.width(s) <= width {
		return s
	}
	end := fitting(p, s, width-p.width("…"))
	if blank := strings.LastIndexByte(s[:end+1], ' '); blank > end/2 {
		end = blank
	}
	return strings.TrimRight(s[:end], " ,;.-") + "…"
}

// fitting returns how many bytes of s fit into the width; it cuts no letter.
func fitting(p pen, s string, width float64) int {
	end := len(s)
	for i := range s {
		if i > 0 && p.width(s[:i]) > width {
			return end
		}
		end = i
	}
	if p.width(s) <= width {
		return len(s)
	}
	return end
}

// count writes a number as people in Việt Nam do: 10.000.
func count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return digits
}
