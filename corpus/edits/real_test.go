package edits_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
)

// folder reads all documents of a folder; a test is skipped on a machine that does not have it.
func folder(tb testing.TB, dir string, reg *agency.Registry) *corpus.Corpus {
	tb.Helper()
	if _, err := os.Stat(dir); err != nil {
		tb.Skipf("the documents are not on this machine: %v", err)
	}
	files, err := corpus.ReadDir(os.DirFS(dir))
	if err != nil {
		tb.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(f corpus.File) bool { return strings.HasSuffix(f.Name, ".go") })
	c, _, err := corpus.Read(tb.Context(), files, reg, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// TestEveryTaskIsFoundAgain: of whole plans, each task has an anchor of its own that leads back to it, and each doubt a
// fingerprint of its own.
func TestEveryTaskIsFoundAgain(t *testing.T) {
	for _, dir := range []string{"../shipped", "../../../shared/corpus"} {
		t.Run(dir, func(t *testing.T) {
			c := folder(t, dir, agency.Default())
			var list []edits.Edit
			for _, a := range edits.Anchors(c) {
				list = append(list, edits.Edit{Kind: edits.ChangeTask, At: moment, Anchors: []edits.Anchor{a}, Task: &edits.TaskFields{Title: new("Khác")}})
			}
			applied := edits.Apply(folder(t, dir, agency.Default()), list, agency.Default())
			for i, o := range applied.Outcomes {
				if o.Stale != "" || o.Task != c.Tasks[i].ID {
					t.Errorf("the edit of %s fits %q: %s", c.Tasks[i].ID, o.Task, o.Stale)
				}
			}
			list = list[:0]
			for _, d := range applied.Doubts() {
				list = append(list, edits.Edit{Kind: edits.SettleDoubt, At: moment, Doubt: &edits.DoubtVerdict{Words: d.Words}})
			}
			settled := edits.Apply(c, list, agency.Default())
			if gone := stale(settled); len(gone) > 0 || len(settled.Corpus.Doubts) > 0 {
				t.Errorf("%d of %d verdicts fit nothing, %d doubts are left", len(gone), len(list), len(settled.Corpus.Doubts))
			}
		})
	}
}

// TestAliasesPartFewEdits: an alias for every name that nobody knows makes the leads of many tasks others; the edits stay.
func TestAliasesPartFewEdits(t *testing.T) {
	const dir = "../../../shared/corpus"
	c := folder(t, dir, agency.Default())
	var list []edits.Edit
	seen := map[string]bool{}
	for _, d := range c.Doubts {
		_, rest, ok := strings.Cut(d.Text, "danh bạ cơ quan: “")
		name, _, _ := strings.Cut(rest, "”")
		if ok && !seen[name] && len(strings.Fields(name)) > 1 {
			seen[name] = true
			if e, err := edits.New(edits.Edit{Kind: edits.AddAlias, At: moment, Alias: &edits.Alias{Agency: "Bộ Nội vụ", Alias: name}}); err == nil {
				list = append(list, e)
			}
		}
	}
	reg, err := edits.Registry(agency.Default(), list)
	if err != nil {
		t.Fatal(err)
	}
	list = list[:0]
	for _, a := range edits.Anchors(c) {
		list = append(list, edits.Edit{Kind: edits.ChangeTask, At: moment, Anchors: []edits.Anchor{a}, Task: &edits.TaskFields{Title: new("Khác")}})
	}
	gone := len(stale(edits.Apply(folder(t, dir, reg), list, reg)))
	t.Logf("%d names, %d of %d edits are stale", len(seen), gone, len(list))
	if gone*50 > len(list) {
		t.Errorf("%d aliases part %d of %d edits from their tasks", len(seen), gone, len(list))
	}
}
