package reminders

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders/calendar"
)

// planDay reads an ISO day; "" is no day.
func planDay(s string) viet.Date {
	if s == "" {
		return viet.Date{}
	}
	d, err := viet.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// planMoment reads a moment in Hanoi, "2023-05-31 08:00".
func planMoment(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, viet.Hanoi)
	if err != nil {
		panic(err)
	}
	return t
}

// Names of the registry that the tests of planning use.
const (
	bacGiang  = "Tỉnh Bắc Giang" // part of Bắc Ninh since 2025-07-01
	bacNinh   = "Tỉnh Bắc Ninh"
	haNam     = "Tỉnh Hà Nam"
	boCongAn  = "Bộ Công an"
	boTTTT    = "Bộ Thông tin và Truyền thông" // part of the Bộ Khoa học và Công nghệ since 2025-03-01
	boKHCN    = "Bộ Khoa học và Công nghệ"
	allOfThem = "Các bộ, ngành, địa phương"
)

// planTask is a Task of one agency with one Milestone, whose ID is that of the Task and "#1".
func planTask(id, lead string, m Milestone) Task {
	m.ID = id + "#1"
	return Task{ID: id, CorpusID: id, DocumentID: "17", Document: "17/QĐ-UBQGCDS", Title: "Việc " + id, Lead: []string{lead}, Milestones: []Milestone{m}}
}

// planSub is a chat of an agency with the default Rule, there since ever.
func planSub(id int64, name string) Subscriber {
	return Subscriber{
		ID: id, Board: id, Channel: "telegram", Chat: fmt.Sprint("chat", id), Rule: DefaultRule(),
		Follows: []Follow{{FollowAgency, name}},
	}
}

// planBoard is the Board of planSub.
func planBoard(id int64, name string) Board {
	return Board{ID: id, Name: BoardName(name), Agency: name}
}

// planFor is a register with one Board and chat of an agency.
func planFor(name string, tasks ...Task) Everything {
	return Everything{Tasks: tasks, Boards: []Board{planBoard(1, name)}, Subscribers: []Subscriber{planSub(1, name)}}
}

func planSnapshot(e Everything) *Snapshot { return NewSnapshot(e, agency.Default()) }

// allSteps are the steps of a Subscriber in a window, in the order of the days, then of the keys.
func allSteps(p *Planner, sub *Subscriber, from, to viet.Date) []Reminder {
	var all []Reminder
	p.Steps(sub, from, to, func(r Reminder) { all = append(all, r) })
	sortByDay(all)
	return all
}

func sortByDay(all []Reminder) {
	slices.SortFunc(all, func(a, b Reminder) int {
		if c := a.Day.Compare(b.Day); c != 0 {
			return c
		}
		if c := a.Due.Compare(b.Due); c != 0 {
			return c
		}
		if c := stepDays(a.Step) - stepDays(b.Step); c != 0 {
			return c
		}
		return strings.Compare(a.Key, b.Key)
	})
}

// stepDays reads "T-7" as -7.
func stepDays(step string) int {
	n := 0
	if _, err := fmt.Sscanf(step, "T%d", &n); err != nil && step != "" {
		panic(step)
	}
	return n
}

// stepLines writes steps as "2023-05-24 T-7", in the order of the days.
func stepLines(steps []Reminder) string {
	var lines []string
	for _, r := range steps {
		lines = append(lines, r.Day.String()+" "+r.Step)
	}
	return strings.Join(lines, "; ")
}

// stepsIn plans the first Subscriber of everything and writes the steps.
func stepsIn(e Everything, from, to string) string {
	p := NewPlanner(planSnapshot(e))
	return stepLines(allSteps(p, &e.Subscribers[0], planDay(from), planDay(to)))
}

// checkOnceEach fails for a key that comes twice.
func checkOnceEach(t testing.TB, all []Reminder) {
	t.Helper()
	seen := map[string]bool{}
	for _, r := range all {
		if k := fmt.Sprint(r.Subscriber, " ", r.Key); seen[k] {
			t.Errorf("%s comes twice", k)
		} else {
			seen[k] = true
		}
	}
}

// checkNoneOff fails for a step on a day off.
func checkNoneOff(t testing.TB, c *calendar.Calendar, all []Reminder) {
	t.Helper()
	for _, r := range all {
		if c.Off(r.Day) {
			t.Errorf("%s %s of %s falls on a day off", r.Day, r.Step, r.Due)
		}
	}
}

// keysOf are the keys of a kind, sorted.
func keysOf(all []Reminder, kind Kind) []string {
	var keys []string
	for _, r := range all {
		if r.Kind == kind {
			keys = append(keys, r.Key)
		}
	}
	slices.Sort(keys)
	return keys
}

// boardAgencies are the 63 provinces of 2023 and seven ministries, as the registry has them.
func boardAgencies(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile("../corpus/agency/agencies.txt")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for line := range strings.Lines(string(data)) {
		name, rest, _ := strings.Cut(line, " |")
		later := name == "Thành phố Huế" || name == "Thành phố Đồng Nai" // since 2025 and 2026
		if kind, _, _ := strings.Cut(rest, "|"); strings.TrimSpace(kind) == string(agency.Province) && !later {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return append(names, boCongAn, boTTTT, "Bộ Tư pháp", "Bộ Y tế", "Bộ Tài chính", "Bộ Nội vụ", "Bộ Quốc phòng")
}
