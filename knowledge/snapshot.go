package knowledge

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/knowledge/index"
)

// snapshot is one published corpus with everything that answering needs. It is never changed.
type snapshot struct {
	corpus    *corpus.Corpus
	reg       *agency.Registry
	documents map[string]*corpus.Document
	passages  map[string]int      // Passage ID → position in corpus.Passages
	tasks     map[string][]int    // Passage ID → tasks read from it
	targets   map[string][]int    // Passage ID → targets read from it
	agencies  []taskAgencies      // of each task
	taskOf    []*corpus.Document  // the document of each task
	passageOf []*corpus.Document  // … of each passage
	issuers   map[string][]string // Document ID → official names of who issued it
	names     []documentNames     // of each document
	entries   []entry
	words     []recordWords // of each entry
	index     *index.Index
	people    []personWords // of each person
	examples  []Suggestion  // questions that this corpus answers
}

// entry is what one hit of the index stands for: a task, or a passage that is no task.
type entry struct {
	task    int // position in corpus.Tasks, or -1
	passage int // position in corpus.Passages
}

// personWords are the name and the post of a person, folded and padded.
type personWords struct{ name, post string }

// taskAgencies are the agencies named in a task, by official name.
type taskAgencies struct {
	lead, coordinating []string
	place              bool // a province or city leads
}

func newSnapshot(ctx context.Context, c *corpus.Corpus, reg *agency.Registry, progress Progress) (*snapshot, error) {
	s := &snapshot{
		corpus: c, reg: reg,
		documents: map[string]*corpus.Document{}, passages: map[string]int{},
		tasks: map[string][]int{}, targets: map[string][]int{}, issuers: map[string][]string{},
	}
	for _, d := range c.Documents {
		s.documents[d.ID] = d
		for _, m := range reg.Find(d.Issuer) {
			s.issuers[d.ID] = append(s.issuers[d.ID], m.Agency.Name)
		}
	}
	s.names = nameDocuments(c.Documents)
	for i := range c.Passages {
		s.passages[c.Passages[i].ID] = i
		s.passageOf = append(s.passageOf, s.documents[c.Passages[i].Document])
	}
	for i := range c.Tasks {
		s.taskOf = append(s.taskOf, s.documents[c.Tasks[i].Document])
	}
	for i := range c.Targets {
		s.targets[c.Targets[i].Passage] = append(s.targets[c.Targets[i].Passage], i)
	}
	for i := range c.People {
		s.people = append(s.people, personWords{name: pad(c.People[i].Name), post: pad(c.People[i].Post)})
	}
	texts := s.addTasks()
	texts = s.addPassages(texts)
	s.words = make([]recordWords, len(s.entries))
	var wg sync.WaitGroup
	wg.Go(func() {
		for i, e := range s.entries {
			s.words[i] = s.wordsOf(e)
		}
	})
	var err error
	s.index, err = index.New(ctx, texts, index.LocalEmbedder{}, progress)
	wg.Wait()
	if err != nil {
		return nil, err
	}
	s.examples, err = s.findExamples(ctx)
	return s, err
}

// addTasks makes an entry of every task.
func (s *snapshot) addTasks() []index.Entry {
	var texts []index.Entry
	for i := range s.corpus.Tasks {
		t := &s.corpus.Tasks[i]
		s.agencies = append(s.agencies, s.agenciesOf(t))
		for _, id := range t.Passages {
			s.tasks[id] = append(s.tasks[id], i)
		}
		p := -1
		title := s.documents[t.Document].Title
		if len(t.Passages) > 0 {
			p = s.passages[t.Passages[0]]
			title += " " + strings.Join(s.corpus.Passages[p].Trail, " ")
		}
		s.entries = append(s.entries, entry{i, p})
		var deadlines strings.Builder
		for _, m := range t.Milestones {
			deadlines.WriteString(" " + m.Label + " " + m.Phrase)
		}
		texts = append(texts, index.Entry{
			ID:    t.ID,
			Title: title + " " + strings.Join(t.Lead, ", ") + " " + strings.Join(t.Coordinating, ", ") + deadlines.String(),
			Text:  t.Title + ". " + t.Text,
		})
	}
	return texts
}

