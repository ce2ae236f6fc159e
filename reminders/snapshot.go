package reminders

import (
	"cmp"
	"slices"
	"strings"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders/calendar"
)

// Snapshot is Everything with what is needed to find one's way in it. It does not change and is safe for concurrent
// use.
type Snapshot struct {
	Everything
	Calendar *calendar.Calendar

	registry   *agency.Registry
	tasks      map[string]int         // by ID
	milestones map[string]place       // by ID
	boards     map[int64]int          // by ID
	progress   map[Work]Progress      // what somebody has said something about
	changes    map[string]int         // by Key
	rounds     [][]bool               // of every Task, by Milestone: it comes round
	extended   map[string][]viet.Date // by Milestone, the rounds of a cycle that somebody was given more time for
	lead       roles                  // Tasks by who leads them
	takesPart  roles                  // Tasks by who only takes part
	documents  map[string][]int       // Tasks by how their Document is cited, folded
	words      []string               // of every Task, folded, blanks around each
	own        map[int64][]int        // a Board's own Tasks, which no other hears of
	owners     []string               // of every Task, in whose name Progress is kept where no agency is followed
}

// place is where a Milestone stands.
type place struct{ task, milestone int }

// roles are Tasks by the agencies that they name, and by the kinds that they name in general words.
type roles struct {
	named map[string][]int
	kinds map[agency.Kind][]int
}

// NewSnapshot indexes everything. reg tells who is meant by the names in the Tasks.
func NewSnapshot(e Everything, reg *agency.Registry) *Snapshot {
	s := &Snapshot{
		Everything: e, Calendar: calendar.Default(), registry: reg,
		tasks: map[string]int{}, milestones: map[string]place{}, boards: map[int64]int{}, changes: map[string]int{}, extended: map[string][]viet.Date{},
		progress:  make(map[Work]Progress, len(e.Progress)),
		lead:      roles{map[string][]int{}, map[agency.Kind][]int{}},
		takesPart: roles{map[string][]int{}, map[agency.Kind][]int{}},
		documents: map[string][]int{}, own: map[int64][]int{}, words: make([]string, len(e.Tasks)), owners: make([]string, len(e.Tasks)), rounds: make([][]bool, len(e.Tasks)),
	}
	if len(e.Days) > 0 {
		s.Calendar = s.Calendar.With(e.Days)
	}
	for i := range e.Boards {
		s.boards[e.Boards[i].ID] = i
	}
	for _, p := range e.Progress {
		s.progress[p.Work] = p
		if p.State == Extended && !p.Work.Due.IsZero() && !slices.Contains(s.extended[p.Milestone], p.Work.Due) {
			s.extended[p.Milestone] = append(s.extended[p.Milestone], p.Work.Due)
		}
	}
	for i := range e.Changes {
		s.changes[e.Changes[i].Key] = i
	}
	meant := map[string]audience{} // the same names come again and again
	for i := range e.Tasks {
		s.addTask(i, meant)
	}
	return s
}

func (s *Snapshot) addTask(i int, meant map[string]audience) {
	t := &s.Tasks[i]
	s.tasks[t.ID] = i
	s.rounds[i] = make([]bool, len(t.Milestones))
	for m := range t.Milestones {
		s.milestones[t.Milestones[m].ID] = place{i, m}
		s.rounds[i][m] = comesRound(t, m)
	}
	s.words[i] = paddedWords(t.Title + " " + t.Text)
	document := viet.Fold(viet.Normalize(t.Document))
	s.documents[document] = append(s.documents[document], i)
	within := provinceOf(s.registry, t.Issuer, meant)
	s.lead.add(s.registry, i, t.Lead, meant, within)
	s.takesPart.add(s.registry, i, t.Coordinating, meant, within)
	if b, ok := s.Board(t.Board); ok {
		s.own[b.ID] = append(s.own[b.ID], i)
		s.owners[i] = cmp.Or(b.Agency, b.Name)
	}
	if s.owners[i] == "" && len(t.Lead) > 0 {
		s.owners[i] = t.Lead[0]
		if named := meant[t.Lead[0]].named; len(named) > 0 {
			s.owners[i] = named[0]
		}
	}
}

