package reminders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dondoc/corpus/viet"
)

func TestDispatchSends(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.ledger.add(Delivery{})
		r.run(0)
		row := r.ends(StatusSent)
		r.told("1.0")
		if row.Attempts != 1 || row.Part != 1 || r.at(0) != 0 {
			t.Errorf("attempts %d, part %d, after %v", row.Attempts, row.Part, r.at(0))
		}
		if s := r.Stats(); s.Claimed != 1 || s.Sent != 1 || s.Parts != 1 || s.Busy != 0 {
			t.Errorf("stats %+v", s)
		}
	})
}

func TestDispatchSpacesParts(t *testing.T) {
	for _, tc := range []struct {
		group bool
		want  time.Duration
	}{
		{group: false, want: time.Second},
		{group: true, want: 3 * time.Second},
	} {
		dispatchTest(t, func(r *dispatchRig) {
			r.channel.parts, r.notices.group = 3, tc.group
			r.ledger.add(Delivery{})
			r.run(10 * time.Second)
			r.ends(StatusSent)
			r.told("1.0, 1.1, 1.2")
			if r.at(1) != tc.want || r.at(2) != 2*tc.want {
				t.Errorf("group %v: parts after %v and %v", tc.group, r.at(1), r.at(2))
			}
			if n, m := r.ledger.count("begin"), r.ledger.count("store parts"); n != 3 || m != 1 {
				t.Errorf("%d begins of 3 parts, stored %d times", n, m)
			}
		})
	}
}

func TestDispatchComposes(t *testing.T) {
	day := func(n int) viet.Date { return viet.Date{Year: 2000, Month: 1, Day: 1}.AddDays(n) }
	stored := [][]byte{[]byte("old.0 d"), []byte("old.1 d")}
	for _, tc := range []struct {
		name     string
		delivery Delivery
		want     string
		calls    int
	}{
		{"first", Delivery{}, "1.0, 1.1", 1},
		{"stored, but nothing is out", Delivery{Parts: stored}, "1.0, 1.1", 1}, // as things are now
		{"stored on another day", Delivery{Parts: stored, Day: day(-1)}, "1.0 late, 1.1 late", 1},
		{"may have arrived", Delivery{Parts: stored, Unknown: 1}, "1.0 repeated, 1.1 repeated", 1},
		{"a part is out", Delivery{Parts: stored, Part: 1, Unknown: 1, Day: day(-1)}, "old.1 repeated", 0},
		{"all parts are out", Delivery{Parts: stored, Part: 2}, "", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dispatchTest(t, func(r *dispatchRig) {
				r.channel.parts = 2
				if tc.delivery.Day == day(-1) {
					tc.delivery.DueAt = time.Now().Add(-24 * time.Hour)
				}
				r.ledger.add(tc.delivery)
				r.run(10 * time.Second)
				r.ends(StatusSent)
				r.told(tc.want)
				if n := r.notices.made(); n != tc.calls {
					t.Errorf("composed %d times, want %d", n, tc.calls)
				}
			})
		})
	}
}

func TestDispatchLate(t *testing.T) {
	for late, want := range map[time.Duration]string{0: "1.0", time.Hour: "1.0", time.Hour + 1: "1.0 late"} {
		dispatchTest(t, func(r *dispatchRig) {
			r.ledger.add(Delivery{DueAt: r.begin.Add(-late)})
			r.run(0)
			r.told(want)
		})
	}
}

func TestDispatchEmpty(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.notices.empty = func(Delivery) bool { return true }
		r.ledger.add(Delivery{})
		r.run(0)
		r.ends(StatusEmpty)
		r.told("")
		if r.Stats().Empty != 1 || r.ledger.count("reserve") != 0 {
			t.Errorf("stats %+v, %d reserves", r.Stats(), r.ledger.count("reserve"))
		}
	})
}

// An idle Dispatcher makes one Claim a Poll and nothing else.
func TestDispatchIdle(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.run(time.Hour)
		if n := r.ledger.count("claim"); n < 719 || n > 721 || len(r.ledger.calls) != 1 {
			t.Errorf("an hour of nothing: calls %v", r.ledger.calls)
		}
	})
}

