package knowledge

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// facts are the dates, figures and document numbers of a text, in one form each.
type facts struct {
	dates     map[string]bool     // "trươc3 2023-6": the word that gives the date its sense, and the date
	documents map[string]bool     // "17/QĐ-UBQGCDS", in capitals
	numbers   map[string][]figure // by value: "4500", "8,5%"
}

// figure is a number where it stands.
type figure struct {
	before, after string // the syllables on both sides, "" for none
	compared      string // the one before, if it compares: "trên", "tối thiểu", "còn"
}

// fault returns what b says that f does not, "" for nothing.
func (f *facts) fault(b *facts) string {
	for number := range b.documents {
		if !f.documents[number] {
			return faultDocument
		}
	}
	for date := range b.dates {
		if !f.dates[date] {
			return faultDate
		}
	}
	for value, places := range b.numbers {
		for _, p := range places {
			if !f.hasNumber(value, p) {
				return faultNumber
			}
		}
	}
	return ""
}

// hasNumber reports whether a number stands there with the same comparison and,
// so that days do not become provinces, beside the same word. Years and shares
// stand for themselves.
func (f *facts) hasNumber(value string, p figure) bool {
	alone := isYear(value) || strings.HasSuffix(value, "%") || p.before == "" && p.after == ""
	for _, known := range f.numbers[value] {
		beside := p.before != "" && p.before == known.before || p.after != "" && p.after == known.after
		if p.compared == known.compared && (alone || beside) {
			return true
		}
	}
	return false
}

var documentNumber = regexp.MustCompile(`\d+(?:/\d{4})?/\p{L}[\p{L}\d&]*(?:-[\p{L}\d&]+)*`)

// dateForms are how dates are written, the fuller ones first, in lower case. The
// groups are named d, m, q and y.
var dateForms = compileAll(
	`\b(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})\b`,
	`\b(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2}),?\s*(?:năm|[/-])\s*(?P<y>\d{4})\b`,
	`tháng\s+(?P<m>\d{1,2}),?\s*(?:năm|[/.-])\s*(?P<y>\d{4})\b`,
	`\b(?P<m>\d{1,2})/(?P<y>(?:19|20)\d\d)\b`,
	`quý\s+(?P<q>[ivx]+|\d)\b(?:,?\s*(?:năm|[/.-])\s*(?P<y>\d{4})\b)?`,
	`\b(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\b`,
	`\b(?P<d>\d{1,2})/(?P<m>\d{1,2})\b`,
	`tháng\s+(?P<m>\d{1,2})\b`,
	`năm\s+(?P<y>(?:19|20)\d\d)\b`,
)

func compileAll(patterns ...string) []*regexp.Regexp {
	out := make([]*regexp.Regexp, len(patterns))
	for i, p := range patterns {
		out[i] = regexp.MustCompile(p)
	}
	return out
}

var (
	anyNumber = regexp.MustCompile(`\d+(?:[.,]\d+)*(?:\s?%)?`)
	thousands = regexp.MustCompile(`^\d{1,3}(?:\.\d{3})+(?:,\d+)?%?$`)
)

// factsIn collects the facts of a text in NFC. What was read once is blotted
// out, so that the parts of a date do not count as numbers.
func factsIn(text string) *facts {
	f := &facts{dates: map[string]bool{}, documents: map[string]bool{}, numbers: map[string][]figure{}}
	text = take(text, documentNumber, func(at []int) { f.documents[strings.ToUpper(text[at[0]:at[1]])] = true })
	text = strings.ToLower(text)
	for _, form := range dateForms {
		now := text
		text = take(now, form, func(at []int) {
			f.dates[leadOf(now[:at[0]])+" "+dateValue(form, now, at)] = true
		})
	}
	now := text
	take(now, anyNumber, func(at []int) {
		p := figure{before: lastSyllable(now[:at[0]]), after: firstSyllable(now[at[1]:])}
		if wordingWords().comparisons[p.before] {
			p.compared = p.before
		}
		value := numberValue(now[at[0]:at[1]])
		f.numbers[value] = append(f.numbers[value], p)
	})
	return f
}

// take reports every match and returns the text with all of them blotted out.
func take(text string, form *regexp.Regexp, report func(at []int)) string {
	blotted := []byte(text)
	for _, at := range form.FindAllStringSubmatchIndex(text, -1) {
		report(at)
		for i := at[0]; i < at[1]; i++ {
			blotted[i] = 0
		}
	}
	return string(blotted)
}

// dateValue writes a date in one form: "2023-6-5", "2023-6", "--6-5", "q4 2023".
func dateValue(form *regexp.Regexp, text string, at []int) string {
	part := func(name string) string {
		i := form.SubexpIndex(name)
		if i < 0 || at[2*i] < 0 {
			return ""
		}
		return strings.TrimLeft(text[at[2*i]:at[2*i+1]], "0")
	}
	roman := map[string]string{"i": "1", "ii": "2", "iii": "3", "iv": "4"}
	quarter := part("q")
	if n, ok := roman[quarter]; ok {
		quarter = n
	}
	return part("y") + "-" + part("m") + "-" + part("d") + "q" + quarter
}

// numberValue writes a number in one form, without the dots of thousands and leading zeros.
func numberValue(s string) string {
	s = strings.Join(strings.Fields(s), "")
	if thousands.MatchString(s) {
		s = strings.ReplaceAll(s, ".", "")
	}
	if trimmed := strings.TrimLeft(s, "0"); trimmed != "" && unicode.IsDigit(rune(trimmed[0])) {
		return trimmed
	}
	return s
}

// leadOf returns the word in front of a date that gives it its sense, "" when none does.
func leadOf(before string) string {
	const most = 4 // "trước thời điểm ngày"
	for range most {
		word := lastSyllable(before)
		if word == "" || wordingWords().leads[word] {
			return word
		}
		if !fillers[word] {
			return ""
		}
		before = strings.TrimSuffix(before, " ")
		before = before[:strings.LastIndexByte(before, ' ')+1]
	}
	return ""
}

// fillers may stand between a lead and its date.
var fillers = toned("ngày", "tháng", "năm", "mùng", "thời", "điểm", "mốc")

func toned(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[viet.Tokenize(w)[0].Toned] = true
	}
	return set
}

// lastSyllable returns the syllable that a text ends with, at most one blank behind it.
func lastSyllable(text string) string {
	text = strings.TrimSuffix(text, " ")
	start := len(text)
	for start > 0 {
		r, n := utf8.DecodeLastRuneInString(text[:start])
		if !unicode.IsLetter(r) {
			break
		}
		start -= n
	}
	return tonedSyllable(text[start:])
}

// firstSyllable returns the syllable that a text begins with, at most one blank before it.
func firstSyllable(text string) string {
	text = strings.TrimPrefix(text, " ")
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(text)
	}
	return tonedSyllable(text[:end])
}

func tonedSyllable(word string) string {
	if tokens := viet.Tokenize(word); len(tokens) > 0 {
		return tokens[0].Toned
	}
	return ""
}
