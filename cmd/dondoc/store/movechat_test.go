package store

import (
	"slices"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/knowledge"
	"dondoc/reminders"
)

var newChat = reminders.Chat{Channel: "telegram", ID: "-100200"}

func TestMoveChat(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.plan(t, d.group, today.AddDays(-1), "a")
		d.clock.pass(-24 * time.Hour)
		d.send(t)
		d.clock.pass(24 * time.Hour)
		d.plan(t, d.group, today, "b")
		must(t, d.say(ctx, lan, reminders.Progress{Work: d.work(1), State: reminders.InProgress, By: "Lan", At: noon}))
		must(t, d.Acknowledge(ctx, lan, noon, []reminders.Work{d.work(1)}))
		revision := d.revision(t)

		// In the middle of a send, as it happens: the owner goes on with the new chat.
		id := d.claimOne(t, "one").ID
		d.begin(t, "one", id, "tin")
		for range 2 {
			must(t, d.MoveChat(ctx, "telegram", groupChat.ID, newChat.ID))
		}
		if d.revision(t) != revision+1 {
			t.Errorf("revision %d, want %d", d.revision(t), revision+1)
		}
		d.begin(t, "one", id)
		d.record(t, "one", reminders.Result{Delivery: id, Status: reminders.StatusWaiting, Part: 0, NextAt: noon})
		if c := d.claimOne(t, "two"); c.Chat != newChat.ID || c.Purpose != "daily" {
			t.Errorf("got %+v", c)
		}
		s, _, err := d.Subscribed(ctx, newChat)
		must(t, err)
		if s.ID != d.group.ID {
			t.Errorf("got %+v", s)
		}
		_, _, err = d.Subscribed(ctx, groupChat)
		wantError(t, err, reminders.ErrUnknown)
		wantEqual(t, keysOf(got[reminders.Delivery](t)(d.LastTold(ctx, newChat))), []string{"a"})
		if log := got[[]ProgressEntry](t)(d.ProgressLog(ctx, d.work(1))); log[0].Who.Chat != newChat {
			t.Errorf("the log says %+v", log[0].Who)
		}
		must(t, d.Forget(ctx, bot.Chat{Channel: newChat.Channel, ID: newChat.ID}))
		if p := d.progress(t)[0]; p.AcknowledgedBy != "" || p.By != "" {
			t.Errorf("the names have not moved: %+v", p)
		}
		must(t, d.MoveChat(ctx, "telegram", "unheard of", "whatever"))
		must(t, d.MoveChat(ctx, "telegram", newChat.ID, newChat.ID))
		wantError(t, d.MoveChat(ctx, "telegram", newChat.ID, "\xff"), ErrInvalid)
	})
}

func TestMoveChatToOneThatIsLinked(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		friday := today.AddDays(1)
		there := d.link(t, d.board, newChat)
		d.group.Follows = append(d.group.Follows, reminders.Follow{Kind: reminders.FollowTheme, Value: "số hóa"})
		d.group = got[reminders.Subscriber](t)(d.SaveSubscriber(ctx, d.group))

		d.plan(t, d.group, today.AddDays(-1), "told", "known")
		d.clock.pass(-24 * time.Hour)
		d.send(t)
		d.clock.pass(24 * time.Hour)
		d.plan(t, there, today, "known", "b")
		d.plan(t, d.group, today, "a", "b")
		must(t, d.MoveChat(ctx, "telegram", groupChat.ID, newChat.ID))

		all := got[[]reminders.Subscriber](t)(d.Subscribers(ctx))
		i := slices.IndexFunc(all, func(s reminders.Subscriber) bool { return s.ID == there.ID })
		if len(all) != 2 || i < 0 || len(all[i].Follows) != 2 || all[i].PlannedThrough != today.AddDays(-1) {
			t.Errorf("got %+v", all)
		}
		// The new chat has a message of the day already: what is unsent waits for its next plan, what was told is known.
		d.wantLedger(t, "2023-04-19 sent told known", "2023-04-20 waiting known b", "2023-04-20 merged")
		if n := d.plan(t, there, today, "told", "known", "a", "b"); n != 0 {
			t.Errorf("%d reminders were told a second time", n)
		}
		d.wantLedger(t, "2023-04-19 sent told known", "2023-04-20 waiting known b a", "2023-04-20 merged")
		if n := len(d.unattached(t)); n != 2 { // b of the old one, which nobody waits for, and the word to the secretariat
			t.Errorf("%d reminders are unattached", n)
		}
		d.plan(t, d.chief, friday)
		wantEqual(t, keysOf(got[reminders.Delivery](t)(d.LastTold(ctx, newChat))), []string{"told", "known"})
		told := d.ledger(t)[3].Reminders
		if len(told) != 1 || told[0].Detail != "Ban Chỉ đạo Bắc Giang (nhóm, telegram): "+reasonJoined {
			t.Errorf("the secretariat is told %+v", told)
		}
	})
}

// TestMoveChatWhileSending: the new chat is linked and has its message of the day, and the old one's is under way.
func TestMoveChatWhileSending(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		there := d.link(t, d.board, newChat)
		d.plan(t, d.group, today, "a")
		id := d.claimOne(t, "one").ID
		d.begin(t, "one", id, "tin")
		d.plan(t, there, today, "b")
		must(t, d.Pause(ctx, "telegram", groupChat.ID, "đã chặn"))
		must(t, d.MoveChat(ctx, "telegram", groupChat.ID, newChat.ID))
		d.begin(t, "one", id)
		d.record(t, "one", reminders.Result{Delivery: id, Status: reminders.StatusWaiting, NextAt: noon})
		d.clock.pass(12 * time.Hour) // nothing ends it
		if c := d.claimOne(t, "two"); c.ID != id || c.Chat != newChat.ID || c.Subscriber != there.ID || len(c.Reminders) != 1 {
			t.Errorf("got %+v", c)
		}
	})
}

