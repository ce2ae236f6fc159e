package calendar

import (
	"fmt"
	"time"

	"dondoc/corpus/viet"
)

// The years for which the rules are laid out. Before 2014 other laws with other days were in force for part
// of a year; after 2099 the new moons near midnight are uncertain.
const (
	firstRuleYear = 2014
	lastRuleYear  = 2099
)

const (
	labourCode2012 = "Bộ luật Lao động 10/2012/QH13, Điều 115 khoản 1" // in force from 01/5/2013
	labourCode2019 = "Bộ luật Lao động 45/2019/QH14, Điều 112 khoản 1" // in force from 01/01/2021
	lunarSource    = "; lịch âm UTC+7"
)

func labourCode(year int) string {
	if year < 2021 {
		return labourCode2012
	}
	return labourCode2019
}

// fixedHolidays are the same day of every year. The second day of Quốc khánh is announced and stands in days.csv.
var fixedHolidays = []struct {
	month  time.Month
	day    int
	name   string
	since  int    // year; 0: as long as there are rules
	source string // "": the labour code
}{
	{time.January, 1, "Tết Dương lịch", 0, ""},
	{time.April, 30, "Ngày Chiến thắng", 0, ""},
	{time.May, 1, "Ngày Quốc tế lao động", 0, ""},
	{time.September, 2, "Quốc khánh", 0, ""},
	{time.November, 24, "Ngày Văn hóa Việt Nam", 2026, "Nghị quyết 28/2026/QH16, Điều 2"},
}

// ruleDays returns the days off that follow from the law alone, in no order.
func ruleDays(year int) []Day {
	days := lunarHolidays(year)
	for _, h := range fixedHolidays {
		if year < h.since {
			continue
		}
		source := h.source
		if source == "" {
			source = labourCode(year)
		}
		days = append(days, Day{Date: viet.Date{Year: year, Month: h.month, Day: h.day}, Name: h.name, Source: source})
	}
	return days
}

// lunarHolidays returns Giỗ Tổ and the four days of Tết that are off however the fifth is chosen: the law
// gives five, "01 ngày cuối năm và 04 ngày đầu năm hoặc 02 ngày cuối năm và 03 ngày đầu năm".
func lunarHolidays(year int) []Day {
	source := labourCode(year) + lunarSource
	var days []Day
	if tet, ok := Solar(year, 1, 1, false); ok {
		eve := tet.AddDays(-1)
		_, _, lastDay, _ := Lunar(eve)
		days = append(days, Day{Date: eve, Name: fmt.Sprintf("Tết Nguyên đán: %d tháng Chạp (giao thừa)", lastDay), Source: source})
		for i := range 3 {
			days = append(days, Day{Date: tet.AddDays(i), Name: fmt.Sprintf("Tết Nguyên đán: mùng %d", i+1), Source: source})
		}
	}
	// In a year with a leap month 3 (2031) the feast is in the first of the two.
	if anniversary, ok := Solar(year, 3, 10, false); ok {
		days = append(days, Day{Date: anniversary, Name: "Giỗ Tổ Hùng Vương", Source: source})
	}
	return days
}
