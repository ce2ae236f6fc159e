package console_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"dondoc/bot/console"
	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/reminders"
	"dondoc/reminders/calendar"
)

// now is the moment of all tests.
var now = time.Date(2023, 5, 22, 9, 0, 0, 0, viet.Hanoi)

// fake is all that the console stands on, in memory. Each call of what changes or shows something is noted; of finding
// out who asks none is.
type fake struct {
	mu       sync.Mutex
	at       time.Time
	calls    []string
	actors   []people.Actor
	failing  error // of what every noted call returns
	accounts map[people.Person]people.Account
	codes    []people.Code
	links    map[string]people.Session
	sessions map[string]people.Session
	keys     map[string]people.Password
	entries  []people.Entry
	asked    []console.Asked
	golden   []console.Golden
	world    reminders.Everything
	sent     []reminders.Delivery
	steps    map[int64][]console.DeliveryEntry
	library  *fakeLibrary
}

func newFake() *fake {
	f := &fake{
		at: now, accounts: map[people.Person]people.Account{}, links: map[string]people.Session{},
		sessions: map[string]people.Session{}, keys: map[string]people.Password{}, steps: map[int64][]console.DeliveryEntry{},
	}
	f.library = newFakeLibrary(f)
	return f
}

// note writes a call down and returns its error.
func (f *fake) note(ctx context.Context, call string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls, f.actors = append(f.calls, call), append(f.actors, people.ActorOf(ctx))
	return f.failing
}

// taken returns what was called since it was last asked.
func (f *fake) taken() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	calls := f.calls
	f.calls, f.actors = nil, nil
	return calls
}

func (f *fake) clock() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.at
}

// pass lets time go by.
func (f *fake) pass(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at = f.at.Add(d)
}

func (f *fake) Account(_ context.Context, p people.Person) (people.Account, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if a, ok := f.accounts[p]; ok {
		return a, nil
	}
	return people.Account{Person: p}, nil
}

func (f *fake) Accounts(ctx context.Context) ([]people.Account, error) {
	err := f.note(ctx, "accounts")
	return slices.SortedFunc(maps.Values(f.accounts), func(a, b people.Account) int { return cmp.Compare(a.ID, b.ID) }), err
}

func (f *fake) SaveAccount(ctx context.Context, a people.Account) error {
	f.mu.Lock()
	f.accounts[a.Person] = a
	f.mu.Unlock()
	return f.note(ctx, "save account")
}

func (f *fake) DeleteAccount(ctx context.Context, p people.Person) error {
	f.mu.Lock()
	delete(f.accounts, p)
	f.mu.Unlock()
	return f.note(ctx, "delete account")
}

func (f *fake) SaveCode(ctx context.Context, c people.Code) error {
	f.codes = append(f.codes, c)
	return f.note(ctx, "save code")
}

func (f *fake) UseCode(ctx context.Context, _ string, _ people.Person, _ time.Time) (people.Code, error) {
	return people.Code{}, cmp.Or(f.note(ctx, "use code"), people.ErrCode)
}

// audit is a people.Audit.
type audit struct{ *fake }

func (a audit) Entries(ctx context.Context, q people.EntryFilter) ([]people.Entry, error) {
	err := a.note(ctx, "entries")
	var found []people.Entry
	for _, e := range slices.Backward(a.entries) {
		if (q.Before == 0 || e.ID < q.Before) && len(q.Action) <= len(e.Action) && e.Action[:len(q.Action)] == q.Action && !e.At.Before(q.Since) {
			found = append(found, e)
		}
	}
	if most := cmp.Or(q.Limit, 100); most > 0 {
		found = found[:min(len(found), most)]
	}
	return found, err
}

func (a audit) Record(ctx context.Context, action, subject string, before, after any) error {
	text := func(v any) string {
		if v == nil {
			return ""
		}
		b, _ := json.Marshal(v)
		return string(b)
	}
	a.mu.Lock()
	a.entries = append(a.entries, people.Entry{ID: int64(len(a.entries)) + 1, At: a.at, Actor: people.ActorOf(ctx), Action: action, Subject: subject, Before: text(before), After: text(after)})
	a.mu.Unlock()
	return a.note(ctx, "record "+action)
}