// TestMoveChatThatWasPaused: the chat was gone under its old name and is back under one that is linked.
func TestMoveChatThatWasPaused(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		there := d.link(t, d.board, newChat)
		own := planOf(d.group, today, "x")
		own.Purpose, own.Until = "decision:1", time.Time{}
		got[int](t)(d.SavePlan(ctx, own))
		must(t, d.Pause(ctx, "telegram", groupChat.ID, "đã chặn"))
		must(t, d.MoveChat(ctx, "telegram", groupChat.ID, newChat.ID))
		if c := d.claimOne(t, "one"); c.Subscriber != there.ID || c.Chat != newChat.ID || len(c.Reminders) != 1 {
			t.Errorf("got %+v", c)
		}
	})
}

// TestMoveChatKeepsTheConversation: buttons that were offered under the old identifier work under the new one.
func TestMoveChatKeepsTheConversation(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		from, to := bot.Chat{Channel: "telegram", ID: groupChat.ID}, bot.Chat{Channel: "telegram", ID: newChat.ID}
		elsewhere := bot.Chat{Channel: "zalo", ID: groupChat.ID}
		old := []bot.StoredChoice{{Key: "a", Label: "old"}, {Key: "b", Label: "old"}}
		must(t, d.SaveChoices(ctx, from, old, noon.Add(time.Hour)))
		must(t, d.SaveChoices(ctx, elsewhere, old, noon.Add(time.Hour)))
		must(t, d.SaveChoices(ctx, to, []bot.StoredChoice{{Key: "b", Label: "new"}, {Key: "c", Label: "new"}}, noon.Add(time.Hour)))
		must(t, d.AppendTurns(ctx, from, asked("x"), said("y")))
		must(t, d.AppendTurns(ctx, to, asked("z")))
		for range 2 {
			must(t, d.MoveChat(ctx, "telegram", from.ID, to.ID))
		}
		for key, label := range map[string]string{"a": "old", "b": "old", "c": "new"} {
			if c := got[bot.StoredChoice](t)(d.Choice(ctx, to, key)); c.Label != label {
				t.Errorf("%s is %q, want %q", key, c.Label, label)
			}
		}
		_, err := d.Choice(ctx, from, "a")
		wantError(t, err, ErrNotFound)
		got[bot.StoredChoice](t)(d.Choice(ctx, elsewhere, "a"))
		if turns := got[[]knowledge.Turn](t)(d.Turns(ctx, to, 9)); len(turns) != 3 || turns[0].Text != "x" {
			t.Errorf("got %+v", turns)
		}
	})
}

// TestMoveChatKeepsTheOrder: what waits under the old identifier waits under the new one, and belongs to one copy.
func TestMoveChatKeepsTheOrder(t *testing.T) {
	from, to := groupChat.ID, newChat.ID
	for name, tc := range map[string]struct {
		old, there intake.Claim // who has what waits of the two chats; zero for nothing
		release    bool         // there ends before
		mine       []string     // of the first copy, afterwards
		theirs     []string     // of the second
	}{
		"only the old one":            {one, intake.Claim{}, false, []string{"1", "2"}, nil},
		"only the new one":            {intake.Claim{}, two, false, nil, []string{"3"}},
		"both, one owner":             {one, one, false, []string{"1", "2", "3"}, nil},
		"two owners":                  {one, two, false, nil, []string{"1", "2", "3"}},
		"the new one's is gone":       {one, two, true, []string{"1", "2", "3"}, nil},
		"nothing waits of either":     {},
		"the old one's, of the other": {two, one, false, []string{"1", "2", "3"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, url string) {
				db, _ := mustOpen(t, url)
				ctx := t.Context()
				claimed(t, db, one)
				claimed(t, db, two)
				accept(t, db, two, update(7, "elsewhere"))
				accept(t, db, one, update(8, from))
				must(t, db.Inbox().Done(ctx, "telegram", "8")) // handled: it keeps nothing of its chat
				if tc.old.Owner != "" {
					accept(t, db, tc.old, update(1, from), update(2, from))
				}
				if tc.there.Owner != "" {
					accept(t, db, tc.there, update(3, to))
				}
				if tc.release {
					_, err := db.write.ExecContext(ctx, "UPDATE inbox SET owner = '' WHERE key = '3'")
					must(t, err)
				}
				for range 2 {
					must(t, db.MoveChat(ctx, "telegram", from, to))
				}
				if n := count(t, db, "inbox WHERE chat = '"+from+"'"); n != 0 {
					t.Errorf("%d updates wait under the old identifier", n)
				}
				if n := count(t, db, "inbox WHERE chat = '"+to+"'"); n != len(tc.mine)+len(tc.theirs) {
					t.Errorf("%d updates wait under the new identifier", n)
				}
				wantKeys(t, claimed(t, db, one), tc.mine...)
				wantKeys(t, claimed(t, db, two), append(slices.Clone(tc.theirs), "7")...)
			})
		})
	}
}
