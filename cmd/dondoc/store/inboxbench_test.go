package store

import (
	"sync/atomic"
	"testing"

	"dondoc/bot/intake"
)

// BenchmarkInbox is what one question costs: it arrives, an answer is begun, it ends. Parallel as workers are.
func BenchmarkInbox(b *testing.B) {
	benchEach(b, func(b *testing.B, db *DB) {
		claimed(b, db, one)
		in := db.Inbox()
		var ids atomic.Int64
		b.SetParallelism(8)
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				id := ids.Add(1)
				fresh := got[[]intake.Update](b)(in.Accept(b.Context(), one, []intake.Update{update(id, string(rune('a'+id%500)))}))
				for _, key := range namesOf(fresh) {
					must(b, in.Begin(b.Context(), one, key))
					must(b, in.Done(b.Context(), "telegram", key))
				}
			}
		})
	})
}

// BenchmarkInboxPoll stores what one poll brings at most.
func BenchmarkInboxPoll(b *testing.B) {
	const poll = 100
	benchEach(b, func(b *testing.B, db *DB) {
		first, in := 0, db.Inbox()
		for b.Loop() {
			got[[]intake.Update](b)(in.Accept(b.Context(), one, batchOf(first, poll, false)))
			first += poll
		}
	})
}
