package store

import (
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders"
	"dondoc/reminders/calendar"
)

func TestEverything(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		empty, _ := mustOpen(t, url)
		wantDiff(t, reminders.Everything{}, got[reminders.Everything](t)(empty.Everything(t.Context())))

		d := mustSetUp(t, url)
		ctx := t.Context()
		tet := calendar.Day{Date: viet.Date{Year: 2024, Month: 2, Day: 9}, Name: "Tết", Source: "thông báo"}
		must(t, d.SaveHolidays(ctx, []calendar.Day{tet}))
		p := reminders.Progress{
			Work: d.work(1), State: reminders.Extended, By: "Lan", At: noon.Add(time.Millisecond), Report: "12/BC", File: "bc.pdf", Note: "ghi chú",
			Until: today.AddDays(60), Decision: "20/QĐ", AcknowledgedBy: "Lan", AcknowledgedAt: noon, PausedUntil: today.AddDays(1),
		}
		must(t, d.say(ctx, lan, p))
		e := got[reminders.Extension](t)(d.AskExtension(ctx, lan, reminders.Extension{Work: d.work(1), Board: d.board.ID, Until: today.AddDays(60)}))
		told := reminders.Change{Key: "k", Kind: reminders.KindGone, Day: today, Task: "qd17#1"}
		must(t, d.ApplyChanges(ctx, reminders.Changes{Told: []reminders.Change{told}}))
		wantDiff(t, reminders.Everything{
			Revision: d.revision(t), SendingFrom: noon.Add(-24 * time.Hour), Tasks: []reminders.Task{d.task}, Progress: []reminders.Progress{p},
			Boards: []reminders.Board{d.secretariat, d.board}, Subscribers: []reminders.Subscriber{d.chief, d.group},
			Extensions: []reminders.Extension{e}, Changes: []reminders.Change{told}, Days: []calendar.Day{tet},
		}, got[reminders.Everything](t)(d.Everything(ctx)))

		// Open requests stay for ever, what is over for three months.
		decided := got[reminders.Extension](t)(d.AskExtension(ctx, lan, e))
		got[reminders.Extension](t)(d.DecideExtension(ctx, hung, reminders.ExtensionDecision{ID: decided.ID}))
		for _, step := range []struct {
			days                int
			extensions, changes int
		}{{recentDays, 2, 1}, {1, 1, 0}} {
			d.clock.pass(time.Duration(step.days) * 24 * time.Hour)
			all := got[reminders.Everything](t)(d.Everything(ctx))
			if len(all.Extensions) != step.extensions || len(all.Changes) != step.changes {
				t.Errorf("%d extensions and %d changes, want %+v", len(all.Extensions), len(all.Changes), step)
			}
		}
	})
}

// TestRevision: it counts with each change of what Everything holds, and with nothing else.
func TestRevision(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		day := calendar.Day{Date: today}
		e := got[reminders.Extension](t)(d.AskExtension(ctx, lan, reminders.Extension{Work: d.work(1), Board: d.board.ID, Until: today}))
		own := got[reminders.Task](t)(d.AddTask(ctx, reminders.Task{Board: d.board.ID, Title: "riêng"}))
		works := []reminders.Work{d.work(2)}
		for _, step := range []struct {
			name string
			do   func() error
			want int64
		}{
			{"SetSending", func() error { return d.SetSending(ctx, noon) }, 1},
			{"SaveBoard", func() error { _, err := d.SaveBoard(ctx, d.board); return err }, 1},
			{"SaveSubscriber", func() error { _, err := d.SaveSubscriber(ctx, d.group); return err }, 1},
			{"SaveHolidays", func() error { return d.SaveHolidays(ctx, []calendar.Day{day}) }, 1},
			{"SaveHolidays of none", func() error { return d.SaveHolidays(ctx, nil) }, 0},
			{"RemoveHoliday", func() error { return d.RemoveHoliday(ctx, today) }, 1},
			{"SaveProgress", func() error {
				return d.say(ctx, lan, reminders.Progress{Work: d.work(1), State: reminders.Done})
			}, 1},
			{"Acknowledge", func() error { return d.Acknowledge(ctx, lan, noon, works) }, 1},
			{"Acknowledge again", func() error { return d.Acknowledge(ctx, hung, noon, works) }, 0},
			{"DecideExtension", func() error {
				_, err := d.DecideExtension(ctx, hung, reminders.ExtensionDecision{ID: e.ID})
				return err
			}, 1},
			{"UpdateTask", func() error { _, err := d.UpdateTask(ctx, own); return err }, 1},
			{"RemoveTask", func() error { return d.RemoveTask(ctx, own.ID) }, 1},
			{"RemoveTask again", func() error { return d.RemoveTask(ctx, own.ID) }, 0},
			{"SavePlan", func() error { _, err := d.SavePlan(ctx, planOf(d.group, today, "a")); return err }, 0},
			{"Claim", func() error { _, err := d.Claim(ctx, "one", []string{"telegram"}, noon, minute, 9); return err }, 0},
			{"Pause", func() error { return d.Pause(ctx, "telegram", groupChat.ID, "chặn") }, 1},
			{"Pause again", func() error { return d.Pause(ctx, "telegram", groupChat.ID, "chặn") }, 0},
			{"Resume", func() error { return d.Resume(ctx, d.group.ID) }, 1},
			{"MoveChat", func() error { return d.MoveChat(ctx, "telegram", groupChat.ID, newChat.ID) }, 1},
			{"DeleteSubscriber", func() error { return d.DeleteSubscriber(ctx, d.group.ID) }, 1},
			{"DeleteBoard", func() error { return d.DeleteBoard(ctx, d.board.ID) }, 1},
		} {
			before := d.revision(t)
			must(t, step.do())
			if counted := d.revision(t) - before; counted != step.want {
				t.Errorf("%s: the revision counted %d, want %d", step.name, counted, step.want)
			}
		}
	})
}

