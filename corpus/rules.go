package corpus

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// ruleReader reads the rules of one document.
type ruleReader struct {
	*reader
	duties map[string]int // by passage the task that was read from it: its lead is who acts
}

// readRules collects how bodies work: when they meet, when who reports to whom,
// who decides, and in documents that regulate a body what else holds for it.
func (r *reader) readRules(o *outliner) {
	rr := ruleReader{r, map[string]int{}}
	for i := len(r.c.Tasks) - 1; i >= 0 && r.c.Tasks[i].Document == r.d.ID; i-- {
		for _, p := range r.c.Tasks[i].Passages {
			rr.duties[p] = i
		}
	}
	o.root.walk(func(n *node) {
		regulates, known := false, false
		for i, u := range n.body {
			if !mayRule(u.Text) {
				continue
			}
			if !known {
				regulates, known = r.regulates(n), true
			}
			before := len(r.c.Rules)
			for _, text := range ruleTexts(n, u, i) {
				subject := "" // of the sentence before, for one that goes on
				for _, s := range sentences(text) {
					subject = rr.readRule(n, u, s, regulates, subject)
				}
			}
			if u.Kind == docfile.Row && len(r.c.Rules) == before {
				rr.readRecurringDuty(u)
			}
		}
	})
}

// readRecurringDuty makes a rule of a row that has the duty to report and, in a
// cell of its own, how often.
func (r *ruleReader) readRecurringDuty(u unit) {
	i, ok := r.duties[u.passage]
	if !ok {
		return
	}
	t := &r.c.Tasks[i]
	m := reports.FindStringIndex(headOf(t.Text, longestSubject))
	if t.Recurring == "" || t.Recurring == "continuous" || m == nil || isReportItself(t.Text[:m[0]]) {
		return
	}
	rule := Rule{
		Document: r.d.ID, Section: t.Section, Kind: ReportRule, Subject: strings.Join(t.Lead, "; "), Cycle: t.Recurring, Text: t.Text,
		Passage: u.passage, Source: Source{r.d.Source.File, u.Place},
	}
	for _, ms := range t.Milestones {
		if ms.Due.IsZero() {
			rule.Phrase = ms.Phrase
			break
		}
	}
	r.c.Rules = append(r.c.Rules, rule)
}

// ruleWords are found in a text that may hold a rule; their first letters vary in case.
var ruleWords = []string{"họp", "Họp", "áo cáo", "uyết định", "hê duyệt", "iểu quyết", "kiêm nhiệm", "vắng mặt", "y quyền", "con dấu", "quá bán", "giao ban"}

