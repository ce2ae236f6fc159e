package store

import (
	"testing"
	"time"

	"dondoc/bot"
)

func TestFirstContact(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, clock := mustOpen(t, url)
		const day = 24 * time.Hour
		meet := func(chat bot.Chat, after time.Duration, want bool) {
			t.Helper()
			if first := got[bool](t)(db.FirstContact(ctx, chat, noon.Add(after))); first != want {
				t.Errorf("%s after %s: first is %v, want %v", chat.Channel, after, first, want)
			}
		}
		meet(alice, 0, true)
		meet(alice, 0, true) // the same message again
		meet(alice, time.Millisecond, false)
		meet(group, time.Hour, true)
		meet(bot.Chat{Channel: "zalo", ID: alice.ID}, time.Hour, true)
		must(t, db.Forget(ctx, group))
		if n := count(t, db, "chat_contact WHERE chat = '"+group.ID+"'"); n != 0 {
			t.Error("a chat that was forgotten is known")
		}
		meet(group, 2*time.Hour, true)
		meet(alice, 20*day, false)
		if n := count(t, db, "chat_contact WHERE seen_at > first_at"); n != 0 {
			t.Error("a message within a month costs a write")
		}
		meet(alice, 40*day, false)
		meet(alice, 30*day, false) // an older message does not make it any older

		clock.now = noon.AddDate(0, 13, 0).Add(day)
		if n := got[int64](t)(db.Expire(ctx, time.Time{})); n != 2 {
			t.Errorf("%d went, want the two that were silent", n)
		}
		meet(alice, 400*day, false)
		meet(group, 400*day, true)
		_, err := db.FirstContact(ctx, bot.Chat{Channel: "web", ID: "\xff"}, noon)
		wantError(t, err, ErrInvalid)
	})
}

// TestContactMoves: a group that got another identifier is not told a second time what is stored of it.
func TestContactMoves(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		old, moved := bot.Chat{Channel: "telegram", ID: "-5"}, bot.Chat{Channel: "telegram", ID: "-1005"}
		other := bot.Chat{Channel: "zalo", ID: "-5"}
		for _, chat := range []bot.Chat{old, other} {
			got[bool](t)(db.FirstContact(ctx, chat, noon))
		}
		for range 2 {
			must(t, db.MoveChat(ctx, "telegram", old.ID, moved.ID))
		}
		later := noon.Add(time.Hour)
		for chat, want := range map[bot.Chat]bool{moved: false, other: false, old: true} {
			if first := got[bool](t)(db.FirstContact(ctx, chat, later)); first != want {
				t.Errorf("%v: first is %v", chat, first)
			}
		}
		must(t, db.MoveChat(ctx, "telegram", old.ID, moved.ID)) // both are known
		if n := count(t, db, "chat_contact"); n != 2 {
			t.Errorf("%d contacts, want 2", n)
		}
	})
}
