package corpus

import (
	"regexp"
	"slices"
	"strings"

	"dondoc/corpus/agency"
	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// readProse takes tasks from running text. Four forms are known: an agency as
// heading with its duties below; a duty whose agencies stand behind labels; a
// sentence whose subject is an agency; and, in a letter, a numbered request.
func (r *reader) readProse(o *outliner) { r.readPiece(o.root) }

func (r *reader) readPiece(n *node) {
	if isStance(n) {
		return
	}
	if r.readAgencyHeading(n) {
		return
	}
	if r.readLabelled(n) {
		if len(labelUnits(n)) > len(n.body) { // the pieces below are read with it
			return
		}
	} else {
		r.readSentences(n)
	}
	for _, c := range n.children {
		r.readPiece(c)
	}
}

var stance = regexp.MustCompile(`^(?:ve )?(?:cac )?(?:quan diem|chi tieu|nguyen tac|muc dich|muc tieu|yeu cau|giai thich tu ngu|doi tuong|pham vi|khai niem|tieu chi|dinh huong chung|danh gia chung|thuc trang|boi canh|ket qua dat duoc|ton tai|han che|nguyen nhan)(?:[ ,.:;]|$)`)

// isStance reports whether a piece says what is aimed at, meant or reached so far, and orders nothing.
func isStance(n *node) bool {
	const longest = 120 // bytes of a heading
	return n.kind != enumNone && len(n.rest) < longest && stance.MatchString(viet.Fold(n.rest))
}

// duties are what stands below a heading that is an agency.
type duties struct {
	lead    []string
	meeting bool // of a committee: who is to call it, the text says
}

// readAgencyHeading reads the duties below a heading that is an agency or a post.
func (r *reader) readAgencyHeading(n *node) bool {
	if n.kind == enumNone || n.kind == enumAnnex || n.kind == enumCaption || len(n.rest) > 220 || r.isListItem(n) {
		return false
	}
	heading, inline, found := strings.Cut(n.rest, " có trách nhiệm")
	if !r.givesTasks() || !found && !(len(n.body) > 1 || len(n.children) > 0) {
		return false
	}
	if n.kind == enumArticle && competence.MatchString(heading) {
		return false
	}
	d, ok := r.headingDuties(heading)
	if !ok && n.kind != enumArticle && strings.HasSuffix(n.rest, ":") && len(n.children) > 0 {
		_, d.lead, _ = r.subject(headingCue.ReplaceAllString(n.rest, "")) // "Bộ X chỉ đạo các trường:" opens a list of the ministry's duties
		ok = d.lead != nil
	}
	if !ok || slices.ContainsFunc(n.children, listsPerson) || labels(n) {
		return false
	}
	r.readBody(n, d, strings.Trim(inline, " :"))
	for _, c := range n.children {
		r.readDuty(c, d)
	}
	return true
}

// headingCue stands before the agency in a heading: "Đề nghị Bộ Y tế:", "Trách nhiệm của Sở Y tế".
var headingCue = regexp.MustCompile(`^(?i)(?:(?:kính )?đề nghị|giao(?: cho)?|yêu cầu|đối với|về phía|(?:phân công )?(?:trách nhiệm|nhiệm vụ) (?:của|cho)|phân công)\s+`)

// competence heads an article that says what a body is for.
var competence = regexp.MustCompile(`(?i)(?:nhiệm vụ|quyền hạn|chức năng|tổ chức và hoạt động)`)

func (r *reader) headingDuties(heading string) (duties, bool) {
	heading = headingCue.ReplaceAllString(strings.TrimRight(heading, " :."), "")
	if isUpper(heading) {
		heading = sentenceCase(heading)
	}
	if names, ok := r.agencies(heading); ok {
		return duties{lead: names}, true
	}
	if post, body := agency.CutPost(heading); post != "" && body != "" { // "Trưởng các ấp"
		if names, ok := r.agencies(body); ok {
			return duties{lead: names}, true
		}
	}
	if p, ok := parsePerson(heading); ok {
		return duties{lead: []string{r.charged(p)}}, true
	}
	if committee, ok := r.meetingOf(heading); ok {
		return duties{[]string{committee}, true}, true
	}
	return duties{}, false
}

// readDuty reads a piece below an agency: its own duty, unless it names another agency.
func (r *reader) readDuty(n *node, d duties) {
	if r.readAgencyHeading(n) || r.readLabelled(n) {
		return
	}
	if orders := r.ordersIn(n.rest); len(orders) > 0 && orders[0].main && !d.meeting && (!strings.HasPrefix(orders[0].verb, "phối hợp") || r.isGroupOnly(d.lead)) {
		r.readSentences(n)
	} else if !(strings.HasSuffix(n.rest, ":") && len(n.children) > 0) {
		r.readBody(n, d, n.rest)
	}
	for _, c := range n.children {
		r.readDuty(c, d)
	}
}

// isGroupOnly reports whether a heading names nobody in particular: "Các đơn vị thuộc Bộ".
func (r *reader) isGroupOnly(lead []string) bool {
	kind, _ := r.reg.KindOf(lead[0])
	return len(lead) == 1 && kind == agency.Group
}

// readBody makes tasks of a piece's own paragraphs: one, and one of each that is a point of a list.
func (r *reader) readBody(n *node, d duties, first string) {
	var main, points []unit
	for i, u := range n.body {
		text := unbroken(u.Text)
		switch {
		case endsDuties(text):
			n.body = n.body[:i]
		case u.Kind == docfile.Row:
			continue
		case i > 0 && len(n.children) == 0 && parseEnumerator(text).kind == enumBullet:
			points = append(points, u)
			continue
		default:
			main = append(main, u)
			continue
		}
		break
	}
	if len(points) > 0 && strings.HasSuffix(first, ":") {
		first = ""
	}
	own, apart := first, []order(nil)
	if !d.meeting {
		own, apart = r.setApart(first)
	}
	if t, ok := r.bodyTask(n.path, main, d.lead, own); ok {
		r.addDuty(t, n.at, d)
	}
	for _, o := range apart {
		r.addOrder(n.path, main[0], o, false)
	}
	for _, u := range points {
		if t, ok := r.bodyTask(n.path, []unit{u}, d.lead, parseEnumerator(unbroken(u.Text)).rest); ok {
			r.addDuty(t, u.Place, d)
		}
	}
}

func (r *reader) addDuty(t Task, at docfile.Place, d duties) {
	if d.meeting {
		t.Lead = r.inviter(t.Text, d.lead)
	}
	r.addTask(t, at)
}

// listsPerson reports whether a piece names a member and says nothing of what he is to do.
func listsPerson(n *node) bool {
	_, ok := parsePerson(n.rest)
	return ok && len(n.children) == 0 && !strings.Contains(n.rest, ":")
}

// isListItem reports whether the node stands in a list of people or of
// addressees rather than among duties.
func (r *reader) isListItem(n *node) bool {
	if _, ok := parsePerson(n.rest); ok && len(n.children) == 0 && !strings.HasSuffix(n.rest, ":") {
		return true
	}
	return strings.HasSuffix(n.rest, ";")
}

var coordinatingLine = regexp.MustCompile(`(?i)^(?:cơ quan|đơn vị)\s+phối hợp\s*:\s*(.+)$`)

// bodyTask makes a task of paragraphs; first are the words of the first one. A
// line "Cơ quan phối hợp: …" names the coordinating agencies and is no part of the text.
func (r *reader) bodyTask(section string, body []unit, lead []string, first string) (Task, bool) {
	t := Task{Section: section, Lead: lead}
	parts := []string{first}
	for i, u := range body {
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
	if t.Text == "" || r.isMember(strings.TrimRight(t.Text, " .;")) {
		return t, false
	}
	r.complete(&t, body[0].Place)
	return t, true
}

// isMember reports whether a point names a body or a post and no duty: "Bộ trưởng Bộ Y tế;".
func (r *reader) isMember(text string) bool {
	const longest = 160 // bytes
	if len(text) > longest || speaks(text) {
		return false
	}
	_, names := r.agencies(text)
	return names
}

// complete reads coordinating agencies and deadlines from the text of a task.
func (r *reader) complete(t *Task, at docfile.Place) {
	text := unbroken(t.Text)
	if len(t.Coordinating) == 0 {
		t.Coordinating = r.coordinatingIn(text)
	}
	t.Milestones, t.Recurring = r.inProse(text, at, &t.Doubts)
}
