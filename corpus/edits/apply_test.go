package edits_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/corpus/viet"
)

func TestChangeTask(t *testing.T) {
	c := read(t, plan)
	for name, tc := range map[string]struct {
		fields edits.TaskFields
		want   func(*corpus.Task)
		field  string
		was    string
	}{
		"title": {
			edits.TaskFields{Title: new("Đo thị lực ở cảng")},
			func(k *corpus.Task) { k.Title = "Đo thị lực ở cảng" }, "title", "Đo thị lực thuyền viên ở các cảng phía bắc",
		},
		"lead, by an abbreviation": {
			edits.TaskFields{Lead: &[]string{"BGTVT", "bộ giao thông vận tải"}},
			func(k *corpus.Task) { k.Lead = []string{"Bộ Giao thông vận tải"} }, "lead", "Bộ Y tế",
		},
		"no coordinating": {
			edits.TaskFields{Coordinating: &[]string{}},
			func(k *corpus.Task) { k.Coordinating = nil }, "coordinating", "Bộ Quốc phòng",
		},
		"a phrase is read as the document's own": {
			edits.TaskFields{Milestones: dates("trước tháng 9")},
			func(k *corpus.Task) {
				k.Milestones[0].Phrase, k.Milestones[0].Due = "trước tháng 9", day("2026-08-31")
			}, "milestones", "trước tháng 6/2026",
		},
		"days that are given": {
			edits.TaskFields{Milestones: &[]edits.Milestone{{Phrase: "sau lễ", Label: "xong", Due: day("2026-09-04")}}},
			func(k *corpus.Task) {
				k.Milestones = []corpus.Milestone{{Label: "xong", Phrase: "sau lễ", Due: day("2026-09-04")}}
			}, "milestones", "trước tháng 6/2026",
		},
		"a cycle": {
			edits.TaskFields{Milestones: dates("hằng quý")},
			func(k *corpus.Task) {
				k.Milestones[0] = corpus.Milestone{Label: k.Milestones[0].Label, Phrase: "hằng quý"}
				k.Recurring = "quarterly"
			}, "milestones", "trước tháng 6/2026",
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := *at(t, c, "I.1")
			want.Milestones = append([]corpus.Milestone(nil), want.Milestones...)
			tc.want(&want)
			want.Amended = []corpus.Amendment{{Field: tc.field, Was: tc.was, On: day("2026-11-22"), Reason: "họp ngày 20/11"}}
			a := applyAll(t, c, change(t, c, "I.1", tc.fields))
			if diff := cmp.Diff(want, *at(t, a.Corpus, "I.1")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if a.Outcomes[0].Task != want.ID {
				t.Errorf("applied to %q", a.Outcomes[0].Task)
			}
		})
	}
}

func TestWhatIsAsItWasReadIsNotAmended(t *testing.T) {
	c := read(t, plan)
	a := applyAll(t, c, change(t, c, "I.1", edits.TaskFields{Lead: &[]string{"BYT"}, Milestones: dates("trước tháng 6/2026")}))
	if diff := cmp.Diff(at(t, c, "I.1"), at(t, a.Corpus, "I.1")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestLaterWinsFieldByField(t *testing.T) {
	c := read(t, plan)
	first := change(t, c, "I.1", edits.TaskFields{Title: new("Một"), Lead: &[]string{"Bộ Công an"}})
	second := change(t, c, "I.1", edits.TaskFields{Title: new("Hai")})
	got := at(t, applyAll(t, c, first, second).Corpus, "I.1")
	if got.Title != "Hai" || got.Lead[0] != "Bộ Công an" || len(got.Amended) != 2 {
		t.Errorf("%+v", got)
	}
	for _, a := range got.Amended {
		if a.Was == "Một" {
			t.Error("what was before is not what had been read")
		}
	}
}

// TestDeadlinesInTheSameWordsKeepTheirDays: the document may give a day that the words alone do not.
func TestDeadlinesInTheSameWordsKeepTheirDays(t *testing.T) {
	c := read(t, plan)
	k := at(t, c, "I.1")
	k.Milestones = []corpus.Milestone{{Label: "đo", Phrase: "sau 30 ngày", Due: day("2026-03-03"), ChangedBy: "9/CV-BYT", Was: "sau 20 ngày"}}
	list := append(*dates("sau 30 ngày"), edits.Milestone{Phrase: "tháng 9/2026", Label: "báo cáo"})
	a := applyAll(t, c, change(t, c, "I.1", edits.TaskFields{Milestones: &list}))
	got := at(t, a.Corpus, "I.1")
	want := []corpus.Milestone{k.Milestones[0], {Label: "báo cáo", Phrase: "tháng 9/2026", Due: day("2026-09-30")}}
	if diff := cmp.Diff(want, got.Milestones); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got.Amended[0].Was != "sau 30 ngày" {
		t.Errorf("was %q", got.Amended[0].Was)
	}
}

func TestUnreadableDeadlineIsNoted(t *testing.T) {
	c := read(t, plan)
	a := applyAll(t, c, change(t, c, "I.1", edits.TaskFields{Milestones: dates("khi biển lặng")}))
	if !strings.Contains(a.Outcomes[0].Note, "khi biển lặng") {
		t.Errorf("note %q", a.Outcomes[0].Note)
	}
}

func TestMerge(t *testing.T) {
	c := read(t, plan)
	merged := edit(t, edits.Edit{Kind: edits.MergeTasks, Anchors: anchors(t, c, "II.2", "I.1"), Task: &edits.TaskFields{Title: new("Đo và trả công đo")}})
	late := change(t, c, "I.1", edits.TaskFields{Title: new("Quá muộn")})
	a := apply(t, c, merged, late)
	if diff := cmp.Diff([]int{1}, stale(a)); diff != "" {
		t.Fatalf("stale (-want +got)\n%s", diff)
	}
	first, second, got := at(t, c, "II.2"), at(t, c, "I.1"), at(t, a.Corpus, "II.2")
	if len(a.Corpus.Tasks) != len(c.Tasks)-1 || got.ID != first.ID || got.Title != "Đo và trả công đo" || got.Text != first.Text+" "+second.Text {
		t.Errorf("%d tasks, %+v", len(a.Corpus.Tasks), got)
	}
	if diff := cmp.Diff([]string{first.Passages[0], second.Passages[0]}, got.Passages); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Bộ Tài chính", "Bộ Y tế"}, got.Lead); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Bộ Quốc phòng"}, got.Coordinating); diff != "" {
		t.Error(diff)
	}
	if len(got.Milestones) != 2 || got.Amended[0].Field != "merged" || got.Amended[0].Was != second.Title {
		t.Errorf("%+v", got)
	}
	if diff := cmp.Diff(anchors(t, c, "II.2", "I.1"), a.Anchors(got.ID)); diff != "" {
		t.Errorf("anchors (-want +got)\n%s", diff)
	}
	if a.Anchors(second.ID) != nil {
		t.Error("what was merged away has an anchor")
	}
}

