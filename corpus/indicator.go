package corpus

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// clause is a sentence with its figures and the words that belong to each.
type clause struct {
	text    string
	figures []figure
	before  []string // of each figure, the words that lead to it
	after   []string // of each figure, the words that go on from it
}

// newClause gives every word between two figures to the one that it belongs to.
// Figures in brackets are remarks, and one from which another comes ("từ 5% lên
// 8%") is where things stand: neither is an aim.
func newClause(text string, figures []figure) *clause {
	c := &clause{text: text}
	depth, at, start := 0, 0, -1
	for i, f := range figures {
		depth += strings.Count(text[at:f.from], "(") - strings.Count(text[at:f.from], ")")
		at = f.from
		if depth > 0 {
			continue
		}
		if i+1 < len(figures) && isStart(text[f.to:figures[i+1].from], figures[i+1]) {
			start = f.from
			continue
		}
		if start >= 0 {
			f.from, start = start, -1 // its words lead to the whole of "từ 5% lên 8%"
		}
		c.figures = append(c.figures, f)
	}
	c.share()
	return c
}

// isStart reports whether a figure is only where the next one comes from.
func isStart(gap string, next figure) bool {
	comes := strings.HasPrefix(next.comparison, "lên") || strings.HasPrefix(next.comparison, "xuống")
	return comes && len(gap) < 60 && !strings.ContainsAny(gap, ",;")
}

// joiners stand between two figures with their words.
var joiners = []string{",", "và", "hoặc", "đồng thời"}

// share fills before and after.
func (c *clause) share() {
	n := len(c.figures)
	c.before, c.after = make([]string, n), make([]string, n)
	if n == 0 {
		return
	}
	c.before[0] = withoutRemarks(tailOf(c.text[:c.figures[0].from], widestIndicator))
	for i := range n - 1 {
		gap := strings.TrimSpace(withoutRemarks(headOf(c.text[c.figures[i].to:c.figures[i+1].from], 2*widestIndicator)))
		left, right, nested := partGap(gap)
		c.after[i], c.before[i+1] = left, right
		if nested {
			c.after[i] = headOf(c.text[c.figures[i].to:], widestIndicator)
		}
	}
	c.after[n-1] = withoutRemarks(headOf(c.text[c.figures[n-1].to:], widestIndicator))
}

// withoutRemarks drops what stands in brackets when there are numbers in it:
// "(năm 2025 đạt 80%)".
func withoutRemarks(s string) string {
	open := strings.IndexByte(s, '(')
	if open < 0 {
		return s
	}
	var b strings.Builder
	for open >= 0 {
		length := strings.IndexByte(s[open:], ')')
		if length < 0 {
			break
		}
		b.WriteString(s[:open])
		if remark := s[open : open+length+1]; !strings.ContainsAny(remark, "0123456789") {
			b.WriteString(remark)
		}
		s = s[open+length+1:]
		open = strings.IndexByte(s, '(')
	}
	return b.String() + s
}

// partGap parts the words between two figures. nested is true when the second
// figure belongs to what the first is about.
func partGap(gap string) (left, right string, nested bool) {
	for _, j := range joiners {
		if rest, ok := cutPrefixFold(gap, j); ok && endsWord(gap, len(j)) {
			return "", strings.TrimSpace(rest), false
		}
	}
	for _, j := range joiners {
		if from := len(gap) - len(j); from > 0 && strings.EqualFold(gap[from:], j) && beginsWord(gap, from) {
			return strings.TrimRight(gap[:from], " ,"), "", false
		}
	}
	const fewest = 4 // words of a clause of its own
	for _, j := range []string{", ", " và "} {
		for end := len(gap); end > 0; {
			i := strings.LastIndex(gap[:end], j)
			if i < 0 {
				break
			}
			right := gap[i+len(j):]
			clause := j == ", " && end == len(gap) && len(strings.Fields(right)) >= fewest && !insideGroup(gap, i)
			if clause || words().heads.prefix(right) > 0 {
				return gap[:i], right, false
			}
			end = i
		}
	}
	return gap, gap, gap != ""
}

// insideGroup reports whether the comma at i parts the members of a group: "bộ,
// ngành, địa phương".
func insideGroup(s string, i int) bool {
	const mostWords = 4 // that a group may have before the comma
	for start, n := i, 0; start > 0 && n < mostWords; n++ {
		start = strings.LastIndexByte(s[:start-1], ' ') + 1
		if m := words().whose.FindString(s[start:]); len(m) > i-start {
			return true
		}
	}
	return false
}

