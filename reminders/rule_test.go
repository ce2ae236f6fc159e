package reminders

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

func TestDefaultRule(t *testing.T) {
	r := DefaultRule()
	if err := r.Validate(); err != nil {
		t.Error(err)
	}
	if got, want := StepList(r), "30,14,7,3,1,0,+1,+3,+7,tuần"; got != want {
		t.Errorf("steps %s, want %s", got, want)
	}
	if got, want := r.Moment(planDay("2023-05-31")).Format(time.RFC3339), "2023-05-31T08:00:00+07:00"; got != want {
		t.Errorf("moment %s, want %s", got, want)
	}
	if !r.Digest || !r.Picture || r.Coordinating || len(r.Quiet) > 0 {
		t.Errorf("%+v", r)
	}
}

func TestValidate(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*Rule)
		want   string // part of the message; "" when the Rule is valid
	}{
		"the first hour":          {func(r *Rule) { r.Hour = 0 }, ""},
		"the last minute":         {func(r *Rule) { r.Hour, r.Minute = 23, 59 }, ""},
		"hour 27":                 {func(r *Rule) { r.Hour = 27 }, "0 đến 23"},
		"hour 24":                 {func(r *Rule) { r.Hour = 24 }, "0 đến 23"},
		"hour -1":                 {func(r *Rule) { r.Hour = -1 }, "0 đến 23"},
		"minute 60":               {func(r *Rule) { r.Minute = 60 }, "0 đến 59"},
		"minute -1":               {func(r *Rule) { r.Minute = -1 }, "0 đến 59"},
		"a step of -5 days":       {func(r *Rule) { r.Before = []int{7, -5} }, "0 đến 366"},
		"a step too far":          {func(r *Rule) { r.Before = []int{367} }, "0 đến 366"},
		"a step as far as may be": {func(r *Rule) { r.Before, r.Overdue = []int{366}, []int{366} }, ""},
		"an overdue step of 0":    {func(r *Rule) { r.Overdue = []int{0} }, "+1 đến +366"},
		"an overdue step of -1":   {func(r *Rule) { r.Overdue = []int{-1} }, "+1 đến +366"},
		"an overdue step too far": {func(r *Rule) { r.Overdue = []int{367} }, "+1 đến +366"},
		"no steps":                {func(r *Rule) { r.Before, r.Overdue = nil, nil }, "bước nhắc"},
		"too many steps":          {func(r *Rule) { r.Before = make([]int, 60) }, "bước nhắc"},
		"another zone":            {func(r *Rule) { r.Zone = "Europe/Paris" }, ""},
		"no zone is Hanoi":        {func(r *Rule) { r.Zone = "" }, ""},
		"no such zone":            {func(r *Rule) { r.Zone = "Asia/Ha_Noi" }, "Asia/Ho_Chi_Minh"},
		"a path for a zone":       {func(r *Rule) { r.Zone = "../../etc/passwd" }, "múi giờ"},
		"the server's own zone":   {func(r *Rule) { r.Zone = "Local" }, "múi giờ"},
		"quiet on Mondays":        {func(r *Rule) { r.Quiet = []time.Weekday{time.Monday} }, ""},
		"quiet but on Fridays":    {func(r *Rule) { r.Quiet = []time.Weekday{1, 2, 3, 4, 0, 6} }, ""},
		"quiet all the week":      {func(r *Rule) { r.Quiet = []time.Weekday{1, 2, 3, 4, 5} }, "im lặng"},
	} {
		t.Run(name, func(t *testing.T) {
			r := DefaultRule()
			tc.change(&r)
			err := r.Validate()
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestMoments(t *testing.T) {
	for name, tc := range map[string]struct {
		rule          Rule
		day           string
		moment, until string
	}{
		"default":            {DefaultRule(), "2023-05-31", "2023-05-31T08:00:00+07:00", "2023-05-31T20:59:00+07:00"},
		"half past seven":    {Rule{Hour: 7, Minute: 30}, "2023-05-31", "2023-05-31T07:30:00+07:00", "2023-05-31T20:59:00+07:00"},
		"in the evening":     {Rule{Hour: 21}, "2023-05-31", "2023-05-31T21:00:00+07:00", "2023-05-31T23:59:00+07:00"},
		"before midnight":    {Rule{Hour: 23, Minute: 45}, "2023-05-31", "2023-05-31T23:45:00+07:00", "2023-05-31T23:59:00+07:00"},
		"another zone":       {Rule{Hour: 8, Zone: "Asia/Tokyo"}, "2023-05-31", "2023-05-31T08:00:00+09:00", "2023-05-31T20:59:00+09:00"},
		"summer time":        {Rule{Hour: 8, Zone: "Europe/Paris"}, "2023-07-31", "2023-07-31T08:00:00+02:00", "2023-07-31T20:59:00+02:00"},
		"winter time":        {Rule{Hour: 8, Zone: "Europe/Paris"}, "2023-01-31", "2023-01-31T08:00:00+01:00", "2023-01-31T20:59:00+01:00"},
		"an hour of no day":  {Rule{Hour: 2, Minute: 30, Zone: "Europe/Paris"}, "2023-03-26", "2023-03-26T03:30:00+02:00", "2023-03-26T20:59:00+02:00"},
		"a zone of no place": {Rule{Hour: 8, Zone: "Mars/Olympus"}, "2023-05-31", "2023-05-31T08:00:00+07:00", "2023-05-31T20:59:00+07:00"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tc.rule.Moment(planDay(tc.day)).Format(time.RFC3339); got != tc.moment {
				t.Errorf("moment %s, want %s", got, tc.moment)
			}
			if got := tc.rule.Until(planDay(tc.day)).Format(time.RFC3339); got != tc.until {
				t.Errorf("until %s, want %s", got, tc.until)
			}
		})
	}
}

func TestParseClock(t *testing.T) {
	for in, want := range map[string]string{
		"08:00": "8 0", "8": "8 0", "8h30": "8 30", "8H30": "8 30", "7g15": "7 15", "8h": "8 0", " 23:59 ": "23 59", "0:00": "0 0", "00:05": "0 5",
		"27": "", "24:00": "", "8:60": "", "-1": "", "8:-1": "", "": "", ":": "", "h": "", "8:30:00": "", "tám giờ": "", "8.30": "", "8:3x": "",
		"99999999999999999999": "", "8h30 sáng": "", "８:00": "", "0x8": "", "+8": "", "-0:00": "", "8:+5": "", "8:-0": "", "\x00": "", "8 30": "",
	} {
		hour, minute, err := ParseClock(in)
		got := ""
		if err == nil {
			got = fmt.Sprint(hour, " ", minute)
		} else if !errors.Is(err, ErrHour) || hour != 0 || minute != 0 {
			t.Errorf("%q: %d %d %v", in, hour, minute, err)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestParseSteps(t *testing.T) {
	for in, want := range map[string]string{
		"30,14,7,3,1,0,+1,+3,+7,tuần": "30,14,7,3,1,0,+1,+3,+7,tuần",
		"7":                           "7",
		"0":                           "0",
		" 1 , 7 ":                     "7,1",
		"1,7,1,7,+3,+3":               "7,1,+3",
		"+7,+1":                       "+1,+7",
		"7,hằng tuần":                 "7,tuần",
		"7,HÀNG TUẦN":                 "7,tuần",
		"7,tuan":                      "7,tuần",
		"366,+366":                    "366,+366",
		"-5":                          "",
		"7,-5":                        "",
		"-0":                          "",
		"+0":                          "",
		"++3":                         "",
		"+-3":                         "",
		"367":                         "",
		"+367":                        "",
		"":                            "",
		",":                           "",
		"7,":                          "",
		"7;3":                         "",
		"7 3":                         "",
		"bảy":                         "",
		"7.5":                         "",
		"99999999999999999999":        "",
		"7,tháng":                     "",
		"\x00,\xff":                   "",
	} {
		before, overdue, weekly, err := ParseSteps(in)
		if got := StepList(Rule{Before: before, Overdue: overdue, Weekly: weekly}); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		if (want == "") != errors.Is(err, ErrSteps) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// TestParseStepsSaysWhatIsWrong: the message repeats what was written, but not all of a long text.
func TestParseStepsSaysWhatIsWrong(t *testing.T) {
	_, _, _, err := ParseSteps("30,-5,7")
	if err == nil || !strings.Contains(err.Error(), "-5") || !strings.Contains(err.Error(), "30,14,7") {
		t.Errorf("%v", err)
	}
	for _, long := range []string{strings.Repeat("x", 1<<20), strings.Repeat("ạ", 1<<20), "7," + strings.Repeat("9", 1<<20)} {
		if _, _, _, err := ParseSteps(long); err == nil || len(err.Error()) > 1000 || !utf8.ValidString(err.Error()) {
			t.Errorf("%d bytes of input give %d bytes of message", len(long), len(fmt.Sprint(err)))
		}
	}
	if before, _, _, err := ParseSteps(strings.Repeat("7,", 1<<18) + "7"); err != nil || len(before) != 1 {
		t.Errorf("the same step a hundred thousand times: %d steps, %v", len(before), err)
	}
}

// TestStepListIsReadBack: what a Rule says of its steps gives the same Rule.
func TestStepListIsReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 200 {
		rule := Rule{Weekly: r.IntN(2) == 0}
		for range 1 + r.IntN(8) {
			rule.Before = append(rule.Before, r.IntN(furthestDay+1))
			rule.Overdue = append(rule.Overdue, 1+r.IntN(furthestDay))
		}
		slices.Sort(rule.Before)
		slices.Reverse(rule.Before)
		slices.Sort(rule.Overdue)
		rule.Before, rule.Overdue = slices.Compact(rule.Before), slices.Compact(rule.Overdue)
		before, overdue, weekly, err := ParseSteps(StepList(rule))
		if err != nil || !slices.Equal(before, rule.Before) || !slices.Equal(overdue, rule.Overdue) || weekly != rule.Weekly {
			t.Fatalf("%+v: %v %v %t %v", rule, before, overdue, weekly, err)
		}
	}
}

func FuzzParseSteps(f *testing.F) {
	for _, s := range []string{"30,14,7,3,1,0,+1,+3,+7,tuần", "-5", "+0", "hằng tuần", "", ",,", "7,\xff", "٣", "9223372036854775808"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		before, overdue, weekly, err := ParseSteps(s)
		if err != nil {
			if !errors.Is(err, ErrSteps) || before != nil || overdue != nil || weekly {
				t.Errorf("%q: %v, with %v %v %t", s, err, before, overdue, weekly)
			}
			return
		}
		r := DefaultRule()
		r.Before, r.Overdue, r.Weekly = before, overdue, weekly
		if n := len(before) + len(overdue); n > 0 && n <= mostSteps && r.Validate() != nil {
			t.Errorf("%q is read, and refused: %v", s, r.Validate())
		}
		again, late, each, err := ParseSteps(StepList(r))
		if err != nil || !slices.Equal(again, before) || !slices.Equal(late, overdue) || each != weekly {
			t.Errorf("%q: written as %q, read as %v %v %t, %v", s, StepList(r), again, late, each, err)
		}
	})
}

func FuzzParseClock(f *testing.F) {
	for _, s := range []string{"08:00", "8h30", "27", "-1", "", "8:", ":8", "hg", "\xff:\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		hour, minute, err := ParseClock(s)
		if err != nil {
			if err != ErrHour || hour != 0 || minute != 0 {
				t.Errorf("%q: %d %d %v", s, hour, minute, err)
			}
			return
		}
		r := DefaultRule()
		r.Hour, r.Minute = hour, minute
		if err := r.Validate(); err != nil {
			t.Errorf("%q is read, and refused: %v", s, err)
		}
		if got := r.Moment(viet.Date{Year: 2023, Month: time.May, Day: 31}).Format("15:04"); got != fmt.Sprintf("%02d:%02d", hour, minute) {
			t.Errorf("%q: %s", s, got)
		}
	})
}
