package reminders

import (
	"strings"
	"testing"
)

// TestNoticeOfChangesTakenBack: what one message tells of one thing is what it comes to, and only if that is so now.
func TestNoticeOfChangesTakenBack(t *testing.T) {
	const a, b, c = "2023-06-15", "2023-07-15", "2023-08-15"
	move := func(key, was, due, by string) Change {
		return Change{Key: key, Kind: KindMoved, Task: "a", Milestone: "a#1", Due: planDay(due), Was: "đến " + was, WasDue: planDay(was), ChangedBy: by}
	}
	stands := func(key string, kind Kind, milestone string) Change {
		return Change{Key: key, Kind: kind, Task: "a", Milestone: milestone}
	}
	gone := func(t *Task) { t.Gone = planDay("2023-05-23") }
	milestoneGone := func(t *Task) { t.Milestones[0].Gone = planDay("2023-05-23") }
	draft := func(t *Task) { t.Draft = true }
	for name, tc := range map[string]struct {
		due     string
		change  func(*Task)
		changes []Change
		told    string // the keys of the message
		want    string
	}{
		"moved":                             {b, nil, []Change{move("1", a, b, "")}, "1", "a>b"},
		"moved twice":                       {c, nil, []Change{move("1", a, b, "x"), move("2", b, c, "y")}, "2 1", "a>c y"},
		"moved back":                        {a, nil, []Change{move("1", a, b, ""), move("2", b, a, "")}, "1 2", ""},
		"moved back, the first was told":    {a, nil, []Change{move("1", a, b, ""), move("2", b, a, "")}, "2", "b>a"},
		"moved on, which is still to come":  {c, nil, []Change{move("1", a, b, ""), move("2", b, c, "")}, "1", ""},
		"moved, of a draft":                 {b, draft, []Change{move("1", a, b, "")}, "1", ""},
		"moved, of a task that is gone":     {b, gone, []Change{move("1", a, b, ""), stands("2", KindGone, "")}, "1 2", "gone"},
		"gone":                              {a, gone, []Change{stands("1", KindGone, "")}, "1", "gone"},
		"gone, as a draft":                  {a, func(t *Task) { gone(t); draft(t) }, []Change{stands("1", KindGone, "")}, "1", ""},
		"gone, but it stands":               {a, nil, []Change{stands("1", KindGone, "")}, "1", ""},
		"gone and back":                     {a, nil, []Change{stands("1", KindGone, ""), stands("2", KindBack, "")}, "1 2", ""},
		"back":                              {a, nil, []Change{stands("1", KindGone, ""), stands("2", KindBack, "")}, "2", "back"},
		"back, and gone again":              {a, gone, []Change{stands("1", KindBack, ""), stands("2", KindGone, "")}, "1 2", ""},
		"a milestone is gone":               {a, milestoneGone, []Change{stands("1", KindGone, "a#1")}, "1", "gone#1"},
		"a milestone is back":               {a, nil, []Change{stands("1", KindBack, "a#1")}, "1", "back#1"},
		"a milestone is back, the task not": {a, gone, []Change{stands("1", KindBack, "a#1"), stands("2", KindGone, "")}, "1 2", "gone"},
		"unknown":                           {a, nil, []Change{move("1", a, b, ""), {Key: "2", Kind: KindMoved, Milestone: "x#1"}, {Key: "3", Kind: KindBack, Task: "x"}, {Key: "4", Kind: KindGone, Task: "a", Milestone: "x"}}, "2 3 4 5", ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := planFor(bacGiang, dueTask("a", bacGiang, tc.due))
			if tc.change != nil {
				tc.change(&e.Tasks[0])
			}
			e.Changes = tc.changes
			s := planSnapshot(e)
			var told []Reminder
			for _, k := range strings.Fields(tc.told) {
				r := Reminder{Kind: KindMoved, Detail: k, Work: Work{Milestone: "a#1", Agency: bacGiang}}
				told = append(told, r)
			}
			n := s.Notice(s.Subscribers[0], told, planDay("2023-05-24"))
			names := map[string]string{planDay(a).String(): "a", planDay(b).String(): "b", planDay(c).String(): "c"}
			var got []string
			for _, m := range n.Moved {
				got = append(got, strings.TrimSpace(names[m.WasDue.String()]+">"+names[m.Due.String()]+" "+m.ChangedBy))
				if m.Was != "đến "+m.WasDue.String() || m.DaysLeft != n.Day.DaysUntil(m.Due) {
					t.Errorf("got %+v", m)
				}
			}
			for what, items := range map[string][]Item{"gone": n.Gone, "back": n.Back} {
				for _, i := range items {
					if i.Milestone != nil {
						what += strings.TrimPrefix(i.Milestone.ID, "a")
					}
					got = append(got, what)
				}
			}
			if got := strings.Join(got, "; "); got != tc.want || n.Empty() != (got == "") {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