// paddedWords returns the words of a text without marks, with a blank before and after each.
func paddedWords(text string) string {
	return " " + strings.Join(wordsOf(viet.Fold(viet.Normalize(text))), " ") + " "
}

// add notes whom the names mean. In a plan of a province general words ("các địa phương") mean what lies within it.
func (r roles) add(reg *agency.Registry, task int, names []string, meant map[string]audience, within string) {
	for _, name := range names {
		a := meantBy(reg, name, meant)
		for _, n := range a.named {
			r.named[n] = addOnce(r.named[n], task)
		}
		if within != "" && len(a.kinds) > 0 {
			r.named[within] = addOnce(r.named[within], task)
			continue
		}
		for _, k := range a.kinds {
			r.kinds[k] = addOnce(r.kinds[k], task)
		}
	}
}

// meantBy is audienceOf with a memory.
func meantBy(reg *agency.Registry, name string, meant map[string]audience) audience {
	a, ok := meant[name]
	if !ok {
		a = audienceOf(reg, name)
		meant[name] = a
	}
	return a
}

// provinceOf returns the province that issued a Document; "" when another did.
func provinceOf(reg *agency.Registry, issuer string, meant map[string]audience) string {
	for _, name := range meantBy(reg, issuer, meant).named {
		if a, ok := reg.Lookup(name); ok && a.Kind == agency.Province {
			return name
		}
	}
	return ""
}

// addOnce appends a number that is not the last one already. Tasks are added in order.
func addOnce(list []int, n int) []int {
	if len(list) > 0 && list[len(list)-1] == n {
		return list
	}
	return append(list, n)
}

// Task returns a Task by its ID.
func (s *Snapshot) Task(id string) (*Task, bool) {
	i, ok := s.tasks[id]
	if !ok {
		return nil, false
	}
	return &s.Tasks[i], true
}

// Milestone returns a Milestone and its Task by its ID.
func (s *Snapshot) Milestone(id string) (*Milestone, *Task, bool) {
	p, ok := s.milestones[id]
	if !ok {
		return nil, nil, false
	}
	return &s.Tasks[p.task].Milestones[p.milestone], &s.Tasks[p.task], true
}

// Board returns a Board by its ID.
func (s *Snapshot) Board(id int64) (Board, bool) {
	i, ok := s.boards[id]
	if !ok {
		return Board{}, false
	}
	return s.Boards[i], true
}

// Subscriber returns a Subscriber by its ID.
func (s *Snapshot) Subscriber(id int64) (Subscriber, bool) {
	i := slices.IndexFunc(s.Subscribers, func(sub Subscriber) bool { return sub.ID == id })
	if i < 0 {
		return Subscriber{}, false
	}
	return s.Subscribers[i], true
}

// ProgressOf returns how far Work has come. The zero State stands for Work of which nobody has said anything.
func (s *Snapshot) ProgressOf(w Work) Progress {
	if p, ok := s.progress[w]; ok {
		return p
	}
	return Progress{Work: w}
}

// dueOf returns the day in force: the one it was extended to, else the occurrence's or the Milestone's own.
func (s *Snapshot) dueOf(w Work, m *Milestone) viet.Date {
	if p, ok := s.progress[w]; ok && p.State == Extended && !p.Until.IsZero() {
		return p.Until
	}
	if !w.Due.IsZero() {
		return w.Due
	}
	return m.Due
}

// Item returns Work as it stands on a day; false when the register does not know it. A zero due means the day in force.
func (s *Snapshot) Item(w Work, due, today viet.Date) (Item, bool) {
	m, t, ok := s.Milestone(w.Milestone)
	if !ok {
		return Item{}, false
	}
	if due.IsZero() {
		due = s.dueOf(w, m)
	}
	item := Item{Work: w, Task: t, Milestone: m, Due: due, Progress: s.ProgressOf(w)}
	if !due.IsZero() {
		item.DaysLeft = today.DaysUntil(due)
	}
	return item, true
}

// PastAtPublication counts the Milestones that were past when they were first published, and so are never reminded of.
func (s *Snapshot) PastAtPublication() int {
	n := 0
	for i := range s.Tasks {
		for _, m := range s.Tasks[i].Milestones {
			if !m.Due.IsZero() && m.Due.Before(m.Published) {
				n++
			}
		}
	}
	return n
}

