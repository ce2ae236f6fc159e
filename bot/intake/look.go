package intake

import (
	"context"
	"time"
)

// look renews the lease and queues what the Inbox has for this run: at once, every third of a lease, and when there is
// room again for what did not fit. It goes on until life ends, as answers under way need the lease, but takes nothing
// more once ctx has ended.
func (i *Intake) look(ctx, life context.Context) {
	tick := time.NewTicker(i.cfg.Lease / 3)
	defer tick.Stop()
	for life.Err() == nil {
		i.lookOnce(ctx, life)
		select {
		case <-life.Done():
		case <-tick.C:
		case <-i.queue.room:
		}
	}
}

func (i *Intake) lookOnce(ctx, life context.Context) {
	limited, cancel := context.WithTimeout(life, i.cfg.Lease)
	defer cancel()
	mark := i.queue.mark()
	i.queue.looking()
	mine, err := i.inbox.Claim(limited, i.claim)
	switch {
	case life.Err() != nil:
		return
	case err != nil:
		i.count.errors.Add(1)
		i.log.Warn("the inbox is out of reach for now", "error", err)
		return
	case ctx.Err() != nil:
		return
	}
	keys := make(map[string]bool, len(mine))
	for _, u := range mine {
		keys[u.Key] = true
		i.take(u, false)
	}
	more := len(mine) >= MaxClaimed
	i.queue.looked(more)
	if more {
		return // so a missing key tells nothing
	}
	if lost := i.queue.forget(mark, keys); lost > 0 {
		i.log.Warn("another copy has taken over updates: was this one silent for longer than its lease?", "updates", lost)
	}
}

// preparing does Prepare for one update after the other.
func (i *Intake) preparing(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-i.prepare:
			limited, cancel := context.WithTimeout(ctx, prepareTimeout)
			_ = i.worker.guarded("prepare", func() error { // a panic is logged there
				i.channel.Prepare(limited, r)
				return nil
			})
			cancel()
		}
	}
}
