package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dondoc/bot/people"
	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/corpus/viet"
)

// taskForm is a task as it is typed.
type taskForm struct {
	Title, Lead, Coordinating, Reason string // of agencies one a line
	Milestones                        []milestoneForm
}

// milestoneForm is one deadline as it is typed. An empty phrase takes it away.
type milestoneForm struct {
	Label, Phrase string
	Start, Due    string // as forms have days; "" is what the phrase says
	Reading       string // what the phrase says
}

// Given are the deadlines that have something.
func (f *taskForm) Given() []milestoneForm { return f.Milestones[:f.given()] }

// Blank are the others, to be filled in.
func (f *taskForm) Blank() []milestoneForm { return f.Milestones[f.given():] }

// given is up to where the deadlines have something.
func (f *taskForm) given() int {
	n := len(f.Milestones)
	for n > 0 && f.Milestones[n-1].Label+f.Milestones[n-1].Phrase+f.Milestones[n-1].Due == "" {
		n--
	}
	return n
}

// moreDeadlines is how many blank deadlines the form has besides.
const moreDeadlines = 2

// taskData is what the page of one task shows.
type taskData struct {
	docWords
	Task       *corpus.Task
	Read       []readTask // as it was read; more than one of what was merged
	Form       taskForm
	Name       string // of its document
	Page       string // where it stands in it
	Back       string
	Agencies   []string
	Edits      []edits.Edit // of this task
	Passage    *passageView
	Problem    string
	Previewed  bool
	MayCorrect bool
	Version    int64
}

// readTask is what the documents say of a task, without any correction.
type readTask struct {
	*corpus.Task
	Deadlines []string
}

// taskAt finds the task that is asked for.
func (c *Console) taskAt(r *http.Request, id string) (*looked, *corpus.Task, *job, error) {
	l, still, err := c.atWork(r)
	if err != nil || still != nil {
		return nil, nil, still, err
	}
	if l == nil {
		return nil, nil, nil, errNotFound
	}
	t := l.task(id)
	if t == nil {
		return nil, nil, nil, errNotFound
	}
	return l, t, nil, nil
}

func taskPage(c *Console, r *http.Request, v *visit) (reply, error) {
	q := r.URL.Query()
	l, t, still, err := c.taskAt(r, q.Get("viec"))
	if err != nil {
		return reply{}, err
	}
	if still != nil {
		return waiting(still, ""), nil
	}
	d := taskData{Task: t, Form: l.formOf(t), Back: q.Get("ve"), MayCorrect: v.may(people.Correct)}
	return l.taskReply(d), nil
}

// taskReply shows a task with the form as it is.
func (l *looked) taskReply(d taskData) reply {
	t := d.Task
	d.Version, d.Name, d.Agencies = l.ed.Version.ID, l.DocumentName(t.Document), l.agencies()
	if !isOwn(d.Back) {
		d.Back = tasksPath
	}
	if len(t.Passages) > 0 {
		d.Page = passagePath(l, t.Passages[0])
		if i, ok := l.passages[t.Passages[0]]; ok {
			p := l.viewPassage(i, nil)
			d.Passage = &p
		}
	}
	d.Read, d.Edits = l.wasRead(t)
	for len(d.Form.Milestones) < len(t.Milestones)+moreDeadlines {
		d.Form.Milestones = append(d.Form.Milestones, milestoneForm{})
	}
	d.Form.read(l, t)
	a := page("doc-task.html", shorten(t.Title, 120), &d)
	if d.Problem != "" {
		a.status = http.StatusUnprocessableEntity
	}
	return a
}

// formOf fills the form with what a task has.
func (l *looked) formOf(t *corpus.Task) taskForm {
	f := taskForm{Title: t.Title, Lead: strings.Join(t.Lead, "\n"), Coordinating: strings.Join(t.Coordinating, "\n")}
	for _, m := range t.Milestones {
		one := milestoneForm{Label: m.Label, Phrase: m.Phrase}
		if !l.follows(t, m) {
			one.Start, one.Due = iso(m.Start), iso(m.Due)
		}
		f.Milestones = append(f.Milestones, one)
	}
	return f
}

// follows reports whether the days of a deadline come of its phrase, so that the form need not name them.
func (l *looked) follows(t *corpus.Task, m corpus.Milestone) bool {
	_, read := l.origin(t)
	if slices.ContainsFunc(read, func(o corpus.Milestone) bool { return o.Phrase == m.Phrase && o.Start == m.Start && o.Due == m.Due }) {
		return true
	}
	d, ok := viet.ParseDeadline(m.Phrase, l.reference(t))
	return ok && d.Start == m.Start && d.Due == m.Due
}

// reference is what the phrases of a task are read against.
func (l *looked) reference(t *corpus.Task) viet.Reference {
	if d := l.documents[t.Document]; d != nil {
		return d.Reference()
	}
	return viet.Reference{Undated: true}
}

// origin returns the ID under which a task was read and the deadlines that it had then.
func (l *looked) origin(t *corpus.Task) (id string, read []corpus.Milestone) {
	for i := range l.ed.AsRead.Tasks {
		if o := &l.ed.AsRead.Tasks[i]; o.ID == t.ID {
			return o.ID, o.Milestones
		}
	}
	return "", nil
}

