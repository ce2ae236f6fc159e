package reminders

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

var (
	isLater   = Outcome{Kind: OutcomeLater, Detail: "Bad Gateway"}
	isUnknown = Outcome{Kind: OutcomeUnknown}
	isGone    = Outcome{Kind: OutcomeGone, Detail: "Forbidden"}
)

// Every outcome in turn leads to its status, with so many sends.
func TestDispatchOutcomes(t *testing.T) {
	moved := func(to string) Outcome { return Outcome{Kind: OutcomeMoved, MovedTo: to} }
	for _, tc := range []struct {
		name   string
		answer func(int, string, string) Outcome
		status Status
		sends  int
		reason string
	}{
		{"sent", nil, StatusSent, 1, ""},
		{"later, then sent", script(isLater, isLater), StatusSent, 3, ""},
		// Nothing else goes out on the channel, so it is the channel that fails, and each send only probes it.
		{"always later", always(isLater), StatusDead, 24, "đã gửi 24 lần nhưng kênh không nhận (Bad Gateway)"},
		{"always asked to wait", always(Outcome{Kind: OutcomeLater, Wait: time.Second}), StatusDead, 24, "đã gửi 24 lần nhưng kênh không nhận"},
		{"asked to wait, then later", script(Outcome{Kind: OutcomeLater, Wait: time.Second}, isLater), StatusSent, 3, ""},
		{"unknown, then sent", script(isUnknown), StatusSent, 2, ""},
		{"unknown twice", always(isUnknown), StatusDead, 2, "không rõ tin đã tới hay chưa"},
		{"unknown, later, unknown", script(isUnknown, isLater, isUnknown), StatusDead, 3, "không rõ tin đã tới hay chưa"},
		{"an outcome of the future", always(Outcome{Kind: 99}), StatusDead, 2, "không rõ tin đã tới hay chưa"},
		{"gone", always(isGone), StatusPaused, 1, reasonGone},
		{"refused", always(Outcome{Kind: OutcomeRefused, Detail: "too long"}), StatusDead, 1, "kênh từ chối tin này (too long)"},
		{"moved", script(moved("x")), StatusSent, 2, ""},
		{"moved twice", script(moved("x"), moved("y")), StatusSent, 3, ""},
		{"moved three times", script(moved("x"), moved("y"), moved("z")), StatusDead, 3, reasonMoves},
		{"moved nowhere", always(moved("")), StatusDead, 1, reasonMoves},
		{"moved to where it is", always(moved("chat1")), StatusDead, 1, reasonMoves},
		{"panic, then sent", func(n int, _, _ string) Outcome {
			if n == 0 {
				panic("Nguyễn Văn A")
			}
			return Outcome{}
		}, StatusSent, 2, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dispatchTest(t, func(r *dispatchRig) {
				r.channel.answer, r.config.Poll = tc.answer, time.Minute
				r.ledger.add(Delivery{})
				r.run(48 * time.Hour)
				row := r.ends(tc.status)
				if n := len(r.channel.all()); n != tc.sends || row.Attempts != tc.sends || row.Reason != tc.reason {
					t.Errorf("%d sends, %d attempts, want %d; reason %q, want %q", n, row.Attempts, tc.sends, row.Reason, tc.reason)
				}
				if s := r.Stats(); s.Busy != 0 || r.logged.has("Nguyễn")+r.logged.has("chat1") > 0 {
					t.Errorf("stats %+v, log %s", s, r.logged.b.String())
				}
			})
		})
	}
}

// The pauses between the tries of one Delivery grow from 30 s to 30 min, give or take a quarter and a Poll.
func TestDispatchBackoff(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.config.MaxAttempts = 10
		r.channel.answer = always(isLater)
		r.ledger.add(Delivery{})
		r.run(24 * time.Hour)
		for n := range 9 {
			want := min(30*time.Second<<n, 30*time.Minute)
			pause := r.at(n+1) - r.at(n)
			between(t, "pause", pause, want*3/4, want*5/4+defaultPoll+gather)
		}
	})
}

func TestDispatchGrown(t *testing.T) {
	low, high := time.Hour, time.Duration(0)
	for range 2000 {
		d := grown(30*time.Second, 30*time.Minute, 2)
		low, high = min(low, d), max(high, d)
	}
	between(t, "the least", low, 45*time.Second, 47*time.Second)
	between(t, "the most", high, 73*time.Second, 75*time.Second)
	for failures, want := range map[int]time.Duration{-1: 30 * time.Second, 0: 30 * time.Second, 1: 30 * time.Second, 7: 30 * time.Minute, 1 << 40: 30 * time.Minute} {
		between(t, "grown", grown(30*time.Second, 30*time.Minute, failures), want*3/4, want*5/4)
	}
}

// A channel that asks for a wait gets it, to the second and for days on end, but not for ever.
func TestDispatchHonoursWait(t *testing.T) {
	for asked, want := range map[time.Duration]time.Duration{
		-time.Hour: 30 * time.Second * 3 / 4, 10 * time.Minute: 10 * time.Minute, 1000 * time.Hour: 24 * time.Hour,
	} {
		dispatchTest(t, func(r *dispatchRig) {
			r.channel.answer = script(Outcome{Kind: OutcomeLater, Wait: asked})
			r.ledger.add(Delivery{})
			r.run(25 * time.Hour)
			r.ends(StatusSent)
			between(t, asked.String(), r.at(1), want, max(want, 30*time.Second*5/4)+defaultPoll)
		})
	}
}

