//go:build unix

package main

import (
	"context"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"dondoc/cmd/dondoc/store/pgtest"
)

// BenchmarkFireIdle measures what a copy costs that has nothing to send, as the share of a core in per cent.
func BenchmarkFireIdle(b *testing.B) {
	const rest = 20 * time.Second // four polls, and a look of the Scheduler
	for name, address := range map[string]func() string{
		"sqlite":   func() string { return "sqlite:" + filepath.Join(b.TempDir(), "dondoc.db") },
		"postgres": func() string { return pgtest.Start(b) },
	} {
		b.Run(name, func(b *testing.B) {
			c := mustHave[*copyOfProgram](b)(openCopy(b.Context(), runningCopy{URL: address(), API: "http://127.0.0.1:1", Owner: "idle", Limits: telegramLimits}))
			defer c.clock.Close()
			mustDo(b, c.clock.SetSending(b.Context(), time.Now()))
			ctx, cancel := context.WithCancel(b.Context())
			ended := make(chan error, 1)
			go func() { ended <- c.run(ctx) }()
			b.ResetTimer()
			used, spent := time.Duration(0), time.Duration(0)
			for b.Loop() {
				began, before := time.Now(), processorTime(b)
				<-time.After(rest)
				used += processorTime(b) - before
				spent += time.Since(began)
			}
			b.ReportMetric(100*used.Seconds()/spent.Seconds(), "%core")
			cancel()
			mustDo(b, <-ended)
		})
	}
}

// processorTime is how long this process has kept processors busy.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	mustDo(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
