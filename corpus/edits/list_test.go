package edits_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/edits"
)

var anchor = edits.Anchor{Document: "a", Section: "I.1", Words: "0f"}

func TestValidate(t *testing.T) {
	long := strings.Repeat("ơ", 501)
	task := func(f edits.TaskFields) edits.Edit {
		return edits.Edit{Kind: edits.ChangeTask, Anchors: []edits.Anchor{anchor}, Task: &f}
	}
	for name, e := range map[string]edits.Edit{
		"no kind":               {},
		"unknown kind":          {Kind: "drop"},
		"no task":               {Kind: edits.ChangeTask, Task: &edits.TaskFields{Title: new("x")}},
		"nothing changed":       task(edits.TaskFields{}),
		"long title":            task(edits.TaskFields{Title: &long}),
		"blank title":           task(edits.TaskFields{Title: new(" ")}),
		"blank deadline":        task(edits.TaskFields{Milestones: dates("")}),
		"51 deadlines":          task(edits.TaskFields{Milestones: dates(strings.Split(strings.Repeat("x ", 51), " ")[:51]...)}),
		"deadline backwards":    task(edits.TaskFields{Milestones: &[]edits.Milestone{{Phrase: "x", Start: day("2026-03-02"), Due: day("2026-03-01")}}}),
		"no such day":           task(edits.TaskFields{Milestones: &[]edits.Milestone{{Phrase: "x", Due: corpus.Document{}.Date.AddDays(5)}}}),
		"merge of one":          {Kind: edits.MergeTasks, Anchors: []edits.Anchor{anchor}},
		"merge with itself":     {Kind: edits.MergeTasks, Anchors: []edits.Anchor{anchor, anchor}},
		"split in one":          {Kind: edits.SplitTask, Anchors: []edits.Anchor{anchor}, Parts: []edits.TaskFields{{Title: new("x")}}},
		"part without words":    {Kind: edits.SplitTask, Anchors: []edits.Anchor{anchor}, Parts: []edits.TaskFields{{Title: new("x")}, {}}},
		"no doubt":              {Kind: edits.SettleDoubt},
		"long reason":           {Kind: edits.SettleDoubt, Doubt: &edits.DoubtVerdict{Words: "x"}, Reason: strings.Repeat("a", 1001)},
		"alias with a bar":      {Kind: edits.AddAlias, Alias: &edits.Alias{Agency: "Bộ Y tế", Alias: "A|B"}},
		"alias with semicolon":  {Kind: edits.AddAlias, Alias: &edits.Alias{Agency: "Bộ Y tế", Alias: "A;B"}},
		"alias a comment":       {Kind: edits.AddAlias, Alias: &edits.Alias{Agency: "# Bộ Y tế", Alias: "A"}},
		"alias of signs":        {Kind: edits.AddAlias, Alias: &edits.Alias{Agency: "Bộ Y tế", Alias: "&"}},
		"alias of itself":       {Kind: edits.AddAlias, Alias: &edits.Alias{Agency: "Bộ Y tế", Alias: "bộ y tế"}},
		"no document":           {Kind: edits.SetDocument, Status: &edits.Standing{Status: corpus.Draft}},
		"no standing":           {Kind: edits.SetDocument, Document: "a", Status: &edits.Standing{}},
		"unknown status":        {Kind: edits.SetDocument, Document: "a", Status: &edits.Standing{Status: "gone"}},
		"kept only by StatusOn": {Kind: edits.SetDocument, Document: "a", Status: &edits.Standing{Status: corpus.NotYet}},
		"replaced in force":     {Kind: edits.SetDocument, Document: "a", Status: &edits.Standing{Status: corpus.InForce, ReplacedBy: "b"}},
		"force backwards":       {Kind: edits.SetDocument, Document: "a", Status: &edits.Standing{From: day("2026-03-02"), Until: day("2026-03-01")}},
		"more than its kind":    {Kind: edits.SettleDoubt, Doubt: &edits.DoubtVerdict{Words: "x"}, Task: &edits.TaskFields{Title: new("x")}},
	} {
		e.At = moment
		_, err := edits.New(e)
		if !errors.Is(err, edits.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if msg := err.Error(); strings.HasPrefix(msg, "edits") || !strings.HasSuffix(msg, ".") || strings.Contains(msg, "\n") {
			t.Errorf("%s: %q is no sentence", name, msg)
		}
	}
	if _, err := edits.New(edits.Edit{Kind: edits.SettleDoubt, Doubt: &edits.DoubtVerdict{Words: "x"}}); !errors.Is(err, edits.ErrInvalid) {
		t.Error("an edit of no moment")
	}
}

// TestHiddenCharacters: what is typed is cleaned, what is stored is refused.
func TestHiddenCharacters(t *testing.T) {
	for _, hidden := range []string{"A\nB", "A\rB", "A\u202eB", "A\u200bB", "A\x00B", "A\u2028B", "A\xffB"} {
		e := edit(t, edits.Edit{Kind: edits.AddAlias, Alias: &edits.Alias{Agency: "Bộ Y tế", Alias: "BC"}})
		e.Alias.Alias = hidden
		if err := e.Validate(); !errors.Is(err, edits.ErrInvalid) {
			t.Errorf("%q: %v", hidden, err)
		}
	}
	e := edit(t, edits.Edit{Kind: edits.AddAlias, Alias: &edits.Alias{Agency: " Bộ\tY tế ", Alias: "Cục\nThuốc\u200b"}})
	if *e.Alias != (edits.Alias{Agency: "Bộ Y tế", Alias: "Cục Thuốc"}) {
		t.Errorf("%+v", *e.Alias)
	}
}

func TestIDs(t *testing.T) {
	make := func(title, by string, at time.Time) string {
		e, err := edits.New(edits.Edit{Kind: edits.ChangeTask, Anchors: []edits.Anchor{anchor}, Task: &edits.TaskFields{Title: &title}, By: by, At: at})
		if err != nil {
			t.Fatal(err)
		}
		again, err := edits.New(e)
		if err != nil || again.ID != e.ID {
			t.Errorf("made anew it has the ID %q, not %q: %v", again.ID, e.ID, err)
		}
		return e.ID
	}
	first := make("a", "x", moment)
	if make("a  ", "y", moment.In(time.FixedZone("", 3600)).Add(time.Millisecond)) != first {
		t.Error("the same edit has two IDs")
	}
	if make("b", "x", moment) == first || make("a", "x", moment.Add(time.Second)) == first {
		t.Error("two edits have the same ID")
	}
}

func TestEncodeDecode(t *testing.T) {
	c := read(t, plan)
	list := append(many(t, c), verdict(t, "x", true), alias(t, "Bộ Y tế", "Bộ <Thuốc> & Kính"),
		change(t, c, "I.1", edits.TaskFields{Lead: &[]string{}, Milestones: &[]edits.Milestone{}}))
	text := edits.Encode(list)
	got, err := edits.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		if list[i].By == "" || strings.Contains(string(text), list[i].By) {
			t.Error("who made an edit is kept with it")
		}
		list[i].By = ""
	}
	if diff := cmp.Diff(list, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(string(text), string(edits.Encode(got))); diff != "" || strings.Count(string(text), "\n") != len(list) {
		t.Errorf("%s\n%s", text, diff)
	}
	if none, err := edits.Decode(nil); err != nil || none != nil || edits.Encode(nil) != nil {
		t.Error("an empty list is something")
	}
	row := string(edits.Encode(list[:1]))
	for name, bad := range map[string]string{
		"unknown kind": strings.Replace(row, `"kind":"task"`, `"kind":"drop"`, 1), "unknown field": strings.Replace(row, `{`, `{"x":1,`, 1),
		"no object": "[]\n", "cut": row[:len(row)/2], "two on a line": strings.TrimSpace(row) + row, "twice": row + row,
		"no ID": strings.Replace(row, list[0].ID, "", 1), "too large": strings.Repeat(" ", 9<<20),
	} {
		if _, err := edits.Decode([]byte(bad)); !errors.Is(err, edits.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMergeLists(t *testing.T) {
	c := read(t, plan)
	later := func(e edits.Edit) edits.Edit {
		e.At = moment.Add(time.Hour)
		return edit(t, e)
	}
	title := change(t, c, "I.1", edits.TaskFields{Title: new("a"), Lead: &[]string{"Bộ Y tế"}})
	otherTask := change(t, c, "I.2", edits.TaskFields{Title: new("a")})
	twin := change(t, c, "II.1", edits.TaskFields{Title: new("a")})
	list := []edits.Edit{title, otherTask, twin, verdict(t, "x", true), alias(t, "Bộ Y tế", "Bộ Thuốc"), many(t, c)[3], many(t, c)[5]}
	onlyLead := title
	onlyLead.Task = &edits.TaskFields{Lead: title.Task.Lead}
	for name, tc := range map[string]struct {
		more edits.Edit
		want []edits.Edit
	}{
		"a field":         {later(edits.Edit{Kind: edits.ChangeTask, Anchors: title.Anchors, Task: &edits.TaskFields{Title: new("b")}}), append([]edits.Edit{onlyLead}, list[1:]...)},
		"all fields":      {later(edits.Edit{Kind: edits.ChangeTask, Anchors: otherTask.Anchors, Task: &edits.TaskFields{Text: new("b")}}), append([]edits.Edit{title}, list[2:]...)},
		"the other twin":  {change(t, c, "I.3", edits.TaskFields{Title: new("b")}), list},
		"a verdict":       {verdict(t, "x", false), append(append([]edits.Edit{}, list[:3]...), list[4:]...)},
		"another verdict": {verdict(t, "y", false), list},
		"an alias":        {alias(t, "Bộ Nội vụ", "bộ thuốc"), append(append([]edits.Edit{}, list[:4]...), list[5:]...)},
		"a split": {later(edits.Edit{Kind: edits.SplitTask, Anchors: list[5].Anchors, Parts: []edits.TaskFields{{Title: new("c")}, {Title: new("d")}}}),
			append(append([]edits.Edit{}, list[:5]...), list[6])},
		"a standing": {later(edits.Edit{Kind: edits.SetDocument, Document: document, Status: &edits.Standing{Status: corpus.Draft}}), list[:6]},
	} {
		t.Run(name, func(t *testing.T) {
			before := edits.Encode(list)
			got := edits.Merge(list, tc.more)
			if diff := cmp.Diff(append(append([]edits.Edit{}, tc.want...), tc.more), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if string(before) != string(edits.Encode(list)) {
				t.Error("the list that was given has changed")
			}
			if again := edits.Merge(got, tc.more); len(again) != len(got) {
				t.Error("the same edit was added twice")
			}
			if diff := cmp.Diff(tc.want, edits.Without(got, tc.more.ID)); diff != "" {
				t.Errorf("without it (-want +got)\n%s", diff)
			}
		})
	}
}
