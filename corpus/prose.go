package corpus

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// readProse takes tasks from running text. Four forms are known:
// an agency as heading with its duties below; a sentence whose subject is an
// agency and that has a deadline; a line that names the responsible agency of
// the piece above it; and, in a letter, a numbered request with a deadline.
func (r *reader) readProse(o *outliner) {
	o.root.walk(func(n *node) {
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
	meeting := ""
	if !ok {
		meeting, ok = r.meetingOf(heading)
		names = []string{meeting}
	}
	if !ok && strings.HasSuffix(n.rest, ":") && len(n.children) > 0 {
		_, names, _ = r.subject(n.rest) // "Bộ X chỉ đạo các trường:" opens a list of the ministry's duties
		ok = names != nil
	}
	if !ok {
		return false
	}
	add := func(t Task, at docfile.Place) {
		if meeting != "" {
			t.Lead = r.inviter(t.Text, names)
		}
		r.addTask(t, at)
	}
	if len(n.children) == 0 {
		if t, ok := r.bodyTask(n, names, strings.Trim(inline, " :")); ok {
			add(t, n.at)
		}
		return true
	}
	for _, c := range n.children {
		if c.kind != enumLetter {
			continue
		}
		if t, ok := r.bodyTask(c, names, c.rest); ok {
			add(t, c.at)
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
			if m := coordinatingLine.FindStringSubmatch(unbroken(u.Text)); m != nil {
				t.Coordinating = r.names(m[1], u.Place, &t.Doubts)
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
	r.complete(&t, n.at)
	return t, true
}

// complete reads coordinating agencies and deadlines from the text of a task.
func (r *reader) complete(t *Task, at docfile.Place) {
	text := unbroken(t.Text)
	if len(t.Coordinating) == 0 {
		t.Coordinating = r.coordinatingIn(text)
	}
	t.Milestones, t.Recurring = r.inProse(text, at, &t.Doubts)
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
		t.Lead = r.names(m[1], u.Place, &t.Doubts)
		parts := []string{n.rest}
		for _, other := range n.body[1:] {
			t.Passages = append(t.Passages, other.passage)
			if c := coordinatingLine.FindStringSubmatch(other.Text); c != nil {
				t.Coordinating = r.names(c[1], other.Place, &t.Doubts)
			} else if other.passage != u.passage {
				parts = append(parts, other.Text)
			}
		}
		t.Text = strings.Join(parts, ". ")
		t.Milestones, t.Recurring = r.inherited(n)
		r.addTask(t, n.at)
		return true
	}
	return false
}

// inherited returns the deadline that a sentence above gives for the whole list
// ("Trong 6 tháng đầu năm 2022, … 35 nền tảng … như sau:").
func (r *reader) inherited(n *node) ([]Milestone, string) {
	p := n.parent
	if p == nil {
		return nil, ""
	}
	if h, ok := r.handedDown[p]; ok {
		return h.milestones, h.recurring
	}
	var h handedDown
	for i := len(p.body) - 1; i >= 0 && len(h.milestones) == 0; i-- {
		if text := unbroken(p.body[i].Text); strings.HasSuffix(text, ":") {
			var doubts []string
			h.milestones, h.recurring = r.inProse(text, p.body[i].Place, &doubts)
		}
	}
	if len(h.milestones) == 0 {
		h.milestones, h.recurring = r.inherited(p)
	}
	r.handedDown[p] = h
	return h.milestones, h.recurring
}

// handedDown is the deadline that a piece gives for all below it.
type handedDown struct {
	milestones []Milestone
	recurring  string
}

// readRequest reads a numbered request, or the closing one, of a letter: it binds the addressees when it has a deadline.
func (r *reader) readRequest(n *node) bool {
	if len(r.d.recipients) == 0 {
		return false
	}
	for i, u := range n.body {
		text := unbroken(u.Text)
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
		t.Milestones, t.Recurring = r.inProse(text, u.Place, &t.Doubts)
		if len(t.Milestones) == 0 {
			continue
		}
		for _, name := range r.d.recipients {
			t.Lead = append(t.Lead, r.names(name, u.Place, &t.Doubts)...)
		}
		r.addTask(t, u.Place)
	}
	return true
}

// dutyVerbs begin what a subject has to do.
var dutyVerbs = regexp.MustCompile(`\s(?:điều phối|chủ trì|chịu trách nhiệm|có trách nhiệm|chỉ đạo|lãnh đạo|phối hợp|tổ chức|xây dựng|ban hành|theo dõi|lên kế hoạch|đề xuất|hoàn thành|tham mưu|bảo đảm|gửi|báo cáo|triển khai)[\s,:]`)

// readSentences reads paragraphs whose subject is an agency and that either
// have a deadline or say that it leads.
func (r *reader) readSentences(n *node) {
	for i, u := range n.body {
		if u.Kind == docfile.Row {
			continue
		}
		text := unbroken(u.Text)
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
		r.complete(&t, u.Place)
		leads := strings.HasPrefix(verb, "chủ trì")
		standing := strings.HasPrefix(subject, "Cơ quan thường trực")
		if len(t.Milestones) == 0 && !(leads && n.kind != enumNone && r.givesTasks()) && !standing {
			continue
		}
		r.addTask(t, u.Place)
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
	for _, loc := range dutyVerbs.FindAllStringIndex(headOf(text, longestSubject+40), 3) {
		subject = strings.TrimRight(text[:loc[0]], " ,")
		body := trimPrefixFold(subject, "Cơ quan thường trực - ")
		if body == "" || len(subject) > longestSubject || strings.HasSuffix(viet.Fold(body), "ban") {
			continue
		}
		verb = strings.TrimSpace(text[loc[0]:])
		if names, ok := r.agencies(body); ok {
			return subject, names, verb
		}
	}
	return "", nil, ""
}

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
	if len(strings.Fields(label)) < 2 {
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
		words = words[len(words)-longestLabel:]
	}
	return strings.Join(words, " ")
}
