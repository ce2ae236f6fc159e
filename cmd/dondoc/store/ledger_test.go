package store

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/reminders"
)

func TestLedgerFromPlanToSent(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.plan(t, d.group, today, "a", "b", "c")
		claimed := d.claimOne(t, "one")
		want := planOf(d.group, today, "a", "b", "c")
		for i := range want.Reminders {
			want.Reminders[i].Subscriber = d.group.ID
		}
		if diff := cmp.Diff(reminders.Delivery{
			ID: claimed.ID, Subscriber: d.group.ID, Channel: "telegram", Chat: "-200", Purpose: "daily", Day: today,
			DueAt: want.DueAt.UTC(), Until: want.Until.UTC(), NextAt: want.DueAt.UTC(), Status: reminders.StatusClaimed, Reminders: want.Reminders,
		}, claimed); diff != "" {
			t.Error(diff)
		}
		if more := d.claim(t, "two"); len(more) != 0 {
			t.Errorf("claimed twice: %v", more)
		}

		d.begin(t, "one", claimed.ID, "phần một", "\x00\xff")
		d.record(t, "one", reminders.Result{Delivery: claimed.ID, Status: reminders.StatusWaiting, Part: 1, NextAt: noon.Add(minute), Reason: "còn phần"})
		if early := d.claim(t, "one"); len(early) != 0 {
			t.Errorf("claimed before its next try: %v", early)
		}
		d.clock.pass(minute)
		rest := d.claimOne(t, "two")
		if rest.Part != 1 || rest.Attempts != 1 || rest.Unknown != 0 || string(rest.Parts[1]) != "\x00\xff" || rest.Reason != "còn phần" {
			t.Errorf("got %+v", rest)
		}
		d.begin(t, "two", rest.ID)
		d.record(t, "two", reminders.Result{Delivery: rest.ID, Status: reminders.StatusSent, Part: 2})

		told := got[reminders.Delivery](t)(d.LastTold(ctx, groupChat))
		if told.Status != reminders.StatusSent || !told.SentAt.Equal(noon.Add(minute)) || told.Attempts != 2 || told.Parts != nil {
			t.Errorf("got %+v", told)
		}
		wantEqual(t, keysOf(told), []string{"a", "b", "c"})
		d.wantLog(t, told.ID, reminders.StatusWaiting, reminders.StatusSent)
	})
}

func TestClaimTakesOnlyWhatIsDue(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.plan(t, d.group, today, "a")
		until := d.group.Rule.Until(today)
		for _, test := range []struct {
			name string
			now  time.Time
			want int
		}{
			{"before its moment", d.group.Rule.Moment(today).Add(-time.Millisecond), 0},
			{"at the end of its day", until, 0},
			{"on the next day", until.Add(15 * time.Hour), 0},
			{"just before the end", until.Add(-time.Millisecond), 1},
		} {
			claimed := got[[]reminders.Delivery](t)(d.Claim(ctx, "one", []string{"zalo", "telegram"}, test.now, minute, 9))
			if len(claimed) != test.want {
				t.Errorf("%s: claimed %d, want %d", test.name, len(claimed), test.want)
			}
			for _, c := range claimed {
				d.record(t, "one", reminders.Result{Delivery: c.ID, Status: reminders.StatusEmpty})
			}
		}
		d.plan(t, d.chief, today, "a")
		for name, claim := range map[string]func() ([]reminders.Delivery, error){
			"another channel": func() ([]reminders.Delivery, error) { return d.Claim(ctx, "o", []string{"zalo"}, noon, minute, 9) },
			"no channel":      func() ([]reminders.Delivery, error) { return d.Claim(ctx, "o", nil, noon, minute, 9) },
			"none":            func() ([]reminders.Delivery, error) { return d.Claim(ctx, "o", []string{"telegram"}, noon, minute, 0) },
		} {
			if claimed := got[[]reminders.Delivery](t)(claim()); len(claimed) != 0 {
				t.Errorf("%s: claimed %v", name, claimed)
			}
		}
		_, err := d.Claim(ctx, "", []string{"telegram"}, noon, minute, 9)
		wantError(t, err, ErrInvalid)

		must(t, d.SetSending(ctx, time.Time{}))
		if claimed := d.claim(t, "one"); len(claimed) != 0 {
			t.Errorf("claimed while sending is off: %v", claimed)
		}
		must(t, d.SetSending(ctx, noon.Add(time.Second)))
		if claimed := d.claim(t, "one"); len(claimed) != 0 {
			t.Errorf("claimed before sending begins: %v", claimed)
		}
		must(t, d.SetSending(ctx, noon))
		d.claimOne(t, "one")
	})
}

func TestClaimBringsTheEarliestFirst(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		var want []int64
		for i := range 5 {
			s := d.link(t, d.board, reminders.Chat{Channel: "telegram", ID: fmt.Sprint(i)})
			p := planOf(s, today, "a")
			p.DueAt = noon.Add(-time.Duration(i) * minute)
			got[int](t)(d.SavePlan(t.Context(), p))
			want = append(want, s.ID)
		}
		slices.Reverse(want)
		var order []int64
		for _, limit := range []int{2, 9} {
			for _, c := range got[[]reminders.Delivery](t)(d.Claim(t.Context(), "one", []string{"telegram"}, noon, minute, limit)) {
				order = append(order, c.Subscriber)
			}
		}
		wantEqual(t, order, want)
	})
}

