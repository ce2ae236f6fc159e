package docfile

import (
	"fmt"
	"slices"
	"strings"
)

// readSheet makes blocks of a visible sheet: lines of a title, the rows of its table, what is written below.
func (b *xlsxBook) readSheet(tab xlsxTab, page int) error {
	sheet, err := b.sheet(tab.part)
	if err != nil {
		return err
	}
	b.noteSheet(sheet, tab.name, page)
	if len(sheet.rows) == 0 {
		return nil
	}
	sheet.hideMerged()
	first, end := sheet.tableRows()
	b.out.parted = true
	above := 0
	for _, row := range sheet.rows[:first] {
		above = b.gap(above, row)
		if err := b.putLines(row, tab.name, page); err != nil {
			return err
		}
	}
	grid, err := sheet.grid(first, end, page)
	if err != nil {
		return err
	}
	for i := range grid {
		above = b.gap(above, sheet.rows[first+i])
		if err := b.out.row(grid[i], page, tab.name); err != nil {
			return err
		}
	}
	for _, row := range sheet.rows[end:] {
		above = b.gap(above, row)
		if err := b.putLines(row, tab.name, page); err != nil {
			return err
		}
	}
	return nil
}

// gap marks that an empty row stands between the row above and this one, whose number it returns.
func (b *xlsxBook) gap(above int, row xlsxRow) int {
	b.out.parted = b.out.parted || row.number > above+1
	return row.number
}

// noteSheet says what of a sheet a reader of the screen would not see, or we do not.
func (b *xlsxBook) noteSheet(s *xlsxSheet, name string, page int) {
	at := Place{Page: page}
	if s.hidden > 0 {
		b.note(Place{Line: s.hiddenAt, Page: page}, "Trang tính %q có %d hàng đang ẩn hoặc bị lọc, từ hàng %d; các hàng đó vẫn được đọc.", name, s.hidden, s.hiddenAt)
	}
	if s.columns > 0 {
		b.note(at, "Trang tính %q có cột đang ẩn; các cột đó vẫn được đọc.", name)
	}
	if s.faults > 0 {
		b.note(at, "Trang tính %q có %d ô công thức báo lỗi (#REF!, #N/A …); hãy sửa trong Excel rồi nạp lại.", name, s.faults)
	}
	if s.unanswered > 0 {
		b.note(at, "Trang tính %q có %d ô công thức chưa lưu kết quả nên để trống; hãy mở bằng Excel, lưu rồi nạp lại.", name, s.unanswered)
	}
	if s.cut {
		b.note(at, "Trang tính %q rộng hơn %d cột, phần bên phải không được đọc.", name, mostColumns)
	}
}

// index returns where in rows the first row of at least that number stands.
func (s *xlsxSheet) index(number int) int {
	i, _ := slices.BinarySearchFunc(s.rows, number, func(r xlsxRow, n int) int { return r.number - n })
	return i
}

// text returns what stands in a cell of rows[i].
func (s *xlsxSheet) text(i, column int) string {
	for _, c := range s.rows[i].cells {
		if c.column == column {
			return c.text
		}
	}
	return ""
}

// hideMerged takes the words out of cells that another covers: Excel keeps them but does
// not show them. A range whose first cell is empty is no merged cell to a reader.
func (s *xlsxSheet) hideMerged() {
	work := 0
	kept := s.merges[:0]
	for _, m := range s.merges {
		i := s.index(m.top)
		if i == len(s.rows) || s.rows[i].number != m.top || s.text(i, m.left-1) == "" {
			continue
		}
		for ; i < len(s.rows) && s.rows[i].number <= m.bottom && work < mostCells; i++ {
			row := &s.rows[i]
			work += 1 + len(row.cells)
			row.cells = slices.DeleteFunc(row.cells, func(c xlsxCell) bool {
				own := row.number == m.top && c.column == m.left-1
				return !own && c.column >= m.left-1 && c.column < m.right
			})
		}
		kept = append(kept, m)
	}
	s.merges = kept
}

