package reminders

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"dondoc/corpus/viet"
)

// Planner works out what Subscribers are to be told on which day. It is a reading of one Snapshot: the same Snapshot
// gives the same Reminders. It is not safe for concurrent use.
type Planner struct {
	*Snapshot
	diary *diary
}

// NewPlanner returns a Planner over s.
func NewPlanner(s *Snapshot) *Planner {
	return &Planner{Snapshot: s, diary: newDiary(s.Calendar)}
}

// window are the days, by number, whose Reminders are wanted.
type window struct {
	from, to   viet.Date
	first, end int // numbers of from and to
	earliest   int // number of the day before which the Subscriber is told nothing
}

func newWindow(from, to, since viet.Date) window {
	return window{from, to, dayNumber(from), dayNumber(to), dayNumber(since)}
}

// Steps calls yield for every step that the Subscriber is to hear of on the days from … to, each once, in no order
// that matters. Nothing that lies before the Subscriber's Since is among them.
func (p *Planner) Steps(sub *Subscriber, from, to viet.Date, yield func(Reminder)) {
	if to.Before(from) {
		return
	}
	w := newWindow(from, to, viet.DateOf(laterMoment(sub.Since, p.SendingFrom)))
	own := p.diary.ruleNumber(sub.Rule)
	for _, f := range p.follows(sub) {
		t := &p.Tasks[f.task]
		if !t.Gone.IsZero() || t.Draft {
			continue
		}
		start := max(w.earliest, dayNumber(f.from))
		if f.from.IsZero() {
			start = w.earliest
		}
		p.taskSteps(sub, f, t, w, start, own, yield)
	}
}

func (p *Planner) taskSteps(sub *Subscriber, f followed, t *Task, w window, start, own int, yield func(Reminder)) {
	for i := range t.Milestones {
		m := &t.Milestones[i]
		if !m.Gone.IsZero() {
			continue
		}
		work := Work{Milestone: m.ID, Agency: f.agency}
		if p.rounds[f.task][i] {
			c := cycleOf(t.Recurring)
			rule := p.diary.ruleNumber(c.rule(sub.Rule))
			p.eachRound(t, m, c, w, func(due, next viet.Date) {
				work.Due = due
				w := w
				if c.furthest < 0 && !next.IsZero() && p.ProgressOf(work).State != Extended {
					w.end = min(w.end, dayNumber(next)-1) // what is overdue for a year gives way to the next round
				}
				p.workSteps(sub, t, m, work, due, w, start, rule, yield)
			})
			continue
		}
		if !m.Due.IsZero() {
			p.workSteps(sub, t, m, work, m.Due, w, start, own, yield)
		}
	}
}

// eachRound calls yield with the due days of a cycle that have steps in or near the window, each with the next one, which is
// zero for the last.
func (p *Planner) eachRound(t *Task, m *Milestone, c cycle, w window, yield func(due, next viet.Date)) {
	ahead := c.furthest
	if ahead < 0 {
		ahead = furthestDay
	}
	from := later(w.from.AddDays(-c.length()-longestRest), firstRound(t, m)) // what was due before has given way to the next
	for _, due := range p.extended[m.ID] {
		if due.Before(from) {
			yield(due, viet.Date{})
		}
	}
	var due viet.Date
	c.occurrences(m.Phrase, from, earlier(w.to.AddDays(ahead+c.length()+longestRest), lastRound(t, m)), func(next viet.Date) {
		if !due.IsZero() {
			yield(due, next)
		}
		due = next
	})
	if !due.IsZero() {
		yield(due, viet.Date{})
	}
}

