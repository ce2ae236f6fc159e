package knowledge

import (
	"strings"
	"testing"
)

// periodCases are read as of a day: "from to", "-" for no first day, "!" for a deadline in full, "~" for one that counts from that day.
var periodCases = []struct{ asOf, text, want string }{
	// Counted from the day of asking.
	{"2026-03-01", "5 ngày tới có việc gì", "2026-03-01 2026-03-06 ~"},
	{"2026-12-30", "5 ngày tới có việc gì", "2026-12-30 2027-01-04 ~"},
	{"2026-03-01", "ba tuần nữa việc nào tới hạn", "2026-03-01 2026-03-22 ~"},
	{"2026-03-01", "vai ngay toi", "2026-03-01 2026-03-04 ~"},
	{"2026-03-15", "hai tháng sắp tới", "2026-03-15 2026-05-15 ~"},
	{"2026-03-01", "từ giờ đến cuối tháng 5", "2026-03-01 2026-05-31 ~"},
	{"2026-03-01", "từ giờ tới hết tháng này", "2026-03-01 2026-03-31 ~"},
	{"2026-03-01", "từ nay đến hết năm nay", "2026-03-01 2026-12-31 ~"},
	{"2026-03-01", "từ nay tới hết 22/9 có gì", "2026-03-01 2026-09-22 ~"},
	{"2026-03-01", "từ nay đến ngày 5/1/2027", "2026-03-01 2027-01-05 ~"},
	{"2026-01-20", "từ giờ đến cuối quý III", "2026-01-20 2026-09-30 ~"},
	{"2026-01-20", "từ giờ đến hết năm 2028", "2026-01-20 2028-12-31 ~"},
	{"2026-01-20", "từ giờ đến hết tháng 5 năm 2027", "2026-01-20 2027-05-31 ~"},
	{"2026-03-31", "sắp đến hạn", "2026-03-31 2026-04-30 ~"},
	{"2026-03-31", "hôm nay có việc gì", "2026-03-31 2026-03-31 ~"},
	{"2026-12-31", "ngày mai có việc gì", "2027-01-01 2027-01-01 ~"},

	// Weeks begin on Monday: 1 March 2026 is a Sunday.
	{"2026-03-01", "tuần này", "2026-02-23 2026-03-01 ~"},
	{"2026-03-02", "tuần này", "2026-03-02 2026-03-08 ~"},
	{"2026-03-01", "tuần tới", "2026-03-02 2026-03-08 ~"},
	{"2026-12-31", "tuần này", "2026-12-28 2027-01-03 ~"},

	// Months and quarters over the end of a year.
	{"2026-12-15", "tháng tới", "2027-01-01 2027-01-31 ~"},
	{"2026-01-31", "tháng sau", "2026-02-01 2026-02-28 ~"},
	{"2026-01-15", "tháng trước", "2025-12-01 2025-12-31 ~"},
	{"2026-11-15", "quý này", "2026-10-01 2026-12-31 ~"},
	{"2026-11-15", "quý tới", "2027-01-01 2027-03-31 ~"},

	// Named in full.
	{"2026-03-01", "trước tháng 6/2026", "- 2026-05-31 !"},
	{"2026-03-01", "trước tháng 1", "- 2025-12-31 !"},
	{"2026-03-01", "tháng 2/2028", "2028-02-01 2028-02-29"},
	{"2026-03-01", "trước quý 3", "- 2026-06-30 !"},
	{"2026-03-01", "quý iv/2026", "2026-10-01 2026-12-31"},
	{"2026-03-01", "quý 2 năm 2027", "2027-04-01 2027-06-30"},
	{"2026-03-01", "trước ngày 1/6/2026", "- 2026-05-31"},
	{"2026-03-01", "đến ngày 30/6", "- 2026-06-30"},
	{"2026-03-01", "từ tháng 4 đến tháng 6/2026", "2026-04-01 2026-06-30"},

	// No stretch of time.
	{"2026-03-01", "trước ngày 31/2/2026", ""}, {"2026-03-01", "tháng 13/2026", ""}, {"2026-03-01", "sơ kết 6 tháng", ""},
	{"2026-03-01", "từ tháng 6 đến tháng 4", "2026-06-01 2026-06-30"}, // turned round: the first month alone
	{"2026-03-01", "hàng quý", ""}, {"2026-03-01", "thư viện xã", ""},
}

func TestReadPeriod(t *testing.T) {
	for _, c := range periodCases {
		typed := readTyped(c.text)
		p := readPeriod(&typed, day(t, c.asOf))
		if got := p.written(); got != c.want {
			t.Errorf("%q on %s: %q, want %q", c.text, c.asOf, got, c.want)
		}
	}
}

func (p period) written() string {
	if !p.set() {
		return ""
	}
	from := "-"
	if !p.from.IsZero() {
		from = p.from.String()
	}
	marks := map[bool]string{true: " !"}[p.exact] + map[bool]string{true: " ~"}[p.relative]
	return strings.TrimSpace(from + " " + p.to.String() + marks)
}

// TestPeriodIsTaken: the words of a period are no part of the subject.
func TestPeriodIsTaken(t *testing.T) {
	typed := readTyped("kho sách từ giờ đến cuối tháng 5 ra sao")
	readPeriod(&typed, day(t, deskDay))
	for i, tok := range typed.tokens {
		if inside := i >= 2 && i <= 7; typed.taken[i] != inside {
			t.Errorf("word %d, %q: taken %v", i, tok.Text, typed.taken[i])
		}
	}
}

func TestPeriodHolds(t *testing.T) {
	p := period{from: day(t, "2026-03-01"), to: day(t, "2026-03-31")}
	open := period{to: day(t, "2026-03-31")}
	for due, want := range map[string][2]bool{
		"2026-02-28": {false, true}, "2026-03-01": {true, true}, "2026-03-31": {true, true}, "2026-04-01": {false, false},
	} {
		if d := day(t, due); p.holds(d) != want[0] || open.holds(d) != want[1] {
			t.Errorf("%s: %v and %v, want %v", due, p.holds(d), open.holds(d), want)
		}
	}
	if none := (period{}); none.set() || open.holds(none.to) {
		t.Error("no day is no due date")
	}
}
