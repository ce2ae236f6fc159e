package store

import (
	"context"
	"slices"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const (
	moveSubscriber = `UPDATE subscriber SET chat = ? WHERE id = ?`
	mergeFollows   = `UPDATE subscriber SET follows = ?, planned_through = ? WHERE id = ?`

	// What the chat has been told, it has been told under its other name too.
	moveReminders = `
UPDATE reminder SET subscriber = ? WHERE subscriber = ? AND NOT EXISTS (
    SELECT 1 FROM reminder o WHERE o.subscriber = ? AND o.channel = reminder.channel AND o.key = reminder.key)`

	moveAllDeliveries = `UPDATE delivery SET subscriber = ? WHERE subscriber = ?`

	selectMoved = `
SELECT id, channel, chat, purpose, day, status, unknown, part, lease_until FROM delivery
WHERE subscriber = ? AND status IN ('waiting', 'claimed', 'sending', 'paused') AND chat = ? ORDER BY id`

	selectTaken = `SELECT count(*) FROM delivery WHERE channel = ? AND chat = ? AND day = ? AND purpose = ?`

	moveDelivery = `UPDATE delivery SET chat = ? WHERE id = ?`
	// A message of its own from now on, which the day's end does not stop.
	partDelivery    = `UPDATE delivery SET chat = ?, purpose = purpose || ':moved:' || id, until_at = 0 WHERE id = ?`
	detachReminders = `UPDATE reminder SET delivery_id = NULL WHERE delivery_id IN (?)`

	moveLog     = `UPDATE progress_log SET chat = ? WHERE channel = ? AND chat = ?`
	moveSaid    = `UPDATE progress SET said_chat = ? WHERE said_channel = ? AND said_chat = ?`
	moveSeen    = `UPDATE progress SET seen_chat = ? WHERE seen_channel = ? AND seen_chat = ?`
	moveAsked   = `UPDATE extension SET asked_chat = ? WHERE asked_channel = ? AND asked_chat = ?`
	moveDecided = `UPDATE extension SET decided_chat = ? WHERE decided_channel = ? AND decided_chat = ?`
	moveTurns   = `UPDATE chat_turn SET chat = ? WHERE channel = ? AND chat = ?`
	// Handled ones have no chat any more. All that waits of a chat has one owner.
	waitingOwner = `SELECT coalesce(max(owner), '') FROM inbox WHERE channel = ? AND chat = ? AND handled_at IS NULL`
	moveWaiting  = `UPDATE inbox SET chat = ?, owner = ? WHERE channel = ? AND chat IN (?, ?) AND handled_at IS NULL`

	moveChoices = `UPDATE chat_choice SET chat = ? WHERE channel = ? AND chat = ?`
	dropChoices = `
DELETE FROM chat_choice WHERE channel = ? AND chat = ? AND key IN (SELECT key FROM chat_choice WHERE channel = ? AND chat = ?)`
	reasonJoined  = "nhóm đã đổi mã thành một nhóm có sẵn trong danh sách; hai nơi nhận được gộp làm một, xin kiểm tra lại"
	reasonRegroup = "gộp vào tin của nhóm mới"
)

// MoveChat follows a chat that got another identifier: its subscriber, what is still to be sent to it, what people said
// in it, its turns, the choices that it was offered and the updates of it that wait now bear the new one. What somebody is just sending stays theirs.
//
// If the new identifier is linked already, the two subscribers become that one: it keeps its board and rule, follows
// what either followed, takes over all that is unsent, is not told again what the other was told, and the secretariats
// are told to look at it. A chat that is not linked (any more) is no error, so it does no harm to do it twice.
func (db *DB) MoveChat(ctx context.Context, channel, from, to string) error {
	return db.change(ctx, "move chat", func(t *tx) (bool, error) {
		for _, chat := range []string{from, to} {
			if err := checkPerson(reminders.Person{Chat: reminders.Chat{Channel: channel, ID: chat}}); err != nil {
				return false, err
			}
		}
		if from == to {
			return false, nil
		}
		if _, err := t.exec(ctx, dropChoices, channel, to, channel, from); err != nil {
			return false, err
		}
		for _, query := range []string{moveLog, moveSaid, moveSeen, moveAsked, moveDecided, moveTurns, moveChoices} {
			if _, err := t.exec(ctx, query, to, channel, from); err != nil {
				return false, err
			}
		}
		if err := moveContacts(ctx, t, channel, from, to); err != nil {
			return false, err
		}
		if err := moveComplaints(ctx, t, channel, from, to); err != nil {
			return false, err
		}
		if err := moveUpdates(ctx, t, channel, from, to); err != nil {
			return false, err
		}
		s, err := readChat(ctx, t, reminders.Chat{Channel: channel, ID: from})
		if isUnknown(err) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		there, err := readChat(ctx, t, reminders.Chat{Channel: channel, ID: to})
		switch {
		case isUnknown(err):
			if _, err := t.exec(ctx, moveSubscriber, to, s.ID); err != nil {
				return false, err
			}
			return true, moveUnsent(ctx, t, s.ID, from, to)
		case err != nil:
			return false, err
		}
		return true, joinSubscribers(ctx, t, s, there)
	})
}

// moveUpdates gives what waits in the inbox the new chat, so that it keeps its order. If some of it belongs to another copy
// of the program than what waits of the new chat already, all goes to the latter.
func moveUpdates(ctx context.Context, t *tx, channel, from, to string) error {
	if from == "" || to == "" { // of no chat
		return nil
	}
	if err := t.lockOwners(ctx, channel); err != nil {
		return err
	}
	var owner string
	for _, chat := range []string{to, from} {
		if owner != "" { // what nobody has, as its copy has ended, goes with the rest
			break
		}
		if err := t.get(ctx, &owner, waitingOwner, channel, chat); err != nil {
			return err
		}
	}
	_, err := t.exec(ctx, moveWaiting, to, owner, channel, from, to)
	return err
}

// moveUnsent gives the unsent deliveries of a subscriber its new chat.
func moveUnsent(ctx context.Context, t *tx, subscriber int64, from, to string) error {
	var rows []struct {
		dailyRow
		Channel string `db:"channel"`
		Chat    string `db:"chat"`
		Purpose string `db:"purpose"`
	}
	if err := t.list(ctx, &rows, t.locking(selectMoved, rowLock), subscriber, from); err != nil {
		return err
	}
	var joined []int64
	for i := range rows {
		r := &rows[i]
		var taken int
		if err := t.get(ctx, &taken, selectTaken, r.Channel, to, iso(r.Day.Date), r.Purpose); err != nil {
			return err
		}
		var err error
		switch {
		case taken == 0:
			_, err = t.exec(ctx, moveDelivery, to, r.ID)
		case r.untouched(t.now):
			// The new chat has a message of that day and purpose: what is unsent goes into its next daily one.
			joined = append(joined, r.ID)
		default:
			_, err = t.exec(ctx, partDelivery, to, r.ID)
		}
		if err != nil {
			return err
		}
	}
	if err := t.inChunks(ctx, detachReminders, nil, joined); err != nil {
		return err
	}
	if err := t.inChunks(ctx, mergeDeliveries, []any{reasonRegroup}, joined); err != nil {
		return err
	}
	return logDeliveries(ctx, t, joined, reasonRegroup)
}

// joinSubscribers lets there take the place of s, whose chat has become there's.
func joinSubscribers(ctx context.Context, t *tx, s, there reminders.Subscriber) error {
	follows := slices.Clone(there.Follows)
	for _, f := range s.Follows {
		if !slices.Contains(follows, f) {
			follows = append(follows, f)
		}
	}
	// From the day on through which both were planned: keys that are known are not told again.
	through := earlierDay(s.PlannedThrough, there.PlannedThrough)
	if yesterday := there.Rule.Today(t.now).AddDays(-1); yesterday.Before(through) {
		through = yesterday
	}
	if _, err := t.exec(ctx, mergeFollows, asJSON(follows), iso(through), there.ID); err != nil {
		return err
	}
	if err := moveUnsent(ctx, t, s.ID, s.Chat, there.Chat); err != nil {
		return err
	}
	if _, err := t.exec(ctx, moveReminders, there.ID, s.ID, there.ID); err != nil {
		return err
	}
	if _, err := t.exec(ctx, moveAllDeliveries, there.ID, s.ID); err != nil {
		return err
	}
	if _, err := t.exec(ctx, deleteSubscriber, s.ID); err != nil {
		return err
	}
	if there.Paused == "" {
		if _, err := t.exec(ctx, resumeDeliveries, t.now.UnixMilli(), there.ID); err != nil {
			return err
		}
	}
	words, err := describe(ctx, t, []unreached{{there.ID, reasonJoined}})
	if err != nil {
		return err
	}
	return tellSecretariats(ctx, t, words)
}

func earlierDay(a, b viet.Date) viet.Date {
	if a.Before(b) {
		return a
	}
	return b
}
