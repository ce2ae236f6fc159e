package reminders

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// Reconcile brings the register to a newly published corpus. It changes neither, and its result depends on nothing
// else: not even on the order of the register.
//
// A Task is recognised by its Document, Section and content, so that its ID, and all that hangs on it, survives rows
// that were inserted, swapped, renumbered or reworded, and a draft that became a numbered decision. What the register
// lacks is inserted. What the corpus lacks is Gone from today on, and told; it is revived under its old ID, and told, when it
// comes back. A deadline that changed is told as moved. What was past already when the register first knew it is told
// once a Document. A Board's own Tasks are left alone, and no ID of the register, be it of what is gone, is given
// again.
//
// A draft that has become another Document of the corpus has no Tasks of its own: they are those of that Document. What
// counts is how far a Document binds today: one that another has replaced, or whose time is over, has no Tasks any more,
// and before its time begins it is a draft. Whoever keeps a register therefore reconciles it every day.
// When in doubt two Tasks are different: a Task that is told as gone and inserted anew is reminded of, one that
// inherits the "done" of another is not.
//
// Reconciling the changed register with the same corpus on the same day gives no more Changes. today may be zero only for
// an empty register, and Documents then bind at all times; c may be empty, not nil.
func Reconcile(register []Task, c *corpus.Corpus, today viet.Date) Changes {
	r := newReconciler(register, c, today)
	r.pairDocuments()
	for d := range r.docs {
		r.matchTasks(r.standingOf(d), r.freshOf(d))
	}
	for _, related := range r.relatedDocuments() {
		r.matchTasks(r.standingOf(related[0]), r.freshOf(related[1]))
		r.matchTasks(r.standingOf(related[1]), r.freshOf(related[0]))
	}
	for _, g := range r.groups {
		if g.into != unmatched {
			r.matchTasks(g.tasks, r.freshOf(g.into))
		}
	}
	return r.changes()
}

// reconciler holds the two sides while they are matched.
type reconciler struct {
	today    viet.Date
	standing []standingTask      // the register without own Tasks, in the order of its documents
	fresh    []freshTask         // the corpus, in its order
	groups   []*standingDocument // in the order of their first Tasks
	docs     []*freshDocument    // in the order of the corpus
	became   map[string]int      // of a draft's ID: the freshDocument that it is now
	related  []corpus.Relation
	used     map[string]bool // every ID of the register

	introduced map[string]bool // every ID given today
}

// unmatched stands where the index of the other side would.
const unmatched = -1

// comparedTask is a Task of either side. Its deadlines are put together once: they are compared with those of many.
type comparedTask struct {
	*Task
	deadlines string
	known     bool // deadlines
}

// dates are the deadlines as a set.
func (t *comparedTask) dates() string {
	if !t.known {
		t.deadlines, t.known = strings.Join(deadlineFacts(t.Task), "\x01"), true
	}
	return t.deadlines
}

// standingTask is a Task of the register, be it gone.
type standingTask struct {
	comparedTask
	fresh int // what it was matched with
}

// freshTask is a Task of the corpus in the form of the register, as yet without IDs.
type freshTask struct {
	comparedTask
	from     *corpus.Task
	doc      int
	standing int // what it was matched with
}

// amended reports whether somebody has corrected one of the fields since the corpus was read.
func (t *freshTask) amended(fields ...string) bool {
	return slices.ContainsFunc(t.from.Amended, func(a corpus.Amendment) bool { return slices.Contains(fields, a.Field) })
}

func newReconciler(register []Task, c *corpus.Corpus, today viet.Date) *reconciler {
	r := &reconciler{today: today, used: make(map[string]bool, 2*len(register)), introduced: map[string]bool{}, related: c.Relations}
	for i := range register {
		t := &register[i]
		r.used[t.ID] = true
		for _, m := range t.Milestones {
			r.used[m.ID] = true
		}
		if t.Board == 0 {
			r.standing = append(r.standing, standingTask{comparedTask: comparedTask{Task: t}, fresh: unmatched})
		}
	}
	slices.SortFunc(r.standing, func(a, b standingTask) int {
		return cmp.Or(compareNatural(a.CorpusID, b.CorpusID), cmp.Compare(a.ID, b.ID))
	})
	r.groupStanding()
	r.addDocuments(c)
	return r
}

