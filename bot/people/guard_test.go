package people_test

import (
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/bot/people"
)

func TestGuardOfOnePerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := people.NewGuard(time.Now)
		for i := range 5 {
			if wait := g.Wait(lan); wait != 0 {
				t.Fatalf("after %d tries: wait %s", i, wait)
			}
			g.Failed(lan)
			time.Sleep(10 * time.Minute)
		}
		for _, step := range []struct{ pass, want time.Duration }{
			{0, 10 * time.Minute}, {9 * time.Minute, time.Minute}, {time.Minute, 0},
		} {
			time.Sleep(step.pass)
			if wait := g.Wait(lan); wait != step.want {
				t.Errorf("wait %s, want %s", wait, step.want)
			}
		}
		g.Failed(lan) // the fifth of the hour again
		if wait := g.Wait(lan); wait != 10*time.Minute {
			t.Errorf("wait %s", wait)
		}
		if wait := g.Wait(people.Person{Channel: "zalo", ID: lan.ID}); wait != 0 {
			t.Errorf("somebody else waits %s", wait)
		}
	})
}

func TestGuardOfAChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := people.NewGuard(time.Now)
		for i := range 100 {
			p := people.Person{Channel: "web", ID: strconv.Itoa(i)}
			if wait := g.Wait(p); wait != 0 {
				t.Fatalf("the %d. person waits %s", i, wait)
			}
			g.Failed(p)
		}
		fresh := people.Person{Channel: "web", ID: "fresh"}
		if wait := g.Wait(fresh); wait != time.Hour {
			t.Errorf("wait %s, want an hour", wait)
		}
		for range 50 { // under way at the same time
			g.Failed(fresh)
		}
		if g.Wait(lan) != 0 {
			t.Error("a flood on the web closes Telegram")
		}
		time.Sleep(time.Hour)
		if wait := g.Wait(fresh); wait != 0 {
			t.Errorf("an hour later: wait %s", wait)
		}
	})
}

// TestGuardAndTheClock: a clock that was ahead for a moment shuts nobody out for longer than an hour.
func TestGuardAndTheClock(t *testing.T) {
	clock := now.Add(30 * 24 * time.Hour)
	g := people.NewGuard(func() time.Time { return clock })
	for range 5 {
		g.Failed(lan)
	}
	clock = now
	if wait := g.Wait(lan); wait != 0 {
		t.Errorf("wait %s", wait)
	}
}
