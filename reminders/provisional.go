package reminders

import (
	"slices"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// Provisional is the register that a corpus gives when nothing is stored of it: every Document counts as published on
// the day that it bears.
func Provisional(c *corpus.Corpus) []Task {
	tasks := Reconcile(nil, c, viet.Date{}).Insert
	for i := range tasks {
		for m := range tasks[i].Milestones {
			tasks[i].Milestones[m].Published = tasks[i].Issued
		}
	}
	return tasks
}

// ProvisionalBoards are one Board with one Subscriber for each agency that leads a Task in its own name, sorted, with
// the default Rule. They stand in where no Board has been set up yet.
func ProvisionalBoards(tasks []Task, reg *agency.Registry) ([]Board, []Subscriber) {
	var names []string
	seen := map[string]bool{}
	for i := range tasks {
		for _, lead := range tasks[i].Lead {
			for _, name := range audienceOf(reg, lead).named {
				if !seen[name] {
					seen[name] = true
					names = append(names, name)
				}
			}
		}
	}
	slices.Sort(names)
	var boards []Board
	var subscribers []Subscriber
	for i, name := range names {
		b, s := ProvisionalBoard(int64(i+1), name)
		boards, subscribers = append(boards, b), append(subscribers, s)
	}
	return boards, subscribers
}

// provisionalChannel is the channel of chats that are only thought of.
const provisionalChannel = "mo-phong"

// ProvisionalBoard is the Board of an agency that has not set one up, and its Subscriber.
func ProvisionalBoard(id int64, agency string) (Board, Subscriber) {
	return Board{ID: id, Name: BoardName(agency), Agency: agency}, Subscriber{
		ID: id, Board: id, Channel: provisionalChannel, Chat: agency,
		Follows: []Follow{{FollowAgency, agency}}, Rule: DefaultRule(),
	}
}

// LookBack prepares for looking at days from first on that may lie before the register or a Subscriber was there: what
// was published later counts as published on the day that its Document bears, and who came later as always there.
func LookBack(e *Everything, first viet.Date) {
	e.Tasks, e.Subscribers = slices.Clone(e.Tasks), slices.Clone(e.Subscribers)
	for i := range e.Tasks {
		t := &e.Tasks[i]
		t.Milestones = slices.Clone(t.Milestones)
		for m := range t.Milestones {
			if first.Before(t.Milestones[m].Published) && t.Issued.Before(t.Milestones[m].Published) {
				t.Milestones[m].Published = t.Issued
			}
		}
	}
	if first.Before(viet.DateOf(e.SendingFrom)) {
		e.SendingFrom = time.Time{}
	}
	for i := range e.Subscribers {
		if first.Before(viet.DateOf(e.Subscribers[i].Since)) {
			e.Subscribers[i].Since = time.Time{}
		}
	}
}
