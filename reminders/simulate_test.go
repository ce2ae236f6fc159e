package reminders

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

var updateSimulation = flag.Bool("update", false, "rewrite testdata/simulate_17.txt; read the difference by eye")

// syntheticPlan is a plan of 2023 for the boards of 63 provinces and seven ministries, and a secretariat above them.
func syntheticPlan(t testing.TB) Everything {
	names := boardAgencies(t)
	var e Everything
	add := func(lead, recurring string, m Milestone) {
		task := planTask(fmt.Sprint("t", len(e.Tasks)), lead, m)
		task.Recurring, task.PlanYear, task.Milestones[0].Published = recurring, 2023, planDay("2023-04-04")
		e.Tasks = append(e.Tasks, task)
	}
	for i, name := range names {
		id := int64(i + 1)
		e.Boards, e.Subscribers = append(e.Boards, planBoard(id, name)), append(e.Subscribers, planSub(id, name))
		for n := range 4 { // some of them on days off, some past
			add(name, "", Milestone{Due: planDay("2023-03-20").AddDays((i*37 + n*91) % 280)})
		}
	}
	for _, lead := range []string{allOfThem, allProvinces, allMinistries} {
		add(lead, "", Milestone{Due: planDay("2023-09-02")})
		add(lead, "monthly", Milestone{Phrase: "hằng tháng, trước ngày 20"})
		add(lead, "continuous", Milestone{Phrase: "thường xuyên"})
	}
	e.Boards = append(e.Boards, Board{ID: 99, Name: "Ban Thư ký", Secretariat: true})
	above := planSub(99, boTTTT)
	above.Follows = nil
	e.Subscribers = append(e.Subscribers, above)
	e.Changes = []Change{{Key: "p", Kind: KindPast, Day: planDay("2023-04-04"), Past: PastDocument{Document: "17/QĐ-UBQGCDS", Milestones: 12}}}
	return e
}

// simulated runs a simulation and checks what must hold of every one.
func simulated(t testing.TB, s *Snapshot, from, to viet.Date) []Message {
	t.Helper()
	var all []Message
	type toldStep struct {
		subscriber int64
		work       Work
		due        viet.Date
		step       string
	}
	type chatDay struct {
		subscriber int64
		day        viet.Date
	}
	chatDays, steps := map[chatDay]bool{}, map[toldStep]bool{}
	for m := range Simulate(t.Context(), s, from, to) {
		n := &m.Notice
		if len(all) > 0 && m.At.Before(all[len(all)-1].At) {
			t.Errorf("%s comes after %s", m.At, all[len(all)-1].At)
		}
		all = append(all, m)
		if s.Calendar.Off(n.Day) || n.Day.Before(from) || to.Before(n.Day) || !m.At.Equal(n.Subscriber.Rule.Moment(n.Day)) {
			t.Errorf("a message on %s at %s", n.Day, m.At)
		}
		if n.Empty() || n.Late || n.Repeated {
			t.Errorf("a message of %s to %d: empty %t, late %t, repeated %t", n.Day, n.Subscriber.ID, n.Empty(), n.Late, n.Repeated)
		}
		onceOnly(t, chatDays, chatDay{n.Subscriber.ID, n.Day})
		for i, item := range n.Items {
			if item.Late || item.DaysLeft != n.Day.DaysUntil(item.Due) {
				t.Errorf("%s on %s: %+v", item.Milestone.ID, n.Day, item)
			}
			if i > 0 && item.Due.Before(n.Items[i-1].Due) {
				t.Errorf("%s: what is due on %s comes after what is due on %s", n.Day, item.Due, n.Items[i-1].Due)
			}
			for _, step := range item.Steps {
				onceOnly(t, steps, toldStep{n.Subscriber.ID, item.Work, item.Due, step})
			}
		}
	}
	return all
}

func onceOnly[K comparable](t testing.TB, seen map[K]bool, what K) {
	if seen[what] {
		t.Helper()
		t.Errorf("%+v comes twice", what)
	}
	seen[what] = true
}

