package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"dondoc/corpus/viet"
)

// dayColumn is a day as the database keeps it: "2023-05-31", or "" for none.
type dayColumn struct{ viet.Date }

// Scan implements sql.Scanner.
func (d *dayColumn) Scan(value any) error {
	s, err := columnText(value)
	if err != nil || s == "" {
		d.Date = viet.Date{}
		return err
	}
	d.Date, err = viet.ParseDate(s)
	return err
}

// iso returns what a dayColumn reads back. A day that does not exist, like 31/6, becomes the one that it overflows into:
// a single row that cannot be read would stop all planning.
func iso(d viet.Date) string {
	if d.IsZero() {
		return ""
	}
	return viet.DateOf(d.Time()).String()
}

// checkDay fails with ErrInvalid for what is no day of the calendar.
func checkDay(d viet.Date) error {
	if _, exists := viet.NewDate(d.Year, int(d.Month), d.Day); !exists {
		return fmt.Errorf("%w: there is no such day", ErrInvalid)
	}
	return nil
}

// jsonColumn is a value that the database keeps as JSON and never looks into.
type jsonColumn[T any] struct{ is T }

// Scan implements sql.Scanner.
func (c *jsonColumn[T]) Scan(value any) error {
	s, err := columnText(value)
	if err != nil {
		return err
	}
	var is T
	if err := json.Unmarshal([]byte(s), &is); err != nil {
		return err
	}
	c.is = is
	return nil
}

// Value implements driver.Valuer. What is not text in the value is replaced.
func (c jsonColumn[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(c.is) // replaces what is not UTF-8, and writes NUL as an escape, which PostgreSQL keeps in TEXT
	return string(b), err
}

func asJSON[T any](is T) jsonColumn[T] { return jsonColumn[T]{is} }

func columnText(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	}
	return "", fmt.Errorf("a text column holds a %T", value)
}

// toMillis undoes fromMillis: the zero time, which stands for "never", gives 0.
func toMillis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment is a time as the audit log tells it, "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// notNil keeps an empty value from becoming NULL.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// rowsOf returns the placeholders of several rows: "(?, ?), (?, ?)".
func rowsOf(rows, columns int) string {
	row := "(?" + strings.Repeat(", ?", columns-1) + ")"
	return row + strings.Repeat(", "+row, rows-1)
}

// today is the day on which the transaction takes place, in Hanoi.
func (t *tx) today() viet.Date { return viet.DateOf(t.now) }
