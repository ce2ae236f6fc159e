package knowledge

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge/index"
)

// snapshot is one published corpus with everything that answering needs. It is never changed.
type snapshot struct {
	corpus    *corpus.Corpus
	listed    *agency.Registry // who is named in documents
	reg       *agency.Registry // … and in questions: also the bodies that the documents name and nobody has listed
	documents map[string]*corpus.Document
	passages  map[string]int             // Passage ID → position in corpus.Passages
	tasks     map[string][]int           // Passage ID → tasks read from it
	targets   map[string][]int           // Passage ID → targets read from it
	agencies  []taskAgencies             // of each task
	parts     map[string]map[string]bool // agency → documents in which it has a task
	ownWork   map[string]bool            // Document ID → it gives tasks to offices of its issuer
	names     []documentNames            // of each document
	taskOf    []*corpus.Document         // the document of each task
	passageOf []*corpus.Document         // … of each passage
	nameOf    map[string]*documentNames  // Document ID → how people call it
	entries   []entry
	words     []recordWords      // of each entry
	holding   map[string][]int32 // word → the entries of tasks that have it
	states    []string           // of each task, how it stands by its row; "" when nothing is said
	index     *index.Index
	taskWords func() [][]uint64 // of each task, for telling those that are worded alike; made when first asked for
	initials  func() initials   // what the documents explain abbreviations by; read when one is first typed
	headings  func() []headed   // with the tasks below them; read when first asked for
	examples  []Suggestion      // questions that this corpus answers
	model     *aid              // whom answers may ask for help; nil for nobody
	people    []personWords     // of each person
}

// manyEntries is how many entries make it better to prepare everything at publishing.
const manyEntries = 10_000

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
	internal           bool // only offices lead that no other document would know: "Phòng Tổ chức"
}

func newSnapshot(ctx context.Context, c *corpus.Corpus, reg *agency.Registry, e index.Embedder, model *aid, progress Progress) (*snapshot, error) {
	s := &snapshot{
		corpus: c, listed: reg, reg: reg.Learn(bodiesIn(c)),
		documents: map[string]*corpus.Document{}, passages: map[string]int{},
		tasks: map[string][]int{}, targets: map[string][]int{}, ownWork: map[string]bool{},
	}
	s.readFacts(reg)
	s.taskWords = sync.OnceValue(func() [][]uint64 { return wordsOfTasks(c.Tasks) })
	texts := s.addTasks()
	s.parts = s.partsOf()
	for i := range c.Tasks {
		s.states = append(s.states, s.stateOf(i))
	}
	texts = s.addPassages(texts)
	s.words = make([]recordWords, len(s.entries))
	var wg sync.WaitGroup
	wg.Go(func() {
		for i, e := range s.entries {
			s.words[i] = s.wordsOf(e)
		}
		s.holding = s.postings()
	})
	var err error
	s.index, err = index.New(ctx, texts, e, progress)
	wg.Wait()
	if err != nil {
		return nil, err
	}
	s.initials = sync.OnceValue(s.readInitials)
	s.headings = sync.OnceValue(s.readHeadings)
	if len(s.entries) > manyEntries { // too long to wait for in the middle of a question
		s.initials()
		s.taskWords()
		s.headings()
	}
	s.examples, err = s.findExamples(ctx)
	s.model = model // not before: examples are what the documents answer by themselves
	return s, err
}

// readFacts prepares what is looked up by document, passage and person.
func (s *snapshot) readFacts(reg *agency.Registry) {
	c := s.corpus
	for _, d := range c.Documents {
		s.documents[d.ID] = d
	}
	s.names = nameDocuments(c.Documents, reg)
	s.placeDocuments()
	s.nameOf = make(map[string]*documentNames, len(s.names))
	for i := range s.names {
		s.nameOf[s.names[i].id] = &s.names[i]
	}
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
}

