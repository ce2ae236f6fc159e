package corpus

import (
	"slices"

	"dondoc/corpus/docfile"
)

// longestBetween bounds, in bytes, a line between the rows of one table.
const longestBetween = 160

// goesThrough reports whether the table being read goes on behind a line that is
// no row, and puts that line in its place: a group that has lost its tabs ("II.
// Thiết bị"), the number of a page, a note.
func (o *outliner) goesThrough(b docfile.Block, next []docfile.Block) bool {
	if o.table == nil || b.Kind != docfile.Paragraph || len(b.Text) > longestBetween || !o.table.fits(next) {
		return false
	}
	if _, _, ok := kindLine(b); ok {
		return false
	}
	switch e := enumeratorOf(b); {
	case e.kind == enumNone:
		o.add(b)
	case e.kind != enumRoman && e.kind != enumPart:
		return false
	case o.follows(e):
		t := *o.table
		o.open(e, b)
		t.node, t.rows = o.at, nil
		o.table = &t
		o.tables = append(o.tables, o.table)
	default:
		o.addGroup(e, b)
	}
	return true
}

// fits reports whether the next row, which may stand behind a few lines, has the
// columns of the table and is no header.
func (t *table) fits(next []docfile.Block) bool {
	const mostLines = 2
	if len(t.header) == 0 {
		return false
	}
	for i, b := range next {
		if b.Kind == docfile.Row {
			_, header := readHeader(b, true)
			return len(b.Cells) == len(t.header) && b.Table == t.number && (!header || sameCells(t.top, b.Cells))
		}
		if i == mostLines {
			break
		}
	}
	return false
}

// follows reports whether the mark is the one after that of the piece in which the
// table stands: then it is the next piece, not a group of rows.
func (o *outliner) follows(e enumerator) bool {
	for p := o.table.node; p != nil; p = p.parent {
		if p.kind == e.kind {
			if e.kind == enumPart {
				return e.mark[0] == p.mark[0]+1
			}
			return romanValue(e.mark) == romanValue(p.mark)+1
		}
	}
	return false
}

// addGroup puts a line into the table as the head of a group of rows.
func (o *outliner) addGroup(e enumerator, b docfile.Block) {
	o.closeRow()
	p := o.add(b)
	t := o.table
	cells := make([]string, len(t.columns))
	if i := slices.Index(t.columns, colContent); i >= 0 {
		cells[i] = e.rest
	}
	if t.columns[0] == colNumber {
		cells[0] = e.mark
	}
	t.rows = append(t.rows, &row{cells: cells, at: b.Place, passage: p.ID, index: len(o.passages) - 1, length: docfile.MaxText})
}
