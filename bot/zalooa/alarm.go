package zalooa

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"dondoc/corpus/viet"
)

// The alarms by the keys of their sentences.
const (
	alarmAccount      = "alarm_account"
	alarmConsent      = "alarm_consent"
	alarmFirst        = "alarm_first"
	alarmMoney        = "alarm_money"
	alarmNone         = "alarm_none"
	alarmRefusedToken = "alarm_refused_token"
	alarmTemplate     = "alarm_template"
	alarmUnreadable   = "alarm_unreadable"
)

// bell tells administrators what only they can mend, each kind once a day in Hanoi.
type bell struct {
	say  phrases
	tell func(context.Context, string) // nil for nobody
	now  func() time.Time

	mu   sync.Mutex
	rung map[string]viet.Date
}

// ring returns whether the alarm was raised: it was not yet today. code is left out of sentences without a place for it.
func (b *bell) ring(ctx context.Context, kind string, code int) bool {
	if kind == "" {
		return false
	}
	today, group := viet.DateOf(b.now()), kind
	if kind == alarmNone { // who was told why there are no tokens need not hear that there are none
		group = alarmConsent
	}
	b.mu.Lock()
	before, ok := b.rung[group]
	b.rung[group] = today
	b.mu.Unlock()
	if ok && before == today {
		return false
	}
	if b.tell != nil {
		sentence := b.say[kind]
		if strings.Contains(sentence, "%d") {
			sentence = fmt.Sprintf(sentence, code)
		}
		b.tell(ctx, sentence)
	}
	return true
}
