package review_test

import (
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
	"dondoc/knowledge/review"
)

// TestEdited moves a deadline by hand and gives a document another standing: both are told as of the version, and an
// edit that fits no more with its reason.
func TestEdited(t *testing.T) {
	c := read(t, "a.txt", plan(planHead, drain, count, pump), "b.txt", plan(otherHead, lamps))
	read := edits.Apply(c, nil, agency.Default())
	move := edits.Edit{
		ID: "1", Kind: edits.ChangeTask, Document: c.Tasks[1].Document, Anchors: read.Anchors(c.Tasks[1].ID),
		Task: &edits.TaskFields{Milestones: &[]edits.Milestone{{Phrase: "trước tháng 8/2026"}}},
	}
	other := edits.Edit{ID: "2", Kind: edits.SetDocument, Document: c.Documents[1].ID, Status: &edits.Standing{Status: corpus.Superseded, ReplacedBy: "7/KH-UBND"}}
	stale := move
	stale.ID, stale.Anchors = "3", []edits.Anchor{{Document: move.Document, Section: "Phụ lục, 2", Words: "khác"}}
	r := review.Make(review.Side{Version: 1, Applied: read}, side(2, c, move, other, stale))
	checkJSON(t, r)
	var got []string
	for _, c := range r.Changes {
		got = append(got, describe(c))
	}
	const want = "changed Kê khai nhà có nguy cơ sạt lở: milestones trước tháng 6/2026 → trước tháng 8/2026|gone Thay bóng đèn đường ở bến thuyền"
	if strings.Join(got, "|") != want {
		t.Errorf("got %q", got)
	}
	if d := r.Documents; len(d) != 2 || d[0].Change != review.Changed || d[1].Change != review.Changed || d[1].Before != corpus.InForce || d[1].Status != corpus.Superseded {
		t.Errorf("got %+v", d)
	}
	text := review.Summary(&r).String()
	for _, want := range []string{"(thay đổi, đã bị thay thế, trước là còn hiệu lực)", "🔧 1 chỗ đã sửa không còn khớp"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}

// TestNoted: an edit that fits but leaves nothing to remind of stands next to those that do not fit.
func TestNoted(t *testing.T) {
	r := review.Review{Version: 1, Edits: []edits.Outcome{{Stale: "Văn bản này không còn."}, {Note: "Thời hạn “sau lễ” chưa cho biết ngày nào."}, {}}}
	text := review.Summary(&r).String()
	for _, want := range []string{"🔧 1 chỗ đã sửa không còn khớp", "⚠️ 1 chỗ đã sửa cần xem lại: Thời hạn “sau lễ” chưa cho biết ngày nào."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}
