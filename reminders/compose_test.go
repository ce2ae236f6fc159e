package reminders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/corpus/agency"
)

// stepFor is the reminder of a step, as the ledger has it.
func stepFor(milestone, name, due, day, step string) Reminder {
	work := Work{Milestone: milestone, Agency: name}
	return Reminder{
		Key: stepKey(work, planDay(due), step), Subscriber: 1, Kind: KindStep, Day: planDay(day), Work: work, Due: planDay(due), Step: step,
	}
}

// itemLines writes the Items of a Notice, in their order.
func itemLines(items []Item) string {
	var lines []string
	for _, i := range items {
		line := fmt.Sprintf("%s %s %+d [%s]", i.Milestone.ID, i.Due, i.DaysLeft, strings.Join(i.Steps, " "))
		if i.Late {
			line += " late"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

func TestNoticeOfSteps(t *testing.T) {
	step := stepFor("a#1", bacGiang, "2023-05-31", "2023-05-24", "T-7")
	work := step.Work
	with := func(p Progress) func(*Everything) {
		p.Work = work
		return func(e *Everything) { e.Progress = []Progress{p} }
	}
	for name, tc := range map[string]struct {
		change func(*Everything)
		told   []Reminder
		today  string
		want   string
	}{
		"as planned":       {nil, []Reminder{step}, "2023-05-24", "a#1 2023-05-31 +7 [T-7]"},
		"a day late":       {nil, []Reminder{step}, "2023-05-25", "a#1 2023-05-31 +6 [T-7] late"},
		"late, and now":    {nil, []Reminder{step, stepFor("a#1", bacGiang, "2023-05-31", "2023-05-26", "T-3")}, "2023-05-26", "a#1 2023-05-31 +5 [T-7 T-3]"},
		"two late ones":    {nil, []Reminder{step, stepFor("a#1", bacGiang, "2023-05-31", "2023-05-26", "T-3")}, "2023-05-29", "a#1 2023-05-31 +2 [T-7 T-3] late"},
		"overdue":          {nil, []Reminder{stepFor("a#1", bacGiang, "2023-05-31", "2023-06-05", "T+3")}, "2023-06-05", "a#1 2023-05-31 -5 [T+3]"},
		"done meanwhile":   {with(Progress{State: Done}), []Reminder{step}, "2023-05-24", ""},
		"cancelled":        {with(Progress{State: Cancelled}), []Reminder{step}, "2023-05-24", ""},
		"only seen":        {with(Progress{AcknowledgedAt: planMoment("2023-05-23 08:00")}), []Reminder{step}, "2023-05-24", "a#1 2023-05-31 +7 [T-7]"},
		"paused":           {with(Progress{PausedUntil: planDay("2023-05-24")}), []Reminder{step}, "2023-05-24", ""},
		"no longer paused": {with(Progress{PausedUntil: planDay("2023-05-23")}), []Reminder{step}, "2023-05-24", "a#1 2023-05-31 +7 [T-7]"},
		"extended":         {with(Progress{State: Extended, Until: planDay("2023-06-30")}), []Reminder{step}, "2023-05-24", ""},
		"a step of the day it was extended to": {with(Progress{State: Extended, Until: planDay("2023-06-30")}),
			[]Reminder{stepFor("a#1", bacGiang, "2023-06-30", "2023-06-23", "T-7")}, "2023-06-23", "a#1 2023-06-30 +7 [T-7]"},
		"moved":                    {func(e *Everything) { e.Tasks[0].Milestones[0].Due = planDay("2023-06-15") }, []Reminder{step}, "2023-05-24", ""},
		"the milestone is gone":    {func(e *Everything) { e.Tasks[0].Milestones[0].Gone = planDay("2023-05-23") }, []Reminder{step}, "2023-05-24", ""},
		"the task is gone":         {func(e *Everything) { e.Tasks[0].Gone = planDay("2023-05-23") }, []Reminder{step}, "2023-05-24", ""},
		"not in the register":      {nil, []Reminder{stepFor("x#1", bacGiang, "2023-05-31", "2023-05-24", "T-7")}, "2023-05-24", ""},
		"what another has done":    {func(e *Everything) { e.Progress = []Progress{said("a#1", haNam, Done)} }, []Reminder{step}, "2023-05-24", "a#1 2023-05-31 +7 [T-7]"},
		"nothing":                  {nil, nil, "2023-05-24", ""},
		"the most urgent first":    {nil, []Reminder{stepFor("c#1", bacGiang, "2023-06-23", "2023-05-24", "T-30"), step, stepFor("b#1", bacGiang, "2023-05-23", "2023-05-24", "T+1")}, "2023-05-24", "b#1 2023-05-23 -1 [T+1]; a#1 2023-05-31 +7 [T-7]; c#1 2023-06-23 +30 [T-30]"},
		"of a day, by document":    {nil, []Reminder{stepFor("d#1", bacGiang, "2023-05-31", "2023-05-24", "T-7"), step}, "2023-05-24", "a#1 2023-05-31 +7 [T-7]; d#1 2023-05-31 +7 [T-7]"},
		"steps merged on one day":  {nil, []Reminder{stepFor("e#1", bacGiang, "2023-06-11", "2023-06-09", "T-1"), stepFor("e#1", bacGiang, "2023-06-11", "2023-06-09", "T-0")}, "2023-06-09", "e#1 2023-06-11 +2 [T-1 T-0]"},
		"one milestone, two works": {nil, []Reminder{step, stepFor("a#1", haNam, "2023-05-31", "2023-05-24", "T-7")}, "2023-05-24", "a#1 2023-05-31 +7 [T-7]; a#1 2023-05-31 +7 [T-7]"},
	} {
		t.Run(name, func(t *testing.T) {
			later := dueTask("d", bacGiang, "2023-05-31")
			later.Document = "942/QĐ-TTg"
			e := planFor(bacGiang, dueTask("a", bacGiang, "2023-05-31"), dueTask("b", bacGiang, "2023-05-23"), dueTask("c", bacGiang, "2023-06-23"),
				later, dueTask("e", bacGiang, "2023-06-11"))
			if tc.change != nil {
				tc.change(&e)
			}
			s := planSnapshot(e)
			n := s.Notice(s.Subscribers[0], tc.told, planDay(tc.today))
			if got := itemLines(n.Items); got != tc.want {
				t.Errorf("got %q\nwant %q", got, tc.want)
			}
			if n.Empty() != (tc.want == "") {
				t.Errorf("it is said to be empty: %t", n.Empty())
			}
			if n.Board.Agency != bacGiang || n.Subscriber.ID != 1 || n.Day != planDay(tc.today) {
				t.Errorf("it is to %+v of %+v on %s", n.Subscriber, n.Board, n.Day)
			}
		})
	}
}

// TestNoticeOfRounds: of a duty that comes round each round is Work of its own.
func TestNoticeOfRounds(t *testing.T) {
	round := func(due, day, step string) Reminder {
		r := stepFor("t#1", bacGiang, due, day, step)
		r.Work.Due = r.Due
		return r
	}
	e := recurring("monthly", "hằng tháng", 0, Milestone{})
	e.Progress = []Progress{{Work: Work{Milestone: "t#1", Agency: bacGiang, Due: planDay("2023-05-31")}, State: Done}}
	s := planSnapshot(e)
	n := s.Notice(s.Subscribers[0], []Reminder{round("2023-05-31", "2023-06-07", "T+7"), round("2023-06-30", "2023-06-23", "T-7"), round("2023-04-30", "2023-05-08", "T+7")}, planDay("2023-06-23"))
	if got, want := itemLines(n.Items), "t#1 2023-04-30 -54 [T+7] late; t#1 2023-06-30 +7 [T-7]"; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestNoticeOfChanges(t *testing.T) {
	e := planFor(bacGiang, dueTask("a", bacGiang, "2023-06-15"), dueTask("b", bacGiang, "2023-05-31"))
	e.Tasks[1].Gone = planDay("2023-05-23")
	e.Changes = []Change{
		{Key: "m", Kind: KindMoved, Task: "a", Milestone: "a#1", Due: planDay("2023-06-15"), Was: "trước tháng 6/2023", WasDue: planDay("2023-05-31"), ChangedBy: "25/QĐ-UBQGCDS"},
		{Key: "g", Kind: KindGone, Task: "b"},
		{Key: "gm", Kind: KindGone, Task: "a", Milestone: "a#1"},
		{Key: "p", Kind: KindPast, Past: PastDocument{Document: "17/QĐ-UBQGCDS", Milestones: 12, Latest: "2023-03-31", Examples: []string{"x"}}},
	}
	s := planSnapshot(e)
	tell := func(kind Kind, detail string) Notice {
		r := Reminder{Kind: kind, Detail: detail, Day: planDay("2023-05-24"), Work: Work{Milestone: "a#1", Agency: bacGiang}}
		return s.Notice(s.Subscribers[0], []Reminder{r}, planDay("2023-05-24"))
	}
	if n := tell(KindMoved, "m"); len(n.Moved) != 1 || n.Moved[0].DaysLeft != 22 || n.Moved[0].Was != "trước tháng 6/2023" ||
		n.Moved[0].WasDue != planDay("2023-05-31") || n.Moved[0].ChangedBy != "25/QĐ-UBQGCDS" || n.Moved[0].Task.ID != "a" || n.Empty() {
		t.Errorf("moved: %+v", n.Moved)
	}
	if n := tell(KindGone, "g"); len(n.Gone) != 1 || n.Gone[0].Task.ID != "b" || n.Gone[0].Milestone != nil || n.Empty() {
		t.Errorf("a task that is gone: %+v", n.Gone)
	}
	if n := tell(KindGone, "gm"); !n.Empty() {
		t.Errorf("a milestone that stands again: %+v", n.Gone)
	}
	e.Tasks[0].Milestones[0].Gone = planDay("2023-05-23")
	s = planSnapshot(e)
	if n := tell(KindGone, "gm"); len(n.Gone) != 1 || n.Gone[0].Milestone == nil {
		t.Errorf("a milestone that is gone: %+v", n.Gone)
	}
	if n := tell(KindMoved, "m"); !n.Empty() {
		t.Errorf("moved, and gone since: %+v", n.Moved)
	}
	if n := tell(KindPast, "p"); len(n.Past) != 1 || n.Past[0].Milestones != 12 || n.Empty() {
		t.Errorf("past: %+v", n.Past)
	}
	if n := tell(KindMoved, "long forgotten"); !n.Empty() {
		t.Errorf("what the Book no longer tells: %+v", n)
	}
	if n := tell(KindUndelivered, "telegram 12: bị chặn"); !slices.Equal(n.Undelivered, []string{"telegram 12: bị chặn"}) || n.Empty() {
		t.Errorf("undelivered: %+v", n.Undelivered)
	}
}

func TestNoticeOfUnanswered(t *testing.T) {
	unanswered := func(milestone string, board string) Reminder {
		return Reminder{Kind: KindUnanswered, Day: planDay("2023-05-26"), Work: Work{Milestone: milestone, Agency: bacGiang}, Due: planDay("2023-05-31"), Detail: board}
	}
	for name, tc := range map[string]struct {
		change func(*Everything)
		want   string
	}{
		"two of one board": {nil, "Ban Chỉ đạo CĐS tỉnh Bắc Giang: a#1 b#1"},
		"one was done":     {func(e *Everything) { e.Progress = []Progress{said("a#1", bacGiang, Done)} }, "Ban Chỉ đạo CĐS tỉnh Bắc Giang: b#1"},
		"one was seen": {func(e *Everything) {
			e.Progress = []Progress{{Work: Work{Milestone: "b#1", Agency: bacGiang}, AcknowledgedAt: time.Unix(1, 0)}}
		}, "Ban Chỉ đạo CĐS tỉnh Bắc Giang: a#1"},
		"one task is gone":    {func(e *Everything) { e.Tasks[0].Gone = planDay("2023-05-26") }, "Ban Chỉ đạo CĐS tỉnh Bắc Giang: b#1"},
		"a milestone is gone": {func(e *Everything) { e.Tasks[1].Milestones[0].Gone = planDay("2023-05-26") }, "Ban Chỉ đạo CĐS tỉnh Bắc Giang: a#1"},
		"the board is gone":   {func(e *Everything) { e.Boards = e.Boards[1:] }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := planFor(bacGiang, dueTask("a", bacGiang, "2023-05-31"), dueTask("b", bacGiang, "2023-05-31"))
			e.Boards = append(e.Boards, Board{ID: 9, Name: "Ban Thư ký", Secretariat: true})
			e.Subscribers = append(e.Subscribers, Subscriber{ID: 9, Board: 9})
			if tc.change != nil {
				tc.change(&e)
			}
			s := planSnapshot(e)
			n := s.Notice(s.Subscribers[1], []Reminder{unanswered("a#1", "1"), unanswered("b#1", "1"), unanswered("x#1", "1"), unanswered("a#1", "tám")}, planDay("2023-05-26"))
			var lines []string
			for _, u := range n.Unanswered {
				line := u.Board.Name + ":"
				for _, i := range u.Items {
					line += " " + i.Milestone.ID
				}
				lines = append(lines, line)
			}
			if got := strings.Join(lines, "; "); got != tc.want {
				t.Errorf("got %q\nwant %q", got, tc.want)
			}
		})
	}
}

func TestNoticeOfRequests(t *testing.T) {
	e := planFor(bacGiang, dueTask("a", bacGiang, "2023-05-31"))
	work := Work{Milestone: "a#1", Agency: bacGiang}
	e.Extensions = []Extension{
		{ID: 1, Work: work, Board: 1, Until: planDay("2023-06-30"), Reason: "chờ kinh phí"},
		{ID: 2, Work: work, Board: 1, Until: planDay("2023-06-30"), DecideAt: planMoment("2023-05-24 08:00"), Accepted: true},
		{ID: 3, Work: work, Board: 7},
		{ID: 4, Work: Work{Milestone: "x#1"}, Board: 1},
	}
	s := planSnapshot(e)
	for _, tc := range []struct {
		kind                Kind
		id                  string
		requests, decisions int
	}{
		{KindExtension, "1", 1, 0}, {KindExtension, "2", 0, 0}, {KindDecision, "2", 0, 1}, {KindExtension, "3", 0, 0},
		{KindExtension, "4", 0, 0}, {KindExtension, "99", 0, 0}, {KindDecision, "x", 0, 0},
	} {
		n := s.Notice(s.Subscribers[0], []Reminder{{Kind: tc.kind, Detail: tc.id}}, planDay("2023-05-24"))
		if len(n.Requests) != tc.requests || len(n.Decisions) != tc.decisions || n.Empty() != (tc.requests+tc.decisions == 0) {
			t.Errorf("%s %s: %d requests, %d decisions", tc.kind, tc.id, len(n.Requests), len(n.Decisions))
		}
		for _, r := range slices.Concat(n.Requests, n.Decisions) {
			if r.Board.ID != 1 || r.Item.Task.ID != "a" || r.Item.DaysLeft != 7 {
				t.Errorf("%s %s: %+v", tc.kind, tc.id, r)
			}
		}
	}
}

// TestNoticeOfFigures: the digest is of the week before its Monday, on whatever day it is read, the picture of its month.
func TestNoticeOfFigures(t *testing.T) {
	e := planFor(bacGiang, dueTask("a", bacGiang, "2023-05-31"))
	s := planSnapshot(e)
	tell := func(kind Kind, detail, today string) Notice {
		return s.Notice(s.Subscribers[0], []Reminder{{Kind: kind, Detail: detail}}, planDay(today))
	}
	if n := tell(KindDigest, "2023-05-22", "2023-05-23"); n.Digest == nil || n.Digest.From != planDay("2023-05-15") || n.Digest.To != planDay("2023-05-21") || n.Digest.Total.DueSoon != 1 {
		t.Errorf("digest: %+v", n.Digest)
	}
	if n := tell(KindPicture, "2024-02", "2024-03-01"); n.Picture == nil || n.Picture.From != planDay("2024-02-01") || n.Picture.To != planDay("2024-02-29") || n.Picture.Total.Late != 1 {
		t.Errorf("picture: %+v", n.Picture)
	}
	if n := tell(KindPicture, "nonsense", "2024-03-01"); !n.Empty() {
		t.Errorf("picture of no month: %+v", n.Picture)
	}
	e.Progress = []Progress{said("a#1", bacGiang, Done)}
	s = planSnapshot(e)
	if n := tell(KindDigest, "2023-05-22", "2023-05-23"); !n.Empty() {
		t.Errorf("a digest that says nothing: %+v", n.Digest)
	}
}

// stillBook is a Book that never changes.
type stillBook struct{ all Everything }

func (b stillBook) Revision(context.Context) (int64, error) { return b.all.Revision, nil }

func (b stillBook) Everything(context.Context) (Everything, error) { return b.all, nil }

// TestNoticeOfDelivery: more than an hour behind its moment a message is late, and one that may have arrived is a
// repetition.
func TestNoticeOfDelivery(t *testing.T) {
	office := NewOffice(stillBook{planFor(bacGiang, dueTask("a", bacGiang, "2023-05-31"))}, agency.Default)
	d := Delivery{Subscriber: 1, DueAt: planMoment("2023-05-24 08:00"), Reminders: []Reminder{stepFor("a#1", bacGiang, "2023-05-31", "2023-05-24", "T-7")}}
	for _, tc := range []struct {
		now            string
		unknown        int
		late, repeated bool
	}{{"2023-05-24 08:00", 0, false, false}, {"2023-05-24 09:00", 0, false, false}, {"2023-05-24 09:01", 0, true, false}, {"2023-05-24 08:05", 1, false, true}} {
		d.Unknown = tc.unknown
		n, err := office.Notice(t.Context(), d, planMoment(tc.now))
		if err != nil || n.Late != tc.late || n.Repeated != tc.repeated || len(n.Items) != 1 || n.Day != planDay("2023-05-24") {
			t.Errorf("at %s: %v, late %t, repeated %t, %d items", tc.now, err, n.Late, n.Repeated, len(n.Items))
		}
	}
	d.Subscriber = 7
	if _, err := office.Notice(t.Context(), d, planMoment("2023-05-24 08:00")); !errors.Is(err, ErrUnknown) {
		t.Errorf("a subscriber that is gone: %v", err)
	}
}
