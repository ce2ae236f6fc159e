package reminders

import (
	"cmp"
	"slices"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// standingDocument are the Tasks of the register that came from one Document. What is gone and what stands are kept
// apart, for a number may come back in another year with a plan of its own.
type standingDocument struct {
	id     string
	name   documentName
	year   int
	issued viet.Date
	stands bool
	tasks  []int // in reconciler.standing
	doc    int   // the freshDocument that it is now
	into   int   // the freshDocument that has taken its Tasks in, when it is none itself
}

// freshDocument is a Document of the corpus with its Tasks.
type freshDocument struct {
	*corpus.Document
	name   documentName
	title  documentName
	over   bool  // it binds nobody today
	draft  bool  // today
	tasks  []int // in reconciler.fresh
	groups []int // what it was before: in reconciler.groups
}

func (r *reconciler) groupStanding() {
	type identity struct {
		id, name string
		year     int
		issued   viet.Date
		stands   bool
	}
	known := map[identity]int{}
	for i := range r.standing {
		t := r.standing[i].Task
		who := identity{t.DocumentID, t.Document, t.PlanYear, t.Issued, t.Gone.IsZero()}
		g, ok := known[who]
		if !ok {
			g = len(r.groups)
			known[who] = g
			r.groups = append(r.groups, &standingDocument{
				id: who.id, name: newDocumentName(who.name), year: who.year, issued: who.issued, stands: who.stands, doc: unmatched, into: unmatched,
			})
		}
		r.groups[g].tasks = append(r.groups[g].tasks, i)
	}
}

// addDocuments takes the Tasks from the corpus, but for those of drafts that became another Document.
func (r *reconciler) addDocuments(c *corpus.Corpus) {
	byID := make(map[string]int, len(c.Documents))
	for i, d := range c.Documents {
		byID[d.ID] = i
		status := d.StatusOn(r.today)
		r.docs = append(r.docs, &freshDocument{
			Document: d, name: newDocumentName(d.Name()), title: newDocumentName(d.Title),
			over: status == corpus.Superseded, draft: status == corpus.Draft || status == corpus.NotYet,
		})
	}
	counts := make([]int, len(r.docs))
	for i := range c.Tasks {
		if d, ok := byID[c.Tasks[i].Document]; ok {
			counts[d]++
		}
	}
	r.became = map[string]int{}
	for _, rel := range c.Relations {
		draft, ok := byID[rel.Document]
		issued, known := byID[rel.Other]
		if _, done := r.became[rel.Document]; rel.Kind == corpus.DraftOf && ok && known && !done &&
			counts[issued] > 0 && mayBecome(c.Documents[draft], c.Documents[issued]) {
			r.became[rel.Document] = issued
		}
	}
	for i := range c.Tasks {
		d, ok := byID[c.Tasks[i].Document]
		if _, gone := r.became[c.Tasks[i].Document]; !ok || gone || r.docs[d].over {
			continue
		}
		r.docs[d].tasks = append(r.docs[d].tasks, len(r.fresh))
		task := comparedTask{Task: registered(&c.Tasks[i], r.docs[d])}
		r.fresh = append(r.fresh, freshTask{comparedTask: task, from: &c.Tasks[i], doc: d, standing: unmatched})
	}
}

// mayBecome refuses what an old title alone suggests: a draft of a later year, or later than what was issued.
func mayBecome(draft, issued *corpus.Document) bool {
	return issued.ID != draft.ID && (draft.Year == 0 || issued.Year == 0 || draft.Year == issued.Year) &&
		(draft.Date.IsZero() || issued.Date.IsZero() || !issued.Date.Before(draft.Date))
}

// pairDocuments finds what each Document of the register is now. Of what stands, two never become one, unless the
// corpus says so of a draft; what is gone goes along with its Document to be found again.
func (r *reconciler) pairDocuments() {
	texts := newTextCounts(r)
	taken := map[int]bool{} // docs that a standing group has become
	r.pairBest(texts, taken, r.sameDocument)
	for _, g := range r.groups {
		if issued, ok := r.becameOf(g); ok {
			g.doc = issued
			taken[issued] = taken[issued] || g.stands
		}
	}
	r.pairBest(texts, taken, r.kindredDocument)
	for i, g := range r.groups {
		if g.doc == unmatched && g.stands {
			g.into = r.takenInto(i, texts)
		}
	}
	for i, g := range r.groups {
		if g.doc != unmatched {
			r.docs[g.doc].groups = append(r.docs[g.doc].groups, i)
		}
	}
}

// becameOf finds the issued Document of a group that is a draft.
func (r *reconciler) becameOf(g *standingDocument) (int, bool) {
	for _, d := range r.docs {
		issued, ok := r.became[d.ID]
		if ok && (d.ID == g.id || d.name.folded == g.name.folded) && mayBeKindred(g, r.docs[issued]) {
			return issued, true
		}
	}
	return unmatched, false
}

// pairBest pairs what score says belongs together (more than 0), the best first. A group that stands gets a Document
// of its own.
func (r *reconciler) pairBest(texts *textCounts, taken map[int]bool, score func(*standingDocument, *freshDocument, func() float64) float64) {
	type pair struct {
		group, doc int
		score      float64
	}
	var pairs []pair
	for i, g := range r.groups {
		if g.doc != unmatched {
			continue
		}
		for j, d := range r.docs {
			if _, draft := r.became[d.ID]; draft || g.stands && taken[j] {
				continue
			}
			if s := score(g, d, func() float64 { return texts.shared(i, j) }); s > 0 {
				pairs = append(pairs, pair{i, j, s})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.score, a.score) })
	for _, p := range pairs {
		g := r.groups[p.group]
		if g.doc != unmatched || g.stands && taken[p.doc] {
			continue
		}
		g.doc = p.doc
		if g.stands {
			taken[p.doc] = true
		}
	}
}

// sameDocument scores a Document that bears the old ID or name. Where several do (a number that two provinces have
// given, say), the one with the same Tasks is meant.
func (r *reconciler) sameDocument(g *standingDocument, d *freshDocument, shared func() float64) float64 {
	sameID, sameName := g.id == d.ID, g.name.folded == d.name.folded
	if !sameID && !sameName || !yearsAgree(g, d) {
		return 0
	}
	if !sameName && !slices.Equal(g.name.figures, d.name.figures) && shared() < halfTheTasks {
		return 0 // the ID of a long title leaves its end out: "… giai đoạn 1"
	}
	if g.name.isNumber && !g.issued.IsZero() && !d.Date.IsZero() && g.issued != d.Date && shared() < halfTheTasks {
		return 0 // another province's number, not a date that was misread
	}
	score := 4 * shared()
	if sameName {
		score += 2
	}
	if !g.issued.IsZero() && g.issued == d.Date {
		score++
	}
	if sameID {
		score++
	}
	return score
}

// yearsAgree tells a number, or the beginning of a title, that comes back every year.
func yearsAgree(g *standingDocument, d *freshDocument) bool {
	switch {
	case !g.issued.IsZero() && g.issued == d.Date:
		return true
	case g.year != 0 && d.Year != 0:
		return g.year == d.Year
	case !g.issued.IsZero() && !d.Date.IsZero():
		return g.issued.Year == d.Date.Year
	}
	return true
}

// mayBeKindred is stricter: two plans of one day may be for two years.
func mayBeKindred(g *standingDocument, d *freshDocument) bool {
	return yearsAgree(g, d) && (g.year == 0 || d.Year == 0 || g.year == d.Year)
}

// What makes a Document of another name the same: its title alone, its title and some of its Tasks, or half of them.
// The Tasks are those worded exactly as before; an issued plan has kept most of its draft's. A number that was
// corrected leaves nearly all.
const (
	titleAlone    = 0.9
	titleAndTasks = 0.6
	someTasks     = 0.25
	halfTheTasks  = 0.5
	nearlyAll     = 0.8
)

// kindredDocument scores a Document of another ID and name.
func (r *reconciler) kindredDocument(g *standingDocument, d *freshDocument, shared func() float64) float64 {
	if !mayBeKindred(g, d) {
		return 0
	}
	common := shared()
	if g.name.isNumber && d.Number != "" { // two numbers are two Documents, unless one was misread
		if g.issued == d.Date && !g.issued.IsZero() && common >= nearlyAll {
			return common
		}
		return 0
	}
	title := 0.0
	if !g.name.isNumber {
		title = g.name.alike(d.title)
	}
	if title >= titleAlone || title >= titleAndTasks && common >= someTasks || common >= halfTheTasks {
		return title + common
	}
	return 0
}

// takenInto finds the Document that has most of the Tasks of one that is no longer there, and half of them at least: a
// plan that has a file of its own may go back into that of its decision.
func (r *reconciler) takenInto(group int, texts *textCounts) int {
	g := r.groups[group]
	best, into := 0, unmatched
	for j, d := range r.docs {
		n := texts.common[group][j]
		if _, draft := r.became[d.ID]; draft || n <= best || float64(n) < halfTheTasks*float64(len(g.tasks)) ||
			!mayBeKindred(g, d) || g.name.isNumber && d.Number != "" {
			continue
		}
		best, into = n, j
	}
	return into
}

// relatedDocuments are pairs of Documents between which Tasks may have moved: a plan and the decision that it was
// issued with, two that bear the same number and date. Each is named once.
func (r *reconciler) relatedDocuments() [][2]int {
	byID := map[string]int{}
	byName := map[string]int{}
	seen := map[[2]int]bool{}
	var pairs [][2]int
	add := func(a, b int) {
		p := [2]int{min(a, b), max(a, b)}
		if a != b && !seen[p] {
			seen[p] = true
			pairs = append(pairs, p)
		}
	}
	for i, d := range r.docs {
		byID[d.ID] = i
		if first, ok := byName[d.name.folded]; !ok {
			byName[d.name.folded] = i
		} else if o := r.docs[first]; d.Date == o.Date && !d.Date.IsZero() && (d.Issuer == o.Issuer || d.Issuer == "" || o.Issuer == "") {
			add(first, i)
		}
	}
	for _, rel := range r.related {
		a, ok := byID[rel.Document]
		b, known := byID[rel.Other]
		if ok && known && (rel.Kind == corpus.IssuedWith || rel.Kind == corpus.DraftOf) {
			add(a, b)
		}
	}
	return pairs
}

// textCounts tells how many Tasks two Documents have in common word by word.
type textCounts struct {
	r      *reconciler
	common []map[int]int // by group, then by doc
}

func newTextCounts(r *reconciler) *textCounts {
	c := &textCounts{r, make([]map[int]int, len(r.groups))}
	inDocs := map[string]map[int]int{} // how often a text stands in which doc
	for i := range r.fresh {
		f := &r.fresh[i]
		if inDocs[f.Text] == nil {
			inDocs[f.Text] = map[int]int{}
		}
		inDocs[f.Text][f.doc]++
	}
	for g, group := range r.groups {
		c.common[g] = map[int]int{}
		counts := map[string]int{}
		for _, i := range group.tasks {
			text := r.standing[i].Text
			counts[text]++
			for d, n := range inDocs[text] {
				if counts[text] <= n {
					c.common[g][d]++
				}
			}
		}
	}
	return c
}

// shared is the share of the Tasks of both that they have in common; of what is gone, the share of that.
func (c *textCounts) shared(group, doc int) float64 {
	g, common := c.r.groups[group], float64(c.common[group][doc])
	if !g.stands {
		return common / float64(len(g.tasks))
	}
	return 2 * common / float64(len(g.tasks)+len(c.r.docs[doc].tasks))
}

func (r *reconciler) standingOf(doc int) []int {
	var all []int
	for _, g := range r.docs[doc].groups {
		all = append(all, r.groups[g].tasks...)
	}
	slices.Sort(all)
	return all
}

func (r *reconciler) freshOf(doc int) []int { return r.docs[doc].tasks }

// documentName is a number or a title made comparable.
type documentName struct {
	folded   string
	isNumber bool
	words    []string // sorted, each once
	figures  []string // those of words that are numbers
}

func newDocumentName(name string) documentName {
	var n documentName
	tokens := viet.Tokenize(viet.Normalize(name))
	parts := make([]string, len(tokens))
	for i, t := range tokens {
		parts[i] = t.Folded
		if trimmed := strings.TrimLeft(t.Folded, "0"); trimmed != "" && digitsAhead(t.Folded) > 0 {
			parts[i] = trimmed // "06/QĐ" is "6/QĐ"
		}
	}
	n.folded = strings.Join(parts, " ")
	n.isNumber = digitsAhead(name) > 0 && strings.ContainsAny(name, "/-") && !strings.Contains(name, " ")
	slices.Sort(parts)
	n.words = slices.Compact(parts)
	for _, w := range n.words {
		if digitsAhead(w) > 0 {
			n.figures = append(n.figures, w)
		}
	}
	return n
}

// alike is the share of common words of two titles; 0 when their numbers differ: years and phases are what tells plans
// apart.
func (n documentName) alike(o documentName) float64 {
	const fewest = 5 // words: a shorter title says too little
	if len(n.words) < fewest || len(o.words) < fewest || !slices.Equal(n.figures, o.figures) {
		return 0
	}
	common := 0
	for _, w := range n.words {
		if _, ok := slices.BinarySearch(o.words, w); ok {
			common++
		}
	}
	return 2 * float64(common) / float64(len(n.words)+len(o.words))
}
