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
	relative bool      // counted from the day of asking
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
	monthAsked   = regexp.MustCompile(` (truoc )?thang (\d{1,2})(?: nam)?(?: (20\d\d))? `)
	quarterAsked = regexp.MustCompile(` (truoc )?(?:quy|q) (iv|iii|ii|i|[1-4])(?: nam)?(?: (20\d\d))? `)
)

// readPeriod reads a stretch of time out of a question, and takes its words out. Relative ones count from the day of asking.
func readPeriod(t *typed, asOf viet.Date) period {
	for i, read := range []func(*typed, viet.Date) (period, bool){spanAhead, relativePeriod, dayPeriod, monthPeriod, quarterPeriod} {
		if p, ok := read(t, asOf); ok {
			p.relative = i < 2
			return p
		}
	}
	return period{}
}

// find matches a pattern in the folded question and takes the words of the match out.
func (t *typed) find(pattern *regexp.Regexp) []string {
	at := pattern.FindStringSubmatchIndex(t.padded)
	if at == nil {
		return nil
	}
	t.takePadded(at[0], at[1])
	return pattern.FindStringSubmatch(t.padded)
}

// monthPeriod reads "tháng 6/2023" and "trước tháng 6".
func monthPeriod(t *typed, asOf viet.Date) (period, bool) {
	if strings.Contains(t.padded, "so ket 6 thang") {
		return period{}, false
	}
	m := t.find(monthAsked)
	if m == nil {
		return period{}, false
	}
	month, _ := strconv.Atoi(m[2])
	year := yearOr(m[3], asOf.Year)
	if month < 1 || month > 12 {
		return period{}, false
	}
	first := viet.Date{Year: year, Month: time.Month(month), Day: 1}
	if m[1] != "" {
		return period{to: first.AddDays(-1), exact: true}, true
	}
	return period{from: first, to: viet.LastOfMonth(year, first.Month)}, true
}

// quarterPeriod reads "Quý I/2023" and "trước quý 3".
func quarterPeriod(t *typed, asOf viet.Date) (period, bool) {
	m := t.find(quarterAsked)
	if m == nil {
		return period{}, false
	}
	quarter := map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}[m[2]]
	year := yearOr(m[3], asOf.Year)
	first := viet.Date{Year: year, Month: time.Month(3*quarter - 2), Day: 1}
	if m[1] != "" {
		return period{to: first.AddDays(-1), exact: true}, true
	}
	return period{from: first, to: viet.LastOfMonth(year, first.Month+2)}, true
}

var (
	daysAhead = regexp.MustCompile(` (?:(\d{1,3})|mot|hai|ba|vai) (ngay|tuan|thang) (?:toi|nua|sap toi|ke tiep|tiep theo) `)
	untilEnd  = regexp.MustCompile(` (?:tu (?:gio|nay|hom nay|bay gio) )?(?:den|toi)(?: cuoi| het)+ (?:thang (\d{1,2})|(thang nay)|quy (iv|iii|ii|i|[1-4])|(quy nay)|(nam nay)|nam (20\d\d))(?: nam)?(?: (20\d\d))? `)
	untilDay  = regexp.MustCompile(` (?:tu (?:gio|nay|hom nay|bay gio) )(?:den|toi)(?: het| ngay)* (\d{1,2}) (?:thang )?(\d{1,2})(?: nam)?(?: (20\d\d))? `)
)

// spanAhead reads what begins today: "5 ngày tới", "từ giờ đến cuối tháng 5".
func spanAhead(t *typed, asOf viet.Date) (period, bool) {
	if m := t.find(daysAhead); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			n = map[string]int{"mot": 1, "hai": 2, "ba": 3, "vai": 3}[strings.Fields(m[0])[0]]
		}
		switch m[2] {
		case "tuan":
			n *= 7
		case "thang":
			return period{from: asOf, to: viet.DateOf(asOf.Time().AddDate(0, n, 0))}, true
		}
		return period{from: asOf, to: asOf.AddDays(n)}, true
	}
	if m := t.find(untilDay); m != nil {
		day, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		if d, ok := viet.NewDate(yearOr(m[3], asOf.Year), month, day); ok {
			return period{from: asOf, to: d}, true
		}
	}
	m := t.find(untilEnd)
	if m == nil {
		return period{}, false
	}
	year, month := yearOr(m[7], asOf.Year), asOf.Month
	switch {
	case m[1] != "":
		n, _ := strconv.Atoi(m[1])
		month = time.Month(min(max(n, 1), 12))
	case m[3] != "":
		month = time.Month(3 * map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}[m[3]])
	case m[4] != "":
		month = (asOf.Month + 2) / 3 * 3
	case m[5] != "" || m[6] != "":
		year, month = yearOr(m[6], asOf.Year), time.December
	}
	return period{from: asOf, to: viet.LastOfMonth(year, month)}, true
}

var (
	dayAsked   = regexp.MustCompile(` (?:truoc|den|den het) ngay (\d{1,2})(?: thang)? (\d{1,2})(?: nam)?(?: (20\d\d))? `)
	monthsSpan = regexp.MustCompile(` tu thang (\d{1,2}) den(?: het)? thang (\d{1,2})(?: nam)?(?: (20\d\d))? `)
)

// dayPeriod reads "trước ngày 1/6/2023", "đến ngày 30/6", "từ tháng 4 đến tháng 6/2026".
func dayPeriod(t *typed, asOf viet.Date) (period, bool) {
	if m := t.find(monthsSpan); m != nil {
		first, _ := strconv.Atoi(m[1])
		last, _ := strconv.Atoi(m[2])
		year := yearOr(m[3], asOf.Year)
		from, ok := viet.NewDate(year, first, 1)
		if ok && last >= first && last <= 12 {
			return period{from: from, to: viet.LastOfMonth(year, time.Month(last))}, true
		}
	}
	if m := t.find(dayAsked); m != nil {
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
func relativePeriod(t *typed, asOf viet.Date) (period, bool) {
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
			if i := strings.Index(t.padded, w); i >= 0 {
				t.takePadded(i, i+len(w))
				return r.period(), true
			}
		}
	}
	return period{}, false
}
