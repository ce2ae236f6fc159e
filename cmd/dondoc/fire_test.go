package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dondoc/cmd/dondoc/store"
	"dondoc/reminders"
)

const (
	fireSeed                = 20260311
	fireReminders           = 2000
	fireCopies              = 2
	fireWorkers             = 8
	fireLife                = time.Second // of a child, once it works, before it is killed
	fireHurry               = 30
	leastDeaths, mostDeaths = 2, 15 // of a copy
)

var fireLimits = reminders.Limits{PerSecond: 150, PerChat: 200 * time.Millisecond, PerGroup: 400 * time.Millisecond}

// TestDeliveryUnderFire sends two thousand reminders through copies of the program that are killed every second, to a
// Telegram that fails in every way it can. Whatever the order of events, these must hold in the end: nothing is lost,
// nothing is told twice unless it says so, and the limits are kept.
func TestDeliveryUnderFire(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, url string) {
		chats, lease := 1000, 3*time.Second
		if raceDetector { // a call of the ledger may take a quarter of the lease
			chats, lease = 500, 6*time.Second
		}
		if testing.Short() {
			chats = 200
		}
		f := &fire{t: t, double: newGauntlet(fireSeed, fireHurry)}
		server := httptest.NewServer(f.double)
		t.Cleanup(server.Close)
		t.Cleanup(func() { close(f.double.closing) })
		began := time.Now()
		f.world = newFireWorld(t, url, chats, fireReminders/chats, f.double)
		f.how = runningCopy{
			URL: url, API: server.URL, Ahead: f.world.ahead, Hurry: fireHurry, Limits: fireLimits,
			Lease: lease, Poll: 100 * time.Millisecond, Workers: fireWorkers,
		}
		prepared := time.Now()
		f.burn(chats * 4 / 5)
		burnt := time.Now()
		f.settle()
		settled := time.Now()
		f.check()
		t.Logf("prepared %v, under fire %v, settled %v", prepared.Sub(began).Round(time.Millisecond),
			burnt.Sub(prepared).Round(time.Millisecond), settled.Sub(burnt).Round(time.Millisecond))
	})
}

// fire is one run of the test.
type fire struct {
	t        *testing.T
	double   *gauntlet
	world    *fireWorld
	how      runningCopy
	kills    atomic.Int64
	starts   atomic.Int64
	stumbles atomic.Int64 // Begins and Records that failed
}

func (f *fire) start(dir string) (*fireProcess, error) {
	how := f.how
	how.Owner = fmt.Sprintf("child-%d", f.starts.Add(1))
	return startFireProcess(how, dir, &f.stumbles)
}

// burn kills and restarts the copies until so many chats were called, but not before each copy has died twice, and on
// a machine that is too slow for it no more than mostDeaths times.
func (f *fire) burn(chats int) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 5*patience)
	defer cancel()
	enough := make(chan struct{})
	go func() {
		defer close(enough)
		for {
			n, changed := f.double.chatsSeen()
			if n >= chats {
				return
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return
			}
		}
	}()
	var copies sync.WaitGroup
	for i := range fireCopies {
		dir := f.t.TempDir()
		copies.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-enough:
					if n >= leastDeaths || ctx.Err() != nil {
						return
					}
				default:
					if n == mostDeaths {
						return
					}
				}
				if err := f.liveAndDie(dir); err != nil {
					f.t.Errorf("copy %d: %v", i, err)
					cancel()
					return
				}
			}
		})
	}
	copies.Wait()
	if ctx.Err() != nil {
		f.t.Fatal("the fire went out")
	}
	cancel()
	<-enough
}

// liveAndDie starts a copy and kills it a second after it has begun to work.
func (f *fire) liveAndDie(dir string) error {
	p, err := f.start(dir)
	if err != nil {
		return err
	}
	select {
	case <-p.ready:
	case <-time.After(patience):
		return fmt.Errorf("a child does not start: %w", p.kill())
	}
	life := time.NewTimer(fireLife)
	defer life.Stop()
	<-life.C
	f.kills.Add(1)
	return p.kill()
}

// settle lets the copies work undisturbed until nothing is left to do, and stops them.
func (f *fire) settle() {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 3*patience)
	defer cancel()
	var copies []*fireProcess
	for range fireCopies {
		p, err := f.start(f.t.TempDir())
		mustDo(f.t, err)
		copies = append(copies, p)
	}
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for done := false; !done; {
		select {
		case <-look.C:
			done = mustHave[bool](f.t)(f.world.settled(ctx))
		case <-ctx.Done():
			open := mustHave[[]reminders.Delivery](f.t)(f.world.db.Deliveries(f.t.Context(), store.DeliveryFilter{Status: []reminders.Status{
				reminders.StatusWaiting, reminders.StatusClaimed, reminders.StatusSending}}))
			f.t.Fatalf("not settled after %v; open are %d: %+v", 3*patience, len(open), open[:min(len(open), 3)])
		}
	}
	for _, p := range copies {
		if err := p.stop(); err != nil {
			f.t.Error(err)
		}
	}
}

