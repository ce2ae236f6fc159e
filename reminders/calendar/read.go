package calendar

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// Limits of an administrator's file.
const (
	maxFileBytes = 1 << 20
	maxDays      = 5000
	maxTextRunes = 200
	maxQuoted    = 40 // runes of a wrong value that an error repeats
	firstYear    = 2000
	lastYear     = 2199
)

var columns = []string{"date", "name", "kind", "source"}

// dateForms are how an administrator may write a day; the first is that of days.csv.
var dateForms = []string{time.DateOnly, "2/1/2006"}

const byteOrderMark = "\ufeff" // Excel begins a CSV in UTF-8 with it

// lineError says to an administrator which line of the file is wrong, and why.
func lineError(line int, format string, args ...any) error {
	return fmt.Errorf("dòng %d: "+format, append([]any{line}, args...)...)
}

// ReadDays reads a file of the form that the head of days.csv explains: UTF-8, at most 1 MB and 5000 days. The line
// with the names of the columns may be missing. Errors are in Vietnamese and name the line; with one there are no days.
func ReadDays(r io.Reader) ([]Day, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("không đọc được tệp ngày nghỉ: %w", err)
	}
	if len(data) > maxFileBytes {
		return nil, fmt.Errorf("tệp ngày nghỉ lớn hơn %d MB; hãy chỉ giữ lại các ngày cần sửa", maxFileBytes>>20)
	}
	rows := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte(byteOrderMark))))
	rows.Comment = '#'
	rows.FieldsPerRecord = -1
	rows.TrimLeadingSpace = true
	return readRows(rows)
}

func readRows(rows *csv.Reader) ([]Day, error) {
	var days []Day
	lines := map[viet.Date]int{}
	for first := true; ; first = false {
		fields, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return days, nil
		}
		if err != nil {
			return nil, rowError(err)
		}
		if first && slices.EqualFunc(fields, columns, sameColumn) {
			continue
		}
		line, _ := rows.FieldPos(0)
		d, err := readDay(fields, line)
		if err != nil {
			return nil, err
		}
		if before := lines[d.Date]; before > 0 {
			return nil, lineError(line, "ngày %s đã có ở dòng %d; hãy chỉ giữ một dòng", d.Date.Vietnamese(), before)
		}
		if len(days) == maxDays {
			return nil, lineError(line, "tệp có hơn %d ngày", maxDays)
		}
		lines[d.Date] = line
		days = append(days, d)
	}
}

func sameColumn(field, column string) bool {
	return strings.EqualFold(strings.TrimSpace(field), column)
}

// rowError puts what package csv says into Vietnamese: its only syntax errors are about quotation marks.
func rowError(err error) error {
	var syntax *csv.ParseError
	if !errors.As(err, &syntax) {
		return fmt.Errorf("không đọc được tệp ngày nghỉ: %w", err)
	}
	return lineError(syntax.StartLine, "dấu ngoặc kép không được đóng hoặc đặt sai chỗ; một ô có dấu phẩy phải nằm trọn trong cặp dấu \"…\"")
}

func readDay(fields []string, line int) (Day, error) {
	if len(fields) != len(columns) {
		return Day{}, lineError(line, "có %d cột; cần đúng %d cột cách nhau bằng dấu phẩy: %s", len(fields), len(columns), strings.Join(columns, ","))
	}
	for i, f := range fields {
		if !utf8.ValidString(f) {
			return Day{}, lineError(line, "cột %s không phải chữ UTF-8; hãy lưu tệp ở dạng CSV UTF-8", columns[i])
		}
		f = viet.Squeeze(viet.Normalize(f))
		if !isPlain(f) {
			return Day{}, lineError(line, "cột %s có ký tự điều khiển hoặc ký tự không hiện được", columns[i])
		}
		if utf8.RuneCountInString(f) > maxTextRunes {
			return Day{}, lineError(line, "cột %s dài quá %d ký tự", columns[i], maxTextRunes)
		}
		fields[i] = f
	}
	date, name, kind, source := fields[0], fields[1], strings.ToLower(fields[2]), fields[3]
	d, ok := readDate(date)
	switch {
	case !ok:
		return Day{}, lineError(line, "“%s” không phải là một ngày có trong lịch; hãy viết như 2026-08-31 hoặc 31/8/2026", shorten(date))
	case d.Year < firstYear || d.Year > lastYear:
		return Day{}, lineError(line, "năm %d nằm ngoài khoảng %d–%d", d.Year, firstYear, lastYear)
	case name == "":
		return Day{}, lineError(line, "thiếu tên của ngày %s", d.Vietnamese())
	case kind != "off" && kind != "working":
		return Day{}, lineError(line, "loại “%s” không có; hãy viết off (ngày nghỉ) hoặc working (ngày làm việc)", shorten(kind))
	}
	return Day{Date: d, Name: name, Working: kind == "working", Source: source}, nil
}

func readDate(s string) (viet.Date, bool) {
	for _, form := range dateForms {
		if t, err := time.ParseInLocation(form, s, viet.Hanoi); err == nil {
			return viet.DateOf(t), true
		}
	}
	return viet.Date{}, false
}

// isPlain reports whether people see all of the text.
func isPlain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

func shorten(s string) string {
	runes := []rune(s)
	if len(runes) <= maxQuoted {
		return s
	}
	return string(runes[:maxQuoted]) + "…"
}
