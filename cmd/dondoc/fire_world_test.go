package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dondoc/cmd/dondoc/store"
	"dondoc/reminders"
)

// fireChat is a chat of the test with what has to become of it.
type fireChat struct {
	id         int64
	group      bool
	subscriber int64
	tasks      []int // numbers of the Tasks that it is to be told of
	movesTo    int64 // the id under which it gets its messages; 0 for its own
}

// home is the chat's id in the end.
func (c *fireChat) home() int64 {
	if c.movesTo != 0 {
		return c.movesTo
	}
	return c.id
}

// fireWorld are the boards, Tasks and chats of a test in its database, and the double with which the chats are.
type fireWorld struct {
	db          *store.DB // with the time of fireMorning
	ahead       time.Duration
	double      *gauntlet
	chats       []*fireChat
	secretariat fireChat
}

const (
	fireBoards   = 20
	fireTasks    = 100 // half of them due in a week, the others in three days
	bigChatTasks = 40  // of a chat whose message has more than one part
)

// newFireWorld makes n chats that are to be told of so many Tasks each on fireDay. Of every hundred three block the bot and
// five are groups that become supergroups; one gets a message of many parts, and one in two hundred takes none.
func newFireWorld(t *testing.T, url string, n, tasks int, double *gauntlet) *fireWorld {
	t.Helper()
	ctx := t.Context()
	w := &fireWorld{db: mustHave[*store.DB](t)(store.Open(ctx, url, nil)), ahead: time.Until(fireMorning()), double: double}
	t.Cleanup(func() { mustDo(t, w.db.Close()) })
	w.db.Now = func() time.Time { return time.Now().Add(w.ahead) }

	var boards []reminders.Board
	for i := range fireBoards {
		agency := fmt.Sprintf("Ủy ban nhân dân tỉnh số %d", i+1)
		boards = append(boards, mustHave[reminders.Board](t)(w.db.SaveBoard(ctx, reminders.Board{Name: reminders.BoardName(agency), Agency: agency})))
	}
	var changes reminders.Changes
	for i := range fireTasks {
		days := 7
		if i >= fireTasks/2 {
			days = 3
		}
		changes.Insert = append(changes.Insert, taskOf(i, boards[i%fireBoards].Agency, fireDay.AddDays(days)))
	}
	mustDo(t, w.db.ApplyChanges(ctx, changes))
	office := mustHave[reminders.Board](t)(w.db.SaveBoard(ctx, reminders.Board{Name: "Văn phòng", Secretariat: true}))
	w.secretariat = fireChat{id: 999}
	w.link(t, office, &w.secretariat)
	for i := range n {
		w.addChat(t, boards[i%fireBoards], i, tasks)
	}
	mustDo(t, w.db.SetSending(ctx, fireDay.Time()))
	return w
}

func (w *fireWorld) addChat(t *testing.T, board reminders.Board, i, tasks int) {
	t.Helper()
	c := &fireChat{id: int64(1000 + i)}
	for n := range tasks {
		c.tasks = append(c.tasks, (i+n*(fireTasks/2+1))%fireTasks)
	}
	switch i % 100 {
	case 7, 17, 27, 37, 47:
		c.group, c.id, c.movesTo = true, -c.id, -1_000_000_000_000-c.id
		w.double.telegram.Upgrade(c.id, c.movesTo)
	case 5, 15, 25, 35, 45:
		c.group, c.id = true, -c.id
	case 3, 33:
		w.double.blocked[c.id] = 1
	case 63:
		w.double.blocked[c.id] = 2
	case 50:
		c.tasks = c.tasks[:0]
		for task := range bigChatTasks {
			c.tasks = append(c.tasks, task)
		}
	case 80:
		if i%200 == 80 {
			w.double.refusing[c.id] = true
		}
	}
	w.link(t, board, c)
	w.chats = append(w.chats, c)
}

func (w *fireWorld) link(t *testing.T, board reminders.Board, c *fireChat) {
	t.Helper()
	s := reminders.Subscriber{
		Board: board.ID, Channel: channelTelegram, Chat: strconv.FormatInt(c.id, 10), Group: c.group, Rule: plainRule(), Since: fireDay.Time(),
	}
	for _, task := range c.tasks {
		s.Follows = append(s.Follows, reminders.Follow{Kind: reminders.FollowTask, Value: fmt.Sprintf("ke-hoach#%d", task)})
	}
	c.subscriber = mustHave[reminders.Subscriber](t)(w.db.SaveSubscriber(t.Context(), s)).ID
}

// settled reports whether everybody is planned and nothing is left to send.
func (w *fireWorld) settled(ctx context.Context) (bool, error) {
	open, err := w.db.Deliveries(ctx, store.DeliveryFilter{
		Status: []reminders.Status{reminders.StatusWaiting, reminders.StatusClaimed, reminders.StatusSending}, Limit: 1,
	})
	if err != nil || len(open) > 0 {
		return false, err
	}
	subscribers, err := w.db.Subscribers(ctx)
	planned := !slices.ContainsFunc(subscribers, func(s reminders.Subscriber) bool { return s.PlannedThrough.Before(fireDay) })
	return planned, err
}

// ledger returns all deliveries by subscriber.
func (w *fireWorld) ledger(t *testing.T) map[int64][]reminders.Delivery {
	t.Helper()
	bySubscriber := map[int64][]reminders.Delivery{}
	for _, d := range mustHave[[]reminders.Delivery](t)(w.db.Deliveries(t.Context(), store.DeliveryFilter{Limit: 1 << 20})) {
		bySubscriber[d.Subscriber] = append(bySubscriber[d.Subscriber], d)
	}
	return bySubscriber
}

