package intake_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"dondoc/bot/intake"
	"dondoc/reminders"
)

var (
	later        = reminders.Outcome{Kind: reminders.OutcomeLater}
	flood        = reminders.Outcome{Kind: reminders.OutcomeLater, Wait: 7 * time.Second}
	unknown      = reminders.Outcome{Kind: reminders.OutcomeUnknown}
	gone         = reminders.Outcome{Kind: reminders.OutcomeGone}
	refused      = reminders.Outcome{Kind: reminders.OutcomeRefused}
	moved        = reminders.Outcome{Kind: reminders.OutcomeMoved, MovedTo: "B"}
	outcomeTests = []struct {
		name   string
		script []reminders.Outcome // of the first of two parts
		want   []string
		takes  time.Duration // at least
		stats  intake.Stats
	}{
		{"later, without limit", []reminders.Outcome{later, later, later, later, later, later}, []string{
			"send a ^m", "send a ^m", "send a ^m", "send a ^m", "send a ^m", "send a ^m", "send a ^m", "send a n"}, 20 * time.Second, intake.Stats{Sent: 2}},
		{"floods", []reminders.Outcome{flood, flood, flood}, []string{
			"send a ^m", "send a ^m", "send a ^m", "send a ^m", "send a n"}, 21 * time.Second, intake.Stats{Sent: 2}},
		{"too many floods", []reminders.Outcome{flood, flood, flood, flood}, []string{
			"send a ^m", "send a ^m", "send a ^m", "send a ^m"}, 21 * time.Second, intake.Stats{GivenUp: 1}},
		{"unknown", []reminders.Outcome{unknown, unknown, unknown}, []string{
			"send a ^m", "send a (lại) ^m", "send a (lại) ^m", "send a (lại) ^m", "send a n"}, 2 * time.Second, intake.Stats{Sent: 2}},
		{"too often unknown", []reminders.Outcome{unknown, unknown, unknown, unknown}, []string{
			"send a ^m", "send a (lại) ^m", "send a (lại) ^m", "send a (lại) ^m"}, 2 * time.Second, intake.Stats{GivenUp: 1}},
		{"gone", []reminders.Outcome{gone}, []string{"send a ^m"}, 0, intake.Stats{Refused: 1}},
		{"refused", []reminders.Outcome{refused}, []string{"send a ^m"}, 0, intake.Stats{GivenUp: 1}},
		{"moved", []reminders.Outcome{moved}, []string{"send a ^m", "send B m", "send B n"}, 0, intake.Stats{Sent: 2}},
		{"moved in circles", []reminders.Outcome{moved, moved}, []string{"send a ^m", "send B m"}, 0, intake.Stats{GivenUp: 1}},
	}
)

func TestOutcomes(t *testing.T) {
	for _, test := range outcomeTests {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, quick, echo, func(d *desk) {
				d.channel.script["m"] = test.script
				d.accept(update("1", "a", 1, "m|n"), update("2", "a", 2, "sau"), update("3", "b", 3, "khác"))
				d.settle(500 * time.Millisecond)
				if test.takes > 0 { // the chat keeps its order, the others do not wait
					early := d.channel.noted("send")
					slices.Sort(early)
					d.want(early, test.want[0], "send b ^khác")
				}
				d.settle(5 * time.Minute)
				var got []string
				for _, line := range d.channel.noted("send") {
					switch {
					case line == "send b ^khác":
					case line == "send a ^sau":
						if len(got) != len(test.want) {
							t.Errorf("the next of the chat came after %d", len(got))
						}
						if at := d.channel.at[len(d.channel.at)-1]; at < test.takes {
							t.Errorf("it took %v, want %v", at, test.takes)
						}
					default:
						got = append(got, line)
					}
				}
				d.want(got, test.want...)
				n := d.Stats()
				if n.Sent != test.stats.Sent+2 || n.GivenUp != test.stats.GivenUp || n.Refused != test.stats.Refused || n.Handled != 3 {
					t.Errorf("got %+v", n)
				}
				d.wantOpen()
			})
		})
	}
}

// TestDatabaseGoesAway: what was asked is answered once, when the database is back.
func TestDatabaseGoesAway(t *testing.T) {
	inBubble(t, quick, echo, func(d *desk) {
		d.channel.latency = time.Second
		d.accept(update("1", "a", 1, "một"), update("2", "a", 2, "hai"))
		d.settle(100 * time.Millisecond)
		d.inbox.Fail(errors.New("no connection"))
		d.settle(2 * time.Minute) // the first is out but cannot be ended, the second cannot begin
		d.want(d.channel.noted("send"), "send a ^một")
		d.inbox.Fail(nil)
		d.settle(2 * time.Minute)
		d.want(d.channel.noted("send"), "send a ^một", "send a ^hai")
		d.wantOpen()
	})
}
