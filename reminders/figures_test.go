package reminders

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus/viet"
)

// figuresLine writes figures: the total, then each agency, as done/on time/due soon/late.
func figuresLine(f *Figures) string {
	line := func(c Count) string { return fmt.Sprintf("%d/%d/%d/%d", c.Done, c.OnTime, c.DueSoon, c.Late) }
	lines := []string{line(f.Total)}
	for _, a := range f.Agencies {
		lines = append(lines, a.Agency+" "+line(a.Count))
	}
	return strings.Join(lines, "; ")
}

func dueTask(id, lead, due string) Task {
	return planTask(id, lead, Milestone{Due: planDay(due), Published: planDay("2023-04-04")})
}

func said(milestone, name string, s State) Progress {
	return Progress{Work: Work{Milestone: milestone, Agency: name}, State: s, At: planMoment("2023-05-01 08:00")}
}

func TestFigures(t *testing.T) {
	monthly := recurring("monthly", "hằng tháng", 0, Milestone{Published: planDay("2023-04-04")})
	planned := recurring("monthly", "hằng tháng", 2023, Milestone{Published: planDay("2023-04-04")})
	ranged := recurring("monthly", "hằng tháng", 0, Milestone{Published: planDay("2023-01-01"), Start: planDay("2021-01-01"), Due: planDay("2023-04-30")})
	of := func(tasks ...Task) Everything { return planFor(bacGiang, tasks...) }
	with := func(e Everything, p ...Progress) Everything {
		e.Progress = p
		return e
	}
	gone := of(dueTask("a", bacGiang, "2023-05-31"), dueTask("b", bacGiang, "2023-05-31"))
	gone.Tasks[0].Gone, gone.Tasks[1].Milestones[0].Gone = planDay("2023-05-01"), planDay("2023-05-01")
	for name, tc := range map[string]struct {
		all      Everything
		from, to string
		want     string
	}{
		"nothing":                    {of(), "2023-05-08", "2023-05-15", "0/0/0/0"},
		"due on the last day":        {of(dueTask("a", bacGiang, "2023-05-15")), "2023-05-08", "2023-05-15", "0/0/0/1; Tỉnh Bắc Giang 0/0/0/1"},
		"due on the day after":       {of(dueTask("a", bacGiang, "2023-05-16")), "2023-05-08", "2023-05-15", "0/0/1/0; Tỉnh Bắc Giang 0/0/1/0"},
		"due yesterday is late":      {of(dueTask("a", bacGiang, "2023-05-14")), "2023-05-08", "2023-05-15", "0/0/0/1; Tỉnh Bắc Giang 0/0/0/1"},
		"due in two weeks":           {of(dueTask("a", bacGiang, "2023-05-29")), "2023-05-08", "2023-05-15", "0/0/1/0; Tỉnh Bắc Giang 0/0/1/0"},
		"due later":                  {of(dueTask("a", bacGiang, "2023-05-30")), "2023-05-08", "2023-05-15", "0/1/0/0; Tỉnh Bắc Giang 0/1/0/0"},
		"done":                       {with(of(dueTask("a", bacGiang, "2023-05-01")), said("a#1", bacGiang, Done)), "2023-05-08", "2023-05-15", "1/0/0/0; Tỉnh Bắc Giang 1/0/0/0"},
		"cancelled":                  {with(of(dueTask("a", bacGiang, "2023-05-01")), said("a#1", bacGiang, Cancelled)), "2023-05-08", "2023-05-15", "0/0/0/0"},
		"done by another agency":     {with(of(dueTask("a", bacGiang, "2023-05-01")), said("a#1", haNam, Done)), "2023-05-08", "2023-05-15", "0/0/0/1; Tỉnh Bắc Giang 0/0/0/1"},
		"extended":                   {with(of(dueTask("a", bacGiang, "2023-05-01")), Progress{Work: Work{Milestone: "a#1", Agency: bacGiang}, State: Extended, Until: planDay("2023-06-30")}), "2023-05-08", "2023-05-15", "0/1/0/0; Tỉnh Bắc Giang 0/1/0/0"},
		"past when published":        {of(dueTask("a", bacGiang, "2023-04-03")), "2023-05-08", "2023-05-15", "0/0/0/0"},
		"published later":            {of(dueTask("a", bacGiang, "2023-05-31")), "2023-03-27", "2023-04-03", "0/0/0/0"},
		"without a day":              {of(dueTask("a", bacGiang, "")), "2023-05-08", "2023-05-15", "0/0/0/0"},
		"gone":                       {gone, "2023-05-08", "2023-05-15", "0/0/0/0"},
		"of another agency":          {of(dueTask("a", haNam, "2023-05-31")), "2023-05-08", "2023-05-15", "0/0/0/0"},
		"the merged agency's, later": {planFor(bacNinh, dueTask("a", bacGiang, "2025-08-31")), "2025-07-01", "2025-07-07", "0/1/0/0; Tỉnh Bắc Giang 0/1/0/0"},
		"the merged agency's, early": {planFor(bacNinh, dueTask("a", bacGiang, "2025-08-31")), "2025-06-23", "2025-06-30", "0/0/0/0"},
		"a round of the month":       {monthly, "2023-05-01", "2023-05-31", "0/0/0/1; Tỉnh Bắc Giang 0/0/0/1"},
		"a round that was done":      {with(monthly, Progress{Work: Work{Milestone: "t#1", Agency: bacGiang, Due: planDay("2023-05-31")}, State: Done}), "2023-05-01", "2023-05-31", "1/0/0/0; Tỉnh Bắc Giang 1/0/0/0"},
		"rounds of two months":       {monthly, "2023-04-01", "2023-05-31", "0/0/0/2; Tỉnh Bắc Giang 0/0/0/2"},
		"no round in the week":       {monthly, "2023-05-08", "2023-05-15", "0/0/0/0"},
		"after the plan's year":      {planned, "2024-01-01", "2024-01-31", "0/0/0/0"},
		"after the range":            {ranged, "2023-05-01", "2023-05-31", "0/0/0/0"},
		"continuous is never late":   {recurring("continuous", "thường xuyên", 0, Milestone{}), "2023-01-01", "2023-12-31", "0/0/0/0"},
	} {
		t.Run(name, func(t *testing.T) {
			s := planSnapshot(tc.all)
			f := s.Figures(s.Subscribers[0], planDay(tc.from), planDay(tc.to))
			if got := figuresLine(f); got != tc.want {
				t.Errorf("%s to %s: got %s, want %s", tc.from, tc.to, got, tc.want)
			}
			if f.From != planDay(tc.from) || f.To != planDay(tc.to) {
				t.Errorf("they are said to be of %s to %s", f.From, f.To)
			}
		})
	}
}