// TestClaimAtOnce lets two handles claim, begin and record side by side: each delivery has to go out exactly once.
func TestClaimAtOnce(t *testing.T) {
	const chats, claimers = 60, 4
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		for i := range chats {
			d.plan(t, d.link(t, d.board, reminders.Chat{Channel: "telegram", ID: fmt.Sprint(i)}), today, "a", "b")
		}
		second := d.again(t, url)
		var mu sync.Mutex
		sent := map[int64]int{}
		var wg sync.WaitGroup
		for i := range claimers {
			mine, owner := []*desk{d, second}[i%2], fmt.Sprintf("owner %d", i)
			wg.Go(func() {
				for {
					claimed, err := mine.Claim(t.Context(), owner, []string{"telegram"}, noon, minute, 7)
					if err != nil || len(claimed) == 0 {
						if err != nil {
							t.Error(err)
						}
						return
					}
					var begun []begunDelivery
					var results []reminders.Result
					for _, c := range claimed {
						if len(c.Reminders) != 2 {
							t.Errorf("delivery %d came with %d reminders", c.ID, len(c.Reminders))
						}
						mu.Lock()
						sent[c.ID]++
						mu.Unlock()
						begun = append(begun, begunDelivery{c.ID, [][]byte{[]byte("tin")}})
						results = append(results, reminders.Result{Delivery: c.ID, Status: reminders.StatusSent, Part: 1})
					}
					lost, err := mine.beginMany(t.Context(), owner, begun, minute)
					if err != nil || len(lost) > 0 {
						t.Errorf("begin: lost %v, %v", lost, err)
					}
					if lost, err = mine.recordMany(t.Context(), owner, results); err != nil || len(lost) > 0 {
						t.Errorf("record: lost %v, %v", lost, err)
					}
				}
			})
		}
		wg.Wait()
		if len(sent) != chats {
			t.Errorf("%d deliveries went out, want %d", len(sent), chats)
		}
		for id, times := range sent {
			if times != 1 {
				t.Errorf("delivery %d went out %d times", id, times)
			}
		}
	})
}

func TestRecordManyTellsWhatIsLost(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.plan(t, d.group, today, "a")
		d.plan(t, d.chief, today, "a")
		claimed := d.claim(t, "one")
		lost := got[[]int64](t)(d.beginMany(ctx, "one", []begunDelivery{{Delivery: 999}, {Delivery: claimed[1].ID}, {Delivery: claimed[0].ID}}, minute))
		wantEqual(t, lost, []int64{999})
		lost = got[[]int64](t)(d.recordMany(ctx, "one", []reminders.Result{
			{Delivery: 999, Status: reminders.StatusSent}, {Delivery: claimed[1].ID, Status: reminders.StatusSent, Part: 1},
			{Delivery: claimed[0].ID, Status: reminders.StatusEmpty},
		}))
		wantEqual(t, lost, []int64{999})
		wantEqual(t, []reminders.Status{d.delivery(t, claimed[0].ID).Status, d.delivery(t, claimed[1].ID).Status},
			[]reminders.Status{reminders.StatusEmpty, reminders.StatusSent})
		wantEqual(t, got[[]int64](t)(d.recordMany(ctx, "one", nil)), nil)

		// All or none: a result that cannot be is no reason to lose the others half-way.
		d.plan(t, d.group, today.AddDays(1), "b")
		d.plan(t, d.chief, today.AddDays(1), "b")
		d.clock.pass(24 * time.Hour)
		claimed = d.claim(t, "two")
		_, err := d.recordMany(ctx, "two", []reminders.Result{
			{Delivery: claimed[0].ID, Status: reminders.StatusSent}, {Delivery: claimed[1].ID, Status: reminders.StatusMerged},
		})
		wantError(t, err, ErrInvalid)
		for _, c := range claimed {
			if now := d.delivery(t, c.ID); now.Status != reminders.StatusClaimed {
				t.Errorf("got %s, want claimed", now.Status)
			}
		}
	})
}

// TestClaimReadsOnlyWhatIsOpen: the ledger keeps what was sent for ever, and SQLite knows nothing of how much that is.
func TestClaimReadsOnlyWhatIsOpen(t *testing.T) {
	d := mustSetUp(t, sqliteURL(t))
	var steps []struct {
		ID, Parent, NotUsed int
		Detail              string
	}
	must(t, d.write.SelectContext(t.Context(), &steps, `EXPLAIN QUERY PLAN `+selectDue, "telegram", 1, 1, 1, 1, 1, "one", 1, 100))
	for _, step := range steps {
		if strings.Contains(step.Detail, "delivery_status (status=? AND due_at<?)") {
			return
		}
	}
	t.Errorf("the plan is %+v", steps)
}
