package reminders

import (
	"strings"
	"testing"
	"time"

	"dondoc/corpus/viet"
)

// occurrencesOf writes the due days of a cycle between two days, sorted by the calendar.
func occurrencesOf(recurring, phrase, from, to string) string {
	all := map[viet.Date]int{}
	cycleOf(recurring).occurrences(phrase, planDay(from), planDay(to), func(d viet.Date) { all[d]++ })
	var lines []string
	for d := planDay(from); d.Compare(planDay(to)) <= 0; d = d.AddDays(1) {
		switch n := all[d]; {
		case n > 1:
			lines = append(lines, d.String()+" more than once")
		case n == 1:
			lines = append(lines, d.String())
		}
		delete(all, d)
	}
	for d := range all {
		lines = append(lines, d.String()+" outside")
	}
	return strings.Join(lines, " ")
}

func TestOccurrences(t *testing.T) {
	for name, tc := range map[string]struct{ recurring, phrase, from, to, want string }{
		"monthly":                        {"monthly", "hằng tháng", "2023-01-15", "2023-04-30", "2023-01-31 2023-02-28 2023-03-31 2023-04-30"},
		"monthly in a leap year":         {"monthly", "hằng tháng", "2024-02-01", "2024-02-29", "2024-02-29"},
		"monthly, before a day":          {"monthly", "hằng tháng, trước ngày 20", "2023-05-19", "2023-07-18", "2023-05-19 2023-06-19"},
		"monthly, before the first":      {"monthly", "hằng tháng, trước ngày 01", "2023-05-01", "2023-06-30", "2023-05-31 2023-06-30"},
		"monthly, on a day":              {"monthly", "ngày 05 hằng tháng", "2023-05-01", "2023-06-30", "2023-05-05 2023-06-05"},
		"monthly, on a day not in all":   {"monthly", "ngày 31 hằng tháng", "2023-04-01", "2023-05-31", "2023-04-30 2023-05-31"},
		"monthly over the year's end":    {"monthly", "định kỳ hàng tháng", "2023-12-01", "2024-01-31", "2023-12-31 2024-01-31"},
		"every 2 months":                 {"every_2_months", "02 tháng/lần", "2023-01-01", "2023-12-31", "2023-02-28 2023-04-30 2023-06-30 2023-08-31 2023-10-31 2023-12-31"},
		"quarterly":                      {"quarterly", "hằng quý", "2023-01-01", "2023-12-31", "2023-03-31 2023-06-30 2023-09-30 2023-12-31"},
		"quarterly, before a day":        {"quarterly", "trước ngày 25 tháng cuối quý", "2023-01-01", "2023-06-30", "2023-03-24 2023-06-24"},
		"twice a year":                   {"twice_a_year", "6 tháng, năm", "2023-01-01", "2023-12-31", "2023-06-30 2023-12-31"},
		"every 6 months":                 {"every_6_months", "06 tháng/lần", "2023-01-01", "2023-12-31", "2023-06-30 2023-12-31"},
		"yearly":                         {"yearly", "hằng năm", "2022-12-31", "2024-12-30", "2022-12-31 2023-12-31"},
		"yearly on a day":                {"yearly", "ngày 15 tháng 12 hằng năm", "2022-01-01", "2023-12-31", "2022-12-15 2023-12-15"},
		"yearly, before a day":           {"yearly", "hằng năm, trước ngày 15/12", "2023-01-01", "2023-12-31", "2023-12-14"},
		"yearly in a month":              {"yearly", "tháng 11 hằng năm", "2023-01-01", "2023-12-31", "2023-11-30"},
		"yearly on leap day":             {"yearly", "ngày 29 tháng 2 hằng năm", "2023-01-01", "2024-12-31", "2023-02-28 2024-02-29"},
		"every 2 years":                  {"every_2_years", "02 năm/lần", "2023-01-01", "2026-12-31", "2024-12-31 2026-12-31"},
		"weekly":                         {"weekly", "hằng tuần", "2023-06-01", "2023-06-16", "2023-06-02 2023-06-09 2023-06-16"},
		"every 2 weeks":                  {"every_2_weeks", "02 tuần/lần", "2023-01-01", "2023-02-10", "2023-01-06 2023-01-20 2023-02-03"},
		"every 2 weeks, later":           {"every_2_weeks", "02 tuần/lần", "2023-01-07", "2023-02-10", "2023-01-20 2023-02-03"},
		"twice a month":                  {"twice_a_month", "02 lần/tháng", "2023-02-01", "2023-03-31", "2023-02-15 2023-02-28 2023-03-15 2023-03-31"},
		"continuous":                     {"continuous", "thường xuyên", "2023-01-01", "2023-12-31", "2023-03-31 2023-06-30 2023-09-30 2023-12-31"},
		"daily":                          {"daily", "hằng ngày", "2023-01-01", "2023-04-30", "2023-03-31"},
		"what nobody has listed":         {"3_times_a_week", "03 lần/tuần", "2023-01-01", "2023-06-30", "2023-03-31 2023-06-30"},
		"nonsense":                       {"every_0_months", "", "2023-01-01", "2023-03-31", "2023-03-31"},
		"nonsense, big":                  {"every_999999_months", "", "2023-01-01", "2023-03-31", "2023-03-31"},
		"nonsense, negative":             {"every_-3_years", "", "2023-01-01", "2023-03-31", "2023-03-31"},
		"an empty window":                {"monthly", "hằng tháng", "2023-06-01", "2023-05-01", ""},
		"a day that no month has":        {"monthly", "ngày 45 hằng tháng", "2023-06-01", "2023-06-30", "2023-06-30"},
		"the month of no year":           {"yearly", "tháng 13 hằng năm", "2023-01-01", "2023-12-31", "2023-12-31"},
		"a weekday":                      {"weekly", "thứ Năm hằng tuần", "2023-06-01", "2023-06-10", "2023-06-01 2023-06-08"},
		"two days of the month":          {"twice_a_month", "ngày 10 và ngày 25 hằng tháng", "2023-06-01", "2023-06-30", "2023-06-10 2023-06-25"},
		"the middle and the end":         {"twice_a_month", "02 lần/tháng, ngày 15 và ngày cuối tháng", "2023-06-01", "2023-06-30", "2023-06-15 2023-06-30"},
		"yearly, before the first":       {"yearly", "trước ngày 01/7 hằng năm", "2023-01-01", "2023-12-31", "2023-06-30"},
		"yearly, before January":         {"yearly", "trước ngày 01 tháng 01 hằng năm", "2023-01-01", "2023-12-31", "2023-12-31"},
		"yearly, without the word ngày":  {"yearly", "trước 15/12 hằng năm", "2023-01-01", "2023-12-31", "2023-12-14"},
		"yearly, before a month":         {"yearly", "trước tháng 12 hằng năm", "2023-01-01", "2023-12-31", "2023-11-30"},
		"yearly in a quarter":            {"yearly", "Quý I hằng năm", "2023-01-01", "2023-12-31", "2023-03-31"},
		"yearly, done within a quarter":  {"yearly", "hằng năm, hoàn thành trong quý III", "2023-01-01", "2023-12-31", "2023-09-30"},
		"two days of the year":           {"twice_a_year", "ngày 15/6 và 15/12 hằng năm", "2023-01-01", "2023-12-31", "2023-06-15 2023-12-15"},
		"quarterly, in the next quarter": {"quarterly", "hằng quý, trước ngày 10 tháng đầu quý sau", "2023-02-01", "2023-07-31", "2023-04-09 2023-07-09"},
		"since a day":                    {"monthly", "định kỳ hằng tháng, từ ngày 15/3/2023", "2023-03-15", "2023-04-30", "2023-03-31 2023-04-30"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := occurrencesOf(tc.recurring, tc.phrase, tc.from, tc.to); got != tc.want {
				t.Errorf("%s, %q\n got %s\nwant %s", tc.recurring, tc.phrase, got, tc.want)
			}
		})
	}
}

