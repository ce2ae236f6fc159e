package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"time"

	"dondoc/corpus/viet"
)

// byteOrderMark tells Excel that a CSV file is UTF-8; without it every mark comes out wrong.
const byteOrderMark = "\uFEFF"

// How days are written. Days come before months also in CSV: an Excel of American habits that opens and saves the file
// keeps the order of the digits, while it turns an ISO day into month/day.
const (
	dayLayout    = "02/01/2006"
	momentLayout = "02/01/2006 15:04"
)

// WriteCSV writes the rows below a line of headers: UTF-8 with a byte order mark, commas, text under the guard of
// guard.go. A cell that Read would not take back (an unknown state, too long an ID, agency, report or note) is an
// error; so is what w returns. Text comes out tidy, and what is for reading only is cut to 1000 letters.
func WriteCSV(w io.Writer, rows []Row) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("report: write csv: %w", err)
	}
	out := csv.NewWriter(w)
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.header
	}
	// The Writer keeps its first error until Flush.
	_ = out.Write(line)
	for i := range rows {
		for j, c := range columns {
			value, err := c.cell(&rows[i])
			if err != nil {
				return fmt.Errorf("report: write csv: row %d: %w", i+1, err)
			}
			line[j] = csvCell(value)
		}
		_ = out.Write(line)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("report: write csv: %w", err)
	}
	return nil
}

// cell returns the value of the column in a row, a string tidy and of the right length.
func (c *column) cell(r *Row) (any, error) {
	value := c.value(r)
	s, ok := value.(string)
	if !ok {
		return value, nil
	}
	s = tidy(s)
	short := cut(s, c.longest)
	switch {
	case s == "" && c.required:
		return nil, fmt.Errorf("nothing stands in the column %q", c.header)
	case c.exact && short != s:
		return nil, fmt.Errorf("more than %d letters stand in the column %q", c.longest, c.header)
	}
	return short, nil
}

func csvCell(value any) string {
	switch v := value.(type) {
	case viet.Date:
		return dayText(v)
	case time.Time:
		return momentText(v)
	case string:
		return guard(v)
	}
	return ""
}

func dayText(d viet.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Vietnamese()
}

func momentText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(viet.Hanoi).Format(momentLayout)
}