// What may have arrived goes out once more, marked, and not a third time.
func TestDispatchRepeats(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.answer = always(isUnknown)
		r.ledger.add(Delivery{})
		r.run(time.Second)
		if row := r.ends(StatusWaiting); row.Unknown != 1 || row.Reason != reasonOnce {
			t.Errorf("unknown %d: %s", row.Unknown, row.Reason)
		}
		r.sleep(time.Hour)
		if row := r.ends(StatusDead); row.Unknown != 2 || len(row.history) != 2 {
			t.Errorf("unknown %d, recorded %d times", row.Unknown, len(row.history))
		}
		r.told("1.0, 1.0 repeated")
		between(t, "the second try", r.at(1), 22*time.Second, 43*time.Second)
	})
}

// What two crashes have left unknown is given up without a send.
func TestDispatchTwiceUnknown(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.ledger.add(Delivery{Status: StatusSending, Unknown: 1, Attempts: 2, Parts: [][]byte{[]byte("1.0")}})
		r.run(0)
		row := r.ends(StatusDead)
		r.told("")
		if row.Unknown != 2 || row.Reason != reasonUnknown || r.notices.made() != 0 {
			t.Errorf("unknown %d, reason %q, composed %d times", row.Unknown, row.Reason, r.notices.made())
		}
	})
}

func TestDispatchMoves(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.parts = 2
		r.channel.answer = script(Outcome{Kind: OutcomeMoved, MovedTo: "x"}, Outcome{}, Outcome{Kind: OutcomeMoved, MovedTo: "y"})
		r.ledger.add(Delivery{})
		r.run(10 * time.Second)
		r.ends(StatusSent)
		r.told("1.0, 1.0, 1.1, 1.1")
		chats := ""
		for _, s := range r.channel.all() {
			chats += s.chat + " "
		}
		if moves := strings.Join(r.ledger.moves, " "); chats != "chat1 x x y " || moves != "chat1>x x>y" {
			t.Errorf("sent to %s, moves %s", chats, moves)
		}
		if r.at(1) > 100*time.Millisecond { // at once, but at the channel's pace
			t.Errorf("to the new chat after %v", r.at(1))
		}
	})
}

// A move that the Ledger refuses does not keep the message back; one that fails is tried again first.
func TestDispatchMoveFails(t *testing.T) {
	for err, calls := range map[error]int{ErrConflict: 1, errors.New("database is gone"): 3} {
		dispatchTest(t, func(r *dispatchRig) {
			r.channel.answer = script(Outcome{Kind: OutcomeMoved, MovedTo: "x"})
			r.ledger.fault = func(call string, _ int64) error {
				if call == "move" && r.ledger.count("move") < 3 {
					return err
				}
				return nil
			}
			r.ledger.add(Delivery{})
			r.run(20 * time.Second)
			r.ends(StatusSent)
			if sends := r.channel.all(); sends[1].chat != "x" || r.ledger.count("move") != calls {
				t.Errorf("%v: sent to %s after %d calls", err, sends[1].chat, r.ledger.count("move"))
			}
		})
	}
}

func TestDispatchPauses(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.answer = always(isGone)
		r.ledger.fault = func(call string, _ int64) error {
			if call == "pause" {
				if r.ledger.row(1).Status != StatusPaused {
					t.Error("the chat is paused before the Delivery")
				}
				if r.ledger.count("pause") < 3 {
					return errors.New("database is gone")
				}
			}
			return nil
		}
		r.ledger.add(Delivery{})
		r.run(time.Minute)
		r.ends(StatusPaused)
		if reason := r.ledger.paused["telegramchat1"]; reason != reasonGone || r.ledger.count("pause") != 3 {
			t.Errorf("paused for %q after %d calls", reason, r.ledger.count("pause"))
		}
	})
}

// A failure in the second part costs the first nothing: the third try goes on where the second stopped.
func TestDispatchResumesParts(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.parts = 3
		r.channel.answer = script(Outcome{}, isLater, isUnknown)
		r.ledger.add(Delivery{})
		r.run(time.Hour)
		r.ends(StatusSent)
		r.told("1.0, 1.1, 1.1, 1.1 repeated, 1.2") // as stored; what may have arrived carries the mark
		if n := r.notices.made(); n != 1 {
			t.Errorf("composed %d times", n)
		}
	})
}

// Many parts that went out are no failures: MaxAttempts counts what did not.
func TestDispatchManyParts(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.parts = 20
		r.channel.answer = func(n int, _, _ string) Outcome {
			if n == 18 {
				return isLater
			}
			return Outcome{}
		}
		r.ledger.add(Delivery{})
		r.run(time.Hour)
		if row := r.ends(StatusSent); row.Attempts != 21 {
			t.Errorf("%d attempts", row.Attempts)
		}
		between(t, "the pause", r.at(19)-r.at(18), 22*time.Second, 43*time.Second)
	})
}

func TestDispatchLongDetail(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.channel.answer = always(Outcome{Kind: OutcomeRefused, Detail: strings.Repeat("ố", 5000)})
		r.ledger.add(Delivery{})
		r.run(0)
		if row := r.ends(StatusDead); len([]rune(row.Reason)) > 250 {
			t.Errorf("a reason of %d runes", len([]rune(row.Reason)))
		}
	})
}

// While the channel itself does not seem to fail, a message has no more tries than MaxAttempts.
func TestDispatchCeiling(t *testing.T) {
	dispatchTest(t, func(r *dispatchRig) {
		r.config.MaxAttempts = breakerTrips - 1
		r.channel.answer = always(isLater)
		r.ledger.add(Delivery{})
		r.run(3 * time.Hour)
		row := r.ends(StatusDead)
		if want := fmt.Sprintf(reasonNotTaken, breakerTrips-1); row.Attempts != breakerTrips-1 || !strings.HasPrefix(row.Reason, want) {
			t.Errorf("%d attempts, %q", row.Attempts, row.Reason)
		}
	})
}
