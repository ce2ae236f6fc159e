package reminders

import (
	"errors"
	"testing"
	"time"
)

var errGone = errors.New("database is gone")

// failing makes one call of the ledger fail for a while.
func (r *dispatchRig) failing(call string, d time.Duration) {
	r.ledger.breaks(func(c string, _ int64) error {
		if c == call && time.Since(r.begin) < d {
			return errGone
		}
		return nil
	})
}

// loggedOnce fails unless an outage was logged at its beginning and its end, and not between.
func (r *dispatchRig) loggedOnce() {
	r.t.Helper()
	if a, b := r.logged.has("the ledger of deliveries fails"), r.logged.has("the ledger of deliveries works again"); a != 1 || b != 1 {
		r.t.Errorf("logged the beginning %d times, the end %d times", a, b)
	}
}

func TestDispatchClaimFails(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.failing("claim", time.Hour)
		r.ledger.add(Delivery{})
		r.run(time.Hour + time.Minute)
		r.ends(StatusSent)
		r.loggedOnce()
		if n := r.ledger.count("claim"); n < 90 || n > 180 {
			t.Errorf("%d claims in an hour of failures", n)
		}
	})
}

// Without a Begin nothing is sent, and the Delivery comes back when its lease has run out.
func TestDispatchBeginFails(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.failing("begin", 30*time.Second)
		r.ledger.add(Delivery{})
		r.run(59 * time.Second)
		r.told("")
		if n := r.ledger.count("record"); n != 0 {
			t.Errorf("%d records of a delivery that was not begun", n)
		}
		r.sleep(10 * time.Second)
		r.ends(StatusSent)
		r.told("1.0")
		r.loggedOnce()
	})
}

// A Begin whose answer is lost was written down: nothing is sent, but that cannot be known later.
func TestDispatchBeginUnanswered(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.config.Channels = map[string]Outlet{}
		r.ledger.add(Delivery{})
		r.ledger.breaks(func(call string, id int64) error {
			if call == "begin" && r.ledger.count("begin") == 1 {
				r.ledger.mu.Lock()
				defer r.ledger.mu.Unlock()
				r.ledger.find(id).Status = StatusSending
				return errGone
			}
			return nil
		})
		r.run(2 * time.Minute)
		r.ends(StatusSent)
		r.told("1.0 repeated")
	})
}

// A Begin that takes so long that the lease may not cover the send is not followed by one.
func TestDispatchBeginSlow(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.ledger.add(Delivery{})
		r.ledger.breaks(func(call string, id int64) error {
			if call != "begin" || r.ledger.count("begin") > 1 {
				return nil
			}
			r.ledger.mu.Lock()
			row := r.ledger.find(id)
			row.Status, row.leaseEnd = StatusSending, time.Now().Add(time.Minute)
			r.ledger.mu.Unlock()
			return nil
		})
		slow := &slowLedger{dispatchLedger: r.ledger, begin: 40 * time.Second}
		r.runOn(slow, 41*time.Second)
		r.told("")
		if row := r.ends(StatusWaiting); row.Unknown != 0 || row.Attempts != 1 {
			t.Errorf("unknown %d, attempts %d", row.Unknown, row.Attempts)
		}
		r.sleep(2 * time.Minute)
		r.told("1.0")
	})
}

// What became of a send is recorded though the database is away for a minute, and it is not sent again.
func TestDispatchRecordFails(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.config.Lease = 5 * time.Minute
		r.failing("record", time.Minute)
		r.ledger.add(Delivery{})
		r.run(time.Minute)
		if s := r.Stats(); s.Busy != 1 || s.Sent != 0 {
			t.Errorf("stats %+v", s)
		}
		r.sleep(time.Minute)
		r.ends(StatusSent)
		r.told("1.0")
		r.loggedOnce()
		if n := r.ledger.count("record"); n > 10 {
			t.Errorf("%d records in a minute", n)
		}
	})
}

// Workers that cannot record claim nothing more.
func TestDispatchRecordFailsForAll(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.config.Workers, r.config.Lease = 4, time.Hour
		r.failing("record", 10*time.Minute)
		for range 20 {
			r.ledger.add(Delivery{})
		}
		r.run(10 * time.Minute)
		if n := len(r.channel.all()); n != 4 {
			t.Errorf("%d sends while nothing can be recorded", n)
		}
		r.sleep(5 * time.Minute)
		checkOnce(t, r.channel.all(), 20)
	})
}

// A Record that the Ledger refuses for good frees the worker.
func TestDispatchRecordRefused(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.ledger.breaks(func(call string, _ int64) error {
			if call == "record" {
				return ErrUnknown
			}
			return nil
		})
		r.ledger.add(Delivery{})
		r.run(time.Second)
		if s := r.Stats(); s.Busy != 0 || r.logged.has("could not be recorded") != 1 {
			t.Errorf("stats %+v", s)
		}
	})
}

