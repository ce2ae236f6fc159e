package store

import (
	"slices"
	"testing"

	"dondoc/bot/people"
	"dondoc/reminders"
)

// own is a private chat by somebody's own wish.
func (d *desk) own(t *testing.T, b reminders.Board, chat reminders.Chat, follows ...reminders.Follow) reminders.Subscriber {
	t.Helper()
	return got[reminders.Subscriber](t)(d.SaveSubscriber(t.Context(), reminders.Subscriber{
		Board: b.ID, Channel: chat.Channel, Chat: chat.ID, Self: true, Rule: reminders.DefaultRule(), Follows: follows,
	}))
}

// there returns the subscriber that a chat is, if any.
func (d *desk) there(t *testing.T, chat reminders.Chat) (reminders.Subscriber, reminders.Board, bool) {
	t.Helper()
	s, b, err := d.Subscribed(t.Context(), chat)
	if err != nil {
		wantError(t, err, reminders.ErrUnknown)
	}
	return s, b, err == nil
}

var (
	maiChat   = reminders.Chat{Channel: mai.Channel, ID: mai.ID}
	ownAgency = reminders.Follow{Kind: reminders.FollowAgency, Value: bacGiang}
	watched   = reminders.Follow{Kind: reminders.FollowWatch, Value: bacGiang}
	oneTask   = reminders.Follow{Kind: reminders.FollowTask, Value: "qd17#1"}
)

// TestSelfIsKept: whatever is changed of a subscriber, whose wish it was stays known.
func TestSelfIsKept(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		s := d.own(t, d.board, maiChat, ownAgency)
		s.Rule.Hour = 7
		s = got[reminders.Subscriber](t)(d.SaveSubscriber(ctx, s))
		amended, _, err := d.AmendSubscriber(ctx, groupChat, func(s *reminders.Subscriber) error { s.Self = true; return nil })
		if err != nil || !amended.Self || !s.Self || s.Rule.Hour != 7 {
			t.Errorf("got %+v, %+v, %v", s, amended, err)
		}
		must(t, d.MoveChat(ctx, mai.Channel, mai.ID, "72"))
		var self []bool
		for _, s := range got[reminders.Everything](t)(d.Everything(ctx)).Subscribers {
			self = append(self, s.Self)
		}
		wantEqual(t, self, []bool{false, true, true})
	})
}

// TestOwnWishEndsWithTheRole: who loses a role is reminded no more of what they only asked for because they had it. What
// an administrator linked stays, and so does everybody else's.
func TestOwnWishEndsWithTheRole(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		tamChat, someGroup := reminders.Chat{Channel: tam.Channel, ID: tam.ID}, reminders.Chat{Channel: "telegram", ID: "-5"}
		only := got[reminders.Board](t)(d.EnsureBoard(ctx, followers))
		d.own(t, d.board, tamChat, ownAgency) // the same number elsewhere
		d.link(t, only, someGroup)
		for name, end := range map[string]func() error{
			"taken":     func() error { return d.DeleteAccount(ctx, mai) },
			"forgotten": func() error { return d.ForgetPerson(ctx, mai) },
		} {
			d.wantEnd(t, name+", of a board", d.board, true, false, end)
			d.wantEnd(t, name+", only follows", only, true, false, end)
			d.wantEnd(t, name+", only follows, from before", only, false, false, end)
			d.wantEnd(t, name+", linked", d.board, false, true, end)
		}
		must(t, d.DeleteAccount(ctx, people.Person{Channel: someGroup.Channel, ID: someGroup.ID}))
		for _, chat := range []reminders.Chat{tamChat, someGroup} {
			if _, _, there := d.there(t, chat); !there {
				t.Errorf("%s %s is gone, too", chat.Channel, chat.ID)
			}
		}
	})
}

// wantEnd makes Mai a member whose chat is of a board, ends the role twice, and sees whether the chat stays.
func (d *desk) wantEnd(t *testing.T, what string, b reminders.Board, self, stays bool, end func() error) {
	t.Helper()
	ctx := t.Context()
	must(t, d.SaveAccount(ctx, people.Account{Person: mai, Role: people.Member, Board: d.board.ID}))
	s := d.own(t, b, maiChat, ownAgency)
	s.Self = self
	s = got[reminders.Subscriber](t)(d.SaveSubscriber(ctx, s))
	d.plan(t, s, today, "a")
	revision := d.revision(t)
	for range 2 {
		must(t, end())
	}
	if _, _, there := d.there(t, maiChat); there != stays {
		t.Errorf("%s: it is there: %v", what, there)
	}
	if changed := d.revision(t) - revision; (changed == 1) == stays {
		t.Errorf("%s: %d changes", what, changed)
	}
	if told := d.unattached(t); len(told) != 0 {
		t.Errorf("%s: the secretariat is told %q", what, told)
	}
	want := reminders.StatusDead
	if stays {
		want = reminders.StatusWaiting
	}
	if all := d.ledger(t); all[len(all)-1].Status != want {
		t.Errorf("%s: the ledger is %q", what, lines(all))
	}
	if stays {
		must(t, d.DeleteSubscriber(ctx, s.ID))
		_, err := d.write.ExecContext(ctx, "DELETE FROM reminder WHERE delivery_id IS NULL")
		must(t, err)
	}
}

