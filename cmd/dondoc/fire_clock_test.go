package main

import (
	"testing"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// TestFireClockJumps puts the clock of the program a day forward and back again, and a day back and forward: nothing is
// told twice, and what is due is told.
func TestFireClockJumps(t *testing.T) {
	inBubble(t, fireMorning(), func(t *testing.T, o *smallOffice) {
		o.set(plainRule(), taskOf(1, smallLead, fireDay.AddDays(7)), taskOf(2, smallLead, fireDay.AddDays(8)))
		c, _ := o.startCopy()
		time.Sleep(time.Minute)
		o.wantTold(smallChat, 1)
		for _, jump := range []struct {
			ahead time.Duration
			told  int
		}{
			{24 * time.Hour, 2}, // task 2 is due in a week
			{0, 2}, {24 * time.Hour, 2}, {-24 * time.Hour, 2}, {0, 2},
		} {
			c.clock.ahead.Store(int64(jump.ahead))
			time.Sleep(5 * time.Minute)
			o.wantTold(smallChat, jump.told)
		}
		for _, s := range o.statuses() {
			if s != reminders.StatusSent {
				t.Errorf("a delivery is left %s", s)
			}
		}
	})
}

// TestFireClockJumpsBackWithALease: what a clock since put back has leased for tomorrow is not lost.
func TestFireClockJumpsBackWithALease(t *testing.T) {
	inBubble(t, fireMorning(), func(t *testing.T, o *smallOffice) {
		o.set(plainRule(), taskOf(1, smallLead, fireDay.AddDays(7)))
		_, stop := o.startCopy()
		time.Sleep(time.Minute)
		o.wantTold(smallChat, 1)
		stop()
		// Somebody whose clock is a day ahead takes the chat's next message, and dies.
		ctx := o.t.Context()
		o.db.Now = func() time.Time { return time.Now().Add(24 * time.Hour) }
		p := reminders.Plan{
			Subscriber: 1, Purpose: reminders.PurposeDaily, Day: fireDay.AddDays(1), DueAt: time.Now(), Until: time.Now().Add(48 * time.Hour),
			Reminders: []reminders.Reminder{{
				Key: "step:ke-hoach#1/1/2026-03-18/T-6", Kind: reminders.KindStep, Day: fireDay.AddDays(1), Task: "ke-hoach#1", Step: "T-6",
				Work: reminders.Work{Milestone: "ke-hoach#1/1", Agency: smallLead}, Due: fireDay.AddDays(7),
			}},
		}
		mustHave[int](o.t)(o.db.SavePlan(ctx, p))
		claimed := mustHave[[]reminders.Delivery](o.t)(o.db.Claim(ctx, "ahead/1", []string{channelTelegram}, o.db.Now(), time.Minute, 1))
		if len(claimed) != 1 {
			t.Fatalf("%d deliveries are claimed, want 1", len(claimed))
		}
		mustHave[time.Time](o.t)(o.db.ReserveChat(ctx, reminders.Chat{Channel: channelTelegram, ID: "42"}, time.Minute))
		mustHave[time.Time](o.t)(o.db.Reserve(ctx, channelTelegram, telegramLimits, 10))
		o.db.Now = time.Now
		o.startCopy()
		time.Sleep(time.Minute)
		o.wantTold(smallChat, 2)
	})
}

// TestFireKeepsLocalTime: eight o'clock is eight o'clock where the chat is, before and after the clocks are put forward
// there, and where they never are.
func TestFireKeepsLocalTime(t *testing.T) {
	friday := viet.Date{Year: 2026, Month: time.March, Day: 27} // the clocks of Berlin change on the Sunday
	for _, zone := range []string{"Asia/Ho_Chi_Minh", "Europe/Berlin"} {
		t.Run(zone, func(t *testing.T) {
			inBubble(t, friday.Time(), func(t *testing.T, o *smallOffice) {
				rule := plainRule()
				rule.Zone = zone
				o.how.Poll = time.Minute
				o.set(rule, taskOf(1, smallLead, friday.AddDays(7)), taskOf(2, smallLead, friday.AddDays(10)), taskOf(3, smallLead, friday.AddDays(11)))
				where, err := time.LoadLocation(zone)
				mustDo(o.t, err)
				told := 0
				for day := range 5 {
					eight := time.Date(2026, time.March, 27+day, 8, 0, 0, 0, where)
					time.Sleep(time.Until(eight.Add(-10 * time.Minute)))
					_, stop := o.startCopy() // a week of looking would be long, not thorough
					time.Sleep(time.Until(eight.Add(-time.Second)))
					o.wantTold(smallChat, told)
					if weekday := eight.Weekday(); weekday != time.Saturday && weekday != time.Sunday {
						told++
					}
					time.Sleep(o.how.Poll + smallCycle)
					o.wantTold(smallChat, told)
					stop()
				}
			})
		})
	}
}
