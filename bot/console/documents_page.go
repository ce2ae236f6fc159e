package console

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"dondoc/bot/people"
	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/corpus/viet"
	"dondoc/knowledge/library"
)

const pagePassages = 200

// passageView is a passage as its page shows it.
type passageView struct {
	ID, Anchor string
	Where      string
	Section    string
	Head       string // the headings above it, where they are others than those of the passage before
	Parts      []piece
	Tasks      []*corpus.Task
	Doubts     []string
}

// documentData is what the page of a document shows.
type documentData struct {
	docWords
	Version  library.Version
	Document *corpus.Document
	Passages []passageView
	Pager    pager
	Tasks    int
	Doubts   int
	Working  bool // it is corrected here
	Names    []string
	Statuses []corpus.Status
}

// allStatuses are those that an administrator may set.
var allStatuses = []corpus.Status{corpus.InForce, corpus.Draft, corpus.Superseded, corpus.Reference}

func documentPage(c *Console, r *http.Request, v *visit) (reply, error) {
	id, err := number64(r.PathValue("id"))
	if err != nil {
		return reply{}, err
	}
	l, still, err := c.edition(r, id)
	if err != nil {
		return reply{}, err
	}
	if still != nil {
		return waiting(still, ""), nil
	}
	d := documentData{Version: l.ed.Version, Document: l.documents[r.PathValue("document")], Statuses: allStatuses}
	if d.Document == nil {
		return reply{}, errNotFound
	}
	working, err := c.working(r.Context())
	if err != nil {
		return reply{}, err
	}
	d.Working = working == id && v.may(people.Correct)
	l.fillDocument(r, &d)
	return page("doc-page.html", d.Document.Name(), d), nil
}

// fillDocument puts one page of a document's passages in.
func (l *looked) fillDocument(r *http.Request, d *documentData) {
	all := l.ed.Corpus.Passages
	var own []int
	for i := range all {
		if all[i].Document == d.Document.ID {
			own = append(own, i)
		}
	}
	d.Pager = newPager(r, len(own), pagePassages)
	doubts := map[string][]string{}
	for _, x := range l.doubts() {
		if x.Document == d.Document.ID && x.Settled == "" {
			doubts[x.Passage] = append(doubts[x.Passage], x.Text)
			d.Doubts++
		}
	}
	for i := range l.ed.Corpus.Tasks {
		if l.ed.Corpus.Tasks[i].Document == d.Document.ID {
			d.Tasks++
		}
	}
	for _, other := range l.ed.Corpus.Documents {
		if other.ID != d.Document.ID {
			d.Names = append(d.Names, other.Name())
		}
	}
	head := ""
	for _, i := range own[d.Pager.From:d.Pager.To] {
		p := l.viewPassage(i, doubts[all[i].ID])
		if p.Head == head {
			p.Head = ""
		} else {
			head = p.Head
		}
		d.Passages = append(d.Passages, p)
	}
}

// viewPassage marks a passage: what was read of it as a task, a deadline, or with doubt.
func (l *looked) viewPassage(i int, doubts []string) passageView {
	p := &l.ed.Corpus.Passages[i]
	v := passageView{ID: p.ID, Anchor: anchorOf(p.ID), Where: p.Source.Where(), Section: p.Section, Head: strings.Join(p.Trail, " › "), Doubts: doubts}
	var marks []marking
	for _, text := range doubts {
		for _, words := range quoted(text) {
			marks = append(marks, marking{words, doubtMark})
		}
	}
	for _, k := range l.at[p.ID] {
		t := &l.ed.Corpus.Tasks[k]
		v.Tasks = append(v.Tasks, t)
		for _, m := range t.Milestones {
			marks = append(marks, marking{m.Phrase, dueMark}, marking{m.Was, dueMark})
		}
		marks = append(marks, marking{t.Text, taskMark})
	}
	v.Parts = cells(mark(p.Text, marks))
	return v
}

// setStatus says how far a document binds.
func setStatus(c *Console, r *http.Request, v *visit) (reply, error) {
	document := v.form.Get("document")
	l, still, err := c.atWork(r)
	switch {
	case err != nil:
		return reply{}, err
	case still != nil:
		return reply{}, errBusy
	case l == nil || l.documents[document] == nil:
		return reply{}, errNotFound
	}
	s := edits.Standing{Status: corpus.Status(v.form.Get("status")), ReplacedBy: v.form.Get("replaced")}
	if s.Status != corpus.Superseded {
		s.ReplacedBy = ""
	}
	for name, to := range map[string]*viet.Date{"from": &s.From, "until": &s.Until} {
		if *to, err = readDay(v.form.Get(name)); err != nil {
			return reply{}, err
		}
	}
	if !slices.Contains(allStatuses, s.Status) {
		return reply{}, bad("Chưa chọn trạng thái của văn bản.")
	}
	e, err := edits.New(edits.Edit{
		Kind: edits.SetDocument, At: c.cfg.Now(), By: v.account.Name, Reason: v.form.Get("reason"), Document: document, Status: &s,
	})
	if err != nil {
		return reply{}, wordInvalid(err)
	}
	return c.correct(r, e, "Đã ghi trạng thái của văn bản.", func(version int64) string { return documentPath(version, document) })
}

// readDay reads a day as forms send it; "" is none.
func readDay(text string) (viet.Date, error) {
	if text == "" {
		return viet.Date{}, nil
	}
	d, err := viet.ParseDate(text)
	if err != nil {
		return d, bad("Ngày “%s” không đúng. Đề nghị chọn lại ngày.", shorten(text, 20))
	}
	return d, nil
}

// correct makes the next candidate with an edit, and goes on where next says, with what is to be looked at.
func (c *Console) correct(r *http.Request, e edits.Edit, said string, next func(version int64) string) (reply, error) {
	return c.long(r, "Ghi hiệu chỉnh", func(ctx context.Context, progress library.Progress) (outcome, error) {
		version, err := c.cfg.Library.Edit(ctx, e)
		if err != nil {
			return outcome{}, wordInvalid(err)
		}
		ed, err := c.cfg.Library.Edition(ctx, version.ID, progress)
		if err != nil {
			return outcome{}, err
		}
		notice := fmt.Sprintf("%s Bản đang chờ công bố nay là bản số %d.", said, version.ID)
		for _, o := range ed.Applied.Outcomes {
			switch {
			case o.Edit.ID != e.ID:
			case o.Stale != "":
				notice = "Hiệu chỉnh được lưu nhưng chưa áp dụng được: " + o.Stale
			case o.Note != "":
				notice += " " + o.Note
			}
		}
		return outcome{to: next(version.ID), notice: notice}, nil
	})
}