// read says of each deadline of the form what its phrase is taken for.
func (f *taskForm) read(l *looked, t *corpus.Task) {
	for i := range f.Milestones {
		m := &f.Milestones[i]
		if m.Phrase == "" {
			continue
		}
		d, ok := viet.ParseDeadline(viet.Squeeze(viet.Normalize(m.Phrase)), l.reference(t))
		switch words := reading(corpus.Milestone{Start: d.Start, Due: d.Due}); {
		case ok && words != "":
			m.Reading = words
		case ok && d.Recurring != "":
			m.Reading = "việc lặp lại theo chu kỳ"
		default:
			m.Reading = "chưa rõ ngày nào"
		}
		if set, err := viet.ParseDate(m.Due); err == nil {
			m.Reading += "; hạn đang dùng là ngày được đặt riêng " + day(set)
		}
	}
}

// wasRead returns what a task was made of, as it was read, and the edits that it comes of.
func (l *looked) wasRead(t *corpus.Task) (read []readTask, list []edits.Edit) {
	anchors := l.ed.Applied.Anchors(t.ID)
	if len(t.Amended) == 0 {
		return nil, nil
	}
	for _, o := range l.ed.Applied.Outcomes {
		own := o.Task == t.ID || slices.ContainsFunc(o.Edit.Anchors, func(a edits.Anchor) bool {
			return slices.ContainsFunc(anchors, func(b edits.Anchor) bool {
				return a.Document == b.Document && a.Section == b.Section && a.Words == b.Words && a.Nth == b.Nth
			})
		})
		if own && o.Edit.Kind != edits.SettleDoubt {
			list = append(list, o.Edit)
		}
	}
	all := edits.Anchors(l.ed.AsRead)
	for i := range all {
		if slices.ContainsFunc(anchors, func(a edits.Anchor) bool { a.Part = ""; return a == all[i] }) {
			one := readTask{Task: &l.ed.AsRead.Tasks[i]}
			for _, m := range one.Milestones {
				one.Deadlines = append(one.Deadlines, milestoneWords(m))
			}
			read = append(read, one)
		}
	}
	return read, list
}

// readTaskForm reads what was typed.
func readTaskForm(form url.Values) taskForm {
	f := taskForm{Title: form.Get("title"), Lead: form.Get("lead"), Coordinating: form.Get("coordinating"), Reason: form.Get("reason")}
	at := func(name string, i int) string {
		if all := form[name]; i < len(all) {
			return strings.TrimSpace(all[i])
		}
		return ""
	}
	for i := range min(len(form["phrase"]), mostDeadlines) {
		f.Milestones = append(f.Milestones, milestoneForm{Label: at("label", i), Phrase: at("phrase", i), Start: at("start", i), Due: at("due", i)})
	}
	return f
}

// mostDeadlines is how many deadlines a form may have.
const mostDeadlines = 60

// lines returns what stands in each line.
func lines(text string) []string {
	all := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// fields are the facts that the form gives a task. What it has already stays out of them.
func (f *taskForm) fields(was *taskForm) (*edits.TaskFields, error) {
	var e edits.TaskFields
	if f.Title != was.Title {
		e.Title = &f.Title
	}
	for _, x := range []struct {
		now, was string
		to       **[]string
	}{{f.Lead, was.Lead, &e.Lead}, {f.Coordinating, was.Coordinating, &e.Coordinating}} {
		if names := lines(x.now); !slices.Equal(names, lines(x.was)) {
			*x.to = &names
		}
	}
	now, before := filled(f.Milestones), filled(was.Milestones)
	if slices.Equal(now, before) {
		return &e, nil
	}
	list := []edits.Milestone{}
	for _, m := range now {
		one := edits.Milestone{Label: m.Label, Phrase: m.Phrase}
		for _, x := range []struct {
			text string
			to   *viet.Date
		}{{m.Start, &one.Start}, {m.Due, &one.Due}} {
			var err error
			if *x.to, err = readDay(x.text); err != nil {
				return nil, err
			}
		}
		list = append(list, one)
	}
	e.Milestones = &list
	return &e, nil
}

// filled are the deadlines that have anything, without what only says how they are read. The first day, which nobody
// types, goes with the last.
func filled(list []milestoneForm) []milestoneForm {
	var all []milestoneForm
	for _, m := range list {
		if m.Reading = ""; m.Due == "" {
			m.Start = ""
		}
		if m.Phrase != "" || m.Due != "" {
			all = append(all, m)
		}
	}
	return all
}

// changeTask previews or makes a correction.
func changeTask(c *Console, r *http.Request, v *visit) (reply, error) {
	l, t, still, err := c.taskAt(r, v.form.Get("task"))
	switch {
	case err != nil:
		return reply{}, err
	case still != nil:
		return reply{}, errBusy
	}
	was := l.formOf(t)
	d := taskData{Task: t, Form: readTaskForm(v.form), Back: v.form.Get("ve"), MayCorrect: true}
	if v.form.Get("do") == "xem" {
		d.Previewed = true
		return l.taskReply(d), nil
	}
	fields, err := d.Form.fields(&was)
	var e edits.Edit
	if err == nil {
		e, err = edits.New(edits.Edit{
			Kind: edits.ChangeTask, At: c.cfg.Now(), By: v.account.Name, Reason: v.form.Get("reason"), Anchors: firstAnchor(l, t.ID), Task: fields,
		})
	}
	if err != nil {
		d.Problem = problemWords(err)
		return l.taskReply(d), nil
	}
	back := d.Back
	return c.correct(r, e, "Đã sửa nhiệm vụ.", func(int64) string {
		if isOwn(back) {
			return back
		}
		return taskPath(t.ID)
	})
}

// firstAnchor is what a correction of a task is about.
func firstAnchor(l *looked, id string) []edits.Anchor {
	anchors := l.ed.Applied.Anchors(id)
	return anchors[:min(1, len(anchors))]
}
