package edits

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// Why a task cannot be changed any more.
const (
	taskTaken = "Nhiệm vụ này đã được gộp vào nhiệm vụ khác."
	taskSplit = "Nhiệm vụ này đã được tách; đề nghị hiệu chỉnh từng phần."
	noPart    = "Nhiệm vụ này không còn được tách, nên không còn phần được hiệu chỉnh."
)

// node is a task that is being changed.
type node struct {
	id    string       // of the task as it was read
	part  string       // "" of a whole task
	task  corpus.Task  // as it is now
	read  *corpus.Task // as it was read; of a part with the part's title and text
	into  *node        // who took it in
	from  []*node      // whom it took in
	parts []*node      // what it was split into
}

// node returns the copy of the i-th task that may be changed.
func (w *work) node(i int) *node {
	n := w.nodes[i]
	if n == nil {
		t := &w.c.Tasks[i]
		n = &node{id: t.ID, task: *t, read: t}
		w.nodes[i] = n
	}
	return n
}

// live returns the task that an anchor names as it is now, or why there is none.
func (w *work) live(a Anchor) (*node, string) {
	if w.tasks == nil {
		w.tasks = newFinder(w.c, w.catalog())
	}
	i, stale := w.tasks.find(a)
	if stale != "" {
		return nil, stale
	}
	n := w.node(i)
	if a.Part != "" {
		for number := range strings.SplitSeq(a.Part, "/") {
			k, err := strconv.Atoi(number)
			if err != nil || k < 1 || k > len(n.parts) {
				return nil, noPart
			}
			n = n.parts[k-1]
		}
	}
	switch {
	case n.into != nil:
		return nil, taskTaken
	case n.parts != nil:
		return nil, taskSplit
	}
	return n, ""
}

// origins are what the task was made of, itself first.
func (n *node) origins() []origin {
	all := []origin{{n.id, n.part}}
	for _, other := range n.from {
		all = append(all, other.origins()...)
	}
	return all
}

// changeTask gives a task new facts.
func (w *work) changeTask(e *Edit) Outcome {
	out := Outcome{Edit: *e}
	if len(e.Anchors) == 0 || e.Task == nil {
		out.Stale = noTask
		return out
	}
	n, stale := w.live(e.Anchors[0])
	if stale != "" {
		out.Stale = stale
		return out
	}
	out.Task, out.Note = n.task.ID, w.set(n, e.Task, e)
	return out
}

// set gives a task the facts that an edit has. It returns what to look at.
func (w *work) set(n *node, f *TaskFields, e *Edit) (note string) {
	t, read := &n.task, n.read
	if f.Text != nil {
		t.Text = *f.Text
		n.amend("text", read.Text, t.Text != read.Text, e)
		if f.Title == nil {
			t.Title = corpus.TitleOf(t.Text)
			n.amend("title", read.Title, t.Title != read.Title, e)
		}
	}
	if f.Title != nil {
		t.Title = *f.Title
		n.amend("title", read.Title, t.Title != read.Title, e)
	}
	if f.Lead != nil {
		t.Lead = official(w.reg, *f.Lead)
		n.amend("lead", strings.Join(read.Lead, "; "), !slices.Equal(t.Lead, read.Lead), e)
	}
	if f.Coordinating != nil {
		t.Coordinating = official(w.reg, *f.Coordinating)
		n.amend("coordinating", strings.Join(read.Coordinating, "; "), !slices.Equal(t.Coordinating, read.Coordinating), e)
	}
	if f.Milestones != nil {
		t.Milestones, t.Recurring, note = w.milestones(read, *f.Milestones, viet.DateOf(e.At))
		if !slices.ContainsFunc(t.Amended, func(a corpus.Amendment) bool { return a.Field == "title" || a.Field == "text" }) {
			t.Title = retitled(read, phrasesOf(t.Milestones))
		}
		n.amend("milestones", phrases(read.Milestones), t.Recurring != read.Recurring || !slices.Equal(t.Milestones, read.Milestones), e)
	}
	return note
}

// amend notes that a field differs from what was read, or that it does so no more.
func (n *node) amend(field, was string, differs bool, e *Edit) {
	amended := slices.DeleteFunc(slices.Clone(n.task.Amended), func(a corpus.Amendment) bool { return a.Field == field })
	if differs {
		amended = append(amended, corpus.Amendment{Field: field, Was: was, On: viet.DateOf(e.At), Reason: e.Reason})
	}
	n.task.Amended = amended
	if len(amended) == 0 {
		n.task.Amended = nil
	}
}

