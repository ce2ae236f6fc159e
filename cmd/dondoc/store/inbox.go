package store

import (
	"cmp"
	"context"
	"slices"
)

// Update is something that a channel delivered, as it came. An empty payload may come back as nil.
type Update struct {
	Channel string `db:"channel"`
	ID      int64  `db:"id"` // counts up in its channel
	Chat    string `db:"chat"`
	Payload []byte `db:"payload"`
}

const (
	insertUpdate = `
INSERT INTO inbox_update (channel, id, chat, payload) VALUES (?, ?, ?, ?) ON CONFLICT (channel, id) DO NOTHING`

	upsertLastID = `
INSERT INTO inbox_channel (channel, last_id) VALUES (?, ?)
ON CONFLICT (channel) DO UPDATE SET last_id = excluded.last_id WHERE excluded.last_id > inbox_channel.last_id`

	selectPending = `
SELECT channel, id, chat, payload FROM inbox_update WHERE channel = ? AND handled_at IS NULL ORDER BY id`

	updateHandled = `
UPDATE inbox_update SET handled_at = coalesce(handled_at, ?), chat = '', payload = NULL WHERE channel = ? AND id = ?`

	selectNextID = `SELECT coalesce(max(last_id) + 1, 0) FROM inbox_channel WHERE channel = ?`
)

// StoreUpdates stores what was fetched, all or none, and remembers the highest id of each channel. An update whose
// channel and id are there already, handled or not, is ignored. Once StoreUpdates has returned nil the channel may
// be told that the updates have arrived.
func (db *DB) StoreUpdates(ctx context.Context, updates []Update) error {
	if len(updates) == 0 {
		return nil
	}
	// In one order everywhere, or two processes that store the same updates could wait for each other.
	ordered := slices.SortedFunc(slices.Values(updates), func(a, b Update) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.ID, b.ID))
	})
	return db.update(ctx, "store updates", func(t *tx) error {
		var rows, last [][]any
		for i, u := range ordered {
			if err := cmp.Or(checkText("a channel's name", u.Channel), checkText("a chat's id", u.Chat)); err != nil {
				return err
			}
			rows = append(rows, []any{u.Channel, u.ID, u.Chat, notNil(u.Payload)})
			if i+1 == len(ordered) || ordered[i+1].Channel != u.Channel {
				last = append(last, []any{u.Channel, u.ID})
			}
		}
		if err := t.each(ctx, insertUpdate, rows); err != nil {
			return err
		}
		return t.each(ctx, upsertLastID, last)
	})
}

// PendingUpdates returns the channel's updates that nobody has marked as handled, by id.
func (db *DB) PendingUpdates(ctx context.Context, channel string) ([]Update, error) {
	var updates []Update
	err := db.view(ctx, "read pending updates", func(t *tx) error {
		return t.list(ctx, &updates, selectPending, channel)
	})
	return updates, err
}

// MarkHandled notes that the update needs no more work. Of the update only its id is kept, to know it again; its
// payload and chat are dropped. Marking it twice is no error; an id that is not in the inbox is ErrNotFound.
func (db *DB) MarkHandled(ctx context.Context, channel string, id int64) error {
	return db.update(ctx, "mark update handled", func(t *tx) error {
		changed, err := t.exec(ctx, updateHandled, t.now.UnixMilli(), channel, id)
		if err == nil && changed == 0 {
			err = ErrNotFound
		}
		return err
	})
}

// NextUpdateID returns one more than the highest id ever stored for the channel, or 0 when there was none.
func (db *DB) NextUpdateID(ctx context.Context, channel string) (int64, error) {
	var next int64
	err := db.view(ctx, "read next update id", func(t *tx) error {
		return t.get(ctx, &next, selectNextID, channel)
	})
	return next, err
}
