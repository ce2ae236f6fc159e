package reminders

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/corpus/viet"
)

// dayKinds plans a day of the first Subscriber, planned through a day before, and returns the keys that are no steps.
func dayKinds(e Everything, through, today string, unacknowledged ...Reminder) string {
	sub := &e.Subscribers[0]
	sub.PlannedThrough = planDay(through)
	var keys []string
	for _, r := range NewPlanner(planSnapshot(e)).Day(sub, planDay(today), unacknowledged) {
		if r.Kind != KindStep {
			keys = append(keys, r.Key)
		}
	}
	slices.Sort(keys)
	return strings.Join(keys, " ")
}

// TestDigestAndPicture: on the first day of a week and of a month on which one may speak, or as soon after as the
// program runs; never for a week or month in which the Subscriber was not there.
func TestDigestAndPicture(t *testing.T) {
	quiet := func(days ...time.Weekday) func(*Everything) {
		return func(e *Everything) { e.Subscribers[0].Rule.Quiet = days }
	}
	for name, tc := range map[string]struct {
		change         func(*Everything)
		through, today string
		want           string
	}{
		"Monday":                    {nil, "2023-05-12", "2023-05-15", "digest:2023-05-15"},
		"Tuesday":                   {nil, "2023-05-15", "2023-05-16", ""},
		"Tuesday, down on Monday":   {nil, "2023-05-12", "2023-05-16", "digest:2023-05-15"},
		"Friday, down since Monday": {nil, "2023-05-12", "2023-05-19", "digest:2023-05-15"},
		"down for three weeks":      {nil, "2023-05-12", "2023-06-06", "digest:2023-06-05 picture:2023-05"},
		"down for a year":           {nil, "2022-05-12", "2023-05-16", "digest:2023-05-15 picture:2023-04"},
		"Sunday":                    {nil, "2023-05-12", "2023-05-14", ""},
		"Monday is quiet":           {quiet(time.Monday), "2023-05-12", "2023-05-16", "digest:2023-05-15"},
		"Monday to Wednesday off":   {nil, "2023-04-28", "2023-05-04", "digest:2023-05-01 picture:2023-04"},
		"the whole week but Friday": {nil, "2023-01-19", "2023-01-27", "digest:2023-01-23"},
		"a week without a day":      {func(e *Everything) { e.Subscribers[0].Rule.Quiet = []time.Weekday{5} }, "2023-01-19", "2023-01-30", "digest:2023-01-30"},
		"the first of a month":      {nil, "2023-05-31", "2023-06-01", "picture:2023-05"},
		"the first is a Saturday":   {nil, "2023-06-30", "2023-07-03", "digest:2023-07-03 picture:2023-06"},
		"the first of a year":       {nil, "2023-12-29", "2024-01-02", "digest:2024-01-01 picture:2023-12"},
		"comes on Wednesday":        {func(e *Everything) { e.Subscribers[0].Since = planMoment("2023-05-17 10:00") }, "", "2023-05-17", ""},
		"comes on Monday":           {func(e *Everything) { e.Subscribers[0].Since = planMoment("2023-05-15 10:00") }, "", "2023-05-15", "digest:2023-05-15"},
		"wants neither":             {func(e *Everything) { e.Subscribers[0].Rule.Digest, e.Subscribers[0].Rule.Picture = false, false }, "2023-04-28", "2023-05-04", ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := planFor(bacGiang)
			e.Subscribers[0].Since = planMoment("2021-01-01 08:00")
			if tc.change != nil {
				tc.change(&e)
			}
			if got := dayKinds(e, tc.through, tc.today); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// TestChanges: who is concerned hears once of what moved or went, on the next day on which one may speak.
func TestChanges(t *testing.T) {
	for name, tc := range map[string]struct {
		change         func(*Everything)
		through, today string
		want           string
	}{
		"the day after":                   {nil, "2023-05-23", "2023-05-24", "gone:g moved:m"},
		"on the day, planned before":      {nil, "2023-05-24", "2023-05-24", "gone:g moved:m"},
		"on the day":                      {nil, "2023-05-22", "2023-05-23", ""},
		"down for a week":                 {nil, "2023-05-19", "2023-05-31", "gone:g moved:m"},
		"long told":                       {nil, "2023-05-30", "2023-05-31", ""},
		"of another agency":               {func(e *Everything) { e.Subscribers[0].Follows[0].Value = haNam }, "2023-05-23", "2023-05-24", ""},
		"before the Subscriber was there": {func(e *Everything) { e.Subscribers[0].Since = planMoment("2023-05-25 08:00") }, "2023-05-24", "2023-05-25", ""},
		"a secretariat":                   {func(e *Everything) { e.Boards[0].Secretariat = true }, "2023-05-23", "2023-05-24", "gone:g moved:m past:p"},
	} {
		t.Run(name, func(t *testing.T) {
			e := planFor(bacGiang, dueTask("a", bacGiang, "2023-12-31"), dueTask("b", bacGiang, "2023-12-31"))
			e.Subscribers[0].Rule.Digest, e.Subscribers[0].Rule.Picture = false, false
			e.Tasks[1].Gone = planDay("2023-05-24")
			e.Changes = []Change{
				{Key: "m", Kind: KindMoved, Day: planDay("2023-05-24"), Task: "a", Milestone: "a#1"},
				{Key: "g", Kind: KindGone, Day: planDay("2023-05-24"), Task: "b"},
				{Key: "p", Kind: KindPast, Day: planDay("2023-05-24")},
				{Key: "x", Kind: KindMoved, Day: planDay("2023-05-24"), Task: "not in the register"},
			}
			if tc.change != nil {
				tc.change(&e)
			}
			if got := dayKinds(e, tc.through, tc.today); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// TestPastIsListedToWhoComesLater: documents are published, then the secretariat's chat is linked and sending switched
// on: that is how the program is set up. What is not reminded of must be listed all the same.
func TestPastIsListedToWhoComesLater(t *testing.T) {
	e := planFor("")
	e.Boards[0].Secretariat = true
	e.Subscribers[0].Since = planMoment("2023-05-25 09:00") // when sending was switched on
	e.Changes = []Change{{Key: "p", Kind: KindPast, Day: planDay("2023-05-24")}}
	if got := dayKinds(e, "", "2023-05-25"); got != "past:p" {
		t.Errorf("got %q, want the past documents of the day before", got)
	}
}

// sentStep is a step of Bắc Giang's Task that was sent.
func sentStep(milestone, step, day string) Reminder {
	r := stepFor(milestone, bacGiang, "2023-05-31", day, step)
	r.Task = strings.TrimSuffix(milestone, "#1")
	return r
}

// TestUnanswered: what a board has not acknowledged goes up to the secretariats above it, with its name, once.
func TestUnanswered(t *testing.T) {
	told := sentStep("a#1", "T-7", "2023-05-24")
	const key = "unanswered:a#1/2023-05-31/1/" + bacGiang
	for name, tc := range map[string]struct {
		change func(*Everything)
		sent   []Reminder
		want   string // of subscriber 8 and 9, whose boards are secretariats
	}{
		"goes up to every secretariat":    {nil, []Reminder{told}, key + "; " + key},
		"to the one above":                {func(e *Everything) { e.Boards[0].Above = 9 }, []Reminder{told}, "; " + key},
		"several steps go up as one":      {nil, []Reminder{sentStep("a#1", "T-14", "2023-05-17"), told}, key + "; " + key},
		"told in two chats of one board":  {nil, []Reminder{told, {Key: told.Key, Subscriber: 2, Kind: told.Kind, Task: "a", Work: told.Work, Due: told.Due}}, key + "; " + key},
		"acknowledged meanwhile":          {func(e *Everything) { e.Progress = []Progress{{Work: told.Work, AcknowledgedAt: time.Unix(1, 0)}} }, []Reminder{told}, "; "},
		"done meanwhile":                  {func(e *Everything) { e.Progress = []Progress{{Work: told.Work, State: Done}} }, []Reminder{told}, "; "},
		"the task is gone":                {func(e *Everything) { e.Tasks[0].Gone = planDay("2023-05-25") }, []Reminder{told}, "; "},
		"the milestone is gone":           {func(e *Everything) { e.Tasks[0].Milestones[0].Gone = planDay("2023-05-25") }, []Reminder{told}, "; "},
		"the chat is gone":                {nil, []Reminder{{Key: told.Key, Subscriber: 77, Kind: KindStep, Work: told.Work, Due: told.Due}}, "; "},
		"no step":                         {nil, []Reminder{{Key: "digest:2023-05-22", Subscriber: 1, Kind: KindDigest}}, "; "},
		"the lower secretariat's own":     {func(e *Everything) { e.Boards[1].Above, e.Subscribers[0].Board = 9, 8 }, []Reminder{told}, "; unanswered:a#1/2023-05-31/8/" + bacGiang},
		"a secretariat's own, none above": {func(e *Everything) { e.Subscribers[0].Board = 8 }, []Reminder{told}, "; "},
	} {
		t.Run(name, func(t *testing.T) {
			e := planFor(bacGiang, dueTask("a", bacGiang, "2023-05-31"))
			second := planSub(2, bacGiang)
			second.Board = 1
			e.Boards = append(e.Boards, Board{ID: 8, Name: "Ban Thư ký Bộ", Secretariat: true}, Board{ID: 9, Name: "Ban Thư ký", Secretariat: true})
			e.Subscribers = append(e.Subscribers, second, Subscriber{ID: 8, Board: 8}, Subscriber{ID: 9, Board: 9})
			if tc.change != nil {
				tc.change(&e)
			}
			s := planSnapshot(e)
			p := NewPlanner(s)
			var got []string
			for _, i := range []int{2, 3} {
				s.Subscribers[i].PlannedThrough = planDay("2023-05-25")
				all := p.Day(&s.Subscribers[i], planDay("2023-05-26"), tc.sent)
				checkOnceEach(t, all)
				got = append(got, strings.Join(slices.Compact(keysOf(all, KindUnanswered)), " "))
			}
			if got := strings.Join(got, "; "); got != tc.want {
				t.Errorf("got %q\nwant %q", got, tc.want)
			}
			for _, i := range []int{0, 1} {
				if e.Subscribers[i].Board == 8 {
					continue
				}
				if all := p.Day(&s.Subscribers[i], planDay("2023-05-26"), tc.sent); len(keysOf(all, KindUnanswered)) > 0 {
					t.Errorf("a board hears of itself: %+v", all)
				}
			}
		})
	}
}

// TestTwoAgenciesOfOneBoardGoUpApart: a Milestone that two agencies leave unanswered is two Works.
func TestTwoAgenciesOfOneBoardGoUpApart(t *testing.T) {
	e := planFor("", dueTask("a", allOfThem, "2023-05-31"))
	e.Boards[0].Secretariat = true
	below := planBoard(2, bacGiang)
	one, other := planSub(2, bacGiang), planSub(3, bacNinh)
	other.Board = 2
	e.Boards, e.Subscribers = append(e.Boards, below), append(e.Subscribers, one, other)
	told, also := sentStep("a#1", "T-7", "2023-05-24"), sentStep("a#1", "T-7", "2023-05-24")
	told.Subscriber, also.Subscriber, also.Work.Agency = 2, 3, bacNinh
	s := planSnapshot(e)
	all := NewPlanner(s).Day(&s.Subscribers[0], planDay("2023-05-26"), []Reminder{told, also})
	if n := len(slices.Compact(keysOf(all, KindUnanswered))); n != 2 {
		t.Errorf("%d Works go up, want 2", n)
	}
}

// TestSentThrough: two working days must have passed, holidays and weekends apart.
func TestSentThrough(t *testing.T) {
	p := NewPlanner(planSnapshot(Everything{}))
	for today, want := range map[string]string{
		"2023-05-26": "2023-05-24", "2023-05-29": "2023-05-25", "2023-05-30": "2023-05-26",
		"2023-05-05": "2023-04-28", "2023-05-04": "2023-04-27", "2023-01-27": "2023-01-18",
	} {
		if got := p.SentThrough(planDay(today)); got != planDay(want) {
			t.Errorf("on %s what was sent by %s is unanswered, want %s", today, got, want)
		}
	}
}

// TestNothingOnDaysOff: a digest, a change, a step of the weekend: all wait.
func TestNothingOnDaysOff(t *testing.T) {
	e := planFor(bacGiang, dueTask("a", bacGiang, "2023-05-27"))
	e.Boards[0].Secretariat = true
	e.Changes = []Change{{Key: "p", Kind: KindPast, Day: planDay("2023-05-26")}}
	s := planSnapshot(e)
	for _, day := range []string{"2023-05-27", "2023-05-28", "2023-04-30", "2023-05-01", "2023-01-23"} {
		if all := NewPlanner(s).Day(&s.Subscribers[0], planDay(day), []Reminder{sentStep("a#1", "T-7", "2023-05-19")}); len(all) > 0 {
			t.Errorf("%s: %+v", day, all)
		}
	}
	sub := s.Subscribers[0]
	sub.Since, sub.PlannedThrough = planMoment("2023-05-01 08:00"), planDay("2023-05-19")
	var days []viet.Date
	for _, r := range NewPlanner(s).Day(&sub, planDay("2023-05-29"), nil) {
		days = append(days, r.Day)
	}
	if len(days) < 5 { // T-7, T-3, T-1, T-0, T+1, the digest, and what is past
		t.Errorf("only %d reminders after the weekend", len(days))
	}
}

// TestChangesOfATimeWithoutSendingAreTold: a deadline that moved while sending was off is told when it is on.
func TestChangesOfATimeWithoutSendingAreTold(t *testing.T) {
	e := planFor(bacGiang, dueTask("a", bacGiang, "2023-05-31"))
	e.SendingFrom = planMoment("2023-05-25 07:00")
	e.Subscribers[0].Since = planMoment("2023-05-02 09:00")
	e.Subscribers[0].Rule.Digest, e.Subscribers[0].Rule.Picture = false, false
	e.Changes = []Change{{Key: "m", Kind: KindMoved, Day: planDay("2023-05-20"), Task: "a", Milestone: "a#1", Due: planDay("2023-05-31")}}
	if got := dayKinds(e, "", "2023-05-25"); got != "moved:m" {
		t.Errorf("got %q, want the change of the 20th and no step of the 24th", got)
	}
}
