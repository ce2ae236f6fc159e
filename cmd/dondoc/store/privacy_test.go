package store

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/knowledge"
)

func TestForget(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		choice := []bot.StoredChoice{{Key: "k"}}
		for _, chat := range []bot.Chat{alice, group, web} {
			must(t, db.AppendTurns(ctx, chat, asked("x"), said("y")))
			must(t, db.SaveChoices(ctx, chat, choice, noon.Add(time.Hour)))
		}
		accept(t, db, one, update(1, alice.ID), update(2, group.ID), update(3, alice.ID))
		must(t, db.Inbox().Done(ctx, "telegram", "1"))

		must(t, db.Forget(ctx, alice))
		must(t, db.Forget(ctx, alice))

		wantEqual(t, got[[]knowledge.Turn](t)(db.Turns(ctx, alice, 9)), nil)
		_, err := db.Choice(ctx, alice, "k")
		wantError(t, err, ErrNotFound)
		wantPending(t, db, update(2, group.ID))
		if n := count(t, db, "inbox WHERE chat = '"+alice.ID+"' OR (payload IS NOT NULL AND key <> '2')"); n != 0 {
			t.Errorf("the inbox still knows the chat in %d rows", n)
		}
		// The handler of an update that was forgotten meanwhile may still answer it, and it is not taken for new.
		must(t, db.Inbox().Begin(ctx, one, "3"))
		wantError(t, db.Inbox().Begin(ctx, intake.Claim{Channel: "telegram", Owner: "another", Lease: time.Minute}, "3"), intake.ErrLost)
		must(t, db.Inbox().Done(ctx, "telegram", "3"))
		wantKeys(t, accept(t, db, one, update(3, alice.ID)))
		wantPending(t, db, update(2, group.ID))
		for _, chat := range []bot.Chat{group, web} {
			if n := len(got[[]knowledge.Turn](t)(db.Turns(ctx, chat, 9))); n != 2 {
				t.Errorf("forgetting one chat left another with %d turns, want 2", n)
			}
			got[bot.StoredChoice](t)(db.Choice(ctx, chat, "k"))
		}
	})
}

func TestExpire(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, clock := mustOpen(t, url)
		must(t, db.AppendTurns(ctx, alice, asked("old"), said("old")))
		must(t, db.SaveChoices(ctx, alice, []bot.StoredChoice{{Key: "short"}}, noon.Add(30*time.Minute)))
		must(t, db.SaveChoices(ctx, alice, []bot.StoredChoice{{Key: "long"}}, noon.Add(3*time.Hour)))
		accept(t, db, one, update(1, "a"), update(4, "a"), update(3, "a"))
		must(t, db.Inbox().Done(ctx, "telegram", "1"))
		clock.pass(time.Hour)
		must(t, db.AppendTurns(ctx, alice, asked("new")))
		must(t, db.Inbox().Done(ctx, "telegram", "4"))
		must(t, db.Inbox().Done(ctx, "telegram", "1")) // does not make it any younger

		for _, step := range []struct {
			before time.Time
			want   int64
			turns  int
			what   string
		}{
			{time.Time{}, 1, 3, "the expired choice only"},
			{noon, 0, 3, "nothing: not before noon"},
			{noon.Add(time.Millisecond), 3, 1, "two turns and the update handled at noon"},
			{noon.Add(2 * time.Hour), 2, 0, "the new turn and the update handled at one"},
			{noon.Add(4 * time.Hour), 1, 0, "the long choice"},
		} {
			if n := got[int64](t)(db.Expire(ctx, step.before)); n != step.want {
				t.Errorf("%s: got %d rows, want %d", step.what, n, step.want)
			}
			if n := len(got[[]knowledge.Turn](t)(db.Turns(ctx, alice, 9))); n != step.turns {
				t.Errorf("%s: got %d turns left, want %d", step.what, n, step.turns)
			}
		}
		wantPending(t, db, update(3, "a")) // what waits is never deleted
		wantLast(t, db, "telegram", 4)     // though that update has expired
	})
}

// TestForgottenWordsLeaveTheFile looks for what was deleted in the bytes of the closed SQLite file.
func TestForgottenWordsLeaveTheFile(t *testing.T) {
	const secret = "Nguyễn Văn Bí Mật"
	url := sqliteURL(t)
	path := strings.TrimPrefix(url, "sqlite:")
	for _, step := range []struct {
		do   func(*DB) error
		want bool
	}{
		{func(db *DB) error { return db.AppendTurns(t.Context(), alice, asked(secret)) }, true},
		{func(db *DB) error { return db.Forget(t.Context(), alice) }, false},
	} {
		db, err := Open(t.Context(), url, nil)
		must(t, err)
		must(t, step.do(db))
		must(t, db.Close())
		raw, err := os.ReadFile(path)
		must(t, err)
		if found := bytes.Contains(raw, []byte(secret)); found != step.want {
			t.Errorf("found in the file: %v, want %v", found, step.want)
		}
	}
}

// TestExpireKeepsTheLastTurns: of a long talk only what a follow-up may lean on is kept, chat by chat.
func TestExpireKeepsTheLastTurns(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		for i := range 30 {
			must(t, db.AppendTurns(ctx, alice, asked(strconv.Itoa(i))))
		}
		must(t, db.AppendTurns(ctx, group, asked("g")))
		got[int64](t)(db.Expire(ctx, noon.Add(-time.Hour)))
		turns := got[[]knowledge.Turn](t)(db.Turns(ctx, alice, 99))
		if len(turns) != keptTurns || turns[0].Text != "10" || turns[keptTurns-1].Text != "29" {
			t.Errorf("%d turns are kept: %v", len(turns), turns)
		}
		if n := len(got[[]knowledge.Turn](t)(db.Turns(ctx, group, 99))); n != 1 {
			t.Errorf("another chat has %d turns, want 1", n)
		}
	})
}
