package corpus

import (
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus/docfile"
)

// node is a numbered piece of a document with everything below it. The root has no mark.
type node struct {
	enumerator
	parent   *node
	children []*node
	path     string
	trail    []string // headings of the pieces above it, outermost first
	at       docfile.Place
	body     []unit // its own paragraphs and rows, the line of its mark first
}

// unit is one block in its place.
type unit struct {
	*docfile.Block
	passage string // ID
}

// outliner walks over the blocks of a document and builds the tree of nodes.
type outliner struct {
	root, at *node
	doc      *Document
	passages []Passage
	table    *table // being read; nil outside a table
	tables   []*table
	above    *table // the last one with a header
	row      *row   // the last one of table, whose torn pieces are still to be joined
}

// outline gives every block its place in the tree and makes its Passage.
func outline(d *draft) *outliner {
	o := &outliner{root: &node{}, doc: &d.Document, passages: make([]Passage, 0, len(d.blocks)-d.body)}
	o.at = o.root
	for i := d.body; i < len(d.blocks); i++ {
		b := d.blocks[i]
		if b.Kind == docfile.Row {
			o.addRow(b)
			continue
		}
		if o.goesThrough(b, d.blocks[i+1:]) {
			continue
		}
		o.table = nil
		e := parseEnumerator(b.Text)
		if e.kind == enumNone || e.kind == enumBullet {
			if startsAttachment(d.blocks, i) {
				o.leaveNumbers()
			}
			o.add(b)
			continue
		}
		o.open(e, b)
	}
	o.closeRow()
	return o
}

// startsAttachment reports whether the block is the title of a plan issued with
// the decision before it: numbering starts anew there.
func startsAttachment(blocks []docfile.Block, i int) bool {
	_, _, ok := kindLine(blocks[i])
	return ok && !titlesPart(blocks, i)
}

// leaveNumbers ends the numbered pieces; an annex is left only by the next annex.
func (o *outliner) leaveNumbers() {
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
	e.rest = unbroken(e.rest)
	n := &node{enumerator: e, parent: parent, at: b.Place}
	n.path = joinPath(parent, e)
	n.trail = parent.trail
	if h := parent.heading(); parent.kind != enumNone && h != "" {
		n.trail = append(slices.Clip(parent.trail), cutWords(h, longestHeading))
	}
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
		ID: id, Document: o.doc.ID, Section: o.at.path, Trail: slices.Clip(o.at.trail), Text: b.Text,
		Source: Source{o.doc.Source.File, b.Place},
	})
	o.at.body = append(o.at.body, unit{&b, id})
	return &o.passages[len(o.passages)-1]
}

// longestHeading bounds what of an ancestor is carried into a Passage.
const longestHeading = 160

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
		title += " " + unbroken(u.Text)
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
