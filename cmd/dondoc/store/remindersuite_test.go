package store

import (
	"slices"
	"testing"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

var (
	_ reminders.Ledger  = (*DB)(nil)
	_ reminders.Book    = (*DB)(nil)
	_ reminders.Planned = (*DB)(nil)
	_ reminders.Records = (*DB)(nil)
)

// today is the day of noon, on which it is 19:00 in Hanoi: the messages of the day are due, and not yet too late.
var today = viet.Date{Year: 2023, Month: time.April, Day: 20}

const minute = time.Minute

// desk is a database with a board, its secretariat, a chat of each, and a Task, and with sending switched on.
type desk struct {
	*DB
	clock              *clock
	secretariat, board reminders.Board
	chief, group       reminders.Subscriber // of the secretariat, of the board
	task               reminders.Task
}

var (
	groupChat = reminders.Chat{Channel: "telegram", ID: "-200"}
	chiefChat = reminders.Chat{Channel: "telegram", ID: "100"}
	lan       = reminders.Person{Chat: groupChat, Name: "Lan"}
	hung      = reminders.Person{Chat: chiefChat, Name: "Hùng"}
)

const bacGiang = "Ủy ban nhân dân tỉnh Bắc Giang"

func mustSetUp(t testing.TB, url string) *desk {
	t.Helper()
	d := &desk{}
	d.DB, d.clock = mustOpen(t, url)
	ctx := t.Context()
	must(t, d.SetSending(ctx, noon.Add(-24*time.Hour)))
	d.secretariat = got[reminders.Board](t)(d.SaveBoard(ctx, reminders.Board{Name: "Văn phòng", Secretariat: true}))
	d.board = got[reminders.Board](t)(d.SaveBoard(ctx, reminders.Board{Name: "Ban Chỉ đạo Bắc Giang", Agency: bacGiang}))
	d.chief = d.link(t, d.secretariat, chiefChat)
	d.group = d.link(t, d.board, groupChat)
	d.task = reminders.Task{
		ID: "qd17#1", CorpusID: "qd17#1", DocumentID: "qd17", Document: "17/QĐ-UBQGCĐS", Issued: viet.Date{Year: 2023, Month: 4, Day: 4},
		PlanYear: 2023, Section: "IV.6", Title: "Số hóa hồ sơ", Text: "Số hóa hồ sơ, kết quả", Lead: []string{bacGiang, "Bộ Nội vụ"},
		Coordinating: []string{"Bộ Công an"},
		Milestones: []reminders.Milestone{
			{ID: "qd17#1/1", Label: "xong", Phrase: "trước tháng 6/2023", Due: viet.Date{Year: 2023, Month: 5, Day: 31}, Published: today},
			{ID: "qd17#1/2", Label: "sơ kết", Phrase: "quý III", Start: viet.Date{Year: 2023, Month: 7, Day: 1},
				Due: viet.Date{Year: 2023, Month: 9, Day: 30}, Published: today},
		},
	}
	must(t, d.ApplyChanges(ctx, reminders.Changes{Day: today, Insert: []reminders.Task{d.task}}))
	return d
}

// again opens the same database a second time, with a clock of its own.
func (d *desk) again(t *testing.T, url string) *desk {
	t.Helper()
	second := *d
	second.DB, second.clock = mustOpen(t, url)
	return &second
}

func (d *desk) link(t testing.TB, b reminders.Board, chat reminders.Chat) reminders.Subscriber {
	t.Helper()
	return got[reminders.Subscriber](t)(d.SaveSubscriber(t.Context(), reminders.Subscriber{
		Board: b.ID, Channel: chat.Channel, Chat: chat.ID, Group: chat.ID[0] == '-', Rule: reminders.DefaultRule(),
		Follows: []reminders.Follow{{Kind: reminders.FollowAgency, Value: bacGiang}}, Since: noon.Add(-48 * time.Hour),
	}))
}

// work is the n-th Milestone of the Task as the board's agency has to reach it.
func (d *desk) work(n int) reminders.Work {
	return reminders.Work{Milestone: d.task.Milestones[n-1].ID, Agency: bacGiang}
}

// planOf is a daily plan with a step for each key.
func planOf(s reminders.Subscriber, day viet.Date, keys ...string) reminders.Plan {
	p := reminders.Plan{
		Subscriber: s.ID, Purpose: reminders.PurposeDaily, Day: day, DueAt: s.Rule.Moment(day), Until: s.Rule.Until(day),
	}
	for _, key := range keys {
		p.Reminders = append(p.Reminders, reminders.Reminder{
			Key: key, Kind: reminders.KindStep, Day: day, Task: "qd17#1", Step: "T-7", Detail: "chi tiết " + key,
			Work: reminders.Work{Milestone: "qd17#1/1", Agency: bacGiang}, Due: viet.Date{Year: 2023, Month: 5, Day: 31},
		})
	}
	return p
}

func (d *desk) plan(t testing.TB, s reminders.Subscriber, day viet.Date, keys ...string) int {
	t.Helper()
	return got[int](t)(d.SavePlan(t.Context(), planOf(s, day, keys...)))
}

// claim claims all that is due on telegram, for a minute.
func (d *desk) claim(t testing.TB, owner string) []reminders.Delivery {
	t.Helper()
	return got[[]reminders.Delivery](t)(d.Claim(t.Context(), owner, []string{"telegram"}, d.Now(), minute, 100))
}

func (d *desk) claimOne(t testing.TB, owner string) reminders.Delivery {
	t.Helper()
	claimed := d.claim(t, owner)
	if len(claimed) != 1 {
		t.Fatalf("claimed %d deliveries, want 1", len(claimed))
	}
	return claimed[0]
}

func (d *desk) begin(t testing.TB, owner string, id int64, parts ...string) {
	t.Helper()
	var bytes [][]byte
	for _, p := range parts {
		bytes = append(bytes, []byte(p))
	}
	must(t, d.Begin(t.Context(), owner, id, bytes, minute))
}

func (d *desk) record(t testing.TB, owner string, r reminders.Result) {
	t.Helper()
	must(t, d.Record(t.Context(), owner, r))
}

// send carries all that is due to its end.
func (d *desk) send(t testing.TB) []reminders.Delivery {
	t.Helper()
	claimed := d.claim(t, "sender")
	for _, c := range claimed {
		d.begin(t, "sender", c.ID, "tin")
		d.record(t, "sender", reminders.Result{Delivery: c.ID, Status: reminders.StatusSent, Part: 1})
	}
	return claimed
}

// ledger returns all deliveries, oldest first.
func (d *desk) ledger(t testing.TB) []reminders.Delivery {
	t.Helper()
	all := got[[]reminders.Delivery](t)(d.Deliveries(t.Context(), DeliveryFilter{Limit: 10_000}))
	slices.Reverse(all)
	return all
}

// delivery returns the one with the id.
func (d *desk) delivery(t testing.TB, id int64) reminders.Delivery {
	t.Helper()
	for _, found := range d.ledger(t) {
		if found.ID == id {
			return found
		}
	}
	t.Fatalf("there is no delivery %d", id)
	return reminders.Delivery{}
}

func keysOf(d reminders.Delivery) []string {
	var keys []string
	for _, r := range d.Reminders {
		keys = append(keys, r.Key)
	}
	return keys
}

// lines are deliveries as "2023-04-20 waiting a b".
func lines(all []reminders.Delivery) []string {
	var out []string
	for _, d := range all {
		line := d.Day.String() + " " + string(d.Status)
		for _, k := range keysOf(d) {
			line += " " + k
		}
		out = append(out, line)
	}
	return out
}

// unattached returns the keys that wait without a delivery, in their order.
func (d *desk) unattached(t testing.TB) []string {
	t.Helper()
	var keys []string
	must(t, d.read.SelectContext(t.Context(), &keys, `SELECT key FROM reminder WHERE delivery_id IS NULL ORDER BY id`))
	return keys
}

func (d *desk) wantLedger(t testing.TB, want ...string) {
	t.Helper()
	if got := lines(d.ledger(t)); !slices.Equal(got, want) {
		t.Errorf("the ledger is\n%q, want\n%q", got, want)
	}
}

// wantReasons compares the states that a delivery went through, as its log tells.
func (d *desk) wantLog(t *testing.T, id int64, want ...reminders.Status) {
	t.Helper()
	var states []reminders.Status
	for _, e := range got[[]DeliveryEntry](t)(d.DeliveryLog(t.Context(), id)) {
		states = append(states, e.Status)
	}
	wantEqual(t, states, want)
}

func (d *desk) revision(t testing.TB) int64 {
	t.Helper()
	return got[int64](t)(d.Revision(t.Context()))
}
