package corpus_test

import (
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

func TestStatusOn(t *testing.T) {
	const (
		inForce, draft, superseded, reference = corpus.InForce, corpus.Draft, corpus.Superseded, corpus.Reference
	)
	for _, tc := range []struct {
		status      corpus.Status
		from, until string
		want        [3]corpus.Status // on 1 January, on 1 June and on 1 December 2026
		words       string
	}{
		{inForce, "", "", [3]corpus.Status{inForce, inForce, inForce}, ""},
		{inForce, "2026-06-01", "", [3]corpus.Status{corpus.NotYet, inForce, inForce}, "có hiệu lực từ 01/06/2026"},
		{inForce, "", "2026-06-01", [3]corpus.Status{inForce, inForce, superseded}, "hiệu lực đến 01/06/2026"},
		{inForce, "2026-05-01", "2026-06-30", [3]corpus.Status{corpus.NotYet, inForce, superseded}, "hiệu lực từ 01/05/2026 đến 30/06/2026"},
		{draft, "2026-06-01", "2026-07-01", [3]corpus.Status{draft, draft, superseded}, "hiệu lực từ 01/06/2026 đến 01/07/2026"},
		{superseded, "", "", [3]corpus.Status{superseded, superseded, superseded}, ""},
		{superseded, "", "2026-06-01", [3]corpus.Status{inForce, inForce, superseded}, "hiệu lực đến 01/06/2026"},
		{superseded, "2026-02-01", "", [3]corpus.Status{corpus.NotYet, superseded, superseded}, "có hiệu lực từ 01/02/2026"},
		{reference, "2026-06-01", "2026-06-02", [3]corpus.Status{reference, reference, reference}, "hiệu lực từ 01/06/2026 đến 02/06/2026"},
	} {
		d := corpus.Document{Status: tc.status, From: dayOf(t, tc.from), Until: dayOf(t, tc.until)}
		for i, day := range []string{"2026-01-01", "2026-06-01", "2026-12-01"} {
			if got := d.StatusOn(dayOf(t, day)); got != tc.want[i] {
				t.Errorf("%s from %q until %q is on %s %s, want %s", tc.status, tc.from, tc.until, day, got, tc.want[i])
			}
		}
		if got := d.StatusOn(viet.Date{}); got != tc.status {
			t.Errorf("%s is on no day %s", tc.status, got)
		}
		if got := d.Validity(); got != tc.words {
			t.Errorf("%q, want %q", got, tc.words)
		}
	}
}

func dayOf(tb testing.TB, s string) viet.Date {
	tb.Helper()
	if s == "" {
		return viet.Date{}
	}
	d, err := viet.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}