// TestSimulateManyBoards: what is simulated is what the Planner says of the whole time, in messages.
func TestSimulateManyBoards(t *testing.T) {
	s := planSnapshot(syntheticPlan(t))
	if len(s.Subscribers) != 71 {
		t.Fatalf("%d subscribers", len(s.Subscribers))
	}
	from, to := planDay("2023-03-01"), planDay("2023-10-15")
	told := map[string]bool{}
	unanswered, past, digests, pictures := map[string]bool{}, 0, map[viet.Date]bool{}, map[viet.Date]bool{}
	for _, m := range simulated(t, s, from, to) {
		n := &m.Notice
		for _, item := range n.Items {
			for _, step := range item.Steps {
				told[fmt.Sprint(n.Subscriber.ID, " ", item.Milestone.ID, " ", item.Due, " ", step, " ", n.Day)] = true
			}
		}
		for _, u := range n.Unanswered {
			for _, item := range u.Items {
				onceOnly(t, unanswered, fmt.Sprint("unanswered ", n.Subscriber.ID, " ", u.Board.ID, " ", item.Milestone.ID, " ", item.Due))
			}
		}
		past += len(n.Past)
		if n.Digest != nil {
			digests[n.Day] = true
		}
		if n.Picture != nil {
			pictures[n.Day] = true
		}
		if n.Subscriber.ID != 99 && len(n.Unanswered)+len(n.Past) > 0 {
			t.Errorf("subscriber %d hears what is for the secretariat", n.Subscriber.ID)
		}
	}
	p := NewPlanner(s)
	works := map[string]bool{}
	for i := range s.Subscribers {
		p.Steps(&s.Subscribers[i], from, to, func(r Reminder) {
			if k := fmt.Sprint(r.Subscriber, " ", r.Work.Milestone, " ", r.Due, " ", r.Step, " ", r.Day); !told[k] {
				t.Errorf("%s is planned and not told", k)
			} else {
				delete(told, k)
			}
			if r.Day.Before(planDay("2023-10-11")) { // two working days before the end
				works[fmt.Sprint("unanswered 99 ", r.Subscriber, " ", r.Work.Milestone, " ", r.Due)] = true
			}
		})
	}
	for k := range told {
		t.Errorf("%s is told and not planned", k)
	}
	for k := range works {
		if !unanswered[k] {
			t.Errorf("nobody hears of %s", k)
		}
	}
	if past != 1 || len(digests) < 20 || len(pictures) < 5 {
		t.Errorf("%d lists of what is past, digests on %d days, pictures on %d", past, len(digests), len(pictures))
	}
}

// TestSimulateIsTheSameEachDay: a single day tells what the whole time tells on that day.
func TestSimulateIsTheSameEachDay(t *testing.T) {
	s := planSnapshot(syntheticPlan(t))
	byDay := map[viet.Date][]string{}
	line := func(m Message) string {
		return fmt.Sprint(m.At, " ", m.Notice.Subscriber.ID, " ", itemLines(m.Notice.Items), " ", m.Notice.Digest != nil, m.Notice.Picture != nil)
	}
	for _, m := range simulated(t, s, planDay("2023-05-15"), planDay("2023-06-05")) {
		byDay[m.Notice.Day] = append(byDay[m.Notice.Day], line(m))
	}
	for _, day := range []string{"2023-05-15", "2023-05-20", "2023-05-31", "2023-06-01", "2023-06-05"} {
		var alone []string
		for _, m := range simulated(t, s, planDay(day), planDay(day)) {
			alone = append(alone, line(m))
		}
		// What nobody has acknowledged is known only to who has looked at the days before.
		among := slices.DeleteFunc(slices.Clone(byDay[planDay(day)]), func(l string) bool { return strings.HasSuffix(l, " 99  false false") })
		alone = slices.DeleteFunc(alone, func(l string) bool { return strings.HasSuffix(l, " 99  false false") })
		if diff := cmp.Diff(among, alone); diff != "" {
			t.Errorf("%s (-among others +alone)\n%s", day, diff)
		}
	}
}

// TestSimulateOrdersMoments: chats with other hours and zones stand where their messages go out.
func TestSimulateOrdersMoments(t *testing.T) {
	e := planFor(bacGiang, dueTask("a", bacGiang, "2023-05-31"))
	for i, rule := range []Rule{{Hour: 16}, {Hour: 7, Minute: 30}, {Hour: 8, Zone: "Asia/Tokyo"}, {Hour: 20, Zone: "America/Los_Angeles"}} {
		sub := planSub(int64(i+2), bacGiang)
		def := DefaultRule()
		sub.Rule.Hour, sub.Rule.Minute, sub.Rule.Zone = rule.Hour, rule.Minute, rule.Zone
		sub.Rule.Before = append(slices.Clone(def.Before), 2)
		e.Subscribers = append(e.Subscribers, sub)
	}
	if all := simulated(t, planSnapshot(e), planDay("2023-05-01"), planDay("2023-06-10")); len(all) < 30 {
		t.Errorf("only %d messages", len(all))
	}
}

