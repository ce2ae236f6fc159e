package store

import (
	"strings"
	"testing"
	"time"

	"dondoc/reminders"
)

func TestPauseAndResume(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		friday := today.AddDays(1)
		d.plan(t, d.group, today, "a")
		own := planOf(d.group, today, "x")
		own.Purpose, own.Until = "decision:1", time.Time{}
		got[int](t)(d.SavePlan(ctx, own))
		claimed := d.claim(t, "one")
		d.begin(t, "one", claimed[0].ID, "tin")
		revision := d.revision(t)

		must(t, d.Pause(ctx, "telegram", "-200", "nhóm đã chặn"))
		s, _, err := d.Subscribed(ctx, groupChat)
		must(t, err)
		if s.Paused != "nhóm đã chặn" || d.revision(t) != revision+1 {
			t.Errorf("got %+v", s)
		}
		// What is being sent is its owner's; what was only claimed is taken away.
		d.wantLedger(t, "2023-04-20 sending a", "2023-04-20 paused x")
		wantError(t, d.Begin(ctx, "one", claimed[1].ID, nil, minute), reminders.ErrLost)
		d.record(t, "one", reminders.Result{Delivery: claimed[0].ID, Status: reminders.StatusPaused, Reason: "nhóm đã chặn"})

		// The secretariat hears of it once, in its next message, without the chat's identifier.
		must(t, d.Pause(ctx, "telegram", "-200", "khác"))
		d.plan(t, d.chief, today)
		told := d.ledger(t)[2]
		if len(told.Reminders) != 1 || told.Reminders[0].Kind != reminders.KindUndelivered || told.Reminders[0].Day != today ||
			told.Reminders[0].Detail != "Ban Chỉ đạo Bắc Giang (nhóm, telegram): nhóm đã chặn" {
			t.Errorf("the secretariat is told %+v", told.Reminders)
		}
		if strings.Contains(told.Reminders[0].Detail+told.Reminders[0].Key, "-200") {
			t.Error("it tells the chat")
		}

		// While it is paused nothing is claimed, and what is planned is paused too.
		d.clock.now = d.group.Rule.Moment(friday)
		d.plan(t, d.group, friday, "b")
		d.wantLedger(t, "2023-04-20 merged", "2023-04-20 paused x", "2023-04-20 waiting "+told.Reminders[0].Key, "2023-04-21 paused a b")
		if claimed := d.claim(t, "two"); len(claimed) != 0 {
			t.Errorf("claimed %v", claimed)
		}

		must(t, d.Resume(ctx, d.group.ID))
		must(t, d.Resume(ctx, d.group.ID))
		if sent := lines(d.send(t)); len(sent) != 2 || sent[0] != "2023-04-20 claimed x" || sent[1] != "2023-04-21 claimed a b" {
			t.Errorf("sent %q", sent)
		}
		wantError(t, d.Resume(ctx, 999), reminders.ErrUnknown)
		must(t, d.Pause(ctx, "telegram", "unheard of", "x"))
		must(t, d.Pause(ctx, "telegram", "\xff", "x"))
		wantError(t, d.Pause(ctx, "telegram", "-200", ""), ErrInvalid)
	})
}

// TestPausedChatIsLeftAlone: what was being sent when the chat was paused is recorded as "later" by its owner.
func TestPausedChatIsLeftAlone(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		d.plan(t, d.group, today, "a")
		id := d.claimOne(t, "one").ID
		d.begin(t, "one", id, "tin")
		must(t, d.Pause(t.Context(), "telegram", "-200", "đã chặn"))
		d.record(t, "one", reminders.Result{Delivery: id, Status: reminders.StatusWaiting, NextAt: noon})
		if claimed := d.claim(t, "two"); len(claimed) != 0 {
			t.Errorf("claimed %v", claimed)
		}
		must(t, d.Resume(t.Context(), d.group.ID))
		id = d.claimOne(t, "two").ID
		d.begin(t, "two", id)
		d.record(t, "two", reminders.Result{Delivery: id, Status: reminders.StatusPaused, Reason: "đã chặn"})
		must(t, d.Pause(t.Context(), "telegram", "-200", "đã chặn"))
		must(t, d.Resume(t.Context(), d.group.ID))
		if c := d.claimOne(t, "three"); c.Attempts != 0 || c.Reason != "" {
			t.Errorf("got %+v, want all its tries again", c)
		}
	})
}

func TestResumeDaysLater(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		monday := today.AddDays(4)
		d.plan(t, d.group, today, "a")
		must(t, d.Pause(t.Context(), "telegram", "-200", "đã chặn"))
		d.clock.now = d.group.Rule.Moment(monday)
		must(t, d.Resume(t.Context(), d.group.ID))
		if sent := d.claim(t, "one"); len(sent) != 0 {
			t.Errorf("sent after its day: %v", sent)
		}
		wantEqual(t, d.waiting(t, monday), []int64{d.chief.ID, d.group.ID})
		d.plan(t, d.group, monday, "b")
		if sent := lines(d.send(t)); len(sent) != 1 || sent[0] != "2023-04-24 claimed a b" {
			t.Errorf("sent %q", sent)
		}
	})
}

// TestLateRecordOfAPause: somebody resumed the chat while the answer "blocked" was still under way.
func TestLateRecordOfAPause(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		d.plan(t, d.group, today, "a")
		d.plan(t, d.chief, today, "a")
		for i, c := range d.claim(t, "one") {
			d.begin(t, "one", c.ID, "một", "hai")
			d.record(t, "one", reminders.Result{Delivery: c.ID, Status: reminders.StatusPaused, Part: i, Reason: "đã chặn"})
		}
		friday := today.AddDays(1)
		d.clock.now = d.group.Rule.Moment(friday)
		d.plan(t, d.group, friday)
		d.plan(t, d.chief, friday)
		if sent := d.send(t); len(sent) != 2 {
			t.Errorf("sent %q, want what was not begun in the new message and the rest of the other", lines(sent))
		}
	})
}

func TestGivingUpTellsTheSecretariat(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		second := d.link(t, d.secretariat, reminders.Chat{Channel: "zalo", ID: "z"})
		d.plan(t, d.group, today, "a")
		d.plan(t, d.chief, today, "a")
		revision := d.revision(t)
		var results []reminders.Result
		for _, c := range d.claim(t, "one") {
			results = append(results, reminders.Result{Delivery: c.ID, Status: reminders.StatusDead, Reason: "kênh từ chối"})
		}
		wantEqual(t, got[[]int64](t)(d.recordMany(t.Context(), "one", results)), nil)
		d.plan(t, d.chief, today.AddDays(1))
		d.plan(t, second, today)
		for _, told := range d.ledger(t)[2:] {
			var details []string
			for _, r := range told.Reminders {
				details = append(details, r.Detail)
			}
			wantEqual(t, details, []string{"Văn phòng (cá nhân, telegram): kênh từ chối", "Ban Chỉ đạo Bắc Giang (nhóm, telegram): kênh từ chối"})
		}
		if d.revision(t) != revision {
			t.Error("the ledger has changed the revision")
		}
	})
}
