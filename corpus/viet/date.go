package viet

import (
	"encoding/json"
	"fmt"
	"time"
)

// Hanoi is the time zone in which every deadline is read: UTC+7, no summer time.
var Hanoi = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// Date is a civil day without a time or a zone. The zero Date means "no date"
// and marshals to JSON null.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day of t as people in Việt Nam see it.
func DateOf(t time.Time) Date {
	t = t.In(Hanoi)
	return Date{t.Year(), t.Month(), t.Day()}
}

// NewDate returns the date and whether it exists in the calendar: 31/6 does not.
func NewDate(year, month, day int) (Date, bool) {
	d := Date{year, time.Month(month), day}
	return d, year > 0 && month >= 1 && month <= 12 && day >= 1 && DateOf(d.Time()) == d
}

// LastOfMonth returns the last day of the month.
func LastOfMonth(year int, month time.Month) Date {
	return Date{year, month + 1, 1}.AddDays(-1)
}

// ParseDate reads an ISO day (2023-05-31).
func ParseDate(s string) (Date, error) {
	t, err := time.ParseInLocation(time.DateOnly, s, Hanoi)
	if err != nil {
		return Date{}, fmt.Errorf("viet: date %q is not of the form 2023-05-31", s)
	}
	return DateOf(t), nil
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Time returns the beginning of the day in Hanoi.
func (d Date) Time() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Hanoi)
}

// AddDays returns the date n days later; n may be negative.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// Compare returns -1, 0 or 1 as d lies before, on or after e.
func (d Date) Compare(e Date) int { return d.Time().Compare(e.Time()) }

// Before reports whether d lies before e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// DaysUntil counts the days from d to e; it is negative when e is past.
func (d Date) DaysUntil(e Date) int {
	return int(e.Time().Sub(d.Time()).Hours() / 24)
}

// String returns the ISO form, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Vietnamese returns the day as people read it fastest, 31/05/2023.
func (d Date) Vietnamese() string {
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, int(d.Month), d.Year)
}

// Official returns the day as documents are dated, 04/4/2023: days below 10 and
// the months 1 and 2 take a leading zero. Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4.
func (d Date) Official() string {
	if d.Month < time.March {
		return d.Vietnamese()
	}
	return fmt.Sprintf("%02d/%d/%04d", d.Day, int(d.Month), d.Year)
}

// MarshalJSON writes the ISO form, or null.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Date) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("viet: date: %w", err)
	}
	if s == nil {
		*d = Date{}
		return nil
	}
	var err error
	*d, err = ParseDate(*s)
	return err
}
