package reminders

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// followedIn lists the Tasks that the first Subscriber follows: "t1 in the name of …, from 2025-07-01".
func followedIn(e Everything) string {
	s := planSnapshot(e)
	var lines []string
	for _, f := range s.follows(&s.Subscribers[0]) {
		line := s.Tasks[f.task].ID + " " + cmp.Or(f.agency, "(nobody)")
		if !f.from.IsZero() {
			line += " from " + f.from.String()
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return strings.Join(lines, "; ")
}

// ledBy is a Task with its leads.
func ledBy(id string, lead ...string) Task {
	t := planTask(id, "", Milestone{Due: planDay("2023-05-31")})
	t.Lead = lead
	return t
}

// withPart adds those who take part.
func withPart(t Task, coordinating ...string) Task {
	t.Coordinating = coordinating
	return t
}

func TestFollows(t *testing.T) {
	themed := ledBy("t", boCongAn)
	themed.Title, themed.Text = "Kết nối dữ liệu", "Chia sẻ dữ liệu dân cư, phục vụ giải quyết TTHC."
	draft := ledBy("d", boCongAn)
	draft.Document = "Kế hoạch Chuyển đổi số năm 2026"
	own := planTask("own", "", Milestone{Due: planDay("2023-05-31")})
	own.Board, own.Lead = 1, nil
	everybody := ledBy("t", allOfThem)
	for name, tc := range map[string]struct {
		agency       string
		follow       []Follow // instead of the agency
		coordinating bool
		tasks        []Task
		want         string
	}{
		"its own":                          {agency: bacGiang, tasks: []Task{ledBy("a", bacGiang), ledBy("b", haNam)}, want: "a " + bacGiang},
		"one of several leads":             {agency: bacGiang, tasks: []Task{ledBy("a", haNam, bacGiang)}, want: "a " + bacGiang},
		"the people's committee":           {agency: bacGiang, tasks: []Task{ledBy("a", "UBND tỉnh Bắc Giang")}, want: "a " + bacGiang},
		"a department of the province":     {agency: bacGiang, tasks: []Task{ledBy("a", "Sở Y tế tỉnh Bắc Giang")}, want: "a " + bacGiang},
		"the department of another":        {agency: haNam, tasks: []Task{ledBy("a", "Sở Y tế tỉnh Bắc Giang")}, want: ""},
		"the minister":                     {agency: boCongAn, tasks: []Task{ledBy("a", "Bộ trưởng Bộ Công an")}, want: "a " + boCongAn},
		"all of them, a province":          {agency: bacGiang, tasks: []Task{everybody}, want: "t " + bacGiang},
		"all of them, a ministry":          {agency: boCongAn, tasks: []Task{everybody}, want: "t " + boCongAn},
		"all of them, a company":           {agency: "Tập đoàn Bưu chính Viễn thông Việt Nam", tasks: []Task{everybody}, want: ""},
		"the provinces, a ministry":        {agency: boCongAn, tasks: []Task{ledBy("a", "Các địa phương")}, want: ""},
		"a general word that names nobody": {agency: boCongAn, tasks: []Task{ledBy("a", "Tổ chức, bộ máy")}, want: ""},
		"taking part is not asked for":     {agency: bacGiang, tasks: []Task{withPart(ledBy("a", haNam), bacGiang)}, want: ""},
		"taking part is asked for":         {agency: bacGiang, coordinating: true, tasks: []Task{withPart(ledBy("a", haNam), bacGiang)}, want: "a " + bacGiang},
		"taking part in general words":     {agency: bacGiang, coordinating: true, tasks: []Task{withPart(ledBy("a", haNam), "Các địa phương")}, want: "a " + bacGiang},
		"leads and takes part":             {agency: bacGiang, coordinating: true, tasks: []Task{withPart(ledBy("a", bacGiang), allOfThem)}, want: "a " + bacGiang},

		"what its former province led": {agency: bacNinh, tasks: []Task{ledBy("a", bacGiang)}, want: "a " + bacGiang + " from 2025-07-01"},
		"what it became part of":       {agency: bacGiang, tasks: []Task{ledBy("a", bacNinh)}, want: "a " + bacNinh + " from 2025-07-01"},
		"the former ministry's":        {agency: boKHCN, tasks: []Task{ledBy("a", boTTTT)}, want: "a " + boTTTT + " from 2025-03-01"},
		"the successor's":              {agency: boTTTT, tasks: []Task{ledBy("a", boKHCN)}, want: "a " + boKHCN + " from 2025-03-01"},
		"of who took over only a part": {agency: boCongAn, tasks: []Task{ledBy("a", boTTTT)}, want: ""},
		"both led":                     {agency: bacNinh, tasks: []Task{ledBy("a", bacGiang, bacNinh)}, want: "a " + bacNinh},
		"merged twice":                 {agency: "Thành phố Đồng Nai", tasks: []Task{ledBy("a", "Tỉnh Bình Phước"), ledBy("b", "Tỉnh Đồng Nai")}, want: "a Tỉnh Bình Phước from 2026-04-30; b Tỉnh Đồng Nai from 2026-04-30"},
		"merged, then renamed":         {agency: "Tỉnh Đồng Nai", tasks: []Task{ledBy("a", "Tỉnh Bình Phước")}, want: "a Tỉnh Bình Phước from 2025-07-01"},

		"takes part since ever, leads since the merger": {agency: bacNinh, coordinating: true, tasks: []Task{withPart(ledBy("a", bacGiang), bacNinh)}, want: "a " + bacNinh},
		"in general words since ever, by name since":    {agency: bacNinh, tasks: []Task{ledBy("a", bacGiang, "Các địa phương")}, want: "a " + bacNinh},

		"a document":              {follow: []Follow{{FollowDocument, "17/QĐ-UBQGCDS"}}, tasks: []Task{ledBy("a", boCongAn), draft}, want: "a " + boCongAn},
		"a document, typed badly": {follow: []Follow{{FollowDocument, "17/qd-ubqgcds"}}, tasks: []Task{ledBy("a", boCongAn)}, want: "a " + boCongAn},
		"a draft by its title":    {follow: []Follow{{FollowDocument, "Kế hoạch chuyển đổi số năm 2026"}}, tasks: []Task{draft}, want: "d " + boCongAn},
		"another document":        {follow: []Follow{{FollowDocument, "942/QĐ-TTg"}}, tasks: []Task{ledBy("a", boCongAn)}, want: ""},
		"a theme":                 {follow: []Follow{{FollowTheme, "dữ liệu dân cư"}}, tasks: []Task{themed, ledBy("b", haNam)}, want: "t " + boCongAn},
		"a theme without marks":   {follow: []Follow{{FollowTheme, "du lieu DAN CU"}}, tasks: []Task{themed}, want: "t " + boCongAn},
		"half a word is no theme": {follow: []Follow{{FollowTheme, "dữ liệu dân c"}}, tasks: []Task{themed}, want: ""},
		"no theme at all":         {follow: []Follow{{FollowTheme, " ,"}}, tasks: []Task{themed, ledBy("b", haNam)}, want: ""},
		"a task":                  {follow: []Follow{{FollowTask, "b"}}, tasks: []Task{ledBy("a", boCongAn), ledBy("b", haNam)}, want: "b " + haNam},
		"a task that is unknown":  {follow: []Follow{{FollowTask, "x"}}, tasks: []Task{ledBy("a", boCongAn)}, want: ""},
		"a task led by nobody":    {follow: []Follow{{FollowTask, "a"}}, tasks: []Task{ledBy("a")}, want: "a (nobody)"},
		"each once":               {follow: []Follow{{FollowTask, "t"}, {FollowTheme, "dữ liệu"}, {FollowDocument, "17/QĐ-UBQGCDS"}, {FollowAgency, boCongAn}}, tasks: []Task{themed}, want: "t " + boCongAn},
		"what it led before the merger, and its document": {follow: []Follow{{FollowAgency, bacNinh}, {FollowDocument, "17/QĐ-UBQGCDS"}}, tasks: []Task{ledBy("a", bacGiang)}, want: "a " + bacGiang},

		"a board's own task": {agency: bacGiang, tasks: []Task{own}, want: "own " + bacGiang},
	} {
		t.Run(name, func(t *testing.T) {
			e := planFor(tc.agency, tc.tasks...)
			if tc.follow != nil {
				e.Subscribers[0].Follows = tc.follow
			}
			e.Subscribers[0].Rule.Coordinating = tc.coordinating
			if got := followedIn(e); got != tc.want {
				t.Errorf("got %q\nwant %q", got, tc.want)
			}
		})
	}
}

// TestFollowsOwnTaskOfTheBoardOnly: what a Board has set itself is not everybody's.
func TestFollowsOwnTaskOfTheBoardOnly(t *testing.T) {
	own := ledBy("own")
	own.Board = 2
	e := planFor(bacGiang, own)
	e.Boards = append(e.Boards, planBoard(2, haNam))
	if got := followedIn(e); got != "" {
		t.Errorf("Bắc Giang follows what Hà Nam has set itself: %s", got)
	}
}

// TestMergedAgencyIsFollowedFromThatDay: before the merger nobody but the agency itself hears of it; nothing of the
// time before is made up for.
func TestMergedAgencyIsFollowedFromThatDay(t *testing.T) {
	for _, tc := range []struct{ lead, follows, due, from, to, want string }{
		{bacGiang, bacNinh, "2025-07-03", "2025-06-01", "2025-07-04", "2025-07-02 T-1; 2025-07-03 T-0; 2025-07-04 T+1"},
		{bacGiang, bacGiang, "2025-07-03", "2025-06-26", "2025-07-02", "2025-06-26 T-7; 2025-06-30 T-3; 2025-07-02 T-1"},
		{bacNinh, bacGiang, "2025-07-03", "2025-06-01", "2025-07-03", "2025-07-02 T-1; 2025-07-03 T-0"},
		{bacGiang, bacNinh, "2023-05-31", "2023-01-01", "2025-06-30", ""},
		{bacGiang, haNam, "2025-07-03", "2025-01-01", "2025-12-31", ""},
		{boTTTT, boKHCN, "2025-03-01", "2025-01-01", "2025-03-04", "2025-03-03 T+1; 2025-03-04 T+3"},
	} {
		e := planFor(tc.follows, planTask("t", tc.lead, Milestone{Due: planDay(tc.due), Published: planDay("2023-01-01")}))
		if got := stepsIn(e, tc.from, tc.to); got != tc.want {
			t.Errorf("%s, followed by %s\n got %q\nwant %q", tc.lead, tc.follows, got, tc.want)
		}
	}
}

// TestMergedAgenciesShareWork: both boards speak of the same Work, so that one's "done" ends the other's reminders.
func TestMergedAgenciesShareWork(t *testing.T) {
	e := planFor(bacGiang, planTask("t", bacGiang, Milestone{Due: planDay("2025-09-30")}))
	e.Subscribers = append(e.Subscribers, planSub(2, bacNinh))
	e.Progress = []Progress{{Work: Work{Milestone: "t#1", Agency: bacGiang}, State: Done}}
	s := planSnapshot(e)
	for i := range s.Subscribers {
		if all := allSteps(NewPlanner(s), &s.Subscribers[i], planDay("2025-07-01"), planDay("2025-12-31")); len(all) > 0 {
			t.Errorf("subscriber %d is reminded of what is done: %s", i+1, stepLines(all))
		}
	}
}

// TestFollowsOn is what a chat may speak about: only what it hears of, in the name in which it hears of it.
func TestFollowsOn(t *testing.T) {
	e := planFor(bacNinh, ledBy("a", bacGiang), ledBy("b", bacNinh))
	e.Boards = append(e.Boards, Board{ID: 9, Name: "Ban Thư ký", Secretariat: true})
	s := planSnapshot(e)
	for _, tc := range []struct {
		work Work
		on   string
		want bool
	}{
		{Work{Milestone: "b#1", Agency: bacNinh}, "2023-05-01", true},
		{Work{Milestone: "b#1", Agency: haNam}, "2023-05-01", false},
		{Work{Milestone: "a#1", Agency: bacGiang}, "2025-06-30", false},
		{Work{Milestone: "a#1", Agency: bacGiang}, "2025-07-01", true},
		{Work{Milestone: "x#1", Agency: bacNinh}, "2025-07-01", false},
	} {
		if got := s.Follows(s.Subscribers[0], tc.work, planDay(tc.on)); got != tc.want {
			t.Errorf("%+v on %s: %t", tc.work, tc.on, got)
		}
	}
	above := Subscriber{ID: 9, Board: 9}
	if w := (Work{Milestone: "b#1", Agency: haNam}); !s.Follows(above, w, planDay("2023-05-01")) {
		t.Error("a secretariat answers for all, but not here")
	}
	if s.Follows(above, Work{Milestone: "x#1"}, planDay("2023-05-01")) {
		t.Error("a secretariat follows what is not in the register")
	}
}

// TestAliasesHaveOneDayEach: an agency's other names come once each, whoever asks; the day is that of the merger.
func TestAliasesHaveOneDayEach(t *testing.T) {
	reg := agency.Default()
	for _, name := range []string{bacGiang, bacNinh, boTTTT, boKHCN, "Thành phố Hồ Chí Minh", "Bộ Nội vụ", "Không ai cả"} {
		seen := map[string]viet.Date{}
		for _, a := range aliasesOf(reg, name) {
			if _, twice := seen[a.name]; twice {
				t.Errorf("%s: %s comes twice", name, a.name)
			}
			seen[a.name] = a.from
		}
		if from, ok := seen[name]; !ok || !from.IsZero() {
			t.Errorf("%s is not followed under its own name from the beginning: %v", name, seen)
		}
	}
}

// TestMayReport: who only follows a theme, a document or a task of others hears of it and cannot say how far it has come.
func TestMayReport(t *testing.T) {
	task := dueTask("a", bacGiang, "2023-05-31")
	task.Document = "9/KH-UBND"
	e := planFor(bacGiang, task)
	e.Subscribers[0].Follows = nil
	work := Work{Milestone: "a#1", Agency: bacGiang}
	for name, tc := range map[string]struct {
		follow    Follow
		hear, say bool
	}{
		"the agency":     {Follow{FollowAgency, bacGiang}, true, true},
		"another agency": {Follow{FollowAgency, haNam}, false, false},
		"the document":   {Follow{FollowDocument, "9/KH-UBND"}, true, false},
		"the task":       {Follow{FollowTask, "a"}, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			sub := e.Subscribers[0]
			sub.Follows = []Follow{tc.follow}
			s := planSnapshot(e)
			if hear, say := s.Follows(sub, work, planDay("2023-05-01")), s.MayReport(sub, work, planDay("2023-05-01")); hear != tc.hear || say != tc.say {
				t.Errorf("hears %v, may say %v", hear, say)
			}
		})
	}
}

// TestOwnTasksAreTheBoardsAlone: another board of the same agency, and who follows all, hears nothing of them; a
// secretariat that leads no agency has its own, too.
func TestOwnTasksAreTheBoardsAlone(t *testing.T) {
	task := dueTask("own", "", "2023-05-31")
	task.Lead = nil
	for name, tc := range map[string]struct {
		board  int64
		agency string
		want   []int // of boards 1, 2
	}{
		"of the first":     {1, bacGiang, []int{1, 0}},
		"of the second":    {2, bacGiang, []int{0, 1}},
		"without agencies": {1, "", []int{1, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			task.Board = tc.board
			e := planFor(bacGiang, task)
			e.Boards[0].Agency = tc.agency
			second := planSub(2, bacGiang)
			second.Board = 2
			second.Follows = append(second.Follows, Follow{FollowTask, "own"})
			e.Boards = append(e.Boards, Board{ID: 2, Name: "Tổ công tác", Agency: tc.agency})
			e.Subscribers = append(e.Subscribers, second)
			p := NewPlanner(planSnapshot(e))
			for i, want := range tc.want {
				n := 0
				p.Steps(&e.Subscribers[i], planDay("2023-05-31"), planDay("2023-05-31"), func(Reminder) { n++ })
				if n != want {
					t.Errorf("board %d: %d steps, want %d", i+1, n, want)
				}
			}
		})
	}
}
