package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"

	"dondoc/reminders"
)

const (
	selectSubscribers = `
SELECT id, board, channel, chat, is_group, follows, rule, since, paused, self, planned_through FROM subscriber`
	selectSubscriberByID   = selectSubscribers + ` WHERE id = ?`
	selectSubscriberByChat = selectSubscribers + ` WHERE channel = ? AND chat = ?`

	insertSubscriber = `
INSERT INTO subscriber (board, channel, chat, is_group, follows, rule, since, paused, self, planned_through)
VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, ?) ON CONFLICT (channel, chat) DO NOTHING RETURNING id`

	updateSubscriber = `
UPDATE subscriber SET board = ?, is_group = ?, follows = ?, rule = ?, since = ?, self = ?, planned_through = ? WHERE id = ?`

	deleteSubscriber = `DELETE FROM subscriber WHERE id = ?`

	// The purpose says that it is not the message of a day any more.
	endDeliveries = `
UPDATE delivery SET status = 'dead', reason = ?, owner = '', lease_until = 0, purpose = purpose || ':removed:' || id
WHERE subscriber = ? AND status IN ('waiting', 'claimed', 'sending', 'paused')`

	// Whose chat it was is nobody's business any more. The id keeps what was sent on the same day apart.
	blankChats = `UPDATE delivery SET chat = 'removed-' || CAST(id AS TEXT) WHERE subscriber = ?`

	countUnsent = `
SELECT count(*) FROM reminder r WHERE r.subscriber = ? AND (r.delivery_id IS NULL OR r.delivery_id IN (
    SELECT d.id FROM delivery d WHERE d.subscriber = ? AND d.status IN ('waiting', 'claimed', 'sending', 'paused')))`
)

const (
	reasonRemoved       = "nơi nhận đã bị xóa khỏi danh sách nhận nhắc"
	reasonRemovedUnsent = reasonRemoved + ", còn %d việc chưa nhắc"
)

type subscriberRow struct {
	ID             int64                          `db:"id"`
	Board          int64                          `db:"board"`
	Channel        string                         `db:"channel"`
	Chat           string                         `db:"chat"`
	Group          bool                           `db:"is_group"`
	Follows        jsonColumn[[]reminders.Follow] `db:"follows"`
	Rule           jsonColumn[reminders.Rule]     `db:"rule"`
	Since          int64                          `db:"since"`
	Paused         string                         `db:"paused"`
	Self           bool                           `db:"self"`
	PlannedThrough dayColumn                      `db:"planned_through"`
}

func (r *subscriberRow) subscriber() reminders.Subscriber {
	return reminders.Subscriber{
		ID: r.ID, Board: r.Board, Channel: r.Channel, Chat: r.Chat, Group: r.Group, Follows: r.Follows.is, Rule: r.Rule.is,
		Since: fromMillis(r.Since), Paused: r.Paused, Self: r.Self, PlannedThrough: r.PlannedThrough.Date,
	}
}

// Subscribers returns all subscribers by id.
func (db *DB) Subscribers(ctx context.Context) ([]reminders.Subscriber, error) {
	var all []reminders.Subscriber
	err := db.view(ctx, "read subscribers", func(t *tx) (err error) {
		all, err = readSubscribers(ctx, t, selectSubscribers+` ORDER BY id`)
		return err
	})
	return all, err
}

