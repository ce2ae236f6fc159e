package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/bot"
)

// badly is a question that went badly some minutes after noon.
func badly(chat bot.Chat, text string, fault bot.Fault, minutes int) bot.Asked {
	return bot.Asked{Chat: chat, Text: text, Answer: "không thấy", Fault: fault, At: noon.Add(time.Duration(minutes) * time.Minute)}
}

func complaints(t *testing.T, db *DB, limit int) (texts []string) {
	t.Helper()
	for _, a := range got[[]bot.Asked](t)(db.Complaints(t.Context(), limit)) {
		texts = append(texts, a.Text)
	}
	return texts
}

func TestComplaints(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		ctx := t.Context()
		for _, a := range []bot.Asked{
			badly(alice, "a", bot.Unanswered, 1), badly(alice, "b", bot.Unanswered, 2), badly(alice, "a", bot.Disliked, 3), badly(group, "a", bot.Unanswered, 4),
			badly(alice, "b", bot.Unanswered, 5), badly(web, "noise\xff\x00", bot.Disliked, 0),
		} {
			must(t, db.Complain(ctx, a))
		}
		wantError(t, db.Complain(ctx, bot.Asked{Chat: alice}), ErrInvalid)
		wantError(t, db.Complain(ctx, bot.Asked{Chat: bot.Chat{ID: "\xff"}, Text: "x"}), ErrInvalid)
		wantEqual(t, complaints(t, db, 0), []string{"b", "a", "a", "a", "noise\uFFFD\uFFFD"})
		wantEqual(t, complaints(t, db, 2), []string{"b", "a"})
		newest := got[[]bot.Asked](t)(db.Complaints(ctx, 1))[0]
		want := badly(alice, "b", bot.Unanswered, 5)
		want.ID = newest.ID
		if diff := cmp.Diff(want, newest); diff != "" {
			t.Error(diff)
		}
		must(t, db.Settle(ctx, newest.ID))
		must(t, db.Settle(ctx, 999))
		must(t, db.Complain(ctx, want)) // the same message once more
		wantEqual(t, complaints(t, db, 1), []string{"a"})
		must(t, db.Complain(ctx, badly(alice, "b", bot.Unanswered, 9)))
		wantEqual(t, complaints(t, db, 1), []string{"b"})
	})
}

// TestComplaintsGo with their chat, with time, and when there are too many; and they follow their chat.
func TestComplaintsGo(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, clock := mustOpen(t, url)
		ctx := t.Context()
		for i, chat := range []bot.Chat{alice, group, web} {
			must(t, db.Complain(ctx, badly(chat, chat.ID, bot.Disliked, i)))
		}
		must(t, db.Complain(ctx, badly(bot.Chat{Channel: group.Channel, ID: "-new"}, group.ID, bot.Disliked, 5)))
		must(t, db.Complain(ctx, badly(group, "more", bot.Disliked, 6)))
		must(t, db.MoveChat(ctx, group.Channel, group.ID, "-new"))
		if moved, old := count(t, db, "complaint WHERE chat = '-new'"), count(t, db, "complaint WHERE chat = '"+group.ID+"'"); moved != 2 || old != 0 {
			t.Errorf("%d have moved, %d have not", moved, old)
		}
		must(t, db.Forget(ctx, alice))
		wantEqual(t, complaints(t, db, 0), []string{"more", group.ID, web.ID})
		clock.pass(time.Hour)
		if n := got[int64](t)(db.Expire(ctx, noon.Add(5*time.Minute))); n != 1 {
			t.Errorf("%d rows expired", n)
		}
		wantEqual(t, complaints(t, db, 0), []string{"more", group.ID})

		const fill = `
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
INSERT INTO complaint (channel, chat, fault, hash, at, text, answer, done) SELECT 'c', 'd', 'e', CAST(i AS TEXT), i, 'old', '', false FROM n`
		_, err := db.write.ExecContext(ctx, db.write.Rebind(fill), keptComplaints)
		must(t, err)
		must(t, db.Complain(ctx, badly(alice, "new", bot.Disliked, 9)))
		wantEqual(t, complaints(t, db, 3), []string{"new", "more", group.ID})
		if n := count(t, db, "complaint"); n != keptComplaints {
			t.Errorf("%d complaints are kept", n)
		}
	})
}

func TestGoldens(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, clock := mustOpen(t, url)
		ctx := as(t.Context(), mai, "Mai")
		for id, record := range map[string]string{"": "{}", "\xff": "{}", "no JSON": "{", "nothing": "", "no text": "\"\xff\""} {
			wantError(t, db.SaveGolden(ctx, id, []byte(record)), ErrInvalid)
		}
		must(t, db.SaveGolden(ctx, "b", []byte(`{"q":1}`)))
		must(t, db.SaveGolden(ctx, "Z", []byte(`{"q":2}`)))
		clock.pass(time.Hour)
		must(t, db.SaveGolden(t.Context(), "b", []byte(`{"q":3}`)))
		want := []Golden{{"Z", []byte(`{"q":2}`), noon, "Mai"}, {"b", []byte(`{"q":3}`), clock.now, "Đôn đốc"}}
		if diff := cmp.Diff(want, got[[]Golden](t)(db.Goldens(ctx))); diff != "" {
			t.Error(diff)
		}
		must(t, db.DeleteGolden(ctx, "b"))
		wantError(t, db.DeleteGolden(ctx, "b"), ErrNotFound)
		wantError(t, db.DeleteGolden(ctx, "\xff"), ErrNotFound)
		if diff := cmp.Diff(want[:1], got[[]Golden](t)(db.Goldens(ctx))); diff != "" {
			t.Error(diff)
		}
	})
}
