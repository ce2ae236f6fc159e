package reminders_test

import (
	"errors"
	"testing"

	"dondoc/reminders"
)

// TestDeskSaysAgain: what somebody else has said meanwhile is neither lost nor in the way, unless there is no end of it.
func TestDeskSaysAgain(t *testing.T) {
	for _, others := range []int{1, 3, 4} {
		d, b := newDesk()
		w := deskWork("a")
		for i := range others {
			b.first = append(b.first, func() {
				b.wrote("other")
				b.Progress = []reminders.Progress{{Work: w, State: reminders.Extended, Until: deskDay(6, 20+i), At: deskNow}}
			})
		}
		err := d.Pause(t.Context(), deskPerson(deskChat), []reminders.Work{w}, deskDay(6, 5))
		if p := b.Progress[0]; p.State != reminders.Extended || p.Until != deskDay(6, 19+others) {
			t.Errorf("after %d others: %+v", others, p)
		}
		if others > 3 {
			if !errors.Is(err, reminders.ErrConflict) || !b.Progress[0].PausedUntil.IsZero() {
				t.Errorf("after %d others: %v", others, err)
			}
		} else if err != nil || b.Progress[0].PausedUntil != deskDay(6, 5) {
			t.Errorf("after %d others: %v, %+v", others, err, b.Progress[0])
		}
	}
}