// recurring is a register in which Bắc Giang has a duty that comes round.
func recurring(name, phrase string, planYear int, m Milestone) Everything {
	m.Phrase = phrase
	task := planTask("t", bacGiang, m)
	task.Recurring, task.PlanYear = name, planYear
	return planFor(bacGiang, task)
}

// TestStepsOfCycles has the days worked out by hand.
func TestStepsOfCycles(t *testing.T) {
	april := Milestone{Published: planDay("2023-04-04")}
	onlyDone := recurring("monthly", "hằng tháng, trước ngày 20", 0, april)
	onlyDone.Progress = []Progress{{Work: Work{Milestone: "t#1", Agency: bacGiang, Due: planDay("2023-06-19")}, State: Done}}
	late := recurring("monthly", "hằng tháng", 0, april)
	late.Progress = []Progress{{Work: Work{Milestone: "t#1", Agency: bacGiang, Due: planDay("2023-04-30")}, State: Extended, Until: planDay("2023-10-31"), At: planMoment("2023-05-02 08:00")}}
	for name, tc := range map[string]struct {
		all            Everything
		from, to, want string
	}{
		"monthly, before a day": {recurring("monthly", "hằng tháng, trước ngày 20", 0, april), "2023-06-01", "2023-07-11",
			"2023-06-12 T-7; 2023-06-16 T-3; 2023-06-16 T-1; 2023-06-19 T-0; 2023-06-20 T+1; 2023-06-22 T+3; 2023-06-26 T+7"},
		"quarterly": {recurring("quarterly", "hằng quý", 0, april), "2023-05-01", "2023-09-01",
			"2023-06-16 T-14; 2023-06-23 T-7; 2023-06-27 T-3; 2023-06-29 T-1; 2023-06-30 T-0; 2023-07-03 T+1; 2023-07-03 T+3; 2023-07-07 T+7"},
		"yearly on a day": {recurring("yearly", "ngày 15 tháng 12 hằng năm", 0, april), "2023-05-01", "2023-12-29",
			"2023-11-15 T-30; 2023-12-01 T-14; 2023-12-08 T-7; 2023-12-12 T-3; 2023-12-14 T-1; 2023-12-15 T-0; 2023-12-18 T+1; 2023-12-18 T+3; 2023-12-22 T+7; 2023-12-29 T+14"},
		"weekly": {recurring("weekly", "hằng tuần", 0, april), "2023-06-05", "2023-06-16",
			"2023-06-05 T+1; 2023-06-08 T-1; 2023-06-09 T-0; 2023-06-12 T+1; 2023-06-15 T-1; 2023-06-16 T-0"},
		"continuous, never overdue": {recurring("continuous", "thường xuyên", 0, april), "2023-04-01", "2023-12-29", "2023-06-30 T-0; 2023-09-29 T-0; 2023-12-29 T-0"},
		"twice a month": {recurring("twice_a_month", "02 lần/tháng", 0, april), "2023-06-05", "2023-06-30",
			"2023-06-05 T+3; 2023-06-12 T-3; 2023-06-14 T-1; 2023-06-15 T-0; 2023-06-16 T+1; 2023-06-19 T+3; 2023-06-27 T-3; 2023-06-29 T-1; 2023-06-30 T-0"},
		"the plan's year ends it": {recurring("monthly", "hằng tháng", 2023, april), "2023-12-20", "2024-06-30",
			"2023-12-22 T-7; 2023-12-28 T-3; 2023-12-29 T-1; 2023-12-29 T-0; 2024-01-02 T+1; 2024-01-03 T+3; 2024-01-08 T+7"},
		"a range bounds it": {recurring("monthly", "hằng tháng, giai đoạn 2021-2025", 2021, Milestone{Published: planDay("2023-04-04"), Start: planDay("2021-01-01"), Due: planDay("2025-12-31")}), "2025-12-29", "2026-06-30",
			"2025-12-30 T-1; 2025-12-31 T-0; 2026-01-05 T+1; 2026-01-05 T+3; 2026-01-07 T+7"},
		"a range that has not begun": {recurring("monthly", "hằng tháng, từ năm 2024", 0, Milestone{Published: planDay("2023-04-04"), Start: planDay("2024-01-01")}), "2023-12-01", "2024-01-24", "2024-01-24 T-7"},
		"an end without a beginning": {recurring("monthly", "hằng tháng, đến hết năm 2026", 0, Milestone{Published: planDay("2023-04-04"), Due: planDay("2026-12-31")}), "2023-06-20", "2023-06-30",
			"2023-06-23 T-7; 2023-06-27 T-3; 2023-06-29 T-1; 2023-06-30 T-0"},
		"a day of its own is due once":            {recurring("monthly", "trước tháng 9/2023", 2023, Milestone{Published: planDay("2023-04-04"), Due: planDay("2023-08-31")}), "2023-08-28", "2023-09-02", "2023-08-28 T-3; 2023-08-30 T-1; 2023-08-31 T-0"},
		"one round is done":                       {onlyDone, "2023-06-01", "2023-07-17", "2023-07-12 T-7; 2023-07-14 T-3"},
		"one round is extended":                   {late, "2023-10-24", "2023-10-24", "2023-10-24 T-7; 2023-10-24 T-7"},
		"what came round before it was published": {recurring("monthly", "hằng tháng", 0, Milestone{Published: planDay("2023-05-02")}), "2023-01-01", "2023-05-24", "2023-05-24 T-7"},
		"steps that do not fit leave the day":     {ruled(recurring("monthly", "hằng tháng", 0, april), func(r *Rule) { r.Before, r.Overdue = []int{30, 14}, []int{10} }), "2023-05-01", "2023-06-30", "2023-05-31 T-0; 2023-06-30 T-0"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := stepsIn(tc.all, tc.from, tc.to); got != tc.want {
				t.Errorf("%s to %s\n got %s\nwant %s", tc.from, tc.to, got, tc.want)
			}
		})
	}
}

