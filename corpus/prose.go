package corpus

import (
	"regexp"
	"strings"

	"dondoc/corpus/docfile"
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
