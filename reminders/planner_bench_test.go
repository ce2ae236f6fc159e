package reminders

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"
	"time"
)

// millionPairs is a register of 1,000 deadlines that 1,000 boards all follow, and a day with much to say.
func millionPairs() Everything {
	var e Everything
	for n := range 1000 {
		e.Tasks = append(e.Tasks, planTask(fmt.Sprint("t", n), allOfThem, Milestone{Published: planDay("2023-01-01"), Due: planDay("2023-04-01").AddDays(n % 240)}))
	}
	for id := range int64(1000) {
		sub := planSub(id+1, "")
		sub.Follows = []Follow{{FollowDocument, "17/QĐ-UBQGCDS"}}
		e.Boards, e.Subscribers = append(e.Boards, planBoard(id+1, "")), append(e.Subscribers, sub)
	}
	return e
}

// BenchmarkPlanMillionPairs plans one day for 1,000 boards of 1,000 Milestones each, as a Scheduler does: Snapshot,
// Planner and a Day for each board. The limits are 10 s and 500 MB.
func BenchmarkPlanMillionPairs(b *testing.B) {
	e := millionPairs()
	today := planDay("2023-08-16")
	stop, peak := watchHeap()
	n := 0
	for b.Loop() {
		n = 0
		p := NewPlanner(planSnapshot(e))
		for i := range p.Subscribers {
			sub := &p.Subscribers[i]
			sub.PlannedThrough = today.AddDays(-1)
			n += len(p.Day(sub, today, nil))
		}
	}
	stop()
	if n < 10_000 {
		b.Errorf("only %d reminders: the day says too little", n)
	}
	perDay := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(float64(*peak)/(1<<20), "MB-peak")
	b.ReportMetric(float64(perDay.Nanoseconds())/1e6, "ns/pair")
	b.ReportMetric(float64(n), "reminders")
	if perDay > 10*time.Second || *peak > 500<<20 {
		b.Errorf("%s and %d MB, want at most 10 s and 500 MB", perDay, *peak>>20)
	}
}

// BenchmarkPlanHalfYearDown is the same for 100 boards after half a year of down time.
func BenchmarkPlanHalfYearDown(b *testing.B) {
	e := millionPairs()
	e.Subscribers = e.Subscribers[:100]
	stop, peak := watchHeap()
	n := 0
	for b.Loop() {
		n = 0
		p := NewPlanner(planSnapshot(e))
		for i := range p.Subscribers {
			sub := &p.Subscribers[i]
			sub.PlannedThrough = planDay("2023-02-16")
			n += len(p.Day(sub, planDay("2023-08-16"), nil))
		}
	}
	stop()
	b.ReportMetric(float64(*peak)/(1<<20), "MB-peak")
	b.ReportMetric(float64(n), "reminders")
}

// watchHeap looks at the heap until stop is called, which leaves the most that was seen in peak.
func watchHeap() (stop func(), peak *uint64) {
	debug.FreeOSMemory()
	peak = new(uint64)
	done := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			*peak = max(*peak, m.HeapInuse+m.StackInuse)
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	})
	return func() { close(done); watching.Wait() }, peak
}
