package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dondoc/reminders"
)

func TestBoards(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		below := got[reminders.Board](t)(d.SaveBoard(ctx, reminders.Board{Name: "Văn phòng tỉnh", Agency: "Sở", Above: d.secretariat.ID, Secretariat: true}))
		d.board.Name, d.board.Above = "Tên mới", d.secretariat.ID
		got[reminders.Board](t)(d.SaveBoard(ctx, d.board))
		wantDiff(t, []reminders.Board{d.secretariat, d.board, below}, got[[]reminders.Board](t)(d.Boards(ctx)))

		revision := d.revision(t)
		for name, test := range map[string]struct {
			board reminders.Board
			want  error
		}{
			"no name":          {reminders.Board{}, ErrInvalid},
			"absent":           {reminders.Board{ID: 999, Name: "x"}, reminders.ErrUnknown},
			"below an absent":  {reminders.Board{Name: "x", Above: 999}, reminders.ErrUnknown},
			"above itself":     {reminders.Board{ID: below.ID, Name: "x", Above: below.ID}, ErrInvalid},
			"below a board":    {reminders.Board{Name: "x", Above: d.board.ID}, ErrInvalid},
			"around a circuit": {reminders.Board{ID: d.secretariat.ID, Name: "x", Above: below.ID}, ErrInvalid},
		} {
			if _, err := d.SaveBoard(ctx, test.board); err == nil {
				t.Errorf("%s was saved", name)
			} else {
				wantError(t, err, test.want)
			}
		}
		rule := reminders.DefaultRule()
		_, err := d.AddBoards(ctx, []NewBoard{{reminders.Board{Name: "x", Above: d.board.ID}, reminders.Subscriber{Channel: "zalo", Chat: "z", Rule: rule}}})
		wantError(t, err, ErrInvalid)
		if !strings.Contains(err.Error(), "no secretariat") {
			t.Errorf("got %v", err)
		}
		if d.revision(t) != revision {
			t.Error("what was not saved has changed the revision")
		}
	})
}

func TestDeleteBoard(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.board.Above = d.secretariat.ID
		got[reminders.Board](t)(d.SaveBoard(ctx, d.board))
		d.board.Secretariat = true // as long as boards are put below it
		got[reminders.Board](t)(d.SaveBoard(ctx, d.board))
		below := got[reminders.Board](t)(d.SaveBoard(ctx, reminders.Board{Name: "Tổ công tác", Above: d.board.ID}))
		d.board.Secretariat = false
		got[reminders.Board](t)(d.SaveBoard(ctx, d.board))
		own := got[reminders.Task](t)(d.AddTask(ctx, reminders.Task{Board: d.board.ID, Title: "riêng"}))
		secret := got[string](t)(d.NewFeed(ctx, d.board.ID))
		second := d.link(t, d.board, reminders.Chat{Channel: "telegram", ID: "7"})
		d.plan(t, d.group, today.AddDays(-1), "old")
		d.plan(t, second, today.AddDays(-1), "old")
		d.clock.pass(-24 * time.Hour)
		d.send(t)
		d.clock.pass(24 * time.Hour)
		d.plan(t, d.group, today, "a", "b")

		must(t, d.DeleteBoard(ctx, d.board.ID))
		wantError(t, d.DeleteBoard(ctx, d.board.ID), reminders.ErrUnknown)
		if boards := got[[]reminders.Board](t)(d.Boards(ctx)); len(boards) != 2 || boards[1].ID != below.ID || boards[1].Above != d.secretariat.ID {
			t.Errorf("got %+v", boards)
		}
		if subscribers := got[[]reminders.Subscriber](t)(d.Subscribers(ctx)); len(subscribers) != 1 {
			t.Errorf("got %+v", subscribers)
		}
		_, err := d.BoardOfFeed(ctx, secret)
		wantError(t, err, ErrNotFound)
		if n := count(t, d.DB, "feed WHERE revoked_at = 0"); n != 0 {
			t.Errorf("%d feeds are open", n)
		}
		if tasks := got[[]reminders.Task](t)(d.Tasks(ctx)); tasks[1].ID != own.ID || tasks[1].Gone != today || !tasks[0].Gone.IsZero() {
			t.Errorf("got %+v", tasks)
		}

		// Nothing is lost in silence: the ledger keeps it, and the secretariat is told of those who missed something.
		d.wantLedger(t, "2023-04-19 sent old", "2023-04-19 sent old", "2023-04-20 dead a b")
		dead := d.ledger(t)[2]
		d.wantLog(t, dead.ID, reminders.StatusDead)
		if !strings.HasPrefix(dead.Purpose, "daily") || dead.Reason != reasonRemoved {
			t.Errorf("got %+v", dead)
		}
		wantError(t, d.Retry(ctx, dead.ID), reminders.ErrConflict)
		d.plan(t, d.chief, today)
		told := d.ledger(t)[3].Reminders
		if len(told) != 1 || told[0].Detail != "Ban Chỉ đạo Bắc Giang (nhóm, telegram): "+fmt.Sprintf(reasonRemovedUnsent, 2) {
			t.Errorf("told %+v", told)
		}
	})
}

