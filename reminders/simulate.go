package reminders

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"dondoc/corpus/viet"
)

// Message is what one chat would get at a moment.
type Message struct {
	At     time.Time
	Notice Notice
}

// Simulate tells every message of the days from … to in the order of their moments, as if the program had run all the
// time, sending had been on and nobody had answered. It changes nothing. It ends early when ctx does.
func Simulate(ctx context.Context, s *Snapshot, from, to viet.Date) iter.Seq[Message] {
	return func(yield func(Message) bool) {
		sim := newSimulation(s, from, to)
		var held []Message // of chats in the west, whose day begins when others are at their next
		for day := from; day.Compare(to) <= 0; day = day.AddDays(1) {
			held = append(held, sim.messages(day)...)
			slices.SortStableFunc(held, func(a, b Message) int {
				return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Notice.Subscriber.ID, b.Notice.Subscriber.ID))
			})
			next := time.Date(day.Year, day.Month, day.Day+1, 0, 0, 0, 0, easternmost)
			for len(held) > 0 && (held[0].At.Before(next) || day == to) {
				if ctx.Err() != nil || !yield(held[0]) {
					return
				}
				held = held[1:]
			}
		}
	}
}

// easternmost is the zone in which a day begins first.
var easternmost = time.FixedZone("", 14*60*60)

// simulation goes through the days and remembers what a ledger would.
type simulation struct {
	planner     *Planner
	subscribers []Subscriber
	steps       []map[viet.Date][]Reminder // by Subscriber, by day
	told        map[ledgerKey]bool
	sent        []Reminder // the first step told of every Work, in the order of the days
}

// ledgerKey is what a ledger holds at most once.
type ledgerKey struct {
	subscriber int64
	key        string
}

func newSimulation(s *Snapshot, from, to viet.Date) *simulation {
	sim := &simulation{planner: NewPlanner(s), subscribers: slices.Clone(s.Subscribers), told: map[ledgerKey]bool{}}
	sim.steps = make([]map[viet.Date][]Reminder, len(sim.subscribers))
	for i := range sim.subscribers {
		sub := &sim.subscribers[i]
		sub.PlannedThrough = later(from, viet.DateOf(sub.Since)).AddDays(-1)
		sim.steps[i] = map[viet.Date][]Reminder{}
		sim.planner.Steps(sub, from, to, func(r Reminder) { sim.steps[i][r.Day] = append(sim.steps[i][r.Day], r) })
	}
	return sim
}

// messages are those of a day.
func (sim *simulation) messages(day viet.Date) []Message {
	var all []Message
	through := sim.planner.SentThrough(day)
	old, _ := slices.BinarySearchFunc(sim.sent, through.AddDays(1), func(r Reminder, d viet.Date) int { return r.Day.Compare(d) })
	for i := range sim.subscribers {
		sub := &sim.subscribers[i]
		reminders := sim.planner.besides(sub, sub.PlannedThrough.AddDays(1), day, sim.sent[:old])
		reminders = slices.DeleteFunc(reminders, func(r Reminder) bool { return !sim.once(r) })
		for _, r := range sim.steps[i][day] {
			if sim.once(Reminder{Subscriber: r.Subscriber, Key: key(KindStep, r.Work.Milestone, r.Due.String())}) {
				sim.sent = append(sim.sent, r)
			}
			reminders = append(reminders, r)
		}
		if sim.planner.diary.speaksOn(day, &sub.Rule) {
			sub.PlannedThrough = later(sub.PlannedThrough, day)
		}
		if n := sim.planner.Notice(*sub, reminders, day); !n.Empty() {
			all = append(all, Message{sub.Rule.Moment(day), n})
		}
	}
	return all
}

// once reports whether the ledger would take the Reminder: it has none of its key yet.
func (sim *simulation) once(r Reminder) bool {
	k := ledgerKey{r.Subscriber, r.Key}
	if sim.told[k] {
		return false
	}
	sim.told[k] = true
	return true
}
