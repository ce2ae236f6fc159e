package edits

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"dondoc/corpus"
)

// Why an anchor finds nothing.
const (
	noTask    = "Nội dung nhiệm vụ trong văn bản đã khác so với khi hiệu chỉnh, hoặc nhiệm vụ không còn."
	manyTasks = "Văn bản nay có nhiều nhiệm vụ cùng nội dung, chưa rõ là nhiệm vụ nào."
)

// Anchors returns the anchor of each task of a corpus as it was read, in its order.
func Anchors(c *corpus.Corpus) []Anchor {
	f := newFinder(c, nil)
	of := make(map[string]string, len(c.Documents))
	for _, d := range c.Documents {
		of[d.ID] = identity(d)
	}
	all := make([]Anchor, len(c.Tasks))
	for _, d := range f.all() {
		type place struct{ section, words string }
		same, before := map[string]int{}, map[place]int{}
		for k := range d.tasks {
			same[d.wordsOf(c, k)]++
		}
		for k, i := range d.tasks {
			t, words := &c.Tasks[i], d.wordsOf(c, k)
			at := place{t.Section, words}
			all[i] = Anchor{Document: t.Document, Of: of[t.Document], Section: t.Section, Words: words, Nth: before[at], Alike: same[words] - 1}
			before[at]++
		}
	}
	return all
}

// sameTask reports whether two anchors are of the same task, whatever else the document had.
func sameTask(a, b Anchor) bool {
	if a.Of != "" && b.Of != "" { // the ID may be another when a document of that number comes or goes
		a.Document, b.Document = "", ""
	}
	a.Of, b.Of = cmp.Or(a.Of, b.Of), cmp.Or(b.Of, a.Of)
	a.Alike, b.Alike = 0, 0
	return a == b
}

// finder finds tasks by their anchors. It reads no more of a document than it must.
type finder struct {
	c         *corpus.Corpus
	documents *catalog // nil where tasks are not looked for
	of        map[string]*documentTasks
}

// documentTasks are the tasks of one document.
type documentTasks struct {
	tasks    []int // in the Corpus
	words    []string
	passages map[string]int   // by ID; nil until one is looked up
	byWords  map[string][]int // tasks, in order; nil until it is needed
	id       string           // of the document
	print    fingerprint
}

func newFinder(c *corpus.Corpus, documents *catalog) *finder {
	f := &finder{c: c, documents: documents, of: make(map[string]*documentTasks, len(c.Documents))}
	for _, d := range c.Documents {
		f.of[d.ID] = &documentTasks{id: d.ID}
	}
	var last *documentTasks // tasks of a document stand together
	for i := range c.Tasks {
		if id := c.Tasks[i].Document; last == nil || last.id != id {
			if last = f.of[id]; last == nil {
				last = &documentTasks{id: id}
				f.of[id] = last
			}
		}
		last.tasks = append(last.tasks, i)
	}
	return f
}

func (f *finder) all() []*documentTasks {
	all := make([]*documentTasks, 0, len(f.of))
	for _, d := range f.of {
		all = append(all, d)
	}
	return all
}

// find returns the position of the task that an anchor names, or why there is none.
func (f *finder) find(a Anchor) (task int, stale string) {
	at, stale := f.documents.find(a.Document, a.Of)
	if stale != "" {
		return -1, stale
	}
	d := f.of[f.c.Documents[at].ID]
	n := 0
	for k, i := range d.tasks {
		if f.c.Tasks[i].Section != a.Section || d.wordsOf(f.c, k) != a.Words {
			continue
		}
		if n == a.Nth {
			return i, ""
		}
		n++
	}
	if n > 0 || a.Alike > 0 {
		return -1, noTask
	}
	switch elsewhere := d.with(f.c, a.Words); len(elsewhere) {
	case 0:
		return -1, noTask
	case 1: // its section is called otherwise now
		return elsewhere[0], ""
	}
	return -1, manyTasks
}

// with returns the tasks of some words.
func (d *documentTasks) with(c *corpus.Corpus, words string) []int {
	if d.byWords == nil {
		d.byWords = make(map[string][]int, len(d.tasks))
		for k, i := range d.tasks {
			w := d.wordsOf(c, k)
			d.byWords[w] = append(d.byWords[w], i)
		}
	}
	return d.byWords[words]
}

// wordsOf is the fingerprint of the k-th task: of its text, the phrases of its deadlines and, where it is the row of a
// table, the row's cells. Agencies count only as the row has them: their official names depend on the registry.
func (d *documentTasks) wordsOf(c *corpus.Corpus, k int) string {
	if d.words == nil {
		d.words = make([]string, len(d.tasks))
	}
	if d.words[k] == "" {
		t := &c.Tasks[d.tasks[k]]
		p, cells := &d.print, d.cells(c, t)
		if !slices.Contains(cells, t.Text) {
			p.add(t.Text)
		}
		for _, m := range t.Milestones {
			p.add(m.Phrase)
		}
		for _, cell := range cells {
			p.add(cell)
		}
		d.words[k] = p.sum()
	}
	return d.words[k]
}

// cells are those of the row that a task was read from, without its number; none when it is no row.
func (d *documentTasks) cells(c *corpus.Corpus, t *corpus.Task) []string {
	if len(t.Passages) == 0 {
		return nil
	}
	if d.passages == nil {
		d.passages = map[string]int{}
		for i := range c.Passages {
			if c.Passages[i].Document == d.id {
				d.passages[c.Passages[i].ID] = i
			}
		}
	}
	i, ok := d.passages[t.Passages[0]]
	if !ok || !strings.Contains(c.Passages[i].Text, "\t") {
		return nil
	}
	cells := strings.Split(c.Passages[i].Text, "\t")
	if isNumbering(cells[0]) { // rows are numbered anew when one comes in above
		cells = cells[1:]
	}
	return cells
}

// isNumbering reports whether a cell only counts: "12", "IV.3", "a)".
func isNumbering(cell string) bool {
	const longest = 16
	cell = strings.Trim(cell, " .)(")
	return len(cell) <= longest && (len(cell) == 1 || strings.Trim(cell, "0123456789.IVXLCivxl-") == "")
}

// fingerprint hashes pieces of text, blind to white space.
type fingerprint struct{ text []byte }

func (p *fingerprint) add(piece string) {
	blank := true
	for i := range len(piece) { // the reader leaves no other blanks than these
		switch c := piece[i]; c {
		case ' ', '\t', '\n', '\r':
			if !blank {
				p.text = append(p.text, ' ')
			}
			blank = true
		default:
			p.text = append(p.text, c)
			blank = false
		}
	}
	if n := len(p.text); n > 0 && p.text[n-1] == ' ' {
		p.text = p.text[:n-1]
	}
	p.text = append(p.text, 0)
}

// sum is short enough to be read and long enough not to be met twice among millions. It empties p.
func (p *fingerprint) sum() string {
	sum := sha256.Sum256(p.text)
	p.text = p.text[:0]
	return hex.EncodeToString(sum[:12])
}
