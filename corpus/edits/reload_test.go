package edits_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
)

// many is one edit of each sort, no two of which touch.
func many(tb testing.TB, c *corpus.Corpus) []edits.Edit {
	tb.Helper()
	return []edits.Edit{
		change(tb, c, "I.1", edits.TaskFields{Milestones: dates("trước tháng 9/2026")}),
		change(tb, c, "I.2", edits.TaskFields{Lead: &[]string{"Bộ Quốc phòng"}}),
		change(tb, c, "II.1", edits.TaskFields{Title: new("Phát kính râm ở đảo xa")}),
		edit(tb, edits.Edit{Kind: edits.SplitTask, Anchors: anchors(tb, c, "II.2"), Parts: []edits.TaskFields{{Text: new("Cấp tiền")}, {Text: new("Trả công")}}}),
		edit(tb, edits.Edit{Kind: edits.MergeTasks, Anchors: anchors(tb, c, "II.3", "II.4")}),
		edit(tb, edits.Edit{Kind: edits.SetDocument, Document: document, Status: &edits.Standing{Until: day("2027-01-31")}}),
	}
}

func TestApplyChangesNothingOfWhatWasRead(t *testing.T) {
	c, same := read(t, plan), read(t, plan)
	list := many(t, c)
	verdict := edits.Apply(c, nil, nil).Doubts()[0].Words
	list = append(list, edit(t, edits.Edit{Kind: edits.SettleDoubt, Doubt: &edits.DoubtVerdict{Words: verdict}}))
	a, b := applyAll(t, c, list...), applyAll(t, c, list...)
	if !reflect.DeepEqual(c, same) {
		t.Error("Apply has changed the corpus that it was given")
	}
	if !reflect.DeepEqual(a.Corpus, b.Corpus) || !reflect.DeepEqual(a.Outcomes, b.Outcomes) {
		t.Error("the same edits twice give two corpora")
	}
	if same := edits.Apply(c, nil, nil); same.Corpus != c {
		t.Error("no edits, yet another corpus")
	}
}

// TestReload reads other versions of the plan: exactly the edits of what has changed are stale.
func TestReload(t *testing.T) {
	c := read(t, plan)
	list := many(t, c)
	const added = "| I.1 | Bộ Y tế | Đo thị lực"
	for name, tc := range map[string]struct {
		text string
		want []int
	}{
		"unchanged":                 {plan, nil},
		"white space":               {strings.ReplaceAll(plan, "| Bộ Y tế |", "|  Bộ   Y tế  |"), nil},
		"words before":              {strings.Replace(plan, "\n| Mục |", "\nCăn cứ tình hình người đi biển.\n\n| Mục |", 1), nil},
		"a row more":                {strings.Replace(plan, added, "| I.0 | Bộ Y tế | Mua bảng chữ cái lớn |  | tháng 2/2026 |\n"+added, 1), nil},
		"a deadline":                {strings.Replace(plan, "trước tháng 6/2026", "trước tháng 7/2026", 1), []int{0}},
		"a word":                    {strings.Replace(plan, "xe khám mắt", "xe khám tai", 1), []int{1}},
		"a lead":                    {strings.Replace(plan, "| Bộ Công an |", "| Bộ Xây dựng |", 1), []int{1}},
		"one of two that are alike": {strings.Replace(plan, "| II.1 | Bộ Y tế | Phát kính râm cho lính đảo", "| II.1 | Bộ Y tế | Phát kính râm cho lính bờ", 1), []int{2}},
		"the other of the two":      {strings.Replace(plan, "| I.3 | Bộ Y tế | Phát kính râm cho lính đảo", "| I.3 | Bộ Y tế | Phát kính râm cho lính bờ", 1), nil},
		"a row is gone":             {without(plan, "II.2"), []int{3}},
		"one of a merger":           {without(plan, "II.4"), []int{4}},
		"another number":            {strings.Replace(plan, "31/KH-BYT", "32/KH-BYT", 1), []int{0, 1, 2, 3, 4, 5}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, stale(apply(t, read(t, tc.text), list...))); diff != "" {
				t.Errorf("stale (-want +got)\n%s", diff)
			}
		})
	}
}

// TestAnotherSection: a row that only moved is still the same, unless its document had two of its words.
func TestAnotherSection(t *testing.T) {
	c := read(t, plan)
	list := many(t, c)
	moved := strings.Replace(strings.Replace(plan, "| I.1 |", "| III.9 |", 1), "| II.1 |", "| III.8 |", 1)
	if diff := cmp.Diff([]int{2}, stale(apply(t, read(t, moved), list...))); diff != "" {
		t.Errorf("stale (-want +got)\n%s", diff)
	}
	twice := plan + "| III.9 | Bộ Y tế | Đo thị lực thuyền viên ở các cảng phía bắc | Bộ Quốc phòng | trước tháng 6/2026 |\n"
	if gone := stale(apply(t, read(t, twice), list...)); len(gone) > 0 {
		t.Errorf("stale beside a row alike: %v", gone)
	}
	nowhere := strings.Replace(twice, "| I.1 |", "| III.7 |", 1)
	a := apply(t, read(t, nowhere), list...)
	if diff := cmp.Diff([]int{0}, stale(a)); diff != "" || !strings.Contains(a.Outcomes[0].Stale, "nhiều nhiệm vụ") {
		t.Errorf("%s %q", diff, a.Outcomes[0].Stale)
	}
}

// TestAliasPartsNoEdit: with an alias the leads are read otherwise; what was corrected of their tasks stays.
func TestAliasPartsNoEdit(t *testing.T) {
	c := read(t, plan)
	list := []edits.Edit{
		change(t, c, "II.4", edits.TaskFields{Milestones: dates("tháng 12/2026")}),
		edit(t, edits.Edit{Kind: edits.AddAlias, Alias: &edits.Alias{Agency: "Bộ Nội vụ", Alias: "Hoa Tiêu Bờ Tây"}}),
	}
	reg, err := edits.Registry(agency.Default(), list)
	if err != nil {
		t.Fatal(err)
	}
	a := edits.Apply(readWith(t, reg, plan), list, reg)
	if gone := stale(a); len(gone) > 0 {
		t.Fatalf("%+v", a.Outcomes)
	}
	if got := at(t, a.Corpus, "II.4"); got.Lead[0] != "Bộ Nội vụ" || got.Milestones[0].Due != day("2026-12-31") {
		t.Errorf("%+v", got)
	}
}

// TestAnchorsOfWhatIsAmended: who corrects what is corrected already comes to the same task as it was read.
func TestAnchorsOfWhatIsAmended(t *testing.T) {
	c := read(t, plan)
	a := applyAll(t, c, many(t, c)...)
	for i := range a.Corpus.Tasks {
		k := &a.Corpus.Tasks[i]
		of := a.Anchors(k.ID)
		if len(of) == 0 {
			t.Errorf("%s has no anchor", k.ID)
			continue
		}
		more := edit(t, edits.Edit{Kind: edits.ChangeTask, Anchors: of, Task: &edits.TaskFields{Title: new("Lần hai " + k.ID)}})
		b := apply(t, c, append(many(t, c), more)...)
		if last := b.Outcomes[len(b.Outcomes)-1]; last.Stale != "" || last.Task != k.ID {
			t.Errorf("the edit of %s fits %q: %s", k.ID, last.Task, last.Stale)
		}
	}
	if a.Anchors("khong-co") != nil {
		t.Error("anchors of no task")
	}
}
