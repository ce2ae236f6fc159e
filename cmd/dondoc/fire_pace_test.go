package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/bot/telegram/telegramtest"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// ownMessages plans n messages of their own for the chat of a subscriber, each of one step.
func (o *smallOffice) ownMessages(subscriber int64, n int) {
	o.t.Helper()
	for i := range n {
		key := fmt.Sprintf("own:%d/%d", subscriber, i)
		mustHave[int](o.t)(o.db.SavePlan(o.t.Context(), reminders.Plan{
			Subscriber: subscriber, Purpose: key, Day: fireDay, DueAt: time.Now(),
			Reminders: []reminders.Reminder{{
				Key: key, Kind: reminders.KindStep, Day: fireDay, Task: "ke-hoach#1", Step: "T-7", Due: fireDay.AddDays(7),
				Work: reminders.Work{Milestone: "ke-hoach#1/1", Agency: smallLead},
			}},
		}))
	}
}

// TestFireKeepsThePaceExactly measures in a bubble, where nothing takes time but waiting: no second sees more messages
// than the limit, with two copies at work.
func TestFireKeepsThePaceExactly(t *testing.T) {
	measurePace(t, func(t *testing.T, calls []time.Time, _ map[string][]time.Time) {
		for i := range calls {
			if most := i + telegramLimits.PerSecond; most < len(calls) && calls[most].Sub(calls[i]) < time.Second {
				t.Errorf("%d messages in %v", telegramLimits.PerSecond+1, calls[most].Sub(calls[i]))
			}
		}
	})
}

// TestFireGivesAChatItsPause: a chat with several messages is given its pause between them, also while others keep the
// channel busy.
func TestFireGivesAChatItsPause(t *testing.T) {
	measurePace(t, func(t *testing.T, _ []time.Time, byChat map[string][]time.Time) {
		for chat, calls := range byChat {
			for i := 1; i < len(calls); i++ {
				if pause := calls[i].Sub(calls[i-1]); pause < telegramLimits.PerChat {
					t.Errorf("chat %s gets two messages within %v", chat, pause)
				}
			}
		}
	})
}

// measurePace lets two copies send to many chats, ten of which get several messages, and hands the moments to check.
func measurePace(t *testing.T, check func(t *testing.T, calls []time.Time, byChat map[string][]time.Time)) {
	t.Helper()
	const chats, own = 150, 5
	inBubble(t, fireMorning(), func(t *testing.T, o *smallOffice) {
		o.set(plainRule(), taskOf(1, smallLead, fireDay.AddDays(7)))
		o.manyChats(chats)
		for s := range int64(10) {
			o.ownMessages(10*s+3, own)
		}
		var mu sync.Mutex
		var calls []time.Time
		byChat := map[string][]time.Time{}
		o.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			chat := o.wantBegun(r)
			o.double.ServeHTTP(w, r)
			mu.Lock()
			defer mu.Unlock()
			calls, byChat[chat] = append(calls, time.Now()), append(byChat[chat], time.Now())
		})
		o.startCopy()
		o.startCopy()
		time.Sleep(5 * time.Minute)
		if len(calls) != chats+1+10*own {
			t.Errorf("%d messages, want %d", len(calls), chats+1+10*own)
		}
		check(t, calls, byChat)
	})
}

// TestFireRepeatsALaterPart leaves open whether the second part of a message arrived. The first part is not told again,
// and the second says that it is told again.
func TestFireRepeatsALaterPart(t *testing.T) {
	var due []reminders.Task
	for i := range bigChatTasks {
		due = append(due, taskOf(i, smallLead, fireDay.AddDays(7)))
	}
	inBubble(t, fireMorning(), func(t *testing.T, o *smallOffice) {
		o.set(plainRule(), due...)
		o.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if len(o.told(smallChat)) == 1 {
				o.double.Fail(telegramtest.Failure{Method: "sendMessage", Cut: true, Late: true})
				o.handler = nil
			}
			o.double.ServeHTTP(w, r)
		})
		o.startCopy()
		time.Sleep(5 * time.Minute)
		told := o.told(smallChat)
		if len(told) != 3 || strings.Contains(told[0], repeatMark) || strings.Contains(told[1], repeatMark) || !strings.Contains(told[2], "nhắc lại") {
			t.Errorf("at %v the chat is told:\n%s", time.Now().In(viet.Hanoi), strings.Join(told, "\n\n"))
		}
	})
}
