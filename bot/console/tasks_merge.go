package console

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/edits"
)

// mergeData is what is asked before tasks become one.
type mergeData struct {
	docWords
	Tasks         []taskRow
	Title, Reason string
	Problem       string
}

const mostMerged = 20

// chosen are the tasks that are asked for, each once.
func (l *looked) chosen(ids []string) ([]taskRow, error) {
	var rows []taskRow
	seen := map[string]bool{}
	for _, id := range ids {
		i, ok := l.tasks[id]
		if !ok {
			return nil, errNotFound
		}
		if !seen[id] {
			seen[id], rows = true, append(rows, l.row(i))
		}
	}
	switch {
	case len(rows) < 2:
		return nil, bad("Cần chọn ít nhất hai nhiệm vụ trong bảng để gộp.")
	case len(rows) > mostMerged:
		return nil, bad("Mỗi lần gộp tối đa %d nhiệm vụ.", mostMerged)
	}
	return rows, nil
}

func askMerge(c *Console, r *http.Request, _ *visit) (reply, error) {
	l, still, err := c.atWork(r)
	switch {
	case err != nil:
		return reply{}, err
	case still != nil:
		return waiting(still, ""), nil
	case l == nil:
		return nothingYet("Gộp nhiệm vụ"), nil
	}
	rows, err := l.chosen(r.URL.Query()["viec"])
	if err != nil {
		return reply{}, err
	}
	return page("doc-merge.html", fmt.Sprintf("Gộp %d nhiệm vụ", len(rows)), mergeData{Tasks: rows}), nil
}

func mergeTasks(c *Console, r *http.Request, v *visit) (reply, error) {
	l, still, err := c.atWork(r)
	switch {
	case err != nil:
		return reply{}, err
	case still != nil:
		return reply{}, errBusy
	case l == nil:
		return reply{}, errNotFound
	}
	rows, err := l.chosen(v.form["viec"])
	if err != nil {
		return reply{}, err
	}
	d := mergeData{Tasks: rows, Title: strings.TrimSpace(v.form.Get("title")), Reason: v.form.Get("reason")}
	first, err := strconv.Atoi(v.form.Get("first"))
	if err != nil || first < 0 || first >= len(rows) {
		first = 0
	}
	rows[0], rows[first] = rows[first], rows[0]
	e := edits.Edit{Kind: edits.MergeTasks, At: c.cfg.Now(), By: v.account.Name, Reason: d.Reason}
	for _, row := range rows {
		e.Anchors = append(e.Anchors, firstAnchor(l, row.ID)...)
	}
	if d.Title != "" {
		e.Task = &edits.TaskFields{Title: &d.Title}
	}
	if e, err = edits.New(e); err != nil {
		d.Problem = problemWords(err)
		a := page("doc-merge.html", fmt.Sprintf("Gộp %d nhiệm vụ", len(rows)), d)
		a.status = http.StatusUnprocessableEntity
		return a, nil
	}
	return c.correct(r, e, "Đã gộp nhiệm vụ.", func(int64) string { return taskPath(rows[0].ID) })
}

// splitData is what is asked before a task becomes several.
type splitData struct {
	docWords
	Task     *corpus.Task
	Parts    []partForm
	Reason   string
	Agencies []string
	Problem  string
}

// partForm is a part of a task as it is typed.
type partForm struct{ Text, Lead, Phrase string }

// mostPartForms is how many parts the form has; those that stay blank do not count.
const mostPartForms = 4

func askSplit(c *Console, r *http.Request, _ *visit) (reply, error) {
	l, t, still, err := c.taskAt(r, r.URL.Query().Get("viec"))
	if err != nil {
		return reply{}, err
	}
	if still != nil {
		return waiting(still, ""), nil
	}
	parts := make([]partForm, mostPartForms)
	parts[0] = partForm{Text: t.Text, Lead: strings.Join(t.Lead, "\n"), Phrase: dueWords(t)}
	return l.splitReply(splitData{Task: t, Parts: parts}), nil
}

func (l *looked) splitReply(d splitData) reply {
	d.Agencies = l.agencies()
	a := page("doc-split.html", "Tách nhiệm vụ", d)
	if d.Problem != "" {
		a.status = http.StatusUnprocessableEntity
	}
	return a
}

func splitTask(c *Console, r *http.Request, v *visit) (reply, error) {
	l, t, still, err := c.taskAt(r, v.form.Get("task"))
	switch {
	case err != nil:
		return reply{}, err
	case still != nil:
		return reply{}, errBusy
	}
	d := splitData{Task: t, Parts: make([]partForm, mostPartForms), Reason: v.form.Get("reason")}
	e := edits.Edit{Kind: edits.SplitTask, At: c.cfg.Now(), By: v.account.Name, Reason: d.Reason, Anchors: firstAnchor(l, t.ID)}
	for i := range d.Parts {
		p := partForm{strings.TrimSpace(nth(v.form["text"], i)), nth(v.form["lead"], i), strings.TrimSpace(nth(v.form["phrase"], i))}
		d.Parts[i] = p
		if p.Text == "" {
			continue
		}
		fields := edits.TaskFields{Text: &p.Text}
		if lead := lines(p.Lead); len(lead) > 0 {
			fields.Lead = &lead
		}
		if p.Phrase != "" && p.Phrase != dueWords(t) {
			fields.Milestones = &[]edits.Milestone{{Phrase: p.Phrase}}
		}
		e.Parts = append(e.Parts, fields)
	}
	if e, err = edits.New(e); err != nil {
		d.Problem = problemWords(err)
		return l.splitReply(d), nil
	}
	return c.correct(r, e, "Đã tách nhiệm vụ.", func(int64) string { return taskPath(t.ID + "/1") })
}

func nth(all []string, i int) string {
	if i < len(all) {
		return all[i]
	}
	return ""
}