// TestRoundsExtendedToOneDayAreTwo: the report for May that may come with that for June is still a report of its own.
func TestRoundsExtendedToOneDayAreTwo(t *testing.T) {
	e := recurring("monthly", "hằng tháng", 0, Milestone{Published: planDay("2023-04-04")})
	e.Progress = []Progress{{Work: Work{Milestone: "t#1", Agency: bacGiang, Due: planDay("2023-05-31")}, State: Extended, Until: planDay("2023-06-30"), At: planMoment("2023-05-29 08:00")}}
	all := allSteps(NewPlanner(planSnapshot(e)), &e.Subscribers[0], planDay("2023-06-30"), planDay("2023-06-30"))
	if len(all) != 2 {
		t.Errorf("%d steps on the day on which both are due", len(all))
	}
	checkOnceEach(t, all)
}

// TestUndatedCyclesPlanTheSameInPieces: of a document without a date nobody knows since when it holds; a whole year and
// its days tell the same all the same.
func TestUndatedCyclesPlanTheSameInPieces(t *testing.T) {
	for name, phrase := range map[string]string{"yearly": "hằng năm", "monthly": "hằng tháng", "weekly": "hằng tuần", "every_2_years": "02 năm/lần"} {
		e := recurring(name, phrase, 0, Milestone{})
		p := NewPlanner(planSnapshot(e))
		from, to := planDay("2023-01-01"), planDay("2025-02-28")
		whole := map[viet.Date][]Reminder{}
		for _, r := range allSteps(p, &e.Subscribers[0], from, to) {
			whole[r.Day] = append(whole[r.Day], r)
		}
		for d := from; d.Compare(to) <= 0; d = d.AddDays(1) {
			if got, want := stepLines(allSteps(p, &e.Subscribers[0], d, d)), stepLines(whole[d]); got != want {
				t.Errorf("%s: alone %q, in the window %q", name, got, want)
				break
			}
		}
	}
}

