package reminders_test

import (
	"fmt"
	"maps"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

func day(tb testing.TB, iso string) viet.Date {
	tb.Helper()
	d, err := viet.ParseDate(iso)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// readPlans reads files given as name, text, name, text …
func readPlans(tb testing.TB, namesAndTexts ...string) *corpus.Corpus {
	tb.Helper()
	var files []corpus.File
	for i := 0; i < len(namesAndTexts); i += 2 {
		files = append(files, corpus.File{Name: namesAndTexts[i], Content: []byte(namesAndTexts[i+1])})
	}
	c, failed, err := corpus.Read(tb.Context(), files, agency.Default(), nil)
	if err != nil || len(failed) > 0 {
		tb.Fatalf("Read: %v, failed %v", err, failed)
	}
	return c
}

// applyChanges is what a store does with Changes. It shares nothing with the register that it is given.
func applyChanges(tb testing.TB, register []reminders.Task, ch reminders.Changes) []reminders.Task {
	tb.Helper()
	out := copyRegister(register)
	at := map[string]int{}
	for i := range out {
		at[out[i].ID] = i
	}
	for _, t := range copyRegister(ch.Update) {
		i, ok := at[t.ID]
		if !ok {
			tb.Fatalf("an update of %q, which the register does not have", t.ID)
		}
		out[i] = t
	}
	for _, t := range copyRegister(ch.Insert) {
		if i, ok := at[t.ID]; ok {
			tb.Fatalf("%q is inserted, but is %q already", t.ID, out[i].Title)
		}
		at[t.ID] = len(out)
		out = append(out, t)
	}
	return out
}

func copyRegister(tasks []reminders.Task) []reminders.Task {
	out := slices.Clone(tasks)
	for i := range out {
		out[i].Milestones = slices.Clone(out[i].Milestones)
		out[i].Lead = slices.Clone(out[i].Lead)
		out[i].Coordinating = slices.Clone(out[i].Coordinating)
	}
	return out
}

// publish reconciles and checks all that holds of every reconciliation. It returns the changed register.
func publish(tb testing.TB, register []reminders.Task, c *corpus.Corpus, today viet.Date) ([]reminders.Task, reminders.Changes) {
	tb.Helper()
	before := copyRegister(register)
	ch := reminders.Reconcile(register, c, today)
	if !reflect.DeepEqual(before, copyRegister(register)) {
		tb.Error("the register that was given has been changed")
	}
	shuffled := slices.Clone(register)
	rand.New(rand.NewSource(1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if diff := cmp.Diff(ch, reminders.Reconcile(shuffled, c, today)); diff != "" {
		tb.Errorf("another order of the register gives other changes\n%s", diff)
	}
	after := applyChanges(tb, register, ch)
	checkRegister(tb, after)
	checkComplete(tb, after, c)
	checkTold(tb, register, after, ch)
	for _, later := range []viet.Date{today, today.AddDays(1)} {
		again := reminders.Reconcile(after, c, later)
		if len(again.Insert)+len(again.Update)+len(again.Told) > 0 {
			tb.Errorf("reconciling again changes something:\n%s", cmp.Diff(reminders.Changes{Day: later}, again))
		}
	}
	return after, ch
}

// checkRegister checks that no ID is used twice.
func checkRegister(tb testing.TB, register []reminders.Task) {
	tb.Helper()
	seen := map[string]bool{}
	for _, t := range register {
		ids := []string{t.ID}
		for _, m := range t.Milestones {
			ids = append(ids, m.ID)
		}
		for _, id := range ids {
			if id == "" || seen[id] {
				tb.Errorf("the ID %q is empty or used twice", id)
			}
			seen[id] = true
		}
	}
}

// checkComplete checks that what stands in the register is what the corpus says, each Task once.
func checkComplete(tb testing.TB, register []reminders.Task, c *corpus.Corpus) {
	tb.Helper()
	want := map[string]*corpus.Task{}
	for i := range c.Tasks {
		want[c.Tasks[i].ID] = &c.Tasks[i]
	}
	for _, t := range register {
		if t.Board != 0 || !t.Gone.IsZero() {
			continue
		}
		w := want[t.CorpusID]
		delete(want, t.CorpusID)
		if w == nil || w.Text != t.Text || w.Section != t.Section || w.Document != t.DocumentID || !slices.Equal(w.Lead, t.Lead) {
			tb.Errorf("%q stands as %q, which is not in the corpus so, or stands twice", t.ID, t.CorpusID)
			continue
		}
		var got, wanted []string
		for _, m := range t.Milestones {
			if m.Gone.IsZero() {
				got = append(got, m.Label+"|"+m.Phrase+"|"+m.Due.String())
			}
		}
		for _, m := range w.Milestones {
			wanted = append(wanted, m.Label+"|"+m.Phrase+"|"+m.Due.String())
		}
		slices.Sort(got)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			tb.Errorf("%q has the deadlines %q, want %q", t.ID, got, wanted)
		}
	}
	for _, r := range c.Relations { // a draft that became another document has no tasks of its own
		if r.Kind == corpus.DraftOf {
			maps.DeleteFunc(want, func(_ string, t *corpus.Task) bool { return t.Document == r.Document })
		}
	}
	for id := range want {
		tb.Errorf("%q of the corpus is not in the register", id)
	}
}

// checkTold checks that nothing vanishes or moves without being told, each thing once.
func checkTold(tb testing.TB, before, after []reminders.Task, ch reminders.Changes) {
	tb.Helper()
	keys, told := map[string]bool{}, map[string]bool{}
	for _, c := range ch.Told {
		if keys[c.Key] {
			tb.Errorf("the key %q is used twice", c.Key)
		}
		keys[c.Key] = true
		told[fmt.Sprint(c.Kind, " ", c.Task, " ", c.Milestone)] = true
	}
	now := map[string]reminders.Task{}
	for _, t := range after {
		now[t.ID] = t
	}
	for _, t := range before {
		n, ok := now[t.ID]
		if !ok {
			tb.Fatalf("%q is no longer in the register", t.ID)
		}
		if t.Board != 0 && !cmp.Equal(t, n) {
			tb.Errorf("the own task %q has been changed", t.ID)
		}
		if back := !t.Gone.IsZero() && n.Gone.IsZero() && !t.Draft && !n.Draft; back != told["back "+t.ID+" "] {
			tb.Errorf("%q is back: %t, told: %t", t.ID, back, !back)
		}
		if t.Gone.IsZero() && !n.Gone.IsZero() && !told["gone "+t.ID+" "] {
			tb.Errorf("%q is gone and nobody is told", t.ID)
		}
		for i, m := range t.Milestones {
			j := slices.IndexFunc(n.Milestones, func(o reminders.Milestone) bool { return o.ID == m.ID })
			if j < 0 {
				tb.Fatalf("%q is no longer in the register", m.ID)
			}
			nm := n.Milestones[j]
			if m.Gone.IsZero() && !nm.Gone.IsZero() && !told["gone "+t.ID+" "+m.ID] {
				tb.Errorf("%q is gone and nobody is told", m.ID)
			}
			if m.Due != nm.Due && (!told["moved "+t.ID+" "+m.ID] || nm.Moved != ch.Day) {
				tb.Errorf("%q (%d) moves from %v to %v and nobody is told", m.ID, i, m.Due, nm.Due)
			}
			if m.Published != nm.Published {
				tb.Errorf("%q was first known on %v, now on %v", m.ID, m.Published, nm.Published)
			}
		}
	}
}

// describe writes Changes for people.
func describe(ch reminders.Changes) string {
	var b strings.Builder
	task := func(verb string, t *reminders.Task) {
		fmt.Fprintf(&b, "%s %s | %s | %s | %s", verb, t.ID, t.Section, strings.Join(t.Lead, "; "), t.Title)
		if t.CorpusID != t.ID {
			fmt.Fprintf(&b, " | now %s", t.CorpusID)
		}
		if !t.Gone.IsZero() {
			fmt.Fprintf(&b, " | gone")
		}
		b.WriteByte('\n')
		for _, m := range t.Milestones {
			fmt.Fprintf(&b, "  %s %s | %s | %v", strings.TrimPrefix(m.ID, t.ID), m.Label, m.Phrase, m.Due)
			if !m.Gone.IsZero() {
				b.WriteString(" | gone")
			}
			b.WriteByte('\n')
		}
	}
	for i := range ch.Insert {
		task("insert", &ch.Insert[i])
	}
	for i := range ch.Update {
		task("update", &ch.Update[i])
	}
	for _, c := range ch.Told {
		switch c.Kind {
		case reminders.KindMoved:
			fmt.Fprintf(&b, "moved %s: %q %v → %v by %q\n", c.Milestone, c.Was, c.WasDue, c.Due, c.ChangedBy)
		case reminders.KindGone, reminders.KindBack:
			fmt.Fprintf(&b, "%s %s\n", c.Kind, strings.TrimSpace(c.Task+" "+c.Milestone))
		default:
			fmt.Fprintf(&b, "%s %s: %d, the last %s\n", c.Key, c.Past.Document, c.Past.Milestones, c.Past.Latest)
			for _, e := range c.Past.Examples {
				fmt.Fprintf(&b, "  %s\n", e)
			}
		}
	}
	return b.String()
}
