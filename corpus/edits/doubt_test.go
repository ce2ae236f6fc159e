package edits_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/edits"
)

func verdict(tb testing.TB, words string, confirmed bool) edits.Edit {
	tb.Helper()
	return edit(tb, edits.Edit{Kind: edits.SettleDoubt, Doubt: &edits.DoubtVerdict{Words: words, Confirmed: confirmed}})
}

// doubtAbout returns the first doubt with some words.
func doubtAbout(tb testing.TB, a edits.Applied, words string) edits.Doubt {
	tb.Helper()
	all := a.Doubts()
	i := slices.IndexFunc(all, func(d edits.Doubt) bool { return strings.Contains(d.Text, words) })
	if i < 0 {
		tb.Fatalf("no doubt about %q among %v", words, all)
	}
	return all[i]
}

func TestSettleDoubts(t *testing.T) {
	c := read(t, plan)
	before := edits.Apply(c, nil, nil)
	unknown, nobody := doubtAbout(t, before, "Hoa Tiêu"), doubtAbout(t, before, "Chưa thấy")
	if strings.Contains(unknown.Words, "-") {
		t.Error("the fingerprint of a doubt like no other needs its place")
	}
	a := applyAll(t, c, verdict(t, unknown.Words, true), verdict(t, nobody.Words, false))
	if len(a.Corpus.Doubts) != len(c.Doubts)-2 {
		t.Errorf("doubts left: %v", a.Corpus.Doubts)
	}
	for _, section := range []string{"II.3", "II.4"} {
		if k := at(t, a.Corpus, section); len(at(t, c, section).Doubts) == 0 || len(k.Doubts) != 0 || len(k.Amended) != 0 {
			t.Errorf("%+v", k)
		}
	}
	for d, want := range map[corpus.Doubt]string{unknown.Doubt: edits.Confirmed, nobody.Doubt: edits.Rejected} {
		if got, ok := a.Settled(&d); !ok || got != want {
			t.Errorf("%q: %q, want %q", d.Text, got, want)
		}
	}
	if doubtAbout(t, a, "Hoa Tiêu").Settled != edits.Confirmed || len(a.Doubts()) != len(c.Doubts) {
		t.Error("what was settled is not listed as such")
	}
	if gone := stale(apply(t, read(t, without(plan, "Hoa Tiêu")), verdict(t, unknown.Words, true))); len(gone) != 1 {
		t.Error("a verdict on nothing is not stale")
	}
}

// TestDoubtsAlike: two rows lack a lead in the same words; a verdict is on the one of them.
func TestDoubtsAlike(t *testing.T) {
	const second = "| II.5 |  | Đếm kính mới ở kho |  | tháng 10/2026 |\n"
	c := read(t, plan+second)
	before := edits.Apply(c, nil, nil)
	var alike []edits.Doubt
	for _, d := range before.Doubts() {
		if strings.HasPrefix(d.Text, "Chưa thấy") {
			alike = append(alike, d)
		}
	}
	if len(alike) != 2 || alike[0].Words == alike[1].Words {
		t.Fatalf("%+v", alike)
	}
	on := verdict(t, alike[1].Words, true)
	for name, tc := range map[string]struct {
		text string
		want []int // how many doubts the tasks of II.3 and II.5 have; -1: there is none
	}{
		"both":           {plan + second, []int{1, 0}},
		"lines moved":    {strings.Replace(plan, "\n| Mục |", "\nXét đề nghị của các cảng.\n\n| Mục |", 1) + second, []int{1, 0}},
		"only this":      {without(plan, "II.3") + second, []int{-1, 0}},
		"only the other": {plan, []int{1, -1}},
	} {
		t.Run(name, func(t *testing.T) {
			a := apply(t, read(t, tc.text), on)
			var got []int
			for _, section := range []string{"II.3", "II.5"} {
				n := -1
				for _, k := range a.Corpus.Tasks {
					if k.Section == section {
						n = len(k.Doubts)
					}
				}
				got = append(got, n)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("doubts (-want +got)\n%s", diff)
			}
			if (a.Outcomes[0].Stale != "") != (tc.want[1] < 0) {
				t.Errorf("stale: %q", a.Outcomes[0].Stale)
			}
		})
	}
	if words, _, _ := strings.Cut(alike[0].Words, "-"); len(stale(apply(t, c, verdict(t, words, true)))) != 1 {
		t.Error("a verdict on one of two, without saying which, was taken")
	}
}
