package console

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/corpus/viet"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
)

// looked is an Edition with what finds its way through it.
type looked struct {
	ed        *library.Edition
	documents map[string]*corpus.Document // by ID
	passages  map[string]int              // by ID: in Corpus.Passages
	within    map[string]int              // by ID: which of its document it is, from 0
	tasks     map[string]int              // by ID: in Corpus.Tasks
	at        map[string][]int            // tasks by the passages that they were read from
	doubts    func() []review.Doubt       // all that were read, in their order
	folded    func() []string             // of each task the words by which it is searched
	agencies  func() []string             // names in the tasks, sorted
}

// mostLooked is how many are kept: what is in force and a candidate. They are large.
const mostLooked = 2

// look prepares an Edition, or finds it prepared.
func (s *state) look(ed *library.Edition) *looked {
	s.mu.Lock()
	for _, l := range s.looked {
		if l.ed == ed {
			s.mu.Unlock()
			return l
		}
	}
	s.mu.Unlock()
	l := newLooked(ed)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.looked = append(s.looked, l); len(s.looked) > mostLooked {
		s.looked = slices.Delete(s.looked, 0, 1)
	}
	return l
}

func newLooked(ed *library.Edition) *looked {
	c := ed.Corpus
	l := &looked{
		ed: ed, documents: map[string]*corpus.Document{}, passages: make(map[string]int, len(c.Passages)), within: make(map[string]int, len(c.Passages)),
		tasks: make(map[string]int, len(c.Tasks)), at: map[string][]int{},
		doubts:   sync.OnceValue(func() []review.Doubt { return review.Doubts(edits.Applied{}, ed.Applied) }),
		folded:   sync.OnceValue(func() []string { return foldTasks(c) }),
		agencies: sync.OnceValue(func() []string { return agenciesOf(c) }),
	}
	for _, d := range c.Documents {
		l.documents[d.ID] = d
	}
	before := map[string]int{}
	for i := range c.Passages {
		p := &c.Passages[i]
		l.passages[p.ID], l.within[p.ID] = i, before[p.Document]
		before[p.Document]++
	}
	for i := range c.Tasks {
		l.tasks[c.Tasks[i].ID] = i
		for _, p := range c.Tasks[i].Passages {
			l.at[p] = append(l.at[p], i)
		}
	}
	return l
}

// foldTasks makes what is searched of each task: words without marks, so that "bao cao" finds "báo cáo".
func foldTasks(c *corpus.Corpus) []string {
	all := make([]string, len(c.Tasks))
	for i := range c.Tasks {
		t := &c.Tasks[i]
		words := []string{t.Section, t.Title, t.Text, strings.Join(t.Lead, " "), strings.Join(t.Coordinating, " ")}
		for _, m := range t.Milestones {
			words = append(words, m.Label, m.Phrase)
		}
		all[i] = viet.Fold(viet.Squeeze(strings.Join(words, " ")))
	}
	return all
}

func agenciesOf(c *corpus.Corpus) []string {
	seen := map[string]bool{}
	for i := range c.Tasks {
		for _, name := range slices.Concat(c.Tasks[i].Lead, c.Tasks[i].Coordinating) {
			seen[name] = true
		}
	}
	all := make([]string, 0, len(seen))
	for name := range seen {
		all = append(all, name)
	}
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(viet.Fold(a), viet.Fold(b)) })
	return all
}

// edition reads a version to be shown; a job says that it is not ready yet.
func (c *Console) edition(r *http.Request, id int64) (*looked, *job, error) {
	if e := c.cfg.Library.InForce(); e != nil && e.Version.ID == id {
		return c.state.look(e), nil, nil
	}
	ed, still, err := fetch(c, r, "edition "+strconv.FormatInt(id, 10), "Đọc bộ văn bản", func(ctx context.Context, progress library.Progress) (*library.Edition, error) {
		return c.cfg.Library.Edition(ctx, id, progress)
	})
	if err != nil || still != nil {
		return nil, still, err
	}
	return c.state.look(ed), nil, nil
}

// atWork is edition of what corrections are made to: nil when nothing was loaded yet.
func (c *Console) atWork(r *http.Request) (*looked, *job, error) {
	id, err := c.working(r.Context())
	if err != nil || id == 0 {
		return nil, nil, err
	}
	return c.edition(r, id)
}

// DocumentName is how a document is called.
func (l *looked) DocumentName(id string) string {
	if d := l.documents[id]; d != nil {
		return d.Name()
	}
	return id
}

// task returns a task by its ID, nil when there is none.
func (l *looked) task(id string) *corpus.Task {
	i, ok := l.tasks[id]
	if !ok {
		return nil
	}
	return &l.ed.Corpus.Tasks[i]
}

// nothingYet is what stands on pages of documents before there are any.
func nothingYet(title string) reply { return page("doc-none.html", title, nil) }