func TestDispatchWake(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.run(time.Second)
		r.ledger.add(Delivery{})
		r.Wake()
		r.Wake()
		r.sleep(0)
		if r.at(0) != time.Second {
			t.Errorf("sent after %v", r.at(0))
		}
	})
}

func TestDispatchWithoutChannels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newDispatchLedger(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if err := NewDispatcher(DispatcherConfig{}, ledger, &dispatchNotices{}, nil).Run(ctx); err != nil || ledger.count("claim") != 0 {
			t.Errorf("Run: %v, %d claims", err, ledger.count("claim"))
		}
	})
}

// 1,000 messages go out at 30 a second: never more in any second, though Begin takes a different time each time.
func TestDispatchRate(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.takes = 150 * time.Millisecond
		r.ledger.fault = func(call string, id int64) error {
			if call == "begin" {
				time.Sleep(time.Duration(id*id*7919%41) * time.Millisecond)
			}
			return nil
		}
		for range 1000 {
			r.ledger.add(Delivery{})
		}
		r.run(time.Minute)
		if n := r.ledger.with(StatusSent); n != 1000 {
			t.Fatalf("%d sent", n)
		}
		sends := r.channel.all()
		checkRate(t, sends, 30)
		last := slices.MaxFunc(sends, func(a, b dispatchSend) int { return a.at.Compare(b.at) })
		between(t, "the last send", last.at.Sub(r.begin), 33*time.Second, 45*time.Second)
		if n := r.ledger.count("claim"); n > 200 {
			t.Errorf("%d claims: they are to be gathered", n)
		}
	})
}

// checkRate fails when more than most sends lie in any window of one second.
func checkRate(t *testing.T, sends []dispatchSend, most int) {
	t.Helper()
	slices.SortFunc(sends, func(a, b dispatchSend) int { return a.at.Compare(b.at) })
	for i := most; i < len(sends); i++ {
		if gap := sends[i].at.Sub(sends[i-most].at); gap < time.Second {
			t.Fatalf("sends %d to %d lie within %v", i-most, i, gap)
		}
	}
}

// Two copies share a ledger: the rate holds over both, and nothing goes out twice.
func TestDispatchTwoCopies(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.takes = 100 * time.Millisecond
		for range 400 {
			r.ledger.add(Delivery{})
		}
		r.run(0)
		first := r.Dispatcher
		r.config.Owner = "other"
		r.run(20 * time.Second)
		checkOnce(t, r.channel.all(), 400)
		checkRate(t, r.channel.all(), 30)
		a, b := first.Stats(), r.Stats()
		if a.Sent+b.Sent != 400 || a.Sent < 100 || b.Sent < 100 || a.Lost+b.Lost != 0 {
			t.Errorf("stats %+v and %+v", a, b)
		}
	})
}

// checkOnce fails unless n different texts were sent, each once.
func checkOnce(t *testing.T, sends []dispatchSend, n int) {
	t.Helper()
	seen := map[string]int{}
	for _, s := range sends {
		if seen[s.text]++; seen[s.text] > 1 {
			t.Errorf("sent twice: %s", s.text)
		}
	}
	if len(seen) != n {
		t.Errorf("%d messages, want %d", len(seen), n)
	}
}

func TestDispatchQuota(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.limits.PerMonth, r.limits.MonthMargin, r.config.Poll = 5, 2, time.Minute
		for range 5 {
			r.ledger.add(Delivery{})
		}
		r.run(time.Minute)
		if n := r.ledger.with(StatusSent); n != 3 {
			t.Errorf("%d sent of a quota of 3", n)
		}
		if n := r.ledger.count("claim"); n > 5 {
			t.Errorf("%d claims in a minute", n)
		}
		february := time.Date(2000, 2, 1, 0, 0, 0, 0, viet.Hanoi)
		for id := range int64(5) {
			row := r.ledger.row(id + 1)
			if row.Status == StatusWaiting && (!row.NextAt.Equal(february) || !strings.Contains(row.Reason, "từ 01/02/2000")) {
				t.Errorf("waits until %v: %s", row.NextAt, row.Reason)
			}
		}
		r.sleep(time.Until(february) + 2*time.Minute)
		if n := r.ledger.with(StatusSent); n != 5 {
			t.Errorf("%d sent in February", n)
		}
	})
}

