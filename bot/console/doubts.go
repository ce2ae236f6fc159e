package console

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"dondoc/bot/people"
	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
)

func doubtRoutes() []route {
	return []route{
		{method: "GET", path: doubtsPath, action: people.Review, handle: doubtPage},
		{method: "POST", path: doubtsPath, action: people.Correct, handle: settleDoubt},
		{method: "GET", path: tasksPath + "/co-quan", action: people.Correct, handle: aliasPage},
		{method: "POST", path: tasksPath + "/co-quan", action: people.Correct, handle: addAlias},
	}
}

// doubtData is what the page of one doubt shows.
type doubtData struct {
	docWords
	Version  library.Version
	Kind     corpus.DoubtKind // that is asked for; "" for all
	Document string           // ID that is asked for; "" for all
	Kinds    []kindCount
	Docs     []*corpus.Document // that have doubts

	D             *review.Doubt // nil when none is left
	Name          string        // of its document
	Number, Open  int           // which of those that are asked for it is, from 1
	Settled       int
	Before, After string // addresses; "" for none
	Around        []passageView
	Page          string // address of the passage in its document; "" for none
	Task          *corpus.Task
	Deadlines     []string
	Suspect       string // the name of a body that nobody has listed; "" for none
	MayCorrect    bool
}

func doubtPage(c *Console, r *http.Request, v *visit) (reply, error) {
	l, still, err := c.atWork(r)
	switch {
	case err != nil:
		return reply{}, err
	case still != nil:
		return waiting(still, ""), nil
	case l == nil:
		return nothingYet("Điểm cần xác minh"), nil
	}
	q := r.URL.Query()
	d := doubtData{Version: l.ed.Version, Kind: corpus.DoubtKind(q.Get("loai")), Document: q.Get("van-ban"), MayCorrect: v.may(people.Correct)}
	all := l.doubts()
	d.Kinds, _ = countDoubts(all)
	d.Docs = l.doubtful()
	open := d.wanted(all)
	d.Open = len(open)
	for i := range all {
		if all[i].Settled != "" {
			d.Settled++
		}
	}
	if len(open) > 0 {
		n, err := strconv.Atoi(q.Get("so"))
		if err != nil {
			n = 1
		}
		d.Number = min(max(n, 1), len(open))
		d.show(l, &open[d.Number-1])
	}
	return page("doc-doubt.html", "Điểm cần xác minh", &d), nil
}

// doubtful are the documents with doubts that nobody has settled.
func (l *looked) doubtful() []*corpus.Document {
	has := map[string]bool{}
	for _, d := range l.doubts() {
		if d.Settled == "" {
			has[d.Document] = true
		}
	}
	var all []*corpus.Document
	for _, d := range l.ed.Corpus.Documents {
		if has[d.ID] {
			all = append(all, d)
		}
	}
	return all
}

// wanted are the open doubts that are asked for.
func (d *doubtData) wanted(all []review.Doubt) []review.Doubt {
	var open []review.Doubt
	for _, x := range all {
		if x.Settled == "" && (d.Kind == "" || doubtKindOf(x.Kind) == d.Kind) && (d.Document == "" || x.Document == d.Document) {
			open = append(open, x)
		}
	}
	return open
}

// around is how many passages are shown before and after that of a doubt.
const around = 1

// show puts one doubt on the page.
func (d *doubtData) show(l *looked, x *review.Doubt) {
	d.D, d.Name = x, l.DocumentName(x.Document)
	if d.Number > 1 {
		d.Before = d.At(d.Number - 1)
	}
	if d.Number < d.Open {
		d.After = d.At(d.Number + 1)
	}
	if i, ok := l.passages[x.Passage]; ok {
		d.Page = passagePath(l, x.Passage)
		passages := l.ed.Corpus.Passages
		for k := max(0, i-around); k <= min(len(passages)-1, i+around); k++ {
			if passages[k].Document != passages[i].Document {
				continue
			}
			var own []string
			if k == i {
				own = []string{x.Text}
			}
			d.Around = append(d.Around, l.viewPassage(k, own))
		}
	}
	if d.Task = l.taskOf(x); d.Task != nil {
		for _, m := range d.Task.Milestones {
			words := milestoneWords(m)
			if r := reading(m); r != "" {
				words += " (" + r + ")"
			}
			d.Deadlines = append(d.Deadlines, words)
		}
	}
	if names := quoted(x.Text); x.Kind == corpus.AgencyDoubt && len(names) > 0 {
		d.Suspect = names[0]
	}
}

// taskOf returns the task that a doubt is about: one that bears it, else one that was read at its place; nil for none.
func (l *looked) taskOf(x *review.Doubt) *corpus.Task {
	var near *corpus.Task
	for _, i := range l.at[x.Passage] {
		t := &l.ed.Corpus.Tasks[i]
		for _, text := range t.Doubts {
			if text == x.Text {
				return t
			}
		}
		near = cmp.Or(near, t)
	}
	return near
}

// At is the address of another doubt of those that are asked for.
func (d *doubtData) At(n int) string { return doubtAddress(string(d.Kind), d.Document, n) }

// Aliasing is the address at which the name that the doubt quotes is given to an agency.
func (d *doubtData) Aliasing() string {
	return tasksPath + "/co-quan?" + url.Values{"ten": {d.Suspect}, "ve": {d.At(d.Number)}}.Encode()
}

func doubtAddress(kind, document string, n int) string {
	q := url.Values{}
	for name, value := range map[string]string{"loai": kind, "van-ban": document} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if n > 1 {
		q.Set("so", strconv.Itoa(n))
	}
	if len(q) == 0 {
		return doubtsPath
	}
	return doubtsPath + "?" + q.Encode()
}

// settleDoubt writes a verdict down. Of one that is rejected the task is corrected next, where there is one.
func settleDoubt(c *Console, r *http.Request, v *visit) (reply, error) {
	words, verdict := v.form.Get("words"), v.form.Get("verdict")
	if words == "" || verdict != edits.Confirmed && verdict != edits.Rejected {
		return reply{}, bad("Chưa chọn điểm cần xác minh hoặc cách xử lý.")
	}
	n, err := strconv.Atoi(v.form.Get("so"))
	if err != nil {
		n = 1
	}
	back := doubtAddress(v.form.Get("loai"), v.form.Get("van-ban"), n) // where the next one stands, this one being settled
	e, err := edits.New(edits.Edit{
		Kind: edits.SettleDoubt, At: c.cfg.Now(), By: v.account.Name, Reason: v.form.Get("reason"),
		Doubt: &edits.DoubtVerdict{Words: words, Confirmed: verdict == edits.Confirmed},
	})
	if err != nil {
		return reply{}, wordInvalid(err)
	}
	said, next := "Đã xác nhận.", back
	if verdict == edits.Rejected {
		said = "Đã bác."
		if task := v.form.Get("task"); task != "" {
			said = "Đã bác. Đề nghị sửa lại nhiệm vụ cho đúng."
			next = fmt.Sprintf("%s&ve=%s", taskPath(task), url.QueryEscape(back))
		}
	}
	return c.correct(r, e, said, func(int64) string { return next })
}
