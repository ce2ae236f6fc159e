package main

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dondoc/bot/telegram/telegramtest"
	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// planOf is a corpus of one plan with two Tasks, the first of which is due on a day.
func planOf(first viet.Date) *corpus.Corpus {
	c := &corpus.Corpus{Documents: []*corpus.Document{{
		ID: "ke-hoach", Number: "12/KH-UBND", Title: "Kế hoạch chuyển đổi số", Date: viet.Date{Year: 2026, Month: 1, Day: 5}, Year: 2026,
	}}}
	for i, due := range []viet.Date{first, fireDay.AddDays(7)} {
		c.Tasks = append(c.Tasks, corpus.Task{
			ID: taskOf(i+1, "", due).ID, Document: "ke-hoach", Section: []string{"II.1", "II.2"}[i], Title: titleOfTask(i + 1), Text: titleOfTask(i + 1),
			Lead: []string{smallLead}, Milestones: []corpus.Milestone{{Phrase: due.Vietnamese(), Due: due}},
		})
	}
	return c
}

// publish brings the register to a corpus, as the server does.
func (o *smallOffice) publish(c *corpus.Corpus) {
	o.t.Helper()
	register := mustHave[[]reminders.Task](o.t)(o.db.Tasks(o.t.Context()))
	mustDo(o.t, o.db.ApplyChanges(o.t.Context(), reminders.Reconcile(register, c, viet.DateOf(time.Now()))))
}

// passNight stops a copy and starts another a quarter of an hour before eight on the next day.
func (o *smallOffice) passNight(stop func()) func() {
	o.t.Helper()
	stop()
	morning := plainRule().Moment(viet.DateOf(time.Now()).AddDays(1))
	time.Sleep(time.Until(morning.Add(-15 * time.Minute)))
	_, stop = o.startCopy()
	return stop
}

// TestFireReload moves a deadline while messages that tell of it are under way, some of them held up by Telegram.
func TestFireReload(t *testing.T) {
	const chats = 60
	was, is := fireDay.AddDays(3), fireDay.AddDays(14)
	old, now := "Hạn "+was.Vietnamese(), "Hạn "+is.Vietnamese()
	inBubble(t, fireMorning(), func(t *testing.T, o *smallOffice) {
		o.publish(planOf(was))
		o.set(plainRule())
		o.manyChats(chats)
		o.double.Fail(telegramtest.Failure{Method: "sendMessage", Chat: "1001", Code: http.StatusTooManyRequests, RetryAfter: 40})
		o.double.Fail(telegramtest.Failure{Method: "sendMessage", Chat: "1002", Cut: true})
		o.double.Fail(telegramtest.Failure{Method: "sendMessage", Chat: "1003", Cut: true, Late: true})
		var calls atomic.Int64
		half := make(chan struct{})
		o.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			o.double.ServeHTTP(w, r)
			if calls.Add(1) == chats/2 {
				close(half)
			}
		})
		o.how.Workers = 8
		_, stop := o.startCopy()
		<-half
		o.publish(planOf(is))
		reloaded := len(o.double.Sent())
		time.Sleep(10 * time.Minute)
		o.publish(planOf(is)) // tells nothing again
		o.passNight(stop)
		time.Sleep(20 * time.Minute)
		sent := o.double.Sent()
		for i, m := range sent {
			// What was being sent at the moment of the reload may still tell the old day.
			if i >= reloaded+o.how.Workers && strings.Contains(m.Text, old) && !strings.Contains(m.Text, "đổi hạn") {
				t.Errorf("after the reload a chat is reminded of the old day:\n%s", m.Text)
			}
		}
		for i := range chats {
			all := strings.Join(o.told(int64(1000+i)), "\n\n")
			if n := strings.Count(all, "việc đổi hạn"); n != 1 {
				t.Errorf("chat %d heard %d times of the change:\n%s", 1000+i, n, all)
			}
			if n := strings.Count(all, now); n > 1 || !strings.Contains(all, titleOfTask(2)) {
				t.Errorf("chat %d:\n%s", 1000+i, all)
			}
		}
	})
}

