package corpus

import (
	"regexp"
	"strings"
)

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

