package webkit

import (
	"math"
	"sync"
	"time"
)

// Limit is a token bucket: Burst requests at once, refilled at PerMinute. A negative PerMinute switches the limit off.
type Limit struct {
	PerMinute float64
	Burst     int
}

// MaxBuckets bounds the memory of one Limiter to about 2 MB whatever visitors do.
const MaxBuckets = 10_000

// Limiter holds a bucket a key; the key that was idle longest makes room for a new one. It is safe for concurrent use.
type Limiter struct {
	limit   Limit
	mu      sync.Mutex
	buckets *LRU[bucket]
}

type bucket struct {
	tokens float64
	at     time.Time
}

// NewLimiter returns a Limiter whose buckets are full.
func NewLimiter(l Limit) *Limiter {
	return &Limiter{limit: l, buckets: NewLRU[bucket]()}
}

// Take spends one token of key. It returns 0, or how long to wait until there is one.
func (l *Limiter) Take(key string) time.Duration {
	if l.limit.PerMinute < 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	perSecond := l.limit.PerMinute / 60
	b, ok := l.buckets.Get(key)
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
	l.buckets.Put(key, b)
	if l.buckets.Len() > MaxBuckets {
		oldest, _, _ := l.buckets.Oldest()
		l.buckets.Remove(oldest)
	}
	return wait
}

// Len is how many keys have a bucket.
func (l *Limiter) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buckets.Len()
}

// waitFor returns the time in which tokens are refilled: at most an hour, at least a nanosecond, as 0 means "go".
func waitFor(tokens, perSecond float64) time.Duration {
	seconds := tokens / perSecond
	if !(seconds < 3600) { // also a limit that never refills
		return time.Hour
	}
	return max(time.Duration(seconds*float64(time.Second)), 1)
}
