package knowledge

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
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
	names     []documentNames            // of each document
	taskOf    []*corpus.Document         // the document of each task
	passageOf []*corpus.Document         // … of each passage
	nameOf    map[string]*documentNames  // Document ID → how people call it
	entries   []entry
	words     []recordWords // of each entry
	states    []string      // of each task, how it stands by its row; "" when nothing is said
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
}

func newSnapshot(ctx context.Context, c *corpus.Corpus, reg *agency.Registry, e index.Embedder, model *aid, progress Progress) (*snapshot, error) {
	s := &snapshot{
		corpus: c, listed: reg, reg: reg.Learn(bodiesIn(c)),
		documents: map[string]*corpus.Document{}, passages: map[string]int{},
		tasks: map[string][]int{}, targets: map[string][]int{},
	}
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

// slideAbove is what stands above a line of a slide: the short lines before it, of which one is its heading.
func (s *snapshot) slideAbove(line int) string {
	const lines, longest = 8, 60
	p := &s.corpus.Passages[line]
	if p.Section != "" || len(p.Trail) > 0 {
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
	var a taskAgencies
	for _, name := range t.Lead {
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

// documentNames is how people call a document.
type documentNames struct {
	id                   string
	number               string   // the digits before the slash: "17"
	kind                 string   // folded and padded: " quyet dinh "
	contents             []string // what it issues: " ke hoach ", " chien luoc "
	titlePadded          string
	letters              string      // of its number, that no other has, padded
	days                 []string    // how its date is typed: " 25 2 2023 "
	issuers              []string    // the bodies that its issuer names
	title                []titleWord // folded; rare ones among all titles weigh more
	year                 int
	titleWeight          float64 // of all of title
	plans                bool    // the title names the year: the document is for that year only
	isDraft, isReference bool
	ofProvince           bool // its issuer says of which province it is
}

// issuersOf are the bodies that the issuer of a document names: of a department its province too.
func issuersOf(d *corpus.Document, reg *agency.Registry) []string {
	var names []string
	for _, m := range reg.Find(d.Issuer) {
		names = append(names, m.Agency.Name)
	}
	return names
}

// placeDocuments finds the province of each document whose issuer does not say it: the one
// that its passages name by far the most.
func (s *snapshot) placeDocuments() {
	const times = 2
	named := map[string]map[string]int{}
	for i := range s.names {
		if n := &s.names[i]; !n.ofProvince && (len(n.issuers) == 0 || !s.isCentral(n.issuers[0])) {
			named[n.id] = map[string]int{}
		}
	}
	for i := range s.corpus.Passages {
		p := &s.corpus.Passages[i]
		if named[p.Document] == nil {
			continue
		}
		for _, m := range s.listed.Find(p.Text) {
			if m.Agency.Kind == agency.Province {
				named[p.Document][m.Agency.Name]++
			}
		}
	}
	for i := range s.names {
		n := &s.names[i]
		first, second, place := 0, 0, ""
		for _, name := range slices.Sorted(maps.Keys(named[n.id])) {
			switch count := named[n.id][name]; {
			case count > first:
				first, second, place = count, first, name
			case count > second:
				second = count
			}
		}
		if first > 1 && first >= times*second {
			n.issuers, n.ofProvince = append(n.issuers, place), true
		}
	}
}

// isCentral reports whether a body is of the Government rather than of a province.
func (s *snapshot) isCentral(name string) bool {
	a, ok := s.listed.Lookup(name)
	return ok && a.Kind != agency.Department && a.Kind != agency.Locality
}

// contentsOf names what a document issues or approves.
func contentsOf(d *corpus.Document) []string {
	var contents []string
	if d.Kind == "Công văn" {
		contents = append(contents, " van ban ")
	}
	title := pad(d.Title)
	for _, k := range []string{" ke hoach ", " chien luoc ", " chuong trinh ", " de an ", " quy che ", " danh sach ", " huong dan ", " bang theo doi ", " theo doi "} {
		if strings.Contains(title, k) {
			contents = append(contents, k)
		}
	}
	return contents
}

// daysOf are the ways to type the day of a document.
func daysOf(d viet.Date) []string {
	if d.IsZero() {
		return nil
	}
	short, long := fmt.Sprintf(" %d %d ", d.Day, int(d.Month)), fmt.Sprintf(" %02d %02d ", d.Day, int(d.Month))
	mixed := fmt.Sprintf(" %d %02d ", d.Day, int(d.Month))
	if short == long {
		return []string{short}
	}
	return []string{short, long, mixed}
}

// nameDocuments weighs the words of each title by how few titles have them.
func nameDocuments(documents []*corpus.Document, reg *agency.Registry) []documentNames {
	frequency := map[string]int{}
	names := make([]documentNames, len(documents))
	for i, d := range documents {
		n := documentNames{
			id: d.ID, kind: pad(d.Kind), contents: contentsOf(d), titlePadded: pad(d.Title), days: daysOf(d.Date), issuers: issuersOf(d, reg),
			year: d.Year, isDraft: d.Status == corpus.Draft, isReference: d.Status == corpus.Reference,
		}
		n.ofProvince = slices.ContainsFunc(n.issuers, func(name string) bool {
			a, ok := reg.Lookup(name)
			return ok && a.Kind == agency.Province
		})
		n.number, _, _ = strings.Cut(d.Number, "/")
		n.plans = d.Year != 0 && strings.Contains(d.Title, "năm "+strconv.Itoa(d.Year))
		seen := map[string]bool{}
		for _, t := range viet.Tokenize(d.Title) {
			if !seen[t.Folded] && !isYear(t.Folded) {
				seen[t.Folded] = true
				n.title = append(n.title, titleWord{folded: t.Folded})
				frequency[t.Folded]++
			}
		}
		names[i] = n
	}
	lettersOf(names, documents)
	for i := range names {
		for k := range names[i].title {
			w := &names[i].title[k]
			w.weight = 1 / float64(frequency[w.folded]*frequency[w.folded])
			names[i].titleWeight += w.weight
		}
	}
	return names
}

// titleWord is a word of a title with what it tells.
type titleWord struct {
	folded string
	weight float64
}

// lettersOf finds for each document the last letters of its number, if no other document has them.
func lettersOf(names []documentNames, documents []*corpus.Document) {
	count := map[string]int{}
	for i, d := range documents {
		if tokens := viet.Tokenize(d.Number); len(tokens) > 1 {
			names[i].letters = " " + tokens[len(tokens)-1].Folded + " "
			count[names[i].letters]++
		}
	}
	const shortest = 4
	for i := range names {
		if l := names[i].letters; count[l] > 1 || len(l) < shortest+2 {
			names[i].letters = ""
		}
	}
}

func isYear(s string) bool {
	return len(s) == 4 && (s[:2] == "20" || s[:2] == "19") && s[2] >= '0' && s[2] <= '9' && s[3] >= '0' && s[3] <= '9'
}
