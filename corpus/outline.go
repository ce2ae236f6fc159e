package corpus

import (
	"strconv"
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// node is a numbered piece of a document with everything below it. The root has no mark.
type node struct {
	enumerator
	parent   *node
	children []*node
	path     string
	line     int
	body     []unit // its own paragraphs and rows, the line of its mark first
}

// unit is one block in its place.
type unit struct {
	docfile.Block
	passage string // ID
}

// outliner walks over the blocks of a document and builds the tree of nodes.
type outliner struct {
	root, at *node
	doc      *Document
	passages []Passage
	table    *table // being read; nil outside a table
	tables   []*table
}

// outline gives every block its place in the tree and makes its Passage.
func outline(d *draft) *outliner {
	o := &outliner{root: &node{}, doc: &d.Document}
	o.at = o.root
	for _, b := range d.blocks[d.body:] {
		if b.Kind == docfile.Row {
			o.addRow(b)
			continue
		}
		o.table = nil
		e := parseEnumerator(b.Text)
		if e.kind == enumNone || e.kind == enumBullet {
			if b.Kind == docfile.Heading || startsAttachment(b) {
				o.leaveNumbers(b)
			}
			o.add(b)
			continue
		}
		o.open(e, b)
	}
	return o
}

// startsAttachment reports whether the block is the title of a plan issued with
// the decision before it: numbering starts anew there.
func startsAttachment(b docfile.Block) bool {
	_, _, ok := kindLine(b)
	return ok
}

// leaveNumbers ends the numbered pieces when a heading without a number follows;
// an annex is left only by the next annex.
func (o *outliner) leaveNumbers(b docfile.Block) {
	if _, _, ok := kindLine(b); !ok {
		return
	}
	for o.at.parent != nil && o.at.kind != enumAnnex {
		o.at = o.at.parent
	}
}

// open begins the node of an enumerated block.
func (o *outliner) open(e enumerator, b docfile.Block) {
	parent := o.at
	for parent.parent != nil && !holds(parent, e) {
		parent = parent.parent
	}
	if e.kind == enumLetter {
		e.mark = nextLetter(parent, e.mark)
	}
	n := &node{enumerator: e, parent: parent, line: b.Line}
	n.path = joinPath(parent, e)
	parent.children = append(parent.children, n)
	o.at = n
	o.add(b)
}

// holds reports whether e may be nested in n.
func holds(n *node, e enumerator) bool {
	switch {
	case n.kind >= e.kind && !(n.kind == enumDecimal && e.kind == enumDecimal):
		return false
	case e.kind == enumRoman && n.kind == enumArticle, e.kind == enumArticle && n.kind == enumRoman:
		return false
	case n.kind == enumDecimal && e.kind == enumDecimal:
		return strings.HasPrefix(e.mark, n.mark+".")
	case n.kind == enumArabic && e.kind == enumDecimal:
		return strings.HasPrefix(e.mark, n.mark+".")
	}
	return true
}

// nextLetter mends "d)" scanned for "đ)": the letter after d is đ.
func nextLetter(parent *node, mark string) string {
	if mark != "d" || len(parent.children) == 0 {
		return mark
	}
	if last := parent.children[len(parent.children)-1]; last.kind == enumLetter && last.mark == "d" {
		return "đ"
	}
	return mark
}

// joinPath writes a section path as docs/contract.md says: an annex first, then
// numbers and letters joined by dots. Chapters do not count (articles run
// through), and a Roman section inside an article stands for itself.
func joinPath(parent *node, e enumerator) string {
	switch e.kind {
	case enumAnnex, enumChapter:
		return e.mark
	}
	base := ""
	for p := parent; p != nil; p = p.parent {
		if p.kind == enumChapter || (p.kind == enumArabic && e.kind == enumDecimal) || (p.kind == enumDecimal && e.kind == enumDecimal) {
			continue
		}
		if e.kind == enumRoman && p.kind == enumArticle {
			continue
		}
		base = p.path
		break
	}
	switch {
	case base == "":
		return e.mark
	case strings.HasPrefix(base, "Phụ lục") && !strings.Contains(base, ", "):
		return base + ", " + e.mark
	}
	return base + "." + e.mark
}

// add puts a block under the current node and makes its Passage.
func (o *outliner) add(b docfile.Block) *Passage {
	id := o.doc.ID + "#" + strconv.Itoa(len(o.passages)+1)
	o.passages = append(o.passages, Passage{
		ID: id, Document: o.doc.ID, Section: o.at.path, Trail: o.at.trail(), Text: b.Text,
		Source: Source{o.doc.Source.File, b.Line},
	})
	o.at.body = append(o.at.body, unit{b, id})
	return &o.passages[len(o.passages)-1]
}

// longestHeading bounds what of an ancestor is carried into a Passage.
const longestHeading = 160

// trail returns the headings above the node's own words, outermost first.
func (n *node) trail() []string {
	var up []string
	for p := n.parent; p != nil && p.kind != enumNone; p = p.parent {
		if h := p.heading(); h != "" {
			up = append(up, cutWords(h, longestHeading))
		}
	}
	for i, j := 0, len(up)-1; i < j; i, j = i+1, j-1 {
		up[i], up[j] = up[j], up[i]
	}
	return up
}

// heading returns the words beside the mark; for an annex the title lines below it.
func (n *node) heading() string {
	if n.kind != enumAnnex {
		return n.rest
	}
	title := n.mark
	for _, u := range n.body[1:] {
		if u.Kind == docfile.Row || strings.HasPrefix(u.Text, "(") || len(title) > longestHeading {
			break
		}
		title += " " + u.Text
	}
	return title
}

// walk calls f for the node and all below it, in the order of the text.
func (n *node) walk(f func(*node)) {
	f(n)
	for _, c := range n.children {
		c.walk(f)
	}
}

// folded is the heading as rules compare it.
func (n *node) folded() string { return viet.Fold(n.heading()) }