// postings are the words of all tasks, as supports reads them, with the entries that have them.
func (s *snapshot) postings() map[string][]int32 {
	holding := map[string][]int32{}
	for i, e := range s.entries {
		if e.task < 0 {
			continue
		}
		for _, word := range strings.Fields(s.words[i].folded) {
			if at := holding[word]; len(at) == 0 || at[len(at)-1] != int32(i) {
				holding[word] = append(at, int32(i))
			}
		}
	}
	return holding
}

// addTasks makes an entry of every task.
func (s *snapshot) addTasks() []index.Entry {
	var texts []index.Entry
	for i := range s.corpus.Tasks {
		t := &s.corpus.Tasks[i]
		a := s.agenciesOf(t)
		s.agencies = append(s.agencies, a)
		s.ownWork[t.Document] = s.ownWork[t.Document] || a.internal
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
			Title: s.documents[p.Document].Title + " " + strings.Join(p.Trail, " ") + " " + s.slideAbove(i),
			Text:  p.Text,
		})
	}
	return texts
}

// bodiesIn are the names of all who have a task, or a platform in their care.
func bodiesIn(c *corpus.Corpus) []string {
	var names []string
	for i := range c.Tasks {
		names = append(append(names, c.Tasks[i].Lead...), c.Tasks[i].Coordinating...)
	}
	for i := range c.Platforms {
		names = append(names, c.Platforms[i].Owner...)
	}
	return names
}

// bodies are the agencies that a name of a task's register stands for.
func (s *snapshot) bodies(name string) []*agency.Agency {
	var bodies []*agency.Agency
	whole, known := s.reg.Lookup(name)
	if known && whole.Kind != agency.Group {
		bodies = append(bodies, whole)
	}
	for _, m := range s.listed.Find(name) {
		if known && m.Agency.Kind == agency.Province { // "Công ty Điện lực Cà Mau" is not Cà Mau
			continue
		}
		if !slices.Contains(bodies, m.Agency) {
			bodies = append(bodies, m.Agency)
		}
	}
	return bodies
}

// onSlide reports whether a passage may be a line of a slide: it stands in no section, under no heading.
func (s *snapshot) onSlide(passage int) bool {
	p := &s.corpus.Passages[passage]
	return p.Section == "" && len(p.Trail) == 0
}

// slideAbove is what stands above a line of a slide: the short lines before it, of which one is its heading.
func (s *snapshot) slideAbove(line int) string {
	const lines, longest = 8, 60
	p := &s.corpus.Passages[line]
	if !s.onSlide(line) {
		return ""
	}
	var above strings.Builder
	for i := line - 1; i >= 0 && i >= line-lines && s.corpus.Passages[i].Document == p.Document; i-- {
		if text := s.corpus.Passages[i].Text; utf8.RuneCountInString(text) <= longest && !strings.ContainsAny(text, ".;:\t") {
			above.WriteString(" " + text)
		}
	}
	return above.String()
}

func (s *snapshot) agenciesOf(t *corpus.Task) taskAgencies {
	a := taskAgencies{internal: len(t.Lead) > 0}
	for _, name := range t.Lead {
		a.internal = a.internal && len(s.listed.Find(name)) == 0
		for _, b := range s.bodies(name) {
			a.lead = append(a.lead, b.Name)
			a.place = a.place || b.Kind == agency.Province
		}
		if committee := s.namelessCommittee(name, t.Document); committee != "" {
			a.lead = append(a.lead, committee)
		}
	}
	for _, name := range t.Coordinating {
		for _, b := range s.bodies(name) {
			a.coordinating = append(a.coordinating, b.Name)
		}
	}
	return a
}

// namelessCommittee returns the committee that "Các Ủy viên Ủy ban" are members of in a
// document whose title names one, else "".
func (s *snapshot) namelessCommittee(lead, document string) string {
	const short = "Ủy ban"
	title := s.listed.Find(s.documents[document].Title)
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
