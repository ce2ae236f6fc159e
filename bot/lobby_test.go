package bot_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/people"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// lobby keeps the contracts of people.Register and bot.Contacts in memory.
type lobby struct {
	mu       sync.Mutex
	broken   error
	looks    int // how often somebody's account was looked up
	accounts map[people.Person]people.Account
	codes    map[string]*lobbyCode
	met      map[bot.Chat]time.Time
}

type lobbyCode struct {
	people.Code
	by people.Person
	at time.Time // when it was used, zero for never
}

func newLobby() *lobby {
	return &lobby{accounts: map[people.Person]people.Account{}, codes: map[string]*lobbyCode{}, met: map[bot.Chat]time.Time{}}
}

func (l *lobby) Account(_ context.Context, p people.Person) (people.Account, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.looks++
	if a, ok := l.accounts[p]; ok {
		return a, l.broken
	}
	return people.Account{Person: p}, l.broken
}

func (l *lobby) Accounts(context.Context) (all []people.Account, _ error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.accounts {
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b people.Account) int { return strings.Compare(a.ID, b.ID) })
	return all, l.broken
}

func (l *lobby) SaveAccount(_ context.Context, a people.Account) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken == nil {
		l.accounts[a.Person] = a
	}
	return l.broken
}

func (l *lobby) DeleteAccount(_ context.Context, p people.Person) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.accounts, p)
	return l.broken
}

func (l *lobby) SaveCode(_ context.Context, c people.Code) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.codes[c.Hash] = &lobbyCode{Code: c}
	return l.broken
}

func (l *lobby) UseCode(_ context.Context, hash string, by people.Person, at time.Time) (people.Code, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c, ok := l.codes[hash]
	again := ok && c.by == by && at.Before(c.at.Add(people.ReuseFor))
	if !ok || !c.Expires.After(at) || !c.at.IsZero() && !again {
		return people.Code{}, people.ErrCode
	}
	c.by, c.at = by, at
	return c.Code, l.broken
}

func (l *lobby) FirstContact(_ context.Context, chat bot.Chat, at time.Time) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken != nil {
		return false, l.broken
	}
	first, ok := l.met[chat]
	if !ok {
		l.met[chat] = at
	}
	return !ok || first.Equal(at), nil
}

func (l *lobby) ForgetPerson(_ context.Context, p people.Person) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.accounts, p)
	return l.broken
}

// unused is how many codes nobody has used.
func (l *lobby) unused() (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.codes {
		if c.at.IsZero() {
			n++
		}
	}
	return n
}

// hall is a bureau with a lobby. Everybody is met already but who writes in a chat called "new…".
type hall struct {
	*bureau
	lobby *lobby
}

func newHall(t *testing.T, open bool, options ...bot.Option) *hall {
	h := &hall{newBureau(t, bot.Reports{}), newLobby()}
	for id, account := range map[string]people.Account{
		"officer": {Role: people.Officer}, "member": {Role: people.Member, Board: 1}, "secretary": {Role: people.Secretariat, Board: 2},
		"admin": {Role: people.Administrator},
	} {
		for _, channel := range []string{"test", "web"} {
			account.Person, account.Name = people.Person{Channel: channel, ID: id}, "Họ tên "+id
			account.Since = time.Date(2023, 5, 1, 8, 0, 0, 0, viet.Hanoi)
			h.lobby.accounts[account.Person] = account
		}
	}
	snapshots := reminders.NewOffice(h.register, agency.Default)
	now := func() time.Time { return time.Date(2023, 5, 24, 9, 0, 0, 0, viet.Hanoi) }
	h.Conversation = bot.New(h.script, forgetful{h.memory, h.lobby}, func(time.Time) time.Time { return today.Time() }, slog.New(slog.DiscardHandler),
		append([]bot.Option{bot.WithDesk(reminders.NewDesk(h.register, snapshots, now)), bot.WithClerk(h.clerk, agency.Default, bot.Reports{}),
			bot.WithPeople(people.NewPolicy(open), h.lobby, h.lobby)}, options...)...)
	return h
}

// forgetful forgets the contact with the chat, as the store does.
type forgetful struct {
	*memory
	lobby *lobby
}

func (f forgetful) Forget(ctx context.Context, chat bot.Chat) error {
	if err := f.memory.Forget(ctx, chat); err != nil {
		return err
	}
	f.lobby.mu.Lock()
	defer f.lobby.mu.Unlock()
	delete(f.lobby.met, chat)
	return nil
}

// code makes a one-time code that is good for a day.
func (h *hall) code(role people.Role, group bool, board int64) string {
	words, c := people.NewGrant(role, group, board, "test", time.Now())
	c.Expires = time.Now().Add(24 * time.Hour)
	_ = h.lobby.SaveCode(h.t.Context(), c)
	return words
}

// visitor is who writes, and where.
type visitor struct {
	sender, chat string
	channel      string // "" for "test"
	group        bool
	manages      func(context.Context) (bool, error)
}

func yes(context.Context) (bool, error)    { return true, nil }
func no(context.Context) (bool, error)     { return false, nil }
func unsure(context.Context) (bool, error) { return true, errBroken }

// visitors are those of the tables, by name.
var visitors = map[string]visitor{
	"guest": {sender: "guest", chat: "guest"}, "officer": {sender: "officer", chat: "officer"}, "member": {sender: "member", chat: "member"},
	"secretary": {sender: "secretary", chat: "secretary"}, "admin": {sender: "admin", chat: "admin"},
	"linked": {sender: "x", chat: "1", group: true}, "other": {sender: "x", chat: "other", group: true},
	"officer in other": {sender: "officer", chat: "other", group: true}, "admin in linked": {sender: "admin", chat: "1", group: true},
	"manager": {sender: "x", chat: "other", group: true, manages: yes}, "secretariat": {sender: "x", chat: "2", group: true},
	"web guest": {sender: "w", chat: "w", channel: "web"}, "web admin": {sender: "admin", chat: "admin", channel: "web"},
}

// tell has a visitor write; what is more stands in m.
func (h *hall) tell(v visitor, m bot.Message) []bot.Reply {
	h.t.Helper()
	if v.channel == "" {
		v.channel = "test"
	}
	m.Chat, m.Sender, m.Group, m.Manages = bot.Chat{Channel: v.channel, ID: v.chat}, v.sender, v.group, v.manages
	if m.From == "" {
		m.From = "Nguyễn Văn A"
	}
	if !strings.HasPrefix(v.chat, "new") {
		m.Noticed = true
	}
	replies, err := h.Handle(h.t.Context(), m)
	if err != nil {
		h.t.Fatalf("%s, %q: %v", v.sender, m.Text, err)
	}
	return replies
}

// one is tell where one reply is expected, with words in it.
func (h *hall) one(v visitor, text string, want ...string) bot.Reply {
	h.t.Helper()
	return h.only(text, h.tell(v, bot.Message{Text: text}), want...)
}

func (h *hall) tap(v visitor, r bot.Reply, label string, want ...string) bot.Reply {
	h.t.Helper()
	return h.only(label, h.tell(v, bot.Message{Choice: button(h.t, r, label).Key}), want...)
}

func (h *hall) only(said string, replies []bot.Reply, want ...string) bot.Reply {
	h.t.Helper()
	if len(replies) != 1 {
		h.t.Fatalf("%q: %d replies", said, len(replies))
	}
	h.expect(said, replies[0], want...)
	return replies[0]
}