func TestSplitAndChangeAPart(t *testing.T) {
	c := read(t, plan)
	id := at(t, c, "II.2").ID
	split := edit(t, edits.Edit{Kind: edits.SplitTask, Anchors: anchors(t, c, "II.2"), Parts: []edits.TaskFields{
		{Text: new("Cấp tiền mua đèn soi")},
		{Text: new("Trả công người đo"), Lead: &[]string{"Bộ Nội vụ"}, Milestones: dates("trước ngày 01/12/2026")},
	}})
	a := applyAll(t, c, split)
	if len(a.Corpus.Tasks) != len(c.Tasks)+1 {
		t.Fatalf("%d tasks", len(a.Corpus.Tasks))
	}
	again := edit(t, edits.Edit{Kind: edits.ChangeTask, Anchors: a.Anchors(id + "/2"), Task: &edits.TaskFields{Lead: &[]string{"Bộ Y tế"}}})
	whole := change(t, c, "II.2", edits.TaskFields{Title: new("Cả hai")})
	a = apply(t, c, split, again, whole)
	if diff := cmp.Diff([]int{2}, stale(a)); diff != "" {
		t.Fatalf("stale (-want +got)\n%s", diff)
	}
	var parts []corpus.Task
	for _, k := range a.Corpus.Tasks {
		if strings.HasPrefix(k.ID, id+"/") {
			parts = append(parts, k)
		}
	}
	if len(parts) != 2 || parts[0].ID != id+"/1" || parts[0].Title != "Cấp tiền mua đèn soi" || parts[0].Lead[0] != "Bộ Tài chính" ||
		parts[1].Lead[0] != "Bộ Y tế" || parts[1].Milestones[0].Due != day("2026-11-30") && parts[1].Milestones[0].Due != day("2026-12-01") {
		t.Errorf("%+v", parts)
	}
	for _, am := range parts[1].Amended {
		if am.Field == "lead" && am.Was != "Bộ Tài chính" {
			t.Errorf("the lead that was read is %q", am.Was)
		}
	}
	if gone := stale(apply(t, c, again)); len(gone) != 1 {
		t.Error("the part of a task that is not split was changed")
	}
}

func TestDocument(t *testing.T) {
	c := read(t, plan)
	early := edit(t, edits.Edit{Kind: edits.SetDocument, Document: document, Status: &edits.Standing{From: day("2026-02-01")}})
	late := edit(t, edits.Edit{Kind: edits.SetDocument, Document: document, Reason: "có văn bản mới", At: moment.Add(time.Hour),
		Status: &edits.Standing{Status: corpus.Superseded, ReplacedBy: "40/KH-BYT", Until: day("2026-12-31")}})
	other := edit(t, edits.Edit{Kind: edits.SetDocument, Document: "khong-co", Status: &edits.Standing{Status: corpus.Draft}})
	a := apply(t, c, early, late, other)
	if diff := cmp.Diff([]int{2}, stale(a)); diff != "" {
		t.Fatalf("stale (-want +got)\n%s", diff)
	}
	want := *c.Documents[0]
	want.Status, want.ReplacedBy, want.Until = corpus.Superseded, "40/KH-BYT", day("2026-12-31")
	want.Amended = []corpus.Amendment{{Field: "status", Was: "còn hiệu lực", On: day("2026-11-22"), Reason: "có văn bản mới"}}
	if diff := cmp.Diff(want, *a.Corpus.Documents[0]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestQuotesSurvive(t *testing.T) {
	c := read(t, plan)
	a := applyAll(t, c, change(t, c, "I.1", edits.TaskFields{Title: new("Khác")}))
	p := a.Corpus.Passages[len(a.Corpus.Passages)-1]
	if !a.Corpus.Quotes(p.Source, "Vẽ tranh hướng dẫn") || a.Corpus.Quotes(p.Source, "Vẽ tường") {
		t.Error("quotations cannot be checked in the corrected corpus")
	}
}

func TestZeroApplied(t *testing.T) {
	var a edits.Applied
	if _, ok := a.Settled(&corpus.Doubt{}); ok || a.Anchors("x") != nil || a.Doubts() != nil {
		t.Error("the zero Applied knows something")
	}
}

func day(s string) viet.Date {
	d, err := viet.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}
