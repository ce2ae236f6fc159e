package store

import "testing"

// TestClockPutBack: a clock was a month ahead for a moment. What it planned for days that are past or today is told
// today, and what it planned for days to come is planned again.
func TestClockPutBack(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		wrong := planOf(d.group, today.AddDays(30), "past", "now", "to come")
		wrong.Reminders[0].Day, wrong.Reminders[1].Day = today.AddDays(-1), today
		got[int](t)(d.SavePlan(t.Context(), wrong))
		if n := d.plan(t, d.group, today, "now"); n != 0 {
			t.Errorf("%d are new, want none", n)
		}
		d.wantLedger(t, today.AddDays(30).String()+" merged", today.String()+" waiting past now")
		if s, _, err := d.Subscribed(t.Context(), groupChat); err != nil || s.PlannedThrough != today {
			t.Errorf("planned through %s, %v", s.PlannedThrough, err)
		}
		if n := d.plan(t, d.group, today.AddDays(30), "to come"); n != 1 {
			t.Errorf("%d are new when the day comes, want 1", n)
		}
	})
}

// TestClockOfAnotherCopyIsAhead: around midnight one copy is at the next day already. The other leaves that alone.
func TestClockOfAnotherCopyIsAhead(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		d.plan(t, d.group, today.AddDays(1), "tomorrow")
		d.plan(t, d.group, today, "today")
		d.wantLedger(t, today.AddDays(1).String()+" waiting tomorrow", today.String()+" waiting today")
		if s, _, err := d.Subscribed(t.Context(), groupChat); err != nil || s.PlannedThrough != today.AddDays(1) {
			t.Errorf("planned through %s, %v", s.PlannedThrough, err)
		}
	})
}
