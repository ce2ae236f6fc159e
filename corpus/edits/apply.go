package edits

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// Applied is a corpus with edits on top. It is safe for concurrent use; the zero Applied holds nothing.
type Applied struct {
	Corpus   *corpus.Corpus // corrected; where nothing is it shares with what was read
	Outcomes []Outcome      // of each Edit, in their order

	known *known
}

// known is what Applied can tell of what was read.
type known struct {
	read     *corpus.Corpus
	made     map[string][]origin // by ID: the tasks that are not simply as they were read; none of those that are no more
	verdicts map[int]string      // by position of the doubt
	anchors  func() map[string]Anchor
	words    func() []string
}

// origin is a task as it was read, or a part of one.
type origin struct{ read, part string }

// Apply corrects what was read. c is a corpus without edits and stays as it is; edits count in their order, so that of two
// that contradict each other the later wins, field by field. What fits no more changes nothing and says so in its Outcome.
// reg, with the aliases (see Registry), gives agencies their official names; nil leaves names as they are.
func Apply(c *corpus.Corpus, list []Edit, reg *agency.Registry) Applied {
	w := newWork(c, reg)
	out := Applied{Corpus: c, Outcomes: make([]Outcome, len(list)), known: w.known}
	for i := range list { // first: what becomes of a task takes its doubts along
		if list[i].Kind == SettleDoubt {
			out.Outcomes[i] = w.settle(&list[i])
		}
	}
	for i := range list {
		if e := &list[i]; e.Kind != SettleDoubt {
			out.Outcomes[i] = w.apply(e)
		}
	}
	out.Corpus = w.result()
	return out
}

// Anchors returns the tasks as they were read that a task of the corrected corpus was made of, the main one first; nil
// when there is no such task. They are what an Edit of it is about.
func (a Applied) Anchors(taskID string) []Anchor {
	if a.known == nil {
		return nil
	}
	anchors := a.known.anchors()
	origins, ok := a.known.made[taskID]
	if !ok {
		origins = []origin{{read: taskID}}
	}
	var all []Anchor
	for _, o := range origins {
		if anchor, ok := anchors[o.read]; ok {
			anchor.Part = o.part
			all = append(all, anchor)
		}
	}
	return all
}

// Doubts returns all doubts that were read, settled or not.
func (a Applied) Doubts() []Doubt {
	if a.known == nil {
		return nil
	}
	words := a.known.words()
	all := make([]Doubt, len(words))
	for i, w := range words {
		all[i] = Doubt{Doubt: a.known.read.Doubts[i], Words: w, Settled: a.known.verdicts[i]}
	}
	return all
}

// Settled returns the verdict on a Doubt that was read, Confirmed or Rejected, if there is one.
func (a Applied) Settled(d *corpus.Doubt) (verdict string, ok bool) {
	if a.known == nil {
		return "", false
	}
	for i, verdict := range a.known.verdicts {
		if a.known.read.Doubts[i] == *d {
			return verdict, true
		}
	}
	return "", false
}

// work is a corpus being corrected.
type work struct {
	*known
	c         *corpus.Corpus
	reg       *agency.Registry
	tasks     *finder // nil until a task is looked for
	catalog   func() *catalog
	nodes     map[int]*node
	documents map[string]*corpus.Document // copies, by ID
}

func newWork(c *corpus.Corpus, reg *agency.Registry) *work {
	return &work{
		c: c, reg: reg, catalog: sync.OnceValue(func() *catalog { return newCatalog(c, reg) }),
		nodes: map[int]*node{}, documents: map[string]*corpus.Document{},
		known: &known{
			read: c, made: map[string][]origin{}, verdicts: map[int]string{},
			words: sync.OnceValue(func() []string { return doubtWords(c, printsOf(c)) }),
			anchors: sync.OnceValue(func() map[string]Anchor {
				byID := make(map[string]Anchor, len(c.Tasks))
				for i, a := range Anchors(c) {
					byID[c.Tasks[i].ID] = a
				}
				return byID
			}),
		},
	}
}

// apply does one edit.
func (w *work) apply(e *Edit) Outcome {
	switch e.Kind {
	case ChangeTask:
		return w.changeTask(e)
	case MergeTasks:
		return w.mergeTasks(e)
	case SplitTask:
		return w.splitTask(e)
	case SetDocument:
		return w.setDocument(e)
	case AddAlias:
		return w.checkAlias(e)
	}
	return Outcome{Edit: *e, Stale: "Loại hiệu chỉnh này chưa được hỗ trợ."}
}