// TestFireSwitchedOff: while sending is off nothing goes out, and when it is on again only what is due from then on.
func TestFireSwitchedOff(t *testing.T) {
	inBubble(t, fireMorning(), func(t *testing.T, o *smallOffice) {
		ctx := o.t.Context()
		// One Task for each day: due in a week from Wednesday, Thursday, Friday.
		o.set(plainRule(), taskOf(1, smallLead, fireDay.AddDays(7)), taskOf(2, smallLead, fireDay.AddDays(8)), taskOf(3, smallLead, fireDay.AddDays(9)))
		o.how.Poll = time.Minute
		mustDo(o.t, o.db.SetSending(ctx, time.Time{}))
		_, stop := o.startCopy()
		time.Sleep(time.Hour)
		o.wantTold(smallChat, 0)

		mustDo(o.t, o.db.SetSending(ctx, time.Now()))
		time.Sleep(2 * time.Minute)
		o.wantTold(smallChat, 1)

		mustDo(o.t, o.db.SetSending(ctx, time.Time{}))
		stop = o.passNight(stop)
		time.Sleep(time.Hour)
		o.wantTold(smallChat, 1) // Thursday's stays unsaid

		o.passNight(stop)
		mustDo(o.t, o.db.SetSending(ctx, time.Now()))
		time.Sleep(time.Hour)
		o.wantTold(smallChat, 2)
		if last := o.told(smallChat)[1]; strings.Contains(last, titleOfTask(2)) || !strings.Contains(last, titleOfTask(3)) {
			t.Errorf("on Friday the chat is told:\n%s", last)
		}
	})
}

// TestFireAsksTheRegisterAgain ends a Work while the message that tells of it waits for a Telegram that asked to wait.
func TestFireAsksTheRegisterAgain(t *testing.T) {
	inBubble(t, fireMorning(), func(t *testing.T, o *smallOffice) {
		o.set(plainRule(), taskOf(1, smallLead, fireDay.AddDays(7)))
		o.double.Fail(telegramtest.Failure{Method: "sendMessage", Code: http.StatusTooManyRequests, RetryAfter: 600})
		o.startCopy()
		time.Sleep(time.Minute)
		work := reminders.Work{Milestone: "ke-hoach#1/1", Agency: "Tỉnh Bắc Giang"} // as the registry calls who leads it
		who := reminders.Person{Chat: reminders.Chat{Channel: channelTelegram, ID: "42"}, Name: "Lan"}
		mustDo(t, o.db.SaveProgress(t.Context(), who, reminders.Progress{Work: work}, reminders.Progress{Work: work, State: reminders.Done, By: who.Name, At: time.Now()}))
		time.Sleep(20 * time.Minute)
		o.wantTold(smallChat, 0)
	})
}

// TestFireRestartIsPatient restarts the program again and again while Telegram has asked to wait.
func TestFireRestartIsPatient(t *testing.T) {
	inBubble(t, fireMorning(), func(t *testing.T, o *smallOffice) {
		o.set(plainRule(), taskOf(1, smallLead, fireDay.AddDays(7)))
		o.double.Fail(telegramtest.Failure{Method: "sendMessage", Code: http.StatusTooManyRequests, RetryAfter: 600})
		early := mustHave[*copyOfProgram](t)(openCopy(t.Context(), o.how))
		defer early.clock.Close()
		mustHave[*reminders.Snapshot](t)(early.office.Snapshot(t.Context())) // it knows of no plan yet
		for range 9 {
			_, stop := o.startCopy()
			time.Sleep(time.Minute)
			mustHave[int](t)(early.scheduler.Tick(t.Context()))
			stop()
		}
		if n := len(o.double.Calls("sendMessage")); n != 1 {
			t.Errorf("%d calls within the time of retry_after, want 1", n)
		}
		o.startCopy()
		time.Sleep(5 * time.Minute)
		o.wantTold(smallChat, 1)
	})
}
