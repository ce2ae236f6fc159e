package docfile

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus/viet"
)

const (
	xlsxMaxRow    = 1 << 20
	xlsxMaxColumn = 1 << 14
	xlsxMaxMerges = 200_000
)

// xlsxSheet is what a sheet holds: its cells with words, row by row.
type xlsxSheet struct {
	rows   []xlsxRow
	merges []xlsxRange

	hidden     int // rows with words that do not show
	hiddenAt   int // the first of them
	columns    int // columns that do not show
	faults     int // formulas that ended in an error
	unanswered int // formulas whose result was not saved
	cut        bool
}

type xlsxRow struct {
	number int
	cells  []xlsxCell // by rising column
}

type xlsxCell struct {
	column  int // from 0
	text    string
	general bool // a plain number that is not whole
}

// xlsxRange is a merged range, from 1.
type xlsxRange struct{ top, left, bottom, right int }

// xlsxReading is the state between the tags of a sheet.
type xlsxReading struct {
	book   *xlsxBook
	sheet  *xlsxSheet
	row    xlsxRow
	hidden bool

	inCell, words, phonetic, formula bool
	column, style, cells             int
	kind                             string
	value                            []byte
}

// sheet reads a sheet to its end before anything is made of it: the merged ranges stand behind the cells.
func (b *xlsxBook) sheet(part string) (*xlsxSheet, error) {
	r := &xlsxReading{book: b, sheet: &xlsxSheet{}}
	err := b.walk(part, xlsxMaxSheet, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			return r.start(t)
		case xml.CharData:
			if r.words {
				r.value = append(r.value, t...)
			}
		case xml.EndElement:
			return r.end(t.Name.Local)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.sheet.sort()
	return r.sheet, nil
}

func (r *xlsxReading) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		r.row.number++
		if n := xlsxNumber(xlsxAttr(e, "r"), xlsxMaxRow); n > 0 {
			r.row.number = n
		}
		if r.row.number > xlsxMaxRow {
			return fmt.Errorf("%w: hơn %d hàng", ErrTooLarge, xlsxMaxRow)
		}
		r.row.cells, r.hidden, r.column = nil, xlsxOn(xlsxAttr(e, "hidden")), -1
	case "c":
		r.column++
		if _, column, ok := xlsxPlace(xlsxAttr(e, "r")); ok {
			r.column = column - 1
		}
		r.inCell, r.formula, r.value = true, false, r.value[:0]
		r.kind, r.style = xlsxAttr(e, "t"), xlsxNumber(xlsxAttr(e, "s"), xlsxMaxStyles)
	case "v", "t":
		r.words = r.inCell && !r.phonetic
	case "f":
		r.formula = true
	case "rPh":
		r.phonetic = true
	case "col":
		if xlsxOn(xlsxAttr(e, "hidden")) {
			r.sheet.columns++
		}
	case "mergeCell":
		return r.merge(xlsxAttr(e, "ref"))
	}
	return nil
}

func (r *xlsxReading) end(name string) error {
	switch name {
	case "v", "t":
		r.words = false
	case "rPh":
		r.phonetic = false
	case "c":
		r.inCell = false
		return r.endCell()
	case "row":
		if len(r.row.cells) == 0 {
			break
		}
		if r.hidden {
			if r.sheet.hidden++; r.sheet.hidden == 1 {
				r.sheet.hiddenAt = r.row.number
			}
		}
		r.sheet.rows = append(r.sheet.rows, r.row)
	}
	return nil
}

// endCell keeps a cell that has words.
func (r *xlsxReading) endCell() error {
	b := r.book
	if r.formula && len(r.value) == 0 && r.kind != "str" {
		r.sheet.unanswered++
	}
	text, general := b.cellText(r.kind, string(r.value), r.style)
	switch {
	case text == "":
		return nil
	case r.column >= mostColumns:
		r.sheet.cut = true
		return nil
	case r.kind == "e":
		r.sheet.faults++
	}
	if r.cells++; r.cells > mostCells {
		return fmt.Errorf("%w: hơn %d ô", ErrTooLarge, mostCells)
	}
	if b.textLeft -= len(text); b.textLeft < 0 {
		return fmt.Errorf("%w: chữ trong các ô dài hơn %d MB", ErrTooLarge, xlsxMaxText>>20)
	}
	r.row.cells = append(r.row.cells, xlsxCell{r.column, text, general})
	return nil
}

