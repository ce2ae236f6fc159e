package corpus

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// node is a numbered piece of a document with everything below it. The root has no mark.
type node struct {
	sheet bool // of a workbook
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
	sheet    string // of a workbook, being read
}

// outline gives every block its place in the tree and makes its Passage.
func outline(d *draft) *outliner {
	o := &outliner{root: &node{}, doc: &d.Document, passages: make([]Passage, 0, len(d.blocks)-d.body)}
	o.at = o.root
	for i := d.body; i < len(d.blocks); i++ {
		b := d.blocks[i]
		if b.Sheet != o.sheet {
			o.openSheet(b)
		}
		if b.Kind == docfile.Row {
			o.addRow(b)
			continue
		}
		if o.goesThrough(b, d.blocks[i+1:]) {
			continue
		}
		o.leaveTable()
		if e, ok := captionOf(b, d.blocks[i+1:]); ok {
			o.open(e, b)
			continue
		}
		e := enumeratorOf(b)
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

// openSheet begins the piece that a sheet of a workbook is: it is named, not numbered.
func (o *outliner) openSheet(b docfile.Block) {
	o.closeRow()
	o.table, o.sheet = nil, b.Sheet
	n := &node{enumerator: enumerator{enumAnnex, viet.Squeeze(b.Sheet), ""}, parent: o.root, at: b.Place}
	n.sheet = true
	n.path = joinPath(o.root, n.enumerator)
	o.root.children = append(o.root.children, n)
	o.at = n
}

// leaveTable ends the table being read, and the piece that its caption opened.
func (o *outliner) leaveTable() {
	if o.at.kind == enumCaption && o.table != nil {
		o.at = o.at.parent
	}
	o.table = nil
}

var tableCaption = regexp.MustCompile(`^(?i)(phụ biểu|biểu mẫu|biểu|bảng)(?: số)? (\d{1,2}[a-z]?|[IVX]{1,4})(?:\s*[.:–-]\s*(.*))?$`)

// captionOf reads the line above a table that numbers it: "Biểu 1. Nhiệm vụ của các sở".
func captionOf(b docfile.Block, next []docfile.Block) (enumerator, bool) {
	if b.Kind == docfile.Row || len(b.Text) > longestCaption {
		return enumerator{}, false
	}
	m := tableCaption.FindStringSubmatch(b.Text)
	const mostLines = 2 // of a title and "(Kèm theo …)" between the number and the table
	if m == nil || !slices.ContainsFunc(next[:min(len(next), mostLines+1)], func(n docfile.Block) bool { return n.Kind == docfile.Row }) {
		return enumerator{}, false
	}
	return enumerator{enumCaption, upperFirst(strings.ToLower(m[1])) + " " + m[2], m[3]}, true
}

// longestCaption bounds, in bytes, the line above a table.
const longestCaption = 300

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
	p := parent
	for p.parent != nil && passedOver(p, e) {
		p = p.parent
	}
	return p.below(e.mark)
}

// passedOver reports whether the path of e leaves out a piece that it stands in.
func passedOver(p *node, e enumerator) bool {
	switch p.kind {
	case enumChapter:
		return true
	case enumArticle:
		return e.kind == enumRoman
	case enumArabic, enumDecimal: // "2.1" says "2" itself
		return e.kind == enumDecimal
	}
	return e.kind == enumCaption && p.kind != enumAnnex
}

// below returns the path of an element in this piece: behind a name stands a comma, between marks a dot.
func (n *node) below(element string) string {
	switch {
	case n.path == "":
		return element
	case n.kind == enumAnnex, n.kind == enumCaption:
		return n.path + ", " + element
	}
	return n.path + "." + element
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
	for i, u := range n.body {
		if _, own := annexName(u.Text); own && i == 0 {
			continue
		}
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