func (f *fire) check() {
	f.t.Helper()
	sum := f.world.checkChats(f.t)
	arrivals, _ := f.double.seen()
	befell := map[mishap]int{}
	for _, a := range arrivals {
		befell[a.befell]++
	}
	// A kill interrupts at most what the workers had under way; what failed for another reason has told so.
	if most := int(f.kills.Load())*fireWorkers + int(f.stumbles.Load()); sum.interrupted > most {
		f.t.Errorf("%d sends were interrupted by %d kills, at most %d can be", sum.interrupted, f.kills.Load(), most)
	}
	for _, m := range append([]mishap{flooded, overloaded, badGateway, forbidden, refused}, openEnds...) {
		if befell[m] == 0 && !testing.Short() {
			f.t.Errorf("nothing befell as %q: the test does not see it", m)
		}
	}
	for chat, early := range f.double.tooSoon {
		f.t.Errorf("chat %d was called %v before its retry_after was over: %s", chat, early, f.history(chat))
	}
	busiest := f.checkPace(arrivals)
	f.t.Logf("%d calls, %v; %d kills, %d interrupted, %d stumbles; busiest second %d of %d; %+v", len(arrivals), befell,
		f.kills.Load(), sum.interrupted, f.stumbles.Load(), busiest, fireLimits.PerSecond, sum)
	f.checkSecretariat(sum)
}

// checkPace: no second, wherever it begins, sees more calls than the limit and one more for each worker of the copies,
// which may be delayed between its slot and its arrival here; and no chat is called sooner than its spacing.
func (f *fire) checkPace(arrivals []arrival) (busiest int) {
	f.t.Helper()
	most := fireLimits.PerSecond + fireCopies*fireWorkers
	var calls []time.Time
	last := map[int64]time.Time{}
	for _, a := range arrivals {
		if f.double.refusing[a.chat] { // goes out again at once, without markup
			continue
		}
		calls = append(calls, a.at)
		spacing := fireLimits.PerChat
		if a.chat < 0 {
			spacing = fireLimits.PerGroup
		}
		if before, ok := last[a.chat]; ok && a.at.Sub(before) < spacing {
			f.t.Errorf("chat %d was called %v after the last time: %s", a.chat, a.at.Sub(before), f.history(a.chat))
		}
		last[a.chat] = a.at
	}
	first := 0
	for i, at := range calls {
		for at.Sub(calls[first]) >= time.Second {
			first++
		}
		busiest = max(busiest, i-first+1)
	}
	if busiest > most {
		f.t.Errorf("%d calls in one second, at most %d may be", busiest, most)
	}
	return busiest
}

// history tells what happened to a chat: the calls as the double saw them, and the log of its delivery.
func (f *fire) history(chat int64) string {
	f.t.Helper()
	var lines []string
	line := func(at time.Time, format string, args ...any) {
		lines = append(lines, at.Format("05.000")+" "+fmt.Sprintf(format, args...))
	}
	arrivals, _ := f.double.seen()
	for _, a := range arrivals {
		if a.chat == chat {
			line(a.at, "called: %v", a.befell)
		}
	}
	for _, all := range f.world.ledger(f.t) {
		for _, d := range all {
			if d.Chat != strconv.FormatInt(chat, 10) {
				continue
			}
			line(d.DueAt.Add(-f.world.ahead), "due, as the ledger has it now")
			for _, e := range mustHave[[]store.DeliveryEntry](f.t)(f.world.db.DeliveryLog(f.t.Context(), d.ID)) {
				line(e.At.Add(-f.world.ahead), "%s by %s, %d tries: %s", e.Status, e.Owner, e.Attempts, e.Reason)
			}
		}
	}
	slices.Sort(lines)
	return "\n" + strings.Join(lines, "\n")
}

// checkSecretariat lets the next day come: the secretariat hears of every chat that was not reached, and nobody else
// hears anything. A chat that blocked the bot but is not paused, as the program was killed between the two, is found out.
func (f *fire) checkSecretariat(sum fireTally) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), patience)
	defer cancel()
	unpaused := f.blockedButNotPaused()
	how := f.how
	how.Owner, how.Ahead = "next-day", how.Ahead+24*time.Hour
	c := mustHave[*copyOfProgram](f.t)(openCopy(ctx, how))
	defer c.clock.Close()
	before, _ := f.double.seen()
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- c.run(running) }()
	want, got := sum.paused+sum.dead-len(unpaused), 0
	for {
		_, changed := f.double.seen()
		if got = strings.Count(f.toldSecretariat(), "telegram): "); got >= want || ctx.Err() != nil {
			break
		}
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
	stop()
	mustDo(f.t, <-ended)
	if got != want {
		f.t.Errorf("the secretariat heard of %d chats that were not reached, want %d:\n%s", got, want, f.toldSecretariat())
	}
	after, _ := f.double.seen()
	for _, a := range after[len(before):] {
		if a.chat != f.world.secretariat.id && !(a.befell == forbidden && slices.Contains(unpaused, a.chat)) {
			f.t.Errorf("on the next day a chat heard something again: %+v", a)
		}
	}
}

func (f *fire) toldSecretariat() string {
	return strings.Join(f.double.telegram.SentTo(f.world.secretariat.id), "\n")
}

func (f *fire) blockedButNotPaused() []int64 {
	f.t.Helper()
	paused := map[int64]bool{}
	for _, s := range mustHave[[]reminders.Subscriber](f.t)(f.world.db.Subscribers(f.t.Context())) {
		paused[s.ID] = s.Paused != ""
	}
	var chats []int64
	for _, c := range f.world.chats {
		if _, blocks := f.double.blocked[c.id]; blocks && !paused[c.subscriber] && f.double.count(c.id, forbidden) > 0 {
			chats = append(chats, c.id)
		}
	}
	return chats
}