// laterMoment returns the second of two moments.
func laterMoment(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// earlier returns the first of two days, of which the second may be zero.
func earlier(a, b viet.Date) viet.Date {
	if !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// workSteps yields the steps of one due day. What was past when it was first published has none.
func (p *Planner) workSteps(sub *Subscriber, t *Task, m *Milestone, work Work, due viet.Date, w window, start, rule int, yield func(Reminder)) {
	if p.pastAtPublication(m, work, due) {
		return
	}
	known := max(start, dayNumberOr(m.Published, start), dayNumberOr(m.Moved, start))
	if progress, ok := p.progress[work]; ok {
		if progress.State.Ends() {
			return
		}
		if progress.State == Extended && !progress.Until.IsZero() {
			due, known = progress.Until, max(known, dayNumber(viet.DateOf(progress.At)))
		}
		if !progress.PausedUntil.IsZero() {
			known = max(known, dayNumber(progress.PausedUntil)+1)
		}
	}
	steps := p.diary.steps(due, rule, w.end)
	first, _ := slices.BinarySearchFunc(steps, max(w.first, known), func(s plannedStep, n int) int { return cmp.Compare(s.number, n) })
	if late, ok := p.lateStart(steps, first, due, rule, known); ok && late.number >= w.first && late.number <= w.end {
		yield(stepReminder(sub, t, work, due, late))
	}
	for _, step := range steps[first:] {
		if step.number > w.end {
			break
		}
		yield(stepReminder(sub, t, work, due, step))
	}
}

// lateStart is the step of Work that became known when its last step before the due day was already over, though the
// due day was not: published on a Saturday for the Sunday, say. It is told on the next day on which one may speak.
func (p *Planner) lateStart(steps []plannedStep, first int, due viet.Date, rule, known int) (plannedStep, bool) {
	if dayNumber(due) < known || first < len(steps) && steps[first].offset <= 0 || len(steps) == 0 || steps[0].offset > 0 || steps[0].number >= known {
		return plannedStep{}, false
	}
	day := p.diary.onOrAfter(due.AddDays(known-dayNumber(due)), &p.diary.rules[rule])
	n := dayNumber(day)
	if first < len(steps) && steps[first].number <= n {
		return plannedStep{}, false // its overdue step comes no later
	}
	return plannedStep{n - dayNumber(due), day, n}, true
}

func dayNumberOr(d viet.Date, other int) int {
	if d.IsZero() {
		return other
	}
	return dayNumber(d)
}

func stepReminder(sub *Subscriber, t *Task, work Work, due viet.Date, step plannedStep) Reminder {
	name := StepName(step.offset)
	return Reminder{
		Key: stepKey(work, due, name), Subscriber: sub.ID, Kind: KindStep, Day: step.day,
		Task: t.ID, Work: work, Due: due, Step: name,
	}
}

// Day returns all that the Subscriber is to be told in the message of a day: what is planned from the day after
// PlannedThrough on. unacknowledged is what Planned.Unacknowledged told, for secretariats. On a day on which the
// Subscriber is not spoken to there is nothing; it waits.
func (p *Planner) Day(sub *Subscriber, today viet.Date, unacknowledged []Reminder) []Reminder {
	if !p.diary.speaksOn(today, &sub.Rule) {
		return nil
	}
	from := sub.PlannedThrough.AddDays(1)
	if today.Before(from) {
		from = today // what has come up since the morning
	}
	from = later(from, viet.DateOf(sub.Since))
	var all []Reminder
	p.Steps(sub, from, today, func(r Reminder) { all = append(all, r) })
	return append(all, p.besides(sub, from, today, unacknowledged)...)
}

// besides returns all but the steps.
func (p *Planner) besides(sub *Subscriber, from, today viet.Date, unacknowledged []Reminder) []Reminder {
	if !p.diary.speaksOn(today, &sub.Rule) {
		return nil
	}
	all := p.changesFor(sub, from.AddDays(-1), today)
	if b, ok := p.Board(sub.Board); ok && b.Secretariat {
		all = append(all, p.unanswered(sub, b, today, unacknowledged)...)
	}
	return append(all, p.figuresDue(sub, from, today)...)
}

// changesFor returns what happened to the register since a day and concerns the Subscriber. What was taken back since is
// among it: whether there is anything to tell depends on what was told before, which only the ledger knows. It keeps each
// Change apart, and Notice leaves out what comes to nothing.
func (p *Planner) changesFor(sub *Subscriber, from, today viet.Date) []Reminder {
	var concerned map[int]followed
	board, _ := p.Board(sub.Board)
	var all []Reminder
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.Kind == KindPast {
			if board.Secretariat && c.Day.Compare(today) <= 0 {
				all = append(all, Reminder{Key: key(c.Kind, c.Key), Subscriber: sub.ID, Kind: c.Kind, Day: today, Detail: c.Key})
			}
			continue
		}
		if c.Day.Before(from) || today.Before(c.Day) || c.Day.Before(viet.DateOf(sub.Since)) {
			continue
		}
		r := Reminder{Key: key(c.Kind, c.Key), Subscriber: sub.ID, Kind: c.Kind, Day: today, Task: c.Task, Due: c.Due, Detail: c.Key}
		if concerned == nil {
			concerned = map[int]followed{}
			for _, f := range p.follows(sub) {
				concerned[f.task] = f
			}
		}
		if f, ok := concerned[p.taskNumber(c.Task)]; ok && !p.Tasks[f.task].Draft {
			r.Work = Work{Milestone: c.Milestone, Agency: f.agency}
			all = append(all, r)
		}
	}
	return all
}

func (p *Planner) taskNumber(id string) int {
	if i, ok := p.tasks[id]; ok {
		return i
	}
	return -1
}

// patience is how many working days a Board has to acknowledge what it was told.
const patience = 2

// SentThrough is the day until which something must have been sent to count as unacknowledged today.
func (p *Planner) SentThrough(today viet.Date) viet.Date { return p.Calendar.Add(today, -patience) }

// unanswered picks what boards below a secretariat have not acknowledged. It goes up one level, once.
func (p *Planner) unanswered(sub *Subscriber, above Board, today viet.Date, unacknowledged []Reminder) []Reminder {
	var all []Reminder
	seen := map[string]bool{}
	for _, r := range unacknowledged {
		teller, ok := p.Subscriber(r.Subscriber)
		if !ok || r.Kind != KindStep || p.onlyHears(teller, r.Work, today) {
			continue
		}
		board, ok := p.Board(teller.Board)
		if !ok || board.ID == above.ID || board.Secretariat && board.Above != above.ID || board.Above != 0 && board.Above != above.ID {
			continue
		}
		if progress := p.ProgressOf(r.Work); progress.State.Ends() || !progress.AcknowledgedAt.IsZero() {
			continue
		}
		m, t, ok := p.Milestone(r.Work.Milestone)
		if !ok || !t.Gone.IsZero() || !m.Gone.IsZero() {
			continue
		}
		name := strconv.FormatInt(board.ID, 10)
		k := key(KindUnanswered, r.Work.Milestone, r.Due.String(), name, r.Work.Agency)
		if seen[k] {
			continue
		}
		seen[k] = true
		all = append(all, Reminder{
			Key: k, Subscriber: sub.ID, Kind: KindUnanswered, Day: today,
			Task: r.Task, Work: r.Work, Due: r.Due, Detail: name,
		})
	}
	return all
}

// onlyHears reports whether a Subscriber was told of Work that others answer for, so that nobody waits for its word.
func (p *Planner) onlyHears(sub Subscriber, w Work, today viet.Date) bool {
	others := func(f Follow) bool { return f.Kind != FollowAgency }
	return slices.ContainsFunc(sub.Follows, others) && !p.MayReport(sub, w, today)
}

// figuresDue returns the digest on the first day of a week, and the picture on the first of a month, on which the
// Subscriber is spoken to.
func (p *Planner) figuresDue(sub *Subscriber, from, today viet.Date) []Reminder {
	monday := today.AddDays(-(int(today.Time().Weekday()) + 6) % week)
	month := viet.Date{Year: today.Year, Month: today.Month, Day: 1}
	var all []Reminder
	add := func(kind Kind, since viet.Date, name string) {
		if first := p.diary.onOrAfter(since, &sub.Rule); from.Compare(first) <= 0 && first.Compare(today) <= 0 {
			all = append(all, Reminder{Key: key(kind, name), Subscriber: sub.ID, Kind: kind, Day: today, Detail: name})
		}
	}
	if sub.Rule.Digest {
		add(KindDigest, monday, monday.String())
	}
	if sub.Rule.Picture {
		add(KindPicture, month, month.AddDays(-1).String()[:len("2023-05")])
	}
	return all
}

// pastAtPublication reports whether a due day was past when it was first published, and nobody was given more time since.
func (s *Snapshot) pastAtPublication(m *Milestone, work Work, due viet.Date) bool {
	if m.Published.IsZero() || !due.Before(m.Published) {
		return false
	}
	said := s.progress[work]
	return said.State != Extended || said.Until.Before(m.Published)
}

// firstRound is the day before which a cycle does not come round yet.
func firstRound(t *Task, m *Milestone) viet.Date {
	first := later(m.Published, m.Start)
	if m.Start.IsZero() && m.Due.IsZero() && t.PlanYear > 0 {
		first = later(first, viet.Date{Year: t.PlanYear, Month: time.January, Day: 1})
	}
	return first
}

// lastRound is the day after which a cycle does not come round any more; zero when it has no end.
func lastRound(t *Task, m *Milestone) viet.Date {
	if m.Due.IsZero() && t.PlanYear > 0 {
		return viet.Date{Year: t.PlanYear, Month: time.December, Day: 31}
	}
	return m.Due
}
