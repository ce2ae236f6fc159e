package corpus

import (
	"regexp"
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// readProse takes tasks from running text. Four forms are known:
// an agency as heading with its duties below; a sentence whose subject is an
// agency and that has a deadline; a line that names the responsible agency of
// the piece above it; and, in a letter, a numbered request with a deadline.
func (r *reader) readProse(root *node) {
	root.walk(func(n *node) {
		switch {
		case r.readAgencyHeading(n):
		case r.readResponsibleLine(n):
		case r.readRequest(n):
		default:
			r.readSentences(n)
		}
	})
}

// readAgencyHeading reads the duties below a heading that is an agency or a post.
func (r *reader) readAgencyHeading(n *node) bool {
	if n.kind != enumArabic || len(n.rest) > 220 || r.isListItem(n) {
		return false
	}
	if inLetter := len(r.d.recipients) > 0; inLetter {
		return false
	}
	heading, inline, found := strings.Cut(n.rest, " có trách nhiệm")
	if !found && !(len(n.body) > 1 || len(n.children) > 0) {
		return false
	}
	heading = strings.TrimRight(heading, " :.")
	names, ok := r.agencies(heading)
	if !ok && isBody(heading) {
		names, ok = []string{heading}, true
	}
	if !ok {
		return false
	}
	if len(n.children) == 0 {
		if t, ok := r.bodyTask(n, names, strings.Trim(inline, " :")); ok {
			r.addTask(t, n.line)
		}
		return true
	}
	for _, c := range n.children {
		if c.kind != enumLetter {
			continue
		}
		if t, ok := r.bodyTask(c, names, c.rest); ok {
			r.addTask(t, c.line)
		}
	}
	return true
}

// isListItem reports whether the node stands in a list of people or of
// addressees rather than among duties.
func (r *reader) isListItem(n *node) bool {
	if _, ok := parsePerson(n.rest); ok {
		return true
	}
	return strings.HasSuffix(n.rest, ";")
}

// agencies reads words that consist of agencies or posts only, one of them known at least.
func (r *reader) agencies(s string) ([]string, bool) {
	names, unknown := r.reg.Split(s)
	if len(unknown) > 0 {
		return nil, false
	}
	for _, n := range names {
		if len(r.reg.Find(n)) > 0 {
			return names, true
		}
	}
	return nil, false
}

// isBody reports whether s names a body by its first words although the registry does not know it.
func isBody(s string) bool {
	t := viet.Fold(s)
	for _, p := range []string{"ban chi dao", "to cong tac", "so ", "cac so", "uy ban nhan dan", "ubnd", "cac bo", "vu ", "cuc ", "ban quan ly", "van phong"} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return false
}

var coordinatingLine = regexp.MustCompile(`(?i)^(?:cơ quan|đơn vị)\s+phối hợp\s*:\s*(.+)$`)

// bodyTask makes a task of a node's own paragraphs. A line "Cơ quan phối hợp: …"
// names the coordinating agencies and is no part of the text.
func (r *reader) bodyTask(n *node, lead []string, first string) (Task, bool) {
	t := Task{Section: n.path, Lead: lead}
	parts := []string{first}
	for i, u := range n.body {
		if u.Kind == docfile.Row {
			continue
		}
		if i > 0 {
			if m := coordinatingLine.FindStringSubmatch(strings.ReplaceAll(u.Text, FragmentBreak, " ")); m != nil {
				t.Coordinating = r.names(m[1], u.Line, &t.Doubts)
				t.Passages = append(t.Passages, u.passage)
				continue
			}
			parts = append(parts, u.Text)
		}
		if i > 0 || first != "" {
			t.Passages = append(t.Passages, u.passage)
		}
	}
	t.Text = strings.TrimSpace(strings.Join(parts, " "))
	if t.Text == "" {
		return t, false
	}
	r.complete(&t, n.line)
	return t, true
}

// complete reads coordinating agencies and deadlines from the text of a task.
func (r *reader) complete(t *Task, line int) {
	text := viet.Squeeze(strings.ReplaceAll(t.Text, FragmentBreak, " "))
	if len(t.Coordinating) == 0 {
		t.Coordinating = r.coordinatingIn(text)
	}
	t.Milestones, t.Recurring = r.inProse(text, line, &t.Doubts)
}

var (
	coordinateWith = regexp.MustCompile(`(?i)phối hợp(?:\s+chặt chẽ)?(?:\s+cùng)?\s+(?:với|cùng)\s+`)
	othersHelp     = regexp.MustCompile(`(?i)(?:,|;|^)\s*((?:các |những )?(?:bộ, ngành, địa phương|bộ, ngành|địa phương|cơ quan|đơn vị)[^,;.]{0,20}?)\s+phối hợp`)
	// a group of agencies that has no name of its own
	groupName = regexp.MustCompile(`^(?i)(?:các |những )?(?:bộ ngành|bộ|ngành|địa phương|cơ quan|đơn vị|tổ chức|doanh nghiệp|tập đoàn|tổng công ty(?: nhà nước)?|tỉnh|thành phố|hội|hiệp hội|sở|ban)(?:(?:, | và |/)(?:các )?(?:bộ|ngành|địa phương|cơ quan|đơn vị|tổ chức|doanh nghiệp|tập đoàn|tổng công ty(?: nhà nước)?|tỉnh|thành phố|hội|hiệp hội|ban))*(?: trực thuộc trung ương)?(?: có)?(?: liên quan)?`)
)

// coordinatingIn reads "phối hợp với X, Y và Z" in a sentence: the list ends
// with the last agency or group that stands in an unbroken row.
func (r *reader) coordinatingIn(text string) []string {
	loc := coordinateWith.FindStringIndex(text)
	if loc == nil {
		if m := othersHelp.FindStringSubmatch(text); m != nil {
			return []string{strings.TrimSpace(m[1])}
		}
		return nil
	}
	rest := text[loc[1]:]
	var names []string
	for {
		name, n := r.agencyAt(rest)
		if n == 0 {
			return names
		}
		names = append(names, name)
		rest = rest[n:]
		glue := listGlue(rest)
		if glue == 0 {
			return names
		}
		rest = rest[glue:]
	}
}

// agencyAt reads one agency or group at the beginning of s and returns its length.
func (r *reader) agencyAt(s string) (string, int) {
	window := s[:min(len(s), 300)]
	if found := r.reg.Find(window); len(found) > 0 && found[0].Start == 0 {
		return found[0].Agency.Name, found[0].End
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

var responsibleLine = regexp.MustCompile(`(?i)^(?:cơ quan|đơn vị|doanh nghiệp)\s+(?:chủ quản|chủ trì|nòng cốt|chịu trách nhiệm|thực hiện)\s*:\s*(.+)$`)

// readResponsibleLine reads a numbered piece whose responsible agency is named in a line below it.
func (r *reader) readResponsibleLine(n *node) bool {
	if n.kind == enumNone || n.kind == enumLetter || n.rest == "" {
		return false
	}
	for _, u := range n.body[1:] {
		m := responsibleLine.FindStringSubmatch(u.Text)
		if m == nil {
			continue
		}
		t := Task{Section: n.path, Title: strings.TrimRight(n.rest, " .:;"), Passages: []string{n.body[0].passage}}
		t.Lead = r.names(m[1], u.Line, &t.Doubts)
		parts := []string{n.rest}
		for _, other := range n.body[1:] {
			t.Passages = append(t.Passages, other.passage)
			if c := coordinatingLine.FindStringSubmatch(other.Text); c != nil {
				t.Coordinating = r.names(c[1], other.Line, &t.Doubts)
			} else if other.passage != u.passage {
				parts = append(parts, other.Text)
			}
		}
		t.Text = strings.Join(parts, ". ")
		t.Milestones, t.Recurring = r.inherited(n)
		r.addTask(t, n.line)
		return true
	}
	return false
}

// inherited returns the deadline that a sentence above gives for the whole list
// ("Trong 6 tháng đầu năm 2022, … 35 nền tảng … như sau:").
func (r *reader) inherited(n *node) ([]Milestone, string) {
	for p := n.parent; p != nil; p = p.parent {
		for i := len(p.body) - 1; i >= 0; i-- {
			text := strings.ReplaceAll(p.body[i].Text, FragmentBreak, " ")
			if !strings.HasSuffix(text, ":") {
				continue
			}
			var doubts []string
			if ms, recurring := r.inProse(text, p.body[i].Line, &doubts); len(ms) > 0 {
				return ms, recurring
			}
		}
	}
	return nil, ""
}

// readRequest reads a numbered request, or the closing one, of a letter: it binds the addressees when it has a deadline.
func (r *reader) readRequest(n *node) bool {
	if len(r.d.recipients) == 0 {
		return false
	}
	for i, u := range n.body {
		text := strings.ReplaceAll(u.Text, FragmentBreak, " ")
		section := n.path
		if i == 0 && n.kind == enumArabic {
			text = n.rest
		} else if i > 0 {
			section = "" // the closing paragraph belongs to no number
		}
		if strings.HasSuffix(text, ":") { // opens the list of requests
			continue
		}
		t := Task{Section: section, Text: text, Passages: []string{u.passage}}
		t.Milestones, t.Recurring = r.inProse(text, u.Line, &t.Doubts)
		if len(t.Milestones) == 0 {
			continue
		}
		for _, name := range r.d.recipients {
			t.Lead = append(t.Lead, r.names(name, u.Line, &t.Doubts)...)
		}
		r.addTask(t, u.Line)
	}
	return true
}

// dutyVerbs begin what a subject has to do.
var dutyVerbs = regexp.MustCompile(`\s(?:điều phối|chủ trì|chịu trách nhiệm|có trách nhiệm|chỉ đạo|lãnh đạo|phối hợp|tổ chức|xây dựng|ban hành|theo dõi|lên kế hoạch|đề xuất|hoàn thành|tham mưu|bảo đảm|gửi|báo cáo|triển khai)[\s,]`)

// readSentences reads paragraphs whose subject is an agency and that either
// have a deadline or say that it leads.
func (r *reader) readSentences(n *node) {
	for i, u := range n.body {
		if u.Kind == docfile.Row {
			continue
		}
		text := viet.Squeeze(strings.ReplaceAll(u.Text, FragmentBreak, " "))
		if i == 0 && n.kind != enumNone {
			text = n.rest
		}
		for _, p := range []string{"Giao ", "Đề xuất ", "Đề nghị ", "Yêu cầu ", "Khuyến khích "} {
			text = trimPrefixFold(text, p)
		}
		subject, lead, verb := r.subject(text)
		if lead == nil {
			continue
		}
		t := Task{Section: n.path, Text: text, Lead: lead, Passages: []string{u.passage}}
		r.complete(&t, u.Line)
		leads := strings.HasPrefix(verb, "chủ trì")
		standing := strings.HasPrefix(subject, "Cơ quan thường trực")
		if len(t.Milestones) == 0 && !(leads && n.kind != enumNone && r.givesTasks()) && !standing {
			continue
		}
		r.addTask(t, u.Line)
	}
}

// givesTasks reports whether the document may hand out duties without a deadline.
// Regulations say who is competent, which is no task.
func (r *reader) givesTasks() bool {
	return r.d.Kind != "Quy chế" && r.d.Kind != "Quy định"
}

// longestSubject bounds, in bytes, where the verb of a sentence may begin.
const longestSubject = 220

// subject reads the agencies at the head of a sentence, up to the first verb of
// duty behind which they end ("Ban chỉ đạo … chỉ đạo …" has two). lead is nil when
// the sentence has another subject.
func (r *reader) subject(text string) (subject string, lead []string, verb string) {
	for _, loc := range dutyVerbs.FindAllStringIndex(text[:min(len(text), longestSubject+40)], 3) {
		subject = strings.TrimRight(text[:loc[0]], " ,")
		body := trimPrefixFold(subject, "Cơ quan thường trực - ")
		if body == "" || len(subject) > longestSubject || strings.HasSuffix(viet.Fold(body), "ban") {
			continue
		}
		verb = strings.TrimSpace(text[loc[0]:])
		if names, ok := r.agencies(body); ok {
			return subject, names, verb
		}
		if isBody(body) {
			return subject, []string{body}, verb
		}
	}
	return "", nil, ""
}

// labelAround says what a deadline in prose is for: the clause before the
// phrase, or behind it when the phrase opens the clause.
func labelAround(text string, from, to int) string {
	before := text[:from]
	for _, stop := range []string{"; ", ". ", ", tổ chức ", ", hoàn thành ", ", ban hành ", ", triển khai "} {
		if i := strings.LastIndex(before, stop); i >= 0 {
			before = strings.TrimLeft(before[i:], ";., ")
		}
	}
	label := strings.Trim(before, " ,;:")
	if len(strings.Fields(label)) < 2 {
		behind := text[to:]
		if i := strings.IndexAny(behind, ";."); i >= 0 {
			behind = behind[:i]
		}
		label = strings.Trim(behind, " ,;:")
	}
	label = trimPrefixFold(trimPrefixFold(label, "tổ chức "), "hoàn thành trong ")
	words := strings.Fields(label)
	const longestLabel = 26
	if len(words) > longestLabel {
		words = words[len(words)-longestLabel:]
	}
	return strings.Join(words, " ")
}
