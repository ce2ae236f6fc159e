package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/people"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// The register also keeps the contract of reminders.ClerkStore.

func (r *register) EnsureBoard(_ context.Context, b reminders.Board) (reminders.Board, error) {
	for _, o := range r.all.Boards {
		if o.Agency == b.Agency && (b.Agency != "" || !o.Secretariat) {
			return o, nil
		}
	}
	b.ID = int64(len(r.all.Boards) + 1)
	return b, r.change("board "+b.Name, func() { r.all.Boards = append(slices.Clone(r.all.Boards), b) })
}

func (r *register) SaveSubscriber(ctx context.Context, s reminders.Subscriber) (reminders.Subscriber, error) {
	if _, _, err := r.Subscribed(ctx, reminders.Chat{Channel: s.Channel, ID: s.Chat}); err == nil {
		return s, reminders.ErrConflict
	}
	s.ID = int64(len(r.all.Subscribers) + 10)
	return s, r.change("new "+s.Chat, func() { r.all.Subscribers = append(slices.Clone(r.all.Subscribers), s) })
}

func (r *register) AmendSubscriber(ctx context.Context, chat reminders.Chat, amend func(*reminders.Subscriber) error) (s reminders.Subscriber, removed bool, err error) {
	s, _, err = r.Subscribed(ctx, chat)
	if r.broken != nil {
		err = r.broken
	}
	if err == nil {
		err = amend(&s)
	}
	if err != nil {
		return s, false, fmt.Errorf("store: %w", err)
	}
	board := r.all.Boards[slices.IndexFunc(r.all.Boards, func(b reminders.Board) bool { return b.ID == s.Board })]
	removed = board.Followers() && len(s.Follows) == 0
	return s, removed, r.change("amend "+s.Chat, func() {
		rest := slices.DeleteFunc(slices.Clone(r.all.Subscribers), func(o reminders.Subscriber) bool { return o.ID == s.ID })
		if !removed {
			rest = append(rest, s)
		}
		r.all.Subscribers = rest
	})
}

func (r *register) NewFeed(_ context.Context, board int64) (string, error) {
	return fmt.Sprint("bi-mat-", board), r.broken
}

// house keeps accounts by the channel's identifier of a person.
type house map[string]people.Account

func (h house) Account(_ context.Context, p people.Person) (people.Account, error) {
	return h[p.ID], nil
}
func (h house) Accounts(context.Context) ([]people.Account, error)              { return nil, nil }
func (h house) SaveAccount(context.Context, people.Account) error               { return nil }
func (h house) DeleteAccount(context.Context, people.Person) error              { return nil }
func (h house) SaveCode(context.Context, people.Code) error                     { return nil }
func (h house) ForgetPerson(_ context.Context, p people.Person) error           { delete(h, p.ID); return nil }
func (h house) FirstContact(context.Context, bot.Chat, time.Time) (bool, error) { return false, nil }
func (h house) UseCode(context.Context, string, people.Person, time.Time) (people.Code, error) {
	return people.Code{}, people.ErrCode
}

// bureau is an office with a clerk and people: chat "1" is the group of the board, "2" that of the secretariat.
type bureau struct {
	*office
	clerk *reminders.Clerk
}

// The provinces of more Tasks of the register.
const (
	haNam  = "Tỉnh Hà Nam"
	bacCan = "Tỉnh Bắc Kạn"
)

// more are Tasks of the register besides the invented ones.
func more() []reminders.Task {
	task := func(id, lead, section string, due viet.Date) reminders.Task {
		return reminders.Task{
			ID: id, CorpusID: "c-" + id, Document: "17/QĐ-UBQGCDS", Section: section, Title: "Ban hành kế hoạch của " + id, Text: "Ban hành kế hoạch của " + id,
			Lead: []string{lead}, Milestones: []reminders.Milestone{{ID: id + "/1", Label: "thực hiện", Due: due}},
		}
	}
	undated := task("khong-han", haNam, "VI.1", viet.Date{})
	own := task("tu-dat", "", "", day(5, 30))
	own.Board, own.Document, own.Lead = 1, "", nil
	return []reminders.Task{task("ha-nam", haNam, "IV.7", day(6, 15)), task("tre", haNam, "IV.8", day(5, 2)), task("bac-can", bacCan, "IV.9", day(7, 30)), undated, own}
}

