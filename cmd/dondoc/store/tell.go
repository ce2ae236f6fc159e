package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/jmoiron/sqlx"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

const (
	selectNamed = `
SELECT s.id, b.name, s.channel, s.is_group FROM subscriber s JOIN board b ON b.id = s.board
WHERE s.id IN (?) AND (b.agency <> '' OR b.secretariat) ORDER BY s.id`

	selectSecretariatSubscribers = `
SELECT id, board, channel, chat, is_group, follows, rule, since, paused, planned_through FROM subscriber
WHERE board IN (SELECT id FROM board WHERE secretariat) ORDER BY id`
)

// unreached is a subscriber to whom something was not sent, and why, for people.
type unreached struct {
	subscriber int64
	reason     string
}

// word is what the secretariats are told of a subscriber.
type word struct {
	subscriber int64
	detail     string
}

// describe puts into words whose chats were not reached. A subscriber that is gone has nobody to name it and is left
// out, and so is one that only follows: that is its own business. A chat's own identifier is nobody else's.
func describe(ctx context.Context, t *tx, missed []unreached) ([]word, error) {
	if len(missed) == 0 {
		return nil, nil
	}
	var ids []int64
	reasons := map[int64]string{}
	for _, u := range missed {
		ids, reasons[u.subscriber] = append(ids, u.subscriber), u.reason
	}
	query, args, err := sqlx.In(selectNamed, ids)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		ID      int64  `db:"id"`
		Name    string `db:"name"`
		Channel string `db:"channel"`
		Group   bool   `db:"is_group"`
	}
	if err := t.list(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	var words []word
	for _, r := range rows {
		kind := "cá nhân"
		if r.Group {
			kind = "nhóm"
		}
		words = append(words, word{r.ID, fmt.Sprintf("%s (%s, %s): %s", r.Name, kind, r.Channel, reasons[r.ID])})
	}
	return words, nil
}

// tellSecretariats leaves word for every subscriber of every secretariat, once a day for each subscriber spoken of. It
// goes into their next daily message.
func tellSecretariats(ctx context.Context, t *tx, words []word) error {
	if len(words) == 0 {
		return nil
	}
	secretariats, err := readSubscribers(ctx, t, selectSecretariatSubscribers)
	if err != nil {
		return err
	}
	today := t.today()
	for _, s := range secretariats {
		var told []reminders.Reminder
		for _, w := range words {
			told = append(told, reminders.Reminder{
				Key:  fmt.Sprintf("%s:%d/%s", reminders.KindUndelivered, w.subscriber, today),
				Kind: reminders.KindUndelivered, Day: today, Detail: w.detail,
			})
		}
		if _, err := insertReminders(ctx, t, s.ID, s.Channel, told); err != nil {
			return err
		}
	}
	return nil
}

// TellSecretariats leaves a sentence for every secretariat, once a day for each subject. It goes into their next daily
// message, beside what could not be delivered.
func (db *DB) TellSecretariats(ctx context.Context, subject, sentence string) error {
	return db.update(ctx, "tell secretariats", func(t *tx) error {
		secretariats, err := readSubscribers(ctx, t, selectSecretariatSubscribers)
		if err != nil {
			return err
		}
		today := t.today()
		for _, s := range secretariats {
			told := []reminders.Reminder{{
				Key:  fmt.Sprintf("%s:%s/%s", reminders.KindUndelivered, cleanText(subject), today),
				Kind: reminders.KindUndelivered, Day: today, Detail: cleanText(sentence),
			}}
			if _, err := insertReminders(ctx, t, s.ID, s.Channel, told); err != nil {
				return err
			}
		}
		return nil
	})
}

// about is what an extension is about, with where it stands in the register.
type about struct {
	work reminders.Work
	task string
	due  viet.Date
}

// post makes a message of its own, without an end, that tells each subscriber of one extension: now, or at night in the
// morning.
func post(ctx context.Context, t *tx, to []reminders.Subscriber, kind reminders.Kind, extension int64, a about) error {
	id := strconv.FormatInt(extension, 10)
	purpose := string(kind) + ":" + id
	for _, s := range to {
		told := []reminders.Reminder{{
			Key: purpose, Kind: kind, Day: t.today(), Task: a.task, Work: a.work, Due: a.due, Detail: id,
		}}
		added, err := insertReminders(ctx, t, s.ID, s.Channel, told)
		if err != nil {
			return err
		}
		p := reminders.Plan{Purpose: purpose, Day: t.today(), DueAt: nextMoment(t, s.Rule)}
		if err := attachTo(ctx, t, s, p, added); err != nil {
			return err
		}
	}
	return nil
}