func readSubscribers(ctx context.Context, t *tx, query string, args ...any) ([]reminders.Subscriber, error) {
	var rows []subscriberRow
	if err := t.list(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	all := make([]reminders.Subscriber, len(rows))
	for i := range rows {
		all[i] = rows[i].subscriber()
	}
	return all, nil
}

func readSubscriber(ctx context.Context, t *tx, id int64) (reminders.Subscriber, error) {
	var row subscriberRow
	err := t.get(ctx, &row, selectSubscriberByID, id)
	return row.subscriber(), unknown("subscriber", err)
}

// Subscribed returns who a chat is, with its board; ErrUnknown of package reminders for a chat that nobody has linked.
func (db *DB) Subscribed(ctx context.Context, chat reminders.Chat) (reminders.Subscriber, reminders.Board, error) {
	var subscriber reminders.Subscriber
	var board reminders.Board
	err := db.view(ctx, "look up subscriber", func(t *tx) (err error) {
		if subscriber, err = readChat(ctx, t, chat); err != nil {
			return err
		}
		board, err = readBoard(ctx, t, subscriber.Board)
		return err
	})
	return subscriber, board, err
}

func readChat(ctx context.Context, t *tx, chat reminders.Chat) (reminders.Subscriber, error) {
	// The chat comes from outside: one that could not have been stored is merely unknown.
	if checkPerson(reminders.Person{Chat: chat}) != nil {
		return reminders.Subscriber{}, unknown("chat", sql.ErrNoRows)
	}
	var row subscriberRow
	err := t.get(ctx, &row, selectSubscriberByChat, chat.Channel, chat.ID)
	return row.subscriber(), unknown("chat", err)
}

// checkPerson fails with ErrInvalid for somebody whose chat could not be stored.
func checkPerson(who reminders.Person) error {
	if err := checkText("a channel's name", who.Chat.Channel); err != nil {
		return err
	}
	return checkText("a chat's id", who.Chat.ID)
}

// SaveSubscriber stores a subscriber, a new one when its ID is 0, and returns it as stored. A new one without Since is
// told what is due from now on, and one that is there keeps its own. New Follows or a new Rule let today be planned once more. Whether it is paused is left
// alone: see Pause and Resume.
//
// A Rule that is not valid is ErrInvalid of package reminders, with the sentence for people. A chat that is linked
// already is ErrConflict, and so is another chat for a subscriber that is there: link it as a subscriber of its own.
// An ID or a Board that is not there is ErrUnknown.
func (db *DB) SaveSubscriber(ctx context.Context, s reminders.Subscriber) (reminders.Subscriber, error) {
	err := db.change(ctx, "save subscriber", func(t *tx) (bool, error) {
		if err := s.Rule.Validate(); err != nil {
			return false, fmt.Errorf("%w: %w", reminders.ErrInvalid, err)
		}
		if err := checkPerson(reminders.Person{Chat: reminders.Chat{Channel: s.Channel, ID: s.Chat}}); err != nil {
			return false, err
		}
		if _, err := readBoard(ctx, t, s.Board); err != nil {
			return false, err
		}
		var err error
		if s.ID == 0 {
			if s, err = addSubscriber(ctx, t, s); err != nil {
				return false, err
			}
			return true, t.auditSubscriber(ctx, "subscriber.save", nil, &s)
		}
		was, err := readSubscriber(ctx, t, s.ID)
		if err != nil {
			return false, err
		}
		if s, err = replaceSubscriber(ctx, t, s); err != nil {
			return false, err
		}
		return true, t.auditSubscriber(ctx, "subscriber.save", &was, &s)
	})
	return s, err
}

func addSubscriber(ctx context.Context, t *tx, s reminders.Subscriber) (reminders.Subscriber, error) {
	if s.Since.IsZero() {
		s.Since = t.now
	}
	var id int64
	err := t.get(ctx, &id, insertSubscriber, s.Board, s.Channel, s.Chat, s.Group, asJSON(s.Follows), asJSON(s.Rule),
		toMillis(s.Since), s.Self, iso(s.PlannedThrough))
	if errors.Is(err, sql.ErrNoRows) {
		return s, fmt.Errorf("%w: the chat is linked already", reminders.ErrConflict)
	}
	if err != nil {
		return s, err
	}
	return readSubscriber(ctx, t, id)
}

func replaceSubscriber(ctx context.Context, t *tx, s reminders.Subscriber) (reminders.Subscriber, error) {
	was, err := readSubscriber(ctx, t, s.ID)
	if err != nil {
		return s, err
	}
	if was.Channel != s.Channel || was.Chat != s.Chat {
		return s, fmt.Errorf("%w: a subscriber keeps its chat", reminders.ErrConflict)
	}
	if s.Since.IsZero() {
		s.Since = was.Since
	}
	through := was.PlannedThrough
	if yesterday := s.Rule.Today(t.now).AddDays(-1); yesterday.Before(through) &&
		!(reflect.DeepEqual(was.Rule, s.Rule) && reflect.DeepEqual(was.Follows, s.Follows)) {
		through = yesterday
	}
	_, err = t.exec(ctx, updateSubscriber, s.Board, s.Group, asJSON(s.Follows), asJSON(s.Rule), toMillis(s.Since), s.Self, iso(through), s.ID)
	if err != nil {
		return s, err
	}
	return readSubscriber(ctx, t, s.ID)
}

// DeleteSubscriber removes a subscriber. What was still to be sent to it ends as dead and stays in the ledger, all without
// the chat; if there was anything unsent, the secretariats are told. An unknown subscriber is ErrUnknown of package reminders.
func (db *DB) DeleteSubscriber(ctx context.Context, id int64) error {
	return db.change(ctx, "delete subscriber", func(t *tx) (bool, error) {
		was, err := readSubscriber(ctx, t, id)
		if err != nil {
			return false, err
		}
		if err := removeSubscribers(ctx, t, []int64{id}); err != nil {
			return false, err
		}
		return true, t.auditSubscriber(ctx, "subscriber.delete", &was, nil)
	})
}

// removeSubscribers removes subscribers and tells the secretariats what these were not told.
func removeSubscribers(ctx context.Context, t *tx, ids []int64) error {
	var lost []unreached
	for _, id := range ids {
		var unsent int
		if err := t.get(ctx, &unsent, countUnsent, id, id); err != nil {
			return err
		}
		if unsent > 0 {
			lost = append(lost, unreached{subscriber: id, reason: fmt.Sprintf(reasonRemovedUnsent, unsent)})
		}
	}
	// Before the rows are gone: the secretariats are told whose chat it was.
	words, err := describe(ctx, t, lost)
	if err != nil {
		return err
	}
	if err := dropSubscribers(ctx, t, ids); err != nil {
		return err
	}
	return tellSecretariats(ctx, t, words)
}

// dropSubscribers removes subscribers and ends their deliveries.
func dropSubscribers(ctx context.Context, t *tx, ids []int64) error {
	for _, id := range ids {
		ended, err := lockUnsent(ctx, t, id)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, endDeliveries, reasonRemoved, id); err != nil {
			return err
		}
		if err := logDeliveries(ctx, t, ended, reasonRemoved); err != nil {
			return err
		}
		if _, err := t.exec(ctx, blankChats, id); err != nil {
			return err
		}
		if _, err := t.exec(ctx, deleteSubscriber, id); err != nil {
			return err
		}
	}
	return nil
}