// tableRows returns the rows from the first to the last that has three cells, of
// narrow tables two; more above where a merged cell reaches into the table, and
// more below that only go on with it. The rest is a title, notes or signatures.
func (s *xlsxSheet) tableRows() (first, end int) {
	const least = 3
	widest := 0
	for _, row := range s.rows {
		widest = max(widest, len(row.cells))
	}
	if widest < 2 {
		return len(s.rows), len(s.rows)
	}
	wide := func(r xlsxRow) bool { return len(r.cells) >= min(widest, least) }
	first = slices.IndexFunc(s.rows, wide)
	for _, m := range s.merges {
		if i := s.index(m.top); i < first && m.bottom >= s.rows[first].number {
			first = i
		}
	}
	last := len(s.rows) - 1
	for !wide(s.rows[last]) {
		last--
	}
	for end = last + 1; end < len(s.rows) && s.goesOn(end); end++ {
	}
	return first, end
}

// goesOn reports whether a narrow row behind the table still belongs to it: no
// empty row parts them, and it is no line of prose.
func (s *xlsxSheet) goesOn(i int) bool {
	const longest = 100 // bytes of the theme of a group of rows
	row := s.rows[i]
	switch {
	case row.number > s.rows[i-1].number+1:
		return false
	case len(row.cells) == 0: // all of it is covered by cells above
		return true
	}
	return len(row.cells) > 1 || len(row.cells[0].text) <= longest
}

// putLines makes paragraphs of the cells of a row. A label and what stands behind it are one line.
func (b *xlsxBook) putLines(row xlsxRow, sheet string, page int) error {
	var lines []string
	label := false
	for _, c := range row.cells {
		for line := range strings.SplitSeq(c.text, "\n") {
			if label {
				lines[len(lines)-1] += " " + line
			} else {
				lines = append(lines, line)
			}
			label = false
		}
		label = strings.HasSuffix(c.text, ":")
	}
	for _, line := range lines {
		at := Place{Line: row.number, Page: page}
		if err := b.out.text(Block{Place: at, Kind: Paragraph, Text: line, Sheet: sheet}); err != nil {
			return err
		}
	}
	return nil
}

// grid gives every row of the table a cell for each of its columns.
func (s *xlsxSheet) grid(first, end, page int) ([]gridRow, error) {
	left, right := mostColumns, 0
	for _, row := range s.rows[first:end] {
		for _, c := range row.cells {
			left, right = min(left, c.column), max(right, c.column+1)
		}
	}
	switch {
	case left >= right:
		return nil, nil
	case (end-first)*(right-left) > mostCells:
		return nil, fmt.Errorf("%w: bảng có hơn %d ô", ErrTooLarge, mostCells)
	}
	rows := make([]gridRow, 0, end-first)
	for _, in := range s.rows[first:end] {
		row := gridRow{at: Place{Line: in.number, Page: page}, cells: make([]string, right-left)}
		for _, c := range in.cells {
			if c.general && c.column == left {
				c.text = strings.Replace(c.text, ",", ".", 1) // a section: 1.2
			}
			row.cells[c.column-left] = c.text
		}
		rows = append(rows, row)
	}
	s.markMerged(rows, s.rows[first:end], left)
	return rows, nil
}

// markMerged says in the rows of the grid which cells belong to others.
func (s *xlsxSheet) markMerged(grid []gridRow, rows []xlsxRow, left int) {
	if len(rows) == 0 {
		return
	}
	work := 0
	for _, m := range s.merges {
		i, _ := slices.BinarySearchFunc(rows, m.top, func(r xlsxRow, n int) int { return r.number - n })
		for ; i < len(rows) && rows[i].number <= m.bottom && work < mostCells; i++ {
			work++
			width := len(grid[i].cells)
			for c := max(m.left-1, left); c < min(m.right, left+width); c++ {
				if c == m.left-1 && rows[i].number == m.top {
					continue
				}
				if grid[i].merge == nil {
					grid[i].merge = make([]Merge, width)
				}
				grid[i].merge[c-left] = WithLeft
				if c == m.left-1 {
					grid[i].merge[c-left] = WithAbove
				}
				work++
			}
		}
	}
}
