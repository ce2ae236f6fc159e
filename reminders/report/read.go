package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"dondoc/corpus/docfile"
)

// What an import may hold. A secretariat that follows more splits its file.
const (
	MaxSize = 8 << 20 // bytes
	MaxRows = 20_000
)

// mostReading bounds the time that a hostile workbook can take.
const mostReading = 20 * time.Second

// line is a row of the table in a file.
type line struct {
	number int // as of a Change
	cells  []string
	torn   bool // it stands outside the table, or is too long
}

// Read takes back a table that WriteCSV or WriteXLSX wrote and people have worked on: a workbook, or CSV parted by
// commas or semicolons. The columns may stand in any order, below a title; others than ours are ignored, and only those
// of the milestone, the agency and the state are required. It is all or nothing: with any fault Read returns an
// *ImportError and no Change. Changes come in the order of the file, no two of the same Work; whether that Work
// exists Read cannot know.
//
// The content decides what the file is; the name only helps to say what is wrong.
func Read(name string, content []byte) ([]Change, error) {
	if len(content) > MaxSize {
		return nil, refuse("tệp lớn hơn %d MB; hãy chia thành nhiều tệp nhỏ hơn", MaxSize>>20)
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return nil, refuse("tệp trống; hãy gửi lại tệp đã điền")
	}
	if isWorkbook(content) {
		lines, err := workbookLines(name, content)
		if err != nil {
			return nil, err
		}
		return changesOf(lines)
	}
	return readCSV(name, content)
}

// isWorkbook tells what only docfile can open, or say what it is: archives and files of old Office.
func isWorkbook(content []byte) bool {
	return bytes.HasPrefix(content, []byte("PK")) || bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0"))
}

// workbookLines returns the rows of the only sheet that has our headers, else of the first with a table.
func workbookLines(name string, content []byte) ([]line, error) {
	ctx, cancel := context.WithTimeout(context.Background(), mostReading)
	defer cancel()
	file, err := docfile.Read(ctx, name, content)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, refuse("đọc tệp quá lâu; hãy chép bảng sang một tệp Excel mới rồi gửi lại")
	case err != nil:
		return nil, refuse("%v", err)
	}
	var sheets [][]line
	page := 0
	for _, b := range file.Blocks {
		if b.Sheet == "" {
			return nil, refuse("đây không phải bảng tính; chỉ nhận tệp .xlsx hoặc .csv")
		}
		if b.Page != page {
			page, sheets = b.Page, append(sheets, nil)
		}
		l := line{number: b.Line, cells: b.Cells, torn: b.Torn || b.Kind != docfile.Row}
		if b.Kind != docfile.Row {
			l.cells = []string{b.Text}
		}
		sheets[len(sheets)-1] = append(sheets[len(sheets)-1], l)
	}
	var with [][]line
	for _, s := range sheets {
		if _, whole := findHeader(s); whole {
			with = append(with, s)
		}
	}
	switch len(with) {
	case 0:
		return sheets[0], nil
	case 1:
		return with[0], nil
	}
	return nil, refuse("tệp có %d trang tính đều là bảng tiến độ; hãy để lại một trang", len(with))
}

// readCSV tries the comma before the semicolon: the one that parts our headers is right.
func readCSV(name string, content []byte) ([]Change, error) {
	content = bytes.TrimPrefix(content, []byte(byteOrderMark))
	if !utf8.Valid(content) || bytes.IndexByte(content, 0) >= 0 {
		switch strings.ToLower(filepath.Ext(name)) {
		case ".csv", ".txt", "":
			return nil, refuse("chữ trong tệp không phải mã UTF-8; trong Excel, hãy chọn Lưu thành (Save As) kiểu “CSV UTF-8” hoặc .xlsx")
		}
		return nil, refuse("không đọc được tệp; chỉ nhận tệp .xlsx hoặc .csv")
	}
	lines, err := csvLines(content, ',')
	if header, whole := findHeader(lines); !whole {
		other, otherErr := csvLines(content, ';')
		if h, whole := findHeader(other); whole || h.known() > header.known() {
			lines, err = other, otherErr
		}
	}
	if err != nil {
		return nil, err
	}
	return changesOf(lines)
}

// csvLines returns the records before the first that is broken, with what is wrong with that one.
func csvLines(content []byte, comma rune) ([]line, error) {
	in := csv.NewReader(bytes.NewReader(content))
	in.Comma, in.FieldsPerRecord = comma, -1
	var lines []line
	for {
		cells, err := in.Read()
		var broken *csv.ParseError
		switch {
		case err == io.EOF:
			return lines, nil
		case errors.As(err, &broken):
			e := &ImportError{}
			e.add(broken.StartLine, "dấu ngoặc kép (\") đặt sai chỗ hoặc chưa khép; hãy sửa, hoặc gửi tệp .xlsx")
			return lines, e
		case err != nil:
			return lines, refuse("không đọc được tệp; hãy xuất lại tệp mới")
		}
		number, _ := in.FieldPos(0)
		lines = append(lines, line{number: number, cells: cells})
		if len(lines) > MaxRows+linesAbove {
			return lines, tooManyRows()
		}
	}
}

func tooManyRows() error {
	return refuse("tệp có hơn %d dòng; hãy chia thành nhiều tệp nhỏ hơn", MaxRows)
}