// registered gives a Task of the corpus the form of the register. Nothing is shared with the corpus.
func registered(t *corpus.Task, d *freshDocument) *Task {
	out := &Task{
		CorpusID: t.ID, DocumentID: d.ID, Document: d.Name(), Issuer: d.Issuer, Issued: d.Date, PlanYear: d.Year, Draft: d.draft,
		Section: t.Section, Title: t.Title, Text: t.Text, Recurring: t.Recurring,
		Lead: slices.Clone(t.Lead), Coordinating: slices.Clone(t.Coordinating),
	}
	for _, m := range t.Milestones {
		out.Milestones = append(out.Milestones, Milestone{Label: m.Label, Phrase: m.Phrase, Start: m.Start, Due: m.Due})
	}
	return out
}

func (r *reconciler) match(standing, fresh int) {
	r.standing[standing].fresh, r.fresh[fresh].standing = fresh, standing
}

// sameFacts compares all that the corpus says of two Tasks. The order of Milestones is not compared.
func sameFacts(a, b *comparedTask) bool {
	return a.CorpusID == b.CorpusID && a.DocumentID == b.DocumentID && a.Document == b.Document &&
		a.Issuer == b.Issuer && a.Issued == b.Issued && a.PlanYear == b.PlanYear && a.Draft == b.Draft && a.Section == b.Section && a.Title == b.Title &&
		a.Text == b.Text && a.Recurring == b.Recurring && slices.Equal(a.Lead, b.Lead) &&
		slices.Equal(a.Coordinating, b.Coordinating) && a.dates() == b.dates()
}

// deadlineFacts are what the corpus says of the Milestones that stand, sorted.
func deadlineFacts(t *Task) []string {
	var facts []string
	for _, m := range t.Milestones {
		if m.Gone.IsZero() {
			facts = append(facts, strings.Join([]string{m.Label, m.Phrase, m.Start.String(), m.Due.String()}, "\x00"))
		}
	}
	slices.Sort(facts)
	return facts
}

// changes puts together what the matches mean for the register.
func (r *reconciler) changes() Changes {
	out := Changes{Day: r.today}
	past := newPastFinder(r)
	for j := range r.fresh {
		f := &r.fresh[j]
		var task Task
		if f.standing == unmatched {
			task = r.inserted(f)
			out.Insert = append(out.Insert, task)
		} else {
			was := &r.standing[f.standing]
			var told []Change
			task, told = r.updated(was.Task, f)
			out.Told = append(out.Told, told...)
			if !was.Gone.IsZero() || !sameFacts(&was.comparedTask, &f.comparedTask) {
				out.Update = append(out.Update, task)
			}
		}
		past.add(f.doc, &task)
	}
	for _, s := range r.standing {
		if s.fresh == unmatched && s.Gone.IsZero() {
			task := *s.Task
			task.Gone = r.today
			out.Update = append(out.Update, task)
			out.Told = append(out.Told, r.gone(task.ID, ""))
		}
	}
	out.Told = append(past.told(), out.Told...)
	return out
}

// gone tells that a Task, or with a milestone only that, is no longer in the corpus.
func (r *reconciler) gone(task, milestone string) Change {
	return Change{
		Key: key(KindGone, cmp.Or(milestone, task), r.today.String()), Kind: KindGone, Day: r.today,
		Task: task, Milestone: milestone,
	}
}

// inserted is a Task that the register has not known. Its ID is that of the corpus, unless another has had it.
func (r *reconciler) inserted(f *freshTask) Task {
	task := *f.Task
	task.ID = f.CorpusID
	for n := 2; r.isUsed(task.ID); n++ {
		task.ID = f.CorpusID + "~" + strconv.Itoa(n)
	}
	r.introduced[task.ID] = true
	for i := range task.Milestones {
		r.introduce(task.ID, &task.Milestones[i])
	}
	return task
}

func (r *reconciler) isUsed(id string) bool { return r.used[id] || r.introduced[id] }

// compareNatural orders "a-2" before "a-10", as documents number their rows.
func compareNatural(a, b string) int {
	for a != "" && b != "" {
		m, n := digitsAhead(a), digitsAhead(b)
		if m > 0 && n > 0 {
			x, y := strings.TrimLeft(a[:m], "0"), strings.TrimLeft(b[:n], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
				return c
			}
			a, b = a[m:], b[n:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func digitsAhead(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