// TestOwnWishFollowsTheRole: who is no member of the board any more only hears of its Work.
func TestOwnWishFollowsTheRole(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := t.Context()
		second := got[reminders.Board](t)(d.EnsureBoard(ctx, reminders.Board{Name: "Ban Hà Nam", Agency: "Tỉnh Hà Nam"}))
		for name, tc := range map[string]struct {
			role    people.Role
			board   int64
			linked  bool
			follows []reminders.Follow
			lowered bool
			want    []reminders.Follow
		}{
			"a member still":          {people.Member, d.board.ID, false, []reminders.Follow{ownAgency, oneTask}, false, []reminders.Follow{ownAgency, oneTask}},
			"who rises":               {people.Administrator, d.board.ID, false, []reminders.Follow{ownAgency}, false, []reminders.Follow{ownAgency}},
			"an officer now":          {people.Officer, d.board.ID, false, []reminders.Follow{ownAgency, oneTask}, true, []reminders.Follow{watched, oneTask}},
			"an officer of none":      {people.Officer, 0, false, []reminders.Follow{ownAgency, watched}, true, []reminders.Follow{watched}},
			"of another board now":    {people.Member, second.ID, false, []reminders.Follow{ownAgency}, true, []reminders.Follow{watched}},
			"an officer in a linked":  {people.Officer, 0, true, []reminders.Follow{ownAgency}, false, []reminders.Follow{ownAgency}},
			"who follows nothing now": {people.Officer, 0, false, nil, true, nil},
		} {
			s := d.own(t, d.board, maiChat, tc.follows...)
			if tc.linked {
				s.Self = false
				got[reminders.Subscriber](t)(d.SaveSubscriber(ctx, s))
			}
			account := people.Account{Person: mai, Role: tc.role, Board: tc.board, Since: noon}
			for range 2 {
				must(t, d.SaveAccount(ctx, account))
			}
			is, board, there := d.there(t, maiChat)
			if there != (tc.want != nil) || there && (board.Followers() != tc.lowered || is.Rule.Digest == tc.lowered || is.Self == tc.linked) {
				t.Errorf("%s: %+v of %+v", name, is, board)
			}
			if !slices.Equal(is.Follows, tc.want) {
				t.Errorf("%s: follows %v, want %v", name, is.Follows, tc.want)
			}
			if there {
				must(t, d.DeleteSubscriber(ctx, is.ID))
			}
		}
		if told := d.unattached(t); len(told) != 0 {
			t.Errorf("the secretariat is told %q", told)
		}
	})
}

// TestSelfUpgrade: the chats of the release before count as linked, and the way back is open.
func TestSelfUpgrade(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		old, _ := mustOpenWith(t, url, settings{migrations: migrationsUpTo(t, "0008", nil)})
		for _, statement := range []string{
			`INSERT INTO board (name, agency, above, secretariat) VALUES ('Ban', 'Bộ Y tế', 0, false)`,
			`INSERT INTO subscriber (board, channel, chat, is_group, follows, rule, since, paused, planned_through)
			VALUES (1, 'telegram', '71', false, '[]', '{}', 0, '', '')`,
			`INSERT INTO account (channel, person, role, board, name, granted_by, since) VALUES ('telegram', '71', 'officer', 0, 'Mai', 'Lê', 1)`,
			`INSERT INTO pairing_code (hash, role, board, is_group, made_by, made_at, expires_at, used_channel, used_person, used_at)
			VALUES ('h', 'officer', 0, false, 'Lê', 1, 2, '', '', 0)`,
		} {
			_, err := old.write.ExecContext(ctx, statement)
			must(t, err)
		}
		db, _ := mustOpen(t, url)
		if s, _, err := db.Subscribed(ctx, maiChat); err != nil || s.Self {
			t.Errorf("got %+v, %v", s, err)
		}
		if a := got[people.Account](t)(db.Account(ctx, mai)); a.By != "Lê" || a.ByPerson != (people.Person{}) {
			t.Errorf("got %+v", a)
		}
		migrateDown(t, db, 8)
		if n := count(t, db, "subscriber") + count(t, db, "account") + count(t, db, "pairing_code"); n != 3 {
			t.Errorf("%d rows are left", n)
		}
	})
}