// mayRule is a quick look before the patterns.
func mayRule(s string) bool {
	for _, w := range ruleWords {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// ruleTexts returns the text of a paragraph, or the cells of a row.
func ruleTexts(n *node, u unit, i int) []string {
	switch {
	case u.Kind == docfile.Row:
		return u.Cells
	case i == 0 && n.kind != enumNone:
		return []string{n.rest}
	}
	text := unbroken(u.Text)
	if e := parseEnumerator(text); e.kind != enumNone {
		text = e.rest
	}
	return []string{text}
}

// regulatingHeadings stand above how a body works.
var regulatingHeadings = []string{
	"che do lam viec", "nguyen tac lam viec", "nguyen tac hoat dong", "che do bao cao", "che do thong tin", "cuoc hop", "che do hop", "phien hop",
	"to chuc va hoat dong", "tham quyen", "quan he cong tac", "quyen han", "che do hoi hop",
}

// regulates reports whether the document, or a heading above, is about how a body works.
func (r *reader) regulates(n *node) bool {
	switch r.d.Kind {
	case "Quy chế", "Quy định", "Luật", "Nghị định", "Thông tư":
		return true
	}
	if len(n.children) == 0 && len(n.body) < 2 {
		n = n.parent // it is the sentence itself
	}
	for ; n != nil; n = n.parent {
		if containsAny(viet.Fold(headOf(n.heading(), longestHeading)), regulatingHeadings...) {
			return true
		}
	}
	return containsAny(viet.Fold(r.d.Title), "quy che", "quy dinh ")
}

// readRule reads one sentence and returns its subject. above is that of the
// sentence before, which one that begins in lower case goes on from.
func (r *ruleReader) readRule(n *node, u unit, s string, regulates bool, above string) string {
	if len(s) > longestCited*2 || len(s) < 12 {
		return ""
	}
	kind, verb := ruleKind(s)
	rule := Rule{Document: r.d.ID, Section: n.path, Kind: kind, Text: s, Passage: u.passage, Source: Source{r.d.Source.File, u.Place}}
	if kind == MeetingRule || kind == ReportRule {
		rule.Cycle, rule.Phrase = r.cycleIn(s)
	}
	switch {
	case kind == "":
		return above
	case kind == MeetingRule && rule.Phrase == "" && (!occasional(s) || isMeetingHeading(s) || len(citationsIn(s)) > 0):
		return above // a meeting of which is only spoken
	case kind == ReportRule && rule.Phrase == "" && !(regulates && occasional(s)):
		return above // a report on one occasion is a duty
	case kind == DecisionRule && !regulates && !byVote.MatchString(s), kind == OtherRule && !regulates:
		return above
	}
	rule.Subject = r.subjectOfRule(n, u, s, verb, kind, above)
	r.c.Rules = append(r.c.Rules, rule)
	return rule.Subject
}

// isMeetingHeading reports whether words only name a meeting.
func isMeetingHeading(s string) bool {
	const mostWords = 12
	folded := viet.Fold(s)
	named := strings.HasPrefix(folded, "phien hop") || strings.HasPrefix(folded, "cuoc hop") || strings.HasPrefix(folded, "che do hop") || strings.HasPrefix(folded, "hop ")
	return named && len(strings.Fields(s)) < mostWords && !strings.ContainsAny(s, ",;") && !strings.Contains(folded, " duoc ") && !strings.Contains(folded, " khi ")
}

var (
	meets   = regexp.MustCompile(`(?i)(?:^|[\s,:-])(?:tổ chức\s+)?(?:(?:các\s+)?(?:cuộc|phiên|kỳ)\s+)?(?:họp|giao ban)(?:[\s,.:]|$)`)
	reports = regexp.MustCompile(`(?i)(?:^|[\s,])(?:tổng hợp,?\s+|gửi\s+|thực hiện chế độ\s+(?:thông tin,?\s+)?)?báo cáo(?:[\s,.]|$)`)
	byVote  = regexp.MustCompile(`(?i)theo (?:nguyên tắc )?đa số|biểu quyết theo|quá bán|tập trung dân chủ`)
	votes   = regexp.MustCompile(`(?i)biểu quyết`)
	// who decides stands before it; "Quyết định số" is a document
	decides   = regexp.MustCompile(`(?:^|[\s,])(?:(?:xem xét|được quyền|có quyền),?\s+)?(?:quyết định|phê duyệt)(?:[\s,.]|$)`)
	otherwise = regexp.MustCompile(`(?i)kiêm nhiệm|vắng mặt|[uủ][yỷ] quyền|con dấu`)
)

// ruleKind tells what a sentence is about, and where its verb begins.
func ruleKind(s string) (RuleKind, int) {
	regular := occasional(s) || hasCycleWord(s)
	kind, at := RuleKind(""), len(s)
	if regular && (strings.Contains(s, "họp") || strings.Contains(s, "Họp") || strings.Contains(s, "iao ban")) {
		if m := meets.FindStringIndex(s); m != nil {
			kind, at = MeetingRule, m[0]
		}
	}
	if regular && strings.Contains(s, "áo cáo") {
		if m := reports.FindStringIndex(s); m != nil && m[0] < at && !isReportItself(s[:m[0]]) {
			kind, at = ReportRule, m[0]
		}
	}
	if kind != "" {
		return kind, at
	}
	if strings.Contains(s, "quyết định") || strings.Contains(s, "phê duyệt") {
		if m := decides.FindStringIndex(s); m != nil && m[0] > 0 && m[0] < longestSubject {
			return DecisionRule, m[0]
		}
	}
	for _, p := range []*regexp.Regexp{byVote, votes} {
		if m := p.FindStringIndex(s); m != nil {
			return DecisionRule, m[0]
		}
	}
	if m := otherwise.FindStringIndex(s); m != nil {
		return OtherRule, m[0]
	}
	return "", 0
}

// isReportItself reports whether the words before "báo cáo" make it a paper that
// is written or heard, not the duty to report.
func isReportItself(before string) bool {
	folded := strings.TrimRight(viet.Fold(before), " ,")
	for _, w := range []string{"cong bo", "nghe", "he thong thong tin", "he thong", "mau", "xay dung", "bieu mau", "cac"} {
		if strings.HasSuffix(folded, " "+w) || folded == w {
			return true
		}
	}
	return false
}

// hasCycleWord is a quick look before the deadlines are parsed.
func hasCycleWord(s string) bool {
	for _, w := range []string{"lần", "hằng", "hàng", "Hằng", "Hàng", "mỗi", "Mỗi", "định kỳ", "Định kỳ", "tháng", "quý", "tuần"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// occasional reports whether a sentence says that something is done regularly or as needed.
func occasional(s string) bool {
	for _, w := range []string{"định kỳ", "Định kỳ", "thường kỳ", "đột xuất", "bất thường", "triệu tập", "thường xuyên", "chế độ báo cáo", "chế độ thông tin"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// cycleIn returns the first cycle in a sentence with its words.
func (r *reader) cycleIn(s string) (cycle, phrase string) {
	if !hasCycleWord(s) {
		return "", ""
	}
	every := everySo.FindStringIndex(s)
	for _, d := range viet.FindDeadlines(s, r.ref) {
		if every != nil && every[0] < d.From {
			break
		}
		if d.Recurring != "" && d.Recurring != "continuous" {
			return d.Recurring, d.Phrase
		}
	}
	if every == nil {
		return "", ""
	}
	phrase = s[every[0]:every[1]]
	d, _ := viet.ParseDeadline(onceIn.ReplaceAllString(phrase, "/lần"), r.ref)
	return d.Recurring, phrase
}

// onceIn is "một lần" said in figures.
var onceIn = regexp.MustCompile(`\s*/\s*0?1\s+lần`)

// everySo finds a cycle that has no name: "06 tháng/lần".
var everySo = regexp.MustCompile(`(?i)(?:\d{1,2}\s+(?:ngày|tuần|tháng|quý|năm)\s*(?:/|một|mỗi)\s*(?:\d{1,2}\s+)?lần|mỗi\s+(?:ngày|tuần|tháng|quý|năm)\s+(?:họp\s+)?(?:ít nhất\s+|tối thiểu\s+)?(?:\d{1,2}|một|hai|ba)\s+lần|định kỳ\s+\d{1,2}\s+(?:tuần|tháng|năm))`)

// ruleTails stand between who acts and the verb of a rule.
var ruleTails = []string{
	"tổ chức", "được", "sẽ", "có trách nhiệm", "chịu trách nhiệm", "chủ trì", "tiến hành", "định kỳ", "theo dõi", "đôn đốc", "tổng hợp", "triệu tập",
	"các", "xem xét", "sử dụng", "quyết định", "thực hiện", "theo dõi, đôn đốc", "phối hợp",
}

// cutRuleTails leaves of the words before a verb those that may name who acts.
func cutRuleTails(s string) string {
	for _, head := range []string{"Khi ", "Trường hợp ", "Trong trường hợp "} {
		if rest, ok := cutPrefixFold(s, head); ok && rest != "" {
			s = upperFirst(rest)
		}
	}
	s, _, _ = strings.Cut(s, " làm việc")
	for cut := true; cut; {
		s = strings.TrimRight(s, " ,;")
		cut = false
		for _, tail := range ruleTails {
			if rest, ok := strings.CutSuffix(s, " "+tail); ok {
				s, cut = rest, true
			}
		}
	}
	return s
}

// subjectOfRule says who meets, reports or decides: whom a decision is left to,
// the words before the verb, who has the duty that is read from the same words,
// whose meeting it is, else the agency or body that a heading names.
func (r *ruleReader) subjectOfRule(n *node, u unit, s string, verb int, kind RuleKind, above string) string {
	if kind == DecisionRule {
		if who := leftTo(s[:verb]); who != "" {
			return who
		}
	}
	subject := cutRuleTails(strings.Trim(s[:verb], " ,:-"))
	if r.mayAct(subject) {
		return subject
	}
	if i := strings.LastIndex(subject, ", "); i > 0 && r.mayAct(upperFirst(subject[i+2:])) {
		return upperFirst(subject[i+2:])
	}
	if startsLower(subject) && r.mayAct(upperFirst(subject)) {
		return upperFirst(subject)
	}
	if above != "" && startsLower(s) {
		return above
	}
	of := afterOf(s[verb:])
	if of != "" && kind == MeetingRule {
		return of
	}
	if i, ok := r.duties[u.passage]; ok {
		return strings.Join(r.c.Tasks[i].Lead, "; ")
	}
	for p := n.parent; p != nil; p = p.parent {
		heading, _, _ := strings.Cut(strings.TrimRight(p.rest, " :."), " có trách nhiệm")
		if len(heading) < longestSubject {
			if _, ok := r.agencies(heading); ok || r.mayAct(heading) {
				return heading
			}
		}
	}
	return r.bodyAbove(n)
}

// leftTo returns whom a decision is left to by the words before the verb: "do
// Chủ tịch", "trình Chủ tịch"; not in "quá trình".
func leftTo(before string) string {
	const longest = 120
	at := -1
	for _, marker := range []string{"do ", "trình ", "Trình ", "báo cáo "} {
		for end := len(before); end > 0; {
			i := strings.LastIndex(before[:end], marker)
			if i < 0 {
				break
			}
			end = i
			last := strings.ToLower(before[strings.LastIndexByte(strings.TrimRight(before[:i], " "), ' ')+1 : i])
			if beginsWord(before, i) && !slices.Contains([]string{"quá ", "chương ", "lộ ", "quy ", "công ", "tờ ", "lý ", "tự "}, last) {
				at = max(at, i+len(marker))
				break
			}
		}
	}
	if at < 0 || len(before)-at > longest {
		return ""
	}
	who := strings.Trim(before[at:], " ,")
	if who == "" || !strings.HasPrefix(who, "người ") && speaks(upperFirst(who)) {
		return ""
	}
	return upperFirst(who)
}

// actors begin who acts, besides posts and agencies.
var actors = []string{
	"Ủy ban", "Uỷ ban", "Ban ", "Tổ ", "Hội đồng", "Các ", "Thành viên", "Người ", "Cơ quan", "Đơn vị", "Thường trực", "Chi bộ", "Đảng", "UBND", "HĐND",
	"Lãnh đạo", "Tập thể", "Mỗi ", "Văn phòng", "Thư ký", "Bộ ", "Sở ", "Phòng ", "Từng ",
}

// mayAct reports whether a few words may name who acts: no sentence.
func (r *reader) mayAct(s string) bool {
	const mostWords = 18
	if s == "" || len(strings.Fields(s)) > mostWords || !unicode.IsUpper(firstRune(s)) || speaks(s) {
		return false
	}
	if words().posts.prefix(s) > 0 || isRole(s) {
		return true
	}
	for _, a := range actors {
		if strings.HasPrefix(s, a) {
			return true
		}
	}
	_, ok := r.agencies(s)
	return ok
}

var ofWhom = regexp.MustCompile(`^.{0,60}?(?:họp|giao ban)[^,.;:]{0,20}?\scủa\s+(\p{Lu}[^,.;:]{2,80}?)(?:\s+(?:tối thiểu|ít nhất|định kỳ|thường kỳ|được|do|mỗi|với|để|hằng|hàng|theo)|[,.;:]|$)`)

// afterOf returns whose meeting it is: "phiên họp toàn thể của Ủy ban".
func afterOf(s string) string {
	if m := ofWhom.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}