// opening is the time that opens the sentence and holds for all its figures.
func (c *clause) opening() (timeSpan, bool) {
	if len(c.figures) == 0 || !strings.Contains(c.before[0], "20") {
		return timeSpan{}, false
	}
	lead := openWords(c.before[0])
	t, ok := timeAt(lead)
	return t, ok && t.from == 0
}

// indicator is what a figure is the figure of.
type indicator struct {
	before, after string // trimmed of times and empty words
	noun          string // the counted thing, when it is part of the name
	verbs         string // the comparison
	leads         bool   // its time stands before the figure
	yearly        string // "mỗi năm"
	at            timeSpan
	timed         bool
}

func (ind indicator) all() string { return ind.before + " " + ind.noun + " " + ind.after }

func (ind indicator) text() string {
	s := strings.Trim(viet.Squeeze(ind.before+" "+ind.noun+" "+ind.after), edges)
	if strings.Count(s, "(") > strings.Count(s, ")") {
		s += ")"
	}
	return s
}

func (ind indicator) time() (timeSpan, bool) { return ind.at, ind.timed }

// indicators returns what each figure is about. One without words of its own
// shares those of the figure before it, or what leads to the first.
func (c *clause) indicators() []indicator {
	all := make([]indicator, len(c.figures))
	for i, f := range c.figures {
		ind := indicator{verbs: f.comparison}
		ind.after = ind.tail(viet.Squeeze(c.after[i]))
		goesOn := ind.after != "" || f.noun > 0 && !f.verb
		ind.before = ind.lead(viet.Squeeze(nearest(c.before[i], ind.after != "")), goesOn)
		if noun := c.text[f.to-f.noun : f.to]; ind.after != "" || ind.before == "" || !f.verb && !onlyCounts(noun, c.before[i]) {
			ind.noun = noun // not in "số xã đạt 15 xã"
		}
		if ind.before == "" && i > 0 {
			switch {
			case ind.after == "" && (ind.noun == "" || f.verb):
				ind.before, ind.noun, ind.after = all[i-1].before, all[i-1].noun, all[i-1].after
			case all[0].before != "" && all[0].after != "" && strings.TrimSpace(c.before[i]) == "":
				ind.before = all[0].before
			}
		}
		all[i] = ind
	}
	return all
}

// onlyCounts reports whether a noun at the end of a clause is but the measure of
// what stands before it: "khách quốc tế 450.000 lượt", not "việc làm cho 500 người".
func onlyCounts(noun, before string) bool {
	return slices.Contains([]string{"người", "lượt", "lượt người", "điểm"}, noun) && words().closers.suffix(strings.TrimRight(before, " ")) == 0
}

// nearest takes of the words before a figure those that are about it. What ends
// with a comma is another clause when words go on behind the figure, its time
// apart; and a clause that begins like an indicator is one.
func nearest(before string, goesOn bool) string {
	trimmed := strings.TrimRight(before, " ")
	if goesOn && strings.HasSuffix(trimmed, ",") {
		if t, ok := endTime(strings.TrimRight(trimmed, " ,")); ok {
			return before[t.from:t.to]
		}
		return ""
	}
	for end := len(before); end > 0; {
		i := strings.LastIndex(before[:end], ", ")
		if i < 0 {
			break
		}
		if clause := before[i+2:]; words().heads.prefix(openWords(clause)) > 0 {
			return clause
		}
		end = i
	}
	return before
}

// edges are the marks that may be left at the ends of a piece.
const edges = " .,:;-–+•"

// lead takes from the words before a figure the times and what means nothing;
// goesOn says that the indicator goes on behind the figure.
func (ind *indicator) lead(s string, goesOn bool) string {
	const most = 4
	s = strings.TrimRight(s, edges+"(")
	for range most {
		trimmed := strings.Trim(openWords(s), edges)
		if !goesOn {
			trimmed = closeWords(trimmed)
		}
		if t, ok := endTime(trimmed); ok {
			ind.at, ind.timed, ind.leads = t, true, true
			trimmed = strings.Trim(trimmed[:t.from]+trimmed[t.to:], edges)
		}
		for _, w := range yearlyWords {
			if n := len(trimmed) - len(w); n > 0 && strings.EqualFold(trimmed[n:], w) {
				ind.yearly, trimmed = trimmed[n:], strings.TrimRight(trimmed[:n], edges)
			} else if rest, ok := cutPrefixFold(trimmed, w); ok && endsWord(trimmed, len(w)) {
				ind.yearly, trimmed = trimmed[:len(w)], strings.TrimLeft(rest, edges)
			}
		}
		if trimmed == s {
			break
		}
		s = trimmed
	}
	return s
}

