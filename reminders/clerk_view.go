package reminders

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"dondoc/corpus/viet"
)

// View is how the register stands for a chat at one moment.
type View struct {
	*Snapshot
	Sub   Subscriber // what the chat follows, with what its Board answers for; none of it for a chat that follows nothing
	Board Board      // zero for a chat that has none
	Today viet.Date
	Wide  bool // the caller's to set: whoever asks sees all boards

	linked Subscriber // as it is stored; ID 0 when it is not
}

// View looks at the register for a chat. board is the one that whoever writes may speak for, 0 for none: it counts where
// the chat itself is not of one.
func (k *Clerk) View(ctx context.Context, chat Chat, board int64) (*View, error) {
	s, err := k.office.Snapshot(ctx)
	if err != nil {
		return nil, clerked(err)
	}
	v := &View{Snapshot: s, Today: k.Today()}
	v.linked, v.Board, err = k.store.Subscribed(ctx, chat)
	if err != nil && !errors.Is(err, ErrUnknown) {
		return nil, clerked(err)
	}
	v.Sub = v.linked
	if err == nil && !v.Board.Followers() {
		return v, nil
	}
	if b, ok := s.Board(board); ok && !b.Followers() {
		v.Board, v.Sub.Board, v.Sub.Follows = b, b.ID, withOwn(v.Sub.Follows, b)
	}
	return v, nil
}

// Stored reports whether reminders go to the chat.
func (v *View) Stored() bool { return v.linked.ID != 0 }

// OnlyFollows reports whether the chat is reminded by its own wish only, and so may end all of it.
func (v *View) OnlyFollows() bool {
	b, ok := v.Snapshot.Board(v.linked.Board)
	return v.Stored() && (v.linked.Self || ok && b.Followers())
}

// Overview reports whether the chat sees more boards than its own.
func (v *View) Overview() bool { return v.Wide || v.Board.Secretariat }

// Reports reports whether the chat may say how far Work has come.
func (v *View) Reports(w Work) bool { return v.Stored() && v.MayReport(v.linked, w, v.Today) }

// Hears reports whether the chat is reminded of a Task.
func (v *View) Hears(task string) bool {
	i, ok := v.tasks[task]
	return ok && v.Stored() && slices.ContainsFunc(v.follows(&v.linked), func(f followed) bool { return f.task == i })
}

// Followed is what the chat follows, as it is stored.
func (v *View) Followed() []Follow { return v.linked.Follows }

// Sees reports whether a Task may be shown to the chat: a Board's own is nobody else's business.
func (v *View) Sees(t *Task) bool { return t.Board == 0 || t.Board == v.Board.ID || v.Overview() }

// Own returns the Works of the chat, by due day: what its Board answers for, and what it follows. A recurring Task is
// there once, with the round that is due next.
func (v *View) Own() []Item { return v.list(v.Sub) }

// All is Own, and for who has an overview the Works of all boards that they see, too.
func (v *View) All() []Item {
	if v.Wide {
		return v.list(append(v.answering(v.Subscribers), v.Sub)...)
	}
	return v.list(v.below(v.Sub)...)
}

// Counted are the Figures of All as it stands now, while today is not over: what is due today is not late.
func (v *View) Counted() *Figures {
	byAgency := map[string]*Count{}
	for _, i := range v.All() {
		c := byAgency[i.Work.Agency]
		if c == nil {
			c = &Count{}
			byAgency[i.Work.Agency] = c
		}
		switch state := i.Progress.State; {
		case state == Cancelled:
		case state == Done:
			c.Done++
		case i.DaysLeft < 0:
			c.Late++
		case i.DaysLeft <= dueSoonDays:
			c.DueSoon++
		default:
			c.OnTime++
		}
	}
	return summed(byAgency, viet.Date{Year: v.Today.Year, Month: v.Today.Month, Day: 1}, v.Today)
}

// Of returns the Works that somebody hears of who follows f alone.
func (v *View) Of(f Follow) []Item { return v.list(Subscriber{Follows: []Follow{f}}) }

func (v *View) list(subscribers ...Subscriber) []Item {
	rounds := map[Work]int{} // by Work without its Due, place in items
	var items []Item
	for _, i := range v.Works(subscribers, v.Today) {
		if !i.Work.Due.IsZero() && i.Progress.State != Extended {
			w := i.Work
			w.Due = viet.Date{}
			if n, again := rounds[w]; again {
				if items[n].DaysLeft < 0 { // it has given way to this one
					items[n] = i
				}
				continue
			}
			rounds[w] = len(items)
		}
		items = append(items, i)
	}
	slices.SortStableFunc(items, func(a, b Item) int { return a.Due.Compare(b.Due) })
	return items
}

// Undated counts the Tasks of a Follow that the plan gives no day.
func (v *View) Undated(f Follow) int {
	n := 0
	for _, t := range v.StandingTasks(f) {
		dated := t.Recurring != "" || slices.ContainsFunc(t.Milestones, func(m Milestone) bool { return m.Gone.IsZero() && !m.Due.IsZero() })
		if !dated && !t.Draft {
			n++
		}
	}
	return n
}

// StandingTasks returns the Tasks of a Follow that are in the plan.
func (v *View) StandingTasks(f Follow) []*Task {
	var tasks []*Task
	sub := Subscriber{Follows: []Follow{f}}
	for _, f := range v.follows(&sub) {
		if t := &v.Tasks[f.task]; t.Gone.IsZero() && !t.Draft {
			tasks = append(tasks, t)
		}
	}
	return tasks
}

// OfCorpus returns the Task that was last matched with one of the corpus.
func (v *View) OfCorpus(id string) (*Task, bool) {
	for i := range v.Tasks {
		if t := &v.Tasks[i]; t.CorpusID == id && id != "" && t.Gone.IsZero() {
			return t, true
		}
	}
	return nil, false
}

var beforeSlash = regexp.MustCompile(`^\d+[a-z]?(?:/|$)`)

// Documents returns how the Documents of the register are cited that a text names: one by its whole number or title, else
// those whose number it begins ("17" for "17/QĐ-UBQGCDS").
func (v *View) Documents(text string) []string {
	text = foldedWords(text)
	var begun []string
	for i := range v.Tasks {
		t := &v.Tasks[i]
		if !t.Gone.IsZero() || t.Draft || t.Board != 0 || slices.Contains(begun, t.Document) {
			continue
		}
		switch document := foldedWords(t.Document); {
		case text == "":
		case document == text:
			return []string{t.Document}
		case beforeSlash.MatchString(text) && strings.HasPrefix(document, strings.TrimSuffix(text, "/")+"/"):
			begun = append(begun, t.Document)
		}
	}
	return begun
}

// Sections returns the Tasks that stand in a section ("IV.6"), of one Document or with "" of all.
func (v *View) Sections(section, document string) []*Task {
	section = foldedWords(section)
	var tasks []*Task
	for i := range v.Tasks {
		t := &v.Tasks[i]
		if t.Gone.IsZero() && !t.Draft && t.Board == 0 && foldedWords(t.Section) == section && (document == "" || t.Document == document) {
			tasks = append(tasks, t)
		}
	}
	return tasks
}

func foldedWords(s string) string { return viet.Squeeze(viet.Fold(viet.Normalize(s))) }