func TestSubscribers(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		rule := reminders.DefaultRule()
		rule.Hour, rule.Quiet = 9, []time.Weekday{time.Friday}
		s := reminders.Subscriber{
			Board: d.board.ID, Channel: "zalo", Chat: "z1", Rule: rule, Group: true,
			Follows: []reminders.Follow{{Kind: reminders.FollowTheme, Value: "số hóa"}},
		}
		saved := got[reminders.Subscriber](t)(d.SaveSubscriber(ctx, s))
		s.ID, s.Since = saved.ID, noon
		wantDiff(t, s, saved)
		found, board, err := d.Subscribed(ctx, reminders.Chat{Channel: "zalo", ID: "z1"})
		must(t, err)
		wantDiff(t, s, found)
		wantDiff(t, d.board, board)
		wantDiff(t, []reminders.Subscriber{d.chief, d.group, s}, got[[]reminders.Subscriber](t)(d.Subscribers(ctx)))
		for _, chat := range []reminders.Chat{{Channel: "telegram", ID: "z1"}, {Channel: "zalo"}, {Channel: "zalo", ID: "\x00"}} {
			_, _, err := d.Subscribed(ctx, chat)
			wantError(t, err, reminders.ErrUnknown)
		}

		revision := d.revision(t)
		change := func(do func(*reminders.Subscriber)) error {
			other := s
			do(&other)
			_, err := d.SaveSubscriber(ctx, other)
			return err
		}
		wantError(t, change(func(s *reminders.Subscriber) { s.ID = 0 }), reminders.ErrConflict)
		wantError(t, change(func(s *reminders.Subscriber) { s.Chat = "z2" }), reminders.ErrConflict)
		wantError(t, change(func(s *reminders.Subscriber) { s.ID = 999 }), reminders.ErrUnknown)
		wantError(t, change(func(s *reminders.Subscriber) { s.Board = 999 }), reminders.ErrUnknown)
		wantError(t, change(func(s *reminders.Subscriber) { s.Chat = "\xff" }), ErrInvalid)
		bad := change(func(s *reminders.Subscriber) { s.Rule.Hour = 24 })
		wantError(t, bad, reminders.ErrInvalid)
		wantError(t, bad, reminders.ErrHour)
		if d.revision(t) != revision {
			t.Error("what was not saved has changed the revision")
		}
	})
}

func TestNewRuleLetsTodayBePlannedAgain(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		through := func() string {
			s, _, err := d.Subscribed(ctx, groupChat)
			must(t, err)
			return s.PlannedThrough.String()
		}
		save := func(do func(*reminders.Subscriber), want string) {
			t.Helper()
			d.plan(t, d.group, today)
			do(&d.group)
			got[reminders.Subscriber](t)(d.SaveSubscriber(ctx, d.group))
			if through() != want {
				t.Errorf("planned through %s, want %s", through(), want)
			}
		}
		save(func(s *reminders.Subscriber) {}, "2023-04-20")
		save(func(s *reminders.Subscriber) { s.Since, s.Paused = noon, "x" }, "2023-04-20")
		save(func(s *reminders.Subscriber) { s.Since = time.Time{} }, "2023-04-20") // keeps the one before
		save(func(s *reminders.Subscriber) { s.Rule.Hour = 10 }, "2023-04-19")
		save(func(s *reminders.Subscriber) {
			s.Follows = append(s.Follows, reminders.Follow{Kind: reminders.FollowTask, Value: "qd17#1"})
		}, "2023-04-19")
		d.clock.pass(72 * time.Hour)
		save(func(s *reminders.Subscriber) { s.Rule.Hour = 11 }, "2023-04-20") // not planned yet: nothing to take back
		s, _, err := d.Subscribed(ctx, groupChat)
		must(t, err)
		if s.Paused != "" || !s.Since.Equal(noon) || s.Rule.Hour != 11 {
			t.Errorf("got %+v", s)
		}
	})
}