func TestDispatchNextMonth(t *testing.T) {
	for at, want := range map[string]string{
		"2023-01-31T16:59:59Z": "2023-02-01", "2023-01-31T17:00:00Z": "2023-03-01", "2023-12-31T00:00:00Z": "2024-01-01",
	} {
		now, err := time.Parse(time.RFC3339, at)
		if got := nextMonth(now); err != nil || got.String() != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
}

func TestDispatchReserveFails(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.ledger.fault = func(call string, _ int64) error {
			if call == "reserve" && time.Since(r.begin) < time.Minute {
				return errors.New("database is gone")
			}
			return nil
		}
		r.ledger.add(Delivery{})
		r.run(50 * time.Second)
		r.told("")
		if row := r.ends(StatusWaiting); row.Attempts != 0 || row.Reason != reasonNoSlot {
			t.Errorf("attempts %d: %s", row.Attempts, row.Reason)
		}
		r.sleep(time.Minute)
		r.ends(StatusSent)
		if a, b := r.logged.has("fails"), r.logged.has("works again"); a != 1 || b != 1 {
			t.Errorf("logged the beginning %d times, the end %d times", a, b)
		}
	})
}

// A slot beyond the lease comes of a clock that is wrong: it is not waited for.
func TestDispatchFarSlot(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.ledger.next["telegram"] = r.begin.Add(time.Hour)
		for range 40 {
			r.ledger.add(Delivery{})
		}
		r.run(2 * time.Minute)
		if n := r.ledger.with(StatusSent); n != 40 || r.at(0) != 30*time.Second {
			t.Errorf("%d sent, the first after %v", n, r.at(0))
		}
		checkRate(t, r.channel.all(), 30)
	})
}

// Workers that are held up leave the others at work, though they are fewer than half.
func TestDispatchSlowChats(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.config.Workers = 4
		r.channel.answer = func(_ int, chat, _ string) Outcome {
			if chat == "slow" {
				time.Sleep(25 * time.Second)
			}
			return Outcome{}
		}
		for range 3 {
			r.ledger.add(Delivery{Chat: "slow"})
		}
		for range 10 {
			r.ledger.add(Delivery{})
		}
		r.run(5 * time.Second)
		if n := r.ledger.with(StatusSent); n != 10 {
			t.Errorf("%d sent", n)
		}
		r.sleep(time.Minute)
	})
}

func TestDispatchUnknownChannel(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.ledger.add(Delivery{})
		r.run(0)
		ctx, cancel := context.WithCancel(r.t.Context())
		defer cancel()
		d := NewDispatcher(DispatcherConfig{Channels: map[string]Outlet{"zalo": {}}}, foolishLedger{r.ledger}, r.notices, nil)
		r.ledger.add(Delivery{})
		n, err := d.claimFrom(phases{ctx, ctx, ctx}, []string{"zalo"}, 1, false)
		if n != 0 || err != nil || d.Stats().Busy != 0 {
			t.Errorf("claimed %d, %v, %+v", n, err, d.Stats())
		}
	})
}

// foolishLedger gives what nobody asked for.
type foolishLedger struct{ *dispatchLedger }

func (foolishLedger) Claim(context.Context, string, []string, time.Time, time.Duration, int) ([]Delivery, error) {
	return []Delivery{{ID: 1, Channel: "fax"}, {ID: 2, Channel: "fax"}}, nil
}

func BenchmarkDispatch(b *testing.B) {
	const n = 1000
	for b.Loop() {
		ledger := newDispatchLedger(b)
		for i := range n {
			ledger.add(Delivery{Chat: fmt.Sprint(i)})
		}
		channel := &dispatchChannel{}
		ctx, cancel := context.WithCancel(b.Context())
		done := 0
		channel.answer = func(int, string, string) Outcome {
			ledger.mu.Lock()
			defer ledger.mu.Unlock()
			if done++; done == n {
				cancel()
			}
			return Outcome{}
		}
		d := NewDispatcher(DispatcherConfig{Channels: map[string]Outlet{"telegram": {Channel: channel}}}, ledger, &dispatchNotices{}, nil)
		if err := d.Run(ctx); err != nil || d.Stats().Sent != n {
			b.Fatalf("Run: %v, %+v", err, d.Stats())
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "deliveries/s")
}