// result puts together what was changed and what was not.
func (w *work) result() *corpus.Corpus {
	if len(w.nodes)+len(w.documents)+len(w.verdicts) == 0 {
		return w.c
	}
	c := w.c.Clone()
	if len(w.documents) > 0 {
		c.Documents = slices.Clone(c.Documents)
		for i, d := range c.Documents {
			if changed := w.documents[d.ID]; changed != nil {
				c.Documents[i] = changed
			}
		}
	}
	if len(w.verdicts) > 0 {
		c.Doubts = nil
		for i := range w.c.Doubts {
			if w.verdicts[i] == "" {
				c.Doubts = append(c.Doubts, w.c.Doubts[i])
			}
		}
	}
	if len(w.nodes) > 0 {
		c.Tasks = make([]corpus.Task, 0, len(w.c.Tasks))
		for i := range w.c.Tasks {
			if n := w.nodes[i]; n != nil {
				c.Tasks = w.appendNode(c.Tasks, n)
				continue
			}
			c.Tasks = append(c.Tasks, w.c.Tasks[i])
		}
	}
	return c
}

// appendNode appends what a task has become: itself, its parts, or nothing when another took it in.
func (w *work) appendNode(tasks []corpus.Task, n *node) []corpus.Task {
	switch {
	case n.into != nil:
		w.made[n.task.ID] = nil
		return tasks
	case n.parts != nil:
		w.made[n.task.ID] = nil
		for _, part := range n.parts {
			tasks = w.appendNode(tasks, part)
		}
		return tasks
	}
	w.made[n.task.ID] = n.origins()
	return append(tasks, n.task)
}

// settle notes a verdict, and takes the doubt from the tasks that bear it.
func (w *work) settle(e *Edit) Outcome {
	out := Outcome{Edit: *e}
	if e.Doubt == nil {
		out.Stale = noDoubt
		return out
	}
	i := w.findDoubt(e.Doubt.Words)
	if i < 0 {
		out.Stale = noDoubt
		return out
	}
	w.verdicts[i] = Rejected
	if e.Doubt.Confirmed {
		w.verdicts[i] = Confirmed
	}
	d, alone := &w.c.Doubts[i], !strings.Contains(w.words()[i], placeMark)
	for k := range w.c.Tasks {
		t := &w.c.Tasks[k]
		if t.Document != d.Document || !alone && t.Source != d.Source || !slices.Contains(t.Doubts, d.Text) {
			continue
		}
		n := w.node(k)
		n.task.Doubts = slices.DeleteFunc(slices.Clone(n.task.Doubts), func(text string) bool { return text == d.Text })
		if out.Task == "" {
			out.Task = t.ID
		}
	}
	return out
}

const noDoubt = "Không còn điểm cần xác minh này, hoặc nay có nhiều điểm giống nhau."

// setDocument sets how a document binds. The last edit of a document counts as a whole.
func (w *work) setDocument(e *Edit) Outcome {
	out := Outcome{Edit: *e}
	i, stale := w.catalog().find(e.Document, e.Of)
	if stale != "" || e.Status == nil {
		out.Stale = cmp.Or(stale, noDocument)
		return out
	}
	read := w.c.Documents[i]
	d := *read
	if s := e.Status; s.Status != "" {
		d.Status, d.ReplacedBy = s.Status, s.ReplacedBy
	}
	d.From, d.Until = e.Status.From, e.Status.Until
	if d.Status != read.Status || d.ReplacedBy != read.ReplacedBy || d.From != read.From || d.Until != read.Until {
		amendment := corpus.Amendment{Field: "status", Was: standingWords(read), On: viet.DateOf(e.At), Reason: e.Reason}
		d.Amended = append(slices.Clone(read.Amended), amendment)
	}
	w.documents[d.ID] = &d
	return out
}

var statusWords = map[corpus.Status]string{
	corpus.InForce: "còn hiệu lực", corpus.Draft: "dự thảo", corpus.Superseded: "đã bị thay thế", corpus.Reference: "tài liệu tham khảo",
}

// standingWords says how a document binds: "đã bị thay thế bởi 12/QĐ-BYT".
func standingWords(d *corpus.Document) string {
	words := statusWords[d.Status]
	if d.ReplacedBy != "" {
		words += " bởi " + d.ReplacedBy
	}
	if v := d.Validity(); v != "" {
		words += ", " + v
	}
	return words
}