func newBureau(t *testing.T, reports bot.Reports) *bureau {
	b := &bureau{office: newOffice(t)}
	e := &b.register.all
	for i := range e.Tasks {
		e.Tasks[i].CorpusID = "c-" + e.Tasks[i].ID
	}
	e.Tasks = append(e.Tasks, more()...)
	e.SendingFrom = time.Unix(1, 0)
	e.Boards = append(e.Boards, reminders.Board{ID: 3, Name: "Ban Chỉ đạo CĐS tỉnh Hà Nam", Agency: haNam})
	e.Subscribers[0].Group, e.Subscribers[0].Rule = true, reminders.DefaultRule()
	e.Subscribers = append(e.Subscribers, reminders.Subscriber{ID: 3, Board: 3, Channel: "test", Chat: "3", Follows: []reminders.Follow{{Kind: reminders.FollowAgency, Value: haNam}}})
	snapshots := reminders.NewOffice(b.register, agency.Default)
	now := func() time.Time { return time.Date(2023, 5, 24, 9, 0, 0, 0, viet.Hanoi) }
	b.clerk = reminders.NewClerk(b.register, snapshots, now)
	accounts := house{
		"officer": {Role: people.Officer}, "member": {Role: people.Member, Board: 1}, "secretary": {Role: people.Secretariat, Board: 2},
		"admin": {Role: people.Administrator},
	}
	b.Conversation = bot.New(b.script, b.memory, func(time.Time) time.Time { return today.Time() }, slog.New(slog.DiscardHandler),
		bot.WithDesk(reminders.NewDesk(b.register, snapshots, now)), bot.WithClerk(b.clerk, agency.Default, reports),
		bot.WithPeople(people.NewPolicy(true), accounts, accounts))
	return b
}

// in goes to a chat: "group" and "secretariat" are linked groups, "other" is one that is not, any other is the private
// chat of that person.
func (b *bureau) in(chat string) *bureau {
	next := *b
	o, k := *b.office, *b.office.talk
	next.office, o.talk = &o, &k
	k.chat = bot.Chat{Channel: "test", ID: map[string]string{"group": "1", "secretariat": "2"}[chat]}
	if k.chat.ID == "" {
		k.chat.ID = chat
	}
	return &next
}

// says sends a text as somebody who is in the chat.
func (b *bureau) says(text string, want ...string) bot.Reply {
	b.t.Helper()
	return b.saysAs(bot.Message{Text: text}, want...)
}

func (b *bureau) press(r bot.Reply, label string, want ...string) bot.Reply {
	b.t.Helper()
	return b.saysAs(bot.Message{Choice: button(b.t, r, label).Key}, want...)
}

func (b *bureau) saysAs(m bot.Message, want ...string) bot.Reply {
	b.t.Helper()
	m.Sender, m.From = b.chat.ID, "Nguyễn Văn A"
	if m.Group = slices.Contains([]string{"1", "2", "other"}, b.chat.ID); m.Group {
		m.Sender = "somebody"
	}
	r := b.send(m)
	b.expect(m.Text, r, want...)
	return r
}

// asked reports whether a reply is that of the knowledge base.
func asked(r bot.Reply) bool { return strings.HasPrefix(r.Text.String(), "đáp: ") }

// follows are what the chat follows, as "kind value; …", behind the ID of its board.
func (b *bureau) follows() string {
	s, board, err := b.register.Subscribed(b.t.Context(), reminders.Chat{Channel: "test", ID: b.chat.ID})
	if errors.Is(err, reminders.ErrUnknown) {
		return ""
	}
	parts := []string{fmt.Sprint(board.ID)}
	for _, f := range s.Follows {
		parts = append(parts, string(f.Kind)+" "+f.Value)
	}
	return strings.Join(parts, "; ")
}

func (b *bureau) wantFollows(want string) {
	b.t.Helper()
	if got := b.follows(); got != want {
		b.t.Errorf("%s follows %q, want %q", b.chat.ID, got, want)
	}
}

func labels(r bot.Reply) string {
	var all []string
	for _, c := range r.Choices {
		all = append(all, c.Label)
	}
	return strings.Join(all, "|")
}
