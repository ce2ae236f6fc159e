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
