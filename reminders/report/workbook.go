package report

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"dondoc/corpus/viet"
)

const sheetName = "Tiến độ"

// numFmtText makes Excel keep what is typed into a cell as it is: "=1" stays text, and 12/2023 no day.
const numFmtText = 49

// looks are the styles of a workbook, by their number in it.
type looks struct{ head, text, day, moment int }

// WriteXLSX writes the rows as a workbook of one sheet: bold headers that stay in view, a filter, wrapped text, real
// days, a list to choose the state from. Every text is a cell of text, never a formula. Errors are those of WriteCSV.
func WriteXLSX(w io.Writer, rows []Row) error {
	book := excelize.NewFile()
	defer book.Close()
	if err := fill(book, rows); err != nil {
		return fmt.Errorf("report: write xlsx: %w", err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("report: write xlsx: %w", err)
	}
	return nil
}

func fill(book *excelize.File, rows []Row) error {
	if err := book.SetSheetName(book.GetSheetName(0), sheetName); err != nil {
		return err
	}
	if err := book.SetDocProps(&excelize.DocProperties{Creator: "Đôn đốc", Title: sheetName, Language: "vi-VN"}); err != nil {
		return err
	}
	style, err := makeLooks(book)
	if err != nil {
		return err
	}
	if err := addHelp(book, len(rows)); err != nil {
		return err
	}
	sheet, err := book.NewStreamWriter(sheetName)
	if err != nil {
		return err
	}
	if err := head(sheet, style); err != nil {
		return err
	}
	for i := range rows {
		if err := addRow(sheet, style, i+2, &rows[i]); err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	return sheet.Flush()
}

func makeLooks(book *excelize.File) (looks, error) {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	day, moment := "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
	var l looks
	for _, s := range []struct {
		to    *int
		style excelize.Style
	}{
		{&l.head, excelize.Style{
			Font:      &excelize.Font{Bold: true},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}},
			Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "center", WrapText: true},
		}},
		{&l.text, excelize.Style{NumFmt: numFmtText, Alignment: top}},
		{&l.day, excelize.Style{CustomNumFmt: &day, Alignment: top}},
		{&l.moment, excelize.Style{CustomNumFmt: &moment, Alignment: top}},
	} {
		id, err := book.NewStyle(&s.style)
		if err != nil {
			return looks{}, err
		}
		*s.to = id
	}
	return l, nil
}

// addHelp adds the filter and the list of states. A StreamWriter writes both when it is flushed.
func addHelp(book *excelize.File, rows int) error {
	last, err := excelize.CoordinatesToCellName(len(columns), rows+1)
	if err != nil {
		return err
	}
	if err := book.AutoFilter(sheetName, "A1:"+last, nil); err != nil {
		return err
	}
	if rows == 0 {
		return nil
	}
	for i, c := range columns {
		if c.header != headerOfStates {
			continue
		}
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		choice := excelize.NewDataValidation(true)
		choice.SetSqref(fmt.Sprintf("%s2:%s%d", name, name, rows+1))
		if err := choice.SetDropList(wordsOfStates()); err != nil {
			return err
		}
		choice.SetError(excelize.DataValidationErrorStyleStop, headerOfStates, "Hãy chọn một trạng thái trong danh sách.")
		if err := book.AddDataValidation(sheetName, choice); err != nil {
			return err
		}
	}
	return nil
}

func head(sheet *excelize.StreamWriter, style looks) error {
	cells := make([]any, len(columns))
	for i, c := range columns {
		if err := sheet.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
		cells[i] = excelize.Cell{StyleID: style.head, Value: c.header}
	}
	frozen := &excelize.Panes{
		Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: "A2", ActiveCell: "A2", Pane: "bottomLeft"}},
	}
	if err := sheet.SetPanes(frozen); err != nil {
		return err
	}
	return sheet.SetRow("A1", cells, excelize.RowOpts{Height: 32})
}

func addRow(sheet *excelize.StreamWriter, style looks, number int, r *Row) error {
	cells := make([]any, len(columns))
	for i, c := range columns {
		value, err := c.cell(r)
		if err != nil {
			return err
		}
		cells[i] = workbookCell(value, style)
	}
	name, err := excelize.CoordinatesToCellName(1, number)
	if err != nil {
		return err
	}
	return sheet.SetRow(name, cells)
}

// workbookCell makes a real day of a day that Excel can count, text of all else, and nothing of nothing.
func workbookCell(value any, style looks) excelize.Cell {
	cell := excelize.Cell{StyleID: style.text}
	text := ""
	switch v := value.(type) {
	case viet.Date:
		cell.StyleID, text = style.day, dayText(v)
		if v.Year >= firstYear && v.Year <= lastYear {
			cell.Value = time.Date(v.Year, v.Month, v.Day, 0, 0, 0, 0, time.UTC)
		}
	case time.Time:
		cell.StyleID, text = style.moment, momentText(v)
		// Excel knows no zones: the clock of Hanoi is written as it is.
		if t := v.In(viet.Hanoi); t.Year() >= firstYear && t.Year() <= lastYear {
			cell.Value = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
		}
	case string:
		text = withoutEscapes(guardCell(v))
	}
	if cell.Value == nil && text != "" {
		cell.Value = text
	}
	return cell
}

// escape is how Office writes a control character inside text: "_x000A_". excelize loses some texts that look like it.
var escape = regexp.MustCompile(`_x[0-9A-Za-z]{4}_`)

// withoutEscapes makes an escape plain text with a blank of no width, which tidy drops again.
func withoutEscapes(s string) string {
	if !escape.MatchString(s) {
		return s
	}
	return strings.ReplaceAll(s, "_x", "_\u200bx")
}