// TestFiguresOfSecretariat: all that is below, each Work once although several chats follow it, the latest agency first.
func TestFiguresOfSecretariat(t *testing.T) {
	everybody := dueTask("all", allOfThem, "2023-05-31")
	e := Everything{
		Tasks: []Task{dueTask("a", bacGiang, "2023-05-01"), dueTask("b", haNam, "2023-05-20"), dueTask("c", boCongAn, "2023-12-31"), everybody},
		Boards: []Board{planBoard(1, bacGiang), planBoard(2, haNam), planBoard(3, boCongAn), {ID: 8, Name: "Ban Thư ký Bộ", Secretariat: true},
			{ID: 9, Name: "Ban Thư ký", Secretariat: true}},
		Subscribers: []Subscriber{planSub(1, bacGiang), planSub(2, haNam), planSub(3, boCongAn), {ID: 8, Board: 8}, {ID: 9, Board: 9}, {ID: 10, Board: 9}},
	}
	e.Boards[2].Above = 8 // hears of the ministry; all others are heard of by both
	second := planSub(4, bacGiang)
	second.Board = 1
	e.Subscribers = append(e.Subscribers, second)
	s := planSnapshot(e)
	for sub, want := range map[int]string{
		0: "0/1/0/1; Tỉnh Bắc Giang 0/1/0/1",
		3: "0/4/1/1; Tỉnh Bắc Giang 0/1/0/1; Tỉnh Hà Nam 0/1/1/0; Bộ Công an 0/2/0/0",
		4: "0/2/1/1; Tỉnh Bắc Giang 0/1/0/1; Tỉnh Hà Nam 0/1/1/0",
		5: "0/2/1/1; Tỉnh Bắc Giang 0/1/0/1; Tỉnh Hà Nam 0/1/1/0",
	} {
		if got := figuresLine(s.Figures(s.Subscribers[sub], planDay("2023-05-08"), planDay("2023-05-15"))); got != want {
			t.Errorf("subscriber %d: got %s\nwant %s", s.Subscribers[sub].ID, got, want)
		}
	}
}

