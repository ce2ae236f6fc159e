package calendar

import (
	"fmt"
	"math"
	"testing"

	"dondoc/corpus/viet"
)

// date reads an ISO day; "" is the zero Date.
func date(t testing.TB, s string) viet.Date {
	t.Helper()
	if s == "" {
		return viet.Date{}
	}
	d, err := viet.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The worked examples 49.a and 25.a of Meeus, Astronomical Algorithms.
func TestFormulas(t *testing.T) {
	if got := newMoon(-283); math.Abs(got-2443192.65118) > 0.000005 {
		t.Errorf("the new moon of February 1977 is at %.5f", got)
	}
	if got := sunLongitude(2448908.5); math.Abs(got-199.90895) > 0.00002 {
		t.Errorf("on 13 October 1992 the Sun stands at %.5f°", got)
	}
}

func TestTetAndAnniversary(t *testing.T) {
	for _, c := range []struct {
		year             int
		tet, anniversary string
	}{
		{2022, "2022-02-01", "2022-04-10"}, {2023, "2023-01-22", "2023-04-29"}, {2024, "2024-02-10", "2024-04-18"},
		{2025, "2025-01-29", "2025-04-07"}, {2026, "2026-02-17", "2026-04-26"}, {2027, "2027-02-06", "2027-04-16"},
		{2028, "2028-01-26", "2028-04-04"}, {2029, "2029-02-13", "2029-04-23"},
		{2030, "2030-02-02", "2030-04-12"}, // Tết is a day later in China
		{2031, "2031-01-23", "2031-04-01"}, {2032, "2032-02-11", "2032-04-19"}, {2033, "2033-01-31", "2033-04-09"},
		{2034, "2034-02-19", "2034-04-28"}, {2035, "2035-02-08", "2035-04-17"},
	} {
		if got, ok := Solar(c.year, 1, 1, false); !ok || got != date(t, c.tet) {
			t.Errorf("Tết %d is on %s, want %s", c.year, got, c.tet)
		}
		if got, ok := Solar(c.year, 3, 10, false); !ok || got != date(t, c.anniversary) {
			t.Errorf("Giỗ Tổ %d is on %s, want %s", c.year, got, c.anniversary)
		}
		for _, d := range []string{c.tet, c.anniversary} {
			if !Default().Off(date(t, d)) {
				t.Errorf("%s is not off", d)
			}
		}
	}
}

func TestLunar(t *testing.T) {
	for _, c := range []struct{ solar, want string }{
		{"1968-01-29", "1968-1-1 false"},  // in Hà Nội; in Sài Gòn, then UTC+8, a day later
		{"1984-12-22", "1984-12-1 false"}, // the solstice came at 23:23, an hour too early for month 12 of China
		{"1985-01-21", "1985-1-1 false"},  // in China on 20 February
		{"2007-02-17", "2007-1-1 false"},  // in China a day later
		{"2007-02-16", "2006-12-29 false"},
		{"2023-03-22", "2023-2-1 true"},
		{"2025-07-25", "2025-6-1 true"},
		{"2026-09-25", "2026-8-15 false"},
		{"2033-12-22", "2033-11-1 true"},
		{"2034-01-20", "2033-12-1 false"},
		{"1900-01-01", "1899-12-1 false"},
		{"2199-12-31", "2199-11-14 false"},
		{"1899-12-31", "0-0-0 false"},
		{"2200-01-01", "0-0-0 false"},
		{"", "0-0-0 false"},
	} {
		year, month, day, leap := Lunar(date(t, c.solar))
		if got := fmt.Sprintf("%d-%d-%d %t", year, month, day, leap); got != c.want {
			t.Errorf("Lunar(%s) = %s, want %s", c.solar, got, c.want)
		}
	}
}

func TestSolarRefusesWhatIsNoDay(t *testing.T) {
	for _, c := range []struct {
		year, month, day int
		leap             bool
	}{
		{2026, 0, 1, false}, {2026, 13, 1, false}, {2026, 1, 0, false}, {2026, 1, 31, false},
		{2025, 12, 30, false}, // ended on the 29th
		{2026, 1, 1, true},    // no leap month in 2026
		{2025, 5, 1, true},    // that of 2025 is the 6th
		{2033, 12, 1, true},
		{1898, 1, 1, false}, {2199, 12, 30, false}, {2200, 1, 1, false}, {math.MaxInt, 1, 1, false}, {math.MinInt, 12, 1, true},
	} {
		if d, ok := Solar(c.year, c.month, c.day, c.leap); ok || !d.IsZero() {
			t.Errorf("Solar(%d, %d, %d, %t) = %s", c.year, c.month, c.day, c.leap, d)
		}
	}
}

func TestLeapMonths(t *testing.T) {
	want := map[int]int{
		1968: 7, 1971: 5, 1974: 4, 1976: 8, 1979: 6, 1982: 4, 1985: 2, 1987: 7, 1990: 5, 1993: 3, 1995: 8, 1998: 5, 2001: 4, 2004: 2, 2006: 7,
		2009: 5, 2012: 4, 2014: 9, 2017: 6, 2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11, 2036: 6, 2039: 5,
	}
	for year := 1968; year <= 2040; year++ {
		for month := 1; month <= 12; month++ {
			if _, ok := Solar(year, month, 1, true); ok != (want[year] == month) {
				t.Errorf("leap month %d of %d: %t", month, year, ok)
			}
		}
	}
}

func TestEveryDayFollowsTheOneBefore(t *testing.T) {
	last := date(t, "2040-12-31")
	d := date(t, "1990-01-01")
	year, month, day, leap := Lunar(d)
	for d.Before(last) {
		d = d.AddDays(1)
		y, m, n, l := Lunar(d)
		if back, ok := Solar(y, m, n, l); !ok || back != d {
			t.Fatalf("%s is %d/%d/%d %t and that is %s", d, n, m, y, l, back)
		}
		sameMonth := y == year && m == month && l == leap
		nextMonth := !l && (y*12+m == year*12+month+1) || l && !leap && y == year && m == month
		switch {
		case sameMonth && n == day+1 && n <= 30:
		case nextMonth && n == 1 && (day == 29 || day == 30):
		default:
			t.Fatalf("%d/%d/%d %t is followed by %d/%d/%d %t on %s", day, month, year, leap, n, m, y, l, d)
		}
		year, month, day, leap = y, m, n, l
	}
}

func TestDayNumber(t *testing.T) {
	for d, n := dayOne, 1; d.Year < 2401; d, n = dateOf(n+17), n+17 {
		if dayNumber(d) != n {
			t.Fatalf("%s has the number %d, want %d", d, dayNumber(d), n)
		}
	}
}

func BenchmarkLunar(b *testing.B) {
	d := date(b, "2025-07-25") // in a leap month, the longest way
	for b.Loop() {
		Lunar(d)
	}
}