// TestSimulateStops: with the context, and when nobody wants more.
func TestSimulateStops(t *testing.T) {
	s := planSnapshot(syntheticPlan(t))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for range Simulate(ctx, s, planDay("2023-01-01"), planDay("2023-12-31")) {
		if n++; n == 3 {
			cancel()
		}
	}
	if n != 3 {
		t.Errorf("%d messages after the end", n)
	}
	for range Simulate(t.Context(), s, planDay("2023-05-01"), planDay("2023-12-31")) {
		break
	}
	for range Simulate(t.Context(), s, planDay("2023-05-02"), planDay("2023-05-01")) {
		t.Error("a message of no day")
	}
}

// decision17 reads the plan of 2023, which lies beside the repository.
func decision17(tb testing.TB) *Snapshot {
	tb.Helper()
	path := filepath.Join("..", "..", "shared", "corpus", "17-QD-UBQGCDS.txt")
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		tb.Skipf("the plan of 2023 lies outside the repository and is not here: %s", path)
	}
	if err != nil {
		tb.Fatal(err)
	}
	c, failed, err := corpus.Read(tb.Context(), []corpus.File{{Name: filepath.Base(path), Content: data}}, agency.Default(), nil)
	if err != nil || len(failed) > 0 {
		tb.Fatalf("%v %v", err, failed)
	}
	tasks := Provisional(c)
	boards, subscribers := ProvisionalBoards(tasks, agency.Default())
	return planSnapshot(Everything{Tasks: tasks, Boards: boards, Subscribers: subscribers})
}

// simulationTable writes who is reminded of which Milestone, due when, in which steps on which days, the weekly ones as
// a count. It holds no words of the document. Boards that come together often have a letter.
func simulationTable(all []Message) string {
	type row struct {
		due                  viet.Date
		milestone, steps, by string
	}
	weekly, steps := map[row]int{}, map[row]string{}
	for _, m := range all {
		for _, item := range m.Notice.Items {
			k := row{due: item.Due, milestone: item.Milestone.ID, by: m.Notice.Board.Agency}
			for _, step := range item.Steps {
				if n := stepDays(step); n > 7 && n%7 == 0 {
					weekly[k]++
				} else {
					steps[k] += " " + step + " " + m.Notice.Day.String()[len("2023-"):]
				}
			}
		}
	}
	together := map[row][]string{}
	for k, list := range steps {
		if weekly[k] > 0 {
			list += fmt.Sprint(" weekly ", weekly[k])
		}
		shared := row{due: k.due, milestone: k.milestone, steps: list}
		together[shared] = append(together[shared], k.by)
	}
	rows := slices.SortedFunc(maps.Keys(together), func(a, b row) int {
		if c := a.due.Compare(b.due); c != 0 {
			return c
		}
		if c := compareNatural(a.milestone, b.milestone); c != 0 {
			return c
		}
		return strings.Compare(a.steps, b.steps)
	})
	letters := map[string]string{}
	var legend, lines strings.Builder
	for _, r := range rows {
		slices.Sort(together[r])
		boards := strings.Join(together[r], "; ")
		if n := len(together[r]); n > 3 {
			if letters[boards] == "" {
				letters[boards] = string(rune('A' + len(letters)))
				fmt.Fprintf(&legend, "%s = %d boards: %s\n", letters[boards], n, boards)
			}
			boards = letters[boards]
		}
		fmt.Fprintf(&lines, "%s %s |%s | %s\n", r.due, r.milestone, r.steps, boards)
	}
	return legend.String() + "\n" + lines.String()
}

// TestSimulateDecision17 compares the plan of 2023 with the table that was read by eye.
func TestSimulateDecision17(t *testing.T) {
	const golden = "testdata/simulate_17.txt"
	s := decision17(t)
	all := simulated(t, s, planDay("2023-01-01"), planDay("2024-01-31"))
	got := simulationTable(all)
	if *updateSimulation {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, m := range all {
		if m.Notice.Day.Before(planDay("2023-04-04")) {
			t.Errorf("a message on %s, before the decision was signed", m.Notice.Day)
		}
	}
}

func BenchmarkSimulateDecision17(b *testing.B) {
	s := decision17(b)
	from, to := planDay("2023-01-01"), planDay("2024-01-31")
	n := 0
	for b.Loop() {
		n = 0
		for range Simulate(b.Context(), s, from, to) {
			n++
		}
	}
	b.ReportMetric(float64(n), "messages")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/op")
}