// followed is a Task that a Subscriber follows, on behalf of an agency, from a day on.
type followed struct {
	task   int
	agency string
	from   viet.Date // zero: always
}

// follows returns the Tasks that a Subscriber follows, each once: on behalf of an agency if it follows one that leads
// the Task, else of the first that leads it.
func (s *Snapshot) follows(sub *Subscriber) []followed {
	var all []followed
	seen := map[int]int{} // index in all
	add := func(tasks []int, agency string, from viet.Date) {
		for _, i := range tasks {
			n, again := seen[i]
			switch {
			case !again:
				seen[i] = len(all)
				all = append(all, followed{i, agency, from})
			case from.Before(all[n].from):
				all[n] = followed{i, agency, from}
			}
		}
	}
	for _, i := range s.own[sub.Board] {
		add([]int{i}, s.owners[i], viet.Date{})
	}
	for _, f := range sub.Follows {
		if f.Kind == FollowAgency {
			s.addAgency(f.Value, sub.Rule.Coordinating, add)
		}
	}
	for _, f := range sub.Follows { // behind those that it answers for, which are first
		if f.Kind == FollowWatch {
			s.addAgency(f.Value, sub.Rule.Coordinating, func(tasks []int, agency string, from viet.Date) { add(s.notOwn(tasks, sub.Board), agency, from) })
		}
	}
	for _, f := range sub.Follows {
		for _, i := range s.followedBy(f) {
			if b := s.Tasks[i].Board; b != 0 && b != sub.Board {
				continue
			}
			add([]int{i}, s.owners[i], viet.Date{})
		}
	}
	return all
}

// notOwn leaves out the own Tasks of other Boards.
func (s *Snapshot) notOwn(tasks []int, board int64) []int {
	own := func(i int) bool { return s.Tasks[i].Board != 0 && s.Tasks[i].Board != board }
	if !slices.ContainsFunc(tasks, own) {
		return tasks
	}
	return slices.DeleteFunc(slices.Clone(tasks), own)
}

func (s *Snapshot) addAgency(name string, coordinating bool, add func([]int, string, viet.Date)) {
	kind := agency.Kind("")
	aliases := aliasesOf(s.registry, name)
	if a, ok := s.registry.Lookup(name); ok {
		kind = a.Kind
	}
	for _, r := range []struct {
		roles
		wanted bool
	}{{s.lead, true}, {s.takesPart, coordinating}} {
		if !r.wanted {
			continue
		}
		for _, a := range aliases {
			add(r.named[a.name], a.name, a.from)
		}
		if kind != "" {
			add(r.kinds[kind], aliases[0].name, viet.Date{})
		}
	}
}

// followedBy returns the Tasks of a Follow that is of no agency.
func (s *Snapshot) followedBy(f Follow) []int {
	switch f.Kind {
	case FollowDocument:
		return s.documents[viet.Fold(viet.Normalize(f.Value))]
	case FollowTask:
		if i, ok := s.tasks[f.Value]; ok {
			return []int{i}
		}
	case FollowTheme:
		var some []int
		theme := paddedWords(f.Value)
		for i := range s.words {
			if strings.Contains(s.words[i], theme) {
				some = append(some, i)
			}
		}
		return some
	}
	return nil
}

// MayReport reports whether a Subscriber may say how far Work has come, put it off or rest it: it is of an agency that
// the Subscriber follows, or its Board's own. A secretariat may for all. Who follows a document, a theme or a Task of
// others only hears of it.
func (s *Snapshot) MayReport(sub Subscriber, w Work, on viet.Date) bool {
	sub.Follows = slices.DeleteFunc(slices.Clone(sub.Follows), func(f Follow) bool { return f.Kind != FollowAgency })
	return s.Follows(sub, w, on)
}

// Follows reports whether the Work is one that the Subscriber hears of on a day. A secretariat answers for all.
func (s *Snapshot) Follows(sub Subscriber, w Work, on viet.Date) bool {
	p, ok := s.milestones[w.Milestone]
	if !ok {
		return false
	}
	if b, ok := s.Board(sub.Board); ok && b.Secretariat {
		return true
	}
	return slices.ContainsFunc(s.follows(&sub), func(f followed) bool {
		return f.task == p.task && f.agency == w.Agency && f.from.Compare(on) <= 0
	})
}