func TestRevisionOfChangesAtOnce(t *testing.T) {
	const each = 15
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		second := d.again(t, url)
		before := d.revision(t)
		var wg sync.WaitGroup
		for i, mine := range []*desk{d, second, d, second} {
			wg.Go(func() {
				for n := range each {
					var err error
					switch (n + i) % 3 {
					case 0:
						err = mine.say(t.Context(), lan, reminders.Progress{Work: d.work(1 + n%2), State: reminders.InProgress})
					case 1:
						_, err = mine.SaveSubscriber(t.Context(), d.group)
					case 2:
						_, err = mine.AskExtension(t.Context(), lan, reminders.Extension{Work: d.work(1), Board: d.board.ID, Until: today})
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if counted := d.revision(t) - before; counted != 4*each {
			t.Errorf("the revision counted %d, want %d", counted, 4*each)
		}
	})
}

func TestSettingsAndHolidays(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		for _, from := range []time.Time{{}, noon, {}} {
			must(t, db.SetSending(ctx, from))
			if at := got[time.Time](t)(db.SendingFrom(ctx)); !at.Equal(from) {
				t.Errorf("got %v, want %v", at, from)
			}
		}
		a := calendar.Day{Date: today, Name: "nghỉ", Source: "công văn"}
		b := calendar.Day{Date: today.AddDays(2), Name: "làm bù", Working: true}
		must(t, db.SaveHolidays(ctx, []calendar.Day{b, a}))
		wantEqual(t, got[reminders.Everything](t)(db.Everything(ctx)).Days, []calendar.Day{a, b})
		a.Name = "nghỉ bù"
		must(t, db.SaveHolidays(ctx, []calendar.Day{a}))
		must(t, db.RemoveHoliday(ctx, b.Date))
		wantError(t, db.RemoveHoliday(ctx, b.Date), ErrNotFound)
		wantError(t, db.SaveHolidays(ctx, []calendar.Day{b, {}}), ErrInvalid)
		wantEqual(t, got[reminders.Everything](t)(db.Everything(ctx)).Days, []calendar.Day{a})
	})
}

// TestFullDisk: what does not fit is refused whole, and can be done once there is room.
func TestFullDisk(t *testing.T) {
	d := mustSetUp(t, "sqlite:"+filepath.Join(t.TempDir(), "dondoc.db"))
	ctx := t.Context()
	d.plan(t, d.group, today, "a")
	before, all := lines(d.ledger(t)), got[reminders.Everything](t)(d.Everything(ctx))
	var pages int
	must(t, d.write.GetContext(ctx, &pages, `PRAGMA page_count`))
	limit := func(pages int) {
		var now int
		must(t, d.write.GetContext(ctx, &now, `PRAGMA max_page_count = `+strconv.Itoa(pages)))
	}
	limit(pages)
	keys := make([]string, 2000)
	for i := range keys {
		keys[i] = "key " + strconv.Itoa(i)
	}
	_, err := d.SavePlan(ctx, planOf(d.group, today.AddDays(1), keys...))
	wantError(t, err, ErrUnwritable)
	large := reminders.Changes{Insert: []reminders.Task{{ID: "large", Text: string(make([]byte, 1<<20))}}}
	wantError(t, d.ApplyChanges(ctx, large), ErrUnwritable)
	wantEqual(t, lines(d.ledger(t)), before)
	wantDiff(t, all, got[reminders.Everything](t)(d.Everything(ctx)))

	limit(1 << 30)
	if n := d.plan(t, d.group, today.AddDays(1), keys...); n != len(keys) {
		t.Errorf("%d are new, want all", n)
	}
	must(t, d.ApplyChanges(ctx, large))
}

// TestRemindersUpgrade: a database of the release before keeps what it had and can be used for reminders.
func TestRemindersUpgrade(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		old, _ := mustOpenWith(t, url, settings{migrations: migrationsUpTo(t, "0004", nil)})
		id := publishAsBefore(t, old, "loaded", plan)
		must(t, old.AppendTurns(ctx, alice, asked("x"), said("y")))
		oldUpdate(t, old, 1, "a")
		must(t, old.SaveVectors(ctx, "m", map[string][]float32{"a": {1}}))
		_, err := OpenReadOnly(ctx, url, nil)
		wantError(t, err, ErrOlderSchema)

		d := mustSetUp(t, url)
		published, files := whatAnswers(t, d.DB)
		if published != id || len(files) != 1 || count(t, d.DB, "chat_turn") != 2 || count(t, d.DB, "embedding") != 1 {
			t.Errorf("version %d with %d files is in force", published, len(files))
		}
		wantPending(t, d.DB, update(1, "a"))
		d.plan(t, d.group, today, "a")
		if sent := d.send(t); len(sent) != 1 {
			t.Errorf("sent %v", sent)
		}
	})
}
