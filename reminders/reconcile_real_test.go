package reminders_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

const realPlan = "../../shared/corpus/17-QD-UBQGCDS.txt"

// TestReconcileRealPlan takes a row out of the real plan, moves one date and swaps two provinces: all else stays.
func TestReconcileRealPlan(t *testing.T) {
	content, err := os.ReadFile(filepath.FromSlash(realPlan))
	if err != nil {
		t.Skipf("the real plan is not on this machine: %v", err)
	}
	first := readPlans(t, "plan.txt", string(content))
	register, ch := publish(t, nil, first, day(t, "2023-04-10"))
	if len(ch.Insert) != len(first.Tasks) || len(first.Tasks) < 150 {
		t.Fatalf("%d inserted of %d", len(ch.Insert), len(first.Tasks))
	}
	find := func(section, lead string) *corpus.Task {
		i := slices.IndexFunc(first.Tasks, func(x corpus.Task) bool {
			return x.Section == section && (lead == "" || slices.Contains(x.Lead, lead))
		})
		if i < 0 {
			t.Fatalf("no task at %s led by %s", section, lead)
		}
		return &first.Tasks[i]
	}
	removed, moved := find("Phụ lục, Tháng 8", "Bộ Lao động - Thương binh và Xã hội"), find("IV.18", "")
	swapped := [2]*corpus.Task{find("IV.13", ""), find("IV.14", "")}
	edited := editPlan(t, string(content), removed, moved, swapped)
	after, ch := publish(t, register, readPlans(t, "plan.txt", edited), day(t, "2023-05-10"))

	if len(ch.Insert) > 0 || len(ch.Told) != 2 {
		t.Errorf("inserted %d, told %d, want none and 2:\n%s", len(ch.Insert), len(ch.Told), describe(ch))
	}
	for i, was := range register {
		is := after[i]
		gone, date := was.CorpusID == removed.ID, was.CorpusID == moved.ID
		switch {
		case is.ID != was.ID || is.Title != was.Title || !slices.Equal(is.Lead, was.Lead):
			t.Errorf("%s has become %s %q", was.ID, is.ID, is.Title)
		case is.Gone.IsZero() == gone:
			t.Errorf("%s: gone on %q, want gone %v", was.ID, is.Gone, gone)
		case date && (is.Milestones[0].Due != viet.Date{Year: 2023, Month: 9, Day: 30} || is.Milestones[0].Moved != ch.Day):
			t.Errorf("the moved milestone is %+v", is.Milestones[0])
		case !date && !slices.Equal(is.Milestones, was.Milestones):
			t.Errorf("%s: the milestones have changed", was.ID)
		}
	}
	back, _ := publish(t, after, first, day(t, "2023-06-10"))
	for i := range register {
		if back[i].CorpusID != register[i].CorpusID || !back[i].Gone.IsZero() {
			t.Errorf("%s is %s after going back", register[i].ID, back[i].CorpusID)
		}
	}
}

// editPlan makes the edits by lines. The numbers of the two provinces stay where they are.
func editPlan(t *testing.T, text string, removed, moved *corpus.Task, swapped [2]*corpus.Task) string {
	t.Helper()
	lines := strings.Split(text, "\n")
	at := func(x *corpus.Task) int { return x.Source.Line - 1 }
	date := at(moved)
	for !strings.Contains(lines[date], moved.Milestones[0].Phrase) { // a heading says who leads; the duty stands below
		date++
	}
	lines[date] = strings.Replace(lines[date], moved.Milestones[0].Phrase, "trước tháng 10/2023", 1)
	from, middle := at(swapped[0]), at(swapped[1])
	a, b := lines[from:middle], lines[middle:middle+middle-from]
	both := slices.Concat(b, a)
	number, name, _ := strings.Cut(both[0], " ")
	otherNumber, otherName, _ := strings.Cut(both[len(b)], " ")
	both[0], both[len(b)] = otherNumber+" "+name, number+" "+otherName
	copy(lines[from:], both)
	lines = slices.Delete(lines, at(removed), at(removed)+1) // stands below the rest
	return strings.Join(lines, "\n")
}

// TestReconcileRealCorpus publishes all real documents and then leaves out one after the other.
func TestReconcileRealCorpus(t *testing.T) {
	if _, err := os.Stat(filepath.FromSlash(realPlan)); err != nil {
		t.Skipf("the real documents are not on this machine: %v", err)
	}
	files, err := corpus.ReadDir(os.DirFS(filepath.Dir(filepath.FromSlash(realPlan))))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, f := range files {
		texts = append(texts, f.Name, string(f.Content))
	}
	all := readPlans(t, texts...)
	register, _ := publish(t, nil, all, day(t, "2023-04-10"))
	for _, d := range all.Documents {
		rest := *all
		rest.Documents = slices.DeleteFunc(slices.Clone(all.Documents), func(o *corpus.Document) bool { return o == d })
		rest.Tasks = slices.DeleteFunc(slices.Clone(all.Tasks), func(x corpus.Task) bool { return x.Document == d.ID })
		if len(rest.Tasks) == len(all.Tasks) {
			continue
		}
		fewer, ch := publish(t, register, &rest, day(t, "2023-05-10"))
		if len(ch.Told) != len(all.Tasks)-len(rest.Tasks) || len(ch.Insert) > 0 {
			t.Errorf("without %s: %d inserted, %d told, want none and %d", d.ID, len(ch.Insert), len(ch.Told), len(all.Tasks)-len(rest.Tasks))
		}
		want := len(all.Tasks) - len(rest.Tasks)
		if d.Status == corpus.Draft {
			want = 0 // nobody was told that they are gone
		}
		back, ch := publish(t, fewer, all, day(t, "2023-06-10"))
		if diff := cmp.Diff(register, back); diff != "" || len(ch.Told) != want {
			t.Errorf("without %s and back: %d told, want %d; the register differs by\n%s", d.ID, len(ch.Told), want, diff)
		}
	}
}
