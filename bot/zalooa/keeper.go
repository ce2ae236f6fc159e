package zalooa

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"dondoc/bot/courier"
)

// keeper has the access token: it renews in time, alone among all copies of the program, and takes over what others
// have renewed.
type keeper struct {
	client *client
	tokens Tokens
	seal   sealer
	bell   *bell
	log    *slog.Logger
	now    func() time.Time
	count  *counters
	first  string        // the first refresh token, "" for none
	turn   chan struct{} // held by who renews in this process

	mu      sync.Mutex
	have    held
	unsaved *held         // a new pair that could not be saved; its serial is that of the pair before
	spent   string        // hash of a first token that was refused and could not be noted
	again   time.Time     // no renewal before
	delay   time.Duration // to the next again
}

// held is a pair as it is stored.
type held struct {
	pair
	serial     int64
	unreadable bool
}

// anySerial says that no access token was refused.
const anySerial = -1

// access returns an access token that has not expired, and the serial of its pair. It renews if need be, and waits for
// another copy that does.
func (k *keeper) access(ctx context.Context) (string, int64, error) {
	k.mu.Lock()
	h := k.have
	k.mu.Unlock()
	if k.fresh(h) {
		return h.Access, h.serial, nil
	}
	h, err := k.load(ctx)
	if err != nil {
		return "", 0, err
	}
	if !k.fresh(h) {
		if h, err = k.renew(ctx, anySerial); err != nil {
			return "", 0, err
		}
	}
	if !k.fresh(h) {
		return "", 0, ErrConsent
	}
	return h.Access, h.serial, nil
}

func (k *keeper) fresh(h held) bool { return h.usable(k.now().Add(useUntil)) }

// load reads the stored pair and makes it the one in use.
func (k *keeper) load(ctx context.Context) (held, error) {
	sealed, serial, err := k.tokens.Load(ctx)
	if err != nil {
		return held{}, err
	}
	h := held{serial: serial}
	if sealed != nil {
		if h.pair, err = k.seal.open(sealed); err != nil {
			h.unreadable = true
			if k.bell.ring(ctx, alarmUnreadable, 0) {
				k.log.Error("the stored tokens of the Official Account cannot be read with this app secret")
			}
		}
	}
	k.mu.Lock()
	k.have = h
	k.mu.Unlock()
	return h, nil
}

// refreshToken is what to renew with: a new first token before what is stored. ok is false when there is none.
func (k *keeper) refreshToken(h held) (token string, first, ok bool) {
	k.mu.Lock()
	spent := k.spent
	k.mu.Unlock()
	if k.first != "" {
		hash := hashOf(k.first)
		if hash != spent && !h.began(hash) {
			return k.first, true, true
		}
	}
	return h.Refresh, false, h.Refresh != "" && !h.Dead
}

// began tells whether a first token was tried already. Copies with the former one in their configuration must not go
// back to it, so all are remembered.
func (p pair) began(hash string) bool {
	for _, o := range p.Origins {
		if o == hash {
			return true
		}
	}
	return false
}

// due tells whether to renew. stale is the serial of the pair whose access token Zalo has refused, or anySerial.
func (k *keeper) due(h held, stale int64) bool {
	_, first, ok := k.refreshToken(h)
	now := k.now()
	switch {
	case !ok:
		return false
	case first, !h.usable(now.Add(h.early())):
		return true
	}
	return h.serial == stale && now.Sub(time.UnixMilli(h.Renewed)).Abs() > renewedLong
}

// renew returns the pair in use after a renewal that was due, by whomever, or that was not due.
func (k *keeper) renew(ctx context.Context, stale int64) (held, error) {
	ctx, cancel := context.WithTimeout(ctx, waitForPair)
	defer cancel()
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return held{}, errNotNow
	}
	for look := firstLook; ; look = min(2*look, slowestLook) {
		h, err := k.load(ctx)
		if err != nil {
			return held{}, err
		}
		if !k.due(h, stale) && !k.hasUnsaved() {
			return k.nothingDue(ctx, h)
		}
		if k.resting() {
			if k.fresh(h) && !k.hasUnsaved() { // the access token before an unsaved pair is dead
				return h, nil
			}
			return held{}, errNotNow
		}
		ran, err := k.tokens.Exclusively(ctx, func(ctx context.Context) error { return k.renewNow(ctx, stale) })
		if err != nil {
			return held{}, err
		}
		if !ran && !courier.Pause(ctx, look) {
			return held{}, errNotNow
		}
	}
}

// nothingDue says once a day when the reason is that there is nothing to renew with.
func (k *keeper) nothingDue(ctx context.Context, h held) (held, error) {
	if k.fresh(h) {
		return h, nil
	}
	if !h.unreadable && k.bell.ring(ctx, alarmNone, 0) {
		k.log.Error("the Official Account has no tokens that work")
	}
	return held{}, ErrConsent
}

// early is how long before its end a token is renewed: an hour, or less of one that does not last.
func (p pair) early() time.Duration {
	return min(renewEarly, time.Duration(max(p.Expires-p.Renewed, 0))*time.Millisecond/4)
}

func (k *keeper) resting() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now().Before(k.again)
}

// rest puts the next renewal off.
func (k *keeper) rest(atLeast time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.delay = min(max(2*k.delay, firstRetry), slowestRetry)
	k.again = k.now().Add(max(k.delay, atLeast))
}

func (k *keeper) rested() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.delay, k.again = 0, time.Time{}
}

// run renews in time until ctx ends. It finds out what other copies have renewed as well.
func (k *keeper) run(ctx context.Context) {
	for {
		if _, err := k.renew(ctx, anySerial); err != nil && !errors.Is(err, ErrConsent) && ctx.Err() == nil {
			k.log.Warn("the tokens of the Official Account could not be looked after", "error", err)
		}
		if !courier.Pause(ctx, lookEvery) {
			return
		}
	}
}
