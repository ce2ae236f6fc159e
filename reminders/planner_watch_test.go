package reminders

import (
	"slices"
	"testing"
)

// followerOf is a chat of those who only follow, 5, on board 4.
func followerOf(e *Everything, follows ...Follow) *Subscriber {
	e.Boards = append(e.Boards, Board{ID: 4, Name: FollowersName})
	e.Subscribers = append(e.Subscribers, Subscriber{ID: 5, Board: 4, Channel: "zalo", Chat: "5", Follows: follows, Rule: FollowersRule()})
	return &e.Subscribers[len(e.Subscribers)-1]
}

// TestFollowersAreReminded: whatever somebody follows without answering for it, its steps are planned.
func TestFollowersAreReminded(t *testing.T) {
	task := dueTask("a", bacGiang, "2023-05-31")
	task.Document, task.Text = "9/KH-UBND", "Kết nối dữ liệu"
	own := dueTask("own", bacGiang, "2023-05-31")
	own.Board = 1
	for name, tc := range map[string]struct {
		follow Follow
		want   int
	}{
		"the agency": {Follow{FollowWatch, bacGiang}, 1}, "another agency": {Follow{FollowWatch, haNam}, 0},
		"the document": {Follow{FollowDocument, "9/KH-UBND"}, 1}, "the theme": {Follow{FollowTheme, "kết nối"}, 1},
		"the task": {Follow{FollowTask, "a"}, 1}, "a board's own task": {Follow{FollowTask, "own"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			e := planFor(bacGiang, task, own)
			sub := *followerOf(&e, tc.follow)
			s := planSnapshot(e)
			if got := allSteps(NewPlanner(s), &sub, planDay("2023-05-24"), planDay("2023-05-24")); len(got) != tc.want {
				t.Errorf("%d steps, want %d: %v", len(got), tc.want, got)
			}
			work := Work{Milestone: "a#1", Agency: bacGiang}
			if hears, may := s.Follows(sub, work, planDay("2023-05-24")), s.MayReport(sub, work, planDay("2023-05-24")); hears != (tc.want == 1) || may {
				t.Errorf("hears %v, may say %v", hears, may)
			}
		})
	}
}

// TestWatchingIsBehindAnswering: Work that the chat's own agency shares with a watched one is its own.
func TestWatchingIsBehindAnswering(t *testing.T) {
	e := planFor(bacGiang, dueTask("a", allOfThem, "2023-05-31"), dueTask("b", haNam, "2023-05-31"))
	e.Subscribers[0].Follows = []Follow{{FollowWatch, haNam}, {FollowAgency, bacGiang}}
	if got, want := followedIn(e), "a "+bacGiang+"; b "+haNam; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestNobodyWaitsForFollowers: what was told to who cannot acknowledge it does not go up.
func TestNobodyWaitsForFollowers(t *testing.T) {
	for name, tc := range map[string]struct {
		follows []Follow
		board   int64
		want    int
	}{
		"a follower":                   {[]Follow{{FollowWatch, bacGiang}}, 4, 0},
		"one who follows a task":       {[]Follow{{FollowTask, "a"}}, 4, 0},
		"a board that watches":         {[]Follow{{FollowAgency, haNam}, {FollowWatch, bacGiang}}, 2, 0},
		"a board that answers for it":  {[]Follow{{FollowAgency, bacGiang}}, 1, 1},
		"answers, and follows besides": {[]Follow{{FollowAgency, bacGiang}, {FollowTheme, "việc"}}, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			e := planFor(bacGiang, dueTask("a", bacGiang, "2023-05-31"))
			e.Boards = append(e.Boards, planBoard(2, haNam), Board{ID: 9, Name: "Ban Thư ký", Secretariat: true})
			followerOf(&e, tc.follows...).Board = tc.board
			e.Subscribers = append(e.Subscribers, Subscriber{ID: 9, Board: 9, PlannedThrough: planDay("2023-05-25")})
			s := planSnapshot(e)
			told := sentStep("a#1", "T-7", "2023-05-24")
			told.Subscriber = 5
			all := NewPlanner(s).Day(&s.Subscribers[2], planDay("2023-05-26"), []Reminder{told})
			if got := len(keysOf(all, KindUnanswered)); got != tc.want {
				t.Errorf("%d go up, want %d", got, tc.want)
			}
		})
	}
}

// TestFiguresLeaveFollowersOut: what is only watched makes no agency of a secretariat's figures.
func TestFiguresLeaveFollowersOut(t *testing.T) {
	e := planFor(bacGiang, dueTask("a", bacGiang, "2023-05-31"), dueTask("b", haNam, "2023-05-31"), dueTask("c", boCongAn, "2023-05-31"))
	followerOf(&e, Follow{FollowWatch, haNam})
	e.Subscribers[0].Follows = append(e.Subscribers[0].Follows, Follow{FollowWatch, boCongAn})
	e.Boards = append(e.Boards, Board{ID: 9, Name: "Ban Thư ký", Secretariat: true})
	e.Subscribers = append(e.Subscribers, Subscriber{ID: 9, Board: 9})
	s := planSnapshot(e)
	agencies := func(f *Figures) (names []string) {
		for _, a := range f.Agencies {
			names = append(names, a.Agency)
		}
		slices.Sort(names)
		return names
	}
	from, to := planDay("2023-05-01"), planDay("2023-05-24")
	for name, tc := range map[string]struct {
		got  *Figures
		want []string
	}{
		"a secretariat": {s.Figures(e.Subscribers[2], from, to), []string{bacGiang}},
		"everything":    {s.AllFigures(from, to), []string{bacGiang}},
		"the follower":  {s.Figures(e.Subscribers[1], from, to), []string{haNam}},
		"the board":     {s.Figures(e.Subscribers[0], from, to), []string{boCongAn, bacGiang}},
	} {
		if got := agencies(tc.got); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
