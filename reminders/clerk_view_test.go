package reminders_test

import (
	"slices"
	"strings"
	"testing"

	"dondoc/reminders"
)

// look is a View of a chat over the register of newDesk with more Tasks.
func look(t *testing.T, chat reminders.Chat, board int64, more ...reminders.Task) *reminders.View {
	t.Helper()
	k, b := newClerk()
	b.Tasks = append(b.Tasks, more...)
	v, err := k.View(t.Context(), chat, board)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func milestones(items []reminders.Item) string {
	var ids []string
	for _, i := range items {
		id := i.Milestone.ID
		if !i.Work.Due.IsZero() {
			id += " " + i.Work.Due.String()
		}
		ids = append(ids, id)
	}
	return strings.Join(ids, ", ")
}

func TestViewListsWorks(t *testing.T) {
	for name, tc := range map[string]struct {
		chat     reminders.Chat
		board    int64
		wide     bool
		own, all string
	}{
		"a board's chat":         {deskChat, 0, false, "c, b, a", "c, b, a"},
		"a secretariat":          {deskSec, 0, false, "", "c, b, a"},
		"another secretariat":    {deskOther, 0, false, "", ""}, // the board is below 2
		"somebody of the board":  {newChat, 1, false, "c, b, a", "c, b, a"},
		"nobody":                 {newChat, 0, false, "", ""},
		"who sees all boards":    {newChat, 0, true, "", "c, b, a"},
		"of a board that is not": {newChat, 77, false, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			v := look(t, tc.chat, tc.board)
			v.Wide = tc.wide
			if own, all := milestones(v.Own()), milestones(v.All()); own != tc.own || all != tc.all {
				t.Errorf("own %q, all %q", own, all)
			}
			count, items := v.Counted().Total, v.All()
			if count.All() != len(items) || len(items) == 3 && (count.Late != 1 || count.DueSoon != 2) {
				t.Errorf("counted %+v of %d", count, len(items))
			}
			if may, want := v.Reports(deskWork("a")), tc.chat == deskChat || tc.chat == deskSec || tc.chat == deskOther; may != want {
				t.Errorf("may report: %v", may)
			}
			if hears := v.Hears("a"); hears != (tc.chat == deskChat) {
				t.Errorf("hears: %v", hears)
			}
		})
	}
}

// TestViewShowsTheRoundThatIsDueNext: one round of what comes every month, not all that nobody spoke of.
func TestViewShowsTheRoundThatIsDueNext(t *testing.T) {
	monthly := reminders.Task{ID: "m", Title: "Báo cáo tháng", Lead: []string{deskLead}, Recurring: "monthly", PlanYear: 2023,
		Milestones: []reminders.Milestone{{ID: "m", Phrase: "hằng tháng", Published: deskDay(1, 5)}}}
	v := look(t, deskChat, 0, monthly)
	var rounds []reminders.Item
	for _, i := range v.Own() {
		if i.Task.ID == "m" {
			rounds = append(rounds, i)
		}
	}
	if len(rounds) != 1 || rounds[0].DaysLeft < 0 || rounds[0].DaysLeft > 31 {
		t.Errorf("rounds %q", milestones(rounds))
	}
}

func TestViewFinds(t *testing.T) {
	task := func(id, document, section string) reminders.Task {
		return reminders.Task{ID: id, CorpusID: "c" + id, Document: document, Section: section, Title: id, Lead: []string{deskLead}}
	}
	draft, own, gone := task("4", "3/KH-UBND", "IV.6"), task("5", "4/KH-UBND", "IV.6"), task("6", "5/KH-UBND", "IV.6")
	draft.Draft, own.Board, gone.Gone = true, 1, deskDay(5, 1)
	v := look(t, deskChat, 0, task("1", "17/QĐ-UBQGCDS", "IV.6"), task("2", "17/QĐ-UBQGCDS", "V.2"), task("3", "17/KH-UBND", "iv.6"), draft, own, gone)
	for text, want := range map[string]string{
		"17/qd-ubqgcds": "17/QĐ-UBQGCDS", "17": "17/QĐ-UBQGCDS, 17/KH-UBND", "1": "", "17/k": "", "17/QĐ-UBQGCDS ": "17/QĐ-UBQGCDS", "": "", "3": "", "4": "", "5/KH-UBND": "",
	} {
		if got := strings.Join(v.Documents(text), ", "); got != want {
			t.Errorf("documents of %q: %q, want %q", text, got, want)
		}
	}
	for section, want := range map[[2]string]string{{"iv.6", ""}: "1 3", {"IV.6", "17/KH-UBND"}: "3", {"V", ""}: "", {"V.2", ""}: "2"} {
		var got []string
		for _, found := range v.Sections(section[0], section[1]) {
			got = append(got, found.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("section %q: %q, want %q", section, got, want)
		}
	}
	for id, want := range map[string]bool{"c1": true, "c6": false, "": false, "1": false} {
		if _, ok := v.OfCorpus(id); ok != want {
			t.Errorf("the Task of %q: %v", id, ok)
		}
	}
	var sees []bool
	for _, id := range []string{"1", "5"} {
		found, _ := look(t, newChat, 0, own, task("1", "17/QĐ-UBQGCDS", "IV.6")).Task(id)
		sees = append(sees, look(t, newChat, 0).Sees(found))
	}
	if !slices.Equal(sees, []bool{true, false}) {
		t.Errorf("a stranger sees %v", sees)
	}
}

// TestViewOnlyFollows: who came by their own wish may end it all, also of a board.
func TestViewOnlyFollows(t *testing.T) {
	for name, tc := range map[string]struct {
		chat   reminders.Chat
		board  int64
		before bool // it follows something first
		want   bool
	}{
		"who only follows":            {newChat, 0, true, true},
		"a member, by their own wish": {newChat, 1, true, true},
		"who follows nothing":         {newChat, 1, false, false},
		"linked by an administrator":  {deskChat, 0, true, false},
	} {
		k, _ := newClerk()
		if tc.before {
			if _, err := k.Follow(t.Context(), tc.chat, reminders.Newcomer{Board: tc.board}, taskX); err != nil {
				t.Fatal(err)
			}
		}
		if v, err := k.View(t.Context(), tc.chat, tc.board); err != nil || v.OnlyFollows() != tc.want {
			t.Errorf("%s: %v, %v", name, v.OnlyFollows(), err)
		}
	}
}

func TestLowered(t *testing.T) {
	s := reminders.Subscriber{ID: 4, Board: 1, Self: true, Rule: reminders.DefaultRule(), Follows: []reminders.Follow{ownLead, taskX, watchLead}}
	before := slices.Clone(s.Follows)
	got := s.Lowered(9)
	if got.ID != 4 || got.Board != 9 || !got.Self || got.Rule.Digest || got.Rule.Picture || !slices.Equal(got.Follows, []reminders.Follow{watchLead, taskX}) {
		t.Errorf("got %+v", got)
	}
	if !slices.Equal(s.Follows, before) {
		t.Errorf("the one before is now %+v", s.Follows)
	}
}