// addPassages makes an entry of every passage that is not covered by a task.
func (s *snapshot) addPassages(texts []index.Entry) []index.Entry {
	for i := range s.corpus.Passages {
		p := &s.corpus.Passages[i]
		if len(s.tasks[p.ID]) > 0 || len(p.Text) < 12 || len(p.Text) < 30 && strings.HasSuffix(p.Text, ":") || strings.ToUpper(p.Text) == p.Text {
			continue
		}
		s.entries = append(s.entries, entry{-1, i})
		texts = append(texts, index.Entry{
			ID:    p.ID,
			Title: s.documents[p.Document].Title + " " + strings.Join(p.Trail, " "),
			Text:  p.Text,
		})
	}
	return texts
}

func (s *snapshot) agenciesOf(t *corpus.Task) taskAgencies {
	var a taskAgencies
	for _, name := range t.Lead {
		for _, m := range s.reg.Find(name) {
			a.lead = append(a.lead, m.Agency.Name)
			a.place = a.place || m.Agency.Kind == agency.Province
		}
		if committee := s.namelessCommittee(name, t.Document); committee != "" {
			a.lead = append(a.lead, committee)
		}
	}
	for _, name := range t.Coordinating {
		for _, m := range s.reg.Find(name) {
			a.coordinating = append(a.coordinating, m.Agency.Name)
		}
	}
	return a
}

// namelessCommittee returns the committee that "Các Ủy viên Ủy ban" are members of in a
// document whose title names one, else "".
func (s *snapshot) namelessCommittee(lead, document string) string {
	const short = "Ủy ban"
	title := s.reg.Find(s.documents[document].Title)
	if !strings.HasSuffix(lead, " "+short) || len(title) != 1 || title[0].Agency.Kind != agency.Committee || !strings.HasPrefix(title[0].Agency.Name, short+" ") {
		return ""
	}
	return title[0].Agency.Name
}

// document returns the document of an entry.
func (s *snapshot) document(e entry) *corpus.Document {
	if e.task >= 0 {
		return s.taskOf[e.task]
	}
	return s.passageOf[e.passage]
}

// section returns the section path of an entry.
func (s *snapshot) section(e entry) string {
	if e.task >= 0 {
		return s.corpus.Tasks[e.task].Section
	}
	return s.corpus.Passages[e.passage].Section
}

// documentNames is how people call a document.
type documentNames struct {
	id      string
	full    string             // the whole number, folded: "17/qd-ubqgcds"
	number  string             // the digits before the slash: "17"
	kinds   []string           // folded and padded: " quyet dinh ", and what it issues: " ke hoach ", " chien luoc "
	title   map[string]float64 // folded words of the title, padded; rare ones among all titles weigh more
	year    int
	plans   bool // the title names the year: the document is for that year only
	isDraft bool
}

// kindsOf names what a document is, and what it issues or approves.
func kindsOf(d *corpus.Document) []string {
	kinds := []string{pad(d.Kind)}
	if d.Kind == "Công văn" {
		kinds = append(kinds, " van ban ")
	}
	title := pad(d.Title)
	for _, k := range []string{" ke hoach ", " chien luoc ", " chuong trinh ", " de an ", " quy che ", " danh sach ", " huong dan "} {
		if strings.Contains(title, k) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// nameDocuments weighs the words of each title by how few titles have them.
func nameDocuments(documents []*corpus.Document) []documentNames {
	frequency := map[string]int{}
	names := make([]documentNames, len(documents))
	for i, d := range documents {
		n := documentNames{id: d.ID, kinds: kindsOf(d), year: d.Year, isDraft: d.Status == corpus.Draft, title: map[string]float64{}}
		n.full = viet.Fold(d.Number)
		n.number, _, _ = strings.Cut(d.Number, "/")
		n.plans = d.Year != 0 && strings.Contains(d.Title, "năm "+strconv.Itoa(d.Year))
		for _, t := range viet.Tokenize(d.Title) {
			word := " " + t.Folded + " "
			if _, seen := n.title[word]; !seen && !isYear(t.Folded) {
				n.title[word] = 0
				frequency[word]++
			}
		}
		names[i] = n
	}
	for i := range names {
		for w := range names[i].title {
			names[i].title[w] = 1 / float64(frequency[w]*frequency[w])
		}
	}
	return names
}

func isYear(s string) bool {
	return len(s) == 4 && (s[:2] == "20" || s[:2] == "19") && s[2] >= '0' && s[2] <= '9' && s[3] >= '0' && s[3] <= '9'
}
