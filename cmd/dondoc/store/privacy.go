package store

import (
	"context"
	"time"

	"dondoc/bot"
	"dondoc/bot/people"
)

const (
	deleteChatTurns   = `DELETE FROM chat_turn WHERE channel = ? AND chat = ?`
	deleteChatChoices = `DELETE FROM chat_choice WHERE channel = ? AND chat = ?`
	forgetChatUpdates = `
UPDATE inbox SET handled_at = ?, chat = '', payload = NULL WHERE channel = ? AND chat = ? AND handled_at IS NULL`

	forgetSaid = `
UPDATE progress SET said_by = '', said_channel = '', said_chat = '' WHERE said_channel = ? AND said_chat = ? AND said_chat <> ''`
	forgetSeen = `
UPDATE progress SET seen_by = '', seen_channel = '', seen_chat = '' WHERE seen_channel = ? AND seen_chat = ? AND seen_chat <> ''`
	forgetAsked = `
UPDATE extension SET asked_by = '', asked_channel = '', asked_chat = ''
WHERE asked_channel = ? AND asked_chat = ? AND asked_chat <> ''`
	forgetDecided = `
UPDATE extension SET decided_by = '', decided_channel = '', decided_chat = ''
WHERE decided_channel = ? AND decided_chat = ? AND decided_chat <> ''`
	forgetLogged = `
UPDATE progress_log SET who = '', channel = '', chat = '' WHERE channel = ? AND chat = ? AND chat <> ''`
	deleteChatRate = `DELETE FROM chat_rate WHERE channel = ? AND chat = ?`

	// Only what is dead still has parts: somebody may want the rest of it sent.
	dropParts = `UPDATE delivery SET parts = NULL WHERE status = 'dead' AND due_at < ? AND parts IS NOT NULL`
	// Of subscribers that are no more; see blankChats.
	selectRemovedChats = `
SELECT id FROM delivery d WHERE status NOT IN ('waiting', 'claimed', 'sending', 'paused') AND chat NOT LIKE 'removed-%'
    AND NOT EXISTS (SELECT 1 FROM subscriber s WHERE s.id = d.subscriber)
ORDER BY id`
	blankRemovedChats = `UPDATE delivery SET chat = 'removed-' || CAST(id AS TEXT) WHERE id IN (?)`

	// The name of somebody who is forgotten, with the versions and questions that they made. The audit log has its own.
	forgetSaver     = `UPDATE corpus_version SET by_name = '', by_channel = '', by_person = '' WHERE by_channel = ? AND by_person = ?`
	forgetPublisher = `UPDATE corpus_publication SET by_name = '', by_channel = '', by_person = '' WHERE by_channel = ? AND by_person = ?`
	forgetEnterer   = `UPDATE golden_question SET by_name = '', by_channel = '', by_person = '' WHERE by_channel = ? AND by_person = ?`

	deleteOldRates = `DELETE FROM chat_rate WHERE next_at < ?`

	deleteOldTurns = `DELETE FROM chat_turn WHERE created_at < ?`
	// What no follow-up looks at any more, and no page shows.
	deleteLongTurns = `
DELETE FROM chat_turn WHERE id IN (
    SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY channel, chat ORDER BY id DESC) AS back FROM chat_turn) AS numbered WHERE back > ?)`
	keptTurns = 20

	deleteOldChoices = `DELETE FROM chat_choice WHERE expires_at <= ?`
	deleteOldUpdates = `DELETE FROM inbox WHERE handled_at < ?`
	// A channel that is polled is asked for what comes after the last update, also when that has expired.
	keepLastOrder = `
INSERT INTO inbox_channel (channel, last_ord) SELECT channel, max(ord) FROM inbox WHERE handled_at < ? GROUP BY channel
ON CONFLICT (channel) DO UPDATE SET last_ord = excluded.last_ord WHERE excluded.last_ord > inbox_channel.last_ord`
)

// Forget deletes everything about the chat: its turns, its choices, that it was ever seen, and what waits for it in the
// inbox, which then counts as handled, the questions of it that went badly, and the ways in which whose private chat it is
// signs in. What people said in it about their Work stays, without their names and without the
// chat. A chat that is linked stays a subscriber: see DeleteSubscriber. Forgetting an unknown chat is no error.
func (db *DB) Forget(ctx context.Context, chat bot.Chat) error {
	return db.change(ctx, "forget chat", func(t *tx) (bool, error) {
		if err := checkChat(chat); err != nil {
			return false, err
		}
		for _, query := range []string{deleteChatTurns, deleteChatChoices, deleteChatRate, deleteChatContact, deleteChatComplaints, forgetLogged} {
			if _, err := t.exec(ctx, query, chat.Channel, chat.ID); err != nil {
				return false, err
			}
		}
		if _, err := t.exec(ctx, forgetChatUpdates, t.now.UnixMilli(), chat.Channel, chat.ID); err != nil {
			return false, err
		}
		if chat.Channel == channelZaloOA { // a person of the Official Account is their chat
			if _, err := t.exec(ctx, deleteZaloUser, chat.ID); err != nil {
				return false, err
			}
		}
		if who := (people.Person{Channel: chat.Channel, ID: chat.ID}); checkAccount(who) == nil { // that of a private chat
			if err := dropKeys(ctx, t, who); err != nil {
				return false, err
			}
		}
		named := int64(0)
		for _, query := range []string{forgetSaid, forgetSeen, forgetAsked, forgetDecided} {
			changed, err := t.exec(ctx, query, chat.Channel, chat.ID)
			if err != nil {
				return false, err
			}
			named += changed
		}
		return named > 0, nil
	})
}

// Expire deletes all but the last turns of every chat, the turns written, the questions that went badly and the updates
// handled before the time given, and the choices, links and sessions that have expired by then or by now. Codes that nobody can use any more go too, and that chats were seen which have been silent for a
// year. Updates that still wait are never deleted. It returns how many rows went.
//
// The ledger of reminders keeps its rows, as they say what need not be told again. Of what was told or merged the
// composed texts are gone already; those of what was given up before the time given go here, and so does the chat of what
// has ended and whose subscriber is no more.
func (db *DB) Expire(ctx context.Context, before time.Time) (int64, error) {
	var total int64
	err := db.update(ctx, "expire", func(t *tx) error {
		expired := t.now
		if before.After(expired) {
			expired = before
		}
		for _, step := range []struct {
			query   string
			until   time.Time
			deletes bool // rows of people
		}{
			{deleteOldTurns, before, true}, {deleteOldChoices, expired, true}, {keepLastOrder, before, false},
			{deleteOldUpdates, before, true}, {deleteOldComplaints, before, true},
			{deleteOldLinks, expired, true}, {deleteOldSessions, expired, true}, {deleteOldRates, before, false}, {dropParts, before, false},
		} {
			changed, err := t.exec(ctx, step.query, step.until.UnixMilli())
			if err != nil {
				return err
			}
			if step.deletes {
				total += changed
			}
		}
		gone, err := expirePeople(ctx, t)
		if err != nil {
			return err
		}
		total += gone
		trimmed, err := t.exec(ctx, deleteLongTurns, keptTurns)
		if err != nil {
			return err
		}
		total += trimmed
		var removed []int64
		if err := t.list(ctx, &removed, t.locking(selectRemovedChats, rowLock)); err != nil {
			return err
		}
		return t.inChunks(ctx, blankRemovedChats, nil, removed)
	})
	if err != nil {
		return 0, err
	}
	return total, nil
}
