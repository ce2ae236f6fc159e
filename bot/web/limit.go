package web

import (
	"math"
	"sync"
	"time"
)

// Limit is a token bucket: Burst requests at once, refilled at PerMinute. The zero Limit means the default of its
// place; a negative PerMinute switches the limit off.
type Limit struct {
	PerMinute float64
	Burst     int
}

// maxBuckets bounds the memory of one limiter to about 2 MB whatever visitors do.
const maxBuckets = 10_000

// limiter holds a bucket a key; the key that was idle longest makes room for a new one.
type limiter struct {
	limit   Limit
	mu      sync.Mutex
	buckets *lru[bucket]
}

type bucket struct {
	tokens float64
	at     time.Time
}

func newLimiter(l Limit) *limiter {
	return &limiter{limit: l, buckets: newLRU[bucket]()}
}

// take spends one token of key. It returns 0, or how long to wait until there is one.
func (l *limiter) take(key string) time.Duration {
	if l.limit.PerMinute < 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	perSecond := l.limit.PerMinute / 60
	b, ok := l.buckets.get(key)
	if !ok {
		b = bucket{tokens: float64(l.limit.Burst), at: now}
	}
	b.tokens = math.Min(float64(l.limit.Burst), b.tokens+now.Sub(b.at).Seconds()*perSecond)
	b.at = now
	var wait time.Duration
	if b.tokens >= 1 {
		b.tokens--
	} else {
		wait = waitFor(1-b.tokens, perSecond)
	}
	l.buckets.put(key, b)
	if l.buckets.len() > maxBuckets {
		oldest, _, _ := l.buckets.oldest()
		l.buckets.remove(oldest)
	}
	return wait
}

// waitFor returns the time in which tokens are refilled: at most an hour, at least a nanosecond, as 0 means "go".
func waitFor(tokens, perSecond float64) time.Duration {
	seconds := tokens / perSecond
	if !(seconds < 3600) { // also a limit that never refills
		return time.Hour
	}
	return max(time.Duration(seconds*float64(time.Second)), 1)
}