func (f *fake) Open(ctx context.Context, limit int) ([]console.Asked, error) {
	err := f.note(ctx, "questions")
	return f.asked[:min(len(f.asked), limit)], err
}

func (f *fake) Settle(ctx context.Context, id int64) error {
	f.asked = slices.DeleteFunc(f.asked, func(a console.Asked) bool { return a.ID == id })
	return f.note(ctx, "settle")
}

func (f *fake) AddGolden(ctx context.Context, g console.Golden) error {
	f.golden = append(f.golden, g)
	return f.note(ctx, "golden")
}

func (f *fake) Snapshot(ctx context.Context) (*reminders.Snapshot, error) {
	err := f.note(ctx, "snapshot")
	f.mu.Lock()
	defer f.mu.Unlock()
	w := f.world
	w.Subscribers, w.Days = slices.Clone(w.Subscribers), slices.Clone(w.Days)
	return reminders.NewSnapshot(w, nobody(reminders.NewSnapshot)), err
}

func (f *fake) AmendSubscriber(ctx context.Context, chat reminders.Chat, amend func(*reminders.Subscriber) error) (reminders.Subscriber, bool, error) {
	if err := f.note(ctx, "amend subscriber"); err != nil {
		return reminders.Subscriber{}, false, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, s := range f.world.Subscribers {
		if s.Channel == chat.Channel && s.Chat == chat.ID {
			if err := amend(&s); err != nil {
				return s, false, err
			}
			f.world.Subscribers[i] = s
			return s, false, nil
		}
	}
	return reminders.Subscriber{}, false, reminders.ErrUnknown
}

func (f *fake) Pause(ctx context.Context, channel, chat, reason string) error {
	f.each(func(s *reminders.Subscriber) {
		if s.Channel == channel && s.Chat == chat {
			s.Paused = reason
		}
	})
	return f.note(ctx, "pause")
}

func (f *fake) Resume(ctx context.Context, id int64) error {
	f.each(func(s *reminders.Subscriber) {
		if s.ID == id {
			s.Paused = ""
		}
	})
	return f.note(ctx, "resume")
}

func (f *fake) each(do func(*reminders.Subscriber)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.world.Subscribers {
		do(&f.world.Subscribers[i])
	}
}

func (f *fake) Deliveries(ctx context.Context, q console.DeliveryFilter) ([]reminders.Delivery, error) {
	err := f.note(ctx, "deliveries")
	var found []reminders.Delivery
	for _, d := range f.sent {
		if (len(q.Status) == 0 || slices.Contains(q.Status, d.Status)) && (q.Channel == "" || q.Channel == d.Channel) && !d.DueAt.Before(q.Since) {
			found = append(found, d)
		}
	}
	return found[:min(len(found), cmp.Or(q.Limit, 100))], err
}

func (f *fake) DeliveryLog(ctx context.Context, id int64) ([]console.DeliveryEntry, error) {
	err := f.note(ctx, "delivery log")
	return f.steps[id], err
}

func (f *fake) Retry(ctx context.Context, id int64) error {
	for i := range f.sent {
		if f.sent[i].ID == id {
			f.sent[i].Status = reminders.StatusWaiting
		}
	}
	return f.note(ctx, "retry")
}

func (f *fake) SaveHolidays(ctx context.Context, days []calendar.Day) error {
	f.world.Days = append(f.world.Days, days...)
	return f.note(ctx, "save holidays")
}

func (f *fake) RemoveHoliday(ctx context.Context, d viet.Date) error {
	f.world.Days = slices.DeleteFunc(f.world.Days, func(x calendar.Day) bool { return x.Date == d })
	return f.note(ctx, "remove holiday")
}

func (f *fake) Preview(ctx context.Context, s reminders.Subscriber, from, to viet.Date) ([]console.Upcoming, error) {
	return []console.Upcoming{
		{from.Time().Add(8 * time.Hour), "⏰ " + s.Chat + " · 1 việc đến hạn trong 7 ngày\n1. Báo cáo"},
		{to.Time().Add(8 * time.Hour), "Tin cuối"},
	}, f.note(ctx, "preview")
}

// nobody is a registry without agencies; its package may not be imported here.
func nobody[T any](func(reminders.Everything, *T) *reminders.Snapshot) *T { return new(T) }

// syncBuffer may be written to by many.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
