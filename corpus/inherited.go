package corpus

import "strings"

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
