package viet

import "testing"

func TestAddWorkingDays(t *testing.T) {
	tet := map[Date]bool{{2026, 2, 16}: true, {2026, 2, 17}: true, {2026, 2, 18}: true, {2026, 2, 19}: true, {2026, 2, 20}: true}
	holiday := func(d Date) bool { return tet[d] }
	for _, c := range []struct {
		from    string
		n       int
		holiday func(Date) bool
		want    string
	}{
		{"2026-02-05", 0, nil, "2026-02-05"},
		{"2026-02-05", 1, nil, "2026-02-06"},
		{"2026-02-06", 1, nil, "2026-02-09"}, // over the weekend
		{"2026-02-07", 1, nil, "2026-02-09"}, // from a Saturday
		{"2026-02-05", 10, nil, "2026-02-19"},
		{"2026-02-05", 10, holiday, "2026-02-26"}, // over Tết
		{"2026-02-09", -1, nil, "2026-02-06"},
		{"2026-02-23", -1, holiday, "2026-02-13"},
		{"2026-02-05", 1, func(Date) bool { return true }, ""},
	} {
		if got := AddWorkingDays(day(t, c.from), c.n, c.holiday); got != day(t, c.want) {
			t.Errorf("AddWorkingDays(%s, %d) = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}
