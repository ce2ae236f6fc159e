package zalooa

import (
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// patience says how long to wait before a message is tried again.
type patience int

const (
	noPatience patience = iota
	fewSeconds
	halfHour
	untilMorning // tomorrow: a quota of the day is used up
	untilDay     // the night in which templates do not go out is over
)

// meaning is what an error code says about a message.
type meaning struct {
	kind    reminders.OutcomeKind
	wait    patience
	alarm   string // "" for none
	outside bool   // the window is closed: only a template message can go out
}

var (
	gone    = meaning{kind: reminders.OutcomeGone}
	closed  = meaning{kind: reminders.OutcomeRefused, outside: true}
	tooFast = meaning{kind: reminders.OutcomeLater, wait: fewSeconds}
	noQuota = meaning{kind: reminders.OutcomeLater, wait: untilMorning}
	account = meaning{kind: reminders.OutcomeLater, wait: halfHour, alarm: alarmAccount}
	token   = meaning{kind: reminders.OutcomeLater, wait: halfHour, alarm: alarmRefusedToken} // a renewal did not help
	money   = meaning{kind: reminders.OutcomeLater, wait: halfHour, alarm: alarmMoney}
	form    = meaning{kind: reminders.OutcomeLater, wait: halfHour, alarm: alarmTemplate}
	night   = meaning{kind: reminders.OutcomeLater, wait: untilDay}
)

// consultCodes are the errors of consultation messages. What is not listed is the message's fault.
var consultCodes = map[int]meaning{
	codeRate: tooFast,
	-204:     account, -205: account, -209: account, -219: account, -221: account, -223: account, -224: account,
	-240: account, -242: account, -320: account, -321: account,
	-211: noQuota, -218: noQuota,
	-213: gone, -227: gone, -244: gone, -248: gone,
	-216: token, -220: token, -124: token,
	-230: closed, -232: closed, -234: closed,
}

// templateCodes are the errors of template messages that mean something else there.
var templateCodes = map[int]meaning{
	-115: money, -136: money, -137: money,
	-117: form, -131: form, -146: form,
	-135: account,
	-114: gone, -118: gone, -119: gone, -139: gone, -140: gone, -141: gone,
	-133: night,
	-144: noQuota, -147: noQuota,
	-230: {kind: reminders.OutcomeRefused}, -232: {kind: reminders.OutcomeRefused}, -234: night,
}

// tokenCodes mean that the access token does not work, be it expired or renewed by another copy.
var tokenCodes = []int{-216, -220, -124}

func meaningOf(code int, template bool) meaning {
	if m, ok := templateCodes[code]; ok && template {
		return m
	}
	if m, ok := consultCodes[code]; ok {
		return m
	}
	return meaning{kind: reminders.OutcomeRefused}
}

// from is how long a patience lasts when it begins now.
func (p patience) from(now time.Time) time.Duration {
	const (
		morningHour          = 7
		dayHour, dayMinute   = 6, 5 // five minutes after the night that Zalo keeps
		seconds, nextAttempt = 5 * time.Second, 30 * time.Minute
	)
	today := viet.DateOf(now).Time()
	switch p {
	case fewSeconds:
		return seconds
	case halfHour:
		return nextAttempt
	case untilMorning:
		return today.Add((24 + morningHour) * time.Hour).Sub(now)
	case untilDay:
		day := today.Add(dayHour*time.Hour + dayMinute*time.Minute)
		if !day.After(now) {
			day = day.Add(24 * time.Hour)
		}
		return day.Sub(now)
	}
	return 0
}
