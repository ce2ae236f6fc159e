package store

import (
	"fmt"
	"log/slog"
	"math/rand"
	"strings"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
	"dondoc/reminders/calendar"
)

// press publishes versions of a plan with one task, and sends a board what it is to hear of them.
type press struct {
	*desk
	scheduler *reminders.Scheduler
	office    *reminders.Office
}

// versions are the days on which the task is due; "-" is a version without it.
var versions = map[string]viet.Date{
	"A": {Year: 2023, Month: time.December, Day: 29}, "B": {Year: 2023, Month: time.December, Day: 15},
	"C": {Year: 2023, Month: time.November, Day: 30}, "-": {},
}

func versionOf(due viet.Date) string {
	for name, d := range versions {
		if d == due {
			return name
		}
	}
	return due.String()
}

// newPress has published A, and has told whoever is told of what went before.
func newPress(t *testing.T, url string) *press {
	d := mustSetUp(t, url)
	p := &press{desk: d, office: reminders.NewOffice(d, agency.Default)}
	p.scheduler = reminders.NewScheduler(p.office, d, func() time.Time { return d.clock.now }, nil, slog.New(slog.DiscardHandler))
	p.do(t, "A")
	p.do(t, "send")
	p.do(t, "day")
	return p
}

// do publishes a version, plans, sends, or lets a day pass. It returns what is told to the board.
func (p *press) do(t *testing.T, what string) []string {
	t.Helper()
	switch what {
	case "plan":
		got[int](t)(p.scheduler.Tick(t.Context()))
	case "send":
		got[int](t)(p.scheduler.Tick(t.Context()))
		return p.send(t)
	case "day":
		for p.clock.pass(24 * time.Hour); calendar.Default().Off(viet.DateOf(p.clock.now)); {
			p.clock.pass(24 * time.Hour)
		}
	default:
		p.publish(t, what)
	}
	return nil
}

// publish brings the register to a version, twice: as two copies of the program would that do so at once.
func (p *press) publish(t *testing.T, version string) {
	t.Helper()
	changes := reminders.Reconcile(got[[]reminders.Task](t)(p.Tasks(t.Context())), planWith(version), viet.DateOf(p.clock.now))
	for range 2 {
		must(t, p.ApplyChanges(t.Context(), changes))
	}
}

// planWith is a version of the plan.
func planWith(version string) *corpus.Corpus {
	c := &corpus.Corpus{Documents: []*corpus.Document{{ID: "d", Number: "9/KH-UBND", Status: corpus.InForce}}}
	if due := versions[version]; !due.IsZero() {
		c.Tasks = []corpus.Task{{
			ID: "d:1", Document: "d", Section: "I.1", Title: "Đào giếng cho các bản", Text: "Đào giếng cho các bản", Lead: []string{bacGiang},
			Milestones: []corpus.Milestone{{Label: "thực hiện", Phrase: "đến " + due.Vietnamese(), Due: due}},
		}}
	}
	return c
}

// send sends what is due and returns what the board's messages tell of changes.
func (p *press) send(t *testing.T) []string {
	t.Helper()
	var told []string
	for _, d := range got[[]reminders.Delivery](t)(p.Claim(t.Context(), "one", []string{"telegram"}, p.clock.now, minute, 9)) {
		n := got[reminders.Notice](t)(p.office.Notice(t.Context(), d, p.clock.now))
		if d.Subscriber == p.group.ID {
			told = append(told, toldLines(&n)...)
		}
		must(t, p.Begin(t.Context(), "one", d.ID, [][]byte{[]byte("x")}, minute))
		must(t, p.Record(t.Context(), "one", reminders.Result{Delivery: d.ID, Status: reminders.StatusSent, Part: 1}))
	}
	return told
}

func toldLines(n *reminders.Notice) []string {
	var told []string
	for range n.Gone {
		told = append(told, "gone")
	}
	for range n.Back {
		told = append(told, "back")
	}
	for _, m := range n.Moved {
		told = append(told, versionOf(m.WasDue)+">"+versionOf(m.Due))
		if m.Milestone.Due != m.Due {
			told = append(told, "though it is due on "+m.Milestone.Due.String())
		}
		if want := "đến " + m.WasDue.Vietnamese(); m.Was != want {
			told = append(told, "was "+m.Was)
		}
	}
	return told
}