// repeatMark stands in the first line of a message that may have arrived before.
const repeatMark = " (nhắc lại)"

// fireTally counts what became of the chats.
type fireTally struct {
	sent, paused, dead    int
	repeats, multi, moved int
	interrupted           int
}

// checkChats sees to it that nothing is lost and that nothing but what is marked was told twice.
func (w *fireWorld) checkChats(t *testing.T) fireTally {
	t.Helper()
	var sum fireTally
	ledger := w.ledger(t)
	arrivals, _ := w.double.seen()
	byChat := map[int64][]arrival{}
	for _, a := range arrivals {
		byChat[a.chat] = append(byChat[a.chat], a)
	}
	for _, c := range w.chats {
		rows := ledger[c.subscriber]
		if len(rows) != 1 {
			t.Errorf("chat %d has %d deliveries, want 1", c.id, len(rows))
			continue
		}
		w.checkPlanned(t, c, rows[0])
		excused := w.checkFate(t, c, rows[0], byChat, &sum)
		w.checkCopies(t, c, byChat[c.home()], excused, &sum)
		if c.movesTo != 0 {
			sum.moved++
			if rows[0].Status == reminders.StatusSent && rows[0].Chat != strconv.FormatInt(c.movesTo, 10) {
				t.Errorf("chat %d moved, but the ledger has it as %s", c.id, rows[0].Chat)
			}
		}
	}
	return sum
}

// checkPlanned compares the rows of a delivery with what was due.
func (w *fireWorld) checkPlanned(t *testing.T, c *fireChat, d reminders.Delivery) {
	t.Helper()
	var got []string
	for _, r := range d.Reminders {
		got = append(got, r.Task)
	}
	var want []string
	for _, task := range c.tasks {
		want = append(want, fmt.Sprintf("ke-hoach#%d", task))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("chat %d: reminders of %q, want %q", c.id, got, want)
	}
}

// checkFate: a delivery is sent and every reminder is in the chat, or it ended for a reason that the double gave. It
// returns how often it had to be tried again because the program was killed: while it was being sent, or when that was
// paused but not yet the chat.
func (w *fireWorld) checkFate(t *testing.T, c *fireChat, d reminders.Delivery, byChat map[int64][]arrival, sum *fireTally) (excused int) {
	t.Helper()
	interrupted, pauses := 0, 0
	for _, e := range mustHave[[]store.DeliveryEntry](t)(w.db.DeliveryLog(t.Context(), d.ID)) {
		if strings.HasPrefix(e.Reason, "bị gián đoạn") {
			interrupted++
		}
		if e.Status == reminders.StatusPaused {
			pauses++
		}
	}
	sum.interrupted += interrupted
	open, told := interrupted, ""
	for _, a := range slices.Concat(byChat[c.id], byChat[c.movesTo]) {
		if a.befell.unknown() {
			open++
		}
		if a.taken {
			told += a.html
		}
	}
	_, blocks := w.double.blocked[c.id]
	switch {
	case d.Status == reminders.StatusSent:
		sum.sent++
		for _, task := range c.tasks {
			if !strings.Contains(told, titleOfTask(task)) {
				t.Errorf("chat %d counts as told, but was not told of task %d", c.id, task)
			}
		}
	case d.Status == reminders.StatusPaused && blocks:
		sum.paused++
	case d.Status == reminders.StatusDead && strings.HasPrefix(d.Reason, "không rõ tin") && d.Unknown == 2 && open >= 2:
		sum.dead++
	case d.Status == reminders.StatusDead && strings.HasPrefix(d.Reason, "kênh từ chối tin này") && w.double.refusing[c.id]:
		sum.dead++
	default:
		t.Errorf("chat %d ended as %s (%q, %d unknown) after %d outcomes that nobody knows: %v", c.id, d.Status, d.Reason, d.Unknown, open, byChat[c.id])
	}
	return interrupted + max(pauses-1, 0)
}

// checkCopies: of each part at most two, the second marked. Who has blocked the bot is left alone, unless the program was
// killed before it could write that down.
func (w *fireWorld) checkCopies(t *testing.T, c *fireChat, arrivals []arrival, excused int, sum *fireTally) {
	t.Helper()
	copies := map[string][]string{}
	blocked := 0
	for _, a := range arrivals {
		if a.befell == forbidden {
			blocked++
		}
		if a.taken {
			part := strings.Replace(strings.TrimPrefix(a.html, laterMark), repeatMark, "", 1)
			copies[part] = append(copies[part], a.html)
		}
	}
	if len(copies) > 1 {
		sum.multi++
	}
	if blocked > 1+excused { // the double lets nothing through after the first
		t.Errorf("chat %d blocked the bot, but was tried %d more times, of which kills excuse %d", c.id, blocked-1, excused)
	}
	for _, part := range slices.Sorted(maps.Keys(copies)) {
		all := copies[part]
		sum.repeats += len(all) - 1
		if len(all) > 2 || len(all) == 2 && (!isRepeat(all[1]) || isRepeat(all[0])) {
			t.Errorf("chat %d was told %d times, and of these not exactly the second is marked:\n%s", c.id, len(all), strings.Join(all, "\n\n"))
		}
	}
}

// laterMark is before a part after the first that may have arrived.
const laterMark = "(nhắc lại)\n"

func isRepeat(html string) bool {
	return strings.Contains(html, repeatMark) || strings.HasPrefix(html, laterMark)
}