// official gives agencies their official names, each once. Groups keep their words, as in a document.
func official(reg *agency.Registry, names []string) []string {
	var all []string
	for _, name := range names {
		if reg != nil {
			if a, ok := reg.Lookup(name); ok && a.Kind != agency.Group {
				name = a.Name
			}
		}
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// phrases are the deadlines in their own words.
func phrases(milestones []corpus.Milestone) string { return strings.Join(phrasesOf(milestones), "; ") }

func phrasesOf(milestones []corpus.Milestone) []string {
	var all []string
	for _, m := range milestones {
		all = append(all, m.Phrase)
	}
	return all
}

// retitled is the title of a task with other deadlines: what is reminded of and listed must not say the old ones. The
// text stays, for it is quoted.
func retitled(read *corpus.Task, now []string) string {
	was := phrasesOf(read.Milestones)
	title := read.Title
	if title == corpus.TitleOf(read.Text) { // which may have cut a phrase
		title = corpus.TitleOf(corpus.Rephrase(read.Text, was, now))
	} else {
		title = corpus.Rephrase(title, was, now)
	}
	return cmp.Or(title, read.Title)
}

// What to look at when deadlines were corrected.
const (
	noDay   = "Thời hạn “%s” chưa cho biết ngày nào; bot không nhắc được việc này."
	pastDay = "Thời hạn “%s” (chậm nhất %s) đã qua khi hiệu chỉnh; bot không còn ngày để nhắc việc này."
)

// milestones reads deadlines as the document's own would be read, on the day of the edit. What the task has already in the
// same words stays.
func (w *work) milestones(read *corpus.Task, list []Milestone, on viet.Date) (all []corpus.Milestone, recurring, note string) {
	var ref viet.Reference
	for _, d := range w.c.Documents {
		if d.ID == read.Document {
			ref = d.Reference()
		}
	}
	for _, m := range list {
		had := slices.IndexFunc(read.Milestones, func(old corpus.Milestone) bool {
			return old.Phrase == m.Phrase && (m.Label == "" || m.Label == old.Label)
		})
		next := corpus.Milestone{Label: m.Label, Phrase: m.Phrase, Start: m.Start, Due: m.Due}
		deadline, ok := viet.ParseDeadline(m.Phrase, ref)
		if ok && deadline.Recurring != "" {
			recurring = deadline.Recurring
		}
		switch {
		case !m.Start.IsZero() || !m.Due.IsZero():
		case had >= 0:
			next = read.Milestones[had]
		case ok:
			next.Start, next.Due = deadline.Start, deadline.Due
		}
		switch {
		case recurring != "":
		case next.Start.IsZero() && next.Due.IsZero():
			note = fmt.Sprintf(noDay, m.Phrase)
		case !next.Due.IsZero() && next.Due.Before(on) && note == "" && (had < 0 || next.Due != read.Milestones[had].Due):
			note = fmt.Sprintf(pastDay, m.Phrase, next.Due.Vietnamese())
		}
		if next.Label == "" && len(list) == 1 && len(read.Milestones) == 1 {
			next.Label = read.Milestones[0].Label
		}
		all = append(all, next)
	}
	return all, recurring, note
}

// mergeTasks lets the first task take in the others.
func (w *work) mergeTasks(e *Edit) Outcome {
	out := Outcome{Edit: *e}
	var nodes []*node
	for _, a := range e.Anchors {
		n, stale := w.live(a)
		if stale != "" {
			out.Stale = stale
			return out
		}
		if !slices.Contains(nodes, n) {
			nodes = append(nodes, n)
		}
	}
	if len(nodes) < 2 {
		out.Stale = noTask
		return out
	}
	n := nodes[0]
	var titles []string
	for _, other := range nodes[1:] {
		titles = append(titles, other.task.Title)
		n.take(other)
	}
	n.task.Amended = append(slices.Clone(n.task.Amended), corpus.Amendment{
		Field: "merged", Was: strings.Join(titles, "; "), On: viet.DateOf(e.At), Reason: e.Reason,
	})
	read := n.task // what is corrected further was together before
	n.read = &read
	out.Task = n.task.ID
	if e.Task != nil {
		out.Note = w.set(n, e.Task, e)
	}
	return out
}

// take adds all that another task has.
func (n *node) take(other *node) {
	t, o := &n.task, &other.task
	t.Text = strings.TrimSpace(t.Text + " " + o.Text)
	t.Lead = union(t.Lead, o.Lead)
	t.Coordinating = slices.DeleteFunc(union(t.Coordinating, o.Coordinating), func(name string) bool { return slices.Contains(t.Lead, name) })
	t.Milestones = union(t.Milestones, o.Milestones)
	t.Passages = union(t.Passages, o.Passages)
	t.Doubts = union(t.Doubts, o.Doubts)
	t.Amended = union(t.Amended, o.Amended)
	if t.Recurring == "" {
		t.Recurring = o.Recurring
	}
	if t.Deliverable == "" {
		t.Deliverable = o.Deliverable
	}
	n.from, other.into = append(n.from, other), n
}

// union appends to a copy of a what of b is not in it.
func union[T comparable](a, b []T) []T {
	all := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

// splitTask makes several tasks of one.
func (w *work) splitTask(e *Edit) Outcome {
	out := Outcome{Edit: *e}
	if len(e.Anchors) == 0 || len(e.Parts) < 2 {
		out.Stale = noTask
		return out
	}
	n, stale := w.live(e.Anchors[0])
	if stale != "" {
		out.Stale = stale
		return out
	}
	for i := range e.Parts {
		f := e.Parts[i]
		number := strconv.Itoa(i + 1)
		part := &node{id: n.id, part: strings.TrimPrefix(n.part+"/"+number, "/"), task: n.task}
		part.task.ID = n.task.ID + "/" + number
		read := *n.read
		if f.Text != nil {
			part.task.Text, part.task.Title = *f.Text, corpus.TitleOf(*f.Text)
		}
		if f.Title != nil {
			part.task.Title = *f.Title
		}
		read.Text, read.Title = part.task.Text, part.task.Title
		part.read = &read
		part.amend("split", n.read.Text, true, e)
		f.Text, f.Title = nil, nil
		if note := w.set(part, &f, e); out.Note == "" {
			out.Note = note
		}
		n.parts = append(n.parts, part)
	}
	n.parts[0].from = n.from // those that were merged into it stay known
	out.Task = n.parts[0].task.ID
	return out
}