// Another owner takes the Delivery while this one waits for Begin, or while it sends.
func TestDispatchLost(t *testing.T) {
	for call, want := range map[string]string{"begin": "", "record": "1.0"} {
		dispatchTest(t, func(r *dispatchRig) {
			r.ledger.breaks(func(c string, id int64) error {
				if c == call {
					r.ledger.mu.Lock()
					defer r.ledger.mu.Unlock()
					row := r.ledger.find(id)
					row.owner, row.leaseEnd = "other", time.Now().Add(time.Hour)
				}
				return nil
			})
			r.ledger.add(Delivery{})
			r.run(time.Minute)
			r.told(want)
			if s := r.Stats(); s.Lost != 1 || s.Busy != 0 || s.Sent != 0 {
				t.Errorf("%s: stats %+v", call, s)
			}
		})
	}
}

// A send that outlives its lease does not get it back by the second Claim of the same Dispatcher.
func TestDispatchLosesToItself(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.deaf, r.channel.takes = true, 90*time.Second
		r.ledger.add(Delivery{})
		r.run(70 * time.Second)
		r.told("1.0, 1.0 repeated")
		r.sleep(30 * time.Second) // the first send ends, the second is under way
		if s := r.Stats(); s.Lost != 1 || s.Sent != 0 {
			t.Errorf("stats %+v", s)
		}
		r.stop()
		r.sleep(time.Hour) // until the second ends
	})
}

// A panic of Send leaves open whether the message went out.
func TestDispatchSendPanics(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.answer = func(n int, _, _ string) Outcome {
			if n == 0 {
				panic("boom")
			}
			return Outcome{}
		}
		r.ledger.add(Delivery{})
		r.run(time.Minute)
		r.ends(StatusSent)
		r.told("1.0, 1.0 repeated")
		if s := r.Stats(); s.Panics != 1 || s.Unknown != 1 {
			t.Errorf("stats %+v", s)
		}
	})
}

func TestDispatchPanics(t *testing.T) {
	boom := func(n int) func() {
		return func() {
			if n--; n >= 0 {
				panic("Nguyễn Văn A")
			}
		}
	}
	for name, arrange := range map[string]func(r *dispatchRig, boom func()){
		"notices": func(r *dispatchRig, boom func()) {
			r.notices.fail = func(Delivery) error { boom(); return nil }
		},
		"compose": func(r *dispatchRig, boom func()) {
			r.channel.compose = func(Notice) error { boom(); return nil }
		},
		"ledger": func(r *dispatchRig, boom func()) {
			r.ledger.breaks(func(string, int64) error { boom(); return nil })
		},
	} {
		dispatchTest(t, func(r *dispatchRig) {
			arrange(r, boom(2))
			r.ledger.add(Delivery{})
			r.run(10 * time.Minute)
			r.ends(StatusSent)
			r.told("1.0")
			if s := r.Stats(); s.Panics != 2 || r.logged.has("Nguyễn") != 0 {
				t.Errorf("%s: stats %+v", name, s)
			}
		})
	}
}

// What cannot be composed is tried for hours, and then given up.
func TestDispatchNotComposed(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.notices.fail = func(d Delivery) error {
			if d.ID == 1 || r.notices.calls < 4 {
				return errGone
			}
			return nil
		}
		r.ledger.add(Delivery{})
		r.ledger.add(Delivery{DueAt: r.begin.Add(time.Minute)})
		r.run(time.Minute)
		if row := r.ends(StatusWaiting); row.Reason != reasonUnmade {
			t.Errorf("reason %q", row.Reason)
		}
		r.sleep(24 * time.Hour)
		row := r.ends(StatusDead)
		if row.Reason != "đã soạn 24 lần nhưng không được" || len(row.history) != 24 || row.Attempts != 0 {
			t.Errorf("%q after %d tries", row.Reason, len(row.history))
		}
		if second := r.ledger.row(2); second.Status != StatusSent || len(r.unmade.n) != 0 {
			t.Errorf("the other is %s; %d tries remembered", second.Status, len(r.unmade.n))
		}
		if n := r.logged.has("could not be composed"); n > 2 {
			t.Errorf("logged %d times", n)
		}
	})
}

// A channel that cannot compose one message is left to the others.
func TestDispatchChannelCannotCompose(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.compose = func(n Notice) error {
			if n.Undelivered[0] == "1" {
				return errGone
			}
			return nil
		}
		r.ledger.add(Delivery{})
		r.ledger.add(Delivery{})
		r.run(time.Second)
		r.ends(StatusWaiting)
		r.told("2.0")
	})
}

// A chat that the Ledger cannot pause is logged, and no worker is lost over it.
func TestDispatchPauseRefused(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.answer = always(isGone)
		r.ledger.breaks(func(call string, _ int64) error {
			if call == "pause" {
				return ErrUnknown
			}
			return nil
		})
		r.ledger.add(Delivery{})
		r.run(time.Second)
		r.ends(StatusPaused)
		if r.logged.has("could not be paused") != 1 || r.Stats().Busy != 0 {
			t.Errorf("log %s", r.logged.b.String())
		}
	})
}
