package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot/telegram/telegramtest"
	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// smallOffice is a small world in a bubble of synctest, where time passes as soon as everybody waits: a board with its chat
// and its Tasks, a secretariat with its own, and one copy of the program.
type smallOffice struct {
	t       *testing.T
	double  *telegramtest.Server
	handler http.Handler // what the copy calls; the double itself if nil
	how     runningCopy
	db      *store.DB
	board   reminders.Board
	stops   []func()
}

const (
	smallChat  = 42
	chiefChat  = 99
	smallLead  = "Ủy ban nhân dân tỉnh Bắc Giang"
	smallCycle = 15 * time.Second // within which a Scheduler looks again
)

// inBubble runs the test on both databases, in a bubble whose clock stands at start.
func inBubble(t *testing.T, start time.Time, test func(t *testing.T, o *smallOffice)) {
	t.Helper()
	onBothDatabases(t, func(t *testing.T, url string) { bubble(t, url, start, test) })
}

func bubble(t *testing.T, url string, start time.Time, test func(t *testing.T, o *smallOffice)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(start))
		o := &smallOffice{t: t, double: telegramtest.New()}
		o.how = runningCopy{URL: url, API: "http://telegram.test", Limits: telegramLimits, client: &http.Client{Transport: within{o}}}
		o.db = mustHave[*store.DB](t)(store.Open(t.Context(), url, nil))
		defer func() {
			for _, stop := range o.stops {
				stop()
			}
			mustDo(t, o.db.Close())
		}()
		test(t, o)
	})
}

// ServeHTTP lets a test put something before the double.
func (o *smallOffice) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if o.handler != nil {
		o.handler.ServeHTTP(w, r)
		return
	}
	o.double.ServeHTTP(w, r)
}

// set makes the boards, the Tasks and the chats, and switches sending on.
func (o *smallOffice) set(rule reminders.Rule, tasks ...reminders.Task) {
	o.t.Helper()
	ctx := o.t.Context()
	o.board = mustHave[reminders.Board](o.t)(o.db.SaveBoard(ctx, reminders.Board{Name: "Ban Chỉ đạo", Agency: smallLead}))
	chief := mustHave[reminders.Board](o.t)(o.db.SaveBoard(ctx, reminders.Board{Name: "Văn phòng", Secretariat: true}))
	o.link(o.board, smallChat, rule)
	o.link(chief, chiefChat, rule)
	mustDo(o.t, o.db.ApplyChanges(ctx, reminders.Changes{Day: viet.DateOf(time.Now()), Insert: tasks}))
	mustDo(o.t, o.db.SetSending(ctx, time.Now()))
}

func (o *smallOffice) link(b reminders.Board, chat int64, rule reminders.Rule) {
	o.t.Helper()
	s := reminders.Subscriber{Board: b.ID, Channel: channelTelegram, Chat: strconv.FormatInt(chat, 10), Rule: rule}
	if !b.Secretariat {
		s.Follows = []reminders.Follow{{Kind: reminders.FollowAgency, Value: smallLead}}
	}
	mustHave[reminders.Subscriber](o.t)(o.db.SaveSubscriber(o.t.Context(), s))
}

// startCopy runs a copy of the program until the returned function, or the end of the test, stops it.
func (o *smallOffice) startCopy() (c *copyOfProgram, stop func()) {
	o.t.Helper()
	how := o.how
	how.Owner = fmt.Sprintf("copy-%d", len(o.stops)+1)
	c = mustHave[*copyOfProgram](o.t)(openCopy(o.t.Context(), how))
	ctx, cancel := context.WithCancel(o.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- c.run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		mustDo(o.t, <-ended)
		mustDo(o.t, c.clock.Close())
	}
	o.stops = append(o.stops, stop)
	return c, stop
}

// told are the messages that a chat has got.
func (o *smallOffice) told(chat int64) []string { return o.double.SentTo(chat) }

// wantTold waits for nothing: it compares how many messages the chat has got so far.
func (o *smallOffice) wantTold(chat int64, n int) {
	o.t.Helper()
	if got := o.told(chat); len(got) != n {
		o.t.Fatalf("at %v chat %d has %d messages, want %d:\n%s", time.Now().In(viet.Hanoi), chat, len(got), n, strings.Join(got, "\n\n"))
	}
}

// statuses are those of the ledger, oldest first.
func (o *smallOffice) statuses() []reminders.Status {
	o.t.Helper()
	var all []reminders.Status
	for _, d := range mustHave[[]reminders.Delivery](o.t)(o.db.Deliveries(o.t.Context(), store.DeliveryFilter{})) {
		all = append(all, d.Status)
	}
	slices.Reverse(all)
	return all
}
