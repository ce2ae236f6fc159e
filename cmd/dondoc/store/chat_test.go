package store

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/knowledge"
)

var (
	alice = bot.Chat{Channel: "telegram", ID: "1001"}
	group = bot.Chat{Channel: "telegram", ID: "-1002"}
	web   = bot.Chat{Channel: "web", ID: "1001"} // the same id on another channel is another chat
)

func asked(text string) knowledge.Turn { return knowledge.Turn{Role: knowledge.RoleUser, Text: text} }

func said(text string) knowledge.Turn {
	return knowledge.Turn{Role: knowledge.RoleAssistant, Text: text}
}

func TestTurns(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		must(t, db.AppendTurns(ctx, alice))
		must(t, db.AppendTurns(ctx, alice, asked("hạn của Bắc Giang?"), said("Trước tháng 6")))
		must(t, db.AppendTurns(ctx, web, asked("khác")))
		must(t, db.AppendTurns(ctx, alice, asked("còn Hà Nam?")))
		for _, test := range []struct {
			chat  bot.Chat
			limit int
			want  []knowledge.Turn
		}{
			{alice, 10, []knowledge.Turn{asked("hạn của Bắc Giang?"), said("Trước tháng 6"), asked("còn Hà Nam?")}},
			{alice, 2, []knowledge.Turn{said("Trước tháng 6"), asked("còn Hà Nam?")}},
			{alice, 0, nil},
			{alice, -1, nil},
			{web, 5, []knowledge.Turn{asked("khác")}},
			{group, 5, nil},
		} {
			t.Run(fmt.Sprintf("%s-%s-%d", test.chat.Channel, test.chat.ID, test.limit), func(t *testing.T) {
				wantEqual(t, got[[]knowledge.Turn](t)(db.Turns(ctx, test.chat, test.limit)), test.want)
			})
		}
	})
}

func TestTurnsKeepWhatIsTextAndReplaceTheRest(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		must(t, db.AppendTurns(t.Context(), alice, asked("Đôn \x00đốc\xff ' ? $1")))
		turns := got[[]knowledge.Turn](t)(db.Turns(t.Context(), alice, 1))
		wantEqual(t, turns, []knowledge.Turn{asked("Đôn \uFFFDđốc\uFFFD ' ? $1")})
	})
}

func TestChatIDsMustBeText(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		for _, chat := range []bot.Chat{{Channel: "web", ID: "a\x00"}, {Channel: "\xff", ID: "a"}} {
			_, err := db.Turns(t.Context(), chat, 1)
			wantError(t, err, ErrInvalid)
			wantError(t, db.AppendTurns(t.Context(), chat, asked("x")), ErrInvalid)
			wantError(t, db.SaveChoices(t.Context(), chat, []bot.StoredChoice{{Key: "a"}}, noon), ErrInvalid)
			wantError(t, db.Forget(t.Context(), chat), ErrInvalid)
			_, err = db.Choice(t.Context(), chat, "a")
			wantError(t, err, ErrNotFound)
		}
	})
}

func TestAppendTurnsConcurrently(t *testing.T) {
	const writers, each = 8, 10
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					text := fmt.Sprintf("%d/%d", w, i)
					if err := db.AppendTurns(t.Context(), alice, asked(text), said(text)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if turns := got[[]knowledge.Turn](t)(db.Turns(t.Context(), alice, 1000)); len(turns) != 2*writers*each {
			t.Errorf("got %d turns, want %d", len(turns), 2*writers*each)
		}
	})
}

func TestChoices(t *testing.T) {
	more := bot.StoredChoice{Key: "k1", Label: "Xem tiếp", Action: "page", Argument: "2"}
	quote := bot.StoredChoice{Key: "k2", Label: "📜 Trích nguyên văn", Action: "quote"}
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, clock := mustOpen(t, url)
		must(t, db.SaveChoices(ctx, alice, nil, noon))
		must(t, db.SaveChoices(ctx, alice, []bot.StoredChoice{more, quote}, noon.Add(time.Hour)))
		must(t, db.SaveChoices(ctx, web, []bot.StoredChoice{{Key: "k1", Label: "web"}}, noon.Add(time.Hour)))

		for _, want := range []bot.StoredChoice{more, quote} {
			if c := got[bot.StoredChoice](t)(db.Choice(ctx, alice, want.Key)); c != want {
				t.Errorf("got %+v, want %+v", c, want)
			}
		}
		for _, key := range []string{"", "k3", "K1", "k\x00", "\xff"} {
			_, err := db.Choice(ctx, alice, key)
			wantError(t, err, ErrNotFound)
		}
		_, err := db.Choice(ctx, group, "k1")
		wantError(t, err, ErrNotFound)

		replaced := bot.StoredChoice{Key: "k1", Label: "Khác", Action: "ask", Argument: "còn Hà Nam?"}
		must(t, db.SaveChoices(ctx, alice, []bot.StoredChoice{replaced}, noon.Add(2*time.Hour)))
		clock.pass(time.Hour)
		if c := got[bot.StoredChoice](t)(db.Choice(ctx, alice, "k1")); c != replaced {
			t.Errorf("got %+v, want %+v", c, replaced)
		}
		_, err = db.Choice(ctx, alice, "k2") // at the very moment of its expiry
		wantError(t, err, ErrNotFound)
	})
}

func TestSaveChoicesAllOrNone(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		err := db.SaveChoices(t.Context(), alice, []bot.StoredChoice{{Key: "good"}, {Key: "\xff"}}, noon.Add(time.Hour))
		wantError(t, err, ErrInvalid)
		_, err = db.Choice(t.Context(), alice, "good")
		wantError(t, err, ErrNotFound)
	})
}