// TestVersionsBackAndForth: boards hear what became of what they were told, and of nothing that was taken back before
// they heard of it.
func TestVersionsBackAndForth(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		p := newPress(t, url)
		for _, tc := range []struct{ steps, told string }{
			{"B send", "A>B"},
			{"B A send", ""},
			{"B A B send", "A>B"},
			{"B A B A B send", "A>B"},
			{"B plan A plan B plan send", "A>B"},
			{"B C send", "A>C"},
			{"B send A day send", "A>B; B>A"},
			{"B send A B day send", "A>B; "},
			{"B send A B A day send B day send", "A>B; B>A; A>B"},
			{"B send day A send day B send day send", "A>B; B>A; A>B; "},
			{"B plan day A send", ""},
			{"B plan day A plan day B send", "A>B"},
			{"- send", "gone"},
			{"- A send", ""},
			{"- A - send", "gone"},
			{"- plan A plan send", ""},
			{"- plan day A send", ""},
			{"- send A day send", "gone; back"},
			{"- send A - day send", "gone; "},
			{"- send A - A day send", "gone; back"},
			{"- send day A send day - send", "gone; back; gone"},
			{"- send B day send", "gone; back A>B"},
			{"B - send A day send", "gone; back B>A"},
			{"B - A send", ""},
		} {
			t.Run(tc.steps, func(t *testing.T) {
				var told []string
				for step := range strings.FieldsSeq(tc.steps) {
					if lines := p.do(t, step); step == "send" {
						told = append(told, strings.Join(lines, " "))
					}
				}
				if got := strings.Join(told, "; "); got != tc.told {
					t.Errorf("told %q, want %q", got, tc.told)
				}
				for _, step := range []string{"day", "A", "send", "day"} { // as it was
					p.do(t, step)
				}
			})
		}
	})
}

// TestVersionsAtRandom: after every message the board knows what is so, and a message never says what it knew already.
func TestVersionsAtRandom(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		rng := rand.New(rand.NewSource(7))
		p := newPress(t, url)
		now, knows, stands := "A", "A", true
		var log []string
		for range 40 {
			for range rng.Intn(4) {
				now = []string{"A", "B", "C", "-"}[rng.Intn(4)]
				log = append(log, now)
				p.do(t, now)
				if rng.Intn(2) == 0 {
					log = append(log, "plan")
					p.do(t, "plan")
				}
			}
			if rng.Intn(3) > 0 {
				told := p.do(t, "send")
				log = append(log, fmt.Sprint("send", told))
				var want []string
				switch {
				case now == "-" && stands:
					want = []string{"gone"}
				case now != "-" && !stands:
					if len(told) == 2 && strings.HasSuffix(told[1], ">"+now) {
						told = told[:1] // it says so beside, or only that it is back with its deadline
					}
					want = []string{"back"}
				case now != "-" && now != knows:
					want = []string{knows + ">" + now}
				}
				if fmt.Sprint(told) != fmt.Sprint(want) {
					t.Fatalf("%s: told %q, want %q", log, told, want)
				}
				if stands = now != "-"; stands {
					knows = now
				}
			}
			log = append(log, "day")
			p.do(t, "day")
		}
	})
}

// TestToldOnceAcrossMidnight: two copies that publish the same on both sides of midnight tell it once.
func TestToldOnceAcrossMidnight(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		p := newPress(t, url)
		for _, version := range []string{"B", "-", "B"} {
			before := got[[]reminders.Task](t)(p.Tasks(t.Context()))
			told := len(got[reminders.Everything](t)(p.Everything(t.Context())).Changes)
			for range 2 {
				changes := reminders.Reconcile(before, planWith(version), viet.DateOf(p.clock.now))
				must(t, p.ApplyChanges(t.Context(), changes))
				p.clock.pass(24 * time.Hour)
			}
			if now := len(got[reminders.Everything](t)(p.Everything(t.Context())).Changes); now != told+1 {
				t.Errorf("%s: told %d times", version, now-told)
			}
		}
	})
}
