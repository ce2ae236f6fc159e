package calendar

import (
	"fmt"
	"math"
	"testing"
	"time"

	"dondoc/corpus/viet"
)

func TestOffAndName(t *testing.T) {
	for _, c := range []struct {
		day  string
		off  bool
		name string
	}{
		{"2026-02-13", false, ""},
		{"2026-02-14", true, ""},
		{"2026-02-16", true, "Tết Nguyên đán: 29 tháng Chạp (giao thừa)"},
		{"2026-02-20", true, "Tết Nguyên đán: mùng 4"},
		{"2026-04-26", true, "Giỗ Tổ Hùng Vương"}, // a Sunday
		{"2026-04-27", true, "Nghỉ bù Giỗ Tổ Hùng Vương"},
		{"2026-08-22", false, ""}, // a Saturday, worked
		{"2025-11-24", false, ""}, // a Monday before the resolution
		{"2026-11-24", true, "Ngày Văn hóa Việt Nam"},
		{"2035-11-24", true, "Ngày Văn hóa Việt Nam"}, // a Saturday
		{"2035-11-26", false, ""},                     // no substitute is guessed
		{"2035-09-03", false, ""},                     // nor the second day of Quốc khánh
		{"2014-01-30", true, "Tết Nguyên đán: 30 tháng Chạp (giao thừa)"},
		{"2099-09-02", true, "Quốc khánh"},
		{"2013-09-02", false, ""}, // before the rules
		{"2100-09-02", false, ""}, // after them
		{"2100-09-04", true, ""},  // still a Saturday
		{"1970-01-01", false, ""},
		{"1970-01-04", true, ""},
		{"", false, ""},
	} {
		d := date(t, c.day)
		if off, name := Default().Off(d), Default().Name(d); off != c.off || name != c.name {
			t.Errorf("%s: %t %q, want %t %q", c.day, off, name, c.off, c.name)
		}
	}
}

