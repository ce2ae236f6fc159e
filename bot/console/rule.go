package console

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"dondoc/reminders"
)

// ruleForm is when a chat is reminded, as it is filled in. Two that are equal say the same.
type ruleForm struct {
	Clock   string  // "08:00"
	Steps   string  // "30,14,7,3,1,0,+1,+3,+7,tuần"
	Quiet   [7]bool // by time.Weekday: the chat is left alone
	Digest  bool
	Picture bool
	Problem string
}

// newRuleForm fills a form in with what holds.
func newRuleForm(r reminders.Rule) ruleForm {
	f := ruleForm{Clock: clock(r), Steps: reminders.StepList(r), Digest: r.Digest, Picture: r.Picture}
	for _, d := range r.Quiet {
		f.Quiet[d%7] = true
	}
	return f
}

// readRuleForm reads what was filled in; Problem says what is wrong with it.
func readRuleForm(form url.Values) ruleForm {
	f := ruleForm{
		Clock: shorten(form.Get("clock"), 20), Steps: shorten(form.Get("steps"), 300),
		Digest: form.Get("digest") != "", Picture: form.Get("picture") != "",
	}
	for _, text := range form["quiet"] {
		if d, err := strconv.Atoi(text); err == nil && d >= 0 && d < len(f.Quiet) {
			f.Quiet[d] = true
		}
	}
	if err := f.check(); err != nil {
		f.Problem = sentence(err.Error())
	}
	return f
}

func (f *ruleForm) check() error {
	if _, _, err := reminders.ParseClock(f.Clock); err != nil {
		return err
	}
	if _, _, _, err := reminders.ParseSteps(f.Steps); err != nil {
		return err
	}
	return f.onto(reminders.DefaultRule()).Validate()
}

// onto returns a rule with what was filled in, and the rest as it was.
func (f *ruleForm) onto(r reminders.Rule) reminders.Rule {
	if hour, minute, err := reminders.ParseClock(f.Clock); err == nil {
		r.Hour, r.Minute = hour, minute
	}
	if before, overdue, weekly, err := reminders.ParseSteps(f.Steps); err == nil {
		r.Before, r.Overdue, r.Weekly = before, overdue, weekly
	}
	r.Digest, r.Picture, r.Quiet = f.Digest, f.Picture, nil
	for d, alone := range f.Quiet {
		if alone {
			r.Quiet = append(r.Quiet, time.Weekday(d))
		}
	}
	return r
}

// weekday is a box to be ticked.
type weekday struct {
	Value int
	Name  string
	On    bool
}

// Week are the boxes of the days, from Monday.
func (f ruleForm) Week() []weekday {
	names := []string{"Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"}
	var week []weekday
	for d, name := range names {
		week = append(week, weekday{d, name, f.Quiet[d]})
	}
	return slices.Concat(week[1:], week[:1])
}
