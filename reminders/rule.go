package reminders

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/corpus/viet"
)

// Rule is when and of what a Subscriber is reminded.
type Rule struct {
	Before       []int          `json:"before"`                 // days before the due day; 0 is the day itself
	Overdue      []int          `json:"overdue"`                // days after it
	Weekly       bool           `json:"weekly"`                 // every seven days after the last of Overdue
	Hour         int            `json:"hour"`                   // of the day, in Zone
	Minute       int            `json:"minute"`                 // of the hour
	Zone         string         `json:"zone"`                   // IANA name: "Asia/Ho_Chi_Minh"
	Quiet        []time.Weekday `json:"quiet,omitempty"`        // days of the week on which the chat is left alone
	Coordinating bool           `json:"coordinating,omitempty"` // also the Tasks in which a followed agency only takes part
	Digest       bool           `json:"digest"`                 // the Monday digest
	Picture      bool           `json:"picture"`                // the monthly picture
}

const (
	hanoiZone   = "Asia/Ho_Chi_Minh"
	furthestDay = 366 // days from the due day that a step may lie
	mostSteps   = 40
)

// DefaultRule is what a Subscriber gets that asks for nothing else (docs/product.md).
func DefaultRule() Rule {
	return Rule{
		Before: []int{30, 14, 7, 3, 1, 0}, Overdue: []int{1, 3, 7}, Weekly: true,
		Hour: 8, Zone: hanoiZone, Digest: true, Picture: true,
	}
}

// Errors of Validate and ParseSteps are sentences for the person who chose the values.
var (
	ErrHour  = errors.New("giờ nhắc phải từ 0 đến 23, phút từ 0 đến 59; ví dụ 08:00")
	ErrQuiet = errors.New("không thể im lặng cả năm ngày làm việc trong tuần; hãy bỏ bớt ngày")
	ErrSteps = errors.New("bước nhắc phải là số ngày từ 0 đến 366 trước hạn, hoặc +1 đến +366 sau hạn; ví dụ 30,14,7,3,1,0,+1,+3,+7,tuần")
)

// Validate returns what is wrong with the Rule, in words for people, or nil.
func (r Rule) Validate() error {
	if r.Hour < 0 || r.Hour > 23 || r.Minute < 0 || r.Minute > 59 {
		return ErrHour
	}
	if _, err := r.location(); err != nil || r.Zone == "Local" { // what the machine's own zone is, nobody can see
		return fmt.Errorf("không có múi giờ %q; ví dụ đúng: %s", r.Zone, hanoiZone)
	}
	if len(r.Before)+len(r.Overdue) == 0 || len(r.Before)+len(r.Overdue) > mostSteps {
		return ErrSteps
	}
	outside := func(least int) func(int) bool {
		return func(n int) bool { return n < least || n > furthestDay }
	}
	if slices.ContainsFunc(r.Before, outside(0)) || slices.ContainsFunc(r.Overdue, outside(1)) {
		return ErrSteps
	}
	for d := time.Monday; d <= time.Friday; d++ {
		if !slices.Contains(r.Quiet, d) {
			return nil
		}
	}
	return ErrQuiet
}

// location is the Rule's zone. Hanoi's needs no zone file.
func (r Rule) location() (*time.Location, error) {
	if r.Zone == "" || r.Zone == hanoiZone {
		return viet.Hanoi, nil
	}
	return time.LoadLocation(r.Zone)
}

// Today is the day that the Rule's zone has at a moment.
func (r Rule) Today(at time.Time) viet.Date {
	zone, err := r.location()
	if err != nil {
		zone = viet.Hanoi
	}
	at = at.In(zone)
	return viet.Date{Year: at.Year(), Month: at.Month(), Day: at.Day()}
}

// Moment is when the messages of a day go out. An unknown zone counts as Hanoi: Validate has refused it.
func (r Rule) Moment(d viet.Date) time.Time { return r.clock(d, r.Hour, r.Minute) }

// lastHour ends the day for messages that come late: nobody is woken for them.
const lastHour = 20

// Until is when it becomes too late in the day to send what was due on it.
func (r Rule) Until(d viet.Date) time.Time {
	return r.clock(d, max(lastHour, min(r.Hour+2, 23)), 59)
}

func (r Rule) clock(d viet.Date, hour, minute int) time.Time {
	zone, err := r.location()
	if err != nil {
		zone = viet.Hanoi
	}
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, zone)
}

// ParseClock reads "08:00" or "8h30" or "8".
func ParseClock(s string) (hour, minute int, err error) {
	h, m, found := strings.Cut(strings.NewReplacer("h", ":", "g", ":").Replace(strings.ToLower(strings.TrimSpace(s))), ":")
	hour, ok := digits(h, 23)
	if ok && found && m != "" {
		minute, ok = digits(m, 59)
	}
	if !ok {
		return 0, 0, ErrHour
	}
	return hour, minute, nil
}

// digits reads a number of digits alone, at most most.
func digits(s string, most int) (n int, ok bool) {
	for _, r := range s {
		if r < '0' || r > '9' || len(s) > 4 {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n <= most
}

// shortened is the beginning of what somebody wrote.
func shortened(s string) string {
	const longest = 20
	if runes := []rune(s); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return s
}

// weeklyWord stands in a list of steps for every seven days after the last.
const weeklyWord = "tuan"

// ParseSteps reads "30,14,7,3,1,0,+1,+3,+7,tuần" into the three fields of a Rule.
func ParseSteps(s string) (before, overdue []int, weekly bool, err error) {
	for _, item := range strings.Split(s, ",") {
		item = strings.TrimSpace(item)
		if word := strings.TrimPrefix(viet.Fold(viet.Normalize(item)), "hang "); word == weeklyWord {
			weekly = true
			continue
		}
		after, late := strings.CutPrefix(item, "+")
		n, ok := digits(after, furthestDay)
		if !ok || late && n == 0 {
			return nil, nil, false, fmt.Errorf("%w (đã ghi %q)", ErrSteps, shortened(item))
		}
		if late {
			overdue = append(overdue, n)
		} else {
			before = append(before, n)
		}
	}
	slices.Sort(overdue)
	slices.Sort(before)
	slices.Reverse(before)
	return slices.Compact(before), slices.Compact(overdue), weekly, nil
}

// StepList writes the steps of a Rule as ParseSteps reads them.
func StepList(r Rule) string {
	var items []string
	for _, n := range r.Before {
		items = append(items, strconv.Itoa(n))
	}
	for _, n := range r.Overdue {
		items = append(items, "+"+strconv.Itoa(n))
	}
	if r.Weekly {
		items = append(items, "tuần")
	}
	return strings.Join(items, ",")
}