func TestDeleteSubscriber(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.plan(t, d.group, today, "a")
		id := d.claimOne(t, "one").ID
		d.begin(t, "one", id, "tin")
		must(t, d.DeleteSubscriber(ctx, d.group.ID))
		wantError(t, d.DeleteSubscriber(ctx, d.group.ID), reminders.ErrUnknown)
		wantError(t, d.Record(ctx, "one", reminders.Result{Delivery: id, Status: reminders.StatusSent}), reminders.ErrLost)
		d.wantLedger(t, "2023-04-20 dead a")
		// The chat may be linked anew on the same day, and is told everything.
		again := d.link(t, d.board, groupChat)
		if n := d.plan(t, again, today, "a"); n != 1 {
			t.Errorf("%d are new, want 1", n)
		}
		if c := d.claimOne(t, "two"); c.Subscriber != again.ID || len(c.Reminders) != 1 {
			t.Errorf("got %+v", c)
		}
		d.record(t, "two", reminders.Result{Delivery: d.ledger(t)[1].ID, Status: reminders.StatusSent, Part: 1})
		// What has ended does not say any more whose chat it was, twice over, and also on the same day.
		must(t, d.DeleteSubscriber(ctx, again.ID))
		if n := count(t, d.DB, "delivery WHERE chat LIKE 'removed-%'"); n != 2 || len(d.ledger(t)) != 2 {
			t.Errorf("%d of %d deliveries are without a chat", n, len(d.ledger(t)))
		}
		// Who has missed nothing is no news.
		must(t, d.DeleteSubscriber(ctx, d.link(t, d.board, newChat).ID))
		if n := len(d.unattached(t)); n != 1 {
			t.Errorf("the secretariat is told of %d, want 1", n)
		}
	})
}

func TestFeeds(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		one, two := got[string](t)(d.NewFeed(ctx, d.board.ID)), got[string](t)(d.NewFeed(ctx, d.board.ID))
		other := got[string](t)(d.NewFeed(ctx, d.secretariat.ID))
		if len(one) < 22 || one == two {
			t.Errorf("the secrets are %q and %q", one, two)
		}
		for _, secret := range []string{one, two} {
			wantDiff(t, d.board, got[reminders.Board](t)(d.BoardOfFeed(ctx, secret)))
		}
		if n := count(t, d.DB, "feed WHERE sha256 LIKE '%"+one[:8]+"%'"); n != 0 {
			t.Error("the secret itself is stored")
		}
		must(t, d.RevokeFeeds(ctx, d.board.ID))
		must(t, d.RevokeFeeds(ctx, 999))
		for _, secret := range []string{one, two, "", "\x00"} {
			_, err := d.BoardOfFeed(ctx, secret)
			wantError(t, err, ErrNotFound)
		}
		wantDiff(t, d.secretariat, got[reminders.Board](t)(d.BoardOfFeed(ctx, other)))
		wantDiff(t, d.board, got[reminders.Board](t)(d.BoardOfFeed(ctx, got[string](t)(d.NewFeed(ctx, d.board.ID)))))
		_, err := d.NewFeed(ctx, 999)
		wantError(t, err, reminders.ErrUnknown)
	})
}

func TestExpireBlanksChatsOfThoseRemoved(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		d.plan(t, d.group, today, "a")
		d.plan(t, d.chief, today, "a")
		d.send(t)
		_, err := d.write.ExecContext(ctx, `DELETE FROM subscriber WHERE chat = '-200'`) // as an earlier release did
		must(t, err)
		for range 2 {
			got[int64](t)(d.Expire(ctx, noon.Add(-time.Hour)))
			all := d.ledger(t)
			if all[0].Chat != fmt.Sprintf("removed-%d", all[0].ID) || all[1].Chat != chiefChat.ID {
				t.Errorf("got %q and %q", all[0].Chat, all[1].Chat)
			}
		}
	})
}
