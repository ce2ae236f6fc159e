package review_test

import (
	"testing"

	"dondoc/corpus"
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