// cellText returns what a cell shows. general says that it is a number that is
// written as it is and not whole: whether its comma parts a section number only its column can tell.
func (b *xlsxBook) cellText(kind, value string, style int) (text string, general bool) {
	var s xlsxStyle
	if style < len(b.styles) {
		s = b.styles[style]
	}
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(b.strings) {
			return "", false
		}
		return b.clean(b.strings[i], s.font), false
	case "str", "inlineStr", "e":
		return b.clean(xlsxUnescape(value), s.font), false
	case "b":
		if xlsxOn(strings.TrimSpace(value)) {
			return "TRUE", false
		}
		return "FALSE", false
	case "d":
		return isoDate(strings.TrimSpace(value)), false
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil {
		return b.clean(value, s.font), false
	}
	text, general = s.format.show(n, b.date1904)
	return b.clean(text, s.font), general
}

// clean brings the text of a cell to Unicode and squeezes its lines.
func (b *xlsxBook) clean(text, font string) string {
	to, from := fontToUnicode(font, text)
	if from == nil && b.legacy != nil && !strings.ContainsFunc(text, isModern) {
		if to = b.legacy.toUnicode(text); to != text {
			from = b.legacy
		}
	}
	b.hasConverted(from)
	to = strings.ReplaceAll(viet.Normalize(to), Footnote, "")
	if !strings.Contains(to, "\n") {
		return squeeze(to)
	}
	var lines []string
	for line := range strings.SplitSeq(to, "\n") {
		if line = squeeze(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// merge takes a range such as "A1:C2".
func (r *xlsxReading) merge(ref string) error {
	from, to, _ := strings.Cut(ref, ":")
	top, left, ok := xlsxPlace(from)
	bottom, right, ok2 := xlsxPlace(to)
	if !ok || !ok2 || top > bottom || left > right {
		return nil
	}
	if len(r.sheet.merges) == xlsxMaxMerges {
		return fmt.Errorf("%w: hơn %d vùng ô gộp", ErrTooLarge, xlsxMaxMerges)
	}
	r.sheet.merges = append(r.sheet.merges, xlsxRange{top, left, bottom, right})
	return nil
}

// xlsxPlace reads the name of a cell, "BC12": row and column from 1.
func xlsxPlace(name string) (row, column int, ok bool) {
	i := 0
	for ; i < len(name) && i < 4 && name[i]|0x20 >= 'a' && name[i]|0x20 <= 'z'; i++ {
		column = column*26 + int(name[i]|0x20-'a') + 1
	}
	row = xlsxNumber(name[i:], xlsxMaxRow)
	return row, column, column > 0 && column <= xlsxMaxColumn && row > 0
}

// sort puts rows and cells in order, as every program but a hostile one writes
// them; of two at one place the first is kept.
func (s *xlsxSheet) sort() {
	byNumber := func(a, b xlsxRow) int { return a.number - b.number }
	if !slices.IsSortedFunc(s.rows, byNumber) {
		slices.SortStableFunc(s.rows, byNumber)
	}
	s.rows = slices.CompactFunc(s.rows, func(a, b xlsxRow) bool { return a.number == b.number })
	byColumn := func(a, b xlsxCell) int { return a.column - b.column }
	for i := range s.rows {
		cells := s.rows[i].cells
		if !slices.IsSortedFunc(cells, byColumn) {
			slices.SortStableFunc(cells, byColumn)
		}
		s.rows[i].cells = slices.CompactFunc(cells, func(a, b xlsxCell) bool { return a.column == b.column })
	}
}