// tail takes from the words behind a figure the times, what it is compared with
// and how often it holds.
func (ind *indicator) tail(s string) string {
	const most = 4
	for range most {
		trimmed := strings.Trim(strings.TrimLeft(ind.cutBehind(s), edges+")"), edges)
		t, ok := endTime(trimmed)
		if open := openWords(trimmed); !ok && open != trimmed {
			if t, ok = endTime(open); ok && t.from == 0 {
				trimmed = open // "phấn đấu đến năm 2030"
			} else {
				ok = false
			}
		}
		if ok {
			if !ind.timed {
				ind.at, ind.timed = t, true
			}
			trimmed = strings.Trim(trimmed[:t.from]+trimmed[t.to:], edges)
		}
		if trimmed == s {
			break
		}
		s = trimmed
	}
	for _, w := range []string{"trong đó", "gồm", "bao gồm"} {
		if n := len(s) - len(w); n >= 0 && strings.EqualFold(s[n:], w) {
			return strings.Trim(s[:n], edges)
		}
	}
	return s
}

// yearlyWords say that a figure holds for every year.
var yearlyWords = []string{"bình quân mỗi năm", "bình quân hằng năm", "bình quân hàng năm", "mỗi năm", "hằng năm", "hàng năm"}

// cutBehind drops what a figure is compared with, and how often it holds.
func (ind *indicator) cutBehind(s string) string {
	s = strings.TrimLeft(s, edges)
	if rest, ok := cutPrefixFold(s, "so với"); ok {
		_, other, _ := strings.Cut(rest, ", ")
		return other
	}
	for _, w := range yearlyWords {
		if rest, ok := cutPrefixFold(s, w); ok && endsWord(s, len(w)) {
			ind.yearly = s[:len(w)]
			return strings.TrimLeft(rest, " ,")
		}
	}
	return s
}

// openWords cuts words without meaning from the beginning.
func openWords(s string) string {
	const most = 4
	for range most {
		s = strings.TrimLeft(s, " .,:;-–+•")
		n := words().openers.prefix(s)
		if n == 0 {
			break
		}
		s = s[n:]
	}
	return strings.TrimLeft(s, " .,:;-–+•")
}

// closeWords cuts words without meaning from the end.
func closeWords(s string) string {
	const most = 4
	for range most {
		s = strings.TrimRight(s, " .,:;-–")
		n := words().closers.suffix(s)
		if n == 0 {
			break
		}
		s = s[:len(s)-n]
	}
	return strings.TrimRight(s, " .,:;-–")
}

// ownNamed are groups of which one is named by what stands behind: "tỉnh Lai Châu".
var ownNamed = []string{"tỉnh", "xã", "phường", "huyện", "bộ", "sở", "thôn"}

// scopeOf names whose figure it is: a group that the indicator is about.
func scopeOf(indicator string) string {
	starts := []int{0}
	for _, share := range []string{"tỷ lệ ", "tỉ lệ ", "tỷ trọng ", "tổng số ", "số "} {
		if _, ok := cutPrefixFold(indicator, share); ok {
			starts = append(starts, len(share))
		}
	}
	for _, each := range []string{"mỗi ", "từng ", "toàn ", "riêng "} {
		if i := strings.Index(indicator, each); i >= 0 && beginsWord(indicator, i) {
			starts = append(starts, i)
		}
	}
	for _, i := range starts {
		if i >= len(indicator) {
			continue
		}
		m := words().whose.FindString(indicator[i:])
		if m == "" || !endsWord(indicator[i:], len(m)) {
			continue
		}
		last := m[strings.LastIndexByte(m, ' ')+1:]
		if u, _ := baseUnit(indicator[i+len(m)-len(last):]); u.words != "" && u.kind == noMeasure {
			continue // "toàn xã hội"
		}
		behind, _ := utf8.DecodeRuneInString(strings.TrimLeft(indicator[i+len(m):], " "))
		if !unicode.IsUpper(behind) || !slices.Contains(ownNamed, strings.ToLower(last)) {
			return m
		}
	}
	return ""
}
