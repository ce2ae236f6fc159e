package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"dondoc/bot"
)

const (
	// What was settled and goes badly once more is there again; the same message may be handled twice.
	upsertComplaint = `
INSERT INTO complaint (channel, chat, fault, hash, at, text, answer, done) VALUES (?, ?, ?, ?, ?, ?, ?, false)
ON CONFLICT (channel, chat, fault, hash) DO UPDATE
SET at = excluded.at, answer = excluded.answer, done = CASE WHEN excluded.at > complaint.at THEN excluded.done ELSE complaint.done END`
	selectComplaints = `
SELECT id, channel, chat, fault, at, text, answer FROM complaint WHERE NOT done ORDER BY at DESC, id DESC LIMIT ?`
	settleComplaint = `UPDATE complaint SET done = true WHERE id = ?`

	trimComplaints = `
DELETE FROM complaint WHERE (at, id) <= (SELECT at, id FROM complaint ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?)`
	deleteOldComplaints  = `DELETE FROM complaint WHERE at < ?`
	deleteChatComplaints = `DELETE FROM complaint WHERE channel = ? AND chat = ?`

	dropMovedComplaints = `
DELETE FROM complaint WHERE channel = ? AND chat = ? AND EXISTS (
    SELECT 1 FROM complaint o WHERE o.channel = complaint.channel AND o.chat = ? AND o.fault = complaint.fault AND o.hash = complaint.hash)`
	moveComplaint = `UPDATE complaint SET chat = ? WHERE channel = ? AND chat = ?`

	keptComplaints = 5000
	mostListed     = 100 // that Complaints returns when it is given no limit
)

var _ bot.Complaints = (*DB)(nil)

// Complain implements bot.Complaints. A question without a text is ErrInvalid; one without a time was asked now. What is not text
// is replaced. The oldest go when there are more than 5,000.
func (db *DB) Complain(ctx context.Context, a bot.Asked) error {
	return db.update(ctx, "keep complaint", func(t *tx) error {
		if err := checkChat(a.Chat); err != nil {
			return err
		}
		if a.Text = cleanText(a.Text); a.Text == "" {
			return fmt.Errorf("%w: a question without a text", ErrInvalid)
		}
		if a.At.IsZero() {
			a.At = t.now
		}
		hash := sha256.Sum256([]byte(a.Text)) // a whole text would be too long for an index
		_, err := t.exec(ctx, upsertComplaint, a.Chat.Channel, a.Chat.ID, cleanText(string(a.Fault)), hex.EncodeToString(hash[:]),
			a.At.UnixMilli(), a.Text, cleanText(a.Answer))
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, trimComplaints, keptComplaints)
		return err
	})
}

// Complaints implements bot.Complaints. A limit that is not positive is 100.
func (db *DB) Complaints(ctx context.Context, limit int) ([]bot.Asked, error) {
	if limit <= 0 {
		limit = mostListed
	}
	var rows []struct {
		ID      int64  `db:"id"`
		Channel string `db:"channel"`
		Chat    string `db:"chat"`
		Fault   string `db:"fault"`
		At      int64  `db:"at"`
		Text    string `db:"text"`
		Answer  string `db:"answer"`
	}
	err := db.view(ctx, "list complaints", func(t *tx) error { return t.list(ctx, &rows, selectComplaints, limit) })
	all := make([]bot.Asked, len(rows))
	for i, r := range rows {
		all[i] = bot.Asked{
			ID: r.ID, Chat: bot.Chat{Channel: r.Channel, ID: r.Chat}, At: fromMillis(r.At), Text: r.Text, Answer: r.Answer, Fault: bot.Fault(r.Fault),
		}
	}
	return all, err
}

// Settle implements bot.Complaints.
func (db *DB) Settle(ctx context.Context, id int64) error {
	return db.update(ctx, "settle complaint", func(t *tx) error {
		_, err := t.exec(ctx, settleComplaint, id)
		return err
	})
}

// moveComplaints lets the chat that got another identifier keep its complaints.
func moveComplaints(ctx context.Context, t *tx, channel, from, to string) error {
	if _, err := t.exec(ctx, dropMovedComplaints, channel, from, to); err != nil {
		return err
	}
	_, err := t.exec(ctx, moveComplaint, to, channel, from)
	return err
}
