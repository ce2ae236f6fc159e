package knowledge

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"dondoc/corpus/viet"
)

// period is a stretch of days that a question asks about. The zero period asks about none.
type period struct {
	from, to viet.Date // to is the last day; from may be zero
	exact    bool      // a deadline named in full: "trước tháng 6/2023" means due on the last day of May
}

func (p period) set() bool { return !p.to.IsZero() }

// holds reports whether a due date lies in the period.
func (p period) holds(due viet.Date) bool {
	if due.IsZero() || p.to.Before(due) {
		return false
	}
	return p.from.IsZero() || !due.Before(p.from)
}

var (
	monthAsked   = regexp.MustCompile(`(truoc )?thang (\d{1,2})(?: nam)?(?: (20\d\d))? `)
	quarterAsked = regexp.MustCompile(`(truoc )?(?:quy|q) (iv|iii|ii|i|[1-4])(?: nam)?(?: (20\d\d))? `)
)

// readPeriod reads a stretch of time out of the folded question. Relative ones count from the day of asking.
func readPeriod(padded string, asOf viet.Date) period {
	if p, ok := relativePeriod(padded, asOf); ok {
		return p
	}
	if p, ok := dayPeriod(padded, asOf); ok {
		return p
	}
	if m := monthAsked.FindStringSubmatch(padded); m != nil {
		month, _ := strconv.Atoi(m[2])
		year := yearOr(m[3], asOf.Year)
		if month < 1 || month > 12 || strings.Contains(padded, "so ket 6 thang") {
			return period{}
		}
		first := viet.Date{Year: year, Month: time.Month(month), Day: 1}
		if m[1] != "" {
			return period{to: first.AddDays(-1), exact: true}
		}
		return period{from: first, to: viet.LastOfMonth(year, first.Month)}
	}
	if m := quarterAsked.FindStringSubmatch(padded); m != nil {
		quarter := map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}[m[2]]
		year := yearOr(m[3], asOf.Year)
		first := viet.Date{Year: year, Month: time.Month(3*quarter - 2), Day: 1}
		if m[1] != "" {
			return period{to: first.AddDays(-1), exact: true}
		}
		return period{from: first, to: viet.LastOfMonth(year, first.Month+2)}
	}
	return period{}
}

var (
	dayAsked   = regexp.MustCompile(` (?:truoc|den|den het) ngay (\d{1,2})(?: thang)? (\d{1,2})(?: nam)?(?: (20\d\d))? `)
	monthsSpan = regexp.MustCompile(` tu thang (\d{1,2}) den(?: het)? thang (\d{1,2})(?: nam)?(?: (20\d\d))? `)
)

// dayPeriod reads "trước ngày 1/6/2023", "đến ngày 30/6", "từ tháng 4 đến tháng 6/2026".
func dayPeriod(padded string, asOf viet.Date) (period, bool) {
	if m := monthsSpan.FindStringSubmatch(padded); m != nil {
		first, _ := strconv.Atoi(m[1])
		last, _ := strconv.Atoi(m[2])
		year := yearOr(m[3], asOf.Year)
		from, ok := viet.NewDate(year, first, 1)
		if ok && last >= first && last <= 12 {
			return period{from: from, to: viet.LastOfMonth(year, time.Month(last))}, true
		}
	}
	if m := dayAsked.FindStringSubmatch(padded); m != nil {
		day, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		if d, ok := viet.NewDate(yearOr(m[3], asOf.Year), month, day); ok {
			if strings.Contains(m[0], " truoc ") {
				d = d.AddDays(-1)
			}
			return period{to: d}, true
		}
	}
	return period{}, false
}

func yearOr(s string, year int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return year
}

// relativePeriod reads "tháng này", "tuần tới", "sắp đến hạn" and their like.
func relativePeriod(padded string, asOf viet.Date) (period, bool) {
	month := func(n int) period {
		first := viet.DateOf(time.Date(asOf.Year, asOf.Month+time.Month(n), 1, 0, 0, 0, 0, viet.Hanoi))
		return period{from: first, to: viet.LastOfMonth(first.Year, first.Month)}
	}
	monday := asOf.AddDays(-(int(asOf.Time().Weekday()) + 6) % 7)
	quarter := func(n int) period {
		q := (int(asOf.Month)-1)/3 + n
		first := viet.DateOf(time.Date(asOf.Year, time.Month(3*q+1), 1, 0, 0, 0, 0, viet.Hanoi))
		return period{from: first, to: viet.DateOf(first.Time().AddDate(0, 3, -1))}
	}
	for _, r := range []struct {
		words  []string
		period func() period
	}{
		{[]string{" thang nay ", " trong thang nay "}, func() period { return month(0) }},
		{[]string{" thang toi ", " thang sau "}, func() period { return month(1) }},
		{[]string{" thang truoc "}, func() period { return month(-1) }},
		{[]string{" tuan nay "}, func() period { return period{from: monday, to: monday.AddDays(6)} }},
		{[]string{" tuan toi ", " tuan sau "}, func() period { return period{from: monday.AddDays(7), to: monday.AddDays(13)} }},
		{[]string{" quy nay "}, func() period { return quarter(0) }},
		{[]string{" quy toi ", " quy sau "}, func() period { return quarter(1) }},
		{[]string{" sap den han ", " sap toi han "}, func() period { return period{from: asOf, to: asOf.AddDays(30)} }},
		{[]string{" hom nay "}, func() period { return period{from: asOf, to: asOf} }},
		{[]string{" ngay mai "}, func() period { return period{from: asOf.AddDays(1), to: asOf.AddDays(1)} }},
	} {
		for _, w := range r.words {
			if strings.Contains(padded, w) {
				return r.period(), true
			}
		}
	}
	return period{}, false
}
