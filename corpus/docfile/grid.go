package docfile

import (
	"fmt"
	"strings"
	"unicode"
)

// What a file may make of itself: the largest register seen has some thousand
// rows, and a few bytes of markup must not become a gigabyte of cells.
const (
	mostBlocks  = 400_000
	mostCells   = 2_000_000
	mostColumns = 256
)

// builder collects the blocks of a file whose reader counts its own places.
type builder struct {
	blocks []Block
	parted bool // a blank line stands before what comes next
	cells  int
}

// text adds a squeezed paragraph or heading; one longer than MaxText in pieces. A line that
// was drawn, as below a motto, only parts what is above it from what is below.
func (b *builder) text(block Block) error {
	rest := block.Text
	if !strings.ContainsFunc(rest, isLetterOrDigit) {
		b.parted = true
		return nil
	}
	for torn := false; rest != ""; torn = true {
		block.Text, rest = cutLine(rest)
		block.Text, rest = strings.TrimSpace(block.Text), strings.TrimSpace(rest)
		block.Torn = torn
		if torn {
			block.Mark = ""
		}
		if err := b.add(block); err != nil {
			return err
		}
	}
	return nil
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func (b *builder) add(block Block) error {
	if len(b.blocks) >= mostBlocks {
		return fmt.Errorf("%w: hơn %d đoạn hoặc hàng", ErrTooLarge, mostBlocks)
	}
	block.Parted, b.parted = b.parted, false
	b.blocks = append(b.blocks, block)
	return nil
}

// gridRow is a row of a table in which every column has a cell.
type gridRow struct {
	at     Place
	cells  []string
	merge  []Merge // nil for none
	header bool
	parted bool
}

// trimGrid drops the columns before the first and behind the last that has words in any row.
func trimGrid(rows []gridRow) {
	first, end := mostColumns, 0
	for _, r := range rows {
		for i, c := range r.cells {
			if c != "" {
				first, end = min(first, i), max(end, i+1)
			}
		}
	}
	first = min(first, end)
	for i := range rows {
		r := &rows[i]
		for len(r.cells) < end {
			r.cells = append(r.cells, "")
		}
		r.cells = r.cells[first:end]
		if r.merge == nil {
			continue
		}
		for len(r.merge) < end {
			r.merge = append(r.merge, Own)
		}
		r.merge = r.merge[first:end]
		if end > first && r.merge[0] == WithLeft {
			r.merge[0] = Own // what it belonged to is gone
		}
	}
}

// row adds a row of a table; one without words is left out, one longer than
// MaxText is cut into rows of the same columns.
func (b *builder) row(r gridRow, table int, sheet string) error {
	if b.cells += len(r.cells); b.cells > mostCells {
		return fmt.Errorf("%w: bảng có hơn %d ô", ErrTooLarge, mostCells)
	}
	b.parted = b.parted || r.parted
	for torn, cells := false, r.cells; ; torn = true {
		piece, rest, more := cutCells(cells)
		text := rowText(piece)
		if text != "" {
			block := Block{
				Place: r.at, Kind: Row, Text: text, Cells: piece, Merge: r.merge,
				Header: r.header, Table: table, Torn: torn, Sheet: sheet,
			}
			if err := b.add(block); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
		cells = rest
	}
}

// rowText writes the cells of a row in one line.
func rowText(cells []string) string {
	return strings.Trim(strings.ReplaceAll(strings.Join(cells, "\t"), "\n", " "), "\t")
}

// cutCells cuts off as much of every cell as keeps the row within MaxText.
func cutCells(cells []string) (piece, rest []string, more bool) {
	length := len(cells)
	for _, c := range cells {
		length += len(c)
	}
	if length <= MaxText {
		return cells, nil, false
	}
	share := (MaxText - len(cells)) / len(cells)
	piece, rest = make([]string, len(cells)), make([]string, len(cells))
	for i, c := range cells {
		piece[i], rest[i] = cutCell(c, share)
		more = more || rest[i] != ""
	}
	return piece, rest, more
}

// cutCell cuts a cell behind at most limit bytes, between words if it has words.
func cutCell(c string, limit int) (piece, rest string) {
	if len(c) <= limit {
		return c, ""
	}
	end := strings.LastIndexAny(c[:limit], " \n")
	if end < limit/2 {
		for end = limit; end > 0 && c[end]&0xC0 == 0x80; end-- {
		}
	}
	return strings.TrimSpace(c[:end]), strings.TrimSpace(c[end:])
}
