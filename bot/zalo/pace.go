package zalo

import (
	"context"
	"sync"
	"time"

	"dondoc/bot/courier"
)

// pace keeps messages to a chat apart: limits a second are not published, one is known to pass.
type pace struct {
	spacing time.Duration // not positive for none

	mu   sync.Mutex
	free map[string]time.Time // when a chat may be written to again
}

// mostPaced is how many chats are remembered before those that are free again are dropped.
const mostPaced = 1000

// wait books the chat's next place and waits for it; false means that ctx ended first.
func (p *pace) wait(ctx context.Context, chat string) bool {
	if p.spacing <= 0 {
		return ctx.Err() == nil
	}
	now := time.Now()
	at := p.book(chat, now)
	return courier.Pause(ctx, at.Sub(now))
}

func (p *pace) book(chat string, now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free) >= mostPaced {
		for other, free := range p.free {
			if free.Before(now) {
				delete(p.free, other)
			}
		}
	}
	at := now
	if free := p.free[chat]; free.After(now) {
		at = free
	}
	p.free[chat] = at.Add(p.spacing)
	return at
}