// TestFiguresAgreeWithOracle: over random registers, every Work is in exactly one field, and in the right one.
func TestFiguresAgreeWithOracle(t *testing.T) {
	counted := 0
	for seed := range uint64(randomRegisters) {
		r := newRandomRegister(seed)
		above := Board{ID: 9, Secretariat: true}
		r.all.Boards = append(r.all.Boards, above)
		r.all.Subscribers = append(r.all.Subscribers, Subscriber{ID: 9, Board: 9})
		s := planSnapshot(r.all)
		from := r.near(60)
		to := from.AddDays(r.IntN(40))
		union := map[Work]string{}
		for i := range s.Subscribers {
			sub := &s.Subscribers[i]
			want := r.oracle.countedWorks(s, sub, from, to)
			for w, field := range want {
				union[w] = field
			}
			if sub.ID == 9 {
				want = union
			}
			f := s.Figures(*sub, from, to)
			if diff := cmp.Diff(fieldsOf(want), fieldsOfFigures(f)); diff != "" {
				t.Fatalf("seed %d, subscriber %d, %s to %s (-oracle +figures)\n%s", seed, sub.ID, from, to, diff)
			}
			counted += f.Total.All()
		}
	}
	if counted < randomRegisters {
		t.Errorf("only %d Works were counted: the registers say too little", counted)
	}
}

// countedWorks says in which field each Work of a Subscriber belongs at the end of the day to.
func (o *oracle) countedWorks(s *Snapshot, sub *Subscriber, from, to viet.Date) map[Work]string {
	works := map[Work]string{}
	for _, f := range s.follows(sub) {
		d := &o.duties[f.task]
		if !d.task.Gone.IsZero() || f.from.Compare(to) > 0 || d.round != nil && d.round.standing {
			continue
		}
		for _, m := range d.task.Milestones {
			if !m.Gone.IsZero() || to.Before(m.Published) {
				continue
			}
			for _, due := range d.dueDays(m, to) {
				w := Work{Milestone: m.ID, Agency: f.agency}
				if d.round != nil {
					w.Due = due
				}
				p := o.progress[oracleWork{m.ID, w.Due}]
				switch {
				case due.IsZero(), due.Before(m.Published), d.round != nil && due.Before(from):
					continue
				case p.State == Extended:
					due = p.Until
				}
				switch left := to.DaysUntil(due); {
				case p.State == Cancelled:
				case p.State == Done:
					works[w] = "done"
				case left <= 0: // the day is over
					works[w] = "late"
				case left <= 14:
					works[w] = "due soon"
				default:
					works[w] = "on time"
				}
			}
		}
	}
	return works
}

// fieldsOf counts Works by agency and field.
func fieldsOf(works map[Work]string) map[string]int {
	n := map[string]int{}
	for w, field := range works {
		n[w.Agency+": "+field]++
		n["all: "+field]++
	}
	return n
}

func fieldsOfFigures(f *Figures) map[string]int {
	n := map[string]int{}
	add := func(name string, c Count) {
		for field, count := range map[string]int{"done": c.Done, "on time": c.OnTime, "due soon": c.DueSoon, "late": c.Late} {
			if count > 0 {
				n[name+": "+field] += count
			}
		}
	}
	add("all", f.Total)
	for _, a := range f.Agencies {
		add(a.Agency, a.Count)
	}
	return n
}

// TestFiguresThatSayNothing are not told.
func TestFiguresThatSayNothing(t *testing.T) {
	open, done := dueTask("a", bacGiang, "2023-05-29"), dueTask("b", bacGiang, "2023-05-31")
	far, late := dueTask("c", bacGiang, "2023-12-31"), dueTask("d", bacGiang, "2023-05-01")
	for name, tc := range map[string]struct {
		tasks []Task
		told  bool
	}{
		"nothing": {nil, false}, "all done": {[]Task{done}, false}, "all else far away": {[]Task{done, far}, false},
		"one is due soon": {[]Task{done, open}, true}, "one is late": {[]Task{late}, true},
	} {
		e := planFor(bacGiang, tc.tasks...)
		e.Progress = []Progress{said("b#1", bacGiang, Done)}
		s := planSnapshot(e)
		f := worthTelling(s.Figures(s.Subscribers[0], planDay("2023-05-08"), planDay("2023-05-15")))
		if (f != nil) != tc.told {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// TestFiguresAreStable: agencies that stand alike keep their order.
func TestFiguresAreStable(t *testing.T) {
	var tasks []Task
	for i, name := range []string{haNam, bacGiang, boCongAn, bacNinh} {
		tasks = append(tasks, dueTask(fmt.Sprint(i), name, "2023-05-20"))
	}
	e := planFor("", tasks...)
	e.Boards[0].Secretariat = true
	for i, name := range []string{haNam, bacGiang, boCongAn, bacNinh} {
		e.Boards, e.Subscribers = append(e.Boards, planBoard(int64(i+2), name)), append(e.Subscribers, planSub(int64(i+2), name))
	}
	s := planSnapshot(e)
	var first []AgencyCount
	for range 10 {
		f := s.Figures(s.Subscribers[0], planDay("2023-05-08"), planDay("2023-05-15"))
		if first == nil {
			first = f.Agencies
		}
		if !slices.Equal(first, f.Agencies) || len(first) != 4 {
			t.Fatalf("%v, then %v", first, f.Agencies)
		}
	}
}
