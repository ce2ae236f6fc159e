package calendar

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/corpus/viet"
)

// holidaysFile is the list of verified days off that lies beside the repository.
const holidaysFile = "../../../shared/docs/holidays.csv"

type holiday struct {
	date           viet.Date
	name           string
	status, source string // status: certain (by law) or announced
}

func readHolidays(t *testing.T) []holiday {
	t.Helper()
	f, err := os.Open(holidaysFile)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("there is no %s: it is kept outside of the repository", holidaysFile)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []holiday
	for _, r := range rows[1:] {
		all = append(all, holiday{date(t, r[0]), r[1], r[3], r[4]})
	}
	if len(all) < 90 {
		t.Fatalf("%s has only %d rows", holidaysFile, len(all))
	}
	return all
}

// TestHolidays compares what the program carries with the verified list, row by row, both ways.
func TestHolidays(t *testing.T) {
	want := readHolidays(t)
	c := Default()
	i := 0
	for year := want[0].date.Year; year <= want[len(want)-1].date.Year; year++ {
		for _, d := range c.Days(year) {
			if d.Working {
				continue
			}
			if i == len(want) || d.Date != want[i].date || d.Name != want[i].name {
				t.Fatalf("%s %s is not row %d of the list", d.Date, d.Name, i+1)
			}
			if !c.Off(d.Date) || c.Name(d.Date) != want[i].name {
				t.Errorf("%s: off %t, named %q", d.Date, c.Off(d.Date), c.Name(d.Date))
			}
			for part := range strings.SplitSeq(d.Source, "; ") {
				if !strings.Contains(want[i].source, part) {
					t.Errorf("%s: the list knows no source %q", d.Date, part)
				}
			}
			i++
		}
	}
	if i != len(want) {
		t.Errorf("%d rows of the list are missing, from %s on", len(want)-i, want[i].date)
	}
}

// TestRulesAndDataDoNotMix: what is certain is computed, what is announced is data.
func TestRulesAndDataDoNotMix(t *testing.T) {
	announcedDays := map[viet.Date]bool{}
	for _, d := range shippedDays(t) {
		announcedDays[d.Date] = true
	}
	for _, h := range readHolidays(t) {
		byRule := slices.ContainsFunc(ruleDays(h.date.Year), func(d Day) bool { return d.Date == h.date })
		if certain := h.status == "certain"; byRule != certain || announcedDays[h.date] == certain {
			t.Errorf("%s %s is %s; by rule: %t, in days.csv: %t", h.date, h.name, h.status, byRule, announcedDays[h.date])
		}
	}
}

// TestSwappedSaturdays: each day off that was swapped has its worked Saturday, and there is no other.
func TestSwappedSaturdays(t *testing.T) {
	swap := regexp.MustCompile(`làm bù thứ Bảy (\d+/\d+/\d+)`)
	want := map[viet.Date]string{}
	for _, h := range readHolidays(t) {
		if m := swap.FindStringSubmatch(h.name); m != nil {
			saturday, ok := readDate(m[1])
			if !ok || saturday.Time().Weekday() != time.Saturday {
				t.Fatalf("%s: %s is no Saturday", h.name, m[1])
			}
			want[saturday] = "Làm bù cho ngày " + h.date.Official()
		}
	}
	got := map[viet.Date]string{}
	for _, d := range shippedDays(t) {
		if d.Working {
			got[d.Date] = d.Name
		}
		if d.Working && Default().Off(d.Date) {
			t.Errorf("%s is off", d.Date)
		}
	}
	if len(want) == 0 || len(got) != len(want) {
		t.Errorf("%d Saturdays are worked, want %d", len(got), len(want))
	}
	for d, name := range want {
		if got[d] != name {
			t.Errorf("%s is %q, want %q", d, got[d], name)
		}
	}
}

func shippedDays(t *testing.T) []Day {
	t.Helper()
	days, err := ReadDays(bytes.NewReader(announced))
	if err != nil {
		t.Fatal(err)
	}
	return days
}

func TestDaysFile(t *testing.T) {
	days := shippedDays(t)
	if !slices.IsSortedFunc(days, func(a, b Day) int { return a.Date.Compare(b.Date) }) {
		t.Error("days.csv is not sorted")
	}
	for _, d := range days {
		if weekend := isWeekend(dayNumber(d.Date)); weekend != d.Working {
			t.Errorf("days.csv: %s %s changes nothing", d.Date, d.Name)
		}
		if d.Source == "" {
			t.Errorf("days.csv: %s %s has no source", d.Date, d.Name)
		}
	}
}
