package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/telegram"
	"dondoc/bot/telegram/telegramtest"
	"dondoc/cmd/dondoc/store"
	"dondoc/cmd/dondoc/store/pgtest"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// onBothDatabases runs the test on a new SQLite file and on an empty PostgreSQL database.
func onBothDatabases(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, "sqlite:"+filepath.Join(t.TempDir(), "dondoc.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, pgtest.Start(t)) })
}

// otherClock is a database in which it is another time than in this process, so that a test of "Wednesday at eight"
// runs on any day, and clocks can jump. To the Dispatcher it speaks of the process's own time.
type otherClock struct {
	*store.DB
	ahead    atomic.Int64                 // of the process, in nanoseconds
	hurry    int                          // the waits that a Dispatcher asks for are so many times shorter
	stumbled func(call string, err error) // hears of every Begin and Record that failed; may be nil
}

func (c *otherClock) shift() time.Duration { return time.Duration(c.ahead.Load()) }

func (c *otherClock) now() time.Time { return time.Now().Add(c.shift()) }

// moved is a moment by so much later, unless it is none.
func moved(at time.Time, by time.Duration) time.Time {
	if at.IsZero() {
		return at
	}
	return at.Add(by)
}

func (c *otherClock) Claim(ctx context.Context, owner string, channels []string, now time.Time, lease time.Duration, limit int) ([]reminders.Delivery, error) {
	shift := c.shift()
	claimed, err := c.DB.Claim(ctx, owner, channels, now.Add(shift), lease, limit)
	days := viet.DateOf(now.Add(shift)).DaysUntil(viet.DateOf(now))
	for i := range claimed {
		d := &claimed[i]
		d.DueAt, d.Until, d.NextAt = moved(d.DueAt, -shift), moved(d.Until, -shift), moved(d.NextAt, -shift)
		d.Day = d.Day.AddDays(days)
	}
	return claimed, err
}

func (c *otherClock) Begin(ctx context.Context, owner string, delivery int64, parts [][]byte, lease time.Duration) error {
	err := c.DB.Begin(ctx, owner, delivery, parts, lease)
	c.hear("begin", err)
	return err
}

func (c *otherClock) Record(ctx context.Context, owner string, r reminders.Result) error {
	if wait := time.Until(r.NextAt); !r.NextAt.IsZero() && wait > 0 {
		r.NextAt = time.Now().Add(wait / time.Duration(c.hurry))
	}
	r.NextAt = moved(r.NextAt, c.shift())
	err := c.DB.Record(ctx, owner, r)
	c.hear("record", err)
	return err
}

func (c *otherClock) hear(call string, err error) {
	if err != nil && c.stumbled != nil {
		c.stumbled(call, err)
	}
}

func (c *otherClock) Reserve(ctx context.Context, channel string, l reminders.Limits, n int) (time.Time, error) {
	first, err := c.DB.Reserve(ctx, channel, l, n)
	return moved(first, -c.shift()), err
}

func (c *otherClock) ReserveChat(ctx context.Context, chat reminders.Chat, spacing time.Duration) (time.Time, error) {
	free, err := c.DB.ReserveChat(ctx, chat, spacing)
	return moved(free, -c.shift()), err
}

// composer makes Notices as of the time in the database.
type composer struct {
	office *reminders.Office
	clock  *otherClock
}

func (c composer) Notice(ctx context.Context, d reminders.Delivery, now time.Time) (reminders.Notice, error) {
	shift := c.clock.shift()
	d.DueAt = moved(d.DueAt, shift)
	return c.office.Notice(ctx, d, now.Add(shift))
}

// runningCopy says how a copy of the program runs, as far as it reminds. A child gets it as JSON.
type runningCopy struct {
	URL, API string
	Owner    string
	Ahead    time.Duration // as in otherClock
	Hurry    int           // 1 if zero
	Limits   reminders.Limits
	Lease    time.Duration // the Dispatcher's own if zero, as all below
	Poll     time.Duration
	Workers  int

	client   *http.Client // the default one if nil
	log      *slog.Logger
	stumbled func(string, error)
}

// copyOfProgram are the pieces that remind, put together as startReminders does.
type copyOfProgram struct {
	clock      *otherClock
	office     *reminders.Office
	scheduler  *reminders.Scheduler
	dispatcher *reminders.Dispatcher
}

// nobody asks anything of the Channel: it only sends.
type nobody struct{}

func (nobody) Handle(context.Context, bot.Message) ([]bot.Reply, error) {
	return nil, errors.New("nobody asks here")
}

func openCopy(ctx context.Context, r runningCopy) (*copyOfProgram, error) {
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	db, err := store.Open(ctx, r.URL, r.log)
	if err != nil {
		return nil, err
	}
	c := &copyOfProgram{clock: &otherClock{DB: db, hurry: max(r.Hurry, 1), stumbled: r.stumbled}}
	c.clock.ahead.Store(int64(r.Ahead))
	db.Now = c.clock.now
	outlet, err := telegram.New(telegram.Config{Token: telegramtest.Token, APIURL: r.API, HTTPClient: r.client}, nobody{}, db.Inbox(), r.log)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	c.office = reminders.NewOffice(db, agency.Default)
	c.dispatcher = reminders.NewDispatcher(reminders.DispatcherConfig{
		Owner: r.Owner, Lease: r.Lease, Poll: r.Poll, Workers: r.Workers,
		Channels: map[string]reminders.Outlet{
			channelTelegram: {Channel: bot.NewMessenger(outlet, db, nil, r.log), Limits: r.Limits},
		},
	}, c.clock, composer{c.office, c.clock}, r.log)
	c.scheduler = reminders.NewScheduler(c.office, db, c.clock.now, c.dispatcher.Wake, r.log)
	return c, nil
}

// run plans and sends until ctx ends.
func (c *copyOfProgram) run(ctx context.Context) error {
	var parts sync.WaitGroup
	parts.Go(func() { c.scheduler.Run(ctx) })
	err := c.dispatcher.Run(ctx)
	parts.Wait()
	return err
}

// mustHave ends the test on an error, else returns the value: mustHave[int64](t)(db.Revision(…)).
func mustHave[V any](t testing.TB) func(V, error) V {
	t.Helper()
	return func(v V, err error) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func mustDo(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fireDay is a Wednesday between working days, which the tests begin at five past eight in Hanoi.
var fireDay = viet.Date{Year: 2026, Month: time.March, Day: 11}

func fireMorning() time.Time { return reminders.DefaultRule().Moment(fireDay).Add(5 * time.Minute) }

// taskOf is a Task due on a day, whose title holds its number and nothing else's.
func taskOf(number int, lead string, due viet.Date) reminders.Task {
	id := fmt.Sprintf("ke-hoach#%d", number)
	return reminders.Task{
		ID: id, CorpusID: id, DocumentID: "ke-hoach", Document: "12/KH-UBND", Issued: viet.Date{Year: 2026, Month: 1, Day: 5},
		PlanYear: 2026, Section: "II", Title: titleOfTask(number), Text: titleOfTask(number), Lead: []string{lead},
		Milestones: []reminders.Milestone{{
			ID: id + "/1", Phrase: due.Vietnamese(), Due: due, Published: viet.Date{Year: 2026, Month: 1, Day: 6},
		}},
	}
}

func titleOfTask(number int) string {
	return fmt.Sprintf("Hoàn thành việc số %04d của kế hoạch", number)
}

// plainRule is the default one without figures: its messages hold steps and changes alone.
func plainRule() reminders.Rule {
	r := reminders.DefaultRule()
	r.Digest, r.Picture = false, false
	return r
}
