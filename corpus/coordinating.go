package corpus

import (
	"regexp"
	"slices"
	"strings"

	"dondoc/corpus/agency"
)

var (
	coordinateWith = regexp.MustCompile(`(?i)ph[ốổồôo]i h[ợơo]p(?:\s+chặt chẽ)?(?:\s+cùng)?\s+(?:v[ớóơo]i|cùng)\s+`) // with the slips of scans
	othersHelp     = regexp.MustCompile(`(?i)(?:,|;|^)\s*((?:các |những )?(?:bộ, ngành, địa phương|bộ, ngành|địa phương|cơ quan|đơn vị)[^,;.]{0,20}?)\s+phối hợp`)
	// a group of agencies that has no name of its own
	groupName = regexp.MustCompile(`^(?i)(?:các |những )?(?:bộ ngành|bộ|ngành|địa phương|cơ quan|đơn vị|tổ chức|doanh nghiệp|tập đoàn|tổng công ty(?: nhà nước)?|tỉnh|thành phố|hội|hiệp hội|sở|ban)(?:(?:, | và |/)(?:các )?(?:bộ|ngành|địa phương|cơ quan|đơn vị|tổ chức|doanh nghiệp|tập đoàn|tổng công ty(?: nhà nước)?|tỉnh|thành phố|hội|hiệp hội|ban))*(?: trực thuộc trung ương)?(?: có)?(?: liên quan)?`)
)

// coordinatingIn reads "phối hợp với X, Y và Z" in a sentence: the list ends
// with the last agency or group that stands in an unbroken row.
func (r *reader) coordinatingIn(text string) []string {
	if !containsAny(text, "i hợp", "I HỢP", "i hơp", "i hop") {
		return nil // spares most sentences the slow patterns
	}
	loc := coordinateWith.FindStringIndex(text)
	if loc == nil {
		if m := othersHelp.FindStringSubmatch(text); m != nil {
			return []string{strings.TrimSpace(m[1])}
		}
		return nil
	}
	rest := text[loc[1]:]
	if known, length := r.knownList(rest); length > 0 && !r.mayGoOn(known, rest[length+1:]) {
		return known
	}
	names, length := r.agencyList(rest)
	if head, all, _ := r.subject(rest); len(head) > length { // bodies that the registry does not know end before a verb
		return all
	}
	return names
}

// agencyList reads known agencies and groups in an unbroken row, and returns the
// bytes that they take.
func (r *reader) agencyList(text string) (names []string, length int) {
	var seen lookahead
	rest := text
	for {
		name, n := r.agencyAt(rest, &seen)
		if n == 0 {
			return names, length
		}
		names = append(names, name)
		rest = rest[n:]
		length = len(text) - len(rest)
		glue := listGlue(rest)
		if glue == 0 {
			return names, length
		}
		rest = rest[glue:]
	}
}

// lookahead is what was found in the text ahead, to be used while a list is read.
type lookahead struct {
	left  int // bytes that were left of the text
	found []agency.Mention
}

func (l *lookahead) at(left int) (agency.Mention, bool) {
	for _, m := range l.found {
		if m.Start == l.left-left {
			return m, true
		}
	}
	return agency.Mention{}, false
}

// agencyAt reads one agency or group at the beginning of s and returns its length.
// Successive calls for one text share what was seen.
func (r *reader) agencyAt(s string, seen *lookahead) (string, int) {
	m, ok := seen.at(len(s))
	if !ok {
		const longestName = 150 // bytes; behind that a name may be cut by the end of the window
		*seen = lookahead{len(s), r.reg.Find(headOf(s, 2*longestName))}
		seen.found = slices.DeleteFunc(seen.found, func(m agency.Mention) bool { return m.Start > longestName })
		m, ok = seen.at(len(s))
	}
	if ok {
		return m.Agency.Name, m.End - m.Start
	}
	if m := groupName.FindString(s); m != "" {
		return m, len(m)
	}
	return "", 0
}

// listGlue returns the length of what joins two members of a list.
func listGlue(s string) int {
	for _, g := range []string{", ", " và ", "; ", ","} {
		if strings.HasPrefix(s, g) {
			return len(g)
		}
	}
	return 0
}
