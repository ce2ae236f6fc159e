package indextest

import (
	"slices"
	"testing"
	"time"
)

// Timed runs do over n things in turn, as often as the benchmark wants, and reports the
// median and the 99th percentile. An error ends the benchmark.
func Timed(b *testing.B, n int, do func(i int) error) {
	b.Helper()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if err := do(i % n); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	for name, share := range map[string]float64{"p50-µs": 0.50, "p99-µs": 0.99} {
		b.ReportMetric(float64(took[int(share*float64(len(took)-1))].Nanoseconds())/1000, name)
	}
}
