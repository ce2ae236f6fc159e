package reminders_test

import (
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// A plan that another replaces binds nobody any more: its tasks are gone, and those concerned are told.
func TestReconcileSuperseded(t *testing.T) {
	c := &corpus.Corpus{
		Documents: []*corpus.Document{{ID: "a", Number: "1/KH-UBND", Status: corpus.InForce}},
		Tasks:     []corpus.Task{{ID: "a:1", Document: "a", Section: "1", Title: "Mở cổng dữ liệu", Text: "Mở cổng dữ liệu"}},
	}
	today := viet.Date{Year: 2023, Month: 4, Day: 4}
	register := reminders.Reconcile(nil, c, today).Insert
	if len(register) != 1 || register[0].Draft {
		t.Fatalf("got %+v", register)
	}
	c.Documents[0] = &corpus.Document{ID: "a", Number: "1/KH-UBND", Status: corpus.Superseded}
	changes := reminders.Reconcile(register, c, today)
	if len(changes.Insert) != 0 || len(changes.Update) != 1 || changes.Update[0].Gone != today || len(changes.Told) != 1 || changes.Told[0].Kind != reminders.KindGone {
		t.Errorf("got %+v", changes)
	}
	c.Documents[0] = &corpus.Document{ID: "a", Number: "1/KH-UBND", Status: corpus.Draft}
	if changes := reminders.Reconcile(register, c, today); len(changes.Update) != 1 || !changes.Update[0].Draft || len(changes.Told) != 0 {
		t.Errorf("got %+v", changes)
	}
}

// How far a document binds depends on the day: before its time its tasks are those of a draft, after it they are gone and
// told, as those of one that was replaced.
func TestReconcileValidity(t *testing.T) {
	const binds, draft, gone = "binds", "draft", "gone"
	from, until := day(t, "2023-05-01"), day(t, "2023-06-30")
	days := []viet.Date{from.AddDays(-1), from, until, until.AddDays(1)}
	for name, test := range map[string]struct {
		document corpus.Document
		want     [4]string // on each of days
	}{
		"at all times":         {corpus.Document{Status: corpus.InForce}, [4]string{binds, binds, binds, binds}},
		"from and until":       {corpus.Document{Status: corpus.InForce, From: from, Until: until}, [4]string{draft, binds, binds, gone}},
		"from":                 {corpus.Document{Status: corpus.InForce, From: from}, [4]string{draft, binds, binds, binds}},
		"until":                {corpus.Document{Status: corpus.InForce, Until: until}, [4]string{binds, binds, binds, gone}},
		"replaced on a day":    {corpus.Document{Status: corpus.Superseded, Until: until}, [4]string{binds, binds, binds, gone}},
		"replaced":             {corpus.Document{Status: corpus.Superseded}, [4]string{gone, gone, gone, gone}},
		"draft that has a day": {corpus.Document{Status: corpus.Draft, From: from}, [4]string{draft, draft, draft, draft}},
	} {
		t.Run(name, func(t *testing.T) {
			register := reminders.Reconcile(nil, validFor(corpus.Document{Status: corpus.InForce}), days[0].AddDays(-1)).Insert
			was := binds
			for i, today := range days {
				changes := reminders.Reconcile(register, validFor(test.document), today)
				if told := len(changes.Told) > 0; told != (test.want[i] == gone && was != gone) {
					t.Errorf("%v: told %+v", today, changes.Told)
				}
				if changes.Empty() != (test.want[i] == was) {
					t.Errorf("%v: changes %+v", today, changes)
				}
				for _, c := range changes.Told {
					if c.Kind != reminders.KindGone || c.Task != register[0].ID {
						t.Errorf("%v: told %+v", today, c)
					}
				}
				register = applyChanges(t, register, changes)
				if was = standingOf(register); was != test.want[i] {
					t.Errorf("%v: %s, want %s", today, was, test.want[i])
				}
				if again := reminders.Reconcile(register, validFor(test.document), today); !again.Empty() {
					t.Errorf("%v: once more changes %+v", today, again)
				}
			}
		})
	}
}

// TestReconcileValidAgain: when its time is prolonged the tasks come back as what they were, and whoever was told that they are gone is told.
func TestReconcileValidAgain(t *testing.T) {
	until := day(t, "2023-06-30")
	expired := validFor(corpus.Document{Status: corpus.InForce, Until: until})
	register := reminders.Reconcile(nil, expired, until).Insert
	register = applyChanges(t, register, reminders.Reconcile(register, expired, until.AddDays(1)))
	prolonged := validFor(corpus.Document{Status: corpus.InForce, Until: until.AddDays(30)})
	changes := reminders.Reconcile(register, prolonged, until.AddDays(2))
	if len(changes.Insert) > 0 || len(changes.Told) != 1 || changes.Told[0].Kind != reminders.KindBack || len(changes.Update) != 1 || changes.Update[0].ID != register[0].ID || !changes.Update[0].Gone.IsZero() {
		t.Errorf("got %+v", changes)
	}
}

// TestReconcileWithoutDay: a register that is kept for no day takes Documents as they are marked.
func TestReconcileWithoutDay(t *testing.T) {
	long := day(t, "1999-01-01")
	for status, want := range map[corpus.Status]int{corpus.InForce: 1, corpus.Draft: 1, corpus.Superseded: 0} {
		c := validFor(corpus.Document{Status: status, From: day(t, "2999-01-01"), Until: long})
		tasks := reminders.Provisional(c)
		if len(tasks) != want || want > 0 && tasks[0].Draft != (status == corpus.Draft) {
			t.Errorf("%s: got %+v", status, tasks)
		}
	}
}

// validFor is a corpus of one task in a Document that binds as d says.
func validFor(d corpus.Document) *corpus.Corpus {
	d.ID, d.Number = "a", "1/KH-UBND"
	return &corpus.Corpus{
		Documents: []*corpus.Document{&d},
		Tasks: []corpus.Task{{
			ID: "a:1", Document: "a", Section: "1", Title: "Mở cổng dữ liệu", Text: "Mở cổng dữ liệu",
			Milestones: []corpus.Milestone{{Label: "thực hiện", Phrase: "năm 2024", Due: viet.Date{Year: 2024, Month: 12, Day: 31}}},
		}},
	}
}

// standingOf says how the one task of a register stands.
func standingOf(register []reminders.Task) string {
	switch t := register[0]; {
	case !t.Gone.IsZero():
		return "gone"
	case t.Draft:
		return "draft"
	}
	return "binds"
}