func TestRuleSources(t *testing.T) {
	for day, want := range map[string]string{
		"2020-04-30": "Bộ luật Lao động 10/2012/QH13, Điều 115 khoản 1",
		"2021-04-30": "Bộ luật Lao động 45/2019/QH14, Điều 112 khoản 1",
		"2031-04-01": "Bộ luật Lao động 45/2019/QH14, Điều 112 khoản 1; lịch âm UTC+7",
		"2031-11-24": "Nghị quyết 28/2026/QH16, Điều 2",
	} {
		if got := Default().days[dayNumber(date(t, day))].Source; got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
}

func TestDays(t *testing.T) {
	var got string
	for _, d := range Default().Days(2027) {
		got += fmt.Sprintln(d.Date, d.Name)
	}
	const want = `2027-01-01 Tết Dương lịch
2027-02-05 Tết Nguyên đán: 29 tháng Chạp (giao thừa)
2027-02-06 Tết Nguyên đán: mùng 1
2027-02-07 Tết Nguyên đán: mùng 2
2027-02-08 Tết Nguyên đán: mùng 3
2027-04-16 Giỗ Tổ Hùng Vương
2027-04-30 Ngày Chiến thắng
2027-05-01 Ngày Quốc tế lao động
2027-09-02 Quốc khánh
2027-11-24 Ngày Văn hóa Việt Nam
`
	if got != want {
		t.Errorf("the days of 2027 are\n%swant\n%s", got, want)
	}
	if days := Default().Days(2100); len(days) != 0 {
		t.Errorf("2100 has %v", days)
	}
}

func TestSteps(t *testing.T) {
	for _, c := range []struct{ day, before, after string }{
		{"2026-02-13", "2026-02-13", "2026-02-13"},
		{"2026-02-18", "2026-02-13", "2026-02-23"}, // Tết
		{"2026-05-03", "2026-04-29", "2026-05-04"},
		{"2026-08-23", "2026-08-22", "2026-08-24"}, // the Saturday before is worked
		{"2024-05-05", "2024-05-04", "2024-05-06"},
		{"2024-04-28", "2024-04-26", "2024-05-02"},
		{"", "", ""},
	} {
		d := date(t, c.day)
		if before, after := Default().OnOrBefore(d), Default().OnOrAfter(d); before != date(t, c.before) || after != date(t, c.after) {
			t.Errorf("%s: %s and %s, want %s and %s", c.day, before, after, c.before, c.after)
		}
	}
}

func TestAdd(t *testing.T) {
	for _, c := range []struct {
		day  string
		n    int
		want string
	}{
		{"2026-02-13", 0, "2026-02-13"},
		{"2026-02-14", 0, "2026-02-14"}, // off, and stays
		{"2026-02-13", 1, "2026-02-23"},
		{"2026-02-05", 10, "2026-02-26"},
		{"2026-02-23", -1, "2026-02-13"},
		{"2026-08-21", 1, "2026-08-22"}, // a worked Saturday counts
		{"2026-08-24", -1, "2026-08-22"},
		{"2026-08-28", 1, "2026-09-03"},
		{"2026-01-01", 249, "2026-12-31"}, // 261 weekdays, 14 of them off, and two Saturdays
		{"2026-12-31", -248, "2026-01-05"},
		{"2026-12-31", math.MaxInt, ""},
		{"2026-12-31", math.MinInt, ""},
		{"", 5, ""},
	} {
		if got := Default().Add(date(t, c.day), c.n); got != date(t, c.want) {
			t.Errorf("Add(%s, %d) = %s, want %s", c.day, c.n, got, c.want)
		}
	}
}

// TestAddAgreesWithViet compares with the other count of working days that the program has, in years without worked Saturdays.
func TestAddAgreesWithViet(t *testing.T) {
	for d := date(t, "2027-01-01"); d.Year < 2029; d = d.AddDays(1) {
		for _, n := range []int{-30, -1, 1, 7, 30} {
			if got, want := Default().Add(d, n), viet.AddWorkingDays(d, n, Default().Off); got != want {
				t.Fatalf("Add(%s, %d) = %s, want %s", d, n, got, want)
			}
		}
	}
}

func TestWith(t *testing.T) {
	base := Default()
	edited := base.With([]Day{
		{Date: date(t, "2027-09-03"), Name: "đọc nhầm", Working: true},
		{Date: date(t, "2027-09-03"), Name: "Quốc khánh: ngày liền kề"},
		{Date: date(t, "2027-04-30"), Name: "trực", Working: true}, // a holiday
		{Date: date(t, "2027-01-10"), Name: "làm bù", Working: true},
		{Date: date(t, "2150-03-02"), Name: "Ngày hội"},
		{Date: viet.Date{Year: 2027, Month: time.February, Day: 29}, Name: "không có"},
		{},
	})
	for _, c := range []struct {
		day         string
		before, now bool
		name        string
	}{
		{"2027-09-03", false, true, "Quốc khánh: ngày liền kề"},
		{"2027-04-30", true, false, ""},
		{"2027-01-10", true, false, ""},
		{"2150-03-02", false, true, "Ngày hội"},
		{"2027-03-01", false, false, ""},
		{"2027-09-02", true, true, "Quốc khánh"},
	} {
		d := date(t, c.day)
		if was, is, name := base.Off(d), edited.Off(d), edited.Name(d); was != c.before || is != c.now || name != c.name {
			t.Errorf("%s: %t, then %t %q; want %t, then %t %q", c.day, was, is, name, c.before, c.now, c.name)
		}
	}
	if got, want := len(edited.Days(2027)), len(base.Days(2027))+2; got != want {
		t.Errorf("2027 has %d days, want %d", got, want)
	}
	again := edited.With([]Day{{Date: date(t, "2027-04-30"), Name: "Ngày Chiến thắng"}})
	if !again.Off(date(t, "2027-04-30")) || edited.Off(date(t, "2027-04-30")) {
		t.Error("an edit cannot be taken back by a later one")
	}
}

func TestZeroCalendar(t *testing.T) {
	var c Calendar
	if c.Off(date(t, "2026-09-02")) || !c.Off(date(t, "2026-09-05")) || c.Name(date(t, "2026-09-02")) != "" || c.Days(2026) != nil {
		t.Error("the zero Calendar knows more or less than weekends")
	}
	if !c.With([]Day{{Date: date(t, "2026-09-02")}}).Off(date(t, "2026-09-02")) {
		t.Error("nothing can be laid on the zero Calendar")
	}
}

func TestNothingButHolidays(t *testing.T) {
	var days []Day
	for d := date(t, "2020-01-01"); d.Year < 2024; d = d.AddDays(1) {
		days = append(days, Day{Date: d, Name: "nghỉ"})
	}
	c := Default().With(days)
	d := date(t, "2022-01-01")
	if before, after, add := c.OnOrBefore(d), c.OnOrAfter(d), c.Add(d, 1); before != d || after != d || !add.IsZero() {
		t.Errorf("%s, %s and %s", before, after, add)
	}
}

func BenchmarkOff(b *testing.B) {
	for name, s := range map[string]string{"plain": "2026-03-04", "holiday": "2026-09-02", "far": "2500-03-04"} {
		d := date(b, s)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Default().Off(d)
			}
		})
	}
}
