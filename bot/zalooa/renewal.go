package zalooa

import (
	"context"
	"errors"
	"slices"

	"dondoc/bot/courier"
)

const maxOrigins = 16

// renewNow spends a refresh token, if that is still due, and commits the new pair. No other copy does so meanwhile.
func (k *keeper) renewNow(ctx context.Context, stale int64) error {
	h, err := k.load(ctx)
	if err != nil {
		return err
	}
	if k.hasUnsaved() {
		return k.saveUnsaved(ctx, h)
	}
	if !k.due(h, stale) {
		return nil
	}
	token, first, _ := k.refreshToken(h)
	g, err := k.client.renew(ctx, token)
	if err != nil {
		return k.renewFailed(ctx, h, first, err)
	}
	now := k.now()
	next := pair{
		Access: g.access, Refresh: g.refresh, Dead: g.refresh == "", Origins: h.Origins,
		Expires: now.Add(g.lasts).UnixMilli(), Renewed: now.UnixMilli(),
	}
	if first {
		next.Origins = withOrigin(h.Origins, k.first)
	}
	if next.Dead {
		k.end(ctx, alarmConsent, 0)
	}
	if err := k.keep(ctx, held{pair: next, serial: h.serial}); err != nil {
		return err
	}
	k.count.renewals.Add(1)
	return nil
}

func withOrigin(origins []string, first string) []string {
	origins = append(slices.Clone(origins), hashOf(first))
	return origins[max(0, len(origins)-maxOrigins):]
}

// renewFailed sorts a refusal: what Zalo says is final but for "too many calls"; what nobody said is tried again, as
// the refresh token may be good still.
func (k *keeper) renewFailed(ctx context.Context, h held, first bool, err error) error {
	var e *courier.Failure
	if !errors.As(err, &e) || e.Code == 0 || e.Code == codeRate {
		k.rest(0)
		return err
	}
	k.count.renewalsFailed.Add(1)
	next := h.pair
	switch {
	case first:
		next.Origins = withOrigin(h.Origins, k.first)
		k.mu.Lock()
		k.spent = hashOf(k.first)
		k.mu.Unlock()
	default:
		next.Dead = true
	}
	kind := alarmConsent
	if first && h.Refresh != "" && !h.Dead {
		kind = alarmFirst
	}
	k.end(ctx, kind, e.Code)
	if h.unreadable {
		return nil // it may be the app's secret that is wrong here: what others can read is not to be overwritten
	}
	return k.keep(ctx, held{pair: next, serial: h.serial})
}

// end tells of a renewal that no further try can mend.
func (k *keeper) end(ctx context.Context, kind string, code int) {
	k.log.Error("the tokens of the Official Account cannot be renewed any more: a person must consent again", "code", code)
	k.bell.ring(ctx, kind, code)
}

// keep commits a pair before anybody uses it. What cannot be committed now waits in memory for the next look.
func (k *keeper) keep(ctx context.Context, next held) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveWithin)
	defer cancel()
	k.mu.Lock()
	k.unsaved = &next
	k.mu.Unlock()
	for wait := firstLook; ; wait = min(2*wait, slowestLook) {
		saved, err := k.tokens.Save(ctx, k.seal.seal(next.pair), next.serial)
		switch {
		case err == nil && saved:
			return k.kept(held{pair: next.pair, serial: next.serial + 1})
		case err == nil:
			h, err := k.load(ctx)
			if err != nil {
				return err
			}
			return k.saveUnsaved(ctx, h)
		}
		if !courier.Pause(ctx, wait) {
			k.log.Error("new tokens of the Official Account could not be stored and wait in memory", "error", err)
			k.rest(0)
			return err
		}
	}
}

func (k *keeper) kept(h held) error {
	k.mu.Lock()
	k.have, k.unsaved = h, nil
	k.mu.Unlock()
	k.rested()
	return nil
}

func (k *keeper) hasUnsaved() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.unsaved != nil
}

// saveUnsaved brings a pair in whose saving failed or was forestalled. A live pair of somebody else wins: nobody knows
// which of two is the later one, and that one is in use.
func (k *keeper) saveUnsaved(ctx context.Context, stored held) error {
	k.mu.Lock()
	next := *k.unsaved
	k.mu.Unlock()
	if stored.serial == next.serial+1 && stored.Refresh == next.Refresh && stored.Access == next.Access && stored.Dead == next.Dead {
		return k.kept(stored) // it was saved, only the answer was lost
	}
	if stored.serial != next.serial && !stored.Dead && stored.Access != "" || next.Dead && stored.serial != next.serial {
		k.mu.Lock()
		k.unsaved = nil
		k.mu.Unlock()
		k.log.Error("another copy stored tokens of the Official Account meanwhile; its pair is used")
		return nil
	}
	saved, err := k.tokens.Save(ctx, k.seal.seal(next.pair), stored.serial)
	if err != nil || !saved {
		k.rest(0)
		return errors.Join(err, errNotNow)
	}
	return k.kept(held{pair: next.pair, serial: stored.serial + 1})
}