// TestEveryCycleHasARule: no value of Recurring leaves a duty without a step, whatever the Rule is.
func TestEveryCycleHasARule(t *testing.T) {
	only := DefaultRule()
	only.Before, only.Overdue = nil, []int{30}
	for _, name := range []string{"continuous", "hourly", "daily", "weekly", "every_2_weeks", "every_10_days", "twice_a_week", "twice_a_month", "monthly",
		"every_2_months", "every_3_months", "every_6_months", "every_18_months", "quarterly", "twice_a_year", "yearly", "every_2_years", "every_5_years", "???"} {
		for _, rule := range []Rule{DefaultRule(), only} {
			c := cycleOf(name)
			r := c.rule(rule)
			if len(r.Before)+len(r.Overdue) == 0 {
				t.Errorf("%s: no step is left", name)
			}
			if rule.Before != nil && len(rule.Before) != len(DefaultRule().Before) {
				t.Errorf("%s: the Subscriber's own Rule was changed", name)
			}
			n := 0
			c.occurrences("", viet.Date{Year: 2021, Month: time.January, Day: 1}, viet.Date{Year: 2030, Month: time.December, Day: 31}, func(viet.Date) { n++ })
			if n == 0 {
				t.Errorf("%s never comes round in ten years", name)
			}
		}
	}
}
