package reminders_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// manyTasks makes n Tasks of one Document. They begin with a few formulas, are led by a few agencies and differ in
// their numbers; words stand in all of them.
func manyTasks(n int, words string) *corpus.Corpus {
	d := &corpus.Document{ID: "7-kh-ubnd", Number: "7/KH-UBND", Title: "Kế hoạch sửa sang làng bản", Year: 2026}
	c := &corpus.Corpus{Documents: []*corpus.Document{d}}
	for i := range n {
		text := strings.Join([]string{
			someVerbs[i%len(someVerbs)], words, someObjects[i/7%len(someObjects)], somePlaces[i/3%len(somePlaces)], fmt.Sprint("thuộc tiểu khu ", i),
		}, " ")
		c.Tasks = append(c.Tasks, corpus.Task{
			ID: fmt.Sprint(d.ID, ":", i+1), Document: d.ID, Section: fmt.Sprint("Phụ lục, ", i+1), Title: text, Text: text,
			Lead:       []string{someLeads[i%len(someLeads)]},
			Milestones: []corpus.Milestone{{Label: "thực hiện", Phrase: "Tháng 8", Due: viet.Date{Year: 2026, Month: 8, Day: 31}}},
		})
	}
	return c
}

// largeVersions are what may follow manyTasks(n, ""), with how many of its Tasks are gone then.
func largeVersions(n int) map[string]struct {
	corpus *corpus.Corpus
	gone   int
} {
	type version = struct {
		corpus *corpus.Corpus
		gone   int
	}
	less := manyTasks(n, "")
	less.Tasks = less.Tasks[1:]
	renumbered := manyTasks(n, "và tu bổ")
	for i := range renumbered.Tasks {
		renumbered.Tasks[i].Section = fmt.Sprint("Phụ lục, ", i+2)
	}
	other := manyTasks(n, "")
	for i := range other.Tasks {
		other.Tasks[i].Text = fmt.Sprintf("Trồng phi lao chắn cát thôn %d", i+n)
	}
	twins := manyTasks(n, "")
	for i := range twins.Tasks {
		twins.Tasks[i].Text = "Báo cáo"
	}
	return map[string]version{
		"same": {manyTasks(n, ""), 0}, "one-less": {less, 1}, "reworded": {manyTasks(n, "và tu bổ"), 0},
		"reworded-renumbered": {renumbered, 0}, "other": {other, n}, "twins": {twins, n},
	}
}

// TestReconcileLarge checks what becomes of 5,000 Tasks, and that it takes no time out of proportion.
func TestReconcileLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const n = 5000
	today := viet.Date{Year: 2026, Month: 1, Day: 10}
	register := reminders.Reconcile(nil, manyTasks(n, ""), today).Insert
	for name, v := range largeVersions(n) {
		start := time.Now()
		ch := reminders.Reconcile(register, v.corpus, today)
		if took := time.Since(start); took > 20*time.Second { // 100 times of what it takes
			t.Errorf("%s: took %v", name, took)
		}
		gone := slices.DeleteFunc(slices.Clone(ch.Update), func(x reminders.Task) bool { return x.Gone.IsZero() })
		if len(gone) != v.gone || len(ch.Insert) != v.gone-n+len(v.corpus.Tasks) {
			t.Errorf("%s: %d gone and %d inserted, want %d gone", name, len(gone), len(ch.Insert), v.gone)
		}
	}
}

func BenchmarkReconcile(b *testing.B) {
	const n = 5000
	today := viet.Date{Year: 2026, Month: 1, Day: 10}
	register := reminders.Reconcile(nil, manyTasks(n, ""), today).Insert
	for name, v := range largeVersions(n) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				reminders.Reconcile(register, v.corpus, today)
			}
		})
	}
}
