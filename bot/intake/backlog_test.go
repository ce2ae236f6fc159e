package intake_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot/intake"
	"dondoc/bot/intake/intaketest"
)

// TestFreshOnesDoNotOvertakeTheBacklog: while more waits than fits the memory, what arrives waits behind it, chat by chat.
func TestFreshOnesDoNotOvertakeTheBacklog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStub()
		s.latency = 10 * time.Millisecond
		d := open(t, quick, s, s, echo, intaketest.NewInbox())
		const chats, backlog, fresh = 500, 5, 5 // 2.5 times what fits
		n := 0
		accept := func(round int) {
			for chat := range chats {
				d.accept(update(fmt.Sprint(n), fmt.Sprintf("c%d", chat), int64(n), fmt.Sprint(round)))
				n++
			}
		}
		for round := range backlog {
			accept(round)
		}
		if queued := d.Stats().Queued; queued != intake.MaxClaimed {
			t.Fatalf("%d are queued, want %d", queued, intake.MaxClaimed)
		}
		d.run()
		for round := range fresh {
			d.settle(300 * time.Millisecond)
			accept(backlog + round)
		}
		d.settle(time.Minute)
		next := map[string]int{}
		for _, line := range s.noted("send") {
			words := strings.Fields(line)
			if want := fmt.Sprint(next[words[1]]); strings.TrimPrefix(words[2], "^") != want {
				t.Fatalf("%s is answered %s, want %s first", words[1], words[2], want)
			}
			next[words[1]]++
		}
		for chat, answered := range next {
			if answered != backlog+fresh {
				t.Errorf("%s has %d answers, want %d", chat, answered, backlog+fresh)
			}
		}
		if len(next) != chats {
			t.Errorf("%d chats are answered, want %d", len(next), chats)
		}
		d.wantOpen()
		if err := d.stop(); err != nil {
			t.Error(err)
		}
	})
}
