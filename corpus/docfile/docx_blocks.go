package docfile

import (
	"fmt"
	"strings"
	"unicode"
)

// Bounds of what a document may become.
const (
	docxMaxBlocks = 200_000
	docxMaxCells  = 1_000_000
)

// docxBlocks makes Blocks of pieces. A Line is a paragraph, a line that was
// broken by hand inside one, or a row of a table, counted through the document.
type docxBlocks struct {
	file     File
	line     int
	table    int
	cells    int
	parted   bool
	centered bool       // the last paragraph
	onPage   int        // blocks since a page began for certain
	met      docxTraces // not placed yet
	places   map[docxTraces]Place
	old      *legacy // of docxOldFont
}

func newDOCXBlocks() *docxBlocks {
	return &docxBlocks{parted: true, places: map[docxTraces]Place{}}
}

// put appends a piece.
func (d *docxBlocks) put(p docxPiece) error {
	if p.table == nil {
		return d.putParagraph(p.para)
	}
	const fewLines = 3 // that may stand above the head of a document: a stamp, the number of a form
	switch p.table.layout(d.onPage <= fewLines) {
	case docxBox:
		return d.putRowByRow(p.table)
	case docxColumns:
		return d.putColumnByColumn(p.table)
	}
	return d.putTable(p.table)
}

// add gives a block its place.
func (d *docxBlocks) add(b Block) error {
	if len(d.file.Blocks) >= docxMaxBlocks {
		return fmt.Errorf("%w: hơn %d đoạn và hàng", ErrTooLarge, docxMaxBlocks)
	}
	b.Line, b.Parted = d.line, d.parted && !b.Torn
	d.parted = false
	d.onPage++
	for t := docxTracked; t <= docxEmbedded; t <<= 1 {
		if _, known := d.places[t]; d.met&t != 0 && !known {
			d.places[t] = b.Place
		}
	}
	d.met = 0
	d.file.Blocks = append(d.file.Blocks, b)
	return nil
}

// putParagraph appends a paragraph: a Block a line, because official documents
// break lines where another line of the face, the title or an address begins.
// Where paragraphs cease to be centered a title ends, as at an empty line.
func (d *docxBlocks) putParagraph(p *docxPara) error {
	d.met |= p.met
	if p.newPage {
		d.onPage, d.parted = 0, true
	}
	if len(p.text) == 0 {
		d.line++
		d.parted = true
	} else if p.centered != d.centered {
		d.parted = true
		d.centered = p.centered
	}
	mark := p.mark
	for _, text := range p.text {
		d.line++
		if !strings.ContainsFunc(text, isWordLetter) { // a line that was drawn
			d.parted = true
			continue
		}
		if err := d.putLine(text, mark, p.level); err != nil {
			return err
		}
		mark = ""
	}
	if p.endsPage {
		d.onPage, d.parted = 0, true
	}
	return nil
}

func isWordLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func (d *docxBlocks) putLine(text, mark string, level int) error {
	for torn := false; text != ""; torn = true {
		var piece string
		piece, text = cutLine(text)
		b := Block{Kind: Paragraph, Text: strings.TrimSpace(piece), Mark: mark, Torn: torn}
		if level > 0 {
			b.Kind, b.Level = Heading, level
		}
		if b.Text == "" {
			continue
		}
		if err := d.add(b); err != nil {
			return err
		}
		mark = ""
	}
	return nil
}

// putRowByRow appends what stands in a table as if there were none.
func (d *docxBlocks) putRowByRow(t *docxTable) error {
	for _, row := range t.rows {
		d.met |= row.met
		for _, c := range row.cells {
			if err := d.putCell(c); err != nil {
				return err
			}
		}
	}
	d.parted = true
	return nil
}

// putColumnByColumn appends the lines of the left column, then those of the right one.
func (d *docxBlocks) putColumnByColumn(t *docxTable) error {
	for column := range t.columns() {
		d.parted = true
		for _, row := range t.rows {
			for _, c := range row.cells {
				if c.from != column {
					continue
				}
				if err := d.putCell(c); err != nil {
					return err
				}
			}
		}
	}
	d.parted = true
	return nil
}

func (d *docxBlocks) putCell(c docxCell) error {
	for _, p := range c.pieces {
		if err := d.put(p); err != nil {
			return err
		}
	}
	return nil
}

// putTable appends the rows that have words.
func (d *docxBlocks) putTable(t *docxTable) error {
	d.table++
	d.parted = true
	columns := t.columns()
	for _, row := range t.rows {
		d.line++
		d.met |= row.met
		b := row.block(columns)
		if b.Text == "" {
			continue
		}
		if d.cells += columns; d.cells > docxMaxCells {
			return fmt.Errorf("%w: các bảng có hơn %d ô", ErrTooLarge, docxMaxCells)
		}
		b.Table = d.table
		if err := d.add(b); err != nil {
			return err
		}
	}
	d.parted = true
	return nil
}

// block makes a Row of as many columns as the table has.
func (row docxRow) block(columns int) Block {
	b := Block{Kind: Row, Cells: make([]string, columns), Header: row.header}
	merge := make([]Merge, columns)
	flat := make([]string, columns)
	merged := false
	for _, c := range row.cells {
		marked, plain := c.lines(nil, nil)
		b.Cells[c.from], flat[c.from] = strings.Join(marked, "\n"), strings.Join(plain, " ")
		if c.above {
			merge[c.from], merged = WithAbove, true
		}
		for i := c.from + 1; i < c.to; i++ {
			merge[i], merged = WithLeft, true
		}
	}
	if merged {
		b.Merge = merge
	}
	b.Text = strings.Trim(strings.Join(flat, "\t"), "\t")
	return b
}

// docxNotes says what was met, in the words of a clerk.
var docxNotes = []struct {
	met  docxTraces
	text string
}{
	{docxTracked, "Tệp còn dấu vết sửa đổi (track changes): đã đọc theo bản sau khi sửa, chữ đã xóa không tính."},
	{docxHidden, "Tệp có chữ ẩn, không hiện khi in: đã bỏ qua."},
	{docxOldFont, ""}, // the encoding has its own
	{docxEmbedded, "Tệp có tài liệu khác nhúng bên trong: phần đó chưa đọc được."},
}

// finish returns the file with its Notes.
func (d *docxBlocks) finish() *File {
	for _, n := range docxNotes {
		if n.met == docxOldFont && d.old != nil {
			n.text = d.old.note
		}
		place, ok := d.places[n.met]
		if ok || d.met&n.met != 0 { // met behind the last block: then it is said of the whole file
			d.file.Notes = append(d.file.Notes, Note{place, n.text})
		}
	}
	return &d.file
}
