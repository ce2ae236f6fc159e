package store

import (
	"context"
	"fmt"

	"dondoc/reminders"
)

const (
	pauseSubscriber = `UPDATE subscriber SET paused = ? WHERE id = ?`

	// Not what is being sent: its owner will record what became of it.
	pauseDeliveries = `
UPDATE delivery SET status = 'paused', reason = ?, owner = '', lease_until = 0
WHERE subscriber = ? AND status IN ('waiting', 'claimed')`

	lockOpen   = `SELECT id FROM delivery WHERE subscriber = ? AND status IN ('waiting', 'claimed') ORDER BY id`
	lockPaused = `SELECT id FROM delivery WHERE subscriber = ? AND status = 'paused' ORDER BY id`

	resumeDeliveries = `
UPDATE delivery SET status = 'waiting', reason = '', attempts = 0, next_at = ? WHERE subscriber = ? AND status = 'paused'`
)

// Pause stops all that goes to a chat, for a reason in words for people, and tells the secretariats. What is just being
// sent there is left to its owner. A chat that is paused keeps its first reason; one that is not linked (any more) is
// no error. A reason must be given, else it is ErrInvalid.
func (db *DB) Pause(ctx context.Context, channel, chat, reason string) error {
	return db.change(ctx, "pause chat", func(t *tx) (bool, error) {
		if reason = cleanText(reason); reason == "" {
			return false, fmt.Errorf("%w: a pause without a reason", ErrInvalid)
		}
		s, err := readChat(ctx, t, reminders.Chat{Channel: channel, ID: chat})
		if isUnknown(err) || err == nil && s.Paused != "" {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if err := setPaused(ctx, t, "subscriber.pause", s, reason); err != nil {
			return false, err
		}
		var ids []int64
		if err := t.list(ctx, &ids, t.locking(lockOpen, rowLock), s.ID); err != nil {
			return false, err
		}
		if _, err := t.exec(ctx, pauseDeliveries, reason, s.ID); err != nil {
			return false, err
		}
		if err := logDeliveries(ctx, t, ids, reason); err != nil {
			return false, err
		}
		words, err := describe(ctx, t, []unreached{{s.ID, reason}})
		if err != nil {
			return false, err
		}
		return true, tellSecretariats(ctx, t, words)
	})
}

// setPaused gives a subscriber a reason why it is paused, or "".
func setPaused(ctx context.Context, t *tx, action string, s reminders.Subscriber, reason string) error {
	if _, err := t.exec(ctx, pauseSubscriber, reason, s.ID); err != nil {
		return err
	}
	own, err := isOwn(ctx, t, s)
	if err != nil || own {
		return err
	}
	return t.audit(ctx, action, subjectSubscriber(s.ID), pauseImage{s.Paused}, pauseImage{reason})
}

// reasonResumed is written into the log of a delivery whose chat is back, for people.
const reasonResumed = "nơi nhận đã hoạt động lại"

// Resume lets a paused subscriber be reminded again. Its deliveries wait as if they had not been tried: those of earlier
// days go into the next SavePlan's. One that is not paused is left alone; an unknown one is ErrUnknown of package
// reminders.
func (db *DB) Resume(ctx context.Context, subscriber int64) error {
	return db.change(ctx, "resume subscriber", func(t *tx) (bool, error) {
		s, err := readSubscriber(ctx, t, subscriber)
		if err != nil || s.Paused == "" {
			return false, err
		}
		if err := setPaused(ctx, t, "subscriber.resume", s, ""); err != nil {
			return false, err
		}
		var ids []int64
		if err := t.list(ctx, &ids, t.locking(lockPaused, rowLock), s.ID); err != nil {
			return false, err
		}
		if _, err := t.exec(ctx, resumeDeliveries, t.now.UnixMilli(), s.ID); err != nil {
			return false, err
		}
		return true, logDeliveries(ctx, t, ids, reasonResumed)
	})
}
