package review_test

import (
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/corpus/viet"
	"dondoc/knowledge/review"
)

// TestCompareValidity: the days between which a document binds are a change of the document, not of its tasks.
func TestCompareValidity(t *testing.T) {
	before, after := large(20, ""), large(20, "")
	before.Documents[0].Status, before.Documents[0].Until = corpus.Superseded, day(2026, 6, 30)
	after.Documents[0].Status, after.Documents[0].Until = corpus.Superseded, day(2026, 6, 30)
	after.Documents[1].From, after.Documents[2].Until = day(2027, 1, 1), day(1999, 12, 31)
	if changes := review.Compare(before, after); len(changes) > 0 {
		t.Errorf("got %+v", changes)
	}
}

// TestMakeValidity: what ends before the day of the review takes its tasks along, and the summary says why.
func TestMakeValidity(t *testing.T) {
	before, after := large(20, ""), large(20, "")
	before.Documents[0].Status, after.Documents[0].Status = corpus.InForce, corpus.InForce
	after.Documents[0].Until = day(2026, 6, 30)
	of := 0
	for _, k := range after.Tasks {
		if k.Document == after.Documents[0].ID {
			of++
		}
	}
	for name, tc := range map[string]struct {
		on   viet.Date
		gone int
	}{"its last day": {day(2026, 6, 30), 0}, "the day after": {day(2026, 7, 1), of}} {
		r := review.Make(review.Side{Version: 1, Applied: edits.Apply(before, nil, nil)}, review.Side{Version: 2, Applied: edits.Apply(after, nil, nil), Day: tc.on})
		if of == 0 || len(r.Changes) != tc.gone || tc.gone > 0 && r.Changes[0].Kind != review.Gone {
			t.Errorf("%s: %d changes, want %d gone", name, len(r.Changes), tc.gone)
		}
		if text := review.Summary(&r).String(); !strings.Contains(text, "còn hiệu lực, hiệu lực đến 30/06/2026") {
			t.Errorf("%s: the end is not told\n%s", name, text)
		}
	}
}
